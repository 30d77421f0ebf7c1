#ifndef ANLIKU_TUI_SCREEN_EDITPREVIEW_H
#define ANLIKU_TUI_SCREEN_EDITPREVIEW_H

#include "tui/form/form.h"
#include "tui/screen/casetext.h"

/* The case as readers will see it, beside its form where there is room. It is made anew when a
 * field is left, and now and then while somebody writes: a picture that moves with every key would
 * draw the box of an input method about. {0} is ready. */
typedef struct EditPreview {
    CaseText text;
    Pager pager;
    int field;  /* that had the focus when it was made */
    bool built; /* since the last change that counts */
    int ticks;  /* seconds since then */
} EditPreview;

void editpreview_free(EditPreview *preview);
/* A FormBeside; context is the EditPreview. */
void editpreview_draw(void *context, Form *form, Grid *grid, GridRect rect);
/* Once a second while the form is dirty. */
void editpreview_tick(EditPreview *preview);

#endif
