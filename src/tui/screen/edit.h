#ifndef ANLIKU_TUI_SCREEN_EDIT_H
#define ANLIKU_TUI_SCREEN_EDIT_H

#include "base/uuid.h"
#include "tui/app/app.h"

/* The form as a screen. Each says in the message line why not when it cannot be opened. */
bool edit_open(App *app, Uuid id);
/* The same in the person's own editor (screen/editor.h); what is changed there is saved. */
bool edit_open_editor(App *app, Uuid id);
/* A new case; title may be empty. */
bool edit_open_new(App *app, Str title);
/* Records of other kinds; of a new one the field holds the text. */
bool edit_open_record(App *app, EntityType type, Uuid id);
bool edit_open_new_record(App *app, EntityType type, int field, Str text);
/* A draft that was left. */
bool edit_open_draft(App *app, Uuid draft);

#endif
