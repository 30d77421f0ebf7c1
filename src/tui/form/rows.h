#ifndef ANLIKU_TUI_FORM_ROWS_H
#define ANLIKU_TUI_FORM_ROWS_H

#include "record/value.h"
#include "tui/grid/grid.h"
#include "tui/term/input.h"
#include "tui/widget/widget.h"

#include <stdbool.h>
#include <stddef.h>

/* The rows of a field (steps, outcomes) as a small table that is edited cell by cell. As text: one
 * line a row, cells parted by TAB, no blank rows. A table with the sub-fields "before" and "after"
 * shows the change between them. */
typedef struct FormRows FormRows;

/* The text of a value of the field (VALUE_NONE: ""). */
void form_rows_format(const Field *field, const Value *value, Buf *out);
/* The value of a text; it lives in the arena. When a cell cannot be read, *row and *sub say which.
 */
bool form_rows_parse(const Field *field, Str text, Arena *arena, Value *out, int *row, int *sub,
                     Error *err);

FormRows *form_rows_new(const Field *field, Str text) __attribute__((returns_nonnull));
void form_rows_free(FormRows *rows);
/* Valid until the next change. */
Str form_rows_text(FormRows *rows);
/* One step of undo. */
void form_rows_set(FormRows *rows, Str text);

/* Lines of the screen at so many columns: one of names and at most 12 rows. With the focus and too
 * few columns for all cells the row that is edited is a card, a line a cell. */
int form_rows_height(const FormRows *rows, int cols, bool focused);
/* Draws lines [skip, skip + rect.rows) of the table; with focus also the cursor. */
void form_rows_draw(FormRows *rows, Grid *grid, GridRect rect, int skip, bool focused);
/* The focus comes: to the first cell, from below to the last row. */
void form_rows_enter(FormRows *rows, bool from_below);
/* As Tab enters a cell: its text is selected, so that typing replaces it and an arrow edits it. */
void form_rows_select(FormRows *rows);
bool form_rows_selected(const FormRows *rows);
/* Goes to a cell; numbers as of form_rows_parse. */
void form_rows_go(FormRows *rows, int row, int sub);
/* Tab and S-Tab by cells, Up and Down by rows (in a card by cells), Left and Right over the edges
 * of cells, Enter a new row below, ^K takes the row away, C-Up and C-Down move it, ^Z and ^Y. A
 * cell that is left is written as it is meant: days in words, numbers with units, metrics by their
 * names, whose unit is filled in. IGNORED: the key leaves the table (Tab in the last
 * cell, Enter in a blank last row, Up in the first row). */
WidgetResult form_rows_key(FormRows *rows, InputKey key, bool read_only);
/* The focus goes: true when the cell was written as it is meant. */
bool form_rows_leave(FormRows *rows);

/* Once: a cell that was left named a day roughly, and became one: appends what was typed, and the
 * day. */
bool form_rows_takes_rough(FormRows *rows, Buf *typed, Buf *day);
/* Appends the labels of all cells but the one with the focus that cannot be read ("Row 2, Date");
 * gives how many. */
size_t form_rows_put_wrong(const FormRows *rows, bool with_focus, Buf *out);

typedef enum FormRowsAct {
    ROWS_UP,
    ROWS_DOWN,
    ROWS_DUPLICATE,
    ROWS_ABOVE, /* a new one before it */
    ROWS_DELETE,
    ROWS_UNDO,
    ROWS_ACTS
} FormRowsAct;
bool form_rows_can(const FormRows *rows, FormRowsAct act);
/* With the row that has the focus, one step of undo. False: it cannot be done. */
bool form_rows_do(FormRows *rows, FormRowsAct act);

/* The cell with the focus: its sub-field, its text, the caret in it, its place on the screen. */
int form_rows_cell_sub(const FormRows *rows);
size_t form_rows_cell_row(const FormRows *rows); /* rows above it that are not blank */
Str form_rows_cell(const FormRows *rows);
/* What stands in the same column `up` rows above, from 1; ptr NULL: there is no such row. Valid
 * until the next change. */
Str form_rows_above(const FormRows *rows, size_t up);
size_t form_rows_cell_caret(const FormRows *rows);
void form_rows_cell_move_to(FormRows *rows, size_t offset);
GridRect form_rows_cell_rect(const FormRows *rows);
/* Chosen for the cell: one step of undo. */
void form_rows_cell_put(FormRows *rows, Str text);

WidgetResult form_rows_paste(FormRows *rows, Str text);
/* A press in a cell goes there. CHANGED: the one that was left is written as it is meant now. */
WidgetResult form_rows_mouse(FormRows *rows, const InputEvent *event);

/* Appends the change from before to after: "+9.0 (+12.7%)", in points when the unit is %; no
 * percent when before is 0. */
void form_rows_change(Decimal before, Decimal after, Str unit, Buf *out);

#endif
