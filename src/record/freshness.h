#ifndef ANLIKU_RECORD_FRESHNESS_H
#define ANLIKU_RECORD_FRESHNESS_H

#include "record/value.h"

/* How much of a case's weight is left since it was checked last: I * 2^(-T/H) (importance I of 0 to
 * 10, T days, half-life of H days). The review queue is ordered by what was lost, I - I * 2^(-T/H),
 * the most first: by what is left alone, the least important cases would always come first. */

double freshness_value(double importance, double days, double half_life);

typedef struct Freshness {
    int importance, half_life;
    bool own_importance, own_half_life; /* the case says so; else they are the team's */
    int32_t
        since; /* the day of the last verification, else of the publication, else of its making */
    int days;  /* from then to today, at least 0 */
    double value, lost;
} Freshness;

/* record: a whole case or a list row. today: date in the library's zone. */
Freshness case_freshness(const Record *record, int usual_importance, int usual_half_life,
                         int32_t today);

#endif
