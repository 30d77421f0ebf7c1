#include "config.h"

#include "library_fixture.h"

#include "base/vec.h"
#include "base/zone.h"
#include "library/drafts.h"
#include "library/duplicates.h"
#include "library/export.h"
#include "library/find.h"
#include "library/history.h"
#include "library/host.h"
#include "library/import.h"
#include "library/rejoin.h"
#include "library/resolve.h"
#include "library/row.h"
#include "library/save.h"
#include "library/session.h"
#include "library/settings.h"
#include "library/similar.h"
#include "record/parse.h"

#include <unistd.h>

/* root is the admin; zhao is of another team than wang and li, du of none. */
static int set_up(void **state) {
    static const Person people[] = {{"wang", "editor", "华东", NULL},
                                    {"li", "reviewer", "华东", NULL},
                                    {"zhao", "editor", "华南", NULL},
                                    {"du", "reader", NULL, NULL}};
    *state = fixture_new(people, COUNT_OF(people));
    return 0;
}

static void drafts_are_seen_by_author_and_team_only(void **state) {
    Fixture *f = *state;
    LibraryRow row;
    Error err;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "王的草稿");
    assert_true(library_row(wang, ENTITY_CASE, id, &row, &err));
    library_row_free(&row);
    library_close(wang);
    static const struct {
        const char *login;
        bool sees;
    } others[] = {{"li", true}, {"zhao", false}, {"du", false}, {"root", true}};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        Library *library = open_as(f, others[i].login);
        bool sees = library_row(library, ENTITY_CASE, id, &row, &err);
        assert_int_equal(sees, others[i].sees);
        if (sees)
            library_row_free(&row);
        else
            assert_int_equal(err.code, ERR_NOT_FOUND);
        Record *record;
        if (!sees)
            assert_false(library_load(library, ENTITY_CASE, id, 0, &record, &err));
        library_close(library);
    }
}

static Uuid save_text(Library *library, const char *text) {
    SaveResult result;
    Error err;
    Record *record = library_new_record(library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, str_of(text));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, STR("北屿重机"));
    record_set_text(record, CASE_NEED, str_of(text));
    assert_true(library_save(library, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
    return result.id;
}

static bool similar_has(Library *library, Uuid id, Uuid other) {
    SimilarCases cases;
    Error err;
    bool has = false;
    assert_true(library_similar(library, id, 50, &cases, &err));
    for (size_t i = 0; i < cases.len; i++)
        has |=
            uuid_equal(record_id(cases.items[i].row.record), other) && cases.items[i].same_customer;
    library_similar_free(&cases);
    return has;
}

static bool duplicates_have(Library *library, Uuid id, Uuid other) {
    DuplicateRows found;
    Error err;
    size_t group = SIZE_MAX, other_group = SIZE_MAX;
    assert_true(library_duplicates(library, .8, false, NULL, &found, &err));
    for (size_t g = 0; g < found.group_count; g++)
        for (size_t i = 0; i < found.groups[g].count; i++) {
            Uuid row = record_id(found.rows[found.groups[g].from + i].record);
            group = uuid_equal(row, id) ? g : group;
            other_group = uuid_equal(row, other) ? g : other_group;
        }
    library_duplicates_free(&found);
    return group != SIZE_MAX && group == other_group;
}

/* Two drafts of one text, each by an editor of another team. */
/* The names of the library are read in the middle of a search, as somebody who sees everything. */
static void drafts_are_found_by_no_tier_of_others(void **state) {
    static const char *const queries[] = {"鼠",         "\"鼹鼠\"", "鼹鼠 提醒", "zyxwvuts",
                                          "zyxwvutsrq", "yanshu",   "演书",      "鼹鼠计划怎么办"};
    Fixture *f = *state;
    Library *wang = open_as(f, "wang");
    for (int i = 0; i < 20; i++)
        add_case(wang, "鼹鼠计划zyxwvuts");
    library_close(wang);
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        FindRequest request = {.query = str_of(queries[i]), .limit = 20};
        FindResult result;
        Error err;
        Library *du = open_as(f, "du");
        assert_true(library_find(du, &request, &result, &err));
        assert_int_equal(result.len, 0);
        assert_int_equal(result.total + result.near_total + result.near_count, 0);
        library_find_free(&result);
        library_close(du);
    }
}

