#include "config.h"

#include "unit.h"

#include "base/vec.h"
#include "base/zone.h"
#include "metrics/library_block.h"
#include "metrics/rating.h"
#include "metrics/screening.h"

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

/* S1-14: S = sum of w x with every x scaled to 0..100. */
static void screening_adds_up_weighed_inputs(void **state) {
    (void)state;
    const double weights[SCREEN_INPUTS] = {.3, .2, .15, .2, .15};
    static const struct {
        double values[SCREEN_INPUTS]; /* satisfaction, size, months, innovation, spread */
        bool known;
        double score, present;
    } cases[] = {
        /* 27 + 12 + 7.5 + 15 + 6: the case of DATA.md with 18 of 36 months */
        {{90, 60, 50, 75, 40}, true, 67.5, 1},
        {{100, 100, 100, 100, 100}, true, 100, 1},
        {{0, 0, 0, 0, 0}, true, 0, 1},
        {{90, 60, 50, 75, -1}, true, 72.352941176, .85}, /* 61.5 / .85 */
        {{90, 60, -1, -1, -1}, true, 78, .5},            /* (27 + 12) / .5: half is enough */
        {{-1, 60, 50, -1, -1}, false, 0, .35},
        {{-1, -1, -1, -1, -1}, false, 0, 0},
        {{900, 60, 50, 75, 40}, true, 70.5, 1}, /* nothing counts for more than 100 */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ScreenScore score;
        double sum = 0;
        assert_int_equal(metrics_screen(cases[i].values, weights, &score), cases[i].known);
        expect_near(score.known, cases[i].present);
        if (!cases[i].known)
            continue;
        expect_near(score.score, cases[i].score);
        for (int j = 0; j < SCREEN_INPUTS; j++)
            sum += score.parts[j];
        expect_near(sum, cases[i].score);
    }
}

static void inputs_of_screening_are_scaled(void **state) {
    (void)state;
    static const double amounts[] = {10, 20, 20, 30, 1000000};
    expect_near(metrics_screen_months(18, 36), 50);
    expect_near(metrics_screen_months(120, 36), 100);
    expect_near(metrics_screen_months(0, 36), 0);
    expect_near(metrics_screen_contacts(0), 0);
    expect_near(metrics_screen_contacts(100), 100);
    expect_near(metrics_screen_contacts(1000), 100);
    expect_near(metrics_screen_contacts(10), 51.957370719); /* 100 ln 11 / ln 101 */
    expect_near(metrics_screen_people(1), 0);
    expect_near(metrics_screen_people(100), 50);
    expect_near(metrics_screen_people(1000000), 100);
    expect_near(metrics_screen_marks(1), 0);
    expect_near(metrics_screen_marks(4), 75);
    expect_near(metrics_screen_place(10, amounts, 5), 10); /* in the middle of its own place */
    expect_near(metrics_screen_place(20, amounts, 5), 40);
    expect_near(metrics_screen_place(1000000, amounts, 5), 90); /* a million more changes nothing */
    expect_near(metrics_screen_place(25, amounts, 5), 60);
    expect_near(metrics_screen_place(10, amounts, 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ratings_shrink_what_few_users_say),
        cmocka_unit_test(screening_adds_up_weighed_inputs),
        cmocka_unit_test(inputs_of_screening_are_scaled),
        cmocka_unit_test(counts_change_in_number_and_percent),
        cmocka_unit_test(shares_change_in_points),
        cmocka_unit_test(trust_share_counts_verified_of_published),
        cmocka_unit_test(completeness_is_a_mean),
    };
    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
