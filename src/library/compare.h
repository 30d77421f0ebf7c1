#ifndef ANLIKU_LIBRARY_COMPARE_H
#define ANLIKU_LIBRARY_COMPARE_H

#include "base/arena.h"
#include "library/library.h"

/* Two cases side by side: what each says, field by field, outcome by outcome, section by section.
 */

typedef enum ComparePart { COMPARE_FIELD, COMPARE_OUTCOME, COMPARE_SECTION } ComparePart;

typedef struct CompareRow {
    ComparePart part;
    Str label;   /* translated: the field's, the section's, the metric's name */
    Str text[2]; /* as people read it, "" when the case says nothing; a section is Markdown */
    bool same;   /* both say the same */
} CompareRow;

typedef struct Comparison {
    Uuid id[2];
    Str number[2], title[2];
    CompareRow *rows; /* fields, then outcomes, then sections; those that one of both says */
    size_t len;
    size_t differing; /* rows that are not the same */
    Arena arena;
} Comparison;

/* ERR_NOT_FOUND for a case that the actor may not see, ERR_INVALID for one with itself. *out is
 * freed with library_comparison_free, also after an error. */
bool library_compare(Library *library, Uuid a, Uuid b, Comparison *out, Error *err);
void library_comparison_free(Comparison *comparison);

#endif
