#ifndef ANLIKU_LIBRARY_EXPORT_H
#define ANLIKU_LIBRARY_EXPORT_H

#include "format/format.h"
#include "library/library.h"

/* Records out of the library. Needs the right `export`; the export is on record before its first
 * byte is handed out. Private notes never leave. */

typedef struct ExportOptions {
    EntityType entity;
    FormatKind kind; /* not AUTO */
    bool crlf;       /* CSV for spreadsheets */
    const Uuid *ids; /* these, in this order; NULL: all visible ones that are not in the trash */
    size_t id_count;
} ExportOptions;

/* Gets the bytes of each record (name: a file name for it, without ending) and, with name "", what
 * stands before the first one. False stops; it has filled *err. */
typedef bool ExportTake(void *context, const char *name, Str bytes, Error *err);
bool library_export(Library *library, const ExportOptions *options, ExportTake *take, void *context,
                    size_t *count, const Progress *progress, Error *err);

/* One record as it is written to files. */
void library_format(const Record *record, FormatKind kind, Buf *out);

#endif
