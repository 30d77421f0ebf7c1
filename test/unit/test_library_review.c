#include "config.h"

#include "library_fixture.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"
#include "library/bulk.h"
#include "library/comments.h"
#include "library/import.h"
#include "library/inbox.h"
#include "library/internal.h"
#include "library/offers.h"
#include "library/people.h"
#include "library/resolve.h"
#include "library/review.h"
#include "library/row.h"
#include "library/save.h"
#include "library/settings.h"
#include "library/undo.h"
#include "store/log.h"
#include "text/passage.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The workflow as the library knows it: freshness, queue, comments, Inbox, whoever leaves. */

enum { DAY_S = 86400 };

/* li leads the team. */
static int set_up(void **state) {
    static const Person people[] = {
        {"wang", "editor", "华东", NULL}, {"ma", "editor", "华东", NULL},
        {"li", "reviewer", "华东", NULL}, {"zhou", "reviewer", "华东", NULL},
        {"chen", "rep", "华东", NULL},    {"du", "reader", "华东", NULL}};
    SaveResult result;
    Error err;
    Fixture *f = fixture_new(people, COUNT_OF(people));
    Library *root = open_as(f, "root");
    expect_ok(library_team_set(root, STR("华东"), STR("li"), STR(""), &result, &err), &err);
    library_close(root);
    *state = f;
    return 0;
}

static int add_comment(Library *library, Uuid id, int field, const char *text) {
    CommentNew what = {.case_id = id, .field = field, .body = str_of(text)};
    Error err;
    int number = 0;
    assert_true(library_comment_add(library, &what, &number, NULL, &err));
    return number;
}

/* ---- freshness ---- */

