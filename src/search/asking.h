#ifndef ANLIKU_SEARCH_ASKING_H
#define ANLIKU_SEARCH_ASKING_H

#include "search/rank.h"

/* Chinese words that only ask (怎么办, 如何, 是什么): 客户流失怎么办 is about 客户流失. Hardly any
 * case holds them, so that counting them makes them weigh most. English ones (how, what) were tried
 * too: judged questions gained as much as fragments with a typing error lost. */

/* Lets the words of the query that are not quoted count less in the score. */
void asking_lower(const Query *query, Ranking *ranking);

#endif
