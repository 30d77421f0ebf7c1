#include "config.h"

#include "library_fixture.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/bulk.h"
#include "library/export.h"
#include "library/find.h"
#include "library/handon.h"
#include "library/history.h"
#include "library/import.h"
#include "library/resolve.h"
#include "library/row.h"
#include "library/safe.h"
#include "library/tell.h"
#include "library/use.h"
#include "text/fold.h"
#include "text/redact.h"

#include <unistd.h>

/* What leaves the house: what may be told, the safe form, handing on, uses; and changes to many
 * cases at once. */

static Uuid add_told(Fixture *b, const char *title, const char *audience) {
    Record *record = library_new_record(b->library, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_text(record, CASE_AUDIENCE, str_of(audience));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, STR("晨光在线教育科技有限公司"));
    return save_record(b->library, record).id;
}

static Uuid customer_of(Fixture *b, Uuid id) {
    Record *record = load_record(b->library, ENTITY_CASE, id);
    Uuid customer = record_ref_uuid(record, CASE_CUSTOMER);
    record_free(record);
    return customer;
}

static Record *new_consent(Fixture *b, Uuid customer, const char *scope) {
    Record *record = library_new_record(b->library, ENTITY_CONSENT);
    record_set_ref(record, CONSENT_CUSTOMER, customer, STR(""));
    record_set_text(record, CONSENT_SCOPE, str_of(scope));
    return record;
}

static void link_consent(Fixture *b, Uuid id, Uuid consent) {
    Record *record = load_record(b->library, ENTITY_CASE, id);
    record_set_ref(record, CASE_CONSENT_ID, consent, STR(""));
    save_record(b->library, record);
}

static Telling telling_of(Fixture *b, Uuid id) {
    Record *record = load_record(b->library, ENTITY_CASE, id);
    Telling telling = library_tell(b->library, record);
    record_free(record);
    return telling;
}

/* ---- may I tell ---- */

static void audience_and_consent_decide(void **state) {
    (void)state;
    static const struct {
        const char *audience, *scope;
        int32_t expires; /* from today; 0: none */
        TellLevel level;
        TellWhy why;
    } rows[] = {
        {"sales", "", 0, TELL_ANONYMOUS, TELL_NO_CONSENT},
        {"sales", "named", 0, TELL_NAMED, TELL_BY_CONSENT},
        {"public", "named", 10, TELL_NAMED, TELL_BY_CONSENT},
        {"sales", "anonymous", 0, TELL_ANONYMOUS, TELL_BY_CONSENT},
        {"sales", "internal", 0, TELL_INTERNAL, TELL_BY_CONSENT},
        {"sales", "named", -1, TELL_INTERNAL, TELL_ENDED},
        {"public", "anonymous", -100, TELL_INTERNAL, TELL_ENDED},
        {"internal", "named", 0, TELL_INTERNAL, TELL_BY_AUDIENCE},
        {"internal", "", 0, TELL_INTERNAL, TELL_BY_AUDIENCE},
    };
    enum { TODAY = 20777 };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Record *record = record_new(ENTITY_CASE);
        record_set_text(record, CASE_AUDIENCE, str_of(rows[i].audience));
        record_set_text(record, CASE_CONSENT_SCOPE, str_of(rows[i].scope));
        if (rows[i].expires)
            record_set_date(record, CASE_CONSENT_EXPIRES, TODAY + rows[i].expires);
        Telling telling = case_tell(record, NULL, TODAY);
        assert_int_equal(telling.level, rows[i].level);
        assert_int_equal(telling.why, rows[i].why);
        assert_int_equal(telling_allows_full(&telling), rows[i].level == TELL_NAMED);
        Buf text = {0};
        library_telling_put(&telling, &text);
        assert_true(text.len > 4 && !strchr(buf_text(&text), '{'));
        buf_free(&text);
        record_free(record);
    }
}

/* The last day of a consent still counts. */
static void a_consent_holds_through_its_last_day(void **state) {
    (void)state;
    Record *record = record_new(ENTITY_CASE);
    record_set_text(record, CASE_AUDIENCE, STR("sales"));
    record_set_text(record, CASE_CONSENT_SCOPE, STR("named"));
    record_set_date(record, CASE_CONSENT_EXPIRES, 20777);
    assert_int_equal(case_tell(record, NULL, 20777).level, TELL_NAMED);
    assert_int_equal(case_tell(record, NULL, 20778).why, TELL_ENDED);
    record_free(record);
}

static void a_consent_record_counts_until_it_is_revoked(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Error err;
    SaveResult result;
    Uuid id = add_told(b, "一个案例", "sales");
    SaveResult consent = save_record(b->library, new_consent(b, customer_of(b, id), "named"));
    assert_string_equal(consent.display_id, "XK-2026-0001");
    assert_int_equal(telling_of(b, id).why, TELL_NO_CONSENT);
    link_consent(b, id, consent.id);
    assert_int_equal(telling_of(b, id).level, TELL_NAMED);
    Record *record = load_record(b->library, ENTITY_CONSENT, consent.id);
    record_set_date(record, CONSENT_REVOKED_ON, library_today());
    save_record(b->library, record);
    assert_int_equal(telling_of(b, id).why, TELL_REVOKED);
    record = load_record(b->library, ENTITY_CONSENT, consent.id);
    record_set_date(record, CONSENT_REVOKED_ON, library_today() + 1); /* from tomorrow on */
    save_record(b->library, record);
    assert_int_equal(telling_of(b, id).level, TELL_NAMED);
    assert_true(library_trash(b->library, ENTITY_CONSENT, consent.id, true, &result, &err));
    assert_int_equal(telling_of(b, id).why, TELL_NO_CONSENT);
    fixture_free(b);
}

