#ifndef ANLIKU_FORMAT_CSV_H
#define ANLIKU_FORMAT_CSV_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

/* CSV as RFC 4180 has it, with the two things that spreadsheets add: LF alone as line end, and ';'
 * or TAB between cells. Blanks are kept. A quote that is not closed, or text behind a closing
 * quote, is an error of that row only: reading goes on in the line after the one where the row
 * began. */

enum { CSV_MAX_CELL = (1 << 20) + 4096 /* bytes */, CSV_MAX_CELLS = 1000 };

typedef struct CsvCell {
    Str text; /* without quotes; CRLF inside stays as it is */
    bool quoted;
    int line, column; /* where it begins, 1-based, code points */
} CsvCell;

typedef struct CsvRow {
    CsvCell *cells; /* in the arena that was given */
    size_t len;
    Str source; /* the bytes of the row with its line end */
    int line;   /* of its first byte */
} CsvRow;

typedef struct CsvReader {
    Str rest;
    int line; /* of the first byte of rest */
    char separator;
    const char *file;
} CsvReader;

/* text: UTF-8 without a byte order mark, borrowed; file may be NULL. The separator is the one of
 * ',' ';' TAB that occurs most often, outside quotes, in the first line. */
CsvReader csv_reader(Str text, const char *file);

typedef enum CsvStatus { CSV_END, CSV_ROW, CSV_BAD } CsvStatus;
/* The next row that is not an empty line. CSV_BAD: err is set; row->source and row->line are those
 * of the line that is given up. */
CsvStatus csv_read_row(CsvReader *reader, Arena *arena, CsvRow *row, Error *err);

/* Appends one cell; always the same bytes for the same text: in quotes when it is empty and
 * `quote_empty`, or holds a separator, a quote, a line end or a blank at an end. */
void csv_put_cell(Buf *out, Str text, bool first);
void csv_end_row(Buf *out, bool crlf);

/* Spreadsheets run cells that begin with = + - @ TAB CR as formulas. Such a text, and one that
 * begins with ', gets one ' more; csv_unguard takes it off again. */
void csv_guard(Buf *out, Str text);
Str csv_unguard(Str text);

/* Lists in one cell: entries with ';' between. A ';' '；' or '\' inside an entry gets a '\'. */
void csv_put_entry(Buf *out, Str entry, bool first);
/* Takes the next entry off *rest, without blanks around it, into the arena. False at the end. */
bool csv_next_entry(Str *rest, Arena *arena, Str *entry);

#endif
