#ifndef ANLIKU_LIBRARY_EXPORT_H
#define ANLIKU_LIBRARY_EXPORT_H

#include "format/format.h"
#include "library/library.h"
#include "library/safe.h"

/* Records out of the library. Needs the right `export`; the export is on record before its first
 * byte is handed out, of at most HANDED_MOST named cases each for itself. Private notes never
 * leave. */

typedef struct ExportOptions {
    EntityType entity;
    FormatKind kind; /* not AUTO */
    bool crlf;       /* CSV for spreadsheets */
    const Uuid *ids; /* these, in this order; NULL: all visible ones that are not in the trash */
    size_t id_count;
    bool safe;      /* cases in their safe form */
    bool confirmed; /* a person has looked at what is left in them */
    Str prospect;   /* for whom, when it is known */
    Str why;        /* in full although it may not be told, kept beside */
} ExportOptions;

/* Gets the bytes of each record (name: a file name for it, without ending) and, with name "", what
 * stands before the first one. False stops; it has filled *err. */
typedef bool ExportTake(void *context, const char *name, Str bytes, Error *err);
bool library_export(Library *library, const ExportOptions *options, ExportTake *take, void *context,
                    size_t *count, const Progress *progress, Error *err);

/* What a person has to look at before safe forms go out; *lefts ({0} before) is empty when nothing
 * is. library_export without `confirmed` is refused (ERR_INVALID) when something is. */
bool library_export_lefts(Library *library, const ExportOptions *options, SafeLefts *lefts,
                          const Progress *progress, Error *err);

/* One record as it is written to files. */
void library_format(const Record *record, FormatKind kind, Buf *out);

#endif
