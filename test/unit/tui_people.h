#ifndef ANLIKU_TEST_TUI_PEOPLE_H
#define ANLIKU_TEST_TUI_PEOPLE_H

#include "library_fixture.h"
#include "tui_app.h"

/* Several people at the library of a stage, one after the other at the screen. What fails here
 * fails the test. */

/* A stage of wang, an admin without a team, with these people and their teams besides. */
Stage *stage_with_people(const Person *people, size_t count);
/* Whoever sits there leaves the program, this person opens the library. */
void stage_become(Stage *stage, const char *login);
/* The same, and begins the program at a size; it looks after what others do. */
void stage_sit_down(Stage *stage, const char *login, int rows, int cols);
/* A case of whoever sits there that can be published. */
Uuid stage_add_whole(Stage *stage, const char *title);
/* Types a search and goes to its list. */
void stage_search(Stage *stage, const char *query);

#endif