static void alike_cases_are_told_to_those_who_see_them(void **state) {
    Fixture *f = *state;
    static const char *const text = "港口抢修备件编码合并，旧系统年底下线，找件时间缩短";
    Error err;
    Library *library = open_as(f, "zhao");
    Uuid theirs = save_text(library, text);
    library_close(library);
    library = open_as(f, "wang");
    Uuid own = save_text(library, text);
    library_close(library);
    static const struct {
        const char *login;
        bool sees_own, sees_both;
    } people[] = {
        {"wang", true, false}, {"li", true, false}, {"du", false, false}, {"root", true, true}};
    for (size_t i = 0; i < COUNT_OF(people); i++) {
        SimilarCases similar;
        library = open_as(f, people[i].login);
        if (people[i].sees_own) {
            assert_int_equal(similar_has(library, own, theirs), people[i].sees_both);
        } else {
            assert_false(library_similar(library, own, 10, &similar, &err));
            assert_int_equal(err.code, ERR_NOT_FOUND);
        }
        assert_int_equal(duplicates_have(library, own, theirs), people[i].sees_both);
        library_close(library);
    }
}

static void a_similarity_out_of_bounds_is_refused(void **state) {
    Fixture *f = *state;
    static const double bad[] = {.49, 1.01, -1};
    Library *library = open_as(f, "root");
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        DuplicateRows found;
        Error err;
        assert_false(library_duplicates(library, bad[i], false, NULL, &found, &err));
        assert_int_equal(err.code, ERR_INVALID);
        library_duplicates_free(&found);
    }
    library_close(library);
}

static void a_case_goes_from_draft_to_published_by_two_people(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Issues issues = {0};
    Error err;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "从草稿到发布");
    assert_true(
        library_move(wang, id, case_move_find(STR("submit")), STR(""), NULL, &result, &err));
    assert_false(
        library_move(wang, id, case_move_find(STR("review")), STR(""), NULL, &result, &err));
    assert_int_equal(err.code, ERR_DENIED); /* an editor does not review */
    library_close(wang);
    Library *li = open_as(f, "li");
    assert_true(library_move(li, id, case_move_find(STR("review")), STR(""), NULL, &result, &err));
    Record *record;
    assert_true(library_load(li, ENTITY_CASE, id, 0, &record, &err));
    record_clear(record, CASE_FEEDBACK);
    assert_true(library_save(li, record, (uint32_t)record_int(record, CASE_REV), STR(""), NULL,
                             &result, &err));
    record_free(record);
    assert_false(
        library_move(li, id, case_move_find(STR("publish")), STR(""), &issues, &result, &err));
    assert_int_equal(issues.len, 1); /* the feedback is missing */
    assert_int_equal(issues.items[0].field, CASE_FEEDBACK);
    issues_free(&issues);
    assert_true(library_revert(li, ENTITY_CASE, id, 3, &result, &err));
    assert_true(library_move(li, id, case_move_find(STR("publish")), STR(""), NULL, &result, &err));
    assert_true(library_load(li, ENTITY_CASE, id, 0, &record, &err));
    assert_int_equal(case_trust(record, library_today()), TRUST_VERIFIED);
    assert_true(str_equal(record_text(record, CASE_VERIFY_EVERY), STR("180")));
    record_free(record);
    library_close(li);
    Library *reader = open_as(f, "du");
    LibraryRow row;
    assert_true(library_row(reader, ENTITY_CASE, id, &row, &err));
    library_row_free(&row);
    library_close(reader);
}

