#ifndef ANLIKU_TUI_SCREEN_VIEWS_H
#define ANLIKU_TUI_SCREEN_VIEWS_H

#include "library/views.h"
#include "tui/app/app.h"

/* Boxes for saved views. show is called with what was chosen; its texts live during the call. Lives
 * as long as the screen that opens them. */
typedef struct ViewsBox {
    App *app;
    void (*show)(void *context, const SavedView *view);
    void *context;
    /* ---- */
    Arena arena; /* texts of what is being saved */
    SavedView saving;
    int place; /* of the view that is being changed */
    bool team;
} ViewsBox;

/* Asks for a name and, where that may be chosen, for whom. The texts of view are copied. */
void views_save(ViewsBox *box, const SavedView *view);
/* Lists them: a digit shows one. */
void views_choose(ViewsBox *box);
/* Asks what to do with one: another name or digit, away. */
void views_change(ViewsBox *box, int digit, bool team);
void views_free(ViewsBox *box);

#endif
