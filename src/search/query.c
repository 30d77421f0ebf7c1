#include "config.h"

#include "search/query.h"

#include "base/i18n.h"
#include "base/number.h"
#include "base/vec.h"
#include "base/zone.h"
#include "record/state.h"
#include "text/fold.h"
#include "text/utf8.h"

typedef struct Point {
    uint32_t sign; /* ASCII twin of an operator, else the code point itself */
    uint32_t offset;
} Point;

typedef VEC(QueryNode *) Nodes;

typedef struct Parser {
    Str source;
    Point *points;
    uint32_t count, at;
    const QueryOptions *options;
    Query *query;
    VEC(QueryWarning) warnings;
    unsigned depth, units;
    bool negated;
    Error *err;
    bool failed;
} Parser;

/* ---- reading points ---- */

static uint32_t sign_of(uint32_t point) {
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

static void read_points(Parser *p) {
    p->points = mem_alloc((p->source.len + 1) * sizeof *p->points);
    for (size_t at = 0; at < p->source.len;) {
        uint32_t point;
        size_t len = utf8_next(p->source, at, &point);
        p->points[p->count++] = (Point){sign_of(point), (uint32_t)at};
        at += len;
    }
    p->points[p->count] = (Point){' ', (uint32_t)p->source.len};
}

static uint32_t sign(const Parser *p, uint32_t at) {
    return at < p->count ? p->points[at].sign : 0;
}

static bool is_end(const Parser *p, uint32_t at) {
    return at >= p->count || p->points[at].sign == ' ';
}

static Str slice(const Parser *p, uint32_t from, uint32_t to) {
    uint32_t begin = p->points[from].offset;
    return str_make(p->source.ptr + begin, p->points[to].offset - begin);
}

static Str fold_slice(Parser *p, uint32_t from, uint32_t to) {
    Buf folded = {0};
    text_fold(&folded, slice(p, from, to));
    Str out = arena_str(&p->query->arena, str_trim(buf_str(&folded)));
    buf_free(&folded);
    return out;
}

static void warn(Parser *p, uint32_t at, const char *message, Str text) {
    Str copy = arena_str(&p->query->arena, text);
    vec_push(&p->warnings, (QueryWarning){at + 1, message, copy});
}

static void fail(Parser *p, uint32_t at, const char *message, Str text) {
    if (p->failed)
        return;
    p->failed = true;
    error_set(p->err, ERR_SYNTAX, message, "S", text);
    error_at(p->err, NULL, 1, (int)at + 1);
}

/* ---- nodes ---- */

static QueryNode *new_node(Parser *p, QueryKind kind, uint32_t from, uint32_t to) {
    QueryNode *node = ARENA_NEW(&p->query->arena, QueryNode);
    *node = (QueryNode){.kind = kind, .column = from + 1, .end = to + 1, .weight = 1, .field = -1};
    return node;
}

static QueryNode *list_node(Parser *p, QueryKind kind, Nodes *nodes, uint32_t from) {
    QueryNode *node = NULL;
    if (nodes->len == 1)
        node = nodes->items[0];
    if (nodes->len > 1) {
        node = new_node(p, kind, from, p->at);
        node->items = arena_dup(&p->query->arena, nodes->items, nodes->len * sizeof *nodes->items);
        node->count = nodes->len;
    }
    vec_free(nodes);
    return node;
}

/* NULL when the text has nothing to search for. */
static QueryNode *unit_node(Parser *p, uint32_t from, uint32_t to, int field) {
    VEC(TextRun) runs = {0};
    TextRun run;
    Str text = fold_slice(p, from, to);
    for (size_t at = 0; text_run_next(text, &at, &run);)
        vec_push(&runs, run);
    if (!runs.len)
        return NULL;
    QueryNode *node = NULL;
    if (p->units++ < QUERY_UNITS) {
        node = new_node(p, QUERY_UNIT, from, to);
        node->index = p->query->unit_count++;
        node->text = text;
        node->runs = arena_dup(&p->query->arena, runs.items, runs.len * sizeof *runs.items);
        node->run_count = runs.len;
        node->field = field;
    } else if (p->units == QUERY_UNITS + 1) {
        warn(p, from, N_("Too many words: the rest is passed over."), text);
    }
    vec_free(&runs);
    return node;
}

static void set_prefix(QueryNode *unit) {
    unit->prefix = !unit->runs[unit->run_count - 1].dense;
}

static QueryNode *filter_node(Parser *p, uint32_t from, QueryFilter filter) {
    QueryNode *node = new_node(p, QUERY_FILTER, from, p->at);
    node->filter = filter;
    node->index = p->query->filter_count++;
    return node;
}

/* ---- values of fields ---- */

typedef struct ValueSpan {
    uint32_t from, to; /* points, without quotes */
    bool quoted;
} ValueSpan;

static bool is_sign(const Parser *p, uint32_t at, uint32_t wanted) {
    return at < p->count && p->points[at].sign == wanted;
}

static bool find_quote(const Parser *p, uint32_t from, uint32_t *to) {
    for (uint32_t at = from; at < p->count; at++)
        if (p->points[at].sign == '"') {
            *to = at;
            return true;
        }
    return false;
}

/* One value: up to a blank, a comma, or what ends a group. */
static ValueSpan read_value(Parser *p) {
    ValueSpan span = {.from = p->at};
    uint32_t close;
    if (is_sign(p, p->at, '"') && find_quote(p, p->at + 1, &close)) {
        span = (ValueSpan){p->at + 1, close, true};
        p->at = close + 1;
        return span;
    }
    while (!is_end(p, p->at) && sign(p, p->at) != ',' && sign(p, p->at) != 0x3001 &&
           !(p->depth && (sign(p, p->at) == ')' || sign(p, p->at) == '|')))
        p->at++;
    span.to = p->at;
    return span;
}

static QueryNode *code_value(Parser *p, uint32_t from, int column, ValueSpan span) {
    int field = column_info((SearchColumn)column)->field;
    const Field *info = &entity_get(ENTITY_CASE)->fields[field];
    Str text = fold_slice(p, span.from, span.to);
    QueryFilter filter = {.kind = FILTER_CODES, .column = column, .text = text};
    if (info->kind == FIELD_REF && (str_equal(text, STR("me")) || str_equal(text, STR("我")))) {
        filter = (QueryFilter){.kind = FILTER_MINE, .column = column};
    } else if (info->kind == FIELD_CHOICE) {
        const char *key = query_choice_find(field, text);
        if (!key) {
            fail(p, span.from, N_("\"{0}\" is no value of this field."), text);
            return NULL;
        }
        filter.text = str_of(key);
    } else if (text.len && text.ptr[text.len - 1] == '*' && !span.quoted) {
        filter.match = MATCH_PREFIX;
        filter.text.len--;
    } else if (info->kind == FIELD_REF) {
        filter.match = MATCH_CONTAINS;
    } else if (info->kind == FIELD_TREE) {
        filter.match = MATCH_BRANCH;
    }
    return filter_node(p, from, filter);
}

static QueryNode *byte_value(Parser *p, uint32_t from, int column, ValueSpan span) {
    Str text = fold_slice(p, span.from, span.to);
    int value = -1;
    if (column == COLUMN_STATE) {
        value = query_state_find(text);
    } else {
        const char *key = query_choice_find(CASE_AUDIENCE, text);
        const Choice *choice = entity_get(ENTITY_CASE)->fields[CASE_AUDIENCE].choices;
        for (int i = 0; key && choice[i].key; i++)
            if (strcmp(choice[i].key, key) == 0)
                value = i;
    }
    if (value < 0) {
        fail(p, span.from, N_("\"{0}\" is no value of this field."), text);
        return NULL;
    }
    if (column == COLUMN_STATE && value == STATE_ARCHIVED && !p->negated)
        p->query->names_archived = true;
    return filter_node(
        p, from,
        (QueryFilter){.kind = FILTER_BYTES, .column = column, .mask = (uint64_t)1 << value});
}

typedef struct Bounds {
    int64_t low, high;
} Bounds;

static bool is_time(int column) {
    return column == COLUMN_CREATED || column == COLUMN_UPDATED || column == COLUMN_PUBLISHED_AT;
}

static bool is_date(int column) {
    int field = column_info((SearchColumn)column)->field;
    return column == COLUMN_DUE || column == COLUMN_STALE ||
           (field >= 0 && entity_get(ENTITY_CASE)->fields[field].kind == FIELD_DATE);
}

/* A number, or the first and last instant of the days that the text names. */
static bool read_bounds(Parser *p, int column, Str text, int year, Bounds *out) {
    int32_t from, to;
    Decimal number;
    if (is_time(column) || is_date(column)) {
        if (!query_dates(text, p->options->today, year, &from, &to))
            return false;
        *out = is_time(column) ? (Bounds){date_start_ms(from), date_start_ms(to + 1) - 1}
                               : (Bounds){from, to};
        return true;
    }
    if (text.len && text.ptr[text.len - 1] == '%')
        text.len--;
    if (!number_parse_decimal(text, &number))
        return false;
    int64_t scale = 1;
    for (int i = 0; i < number.scale; i++)
        scale *= 10;
    *out = (Bounds){number.units / scale, number.units / scale};
    /* 4.5 lies between: as a lower bound it means 5, as an upper one 4. */
    if (number.units % scale)
        *out = number.units > 0 ? (Bounds){out->low + 1, out->high}
                                : (Bounds){out->low, out->high - 1};
    return true;
}

typedef enum Compare { EQUAL, AT_LEAST, AT_MOST, ABOVE, BELOW } Compare;

static Compare read_compare(Str *text) {
    static const struct {
        const char *sign;
        Compare compare;
    } signs[] = {{">=", AT_LEAST}, {"<=", AT_MOST}, {"≥", AT_LEAST}, {"≤", AT_MOST},
                 {">", ABOVE},     {"<", BELOW},    {"=", EQUAL}};
    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        Str sign_text = str_of(signs[i].sign);
        if (str_starts(*text, sign_text)) {
            *text = str_trim(str_make(text->ptr + sign_text.len, text->len - sign_text.len));
            return signs[i].compare;
        }
    }
    return EQUAL;
}

