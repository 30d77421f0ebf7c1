#include "config.h"

#include "search/parser.h"

#include "base/i18n.h"
#include "text/fold.h"
#include "text/utf8.h"

/* ---- reading points ---- */

uint32_t parser_sign_of(uint32_t point) {
    if (point >= 0xFF01 && point <= 0xFF5E)
        return point - 0xFEE0;
    switch (point) {
    case 0x3000:
    case '\t':
    case '\n':
    case '\r':
    case 0xA0:
        return ' ';
    case 0x201C: /* “ ” „ 「 」 『 』 « » */
    case 0x201D:
    case 0x201E:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F:
    case 0xAB:
    case 0xBB:
        return '"';
    case 0x2212:
        return '-';
    default:
        return point;
    }
}

bool query_is_quote(uint32_t point) {
    return parser_sign_of(point) == '"';
}

static void read_points(Parser *p) {
    p->points = mem_alloc((p->source.len + 1) * sizeof *p->points);
    for (size_t at = 0; at < p->source.len;) {
        uint32_t point;
        size_t len = utf8_next(p->source, at, &point);
        p->points[p->count++] = (Point){parser_sign_of(point), (uint32_t)at};
        at += len;
    }
    p->points[p->count] = (Point){' ', (uint32_t)p->source.len};
}

uint32_t parser_sign(const Parser *p, uint32_t at) {
    return at < p->count ? p->points[at].sign : 0;
}

bool parser_is_end(const Parser *p, uint32_t at) {
    return at >= p->count || p->points[at].sign == ' ';
}

Str parser_slice(const Parser *p, uint32_t from, uint32_t to) {
    uint32_t begin = p->points[from].offset;
    return str_make(p->source.ptr + begin, p->points[to].offset - begin);
}

Str parser_fold(Parser *p, uint32_t from, uint32_t to) {
    Buf folded = {0};
    text_fold(&folded, parser_slice(p, from, to));
    Str out = arena_str(&p->query->arena, str_trim(buf_str(&folded)));
    buf_free(&folded);
    return out;
}

void parser_warn(Parser *p, uint32_t at, const char *message, Str text) {
    Str copy = arena_str(&p->query->arena, text);
    vec_push(&p->warnings, (QueryWarning){at + 1, message, copy});
}

void parser_fail(Parser *p, uint32_t at, const char *message, Str text) {
    if (p->failed)
        return;
    p->failed = true;
    error_set(p->err, ERR_SYNTAX, message, "S", text);
    error_at(p->err, NULL, 1, (int)at + 1);
}

/* ---- nodes ---- */

QueryNode *parser_node(Parser *p, QueryKind kind, uint32_t from, uint32_t to) {
    QueryNode *node = ARENA_NEW(&p->query->arena, QueryNode);
    *node = (QueryNode){.kind = kind, .column = from + 1, .end = to + 1, .weight = 1, .field = -1};
    return node;
}

QueryNode *parser_list(Parser *p, QueryKind kind, Nodes *nodes, uint32_t from) {
    QueryNode *node = NULL;
    if (nodes->len == 1)
        node = nodes->items[0];
    if (nodes->len > 1) {
        node = parser_node(p, kind, from, p->at);
        node->items = arena_dup(&p->query->arena, nodes->items, nodes->len * sizeof *nodes->items);
        node->count = nodes->len;
    }
    vec_free(nodes);
    return node;
}

/* NULL when the text has nothing to search for. */
QueryNode *parser_unit(Parser *p, uint32_t from, uint32_t to, int field) {
    VEC(TextRun) runs = {0};
    TextRun run;
    Str text = parser_fold(p, from, to);
    for (size_t at = 0; text_run_next(text, &at, &run);)
        vec_push(&runs, run);
    if (!runs.len) {
        p->barren = true;
        return NULL;
    }
    QueryNode *node = NULL;
    if (p->units++ < QUERY_UNITS) {
        node = parser_node(p, QUERY_UNIT, from, to);
        node->index = p->query->unit_count++;
        node->text = text;
        node->runs = arena_dup(&p->query->arena, runs.items, runs.len * sizeof *runs.items);
        node->run_count = runs.len;
        node->field = field;
    } else if (p->units == QUERY_UNITS + 1) {
        parser_warn(p, from, N_("Too many words: the rest is passed over."), text);
    }
    vec_free(&runs);
    return node;
}

