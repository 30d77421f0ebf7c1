#include "config.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/attachments.h"
#include "library/comments.h"
#include "library/fieldtext.h"
#include "library/outcome.h"
#include "library/presence.h"
#include "library/rate.h"
#include "library/reads.h"
#include "library/row.h"
#include "library/tell.h"
#include "library/use.h"
#include "record/parse.h"
#include "record/state.h"
#include "text/mark.h"
#include "tui/screen/casetext.h"

#include <stdlib.h>

/* A case as a text: what a call needs first, then the story, then every field. */

enum { QUOTE_INDENT = 2 };

static Str first_line(Str text) {
    Str line = {0};
    text = str_trim(text);
    while (text.len && str_split(&text, '\n', &line) && !str_trim(line).len)
        ;
    return str_trim(line);
}

const char *casetext_status(const Record *record, Role *role) {
    static const Role state_roles[CASE_STATES] = {[STATE_DRAFT] = ROLE_DRAFT,
                                                  [STATE_SUBMITTED] = ROLE_WAITING,
                                                  [STATE_IN_REVIEW] = ROLE_WAITING,
                                                  [STATE_PUBLISHED] = ROLE_PUBLISHED,
                                                  [STATE_ARCHIVED] = ROLE_ARCHIVED};
    static const Role trust_roles[CASE_TRUSTS] = {[TRUST_NONE] = ROLE_PUBLISHED,
                                                  [TRUST_VERIFIED] = ROLE_PUBLISHED,
                                                  [TRUST_DUE] = ROLE_WARN,
                                                  [TRUST_STALE] = ROLE_ERROR,
                                                  [TRUST_IMPORTED] = ROLE_INFO};
    CaseState state = case_state(record);
    CaseTrust trust = case_trust(record, library_today());
    bool by_trust = state == STATE_PUBLISHED && trust != TRUST_NONE;
    *role = by_trust ? trust_roles[trust] : state_roles[state];
    return by_trust ? case_trust_label(trust) : case_state_label(state);
}

bool casetext_put_result(Buf *out, const Record *record) {
    const Value *outcomes = &record->values[CASE_OUTCOMES];
    if (outcomes->kind == VALUE_LIST && outcomes->list.len) {
        outcome_put(&outcomes->list.items[0], out);
        return true;
    }
    Str line = first_line(record_text(record, CASE_RESULT));
    if (!line.len)
        line = record_text(record, CASE_SUMMARY);
    buf_put_str(out, line);
    return line.len > 0;
}

/* ---- fields ---- */

static void add_field(CaseText *text, const Record *record, int field, Role role) {
    Buf value = {0};
    if (record_has(record, field)) {
        fieldtext_put(record, field, &value);
        casetext_pair(text, _(record->entity->fields[field].label), role, buf_str(&value));
    }
    buf_free(&value);
}

/* What is stored is public until somebody says otherwise; what holds today is said beside it. */
static void add_audience(CaseText *text, const Record *record) {
    Telling telling = text->library ? library_tell(text->library, record)
                                    : case_tell(record, NULL, library_today());
    Buf value = {0};
    if (case_audience(record) != AUDIENCE_PUBLIC || telling_backs_public(&telling)) {
        add_field(text, record, CASE_AUDIENCE, ROLE_TEXT);
        return;
    }
    fieldtext_put(record, CASE_AUDIENCE, &value);
    buf_printf(&value, " - %s: %s", _("today"), _(tell_level_label(telling.level)));
    casetext_pair(text, _(record->entity->fields[CASE_AUDIENCE].label), ROLE_WARN, buf_str(&value));
    buf_free(&value);
}

