#include "config.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "tui/screen/run.h"

#include <stdio.h>

/* The full screen alone, for tests: tui_screen LIBRARY [LOGIN [QUERY]]. */
int main(int argc, char **argv) {
    Library *library;
    Error err;
    AppOptions options = {.query = argc > 3 ? argv[3] : NULL};
    if (argc < 2)
        return 2;
    clock_init_from_environment();
    i18n_init(NULL);
    bool ok = library_open(argv[1], argc > 2 ? argv[2] : "wang", false, &library, &err);
    if (ok) {
        ok = app_run(library, &options, &err);
        library_close(library);
    }
    if (!ok) {
        Buf text = {0};
        error_render(&err, &text);
        fprintf(stderr, "tui_screen: %s\n", buf_text(&text));
        buf_free(&text);
    }
    return ok ? 0 : err.code == ERR_USAGE ? 2 : 1;
}
