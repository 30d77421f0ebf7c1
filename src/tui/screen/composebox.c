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

enum { BODY_BYTES = 64 << 10, TEXT_BYTES = 1 << 20, TICK_MS = 1000, KINDS = COMMENT_ERROR + 1 };

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

/* What can be commented on by its name; -1 is the whole case. */
static bool is_offered(const Record *record, int field) {
    const Field *info = &record->entity->fields[field];
    return !(info->flags & (FIELD_MACHINE | FIELD_PRIVATE | FIELD_MOVED));
}

const char *compose_field_label(const Compose *box, int field) {
    return field < 0 ? _("the whole case") : _(box->record->entity->fields[field].label);
}

/* A suggestion begins with what stands there. */
static void prepare_suggestion(Compose *box) {
    text_edit_free(box->text);
    box->text = NULL;
    if (box->kind != COMMENT_SUGGESTION || box->field < 0)
        return;
    bool lines = box->record->entity->fields[box->field].kind == FIELD_TEXT;
    box->text = text_edit_new(record_text(box->record, box->field), lines, TEXT_BYTES);
    box->fields[0] = (EditField){.edit = box->text, .multiline = lines};
}

bool compose_is_changed(const Compose *box) {
    return text_edit_is_changed(box->body) || (box->text && text_edit_is_changed(box->text));
}

static void set_field(Compose *box, int field) {
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
    } while (field >= 0 && !is_offered(box->record, field));
    set_field(box, field);
}

/* What was typed and chosen, into the draft. */
static void keep(Compose *box) {
    compose_keep(box, false);
    if (box->draft && !app_timer_is_set(box->app, APP_TIMER_DRAFT))
        app_set_timer(box->app, APP_TIMER_DRAFT, TICK_MS, false);
}

static void field_chosen(void *context, int action) {
    set_field(context, action);
    keep(context);
}

/* The whole case, and what is filled: the likely ones. */
static void list_fields(Compose *box) {
    VEC(MenuItem) items = {0};
    size_t selected = 0;
    vec_push(&items, (MenuItem){.label = compose_field_label(box, -1), .action = -1});
    for (int field = 0; field < (int)box->record->entity->count; field++) {
        if (!is_offered(box->record, field))
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

static bool send_new(Compose *box, int *number, SaveResult *result, Error *err) {
    CommentNew what = {.case_id = box->case_id,
                       .answers_to = box->number,
                       .field = box->field,
                       .kind = box->number ? COMMENT_DISCUSS : box->kind,
                       .body = text_edit_text(box->body)};
    if (compose_has_part(box, PART_TEXT)) {
        Str before = record_text(box->record, box->field), after = text_edit_text(box->text);
        if (str_equal(before, after))
            return error_set(err, ERR_INVALID, N_("that is what stands there already"), "");
        text_passage(before, after, &what.passage, &what.replacement);
    }
    return library_comment_add(app_library(box->app), &what, number, result, err);
}

static bool send(Compose *box) {
    Error err;
    App *app = box->app;
    char number[16];
    int added = box->number;
    SaveResult result;
    bool ok = box->changes ? library_comment_edit(app_library(app), box->case_id, box->number,
                                                  text_edit_text(box->body), &result, &err)
                           : send_new(box, &added, &result, &err);
    if (!ok) {
        app_say_error(app, &err);
        return true;
    }
    snprintf(number, sizeof number, "%d", added);
    box->sent = true;
    acts_did_comment(app, box->case_id, &result,
                     box->changes ? N_("a comment changed") : N_("commented"));
    compose_drop_draft(box);
    app_close_top(app);
    app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("Comment {0} is written."), str_of(number));
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
        return false;
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
    if (event->type == INPUT_TYPE_PASTE && field)
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
    app_set_timer(box->app, APP_TIMER_DRAFT, TICK_MS, false);
}

static bool compose_save_draft(void *self) {
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

static const Screen compose_screen = {.context = compose_context,
                                      .title = compose_title,
                                      .draw = compose_draw,
                                      .act = compose_act,
                                      .event = compose_event,
                                      .timer = compose_timer,
                                      .leave = compose_leave,
                                      .save_draft = compose_save_draft,
                                      .put_unsaved = compose_put_unsaved,
                                      .free = compose_free};

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

static void put_stored(Compose *box, const ComposeStored *stored, const Comment *about) {
    box->number = about ? about->number : 0;
    box->changes = about && stored->changes;
    if (about && stored->answers)
        put_quoted(box, about);
    box->kind = stored->kind;
    set_field(box,
              stored->field >= 0 && is_offered(box->record, stored->field) ? stored->field : -1);
    text_edit_set(box->body, buf_str(&stored->body));
    if (box->text)
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
        app_set_timer(app, APP_TIMER_DRAFT, TICK_MS, false);
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
    set_field(box, field >= 0 && is_offered(box->record, field) ? field : -1);
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
    box->number = comment->number;
    box->changes = true;
    app_push(app, &compose_screen, box);
}
