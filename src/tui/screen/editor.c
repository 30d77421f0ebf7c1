#include "config.h"

#include "tui/screen/editor.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "library/editleft.h"
#include "library/rejoin.h"
#include "library/yamledit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { MOST_BYTES = 8 << 20 };

struct Editor {
    App *app;
    FormSession *session;
    EditorDone *done;
    void *context;
    Buf path;
    Buf given; /* the record as it was when the editor was opened */
    Buf text;  /* what stands in the file now; both without remarks */
    EditFaults faults;
    bool left;         /* the text is left of an edit that did not end */
    EditOrigin origin; /* of the text */
    int held;          /* tells other sessions that it is in an editor; -1: it is not */
};

enum { GO_ON = 1, AGAIN, TAKE, KEEP };

Editor *editor_new(App *app, FormSession *session, EditorDone *done, void *context) {
    Editor *editor = mem_zalloc(sizeof *editor);
    editor->app = app;
    editor->session = session;
    editor->done = done;
    editor->context = context;
    editor->held = -1;
    return editor;
}

static void let_go(Editor *editor) {
    if (editor->held >= 0)
        close(editor->held);
    editor->held = -1;
}

void editor_free(Editor *editor) {
    if (!editor)
        return;
    buf_free(&editor->path);
    buf_free(&editor->given);
    buf_free(&editor->text);
    library_edit_faults_free(&editor->faults);
    library_edit_origin_free(&editor->origin);
    let_go(editor);
    free(editor);
}

static const char *path(const Editor *editor) {
    return buf_text(&editor->path);
}

static Uuid record_of(const Editor *editor) {
    return form_session_record(editor->session);
}

static void end(Editor *editor, EditorEnd how) {
    if (how != EDITOR_KEPT)
        library_edit_end(app_library(editor->app), record_of(editor));
    let_go(editor);
    editor->done(editor->context, how);
}

/* Also when the file cannot be read or written: what a person wrote may stand in it. */
static void end_with_error(Editor *editor, const Error *err) {
    app_say_error(editor->app, err);
    end(editor, EDITOR_KEPT);
}

static bool put_file(Editor *editor, Error *err) {
    Buf out = {0};
    library_edit_remark(buf_str(&editor->text), &editor->faults, &out);
    bool ok = file_write_atomic(path(editor), buf_str(&out), 0600, err);
    buf_free(&out);
    return ok;
}

static bool get_file(Editor *editor, Error *err) {
    Buf raw = {0};
    bool ok = file_read(path(editor), MOST_BYTES, &raw, err);
    if (ok) {
        buf_clear(&editor->text);
        library_edit_plain(buf_str(&raw), &editor->text);
    }
    buf_free(&raw);
    return ok;
}

/* ---- what comes back ---- */

static void run(Editor *editor);
static void take(Editor *editor);

static void keep(Editor *editor) {
    app_say(
        editor->app, ROLE_DRAFT, APP_TOAST_MS,
        _("What was written in the editor is kept: ^X goes on with it, and it waits in 4 inbox."));
    end(editor, EDITOR_KEPT);
}

/* What the text is made from stands there before it does. */
static bool put_origin(Editor *editor, Error *err) {
    const Form *form = form_session_form(editor->session);
    library_edit_origin_free(&editor->origin);
    editor->left = false;
    editor->origin = (EditOrigin){.type = form_base(form)->entity->type,
                                  .record = record_of(editor),
                                  .rev = form_base_rev(form),
                                  .draft = form_session_draft(editor->session)};
    buf_put_str(&editor->origin.given, buf_str(&editor->given));
    return library_edit_begin(app_library(editor->app), &editor->origin, err);
}

static void begin_anew(Editor *editor) {
    Error err;
    let_go(editor);
    buf_clear(&editor->text);
    buf_put_str(&editor->text, buf_str(&editor->given));
    if (put_origin(editor, &err)) {
        run(editor);
    } else {
        app_say_error(editor->app, &err);
        end(editor, EDITOR_KEPT);
    }
}

/* The text that is left goes where `z` finds it, and the editor gets what is here. */
static void put_away(Editor *editor) {
    Error err;
    if (library_edit_discard(app_library(editor->app), record_of(editor), &err)) {
        app_did(editor->app, (UndoStep){.kind = UNDO_EDITED, .id = record_of(editor)});
        begin_anew(editor);
    } else {
        end_with_error(editor, &err);
    }
}

static void chosen(void *context, int action) {
    Editor *editor = context;
    if (action == GO_ON)
        run(editor);
    else if (action == AGAIN)
        put_away(editor);
    else if (action == TAKE)
        take(editor);
    else
        keep(editor);
}

