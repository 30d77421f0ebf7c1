#ifndef ANLIKU_RECORD_MONEY_H
#define ANLIKU_RECORD_MONEY_H

#include "record/value.h"

/* Sums of money in the outcomes of a case. Currencies are not converted into each other. */

/* Whether the unit is of money, in any of the usual signs, codes and words ("元", "万元/年",
 * "thousand USD"); *factor is how many whole units of the currency one of it is (10,000; 1,000). */
bool money_unit(Str unit, int64_t *factor);

/* The largest sum that the outcomes name, before or after, in whole units of its currency, rounded
 * down; *out is INT64_MAX / 2 at most. False when they name none. */
bool case_amount(const Record *record, int64_t *out);

#endif
