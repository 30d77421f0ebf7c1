#ifndef ANLIKU_TUI_APP_WAIT_H
#define ANLIKU_TUI_APP_WAIT_H

#include "base/progress.h"
#include "tui/app/app.h"

/* Work that may take long, on the thread of the screen: after APP_WAIT_MS a line says how far it
 * is, and Esc stops it. Other keys are dropped: they were meant for what comes after.
 *
 *     AppWait wait = app_wait_begin(app, _("Importing"));
 *     Progress progress = app_wait_progress(&wait);
 *     ... work(&progress) ...
 *     app_wait_end(&wait); */
enum { APP_WAIT_MS = 100 };

typedef struct AppWait {
    App *app;
    const char *what; /* translated */
    int64_t since_us, shown_us;
    ProgressCount count; /* total 0: not known */
    bool stopped;        /* Esc, or the terminal has gone */
} AppWait;

AppWait app_wait_begin(App *app, const char *what);
/* Both functions are set; its context is the wait. */
Progress app_wait_progress(AppWait *wait);
/* For FindRequest.cancelled and others; context: the wait. */
bool app_wait_stopped(void *wait);
/* The same for work that the next key makes needless, whatever it is: nothing is dropped. */
bool app_wait_interrupted(void *wait);
/* Takes the line away. */
void app_wait_end(AppWait *wait);

#endif
