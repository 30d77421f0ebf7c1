#ifndef ANLIKU_SEARCH_QUANTITY_H
#define ANLIKU_SEARCH_QUANTITY_H

#include "base/number.h"

/* Numbers as people write them in a query: 30, 三十, 一百二十, 二〇二六; 100万, 1.5亿, 20k, 80%.
 * All texts are folded. */

/* Takes a whole number off the beginning of *rest: ASCII digits, or Chinese numerals. False (and
 * nothing taken) when there is none, or it does not fit. */
bool quantity_take(Str *rest, int64_t *out);
/* The whole of text: a decimal number or Chinese numerals, and a unit behind it. A per cent sign
 * and 元 count as nothing. False also when the result does not fit. */
bool quantity_parse(Str text, Decimal *out);

#endif
