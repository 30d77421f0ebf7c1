#ifndef ANLIKU_TUI_SCREEN_EDITCONSENT_H
#define ANLIKU_TUI_SCREEN_EDITCONSENT_H

#include "tui/app/app.h"
#include "tui/form/form.h"

/* Opens the form of a consent of the case's customer above the form of the case, which stays as it
 * is; says why when the customer is not on record. */
void editconsent_open(App *app, const Form *form);

#endif
