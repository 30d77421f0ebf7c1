#include "config.h"

#include "tui/screen/marking.h"

#include "base/i18n.h"
#include "library/find.h"
#include "tui/widget/layout.h"

#include <stdio.h>

enum { MARK_COLS = 2 };

static void say_count(App *app, const char *pattern) {
    char count[24];
    snprintf(count, sizeof count, "%zu", app_marks(app)->ids.len);
    app_say_about(app, ROLE_INFO, APP_SAY_MS, pattern, str_of(count));
}

void marking_toggle(App *app, Uuid id) {
    marks_toggle(app_marks(app), id);
    if (app_marks(app)->ids.len)
        say_count(app, _("Marked: {0}. = compares two of them, F8 tags, exports or trashes all."));
    else
        app_say(app, ROLE_INFO, APP_SAY_MS, _("Nothing is marked."));
}

void marking_all(App *app, Str query, Str sort, size_t count) {
    FindRequest request = {.query = query, .sort = sort, .limit = count};
    Uuid *ids = NULL;
    size_t found = 0, added = 0;
    Error err;
    if (!count) {
        app_say(app, ROLE_INFO, APP_SAY_MS, _("There is nothing to mark."));
        return;
    }
    if (!library_find_ids(app_library(app), &request, &ids, &found, &err)) {
        app_say_error(app, &err);
        free(ids);
        return;
    }
    for (size_t i = 0; i < found; i++)
        added += marks_add(app_marks(app), ids[i]);
    free(ids);
    if (added) {
        say_count(app, _("Marked: {0}. X takes all marks away."));
    } else {
        marks_free(app_marks(app));
        app_say(app, ROLE_INFO, APP_SAY_MS, _("Nothing is marked."));
    }
}

int marking_cols(App *app) {
    return app_marks(app)->ids.len ? MARK_COLS : 0;
}

void marking_draw(App *app, Grid *grid, GridRect *at, Uuid id) {
    GridRect sign = layout_take_left(at, marking_cols(app));
    if (sign.cols && marks_has(app_marks(app), id))
        grid_text(grid, sign, STR("*"), grid_style(ROLE_TITLE), 0);
}