static bool near(double a, double b) {
    return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

/* METRICS.md E11: 10·e^(-2·30) was printed as 0.22; that needs a half-life of 5.4 days. */
static void freshness_halves_in_its_half_life(void **state) {
    (void)state;
    assert_true(near(freshness_value(8, 0, 90), 8));
    assert_true(near(freshness_value(8, 90, 90), 4));
    assert_true(near(freshness_value(8, 270, 90), 1));
    assert_true(near(freshness_value(0, 10, 90), 0));
    assert_true(fabs(freshness_value(10, 30, log(2) / 2) / 8.76e-26 - 1) < .01);
    assert_true(fabs(freshness_value(10, 30, log(2) / .1272) - .22) < .005);
}

static void freshness_takes_what_the_case_does_not_say_from_the_team(void **state) {
    Fixture *f = *state;
    Error err;
    Library *root = open_as(f, "root");
    Record *record = library_new_record(root, ENTITY_CASE);
    record_set_date(record, CASE_VERIFY_LAST, library_today() - 180);
    Freshness fresh = library_freshness(root, record);
    assert_int_equal(fresh.importance, 5);
    assert_int_equal(fresh.half_life, 90);
    assert_int_equal(fresh.days, 180);
    assert_false(fresh.own_importance || fresh.own_half_life);
    assert_true(near(fresh.value, 1.25));
    assert_true(near(fresh.lost, 3.75));
    assert_true(library_option_set(root, OPTION_HALF_LIFE, STR("60"), true, &err));
    assert_true(library_option_set(root, OPTION_IMPORTANCE, STR("8"), true, &err));
    fresh = library_freshness(root, record);
    assert_true(near(fresh.value, 1));
    record_set_int(record, CASE_IMPORTANCE, 10);
    record_set_int(record, CASE_HALF_LIFE, 180);
    fresh = library_freshness(root, record);
    assert_true(fresh.own_importance && fresh.own_half_life);
    assert_true(near(fresh.value, 5));
    Buf text = {0};
    library_freshness_put(&fresh, &text);
    assert_string_equal(buf_text(&text),
                        "5.0 = 10 x 2^(-180/180): importance 10, 180 days since "
                        "2026-05-24, half-life 180 days");
    buf_free(&text);
    assert_false(library_option_set(root, OPTION_HALF_LIFE, STR("0"), true, &err));
    record_free(record);
    library_close(root);
}

/* ---- passages ---- */

/* What a suggestion replaces stands in the text just once, and gives the new text back. */
static void a_change_is_a_passage_that_stands_once(void **state) {
    static const char *const pairs[][2] = {
        {"续费率从 71% 升到 80%。", "续费率从 71% 升到 83%。"},
        {"很好很好很好很好很好很好很好很好很好", "很好很好很好很好很坏很好很好很好很好"},
        {"一个标题", "一个标题：九个百分点"},
        {"多余的话。留下的话。", "留下的话。"},
        {"abcabcabc", "abcabcabcabc"},
        {"", "从无到有"},
        {"👍🏽家庭👨‍👩‍👧", "👍🏽家庭👨‍👩‍👦"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        Str before = str_of(pairs[i][0]), after = str_of(pairs[i][1]), passage, replacement;
        Buf built = {0};
        text_passage(before, after, &passage, &replacement);
        size_t at = passage.len ? str_find(before, passage, 0) : 0;
        assert_true(at != SIZE_MAX);
        assert_true(!passage.len || str_find(before, passage, at + 1) == SIZE_MAX);
        buf_put_str(&built, str_make(before.ptr, at));
        buf_put_str(&built, replacement);
        if (passage.len)
            buf_put_str(&built,
                        str_make(before.ptr + at + passage.len, before.len - at - passage.len));
        assert_true(str_equal(buf_str(&built), after));
        buf_free(&built);
    }
}

/* ---- the queue ---- */

static void expect_queue(Library *library, const char *wanted) {
    ReviewQueue queue = {0};
    Buf titles = {0};
    Error err;
    uint64_t counts[2];
    assert_true(library_review_queue(library, &queue, &err));
    for (size_t i = 0; i < queue.len; i++)
        buf_printf(&titles, "%s%.*s%s", i ? " " : "", STR_ARG(queue.items[i].title),
                   queue.items[i].due ? "!" : "");
    assert_string_equal(buf_text(&titles), wanted);
    for (int due = 0; due < 2; due++)
        assert_true(library_review_count(library, due, &counts[due], &err));
    assert_int_equal(counts[0], queue.submitted);
    assert_int_equal(counts[1], queue.due);
    buf_free(&titles);
    review_queue_free(&queue);
}

static void publish_before(Fixture *f, Uuid id, int64_t days_ago) {
    clock_freeze(FIXTURE_NOW_MS - days_ago * DAY_S * 1000);
    Library *wang = open_as(f, "wang");
    move_case(wang, id, "submit");
    library_close(wang);
    Library *li = open_as(f, "li");
    move_case(li, id, "review");
    move_case(li, id, "publish");
    library_close(li);
    clock_freeze(FIXTURE_NOW_MS);
}

/* The oldest submission first; then what lost most of its weight: importance and age together. */
static void the_queue_is_in_order(void **state) {
    Fixture *f = *state;
    Uuid ids[5];
    Library *wang = open_as(f, "wang");
    static const char *const titles[] = {"重要的案例", "不重要的案例", "老案例甲", "先提交的",
                                         "后提交的"};
    for (size_t i = 0; i < 5; i++)
        ids[i] = add_case(wang, titles[i]);
    set_field(wang, ids[0], CASE_IMPORTANCE, value_int(9));
    set_field(wang, ids[1], CASE_IMPORTANCE, value_int(1));
    set_field(wang, ids[2], CASE_IMPORTANCE, value_int(5));
    for (int i = 0; i < 3; i++)
        set_field(wang, ids[i], CASE_VERIFY_EVERY, value_text(STR("90")));
    library_close(wang);
    publish_before(f, ids[0], 100);
    publish_before(f, ids[1], 300);
    publish_before(f, ids[2], 300);
    wang = open_as(f, "wang");
    clock_freeze(FIXTURE_NOW_MS - 2 * DAY_S * 1000LL);
    move_case(wang, ids[3], "submit");
    clock_freeze(FIXTURE_NOW_MS - DAY_S * 1000LL);
    move_case(wang, ids[4], "submit");
    clock_freeze(FIXTURE_NOW_MS);
    expect_queue(wang, ""); /* an editor reviews nothing */
    library_close(wang);
    Library *li = open_as(f, "li");
    /* lost: 9·(1-2^(-100/90)) = 4.83, 5·(1-2^(-300/90)) = 4.50, 1·(...) = .90 */
    expect_queue(li, "先提交的 后提交的 重要的案例! 老案例甲! 不重要的案例!");
    move_case(li, ids[3], "review");
    expect_queue(li, "先提交的 后提交的 重要的案例! 老案例甲! 不重要的案例!");
    library_close(li);
    Library *zhou = open_as(f, "zhou"); /* what somebody has taken does not wait for others */
    expect_queue(zhou, "后提交的 重要的案例! 老案例甲! 不重要的案例!");
    set_field(zhou, ids[0], CASE_OWNER, value_ref((Uuid){{0}}, STR("zhou")));
    expect_queue(zhou, "后提交的 老案例甲! 不重要的案例!");
    library_close(zhou);
}

/* A queue longer than what is shown begins with what waits longest all the same. */
static void a_long_queue_has_what_waits_longest(void **state) {
    Fixture *f = *state;
    char path[128];
    const char *const paths[] = {path};
    ImportOptions options = {.entity = ENTITY_CASE, .publish = true};
    ImportReport report;
    ReviewQueue queue = {0};
    Buf text = {0};
    Error err;
    enum { CASES = REVIEW_MOST + 50 };
    for (int i = 0; i < CASES; i++)
        buf_printf(&text,
                   "{\"ext_id\":\"%d\",\"title\":\"案例 %d\",\"owner\":\"wang\",\"verify\":"
                   "{\"every_days\":\"90\",\"last\":\"%s\"}}\n",
                   i, i, i == 0 ? "2024-01-01" : "2026-08-01");
    snprintf(path, sizeof path, "%s/many.jsonl", f->dir);
    assert_true(file_write_atomic(path, buf_str(&text), 0600, &err));
    buf_free(&text);
    Library *root = open_as(f, "root");
    assert_true(library_import(root, paths, 1, &options, NULL, NULL, &report, &err));
    assert_int_equal(report.created, CASES);
    library_close(root);
    Library *li = open_as(f, "li");
    assert_true(library_review_queue(li, &queue, &err));
    assert_int_equal(queue.due, REVIEW_MOST);
    assert_int_equal(queue.due_total, CASES);
    assert_true(str_equal(queue.items[0].title, STR("案例 0")));
    review_queue_free(&queue);
    library_close(li);
}

static void the_base_is_what_readers_saw_last(void **state) {
    Fixture *f = *state;
    uint32_t rev;
    Error err;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "改了又改的案例");
    assert_true(library_review_base(wang, id, &rev, &err));
    assert_int_equal(rev, 0);
    library_close(wang);
    publish_before(f, id, 10); /* submit 2, review 3, publish 4 */
    wang = open_as(f, "wang");
    assert_true(library_review_base(wang, id, &rev, &err));
    assert_int_equal(rev, 4);
    set_field(wang, id, CASE_SUMMARY, value_text(STR("一句话")));
    assert_true(library_review_base(wang, id, &rev, &err)); /* published: the last check */
    assert_int_equal(rev, 4);
    move_case(wang, id, "revise"); /* 6 */
    set_field(wang, id, CASE_SUMMARY, value_text(STR("另一句话")));
    move_case(wang, id, "submit");
    assert_true(library_review_base(wang, id, &rev, &err));
    assert_int_equal(rev, 5); /* the last one that was published */
    library_close(wang);
}

/* What was taken back is no check any more; done again it is one. */
static void a_check_that_was_taken_back_is_no_base(void **state) {
    Fixture *f = *state;
    uint32_t rev;
    Error err;
    SaveResult result;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "核实又撤销的案例");
    library_close(wang);
    publish_before(f, id, 400); /* submit 2, review 3, publish 4 */
    wang = open_as(f, "wang");
    set_field(wang, id, CASE_SUMMARY, value_text(STR("一句话"))); /* 5 */
    library_close(wang);
    Library *li = open_as(f, "li");
    move_case(li, id, "verify"); /* 6 */
    assert_true(library_review_base(li, id, &rev, &err));
    assert_int_equal(rev, 6);
    assert_true(library_undo_change(li, ENTITY_CASE, id, 6, 6, &result, &err)); /* 7 */
    assert_true(library_review_base(li, id, &rev, &err));
    assert_int_equal(rev, 4);
    assert_true(library_undo_change(li, ENTITY_CASE, id, 7, 7, &result, &err)); /* again: 8 */
    assert_true(library_review_base(li, id, &rev, &err));
    assert_int_equal(rev, 6);
    library_close(li);
}

