#ifndef ANLIKU_TEST_EXPECT_H
#define ANLIKU_TEST_EXPECT_H

#include "base/error.h"

#include <stdbool.h>

/* What a call that may be refused must give. The test fails at the line that asks, with the
 * sentence of the error; *err is read only after a refusal. */

#define expect_ok(ok, err) expect_ok_at(ok, err, __FILE__, __LINE__)
/* Refused with this code and a sentence that holds `words`. */
#define expect_refused(ok, err, code, words)                                                       \
    expect_refused_at(ok, err, code, words, __FILE__, __LINE__)

/* A text that is refused: where, and a part of what is said. */
typedef struct Refusal {
    const char *text;
    int line, column;
    const char *says;
} Refusal;

/* ok and *err are what reading the text gave. */
void expect_refusal(const Refusal *wanted, bool ok, const Error *err);

void expect_ok_at(bool ok, const Error *err, const char *file, int line);
void expect_refused_at(bool ok, const Error *err, ErrorCode code, const char *words,
                       const char *file, int line);

#endif
