#include "config.h"

#include "tui/screen/bulkexport.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "library/find.h"
#include "library/row.h"
#include "library/tell.h"
#include "tui/app/wait.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- writing ---- */

static bool take(void *context, const char *name, Str bytes, Error *err) {
    (void)name;
    (void)err;
    buf_put_str(context, bytes);
    return true;
}

static void write_file(BulkBox *box) {
    Buf bytes = {0};
    size_t count = 0;
    Error err;
    char text[32];
    AppWait wait = app_wait_begin(box->app, _("Exporting"));
    Progress progress = app_wait_progress(&wait);
    bool ok = library_export(app_library(box->app), &box->options, take, &bytes, &count, &progress,
                             &err) &&
              file_write_named(buf_text(&box->path), buf_str(&bytes), 0600, &err);
    app_wait_end(&wait);
    buf_free(&bytes);
    if (!ok) {
        app_say_error(box->app, &err);
        return;
    }
    snprintf(text, sizeof text, "%zu", count);
    Buf about = {0};
    buf_printf(&about, "%s - %s", text, buf_text(&box->path));
    marks_remove_all(app_marks(box->app), box->ids.items, box->ids.len);
    app_say_about(box->app, ROLE_GOOD, APP_TOAST_MS, _("Written: {0}"), buf_str(&about));
    buf_free(&about);
    app_watch(box->app);
}

static void overwrite(void *context, int action) {
    (void)action;
    write_file(context);
}

static void path_typed(void *context, Str path) {
    BulkBox *box = context;
    buf_clear(&box->path);
    paths_put_typed(&box->path, path);
    if (file_exists(buf_text(&box->path)))
        app_confirm(box->app, _("The file is there already"), buf_text(&box->path),
                    _("write over it"), 1, overwrite, box);
    else
        write_file(box);
}

/* ---- in a shared library: the line to type ---- */

static void show_line(BulkBox *box) {
    Buf line = {0};
    buf_puts(&line, "anliku -L ");
    paths_put_word(&line, library_info(app_library(box->app)).path);
    buf_puts(&line, " export");
    for (size_t i = 0; i < box->options.id_count; i++) {
        LibraryRow row;
        Error ignored;
        if (!library_row(app_library(box->app), ENTITY_CASE, box->options.ids[i], &row, &ignored))
            continue;
        buf_printf(&line, " %.*s", STR_ARG(record_text(row.record, CASE_ID)));
        library_row_free(&row);
    }
    buf_printf(&line, "%s --format %s > anliku-cases%s", box->options.safe ? " --safe" : "",
               format_name(box->options.kind), format_ending(box->options.kind));
    app_copy(box->app, _("line that exports these cases"), buf_str(&line), STR(""));
    buf_free(&line);
}

/* ---- questions ---- */

static void ask_path(BulkBox *box) {
    Buf path = {0};
    const char *home = getenv("HOME");
    if (library_info(app_library(box->app)).shared) {
        show_line(box);
        return;
    }
    buf_printf(&path, "%s/anliku-cases%s", home && *home ? home : ".",
               format_ending(box->options.kind));
    app_ask(box->app, _("Write to this file"), buf_str(&path), false, path_typed, box);
    buf_free(&path);
}

static void lefts_confirmed(void *context, int action) {
    BulkBox *box = context;
    (void)action;
    box->options.confirmed = true;
    ask_path(box);
}

static void look_at_lefts(BulkBox *box) {
    enum { SHOWN = 8 };
    SafeLefts lefts = {0};
    Error err;
    Buf text = {0};
    AppWait wait = app_wait_begin(box->app, _("Looking for names that are left"));
    Progress progress = app_wait_progress(&wait);
    bool ok = library_export_lefts(app_library(box->app), &box->options, &lefts, &progress, &err);
    app_wait_end(&wait);
    if (!ok) {
        app_say_error(box->app, &err);
    } else if (lefts.len) {
        buf_puts(&text, _("Please look at this before it goes out:"));
        buf_putc(&text, '\n');
        safe_lefts_put(&lefts, SHOWN, &text);
        app_confirm(box->app, _("This may still tell who it is"), buf_text(&text), _("export it"),
                    1, lefts_confirmed, box);
    } else {
        ask_path(box);
    }
    safe_lefts_free(&lefts);
    buf_free(&text);
}

