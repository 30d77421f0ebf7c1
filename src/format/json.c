#include "config.h"

#include "format/json.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "text/utf8.h"

#include <stdlib.h>

/* ---- reading ---- */

typedef struct Parser {
    Arena *arena;
    Str text;
    size_t at;
    const char *file;
    int line;          /* of the character at `at` */
    size_t line_start; /* offset of that line */
    size_t counted;    /* the column of this offset is known: */
    int column;
    size_t depth, values;
    Error *err;
} Parser;

/* Counted on from the last place, so that a long line with many values is counted once. */
static int column_of(Parser *p, size_t at) {
    if (p->counted < p->line_start || at < p->counted) {
        p->counted = p->line_start;
        p->column = 1;
    }
    p->column += (int)utf8_count(str_make(p->text.ptr + p->counted, at - p->counted));
    p->counted = at;
    return p->column;
}

static bool fail_at(Parser *p, size_t at, const char *message) {
    error_set(p->err, ERR_SYNTAX, message, "");
    return error_at(p->err, p->file, p->line, column_of(p, at));
}

static void skip_blanks(Parser *p) {
    for (; p->at < p->text.len; p->at++) {
        char c = p->text.ptr[p->at];
        if (c == '\n') {
            p->line++;
            p->line_start = p->at + 1;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return;
        }
    }
}

static bool take(Parser *p, char c) {
    if (p->at == p->text.len || p->text.ptr[p->at] != c)
        return false;
    p->at++;
    return true;
}

static bool hex4(Parser *p, uint32_t *out) {
    if (p->text.len - p->at < 4)
        return false;
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = p->text.ptr[p->at + (size_t)i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                           : -1;
        if (digit < 0)
            return false;
        value = value << 4 | (uint32_t)digit;
    }
    p->at += 4;
    *out = value;
    return true;
}

/* Behind "\u". */
static bool take_unicode(Parser *p, size_t start, Buf *out) {
    uint32_t c, low;
    if (!hex4(p, &c))
        return fail_at(p, start, N_("\\u needs four hexadecimal digits"));
    if (c >= 0xd800 && c < 0xdc00) {
        if (!take(p, '\\') || !take(p, 'u') || !hex4(p, &low) || low < 0xdc00 || low > 0xdfff)
            return fail_at(p, start, N_("half of a surrogate pair"));
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    } else if (c >= 0xdc00 && c < 0xe000) {
        return fail_at(p, start, N_("half of a surrogate pair"));
    }
    if (!c)
        return fail_at(p, start, N_("a NUL byte is not allowed"));
    utf8_put(out, c);
    return true;
}

static bool take_escape(Parser *p, Buf *out) {
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    size_t start = p->at++;
    char c = p->at < p->text.len ? p->text.ptr[p->at++] : '\0';
    if (c == 'u')
        return take_unicode(p, start, out);
    const char *hit = c ? strchr(letters, c) : NULL;
    if (!hit)
        return fail_at(p, start, N_("unknown escape after the backslash"));
    buf_putc(out, meant[hit - letters]);
    return true;
}

/* The plain part of a string: up to a quote, a backslash or a character that is not allowed. */
static bool take_run(Parser *p) {
    while (p->at < p->text.len) {
        unsigned char c = (unsigned char)p->text.ptr[p->at];
        if (c == '"' || c == '\\')
            break;
        if (c < 0x20 && c != '\t')
            return fail_at(p, p->at,
                           c == '\n' ? N_("a line end inside a string: write it as \\n")
                                     : N_("a control character inside a string"));
        uint32_t point;
        size_t len = utf8_step(p->text, p->at, &point);
        if (!len)
            return fail_at(p, p->at, N_("these bytes are not valid UTF-8"));
        p->at += len;
    }
    return true;
}

