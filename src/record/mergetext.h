#ifndef ANLIKU_RECORD_MERGETEXT_H
#define ANLIKU_RECORD_MERGETEXT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* Three texts of one origin, put together paragraph by paragraph. A paragraph ends at an empty
 * line, after a line that ends a sentence, and before a list item, a heading, a quotation or a row
 * of a table: so a pasted text without empty lines has paragraphs too. */

typedef enum MergeSide {
    MERGE_MINE,
    MERGE_THEIRS,
    MERGE_BASE,
    MERGE_SIDES,
    MERGE_BOTH = MERGE_SIDES /* as a choice: mine, and behind it theirs */
} MergeSide;

/* A run of paragraphs that only one side changed, that both left or changed alike, or that both
 * changed: then it is contested. What both changed side by side is one run. */
typedef struct MergePart {
    bool contested;
    MergeSide from;         /* not contested: whose text stands; MERGE_BASE: nobody changed it */
    Str sides[MERGE_SIDES]; /* point into the three texts; "" where a side has nothing */
} MergePart;

typedef struct MergeParts {
    MergePart *items;
    size_t len, cap;
} MergeParts;

/* The parts in their order; no paragraph of mine or theirs is missing from them, but those that the
 * other side took out and this one left as they were. Texts that differ in more than 4 million
 * pairs of paragraphs are one contested part. The caller frees items with free(). */
void merge_parts(Str base, Str mine, Str theirs, MergeParts *out);
/* How many are contested. */
size_t merge_contested(const MergeParts *parts);
/* The text: of contested parts the side that `choose` names for each of them in turn (count of
 * choices = merge_contested), or `otherwise` when choose is NULL. Paragraphs that were the last
 * ones of their text are parted by an empty line from what follows now. */
void merge_parts_text(const MergeParts *parts, const MergeSide *choose, MergeSide otherwise,
                      Buf *out);

#endif
