#ifndef ANLIKU_LIBRARY_REJECT_H
#define ANLIKU_LIBRARY_REJECT_H

#include "base/error.h"
#include "base/map.h"
#include "format/format.h"

/* For this folder only: what an import refused of one file, byte for byte, and why. */
typedef struct Rejects {
    Buf records; /* as they stood in the file */
    Buf reasons; /* CSV: file, line, column, code, reason */
    size_t count;
    Map written; /* names of reasons files of this import: the second X gets X.2 */
} Rejects;

/* Forgets the file before; the names that were written stay known. */
void rejects_begin(Rejects *rejects);
/* head: the line of names of a CSV file, written once. source "" adds only a reason. */
void rejects_add(Rejects *rejects, Str head, Str source, const Error *reason, size_t records);
/* Writes X.rejected.EXT and X.reasons.csv beside path, else into the current folder (path NULL:
 * stdin). Their names are appended to records and reasons; nothing is written when nothing was
 * refused. */
bool rejects_write(Rejects *rejects, FormatKind kind, const char *path, Buf *records, Buf *reasons,
                   Error *err);
/* At the end of the import. */
void rejects_free(Rejects *rejects);

#endif