static bool read_string(Parser *p, Str *out) {
    size_t start = p->at++;
    Buf text = {0};
    Str whole = STR("");
    bool good = true, closed = false, plain = true;
    while (good && !closed && p->at < p->text.len) {
        size_t from = p->at;
        if (p->text.ptr[p->at] == '\\') {
            if (plain)
                buf_put_str(&text, whole);
            plain = false;
            good = take_escape(p, &text);
        } else if (!(closed = take(p, '"'))) {
            good = take_run(p);
            if (plain) /* nothing stood before it */
                whole = str_make(p->text.ptr + from, p->at - from);
            else
                buf_put(&text, p->text.ptr + from, p->at - from);
        }
    }
    if (!plain)
        whole = buf_str(&text);
    if (good && !closed)
        good = fail_at(p, start, N_("this string is not closed"));
    else if (good && whole.len > JSON_MAX_STRING)
        good = fail_at(p, start, N_("this text is longer than 1 MiB"));
    if (good)
        *out = arena_str(p->arena, whole);
    buf_free(&text);
    return good;
}

static bool read_word(Parser *p, DocNode **out) {
    size_t start = p->at;
    while (p->at < p->text.len && !strchr(" \t\r\n,:[]{}\"", p->text.ptr[p->at]))
        p->at++;
    Str word = str_make(p->text.ptr + start, p->at - start);
    if (str_equal(word, STR("null"))) {
        *out = doc_new(p->arena, DOC_NULL);
        return true;
    }
    if (!str_equal(word, STR("true")) && !str_equal(word, STR("false")) && !doc_is_number(word))
        return fail_at(p, start,
                       word.len ? N_("text must stand in double quotes")
                                : N_("a value is missing here"));
    *out = doc_scalar(p->arena, word, false);
    return true;
}

static bool read_value(Parser *p, DocNode **out);

static bool read_member(Parser *p, DocNode *map) {
    skip_blanks(p);
    int line = p->line, column = column_of(p, p->at);
    if (p->at == p->text.len || p->text.ptr[p->at] != '"')
        return fail_at(p, p->at, N_("a key in double quotes is missing here"));
    Str key;
    DocNode *value;
    size_t start = p->at;
    if (!read_string(p, &key))
        return false;
    if (key.len > JSON_MAX_KEY)
        return fail_at(p, start, N_("this key is too long"));
    skip_blanks(p);
    if (!take(p, ':'))
        return fail_at(p, p->at, N_("“:” is missing here"));
    if (!read_value(p, &value))
        return false;
    value->key_line = line;
    value->key_column = column;
    doc_add(map, key, value);
    return true;
}

static bool read_item(Parser *p, DocNode *list) {
    DocNode *value;
    if (!read_value(p, &value))
        return false;
    doc_add(list, STR(""), value);
    return true;
}

static bool close_map(Parser *p, const DocNode *map) {
    const DocNode *again = map->kind == DOC_MAP ? doc_find_duplicate(map) : NULL;
    if (!again)
        return true;
    error_set(p->err, ERR_SYNTAX, N_("the key “{0}” occurs twice"), "S", again->key);
    return error_at(p->err, p->file, again->key_line, again->key_column);
}

static bool read_collection(Parser *p, DocKind kind, DocNode **out) {
    char end = kind == DOC_MAP ? '}' : ']';
    if (p->depth == DOC_MAX_DEPTH)
        return fail_at(p, p->at, N_("nested deeper than 32 levels"));
    p->depth++;
    p->at++;
    *out = doc_new(p->arena, kind);
    (*out)->flow = true;
    skip_blanks(p);
    if (!take(p, end)) {
        do {
            if (!(kind == DOC_MAP ? read_member(p, *out) : read_item(p, *out)))
                return false;
            skip_blanks(p);
        } while (take(p, ','));
        if (!take(p, end))
            return fail_at(p, p->at,
                           kind == DOC_MAP ? N_("“,” or “}” is missing here")
                                           : N_("“,” or “]” is missing here"));
    }
    p->depth--;
    return close_map(p, *out);
}

static bool read_text(Parser *p, DocNode **out) {
    Str text;
    if (!read_string(p, &text))
        return false;
    *out = doc_new(p->arena, DOC_SCALAR);
    (*out)->text = text;
    (*out)->quoted = true;
    return true;
}

