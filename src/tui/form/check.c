#include "config.h"

#include "base/i18n.h"
#include "library/typed.h"
#include "tui/form/kind.h"

#include <ctype.h>
#include <string.h>

/* The record as it stands in a form, and what is wrong with it. */

/* The identity behind a name that the base already had. */
static const Value *known_ref(const Value *base, Str name) {
    if (base->kind == VALUE_REF && str_equal(base->ref.name, name))
        return base;
    for (size_t i = 0; base->kind == VALUE_LIST && i < base->list.len; i++)
        if (base->list.items[i].kind == VALUE_REF && str_equal(base->list.items[i].ref.name, name))
            return &base->list.items[i];
    return NULL;
}

static void keep_identity(const Value *base, Value *value) {
    if (value->kind == VALUE_REF && uuid_is_nil(value->ref.uuid)) {
        const Value *known = known_ref(base, value->ref.name);
        if (known)
            *value = *known;
    }
    for (size_t i = 0; value->kind == VALUE_LIST && i < value->list.len; i++)
        keep_identity(base, &value->list.items[i]);
}

/* The example stands there already, not as a part of a longer number. */
static bool shows_example(Str text, Str example) {
    size_t at = str_find(text, example, 0);
    for (; at != SIZE_MAX; at = str_find(text, example, at + 1)) {
        char before = at ? text.ptr[at - 1] : ' ';
        char after = at + example.len < text.len ? text.ptr[at + example.len] : ' ';
        if (!isdigit((unsigned char)before) && !isdigit((unsigned char)after))
            return true;
    }
    return false;
}

/* A sentence that names the form and shows one that is right. */
static void put_example(const Field *field, Buf *out) {
    if (field->example && !shows_example(buf_str(out), str_of(_(field->example))))
        FORM_SAY(out, N_(". For example: {0}"), "s", _(field->example));
}

/* Quick capture calls some fields otherwise, and shows what is meant there. */
static void put_quick(const FormField *field, const FormQuick *quick, Buf *out) {
    Str label = str_of(_(field->field->label));
    size_t at = str_find(buf_str(out), label, 0);
    if (quick->label && at != SIZE_MAX)
        buf_splice(out, at, label.len, _(quick->label), strlen(_(quick->label)));
    if (quick->example && field->level != ISSUE_ADVICE)
        FORM_SAY(out, N_(". For example: {0}"), "s", _(quick->example));
}

/* What is wrong with the text of a field goes below it. */
static void complain(const Form *form, FormField *field, const Error *err, FormCell where,
                     IssueLevel level) {
    const FormQuick *quick = form_quick(form, field);
    bool in_cell = where.row >= 0 && where.sub >= 0;
    buf_clear(&field->message);
    field->level = field->message_level = level;
    field->wrong_row = where.row;
    field->wrong_sub = where.sub;
    if (in_cell && level == ISSUE_HARD) /* the rules of lint say themselves which outcome */
        FORM_SAY(&field->message, N_("Row {0}, {1}: "), "ds", (int64_t)where.row + 1,
                 _(field->field->row[where.sub].label));
    error_render_message(err, &field->message);
    if (quick && (quick->label || quick->example))
        put_quick(field, quick, &field->message);
    else if (level != ISSUE_ADVICE)
        put_example(in_cell ? &field->field->row[where.sub] : field->field, &field->message);
}

static void complain_issue(const Form *form, FormField *field, const Issue *issue) {
    bool in_rows = field->field->row != NULL;
    complain(form, field, &issue->error,
             (FormCell){in_rows ? issue->row : -1, in_rows ? issue->sub : -1}, issue->level);
}

bool form_field_value(const Form *form, const FormField *field, Arena *arena, Value *out) {
    Error ignored;
    FormCell where;
    if (!field->kind->ways->parse(field, arena, out, &where, &ignored))
        return false;
    keep_identity(&form->base->values[field->index], out);
    return true;
}

static void name_all_wrong(FormField *field, bool with_focus);

static bool parse_field(const Form *form, FormField *field, const Value *base, Arena *arena,
                        Value *out) {
    Error err;
    FormCell where;
    bool ok = field->kind->ways->parse(field, arena, out, &where, &err);
    if (ok)
        keep_identity(base, out);
    else
        complain(form, field, &err, where, ISSUE_HARD);
    if (!ok)
        name_all_wrong(field, true);
    return ok;
}

