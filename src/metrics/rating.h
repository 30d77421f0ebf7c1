#ifndef ANLIKU_METRICS_RATING_H
#define ANLIKU_METRICS_RATING_H

#include <stdbool.h>
#include <stdint.h>

/* The rating of a case (METRICS.md S1-15): R = (E + U) / 2 of what experts and users gave, 0..100.
 * E is the experts' mean as it is. U is shrunk, so that a few votes do not carry a case far: the
 * users' mean counts for its n votes, the library's mean m for `weight` votes beside them,
 *   U = (sum of the users + weight * m) / (n + weight).
 * With no user's vote that is m, which keeps one expert's 100 from being the best of the library;
 * with no expert's vote R = U. weight 0 is the article's formula, (90 + 85) / 2 = 87.5; then a
 * group without votes is left out. */

typedef struct RatingVotes {
    uint64_t experts, users; /* who gave a number */
    uint64_t expert_sum, user_sum;
    uint64_t helpful, unhelpful; /* of all who said so */
} RatingVotes;

/* False when nobody gave a number. mean: of all numbers given in the library. */
bool metrics_rating(const RatingVotes *votes, double mean, unsigned weight, double *out);
/* U as it counts in R; the votes hold at least one number. False: it is left out. */
bool metrics_rating_users(const RatingVotes *votes, double mean, unsigned weight, double *out);

#endif
