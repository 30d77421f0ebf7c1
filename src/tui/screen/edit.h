#ifndef ANLIKU_TUI_SCREEN_EDIT_H
#define ANLIKU_TUI_SCREEN_EDIT_H

#include "base/uuid.h"
#include "record/value.h"
#include "tui/app/app.h"

/* The form as a screen. Each says in the message line why not when it cannot be opened. */
bool edit_open(App *app, Uuid id);
/* The same at a field, where it has one; -1: where it begins. */
bool edit_open_at(App *app, Uuid id, int field);
/* In the person's own editor (screen/editor.h); what is changed there is saved. */
bool edit_open_editor(App *app, Uuid id);
/* Quick capture of a new case; query: the search that found nothing, "" none. */
bool edit_open_new(App *app, Str query);
/* A new case that begins with what a record has; it is copied. */
bool edit_open_with(App *app, const Record *begin, bool quick);
/* Records of other kinds; of a new one the field holds the text. */
bool edit_open_record(App *app, EntityType type, Uuid id);
bool edit_open_new_record(App *app, EntityType type, int field, Str text);
/* A draft that was left. */
bool edit_open_draft(App *app, Uuid draft);
/* A text that is left of an edit in the person's editor: the form, and the question what to do with
 * it. */
bool edit_open_left(App *app, EntityType type, Uuid record);

#endif
