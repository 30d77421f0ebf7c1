#include "config.h"

#include "format/csv.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "format/source.h"
#include "text/utf8.h"

/* ---- reading ---- */

static char guess_separator(Str text) {
    static const char candidates[] = {',', ';', '\t'};
    size_t counts[COUNT_OF(candidates)] = {0};
    bool quoted = false;
    for (size_t i = 0; i < text.len && (quoted || text.ptr[i] != '\n'); i++) {
        if (text.ptr[i] == '"')
            quoted = !quoted;
        for (size_t k = 0; k < COUNT_OF(candidates) && !quoted; k++)
            counts[k] += text.ptr[i] == candidates[k];
    }
    size_t best = 0;
    for (size_t k = 1; k < COUNT_OF(candidates); k++)
        if (counts[k] > counts[best])
            best = k;
    return candidates[best];
}

CsvReader csv_reader(Str text, const char *file) {
    return (CsvReader){.rest = text, .line = 1, .separator = guess_separator(text), .file = file};
}

typedef struct Scan {
    CsvReader *reader;
    Arena *arena;
    Str text;
    size_t at;
    int line;
    size_t counted; /* the column of this offset is known: */
    int column;
    Error *err;
} Scan;

static int column_of(Scan *s, size_t at) {
    s->column += (int)utf8_count(str_make(s->text.ptr + s->counted, at - s->counted));
    s->counted = at;
    return s->column;
}

static void new_line(Scan *s, size_t start) {
    s->line++;
    s->counted = start;
    s->column = 1;
}

static bool fail(Scan *s, int line, int column, const char *message) {
    error_set(s->err, ERR_SYNTAX, message, "");
    return error_at(s->err, s->reader->file, line, column);
}

static bool is_row_end(const Scan *s) {
    if (s->at == s->text.len || s->text.ptr[s->at] == '\n')
        return true;
    return s->text.ptr[s->at] == '\r' &&
           (s->at + 1 == s->text.len || s->text.ptr[s->at + 1] == '\n');
}

/* Behind the opening quote. */
static bool take_quoted(Scan *s, CsvCell *cell) {
    Buf text = {0};
    for (;;) {
        const char *from = s->text.ptr + s->at;
        const char *quote = memchr(from, '"', s->text.len - s->at);
        if (!quote || text.len > CSV_MAX_CELL) {
            buf_free(&text);
            return fail(s, cell->line, cell->column,
                        quote ? N_("this text is longer than 1 MiB")
                              : N_("this quote is not closed"));
        }
        for (const char *lf = from; (lf = memchr(lf, '\n', (size_t)(quote - lf)));)
            new_line(s, (size_t)(++lf - s->text.ptr));
        buf_put(&text, from, (size_t)(quote - from));
        s->at = (size_t)(quote - s->text.ptr) + 1;
        if (s->at == s->text.len || s->text.ptr[s->at] != '"')
            break;
        buf_putc(&text, '"');
        s->at++;
    }
    cell->text = arena_str(s->arena, buf_str(&text));
    cell->quoted = true;
    buf_free(&text);
    if (is_row_end(s) || s->text.ptr[s->at] == s->reader->separator)
        return true;
    return fail(s, s->line, column_of(s, s->at), N_("text behind the closing quote"));
}

static bool take_cell(Scan *s, CsvCell *cell) {
    *cell = (CsvCell){.line = s->line, .column = column_of(s, s->at)};
    if (s->at < s->text.len && s->text.ptr[s->at] == '"') {
        s->at++;
        return take_quoted(s, cell);
    }
    size_t from = s->at;
    while (!is_row_end(s) && s->text.ptr[s->at] != s->reader->separator)
        s->at++;
    cell->text = str_make(s->text.ptr + from, s->at - from);
    return true;
}

static bool take_row(Scan *s, CsvRow *row) {
    VEC(CsvCell) cells = {0};
    bool good = true, more = true;
    while (good && more) {
        CsvCell cell;
        good = cells.len < CSV_MAX_CELLS
                   ? take_cell(s, &cell)
                   : fail(s, s->line, column_of(s, s->at), N_("more than 1,000 cells in a row"));
        if (good)
            vec_push(&cells, cell);
        more = s->at < s->text.len && s->text.ptr[s->at] == s->reader->separator;
        s->at += more;
    }
    if (good) {
        row->cells = arena_dup(s->arena, cells.items, cells.len * sizeof *cells.items);
        row->len = cells.len;
    }
    vec_free(&cells);
    return good;
}

