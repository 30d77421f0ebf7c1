#ifndef ANLIKU_TUI_SCREEN_BEGIN_H
#define ANLIKU_TUI_SCREEN_BEGIN_H

#include "library/begin.h"
#include "tui/app/app.h"

/* New cases that do not begin empty: by a template, as a copy of another case; and the templates of
 * the team. A part of the screen that does it, since the menus ask for it later; {0} with app is
 * ready. */
typedef struct Begin {
    App *app;
    Uuid id; /* of the case that becomes a template */
    CaseTemplates templates;
    /* What is done with the one that was chosen; NULL: a new case begins with it. */
    void (*take)(void *context, const Record *record);
    void *context;
} Begin;

void begin_free(Begin *begin);

/* Asks which template, then opens the form of a new case, or calls take. */
bool begin_template(Begin *begin);
/* Opens the form of a new case with what can be used again of this one. */
bool begin_copy(Begin *begin, Uuid id);
/* Asks for a name and keeps the case as a template of the team. */
bool begin_save_template(Begin *begin, Uuid id);
/* Asks which template of the team goes. */
bool begin_remove_template(Begin *begin);

#endif
