#include "config.h"

#include "library/complete.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "record/state.h"
#include "search/run.h"
#include "text/fit.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>

typedef struct Candidate {
    CompleteItem item;
    Fit fit;
    size_t order; /* of making: what is equal keeps it */
} Candidate;

typedef struct Completer {
    Library *library;
    CompleteResult *out;
    QueryPlace place;
    Str rest; /* the query without the term */
    Buf typed;
    bool chinese;
    VEC(Candidate) found;
} Completer;

static bool speaks_chinese(void) {
    return (unsigned char)_(entity_get(ENTITY_CASE)->fields[CASE_TITLE].label)[0] >= 0x80;
}

/* ---- matching ---- */

static Fit fit_of(const Completer *c, Str name) {
    return text_fit(name, buf_str(&c->typed));
}

static void offer(Completer *c, CompleteItem item, Fit fit) {
    if (fit != FIT_NONE)
        vec_push(&c->found, (Candidate){item, fit, c->found.len});
}

static int compare(const void *a, const void *b) {
    const Candidate *x = a, *y = b;
    if (x->fit != y->fit)
        return x->fit < y->fit ? -1 : 1;
    if (x->item.kind != y->item.kind)
        return x->item.kind < y->item.kind ? -1 : 1;
    if (x->item.count != y->item.count)
        return x->item.count > y->item.count ? -1 : 1;
    return x->order < y->order ? -1 : 1;
}

static Fit better(Fit a, Fit b) {
    return a < b ? a : b;
}

static Fit fit_of_word(const Completer *c, const char *word) {
    return word ? fit_of(c, str_of(word)) : FIT_NONE;
}

/* ---- quoting ---- */

/* What would not be read as one value. */
static bool needs_quotes(Str value) {
    Buf folded = {0};
    text_fold(&folded, value);
    bool needs = !value.len || strpbrk(buf_text(&folded), " \t()|,:\"*<>=") ||
                 str_find(buf_str(&folded), STR("、"), 0) != SIZE_MAX;
    buf_free(&folded);
    return needs;
}

/* Takes the next part off that stands between quotation marks, or before, or behind them: they
 * cannot be written inside of two. False at the end. */
static bool next_part(Str *rest, Str *part) {
    size_t at = 0, behind = 0;
    while (at < rest->len) {
        uint32_t point;
        behind = at + utf8_next(*rest, at, &point);
        if (query_is_quote(point))
            break;
        at = behind;
    }
    *part = str_trim(str_make(rest->ptr, at));
    bool more = rest->len > 0;
    *rest = str_make(rest->ptr + behind, rest->len - behind);
    return more;
}

static void put_part(Buf *out, Str part, bool quoted) {
    bool quotes = quoted || needs_quotes(part);
    buf_printf(out, quotes ? "\"%.*s\"" : "%.*s", STR_ARG(part));
}

/* The longest part names it best. */
static void put_value(Buf *out, Str value, bool quoted) {
    Str part, best = STR("");
    while (next_part(&value, &part))
        best = part.len > best.len ? part : best;
    put_part(out, best, quoted);
}

/* The value as the language writes it for people: choices have words. */
static Str value_word(int field, Str value, bool chinese) {
    const Field *info = &entity_get(ENTITY_CASE)->fields[field];
    for (int state = 0; field == CASE_STATE && state < CASE_STATES; state++)
        if (str_equal(value, str_of(case_state_key((CaseState)state))))
            return str_of(query_state_word(state, chinese));
    for (const Choice *choice = info->choices; choice && choice->key; choice++)
        if (str_equal(value, str_of(choice->key)))
            return str_of(query_choice_word(field, choice->key, chinese));
    return value;
}

static QueryName name_of_field(int field) {
    return (QueryName){NAME_FIELD, field, column_of_field(field)};
}

void library_complete_term(int field, Str value, Buf *out) {
    bool chinese = speaks_chinese();
    const char *name = query_name_word(name_of_field(field), chinese), *between = "";
    Str rest = value_word(field, value, chinese), part;
    while (next_part(&rest, &part)) {
        if (!part.len)
            continue;
        buf_printf(out, "%s%s:", between, name);
        put_part(out, part, false);
        between = " ";
    }
}

/* ---- the words of a query ---- */

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || c == '-';
}

