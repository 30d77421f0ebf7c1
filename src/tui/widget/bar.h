#ifndef ANLIKU_TUI_WIDGET_BAR_H
#define ANLIKU_TUI_WIDGET_BAR_H

#include "base/buf.h"
#include "tui/grid/grid.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The lines at the edges of a screen: tabs with chips above, hints and messages below. Texts are
 * translated already. */

enum { BAR_SPOTS = 32 };

/* Where something that can be clicked was drawn. {0} is empty. */
typedef struct BarSpots {
    struct {
        GridRect at;
        int action;
    } items[BAR_SPOTS];
    int count;
} BarSpots;

/* The action at a cell, -1 when there is none. */
int bar_action_at(const BarSpots *spots, int row, int col);

typedef struct BarHint {
    const char *key;   /* "^S", "F1" */
    const char *label; /* "save" */
    int action;        /* what bar_action_at gives; any number >= 0 */
    bool dimmed;       /* cannot be done now; its key says why */
} BarHint;

/* One line of keys and what they do, in order of weight: as many as fit whole, the last one of the
 * array (help) always. A rectangle too narrow for a label shows the key alone. */
void bar_draw_hints(Grid *grid, GridRect rect, const BarHint *hints, size_t count, BarSpots *spots);

typedef struct BarTab {
    const char *label;
    char digit; /* '1'..'9' */
    int action;
} BarTab;

typedef struct BarChip {
    const char *text; /* drawn as [text] */
    Role role;
} BarChip;

/* Tabs on the left, then a title, chips flush right in order of weight (the first is kept longest).
 * When the line is narrow the labels of tabs that are not shown go first, then the title is cut,
 * then chips go from the last. title may be NULL. */
void bar_draw_tabs(Grid *grid, GridRect rect, const BarTab *tabs, size_t tab_count, size_t active,
                   const char *title, const BarChip *chips, size_t chip_count, BarSpots *spots);

/* A message that stays for a time. {0} is none. */
typedef struct BarMessage {
    Buf text;
    Role role;
    int64_t until_us; /* clock_mono_us; 0: until it is cleared */
} BarMessage;

/* ms 0: until bar_clear_message. Text in any bytes; its first line counts. */
void bar_set_message(BarMessage *message, Role role, int ms, Str text);
void bar_clear_message(BarMessage *message);
void bar_free_message(BarMessage *message);
/* False when there is none, or its time is over at now_us: then the line belongs to others. */
bool bar_has_message(BarMessage *message, int64_t now_us);
void bar_draw_message(Grid *grid, GridRect rect, const BarMessage *message);

#endif
