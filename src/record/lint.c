#include "config.h"

#include "record/lint.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "record/state.h"
#include "text/utf8.h"

#include <string.h>

enum { LONG_SENTENCE = 90, QUOTED_POINTS = 12 };

typedef struct Lint {
    const Record *record;
    const LintContext *context;
    const LintRule *rule;
    Issues *issues;
} Lint;

static const Field *facts_of(const Lint *lint, int field) {
    return &lint->record->entity->fields[field];
}

static const char *label_of(const Lint *lint, int field) {
    return _(facts_of(lint, field)->label);
}

static void add(Lint *lint, int field, int row, int sub, const Error *error) {
    Issue issue = {.field = field,
                   .row = row,
                   .sub = sub,
                   .level = lint->rule->level,
                   .rule = lint->rule->key,
                   .error = *error};
    error_in_field(&issue.error, facts_of(lint, field)->key);
    vec_push(lint->issues, issue);
}

#define COMPLAIN_AT(lint, field, row, sub, message, ...)                                           \
    do {                                                                                           \
        Error complaint_;                                                                          \
        error_set(&complaint_, ERR_INVALID, message, __VA_ARGS__);                                 \
        add(lint, field, row, sub, &complaint_);                                                   \
    } while (0)
#define COMPLAIN(lint, field, message, ...) COMPLAIN_AT(lint, field, -1, -1, message, __VA_ARGS__)

/* --- what a text says ------------------------------------------------------------------------- */

size_t lint_weight(Str text) {
    size_t weight = 0;
    bool in_word = false;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_next(text, at, &c);
        bool wide = c >= 0x2e80;
        bool word =
            !wide && ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c >= 0xc0);
        weight += wide ? 1 : word && !in_word ? 2 : 0;
        in_word = word;
    }
    return weight;
}

static bool has_digit(Str text) {
    static const char han[] = "一二三四五六七八九十百千万半两倍";
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c;
        at += utf8_next(text, at, &c);
        if ((c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19))
            return true;
        if (c >= 0x4e00 && memmem(han, sizeof han - 1, text.ptr + start, at - start))
            return true;
    }
    return false;
}

/* Where the sentence that begins at `from` ends: behind its full stop, or before the end of the
 * line. */
static size_t sentence_end(Str text, size_t from) {
    for (size_t at = from; at < text.len;) {
        uint32_t c;
        size_t start = at;
        at += utf8_next(text, at, &c);
        if (c == '\n')
            return start == from ? at : start;
        if (c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff1b || c == '!' || c == '?' ||
            c == ';')
            return at;
        if (c == '.' && (at >= text.len || text.ptr[at] == ' ' || text.ptr[at] == '\n'))
            return at;
    }
    return text.len;
}

/* The first few characters of a text, so that it is found again. */
static Str beginning(Str text) {
    size_t at = 0;
    uint32_t c;
    for (int i = 0; i < QUOTED_POINTS && at < text.len; i++)
        at += utf8_next(text, at, &c);
    return str_make(text.ptr, at);
}

/* --- rules ------------------------------------------------------------------------------------ */

static void check_missing(Lint *lint) {
    bool review = lint->rule->level == ISSUE_SUBMIT;
    for (int i = 0; i < CASE_FIELDS; i++) {
        unsigned flags = facts_of(lint, i)->flags;
        bool asked =
            review ? flags & FIELD_REVIEW : (flags & FIELD_REQUIRED) && !(flags & FIELD_REVIEW);
        if (asked && i != CASE_TITLE &&
            !record_has(lint->record, i)) /* a hard rule has the title */
            COMPLAIN(lint, i, N_("{0} is missing"), "s", label_of(lint, i));
    }
}

/* Mostly Chinese: counted in characters. Other texts are told the number of words, too. */
static bool is_wide(Str text) {
    return utf8_count(text) * 2 < text.len;
}

static bool is_quote(const Field *field) {
    return field == &entity_get(ENTITY_CASE)->fields[CASE_FEEDBACK];
}

/* What a customer said may be one sentence. */
static unsigned least_weight(const Field *field, const LintContext *context) {
    return is_quote(field) ? context->section_min / 4 : context->section_min;
}

static void say_short(Lint *lint, int field, Str text) {
    size_t least = least_weight(facts_of(lint, field), lint->context), words = (least + 1) / 2;
    if (field == CASE_FEEDBACK && is_wide(text))
        COMPLAIN(lint, field, N_("{0} is too short: quote at least {1} characters"), "sz",
                 label_of(lint, field), least);
    else if (field == CASE_FEEDBACK)
        COMPLAIN(lint, field, N_("{0} is too short: quote at least {1} characters, or {2} words"),
                 "szz", label_of(lint, field), least, words);
    else if (is_wide(text))
        COMPLAIN(lint, field, N_("{0} is too short: say at least what happened, in {1} characters"),
                 "sz", label_of(lint, field), least);
    else
        COMPLAIN(lint, field,
                 N_("{0} is too short: say at least what happened, in {1} characters, or {2} "
                    "words"),
                 "szz", label_of(lint, field), least, words);
}

