#ifndef ANLIKU_BASE_ERROR_H
#define ANLIKU_BASE_ERROR_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* An error is a value: a code, a message id with typed arguments, and where it happened. It is made
 * in the core, handed up, and turned into a sentence of the user's language only in library/, cli/
 * and tui/ (error_render). A function that can fail returns false and fills *err, which is never
 * NULL; *err is untouched on success. */
typedef enum ErrorCode {
    ERR_NONE = 0,
    ERR_USAGE,   /* the command line is wrong: exit status 2 */
    ERR_INVALID, /* a value breaks a rule */
    ERR_SYNTAX,  /* a file cannot be parsed */
    ERR_NOT_FOUND,
    ERR_EXISTS,
    ERR_DENIED,   /* the actor has no right to it */
    ERR_CONFLICT, /* the base revision is not the current one */
    ERR_BUSY,     /* another process holds the write gate */
    ERR_IO,
    ERR_FULL,    /* disk or map full */
    ERR_CORRUPT, /* stored bytes break their own format or checksum */
    ERR_VERSION, /* written by a newer program */
    ERR_CANCELLED,
    ERR_INTERNAL,
    ERR_CODES
} ErrorCode;

enum { ERROR_ARGS = 4 };

typedef struct ErrorArg {
    char kind; /* 's' text, 'd' whole number, 'z' bytes, 0 none */
    int64_t number;
    char text[256]; /* cut at a character boundary */
} ErrorArg;

typedef struct Error {
    ErrorCode code;
    const char *message; /* English message id, static; {0}..{3} stand for the arguments */
    ErrorArg args[ERROR_ARGS];
    char file[512];   /* "" when none */
    int line, column; /* 1-based, 0 when none; column counts code points */
    char field[64];   /* key of the record's field, "" when none */
} Error;

/* error_set(err, code, message, kinds, ...) fills *err and is false, so that a function can end
 * with `return error_set(...)`. kinds: one letter an argument: 's' const char *, 'S' Str, 'd'
 * int64_t, 'z' size_t. Mark message with N_() of base/i18n.h. A macro, so that compilers and
 * analysers see that it is false. */
#define error_set(...) error_is_set(error_fill(__VA_ARGS__))
/* Like error_set with the text of errno as last argument after path: message has {0} = path,
 * {1} = reason. ENOSPC and EDQUOT become ERR_FULL, EACCES and EPERM ERR_DENIED, ENOENT
 * ERR_NOT_FOUND, others ERR_IO. */
#define error_set_errno(...) error_is_set(error_fill_errno(__VA_ARGS__))
/* Adds where. file may be NULL. False. */
#define error_at(...)       error_is_set(error_place(__VA_ARGS__))
#define error_in_field(...) error_is_set(error_name_field(__VA_ARGS__))

int error_fill(Error *err, ErrorCode code, const char *message, const char *kinds, ...);
int error_fill_errno(Error *err, int number, const char *message, const char *path);
int error_place(Error *err, const char *file, int line, int column);
int error_name_field(Error *err, const char *field);
static inline bool error_is_set(int filled) {
    (void)filled;
    return false;
}

/* Appends "FILE:LINE:COL: sentence" (the parts that are known) in the language of the process. */
void error_render(const Error *err, Buf *out);
/* Only the sentence, without the place. */
void error_render_message(const Error *err, Buf *out);
/* Stable lower-case name for files and logs, for example "not_found". */
const char *error_code_name(ErrorCode code);

/* Fills {0}..{3} of a translated pattern; used by error_render and for other sentences with
 * arguments whose order differs between languages. */
void message_fill(Buf *out, const char *pattern, const ErrorArg *args, size_t count);

#endif