bool form_build(Form *form, Record **out) {
    bool ok = true;
    *out = record_copy(form->base);
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        Arena arena = {0};
        Value value;
        if (field->shown_only || !form_field_dirty(field))
            continue;
        if (parse_field(form, field, &form->base->values[field->index], &arena, &value))
            record_set(*out, field->index, value);
        else
            ok = false;
        arena_free(&arena);
    }
    if (!ok) {
        record_free(*out);
        *out = NULL;
    }
    return ok;
}

/* To a field, and in rows to the cell that is wrong. */
static void go_to_wrong(Form *form, size_t at, FormCell where) {
    const FormField *field = &form->fields[at];
    form_reveal(form, at);
    form_go(form, at, false);
    if (field->rect.rows < 1) /* not on the screen: it comes with what stands around it */
        form->shows_group = GROUP_WHOLE;
    if (form->focus == at && field->kind->ways->go)
        field->kind->ways->go(&form->fields[at], where);
}

static void go_to_issue(Form *form, const Issue *issue) {
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].index == issue->field)
            go_to_wrong(form, i, (FormCell){issue->row, issue->sub});
}

/* Puts the first issue of every field below it. */
static void show_issues(Form *form, const Issues *issues) {
    for (size_t i = issues->len; i-- > 0;) {
        const Issue *issue = &issues->items[i];
        FormField *field = form_field_find(form, issue->field);
        if (field)
            complain_issue(form, field, issue);
    }
}

static size_t place_on_page(const Form *form, int field) {
    size_t at = 0;
    while (at < form->count && form->fields[at].index != field)
        at++;
    return at;
}

void form_set_issues(Form *form, const Issues *issues) {
    const Issue *first = NULL;
    show_issues(form, issues);
    for (size_t i = 0; i < issues->len; i++)
        if (!first ||
            place_on_page(form, issues->items[i].field) < place_on_page(form, first->field))
            first = &issues->items[i];
    if (first)
        go_to_issue(form, first);
}

bool form_show_error(Form *form, const Error *err) {
    int index = err->field[0] ? entity_field(form->base->entity, str_of(err->field)) : -1;
    FormField *field = index < 0 ? NULL : form_field_find(form, index);
    if (!field || field->shown_only)
        return false;
    complain(form, field, err, (FormCell){-1, -1}, ISSUE_HARD);
    go_to_wrong(form, place_on_page(form, index), (FormCell){-1, -1});
    return true;
}

static void go_to_message(Form *form) {
    for (size_t i = 0; i < form->count; i++) {
        const FormField *field = &form->fields[i];
        if (!field->message.len)
            continue;
        go_to_wrong(form, i, (FormCell){field->wrong_row, field->wrong_sub});
        return;
    }
}

/* Where the text itself can be read, what the rules between fields say of it. */
static void complain_of_rules(Form *form, const Issues *issues) {
    for (size_t i = 0; i < issues->len; i++) {
        FormField *field = form_field_find(form, issues->items[i].field);
        if (field && !field->message.len)
            complain_issue(form, field, &issues->items[i]);
    }
}

/* All that is wrong is shown at once, and the first of it on the page has the focus. */
bool form_check(Form *form) {
    Record *record;
    Issues issues = {0};
    for (size_t i = 0; i < form->count; i++)
        buf_clear(&form->fields[i].message);
    bool ok = form_build(form, &record);
    if (!ok)
        record = form_peek(form);
    if (!validate_hard(record, &issues)) {
        complain_of_rules(form, &issues);
        ok = false;
    }
    for (size_t i = 0; i < form->count; i++)
        if (!form_words_check(form, &form->fields[i]))
            ok = false;
    if (!ok)
        go_to_message(form);
    issues_free(&issues);
    record_free(record);
    return ok;
}

Record *form_peek(const Form *form) {
    Record *record = record_copy(form->base);
    for (size_t i = 0; i < form->count; i++) {
        const FormField *field = &form->fields[i];
        Arena arena = {0};
        Value value;
        FormCell where;
        Error err;
        if (!field->shown_only && form_field_dirty(field) &&
            field->kind->ways->parse(field, &arena, &value, &where, &err)) {
            keep_identity(&form->base->values[field->index], &value);
            record_set(record, field->index, value);
        }
        arena_free(&arena);
    }
    return record;
}

