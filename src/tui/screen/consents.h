#ifndef ANLIKU_TUI_SCREEN_CONSENTS_H
#define ANLIKU_TUI_SCREEN_CONSENTS_H

#include "tui/app/app.h"

/* The consents of a customer: what they allow, until when, and the cases that rest on them. One is
 * made, changed and taken back here. All push the screen, or say why not. */
void consents_open(App *app, Uuid customer, Str name);
/* Of all customers, the one that ends first first. */
void consents_open_all(App *app);
/* Of the customer of a case, with what they mean for it. */
void consents_open_case(App *app, Uuid case_id);

#endif
