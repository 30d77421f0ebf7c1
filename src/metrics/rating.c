#include "config.h"

#include "metrics/rating.h"

bool metrics_rating_users(const RatingVotes *votes, double mean, unsigned weight, double *out) {
    double n = (double)votes->users + weight;
    if (n <= 0)
        return false;
    *out = ((double)votes->user_sum + weight * mean) / n;
    return true;
}

bool metrics_rating(const RatingVotes *votes, double mean, unsigned weight, double *out) {
    double users = 0;
    if (!votes->experts && !votes->users)
        return false;
    bool counts = metrics_rating_users(votes, mean, weight, &users);
    if (!votes->experts) {
        *out = users;
        return true;
    }
    double experts = (double)votes->expert_sum / (double)votes->experts;
    *out = counts ? (experts + users) / 2 : experts;
    return true;
}
