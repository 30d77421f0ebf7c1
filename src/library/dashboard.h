#ifndef ANLIKU_LIBRARY_DASHBOARD_H
#define ANLIKU_LIBRARY_DASHBOARD_H

#include "base/zone.h"
#include "library/library.h"
#include "record/state.h"

/* The library block of the weekly page (METRICS.md C): whole counts, the same for everybody, of all
 * cases that are not in the trash; or of the hits of a query that the actor sees. */

enum { DASHBOARD_WEEKS = 8, DASHBOARD_INDUSTRIES = 12 };

typedef struct DashboardIndustry {
    char name[96];
    uint64_t count;
} DashboardIndustry;

typedef struct Dashboard {
    ZoneWeek week; /* shown; the others are the ones before it */
    int32_t as_of; /* the day for which due and stale are computed */
    uint64_t total;
    uint64_t by_state[CASE_STATES];
    uint64_t by_trust[CASE_TRUSTS]; /* of the published ones; their sum is by_state[PUBLISHED] */
    DashboardIndustry industries[DASHBOARD_INDUSTRIES]; /* most cases first; "" = none given */
    size_t industry_count;
    uint64_t other_industries; /* cases of industries that are not listed */
    uint64_t
        made[DASHBOARD_WEEKS]; /* created in the week; [0] = the shown one, [1] the one before */
    uint64_t published[DASHBOARD_WEEKS]; /* published in the week */
    uint64_t waiting;                    /* submitted or in review now */
    uint64_t waiting_long;               /* of these, unchanged for more than 5 days */
    uint64_t due, stale;                 /* published, to be verified again */
    int completeness; /* mean share of required fields that are filled, percent; -1: no case */
    uint64_t version; /* library_version of the snapshot */
} Dashboard;

/* query empty: the whole library. */
bool library_dashboard(Library *library, Str query, ZoneWeek week, Dashboard *out, Error *err);
/* The two histories alone: cheaper. */
bool library_weeks(Library *library, Str query, ZoneWeek week, uint64_t made[DASHBOARD_WEEKS],
                   uint64_t published[DASHBOARD_WEEKS], Error *err);
/* The week of today in the library's zone. */
ZoneWeek library_this_week(void);

#endif