/* ---- approving ---- */

static void nothing_is_approved_that_was_not_read(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Issues issues = {0};
    Error err;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "要看过才能发布");
    move_case(wang, id, "submit");
    uint32_t seen = rev_of(wang, id);
    set_field(wang, id, CASE_SUMMARY, value_text(STR("偷偷改了")));
    library_close(wang);
    Library *li = open_as(f, "li");
    assert_false(library_review_approve(li, id, seen, &issues, &result, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_int_equal(rev_of(li, id), seen + 1); /* nothing was done, not even taken */
    assert_true(library_review_approve(li, id, seen + 1, &issues, &result, &err));
    assert_int_equal(result.rev, seen + 3); /* taken into review, published */
    assert_int_equal(issues.len, 0);
    library_close(li);
}

static void what_is_missing_keeps_it_submitted(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Issues issues = {0};
    Error err;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "缺了行业的案例");
    set_field(wang, id, CASE_INDUSTRY, (Value){0});
    move_case(wang, id, "submit");
    library_close(wang);
    Library *li = open_as(f, "li");
    assert_false(library_review_approve(li, id, rev_of(li, id), &issues, &result, &err));
    assert_int_equal(issues.len, 1);
    assert_int_equal(issues.items[0].field, CASE_INDUSTRY);
    LibraryRow row;
    assert_true(library_row(li, ENTITY_CASE, id, &row, &err));
    assert_int_equal(case_state(row.record), STATE_SUBMITTED);
    library_row_free(&row);
    issues_free(&issues);
    library_close(li);
    wang = open_as(f, "wang");
    assert_false(library_review_approve(wang, id, 0, NULL, &result, &err));
    assert_int_equal(err.code, ERR_DENIED);
    library_close(wang);
}

