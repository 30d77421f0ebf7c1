#include "config.h"

#include "tui/screen/reviewtext.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/fieldtext.h"
#include "library/known.h"
#include "library/names.h"
#include "library/tell.h"
#include "record/diff.h"
#include "tui/screen/sides.h"

#include <stdio.h>

enum { MOST_ADVICE = 4 };

/* ---- the head ---- */

static void add_person(ReviewText *text, const ReviewSource *source, int field) {
    Buf name = {0};
    library_person_name(app_library(source->app), record_ref_uuid(source->record, field),
                        record_ref_name(source->record, field), &name);
    if (name.len)
        casetext_pair(&text->text, _(source->record->entity->fields[field].label), ROLE_TEXT,
                      buf_str(&name));
    buf_free(&name);
}

static void add_state(ReviewText *text, const ReviewSource *source) {
    const ReviewItem *item = source->item;
    Buf value = {0};
    Role role;
    buf_puts(&value, _(casetext_status(source->record, &role)));
    buf_puts(&value, _(", "));
    casetext_put_ago(&value, item->since_ms);
    casetext_pair(&text->text, _("State"), role, buf_str(&value));
    if (item->due) {
        buf_clear(&value);
        library_freshness_put(&item->fresh, &value);
        casetext_pair(&text->text, _("Freshness"), ROLE_TEXT, buf_str(&value));
    }
    buf_free(&value);
}

static void add_head(ReviewText *text, const ReviewSource *source) {
    casetext_line(&text->text, ROLE_TITLE, record_title(source->record));
    add_person(text, source, CASE_OWNER);
    if (!uuid_equal(record_ref_uuid(source->record, CASE_OWNER),
                    record_ref_uuid(source->record, CASE_AUTHOR)))
        add_person(text, source, CASE_AUTHOR);
    add_state(text, source);
}

/* ---- what was said ---- */

static const char *field_label(int field) {
    return field < 0 ? N_("the whole case") : entity_get(ENTITY_CASE)->fields[field].label;
}

static void add_comments(ReviewText *text, const ReviewSource *source) {
    const Comments *comments = source->comments;
    char title[128];
    if (!comments->open)
        return;
    snprintf(title, sizeof title, _("Open comments: %d (C or ^E answers)"), (int)comments->open);
    casetext_heading(&text->text, str_of(title));
    for (size_t i = 0; i < comments->len; i++) {
        const Comment *comment = &comments->items[i];
        const Comment *first =
            comment->answers_to ? comments_find(comments, comment->answers_to) : comment;
        Buf line = {0}, body = {0};
        if (!first || first->end != COMMENT_OPEN)
            continue;
        buf_printf(&line, "#%d %.*s", comment->number, STR_ARG(comment->who));
        if (!comment->answers_to)
            buf_printf(&body, "%s: ", _(field_label(comment->field)));
        buf_put_str(&body, comment->body);
        if (comment->kind == COMMENT_SUGGESTION && comment->passage.len)
            buf_printf(&body, "  \"%.*s\"", STR_ARG(comment->passage));
        if (comment->kind == COMMENT_SUGGESTION)
            buf_printf(&body, " -> \"%.*s\"", STR_ARG(comment->replacement));
        casetext_pair(&text->text, buf_text(&line), comment->unseen ? ROLE_INFO : ROLE_WAITING,
                      buf_str(&body));
        buf_free(&line);
        buf_free(&body);
    }
}

/* ---- what is missing ---- */

/* Advice is for the author: a reviewer sees a few, and how many there are. */
static void add_issues(ReviewText *text, const Issues *issues, bool advice, const char *title) {
    size_t shown = 0, all = 0;
    for (size_t i = 0; i < issues->len; i++) {
        const Issue *issue = &issues->items[i];
        Buf line = {0};
        if ((issue->level == ISSUE_ADVICE) != advice)
            continue;
        if (!all++)
            casetext_heading(&text->text, str_of(title));
        if (advice && shown == MOST_ADVICE)
            continue;
        error_render_message(&issue->error, &line);
        casetext_pair(&text->text, _(field_label(issue->field)), advice ? ROLE_DIM : ROLE_WARN,
                      buf_str(&line));
        buf_free(&line);
        shown++;
    }
    if (all > shown) {
        char more[64];
        snprintf(more, sizeof more, _("%d more"), (int)(all - shown));
        casetext_line(&text->text, ROLE_DIM, str_of(more));
    }
}

/* ---- what changed ---- */

static void place(ReviewText *text, int field) {
    vec_push(&text->places, (struct ReviewPlace){text->text.lines.len, field});
}

