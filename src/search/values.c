#include "config.h"

/* The second half of the parser: what stands behind a field's name. */
#include "search/parser.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "record/state.h"
#include "search/quantity.h"

typedef struct ValueSpan {
    uint32_t from, to; /* points, without quotes */
    bool quoted;
} ValueSpan;

static bool is_sign(const Parser *p, uint32_t at, uint32_t wanted) {
    return at < p->count && p->points[at].sign == wanted;
}

bool parser_find_quote(const Parser *p, uint32_t from, uint32_t *to) {
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
    if (is_sign(p, p->at, '"') && parser_find_quote(p, p->at + 1, &close)) {
        span = (ValueSpan){p->at + 1, close, true};
        p->at = close + 1;
        return span;
    }
    while (!parser_is_end(p, p->at) && parser_sign(p, p->at) != ',' &&
           parser_sign(p, p->at) != 0x3001 &&
           !(p->depth && (parser_sign(p, p->at) == ')' || parser_sign(p, p->at) == '|')))
        p->at++;
    span.to = p->at;
    return span;
}

static QueryNode *code_value(Parser *p, uint32_t from, int column, ValueSpan span) {
    int field = column_info((SearchColumn)column)->field;
    const Field *info = &entity_get(ENTITY_CASE)->fields[field];
    Str text = parser_fold(p, span.from, span.to);
    QueryFilter filter = {.kind = FILTER_CODES, .column = column, .text = text};
    if (info->kind == FIELD_REF && (str_equal(text, STR("me")) || str_equal(text, STR("我")))) {
        filter = (QueryFilter){.kind = FILTER_MINE, .column = column};
    } else if (info->kind == FIELD_CHOICE) {
        const char *key = query_choice_find(field, text);
        if (!key) {
            parser_fail(p, span.from, N_("\"{0}\" is no value of this field."), text);
            return NULL;
        }
        filter.text = str_of(key);
    } else if (text.len && text.ptr[text.len - 1] == '*' && !span.quoted) {
        filter.match = MATCH_PREFIX;
        filter.text.len--;
    } else if (info->kind == FIELD_REF && text.len && text.ptr[0] == '=') {
        filter.text = str_trim(str_make(text.ptr + 1, text.len - 1)); /* the whole name */
    } else if (info->kind == FIELD_REF) {
        filter.match = MATCH_CONTAINS;
    } else if (info->kind == FIELD_TREE) {
        filter.match = MATCH_BRANCH;
    }
    return parser_filter(p, from, filter);
}

