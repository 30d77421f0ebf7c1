#ifndef ANLIKU_TEXT_TABLES_H
#define ANLIKU_TEXT_TABLES_H

#include <stdint.h>

/* Changes whenever folding or word cutting may change: the tables built in, the algorithms, the ICU
 * at run time. An index remembers it. */
uint64_t text_tables_digest(void);

#endif