static bool read_value(Parser *p, DocNode **out) {
    skip_blanks(p);
    int line = p->line, column = column_of(p, p->at);
    if (p->at == p->text.len)
        return fail_at(p, p->at, N_("a value is missing here"));
    if (++p->values > JSON_MAX_VALUES)
        return fail_at(p, p->at, N_("more than 40,000 values"));
    char c = p->text.ptr[p->at];
    bool good = c == '{'   ? read_collection(p, DOC_MAP, out)
                : c == '[' ? read_collection(p, DOC_LIST, out)
                : c == '"' ? read_text(p, out)
                           : read_word(p, out);
    if (good) {
        (*out)->line = line;
        (*out)->column = column;
    }
    return good;
}

bool json_read(Arena *arena, Str text, const char *file, int line, DocNode **root, Error *err) {
    Parser p = {.arena = arena, .text = text, .file = file, .line = line, .column = 1, .err = err};
    *root = NULL;
    DocNode *value;
    if (!read_value(&p, &value))
        return false;
    skip_blanks(&p);
    if (p.at < text.len)
        return fail_at(&p, p.at, N_("text after the end of the value"));
    *root = value;
    return true;
}

/* ---- writing ---- */

void json_put_string(Buf *out, Str text) {
    static const char *const names[] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f",
        ['\n'] = "\\n", ['\r'] = "\\r",  ['\t'] = "\\t",
    };
    buf_putc(out, '"');
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t len = utf8_next(text, at, &c);
        if (c < sizeof names / sizeof *names && names[c])
            buf_puts(out, names[c]);
        else if (c < 0x20 || (c >= 0x7f && c < 0xa0))
            buf_printf(out, "\\u%04x", (unsigned)c);
        else
            utf8_put(out, c);
        at += len;
    }
    buf_putc(out, '"');
}

static int by_key(const void *a, const void *b) {
    const DocNode *const *x = a, *const *y = b;
    return str_compare((*x)->key, (*y)->key);
}

static void put(Buf *out, const DocNode *node, bool sorted);

static void put_member(Buf *out, const DocNode *member, bool first, bool sorted) {
    if (!first)
        buf_putc(out, ',');
    json_put_string(out, member->key);
    buf_putc(out, ':');
    put(out, member, sorted);
}

static void put_sorted_map(Buf *out, const DocNode *map) {
    const DocNode **members = mem_alloc((map->count + 1) * sizeof(*members));
    size_t n = 0;
    DOC_EACH(member, map)
    members[n++] = member;
    qsort(members, n, sizeof(*members), by_key);
    for (size_t i = 0; i < n; i++)
        put_member(out, members[i], i == 0, true);
    free(members);
}

static void put_map(Buf *out, const DocNode *map, bool sorted) {
    buf_putc(out, '{');
    if (sorted) {
        put_sorted_map(out, map);
    } else {
        DOC_EACH(member, map)
        put_member(out, member, member == map->first, false);
    }
    buf_putc(out, '}');
}

static void put_list(Buf *out, const DocNode *list, bool sorted) {
    buf_putc(out, '[');
    DOC_EACH(item, list) {
        if (item != list->first)
            buf_putc(out, ',');
        put(out, item, sorted);
    }
    buf_putc(out, ']');
}

static void put(Buf *out, const DocNode *node, bool sorted) {
    if (node->kind == DOC_MAP)
        put_map(out, node, sorted);
    else if (node->kind == DOC_LIST)
        put_list(out, node, sorted);
    else if (node->kind == DOC_NULL)
        buf_puts(out, "null");
    else if (doc_is_typed(node))
        buf_put_str(out, node->text);
    else
        json_put_string(out, node->text);
}

void json_write(Buf *out, const DocNode *node) {
    put(out, node, false);
}

void json_write_sorted(Buf *out, const DocNode *node) {
    put(out, node, true);
}
