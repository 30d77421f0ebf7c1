#ifndef ANLIKU_LIBRARY_SAFENAMES_H
#define ANLIKU_LIBRARY_SAFENAMES_H

#include "library/library.h"

/* For this folder only: the names by which the library knows customers, found in any text however
 * they are written there: case, width, traditional characters, blanks and signs between do not
 * matter. */
typedef struct SafeNames SafeNames;

typedef struct SafeCustomer {
    Uuid id;   /* nil: a person at a customer's */
    Str alias; /* "" none */
} SafeCustomer;

/* All customers that are not in the trash, and those in it too: their names are names still. Freed
 * with safe_names_free. */
bool safe_names_load(Library *library, SafeNames **out, Error *err);
/* None yet: for the names of one case. */
SafeNames *safe_names_new(void);
void safe_names_free(SafeNames *names); /* NULL is allowed */

/* One more: of a customer without a record (id nil), or of a person. person: instead of an alias
 * stands what says so. */
void safe_names_add(SafeNames *names, Str name, bool person);

typedef struct SafeName {
    size_t from, to; /* bytes of the text */
    const SafeCustomer *customer;
    bool person;
} SafeName;
/* The next name in text at or behind byte `from`; false when there is none. Finds the longest. */
typedef struct SafeScan {
    const SafeNames *names;
    Str text;
    /* ---- */
    Buf plain;       /* folded, without blanks and signs */
    uint32_t *place; /* source byte of each byte of it, and of its end */
    size_t at;
} SafeScan;
void safe_scan_begin(SafeScan *scan, const SafeNames *names, Str text);
bool safe_scan_next(SafeScan *scan, SafeName *out);
void safe_scan_end(SafeScan *scan);

#endif
