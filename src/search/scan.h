#ifndef ANLIKU_SEARCH_SCAN_H
#define ANLIKU_SEARCH_SCAN_H

#include "search/match.h"
#include "search/visible.h"

/* The plain scan: what a query means, said over the record itself without any index. The property
 * tests hold the engine to it, and check --deep may. */

/* Whether the case matches the query (first tier) and may be seen. today: as in QueryOptions. */
bool scan_matches(const Query *query, const Record *record, const SearchVisible *visible,
                  int32_t today);

#endif