void casetext_add_fields(CaseText *text, const Record *record) {
    static const int fields[] = {CASE_ID,           CASE_SUMMARY,    CASE_INDUSTRY,
                                 CASE_CATEGORY,     CASE_TAGS,       CASE_PRODUCT,
                                 CASE_THEME,        CASE_PAIN,       CASE_SIZE_BAND,
                                 CASE_REGION,       CASE_SUCCESS,    CASE_AUDIENCE,
                                 CASE_PERIOD_START, CASE_PERIOD_END, CASE_ALTERNATIVES,
                                 CASE_REVIEWER,     CASE_RELATED,    CASE_CREATED,
                                 CASE_UPDATED,      CASE_CONSENT_BY, CASE_SCORE_COOPERATION_MONTHS,
                                 CASE_LANG};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        if (fields[i] == CASE_AUDIENCE)
            add_audience(text, record);
        else
            add_field(text, record, fields[i], ROLE_TEXT);
}

/* ---- what a call needs ---- */

static void add_result(CaseText *text, const Record *record) {
    Buf result = {0};
    if (casetext_put_result(&result, record))
        casetext_pair(text, _("Result"), ROLE_NUMBER, buf_str(&result));
    buf_free(&result);
}

static void add_quote(CaseText *text, const Record *record) {
    Str quote = first_line(record_text(record, CASE_FEEDBACK));
    while (quote.len && (quote.ptr[0] == '>' || quote.ptr[0] == ' '))
        quote = str_make(quote.ptr + 1, quote.len - 1);
    if (quote.len)
        casetext_push(
            text,
            (PagerLine){.text = quote, .role = ROLE_QUOTE, .indent = QUOTE_INDENT, .bars = 1});
}

/* Whom the case may be told, as an answer to "may I?". */
static void add_consent(CaseText *text, const Record *record) {
    static const Role roles[TELL_LEVELS] = {
        [TELL_INTERNAL] = ROLE_ERROR, [TELL_ANONYMOUS] = ROLE_WARN, [TELL_NAMED] = ROLE_GOOD};
    Telling telling = text->library ? library_tell(text->library, record)
                                    : case_tell(record, NULL, library_today());
    Buf value = {0};
    library_telling_put(&telling, &value);
    Buf channels = {0};
    if (text->library && telling.why == TELL_BY_CONSENT)
        library_tell_channels(text->library, record, &channels);
    if (channels.len)
        buf_printf(&value, " (%s)", buf_text(&channels));
    casetext_pair(text, _("May I tell"), roles[telling.level], buf_str(&value));
    buf_free(&channels);
    buf_free(&value);
}

/* How often, and when last. */
static void add_uses(CaseText *text, const Record *record) {
    UseSummary uses;
    Error ignored;
    Buf value = {0};
    if (text->library && library_use_summary(text->library, record_id(record), &uses, &ignored) &&
        uses.count) {
        library_use_put(&uses, &value);
        casetext_pair(text, _("Used"), ROLE_TEXT, buf_str(&value));
    }
    buf_free(&value);
}

/* By how many people, lately. */
static void add_reads(CaseText *text, const Record *record) {
    ReadSummary reads;
    Error ignored;
    Buf value = {0};
    if (text->library && library_read_summary(text->library, record_id(record), &reads, &ignored))
        library_read_put(&reads, &value);
    if (value.len)
        casetext_pair(text, _("Read"), ROLE_TEXT, buf_str(&value));
    buf_free(&value);
}

static void add_rating(CaseText *text, const Record *record) {
    RatingSummary summary;
    Error ignored;
    Buf value = {0};
    if (text->library &&
        library_rating_summary(text->library, record_id(record), &summary, &ignored))
        library_rating_put(&summary, &value);
    if (value.len)
        casetext_pair(text, _("Rating"), ROLE_TEXT, buf_str(&value));
    buf_free(&value);
}

static void add_trust(CaseText *text, const Record *record) {
    Role role;
    Buf value = {0};
    buf_puts(&value, _(casetext_status(record, &role)));
    if (record_has(record, CASE_VERIFY_LAST)) {
        Error sentence;
        Buf day = {0};
        date_format(&day, (int32_t)record->values[CASE_VERIFY_LAST].number);
        error_set(&sentence, ERR_NONE, N_(", checked last on {0}"), "S", buf_str(&day));
        error_render_message(&sentence, &value);
        buf_free(&day);
    }
    casetext_pair(text, record_has(record, CASE_VERIFY_LAST) ? _("Verified") : _("State"), role,
                  buf_str(&value));
    buf_free(&value);
}

