#ifndef ANLIKU_TUI_SCREEN_SCREENINGCASE_H
#define ANLIKU_TUI_SCREEN_SCREENINGCASE_H

#include "library/screening.h"
#include "tui/app/app.h"

/* How the score of one case came about, input by input; Enter opens the case. All is copied. */
void screeningcase_open(App *app, const ScreenedCase *one, const double weights[SCREEN_INPUTS]);

#endif
