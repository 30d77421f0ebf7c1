#ifndef ANLIKU_LIBRARY_OUTCOME_H
#define ANLIKU_LIBRARY_OUTCOME_H

#include "base/buf.h"
#include "record/value.h"

#include <stdbool.h>

/* A measured change of a case (a row of CASE_OUTCOMES) as people read it. */

/* After minus before, exactly; false when one of them is missing or the difference is too large. */
bool outcome_change(const Value *row, Decimal *out);
/* The change in hundredths of what was before, rounded to a tenth; false when there is no change,
 * or nothing was before (0). */
bool outcome_change_percent(const Value *row, double *out);
/* The cells of an outcome; nothing is appended for what is missing. */
void outcome_put_metric(const Value *row, Buf *out); /* the name that people use */
void outcome_put_before(const Value *row, Buf *out);
void outcome_put_after(const Value *row, Buf *out);
/* " point" or " points", behind a change of per cents. */
void outcome_put_points(Decimal change, Buf *out);
/* "+9 points, +12.7%" of rates, "-33 days, -78.6%" of others. */
void outcome_put_change(const Value *row, Buf *out);
/* "Renewal rate 71% -> 80% (+9 points, +12.7%)". */
void outcome_put(const Value *row, Buf *out);

#endif
