#ifndef ANLIKU_TUI_FORM_ROWSPARTS_H
#define ANLIKU_TUI_FORM_ROWSPARTS_H

#include "base/vec.h"
#include "text/edit.h"
#include "tui/form/rows.h"
#include "tui/widget/field.h"

/* For the files of the table of rows only. */

enum {
    MOST_COLUMNS = 16,
    CHANGE = -1 /* the column that is computed */
};

/* The whole table at one moment, with blank rows, and the cell that had the focus. */
typedef struct Moment {
    Buf text;
    size_t row;
    int column;
} Moment;

typedef VEC(Moment) Moments;

struct FormRows {
    const Field *field;
    int columns[MOST_COLUMNS]; /* sub-field of each column, or CHANGE */
    int column_count;
    int before, after, unit, metric; /* sub-fields, -1 none */
    VEC(char *) cells;               /* row by row, field->row_count each; never empty */
    size_t row;                      /* of the cell with the focus */
    int column;
    TextEdit *edit; /* its text */
    EditField box;
    Moments undo, redo;
    bool settled;   /* a cell was left and written as it is meant; the keys take it back */
    bool unsettled; /* the cell with the focus was changed since it came */
    bool typing;    /* the newest moment of undo was made by typing into this cell */
    Buf rough, day; /* what was typed for a day, and the day that it became; empty: nothing */
    size_t top;     /* first row shown */
    int left;       /* first column shown */
    Buf text;       /* what form_rows_text gave last */
    GridRect rect;
    int skip;
    bool card;               /* drawn last: the row with the focus as a card, one line a cell */
    int card_top;            /* first line of it shown */
    int x[MOST_COLUMNS + 1]; /* columns of the screen: start of each column as drawn last, -1 not */
};

/* rows.c */
size_t rows_count(const FormRows *rows);
/* Sub-field of a column, or CHANGE. */
int rows_sub(const FormRows *rows, int column);
char **rows_cell(const FormRows *rows, size_t row, int sub);
bool rows_is_blank(const FormRows *rows, size_t row);
/* Makes the cell (row, column) the one that is edited, caret at its start or end; the one that was
 * is settled before. */
void rows_go(FormRows *rows, size_t row, int column, bool at_end);

#endif