/* Nor does a consent that was taken back meanwhile leave it half done. */
static void what_may_not_be_public_stays_submitted(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Error err;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "客户收回了授权");
    set_field(wang, id, CASE_AUDIENCE, value_text(STR("public")));
    set_field(wang, id, CASE_CONSENT_SCOPE, value_text(STR("named")));
    set_field(wang, id, CASE_CONSENT_EXPIRES, value_date(library_today() - 1));
    move_case(wang, id, "submit");
    uint32_t rev = rev_of(wang, id);
    library_close(wang);
    Library *li = open_as(f, "li");
    assert_false(library_review_approve(li, id, rev, NULL, &result, &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_string_equal(err.field, "audience");
    assert_int_equal(rev_of(li, id), rev);
    library_close(li);
}

/* ---- every move, in every state, for everybody ---- */

/* The least role that may make a move in a state; -1: nobody. DATA.md D, "States". */
static int least_role(CaseState state, const char *verb) {
    static const struct {
        CaseState state;
        const char *verb;
        UserRole least;
    } allowed[] = {
        {STATE_DRAFT, "submit", ROLE_EDITOR},        {STATE_DRAFT, "archive", ROLE_REVIEWER},
        {STATE_SUBMITTED, "review", ROLE_REVIEWER},  {STATE_SUBMITTED, "return", ROLE_REVIEWER},
        {STATE_SUBMITTED, "revise", ROLE_EDITOR},    {STATE_IN_REVIEW, "return", ROLE_REVIEWER},
        {STATE_IN_REVIEW, "publish", ROLE_REVIEWER}, {STATE_PUBLISHED, "verify", ROLE_REVIEWER},
        {STATE_PUBLISHED, "revise", ROLE_EDITOR},    {STATE_PUBLISHED, "archive", ROLE_REVIEWER},
        {STATE_ARCHIVED, "unarchive", ROLE_REVIEWER}};
    for (size_t i = 0; i < COUNT_OF(allowed); i++)
        if (allowed[i].state == state && strcmp(allowed[i].verb, verb) == 0)
            return (int)allowed[i].least;
    return -1;
}

/* Nobody says of his own words that they are good. */
static bool is_for_others(const char *verb) {
    return strcmp(verb, "review") == 0 || strcmp(verb, "publish") == 0 ||
           strcmp(verb, "verify") == 0;
}

static const char *const ways[CASE_STATES][4] = {
    [STATE_DRAFT] = {NULL},
    [STATE_SUBMITTED] = {"submit"},
    [STATE_IN_REVIEW] = {"submit", "review"},
    [STATE_PUBLISHED] = {"submit", "review", "publish"},
    [STATE_ARCHIVED] = {"archive"},
};

/* What the screen asks (library_may_move) and what the shell does (library_move) say the same. */
static void try_move(Library *library, Uuid id, const Move *move, bool allowed) {
    LibraryRow row;
    SaveResult result;
    Error err, said;
    Buf asked = {0}, done = {0};
    if (!library_row(library, ENTITY_CASE, id, &row, &err)) { /* who may not see it */
        assert_false(allowed);
        assert_false(library_move(library, id, move, STR("为什么"), NULL, &result, &err));
        assert_int_equal(err.code, ERR_NOT_FOUND);
        return;
    }
    if (library_may_move(library, row.record, move, &err) != allowed)
        fail_msg("%s may%s %s a case that is %s", library->actor.login, allowed ? " not" : "",
                 move->verb, case_state_key(case_state(row.record)));
    if (!allowed) {
        assert_false(library_move(library, id, move, STR("为什么"), NULL, &result, &said));
        error_render_message(&err, &asked);
        error_render_message(&said, &done);
        assert_string_equal(buf_text(&asked), buf_text(&done));
        assert_int_equal(rev_of(library, id), row.rev);
    }
    if (allowed && move->needs_reason) {
        assert_false(library_move(library, id, move, STR(" \n "), NULL, &result, &err));
        assert_int_equal(rev_of(library, id), row.rev);
    }
    library_row_free(&row);
    buf_free(&asked);
    buf_free(&done);
}

static void every_move_in_every_state_for_everybody(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *login;
        UserRole role;
        bool owner;
    } people[] = {
        {"du", ROLE_READER, false},     {"chen", ROLE_REP, false},    {"ma", ROLE_EDITOR, false},
        {"zhou", ROLE_REVIEWER, false}, {"wang", ROLE_EDITOR, true},  {"guan", ROLE_MANAGER, false},
        {"root", ROLE_ADMIN, false},    {"han", ROLE_REVIEWER, true}, {"xu", ROLE_MANAGER, true}};
    static const char *const others[][2] = {
        {"guan", "manager"}, {"han", "reviewer"}, {"xu", "manager"}};
    Library *root = open_as(f, "root");
    for (size_t i = 0; i < COUNT_OF(others); i++)
        set_user(root, others[i][0], others[i][1], "华东", -1);
    library_close(root);
    for (CaseState at = 0; at < CASE_STATES; at++) {
        Library *wang = open_as(f, "wang");
        Uuid id = add_case(wang, case_state_key(at));
        library_close(wang);
        Library *li = open_as(f, "li");
        for (size_t i = 0; i < COUNT_OF(ways[at]) && ways[at][i]; i++)
            move_case(li, id, ways[at][i]);
        library_close(li);
        for (size_t who = 0; who < COUNT_OF(people); who++) {
            root = open_as(f, "root");
            if (people[who].owner && people[who].role > ROLE_EDITOR)
                set_field(root, id, CASE_OWNER, value_ref((Uuid){{0}}, str_of(people[who].login)));
            library_close(root);
            Library *library = open_as(f, people[who].login);
            for (size_t i = 0; i < case_move_count; i++) {
                const Move *it = &case_moves[i];
                int least = least_role(at, it->verb);
                bool may = least >= 0 && (int)people[who].role >= least &&
                           !(people[who].owner && is_for_others(it->verb));
                try_move(library, id, it, may);
            }
            library_close(library);
        }
    }
}

