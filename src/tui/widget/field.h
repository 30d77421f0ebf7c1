#ifndef ANLIKU_TUI_WIDGET_FIELD_H
#define ANLIKU_TUI_WIDGET_FIELD_H

#include "text/edit.h"
#include "tui/grid/grid.h"
#include "tui/term/input.h"
#include "tui/widget/widget.h"

#include <stdbool.h>

/* A field of one or several lines over a text that is edited. {0} with an edit is ready; the fields
 * above the line are the caller's, who also owns edit. While focused it puts the hardware cursor at
 * the insertion point with every draw, so draw it last. */

/* Parts of a text that are drawn in other styles. */
typedef struct FieldMarks {
    GridMark *items; /* bytes of the whole text; ascending, not overlapping */
    size_t len, cap;
} FieldMarks;

/* Appends those that touch the bytes [from, to) of the text, which are on the screen. */
typedef void FieldMarker(void *context, Str text, size_t from, size_t to, FieldMarks *out);

typedef struct EditField {
    TextEdit *edit;
    bool multiline;
    bool focused, read_only;
    const char *placeholder; /* shown while empty; NULL none; already translated */
    const GridMark *marks;   /* parts of a text of one line in other styles; ascending; or NULL */
    size_t mark_count;
    FieldMarker *marker; /* the same for several lines; or NULL */
    void *marker_context;
    Role role, role_focus; /* both ROLE_TEXT: ROLE_FIELD and ROLE_FIELD_FOCUS */
    /* ---- */
    int skip;   /* one line: columns scrolled out on the left */
    size_t top; /* several: first line shown */
    GridRect rect;
} EditField;

void field_draw(EditField *field, Grid *grid, GridRect rect);
/* Lines that the text takes in `cols` columns, at least 1, and none counted beyond `most`: what a
 * growing area asks for. */
size_t field_lines(EditField *field, int cols, size_t most);
/* Keys of widget/editkeys.h. In several lines Up in the first and Down in the last are IGNORED, so
 * that a form can go on to the next field. Nothing changes a read_only one. */
WidgetResult field_key(EditField *field, InputKey key);
WidgetResult field_paste(EditField *field, Str text);
/* A press puts the caret there; IGNORED outside. */
WidgetResult field_mouse(EditField *field, const InputEvent *event);

#endif
