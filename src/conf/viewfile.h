#ifndef ANLIKU_CONF_VIEWFILE_H
#define ANLIKU_CONF_VIEWFILE_H

#include "base/buf.h"
#include "base/error.h"

/* The `views` section of a settings file:
 *   views:
 *     - {digit: 1, name: "Banks", query: "industry:金融", sort: "-updated"}
 * Besides the columns and the open facets, names with blanks between. What they mean is known to
 * the caller. */

typedef struct ViewfileRow {
    int digit; /* 1..9; 0: not given */
    Str name;  /* never empty */
    Str query, sort, columns, open;
} ViewfileRow;

typedef struct ViewfileTake {
    /* One view, in the order of the file; its texts live during the call. False with *err (without
     * place): the reading ends. */
    bool (*view)(void *context, const ViewfileRow *row, Error *err);
    void *context;
} ViewfileTake;

/* Errors carry file, line and column; what came before them has been handed over. A file without
 * the section is fine. */
bool viewfile_read(Str text, const char *name, const ViewfileTake *take, Error *err);

/* Appends one row of the section (the caller writes "views:" before the first one). */
void viewfile_put(Buf *out, const ViewfileRow *row);
/* Appends a text in quotation marks, as YAML reads it back. */
void viewfile_put_quoted(Buf *out, Str text);

#endif
