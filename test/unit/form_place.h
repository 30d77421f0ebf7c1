#ifndef ANLIKU_TEST_FORM_PLACE_H
#define ANLIKU_TEST_FORM_PLACE_H

#include "form_keys.h"
#include "library_fixture.h"
#include "unit.h"

#include "library/drafts.h"
#include "tui/form/session.h"

/* Forms over a library of the user wang, an admin, in the zone UTC, with one case. The clock goes
 * on. */

typedef struct Place {
    char dir[SCRATCH_PATH], path[FIXTURE_PATH];
    Library *library;
    Uuid record; /* the case: 在线教育续费, with the need 降低流失 */
} Place;

/* Functions of cmocka; WITH_PLACE is a test between them. */
int place_set_up(void **state);
int place_tear_down(void **state);
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_set_up, place_tear_down)

/* One more such case. */
Uuid place_add(Library *library, const char *title);
/* The case as it is stored now; the caller frees it. */
Record *place_load(Place *place);
/* Somebody else saves the case. */
void place_save_elsewhere(Place *place, int field, const char *text);
size_t place_drafts(Place *place);

/* A form of the case; the caller frees it with form_session_free. */
FormSession *session_of_case(Place *place);
FormSession *session_of_new(Place *place, EntityType type);
/* As form_keys.h has them for forms; a paste must be taken. */
FormSessionResult session_press(FormSession *session, const char *key);
void session_type(FormSession *session, const char *text);
void session_paste(FormSession *session, const char *text);
void expect_session_text(FormSession *session, int field, const char *want);
bool session_says(FormSession *session, int field, const char *part);
/* At 80 x 24. */
bool session_shows(FormSession *session, const char *text);

#endif
