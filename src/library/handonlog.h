#ifndef ANLIKU_LIBRARY_HANDONLOG_H
#define ANLIKU_LIBRARY_HANDONLOG_H

#include "library/handon.h"
#include "library/internal.h"

/* For this folder only: what was handed on, one record a case. */

enum { HANDED_MOST = 1000 }; /* cases of one export that get records of their own */

/* One transaction for all of them, and for note (NULL: none), a row of the log beside them. Nothing
 * on a read-only library. */
bool handon_log(Library *library, const HandOn *cases, size_t count, const StoreChange *note,
                Error *err);

/* Of a case, newest first; texts live in the arena. */
typedef struct Handed {
    uint64_t change;
    int64_t at_ms;
    Str login;
    Str text; /* what, form, for whom and why, translated */
} Handed;
bool handon_list(Library *library, Uuid case_id, Arena *arena, Handed **out, size_t *count,
                 Error *err);

#endif
