#include "config.h"

#include "base/clock.h"
#include "cli/cli.h"
#include "library/guard.h"
#include "tui/app/action.h"
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

static void list_keys(Buf *out) {
    action_write_listing(out, NULL);
}

int main(int argc, char **argv) {
    clock_init_from_environment();
    library_guard_faults(output_emergency_restore);
    cli_set_screen(show_screen, list_keys);
    return cli_main(argc, argv);
}
