#include "config.h"

#include "tui/screen/composebox.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/fieldtext.h"
#include "library/save.h"
#include "text/passage.h"
#include "tui/screen/acts.h"
#include "tui/screen/composeparts.h"

#include <stdio.h>
#include <stdlib.h>

enum { TEXT_BYTES = 1 << 20, KINDS = COMMENT_ERROR + 1 };

/* ---- parts ---- */

bool compose_has_part(const Compose *box, Part part) {
    switch (part) {
    case PART_TEXT:
        return box->kind == COMMENT_SUGGESTION && box->text;
    case PART_FIELD:
    case PART_KIND:
        return !box->number;
    default:
        return true;
    }
}

static void go_to_part(Compose *box, int by) {
    do {
        box->at = (Part)((box->at + PARTS + by) % PARTS);
    } while (!compose_has_part(box, box->at));
}

static EditField *focused_field(Compose *box) {
    return box->at == PART_TEXT ? &box->fields[0] : box->at == PART_BODY ? &box->fields[1] : NULL;
}

bool compose_offers(const Record *record, int field) {
    const Field *info = &record->entity->fields[field];
    return !(info->flags & (FIELD_MACHINE | FIELD_PRIVATE | FIELD_MOVED));
}

const char *compose_field_label(const Compose *box, int field) {
    return field < 0 ? _("the whole case") : _(box->record->entity->fields[field].label);
}

void compose_begin_text(Compose *box, Str text) {
    bool lines = box->record->entity->fields[box->field].kind == FIELD_TEXT;
    text_edit_free(box->text);
    box->text = text_edit_new(text, lines, TEXT_BYTES);
    box->fields[0] = (EditField){.edit = box->text, .multiline = lines};
}

/* A suggestion begins with what stands there. */
static void prepare_suggestion(Compose *box) {
    text_edit_free(box->text);
    box->text = NULL;
    if (box->kind == COMMENT_SUGGESTION && box->field >= 0)
        compose_begin_text(box, record_text(box->record, box->field));
}

bool compose_is_changed(const Compose *box) {
    return text_edit_is_changed(box->body) || (box->text && text_edit_is_changed(box->text));
}

void compose_set_field(Compose *box, int field) {
    box->field = field;
    prepare_suggestion(box);
}

static void set_kind(Compose *box, int kind) {
    box->kind = (CommentKind)((kind + KINDS) % KINDS);
    prepare_suggestion(box);
}

static void step_field(Compose *box, int by) {
    int field = box->field;
    do {
        field += by;
        if (field >= (int)box->record->entity->count)
            field = -1;
        else if (field < -1)
            field = (int)box->record->entity->count - 1;
    } while (field >= 0 && !compose_offers(box->record, field));
    compose_set_field(box, field);
}

/* What was typed and chosen, into the draft. */
static void keep(Compose *box) {
    compose_keep(box, false);
    if (box->draft && !app_timer_is_set(box->app, APP_TIMER_DRAFT))
        app_set_timer(box->app, APP_TIMER_DRAFT, COMPOSE_TICK_MS, false);
}

static void field_chosen(void *context, int action) {
    compose_set_field(context, action);
    keep(context);
}

/* The whole case, and what is filled: the likely ones. */
static void list_fields(Compose *box) {
    VEC(MenuItem) items = {0};
    size_t selected = 0;
    vec_push(&items, (MenuItem){.label = compose_field_label(box, -1), .action = -1});
    for (int field = 0; field < (int)box->record->entity->count; field++) {
        if (!compose_offers(box->record, field))
            continue;
        if (field == box->field)
            selected = items.len;
        vec_push(&items, (MenuItem){.label = compose_field_label(box, field), .action = field});
    }
    app_menu(box->app, _("About"), items.items, items.len, field_chosen, box);
    app_menu_select(box->app, selected);
    vec_free(&items);
}

/* ---- sending ---- */

/* What is suggested, as the part of the field's text that it changes. */
static bool take_text(const Compose *box, Str *passage, Str *replacement, Error *err) {
    Str before = record_text(box->record, box->field), after = text_edit_text(box->text);
    if (str_equal(before, after))
        return error_set(err, ERR_INVALID, N_("that is what stands there already"), "");
    text_passage(before, after, passage, replacement);
    return true;
}

static bool send_new(Compose *box, int *number, SaveResult *result, Error *err) {
    CommentNew what = {.case_id = box->case_id,
                       .answers_to = box->number,
                       .field = box->field,
                       .kind = box->number ? COMMENT_DISCUSS : box->kind,
                       .body = text_edit_text(box->body)};
    if (compose_has_part(box, PART_TEXT) && !take_text(box, &what.passage, &what.replacement, err))
        return false;
    return library_comment_add(app_library(box->app), &what, number, result, err);
}

/* A suggested text that was not touched stays as it was, also when the text around it did not. */
static bool send_change(Compose *box, SaveResult *result, Error *err) {
    CommentEdit what = {.body = text_edit_text(box->body)};
    what.suggests = compose_has_part(box, PART_TEXT) && text_edit_is_changed(box->text);
    if (what.suggests && !take_text(box, &what.passage, &what.replacement, err))
        return false;
    return library_comment_edit(app_library(box->app), box->case_id, box->number, &what, result,
                                err);
}

