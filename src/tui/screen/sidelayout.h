#ifndef ANLIKU_TUI_SCREEN_SIDELAYOUT_H
#define ANLIKU_TUI_SCREEN_SIDELAYOUT_H

#include "tui/app/app.h"
#include "tui/screen/sides.h"

/* Whether two texts stand beside each other: by the width of the screen, or as the person wants.
 * {0} is not known yet. */
typedef struct SideLayout {
    bool known, wide;
    bool chosen, want_wide;
    int cols; /* of the last draw */
} SideLayout;

/* Before a draw; gives whether the text must be made again. read_out: a reader hears it line by
 * line, so that the two stand one below the other unless the person wants otherwise. */
bool sidelayout_fit(SideLayout *layout, int cols, bool read_out);
/* The other way; says so when the screen is too narrow for both. */
void sidelayout_toggle(SideLayout *layout, App *app);

#endif
