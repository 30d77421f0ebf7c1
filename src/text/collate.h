#ifndef ANLIKU_TEXT_COLLATE_H
#define ANLIKU_TEXT_COLLATE_H

#include "base/buf.h"
#include "base/str.h"

/* The order of names: Latin without regard to case, then Chinese by pinyin; numbers by
 * value. Opened on first use,
 * one a thread. */
typedef struct TextCollator TextCollator;

/* Never NULL. */
TextCollator *text_collator_new(void);
void text_collator_free(TextCollator *collator);
/* Appends a sort key: keys compare as bytes (memcmp, a prefix first). It depends on the ICU
 * version, so it is never stored. */
void text_collator_key(TextCollator *collator, Str text, Buf *out);
/* <0, 0, >0; slower than comparing keys when many names are sorted. */
int text_collator_compare(TextCollator *collator, Str a, Str b);

#endif
