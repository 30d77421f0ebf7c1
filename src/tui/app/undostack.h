#ifndef ANLIKU_TUI_APP_UNDOSTACK_H
#define ANLIKU_TUI_APP_UNDOSTACK_H

#include "base/uuid.h"
#include "record/entity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What was done in this session and can be taken back, all of it, the newest first; and what was
 * taken back and can be done again. */
typedef enum UndoKind { UNDO_CHANGE, UNDO_BATCH, UNDO_DRAFT, UNDO_EDITED } UndoKind;

typedef struct UndoStep {
    UndoKind kind;
    Uuid id; /* the record, the batch, the draft or the record of the text that was put away */
    EntityType type;   /* UNDO_CHANGE */
    uint32_t rev;      /* UNDO_CHANGE: the revision that it made */
    uint32_t standing; /* the one that says the same now: library_undo_change */
    Uuid batch;        /* UNDO_CHANGE: it changed cases too, all of it taken back by this; nil */
    Uuid about;        /* the case that messages name; nil: id of a change, none of a batch */
    const char *what; /* message id of what was done: "edited", "tagged"; NULL: as the log has it */
} UndoStep;

enum { UNDO_STEPS = 1000 };
typedef struct UndoStack {
    UndoStep *items;
    size_t len, cap;
} UndoStack;

/* The oldest goes when there are more than UNDO_STEPS. */
void undostack_push(UndoStack *stack, UndoStep step);
/* False: it is empty. */
bool undostack_pop(UndoStack *stack, UndoStep *out);
/* A step that was popped was undone, which made revision `made`: the step below it on the same
 * record stands again, as that revision. */
void undostack_settle(UndoStack *stack, const UndoStep *undone, uint32_t made);
void undostack_clear(UndoStack *stack);
void undostack_free(UndoStack *stack);

#endif