static int leading_year(Str text) {
    int year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (i >= text.len || text.ptr[i] < '0' || text.ptr[i] > '9')
            return 0;
        year = year * 10 + text.ptr[i] - '0';
    }
    return year;
}

static bool read_range(Parser *p, int column, Str text, size_t dots, Bounds *out) {
    Str left = str_trim(str_make(text.ptr, dots));
    Str right = str_trim(str_make(text.ptr + dots + 2, text.len - dots - 2));
    Bounds low = {INT64_MIN + 1, 0}, high = {0, INT64_MAX};
    if (left.len && !read_bounds(p, column, left, 0, &low))
        return false;
    if (right.len && !read_bounds(p, column, right, leading_year(left), &high))
        return false;
    *out = (Bounds){low.low, high.high};
    return left.len || right.len;
}

static bool read_comparison(Parser *p, int column, Str text, Bounds *out) {
    Compare compare = read_compare(&text);
    Bounds value;
    if (!read_bounds(p, column, text, 0, &value))
        return false;
    switch (compare) {
    case EQUAL:
        *out = value;
        break;
    case AT_LEAST:
        *out = (Bounds){value.low, INT64_MAX};
        break;
    case AT_MOST:
        *out = (Bounds){INT64_MIN + 1, value.high};
        break;
    case ABOVE:
        *out = (Bounds){value.high + 1, INT64_MAX};
        break;
    case BELOW:
        *out = (Bounds){INT64_MIN + 1, value.low - 1};
        break;
    }
    return true;
}