void parser_open_end(QueryNode *unit) {
    unit->prefix = !unit->runs[unit->run_count - 1].dense;
}

QueryNode *parser_not(Parser *p, QueryNode *inner, uint32_t from) {
    QueryNode *node = parser_node(p, QUERY_NOT, from, p->at);
    node->items = arena_dup(&p->query->arena, &inner, sizeof inner);
    node->count = 1;
    return node;
}

QueryNode *parser_filter(Parser *p, uint32_t from, QueryFilter filter) {
    QueryNode *node = parser_node(p, QUERY_FILTER, from, p->at);
    node->filter = filter;
    node->index = p->query->filter_count++;
    return node;
}

/* ---- items ---- */

static QueryNode *read_alternatives(Parser *p);

static QueryNode *read_quoted(Parser *p) {
    uint32_t from = p->at, close = from;
    parser_find_quote(p, from + 1, &close);
    QueryNode *unit = parser_unit(p, from + 1, close, -1);
    p->at = close + 1;
    if (unit)
        unit->quoted = true;
    return unit;
}

/* Whether a bracket that opens at `at` is closed somewhere. */
static bool has_close(const Parser *p, uint32_t at) {
    unsigned open = 0;
    for (; at < p->count; at++) {
        open += p->points[at].sign == '(';
        if (p->points[at].sign == ')' && --open == 0)
            return true;
    }
    return false;
}

static QueryNode *read_group(Parser *p) {
    p->at++;
    p->depth++;
    QueryNode *node = read_alternatives(p);
    p->depth--;
    if (parser_sign(p, p->at) == ')')
        p->at++;
    p->barren |= !node;
    return node;
}

/* The end of a plain word: a blank, or what ends the group around it. */
static uint32_t word_end(const Parser *p, uint32_t at) {
    unsigned open = 0;
    for (; !parser_is_end(p, at); at++) {
        uint32_t s = parser_sign(p, at);
        open += s == '(';
        if (p->depth && !open && (s == ')' || s == '|'))
            break;
        open -= s == ')' && open;
    }
    return at;
}

/* A name directly before a colon; *colon is the place of the colon. */
static bool read_name(Parser *p, uint32_t end, QueryName *name, uint32_t *colon) {
    for (uint32_t at = p->at; at < end; at++) {
        if (parser_sign(p, at) != ':')
            continue;
        if (at == p->at)
            return false;
        *colon = at;
        *name = query_name_find(parser_fold(p, p->at, at));
        bool digits = parser_sign(p, p->at) >= '0' && parser_sign(p, p->at) <= '9';
        bool address = parser_sign(p, at + 1) == '/' && parser_sign(p, at + 2) == '/';
        if (name->kind == NAME_NONE && !digits && !address)
            parser_warn(p, p->at, N_("There is no field \"{0}\": searched as text."),
                        parser_slice(p, p->at, at));
        return name->kind != NAME_NONE;
    }
    return false;
}

static bool holds_bar(const Parser *p, uint32_t from, uint32_t end) {
    for (uint32_t at = from + 1; at + 1 < end; at++)
        if (parser_sign(p, at) == '|')
            return true;
    return false;
}

/* What other programs write for |, blanks and - is a word here, and so is a bar inside of one. */
static void warn_of_other_operators(Parser *p, uint32_t from, uint32_t end) {
    static const Str words[] = {STR("OR"), STR("AND"), STR("NOT")};
    Str text = parser_slice(p, from, end);
    bool other = holds_bar(p, from, end);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        other |= str_equal(text, words[i]) && p->count > end - from;
    if (other)
        parser_warn(p, from, N_("“{0}” is searched as a word; write (a | b), a b or -a instead."),
                    text);
}

static QueryNode *read_word(Parser *p) {
    uint32_t from = p->at, end = word_end(p, from), colon;
    QueryName name;
    if (end == from) {
        p->at++;
        p->barren = true;
        return NULL;
    }
    if (read_name(p, end, &name, &colon)) {
        p->at = colon + 1;
        return parser_values(p, from, name);
    }
    p->at = end;
    warn_of_other_operators(p, from, end);
    QueryNode *unit = parser_unit(p, from, end, -1);
    if (unit && end > from && parser_sign(p, end - 1) == '*')
        parser_open_end(unit);
    return unit;
}