static Str take_word(Str *rest) {
    size_t len = 0;
    while (len < rest->len && is_word(rest->ptr[len]))
        len++;
    Str word = str_make(rest->ptr, len);
    *rest = str_make(rest->ptr + len, rest->len - len);
    return word;
}

static const char *word_of_value(QueryName name, Str value) {
    int trust = query_trust_find(value), state = query_state_find(value);
    if (name.kind == NAME_TRUST)
        return trust >= 0 ? query_trust_word(trust, true) : NULL;
    return name.kind == NAME_FIELD && name.field == CASE_STATE && state >= 0
               ? query_state_word(state, true)
               : NULL;
}

/* What stands behind the colon: values with commas between. */
static void put_values(QueryName name, Str *rest, Buf *out) {
    for (bool more = true; more;) {
        Str value = take_word(rest);
        const char *known = value.len ? word_of_value(name, value) : NULL;
        buf_put_str(out, known ? str_of(known) : value);
        more = value.len && rest->len && rest->ptr[0] == ',';
        if (more) {
            buf_putc(out, ',');
            *rest = str_make(rest->ptr + 1, rest->len - 1);
        }
    }
}

void library_query_in_words(Str query, Buf *out) {
    bool starts = true;
    if (!speaks_chinese()) {
        buf_put_str(out, query);
        return;
    }
    while (query.len) {
        Str word = starts && query.ptr[0] != '-' ? take_word(&query) : (Str){"", 0};
        QueryName name = query_name_find(word);
        bool named = word.len && query.len && query.ptr[0] == ':' && name.kind != NAME_NONE;
        buf_put_str(out, named ? str_of(query_name_word(name, true)) : word);
        if (!query.len)
            break;
        char next = query.ptr[0];
        buf_putc(out, next);
        query = str_make(query.ptr + 1, query.len - 1);
        starts = next == ' ' || next == '(' || next == '-';
        if (named)
            put_values(name, &query, out);
    }
}

/* ---- facets ---- */

/* Counts over what the rest of the query finds; over everything when the rest cannot be read. */
static bool count_values(Completer *c, const int *columns, size_t count, SearchResult *result) {
    SearchVisible visible;
    Uuid *team;
    StoreRead *read;
    Error err;
    library_visible(c->library, &visible, &team);
    SearchRequest request = {.query = c->rest,
                             .mode = SEARCH_ALL,
                             .today = library_today(),
                             .sort = -1,
                             .facets = columns,
                             .facet_count = count,
                             .visible = &visible};
    bool ok = store_read_begin(c->library->store, &read, &err);
    if (ok) {
        ok = search_run(c->library->index, read, &request, result, &err);
        request.query = STR("");
        ok = ok || search_run(c->library->index, read, &request, result, &err);
        store_read_end(read);
    }
    free(team);
    return ok;
}

/* A value of one field; as a whole term when nothing names the field yet. */
static void offer_value(Completer *c, int field, const FacetValue *value, bool whole) {
    Arena *arena = &c->out->arena;
    const char *label = entity_choice_label(&entity_get(ENTITY_CASE)->fields[field], value->text);
    Str word = value_word(field, value->text, c->chinese);
    Fit fit = fit_of(c, word);
    if (word.ptr != value->text.ptr)
        fit = better(fit, fit_of(c, value->text));
    Buf text = {0};
    if (fit == FIT_NONE)
        return;
    if (whole)
        library_complete_term(field, value->text, &text);
    else
        put_value(&text, word, c->place.quoted);
    CompleteItem item = {.kind = whole ? COMPLETE_NAME : COMPLETE_VALUE,
                         .text = arena_strdup(arena, buf_text(&text)),
                         .counted = true,
                         .count = value->count};
    item.label = label   ? _(label)
                 : whole ? item.text
                         : arena_printf(arena, "%.*s", STR_ARG(value->text));
    offer(c, item, fit);
    buf_free(&text);
}

static void offer_values(Completer *c, int field) {
    SearchResult result = {0};
    int column = column_of_field(field);
    if (count_values(c, &column, 1, &result))
        for (size_t i = 0; i < result.facets[0].len; i++)
            offer_value(c, field, &result.facets[0].items[i], false);
    search_result_free(&result);
}