static void refused(Fixture *b, Record *record, ErrorCode code, const char *field) {
    SaveResult result;
    Error err;
    assert_false(library_save(b->library, record, 0, STR(""), NULL, &result, &err));
    assert_int_equal(err.code, code);
    if (field)
        assert_string_equal(err.field, field);
    record_free(record);
}

static void wrong_consents_are_refused(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    SaveResult result;
    Error err;
    Uuid id = add_told(b, "一个案例", "sales"), customer = customer_of(b, id);
    Record *other = library_new_record(b->library, ENTITY_CUSTOMER);
    record_set_text(other, CUSTOMER_NAME, STR("另一家"));
    Uuid stranger = save_record(b->library, other).id;
    Record *record = new_consent(b, customer, "named");
    record_set_date(record, CONSENT_GRANTED_ON, 20700);
    record_set_date(record, CONSENT_EXPIRES, 20699);
    refused(b, record, ERR_INVALID, "expires");
    record = library_new_record(b->library, ENTITY_CONSENT);
    record_set_text(record, CONSENT_SCOPE, STR("named"));
    refused(b, record, ERR_INVALID, "customer");
    record = new_consent(b, (Uuid){{0}}, "named");
    record_set_ref(record, CONSENT_CUSTOMER, (Uuid){{0}}, STR("没有这家"));
    refused(b, record, ERR_INVALID, "customer");
    record = new_consent(b, customer, "whatever");
    refused(b, record, ERR_INVALID, "scope");
    Uuid theirs = save_record(b->library, new_consent(b, stranger, "named")).id;
    record = load_record(b->library, ENTITY_CASE, id);
    record_set_ref(record, CASE_CONSENT_ID, theirs, STR(""));
    assert_false(library_save(b->library, record, (uint32_t)record_int(record, CASE_REV), STR(""),
                              NULL, &result, &err));
    assert_string_equal(err.field, "consent.id");
    record_free(record);
    fixture_free(b);
}

/* The signed paper is for managers and for whoever owns the customer; an edit by others keeps it.
 */
static void the_document_is_hidden_and_kept(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    set_user(b->library, "wang", "editor", "", -1);
    set_user(b->library, "han", "manager", "", -1);
    Uuid id = add_told(b, "一个案例", "sales"), customer = customer_of(b, id);
    Record *record = new_consent(b, customer, "named");
    record_set_text(record, CONSENT_FILE, STR("safe 3"));
    Uuid consent = save_record(b->library, record).id;
    fixture_become(b, "wang");
    record = load_record(b->library, ENTITY_CONSENT, consent);
    assert_false(record_has(record, CONSENT_FILE));
    record_set_text(record, CONSENT_SCOPE, STR("anonymous"));
    save_record(b->library, record);
    fixture_become(b, "han");
    record = load_record(b->library, ENTITY_CONSENT, consent);
    assert_true(str_equal(record_text(record, CONSENT_FILE), STR("safe 3")));
    assert_true(str_equal(record_text(record, CONSENT_SCOPE), STR("anonymous")));
    record_free(record);
    Record *owned = load_record(b->library, ENTITY_CUSTOMER, customer);
    Uuid wang;
    Error err;
    assert_true(library_resolve(b->library, ENTITY_USER, STR("wang"), NULL, &wang, &err));
    record_set_ref(owned, CUSTOMER_OWNER, wang, STR("wang"));
    save_record(b->library, owned);
    fixture_become(b, "wang");
    record = load_record(b->library, ENTITY_CONSENT, consent);
    assert_true(record_has(record, CONSENT_FILE));
    record_free(record);
    fixture_free(b);
}

/* ---- the safe form ---- */

