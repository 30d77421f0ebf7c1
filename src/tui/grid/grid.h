#ifndef ANLIKU_TUI_GRID_GRID_H
#define ANLIKU_TUI_GRID_GRID_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "tui/term/theme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The picture of one frame: cells, and where the hardware cursor stands. Everything is drawn here;
 * term/output.c sends it to the terminal. Rows and columns are 0-based; drawing outside the grid or
 * outside the rectangle given is cut off by columns and never fails. A wide glyph is there with
 * both its halves or not at all: what covers one half blanks the other. */

enum { GRID_CLUSTER = 12 };

typedef struct GridStyle {
    uint8_t role; /* Role */
    /* Role below: gives the background, and what `role` leaves to the terminal's default. 0
     * (ROLE_TEXT) for most cells; grid_tint sets it for a selected row or a popup. */
    uint8_t base;
} GridStyle;

static inline GridStyle grid_style(Role role) {
    return (GridStyle){(uint8_t)role, ROLE_TEXT};
}

typedef struct GridCell {
    char text[GRID_CLUSTER]; /* one cluster, NUL-terminated UTF-8; never empty in a cell with width
                              */
    uint8_t width;           /* 1, 2, or 0 for the right half of a wide glyph */
    GridStyle style;
} GridCell;

typedef struct GridRect {
    int row, col, rows, cols;
} GridRect;

/* What box lines, bars and signs are made of. */
typedef enum GridLines { GRID_UNICODE, GRID_ASCII } GridLines;

/* How things are pointed out. Widgets ask the grid, so that every screen has all three. */
typedef enum GridManner {
    GRID_RICH,   /* the selected row is tinted */
    GRID_SPARSE, /* few bytes: a sign in a column of its own points at the selected row */
    GRID_SPOKEN  /* for screen readers: the hardware cursor alone does, nothing is rewritten; lines
                    and charts are blank */
} GridManner;

typedef enum GridSign {
    GRID_SIGN_HLINE,
    GRID_SIGN_VLINE,
    GRID_SIGN_TOP_LEFT,
    GRID_SIGN_TOP_RIGHT,
    GRID_SIGN_BOTTOM_LEFT,
    GRID_SIGN_BOTTOM_RIGHT,
    GRID_SIGN_TEE_LEFT,
    GRID_SIGN_TEE_RIGHT,
    GRID_SIGN_CUT,    /* the rest of a text does not fit */
    GRID_SIGN_MARKER, /* the selected row, a submenu */
    GRID_SIGN_OPEN,   /* an opened group */
    GRID_SIGN_YES,
    GRID_SIGN_NO,
    GRID_SIGN_BULLET,
    GRID_SIGNS
} GridSign;

/* Cells of one row that lead to an address, on terminals that can be clicked. */
typedef struct GridLink {
    int row, col, cols;
    Str href; /* printable ASCII */
} GridLink;

typedef struct Grid {
    int rows, cols;
    GridCell *cells;            /* rows * cols, row by row; read only for others */
    int cursor_row, cursor_col; /* cursor_row -1: hidden */
    int list_row, list_col;     /* the selected row of the list drawn last that has the keys; -1 */
    GridLines lines;
    GridManner manner;
    Buf scratch;
    GridLink *links; /* in the order in which they were drawn */
    size_t link_count, link_room;
    Arena hrefs;
} Grid;

/* {0} is an empty grid. grid_resize clears it (blanks of ROLE_TEXT, no cursor). */
void grid_resize(Grid *grid, int rows, int cols);
void grid_clear(Grid *grid);
void grid_free(Grid *grid);
/* Makes `to` the same picture. */
void grid_copy(Grid *to, const Grid *from);
/* Same size, cells and cursor. When not, *row and *col (may be NULL) are the first difference, or
 * -1 when it is the size or the cursor. */
bool grid_equal(const Grid *a, const Grid *b, int *row, int *col);

GridRect grid_all(const Grid *grid);
/* The part of rect inside the grid; rows and cols are 0 when there is none. */
GridRect grid_clip(const Grid *grid, GridRect rect);
bool grid_rect_has(GridRect rect, int row, int col);

/* NULL outside the grid. */
const GridCell *grid_cell(const Grid *grid, int row, int col);
/* A character of 1 or 2 columns with its marks, as it is (already fit for display). Two columns in
 * the last one of the grid become a blank. Marks on a wide glyph or in the last column are left
 * out: terminals and ncurses do not agree on them. */
void grid_put(Grid *grid, int row, int col, Str cluster, int width, GridStyle style);

enum {
    GRID_PAD = 1,    /* the rest of the line is filled with blanks in the style */
    GRID_CUT = 2,    /* a text that does not fit ends with GRID_SIGN_CUT */
    GRID_RIGHT = 4,  /* flush right when it fits */
    GRID_CENTRE = 8, /* in the middle when it fits */
};

/* A part of a text that is drawn in another style; bytes [from, to) of the text. */
typedef struct GridMark {
    size_t from, to;
    GridStyle style;
} GridMark;

/* Draws any text, made safe, in the first line of rect. Gives the columns that the text took
 * (at most rect.cols). flags: GRID_PAD ... */
int grid_text(Grid *grid, GridRect rect, Str text, GridStyle style, unsigned flags);
/* The same with marks in ascending order, not overlapping. */
int grid_text_marked(Grid *grid, GridRect rect, Str text, GridStyle style, const GridMark *marks,
                     size_t mark_count, unsigned flags);
/* Text of an edit field: every cluster takes exactly text_width_cluster columns, so that a caret
 * column is where the text says. `skip` columns on the left are not shown. */
void grid_text_edited(Grid *grid, GridRect rect, Str text, int skip, GridStyle style,
                      const GridMark *marks, size_t mark_count);

/* Blanks. */
void grid_fill(Grid *grid, GridRect rect, GridStyle style);
void grid_hline(Grid *grid, int row, int col, int cols, GridStyle style);
void grid_vline(Grid *grid, int row, int col, int rows, GridStyle style);
/* A frame along the inside edge of rect (2x2 at least, else nothing) with a title in the upper
 * line; title may be empty. Gives the rectangle inside. In GRID_SPOKEN the rows of rect are blanked
 * from edge to edge: a line that is read out holds nothing from behind the box. */
GridRect grid_box(Grid *grid, GridRect rect, GridStyle style, Str title, GridStyle title_style);
/* Sets the role below all cells of rect. A wide glyph that is half inside is tinted whole. */
void grid_tint(Grid *grid, GridRect rect, Role base);

/* The first line of rect leads to href; nothing happens when that is longer than GRID_HREF or holds
 * anything but printable ASCII: it goes to the terminal as it is. */
enum { GRID_HREF = 1000 };
void grid_link(Grid *grid, GridRect rect, Str href);

/* One column each; static. Lines are blanks in GRID_SPOKEN. */
Str grid_sign(const Grid *grid, GridSign sign);

/* A place outside the grid hides the cursor. */
void grid_set_cursor(Grid *grid, int row, int col);
void grid_hide_cursor(Grid *grid);

enum {
    GRID_DUMP_FILLER = 1, /* the right half of a wide glyph is printed as U+2060, so that columns
                             can be counted */
    GRID_DUMP_ROLES = 2   /* after the text a second block: one letter a column */
};

/* Appends the picture as text: one line a row, blanks at the end cut, the cursor's place in a last
 * line. Letters of GRID_DUMP_ROLES: theme_role_letter, or of the base role in upper case where it
 * is not ROLE_TEXT. */
void grid_dump(const Grid *grid, Buf *out, unsigned flags);

#endif