static QueryNode *number_value(Parser *p, uint32_t from, int column, ValueSpan span) {
    Str text = fold_slice(p, span.from, span.to);
    Bounds bounds = {0, 0};
    size_t dots = str_find(text, STR(".."), 0);
    bool ok = dots != SIZE_MAX ? read_range(p, column, text, dots, &bounds)
                               : read_comparison(p, column, text, &bounds);
    if (!ok) {
        bool date = is_time(column) || is_date(column);
        fail(p, span.from,
             date ? N_("\"{0}\" is no date or period (2026-11-20, 2026-W47, last-week, 7d).")
                  : N_("\"{0}\" is no number or range (5, >=5, 1..9)."),
             text);
        return NULL;
    }
    return filter_node(
        p, from,
        (QueryFilter){
            .kind = FILTER_NUMBER, .column = column, .low = bounds.low, .high = bounds.high});
}

static QueryNode *trust_value(Parser *p, uint32_t from, ValueSpan span) {
    Str text = fold_slice(p, span.from, span.to);
    int trust = query_trust_find(text);
    if (trust < 0) {
        fail(p, span.from, N_("\"{0}\" is no value of this field."), text);
        return NULL;
    }
    return filter_node(p, from, (QueryFilter){.kind = FILTER_TRUST, .mask = (uint64_t)1 << trust});
}

