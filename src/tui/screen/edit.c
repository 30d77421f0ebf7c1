#include "config.h"

#include "tui/screen/edit.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "tui/app/wait.h"
#include "tui/form/session.h"
#include "tui/screen/begin.h"
#include "tui/screen/editalike.h"
#include "tui/screen/editconsent.h"
#include "tui/screen/editor.h"
#include "tui/screen/editpreview.h"
#include "tui/screen/editsaid.h"
#include "tui/screen/files.h"
#include "tui/widget/scrap.h"

#include <stdio.h>
#include <stdlib.h>

/* A rest is that long before what keys will need is read ahead; cases like a new one, which may put
 * a line above the fields, are looked for later. */
enum { TICK_MS = 1000, REST_MS = 80, ALIKE_MS = 70, NEXT_MS = 1 };

typedef struct Edit {
    App *app;
    FormSession *session;
    Editor *editor;  /* NULL before the first ^X */
    bool in_passing; /* opened for the editor alone: afterwards one is where one was */
    Begin begin;     /* templates */
    EditPreview preview;
    EditAlike alike;
    bool rested; /* nothing is left to be read ahead: the next rest is for cases like this */
    bool fresh;  /* began as a new record: no screen below has it selected */
} Edit;

static bool is_dirty(const Edit *edit) {
    return form_is_dirty(form_session_form(edit->session));
}

static void edit_draw(void *self, Grid *grid, GridRect body) {
    Edit *edit = self;
    form_on_beside(form_session_form(edit->session), editpreview_draw, &edit->preview);
    form_session_draw(edit->session, grid, body);
}

/* Whatever was about to be read waits until nothing was typed for a moment. */
static void await_rest(Edit *edit) {
    bool alike = editalike_typed(&edit->alike, form_session_form(edit->session));
    edit->rested = false;
    if (alike || form_session_wants_rest(edit->session))
        app_set_timer(edit->app, APP_TIMER_REST, REST_MS, true);
}

/* One thing at a time, so that no key waits for more than a part of it. */
static void rest(Edit *edit) {
    AppWait wait = app_wait_begin(edit->app, _("Searching"));
    bool alike = editalike_typed(&edit->alike, form_session_form(edit->session));
    bool read = form_session_rest(edit->session, app_wait_interrupted, &wait);
    if (read || wait.stopped)
        app_wait_end(&wait); /* asks for the frame */
    if (read) {
        if (alike || form_session_wants_rest(edit->session))
            app_set_timer(edit->app, APP_TIMER_REST, NEXT_MS, true);
    } else if (alike && !edit->rested) {
        edit->rested = true;
        app_set_timer(edit->app, APP_TIMER_REST, ALIKE_MS, true);
    } else if (alike) {
        editalike_look(&edit->alike, form_session_form(edit->session),
                       form_session_record(edit->session));
    }
}

static void take_result(Edit *edit, FormSessionResult result) {
    Uuid away;
    if (form_session_put_away(edit->session, &away))
        app_did(edit->app, (UndoStep){.kind = UNDO_DRAFT, .id = away});
    if (result == SESSION_SAVED || result == SESSION_DONE) {
        editsaid_note(edit->app, edit->session);
        editsaid_say(edit->app, edit->session);
        app_count_drafts(edit->app);
        app_watch(edit->app);
        if (result == SESSION_DONE)
            app_pop(edit->app);
    } else if (result == SESSION_LEAVE) {
        app_pop(edit->app);
    } else if (!app_timer_is_set(edit->app, APP_TIMER_DRAFT)) {
        app_set_timer(edit->app, APP_TIMER_DRAFT, TICK_MS, false);
    }
}

static void say_copied(Edit *edit) {
    app_copy_along(edit->app, scrap_text());
    form_say_once(form_session_form(edit->session), ROLE_INFO,
                  str_of(scrap_is_cut() ? _("Cut; ^R puts it in, here or in another case.")
                                        : _("Copied; ^R puts it in, here or in another case.")));
}

