#ifndef ANLIKU_LIBRARY_PUTNAMES_H
#define ANLIKU_LIBRARY_PUTNAMES_H

#include "library/put.h"

/* For put.c only: the number that a record gets, and the names that it is found by. */

/* Gives a new record the number that it will most likely get: most of it can be computed before the
 * write transaction when that is known. It is guessed from what is there and what was guessed
 * before. */
bool put_guess_number(PutContext *context, StoreRead *read, Record *record, Error *err);
/* Inside the write transaction: a new record gets its number and is found by it and by what it is
 * called elsewhere; every record by put_lookup_name, no longer by the one before. *renumbered: its
 * number is not the one that it was given before. */
bool put_names(StoreWrite *write, Record *record, bool is_new, bool *renumbered, SaveResult *result,
               Error *err);

#endif