/* ---- the Inbox ---- */

static size_t count_kind(Library *library, InboxKind kind) {
    InboxList list = {0};
    Error err;
    size_t count = SIZE_MAX; /* the role does not have it */
    assert_true(library_inbox(library, 50, &list, &err));
    for (size_t i = 0; i < list.group_count; i++)
        if (list.groups[i].kind == kind)
            count = list.groups[i].total;
    inbox_free(&list);
    return count;
}

static uint64_t waiting(Library *library) {
    InboxCount count = {0};
    uint64_t total = 0;
    assert_true(library_inbox_count(library, &count, &total));
    return total;
}

static void every_role_sees_what_it_can_act_on(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *login;
        bool has[INBOX_KINDS];
    } roles[] = {
        {"du", {[INBOX_CAME] = true}},
        {"chen", {[INBOX_DRAFT] = true, [INBOX_COMMENT] = true, [INBOX_CAME] = true}},
    };
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        Library *library = open_as(f, roles[i].login);
        for (InboxKind kind = 0; kind < INBOX_KINDS; kind++)
            assert_int_equal(count_kind(library, kind) != SIZE_MAX, roles[i].has[kind]);
        library_close(library);
    }
    Library *wang = open_as(f, "wang");
    assert_int_equal(count_kind(wang, INBOX_REVIEW), SIZE_MAX);
    assert_int_equal(count_kind(wang, INBOX_RETURNED), 0);
    library_close(wang);
    Library *li = open_as(f, "li");
    assert_int_equal(count_kind(li, INBOX_REVIEW), 0);
    assert_int_equal(count_kind(li, INBOX_DUE), 0);
    library_close(li);
}

static void comments_wait_until_they_were_looked_at(void **state) {
    Fixture *f = *state;
    Comments comments = {0};
    Error err;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "有人说话的案例");
    library_close(wang);
    publish_before(f, id, 5);
    Library *chen = open_as(f, "chen");
    assert_int_equal(add_comment(chen, id, CASE_RESULT, "客户原话？"), 1);
    assert_int_equal(waiting(chen), 0); /* one's own is not new */
    library_close(chen);
    wang = open_as(f, "wang");
    assert_int_equal(count_kind(wang, INBOX_COMMENT), 1);
    assert_int_equal(waiting(wang), 1);
    assert_true(library_comments(wang, id, false, &comments, &err));
    assert_int_equal(comments.unseen, 1);
    assert_int_equal(comments_about(&comments, CASE_RESULT), 1);
    library_comments_seen(wang, &comments, id);
    comments_free(&comments);
    assert_int_equal(waiting(wang), 0);
    clock_freeze(FIXTURE_NOW_MS + 1000);
    CommentNew answer = {.case_id = id, .answers_to = 1, .field = -1, .body = STR("有邮件")};
    int number;
    assert_true(library_comment_add(wang, &answer, &number, NULL, &err));
    library_close(wang);
    chen = open_as(f, "chen"); /* an answer to what one said */
    assert_int_equal(count_kind(chen, INBOX_COMMENT), 1);
    library_close(chen);
    Library *li = open_as(f, "li"); /* not his business */
    assert_int_equal(count_kind(li, INBOX_COMMENT), 0);
    library_close(li);
}

static bool holds(Library *library, Uuid id, const char *passage) {
    Record *record;
    Error err;
    assert_true(library_load(library, ENTITY_CASE, id, 0, &record, &err));
    bool found = str_find(record_text(record, CASE_RESULT), str_of(passage), 0) != SIZE_MAX;
    record_free(record);
    return found;
}

static CommentEnd end_of(Library *library, Uuid id, int number) {
    Comments comments = {0};
    Error err;
    assert_true(library_comments(library, id, true, &comments, &err));
    CommentEnd end = comments_find(&comments, number)->end;
    comments_free(&comments);
    return end;
}

static const char with_passage[] =
    "客户在校生用户很多，首月完课率低，续费集中在学期末，投诉也多，老师人手"
    "一直不够用，所以要想办法，续费率从 71% 到 80%";

