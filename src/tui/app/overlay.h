#ifndef ANLIKU_TUI_APP_OVERLAY_H
#define ANLIKU_TUI_APP_OVERLAY_H

#include "tui/app/app.h"
#include "tui/widget/confirm.h"
#include "tui/widget/field.h"

/* The one box that may stand above a screen: a menu, a question, or a line to type. */
typedef enum OverlayKind {
    OVERLAY_NONE,
    OVERLAY_MENU,
    OVERLAY_CONFIRM,
    OVERLAY_PROMPT
} OverlayKind;

typedef struct Overlay {
    OverlayKind kind;
    Arena arena; /* the texts of the box */
    Menu menu;
    Confirm confirm;
    TextEdit *edit;
    EditField field;
    const char *title;
    AppChosen *chosen;
    AppTyped *typed;
    void *context;
} Overlay;

/* What came of an event. The overlay is closed before anything is told to the screen. */
typedef struct OverlayEnd {
    bool closed;
    AppChosen *chosen; /* NULL: left without an answer */
    AppTyped *typed;
    void *context;
    int action;
    Buf text;
} OverlayEnd;

void overlay_menu(Overlay *overlay, const char *title, const MenuItem *items, size_t count,
                  AppChosen *chosen, void *context);
void overlay_confirm(Overlay *overlay, const Confirm *confirm, AppChosen *done, void *context);
void overlay_prompt(Overlay *overlay, const char *title, AppTyped *done, void *context);
void overlay_close(Overlay *overlay);
/* Why an item cannot be chosen, NULL: nothing to say. key: folded for menus by the caller. */
const char *overlay_event(Overlay *overlay, const InputEvent *event, OverlayEnd *end);
void overlay_draw(Overlay *overlay, Grid *grid, GridRect within);

#endif