static const struct {
    FormatKind kind;
    const char *label;
} formats[] = {{FORMAT_HTML, N_("page (HTML)")},
               {FORMAT_YAML, "YAML"},
               {FORMAT_JSONL, "JSON Lines"},
               {FORMAT_CSV, N_("table (CSV)")}};

static void format_chosen(void *context, int action) {
    BulkBox *box = context;
    box->options.kind = formats[action].kind;
    box->options.crlf = box->options.kind == FORMAT_CSV;
    if (box->options.safe)
        look_at_lefts(box);
    else
        ask_path(box);
}

static void ask_format(BulkBox *box) {
    MenuItem items[COUNT_OF(formats)];
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        items[i] = (MenuItem){.label = _(formats[i].label), .action = (int)i};
    app_menu(box->app, _("Format"), items, COUNT_OF(items), format_chosen, box);
}

static void why_typed(void *context, Str why) {
    BulkBox *box = context;
    buf_clear(&box->value);
    buf_put_str(&box->value, why);
    box->options.why = buf_str(&box->value);
    ask_format(box);
}

/* How many of the cases nobody said may be told in full. */
static size_t count_untold(BulkBox *box) {
    size_t count = 0;
    for (size_t i = 0; i < box->options.id_count; i++) {
        LibraryRow row;
        Error ignored;
        if (!library_row(app_library(box->app), ENTITY_CASE, box->options.ids[i], &row, &ignored))
            continue;
        Telling telling = library_tell(app_library(box->app), row.record);
        count += !telling_allows_full(&telling);
        library_row_free(&row);
    }
    return count;
}

/* The full form of cases that may not be told takes a reason. */
static void form_chosen(void *context, int action) {
    BulkBox *box = context;
    box->options.safe = action == 0;
    if (box->options.safe || !count_untold(box))
        ask_format(box);
    else
        app_ask(box->app, _("Some may not be told - why in full?"), STR(""), false, why_typed, box);
}

/* The safe form is the first; the other says how many cases it is not meant for. */
static void ask_form(BulkBox *box) {
    char untold[64];
    size_t count = count_untold(box);
    snprintf(untold, sizeof untold,
             ngettext("(%zu may not be told)", "(%zu may not be told)", count), count);
    const MenuItem items[] = {
        {.label = _("safe form"), .action = 0},
        {.label = _("in full"), .key = count ? untold : NULL, .action = 1},
    };
    app_menu(box->app, _("Which form?"), items, COUNT_OF(items), form_chosen, box);
}

void bulkexport_start(BulkBox *box, bool shown) {
    if (shown) {
        FindRequest request = {
            .query = buf_str(&box->query), .sort = buf_str(&box->sort), .limit = box->shown};
        Uuid *ids = NULL;
        size_t count = 0;
        Error err;
        bool ok = library_find_ids(app_library(box->app), &request, &ids, &count, &err);
        box->ids.len = 0;
        for (size_t i = 0; ok && i < count; i++)
            vec_push(&box->ids, ids[i]);
        free(ids);
        if (!ok) {
            app_say_error(box->app, &err);
            return;
        }
    }
    if (!box->ids.len) { /* the list has changed: no ids would mean every case */
        app_say(box->app, ROLE_INFO, APP_SAY_MS, _("There is no case here."));
        return;
    }
    box->options =
        (ExportOptions){.entity = ENTITY_CASE, .ids = box->ids.items, .id_count = box->ids.len};
    ask_form(box);
}
