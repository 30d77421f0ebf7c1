#ifndef ANLIKU_TEST_SCRATCH_H
#define ANLIKU_TEST_SCRATCH_H

/* A folder for one test. */
enum { SCRATCH_PATH = 64 };

/* Makes a new folder below /tmp that nobody else uses, and puts its path into `dir`; `name` says in
 * it whose it is. The test fails when there is none. */
void scratch_new(char dir[SCRATCH_PATH], const char *name);
/* Removes the folder with all that is in it; the test fails when something stays. */
void scratch_remove(const char *dir);

#endif
