#ifndef ANLIKU_SEARCH_FILTER_H
#define ANLIKU_SEARCH_FILTER_H

#include "search/eval.h"

/* The filters of a query (field:value, ranges, states), decided on columns, 64 documents at once.
 */

/* Of the documents `bits` of word `word` (ordinals 64 * word to 64 * word + 63, in one segment)
 * those that the filter lets pass. */
uint64_t filter_word(const Evaluation *eval, uint32_t segment, uint32_t word, uint64_t bits,
                     const QueryNode *node);

/* FILTER_CODES: which codes of the segment's dictionary pass, by code, code 0 for no value; lives
 * in the arena. */
bool *filter_codes(Segment *segment, const QueryFilter *filter, Arena *arena, uint32_t *count);

/* Of the documents of the word those with each trust on the day; together they are `bits`. */
void filter_trust(Segment *segment, uint32_t word, uint64_t bits, int32_t today,
                  uint64_t out[CASE_TRUSTS]);

#endif