/* The name that people know, and the login where it says something else. */
static void put_person(CaseText *text, const Record *record, int field, Buf *out) {
    LibraryRow row;
    Error ignored;
    Str login = record_ref_name(record, field);
    Uuid id = record_ref_uuid(record, field);
    if (text->library && !uuid_is_nil(id) &&
        library_row(text->library, ENTITY_USER, id, &row, &ignored)) {
        Str name = record_text(row.record, USER_NAME);
        login = record_text(row.record, USER_LOGIN);
        buf_put_str(out, name.len ? name : login);
        if (name.len && !str_equal(name, login))
            buf_printf(out, " (%.*s)", STR_ARG(login));
        library_row_free(&row);
        return;
    }
    buf_put_str(out, login);
}

static void add_owner(CaseText *text, const Record *record) {
    Buf owner = {0};
    put_person(text, record, CASE_OWNER, &owner);
    if (owner.len)
        casetext_pair(text, _(record->entity->fields[CASE_OWNER].label), ROLE_TEXT,
                      buf_str(&owner));
    buf_free(&owner);
}

/* It may change while it is read. */
static void add_editors(CaseText *text, const Record *record) {
    Buf editors = {0};
    if (text->library)
        presence_put(text->library, record_id(record), NULL, &editors);
    if (editors.len)
        casetext_line(text, ROLE_INFO, buf_str(&editors));
    buf_free(&editors);
}

void casetext_add_brief(CaseText *text, const Record *record) {
    casetext_line(text, ROLE_TITLE, record_text(record, CASE_TITLE));
    add_editors(text, record);
    add_result(text, record);
    add_quote(text, record);
    add_consent(text, record);
    add_trust(text, record);
    add_owner(text, record);
    add_field(text, record, CASE_CUSTOMER, ROLE_TEXT);
    add_uses(text, record);
    add_reads(text, record);
    add_rating(text, record);
    add_field(text, record, CASE_RETURN_REASON, ROLE_WARN);
}

/* ---- the story ---- */

static void put_sub(Buf *out, const Record *record, const Value *row, int sub) {
    const Field *fields = record->entity->fields[CASE_OUTCOMES].row;
    if (row->kind == VALUE_ROW && (size_t)sub < row->list.len &&
        row->list.items[sub].kind != VALUE_NONE)
        value_format(&fields[sub], &row->list.items[sub], out);
}

static void put_evidence(Buf *out, const Record *record, const Value *row) {
    put_sub(out, record, row, OUTCOME_EVIDENCE);
    size_t start = out->len;
    put_sub(out, record, row, OUTCOME_N);
    if (out->len > start) {
        Buf n = {0};
        buf_printf(&n, "%sn=%s", start ? ", " : "", out->data + start);
        buf_truncate(out, start);
        buf_put_str(out, buf_str(&n));
        buf_free(&n);
    }
}

void casetext_add_outcomes(CaseText *text, const Record *record) {
    static const char *const heads[] = {N_("Metric"), N_("Before"),      N_("After"),
                                        N_("Change"), N_("Measured on"), N_("Evidence")};
    static void (*const cells[])(const Value *, Buf *) = {outcome_put_metric, outcome_put_before,
                                                          outcome_put_after, outcome_put_change};
    const Value *rows = &record->values[CASE_OUTCOMES];
    CaseTable table;
    Buf cell = {0};
    casetext_table_begin(text, &table, COUNT_OF(heads));
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        casetext_table_align(&table, i, i >= 1 && i <= 3 ? TEXT_RIGHT : TEXT_LEFT);
        casetext_table_cell(text, &table, str_of(_(heads[i])));
    }
    for (size_t r = 0; rows->kind == VALUE_LIST && r < rows->list.len; r++) {
        const Value *row = &rows->list.items[r];
        for (size_t i = 0; i < COUNT_OF(heads); i++) {
            buf_clear(&cell);
            if (i < COUNT_OF(cells))
                cells[i](row, &cell);
            else if (i == COUNT_OF(cells))
                put_sub(&cell, record, row, OUTCOME_MEASURED_ON);
            else
                put_evidence(&cell, record, row);
            casetext_table_cell(text, &table, buf_str(&cell));
        }
    }
    casetext_table_end(text, &table, 0, 0);
    buf_free(&cell);
}