static QueryNode *read_item(Parser *p);

static QueryNode *read_not(Parser *p) {
    uint32_t from = p->at++;
    bool before = p->negated;
    p->negated = true;
    QueryNode *inner = read_item(p);
    p->negated = before;
    if (!inner)
        return NULL;
    return parser_not(p, inner, from);
}

/* What is not finished: an error while it is typed, so that the list can wait for the rest; plain
 * text with a warning once it is meant so. */
static void unfinished(Parser *p, const char *live, const char *final, Str text) {
    if (p->options->live)
        parser_fail(p, p->at, live, text);
    else
        parser_warn(p, p->at, final, text);
}

static QueryNode *read_item(Parser *p) {
    uint32_t s = parser_sign(p, p->at), next = parser_sign(p, p->at + 1), close;
    if (s == '-' && next != '-' && !parser_is_end(p, p->at + 1) && next != ')' && next != '|')
        return read_not(p);
    if (s == '-' && p->at + 1 == p->count && p->options->live) {
        parser_fail(p, p->at, N_("- waits for what is to be left out"), STR("-"));
        return NULL;
    }
    if (s == '(') {
        if (!has_close(p, p->at)) {
            unfinished(p, N_("missing )"), N_("A bracket is not closed: searched as text."),
                       STR("("));
        } else if (p->depth >= QUERY_DEPTH) {
            parser_warn(p, p->at, N_("Brackets are nested too deeply: searched as text."),
                        STR("("));
        } else {
            return read_group(p);
        }
    }
    if (s == '"') {
        if (parser_find_quote(p, p->at + 1, &close))
            return read_quoted(p);
        unfinished(p, N_("missing closing quotation mark"),
                   N_("A quotation mark is not closed: searched as text."), STR("\""));
    }
    if (s == ')')
        parser_warn(p, p->at, N_("A bracket was not opened: searched as text."), STR(")"));
    return read_word(p);
}

/* Items that all must hold, up to the end, a | or the bracket that closes the group. */
static QueryNode *read_sequence(Parser *p) {
    Nodes items = {0};
    uint32_t from = p->at;
    while (p->at < p->count && !p->failed) {
        uint32_t s = parser_sign(p, p->at);
        if (s == ' ') {
            p->at++;
            continue;
        }
        if (p->depth && (s == ')' || s == '|'))
            break;
        if (s == '|' && parser_is_end(p, p->at + 1))
            break;
        QueryNode *item = read_item(p);
        if (item)
            vec_push(&items, item);
    }
    return parser_list(p, QUERY_AND, &items, from);
}

static QueryNode *read_alternatives(Parser *p) {
    Nodes items = {0};
    uint32_t from = p->at;
    for (;;) {
        QueryNode *item = read_sequence(p);
        if (item)
            vec_push(&items, item);
        if (p->failed || parser_sign(p, p->at) != '|')
            break;
        p->barren |= !item;
        p->at++;
    }
    return parser_list(p, QUERY_OR, &items, from);
}

static QueryNode *read_plain(Parser *p) {
    Nodes items = {0};
    while (p->at < p->count) {
        uint32_t from = p->at;
        while (!parser_is_end(p, p->at))
            p->at++;
        QueryNode *unit = p->at > from ? parser_unit(p, from, p->at, -1) : NULL;
        if (unit)
            vec_push(&items, unit);
        p->at++;
    }
    p->at = p->count;
    return parser_list(p, QUERY_AND, &items, 0);
}

/* ---- the whole ---- */

static QueryNode *last_unit(QueryNode *node) {
    while (node && node->kind != QUERY_UNIT && node->kind != QUERY_FILTER)
        node = node->items[node->count - 1];
    return node && node->kind == QUERY_UNIT ? node : NULL;
}

/* Signs alone are no wish to see everything. */
static void refuse_barren(Parser *p) {
    Query *query = p->query;
    bool star = str_equal(str_trim(p->source), STR("*")); /* everything, as elsewhere */
    if (query->root || !p->barren || p->failed || query->sorted || star)
        return;
    QueryFilter never = {.kind = FILTER_NEVER};
    query->root = parser_filter(p, 0, never);
    query->barren = true;
    if (!p->warnings.len)
        parser_warn(p, 0, N_("There is nothing to look for in \"{0}\"."), str_trim(p->source));
}

