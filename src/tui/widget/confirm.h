#ifndef ANLIKU_TUI_WIDGET_CONFIRM_H
#define ANLIKU_TUI_WIDGET_CONFIRM_H

#include "tui/grid/grid.h"
#include "tui/term/input.h"
#include "tui/widget/widget.h"

#include <stddef.h>
#include <stdint.h>

enum { CONFIRM_COUNT_FROM = 21 };

/* Asks before something that undo cannot bring back. Enter and Esc always mean "no"; yes is 1, y or
 * 是, and never the key that opened the box. From CONFIRM_COUNT_FROM things on yes is their number,
 * typed, and Enter. {0} with the first fields is ready. */
typedef struct Confirm {
    const char *title;  /* "Purge", translated */
    const char *text;   /* names what it is about and how many; any length; translated */
    const char *yes;    /* "purge them", translated */
    const char *other;  /* what e or 3 does instead, translated; NULL: nothing */
    InputKey opened_by; /* is no answer */
    size_t count;       /* things that are lost; 0 counts as 1 */
    /* ---- */
    uint64_t typed;
    bool took_other; /* DONE meant that */
} Confirm;

void confirm_draw(Confirm *confirm, Grid *grid, GridRect within);
/* DONE yes, CANCELLED no, USED everything else. */
WidgetResult confirm_key(Confirm *confirm, InputKey key);

#endif
