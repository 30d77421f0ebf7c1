#ifndef ANLIKU_TUI_FORM_RECOVER_H
#define ANLIKU_TUI_FORM_RECOVER_H

#include "library/drafts.h"
#include "tui/form/form.h"

/* For this folder only: the question about a draft that was left, and a view of what it changes. */
typedef struct Recover Recover;

typedef enum RecoverAnswer {
    RECOVER_OPEN, /* no answer yet */
    RECOVER_CONTINUE,
    RECOVER_SHOW, /* put the draft into the form, then recover_show */
    RECOVER_DISCARD,
    RECOVER_LEAVE
} RecoverAnswer;

Recover *recover_new(const DraftInfo *draft);
void recover_free(Recover *recover);
const DraftInfo *recover_draft(const Recover *recover);
RecoverAnswer recover_event(Recover *recover, const InputEvent *event);
/* Opens the view of the differences between the form and its base. */
void recover_show(Recover *recover, const Form *form);
void recover_draw(Recover *recover, Grid *grid, GridRect rect);

#endif