static void check_short(Lint *lint) {
    for (int i = 0; i < CASE_FIELDS; i++) {
        const Field *field = facts_of(lint, i);
        Str text = record_text(lint->record, i);
        if (!text.len)
            continue;
        size_t chars = utf8_count(text), weight = lint_weight(text);
        if (field->min_chars && chars < field->min_chars)
            COMPLAIN(lint, i, N_("{0} is too short: {1} characters, at least {2}"), "szz",
                     label_of(lint, i), chars, (size_t)field->min_chars);
        if (field->flags & FIELD_SECTION && weight < least_weight(field, lint->context))
            say_short(lint, i, text);
    }
}

/* The first line that asks and is followed by nothing, or by the next one that asks: what a
 * template put there; "" none. */
static Str unanswered(Str text) {
    Str rest = text, line, asked = {"", 0};
    while (rest.len && str_split(&rest, '\n', &line)) {
        line = str_trim(line);
        bool asks = str_ends(line, STR(":")) || str_ends(line, STR("："));
        if (!line.len) /* a list may begin below a blank line */
            continue;
        if (asked.len && asks)
            return asked;
        asked = asks ? line : (Str){"", 0};
    }
    return asked;
}

static bool says_less(const Field *field, Str text, const LintContext *context) {
    return (field->min_chars && utf8_count(text) < field->min_chars) ||
           (field->flags & FIELD_SECTION && lint_weight(text) < least_weight(field, context));
}

bool lint_is_short(const Field *field, Str text, const LintContext *context) {
    enum { ENOUGH = 4096 };
    if (!text.len || (text.len > ENOUGH && !says_less(field, str_make(text.ptr, ENOUGH), context)))
        return false;
    return says_less(field, text, context);
}

static void check_answers(Lint *lint) {
    bool review = lint->rule->level == ISSUE_SUBMIT;
    for (int i = 0; i < CASE_FIELDS; i++) {
        unsigned flags = facts_of(lint, i)->flags;
        bool mine = flags & FIELD_SECTION && ((flags & FIELD_REVIEW) != 0) == review;
        Str asked = mine ? unanswered(record_text(lint->record, i)) : (Str){"", 0};
        if (asked.len)
            COMPLAIN(lint, i, N_("“{0}” still waits for an answer; or delete the line"), "S",
                     asked);
    }
}

static void check_long(Lint *lint) {
    for (int i = 0; i < CASE_FIELDS; i++) {
        const Field *field = facts_of(lint, i);
        const Value *value = &lint->record->values[i];
        Str text = record_text(lint->record, i);
        size_t chars = utf8_count(text);
        /* mostly Chinese, or a Latin text, which may have twice as many */
        size_t most = (size_t)field->max_chars * (is_wide(text) ? 1 : 2);
        if (field->max_chars && chars > most)
            COMPLAIN(lint, i, N_("{0} is too long: {1} characters, at most {2}"), "szz",
                     label_of(lint, i), chars, most);
        if (value->kind == VALUE_LIST && field->max_items && value->list.len > field->max_items)
            COMPLAIN(lint, i, N_("{0} has {1} entries, at most {2}"), "szz", label_of(lint, i),
                     value->list.len, (size_t)field->max_items);
    }
}

static void check_number(Lint *lint) {
    if (record_has(lint->record, CASE_RESULT) && !has_digit(record_text(lint->record, CASE_RESULT)))
        COMPLAIN(lint, CASE_RESULT, N_("the result holds no number"), "");
}

/* Calls look for every row of the outcomes. */
static void each_outcome(Lint *lint, void (*look)(Lint *lint, int row, const Value *cells)) {
    const Value *rows = &lint->record->values[CASE_OUTCOMES];
    for (size_t i = 0; rows->kind == VALUE_LIST && i < rows->list.len; i++)
        if (rows->list.items[i].kind == VALUE_ROW)
            look(lint, (int)i, rows->list.items[i].list.items);
}

static void say_no_cell(Lint *lint, int row, int sub) {
    COMPLAIN_AT(lint, CASE_OUTCOMES, row, sub, N_("outcome {0} has no {1}"), "ds", (int64_t)row + 1,
                _(facts_of(lint, CASE_OUTCOMES)->row[sub].label));
}

