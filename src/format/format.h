#ifndef ANLIKU_FORMAT_FORMAT_H
#define ANLIKU_FORMAT_FORMAT_H

#include "base/error.h"
#include "base/pool.h"
#include "record/value.h"
#include "text/charset.h"

/* Records from files and to files: YAML (one document a record), Markdown (one record), JSON Lines,
 * CSV. The record is atomic, not the file: a bad one is handed over with its errors and its own
 * bytes, the others go on. Nothing here touches a file or a library. */

typedef enum FormatKind {
    FORMAT_AUTO, /* only as a wish */
    FORMAT_YAML,
    FORMAT_MARKDOWN,
    FORMAT_JSONL,
    FORMAT_CSV,
    FORMAT_HTML, /* one page; only written */
    FORMATS
} FormatKind;

/* "yaml", "md", "jsonl", "csv", "html" (also yml, markdown, ndjson, json). False when there is no
 * such format. */
bool format_find(Str name, FormatKind *out);
const char *format_name(FormatKind kind);
/* With its dot: ".yaml". */
const char *format_ending(FormatKind kind);
/* By the ending of a path; FORMAT_AUTO when it is none that is read. */
FormatKind format_of_path(const char *path);
/* By what the bytes look like (stdin); UTF-8, with or without a byte order mark. */
FormatKind format_of_content(Str bytes);

/* How the names in a foreign file stand for ours; made by conf/. Both functions may be NULL. */
typedef struct FormatMap {
    /* The dotted key of the field, "" to leave the value out, NULL when the key is not mapped. */
    const char *(*field)(const void *context, EntityType type, Str key);
    /* Another text for a value of the field (a dotted key of ours); false: as it stands. */
    bool (*value)(const void *context, Str field, Str text, Str *out);
    const void *context;
} FormatMap;

typedef enum FormatSeverity {
    FORMAT_NOTE_UNKNOWN, /* a key that no field has: kept in record->unknown */
    FORMAT_NOTE_CLEANED, /* hidden characters were dropped */
    FORMAT_REFUSED       /* the record cannot be taken */
} FormatSeverity;

typedef struct FormatProblem {
    FormatSeverity severity;
    Error error; /* with file, line, column and, where there is one, field */
} FormatProblem;

typedef struct FormatProblems {
    FormatProblem *items;
    size_t len, cap;
} FormatProblems;

/* One record of a file. All pointers but `record` live until the callback returns. */
typedef struct FormatItem {
    Record *record; /* NULL when it is refused; else the callback's own, freed with record_free */
    const FormatProblems *problems; /* when refused at least one FORMAT_REFUSED */
    Str source;    /* its bytes in the file as it was given, before any conversion */
    Str head;      /* CSV: the bytes of the line of names; else "" */
    int line;      /* of its first byte, 1-based */
    size_t number; /* 1-based within the file */
} FormatItem;

/* False stops the reading. */
typedef bool FormatTake(void *context, const FormatItem *item);

typedef struct FormatRead {
    FormatKind kind; /* AUTO: by the ending of name, else by content */
    EntityType entity;
    TextCharset charset;  /* AUTO: detected */
    const char *name;     /* for messages and the ending; NULL: none */
    const FormatMap *map; /* NULL: only our own keys */
    Pool *pool;           /* reads lines of JSON ahead; NULL: none. What is taken is the same */
    /* filled by format_read */
    FormatKind found_kind;
    TextCharset found_charset;
    size_t records, refused;
} FormatRead;

/* Reads all records of bytes. Hard rules (validate_hard) are checked. False when the file as a
 * whole cannot be read (empty, wrong encoding, no line of names: ERR_SYNTAX; no known kind:
 * ERR_INVALID) or the callback stopped it (ERR_CANCELLED). */
bool format_read(FormatRead *read, Str bytes, FormatTake *take, void *context, Error *err);

/* How records are written. Private fields are left out. */
typedef struct FormatWrite {
    FormatKind kind; /* not AUTO */
    EntityType entity;
    bool crlf; /* CSV: CRLF and a byte order mark, as spreadsheets want it */
    bool safe; /* the records are safe forms: dates stand for quarters */
    /* HTML: what a metric is called in the language of the page; NULL: as it is written. */
    Str (*metric)(Str key, bool chinese);
    size_t records; /* so far; counted by format_write_record */
} FormatWrite;

/* What stands before the first record (CSV: the names). */
void format_write_begin(FormatWrite *write, Buf *out);
/* Appends one record, for Markdown a whole file. Always the same bytes for the same record. */
void format_write_record(FormatWrite *write, const Record *record, Buf *out);
/* What stands behind the last record (HTML). */
void format_write_end(FormatWrite *write, Buf *out);

#endif
