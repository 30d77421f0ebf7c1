#ifndef ANLIKU_TUI_SCREEN_REVIEW_H
#define ANLIKU_TUI_SCREEN_REVIEW_H

#include "tui/app/app.h"

/* The cases that wait for the actor's review, one after the other: each is approved, returned,
 * commented on or left for later without leaving the screen. first: the case to begin with; nil:
 * the one that waits longest. */
void review_open(App *app, Uuid first);

#endif
