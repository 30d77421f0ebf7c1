#include "config.h"

#include "unit.h"

#include "base/clock.h"
#include "base/vec.h"
#include "library/people.h"
#include "library/rate.h"
#include "library/row.h"
#include "library/save.h"
#include "library/settings.h"

#include <unistd.h>

/* What makes a case trusted: ratings. A library with an admin (root), an editor
 * (wang), two reviewers (li, qian), two reps (sun, zhou) and a reader (du). */
typedef struct Fixture {
    char dir[64], path[80];
} Fixture;

static Library *open_as(const Fixture *f, const char *login) {
    Library *library;
    Error err;
    assert_true(library_open(f->path, login, false, &library, &err));
    return library;
}

static int set_up(void **state) {
    Fixture *f = mem_zalloc(sizeof *f);
    Error err;
    SaveResult result;
    LibraryInit init = {.zone = "Asia/Shanghai", .login = "root"};
    static const struct {
        const char *login, *role;
    } people[] = {{"wang", "editor"}, {"li", "reviewer"}, {"qian", "reviewer"},
                  {"sun", "rep"},     {"zhou", "rep"},    {"du", "reader"}};
    strcpy(f->dir, "/tmp/anliku-trust-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    snprintf(f->path, sizeof f->path, "%s/lib", f->dir);
    clock_freeze(1795136400000); /* 2026-11-20T01:00:00Z */
    assert_true(library_init(f->path, &init, NULL, &err));
    Library *root = open_as(f, "root");
    assert_true(library_team_set(root, STR("华东"), STR(""), STR(""), &result, &err));
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        UserChange change = {str_of(people[i].login), STR(""), str_of(people[i].role), STR("华东"),
                             -1};
        assert_true(library_user_set(root, &change, &result, &err));
    }
    library_close(root);
    *state = f;
    return 0;
}

static int tear_down(void **state) {
    Fixture *f = *state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", f->dir);
    assert_int_equal(system(command), 0);
    free(f);
    return 0;
}

static Record *make_case(Library *library, const char *title) {
    static const char *const section =
        "在校生用户多，首月完课率低，续费集中在学期末，客服人数不能再增加，需要分层提醒，共有 12 "
        "个班级参加。";
    Record *record = library_new_record(library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, STR("晨光在线教育"));
    for (int field = CASE_BACKGROUND; field <= CASE_FEEDBACK; field++)
        if (record->entity->fields[field].flags & FIELD_SECTION)
            record_set_text(record, field, str_of(section));
    record_set_text(record, CASE_CATEGORY, STR("客户成功/续约"));
    record_set_text(record, CASE_INDUSTRY, STR("教育"));
    Value row[OUTCOME_FIELDS] = {0};
    row[OUTCOME_METRIC] = value_text(STR("续费率"));
    row[OUTCOME_AFTER] = (Value){.kind = VALUE_DECIMAL, .decimal = {80, 0}};
    row[OUTCOME_EVIDENCE] = value_text(STR("台账"));
    Value rows = {.kind = VALUE_ROW, .list = {row, OUTCOME_FIELDS}};
    record_set(record, CASE_OUTCOMES, value_list(&rows, 1));
    return record;
}

static void expect_ok(bool ok, const Error *err) {
    Buf text = {0};
    if (!ok) {
        error_render(err, &text);
        fprintf(stderr, "# %s\n", buf_text(&text));
    }
    buf_free(&text);
    assert_true(ok);
}

static Uuid save_case(const Fixture *f, const char *title) {
    SaveResult result;
    Error err;
    Library *wang = open_as(f, "wang");
    Record *record = make_case(wang, title);
    expect_ok(library_save(wang, record, 0, STR(""), NULL, &result, &err), &err);
    record_free(record);
    library_close(wang);
    return result.id;
}

static void move_as(const Fixture *f, const char *login, Uuid id, const char *verb) {
    SaveResult result;
    Error err;
    Library *library = open_as(f, login);
    const Move *move = case_move_find(str_of(verb));
    expect_ok(library_move(library, id, move, STR(""), NULL, &result, &err), &err);
    library_close(library);
}

static void publish(const Fixture *f, Uuid id) {
    move_as(f, "wang", id, "submit");
    move_as(f, "li", id, "review");
    move_as(f, "li", id, "publish");
}

/* ---- ratings ---- */

static bool rate_as(const Fixture *f, const char *login, Uuid id, int score, int helpful,
                    Error *err) {
    SaveResult result;
    RateEntry entry = {id, score, helpful};
    Library *library = open_as(f, login);
    bool ok = library_rate(library, &entry, &result, err);
    library_close(library);
    return ok;
}

static void expect_rating(const Fixture *f, Uuid id, const char *sentence) {
    RatingSummary summary;
    Error err;
    Buf text = {0};
    Library *library = open_as(f, "du");
    expect_ok(library_rating_summary(library, id, &summary, &err), &err);
    library_rating_put(&summary, &text);
    assert_string_equal(buf_text(&text), sentence);
    buf_free(&text);
    library_close(library);
}