static void ask_about_faults(Editor *editor) {
    Buf title = {0};
    ErrorArg args[2] = {{.kind = 'd', .number = editor->faults.items[0].line}, {.kind = 's'}};
    snprintf(args[1].text, sizeof args[1].text, "%s", buf_text(&editor->faults.items[0].text));
    if (args[0].number)
        message_fill(&title, _("Line {0}: {1}"), args, 2);
    else
        buf_puts(&title, args[1].text);
    MenuItem items[] = {
        {.label = _("Mend it in the editor; it stands at its line"), .action = GO_ON},
        {.label = _("Keep the text for later"), .action = KEEP}};
    app_menu(editor->app, buf_text(&title), items, COUNT_OF(items), chosen, editor);
    buf_free(&title);
}

static void ask_after_bad_end(Editor *editor, const Error *err) {
    Buf title = {0};
    error_render_message(err, &title);
    MenuItem items[] = {{.label = _("Take what is in the file"), .action = TAKE},
                        {.label = _("Open the editor again"), .action = GO_ON},
                        {.label = _("Keep the text for later"), .action = KEEP}};
    app_menu(editor->app, buf_text(&title), items, COUNT_OF(items), chosen, editor);
    buf_free(&title);
}

/* What the text was begun from; NULL: nothing is known of it, so that everything is asked. */
static Record *load_origin(Editor *editor) {
    const Form *form = form_session_form(editor->session);
    Record *record;
    Error ignored;
    if (editor->origin.rev == form_base_rev(form))
        return record_copy(form_base(form));
    if (editor->origin.rev &&
        library_load(app_library(editor->app), editor->origin.type, record_of(editor),
                     editor->origin.rev, &record, &ignored))
        return record;
    return record_new(editor->origin.type);
}

/* What the person was given, when the form goes on with the same draft; else NULL. */
static Record *load_given(Editor *editor) {
    const Form *form = form_session_form(editor->session);
    Uuid draft = form_session_draft(editor->session);
    EditFaults faults = {0};
    Record *record;
    Error ignored;
    bool same = !uuid_is_nil(draft) && uuid_equal(draft, editor->origin.draft);
    if (!same || !library_edit_read(form_base(form), buf_str(&editor->origin.given), NULL, false,
                                    &record, &faults, &ignored))
        record = NULL;
    library_edit_faults_free(&faults);
    return record;
}

/* A text that is left is put together with what changed here since. False: the error is shown. */
static bool join(Editor *editor, const Record *record, size_t *changed) {
    Form *form = form_session_form(editor->session);
    Meanwhile now;
    Error ignored;
    if (!form_session_expect(editor->session, editor->origin.rev))
        return false;
    Record *from = load_origin(editor), *given = load_given(editor);
    bool known = library_meanwhile(app_library(editor->app), editor->origin.type, record_of(editor),
                                   &now, &ignored) &&
                 now.rev == form_base_rev(form);
    *changed = form_join_record(form, from, given, record, str_of(known ? now.name : ""));
    record_free(from);
    record_free(given);
    return true;
}

/* The record of the text; false: it cannot be read, and the person is asked. */
static bool read_text(Editor *editor, Record **out) {
    Form *form = form_session_form(editor->session);
    Record *here;
    Error err;
    library_edit_faults_free(&editor->faults);
    if (library_edit_read(form_base(form), buf_str(&editor->text), NULL, true, out, &editor->faults,
                          &err)) {
        here = form_peek(form);
        library_edit_keep(*out, here);
        record_free(here);
        return true;
    }
    if (put_file(editor, &err)) /* with the remarks, also for later */
        ask_about_faults(editor);
    else
        end_with_error(editor, &err);
    return false;
}

static void take(Editor *editor) {
    Record *record;
    size_t changed = 0;
    if (!read_text(editor, &record))
        return;
    bool taken = true;
    if (editor->left)
        taken = join(editor, record, &changed);
    else
        changed = form_take_record(form_session_form(editor->session), record);
    record_free(record);
    if (!taken) {
        end(editor, EDITOR_KEPT);
        return;
    }
    if (!changed)
        app_say(editor->app, ROLE_INFO, APP_SAY_MS, _("Nothing was changed in the editor."));
    if (changed && !form_session_flush(editor->session))
        end(editor, EDITOR_KEPT); /* the draft could not be written, and said so: the file stays */
    else
        end(editor, changed ? EDITOR_TAKEN : EDITOR_NOTHING);
}

