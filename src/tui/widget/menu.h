#ifndef ANLIKU_TUI_WIDGET_MENU_H
#define ANLIKU_TUI_WIDGET_MENU_H

#include "tui/grid/grid.h"
#include "tui/term/input.h"
#include "tui/widget/list.h"
#include "tui/widget/widget.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct MenuItem {
    const char *label;  /* translated */
    const char *key;    /* shown at the right; NULL none */
    InputKey shortcut;  /* chooses it at once; {0} none */
    const char *reason; /* why it cannot be chosen now; NULL when it can */
    int action;
} MenuItem;

/* A box of things to choose from, above the screen: arrows (Up at the first goes to the last, Down
 * at the last to the first) and Enter, digits 1-9 (they pass an idle input method), the shortcuts,
 * a click; Esc leaves. {0} with items is ready. */
typedef struct Menu {
    const char *title; /* translated; NULL none */
    const MenuItem *items;
    size_t count;
    bool by_key; /* the shortcuts stand on the left and digits are none but those */
    int columns; /* 2: the items stand in two columns; 0 counts as 1 */
    /* ---- */
    List list;
    List halves[2];     /* of two columns, as they were drawn last */
    int action;         /* after DONE */
    const char *reason; /* after USED: why the item cannot be chosen; NULL otherwise */
} Menu;

/* Draws in the middle of `within` (of the lower part when there is room), as large as needed. */
void menu_draw(Menu *menu, Grid *grid, GridRect within);
/* Draws below a thing, or above it where there is more room; in `within`. */
void menu_draw_at(Menu *menu, Grid *grid, GridRect thing, GridRect within);
WidgetResult menu_key(Menu *menu, InputKey key);
/* A press outside cancels. */
WidgetResult menu_mouse(Menu *menu, const InputEvent *event);

#endif
