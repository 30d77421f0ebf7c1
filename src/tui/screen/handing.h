#ifndef ANLIKU_TUI_SCREEN_HANDING_H
#define ANLIKU_TUI_SCREEN_HANDING_H

#include "library/handon.h"
#include "tui/app/app.h"

/* Handing a case on from the screens that show it: the menu, its second questions, the copy. Lives
 * as long as the screen that opens it; {0} with app is ready. */
typedef struct HandBox {
    App *app;
    /* ---- */
    Uuid id;
    HandOn next; /* what waits for an answer; its texts are the two below */
    Buf why, prospect;
} HandBox;

void handing_free(HandBox *box);
/* The number of the case, without a question. */
void handing_copy_id(HandBox *box, Uuid id);
/* Asks how the person's last use of the case went, one to five. */
void handing_ask_feedback(HandBox *box, Uuid id);
/* Everything that can be done with the case towards somebody else; the safe summary first. */
void handing_menu(HandBox *box, Uuid id);

#endif
