#ifndef ANLIKU_TUI_FORM_SESSIONPARTS_H
#define ANLIKU_TUI_FORM_SESSIONPARTS_H

#include "library/drafts.h"
#include "library/known.h"
#include "library/presence.h"
#include "tui/form/internal.h"
#include "tui/form/recover.h"
#include "tui/form/rescue.h"
#include "tui/form/session.h"
#include "tui/form/versions.h"

/* For the files of a session only: session.c (opening, events), journal.c (the draft), saving.c. */

struct FormSession {
    Library *library;
    EntityType type;
    Uuid record;
    Form *form;
    Draft *draft;       /* NULL before the first change */
    uint32_t begun_rev; /* what comes in was begun from; 0: from what the form is on */
    bool *pending;      /* by field: changed and not journalled yet */
    bool title_pending; /* the draft's name is not the title any more */
    bool is_open;       /* the draft says that somebody is typing in it */
    bool unwritten;     /* the last time it could not be written, and that was said */
    bool lost;          /* another session has taken the draft over */
    bool saved, submitted, kept;
    char joined[128]; /* who had saved meanwhile what is joined with mine now, "" nobody */
    SaveResult result;
    uint32_t first_rev; /* that ^D saved before it moved the case */
    LintLibrary lint;   /* what the form asks of a case */
    Recover *recover;   /* the question about a draft; NULL when none is open */
    Rescue *rescue;     /* the question where a text goes whose record is gone; NULL */
    Versions *versions; /* of the draft, to look at; NULL */
    Uuid discarded;     /* the draft that was put away last, nil: none */
    bool discard_told;
    Presence *presence; /* NULL: a record that is not saved yet */
    uint64_t presence_stamp;
};

void session_show_error(FormSession *session, const Error *err);
size_t session_field_count(const FormSession *session);
/* One field of a draft (or of one of its versions) into the form: a LibraryDraftFn. */
bool session_take_entry(void *context, int field, bool encoded, Str value, Error *err);
uint32_t session_revision(const Record *record);
/* Says to others that the record is edited, and to the person who else does. */
void session_begin_presence(FormSession *session);

/* journal.c */
void session_on_change(void *context, int field, Str text); /* a FormChanged */
/* Everything that differs from the base is to be journalled. */
void session_all_pending(FormSession *session);
/* What is in it is saved, or is as the record is. */
void session_drop_draft(FormSession *session);
/* Another version of the draft into the form; what stood there is a version of its own. */
bool session_bring_back(FormSession *session, uint32_t version, Error *err);

/* saving.c */
FormSessionResult session_save(FormSession *session);
FormSessionResult session_keep(FormSession *session);
FormSessionResult session_answer_rescue(FormSession *session, const InputEvent *event);

#endif
