#ifndef ANLIKU_LIBRARY_EXAMPLES_H
#define ANLIKU_LIBRARY_EXAMPLES_H

#include <stdbool.h>
#include <stddef.h>

/* The query language by example: the screen's help and anliku-query(7) show these rows, and a test
 * asks each of them of the demo library. */

typedef struct QueryExample {
    const char *heading;           /* message id; NULL: as the row before */
    const char *english, *chinese; /* the same question in both languages */
    const char *says;              /* message id: what it finds */
    bool finds;                    /* something in the demo library */
} QueryExample;

/* NULL behind the last one. Static. */
const QueryExample *query_example(size_t index);
/* The query in the language of the process. */
const char *query_example_text(const QueryExample *example);

#endif
