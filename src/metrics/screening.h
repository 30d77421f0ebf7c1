#ifndef ANLIKU_METRICS_SCREENING_H
#define ANLIKU_METRICS_SCREENING_H

#include "conf/weights.h"

#include <stddef.h>

/* Screening (METRICS.md S1-14): S = sum of w x, every x scaled to 0..100, so that S is too. What is
 * not known is left out and the weights of the rest are raised to 1 (as health does), as long as
 * what is known weighs at least half; below that there is no S. */

#define SCREEN_UNKNOWN      (-1.0)
#define SCREEN_LEAST_WEIGHT .5

typedef struct ScreenScore {
    double score; /* 0..100 */
    double known; /* the weight of what is known, 0..1 */
    double
        parts[SCREEN_INPUTS]; /* w x of each, with the raised weights: they add up to the score */
} ScreenScore;

/* values: 0..100 or SCREEN_UNKNOWN. False (out->known is set all the same) when too little is
 * known. */
bool metrics_screen(const double values[SCREEN_INPUTS], const double weights[SCREEN_INPUTS],
                    ScreenScore *out);

/* ---- how inputs are scaled to 0..100 ---- */

/* In a straight line up to `full` months, which and whatever is longer is 100. */
double metrics_screen_months(double months, double full);
/* Readings and uses: many more do not count as many more. 100 ln(1 + n) / ln(1 + 100), so that 0 is
 * 0, 10 is 52, 100 and beyond are 100. */
double metrics_screen_contacts(double contacts);
/* People of a company, by their order of magnitude: 100 log10(n) / 4: 1 is 0, 100 is 50, 10,000 and
 * beyond are 100. */
double metrics_screen_people(double people);
/* Revenue: the middle place among all sorted amounts (ascending), in hundredths: no single large
 * customer moves the others. */
double metrics_screen_place(double amount, const double *sorted, size_t count);
/* The mean of marks 1..5. */
double metrics_screen_marks(double mean);

#endif
