#ifndef ANLIKU_TEST_LIBRARY_FIXTURE_H
#define ANLIKU_TEST_LIBRARY_FIXTURE_H

#include "expect.h"
#include "scratch.h"
#include "unit.h"

#include "base/clock.h"
#include "library/library.h"
#include "library/save.h"
#include "record/state.h"

/* A library in a folder of its own, with people and cases. Its zone is Asia/Shanghai, its admin
 * root, and the clock stands on FIXTURE_NOW_MS. What fails here fails the test, with the error's
 * sentence. */

#define FIXTURE_NOW_MS INT64_C(1795136400000) /* 2026-11-20T01:00:00Z */

enum { FIXTURE_PATH = 96 };

typedef struct Fixture {
    char dir[SCRATCH_PATH], path[FIXTURE_PATH]; /* the library is in the folder */
    Library *library; /* of whoever sits at it (fixture_become); NULL: nobody does */
} Fixture;

typedef struct Person {
    const char *login, *role;
    const char *team; /* NULL: none */
    const char *name; /* NULL: the login */
} Person;

/* Makes the folder and a library in it, and stops the clock: for fixtures that keep more than this
 * one. `name` as for scratch_new. */
void fixture_place(char dir[SCRATCH_PATH], char path[FIXTURE_PATH], const char *name,
                   const LibraryInit *init);

/* The library with these people, and with their teams; nobody sits at it. */
Fixture *fixture_new(const Person *people, size_t count);
/* The library with nobody but root, who sits at it. */
Fixture *fixture_alone(void);
/* The same with the demo cases. */
Fixture *fixture_demo(void);
/* Whoever sat at it gets up, the folder goes. */
void fixture_free(Fixture *f);
/* The same as functions of cmocka. */
int fixture_set_up_demo(void **state);
int fixture_tear_down(void **state);
/* For tests without a library: only its zone and its clock. */
int fixture_set_clock(void **state);

/* ---- people ---- */

/* Makes the teams that they name, each once, and the people. */
void add_people(Library *admin, const Person *people, size_t count);
/* role and team "": as it was; team "-": none; disabled 1, 0, or -1: as it was. */
void set_user(Library *admin, const char *login, const char *role, const char *team, int disabled);
/* The library as this person opens it; the caller closes it. A process of the program opens a
 * library once; a test may have two of them open that do not write at the same moment. */
Library *open_as(const Fixture *f, const char *login);
/* Whoever sits at the library gets up, this person sits down. */
void fixture_become(Fixture *f, const char *login);

/* ---- cases ---- */

/* A new case of 晨光在线教育 with all that publishing asks for, unsaved; the caller frees it. */
Record *make_case(Library *library, const char *title);
/* Gives every section of a case this text. */
void set_sections(Record *record, const char *text);
/* Saves a record of any entity over the revision that it was loaded from, or as a new one, and
 * frees it. */
SaveResult save_record(Library *library, Record *record);
/* The same for what nobody has saved yet. */
Uuid save_new(Library *library, Record *record);
/* make_case and save_new in one. */
Uuid add_case(Library *library, const char *title);
/* The same by somebody who opens the library for it. */
Uuid save_case(const Fixture *f, const char *login, const char *title);
/* The newest revision; the caller frees it. */
Record *load_record(Library *library, EntityType type, Uuid id);
Record *load_case(Library *library, Uuid id);
/* Loads a case, changes one field, saves. */
void set_field(Library *library, Uuid id, int field, Value value);
/* verb: of record/state.h; the reason, where one is asked for, is 没有来源. */
SaveResult move_case(Library *library, Uuid id, const char *verb);
void move_as(const Fixture *f, const char *login, Uuid id, const char *verb);
/* wang submits it, li reviews and publishes it. */
void publish(const Fixture *f, Uuid id);
/* Of the row that lists show. */
uint32_t rev_of(Library *library, Uuid id);
CaseState state_of(Library *library, Uuid id);
bool is_trashed(Library *library, Uuid id);
/* The case with this number. */
Uuid case_numbered(Library *library, const char *number);
/* The one case, best of all, that the text finds. */
Uuid find_case(Library *library, const char *text);
/* Imports cases, published where they say so; the file is written into `dir`. `count` are new. */
void import_cases(Library *library, const char *dir, const char *yaml, size_t count);

#endif