static void find_issues(const Form *form, IssueLevel level, Issues *issues) {
    Record *record = form_peek(form);
    if (form->lint)
        lint_check(record, form->lint, level, issues);
    else
        validate_hard(record, issues);
    record_free(record);
}

static bool is_readable(const Form *form, const FormField *field) {
    Arena arena = {0};
    Value value;
    bool ok = field->shown_only || !form_field_dirty(field) ||
              form_field_value(form, field, &arena, &value);
    arena_free(&arena);
    return ok;
}

static void set_level(FormField *field, IssueLevel level, const char *rule) {
    field->level = level;
    field->rule = rule;
}

/* What each field keeps the record from, for the counts of what is missing. A text that cannot be
 * read is not there. */
static void set_levels(Form *form, const Issues *issues) {
    for (size_t i = 0; i < form->count; i++) {
        FormField *field = &form->fields[i];
        bool bad = field->refused || !is_readable(form, field);
        set_level(field, bad ? ISSUE_HARD : ISSUE_LEVELS, NULL);
    }
    for (size_t i = issues->len; i-- > 0;) {
        const Issue *issue = &issues->items[i];
        FormField *field = form_field_find(form, issue->field);
        if (field && issue->level < field->level)
            set_level(field, issue->level, issue->rule);
    }
}

void form_recount_field(const Form *form, FormField *field) {
    Str text = str_trim(form_field_text(field));
    bool counted = field->level != ISSUE_LEVELS;
    bool missed = counted && field->rule &&
                  (!field->rule[0] || strncmp(field->rule, "missing", strlen("missing")) == 0);
    field->refused = false;
    if (!text.len) /* form_lacks sees that itself */
        set_level(field, ISSUE_LEVELS, NULL);
    else if ((!counted || missed || form_is_short(field)) && form->lint &&
             lint_is_short(field->field, text, form->lint))
        set_level(field, ISSUE_PUBLISH, "too-short");
    else if (missed || form_is_short(field))
        set_level(field, ISSUE_LEVELS, NULL);
}

void form_set_lint(Form *form, const LintContext *context) {
    Issues issues = {0};
    form->lint = context;
    find_issues(form, ISSUE_PUBLISH, &issues);
    set_levels(form, &issues);
    issues_free(&issues);
}

/* That a field is empty is said by its placeholder; below it stands what is wrong with its text.
 * Quick capture is for the moment: what publishing asks for comes with all fields. */
static bool is_said_on_leaving(const Form *form, const Issue *issue) {
    if (form->quick && issue->level > ISSUE_SUBMIT)
        return false;
    return strncmp(issue->rule, "missing", strlen("missing")) != 0 &&
           strcmp(issue->rule, "no-summary") != 0;
}

/* The rules that concern one field, also those between two. */
static void check_field(Form *form, FormField *field) {
    Issues issues = {0};
    Arena arena = {0};
    Value value;
    buf_clear(&field->message);
    field->refused = false; /* form_words_check says it anew */
    find_issues(form, ISSUE_ADVICE, &issues);
    set_levels(form, &issues);
    if (parse_field(form, field, &form->base->values[field->index], &arena, &value))
        for (size_t i = 0; i < issues.len && !field->message.len; i++)
            if (issues.items[i].field == field->index && is_said_on_leaving(form, &issues.items[i]))
                complain_issue(form, field, &issues.items[i]);
    issues_free(&issues);
    arena_free(&arena);
}

static bool rewrite(FormField *field) {
    Arena arena = {0};
    Value value;
    FormCell where;
    Error err;
    Buf text = {0};
    bool changed = false;
    if (field->kind->rewritten && form_field_dirty(field) &&
        field->kind->ways->parse(field, &arena, &value, &where, &err)) {
        form_field_format(field, &value, &text);
        changed = !str_equal(buf_str(&text), form_field_text(field));
        if (changed)
            form_field_put(field, buf_str(&text));
    }
    buf_free(&text);
    arena_free(&arena);
    return changed;
}

/* Which day it is that was named roughly. */
static void say_day(Form *form, Str typed, Str day) {
    Buf said = {0};
    FORM_SAY(&said, N_("“{0}” is taken as {1}."), "SS", typed, day);
    form_set_notice(form, ROLE_INFO, buf_str(&said));
    form->notice_passes = true;
    buf_free(&said);
}

