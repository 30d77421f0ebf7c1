#ifndef ANLIKU_LIBRARY_ALIKE_H
#define ANLIKU_LIBRARY_ALIKE_H

#include "base/arena.h"
#include "library/library.h"

/* Cases that a new one may be again, while its title and customer are being typed. */

enum { ALIKE_MOST = 3 };

typedef struct AlikeCase {
    Uuid id;
    Str number, title, customer;
    double likeness; /* of the titles, 0..1: the share of pairs of neighbouring characters that both
                        have; at most .7 by what the shorter one has in common */
    bool same_customer;
} AlikeCase;

typedef struct AlikeCases {
    AlikeCase items[ALIKE_MOST]; /* most alike first */
    size_t len;
    Arena arena;
} AlikeCases;

/* Titles count from ALIKE_LIKENESS on, those of the same customer's from ALIKE_CUSTOMER on. self:
 * the case that is being written, which is no other; nil: it is nowhere yet. Nothing for a title of
 * fewer than four characters. cancelled (may be NULL) is asked every few ms: ERR_CANCELLED. *out is
 * freed with library_alike_free, also after an error. */
#define ALIKE_LIKENESS .6
#define ALIKE_CUSTOMER .35
bool library_alike(Library *library, Str title, Str customer, Uuid self,
                   bool (*cancelled)(void *context), void *context, AlikeCases *out, Error *err);
void library_alike_free(AlikeCases *cases);

/* The likeness of two titles, folded or not. */
double alike_titles(Str a, Str b);

#endif
