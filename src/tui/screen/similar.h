#ifndef ANLIKU_TUI_SCREEN_SIMILAR_H
#define ANLIKU_TUI_SCREEN_SIMILAR_H

#include "base/uuid.h"
#include "tui/app/app.h"

/* Lists cases that speak of the same things as one, with the words they share. */
void similar_open(App *app, Uuid id);

#endif