/* Neither an edit nor an older revision publishes, and a case in the trash does not move. */
static void only_moves_change_the_state(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Record *record;
    Error err;
    Library *wang = open_as(f, "wang"), *li = open_as(f, "li");
    Uuid id = add_case(wang, "只有流程能发布");
    assert_true(
        library_move(wang, id, case_move_find(STR("submit")), STR(""), NULL, &result, &err));
    assert_true(library_move(li, id, case_move_find(STR("review")), STR(""), NULL, &result, &err));
    assert_true(library_move(li, id, case_move_find(STR("publish")), STR(""), NULL, &result, &err));
    uint32_t published = result.rev;
    assert_true(
        library_move(wang, id, case_move_find(STR("revise")), STR(""), NULL, &result, &err));

    assert_true(library_load(wang, ENTITY_CASE, id, 0, &record, &err));
    record_set_text(record, CASE_SUMMARY, STR("改过"));
    record_set_text(record, CASE_STATE, STR("published"));
    assert_false(library_save(wang, record, result.rev, STR(""), NULL, &result, &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_string_equal(err.field, "state");
    record_free(record);

    assert_true(library_load(wang, ENTITY_CASE, id, 0, &record, &err));
    record_set_date(record, CASE_VERIFY_LAST, 1);
    uint32_t rev = (uint32_t)record_int(record, CASE_REV);
    assert_false(library_save(wang, record, rev, STR(""), NULL, &result, &err));
    assert_int_equal(err.code, ERR_DENIED);
    record_clear(record, CASE_VERIFY_LAST);
    record_set_date(record, CASE_VERIFY_LAST, library_today());
    record_set_text(record, CASE_SUMMARY, STR("改过"));
    assert_true(library_save(wang, record, rev, STR(""), NULL, &result, &err));
    record_free(record);

    assert_true(library_revert(wang, ENTITY_CASE, id, published, &result, &err));
    assert_true(library_load(wang, ENTITY_CASE, id, 0, &record, &err));
    assert_int_equal(case_state(record), STATE_DRAFT);
    assert_int_equal(record_text(record, CASE_SUMMARY).len, 0);
    record_free(record);

    assert_true(library_trash(wang, ENTITY_CASE, id, true, &result, &err));
    assert_false(
        library_move(wang, id, case_move_find(STR("submit")), STR(""), NULL, &result, &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_false(library_revert(wang, ENTITY_CASE, id, published, &result, &err));
    assert_int_equal(err.code, ERR_INVALID);

    record = make_case(wang, "直接发布");
    record_set_text(record, CASE_STATE, STR("published"));
    assert_false(library_save(wang, record, 0, STR(""), NULL, &result, &err));
    assert_string_equal(err.field, "state");
    record_free(record);
    library_close(wang);
    library_close(li);
}

static void the_second_of_two_savers_is_told(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Error err;
    Library *wang = open_as(f, "wang");
    Uuid id = add_case(wang, "两个人同时改");
    Record *mine, *theirs;
    assert_true(library_load(wang, ENTITY_CASE, id, 0, &mine, &err));
    assert_true(library_load(wang, ENTITY_CASE, id, 0, &theirs, &err));
    record_set_text(theirs, CASE_SUMMARY, STR("先保存的"));
    assert_true(library_save(wang, theirs, 1, STR(""), NULL, &result, &err));
    record_set_text(mine, CASE_SUMMARY, STR("后保存的"));
    assert_false(library_save(wang, mine, 1, STR(""), NULL, &result, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_true(str_equal(record_text(mine, CASE_SUMMARY), STR("后保存的")));
    record_free(mine);
    assert_true(library_load(wang, ENTITY_CASE, id, 0, &mine, &err));
    assert_true(str_equal(record_text(mine, CASE_SUMMARY), STR("先保存的")));
    record_free(mine);
    record_free(theirs);
    library_close(wang);
}

static void notes_stay_with_the_editors(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Error err;
    Record *record;
    Buf yaml = {0};
    Library *wang = open_as(f, "wang");
    record = make_case(wang, "带私人笔记");
    record_set_text(record, CASE_NOTES, STR("客户说的悄悄话"));
    assert_true(library_save(wang, record, 0, STR(""), NULL, &result, &err));
    library_format(record, FORMAT_YAML, &yaml);
    assert_null(strstr(buf_text(&yaml), "悄悄话"));
    Uuid id = result.id;
    record_free(record);
    assert_true(
        library_move(wang, id, case_move_find(STR("submit")), STR(""), NULL, &result, &err));
    library_close(wang);
    Library *li = open_as(f, "li");
    assert_true(library_move(li, id, case_move_find(STR("review")), STR(""), NULL, &result, &err));
    assert_true(library_move(li, id, case_move_find(STR("publish")), STR(""), NULL, &result, &err));
    assert_true(library_load(li, ENTITY_CASE, id, 0, &record, &err));
    assert_true(record_has(record, CASE_NOTES));
    record_free(record);
    library_close(li);
    Library *reader = open_as(f, "du");
    assert_true(library_load(reader, ENTITY_CASE, id, 0, &record, &err));
    assert_false(record_has(record, CASE_NOTES));
    record_free(record);
    library_close(reader);
    buf_free(&yaml);
}

static void amounts_are_for_managers_and_the_owner(void **state) {
    Fixture *f = *state;
    SaveResult result;
    Error err;
    Record *record;
    Uuid owner;
    Library *root = open_as(f, "root");
    record = library_new_record(root, ENTITY_CUSTOMER);
    record_set_text(record, CUSTOMER_NAME, STR("青禾银行"));
    record_set(record, CUSTOMER_MRR, ((Value){.kind = VALUE_DECIMAL, .decimal = {1200, 0}}));
    assert_true(library_resolve(root, ENTITY_USER, STR("wang"), NULL, &owner, &err));
    record_set_ref(record, CUSTOMER_OWNER, owner, STR("wang"));
    assert_true(library_save(root, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
    library_close(root);
    Library *wang = open_as(f, "wang");
    assert_true(library_load(wang, ENTITY_CUSTOMER, result.id, 0, &record, &err));
    assert_true(record_has(record, CUSTOMER_MRR)); /* the owner */
    record_free(record);
    library_close(wang);
    Library *zhao = open_as(f, "zhao");
    assert_true(library_load(zhao, ENTITY_CUSTOMER, result.id, 0, &record, &err));
    assert_false(record_has(record, CUSTOMER_MRR));
    record_set_text(record, CUSTOMER_SHORT_NAME, STR("青禾"));
    assert_true(library_save(zhao, record, result.rev, STR(""), NULL, &result, &err));
    /* whichever way the record goes through hands that may not see them */
    Uuid id = result.id;
    assert_true(library_trash(zhao, ENTITY_CUSTOMER, id, true, &result, &err));
    assert_true(library_trash(zhao, ENTITY_CUSTOMER, id, false, &result, &err));
    assert_true(library_revert(zhao, ENTITY_CUSTOMER, id, 2, &result, &err));
    assert_true(library_keep_beside(zhao, record, STR(""), &result, &err));
    record_free(record);
    library_close(zhao);
    root = open_as(f, "root");
    assert_true(library_load(root, ENTITY_CUSTOMER, id, 0, &record, &err));
    assert_true(record_has(record, CUSTOMER_MRR)); /* what was not seen was not lost */
    assert_true(str_equal(record_text(record, CUSTOMER_SHORT_NAME), STR("青禾")));
    record_free(record);
    library_close(root);
}

static bool take_draft(void *context, int field, bool encoded, Str value, Error *err) {
    (void)err;
    if (field == CASE_TITLE && !encoded)
        buf_printf(context, "title=%.*s;", STR_ARG(value));
    if (field == CASE_OUTCOMES && encoded) {
        Arena arena = {0};
        Value rows;
        assert_true(library_draft_decode(ENTITY_CASE, field, value, &arena, &rows, err));
        buf_printf(context, "rows=%zu;", rows.list.len);
        arena_free(&arena);
    }
    return true;
}

static void drafts_come_back_with_their_last_text(void **state) {
    Fixture *f = *state;
    Error err;
    Draft *draft;
    DraftInfo info;
    bool found;
    Buf seen = {0};
    Library *wang = open_as(f, "wang");
    Record *record = make_case(wang, "没写完");
    Uuid id = record_id(record);
    assert_true(library_draft_begin(wang, ENTITY_CASE, id, 0, &draft, &err));
    assert_true(library_draft_text(draft, ENTITY_CASE, CASE_TITLE, STR("没"), &err));
    assert_true(library_draft_text(draft, ENTITY_CASE, CASE_TITLE, STR("没写完的"), &err));
    assert_true(library_draft_value(draft, record, CASE_OUTCOMES, &err));
    draft_close(draft);
    library_close(wang);
    wang = open_as(f, "wang");
    assert_true(library_draft_find(wang, ENTITY_CASE, id, &info, &found, &err));
    assert_true(found);
    assert_true(library_draft_resume(wang, info.id, &draft, take_draft, &seen, &err));
    assert_string_equal(seen.data, "title=没写完的;rows=1;");
    draft_close(draft);
    assert_true(library_draft_discard(wang, info.id, &err));
    assert_true(library_draft_find(wang, ENTITY_CASE, id, &info, &found, &err));
    assert_false(found);
    library_close(wang);
    record_free(record);
    buf_free(&seen);
}

static void names_resolve_to_records(void **state) {
    Fixture *f = *state;
    EntityType type;
    Uuid id, by_name;
    Error err;
    char text[UUID_TEXT];
    Library *wang = open_as(f, "wang");
    id = add_case(wang, "按编号找");
    uuid_format(id, text);
    assert_true(library_resolve(wang, ENTITY_NONE, str_of(text), &type, &by_name, &err));
    assert_true(type == ENTITY_CASE && uuid_equal(id, by_name));
    assert_true(library_resolve(wang, ENTITY_NONE, STR("晨光在线教育"), &type, &by_name, &err));
    assert_int_equal(type, ENTITY_CUSTOMER);
    assert_false(library_resolve(wang, ENTITY_CASE, STR("AL-2026-9999"), &type, &by_name, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    library_close(wang);
}

/* Goes on once, then asks to stop. */
static bool stop_after_one(void *context) {
    return (*(int *)context)++ > 0;
}

static void an_import_is_taken_back(void **state) {
    Fixture *f = *state;
    Error err;
    ImportReport report;
    ImportOptions options = {.entity = ENTITY_CASE};
    char file[128];
    const char *path = file;
    snprintf(file, sizeof file, "%s/cases.jsonl", f->dir);
    FILE *out = fopen(file, "w");
    fputs(
        "{\"ext_id\":\"u1\",\"title\":\"要撤回的一\"}\n{\"ext_id\":\"u2\",\"title\":\"要撤回的二\"}"
        "\n",
        out);
    fclose(out);
    Library *root = open_as(f, "root");
    assert_true(library_import(root, &path, 1, &options, NULL, NULL, &report, &err));
    assert_int_equal(report.created, 2);
    out = fopen(file, "w");
    fputs("{\"ext_id\":\"u1\",\"title\":\"改过的一\"}\n{\"ext_id\":\"u3\",\"title\":\"新的三\"}\n",
          out);
    fclose(out);
    assert_true(library_import(root, &path, 1, &options, NULL, NULL, &report, &err));
    assert_int_equal(report.updated, 1);
    assert_int_equal(report.created, 1);
    size_t undone, kept;
    int asked = 0;
    Progress impatient = {.cancelled = stop_after_one, .context = &asked};
    assert_false(library_import_undo(root, &report.batch, &undone, &kept, &impatient, &err));
    assert_int_equal(err.code, ERR_CANCELLED);
    assert_int_equal(undone, 1);
    assert_true(library_import_undo(root, &report.batch, &undone, &kept, NULL, &err));
    assert_int_equal(undone, 1);
    assert_int_equal(kept, 0); /* what the stopped one took back is not counted as changed since */
    assert_false(library_import_undo(root, &report.batch, &undone, &kept, NULL, &err));
    assert_int_equal(err.code, ERR_INVALID);
    LibraryRows rows = {0};
    size_t first = 0, third = 0;
    assert_true(library_rows(root, ENTITY_CASE, false, &rows, &err));
    VEC_EACH (row, &rows) {
        first += str_equal(record_title(row->record), STR("要撤回的一"));
        third += str_equal(record_title(row->record), STR("新的三"));
    }
    assert_int_equal(first, 1);
    assert_int_equal(third, 0); /* in the trash */
    library_rows_free(&rows);
    library_close(root);
}

static void settings_have_levels_and_rights(void **state) {
    Fixture *f = *state;
    Options options = {0};
    Error err;
    Library *wang = open_as(f, "wang");
    assert_true(library_option_set(wang, OPTION_THEME, STR("mono"), false, &err));
    assert_false(library_option_set(wang, OPTION_SECTION_MIN, STR("10"), false, &err));
    assert_false(library_option_set(wang, OPTION_SECTION_MIN, STR("10"), true, &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(library_option_set(wang, OPTION_ZONE, STR("UTC"), true, &err));
    assert_true(library_options(wang, &options, &err));
    assert_string_equal(option_text(&options, OPTION_THEME), "mono");
    assert_string_equal(option_text(&options, OPTION_ZONE), "Asia/Shanghai");
    options_free(&options);
    library_close(wang);
}

static void the_host_file_is_checked(void **state) {
    Fixture *f = *state;
    HostConfig host;
    Error err;
    char file[128];
    snprintf(file, sizeof file, "%s/anliku.yaml", f->dir);
    assert_true(host_config_read_file(file, &host, &err));
    assert_string_equal(host.library, "");
    FILE *out = fopen(file, "w");
    fputs("library: /srv/anliku\nzone: Asia/Shanghai\ncolour: red\n", out);
    fclose(out);
    assert_false(host_config_read_file(file, &host, &err));
    assert_int_equal(err.line, 3);
    out = fopen(file, "w");
    fputs("library: /srv/anliku\nzone: Asia/Shanghai\n", out);
    fclose(out);
    assert_true(host_config_read_file(file, &host, &err));
    assert_string_equal(host.library, "/srv/anliku");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drafts_are_seen_by_author_and_team_only),
        cmocka_unit_test(drafts_are_found_by_no_tier_of_others),
        cmocka_unit_test(alike_cases_are_told_to_those_who_see_them),
        cmocka_unit_test(a_similarity_out_of_bounds_is_refused),
        cmocka_unit_test(a_case_goes_from_draft_to_published_by_two_people),
        cmocka_unit_test(only_moves_change_the_state),
        cmocka_unit_test(the_second_of_two_savers_is_told),
        cmocka_unit_test(notes_stay_with_the_editors),
        cmocka_unit_test(amounts_are_for_managers_and_the_owner),
        cmocka_unit_test(drafts_come_back_with_their_last_text),
        cmocka_unit_test(names_resolve_to_records),
        cmocka_unit_test(an_import_is_taken_back),
        cmocka_unit_test(settings_have_levels_and_rights),
        cmocka_unit_test(the_host_file_is_checked),
    };
    return cmocka_run_group_tests(tests, set_up, fixture_tear_down);
}