static QueryNode *byte_value(Parser *p, uint32_t from, int column, ValueSpan span) {
    Str text = parser_fold(p, span.from, span.to);
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
        parser_fail(p, span.from, N_("\"{0}\" is no value of this field."), text);
        return NULL;
    }
    if (column == COLUMN_STATE && value == STATE_ARCHIVED && !p->negated)
        p->query->names_archived = true;
    return parser_filter(
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

bool query_column_is_dated(int column) {
    return is_time(column) || is_date(column);
}

/* A number, or the first and last instant of the days that the text names. */
static bool read_bounds(Parser *p, int column, Str text, int year, Bounds *out) {
    int32_t from, to;
    Decimal number;
    if (query_column_is_dated(column)) {
        if (!query_dates(text, p->options->today, year, &from, &to))
            return false;
        *out = is_time(column) ? (Bounds){date_start_ms(from), date_start_ms(to + 1) - 1}
                               : (Bounds){from, to};
        return true;
    }
    if (!quantity_parse(text, &number))
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

/* What may stand between the two ends; a single - only between numbers. */
static const char *const range_signs[] = {"..", "…", "~", "到", "至", "-"};

/* The place of the sign between two ends, SIZE_MAX: there is none. */
static size_t find_range(Str text, bool date, size_t *len) {
    for (size_t i = 0; i < COUNT_OF(range_signs); i++) {
        Str sign = str_of(range_signs[i]);
        bool dash = sign.ptr[0] == '-';
        size_t at = dash && date ? SIZE_MAX : str_find(text, sign, dash);
        /* 年初至今 is one word, 至 at an end is no range. */
        bool word = (unsigned char)sign.ptr[0] >= 0x80 && (at == 0 || at + sign.len == text.len);
        *len = sign.len;
        if (at != SIZE_MAX && !word)
            return at;
    }
    return SIZE_MAX;
}

/* 2026-10-01..15 means 2026-10-15: the right end takes what it leaves out from the left one. */
static Str complete_right(Parser *p, Str left, Str right) {
    size_t missing = 0, keep = 0;
    for (size_t i = 0; i < right.len; i++)
        if (!strchr("0123456789-w", right.ptr[i]))
            return right;
    if (leading_year(right))
        return right;
    for (size_t i = 0; i < left.len; i++)
        missing += left.ptr[i] == '-';
    for (size_t i = 0; i < right.len; i++)
        missing -= right.ptr[i] == '-' && missing;
    for (size_t i = 0; i < left.len && missing; i++)
        if (left.ptr[i] == '-') {
            missing--;
            keep = i + 1;
        }
    bool week = keep < left.len && left.ptr[keep] == 'w' && right.len && right.ptr[0] != 'w';
    if (!keep || !right.len)
        return right;
    char *text = arena_printf(&p->query->arena, "%.*s%s%.*s", (int)keep, left.ptr, week ? "w" : "",
                              STR_ARG(right));
    return str_of(text);
}

/* *turned: the ends stand the wrong way round and were changed. */
static bool read_range(Parser *p, int column, Str text, size_t at, size_t len, Bounds *out,
                       bool *turned) {
    Str left = str_trim(str_make(text.ptr, at));
    Str right = str_trim(str_make(text.ptr + at + len, text.len - at - len));
    Bounds low = {INT64_MIN + 1, INT64_MAX}, high = {INT64_MIN + 1, INT64_MAX};
    if (query_column_is_dated(column))
        right = complete_right(p, left, right);
    if (left.len && !read_bounds(p, column, left, 0, &low))
        return false;
    if (right.len && !read_bounds(p, column, right, leading_year(left), &high))
        return false;
    /* 1.2 to 1.8 holds no whole number, but is not the wrong way round. */
    *turned = low.low > high.high && low.high > high.low;
    *out = *turned ? (Bounds){high.low, low.high} : (Bounds){low.low, high.high};
    return left.len || right.len;
}

static bool read_comparison(Parser *p, int column, Str text, Bounds *out) {
    static const Bounds none = {1, 0};
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
        *out = value.high < INT64_MAX ? (Bounds){value.high + 1, INT64_MAX} : none;
        break;
    case BELOW:
        *out = value.low > INT64_MIN ? (Bounds){INT64_MIN + 1, value.low - 1} : none;
        break;
    }
    return true;
}

static QueryNode *number_value(Parser *p, uint32_t from, int column, ValueSpan span) {
    Str text = parser_fold(p, span.from, span.to);
    bool date = query_column_is_dated(column), turned = false;
    Bounds bounds = {0, 0};
    size_t len, at;
    bool ok = read_comparison(p, column, text, &bounds);
    if (!ok && (at = find_range(text, date, &len)) != SIZE_MAX)
        ok = read_range(p, column, text, at, len, &bounds, &turned);
    if (!ok) {
        parser_fail(p, span.from,
                    date ? N_("\"{0}\" is no date or period (2026-11-20, 2026-W47, last-week, 7d).")
                         : N_("\"{0}\" is no number or range (5, >=5, 1..9)."),
                    text);
        return NULL;
    }
    if (turned)
        parser_warn(p, span.from, N_("The range “{0}” runs backwards: its ends were exchanged."),
                    text);
    return parser_filter(
        p, from,
        (QueryFilter){
            .kind = FILTER_NUMBER, .column = column, .low = bounds.low, .high = bounds.high});
}

static QueryNode *trust_value(Parser *p, uint32_t from, ValueSpan span) {
    Str text = parser_fold(p, span.from, span.to);
    int trust = query_trust_find(text);
    if (trust < 0) {
        parser_fail(p, span.from, N_("\"{0}\" is no value of this field."), text);
        return NULL;
    }
    return parser_filter(p, from,
                         (QueryFilter){.kind = FILTER_TRUST, .mask = (uint64_t)1 << trust});
}

static QueryNode *is_value(Parser *p, uint32_t from, ValueSpan span) {
    Str text = parser_fold(p, span.from, span.to);
    int value;
    QueryFilter filter = {.kind = FILTER_BYTES, .column = COLUMN_STATE};
    switch (query_is_find(text, &value)) {
    case IS_NONE:
        parser_fail(p, span.from, N_("is: does not know \"{0}\"."), text);
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
    return parser_filter(p, from, filter);
}

static QueryNode *has_value(Parser *p, uint32_t from, bool has, ValueSpan span) {
    Str text = parser_fold(p, span.from, span.to);
    QueryName name = query_name_find(text);
    QueryFilter filter = {.kind = FILTER_PRESENT, .column = name.column, .bit = -1};
    if (name.kind == NAME_FIELD && name.column < 0)
        filter.bit = column_present_bit(name.field);
    bool always = filter.column == COLUMN_STATE || filter.column == COLUMN_AUDIENCE;
    if ((name.kind != NAME_FIELD && name.kind != NAME_COLUMN) || always ||
        (filter.column < 0 && filter.bit < 0)) {
        parser_fail(p, span.from, N_("There is no field \"{0}\" that may be empty."), text);
        return NULL;
    }
    if (name.column == COLUMN_TITLE) {
        filter.column = -1;
        filter.bit = column_present_bit(CASE_TITLE);
    }
    QueryNode *node = parser_filter(p, from, filter);
    return has ? node : parser_not(p, node, from);
}

static QueryNode *text_value(Parser *p, uint32_t from, int field, ValueSpan span) {
    const Field *info = &entity_get(ENTITY_CASE)->fields[field];
    if (!(info->flags & FIELD_SEARCHED) && info->kind != FIELD_ROWS) {
        parser_fail(p, from, N_("One cannot search in the field \"{0}\"."),
                    parser_slice(p, from, span.from - 1 - span.quoted));
        return NULL;
    }
    bool star = span.to > span.from && !span.quoted && parser_sign(p, span.to - 1) == '*';
    QueryNode *unit = parser_unit(p, span.from, span.to, field);
    if (!unit) {
        parser_warn(p, from, N_("Nothing to look for in \"{0}\"."), parser_slice(p, from, span.to));
        return NULL;
    }
    unit->quoted = span.quoted;
    if (star)
        parser_open_end(unit);
    return unit;
}

/* The order of the list, no condition. */
static void sort_value(Parser *p, ValueSpan span) {
    Query *query = p->query;
    Str text = parser_fold(p, span.from, span.to);
    query->sorted = query_sort_find(text, &query->sort_column, &query->sort_descending);
    if (!query->sorted)
        parser_fail(p, span.from, N_("one cannot sort by “{0}”"), text);
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
    case NAME_SORT:
        sort_value(p, span);
        return NULL;
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
QueryNode *parser_values(Parser *p, uint32_t from, QueryName name) {
    Nodes values = {0};
    bool any = false;
    for (;;) {
        ValueSpan span = read_value(p);
        if (span.to > span.from && parser_slice(p, span.from, span.to).len) {
            QueryNode *node = one_value(p, from, name, span);
            any = true;
            if (node)
                vec_push(&values, node);
        }
        if (p->failed || !(parser_sign(p, p->at) == ',' || parser_sign(p, p->at) == 0x3001))
            break;
        p->at++;
    }
    if (!any && p->options->live)
        parser_fail(p, p->at, N_("\"{0}\" waits for a value."), parser_slice(p, from, p->at));
    if (!any && !p->failed)
        parser_warn(p, from, N_("\"{0}\" waits for a value."), parser_slice(p, from, p->at));
    return parser_list(p, QUERY_OR, &values, from);
}