static QueryNode *is_value(Parser *p, uint32_t from, ValueSpan span) {
    Str text = fold_slice(p, span.from, span.to);
    int value;
    QueryFilter filter = {.kind = FILTER_BYTES, .column = COLUMN_STATE};
    switch (query_is_find(text, &value)) {
    case IS_NONE:
        fail(p, span.from, N_("is: does not know \"{0}\"."), text);
        return NULL;
    case IS_STATE:
        filter.mask = (uint64_t)1 << value;
        p->query->names_archived |= value == STATE_ARCHIVED && !p->negated;
        break;
    case IS_UNPUBLISHED:
        filter.mask = 1u << STATE_DRAFT | 1u << STATE_SUBMITTED | 1u << STATE_IN_REVIEW;
        break;
    case IS_TRUST:
        filter = (QueryFilter){.kind = FILTER_TRUST, .mask = (uint64_t)1 << value};
        break;
    case IS_TRASHED:
        filter = (QueryFilter){.kind = FILTER_FLAG, .mask = COLUMN_TRASHED};
        p->query->names_trashed |= !p->negated;
        break;
    case IS_IMPORTED:
        filter = (QueryFilter){.kind = FILTER_FLAG, .mask = COLUMN_IMPORTED};
        break;
    case IS_MINE:
        filter = (QueryFilter){.kind = FILTER_MINE, .column = -1};
        break;
    }
    return filter_node(p, from, filter);
}

static QueryNode *has_value(Parser *p, uint32_t from, bool has, ValueSpan span) {
    Str text = fold_slice(p, span.from, span.to);
    QueryName name = query_name_find(text);
    QueryFilter filter = {.kind = FILTER_PRESENT, .column = name.column, .bit = -1};
    if (name.kind == NAME_FIELD && name.column < 0)
        filter.bit = column_present_bit(name.field);
    bool always = filter.column == COLUMN_STATE || filter.column == COLUMN_AUDIENCE;
    if ((name.kind != NAME_FIELD && name.kind != NAME_COLUMN) || always ||
        (filter.column < 0 && filter.bit < 0)) {
        fail(p, span.from, N_("There is no field \"{0}\" that may be empty."), text);
        return NULL;
    }
    if (name.column == COLUMN_TITLE) {
        filter.column = -1;
        filter.bit = column_present_bit(CASE_TITLE);
    }
    QueryNode *node = filter_node(p, from, filter);
    if (has)
        return node;
    QueryNode *not = new_node(p, QUERY_NOT, from, p->at);
    not ->items = arena_dup(&p->query->arena, &node, sizeof node);
    not ->count = 1;
    return not ;
}

static QueryNode *text_value(Parser *p, uint32_t from, int field, ValueSpan span) {
    bool star = span.to > span.from && !span.quoted && sign(p, span.to - 1) == '*';
    QueryNode *unit = unit_node(p, span.from, span.to, field);
    if (!unit) {
        warn(p, from, N_("Nothing to look for in \"{0}\"."), slice(p, from, span.to));
        return NULL;
    }
    unit->quoted = span.quoted;
    if (star)
        set_prefix(unit);
    return unit;
}

static QueryNode *column_value(Parser *p, uint32_t from, int column, ValueSpan span) {
    switch (column_info((SearchColumn)column)->kind) {
    case COLUMN_KIND_CODE:
    case COLUMN_KIND_CODES:
        return code_value(p, from, column, span);
    case COLUMN_KIND_BYTE:
        if (column == COLUMN_STATE || column == COLUMN_AUDIENCE)
            return byte_value(p, from, column, span);
        return number_value(p, from, column, span);
    default:
        return number_value(p, from, column, span);
    }
}

static QueryNode *one_value(Parser *p, uint32_t from, QueryName name, ValueSpan span) {
    switch (name.kind) {
    case NAME_IS:
        return is_value(p, from, span);
    case NAME_HAS:
    case NAME_NO:
        return has_value(p, from, name.kind == NAME_HAS, span);
    case NAME_TRUST:
        return trust_value(p, from, span);
    case NAME_COLUMN:
        return column_value(p, from, name.column, span);
    default:
        if (name.column < 0 || name.column == COLUMN_TITLE)
            return text_value(p, from, name.field, span);
        return column_value(p, from, name.column, span);
    }
}

/* Behind the colon: values with commas between are alternatives. */
static QueryNode *field_values(Parser *p, uint32_t from, QueryName name) {
    Nodes values = {0};
    for (;;) {
        ValueSpan span = read_value(p);
        if (span.to > span.from && slice(p, span.from, span.to).len) {
            QueryNode *node = one_value(p, from, name, span);
            if (node)
                vec_push(&values, node);
        }
        if (p->failed || !(sign(p, p->at) == ',' || sign(p, p->at) == 0x3001))
            break;
        p->at++;
    }
    if (!values.len && !p->failed)
        warn(p, from, N_("\"{0}\" waits for a value."), slice(p, from, p->at));
    return list_node(p, QUERY_OR, &values, from);
}

/* ---- items ---- */

static QueryNode *read_alternatives(Parser *p);

static QueryNode *read_quoted(Parser *p) {
    uint32_t from = p->at, close = from;
    find_quote(p, from + 1, &close);
    QueryNode *unit = unit_node(p, from + 1, close, -1);
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
    if (is_sign(p, p->at, ')'))
        p->at++;
    return node;
}

