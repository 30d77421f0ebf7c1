#ifndef ANLIKU_SEARCH_MATCH_H
#define ANLIKU_SEARCH_MATCH_H

#include "search/query.h"
#include "store/read.h"

/* Whether a unit of a query stands in a text: the rule that the index is held to. A run stands
 * where its letters stand; a spaced run begins and ends at a word's borders (the last one of a
 * prefix unit only begins there); runs of one unit follow each other with nothing but blanks and
 * punctuation between. All texts are folded. */

/* The first place at or after `from` (bytes); false when there is none. */
bool match_find(Str folded, const QueryNode *unit, size_t from, size_t *begin, size_t *end);

/* The folded parts of one document. {0} is empty; reusable. */
typedef struct FoldedCase {
    Buf canonical, text;
    SearchParts parts;
    size_t *ends; /* of each part in text */
    size_t ends_cap;
    bool open; /* read, but not folded yet */
} FoldedCase;

/* Reads the case that the log row `document` holds. */
bool folded_case_load(FoldedCase *folded, StoreRead *read, uint32_t document, Error *err);
/* The same from canonical bytes, which must outlive it. */
void folded_case_set(FoldedCase *folded, Str canonical);
void folded_case_free(FoldedCase *folded);
Str folded_case_part(const FoldedCase *folded, size_t part);

/* Whether the unit stands in one of the parts (of its field, when it has one). */
bool match_case(const FoldedCase *folded, const QueryNode *unit);

/* The same for those who look at many cases: folds only what cannot be told without. Nothing but
 * match_open_case is right for a case that was read so. */
bool folded_case_open(FoldedCase *folded, StoreRead *read, uint32_t document, Error *err);
bool match_open_case(FoldedCase *folded, const QueryNode *unit);

#endif