static void a_suggestion_waits_until_it_is_decided(void **state) {
    Fixture *f = *state;
    Comments comments = {0};
    Error err;
    int number;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "有建议的案例");
    set_field(wang, id, CASE_RESULT, value_text(str_of(with_passage)));
    library_close(wang);
    publish_before(f, id, 5);
    Library *chen = open_as(f, "chen");
    CommentNew what = {.case_id = id,
                       .field = CASE_RESULT,
                       .kind = COMMENT_SUGGESTION,
                       .passage = STR("老师人手一直不够用"),
                       .replacement = STR("老师不够")};
    assert_true(library_comment_add(chen, &what, &number, NULL, &err));
    library_close(chen);
    wang = open_as(f, "wang");
    assert_int_equal(count_kind(wang, INBOX_SUGGESTION), 1);
    assert_true(library_comments(wang, id, false, &comments, &err));
    library_comments_seen(wang, &comments, id);
    comments_free(&comments);
    assert_int_equal(count_kind(wang, INBOX_SUGGESTION), 1); /* looking decides nothing */
    set_field(wang, id, CASE_RESULT, value_text(STR("全都重写了，80%")));
    assert_false(library_comment_end(wang, id, number, COMMENT_ACCEPTED, STR(""), NULL, &err));
    assert_int_equal(err.code, ERR_INVALID); /* the passage is gone */
    set_field(wang, id, CASE_RESULT, value_text(str_of(with_passage)));
    uint32_t rev = rev_of(wang, id);
    SaveResult accepted;
    assert_true(library_comment_end(wang, id, number, COMMENT_ACCEPTED, STR(""), &accepted, &err));
    assert_int_equal(rev_of(wang, id), rev + 1);
    assert_int_equal(waiting(wang), 0);
    assert_true(holds(wang, id, "老师不够，"));
    /* one step back: out of the text, open again; and forward */
    size_t undone, kept;
    Uuid again, back;
    assert_true(library_bulk_undo(wang, accepted.batch, &undone, &kept, &back, NULL, &err));
    assert_int_equal(undone, 1);
    assert_false(holds(wang, id, "老师不够，"));
    assert_int_equal(end_of(wang, id, number), COMMENT_OPEN);
    assert_int_equal(count_kind(wang, INBOX_SUGGESTION), 1);
    assert_true(library_bulk_undo(wang, back, &undone, &kept, &again, NULL, &err));
    assert_true(holds(wang, id, "老师不够，"));
    assert_int_equal(end_of(wang, id, number), COMMENT_ACCEPTED);
    /* a text that somebody changed since stays, and so does the end of its suggestion */
    library_close(wang);
    Library *ma = open_as(f, "ma");
    set_field(ma, id, CASE_NEED, value_text(STR("别人改了")));
    library_close(ma);
    wang = open_as(f, "wang");
    assert_true(library_bulk_undo(wang, again, &undone, &kept, &back, NULL, &err));
    assert_int_equal(undone, 0);
    assert_int_equal(kept, 1);
    assert_true(holds(wang, id, "老师不够，"));
    assert_int_equal(end_of(wang, id, number), COMMENT_ACCEPTED);
    library_close(wang);
}

static CaseTrust trust_of(Library *library, Uuid id) {
    LibraryRow row;
    Error err;
    assert_true(library_row(library, ENTITY_CASE, id, &row, &err));
    CaseTrust trust = case_trust(row.record, library_today());
    library_row_free(&row);
    return trust;
}

/* Who may not verify does not do it by way of the interval, and nobody does it without verifying.
 */
static void an_interval_is_no_verification(void **state) {
    Fixture *f = *state;
    BulkResult bulk;
    SaveResult result;
    Error err;
    Record *record;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "很久没有核实的案例");
    set_field(wang, id, CASE_VERIFY_EVERY,
              value_text(STR("30"))); /* of a draft, anybody who writes */
    library_close(wang);
    publish_before(f, id, 5);
    clock_freeze(FIXTURE_NOW_MS + (int64_t)100 * DAY_S * 1000);
    wang = open_as(f, "wang");
    assert_int_equal(trust_of(wang, id), TRUST_STALE);
    assert_true(library_bulk(wang, BULK_INTERVAL, STR("never"), &id, 1, &bulk, NULL, &err));
    assert_int_equal(bulk.changed, 0);
    assert_int_equal(bulk.refused, 1);
    assert_int_equal(bulk.why.code, ERR_DENIED);
    assert_true(library_load(wang, ENTITY_CASE, id, 0, &record, &err));
    record_set_text(record, CASE_VERIFY_EVERY, STR("never"));
    uint32_t rev = (uint32_t)record_int(record, CASE_REV);
    assert_false(library_save(wang, record, rev, STR(""), NULL, &result, &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_string_equal(err.field, "verify.every_days");
    record_free(record);
    library_close(wang);
    Library *li = open_as(f, "li");
    assert_true(library_bulk(li, BULK_INTERVAL, STR("365"), &id, 1, &bulk, NULL, &err));
    assert_int_equal(bulk.changed, 1);
    assert_int_not_equal(trust_of(li, id), TRUST_VERIFIED);
    assert_true(library_bulk(li, BULK_INTERVAL, STR("never"), &id, 1, &bulk, NULL, &err));
    assert_int_equal(trust_of(li, id), TRUST_STALE);
    move_case(li, id, "verify");
    assert_int_equal(trust_of(li, id), TRUST_VERIFIED);
    library_close(li);
    /* nor does an editor bring an older interval back with an older revision */
    wang = open_as(f, "wang");
    assert_true(library_revert(wang, ENTITY_CASE, id, 1, &result, &err));
    assert_true(library_load(wang, ENTITY_CASE, id, 0, &record, &err));
    assert_true(str_equal(record_text(record, CASE_VERIFY_EVERY), STR("never")));
    record_free(record);
    library_close(wang);
    clock_freeze(FIXTURE_NOW_MS);
}

/* The chip's number costs nothing while nothing of it changes. */
static void the_number_is_counted_only_when_it_may_change(void **state) {
    Fixture *f = *state;
    InboxCount count = {0};
    uint64_t total = 0;
    Library *li = open_as(f, "li");
    assert_true(library_inbox_count(li, &count, &total));
    assert_int_equal(total, 0);
    assert_int_equal(count.counted, 1);
    assert_true(library_inbox_count(li, &count, &total));
    assert_int_equal(count.counted, 1);
    library_close(li);
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "数一数的案例");
    move_case(wang, id, "submit");
    library_close(wang);
    li = open_as(f, "li");
    assert_true(library_inbox_count(li, &count, &total));
    assert_int_equal(total, 1);
    assert_int_equal(count.counted, 2);
    SaveResult result;
    Error err;
    Record *customer = library_new_record(li, ENTITY_CUSTOMER);
    record_set_text(customer, CUSTOMER_NAME, STR("不相干"));
    assert_true(library_save(li, customer, 0, STR(""), NULL, &result, &err));
    record_free(customer);
    assert_true(library_inbox_count(li, &count, &total));
    assert_int_equal(count.counted, 2); /* a customer is nobody's task */
    clock_freeze(FIXTURE_NOW_MS + (int64_t)DAY_S * 1000);
    assert_true(library_inbox_count(li, &count, &total));
    assert_int_equal(count.counted, 3); /* with the day cases fall due */
    library_close(li);
    clock_freeze(FIXTURE_NOW_MS);
}