static bool send(Compose *box) {
    Error err;
    App *app = box->app;
    char number[16];
    int added = box->number;
    SaveResult result;
    bool ok = box->changes ? send_change(box, &result, &err) : send_new(box, &added, &result, &err);
    if (!ok) {
        app_say_error(app, &err);
        return true;
    }
    snprintf(number, sizeof number, "%d", added);
    box->sent = true;
    acts_did_comment(app, box->case_id, &result,
                     box->changes ? N_("a comment changed") : N_("commented"));
    bool suggests = box->kind == COMMENT_SUGGESTION && (box->changes || !box->number);
    compose_drop_draft(box);
    app_close_top(app);
    app_say_about(app, ROLE_GOOD, APP_SAY_MS,
                  suggests ? _("Suggestion {0} is written.") : _("Comment {0} is written."),
                  str_of(number));
    app_watch(app);
    return true;
}

static void let_go(void *context, int yes) {
    Compose *box = context;
    if (yes == 1) {
        box->sent = true;
        compose_put_draft_away(box);
        app_close_top(box->app);
    }
}

static bool leave(Compose *box) {
    if (!compose_is_changed(box))
        app_close_top(box->app);
    else
        app_confirm(box->app, _("Let the comment go"),
                    _("What was typed is not written yet: ^S writes it."), _("let it go"), 1,
                    let_go, box);
    return true;
}

/* ---- keys ---- */

/* Letters choose nothing here: who types means the comment. */
static bool type_on(Compose *box, InputKey key) {
    if (key.code == ' ' || !input_key_is_text(key))
        return false;
    box->at = PART_BODY;
    return field_key(focused_field(box), key) != WIDGET_IGNORED;
}

static bool choose_key(Compose *box, InputKey key) {
    int by = key.code == INPUT_LEFT || key.code == INPUT_UP ? -1 : 1;
    bool arrow = key.code == INPUT_LEFT || key.code == INPUT_RIGHT;
    if (key.code == INPUT_UP || key.code == INPUT_DOWN) {
        go_to_part(box, by);
        return true;
    }
    if (box->at == PART_FIELD && (key.code == ' ' || key.code == INPUT_ENTER))
        list_fields(box);
    else if (arrow && box->at == PART_FIELD)
        step_field(box, by);
    else if (arrow || key.code == ' ')
        set_kind(box, (int)box->kind + by);
    else if (key.code == INPUT_ENTER)
        go_to_part(box, 1);
    else
        return type_on(box, key);
    return true;
}

static bool compose_key(Compose *box, InputKey key) {
    if (key.code == INPUT_TAB) {
        go_to_part(box, key.mods & INPUT_SHIFT ? -1 : 1);
        return true;
    }
    EditField *field = focused_field(box);
    if (!field)
        return choose_key(box, key);
    if (key.code == INPUT_ENTER && !field->multiline) {
        go_to_part(box, 1);
        return true;
    }
    return field_key(field, key) != WIDGET_IGNORED;
}

static bool hand_on(Compose *box, const InputEvent *event) {
    EditField *field = focused_field(box);
    if (event->type == INPUT_TYPE_KEY)
        return compose_key(box, event->key);
    if (event->type == INPUT_TYPE_PASTE && !field) {
        box->at = PART_BODY;
        field = focused_field(box);
    }
    if (event->type == INPUT_TYPE_PASTE)
        return field_paste(field, event->text) != WIDGET_IGNORED;
    return event->type == INPUT_TYPE_MOUSE && field && field_mouse(field, event) != WIDGET_IGNORED;
}

static bool compose_event(void *self, const InputEvent *event) {
    Compose *box = self;
    if (event->type == INPUT_TYPE_KEY && event->key.code == INPUT_ESCAPE)
        return leave(box);
    bool used = hand_on(box, event);
    keep(box);
    return used;
}

static void compose_timer(void *self, AppTimer timer) {
    Compose *box = self;
    if (timer != APP_TIMER_DRAFT || !box->draft)
        return;
    compose_keep(box, true);
    app_set_timer(box->app, APP_TIMER_DRAFT, COMPOSE_TICK_MS, false);
}

static bool compose_save_draft(void *self, bool leaves) {
    (void)leaves;
    return compose_keep(self, true);
}

static void compose_put_unsaved(const void *self, Buf *out) {
    const Compose *box = self;
    if (!compose_is_unwritten(box))
        return;
    buf_printf(out, "%s\n%.*s\n", buf_text(&box->head), STR_ARG(text_edit_text(box->body)));
    if (box->text)
        buf_printf(out, "%.*s\n", STR_ARG(text_edit_text(box->text)));
}

static bool compose_act(void *self, ActionId id) {
    return id == ACTION_COMPOSE_SEND && send(self);
}

static bool compose_leave(void *self) {
    Compose *box = self;
    return box->sent || !compose_is_changed(box) || (leave(box), false);
}

static ActionContext compose_context(const void *self) {
    (void)self;
    return CONTEXT_COMPOSE;
}

static void compose_title(const void *self, Buf *out) {
    const Compose *box = self;
    buf_puts(out, box->changes  ? _("change a comment")
                  : box->number ? _("answer")
                                : _("new comment"));
}

static void compose_free(void *self) {
    Compose *box = self;
    if (!box->sent && !compose_is_changed(box))
        compose_drop_draft(box);
    draft_close(box->draft);
    for (int i = 0; i < COMPOSE_KEPT; i++)
        buf_free(&box->kept[i]);
    record_free(box->record);
    text_edit_free(box->body);
    text_edit_free(box->text);
    buf_free(&box->head);
    free(box);
}

const Screen compose_screen = {.context = compose_context,
                               .title = compose_title,
                               .draw = compose_draw,
                               .act = compose_act,
                               .event = compose_event,
                               .timer = compose_timer,
                               .leave = compose_leave,
                               .save_draft = compose_save_draft,
                               .put_unsaved = compose_put_unsaved,
                               .free = compose_free};