static bool edit_event(void *self, const InputEvent *event) {
    Edit *edit = self;
    unsigned copies = scrap_count();
    edit->in_passing = false; /* a question of the editor was left: now one is in the form */
    if (editalike_is_key(&edit->alike, form_session_form(edit->session), event))
        return editalike_open(&edit->alike);
    FormSessionResult result = form_session_event(edit->session, event);
    if (copies != scrap_count())
        say_copied(edit);
    await_rest(edit);
    bool wish = form_takes_wish(form_session_form(edit->session));
    bool files = form_takes_files(form_session_form(edit->session));
    take_result(edit, result);
    if (wish) /* consents are all that can be made from a field */
        editconsent_open(edit->app, form_session_form(edit->session));
    if (files)
        files_open(edit->app, form_session_record(edit->session));
    return result != SESSION_IGNORED;
}

/* ---- the person's own editor ---- */

static bool edit_event(void *self, const InputEvent *event);

/* From a list the case is saved as with ^S; the form stays open when that asks something. */
static void save_in_passing(Edit *edit) {
    InputEvent save = {.type = INPUT_TYPE_KEY, .key = {'s', INPUT_CTRL}};
    FormSessionResult result = form_session_event(edit->session, &save);
    edit->in_passing = false;
    take_result(edit, result);
    if (result == SESSION_SAVED)
        app_pop(edit->app);
}

static void editor_done(void *context, EditorEnd end) {
    Edit *edit = context;
    bool in_passing = edit->in_passing;
    app_request_frame(edit->app);
    if (end == EDITOR_TAKEN && in_passing) {
        save_in_passing(edit);
    } else if (end == EDITOR_TAKEN) {
        take_result(edit, SESSION_USED);
        app_say(edit->app, ROLE_GOOD, APP_SAY_MS,
                _("Taken from the editor; ^S saves it, ^Z in a field takes it back."));
    } else if (in_passing) {
        app_pop(edit->app);
    }
}

static void open_editor(Edit *edit) {
    if (form_session_asks(edit->session))
        return;
    if (!edit->editor)
        edit->editor = editor_new(edit->app, edit->session, editor_done, edit);
    editor_begin(edit->editor);
}

/* Only what is still empty is filled, so that nothing typed is lost. */
static void take_template(void *context, const Record *record) {
    Edit *edit = context;
    form_set_quick(form_session_form(edit->session), false);
    form_session_prefill(edit->session, record);
    app_request_frame(edit->app);
}

static bool act_template(Edit *edit) {
    if (form_is_read_only(form_session_form(edit->session)))
        return true;
    if (form_base(form_session_form(edit->session))->entity->type == ENTITY_CASE)
        return begin_template(&edit->begin);
    app_say(edit->app, ROLE_INFO, APP_SAY_MS, _("Templates are for cases."));
    return true;
}

/* They hang on the case, which must be there before them. */
static bool act_files(Edit *edit) {
    const Form *form = form_session_form(edit->session);
    if (form_base(form)->entity->type != ENTITY_CASE || !form_base_rev(form))
        app_say(edit->app, ROLE_INFO, APP_SAY_MS,
                _("Save the case first (^S): files are attached to a case that is there."));
    else
        files_open(edit->app, form_session_record(edit->session));
    return true;
}

/* From the menu: the key that stands for it goes to the form. */
static bool edit_act(void *self, ActionId id) {
    ActionChord key;
    if (id == ACTION_EDITOR) {
        ((Edit *)self)->in_passing = false;
        open_editor(self);
        return true;
    }
    if (id == ACTION_FILES)
        return act_files(self);
    if (id == ACTION_ALIKE)
        return editalike_open(&((Edit *)self)->alike);
    if (id == ACTION_TEMPLATE)
        return act_template(self);
    bool mine = id == ACTION_SAVE || id == ACTION_DONE || id == ACTION_QUICK ||
                id == ACTION_NOTES || id == ACTION_PASSAGE;
    if (!mine || !action_chord(NULL, id, 0, &key))
        return false;
    InputEvent event = {.type = INPUT_TYPE_KEY, .key = key.keys[0]};
    return edit_event(self, &event);
}