/* The end of a plain word: a blank, or what ends the group around it. */
static uint32_t word_end(const Parser *p, uint32_t at) {
    unsigned open = 0;
    for (; !is_end(p, at); at++) {
        uint32_t s = sign(p, at);
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
        if (sign(p, at) != ':')
            continue;
        if (at == p->at)
            return false;
        *colon = at;
        *name = query_name_find(fold_slice(p, p->at, at));
        bool digits = sign(p, p->at) >= '0' && sign(p, p->at) <= '9';
        bool address = sign(p, at + 1) == '/' && sign(p, at + 2) == '/';
        if (name->kind == NAME_NONE && !digits && !address)
            warn(p, p->at, N_("There is no field \"{0}\": searched as text."), slice(p, p->at, at));
        return name->kind != NAME_NONE;
    }
    return false;
}

static QueryNode *read_word(Parser *p) {
    uint32_t from = p->at, end = word_end(p, from), colon;
    QueryName name;
    if (end == from) {
        p->at++;
        return NULL;
    }
    if (read_name(p, end, &name, &colon)) {
        p->at = colon + 1;
        return field_values(p, from, name);
    }
    p->at = end;
    QueryNode *unit = unit_node(p, from, end, -1);
    if (unit && end > from && sign(p, end - 1) == '*')
        set_prefix(unit);
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
    QueryNode *node = new_node(p, QUERY_NOT, from, p->at);
    node->items = arena_dup(&p->query->arena, &inner, sizeof inner);
    node->count = 1;
    return node;
}

static QueryNode *read_item(Parser *p) {
    uint32_t s = sign(p, p->at), next = sign(p, p->at + 1), close;
    if (s == '-' && next != '-' && !is_end(p, p->at + 1) && next != ')' && next != '|')
        return read_not(p);
    if (s == '(') {
        if (!has_close(p, p->at)) {
            warn(p, p->at, N_("A bracket is not closed: searched as text."), STR("("));
        } else if (p->depth >= QUERY_DEPTH) {
            warn(p, p->at, N_("Brackets are nested too deeply: searched as text."), STR("("));
        } else {
            return read_group(p);
        }
    }
    if (s == '"') {
        if (find_quote(p, p->at + 1, &close))
            return read_quoted(p);
        warn(p, p->at, N_("A quotation mark is not closed: searched as text."), STR("\""));
    }
    if (s == ')')
        warn(p, p->at, N_("A bracket was not opened: searched as text."), STR(")"));
    return read_word(p);
}

/* Items that all must hold, up to the end, a | or the bracket that closes the group. */
static QueryNode *read_sequence(Parser *p) {
    Nodes items = {0};
    uint32_t from = p->at;
    while (p->at < p->count && !p->failed) {
        uint32_t s = sign(p, p->at);
        if (s == ' ') {
            p->at++;
            continue;
        }
        if (p->depth && (s == ')' || s == '|'))
            break;
        if (s == '|' && is_end(p, p->at + 1))
            break;
        QueryNode *item = read_item(p);
        if (item)
            vec_push(&items, item);
    }
    return list_node(p, QUERY_AND, &items, from);
}

static QueryNode *read_alternatives(Parser *p) {
    Nodes items = {0};
    uint32_t from = p->at;
    for (;;) {
        QueryNode *item = read_sequence(p);
        if (item)
            vec_push(&items, item);
        if (p->failed || !is_sign(p, p->at, '|'))
            break;
        p->at++;
    }
    return list_node(p, QUERY_OR, &items, from);
}

static QueryNode *read_plain(Parser *p) {
    Nodes items = {0};
    while (p->at < p->count) {
        uint32_t from = p->at;
        while (!is_end(p, p->at))
            p->at++;
        QueryNode *unit = p->at > from ? unit_node(p, from, p->at, -1) : NULL;
        if (unit)
            vec_push(&items, unit);
        p->at++;
    }
    p->at = p->count;
    return list_node(p, QUERY_AND, &items, 0);
}

/* ---- the whole ---- */

static QueryNode *last_unit(QueryNode *node) {
    while (node && node->kind != QUERY_UNIT && node->kind != QUERY_FILTER)
        node = node->items[node->count - 1];
    return node && node->kind == QUERY_UNIT ? node : NULL;
}

/* The unit under the insertion point goes on. */
static void mark_typed(Parser *p) {
    QueryNode *unit = last_unit(p->query->root);
    if (unit && !unit->quoted && unit->end == p->count + 1)
        set_prefix(unit);
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
    /* A bracket too many ends the alternatives early only inside of groups. */
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