/* Folded, without blanks and signs: how this test looks for names, on its own. */
static void squeeze(Str text, Buf *out) {
    Buf folded = {0};
    text_fold(&folded, text);
    for (size_t i = 0; i < folded.len; i++) {
        unsigned char c = (unsigned char)folded.data[i];
        if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            buf_putc(out, (char)c);
    }
    buf_free(&folded);
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Whole words in Latin, anything in Han. */
static bool holds_name(Str page, Str name) {
    Buf folded = {0}, wanted = {0};
    bool found = false;
    text_fold(&folded, page);
    text_fold(&wanted, str_trim(name));
    Str all = buf_str(&folded), one = buf_str(&wanted);
    for (size_t at = 0; one.len > 1 && !found && (at = str_find(all, one, at)) != SIZE_MAX; at++) {
        bool latin = is_letter(one.ptr[0]);
        found = !latin || ((at == 0 || !is_letter(all.ptr[at - 1])) &&
                           (at + one.len >= all.len || !is_letter(all.ptr[at + one.len])));
    }
    buf_free(&folded);
    buf_free(&wanted);
    return found;
}

static bool take_bytes(void *context, const char *name, Str bytes, Error *err) {
    (void)name;
    (void)err;
    buf_put_str(context, bytes);
    return true;
}

static void export_safe(Fixture *b, FormatKind kind, Buf *out) {
    ExportOptions options = {.entity = ENTITY_CASE, .kind = kind, .safe = true, .confirmed = true};
    size_t count;
    Error err;
    expect_ok(library_export(b->library, &options, take_bytes, out, &count, NULL, &err), &err);
    assert_true(count > 0);
}

/* No name, mail or phone of anybody the library knows is in any format. */
static void expect_nothing_leaks(Fixture *b) {
    static const FormatKind kinds[] = {FORMAT_YAML, FORMAT_MARKDOWN, FORMAT_JSONL, FORMAT_CSV,
                                       FORMAT_HTML};
    LibraryRows customers = {0}, cases = {0};
    Error err;
    assert_true(library_rows(b->library, ENTITY_CUSTOMER, false, &customers, &err));
    assert_true(library_rows(b->library, ENTITY_CASE, false, &cases, &err));
    assert_true(customers.len > 20 && cases.len > 20);
    for (size_t k = 0; k < COUNT_OF(kinds); k++) {
        Buf page = {0};
        export_safe(b, kinds[k], &page);
        VEC_EACH (row, &customers) {
            static const int names[] = {CUSTOMER_NAME, CUSTOMER_SHORT_NAME, CUSTOMER_ID};
            for (size_t n = 0; n < COUNT_OF(names); n++) {
                Str name = record_text(row->record, names[n]);
                if (name.len && holds_name(buf_str(&page), name))
                    fail_msg("%.*s is in %s", STR_ARG(name), format_name(kinds[k]));
            }
        }
        VEC_EACH (row, &cases) {
            static const int names[] = {CASE_ID, CASE_CONSENT_BY};
            for (size_t n = 0; n < COUNT_OF(names); n++)
                if (record_has(row->record, names[n]) &&
                    holds_name(buf_str(&page), record_text(row->record, names[n])))
                    fail_msg("%.*s is in %s", STR_ARG(record_text(row->record, names[n])),
                             format_name(kinds[k]));
            char id[UUID_TEXT];
            uuid_format(record_id(row->record), id);
            assert_null(strstr(buf_text(&page), id));
        }
        /* a mail address has an @ between letters; a phone is what the tool calls one */
        for (size_t i = 1; i + 1 < page.len; i++)
            assert_false(page.data[i] == '@' && is_letter(page.data[i - 1]) &&
                         is_letter(page.data[i + 1]));
        buf_free(&page);
    }
    library_rows_free(&customers);
    library_rows_free(&cases);
}

/* Texts with the names of customers written in many ways go into every demo case. */
static void plant(Fixture *b) {
    LibraryRows cases = {0}, customers = {0};
    Error err;
    assert_true(library_rows(b->library, ENTITY_CASE, false, &cases, &err));
    assert_true(library_rows(b->library, ENTITY_CUSTOMER, false, &customers, &err));
    for (size_t i = 0; i < cases.len; i++) {
        Record *record = load_record(b->library, ENTITY_CASE, record_id(cases.items[i].record));
        const Record *other = customers.items[i % customers.len].record;
        Str name = record_ref_name(record, CASE_CUSTOMER);
        Buf text = {0}, squeezed = {0};
        squeeze(name, &squeezed);
        buf_printf(&text,
                   "%.*s 与 %.*s, **%.*s**’s mail: a.b@example.com, 电话 13812345678, +49 30 "
                   "123456-7, https://example.com/%s.",
                   STR_ARG(name), STR_ARG(record_title(other)), STR_ARG(name), buf_text(&squeezed));
        record_set_text(record, CASE_BACKGROUND, buf_str(&text));
        record_set_text(record, CASE_SUMMARY, buf_str(&text));
        save_record(b->library, record);
        buf_free(&text);
        buf_free(&squeezed);
    }
    library_rows_free(&cases);
    library_rows_free(&customers);
}

/* Strangers read what a metric is called; files keep its key. */
static void pages_call_metrics_by_name(void **state) {
    (void)state;
    Fixture *b = fixture_demo();
    Buf page = {0}, lines = {0};
    export_safe(b, FORMAT_HTML, &page);
    export_safe(b, FORMAT_JSONL, &lines);
    assert_null(strstr(buf_text(&page), "retention.logo"));
    assert_non_null(strstr(buf_text(&page), "<td>客户留存率</td>"));
    assert_non_null(strstr(buf_text(&lines), "retention.logo"));
    buf_free(&page);
    buf_free(&lines);
    fixture_free(b);
}

static void demo_cases_leak_nothing(void **state) {
    (void)state;
    Fixture *b = fixture_demo();
    expect_nothing_leaks(b);
    plant(b);
    expect_nothing_leaks(b);
    fixture_free(b);
}

static void real_cases_leak_nothing(void **state) {
    (void)state;
    const char *source = getenv("ANLIKU_TEST_SRC");
    char folder[512];
    snprintf(folder, sizeof folder, "%s/../shared/data/cases", source ? source : ".");
    if (!file_is_dir(folder)) {
        print_message("# skipped: the real cases are not here\n");
        skip();
    }
    Fixture *b = fixture_alone();
    ImportOptions options = {.entity = ENTITY_CASE};
    ImportReport report;
    Error err;
    const char *path = folder;
    assert_true(library_import(b->library, &path, 1, &options, NULL, NULL, &report, &err));
    assert_true(report.created > 30);
    expect_nothing_leaks(b);
    fixture_free(b);
}

static Uuid add_story(Fixture *b) {
    Record *record = library_new_record(b->library, ENTITY_CASE);
    Value row[OUTCOME_FIELDS] = {0};
    record_set_text(record, CASE_TITLE, STR("晨光 在线教育：续费"));
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, STR("晨光在线教育科技有限公司"));
    record_set_text(record, CASE_INDUSTRY, STR("教育"));
    record_set_text(record, CASE_REGION, STR("华东"));
    record_set_text(record, CASE_SUMMARY, STR("晨光在綫教育 2024年9月10日 上线，省 312万元。"));
    record_set_text(record, CASE_NEED, STR("证书 ISO 27001。<b>x</b> [a](javascript:1)"));
    record_set_text(record, CASE_FEEDBACK, STR("“好用。”（王敏，教务主管）"));
    record_set_text(record, CASE_NOTES, STR("secret"));
    record_set_text(record, CASE_CONSENT_BY, STR("李雷"));
    record_set_text(record, CASE_BODY, STR("李雷说好，王敏也说好。"));
    record_set_date(record, CASE_PERIOD_START, date_make(2024, 8, 15));
    record_set_text(record, CASE_LANG, STR("zh"));
    row[OUTCOME_METRIC] = value_text(STR("成本"));
    row[OUTCOME_UNIT] = value_text(STR("元"));
    row[OUTCOME_BEFORE] = (Value){.kind = VALUE_DECIMAL, .decimal = {40000, 0}};
    row[OUTCOME_AFTER] = (Value){.kind = VALUE_DECIMAL, .decimal = {10000, 0}};
    row[OUTCOME_EVIDENCE] = value_text(STR("CRM 晨光"));
    Value rows = {.kind = VALUE_ROW, .list = {row, OUTCOME_FIELDS}};
    record_set(record, CASE_OUTCOMES, value_list(&rows, 1));
    return save_record(b->library, record).id;
}

