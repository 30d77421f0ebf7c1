#include "config.h"

#include "unit.h"

#include "tui_people.h"

#include "base/file.h"
#include "library/bulk.h"
#include "library/find.h"
#include "library/history.h"
#include "library/save.h"
#include "library/use.h"

#include <unistd.h>

/* The newest case of the stage: in Chinese, of 晨光在线教育, with an anonymous consent. */
static void open_newest(Stage *s) {
    stage_fill(s);
    stage_open(s, 24, 80);
    stage_press(s, "Down");
}

typedef struct Counted {
    size_t handed;
    Buf last;
} Counted;

static bool count_handed(void *context, const HistoryEntry *entry, Error *err) {
    Counted *counted = context;
    (void)err;
    if (entry->rev)
        return true;
    if (!counted->handed++)
        buf_put_str(&counted->last, entry->note);
    return true;
}

static Uuid newest(Stage *s) {
    LibraryRows rows = {0};
    Error err;
    assert_true(library_rows(s->library, ENTITY_CASE, false, &rows, &err));
    Uuid id = record_id(rows.items[rows.len - 1].record);
    library_rows_free(&rows);
    return id;
}

static void expect_handed(Stage *s, size_t count, const char *note) {
    Counted counted = {0};
    Error err;
    assert_true(library_history(s->library, ENTITY_CASE, newest(s), count_handed, &counted, &err));
    assert_int_equal(counted.handed, count);
    if (note)
        assert_non_null(strstr(buf_text(&counted.last), note));
    buf_free(&counted.last);
}

/* UI.md 4.8 and the issue: a safe copy takes two keys, and is on record before it is seen. */
static void a_safe_copy_takes_two_keys(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "Y Enter");
    stage_expect(s, "客户A");
    stage_expect(s, "71% -> 80%");
    stage_expect_not(s, "晨光");
    stage_expect(s, "export AL-2026-0011 --safe --format html");
    stage_expect(s, "any key goes back --");
    expect_handed(s, 1, "summary, safe form");
    stage_press(s, "j");
    stage_expect(s, "1/11");
    stage_press(s, "^O 1");
    stage_expect(s, "客户A");
    expect_handed(s, 2, NULL);
    stage_free(s);
}

static void the_number_is_copied_from_list_and_case(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "y");
    stage_expect(s, "AL-2026-0011");
    stage_expect(s, "any key goes back --");
    stage_press(s, "Esc Enter y");
    stage_expect(s, "any key goes back --");
    stage_press(s, "Esc");
    stage_expect(s, "May I tell");
    expect_handed(s, 2, "number");
    stage_free(s);
}

/* The full form of a case that may only be told without the name takes a second choice and a
 * reason, which stays in the history. */
static void the_full_form_takes_a_reason(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "Y");
    stage_expect(s, "internal only: so says its audience");
    stage_press(s, "9");
    stage_expect(s, "why in full?");
    stage_press(s, "Enter"); /* without a reason: nothing */
    stage_expect(s, "why in full?");
    expect_handed(s, 0, NULL);
    stage_type(s, "the owner agreed");
    stage_press(s, "Enter");
    stage_expect(s, "晨光在线教育");
    expect_handed(s, 1, "in full: the owner agreed");
    stage_free(s);
}

static void the_link_opens_the_case_and_tells_no_name(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "Y 2");
    stage_expect(s, " browse AL-2026-0011");
    stage_expect_not(s, "晨光");
    stage_free(s);
}

/* In the history it stands between the revisions and is none. */
static void the_history_shows_what_was_handed_on(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "Y 1 Esc H");
    stage_expect(s, "handed on");
    stage_expect(s, "summary, safe form");
    stage_press(s, "Enter");
    stage_expect(s, "nothing in it changed");
    stage_press(s, "R");
    stage_expect(s, "nothing in it changed");
    stage_press(s, "Esc");
    stage_free(s);
}

static void for_whom_is_kept_when_it_is_said(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "Y 7");
    stage_type(s, "Beta Bank");
    stage_press(s, "Enter");
    stage_expect(s, "Beta Bank");
    stage_press(s, "1");
    expect_handed(s, 1, "for Beta Bank");
    stage_press(s, "Esc Y 7 ^U Enter 1"); /* an empty line takes it back */
    expect_handed(s, 2, NULL);
    stage_free(s);
}

