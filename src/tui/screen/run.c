#include "config.h"

#include "tui/screen/run.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "library/editleft.h"
#include "library/session.h"
#include "library/settings.h"
#include "tui/app/intake.h"
#include "tui/app/keyset.h"
#include "tui/screen/admin.h"
#include "tui/screen/case.h"
#include "tui/screen/cases.h"
#include "tui/screen/customers.h"
#include "tui/screen/help.h"
#include "tui/screen/inbox.h"
#include "tui/screen/metrics.h"
#include "tui/screen/settings.h"
#include "tui/screen/viewlist.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const AppTab tabs[] = {
    {N_("Cases"), '1', ACTION_CASES, cases_open, RIGHT_READ},
    {N_("Metrics"), '2', ACTION_METRICS, metrics_open, RIGHT_READ},
    {N_("Customers"), '3', ACTION_CUSTOMERS, customers_open, RIGHT_READ},
    {N_("Inbox"), '4', ACTION_INBOX, inbox_open, RIGHT_READ},
    {N_("Views"), '5', ACTION_VIEW_LIST, viewlist_open, RIGHT_READ},
    {N_("Admin"), '6', ACTION_ADMIN, admin_open, RIGHT_SETTINGS},
};

static void open_case(App *app, Uuid id, Str query) {
    case_open(app, id, query, query);
}

const AppParts app_parts = {tabs, COUNT_OF(tabs), help_open, open_case, settings_reload};

/* ---- the run ---- */

static void say_drafts(App *app, Library *library) {
    DraftsCount drafts = {0};
    Error ignored;
    char count[24];
    if (library_drafts_count(library, &drafts, &ignored) && drafts.count) {
        snprintf(count, sizeof count, "%zu", drafts.count);
        app_say_about(app, ROLE_DRAFT, APP_TOAST_MS,
                      _("Drafts kept: {0}. Down, then 4 shows them."), str_of(count));
    }
}

/* Keys that cannot be read are told, and the others hold. */
static void say_complaints(App *app, Str complaints) {
    Str first;
    if (complaints.len && str_split(&complaints, '\n', &first))
        app_say_about(app, ROLE_WARN, APP_TOAST_MS, _("{0}   :keys lists all"), first);
}

/* What was chosen on the first page. */
static void begin_with(App *app, const AppOptions *options) {
    Error err;
    if (options->import && !intake_import(app, str_of(options->import), &err))
        app_say_error(app, &err);
    if (options->new_case)
        app_act(app, ACTION_NEW);
}

static void run_on(Library *library, const AppOptions *options, AppSettings settings,
                   Output *output, Str complaints) {
    output_catch_crashes();
    mem_set_exhausted_handler(output_emergency_restore);
    session_note_login(library);
    App *app = app_new(&app_parts, library, output, settings);
    if (options->query && options->query[0])
        app_search(app, str_of(options->query), false);
    if (options->metrics)
        app_show_tab(app, ACTION_METRICS);
    else
        say_drafts(app, library);
    say_complaints(app, complaints);
    begin_with(app, options);
    bool left = app_loop(app, STDIN_FILENO);
    if (options->drafts && left)
        *options->drafts = app_drafts(app);
    if (options->unsaved)
        app_put_unsaved(app, options->unsaved);
    if (options->wants_demo)
        *options->wants_demo = app_wants_demo(app);
    app_free(app);
    mem_set_exhausted_handler(NULL);
}

bool app_run(Library *library, const AppOptions *options, Error *err) {
    Options conf = {0};
    ActionKeys keys = {0};
    Buf complaints = {0};
    Output *output = NULL;
    bool ok =
        library_options(library, &conf, err) && settings_open_output(options, &conf, &output, err);
    if (ok) {
        AppSettings settings = settings_read(options, &conf);
        settings_use_language(options->lang, &conf);
        keyset_load(library, &keys, &complaints);
        settings.key_map = &keys;
        run_on(library, options, settings, output, buf_str(&complaints));
    }
    output_close(output);
    buf_free(&complaints);
    action_keys_free(&keys);
    options_free(&conf);
    return ok;
}
