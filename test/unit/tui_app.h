#ifndef ANLIKU_TEST_TUI_APP_H
#define ANLIKU_TEST_TUI_APP_H

#include "library_fixture.h"

#include "base/uuid.h"
#include "library/library.h"
#include "tui/app/app.h"
#include "tui/grid/grid.h"

/* The full-screen program in memory over a real library: keys go in, pictures come out. */
typedef struct Stage {
    char dir[SCRATCH_PATH], path[FIXTURE_PATH];
    Library *library;
    App *app;
    AppSettings settings; /* of the next start; `still` is set anyway */
    Grid grid;
} Stage;

/* An empty library of the user wang, with the clock standing on 2026-11-20. */
Stage *stage_new(void);
void stage_free(Stage *stage);
/* Some cases in two languages and several states. */
void stage_fill(Stage *stage);
/* One more case; a fresh draft of wang. */
Uuid stage_add_case(Library *library, const char *title, const char *customer);
/* The same with all that submitting for review asks for. */
Uuid stage_add_submittable(Library *library, const char *title, const char *customer);
/* The same from another process, which ends before this returns. */
void stage_add_elsewhere(const Stage *stage, const char *title);
void stage_trash_elsewhere(const Stage *stage, Uuid id);

/* Makes whoever runs the test an admin and closes the library: for another process to open. */
void stage_shelve(Stage *stage);
/* A new stage with the cases of stage_fill, shelved. */
Stage *stage_shelf(void);

/* Starts the program at a size (it may run already: then it only gets the size). */
void stage_open(Stage *stage, int rows, int cols);
/* A new stage with the cases of stage_fill, and the program at a size. */
Stage *stage_filled(int rows, int cols);
/* Keys by name with blanks between: "Down Enter ^G". */
void stage_press(Stage *stage, const char *keys);
/* The same keys again and again until the picture shows the text; fails after a hundred times. */
void stage_press_until(Stage *stage, const char *keys, const char *text);
/* Text as a person types it, one key a code point. */
void stage_type(Stage *stage, const char *text);
void stage_paste(Stage *stage, const char *text);
/* Lets the timers that are set run out, and draws. */
void stage_settle(Stage *stage);
/* Draws. */
void stage_draw(Stage *stage);
/* Whether the picture shows the text. */
bool stage_shows(Stage *stage, const char *text);
/* One row of the picture, blanks at its end cut; valid until the next call. */
const char *stage_row(Stage *stage, int row);
/* Fails with the picture on stderr. */
void stage_expect(Stage *stage, const char *text);
void stage_expect_not(Stage *stage, const char *text);

#endif
