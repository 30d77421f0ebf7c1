#ifndef ANLIKU_TUI_FORM_RESCUE_H
#define ANLIKU_TUI_FORM_RESCUE_H

#include "library/rejoin.h"
#include "tui/grid/grid.h"
#include "tui/term/input.h"

/* For this folder only: the record went away below a form; where its text goes is asked. */
typedef struct Rescue Rescue;

typedef enum RescueAnswer {
    RESCUE_OPEN,    /* no answer yet */
    RESCUE_UNTRASH, /* bring the record back, then save */
    RESCUE_NEW,     /* save as a new record */
    RESCUE_LATER    /* it stays in the draft */
} RescueAnswer;

/* now NULL: the record is gone for good. may_untrash: the actor has the right to. */
Rescue *rescue_new(const Meanwhile *now, bool may_untrash);
void rescue_free(Rescue *rescue);
RescueAnswer rescue_event(Rescue *rescue, const InputEvent *event);
void rescue_draw(Rescue *rescue, Grid *grid, GridRect rect);

#endif