static void the_safe_form_replaces_bands_and_rounds(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Record *safe;
    SafeLefts lefts = {0};
    Error err;
    Uuid id = add_story(b);
    assert_true(library_safe(b->library, id, &safe, &lefts, &err));
    assert_true(str_equal(record_title(safe), STR("客户A：续费")));
    assert_true(str_equal(record_text(safe, CASE_SUMMARY),
                          STR("客户A 2024年第三季度 上线，省 2-5百万元。")));
    assert_true(str_equal(record_ref_name(safe, CASE_CUSTOMER), STR("客户A")));
    assert_true(uuid_is_nil(record_ref_uuid(safe, CASE_CUSTOMER)));
    assert_int_equal(record_int(safe, CASE_PERIOD_START), date_make(2024, 7, 1));
    assert_true(
        str_equal(record_text(safe, CASE_BODY), STR("客户方联系人说好，客户方联系人也说好。")));
    static const int gone[] = {CASE_UUID,  CASE_ID,     CASE_NOTES,      CASE_OWNER, CASE_AUTHOR,
                               CASE_STATE, CASE_REGION, CASE_CONSENT_BY, CASE_REV,   CASE_INDUSTRY};
    for (size_t i = 0; i < COUNT_OF(gone); i++)
        assert_false(record_has(safe, gone[i]));
    const Value *outcome = &safe->values[CASE_OUTCOMES].list.items[0];
    assert_int_equal(outcome->list.items[OUTCOME_BEFORE].decimal.units, 100);
    assert_int_equal(outcome->list.items[OUTCOME_AFTER].decimal.units, 25);
    assert_int_equal(outcome->list.items[OUTCOME_EVIDENCE].kind, VALUE_NONE);
    assert_int_equal(lefts.len, 1);
    Buf text = {0};
    safe_lefts_put(&lefts, 9, &text);
    assert_non_null(strstr(buf_text(&text), "27001"));
    buf_free(&text);
    safe_lefts_free(&lefts);
    record_free(safe);
    fixture_free(b);
}

