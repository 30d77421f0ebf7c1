#ifndef ANLIKU_TUI_SCREEN_EDITALIKE_H
#define ANLIKU_TUI_SCREEN_EDITALIKE_H

#include "library/alike.h"
#include "tui/app/app.h"
#include "tui/form/form.h"

/* While title and customer of a new case are typed: cases that it may be again, in a line of the
 * form. They are looked for when the person rests, and the next key stops that. {0} with app is
 * ready. */
typedef struct EditAlike {
    App *app;
    /* ---- */
    Buf title, customer; /* that was asked for last */
    AlikeCases cases;
} EditAlike;

void editalike_free(EditAlike *alike);
/* After every event of the form: title or customer have changed, so that it wants to look when the
 * person rests. */
bool editalike_typed(EditAlike *alike, Form *form);
/* APP_TIMER_REST: looks, and puts the line into the form. self: the record of the form. */
void editalike_look(EditAlike *alike, Form *form, Uuid self);
/* F2 in title and customer, while the line is there. */
bool editalike_is_key(const EditAlike *alike, const Form *form, const InputEvent *event);
/* Opens the case, of several the one that is chosen, above the form, which stays as it is. False:
 * there is none. */
bool editalike_open(EditAlike *alike);

#endif