static void set_option(const Fixture *f, OptionId id, const char *value) {
    Error err;
    Library *root = open_as(f, "root");
    expect_ok(library_option_set(root, id, str_of(value), true, &err), &err);
    library_close(root);
}

static void a_rating_is_the_mean_of_experts_and_users(void **state) {
    Fixture *f = *state;
    Error err;
    Uuid id = save_case(f, "续费率提升"), other = save_case(f, "另一个案例");
    publish(f, id);
    publish(f, other);
    expect_rating(f, id, "");
    set_option(f, OPTION_RATING_WEIGHT, "0");
    assert_true(rate_as(f, "li", id, 90, RATE_UNSAID, &err));
    expect_rating(f, id, "90 (experts 90, n=1)");
    assert_true(rate_as(f, "sun", id, 85, 1, &err));
    expect_rating(f, id, "87.5 (experts 90, n=1; users 85, n=1), helpful: 1 of 1"); /* S1-15 */
    /* With the library's mean for 5 votes: m = (90 + 85 + 35) / 3 = 70, U = (85 + 350) / 6 = 72.5,
     * R = (90 + 72.5) / 2 = 81.25. */
    set_option(f, OPTION_RATING_WEIGHT, "5");
    assert_true(rate_as(f, "zhou", other, 35, 0, &err));
    expect_rating(f, id, "81.2 (experts 90, n=1; users 85, n=1), helpful: 1 of 1");
    /* Only users: (35 + 350) / 6 = 64.17. */
    expect_rating(f, other, "64.2 (users 35, n=1), helpful: 0 of 1");
}

static void a_person_rates_a_case_once_and_may_change_it(void **state) {
    Fixture *f = *state;
    Error err;
    RateEntry own;
    Uuid id = save_case(f, "续费率提升");
    publish(f, id);
    set_option(f, OPTION_RATING_WEIGHT, "0");
    assert_true(rate_as(f, "sun", id, 20, RATE_UNSAID, &err));
    assert_true(rate_as(f, "sun", id, 60, 1, &err));
    assert_true(rate_as(f, "sun", id, RATE_UNSAID, 0, &err)); /* the number stays */
    expect_rating(f, id, "60 (users 60, n=1), helpful: 0 of 1");
    assert_true(rate_as(f, "zhou", id, RATE_UNSAID, 1, &err));
    expect_rating(f, id, "60 (users 60, n=1), helpful: 1 of 2");
    Library *sun = open_as(f, "sun");
    assert_true(library_rating_own(sun, id, &own));
    assert_int_equal(own.score, 60);
    assert_int_equal(own.helpful, 0);
    library_close(sun);
    Library *li = open_as(f, "li");
    assert_false(library_rating_own(li, id, &own));
    library_close(li);
    /* The library's mean counts each number once: 60, not (20 + 60) / 2. */
    set_option(f, OPTION_RATING_WEIGHT, "1");
    assert_true(rate_as(f, "li", id, 80, RATE_UNSAID, &err)); /* m = 70; U = (60 + 70) / 2 = 65 */
    expect_rating(f, id, "72.5 (experts 80, n=1; users 60, n=1), helpful: 1 of 2");
}

static void ratings_are_refused_with_a_reason(void **state) {
    Fixture *f = *state;
    Error err;
    Uuid id = save_case(f, "续费率提升");
    assert_false(rate_as(f, "li", id, 80, RATE_UNSAID, &err)); /* a draft of his team */
    assert_int_equal(err.code, ERR_INVALID);
    assert_non_null(strstr(err.message, "draft"));
    assert_false(rate_as(f, "sun", id, 80, RATE_UNSAID, &err)); /* which a rep does not see */
    assert_int_equal(err.code, ERR_NOT_FOUND);
    publish(f, id);
    static const struct {
        const char *login;
        int score, helpful;
        ErrorCode code;
        const char *says;
    } refused[] = {
        {"du", 80, RATE_UNSAID, ERR_DENIED, "needs"},
        {"wang", 80, RATE_UNSAID, ERR_DENIED, "author or owner"},
        {"sun", 101, RATE_UNSAID, ERR_INVALID, "0 to 100"},
        {"sun", -2, 1, ERR_INVALID, "0 to 100"},
        {"sun", RATE_UNSAID, RATE_UNSAID, ERR_INVALID, "say a number"},
    };
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        Buf text = {0};
        assert_false(rate_as(f, refused[i].login, id, refused[i].score, refused[i].helpful, &err));
        error_render_message(&err, &text);
        assert_int_equal(err.code, refused[i].code);
        if (!strstr(buf_text(&text), refused[i].says))
            fail_msg("“%s” does not say “%s”", buf_text(&text), refused[i].says);
        buf_free(&text);
    }
    expect_rating(f, id, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TRUST_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TRUST_TEST(a_rating_is_the_mean_of_experts_and_users),
        TRUST_TEST(a_person_rates_a_case_once_and_may_change_it),
        TRUST_TEST(ratings_are_refused_with_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