static void look_for_cells(Lint *lint, int row, const Value *cells) {
    for (int sub = 0; sub < OUTCOME_FIELDS; sub++)
        if (facts_of(lint, CASE_OUTCOMES)->row[sub].flags & FIELD_REQUIRED &&
            sub != OUTCOME_EVIDENCE && cells[sub].kind == VALUE_NONE)
            say_no_cell(lint, row, sub);
}

static void check_outcomes(Lint *lint) {
    each_outcome(lint, look_for_cells);
}

static void look_for_evidence(Lint *lint, int row, const Value *cells) {
    if (cells[OUTCOME_EVIDENCE].kind == VALUE_NONE)
        say_no_cell(lint, row, OUTCOME_EVIDENCE);
}

static void check_evidence(Lint *lint) {
    each_outcome(lint, look_for_evidence);
}

static bool same_person(const Record *record, int a, int b) {
    if (!record_has(record, a) || !record_has(record, b))
        return false;
    Uuid x = record_ref_uuid(record, a), y = record_ref_uuid(record, b);
    if (!uuid_is_nil(x) || !uuid_is_nil(y))
        return uuid_equal(x, y);
    return str_equal(record_ref_name(record, a), record_ref_name(record, b));
}

static void check_reviewer(Lint *lint) {
    if (same_person(lint->record, CASE_REVIEWER, CASE_OWNER) ||
        same_person(lint->record, CASE_REVIEWER, CASE_AUTHOR))
        COMPLAIN(lint, CASE_REVIEWER,
                 N_("the reviewer must be someone else than the author and the owner"), "");
}

static void check_consent(Lint *lint) {
    if (case_audience(lint->record) == AUDIENCE_PUBLIC &&
        !record_has(lint->record, CASE_CONSENT_SCOPE) && !record_has(lint->record, CASE_CONSENT_ID))
        COMPLAIN(lint, CASE_CONSENT_SCOPE, N_("a public case needs the customer's consent"), "");
}

static void check_category(Lint *lint) {
    const LintContext *context = lint->context;
    Str path = record_text(lint->record, CASE_CATEGORY);
    if (path.len && context->leaf && !context->leaf(context->known_context, path))
        COMPLAIN(lint, CASE_CATEGORY,
                 N_("“{0}” is no leaf of the category tree: choose one that nothing lies below"),
                 "S", path);
}

static void check_summary(Lint *lint) {
    if (!record_has(lint->record, CASE_SUMMARY))
        COMPLAIN(lint, CASE_SUMMARY,
                 N_("no summary: lists and the text for customers show nothing of the story"), "");
}

static void check_sentences(Lint *lint) {
    for (int i = 0; i < CASE_FIELDS; i++) {
        bool told = facts_of(lint, i)->flags & FIELD_SECTION || i == CASE_SUMMARY;
        Str text = told ? record_text(lint->record, i) : (Str){"", 0};
        for (size_t from = 0, to; from < text.len; from = to) {
            to = sentence_end(text, from);
            Str sentence = str_trim(str_make(text.ptr + from, to - from));
            size_t weight = lint_weight(sentence);
            if (weight <= LONG_SENTENCE)
                continue;
            COMPLAIN(lint, i, N_("a sentence of {0} characters, hard to read: “{1}…”"), "zS",
                     weight, beginning(sentence));
            break; /* one a field is enough to say */
        }
    }
}

static void check_known(Lint *lint) {
    const LintContext *context = lint->context;
    for (int i = 0; i < CASE_FIELDS; i++) {
        const Field *field = facts_of(lint, i);
        const Value *value = &lint->record->values[i];
        size_t count = value->kind == VALUE_LIST ? value->list.len : value->kind != VALUE_NONE;
        if (!(field->flags & FIELD_FACET) || field->flags & FIELD_PLAIN ||
            (field->kind != FIELD_VOCAB && field->kind != FIELD_LIST))
            continue;
        for (size_t at = 0; at < count; at++) {
            Str text = value->kind == VALUE_LIST ? value->list.items[at].text : value->text;
            if (context->known && !context->known(context->known_context, i, text))
                COMPLAIN_AT(lint, i, value->kind == VALUE_LIST ? (int)at : -1, -1,
                            N_("“{0}” is new here: no other case has it under {1}"), "Ss", text,
                            label_of(lint, i));
        }
    }
}

static void look_at_unit(Lint *lint, int row, const Value *cells) {
    bool number =
        cells[OUTCOME_AFTER].kind != VALUE_NONE || cells[OUTCOME_BEFORE].kind != VALUE_NONE;
    if (number && cells[OUTCOME_UNIT].kind == VALUE_NONE)
        say_no_cell(lint, row, OUTCOME_UNIT);
}

static void check_units(Lint *lint) {
    each_outcome(lint, look_at_unit);
}