static void come_back(Editor *editor, bool ended_well, const Error *how) {
    Error err;
    if (!get_file(editor, &err)) {
        end_with_error(editor, &err);
        return;
    }
    bool same = str_equal(buf_str(&editor->text), buf_str(&editor->given));
    if (!ended_well && how->code == ERR_CANCELLED)
        return; /* the program ends: the file stays */
    if (!ended_well && same) {
        app_say_error(editor->app, how);
        end(editor, EDITOR_NOTHING);
    } else if (!ended_well) {
        ask_after_bad_end(editor, how);
    } else if (same) { /* also of a new record, which may lack what a file must have */
        app_say(editor->app, ROLE_INFO, APP_SAY_MS, _("Nothing was changed in the editor."));
        end(editor, EDITOR_NOTHING);
    } else if (!str_trim(buf_str(&editor->text)).len) {
        app_say(editor->app, ROLE_WARN, APP_SAY_MS,
                _("The file came back empty: nothing changed."));
        end(editor, EDITOR_NOTHING);
    } else {
        take(editor);
    }
}

static void run(Editor *editor) {
    Error err = {0};
    if (editor->held < 0)
        editor->held = library_edit_hold(app_library(editor->app), record_of(editor));
    if (!put_file(editor, &err)) {
        end_with_error(editor, &err);
        return;
    }
    bool ended_well = app_edit_file(editor->app, path(editor), &err);
    come_back(editor, ended_well, &err);
}

/* ---- beginning ---- */

/* The record with what is typed; false: something cannot be read, and the form shows what. */
static bool put_given(Editor *editor) {
    Form *form = form_session_form(editor->session);
    Record *record;
    if (!form_build(form, &record)) {
        form_check(form);
        app_say(editor->app, ROLE_WARN, APP_SAY_MS,
                _("First mend what is marked here; then ^X opens the editor."));
        return false;
    }
    buf_clear(&editor->given);
    library_edit_text(record, form_base_rev(form) == 0, &editor->given);
    record_free(record);
    return true;
}

static void ask_about_left(Editor *editor) {
    Error err;
    const char *reason = app_has_editor(editor->app, &err) ? NULL : _("There is no editor.");
    MenuItem items[] = {
        {.label = _("Go on with it in the editor"), .reason = reason, .action = GO_ON},
        {.label = _("Take it into the form"), .action = TAKE},
        {.label = _("Put it away and begin with what is here"), .reason = reason, .action = AGAIN}};
    bool outdated = editor->origin.rev != form_base_rev(form_session_form(editor->session));
    app_menu(editor->app,
             outdated ? _("A text is left of an edit; it is put together with what was saved since")
                      : _("A text is left of an edit that did not end"),
             items, COUNT_OF(items), chosen, editor);
}

/* What is left: in the file, and not merely what the person was given or has here already. */
static bool is_left(Editor *editor, Error *err) {
    Library *library = app_library(editor->app);
    EntityType type = form_base(form_session_form(editor->session))->entity->type;
    library_edit_origin_free(&editor->origin);
    editor->origin = (EditOrigin){0};
    return file_exists(path(editor)) && get_file(editor, err) &&
           library_edit_origin(library, type, record_of(editor), &editor->origin, err) &&
           !str_equal(buf_str(&editor->text), buf_str(&editor->given)) &&
           !str_equal(buf_str(&editor->text), buf_str(&editor->origin.given));
}

/* False: it was said why not. */
static bool may_begin(Editor *editor) {
    Error err = {0};
    Library *library = app_library(editor->app);
    buf_clear(&editor->path);
    bool ok = library_edit_path(library, record_of(editor), &editor->path, &err);
    bool there = ok && file_exists(path(editor));
    if (there)
        editor->held = library_edit_hold(library, record_of(editor));
    if (there && editor->held < 0 && library_edit_is_held(library, record_of(editor)))
        ok = error_set(&err, ERR_DENIED, N_("this stands in an editor in another session of yours"),
                       "");
    else if (ok && form_is_read_only(form_session_form(editor->session)))
        ok = error_set(&err, ERR_DENIED, N_("this can only be read"), "");
    else if (ok && !there) /* what is left can be taken without one */
        ok = app_has_editor(editor->app, &err);
    if (!ok)
        app_say_error(editor->app, &err);
    return ok;
}

void editor_begin(Editor *editor) {
    Error err = {0};
    library_edit_faults_free(&editor->faults);
    let_go(editor);
    if (!may_begin(editor)) {
        editor->done(editor->context, EDITOR_NOTHING);
        return;
    }
    if (!put_given(editor))
        return;
    editor->left = is_left(editor, &err);
    if (err.code != ERR_NONE)
        end_with_error(editor, &err); /* it is not written over */
    else if (editor->left)
        ask_about_left(editor);
    else
        begin_anew(editor);
}
