#include "config.h"

#include "format/yaml_read.h"

#include "base/buf.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "format/source.h"

#include <yaml.h>

/* libyaml is used through its events only: it expands nothing, and a nest of brackets is stopped at
 * the 33rd level, before the quadratic part of its scanner is felt. */

/* ---- documents of a stream ---- */

static bool is_blank_char(char c) {
    return c == ' ' || c == '\t';
}

/* "---" or "..." alone or followed by a blank. */
static bool is_marker(Str line, Str marker) {
    return str_starts(line, marker) && (line.len == 3 || is_blank_char(line.ptr[3]));
}

/* A line that makes no document by itself. */
static bool is_nothing(Str line) {
    Str text = str_trim(line);
    return !text.len || text.ptr[0] == '#' || line.ptr[0] == '%';
}

bool yaml_next_document(Str *rest, int *line, Str *document, int *document_line) {
    bool found = false;
    const char *start = rest->ptr;
    Str before = *rest, text;
    *document_line = *line;
    for (; source_next_line(rest, &text); before = *rest, ++*line) {
        if (is_marker(text, STR("---"))) {
            if (found)
                break;
            start = before.ptr;
            *document_line = *line;
            found = !is_nothing(str_make(text.ptr + 3, text.len - 3));
        } else if (is_marker(text, STR("..."))) {
            if (found)
                break;
            start = rest->ptr; /* whatever stood above made no document */
            *document_line = *line + 1;
        } else {
            found |= !is_nothing(text);
        }
    }
    *document = str_make(start, (size_t)(before.ptr - start));
    if (found && before.len)
        *rest = before; /* stopped at the next marker: it is read again, as the first line */
    return found;
}

/* ---- full-width colons ---- */

/* Bytes of the key in front of a full-width colon at the start of the line, 0 when it is none. */
static size_t wide_key(Str line) {
    static const Str colon = {"：", sizeof "：" - 1};
    size_t at = str_find(line, colon, 0);
    if (at == SIZE_MAX || at == 0 || at > 64)
        return 0;
    for (size_t i = 0; i < at; i++)
        if (strchr(" \t:#\"'[]{},&*!|>%@`?-", line.ptr[i]) && !(i && line.ptr[i] == '-'))
            return 0;
    return at;
}

static Str mend_wide_colons(Arena *arena, Str text) {
    if (str_find(text, STR("："), 0) == SIZE_MAX)
        return text;
    Buf out = {0};
    Str rest = text, line;
    while (source_next_line(&rest, &line)) {
        size_t key = wide_key(line);
        if (key) {
            buf_put(&out, line.ptr, key);
            buf_puts(&out, ": ");
            key += sizeof "：" - 1;
        }
        buf_put(&out, line.ptr + key, line.len - key);
        buf_putc(&out, '\n');
    }
    Str mended = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return mended;
}

/* ---- events to nodes ---- */

typedef struct Composer {
    yaml_parser_t parser;
    Arena *arena;
    Str text;
    const char *file;
    int line; /* of the first line of text */
    DocNode *open[DOC_MAX_DEPTH];
    size_t depth;
    size_t events;
    DocNode *root;
    bool has_key; /* a key was read, its value comes next */
    Str key;
    yaml_mark_t key_mark;
    Error *err;
} Composer;

static bool fail_at(Composer *c, yaml_mark_t mark, const char *message) {
    error_set(c->err, ERR_SYNTAX, message, "");
    return error_at(c->err, c->file, c->line + (int)mark.line, (int)mark.column + 1);
}

