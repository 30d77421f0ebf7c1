#include "config.h"

#include "library_fixture.h"

#include "base/i18n.h"
#include "library/begin.h"
#include "library/internal.h"
#include "library/known.h"
#include "library/save.h"
#include "store/settings.h"

/* What new cases begin with: templates, copies, searches; and what lint knows of a library. */

static void expect(const Record *record, int field, const char *want) {
    const Value *value = &record->values[field];
    Str text = value->kind == VALUE_REF    ? value->ref.name
               : value->kind == VALUE_LIST ? value->list.items[0].text
                                           : record_text(record, field);
    char *got = mem_strndup(text.ptr ? text.ptr : "", text.len);
    assert_string_equal(got, want);
    free(got);
}

/* --- templates -------------------------------------------------------------------------------- */

/* Every shipped template is one that the taxonomy knows, asks for what review needs, and is never
 * submitted as it is. */
static void check_shipped(Library *library, size_t least) {
    CaseTemplates templates;
    LintLibrary lint;
    Error err;
    assert_true(library_templates(library, &templates, &err));
    assert_true(templates.len >= least);
    library_lint_begin(library, &lint);
    for (size_t i = 0; i < templates.len; i++) {
        Record *record = library_begin_from_template(library, &templates.items[i]);
        Issues issues = {0};
        bool unanswered = false;
        assert_false(templates.items[i].own);
        assert_false(record_has(record, CASE_TITLE));
        assert_true(record_has(record, CASE_CATEGORY));
        assert_true(record_has(record, CASE_INDUSTRY));
        assert_true(record_has(record, CASE_OUTCOMES));
        assert_true(str_equal(record_text(record, CASE_STATE), STR("draft")));
        record_set_text(record, CASE_TITLE, STR("标题"));
        assert_false(lint_check(record, &lint.context, ISSUE_ADVICE, &issues));
        for (size_t j = 0; j < issues.len; j++) {
            unanswered |= !strcmp(issues.items[j].rule, "unanswered-for-review");
            assert_string_not_equal(issues.items[j].rule, "unknown-value");
        }
        assert_true(unanswered);
        issues_free(&issues);
        record_free(record);
    }
    library_lint_end(&lint);
    library_templates_free(&templates);
}

static void shipped_templates_are_sound(void **state) {
    Fixture *f = *state;
    CaseTemplates templates;
    Error err;
    check_shipped(f->library, 6);
    i18n_init("zh_CN");
    check_shipped(f->library, 6);
    assert_true(library_templates(f->library, &templates, &err));
    assert_non_null(library_template_find(&templates, STR("教育：续费与完课")));
    library_templates_free(&templates);
    i18n_init("en");
}

static void a_case_becomes_a_template_of_the_team(void **state) {
    Fixture *f = *state;
    CaseTemplates templates;
    Error err;
    Uuid id = case_numbered(f->library, "AL-2026-0001");
    assert_true(library_template_save(f->library, id, STR(" 分层提醒 "), &err));
    assert_true(library_templates(f->library, &templates, &err));
    const CaseTemplate *own = library_template_find(&templates, STR("分层提醒"));
    assert_non_null(own);
    assert_true(own->own);
    assert_ptr_equal(own, &templates.items[0]); /* the team's come first */
    Record *record = library_begin_from_template(f->library, own);
    expect(record, CASE_INDUSTRY, "教育");
    assert_true(record_has(record, CASE_SOLUTION));
    static const int not_taken[] = {CASE_TITLE,         CASE_CUSTOMER, CASE_BACKGROUND,
                                    CASE_RESULT,        CASE_NOTES,    CASE_FEEDBACK,
                                    CASE_CONSENT_SCOPE, CASE_SUMMARY,  CASE_RELATED};
    for (size_t i = 0; i < sizeof not_taken / sizeof *not_taken; i++)
        assert_false(record_has(record, not_taken[i]));
    const Value *rows = &record->values[CASE_OUTCOMES];
    assert_true(rows->list.len > 1);
    assert_int_equal(rows->list.items[0].list.items[OUTCOME_METRIC].kind, VALUE_TEXT);
    assert_int_equal(rows->list.items[0].list.items[OUTCOME_AFTER].kind, VALUE_NONE);
    record_free(record);
    size_t count = templates.len;
    library_templates_free(&templates);
    /* the same name again replaces it */
    assert_true(library_template_save(f->library, case_numbered(f->library, "AL-2026-0002"),
                                      STR("分层提醒"), &err));
    assert_true(library_templates(f->library, &templates, &err));
    assert_int_equal(templates.len, count);
    expect(library_template_find(&templates, STR("分层提醒"))->record, CASE_INDUSTRY, "金融");
    library_templates_free(&templates);
    assert_true(library_template_remove(f->library, STR("分层提醒"), &err));
    assert_true(library_templates(f->library, &templates, &err));
    assert_int_equal(templates.len, count - 1);
    library_templates_free(&templates);
}

