#include "config.h"

#include "tui/form/sessionparts.h"

#include "base/i18n.h"
#include "library/rejoin.h"

#include <stdio.h>

/* A form is saved: together with what others saved, beside it, or somewhere else when its record is
 * gone. */

enum { MOST_MERGES = 3 }; /* saves tried again by itself when nothing was to decide */

static bool rebase(FormSession *session, size_t *to_decide, Error *err) {
    Record *theirs;
    Meanwhile now;
    if (!library_meanwhile(session->library, session->type, session->record, &now, err) ||
        !library_load(session->library, session->type, session->record, now.rev, &theirs, err))
        return false;
    *to_decide = form_set_conflict(session->form, theirs, now.rev, str_of(now.name));
    snprintf(session->joined, sizeof session->joined, "%s", now.name);
    record_free(theirs);
    return true;
}

/* The form goes on from what is stored now. */
static void show_stored(FormSession *session) {
    Record *record;
    Error err;
    if (library_load(session->library, session->type, session->record, 0, &record, &err)) {
        form_saved(session->form, record, session_revision(record));
        if (session->type == ENTITY_CASE && case_state(record) == STATE_ARCHIVED)
            form_set_notice(session->form, ROLE_WARN,
                            str_of(_("The case is archived: it was saved as an archived one.")));
        record_free(record);
    } else {
        session_show_error(session, &err);
    }
    session_drop_draft(session);
    session_begin_presence(session);
}

static FormSessionResult finish_save(FormSession *session) {
    session->saved = true;
    session->kept = false;
    session->record = session->result.id;
    show_stored(session);
    return SESSION_SAVED;
}

static void say_not_saved(FormSession *session, const Error *err) {
    Buf why = {0}, text = {0};
    error_render(err, &why);
    if (form_session_flush(session) && session->draft)
        FORM_SAY(&text, N_("Not saved: {0}. What you typed is safe in the draft."), "S",
                 buf_str(&why));
    else
        FORM_SAY(&text,
                 N_("Not saved, and in no draft: what you typed stands only here. Make room and "
                    "press ^S again; ^Q prints it. {0}"),
                 "S", buf_str(&why));
    form_set_notice(session->form, ROLE_ERROR, buf_str(&text));
    form_show_error(session->form, err);
    buf_free(&text);
    buf_free(&why);
}

/* The record went into the trash below the form, or for good: asks where the text goes. */
static bool ask_rescue(FormSession *session) {
    Meanwhile now;
    Error err, denied;
    if (!form_base_rev(session->form))
        return false;
    bool there = library_meanwhile(session->library, session->type, session->record, &now, &err);
    if (there ? !now.trashed : err.code != ERR_NOT_FOUND)
        return false;
    form_session_flush(session);
    session->rescue =
        rescue_new(there ? &now : NULL, library_allow(session->library, RIGHT_TRASH, &denied));
    return true;
}

/* ERR_NONE in err->code: saved. */
static bool try_save(FormSession *session, Error *err) {
    Record *record;
    Issues issues = {0};
    *err = (Error){0};
    if (!form_build(session->form, &record))
        return false;
    bool ok = library_save(session->library, record, form_base_rev(session->form), (Str){"", 0},
                           &issues, &session->result, err);
    if (!ok && issues.len)
        form_set_issues(session->form, &issues);
    issues_free(&issues);
    record_free(record);
    return ok;
}

FormSessionResult session_save(FormSession *session) {
    Error err;
    size_t to_decide = 0;
    session->joined[0] = '\0';
    form_session_flush(session);
    for (int i = 0; i < MOST_MERGES; i++) {
        if (try_save(session, &err))
            return finish_save(session);
        if (err.code != ERR_CONFLICT || !form_base_rev(session->form))
            break;
        if (!rebase(session, &to_decide, &err))
            break;
        if (to_decide)
            return SESSION_USED;
    }
    if (err.code != ERR_NONE && !ask_rescue(session))
        say_not_saved(session, &err);
    return SESSION_USED;
}

FormSessionResult session_keep(FormSession *session) {
    Record *mine;
    Error err;
    if (!form_build(session->form, &mine)) {
        form_check(session->form); /* goes to what cannot be read */
        return SESSION_USED;
    }
    bool ok = library_keep_beside(session->library, mine, (Str){"", 0}, &session->result, &err);
    record_free(mine);
    if (!ok) {
        say_not_saved(session, &err);
        return SESSION_USED;
    }
    session->saved = session->kept = true;
    show_stored(session);
    return SESSION_SAVED;
}

/* What a new record takes of one that is gone: all that people write. */
static bool save_as_new(FormSession *session, Error *err) {
    Record *mine;
    if (!form_build(session->form, &mine))
        return false;
    Record *fresh = library_new_record(session->library, session->type);
    for (size_t i = 0; i < mine->entity->count; i++)
        if (!(mine->entity->fields[i].flags & (FIELD_MACHINE | FIELD_MOVED)))
            record_set(fresh, (int)i, mine->values[i]);
    bool ok = library_save(session->library, fresh, 0, (Str){"", 0}, NULL, &session->result, err);
    record_free(fresh);
    record_free(mine);
    return ok;
}

FormSessionResult session_answer_rescue(FormSession *session, const InputEvent *event) {
    Error err = {0};
    SaveResult back;
    RescueAnswer answer = rescue_event(session->rescue, event);
    if (answer == RESCUE_OPEN)
        return SESSION_USED;
    rescue_free(session->rescue);
    session->rescue = NULL;
    if (answer == RESCUE_NEW && save_as_new(session, &err))
        return finish_save(session);
    if (answer == RESCUE_UNTRASH &&
        library_trash(session->library, session->type, session->record, false, &back, &err))
        return session_save(session);
    if (answer == RESCUE_LATER)
        form_set_notice(session->form, ROLE_DRAFT,
                        str_of(_("What you typed is safe in the draft.")));
    else if (err.code != ERR_NONE)
        say_not_saved(session, &err);
    return SESSION_USED;
}
