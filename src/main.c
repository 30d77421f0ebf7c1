#include "config.h"

#include "base/clock.h"
#include "cli/cli.h"
#include "library/guard.h"
#include "tui/app/keyset.h"
#include "tui/screen/run.h"
#include "tui/term/output.h"

static bool show_screen(Library *library, const CliView *view, Error *err) {
    AppOptions options = {.query = view->query,
                          .color = view->color,
                          .plain = view->plain,
                          .low_bandwidth = view->low_bandwidth,
                          .metrics = view->metrics};
    return app_run(library, &options, err);
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
    clock_init_from_environment();
    library_guard_faults(output_emergency_restore);
    cli_set_screen(show_screen, list_keys);
    return cli_main(argc, argv);
}