static void say_rough_cell(Form *form, FormField *field) {
    Buf typed = {0}, day = {0};
    if (field->rows && form_rows_takes_rough(field->rows, &typed, &day))
        say_day(form, buf_str(&typed), buf_str(&day));
    buf_free(&typed);
    buf_free(&day);
}

void form_settle(Form *form, FormField *field) {
    const FormWays *ways = field->kind->ways;
    if (form->read_only || field->shown_only || form->on_heading)
        return;
    form_offering_close(form);
    form_money_settle(form, field);
    Buf typed = {0};
    if (library_typed_is_rough(field->field, form_field_text(field)))
        buf_put_str(&typed, str_trim(form_field_text(field)));
    if (ways->leave ? ways->leave(field) : rewrite(field)) {
        form_field_changed(form, field);
        if (typed.len)
            say_day(form, buf_str(&typed), form_field_text(field));
    }
    buf_free(&typed);
    say_rough_cell(form, field);
    form_words_settle(form, field);
}

void form_leave_field(Form *form, FormField *field) {
    if (field->edit)
        text_edit_set_marking(field->edit, false);
    if (form->notice_passes)
        form_set_notice(form, ROLE_TEXT, (Str){"", 0});
    bool sound = !form_field_dirty(field) && !field->message.len && field->level == ISSUE_LEVELS;
    if (field->shown_only || form->read_only || form->on_heading || sound)
        return;
    form_settle(form, field);
    check_field(form, field);
    if (field->note.len && field->message_level == ISSUE_ADVICE)
        buf_clear(&field->message); /* that it is new is said once, with what it is near to */
    form_words_check(form, field);
}

/* All cells of rows that cannot be read, when there are several: how the first is to be is said. */
static void name_all_wrong(FormField *field, bool with_focus) {
    Buf names = {0};
    if (field->rows && form_rows_put_wrong(field->rows, with_focus, &names) > 1) {
        Buf all = {0};
        FORM_SAY(&all, N_("Cannot be read: {0}. "), "S", buf_str(&names));
        buf_splice(&field->message, 0, 0, all.data, all.len);
        buf_free(&all);
    }
    buf_free(&names);
}

/* What is wrong in rows stays said while another cell is typed into. */
static void check_cells(const Form *form, FormField *field, bool with_focus) {
    Arena arena = {0};
    Buf names = {0};
    Value value;
    Error err;
    FormCell where;
    bool wrong = form_rows_put_wrong(field->rows, with_focus, &names) > 0;
    if (wrong && !field->kind->ways->parse(field, &arena, &value, &where, &err)) {
        complain(form, field, &err, where, ISSUE_HARD);
        name_all_wrong(field, with_focus);
    } else if (field->message.len && field->message_level == ISSUE_HARD) {
        buf_clear(&field->message);
    }
    buf_free(&names);
    arena_free(&arena);
}

void form_leave_cell(Form *form, FormField *field) {
    form_offering_close(form); /* the list is of what the cell could hold that is left */
    if (form->read_only || !form_field_dirty(field))
        return;
    say_rough_cell(form, field);
    check_cells(form, field, true);
}

void form_cell_typed(const Form *form, FormField *field) {
    if (field->rows && !form->read_only)
        check_cells(form, field, false);
}

bool form_check_for(Form *form, IssueLevel level) {
    Issues issues = {0};
    size_t fields = 0;
    if (!form_check(form))
        return false;
    find_issues(form, level, &issues);
    set_levels(form, &issues);
    for (size_t i = 0; i < form->count; i++)
        fields += form->fields[i].level <= level;
    if (issues.len) {
        Buf text = {0};
        FORM_SAY(&text,
                 fields == 1 ? N_("Not submitted: one field still needs something. It stays a "
                                  "draft until then.")
                             : N_("Not submitted: {0} fields still need something; this is the "
                                  "first. It stays a draft until then."),
                 "z", fields);
        form_set_notice(form, ROLE_WARN, buf_str(&text));
        form->notice_passes = true;
        buf_free(&text);
        form_set_issues(form, &issues);
    }
    bool ok = !issues.len;
    issues_free(&issues);
    return ok;
}
