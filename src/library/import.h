#ifndef ANLIKU_LIBRARY_IMPORT_H
#define ANLIKU_LIBRARY_IMPORT_H

#include "format/format.h"
#include "library/library.h"

/* Files into the library. The record is atomic, not the file: what is refused is kept byte for byte
 * in X.rejected.EXT with its reasons in X.reasons.csv beside the source (else in the current
 * folder), everything else is taken. An import that was stopped and is started again skips what is
 * there. It needs the right `import`. */

typedef struct ImportOptions {
    FormatKind kind;     /* AUTO: by ending, else by content */
    TextCharset charset; /* AUTO: detected */
    EntityType entity;
    const FormatMap *map; /* NULL: our own keys and the shipped map */
    bool publish;         /* --state published: needs the right import.state */
    bool dry_run;         /* everything but writing */
    int32_t shift_days;   /* every date and time moves by so many days (the demo library) */
    bool by_owner;        /* cases beyond a draft are written by their owner (the demo library) */
    size_t commit_every;  /* records a transaction at the most; 0: as many as fit into 50 ms */
} ImportOptions;

typedef struct ImportReport {
    size_t files, skipped_files, unreadable_files;
    size_t created, updated, unchanged, rejected, notes, customers;
    size_t unresolved;    /* names of people and cases that nobody here has: kept as text */
    size_t renamed_in;    /* cases whose customer has another name now */
    size_t made_internal; /* public cases that rested on consents which do not hold */
    size_t in_trash;      /* of the updated and unchanged ones: they stay there */
    Uuid batch;
    bool cancelled;
} ImportReport;

/* What happens on the way; functions may be NULL. */
typedef struct ImportWatch {
    /* A refused record or file, a key that is not known, hidden characters dropped. */
    void (*problem)(void *context, const FormatProblem *problem);
    /* A file was not UTF-8 and has been converted. */
    void (*converted)(void *context, const char *file, TextCharset charset);
    /* Where the refused records of a file were put. */
    void (*rejected)(void *context, const char *records, const char *reasons);
    /* A display id that was taken: the record has another one now. */
    void (*renumbered)(void *context, Str wanted, const char *given);
    /* A value of an open vocabulary (industry, product, region, tag) that nobody used before. */
    void (*new_value)(void *context, const Field *field, Str value);
    /* After the commit that made a record durable; us since its reading. */
    void (*durable)(void *context, Str ext_id, int64_t us);
    void *context;
} ImportWatch;

/* paths: files, folders, or "-" for stdin. True also when records were refused (see the report);
 * false when the import could not go on, with what was committed in the report. */
bool library_import(Library *library, const char *const *paths, size_t count,
                    const ImportOptions *options, const ImportWatch *watch,
                    const Progress *progress, ImportReport *report, Error *err);

/* Takes an import back: new records go into the trash, changed ones get their content before it.
 * Records that were changed since stay (*kept). batch: its id, or NULL for the actor's last one. */
bool library_import_undo(Library *library, const Uuid *batch, size_t *undone, size_t *kept,
                         const Progress *progress, Error *err);

#endif