static void skip_empty_lines(CsvReader *reader) {
    Str rest = reader->rest, line;
    while (source_next_line(&rest, &line) && !line.len) {
        reader->rest = rest;
        reader->line++;
    }
}

CsvStatus csv_read_row(CsvReader *reader, Arena *arena, CsvRow *row, Error *err) {
    skip_empty_lines(reader);
    *row = (CsvRow){.line = reader->line};
    if (!reader->rest.len)
        return CSV_END;
    Scan s = {.reader = reader,
              .arena = arena,
              .text = reader->rest,
              .line = reader->line,
              .column = 1,
              .err = err};
    bool good = take_row(&s, row);
    if (good) {
        s.at += s.at < s.text.len && s.text.ptr[s.at] == '\r';
        s.at += s.at < s.text.len && s.text.ptr[s.at] == '\n';
    } else {
        Str rest = reader->rest, line;
        source_next_line(&rest, &line);
        s.at = reader->rest.len - rest.len;
    }
    row->source = str_make(reader->rest.ptr, s.at);
    reader->line += source_count_lines(row->source);
    reader->rest = str_make(reader->rest.ptr + s.at, reader->rest.len - s.at);
    return good ? CSV_ROW : CSV_BAD;
}

/* ---- writing ---- */

static bool needs_quotes(Str text) {
    if (!text.len)
        return false;
    if (strchr(" \t", text.ptr[0]) || strchr(" \t", text.ptr[text.len - 1]))
        return true;
    for (size_t i = 0; i < text.len; i++)
        if (strchr(",;\"\r\n\t", text.ptr[i]))
            return true;
    return false;
}

void csv_put_cell(Buf *out, Str text, bool first) {
    if (!first)
        buf_putc(out, ',');
    if (!needs_quotes(text)) {
        buf_put_str(out, text);
        return;
    }
    buf_putc(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"')
            buf_putc(out, '"');
        buf_putc(out, text.ptr[i]);
    }
    buf_putc(out, '"');
}

void csv_end_row(Buf *out, bool crlf) {
    buf_puts(out, crlf ? "\r\n" : "\n");
}

static bool is_guarded_char(char c) {
    return c && strchr("=+-@\t\r'", c);
}

void csv_guard(Buf *out, Str text) {
    if (text.len && is_guarded_char(text.ptr[0]))
        buf_putc(out, '\'');
    buf_put_str(out, text);
}

Str csv_unguard(Str text) {
    bool guarded = text.len > 1 && text.ptr[0] == '\'' && is_guarded_char(text.ptr[1]);
    return guarded ? str_make(text.ptr + 1, text.len - 1) : text;
}

/* ---- lists in a cell ---- */

static const Str wide_semicolon = {"；", sizeof "；" - 1};

static size_t semicolon_at(Str text, size_t at) {
    if (text.ptr[at] == ';')
        return 1;
    return str_starts(str_make(text.ptr + at, text.len - at), wide_semicolon) ? wide_semicolon.len
                                                                              : 0;
}

void csv_put_entry(Buf *out, Str entry, bool first) {
    if (!first)
        buf_putc(out, ';');
    for (size_t i = 0; i < entry.len; i++) {
        if (entry.ptr[i] == '\\' || semicolon_at(entry, i))
            buf_putc(out, '\\');
        buf_putc(out, entry.ptr[i]);
    }
}

bool csv_next_entry(Str *rest, Arena *arena, Str *entry) {
    if (!rest->ptr)
        return false;
    Buf text = {0};
    size_t at = 0, cut = 0;
    while (at < rest->len) {
        bool escaped = rest->ptr[at] == '\\' && at + 1 < rest->len &&
                       (rest->ptr[at + 1] == '\\' || semicolon_at(*rest, at + 1));
        at += escaped;
        cut = escaped ? 0 : rest->ptr[at] == '\n' ? 1 : semicolon_at(*rest, at);
        if (cut)
            break;
        buf_putc(&text, rest->ptr[at++]);
    }
    *entry = arena_str(arena, str_trim(buf_str(&text)));
    *rest = at < rest->len ? str_make(rest->ptr + at + cut, rest->len - at - cut) : (Str){NULL, 0};
    buf_free(&text);
    return true;
}
