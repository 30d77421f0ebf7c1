#ifndef ANLIKU_LIBRARY_ROW_H
#define ANLIKU_LIBRARY_ROW_H

#include "base/buf.h"
#include "library/library.h"
#include "store/read.h"

/* A record as lists show it: a Record that holds only the fields below, read without its body. */

/* Appends the summary that the store keeps beside a current row. */
void row_encode(const Record *record, Buf *out);
/* The list row of a current row. The caller frees *out with record_free. ERR_CORRUPT. */
bool row_decode(const StoreCurrent *current, Record **out, Error *err);

typedef struct LibraryRow {
    Record *record; /* fields of a list row only; freed by library_row_free */
    uint32_t rev;
    bool trashed;
    uint64_t change; /* number of the change that made this revision */
} LibraryRow;
void library_row_free(LibraryRow *row);

/* ERR_NOT_FOUND when there is none, or none that the actor may see. */
bool library_row(Library *library, EntityType type, Uuid id, LibraryRow *out, Error *err);

typedef struct LibraryRows {
    LibraryRow *items;
    size_t len, cap;
} LibraryRows;
/* All visible records of a type, in the order of their identities (that is, of their making). *out
 * is empty before; it is freed with library_rows_free, after an error it is empty again. */
bool library_rows(Library *library, EntityType type, bool trashed, LibraryRows *out, Error *err);
void library_rows_free(LibraryRows *rows);

/* Whether the actor may see a case: published ones everybody, also from the archive, others their
 * author, owner, people of the owner's team from editor on (where nobody is in a team: reviewers),
 * managers without a team, and admins. A record of another type is always seen. */
bool library_may_see(const Library *library, const Record *record);

#endif