/* What a bare word may be the name of. */
static void offer_names(Completer *c) {
    static const int fields[] = {CASE_CUSTOMER, CASE_TAGS,   CASE_PRODUCT,  CASE_INDUSTRY,
                                 CASE_OWNER,    CASE_REGION, CASE_CATEGORY, CASE_THEME};
    int columns[COUNT_OF(fields)];
    SearchResult result = {0};
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        columns[i] = column_of_field(fields[i]);
    if (count_values(c, columns, COUNT_OF(fields), &result))
        for (size_t i = 0; i < COUNT_OF(fields); i++)
            for (size_t j = 0; j < result.facets[i].len; j++)
                offer_value(c, fields[i], &result.facets[i].items[j], true);
    search_result_free(&result);
}

/* ---- words ---- */

/* One of two twins, in the person's language; typing the other one finds it too. */
static void offer_counted(Completer *c, const char *english, const char *chinese,
                          const uint64_t *count) {
    const char *word = c->chinese && chinese ? chinese : english;
    CompleteItem item = {.kind = COMPLETE_VALUE,
                         .text = word,
                         .label = word,
                         .counted = count != NULL,
                         .count = count ? *count : 0};
    offer(c, item, better(fit_of_word(c, english), fit_of_word(c, chinese)));
}

static void offer_word(Completer *c, const char *english, const char *chinese) {
    offer_counted(c, english, chinese, NULL);
}

static const uint64_t *count_of(const Facet *facet, const char *key) {
    static const uint64_t none = 0;
    for (size_t i = 0; i < facet->len; i++)
        if (str_equal(facet->items[i].text, str_of(key)))
            return &facet->items[i].count;
    return &none;
}

/* States and kinds of trust, with counts; archived cases are not among those that are counted. */
static void offer_states(Completer *c, bool states, bool trusts) {
    static const int columns[] = {COLUMN_STATE, FACET_TRUST};
    SearchResult result = {0};
    if (count_values(c, columns, COUNT_OF(columns), &result)) {
        for (int i = 0; i < CASE_STATES && states; i++)
            offer_counted(c, query_state_word(i, false), query_state_word(i, true),
                          i == STATE_ARCHIVED
                              ? NULL
                              : count_of(&result.facets[0], case_state_key((CaseState)i)));
        for (int i = 0; i < CASE_TRUSTS && trusts; i++) {
            bool other = states && i == TRUST_IMPORTED; /* is:imported asks where a case is from */
            offer_counted(c, query_trust_word(i, false), query_trust_word(i, true),
                          other ? NULL : count_of(&result.facets[1], case_trust_key((CaseTrust)i)));
        }
    }
    search_result_free(&result);
}

static const char *label_of(QueryName name, const char *word) {
    return name.kind == NAME_FIELD ? _(entity_get(ENTITY_CASE)->fields[name.field].label) : word;
}

static void offer_fields(Completer *c) {
    QueryName name;
    for (size_t i = 0; query_name_at(i, &name); i++) {
        const char *english = query_name_word(name, false), *chinese = query_name_word(name, true);
        const char *word = c->chinese && chinese ? chinese : english;
        Fit fit = better(fit_of_word(c, english), fit_of_word(c, chinese));
        CompleteItem item = {.kind = COMPLETE_FIELD,
                             .text = arena_printf(&c->out->arena, "%s:", word),
                             .label = label_of(name, word)};
        offer(c, item, better(fit, fit_of_word(c, item.label)));
    }
}

static bool may_be_empty(QueryName name) {
    bool always = name.column == COLUMN_STATE || name.column == COLUMN_AUDIENCE;
    return name.kind == NAME_FIELD && !always &&
           (name.column >= 0 || column_present_bit(name.field) >= 0);
}

static bool may_sort(QueryName name) {
    return (name.kind == NAME_FIELD || name.kind == NAME_COLUMN) && name.column >= 0;
}

/* Names of fields behind has:, no: and sort:. */
static void offer_field_words(Completer *c, bool (*wanted)(QueryName)) {
    QueryName name;
    for (size_t i = 0; query_name_at(i, &name); i++)
        if (wanted(name))
            offer_word(c, query_name_word(name, false), query_name_word(name, true));
}