static void put_templates(Library *library, const char *text) {
    StoreWrite *write;
    Error err;
    Str value = str_of(text);
    StoreChange change = library_change(library, VERB_SETTINGS, STR(""));
    assert_true(library_write_begin(library, false, &write, &err));
    assert_true(store_put_setting(write, &change, (Uuid){{0}}, STR("templates"), &value, &err));
    assert_true(store_write_commit(write, NULL, &err));
}

/* Of another version of the program, or damaged: saving one loses none of the others. */
static void templates_that_cannot_be_read_are_not_lost(void **state) {
    Fixture *f = *state;
    static const char *const texts[] = {
        "title: 甲\nneed: 一\n---\ntitle: 乙\nperiod: {start: yesterday}\n",
        "title: 甲\n---\ntitle: [\n"};
    Uuid id = case_numbered(f->library, "AL-2026-0001");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        StoreRead *read;
        Str text;
        Error err;
        put_templates(f->library, texts[i]);
        assert_false(library_template_save(f->library, id, STR("丙"), &err));
        assert_false(library_template_remove(f->library, STR("甲"), &err));
        assert_true(store_read_begin(f->library->store, &read, &err));
        assert_true(store_setting(read, (Uuid){{0}}, STR("templates"), &text, &err));
        assert_true(str_equal(text, str_of(texts[i])));
        store_read_end(read);
    }
    put_templates(f->library, "title: 甲\n");
    Error err;
    assert_true(library_template_remove(f->library, STR("甲"), &err));
}

