#include "config.h"

#include "format/format.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "format/convert.h"
#include "format/csv_record.h"
#include "format/json.h"
#include "format/lines.h"
#include "format/markdown.h"
#include "format/problems.h"
#include "format/source.h"
#include "format/yaml_read.h"

/* ---- kinds ---- */

static const struct {
    const char *name, *ending;
    const char *endings; /* without the dot, cut at blanks; also names */
    const char *others;  /* only names: a .json file need not have one record a line */
} kinds[FORMATS] = {
    [FORMAT_AUTO] = {"auto", "", "", ""},
    [FORMAT_YAML] = {"yaml", ".yaml", "yaml yml", ""},
    [FORMAT_MARKDOWN] = {"md", ".md", "md markdown", ""},
    [FORMAT_JSONL] = {"jsonl", ".jsonl", "jsonl ndjson", "json"},
    [FORMAT_CSV] = {"csv", ".csv", "csv", ""},
    [FORMAT_HTML] = {"html", ".html", "", "html"},
};

static bool has_word(const char *words, Str word) {
    Str rest = str_of(words), other;
    while (str_split(&rest, ' ', &other))
        if (other.len && str_equal_ascii_case(word, other))
            return true;
    return false;
}

bool format_find(Str name, FormatKind *out) {
    for (int kind = FORMAT_AUTO + 1; kind < FORMATS; kind++) {
        if (has_word(kinds[kind].endings, name) || has_word(kinds[kind].others, name)) {
            *out = (FormatKind)kind;
            return true;
        }
    }
    return false;
}

const char *format_name(FormatKind kind) {
    return kinds[kind].name;
}

const char *format_ending(FormatKind kind) {
    return kinds[kind].ending;
}

FormatKind format_of_path(const char *path) {
    const char *ending = file_ending(path);
    for (int kind = FORMAT_AUTO + 1; kind < FORMATS && *ending; kind++)
        if (has_word(kinds[kind].endings, str_of(ending + 1)))
            return (FormatKind)kind;
    return FORMAT_AUTO;
}

/* `---` begins YAML and Markdown: Markdown when a second one is followed by text that is no key. */
static FormatKind fenced_kind(Str text) {
    Str rest = text, line;
    source_next_line(&rest, &line);
    while (source_next_line(&rest, &line) && !str_equal(str_trim(line), STR("---")))
        ;
    while (source_next_line(&rest, &line))
        if (str_trim(line).len)
            return str_find(line, STR(": "), 0) != SIZE_MAX && line.ptr[0] != '#' &&
                           line.ptr[0] != ' '
                       ? FORMAT_YAML
                       : FORMAT_MARKDOWN;
    return FORMAT_YAML;
}

FormatKind format_of_content(Str bytes) {
    Str rest = source_skip_mark(bytes), text = rest, line = STR("");
    while (source_next_line(&rest, &line) && !str_trim(line).len)
        text = rest;
    line = str_trim(line);
    if (!line.len || line.ptr[0] == '#' || str_starts(line, STR("+++")))
        return FORMAT_MARKDOWN;
    if (line.ptr[0] == '{')
        return FORMAT_JSONL;
    if (str_starts(line, STR("---")))
        return fenced_kind(text);
    if (str_find(line, STR(": "), 0) != SIZE_MAX || line.ptr[line.len - 1] == ':')
        return FORMAT_YAML;
    return memchr(line.ptr, ',', line.len) || memchr(line.ptr, '\t', line.len) ||
                   memchr(line.ptr, ';', line.len)
               ? FORMAT_CSV
               : FORMAT_MARKDOWN;
}

/* ---- reading ---- */

typedef struct Reading {
    FormatRead *read;
    FormatTake *take;
    void *context;
    Str bytes, text; /* as given, as UTF-8 */
    Lines lines;     /* of bytes, when they were converted */
    FormatProblems problems;
    Arena arena; /* of one record */
    size_t number;
    Error *err;
} Reading;

/* The bytes in the file of a part of the text. */
static Str source_of(Reading *r, Str part, int line) {
    if (r->text.ptr == r->bytes.ptr || !r->lines.len)
        return part;
    return lines_part(&r->lines, r->bytes, line, source_count_lines(part),
                      !str_ends(part, STR("\n")));
}

static bool hand_over(Reading *r, FormatProblems *problems, Record *record, Str part, Str head,
                      int line) {
    FormatItem item = {
        record, problems,   source_of(r, part, line), head.len ? source_of(r, head, 1) : STR(""),
        line,   ++r->number};
    r->read->records++;
    r->read->refused += !record;
    bool more = r->take(r->context, &item);
    problems_clear(problems);
    arena_clear(&r->arena);
    if (!more)
        error_set(r->err, ERR_CANCELLED, N_("stopped"), "");
    return more;
}