static void edit_timer(void *self, AppTimer timer) {
    Edit *edit = self;
    if (timer == APP_TIMER_REST)
        rest(edit);
    if (timer != APP_TIMER_DRAFT)
        return;
    bool others = form_session_look_around(edit->session);
    bool could_write = !form_is_read_only(form_session_form(edit->session));
    form_session_tick(edit->session);
    bool lost = could_write && form_is_read_only(form_session_form(edit->session));
    app_set_timer(edit->app, APP_TIMER_DRAFT, TICK_MS, false);
    editpreview_tick(&edit->preview);
    if (is_dirty(edit))
        app_count_drafts(edit->app);
    if (is_dirty(edit) || others || lost)
        app_request_frame(edit->app);
}

static void edit_changed(void *self) {
    Edit *edit = self;
    form_session_changed(edit->session);
    if (!app_timer_is_set(edit->app, APP_TIMER_REST))
        await_rest(edit);
    app_request_frame(edit->app);
}

static bool edit_leave(void *self) {
    Edit *edit = self;
    bool kept = form_session_leave(edit->session);
    if (kept && form_session_has_draft(edit->session)) {
        app_say(edit->app, ROLE_DRAFT, APP_TOAST_MS,
                !edit->fresh ? _("The draft is kept; F2 goes on with it.")
                : app_context_below(edit->app) & CONTEXT_TYPING
                    ? _("The draft is kept; Down, then 4 shows it.")
                    : _("The draft is kept; it waits in 4 inbox."));
    }
    return kept;
}

static bool edit_save_draft(void *self, bool leaves) {
    Edit *edit = self;
    return leaves ? form_session_leave(edit->session) : form_session_flush(edit->session);
}

static void edit_put_unsaved(const void *self, Buf *out) {
    const Edit *edit = self;
    form_session_put_unsaved(edit->session, out);
}

static ActionContext edit_context(const void *self) {
    (void)self;
    return CONTEXT_FORM;
}

/* In the hint bar: what to do with a passage is said where there are notes to take it from; Tab
 * goes back from there, and on everywhere as a person expects. */
static bool edit_serves(const void *self, ActionId id) {
    const Edit *edit = self;
    const Form *form = form_session_form(edit->session);
    bool is_case = form_base(form)->entity->type == ENTITY_CASE;
    bool in_notes = is_case && form_focus(form) == CASE_NOTES;
    if (id == ACTION_PASSAGE)
        return in_notes && !form_is_read_only(form);
    if (id == ACTION_QUICK)
        return is_case && !in_notes;
    return is_case ? id != ACTION_NEXT_FIELD : id != ACTION_NOTES;
}

static void edit_title(const void *self, Buf *out) {
    const Edit *edit = self;
    const Form *form = form_session_form(edit->session);
    Str id = record_text(form_base(form), CASE_ID);
    if (id.len) {
        buf_puts(out, _("edit "));
        buf_put_str(out, id);
    } else {
        bool is_case = form_base(form)->entity->type == ENTITY_CASE;
        buf_puts(out, is_case ? _("new case") : _("new record"));
    }
    if (is_dirty(edit))
        buf_putc(out, '*');
}

static void edit_free(void *self) {
    Edit *edit = self;
    editor_free(edit->editor);
    begin_free(&edit->begin);
    editpreview_free(&edit->preview);
    editalike_free(&edit->alike);
    form_session_free(edit->session);
    free(edit);
}