/* What libyaml says, in words that help a person who never read its source. */
static const struct {
    const char *problem, *message;
    bool at_context; /* the beginning of the broken part is the better place */
} problems[] = {
    {"mapping values are not allowed in this context",
     N_("“:” is not allowed here: put the text in quotes"), false},
    {"could not find expected ':'", N_("this line is neither “key: value” nor part of a text"),
     true},
    {"did not find expected key",
     N_("no key where one was expected: check the indentation and the quotes"), false},
    {"did not find expected <document start>", N_("text after the end of the document"), false},
    {"did not find expected ',' or ']'", N_("this list is not closed with “]”"), true},
    {"did not find expected ',' or '}'", N_("this map is not closed with “}”"), true},
    {"found unexpected end of stream", N_("these quotes are not closed"), true},
    {"found character that cannot start any token",
     N_("no value can begin with this character: put the text in quotes"), false},
    {"found a tab character where an indentation space is expected",
     N_("a TAB cannot indent: use blanks"), false},
    {"found a tab character that violates indentation", N_("a TAB cannot indent: use blanks"),
     false},
    {"block sequence entries are not allowed in this context",
     N_("a list entry “- ” is not allowed here"), false},
    {"did not find expected '-' indicator",
     N_("this line is not indented like the list entries above it"), false},
    {"did not find expected node content", N_("a value is missing here"), false},
    {"found unknown escape character",
     N_("unknown escape after the backslash: use single quotes instead"), false},
    {"mapping keys are not allowed in this context", N_("a key is not allowed here"), false},
};

static bool fail_as_libyaml_says(Composer *c) {
    const yaml_parser_t *p = &c->parser;
    const char *problem = p->problem ? p->problem : "";
    if (p->error == YAML_MEMORY_ERROR)
        return error_set(c->err, ERR_INTERNAL, N_("no memory left"), "");
    for (size_t i = 0; i < COUNT_OF(problems); i++) {
        if (strcmp(problem, problems[i].problem) != 0)
            continue;
        bool context = problems[i].at_context && p->context;
        return fail_at(c, context ? p->context_mark : p->problem_mark, problems[i].message);
    }
    error_set(c->err, ERR_SYNTAX, N_("not valid YAML: {0}"), "s", problem);
    return error_at(c->err, c->file, c->line + (int)p->problem_mark.line,
                    (int)p->problem_mark.column + 1);
}

static void place(const Composer *c, DocNode *node, yaml_mark_t mark) {
    node->line = c->line + (int)mark.line;
    node->column = (int)mark.column + 1;
}

static bool attach(Composer *c, DocNode *node) {
    if (!c->depth) {
        c->root = node;
        return true;
    }
    DocNode *parent = c->open[c->depth - 1];
    if (parent->kind == DOC_MAP) {
        node->key_line = c->line + (int)c->key_mark.line;
        node->key_column = (int)c->key_mark.column + 1;
        doc_add(parent, c->key, node);
        c->has_key = false;
    } else {
        doc_add(parent, STR(""), node);
    }
    return true;
}

static bool in_map(const Composer *c) {
    return c->depth && c->open[c->depth - 1]->kind == DOC_MAP;
}

static bool is_null_word(Str text) {
    return !text.len || str_equal(text, STR("~")) || str_equal(text, STR("null")) ||
           str_equal(text, STR("Null")) || str_equal(text, STR("NULL"));
}

static bool take_key(Composer *c, const yaml_event_t *event, Str text) {
    if (text.len > YAML_MAX_KEY)
        return fail_at(c, event->start_mark, N_("this key is too long"));
    if (event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && str_equal(text, STR("<<")))
        return fail_at(c, event->start_mark, N_("merge keys (“<<”) are not read"));
    c->key = arena_str(c->arena, text);
    c->key_mark = event->start_mark;
    c->has_key = true;
    return true;
}