/* Whoever is named politely is a person; what only looks like it stays. */
static void polite_names_go(void **state) {
    (void)state;
    static const struct {
        const char *text, *safe;
    } rows[] = {
        {"总经理林女士看了清单。", "总经理客户方联系人看了清单。"},
        {"第三天上门，见裴总、法务。", "第三天上门，见客户方联系人、法务。"},
        {"卢医生说没人填得完", "客户方联系人说没人填得完"},
        {"提高总量，资金总额，工程总包，部门总经理", "提高总量，资金总额，工程总包，部门总经理"},
        {"每周老师排班，历史老师和阶段老师", "每周老师排班，历史老师和阶段老师"},
        {"远山老师看了就说", "客户A老师看了就说"},
    };
    Fixture *b = fixture_alone();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Record *record = library_new_record(b->library, ENTITY_CASE), *safe;
        SaveResult result;
        SafeLefts lefts = {0};
        Error err;
        record_set_text(record, CASE_TITLE, STR("标题"));
        record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, STR("远山"));
        record_set_text(record, CASE_BODY, str_of(rows[i].text));
        assert_true(library_save(b->library, record, 0, STR(""), NULL, &result, &err));
        record_free(record);
        assert_true(library_safe(b->library, result.id, &safe, &lefts, &err));
        if (!str_equal(record_text(safe, CASE_BODY), str_of(rows[i].safe)))
            fail_msg("%s: %.*s", rows[i].text, STR_ARG(record_text(safe, CASE_BODY)));
        record_free(safe);
        safe_lefts_free(&lefts);
    }
    fixture_free(b);
}

/* Five customers of one industry are a group; four are not. */
static void small_groups_are_not_named(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Error err;
    Uuid id = add_story(b);
    for (int i = 0; i < 4; i++) {
        Record *safe, *customer = library_new_record(b->library, ENTITY_CUSTOMER);
        char name[32];
        assert_true(library_safe(b->library, id, &safe, NULL, &err));
        assert_false(record_has(safe, CASE_INDUSTRY));
        record_free(safe);
        snprintf(name, sizeof name, "Other %d", i);
        record_set_text(customer, CUSTOMER_NAME, str_of(name));
        record_set_text(customer, CUSTOMER_INDUSTRY, STR("教育"));
        save_record(b->library, customer);
    }
    Record *safe;
    assert_true(library_safe(b->library, id, &safe, NULL, &err));
    assert_true(str_equal(record_text(safe, CASE_INDUSTRY), STR("教育")));
    assert_false(record_has(safe, CASE_REGION)); /* nobody else of these is there */
    record_free(safe);
    fixture_free(b);
}

/* An alias that tells the name is none. */
static void a_bad_alias_is_not_used(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Error err;
    Record *safe;
    Uuid id = add_story(b), customer = customer_of(b, id);
    Record *record = load_record(b->library, ENTITY_CUSTOMER, customer);
    record_set_text(record, CUSTOMER_ALIAS, STR("一家在线学校"));
    save_record(b->library, record);
    assert_true(library_safe(b->library, id, &safe, NULL, &err));
    assert_true(str_equal(record_title(safe), STR("一家在线学校：续费")));
    record_free(safe);
    record = load_record(b->library, ENTITY_CUSTOMER, customer);
    record_set_text(record, CUSTOMER_ALIAS, STR("学校（晨光在线教育）"));
    save_record(b->library, record);
    assert_true(library_safe(b->library, id, &safe, NULL, &err));
    assert_true(str_equal(record_title(safe), STR("客户A：续费")));
    record_free(safe);
    fixture_free(b);
}

static void the_page_escapes_all(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Buf page = {0};
    add_story(b);
    export_safe(b, FORMAT_HTML, &page);
    assert_null(strstr(buf_text(&page), "<b>x"));
    assert_non_null(strstr(buf_text(&page), "&lt;b&gt;x"));
    assert_null(strstr(buf_text(&page), "href=\"javascript"));
    assert_null(strstr(buf_text(&page), "<script"));
    assert_non_null(strstr(buf_text(&page), "2024 Q3"));
    assert_true(str_ends(buf_str(&page), STR("</html>\n")));
    buf_free(&page);
    fixture_free(b);
}

/* ---- handing on ---- */

static bool hand(Fixture *b, const HandOn *what, Buf *out, Error *err, size_t *left) {
    SafeLefts lefts = {0};
    bool ok = library_hand_on(b->library, what, out, &lefts, err);
    *left = lefts.len;
    safe_lefts_free(&lefts);
    return ok;
}

static bool count_handed(void *context, const HistoryEntry *entry, Error *err) {
    (void)err;
    *(size_t *)context += entry->rev == 0 && strcmp(entry->verb, "hand-on") == 0;
    return true;
}

static size_t handed(Fixture *b, Uuid id) {
    size_t count = 0;
    Error err;
    assert_true(library_history(b->library, ENTITY_CASE, id, count_handed, &count, &err));
    return count;
}

