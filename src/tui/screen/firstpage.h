#ifndef ANLIKU_TUI_SCREEN_FIRSTPAGE_H
#define ANLIKU_TUI_SCREEN_FIRSTPAGE_H

#include "tui/app/action.h"
#include "tui/grid/grid.h"
#include "tui/widget/field.h"
#include "tui/widget/list.h"

/* The page of a person who has no library yet: three ways to begin, by arrows and Enter, and six
 * keys. Nothing is asked that could be asked later. */

typedef enum FirstChoice { FIRST_LEAVE, FIRST_DEMO, FIRST_NEW, FIRST_IMPORT } FirstChoice;

typedef struct FirstPage {
    const char *path; /* where the library will be */
    /* ---- */
    List list;
    TextEdit *edit; /* the path of an import while it is asked for; NULL otherwise */
    EditField field;
    FirstChoice choice; /* after DONE */
    Buf import;         /* the path that was typed, after FIRST_IMPORT */
    Buf error;
} FirstPage;

/* {0} with a path is ready. */
void firstpage_free(FirstPage *page);
void firstpage_draw(FirstPage *page, Grid *grid, GridRect at);
/* DONE: choice holds. */
WidgetResult firstpage_event(FirstPage *page, const InputEvent *event);
/* Six keys, one a line, as many as there is room for. map may be NULL. */
void firstpage_draw_keys(Grid *grid, GridRect at, const ActionKeys *map);

#endif
