#include "config.h"

#include "tui/app/intake.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "library/import.h"
#include "tui/app/state.h"
#include "tui/app/wait.h"

static void say_report(App *app, const ImportReport *report) {
    ErrorArg args[3] = {{.kind = 'd', .number = (int64_t)report->created},
                        {.kind = 'd', .number = (int64_t)(report->updated + report->unchanged)},
                        {.kind = 'd', .number = (int64_t)report->rejected}};
    Buf text = {0};
    message_fill(&text,
                 report->rejected
                     ? _("{0} new, {1} known already, {2} refused: their reasons stand in a file "
                         "X.reasons.csv beside them")
                     : _("{0} new, {1} known already"),
                 args, 3);
    app_say(app, report->rejected ? ROLE_WARN : ROLE_GOOD, APP_TOAST_MS, buf_text(&text));
    buf_free(&text);
}

bool intake_import(App *app, Str path, Error *err) {
    ImportReport report = {0};
    ImportOptions options = {.entity = ENTITY_CASE};
    Buf full = {0};
    if (library_info(app->library).shared)
        return error_set(err, ERR_DENIED, N_("files are taken into a shared library by a command"),
                         "");
    paths_put_typed(&full, str_trim(path));
    const char *paths[] = {buf_text(&full)};
    bool ok = file_exists(paths[0]) ||
              error_set(err, ERR_NOT_FOUND, N_("there is no file or folder {0}"), "s", paths[0]);
    if (ok) {
        AppWait wait = app_wait_begin(app, _("Importing"));
        Progress progress = app_wait_progress(&wait);
        ok = library_import(app->library, paths, 1, &options, NULL, &progress, &report, err);
        app_wait_end(&wait);
        app_watch(app);
    }
    if (ok)
        say_report(app, &report);
    buf_free(&full);
    return ok;
}

static void path_typed(void *context, Str path) {
    App *app = context;
    Error err;
    if (!intake_import(app, path, &err))
        app_say_error(app, &err);
}

void intake_ask(App *app) {
    app_prompt(app, _("Import which file or folder?"), path_typed, app);
}

void intake_open_demo(App *app) {
    app->wants_demo =
        app_save_drafts(app, true); /* else there is a question to be answered first */
    app_quit(app);
}
