#include "config.h"

#include "tui/screen/marking.h"

#include "base/i18n.h"
#include "base/map.h"
#include "library/find.h"
#include "library/row.h"
#include "tui/widget/layout.h"

#include <stdio.h>

enum { MARK_COLS = 2, MOST_NAMED = 8 };

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

static void put_case(App *app, Uuid id, Buf *out) {
    LibraryRow row;
    Error ignored;
    if (!library_row(app_library(app), ENTITY_CASE, id, &row, &ignored))
        return;
    buf_printf(out, "\n%.*s  %.*s", STR_ARG(record_text(row.record, CASE_ID)),
               STR_ARG(record_title(row.record)));
    if (row.trashed)
        buf_printf(out, "  (%s)", _("in the trash"));
    library_row_free(&row);
}

static Str key_of(const Uuid *id) {
    return str_make((const char *)id->bytes, sizeof id->bytes);
}

size_t marking_put_unseen(App *app, const Uuid *shown, size_t count, Buf *out) {
    const Marks *marks = app_marks(app);
    Map seen = {0};
    size_t unseen = 0;
    for (size_t i = 0; marks->ids.len && i < count; i++)
        *map_put(&seen, key_of(&shown[i]), NULL) = 1;
    for (size_t i = 0; i < marks->ids.len; i++) {
        if (map_get(&seen, key_of(&marks->ids.items[i])))
            continue;
        if (unseen++ < MOST_NAMED)
            put_case(app, marks->ids.items[i], out);
    }
    map_free(&seen);
    ErrorArg more = {.kind = 'd', .number = (int64_t)unseen - MOST_NAMED};
    if (unseen > MOST_NAMED) {
        buf_putc(out, '\n');
        message_fill(out, _("and {0} more"), &more, 1);
    }
    return unseen;
}

void marking_ask_unseen(App *app, Str names, AppChosen *done, void *context) {
    Buf text = {0};
    buf_puts(&text, _("These are marked too, but do not stand in the list that is shown:"));
    buf_put_str(&text, names);
    app_confirm(app, _("Marks that are not seen"), buf_text(&text), _("with these too"), 1, done,
                context);
    buf_free(&text);
}

int marking_cols(App *app) {
    return app_marks(app)->ids.len ? MARK_COLS : 0;
}

void marking_draw(App *app, Grid *grid, GridRect *at, Uuid id) {
    GridRect sign = layout_take_left(at, marking_cols(app));
    if (sign.cols && marks_has(app_marks(app), id))
        grid_text(grid, sign, STR("*"), grid_style(ROLE_TITLE), 0);
}
