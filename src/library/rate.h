#ifndef ANLIKU_LIBRARY_RATE_H
#define ANLIKU_LIBRARY_RATE_H

#include "library/save.h"
#include "metrics/rating.h"

/* Ratings: one of each person for a case, changed later by that person only. Reviewers and above
 * rate as experts, others as users. Nobody rates a draft, nor a case that is his own. */

enum { RATE_UNSAID = -1 };

typedef struct RateEntry {
    Uuid case_id;
    int score;   /* 0..100, or RATE_UNSAID: as it was */
    int helpful; /* 0, 1, or RATE_UNSAID: as it was */
} RateEntry;

/* Needs the right `comment`. ERR_INVALID when nothing is said, for a score out of range, a draft
 * and what is in the trash; ERR_DENIED for one's own case. */
bool library_rate(Library *library, const RateEntry *entry, SaveResult *result, Error *err);
/* Whether the actor may rate it, with the errors above. */
bool library_may_rate(Library *library, Uuid case_id, Error *err);
/* Whether what the actor says counts as an expert's: by the role. */
bool library_rates_as_expert(const Library *library);
/* What the actor said before; false (and all RATE_UNSAID) when he did not. */
bool library_rating_own(Library *library, Uuid case_id, RateEntry *out);

typedef struct RatingSummary {
    RatingVotes votes;
    double mean;     /* of the library */
    unsigned weight; /* of that mean, in votes */
} RatingSummary;
/* Whole numbers, the same for everybody who sees the case. ERR_NOT_FOUND for others. */
bool library_rating_summary(Library *library, Uuid case_id, RatingSummary *out, Error *err);
/* R; false when nobody gave a number. */
bool library_rating_of(const RatingSummary *summary, double *out);
/* Appends it as a sentence, translated: "87.5 (experts 90, n=1; users 85, n=12), helpful 9 of 11".
 * Nothing when nobody said anything. */
void library_rating_put(const RatingSummary *summary, Buf *out);

#endif