static void refused_rows_stay_known(void **state) {
    Fixture *f = *state;
    char path[128];
    const char *const paths[] = {path};
    ImportOptions options = {.entity = ENTITY_CASE};
    ImportReport report;
    Error err;
    snprintf(path, sizeof path, "%s/cases.csv", f->dir);
    assert_true(file_write_atomic(path, STR("title,importance\n好的,5\n坏的,99\n"), 0600, &err));
    Library *wang = open_as(f, "wang");
    assert_true(library_import(wang, paths, 1, &options, NULL, NULL, &report, &err));
    assert_int_equal(report.rejected, 1);
    InboxList list = {0};
    assert_true(library_inbox(wang, 10, &list, &err));
    const InboxItem *found = NULL;
    for (size_t i = 0; i < list.len; i++)
        if (list.items[i].kind == INBOX_REJECTED)
            found = &list.items[i];
    assert_non_null(found);
    assert_int_equal(found->count, 1);
    assert_true(str_ends(found->text, STR("/cases.reasons.csv")));
    assert_int_equal(waiting(wang), 1);
    assert_true(library_inbox_done(wang, found, &err));
    assert_int_equal(waiting(wang), 0);
    inbox_free(&list);
    library_close(wang);
    Library *ma = open_as(f, "ma"); /* nobody else's business */
    assert_int_equal(count_kind(ma, INBOX_REJECTED), 0);
    library_close(ma);
}

/* Comments wait for who wrote a case or owns it, not for who brought it in with a file. */
static void comments_on_an_imported_case_wait_for_its_owner(void **state) {
    Fixture *f = *state;
    char path[128];
    const char *const paths[] = {path};
    ImportOptions options = {.entity = ENTITY_CASE};
    ImportReport report;
    Error err;
    Uuid id;
    snprintf(path, sizeof path, "%s/owned.csv", f->dir);
    assert_true(file_write_atomic(path, STR("title,owner\n导入的案例,wang\n"), 0600, &err));
    Library *root = open_as(f, "root");
    assert_true(library_import(root, paths, 1, &options, NULL, NULL, &report, &err));
    assert_int_equal(report.created, 1);
    assert_true(library_resolve(root, ENTITY_CASE, STR("AL-2026-0001"), NULL, &id, &err));
    library_close(root);
    Library *li = open_as(f, "li");
    add_comment(li, id, CASE_TITLE, "标题太短？");
    library_close(li);
    root = open_as(f, "root");
    assert_int_equal(count_kind(root, INBOX_COMMENT), 0);
    library_close(root);
    Library *wang = open_as(f, "wang");
    assert_int_equal(count_kind(wang, INBOX_COMMENT), 1);
    library_close(wang);
}

/* ---- whoever leaves ---- */

typedef struct Order {
    uint64_t word, moved; /* the first row of each; 0: none */
} Order;

static bool note_order(void *context, const StoreEntry *entry, Error *err) {
    Order *order = context;
    (void)err;
    if (entry->verb == VERB_SETTINGS && !order->word)
        order->word = entry->number;
    if (entry->type == ENTITY_CASE && !uuid_is_nil(entry->batch) && !order->moved)
        order->moved = entry->number;
    return true;
}

