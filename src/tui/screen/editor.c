#include "config.h"

#include "tui/screen/editor.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
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
};

enum { GO_ON = 1, AGAIN, TAKE, KEEP };

Editor *editor_new(App *app, FormSession *session, EditorDone *done, void *context) {
    Editor *editor = mem_zalloc(sizeof *editor);
    editor->app = app;
    editor->session = session;
    editor->done = done;
    editor->context = context;
    return editor;
}

void editor_free(Editor *editor) {
    if (!editor)
        return;
    buf_free(&editor->path);
    buf_free(&editor->given);
    buf_free(&editor->text);
    library_edit_faults_free(&editor->faults);
    free(editor);
}

static const char *path(const Editor *editor) {
    return buf_text(&editor->path);
}

static void end(Editor *editor, EditorEnd how) {
    if (how != EDITOR_KEPT)
        unlink(path(editor));
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
    app_say(editor->app, ROLE_DRAFT, APP_TOAST_MS,
            _("What was written in the editor is kept: ^X goes on with it."));
    end(editor, EDITOR_KEPT);
}

static void begin_anew(Editor *editor) {
    buf_clear(&editor->text);
    buf_put_str(&editor->text, buf_str(&editor->given));
    run(editor);
}

static void chosen(void *context, int action) {
    Editor *editor = context;
    if (action == GO_ON)
        run(editor);
    else if (action == AGAIN)
        begin_anew(editor);
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

static void take(Editor *editor) {
    Form *form = form_session_form(editor->session);
    Record *record;
    Error err;
    library_edit_faults_free(&editor->faults);
    if (!library_edit_read(form_base(form), buf_str(&editor->text), NULL, true, &record,
                           &editor->faults, &err)) {
        if (put_file(editor, &err)) /* with the remarks, also for later */
            ask_about_faults(editor);
        else
            end_with_error(editor, &err);
        return;
    }
    size_t changed = form_take_record(form, record);
    record_free(record);
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
    MenuItem items[] = {{.label = _("Go on with it"), .action = GO_ON},
                        {.label = _("Throw it away and begin with what is here"), .action = AGAIN}};
    bool outdated =
        library_edit_is_outdated(path(editor), form_base(form_session_form(editor->session)));
    app_menu(editor->app,
             outdated ? _("A text is left of an edit; what was saved since is not in it")
                      : _("A text is left of an edit that did not end"),
             items, COUNT_OF(items), chosen, editor);
}

void editor_begin(Editor *editor) {
    Error err = {0};
    if (form_is_read_only(form_session_form(editor->session)))
        error_set(&err, ERR_DENIED, N_("this can only be read"), "");
    else if (app_has_editor(editor->app, &err))
        err.code = ERR_NONE;
    buf_clear(&editor->path);
    library_edit_faults_free(&editor->faults);
    if (err.code != ERR_NONE ||
        !library_edit_path(app_library(editor->app), form_session_record(editor->session),
                           &editor->path, &err)) {
        app_say_error(editor->app, &err);
        editor->done(editor->context, EDITOR_NOTHING);
        return;
    }
    if (!put_given(editor))
        return;
    bool left = file_exists(path(editor));
    if (left && !get_file(editor, &err))
        end_with_error(editor, &err); /* it is not written over */
    else if (left && !str_equal(buf_str(&editor->text), buf_str(&editor->given)))
        ask_about_left(editor);
    else
        begin_anew(editor);
}