/* What may still tell waits for somebody who has looked at it; Enter is no. */
static void leftovers_are_asked_about(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_fill(s);
    Record *record = library_new_record(s->library, ENTITY_CASE);
    SaveResult result;
    Error err;
    record_set_text(record, CASE_TITLE, STR("A plant with a certificate"));
    record_set_text(record, CASE_SUMMARY, STR("Certified by ISO 27001 since the spring."));
    assert_true(library_save(s->library, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
    stage_open(s, 24, 80);
    stage_press(s, "Down Y Enter");
    stage_expect(s, "This may still tell who it is");
    stage_expect(s, "27001");
    stage_press(s, "Enter");
    expect_handed(s, 0, NULL);
    stage_press(s, "Y Enter y");
    stage_expect(s, "ISO 27001");
    expect_handed(s, 1, NULL);
    stage_free(s);
}

/* ---- uses ---- */

static UseSummary uses_of(Stage *s) {
    UseSummary uses;
    Error err;
    assert_true(library_use_summary(s->library, newest(s), &uses, &err));
    return uses;
}

/* At most three keys and the name. */
static void a_use_takes_two_keys_and_the_name(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "u");
    stage_expect(s, "For whom");
    stage_type(s, "江南银行");
    stage_press(s, "Enter");
    stage_expect(s, "Logged for 江南银行 as YY-2026-0001");
    assert_int_equal(uses_of(s).count, 1);
    stage_press(s, "Enter");
    stage_expect(s, "1 time, last on 2026-11-20");
    stage_press(s, "u");
    stage_type(s, "jnyh"); /* the initials offer the earlier name */
    stage_expect(s, "江南银行");
    stage_press(s, "Down Tab Right Enter");
    stage_expect(s, "Logged for 江南银行 as YY-2026-0002");
    assert_int_equal(uses_of(s).count, 1); /* a person counts once a day */
    stage_press(s, "u Esc");
    assert_int_equal(uses_of(s).count, 1);
    int64_t now = uses_of(s).last_ms;
    stage_press(s, "u");
    stage_type(s, "Acme");
    stage_press(s, "Tab Tab Right Right Left");
    stage_expect(s, "[yesterday]");
    stage_press(s, "Enter");
    assert_int_equal(uses_of(s).count, 2);
    assert_int_equal(uses_of(s).last_ms, now); /* the newest one is not the one of yesterday */
    stage_free(s);
}

static void how_it_went_takes_two_keys(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "U");
    stage_expect(s, "You have not logged a use");
    stage_press(s, "u");
    stage_type(s, "Beta");
    stage_press(s, "Enter U");
    stage_expect(s, "How did it go? - Beta");
    stage_press(s, "4");
    assert_int_equal(uses_of(s).rated, 1);
    assert_int_equal(uses_of(s).total, 4);
    stage_expect(s, "4 of 5 is kept with YY-2026-0001");
    stage_press(s, "U 2"); /* thought again */
    assert_int_equal(uses_of(s).rated, 1);
    assert_int_equal(uses_of(s).total, 2);
    stage_free(s);
}

/* ---- many ---- */

static size_t tagged(Stage *s, const char *query) {
    FindRequest request = {.query = str_of(query), .sort = STR(""), .limit = 1000};
    Uuid *ids;
    size_t count;
    Error err;
    request.match = FIND_ALL;
    assert_true(library_find_ids(s->library, &request, &ids, &count, &err));
    free(ids);
    return count;
}

static void many_get_a_tag_and_lose_it_by_undo(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "x x x ; 1");
    stage_type(s, "pilot");
    stage_press(s, "Enter");
    stage_expect(s, "Changed: 3");
    assert_int_equal(tagged(s, "tag:pilot"), 3);
    stage_press(s, "z");
    stage_expect(s, "Taken back: 3 cases, tagged.");
    assert_int_equal(tagged(s, "tag:pilot"), 0);
    stage_press(s, "Z"); /* and again, and back again */
    stage_expect(s, "Done again: 3 cases, tagged.");
    assert_int_equal(tagged(s, "tag:pilot"), 3);
    stage_press(s, "Z");
    stage_expect(s, "Nothing to do again");
    stage_press(s, "z");
    assert_int_equal(tagged(s, "tag:pilot"), 0);
    stage_press(s, "g x x x F8 1"); /* the marks went with what was done to them */
    stage_type(s, "pilot");
    stage_press(s, "Enter /");
    stage_type(s, "ab");
    stage_press(s, "^Z"); /* in the filter bar typing goes first */
    assert_int_equal(tagged(s, "tag:pilot"), 3);
    stage_press(s, "^Z");
    stage_expect(s, "Taken back: 3");
    assert_int_equal(tagged(s, "tag:pilot"), 0);
    stage_press(s, "Down F8 3");
    stage_type(s, "nobody");
    stage_press(s, "Enter");
    stage_expect(s, "nobody");
    stage_free(s);
}