static void nothing_goes_out_that_is_not_on_record(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Buf out = {0};
    Error err;
    size_t left;
    Uuid id = add_story(b);
    HandOn what = {.case_id = id, .what = HANDED_SUMMARY};
    assert_true(hand(b, &what, &out, &err, &left));
    assert_int_equal(handed(b, id), 1);
    buf_clear(&out);
    what.what = HANDED_CASE; /* ISO 27001 is in it */
    assert_false(hand(b, &what, &out, &err, &left));
    assert_int_equal(err.code, ERR_INVALID);
    assert_true(left == 1 && out.len == 0);
    what.confirmed = true;
    assert_true(hand(b, &what, &out, &err, &left));
    assert_int_equal(handed(b, id), 2);
    buf_clear(&out);
    what.full = true; /* internal: needs a reason */
    assert_false(hand(b, &what, &out, &err, &left));
    assert_int_equal(err.code, ERR_DENIED);
    assert_int_equal(out.len, 0);
    what.why = STR("asked the owner");
    assert_true(hand(b, &what, &out, &err, &left));
    assert_non_null(strstr(buf_text(&out), "晨光"));
    assert_int_equal(handed(b, id), 3);
    what.case_id = uuid_new();
    assert_false(hand(b, &what, &out, &err, &left));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    Record *forged = record_new(ENTITY_HAND_ON);
    record_set_uuid(forged, 0, uuid_new());
    refused(b, forged, ERR_DENIED, NULL);
    buf_free(&out);
    fixture_free(b);
}

/* A case may be in the trash because its customer took the consent back. */
static void what_is_in_the_trash_is_not_handed_on(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Buf out = {0};
    Error err;
    SaveResult result;
    size_t left;
    Uuid id = add_story(b);
    HandOn what = {.case_id = id, .what = HANDED_SUMMARY, .confirmed = true};
    assert_true(library_trash(b->library, ENTITY_CASE, id, true, &result, &err));
    assert_false(hand(b, &what, &out, &err, &left));
    assert_int_equal(err.code, ERR_INVALID);
    what.full = true;
    what.why = STR("asked the owner");
    assert_false(hand(b, &what, &out, &err, &left));
    assert_true(out.len == 0 && handed(b, id) == 0);
    what.what = HANDED_ID;
    assert_true(hand(b, &what, &out, &err, &left));
    buf_free(&out);
    fixture_free(b);
}

static void named_exports_are_on_record_each(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Buf out = {0};
    Error err;
    size_t count;
    Uuid id = add_story(b);
    ExportOptions options = {.entity = ENTITY_CASE,
                             .kind = FORMAT_YAML,
                             .ids = &id,
                             .id_count = 1,
                             .safe = true,
                             .prospect = STR("Beta")};
    assert_false(library_export(b->library, &options, take_bytes, &out, &count, NULL, &err));
    assert_int_equal(err.code, ERR_INVALID);
    assert_true(out.len == 0 && handed(b, id) == 0);
    options.confirmed = true;
    assert_true(library_export(b->library, &options, take_bytes, &out, &count, NULL, &err));
    assert_int_equal(handed(b, id), 1);
    options.entity = ENTITY_CUSTOMER;
    options.ids = NULL;
    options.id_count = 0;
    assert_false(library_export(b->library, &options, take_bytes, &out, &count, NULL, &err));
    buf_free(&out);
    fixture_free(b);
}

static void readers_hand_nothing_on(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Buf out = {0};
    Error err;
    SaveResult result;
    size_t left;
    Uuid id = add_told(b, "Seen by all", "sales");
    Record *record = load_record(b->library, ENTITY_CASE, id);
    record_free(record);
    set_user(b->library, "du", "reader", "", -1);
    set_user(b->library, "rep", "rep", "", -1);
    fixture_become(b, "rep");
    HandOn what = {.case_id = id, .what = HANDED_SUMMARY};
    assert_false(hand(b, &what, &out, &err, &left)); /* a draft of somebody else */
    assert_int_equal(err.code, ERR_NOT_FOUND);
    UseEntry use = {.case_id = id};
    assert_false(library_use_log(b->library, &use, &result, &err));
    fixture_become(b, "du");
    assert_false(hand(b, &what, &out, &err, &left));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(library_use_log(b->library, &use, &result, &err));
    assert_int_equal(err.code, ERR_DENIED);
    buf_free(&out);
    fixture_free(b);
}

/* ---- uses ---- */

