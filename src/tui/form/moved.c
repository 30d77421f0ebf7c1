#include "config.h"

#include "tui/form/moved.h"

#include "base/hash.h"
#include "base/i18n.h"
#include "tui/form/notes.h"
#include "tui/form/passage.h"

#include <string.h>

/* The fields keep their own steps of undo; a move knows which of them belong together, by what the
 * fields held before and after it. */

enum { MOST_MOVES = 200 };

static uint64_t stamp(const Form *form, size_t at) {
    Str text = form_field_text(&form->fields[at]);
    return hash_bytes(text.ptr, text.len, 0);
}

static void put_stamps(const Form *form, const FormMove *move, uint64_t *out) {
    for (int side = 0; side < MOVE_SIDES; side++)
        out[side] = stamp(form, move->field[side]);
}

FormMove form_move_begin(const Form *form, const FormField *from, const FormField *to) {
    FormMove move = {.field = {(size_t)(from - form->fields), (size_t)(to - form->fields)}};
    put_stamps(form, &move, move.before);
    return move;
}

static bool same_stamps(const uint64_t *a, const uint64_t *b) {
    return a[MOVE_FROM] == b[MOVE_FROM] && a[MOVE_TO] == b[MOVE_TO];
}

void form_move_end(Form *form, FormMove move) {
    FormMoves *moves = &form->moves;
    put_stamps(form, &move, move.after);
    if (same_stamps(move.before, move.after))
        return;
    moves->items.len = moves->done;
    if (moves->items.len == MOST_MOVES)
        memmove(moves->items.items, moves->items.items + 1,
                --moves->items.len * sizeof *moves->items.items);
    vec_push(&moves->items, move);
    moves->done = moves->items.len;
    moves->changes = form->changes;
}

/* A step of the field's own undo, or the one that it took back. */
static bool step(FormField *field, bool back) {
    InputKey key = {back ? 'z' : 'y', INPUT_CTRL};
    if (field->rows)
        return form_rows_key(field->rows, key, false) == WIDGET_CHANGED;
    return field->edit && (back ? text_edit_undo(field->edit) : text_edit_redo(field->edit));
}

/* Both sides to what they are to hold; when that is not one step away, nothing changes. */
static bool travel(Form *form, const FormMove *move, bool back) {
    const uint64_t *want = back ? move->before : move->after;
    bool stepped[MOVE_SIDES] = {false}, ok = true;
    for (int side = 0; side < MOVE_SIDES && ok; side++) {
        if (move->before[side] == move->after[side])
            continue;
        stepped[side] = step(&form->fields[move->field[side]], back);
        ok = stamp(form, move->field[side]) == want[side];
    }
    for (int side = 0; side < MOVE_SIDES; side++) {
        if (!ok && stepped[side])
            step(&form->fields[move->field[side]], !back);
        else if (ok && stepped[side])
            form_field_changed(form, &form->fields[move->field[side]]);
    }
    return ok;
}

static bool belongs(const Form *form, const FormMove *move) {
    return form->focus == move->field[MOVE_FROM] || form->focus == move->field[MOVE_TO] ||
           form->changes == form->moves.changes;
}

/* The caret stands where the passage is, and nothing is selected that the next key would replace.
 */
static void show_source(FormField *field, bool back) {
    size_t from, to;
    if (!field->edit)
        return;
    text_edit_selection(field->edit, &from, &to);
    text_edit_move_to(field->edit, back ? from : to, false);
    if (!back)
        form_passage_go_on(field->edit, to);
}

static void say(Form *form, const FormMove *move, bool back) {
    Buf said = {0};
    const char *label = form_label(form, &form->fields[move->field[MOVE_TO]]);
    FORM_SAY(&said,
             back ? N_("Taken back: the passage is out of “{0}” again.")
                  : N_("Done again: the passage is in “{0}”."),
             "s", label);
    form_notes_say(form, ROLE_INFO, buf_str(&said));
    buf_free(&said);
}

bool form_move_key(Form *form, InputKey key) {
    FormMoves *moves = &form->moves;
    bool back = input_key_equal(key, (InputKey){'z', INPUT_CTRL});
    if ((!back && !input_key_equal(key, (InputKey){'y', INPUT_CTRL})) || form->read_only)
        return false;
    if (back ? !moves->done : moves->done == moves->items.len)
        return false;
    const FormMove *move = &moves->items.items[back ? moves->done - 1 : moves->done];
    uint64_t now[MOVE_SIDES];
    put_stamps(form, move, now);
    if (!belongs(form, move) || !same_stamps(now, back ? move->after : move->before) ||
        !travel(form, move, back))
        return false;
    moves->done = back ? moves->done - 1 : moves->done + 1;
    moves->changes = form->changes;
    show_source(&form->fields[move->field[MOVE_FROM]], back);
    say(form, move, back);
    return true;
}