/* A kill between the two loses no word: it is written before the cases come. */
static void the_heir_is_told_first(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Handover handover;
    Error err;
    StoreRead *read;
    uint64_t before, after;
    uint8_t hash[STORE_HASH];
    Order order = {0};
    Library *wang = open_as(f, "wang");
    add_case(wang, "留下的案例");
    library_close(wang);
    Library *root = open_as(f, "root");
    assert_true(store_read_begin(root->store, &read, &err));
    assert_true(store_log_head(read, &before, hash, &err));
    store_read_end(read);
    UserChange change = {.login = STR("wang"), .disabled = 1, .handover = &handover};
    assert_true(library_user_set(root, &change, &result, &err));
    assert_true(store_read_begin(root->store, &read, &err));
    assert_true(store_log_head(read, &after, hash, &err) &&
                store_log_each(read, before + 1, after, note_order, &order, &err));
    store_read_end(read);
    library_close(root);
    assert_int_not_equal(order.word, 0);
    assert_true(order.word < order.moved);
}

static void who_leaves_leaves_the_cases_to_the_lead(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Handover handover;
    Error err;
    size_t undone, kept;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "留下的案例"), other = add_case(wang, "另一个案例");
    assert_true(library_trash(wang, ENTITY_CASE, other, true, &result, &err));
    library_close(wang);
    Library *root = open_as(f, "root");
    UserChange change = {.login = STR("wang"), .disabled = 1, .handover = &handover};
    assert_true(library_user_set(root, &change, &result, &err));
    assert_int_equal(handover.cases, 1); /* what is in the trash stays */
    assert_string_equal(handover.to, "li");
    assert_true(handover.to_lead);
    assert_true(library_user_set(root, &change, &result, &err)); /* there is nothing left */
    assert_int_equal(handover.cases, 0);
    library_close(root);
    Library *li = open_as(f, "li");
    InboxList list = {0};
    assert_true(library_inbox(li, 10, &list, &err));
    assert_int_equal(count_kind(li, INBOX_CAME), 1);
    LibraryRow row;
    assert_true(library_row(li, ENTITY_CASE, id, &row, &err));
    assert_true(str_equal(record_ref_name(row.record, CASE_OWNER), STR("li")));
    assert_true(str_equal(record_ref_name(row.record, CASE_AUTHOR), STR("wang")));
    library_row_free(&row);
    inbox_free(&list);
    Offers people;
    assert_true(library_offers(li, ENTITY_CASE, id, CASE_OWNER, -1, STR(""), &people, &err));
    assert_true(str_equal(offers_named(&people, STR("wang"))->detail, STR("disabled")));
    assert_false(str_equal(offers_named(&people, STR("li"))->detail, STR("disabled")));
    offers_free(&people);
    library_close(li);
    change.disabled = 0;
    root = open_as(f, "root");
    Uuid batch = {{0}};
    change.disabled = 1;
    change.login = STR("li");
    assert_true(library_user_set(root, &change, &result, &err)); /* the lead leaves too */
    assert_false(handover.to_lead);
    assert_string_equal(handover.to, "root"); /* no manager: an admin */
    batch = handover.batch;
    assert_true(library_bulk_undo(root, batch, &undone, &kept, NULL, NULL, &err));
    assert_int_equal(undone, 1);
    assert_int_equal(count_kind(root, INBOX_CAME), 0); /* taken back: nothing came */
    library_close(root);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(freshness_halves_in_its_half_life),
        cmocka_unit_test(a_change_is_a_passage_that_stands_once),
#define IN_A_LIBRARY(test) cmocka_unit_test_setup_teardown(test, set_up, fixture_tear_down)
        IN_A_LIBRARY(freshness_takes_what_the_case_does_not_say_from_the_team),
        IN_A_LIBRARY(the_queue_is_in_order),
        IN_A_LIBRARY(a_long_queue_has_what_waits_longest),
        IN_A_LIBRARY(the_base_is_what_readers_saw_last),
        IN_A_LIBRARY(a_check_that_was_taken_back_is_no_base),
        IN_A_LIBRARY(nothing_is_approved_that_was_not_read),
        IN_A_LIBRARY(what_is_missing_keeps_it_submitted),
        IN_A_LIBRARY(what_may_not_be_public_stays_submitted),
        IN_A_LIBRARY(every_move_in_every_state_for_everybody),
        IN_A_LIBRARY(every_role_sees_what_it_can_act_on),
        IN_A_LIBRARY(comments_wait_until_they_were_looked_at),
        IN_A_LIBRARY(a_suggestion_waits_until_it_is_decided),
        IN_A_LIBRARY(an_interval_is_no_verification),
        IN_A_LIBRARY(the_number_is_counted_only_when_it_may_change),
        IN_A_LIBRARY(refused_rows_stay_known),
        IN_A_LIBRARY(comments_on_an_imported_case_wait_for_its_owner),
        IN_A_LIBRARY(the_heir_is_told_first),
        IN_A_LIBRARY(who_leaves_leaves_the_cases_to_the_lead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
