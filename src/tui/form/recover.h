#ifndef ANLIKU_TUI_FORM_RECOVER_H
#define ANLIKU_TUI_FORM_RECOVER_H

#include "library/drafts.h"
#include "tui/form/form.h"

/* For this folder only: the question about a draft that was left, and a view of what it changes. */
typedef struct Recover Recover;

typedef enum RecoverAnswer {
    RECOVER_OPEN, /* no answer yet */
    RECOVER_CONTINUE,
    RECOVER_SHOW,    /* put the draft into the form, then recover_show */
    RECOVER_DISCARD, /* put away: that can be taken back */
    RECOVER_VERSIONS,
    RECOVER_LEAVE
} RecoverAnswer;

/* live: another session of the same person has the record open now. */
Recover *recover_new(const DraftInfo *draft, bool live);
/* The time, with the day when it is another one. */
void recover_put_when(Buf *out, int64_t at_ms);
void recover_free(Recover *recover);
const DraftInfo *recover_draft(const Recover *recover);
RecoverAnswer recover_event(Recover *recover, const InputEvent *event);
/* Opens the view of the differences between the form and its base. */
void recover_show(Recover *recover, const Form *form);
void recover_draw(Recover *recover, Grid *grid, GridRect rect);

#endif
