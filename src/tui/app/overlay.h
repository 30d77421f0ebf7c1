#ifndef ANLIKU_TUI_APP_OVERLAY_H
#define ANLIKU_TUI_APP_OVERLAY_H

#include "tui/app/app.h"
#include "tui/app/palette.h"
#include "tui/widget/confirm.h"
#include "tui/widget/field.h"

/* The one box that may stand above a screen: a menu, a question, a line to type, the palette. */
typedef enum OverlayKind {
    OVERLAY_NONE,
    OVERLAY_MENU,
    OVERLAY_CONFIRM,
    OVERLAY_PROMPT,
    OVERLAY_PALETTE
} OverlayKind;

typedef struct Overlay {
    OverlayKind kind;
    bool waits;  /* takes keys already but is not drawn: most people know the next key */
    Arena arena; /* the texts of the box */
    Menu menu;
    Confirm confirm;
    Palette *palette;
    TextEdit *edit;
    EditField field;
    const char *title;
    bool may_be_empty; /* the line to type */
    AppChosen *chosen;
    AppTyped *typed;
    void *context;
} Overlay;

/* What came of an event. The overlay is closed before anything is told to the screen. */
typedef struct OverlayEnd {
    bool closed;
    bool unknown;      /* closed by a key that is none of the menu's (Menu.by_key) */
    AppChosen *chosen; /* NULL: left without an answer */
    AppTyped *typed;
    void *context;
    int action;
    Buf text;
} OverlayEnd;

void overlay_menu(Overlay *overlay, const char *title, const MenuItem *items, size_t count,
                  AppChosen *chosen, void *context);
/* The same for keys that follow another key: Menu.by_key, and it waits. */
void overlay_keys(Overlay *overlay, const char *title, const MenuItem *items, size_t count,
                  AppChosen *chosen, void *context);
/* Takes the palette, which is freed with the box. Its events are the caller's. */
void overlay_palette(Overlay *overlay, Palette *palette);
void overlay_confirm(Overlay *overlay, const Confirm *confirm, AppChosen *done, void *context);
void overlay_prompt(Overlay *overlay, const char *title, AppTyped *done, void *context);
/* The same with a text to begin with; empty: an empty line is an answer too. */
void overlay_ask(Overlay *overlay, const char *title, Str text, bool empty, AppTyped *done,
                 void *context);
void overlay_close(Overlay *overlay);
/* Why an item cannot be chosen, NULL: nothing to say. key: folded for menus by the caller. */
const char *overlay_event(Overlay *overlay, const InputEvent *event, OverlayEnd *end);
void overlay_draw(Overlay *overlay, Grid *grid, GridRect within);

#endif
