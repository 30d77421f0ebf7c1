#include "config.h"

#include "tui/screen/sidelayout.h"

#include "base/i18n.h"

bool sidelayout_fit(SideLayout *layout, int cols, bool read_out) {
    bool wide = layout->chosen ? layout->want_wide && cols >= SIDES_LEAST_COLS
                               : !read_out && cols >= SIDES_WIDE_COLS;
    bool again = !layout->known || wide != layout->wide;
    layout->known = true;
    layout->wide = wide;
    layout->cols = cols;
    return again;
}

void sidelayout_toggle(SideLayout *layout, App *app) {
    if (!layout->wide && layout->cols < SIDES_LEAST_COLS) {
        app_say(app, ROLE_INFO, APP_SAY_MS, _("Side by side needs 60 columns."));
        return;
    }
    layout->want_wide = !layout->wide;
    layout->chosen = true;
}