static void refuse(Reading *r, const Error *error) {
    problems_add(&r->problems, FORMAT_REFUSED, error);
}

static Record *convert(const FormatRead *read, FormatProblems *problems, const DocNode *doc,
                       const Str *story, int story_line) {
    Convert convert = {.file = read->name,
                       .entity = read->entity,
                       .map = read->map,
                       .cells = read->found_kind == FORMAT_CSV,
                       .story = story,
                       .story_line = story_line,
                       .problems = problems};
    Error err;
    if (doc && doc->kind == DOC_MAP)
        return convert_to_record(&convert, doc);
    error_set(&err, ERR_SYNTAX, N_("a record must be a map of keys and values"), "");
    error_at(&err, read->name, doc ? doc->line : story_line, doc ? doc->column : 1);
    problems_add(problems, FORMAT_REFUSED, &err);
    return NULL;
}

static bool read_yaml(Reading *r) {
    Str rest = r->text, document;
    int line = 1, document_line;
    while (yaml_next_document(&rest, &line, &document, &document_line)) {
        DocNode *doc;
        Error err;
        Record *record = NULL;
        if (yaml_read_document(&r->arena, document, r->read->name, document_line, &doc, &err))
            record = convert(r->read, &r->problems, doc, NULL, document_line);
        else
            refuse(r, &err);
        if (!hand_over(r, &r->problems, record, document, STR(""), document_line))
            return false;
    }
    return true;
}

/* Line ends as LF. */
static Str plain_lines(Arena *arena, Str text) {
    if (!text.len || !memchr(text.ptr, '\r', text.len))
        return text;
    Buf out = {0};
    Str rest = text, line;
    while (source_next_line(&rest, &line)) {
        buf_put_str(&out, line);
        buf_putc(&out, '\n');
    }
    Str plain = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return plain;
}

static Record *markdown_record(Reading *r) {
    MarkdownFile file;
    DocNode *front = NULL;
    Error err;
    const char *name = r->read->name;
    if (!source_check(r->text, name, 1, &err) || !markdown_cut(r->text, name, 1, &file, &err) ||
        !yaml_read_document(&r->arena, file.front, name, file.front_line, &front, &err)) {
        refuse(r, &err);
        return NULL;
    }
    if (!front || front->kind == DOC_NULL) {
        front = doc_new(&r->arena, DOC_MAP);
        front->line = front->column = 1;
    }
    Str story = plain_lines(&r->arena, file.text);
    return convert(r->read, &r->problems, front, &story, file.text_line);
}

static bool read_markdown(Reading *r) {
    if (r->read->entity != ENTITY_CASE)
        return error_set(r->err, ERR_INVALID, N_("Markdown files hold cases only"), "");
    return !str_trim(r->text).len ||
           hand_over(r, &r->problems, markdown_record(r), r->bytes, STR(""), 1);
}

/* ---- lines of JSON, some of them read ahead by other threads ---- */

typedef struct JsonLine {
    PoolJob job;
    const FormatRead *read;
    Str line, part; /* without and with its end */
    int number;
    Arena arena;
    FormatProblems problems;
    Record *record;
} JsonLine;

static void read_line(PoolJob *job, unsigned worker) {
    JsonLine *line = (JsonLine *)(void *)job;
    DocNode *doc;
    Error err;
    (void)worker;
    line->record = NULL;
    if (source_check(line->line, line->read->name, line->number, &err) &&
        json_read(&line->arena, line->line, line->read->name, line->number, &doc, &err))
        line->record = convert(line->read, &line->problems, doc, NULL, line->number);
    else
        problems_add(&line->problems, FORMAT_REFUSED, &err);
}

/* A ring of lines: [first, end) are being read. */
typedef struct JsonLines {
    JsonLine *items;
    size_t room, first, end;
    Str rest;
    int number;
} JsonLines;

static bool next_line(JsonLines *lines, Str *line, Str *part) {
    const char *start = lines->rest.ptr;
    while (source_next_line(&lines->rest, line)) {
        lines->number++;
        if (str_trim(*line).len) {
            *part = str_make(start, (size_t)(lines->rest.ptr - start));
            return true;
        }
        start = lines->rest.ptr;
    }
    return false;
}

static void read_ahead(Reading *r, JsonLines *lines) {
    Str line, part;
    while (lines->end - lines->first < lines->room && next_line(lines, &line, &part)) {
        JsonLine *item = &lines->items[lines->end++ % lines->room];
        item->job.run = read_line;
        item->read = r->read;
        item->line = line;
        item->part = part;
        item->number = lines->number;
        if (r->read->pool)
            pool_add(r->read->pool, &item->job);
        else
            read_line(&item->job, 0);
    }
}

