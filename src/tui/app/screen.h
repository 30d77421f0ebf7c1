#ifndef ANLIKU_TUI_APP_SCREEN_H
#define ANLIKU_TUI_APP_SCREEN_H

#include "base/buf.h"
#include "base/error.h"
#include "tui/app/action.h"
#include "tui/grid/grid.h"
#include "tui/term/input.h"

#include <stdbool.h>

typedef struct App App;

/* Timers that screens may set with app_set_timer. Only the screen on top is told. */
typedef enum AppTimer {
    APP_TIMER_REST,  /* the person looks: time for the preview */
    APP_TIMER_QUIET, /* nothing was typed for a time */
    APP_TIMER_DRAFT, /* a journal wants to be synced; told to every open screen */
    /* the application's own */
    APP_TIMER_LIVE,
    APP_TIMER_MESSAGE,
    APP_TIMER_PROBE,
    APP_TIMER_PALETTE, /* cases for what is typed in the palette */
    APP_TIMER_CHORD    /* what may follow a key is shown */
} AppTimer;

/* What a typed command asks of a tab's first screen. */
typedef enum ScreenCommand {
    SCREEN_SORT, /* a field, '-' before it: descending */
    SCREEN_VIEW, /* a saved view's name or digit */
    SCREEN_WEEK  /* 2026-W40 */
} ScreenCommand;

/* What a screen is: a const table beside the screen's own data. The stack of the application owns
 * the data and calls `free`. All but context, title, draw and free may be NULL. */
typedef struct Screen {
    /* Where its keys are looked up now. */
    ActionContext (*context)(const void *self);
    /* Appends its part of the breadcrumb, translated and short. */
    void (*title)(const void *self, Buf *out);
    /* Draws all of body; sets the cursor where something is typed. */
    void (*draw)(void *self, Grid *grid, GridRect body);
    /* False: the action has nothing to work on now, the hint bar leaves it out. */
    bool (*serves)(const void *self, ActionId id);
    /* Does an action of its context; false: the event itself is handed to `event`. */
    bool (*act)(void *self, ActionId id);
    /* False: why not, in *err. */
    bool (*command)(void *self, ScreenCommand command, Str argument, Error *err);
    /* Everything that is no action: text, pastes, the mouse. False: nobody wants it. */
    bool (*event)(void *self, const InputEvent *event);
    void (*timer)(void *self, AppTimer timer);
    /* The library has changed, or the screen is on top again after it was not. */
    void (*changed)(void *self);
    /* Before it is left for good (Esc, quit). False: it stays. */
    bool (*leave)(void *self);
    /* The process may end now: everything typed goes to its journal. leaves: the person wants to
     * go. False: it could not. */
    bool (*save_draft)(void *self, bool leaves);
    /* Appends what was typed and stands in no journal because none could be written, for people. */
    void (*put_unsaved)(const void *self, Buf *out);
    void (*free)(void *self);
} Screen;

#endif