static void look_at_change(Lint *lint, int row, const Value *cells) {
    const Value *before = &cells[OUTCOME_BEFORE], *after = &cells[OUTCOME_AFTER];
    if (before->kind == VALUE_DECIMAL && after->kind == VALUE_DECIMAL &&
        !number_compare(before->decimal, after->decimal))
        COMPLAIN_AT(lint, CASE_OUTCOMES, row, OUTCOME_AFTER,
                    N_("outcome {0} changed nothing: before and after are equal"), "d",
                    (int64_t)row + 1);
}

static void check_change(Lint *lint) {
    each_outcome(lint, look_at_change);
}

static void look_at_day(Lint *lint, int row, const Value *cells) {
    const Value *day = &cells[OUTCOME_MEASURED_ON];
    if (day->kind == VALUE_DATE && lint->context->today && day->number > lint->context->today)
        COMPLAIN_AT(lint, CASE_OUTCOMES, row, OUTCOME_MEASURED_ON,
                    N_("outcome {0} is measured in the future"), "d", (int64_t)row + 1);
}

static void check_days(Lint *lint) {
    each_outcome(lint, look_at_day);
}

static void check_repeated(Lint *lint) {
    for (int i = 0; i < CASE_FIELDS; i++)
        for (int j = 0; j < i && facts_of(lint, i)->flags & FIELD_SECTION; j++)
            if (facts_of(lint, j)->flags & FIELD_SECTION && record_has(lint->record, i) &&
                str_equal(record_text(lint->record, i), record_text(lint->record, j)))
                COMPLAIN(lint, i, N_("{0} says the same as {1}"), "ss", label_of(lint, i),
                         label_of(lint, j));
}

typedef struct RuleRow {
    LintRule rule;
    void (*check)(Lint *lint);
} RuleRow;

static const RuleRow rows[] = {
    {{"missing-for-review", N_("needed for review"), ISSUE_SUBMIT}, check_missing},
    {{"unanswered-for-review", N_("question of the template not answered"), ISSUE_SUBMIT},
     check_answers},
    {{"missing", N_("needed to publish"), ISSUE_PUBLISH}, check_missing},
    {{"unanswered", N_("question of the template not answered"), ISSUE_PUBLISH}, check_answers},
    {{"too-short", N_("too short"), ISSUE_PUBLISH}, check_short},
    {{"too-long", N_("too long"), ISSUE_PUBLISH}, check_long},
    {{"no-number", N_("no number in the result"), ISSUE_PUBLISH}, check_number},
    {{"outcome", N_("outcome not complete"), ISSUE_PUBLISH}, check_outcomes},
    {{"evidence", N_("evidence missing"), ISSUE_PUBLISH}, check_evidence},
    {{"category", N_("category that is no leaf"), ISSUE_PUBLISH}, check_category},
    {{"own-reviewer", N_("reviewed by its author"), ISSUE_PUBLISH}, check_reviewer},
    {{"consent", N_("public without consent"), ISSUE_PUBLISH}, check_consent},
    {{"no-summary", N_("no summary"), ISSUE_ADVICE}, check_summary},
    {{"long-sentence", N_("over-long sentence"), ISSUE_ADVICE}, check_sentences},
    {{"unknown-value", N_("unknown tag or value"), ISSUE_ADVICE}, check_known},
    {{"unit", N_("number without a unit"), ISSUE_ADVICE}, check_units},
    {{"no-change", N_("nothing changed"), ISSUE_ADVICE}, check_change},
    {{"future", N_("measured in the future"), ISSUE_ADVICE}, check_days},
    {{"repeated", N_("a section says what another says"), ISSUE_ADVICE}, check_repeated},
};

const LintRule *lint_rule_at(size_t at) {
    return at < COUNT_OF(rows) ? &rows[at].rule : NULL;
}

const LintRule *lint_rule(const char *key) {
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (strcmp(rows[i].rule.key, key) == 0)
            return &rows[i].rule;
    return NULL;
}

bool lint_check(const Record *record, const LintContext *context, IssueLevel level,
                Issues *issues) {
    size_t before = issues->len;
    validate_hard(record, issues);
    Lint lint = {.record = record, .context = context, .issues = issues};
    for (size_t i = 0; i < COUNT_OF(rows) && record->entity->type == ENTITY_CASE; i++) {
        lint.rule = &rows[i].rule;
        if (lint.rule->level <= level)
            rows[i].check(&lint);
    }
    return issues->len == before;
}

int record_completeness(const Record *record) {
    int required = 0, filled = 0;
    for (size_t i = 0; i < record->entity->count; i++) {
        if (!(record->entity->fields[i].flags & FIELD_REQUIRED))
            continue;
        required++;
        filled += record_has(record, (int)i);
    }
    return required ? (filled * 100 + required / 2) / required : 100;
}