static void add_change(ReviewText *text, const ReviewSource *source, Sides *sides, int field) {
    Buf before = {0}, after = {0};
    fieldtext_put(source->base, field, &before);
    fieldtext_put(source->record, field, &after);
    place(text, field);
    casetext_heading(&text->text, str_of(_(field_label(field))));
    sides_add(sides, buf_str(&before), buf_str(&after));
    buf_free(&before);
    buf_free(&after);
}

/* What the moves of a case change is none of its text. */
static bool is_text(int field) {
    return !(entity_get(ENTITY_CASE)->fields[field].flags & FIELD_MOVED) && field != CASE_REVIEWER;
}

static void add_changes(ReviewText *text, const ReviewSource *source) {
    int fields[CASE_FIELDS];
    size_t shown = 0;
    char title[160];
    Sides sides = {.text = &text->text,
                   .wide = source->wide,
                   .brackets = app_settings(source->app)->plain,
                   .signs = {'-', '+'}};
    if (!source->base) {
        casetext_heading(&text->text, str_of(case_state(source->record) == STATE_IN_REVIEW
                                                 ? _("A new case: it was never published")
                                                 : _("A new case: nobody has read it yet")));
        return;
    }
    snprintf(title, sizeof title,
             source->item->due ? _("Changed since it was checked last (revision %u)")
                               : _("Changed since readers saw it last (revision %u)"),
             (unsigned)source->base_rev);
    casetext_heading(&text->text, str_of(title));
    size_t count = record_diff(source->base, source->record, fields);
    for (size_t i = 0; i < count; i++) {
        if (!is_text(fields[i]))
            continue;
        add_change(text, source, &sides, fields[i]);
        shown++;
    }
    if (!shown)
        casetext_line(&text->text, ROLE_DIM, str_of(_("Nothing that people write was changed.")));
}

/* ---- all of it ---- */

/* Behind the name may stand how many comments there are. */
static bool is_heading_of(Str heading, Str label) {
    return str_starts(heading, label) &&
           (heading.len == label.len || heading.ptr[label.len] == ' ');
}

/* The headings of the story are the names of its fields. */
static void place_story(ReviewText *text, size_t from) {
    const Field *fields = entity_get(ENTITY_CASE)->fields;
    for (size_t i = from; i < text->text.lines.len; i++) {
        const PagerLine *line = &text->text.lines.items[i];
        for (int field = 0; line->role == ROLE_HEADING && field < CASE_FIELDS; field++)
            if (is_heading_of(line->text, str_of(_(fields[field].label))))
                vec_push(&text->places, (struct ReviewPlace){i, field});
    }
}

/* One that is named, and does not hold today; lint says when none is. */
static void look_at_consent(const ReviewSource *source, Issues *issues) {
    const Record *record = source->record;
    Telling telling = library_tell(app_library(source->app), record);
    bool named = record_has(record, CASE_CONSENT_ID) || record_has(record, CASE_CONSENT_SCOPE);
    Issue issue = {.field = CASE_AUDIENCE, .row = -1, .sub = -1, .level = ISSUE_PUBLISH};
    if (case_audience(record) != AUDIENCE_PUBLIC || !named || telling_backs_public(&telling))
        return;
    error_set(&issue.error, ERR_INVALID,
              N_("a public case needs a consent of its customer that holds today"), "");
    vec_push(issues, issue);
}

static void find_issues(const ReviewSource *source, Issues *issues) {
    LintLibrary lint;
    look_at_consent(source, issues);
    library_lint_begin(app_library(source->app), &lint);
    lint_check(source->record, &lint.context, ISSUE_ADVICE, issues);
    library_lint_end(&lint);
}

void reviewtext_build(ReviewText *text, const ReviewSource *source) {
    Issues issues = {0};
    casetext_clear(&text->text);
    text->places.len = 0;
    text->text.library = app_library(source->app);
    text->text.links = app_settings(source->app)->links;
    text->text.comments = source->comments;
    add_head(text, source);
    add_comments(text, source);
    find_issues(source, &issues);
    add_issues(text, &issues, false, _("Keeps it from being published"));
    add_changes(text, source);
    add_issues(text, &issues, true, _("Worth a look"));
    issues_free(&issues);
    vec_push(&text->places, (struct ReviewPlace){text->text.lines.len, -1});
    if (source->base)
        casetext_heading(&text->text, str_of(_("The whole case")));
    size_t from = text->text.lines.len;
    casetext_add_story(&text->text, source->record);
    casetext_heading(&text->text, str_of(_("Details")));
    casetext_add_fields(&text->text, source->record);
    place_story(text, from);
}

void reviewtext_free(ReviewText *text) {
    casetext_free(&text->text);
    vec_free(&text->places);
}

int reviewtext_field_at(const ReviewText *text, size_t line) {
    int field = -1;
    for (size_t i = 0; i < text->places.len && text->places.items[i].line <= line; i++)
        field = text->places.items[i].field;
    return field;
}