static void offer_dates(Completer *c) {
    for (size_t i = 0;; i++) {
        const char *english = query_date_word(i, false), *chinese = query_date_word(i, true);
        const char *word = c->chinese ? chinese : english;
        if (!english && !chinese)
            break;
        if (word)
            offer(c, (CompleteItem){.kind = COMPLETE_DATE, .text = word, .label = word},
                  fit_of_word(c, word));
    }
}

static bool is_dated(QueryName name) {
    return name.column >= 0 && query_column_is_dated(name.column);
}

static bool is_listed(QueryName name) {
    if (name.kind != NAME_FIELD || name.column < 0)
        return false;
    ColumnKind kind = column_info((SearchColumn)name.column)->kind;
    return kind == COLUMN_KIND_CODE || kind == COLUMN_KIND_CODES || name.column == COLUMN_STATE ||
           name.column == COLUMN_AUDIENCE;
}

static void offer_is_words(Completer *c) {
    offer_states(c, true, true);
    const char *word;
    for (size_t i = 0; (word = query_is_word(i, false)); i++) {
        int value;
        IsKind kind = query_is_find(str_of(word), &value);
        if (kind == IS_UNPUBLISHED || kind == IS_MINE || kind == IS_TRASHED)
            offer_word(c, word, query_is_word(i, true));
    }
}

static void offer_behind_colon(Completer *c) {
    QueryName name = c->place.name;
    if (name.kind == NAME_HAS || name.kind == NAME_NO)
        offer_field_words(c, may_be_empty);
    else if (name.kind == NAME_SORT)
        offer_field_words(c, may_sort);
    else if (name.kind == NAME_TRUST)
        offer_states(c, false, true);
    else if (name.kind == NAME_IS)
        offer_is_words(c);
    else if (name.kind == NAME_FIELD && name.field == CASE_STATE)
        offer_states(c, true, false);
    else if (is_dated(name))
        offer_dates(c);
    else if (is_listed(name))
        offer_values(c, name.field);
}

/* ---- the whole ---- */

static void give(Completer *c) {
    CompleteResult *out = c->out;
    if (c->found.len)
        qsort(c->found.items, c->found.len, sizeof *c->found.items, compare);
    out->len = c->found.len < COMPLETE_MOST ? c->found.len : COMPLETE_MOST;
    out->items = arena_alloc(&out->arena, (out->len + 1) * sizeof *out->items);
    for (size_t i = 0; i < out->len; i++)
        out->items[i] = c->found.items[i].item;
}

bool library_complete(Library *library, Str text, size_t caret, CompleteResult *out) {
    Completer c = {.library = library, .out = out, .chinese = speaks_chinese()};
    Arena arena = out->arena;
    Buf rest = {0};
    arena_clear(&arena);
    *out = (CompleteResult){.arena = arena};
    query_place(text, caret, &c.place);
    out->from = c.place.from;
    out->to = c.place.to;
    buf_put_str(&rest, str_make(text.ptr, c.place.token));
    while (rest.len && strchr("-(|", rest.data[rest.len - 1]))
        rest.len--;
    buf_put_str(&rest, str_make(text.ptr + c.place.to, text.len - c.place.to));
    c.rest = buf_str(&rest);
    text_fold(&c.typed, c.place.typed);
    if (c.place.name.kind != NAME_NONE) {
        offer_behind_colon(&c);
    } else if (!c.place.quoted) {
        offer_fields(&c);
        if (c.typed.len)
            offer_names(&c);
    }
    give(&c);
    vec_free(&c.found);
    buf_free(&c.typed);
    buf_free(&rest);
    return out->len > 0;
}

void library_complete_free(CompleteResult *result) {
    arena_free(&result->arena);
    *result = (CompleteResult){0};
}

void library_complete_put(const CompleteResult *result, size_t item, Str text, Buf *out,
                          size_t *caret) {
    Str chosen = str_of(result->items[item].text);
    Str behind = str_make(text.ptr + result->to, text.len - result->to);
    buf_put_str(out, str_make(text.ptr, result->from));
    buf_put_str(out, chosen);
    bool goes_on = chosen.ptr[chosen.len - 1] == ':';
    if (!goes_on && (!behind.len || !strchr(" ),", behind.ptr[0])))
        buf_putc(out, ' ');
    *caret = out->len;
    if (!goes_on && behind.len && behind.ptr[0] == ' ')
        ++*caret;
    buf_put_str(out, behind);
}