/* What lies in the trash gets no tag: it is refused, and said why. */
static void expect_no_tag_in_the_trash(Stage *s) {
    FindRequest request = {.query = STR("is:trashed"), .limit = 9};
    FindResult found = {0};
    BulkResult result = {0};
    Uuid ids[9];
    Error err;
    assert_true(library_find(s->library, &request, &found, &err));
    for (size_t i = 0; i < found.len; i++)
        ids[i] = record_id(found.hits[i].row.record);
    assert_true(
        library_bulk(s->library, BULK_TAG_ADD, STR("late"), ids, found.len, &result, NULL, &err));
    assert_int_equal(result.changed, 0);
    assert_int_equal(result.refused, 2);
    assert_int_equal(result.why.code, ERR_INVALID);
    library_find_free(&found);
}

static void trash_of_many_is_one_step(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "x x ;");
    stage_expect(s, "2 marked cases");
    stage_press(s, "6");
    stage_expect(s, "Changed: 2");
    assert_int_equal(tagged(s, "is:trashed"), 2);
    expect_no_tag_in_the_trash(s);
    stage_press(s, "^Z");
    assert_int_equal(tagged(s, "is:trashed"), 0);
    stage_free(s);
}

/* From 21 on the number is typed; another number, and Enter, are no. */
static void more_than_twenty_ask_for_their_number(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_fill(s);
    for (int i = 0; i < 15; i++)
        stage_add_case(s->library, "门店巡检", "远山连锁超市");
    stage_open(s, 24, 80);
    stage_press(s, "Down X ; 1");
    stage_type(s, "all");
    stage_press(s, "Enter");
    stage_expect(s, "26 cases get this tag");
    stage_press(s, "Enter");
    assert_int_equal(tagged(s, "tag:all"), 0);
    stage_press(s, "; 1");
    stage_type(s, "all");
    stage_press(s, "Enter 2 6 Enter");
    stage_expect(s, "Changed: 26");
    assert_int_equal(tagged(s, "tag:all"), 26);
    stage_free(s);
}

/* The safe form is the first, a file that is there is asked about. */
static void marked_cases_are_exported_to_a_file(void **state) {
    (void)state;
    Stage *s = stage_new();
    Buf bytes = {0};
    Error err;
    char path[128];
    open_newest(s);
    stage_press(s, "x x ; 4");
    stage_expect(s, "safe form");
    stage_expect(s, "(2 may not be told)");
    stage_press(s, "1 1");
    stage_expect(s, "Write to this file");
    snprintf(path, sizeof path, "%s/out.html", s->dir);
    stage_press(s, "^U");
    stage_type(s, path);
    stage_press(s, "Enter");
    stage_expect(s, "Written: 2");
    assert_true(file_read(path, 1 << 20, &bytes, &err));
    assert_non_null(strstr(buf_text(&bytes), "客户A"));
    assert_null(strstr(buf_text(&bytes), "晨光"));
    expect_handed(s, 1, "file, safe form");
    buf_clear(&bytes);
    assert_true(file_write_atomic(path, STR("mine"), 0600, &err));
    stage_press(s, "; 4 1 2 ^U");
    stage_type(s, path);
    stage_press(s, "Enter");
    stage_expect(s, "The file is there already");
    stage_press(s, "Enter");
    assert_true(file_read(path, 1 << 20, &bytes, &err));
    assert_string_equal(buf_text(&bytes), "mine");
    buf_free(&bytes);
    stage_free(s);
}

/* The home folder as everybody writes it. */
static void a_path_may_begin_with_the_home_folder(void **state) {
    (void)state;
    Stage *s = stage_new();
    char path[128];
    char *home = mem_strdup(getenv("HOME") ? getenv("HOME") : "");
    open_newest(s);
    setenv("HOME", s->dir, 1);
    stage_press(s, "; 4 1 1 ^U");
    stage_type(s, "~/out.html");
    stage_press(s, "Enter");
    setenv("HOME", home, 1);
    free(home);
    stage_expect(s, "Written: 1");
    snprintf(path, sizeof path, "%s/out.html", s->dir);
    assert_true(file_exists(path));
    stage_free(s);
}

/* What the list found is no longer there: nothing is asked, nothing is written. */
static void an_export_of_nothing_says_so(void **state) {
    (void)state;
    Stage *s = stage_new();
    SaveResult result;
    Error err;
    stage_fill(s);
    stage_open(s, 24, 80);
    stage_type(s, "晨光");
    stage_press(s, "Down");
    stage_expect(s, "1/");
    LibraryRows rows = {0};
    stage_press(s, ";");
    stage_expect(s, "export all that the list found");
    assert_true(library_rows(s->library, ENTITY_CASE, false, &rows, &err));
    VEC_EACH (row, &rows)
        assert_true(
            library_trash(s->library, ENTITY_CASE, record_id(row->record), true, &result, &err));
    library_rows_free(&rows);
    stage_press(s, "5");
    stage_expect(s, "There is no case here.");
    stage_expect_not(s, "Which form?");
    stage_free(s);
}

