#ifndef ANLIKU_LIBRARY_REJECT_H
#define ANLIKU_LIBRARY_REJECT_H

#include "base/error.h"
#include "format/format.h"

/* For this folder only: what an import refused of one file, byte for byte, and why. */
typedef struct Rejects {
    FormatKind kind;
    Buf records; /* as they stood in the file */
    Buf reasons; /* CSV: file, line, column, code, reason */
    size_t count;
} Rejects;

void rejects_begin(Rejects *rejects, FormatKind kind);
/* head: the line of names of a CSV file, written once. source "" adds only a reason. */
void rejects_add(Rejects *rejects, Str head, Str source, const Error *reason, size_t records);
/* Writes X.rejected.EXT and X.reasons.csv beside path, else into the current folder (path NULL:
 * stdin). Their names are appended to records and reasons; nothing is written when nothing was
 * refused. */
bool rejects_write(Rejects *rejects, const char *path, Buf *records, Buf *reasons, Error *err);
void rejects_free(Rejects *rejects);

#endif