static JsonLine *take_line(Reading *r, JsonLines *lines) {
    JsonLine *item = &lines->items[lines->first++ % lines->room];
    if (r->read->pool)
        pool_finish_one(r->read->pool, &item->job);
    return item;
}

static void free_lines(Reading *r, JsonLines *lines) {
    while (lines->first < lines->end)
        record_free(take_line(r, lines)->record);
    for (size_t i = 0; i < lines->room; i++) {
        arena_free(&lines->items[i].arena);
        problems_free(&lines->items[i].problems);
    }
    free(lines->items);
}

static bool read_jsonl(Reading *r) {
    enum { AHEAD = 256 };
    bool helped = r->read->pool && pool_workers(r->read->pool) > 1;
    JsonLines lines = {.room = helped ? AHEAD : 1, .rest = r->text};
    bool more = true;
    lines.items = mem_zalloc(lines.room * sizeof *lines.items);
    while (more) {
        read_ahead(r, &lines);
        if (lines.first == lines.end)
            break;
        JsonLine *item = take_line(r, &lines);
        more = hand_over(r, &item->problems, item->record, item->part, STR(""), item->number);
        arena_clear(&item->arena);
    }
    free_lines(r, &lines);
    return more;
}

/* Spreadsheets append rows of nothing. */
static bool is_blank_row(const CsvRow *row) {
    for (size_t i = 0; i < row->len; i++)
        if (str_trim(row->cells[i].text).len)
            return false;
    return true;
}

static bool read_csv(Reading *r) {
    CsvReader csv = csv_reader(r->text, r->read->name);
    Arena head_arena = {0};
    CsvHead head;
    bool more = csv_head_read(&csv, &head_arena, r->read->entity, &head, r->err);
    while (more) {
        CsvRow row;
        Error err;
        Record *record = NULL;
        DocNode *doc;
        CsvStatus status = csv_read_row(&csv, &r->arena, &row, &err);
        if (status == CSV_END)
            break;
        if (status == CSV_ROW && is_blank_row(&row))
            continue;
        if (status == CSV_ROW && source_check(row.source, r->read->name, row.line, &err) &&
            csv_row_to_doc(&head, &row, r->read->name, &r->arena, &doc, &err))
            record = convert(r->read, &r->problems, doc, NULL, row.line);
        else
            refuse(r, &err);
        more = hand_over(r, &r->problems, record, row.source, head.source, row.line);
    }
    arena_free(&head_arena);
    return more;
}

static bool (*const readers[FORMATS])(Reading *) = {
    [FORMAT_YAML] = read_yaml,
    [FORMAT_MARKDOWN] = read_markdown,
    [FORMAT_JSONL] = read_jsonl,
    [FORMAT_CSV] = read_csv,
};

/* Bytes that are not UTF-8 and no other known encoding: every record is judged by itself. */
static bool decode(Reading *r, Str bytes, Buf *scratch) {
    FormatRead *read = r->read;
    bool wished = read->charset != TEXT_CHARSET_AUTO;
    if (text_decode(bytes, read->charset, scratch, &r->text, &read->found_charset, r->err)) {
        if (read->found_charset != TEXT_CHARSET_UTF8)
            lines_find(&r->lines, bytes, read->found_charset);
        return true;
    }
    if (wished)
        return error_at(r->err, read->name, r->err->line, r->err->column);
    read->found_charset = TEXT_CHARSET_UTF8;
    r->text = source_skip_mark(bytes);
    return true;
}

bool format_read(FormatRead *read, Str bytes, FormatTake *take, void *context, Error *err) {
    Reading r = {.read = read, .take = take, .context = context, .bytes = bytes, .err = err};
    Buf scratch = {0};
    read->records = read->refused = 0;
    bool good = decode(&r, bytes, &scratch);
    read->found_kind = read->kind;
    if (good && read->found_kind == FORMAT_AUTO && read->name)
        read->found_kind = format_of_path(read->name);
    if (good && read->found_kind == FORMAT_AUTO)
        read->found_kind = format_of_content(r.text);
    if (good && !readers[read->found_kind])
        good = error_set(err, ERR_INVALID, N_("{0} is only written, not read"), "s",
                         format_name(read->found_kind));
    if (good)
        good = readers[read->found_kind](&r);
    bool only_names = read->found_kind == FORMAT_CSV;
    if (good && !read->records && !only_names) {
        error_set(err, ERR_SYNTAX, N_("the file holds nothing"), "");
        good = error_at(err, read->name, 1, 1);
    }
    problems_free(&r.problems);
    arena_free(&r.arena);
    lines_free(&r.lines);
    buf_free(&scratch);
    return good;
}