static const Screen edit_screen = {.context = edit_context,
                                   .title = edit_title,
                                   .draw = edit_draw,
                                   .act = edit_act,
                                   .serves = edit_serves,
                                   .event = edit_event,
                                   .timer = edit_timer,
                                   .changed = edit_changed,
                                   .leave = edit_leave,
                                   .save_draft = edit_save_draft,
                                   .put_unsaved = edit_put_unsaved,
                                   .free = edit_free};

static Edit *push(App *app, FormSession *session) {
    Edit *edit = mem_zalloc(sizeof *edit);
    edit->app = app;
    edit->session = session;
    edit->fresh = !form_base_rev(form_session_form(session));
    edit->alike.app = app;
    edit->begin = (Begin){.app = app, .take = take_template, .context = edit};
    app_push(app, &edit_screen, edit);
    app_set_timer(app, APP_TIMER_DRAFT, TICK_MS, false);
    await_rest(edit);
    return edit;
}

static bool show(App *app, FormSession *session) {
    return push(app, session) != NULL;
}

bool edit_open_editor(App *app, Uuid id) {
    FormSession *session;
    Error err;
    if (!app_has_editor(app, &err) ||
        !form_session_open(app_library(app), ENTITY_CASE, id, &session, &err)) {
        app_say_error(app, &err);
        return false;
    }
    Edit *edit = push(app, session);
    edit->in_passing = !form_session_asks(session);
    open_editor(edit);
    return true;
}

bool edit_open_record(App *app, EntityType type, Uuid id) {
    FormSession *session;
    Error err;
    if (form_session_open(app_library(app), type, id, &session, &err))
        return show(app, session);
    app_say_error(app, &err);
    return false;
}

bool edit_open(App *app, Uuid id) {
    return edit_open_record(app, ENTITY_CASE, id);
}

bool edit_open_at(App *app, Uuid id, int field) {
    FormSession *session;
    Error err;
    if (!form_session_open(app_library(app), ENTITY_CASE, id, &session, &err)) {
        app_say_error(app, &err);
        return false;
    }
    if (field >= 0)
        form_set_focus(form_session_form(session), field);
    return show(app, session);
}

/* A new record, filled as far as `begin` is (NULL: not at all). */
static FormSession *new_session(App *app, EntityType type, const Record *begin) {
    FormSession *session;
    Error err;
    if (!library_allow(app_library(app), RIGHT_WRITE, &err) ||
        !form_session_open(app_library(app), type, (Uuid){{0}}, &session, &err)) {
        app_say_error(app, &err);
        return NULL;
    }
    if (begin)
        form_session_prefill(session, begin);
    return session;
}

bool edit_open_new_record(App *app, EntityType type, int field, Str text) {
    Record *begin = record_new(type);
    if (text.len && begin->entity->fields[field].kind == FIELD_REF)
        record_set_ref(begin, field, (Uuid){{0}}, text);
    else if (text.len)
        record_set_text(begin, field, text);
    FormSession *session = new_session(app, type, begin);
    record_free(begin);
    return session && show(app, session);
}

bool edit_open_with(App *app, const Record *begin, bool quick) {
    FormSession *session = new_session(app, ENTITY_CASE, begin);
    if (!session)
        return false;
    form_set_quick(form_session_form(session), quick);
    return show(app, session);
}

bool edit_open_new(App *app, Str query) {
    Record *begin = query.len ? library_begin_from_query(app_library(app), query) : NULL;
    bool ok = edit_open_with(app, begin, true);
    record_free(begin);
    return ok;
}

bool edit_open_draft(App *app, Uuid draft) {
    FormSession *session;
    Error err;
    if (form_session_resume(app_library(app), draft, &session, &err))
        return show(app, session);
    app_say_error(app, &err);
    return false;
}

bool edit_open_left(App *app, EntityType type, Uuid record) {
    FormSession *session;
    Error err;
    if (!form_session_open_left(app_library(app), type, record, &session, &err)) {
        app_say_error(app, &err);
        return false;
    }
    open_editor(push(app, session));
    return true;
}