/* The unit under the insertion point goes on. */
static void mark_typed(Parser *p) {
    QueryNode *unit = last_unit(p->query->root);
    if (unit && !unit->quoted && unit->end == p->count + 1)
        parser_open_end(unit);
}

bool query_parse(Str text, const QueryOptions *options, Query *out, Error *err) {
    Arena arena = out->arena;
    arena_clear(&arena);
    *out = (Query){.arena = arena};
    if (text.len > QUERY_BYTES)
        return error_set(err, ERR_INVALID, N_("The query is too long."), "");
    Parser p = {.source = text, .options = options, .query = out, .err = err};
    read_points(&p);
    out->root = options->plain ? read_plain(&p) : read_alternatives(&p);
    refuse_barren(&p);
    if (options->typing && !p.failed)
        mark_typed(&p);
    out->warnings =
        arena_dup(&out->arena, p.warnings.items, p.warnings.len * sizeof *p.warnings.items);
    out->warning_count = p.warnings.len;
    vec_free(&p.warnings);
    free(p.points);
    if (p.failed)
        out->root = NULL;
    return !p.failed;
}

void query_free(Query *query) {
    arena_free(&query->arena);
    *query = (Query){0};
}

/* ---- the place of the caret ---- */

static uint32_t point_at(const Parser *p, size_t byte) {
    uint32_t at = 0;
    while (at < p->count && p->points[at].offset < byte)
        at++;
    return at;
}

/* The term that the caret stands in begins behind the last sign that may stand before one. */
static uint32_t term_start(const Parser *p, uint32_t caret, bool *quoted) {
    uint32_t start = 0;
    bool fresh = true;
    *quoted = false;
    for (uint32_t at = 0; at < caret; at++) {
        uint32_t s = parser_sign(p, at);
        if (s == '"')
            *quoted = !*quoted;
        bool opens = s == ' ' || s == '|' || (fresh && (s == '(' || s == '-' || s == '|'));
        if (!*quoted && opens)
            start = at + 1;
        fresh = opens && !*quoted;
    }
    return start;
}

/* Behind the colon: the last of several values, without comparison. */
static uint32_t value_start(const Parser *p, uint32_t from, uint32_t caret) {
    bool quoted = false;
    uint32_t start = from;
    for (uint32_t at = from; at < caret; at++) {
        uint32_t s = parser_sign(p, at);
        quoted ^= s == '"';
        bool dots = s == '.' && at > from && parser_sign(p, at - 1) == '.';
        if (!quoted && (s == ',' || s == 0x3001 || dots))
            start = at + 1;
    }
    while (start < caret && (parser_sign(p, start) == '<' || parser_sign(p, start) == '>' ||
                             parser_sign(p, start) == '='))
        start++;
    return start;
}

void query_place(Str text, size_t caret, QueryPlace *out) {
    Query query = {0};
    Parser parser = {.source = text, .query = &query}, *p = &parser;
    read_points(p);
    uint32_t at = point_at(p, caret);
    uint32_t start = term_start(p, at, &out->quoted), from = start, to = at;
    *out = (QueryPlace){.quoted = out->quoted, .token = p->points[start].offset};
    for (uint32_t i = start; i < at && out->name.kind == NAME_NONE; i++)
        if (parser_sign(p, i) == ':') {
            out->name = query_name_find(parser_fold(p, start, i));
            from = out->name.kind == NAME_NONE ? start : value_start(p, i + 1, at);
        }
    uint32_t typed = from + (from < at && parser_sign(p, from) == '"');
    while (to < p->count && parser_sign(p, to) != '"' && parser_sign(p, to) != ')' &&
           (out->quoted ||
            (!parser_is_end(p, to) && parser_sign(p, to) != ',' && parser_sign(p, to) != ':')))
        to++;
    out->from = p->points[from].offset;
    out->to = p->points[to + (out->quoted && parser_sign(p, to) == '"')].offset;
    out->typed = parser_slice(p, typed, at);
    free(p->points);
    query_free(&query);
}