static void add_steps(CaseText *text, const Record *record) {
    const Value *rows = &record->values[CASE_STEPS];
    const Field *fields = record->entity->fields[CASE_STEPS].row;
    for (size_t i = 0; i < rows->list.len; i++) {
        const Value *row = &rows->list.items[i];
        Buf day = {0}, step = {0};
        if (row->list.items[STEP_DATE].kind != VALUE_NONE)
            value_format(&fields[STEP_DATE], &row->list.items[STEP_DATE], &day);
        if (row->list.items[STEP_TEXT].kind != VALUE_NONE)
            value_format(&fields[STEP_TEXT], &row->list.items[STEP_TEXT], &step);
        casetext_pair(text, day.len ? buf_text(&day) : "-", ROLE_TEXT, buf_str(&step));
        buf_free(&day);
        buf_free(&step);
    }
}

/* With what was said about it, in a word. */
static void add_heading(CaseText *text, const Record *record, int field) {
    size_t open = text->comments ? comments_about(text->comments, field) : 0;
    Buf title = {0};
    buf_puts(&title, _(record->entity->fields[field].label));
    if (open)
        buf_printf(&title, ngettext("  # %d comment", "  # %d comments", open), (int)open);
    casetext_heading(text, buf_str(&title));
    buf_free(&title);
}

void casetext_add_comments(CaseText *text) {
    const Comments *comments = text->comments;
    Buf value = {0};
    if (!comments || !comments->open)
        return;
    buf_printf(&value, ngettext("%d open", "%d open", comments->open), (int)comments->open);
    for (int field = -1; field < CASE_FIELDS; field++)
        if (comments_about(comments, field))
            buf_printf(&value, "%s%s", _(", "),
                       field < 0 ? _("the whole case")
                                 : _(entity_get(ENTITY_CASE)->fields[field].label));
    casetext_pair(text, _("Comments"), ROLE_WAITING, buf_str(&value));
    buf_free(&value);
}

/* What lies beside the case. */
static void add_files(CaseText *text, const Record *record) {
    Attachments files = {0};
    Error ignored;
    if (!text->library ||
        !library_attachments(text->library, record_id(record), false, &files, &ignored))
        return;
    if (files.items.len)
        casetext_heading(text, str_of(_("Files")));
    VEC_EACH (file, &files.items) {
        Buf line = {0};
        char *number = mem_strndup(file->number.ptr, file->number.len);
        attachment_put(file, &line);
        casetext_pair(text, number, ROLE_TEXT, buf_str(&line));
        free(number);
        buf_free(&line);
    }
    attachments_free(&files);
}

/* What was used of the notes is marked for who edits them, not for who reads them; a mark in front
 * of a line would also take it out of its list. */
static void add_notes(CaseText *text, Str notes) {
    Buf plain = {0};
    text_unmark(notes, &plain);
    casetext_markdown(text, buf_str(&plain));
    buf_free(&plain);
}

void casetext_add_story(CaseText *text, const Record *record) {
    static const int parts[] = {CASE_BACKGROUND, CASE_NEED,   CASE_SOLUTION, CASE_STEPS,
                                CASE_PROCESS,    CASE_RESULT, CASE_OUTCOMES, CASE_FEEDBACK,
                                CASE_BODY,       CASE_NOTES};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        int field = parts[i];
        if (!record_has(record, field))
            continue;
        add_heading(text, record, field);
        if (field == CASE_OUTCOMES)
            casetext_add_outcomes(text, record);
        else if (field == CASE_STEPS)
            add_steps(text, record);
        else if (field == CASE_NOTES)
            add_notes(text, record_text(record, field));
        else
            casetext_markdown(text, record_text(record, field));
    }
    add_files(text, record);
}