static bool on_scalar(Composer *c, const yaml_event_t *event) {
    Str text = str_make((const char *)event->data.scalar.value, event->data.scalar.length);
    yaml_scalar_style_t style = event->data.scalar.style;
    if (event->data.scalar.anchor)
        return fail_at(c, event->start_mark, N_("anchors (“&name”) are not read"));
    if (event->data.scalar.tag)
        return fail_at(c, event->start_mark, N_("tags (“!name”) are not read: use quotes"));
    bool block = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
    if (block && str_ends(text, STR("\n")))
        text.len--;
    if (text.len > YAML_MAX_SCALAR)
        return fail_at(c, event->start_mark, N_("this text is longer than 1 MiB"));
    if (text.len && memchr(text.ptr, '\0', text.len))
        return fail_at(c, event->start_mark, N_("a NUL byte is not allowed"));
    if (in_map(c) && !c->has_key)
        return take_key(c, event, text);
    bool plain = style == YAML_PLAIN_SCALAR_STYLE;
    DocNode *node = plain && is_null_word(text) ? doc_new(c->arena, DOC_NULL)
                                                : doc_scalar(c->arena, text, !plain);
    node->flow = c->depth && c->open[c->depth - 1]->flow;
    place(c, node, event->start_mark);
    return attach(c, node);
}

static bool open_collection(Composer *c, const yaml_event_t *event, DocKind kind, bool flow,
                            const yaml_char_t *anchor, const yaml_char_t *tag) {
    if (anchor)
        return fail_at(c, event->start_mark, N_("anchors (“&name”) are not read"));
    if (tag)
        return fail_at(c, event->start_mark, N_("tags (“!name”) are not read: use quotes"));
    if (in_map(c) && !c->has_key)
        return fail_at(c, event->start_mark, N_("a key must be a word, not a list or a map"));
    if (c->depth == DOC_MAX_DEPTH)
        return fail_at(c, event->start_mark, N_("nested deeper than 32 levels"));
    DocNode *node = doc_new(c->arena, kind);
    node->flow = flow;
    place(c, node, event->start_mark);
    attach(c, node);
    c->open[c->depth++] = node;
    c->has_key = false;
    return true;
}

static bool close_collection(Composer *c) {
    const DocNode *node = c->open[--c->depth];
    const DocNode *again = node->kind == DOC_MAP ? doc_find_duplicate(node) : NULL;
    if (!again)
        return true;
    error_set(c->err, ERR_SYNTAX, N_("the key “{0}” occurs twice"), "S", again->key);
    return error_at(c->err, c->file, again->key_line, again->key_column);
}

static bool on_event(Composer *c, const yaml_event_t *event) {
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return fail_at(c, event->start_mark, N_("aliases (“*name”) are not read"));
    case YAML_SCALAR_EVENT:
        return on_scalar(c, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_collection(c, event, DOC_LIST,
                               event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
                               event->data.sequence_start.anchor, event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return open_collection(c, event, DOC_MAP,
                               event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
                               event->data.mapping_start.anchor, event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_collection(c);
    case YAML_DOCUMENT_START_EVENT:
        return !c->root || fail_at(c, event->start_mark, N_("text after the end of the document"));
    default:
        return true;
    }
}

static bool compose(Composer *c) {
    for (bool done = false; !done;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&c->parser, &event))
            return fail_as_libyaml_says(c);
        bool good = ++c->events <= YAML_MAX_EVENTS
                        ? on_event(c, &event)
                        : fail_at(c, event.start_mark, N_("more than 100,000 values"));
        done = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
        if (!good)
            return false;
    }
    return true;
}

bool yaml_read_document(Arena *arena, Str text, const char *file, int line, DocNode **root,
                        Error *err) {
    *root = NULL;
    if (text.len > YAML_MAX_DOCUMENT) {
        error_set(err, ERR_SYNTAX, N_("this document is longer than 2 MiB"), "");
        return error_at(err, file, line, 1);
    }
    if (!source_check(text, file, line, err))
        return false;
    Composer c = {.arena = arena, .file = file, .line = line, .err = err};
    c.text = mend_wide_colons(arena, source_skip_mark(text));
    if (!yaml_parser_initialize(&c.parser))
        return error_set(err, ERR_INTERNAL, N_("no memory left"), "");
    yaml_parser_set_encoding(&c.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&c.parser, (const unsigned char *)(c.text.len ? c.text.ptr : ""),
                                 c.text.len);
    bool good = compose(&c);
    yaml_parser_delete(&c.parser);
    if (good)
        *root = c.root;
    return good;
}
