#include "config.h"

#include "tui/screen/composebox.h"

#include "base/i18n.h"
#include "library/save.h"
#include "tui/screen/composeparts.h"

/* How the box for a comment is opened: for a new one, an answer, one to be changed, or a draft. */

enum { BODY_BYTES = 64 << 10 };

static Compose *make(App *app, Uuid case_id, Str body) {
    Error err;
    Record *record;
    if (!library_allow(app_library(app), RIGHT_COMMENT, &err) ||
        !library_load(app_library(app), ENTITY_CASE, case_id, 0, &record, &err)) {
        app_say_error(app, &err);
        return NULL;
    }
    Compose *box = mem_zalloc(sizeof *box);
    box->app = app;
    box->case_id = case_id;
    box->record = record;
    box->field = -1;
    box->at = PART_BODY;
    box->body = text_edit_new(body, true, BODY_BYTES);
    box->fields[1] = (EditField){.edit = box->body, .multiline = true};
    text_edit_move(box->body, TEXT_MOVE_END, false);
    buf_printf(&box->head, "%.*s  %.*s", STR_ARG(record_text(record, CASE_ID)),
               STR_ARG(record_title(record)));
    return box;
}

static void put_quoted(Compose *box, const Comment *comment) {
    buf_printf(&box->head, "\n#%d %.*s: %.*s", comment->number, STR_ARG(comment->who),
               STR_ARG(comment->body));
}

/* What is changed: its words, and of a suggestion the text, which begins as it was suggested, the
 * caret where it differs. False: the text was changed since, so that it begins with what stands
 * there now. */
static bool begin_change(Compose *box, const Comment *comment, bool with_text) {
    Buf text = {0};
    box->number = comment->number;
    box->changes = true;
    box->kind = comment->kind;
    box->field = comment->field;
    if (comment->kind != COMMENT_SUGGESTION || comment->field < 0 || !with_text)
        return true;
    bool fits = comment_put_text(box->record, comment, &text);
    Str there = record_text(box->record, comment->field);
    compose_begin_text(box, fits ? buf_str(&text) : there);
    size_t at = fits && comment->passage.len ? str_find(there, comment->passage, 0) : 0;
    text_edit_move_to(box->text, fits ? at + comment->replacement.len : 0, false);
    box->at = PART_TEXT;
    buf_free(&text);
    return fits;
}

static void put_stored(Compose *box, const ComposeStored *stored, const Comment *about) {
    int field =
        stored->field >= 0 && compose_offers(box->record, stored->field) ? stored->field : -1;
    box->kind = stored->kind;
    if (about && stored->changes)
        begin_change(box, about, stored->has_text);
    else
        compose_set_field(box, field);
    if (about && stored->answers)
        put_quoted(box, about);
    box->number = about ? about->number : 0;
    text_edit_set(box->body, buf_str(&stored->body));
    if (box->text && stored->has_text)
        text_edit_set(box->text, buf_str(&stored->text));
}

/* The comment that it answers or changes may have gone: then it is a new one. */
static Compose *make_stored(App *app, const ComposeStored *stored) {
    Comments comments = {0};
    Error err;
    int number = stored->changes ? stored->changes : stored->answers;
    const Comment *about = NULL;
    if (number && library_comments(app_library(app), stored->case_id, false, &comments, &err))
        about = comments_find(&comments, number);
    Compose *box = make(app, stored->case_id, about && stored->changes ? about->body : STR(""));
    if (box)
        put_stored(box, stored, about);
    comments_free(&comments);
    return box;
}

void composebox_open_draft(App *app, Uuid draft) {
    ComposeStored stored = {0};
    Draft *taken = NULL;
    Error err;
    Compose *box = NULL;
    if (!compose_take_over(app, draft, &stored, &taken, &err))
        app_say_error(app, &err);
    else
        box = make_stored(app, &stored);
    if (box) {
        box->draft = taken;
        app_push(app, &compose_screen, box);
        app_say(app, ROLE_DRAFT, APP_TOAST_MS,
                _("This comment was begun before and goes on here. ^S writes it, Esc lets it go."));
        app_set_timer(app, APP_TIMER_DRAFT, COMPOSE_TICK_MS, false);
    } else {
        draft_close(taken);
    }
    compose_stored_free(&stored);
}

/* A comment that was left on the case comes first. */
static bool goes_on(App *app, Uuid case_id) {
    DraftInfo info;
    bool found = false;
    Error err;
    if (!library_draft_find(app_library(app), ENTITY_COMMENT, case_id, &info, &found, &err) ||
        !found)
        return false;
    composebox_open_draft(app, info.id);
    return true;
}

void composebox_open(App *app, Uuid case_id, int field) {
    Compose *box = goes_on(app, case_id) ? NULL : make(app, case_id, STR(""));
    if (!box)
        return;
    compose_set_field(box, field >= 0 && compose_offers(box->record, field) ? field : -1);
    app_push(app, &compose_screen, box);
}

void composebox_answer(App *app, Uuid case_id, const Comment *comment) {
    Compose *box = goes_on(app, case_id) ? NULL : make(app, case_id, STR(""));
    if (!box)
        return;
    box->number = comment->number;
    put_quoted(box, comment);
    app_push(app, &compose_screen, box);
}

void composebox_change(App *app, Uuid case_id, const Comment *comment) {
    Compose *box = goes_on(app, case_id) ? NULL : make(app, case_id, comment->body);
    if (!box)
        return;
    bool fits = begin_change(box, comment, comment->end == COMMENT_OPEN);
    app_push(app, &compose_screen, box);
    if (!fits)
        app_say(app, ROLE_WARN, APP_TOAST_MS,
                _("The text was changed since: above stands what it says now, without the "
                  "suggestion."));
}
