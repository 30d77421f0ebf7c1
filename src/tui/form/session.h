#ifndef ANLIKU_TUI_FORM_SESSION_H
#define ANLIKU_TUI_FORM_SESSION_H

#include "library/save.h"
#include "tui/form/form.h"

/* A form over a record of the library: opens it, journals what is typed as a draft, offers a draft
 * that was left, saves, and goes through a conflict with the person. */
typedef struct FormSession FormSession;

typedef enum FormSessionResult {
    SESSION_IGNORED, /* a key of the program */
    SESSION_USED,
    SESSION_SAVED, /* see form_session_saved; the form stays open on the new revision */
    SESSION_DONE,  /* the same after ^D: nothing more is to do in the form */
    SESSION_LEAVE  /* the person wants to go; what was typed is in the draft */
} FormSessionResult;

/* id nil: a new record of the type. When there is a draft of the record, the person is asked before
 * anything else. Without the right to write the form is open, but read only. ERR_NOT_FOUND. */
bool form_session_open(Library *library, EntityType type, Uuid id, FormSession **out, Error *err);
/* Goes on with a draft (DraftInfo.id); takes it over from a session that has it open. When its
 * record is gone, it becomes a new one. */
bool form_session_resume(Library *library, Uuid draft, FormSession **out, Error *err);
/* Over a record of which a text is left from an editor: with its draft, when there is one; a record
 * that was never saved, or is gone, as a new one of that uuid. */
bool form_session_open_left(Library *library, EntityType type, Uuid record, FormSession **out,
                            Error *err);
/* Writes what is not in the journal yet. The draft stays, unless the text is as it was. NULL is
 * allowed. */
void form_session_free(FormSession *session);

/* Puts what `from` (of the same type) has into the fields that are still empty. Nothing is
 * journalled before the person changes something, unless there is a draft already. */
void form_session_prefill(FormSession *session, const Record *from);

FormSessionResult form_session_event(FormSession *session, const InputEvent *event);
/* When nothing was typed for a moment: reads one thing that keys would wait for otherwise; true
 * when something was read, so that there may be more, and the picture is another one. cancelled
 * (may be NULL) as for library_alike. */
bool form_session_rest(FormSession *session, bool (*cancelled)(void *context), void *context);
/* It would read something. */
bool form_session_wants_rest(const FormSession *session);
void form_session_draw(FormSession *session, Grid *grid, GridRect rect);
/* Once a second: the journal reaches the disk. */
void form_session_tick(FormSession *session);
/* The library has changed: comments and files beside the case may be others. */
void form_session_changed(FormSession *session);
/* Everything to the disk at once: the line dropped, the process ends. False: the error is shown. */
bool form_session_flush(FormSession *session);
/* The same when the person goes: whoever opens the draft later is not told that the line dropped.
 */
bool form_session_leave(FormSession *session);

/* Appends the fields that differ from the record, when some of that is in no draft. */
void form_session_put_unsaved(const FormSession *session, Buf *out);

/* The session's. */
Form *form_session_form(FormSession *session);
/* Of the record, also of a new one that was not saved yet. */
Uuid form_session_record(const FormSession *session);
/* The draft that holds what is typed; nil: none yet. */
Uuid form_session_draft(const FormSession *session);
/* Before a text comes in that was begun from revision `rev`: what is typed becomes a version of the
 * draft, or a draft that begins now begins from there, so that also after a crash it is put
 * together with what was saved since. False: the error is shown. */
bool form_session_expect(FormSession *session, uint32_t rev);
/* What the last save did; NULL before one. */
const SaveResult *form_session_saved(const FormSession *session);
/* ^D moved the case on: form_session_saved is the move's. */
bool form_session_submitted(const FormSession *session);
/* The revision that ^D saved before it moved the case; 0: there was nothing to save. */
uint32_t form_session_first_rev(const FormSession *session);
/* Who had saved meanwhile what the last save put together with mine; "" nobody. */
const char *form_session_joined(const FormSession *session);
/* The last save kept mine as a revision of its own, and theirs as what stands. */
bool form_session_kept(const FormSession *session);
/* Once for each draft that was put away: true, and which. */
bool form_session_put_away(FormSession *session, Uuid *draft);
/* Somebody began or ended editing the record since the last call: what is shown has changed. */
bool form_session_look_around(FormSession *session);
/* There is unsaved text in a draft. */
bool form_session_has_draft(const FormSession *session);
/* The question about a draft, or the view of its changes, is open: letters are answers, not text.
 */
bool form_session_asks(const FormSession *session);

#endif