static void uses_are_counted_rated_and_changed_by_their_own(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Error err;
    SaveResult first, second, result;
    UseSummary summary;
    Buf prospect = {0};
    Uuid id = add_told(b, "一个案例", "sales");
    set_user(b->library, "wang", "editor", "", -1);
    UseEntry use = {.case_id = id, .prospect = STR(" 江南银行 "), .kind = STR("call")};
    assert_true(library_use_log(b->library, &use, &first, &err));
    assert_string_equal(first.display_id, "YY-2026-0001");
    clock_freeze(1795136400000 + 86400000);
    use.prospect = STR("Beta");
    assert_true(library_use_log(b->library, &use, &second, &err));
    assert_true(library_use_feedback(b->library, id, 5, &prospect, &result, &err));
    assert_string_equal(buf_text(&prospect), "Beta"); /* the newest one */
    assert_true(library_use_feedback(b->library, id, 2, NULL, &result, &err));
    assert_true(library_use_feedback(b->library, id, 4, &prospect, &result, &err));
    assert_non_null(strstr(buf_text(&prospect) + 4, "Beta")); /* all have one: the newest changes */
    assert_true(library_use_feedback(b->library, id, 5, NULL, &result, &err));
    assert_false(
        library_use_feedback(b->library, add_told(b, "没用过", "sales"), 2, NULL, &result, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(library_use_summary(b->library, id, &summary, &err));
    assert_true(summary.count == 2 && summary.rated == 2 && summary.total == 7);
    use.kind = STR("sold");
    assert_false(library_use_log(b->library, &use, &result, &err));
    assert_int_equal(err.code, ERR_INVALID);
    use.kind = STR("call");
    use.feedback = 6;
    assert_false(library_use_log(b->library, &use, &result, &err));
    use.feedback = 0;
    use.case_id = uuid_new();
    assert_false(library_use_log(b->library, &use, &result, &err));
    Str found[4];
    ProspectNames *names = library_prospect_names(b->library);
    assert_int_equal(library_prospects(names, STR(""), 4, found), 2);
    assert_true(str_equal(found[0], STR("Beta")));
    assert_int_equal(library_prospects(names, STR(""), 1, found), 1);
    assert_int_equal(library_prospects(names, STR("jnyh"), 4, found), 1);
    assert_true(str_equal(found[0], STR("江南银行")));
    library_prospect_names_free(names);
    assert_true(library_trash(b->library, ENTITY_USE, second.id, true, &result, &err));
    assert_true(library_use_summary(b->library, id, &summary, &err));
    assert_int_equal(summary.count, 1);
    buf_free(&prospect);
    fixture_free(b);
}

/* For whom a draft of somebody else was used is as little to be seen as the draft. */
static void prospects_of_hidden_cases_are_not_offered(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Error err;
    SaveResult result;
    Str found[4];
    UseEntry use = {.case_id = add_told(b, "一个案例", "sales"), .prospect = STR("Secret")};
    set_user(b->library, "rep", "rep", "", -1);
    assert_true(library_use_log(b->library, &use, &result, &err));
    fixture_become(b, "rep");
    ProspectNames *names = library_prospect_names(b->library);
    assert_int_equal(library_prospects(names, STR(""), 4, found), 0);
    library_prospect_names_free(names);
    fixture_become(b, "root");
    names = library_prospect_names(b->library);
    assert_int_equal(library_prospects(names, STR(""), 4, found), 1);
    library_prospect_names_free(names);
    assert_true(library_trash(b->library, ENTITY_USE, result.id, true, &result, &err));
    names = library_prospect_names(b->library);
    assert_int_equal(library_prospects(names, STR(""), 4, found), 0);
    library_prospect_names_free(names);
    fixture_free(b);
}

/* ---- many ---- */

static size_t found(Fixture *b, const char *query) {
    FindRequest request = {
        .query = str_of(query), .sort = STR(""), .limit = 1000, .match = FIND_ALL};
    Uuid *ids;
    size_t count;
    Error err;
    assert_true(library_find_ids(b->library, &request, &ids, &count, &err));
    free(ids);
    return count;
}

static void a_change_to_many_is_one_batch(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Error err;
    BulkResult result;
    SaveResult saved;
    size_t undone, kept;
    Uuid ids[30];
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        ids[i] = add_told(b, "一个案例", "sales");
    assert_true(library_bulk(b->library, BULK_TAG_ADD, STR(" pilot "), ids, COUNT_OF(ids), &result,
                             NULL, &err));
    assert_true(result.changed == 30 && result.refused == 0);
    assert_int_equal(found(b, "tag:pilot"), 30);
    assert_true(library_bulk(b->library, BULK_TAG_ADD, STR("PILOT"), ids, 30, &result, NULL, &err));
    assert_true(result.unchanged == 30 && uuid_is_nil(result.batch));
    assert_true(
        library_bulk(b->library, BULK_TAG_REMOVE, STR("pilot"), ids, 10, &result, NULL, &err));
    assert_int_equal(found(b, "tag:pilot"), 20);
    Record *record = load_record(b->library, ENTITY_CASE, ids[3]); /* changed since: stays */
    record_set_text(record, CASE_SUMMARY, STR("new"));
    save_record(b->library, record);
    assert_true(library_bulk_undo(b->library, result.batch, &undone, &kept, NULL, NULL, &err));
    assert_true(undone == 9 && kept == 1);
    assert_int_equal(found(b, "tag:pilot"), 29);
    assert_false(library_bulk_undo(b->library, result.batch, &undone, &kept, NULL, NULL, &err));
    /* the trash, and what is in it already */
    assert_true(library_trash(b->library, ENTITY_CASE, ids[0], true, &saved, &err));
    assert_true(library_bulk(b->library, BULK_TRASH, STR(""), ids, 3, &result, NULL, &err));
    assert_true(result.changed == 2 && result.refused == 1 && result.why.code == ERR_INVALID);
    assert_true(library_bulk_undo(b->library, result.batch, &undone, &kept, NULL, NULL, &err));
    assert_int_equal(found(b, "is:trashed"), 1);
    /* who does not exist, and no tag */
    assert_false(library_bulk(b->library, BULK_OWNER, STR("nobody"), ids, 3, &result, NULL, &err));
    assert_false(library_bulk(b->library, BULK_TAG_ADD, STR("  "), ids, 3, &result, NULL, &err));
    assert_int_equal(err.code, ERR_INVALID);
    /* an import is taken back by its own word, not a change to many */
    assert_false(library_import_undo(b->library, NULL, &undone, &kept, NULL, &err));
    fixture_free(b);
}

typedef struct Meddling {
    Fixture *b;
    Uuid id;
    bool done;
} Meddling;

/* Somebody saves a case whose change waits. */
static void meddle(void *context, uint64_t done, uint64_t total) {
    Meddling *meddling = context;
    (void)total;
    if (done < 2 || meddling->done)
        return;
    meddling->done = true;
    Record *record = load_record(meddling->b->library, ENTITY_CASE, meddling->id);
    record_set_text(record, CASE_SUMMARY, STR("written meanwhile"));
    save_record(meddling->b->library, record);
}

static void what_others_save_meanwhile_stays(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Error err;
    BulkResult result;
    Uuid ids[5];
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        ids[i] = add_told(b, "一个案例", "sales");
    Meddling meddling = {.b = b, .id = ids[0]};
    Progress progress = {.report = meddle, .context = &meddling};
    bool ok = library_bulk(b->library, BULK_TAG_ADD, STR("pilot"), ids, COUNT_OF(ids), &result,
                           &progress, &err);
    expect_ok(ok, &err);
    assert_true(meddling.done);
    assert_true(result.changed == 5 && result.refused == 0);
    assert_int_equal(found(b, "tag:pilot"), 5);
    Record *record = load_record(b->library, ENTITY_CASE, ids[0]);
    assert_true(str_equal(record_text(record, CASE_SUMMARY), STR("written meanwhile")));
    record_free(record);
    fixture_free(b);
}

static void rights_are_asked_of_every_case(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    Error err;
    BulkResult result;
    Uuid ids[3];
    set_user(b->library, "wang", "editor", "", -1);
    set_user(b->library, "rep", "rep", "", -1);
    for (size_t i = 0; i < 2; i++)
        ids[i] = add_told(b, "一个案例", "sales"); /* drafts of root */
    fixture_become(b, "wang");
    ids[2] = add_told(b, "他的", "sales");
    assert_true(library_bulk(b->library, BULK_TAG_ADD, STR("x"), ids, 3, &result, NULL, &err));
    assert_true(result.changed == 1 && result.refused == 2 && result.why.code == ERR_NOT_FOUND);
    fixture_become(b, "rep");
    assert_false(library_bulk(b->library, BULK_TAG_ADD, STR("x"), ids, 3, &result, NULL, &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(library_bulk(b->library, BULK_TRASH, STR(""), ids, 3, &result, NULL, &err));
    fixture_free(b);
}

/* Who has the library open for days has no right that was taken away meanwhile. */
static void a_right_that_was_taken_away_ends(void **state) {
    (void)state;
    Fixture *b = fixture_alone();
    SaveResult result;
    Error err = {0};
    set_user(b->library, "li", "editor", "", -1);
    Library *hers = open_as(b, "li");
    Record *record = library_new_record(hers, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, STR("在线教育续费"));
    set_user(b->library, "li", "", "", 1);
    assert_false(library_save(hers, record, 0, STR(""), NULL, &result, &err));
    assert_int_equal(err.code, ERR_DENIED);
    set_user(b->library, "li", "", "", 0);
    assert_true(library_save(hers, record, 0, STR(""), NULL, &result, &err));
    record_free(record);
    set_user(b->library, "li", "rep", "", -1);
    record = library_new_record(hers, ENTITY_CASE);
    record_set_text(record, CASE_TITLE, STR("不该存下"));
    assert_true(library_allow(hers, RIGHT_WRITE, &err)); /* the session does not know it yet */
    assert_false(library_save(hers, record, 0, STR(""), NULL, &result, &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(library_allow(hers, RIGHT_WRITE, &err));
    record_free(record);
    library_close(hers);
    fixture_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(audience_and_consent_decide),
        cmocka_unit_test(a_consent_holds_through_its_last_day),
        cmocka_unit_test(a_consent_record_counts_until_it_is_revoked),
        cmocka_unit_test(wrong_consents_are_refused),
        cmocka_unit_test(the_document_is_hidden_and_kept),
        cmocka_unit_test(pages_call_metrics_by_name),
        cmocka_unit_test(demo_cases_leak_nothing),
        cmocka_unit_test(real_cases_leak_nothing),
        cmocka_unit_test(the_safe_form_replaces_bands_and_rounds),
        cmocka_unit_test(polite_names_go),
        cmocka_unit_test(small_groups_are_not_named),
        cmocka_unit_test(a_bad_alias_is_not_used),
        cmocka_unit_test(the_page_escapes_all),
        cmocka_unit_test(nothing_goes_out_that_is_not_on_record),
        cmocka_unit_test(what_is_in_the_trash_is_not_handed_on),
        cmocka_unit_test(named_exports_are_on_record_each),
        cmocka_unit_test(readers_hand_nothing_on),
        cmocka_unit_test(uses_are_counted_rated_and_changed_by_their_own),
        cmocka_unit_test(a_change_to_many_is_one_batch),
        cmocka_unit_test(prospects_of_hidden_cases_are_not_offered),
        cmocka_unit_test(what_others_save_meanwhile_stays),
        cmocka_unit_test(rights_are_asked_of_every_case),
        cmocka_unit_test(a_right_that_was_taken_away_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