/* ---- rights ---- */

static void give_to(Stage *s, Uuid id, const char *login) {
    Error err;
    BulkResult result;
    assert_true(library_bulk(s->library, BULK_OWNER, str_of(login), &id, 1, &result, NULL, &err));
}

/* Readers read: they copy numbers, and are told why not the rest. */
static void a_reader_is_told_why_not(void **state) {
    (void)state;
    Stage *s = stage_new();
    SaveResult result;
    Error err;
    stage_fill(s);
    set_user(s->library, "lin", "reader", "", -1);
    Uuid id = newest(s);
    give_to(s, id, "lin"); /* its owner sees a draft */
    stage_become(s, "lin");
    stage_open(s, 24, 80);
    stage_press(s, "Down Y");
    stage_expect(s, "safe summary");
    stage_press(s, "Enter");
    stage_expect(s, "lin may not export cases");
    expect_handed(s, 0, NULL);
    stage_press(s, "Esc u");
    stage_expect(s, "lin may not log the use");
    stage_press(s, "F8 1");
    stage_expect(s, "lin may not write");
    stage_press(s, "Esc y");
    stage_expect(s, "AL-2026-0011");
    expect_handed(s, 1, "number");
    UseEntry entry = {.case_id = id};
    assert_false(library_use_log(s->library, &entry, &result, &err));
    assert_int_equal(err.code, ERR_DENIED);
    stage_free(s);
}

/* Whoever may log a use may save that form, too. */
static void a_rep_saves_a_use(void **state) {
    (void)state;
    Stage *s = stage_new();
    stage_fill(s);
    set_user(s->library, "lin", "rep", "", -1);
    give_to(s, newest(s), "lin");
    stage_become(s, "lin");
    stage_open(s, 24, 80);
    stage_press(s, "Down u");
    stage_type(s, "Beta");
    stage_press(s, "^S");
    stage_expect(s, "Logged for Beta as YY-2026-0001");
    stage_free(s);
}

/* Behind hand-ons too both revisions are named that are shown. */
static void a_revision_is_named_behind_hand_ons(void **state) {
    (void)state;
    Stage *s = stage_new();
    open_newest(s);
    stage_press(s, "y Enter");
    stage_press(s, "Enter H End Enter");
    stage_expect(s, "Before the case was written");
    stage_expect(s, "Revision 1");
    stage_expect_not(s, "Revision 0");
    stage_free(s);
}

/* The keys that every input method lets through work while one types, too. */
static void keys_work_while_one_types(void **state) {
    (void)state;
    Stage *s = stage_filled(24, 80);
    stage_type(s, "Onboarding");
    stage_press(s, "^T");
    stage_expect(s, "[1 marked]");
    stage_press(s, "^O Enter");
    stage_expect(s, "in nine days");
    stage_expect_not(s, "Northwind");
    stage_press(s, "Esc F8");
    stage_expect(s, "1 marked case");
    stage_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_safe_copy_takes_two_keys),
        cmocka_unit_test(the_number_is_copied_from_list_and_case),
        cmocka_unit_test(the_full_form_takes_a_reason),
        cmocka_unit_test(the_link_opens_the_case_and_tells_no_name),
        cmocka_unit_test(the_history_shows_what_was_handed_on),
        cmocka_unit_test(for_whom_is_kept_when_it_is_said),
        cmocka_unit_test(leftovers_are_asked_about),
        cmocka_unit_test(a_use_takes_two_keys_and_the_name),
        cmocka_unit_test(how_it_went_takes_two_keys),
        cmocka_unit_test(many_get_a_tag_and_lose_it_by_undo),
        cmocka_unit_test(trash_of_many_is_one_step),
        cmocka_unit_test(more_than_twenty_ask_for_their_number),
        cmocka_unit_test(marked_cases_are_exported_to_a_file),
        cmocka_unit_test(a_path_may_begin_with_the_home_folder),
        cmocka_unit_test(an_export_of_nothing_says_so),
        cmocka_unit_test(a_reader_is_told_why_not),
        cmocka_unit_test(a_rep_saves_a_use),
        cmocka_unit_test(a_revision_is_named_behind_hand_ons),
        cmocka_unit_test(keys_work_while_one_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