static void bad_templates_are_refused(void **state) {
    Fixture *f = *state;
    Record *record;
    Error err;
    Uuid id = case_numbered(f->library, "AL-2026-0001"), none = uuid_new();
    char longest[200];
    memset(longest, 'x', sizeof longest);
    assert_false(library_template_save(f->library, id, STR("  "), &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_false(library_template_save(f->library, id, str_make(longest, sizeof longest), &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_false(library_template_save(f->library, none, STR("名"), &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_false(library_template_remove(f->library, STR("没有"), &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    fixture_become(f, "kezhan");
    assert_false(library_template_save(f->library, id, STR("名"), &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(library_template_remove(f->library, STR("名"), &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(library_copy_as_new(f->library, id, &record, &err));
    assert_int_equal(err.code, ERR_DENIED);
}

/* --- copies and searches -----------------------------------------------------------------------
 */

static void a_copy_takes_what_can_be_used_again(void **state) {
    Fixture *f = *state;
    Record *copy;
    Error err;
    Uuid id = case_numbered(f->library, "AL-2026-0001");
    Record *from = load_case(f->library, id);
    assert_true(library_copy_as_new(f->library, id, &copy, &err));
    static const int taken[] = {CASE_TITLE, CASE_SOLUTION, CASE_TAGS, CASE_CATEGORY, CASE_INDUSTRY};
    static const int left[] = {CASE_CUSTOMER,      CASE_OUTCOMES,     CASE_RESULT, CASE_FEEDBACK,
                               CASE_CONSENT_SCOPE, CASE_PERIOD_START, CASE_NOTES,  CASE_REVIEWER,
                               CASE_VERIFY_LAST,   CASE_STEPS};
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        assert_true(value_equal(&copy->values[taken[i]], &from->values[taken[i]]));
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        assert_false(record_has(copy, left[i]));
    assert_true(str_equal(record_text(copy, CASE_STATE), STR("draft")));
    assert_false(uuid_equal(record_id(copy), id));
    assert_true(uuid_equal(copy->values[CASE_RELATED].list.items[0].ref.uuid, id));
    expect(copy, CASE_AUDIENCE, "sales");
    record_free(copy);
    record_free(from);
    /* a public case: the copy has no consent to be public with */
    SaveResult result;
    from = library_new_record(f->library, ENTITY_CASE);
    record_set_text(from, CASE_TITLE, STR("公开的案例"));
    record_set_text(from, CASE_AUDIENCE, STR("public"));
    assert_true(library_save(f->library, from, 0, STR(""), NULL, &result, &err));
    record_free(from);
    assert_true(library_copy_as_new(f->library, result.id, &copy, &err));
    expect(copy, CASE_AUDIENCE, "sales");
    record_free(copy);
    assert_false(library_copy_as_new(f->library, uuid_new(), &copy, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void a_search_becomes_a_case(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *query;
        int field;
        const char *want;
    } rows[] = {
        {"门店 续费", CASE_TITLE, "门店续费"},
        {"branch renewal", CASE_TITLE, "branch renewal"},
        {"\"分层 提醒\" 门店", CASE_TITLE, "分层 提醒门店"},
        {"续费 customer:新客户", CASE_CUSTOMER, "新客户"},
        {"续费 customer:新客户", CASE_TITLE, "续费"},
        {"客户：新客户 续费", CASE_CUSTOMER, "新客户"},
        {"industry:Education", CASE_INDUSTRY, "教育"},
        {"行业:教育", CASE_INDUSTRY, "教育"},
        {"行业:教育,金融", CASE_INDUSTRY, ""},
        {"tag:renewal", CASE_TAGS, "续费"},
        {"category:流失挽回", CASE_CATEGORY, "客户成功/续约/流失挽回"},
        {"state:published 续费", CASE_STATE, "draft"},
        {"audience:public 续费", CASE_AUDIENCE, "internal"},
        {"-流失 续费", CASE_TITLE, "续费"},
        {"", CASE_TITLE, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Record *record = library_begin_from_query(f->library, str_of(rows[i].query));
        expect(record, rows[i].field, rows[i].want);
        record_free(record);
    }
}

/* --- what is known -----------------------------------------------------------------------------
 */

static void values_of_two_cases_and_of_the_taxonomy_are_known(void **state) {
    Fixture *f = *state;
    LintLibrary lint;
    library_lint_begin(f->library, &lint);
    assert_true(lint.context.known(lint.context.known_context, CASE_TAGS, STR("续费")));
    assert_true(lint.context.known(lint.context.known_context, CASE_TAGS, STR("Renewal")));
    assert_false(lint.context.known(lint.context.known_context, CASE_TAGS, STR("从没见过的")));
    library_lint_end(&lint);
    for (int i = 0; i < 2; i++) {
        SaveResult result;
        Error err;
        Record *record = library_new_record(f->library, ENTITY_CASE);
        Value tag = value_text(STR("从没见过的"));
        record_set_text(record, CASE_TITLE, STR("有新标签的案例"));
        record_set(record, CASE_TAGS, value_list(&tag, 1));
        assert_true(library_save(f->library, record, 0, STR(""), NULL, &result, &err));
        record_free(record);
        library_lint_begin(f->library, &lint);
        assert_int_equal(
            lint.context.known(lint.context.known_context, CASE_TAGS, STR("从没见过的")), i);
        library_lint_end(&lint);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shipped_templates_are_sound, fixture_set_up_demo,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_case_becomes_a_template_of_the_team, fixture_set_up_demo,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(templates_that_cannot_be_read_are_not_lost,
                                        fixture_set_up_demo, fixture_tear_down),
        cmocka_unit_test_setup_teardown(bad_templates_are_refused, fixture_set_up_demo,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_copy_takes_what_can_be_used_again, fixture_set_up_demo,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_search_becomes_a_case, fixture_set_up_demo,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(values_of_two_cases_and_of_the_taxonomy_are_known,
                                        fixture_set_up_demo, fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
