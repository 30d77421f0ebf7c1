#ifndef ANLIKU_TUI_SCREEN_RUN_H
#define ANLIKU_TUI_SCREEN_RUN_H

#include "base/error.h"
#include "library/library.h"
#include "tui/app/app.h"

/* The whole full-screen program on the terminal of the process. */

typedef struct AppOptions {
    const char *query; /* stands in the filter bar; NULL or "": nothing */
    const char *color; /* --color, NULL: as configured */
    const char *theme; /* NULL: as configured */
    const char *lang;  /* --lang, NULL: as configured, else as the environment says */
    bool plain, low_bandwidth;
    bool metrics;       /* opens with the metrics */
    bool new_case;      /* opens with the form of a new case */
    const char *import; /* a file or folder to be taken first; NULL: none */
    size_t *drafts;     /* set at the end to how many are kept; NULL: not asked */
    Buf *unsaved;       /* gets what was typed and is in no draft; NULL: not asked */
    bool *wants_demo; /* set when the person wants to go on in the demo library; NULL: not asked */
} AppOptions;

/* The tabs that the program has. */
extern const AppParts app_parts;

/* Runs until the person leaves or a signal ends it; drafts are written then. library is borrowed:
 * the caller closes it. ERR_USAGE when the terminal cannot place the cursor (the message names
 * `anliku search`), for a colour or theme that there is not. */
bool app_run(Library *library, const AppOptions *options, Error *err);

#endif
