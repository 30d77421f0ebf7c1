#ifndef ANLIKU_TEST_SOON_H
#define ANLIKU_TEST_SOON_H

#include <stdbool.h>

/* Waiting for what another process does: for the condition, never for time. */
typedef bool SoonCondition(void *context);

enum { SOON_DEADLINE_MS = 20000 };

/* Asks again and again; false when the condition has not come true by the deadline. For processes
 * that are not the test itself; in the test expect_soon fails with a sentence. */
bool soon(SoonCondition *condition, void *context);
/* The test fails when it does not come true; `what` says what was waited for. */
void expect_soon(SoonCondition *condition, void *context, const char *what);

#endif
