#include "config.h"

#include "format/yaml_write.h"

#include "base/vec.h"
#include "text/utf8.h"

/* ---- which scalars need quotes ---- */

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Words that one YAML version or another reads as a truth value or as nothing. */
static bool is_typed_word(Str text) {
    static const Str words[] = {STR("null"), STR("~"),  STR("true"), STR("false"), STR("yes"),
                                STR("no"),   STR("on"), STR("off"),  STR("="),     STR("<<")};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_equal_ascii_case(text, words[i]))
            return true;
    return false;
}

/* 71, -3, .5, 2024-09-01, 12:30, .inf: whatever begins like a number. */
static bool looks_like_number(Str text) {
    size_t at = text.ptr[0] == '-' || text.ptr[0] == '+';
    if (at < text.len && text.ptr[at] == '.')
        return true;
    return at < text.len && is_digit(text.ptr[at]);
}

/* Characters that cannot stand raw in any scalar. */
static bool needs_escape(uint32_t c) {
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
           c == 0x2029 || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

static bool has_escape(Str text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t len = utf8_decode(text, at, &c);
        if (!len || needs_escape(c))
            return true;
        at += len;
    }
    return false;
}

/* Whether the syntax of YAML lets text stand without quotes. The full-width comma is quoted in
 * lists because a plain entry is cut there when it is read. */
static bool is_plain(Str text, bool flow) {
    if (!text.len || strchr(" \t-?:,[]{}#&*!|>'\"%@`", text.ptr[0]) ||
        strchr(" \t:", text.ptr[text.len - 1]))
        return false;
    if (str_starts(text, STR("...")) || memchr(text.ptr, '\n', text.len) ||
        memchr(text.ptr, '\t', text.len) || has_escape(text))
        return false;
    if (str_find(text, STR(": "), 0) != SIZE_MAX || str_find(text, STR(" #"), 0) != SIZE_MAX)
        return false;
    if (!flow)
        return true;
    for (size_t i = 0; i < text.len; i++)
        if (strchr(",[]{}:?", text.ptr[i]))
            return false;
    return str_find(text, STR("，"), 0) == SIZE_MAX && str_find(text, STR("、"), 0) == SIZE_MAX;
}

static bool is_plain_text(Str text, bool flow) {
    return is_plain(text, flow) && !is_typed_word(text) && !looks_like_number(text);
}

/* For what is no text: numbers, dates and truth values, also negative ones. */
static bool is_plain_value(Str text, bool flow) {
    if (str_equal(text, STR("true")) || str_equal(text, STR("false")) || doc_is_number(text))
        return true;
    return is_plain(text, flow) && !is_typed_word(text);
}

static void put_escaped(Buf *out, uint32_t c) {
    static const struct {
        char from, letter;
    } short_forms[] = {{'\n', 'n'}, {'\t', 't'}, {'"', '"'}, {'\\', '\\'}};
    for (size_t i = 0; i < COUNT_OF(short_forms); i++) {
        if (c == (unsigned char)short_forms[i].from) {
            buf_putc(out, '\\');
            buf_putc(out, short_forms[i].letter);
            return;
        }
    }
    if (needs_escape(c))
        buf_printf(out, c < 0x100 ? "\\x%02X" : "\\u%04X", (unsigned)c);
    else
        utf8_put(out, c);
}

static void put_quoted(Buf *out, Str text) {
    buf_putc(out, '"');
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_next(text, at, &c);
        put_escaped(out, c);
    }
    buf_putc(out, '"');
}

static void put_scalar(Buf *out, const DocNode *node, bool flow) {
    bool plain = node->quoted ? is_plain_text(node->text, flow) : is_plain_value(node->text, flow);
    if (plain)
        buf_put_str(out, node->text);
    else
        put_quoted(out, node->text);
}

/* A full-width colon at the start of a line would be read as the end of a key. */
static void put_key(Buf *out, Str key) {
    if (is_plain_text(key, true) && str_find(key, STR("："), 0) == SIZE_MAX)
        buf_put_str(out, key);
    else
        put_quoted(out, key);
    buf_putc(out, ':');
}

/* ---- blocks ---- */

enum { INDENT = 2 };

static bool is_block(const DocNode *node) {
    return node->quoted && node->text.len && memchr(node->text.ptr, '\n', node->text.len) &&
           str_trim(node->text).len && !has_escape(node->text);
}

/* The line feed that the reader drops is added here: "a" is `|`, "a\n" is `|+` and one empty line.
 */
static void put_block(Buf *out, Str text, int indent) {
    buf_puts(out, "|");
    if (text.ptr[0] == ' ' || text.ptr[0] == '\t' || text.ptr[0] == '\n')
        buf_printf(out, "%d", INDENT);
    if (str_ends(text, STR("\n")))
        buf_putc(out, '+');
    buf_putc(out, '\n');
    for (Str rest = text, line; str_split(&rest, '\n', &line);) {
        if (line.len)
            buf_fill(out, ' ', (size_t)indent);
        buf_put_str(out, line);
        buf_putc(out, '\n');
    }
}

/* ---- trees ---- */

static void put_flow(Buf *out, const DocNode *node) {
    switch (node->kind) {
    case DOC_NULL:
        buf_puts(out, "null");
        break;
    case DOC_SCALAR:
        put_scalar(out, node, true);
        break;
    case DOC_LIST:
    case DOC_MAP:
        buf_putc(out, node->kind == DOC_MAP ? '{' : '[');
        DOC_EACH(child, node) {
            if (child != node->first)
                buf_puts(out, ", ");
            if (node->kind == DOC_MAP) {
                put_key(out, child->key);
                buf_putc(out, ' ');
            }
            put_flow(out, child);
        }
        buf_putc(out, node->kind == DOC_MAP ? '}' : ']');
        break;
    }
}

static void put_members(Buf *out, const DocNode *map, int indent);

static void put_value(Buf *out, const DocNode *node, int indent) {
    bool flow = node->flow || !node->count;
    if (node->kind == DOC_MAP && !flow) {
        buf_putc(out, '\n');
        put_members(out, node, indent + INDENT);
    } else if (node->kind == DOC_LIST && !flow) {
        buf_putc(out, '\n');
        DOC_EACH(item, node) {
            buf_fill(out, ' ', (size_t)(indent + INDENT));
            buf_puts(out, "- ");
            put_flow(out, item);
            buf_putc(out, '\n');
        }
    } else {
        buf_putc(out, ' ');
        if (node->kind == DOC_SCALAR && is_block(node)) {
            put_block(out, node->text, indent + INDENT);
            return;
        }
        if (node->kind == DOC_SCALAR)
            put_scalar(out, node, false);
        else
            put_flow(out, node);
        buf_putc(out, '\n');
    }
}

static void put_members(Buf *out, const DocNode *map, int indent) {
    DOC_EACH(member, map) {
        buf_fill(out, ' ', (size_t)indent);
        put_key(out, member->key);
        put_value(out, member, indent);
    }
}

void yaml_write(Buf *out, const DocNode *map) {
    if (map->count)
        put_members(out, map, 0);
    else
        buf_puts(out, "{}\n");
}
