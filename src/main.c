#include "config.h"

#include "base/clock.h"
#include "base/mem.h"
#include "cli/cli.h"
#include "library/guard.h"
#include "library/settings.h"
#include "tui/app/keyset.h"
#include "tui/screen/firstrun.h"
#include "tui/screen/run.h"
#include "tui/term/output.h"

static bool show_screen(Library *library, const CliView *view, Error *err) {
    AppOptions options = {.query = view->query,
                          .color = view->color,
                          .lang = view->lang,
                          .plain = view->plain,
                          .low_bandwidth = view->low_bandwidth,
                          .metrics = view->metrics,
                          .new_case = view->new_case,
                          .import = view->import,
                          .drafts = view->drafts,
                          .unsaved = view->unsaved,
                          .wants_demo = view->wants_demo};
    return app_run(library, &options, err);
}

static bool ask_first(const char *path, const CliView *view, CliFirst *out, Buf *import,
                      Error *err) {
    static const CliFirst answers[] = {[FIRST_LEAVE] = CLI_FIRST_LEAVE,
                                       [FIRST_DEMO] = CLI_FIRST_DEMO,
                                       [FIRST_NEW] = CLI_FIRST_NEW,
                                       [FIRST_IMPORT] = CLI_FIRST_IMPORT};
    AppOptions options = {
        .color = view->color, .plain = view->plain, .low_bandwidth = view->low_bandwidth};
    FirstChoice choice = FIRST_LEAVE;
    if (!firstrun(path, &options, &choice, import, err))
        return false;
    *out = answers[choice];
    return true;
}

static void list_keys(const char *path, Buf *out, Buf *complaints) {
    ActionKeys keys = {0};
    Library *library = NULL;
    Error err;
    if (path[0] && !library_open(path, NULL, true, &library, &err))
        library = NULL;
    keyset_load(library, &keys, complaints);
    action_write_listing(out, &keys);
    action_keys_free(&keys);
    library_close(library);
}

int main(int argc, char **argv) {
    mem_keep_freed();
    clock_init_from_environment();
    library_guard_faults(output_emergency_restore);
    cli_set_screen(show_screen, ask_first, list_keys, keyset_read);
    library_check_keys_with(keyset_check);
    return cli_main(argc, argv);
}
