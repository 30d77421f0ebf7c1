#ifndef ANLIKU_TEST_PERSON_H
#define ANLIKU_TEST_PERSON_H

#include <sys/types.h>

/* What somebody does at another terminal: the whole program in a process of its own, run by whom
 * the test names (anliku_as of test/command/as.c). */

#define PERSON_NOW "2026-11-20T01:05:00Z" /* five minutes after FIXTURE_NOW_MS */

/* Path of a program of the build (ANLIKU_TEST_BUILD); valid until the next call. */
const char *built_program(const char *name);

enum { PERSON_ARGS = 8 };

/* Starts it at the library `path`, with the clock standing at `now`; `args`: the command and what
 * follows, up to NULL, at most PERSON_ARGS. What it prints on standard output is lost. */
pid_t person_start(const char *path, const char *login, const char *now, const char *const *args);
/* Waits for its end: the exit status, -1 when a signal ended it. */
int person_end(pid_t child);
/* Both in one, at PERSON_NOW: person_does(path, login, "set", "AL-2026-0001", "title=x"). The test
 * fails when the program does. */
#define person_does(path, login, ...)                                                              \
    person_does_all(path, login, (const char *const[PERSON_ARGS + 1]){__VA_ARGS__, NULL})
void person_does_all(const char *path, const char *login, const char *const *args);

#endif
