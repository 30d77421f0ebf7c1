#include "config.h"

#include "tui/app/undostack.h"

#include "base/vec.h"

#include <string.h>

void undostack_push(UndoStack *stack, UndoStep step) {
    if (stack->len == UNDO_STEPS)
        memmove(stack->items, stack->items + 1, --stack->len * sizeof *stack->items);
    vec_push(stack, step);
}

bool undostack_pop(UndoStack *stack, UndoStep *out) {
    if (!stack->len)
        return false;
    *out = stack->items[--stack->len];
    return true;
}

void undostack_settle(UndoStack *stack, const UndoStep *undone, uint32_t made) {
    for (size_t i = stack->len; i-- > 0;) {
        UndoStep *step = &stack->items[i];
        if (step->kind != UNDO_CHANGE || step->type != undone->type ||
            !uuid_equal(step->id, undone->id))
            continue;
        if (step->standing == undone->rev - 1) /* nobody changed it between the two */
            step->standing = made;
        return;
    }
}

void undostack_clear(UndoStack *stack) {
    stack->len = 0;
}

void undostack_free(UndoStack *stack) {
    vec_free(stack);
}
