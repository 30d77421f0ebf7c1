#ifndef ANLIKU_FORMAT_CSV_RECORD_H
#define ANLIKU_FORMAT_CSV_RECORD_H

#include "format/csv.h"
#include "format/doc.h"
#include "record/value.h"

/* Records as rows of CSV: one column a field under its dotted key, two for a reference (.uuid and
 * .name), lists cut at ';', rows and lists of references as JSON, and `unknown` for the keys that
 * no field has (a JSON object). */

typedef struct CsvHead {
    CsvRow row; /* the names */
    Str source;
    EntityType entity;
} CsvHead;

/* The line of names. ERR_SYNTAX when there is none, or one name stands twice. */
bool csv_head_read(CsvReader *csv, Arena *arena, EntityType entity, CsvHead *out, Error *err);
/* The tree of a row; empty cells are left out. ERR_SYNTAX when it has more or fewer cells than
 * names (empty ones behind the last do not count), or JSON in it is broken. */
bool csv_row_to_doc(const CsvHead *head, const CsvRow *row, const char *file, Arena *arena,
                    DocNode **out, Error *err);

void csv_put_head(Buf *out, const Entity *entity, bool crlf);
void csv_put_record(Buf *out, const Record *record, bool crlf);

#endif
