#ifndef ANLIKU_TUI_APP_PALETTE_H
#define ANLIKU_TUI_APP_PALETTE_H

#include "tui/app/app.h"
#include "tui/app/command.h"
#include "tui/widget/widget.h"

/* One box for everything: a line to type in, and below it what the text may mean here, the obvious
 * first: commands with their keys, saved views, cases. A line that begins with the name of a
 * command is that command. The cases come with a picture of their own, from the search engine. */
typedef struct Palette Palette;

enum { PALETTE_CASES = 20 };

typedef enum PaletteKind {
    PALETTE_LINE,    /* the line itself, as a command */
    PALETTE_ACTION,  /* something that can be done here */
    PALETTE_COMMAND, /* a command that needs something behind it */
    PALETTE_ARGUMENT,
    PALETTE_VIEW,
    PALETTE_CASE
} PaletteKind;

typedef struct PaletteItem {
    PaletteKind kind;
    const char *label, *note, *keys; /* translated; never NULL */
    int score;                       /* more is better */
    ActionId action;
    bool dimmed;            /* cannot be done now; note says why */
    Uuid id;                /* of a case */
    const Command *command; /* of a LINE */
    const char *put;        /* the line that the item stands for: LINE, COMMAND, ARGUMENT */
} PaletteItem;

/* app is borrowed. */
Palette *palette_new(App *app, ActionContext context);
void palette_free(Palette *palette);

/* CANCELLED: to be closed. DONE: an item or the line was chosen; see palette_chosen. */
WidgetResult palette_event(Palette *palette, const InputEvent *event);
/* What to do after DONE. False: *line is a command line; else *item. Valid until palette_free. */
bool palette_chosen(const Palette *palette, const PaletteItem **item, Str *line);
/* What is typed. */
Str palette_text(const Palette *palette);
/* What was wrong with the line, shown below it until the next change. */
void palette_say(Palette *palette, const Error *err);
/* Looks for cases; false while input waits, or when nothing was to be looked for. */
bool palette_find_cases(Palette *palette);
/* The insertion point stays in the line. */
void palette_draw(Palette *palette, Grid *grid, GridRect within);
/* The rows now, best first; for tests. */
size_t palette_count(const Palette *palette);
const PaletteItem *palette_item(const Palette *palette, size_t row);

#endif
