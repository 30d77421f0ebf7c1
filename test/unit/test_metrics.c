#include "config.h"

#include "unit.h"

#include "base/vec.h"
#include "base/zone.h"
#include "metrics/library_block.h"
#include "metrics/rating.h"

/* METRICS.md C: the library block and the delta rules, with the right values. */

static void expect_near(double got, double want) {
    double off = got > want ? got - want : want - got;
    if (off > 1e-6)
        fail_msg("%f is not %f", got, want);
}

static void counts_change_in_number_and_percent(void **state) {
    (void)state;
    static const struct {
        uint64_t now, before;
        MetricDeltaKind kind;
        double change, percent;
        bool has_percent;
    } cases[] = {
        {9, 6, METRIC_DELTA_RISE, 3, 50, true},
        {5, 7, METRIC_DELTA_FALL, -2, -28.571428571, true},
        {512, 470, METRIC_DELTA_RISE, 42, 8.936170213, true},
        {7, 7, METRIC_DELTA_SAME, 0, 0, false},
        {0, 0, METRIC_DELTA_SAME, 0, 0, false},
        {4, 0, METRIC_DELTA_NEW, 4, 0, false}, /* base 0: "new", no percent */
        {0, 4, METRIC_DELTA_FALL, -4, -100, true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        MetricDelta delta = metrics_delta_count(cases[i].now, cases[i].before);
        assert_int_equal(delta.kind, cases[i].kind);
        assert_int_equal(delta.has_percent, cases[i].has_percent);
        expect_near(delta.change, cases[i].change);
        expect_near(delta.percent, cases[i].percent);
    }
}

static void shares_change_in_points(void **state) {
    (void)state;
    static const struct {
        MetricShare now, before;
        uint64_t least;
        double margin;
        MetricDeltaKind kind;
        double change;
    } cases[] = {
        {{129, 150}, {126, 150}, 1, 0, METRIC_DELTA_RISE, 2}, /* 86.0 % against 84.0 % */
        {{365, 372}, {369, 372}, 1, 0, METRIC_DELTA_FALL, -1.075268817},
        {{1, 2}, {2, 4}, 1, 0, METRIC_DELTA_SAME, 0},
        {{1, 3}, {2, 6}, 1, 0, METRIC_DELTA_SAME, 0},
        {{52, 100}, {50, 100}, 1, 5, METRIC_DELTA_WITHIN, 2},
        {{60, 100}, {50, 100}, 1, 5, METRIC_DELTA_RISE, 10},
        {{3, 4}, {50, 100}, 30, 0, METRIC_DELTA_FEW, 0},
        {{1, 2}, {0, 0}, 1, 0, METRIC_DELTA_UNKNOWN, 0},
        {{0, 0}, {1, 2}, 1, 0, METRIC_DELTA_UNKNOWN, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        MetricDelta delta =
            metrics_delta_share(cases[i].now, cases[i].before, cases[i].least, cases[i].margin);
        assert_int_equal(delta.kind, cases[i].kind);
        assert_false(delta.has_percent);
        expect_near(delta.change, cases[i].change);
    }
}

static void trust_share_counts_verified_of_published(void **state) {
    (void)state;
    expect_near(metrics_share_percent(metrics_trust_share(129, 150)), 86.0);
    assert_true(metrics_share_is_known(metrics_trust_share(0, 3)));
    expect_near(metrics_share_percent(metrics_trust_share(0, 3)), 0);
    assert_false(metrics_share_is_known(metrics_trust_share(0, 0)));
}

static void completeness_is_a_mean(void **state) {
    (void)state;
    assert_int_equal(metrics_completeness_mean(0, 0), -1);
    assert_int_equal(metrics_completeness_mean(0, 5), 0);
    assert_int_equal(metrics_completeness_mean(250, 4), 63); /* 62.5 */
    assert_int_equal(metrics_completeness_mean(300, 3), 100);
    assert_int_equal(metrics_completeness_mean(99999, 1000), 99); /* one case is not complete */
    assert_int_equal(metrics_completeness_mean(UINT64_C(100) << 40, UINT64_C(1) << 40), 100);
}

/* S1-15: R = (E + U) / 2, 90 and 85 are 87.5; U is shrunk toward the library's mean. */
static void ratings_shrink_what_few_users_say(void **state) {
    (void)state;
    static const struct {
        RatingVotes votes;
        double mean;
        unsigned weight;
        double rating;
    } cases[] = {
        {{.experts = 1, .expert_sum = 90, .users = 1, .user_sum = 85}, 70, 0, 87.5},
        {{.experts = 1, .expert_sum = 90, .users = 5, .user_sum = 425}, 70, 5, 83.75},
        {{.experts = 2, .expert_sum = 170, .users = 0}, 70, 5, 77.5}, /* no user: U = m */
        {{.experts = 2, .expert_sum = 170, .users = 0}, 70, 0, 85},
        {{.users = 1, .user_sum = 100}, 70, 5, 75}, /* no expert: R = U */
        {{.users = 1, .user_sum = 100}, 70, 0, 100},
        {{.users = 1000, .user_sum = 100000}, 70, 5, 99.850746268},
    };
    double rating;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_true(metrics_rating(&cases[i].votes, cases[i].mean, cases[i].weight, &rating));
        expect_near(rating, cases[i].rating);
    }
    assert_false(metrics_rating(&(RatingVotes){.helpful = 3}, 70, 5, &rating));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratings_shrink_what_few_users_say),
        cmocka_unit_test(counts_change_in_number_and_percent),
        cmocka_unit_test(shares_change_in_points),
        cmocka_unit_test(trust_share_counts_verified_of_published),
        cmocka_unit_test(completeness_is_a_mean),
    };
    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
