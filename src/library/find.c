#include "config.h"

#include "library/find.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/zone.h"
#include "conf/catalogue.h"
#include "library/facets.h"
#include "library/internal.h"
#include "library/lapse.h"
#include "library/links.h"
#include "library/near.h"
#include "library/resolve.h"
#include "library/screening.h"
#include "record/state.h"
#include "search/bulk.h"
#include "search/count.h"
#include "search/run.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stddef.h>
#include <stdio.h>

enum { FACET_VALUES = 200 };

static void see_stored(Library *library, SearchVisible *out, Uuid **team) {
    size_t count = 0;
    library_refresh_people(library);
    *team = mem_alloc((library->people.len + 1) * sizeof **team);
    bool shares = library->actor.role >= ROLE_EDITOR && !uuid_is_nil(library->actor.team);
    for (size_t i = 0; shares && i < library->people.len; i++)
        if (uuid_equal(library->people.items[i].team, library->actor.team))
            (*team)[count++] = library->people.items[i].user;
    *out = (SearchVisible){.audiences = (1u << CASE_AUDIENCES) - 1,
                           .unpublished = library_sees_all_drafts(library),
                           .me = library->actor.user,
                           .team = *team,
                           .team_count = count};
}

void library_visible(Library *library, SearchVisible *out, Uuid **team) {
    const LapsedCases *lapsed = lapsed_cases(library);
    see_stored(library, out, team);
    out->lapsed = lapsed->documents;
    out->lapsed_count = lapsed->len;
}

/* What the strip shows is counted beside what the caller asks for, in the same pass. */
static const int strip_columns[] = {COLUMN_STATE, FACET_TRUST, COLUMN_SUCCESS, FACET_NEW};

static bool read_sort(Str sort, SearchRequest *out, Error *err) {
    Buf folded = {0};
    text_fold(&folded, str_trim(sort));
    bool known = query_sort_find(buf_str(&folded), &out->sort, &out->descending);
    buf_free(&folded);
    return known || error_set(err, ERR_INVALID, N_("one cannot sort by “{0}”"), "S", sort);
}

static int column_of_facet(int field) {
    if (field == FIND_TRUST)
        return FACET_TRUST;
    return field == FIND_YEAR ? FACET_YEAR : column_of_field(field);
}

static size_t strip_count(const FindRequest *request) {
    return request->bare ? 0 : COUNT_OF(strip_columns);
}

/* What the strip counts anyway is counted once. */
static void add_column(int *columns, size_t *count, int column) {
    for (size_t i = 0; i < *count; i++)
        if (columns[i] == column)
            return;
    columns[(*count)++] = column;
}

static bool make_request(Library *library, const FindRequest *in, const SearchVisible *visible,
                         int *columns, SearchRequest *out, Error *err) {
    static const SearchMode modes[] = {
        [FIND_AUTO] = SEARCH_AUTO, [FIND_ALL] = SEARCH_ALL, [FIND_ANY] = SEARCH_ANY};
    *out = (SearchRequest){.query = in->query,
                           .plain = in->plain,
                           .typing = in->typing,
                           .live = in->live,
                           .exact = in->exact,
                           .uncounted = in->uncounted,
                           .mode = modes[in->match],
                           .today = library_today(),
                           .offset = (uint32_t)in->offset,
                           .limit = (uint32_t)in->limit,
                           .sort = -1,
                           .facets = columns,
                           .facet_limit = in->facet_values ? in->facet_values : FACET_VALUES,
                           .visible = visible,
                           .near = library_near,
                           .near_context = library,
                           .cancelled = in->cancelled,
                           .context = in->context,
                           .scan = in->scan};
    for (size_t i = 0; i < strip_count(in); i++)
        columns[out->facet_count++] = strip_columns[i];
    for (size_t i = 0; i < in->facet_count; i++)
        add_column(columns, &out->facet_count, column_of_facet(in->facets[i]));
    return !in->sort.len || read_sort(in->sort, out, err);
}

static void count_strip(const SearchResult *result, size_t strip, FindCounts *out) {
    *out = (FindCounts){.cases = result->total ? result->total : result->near_total};
    for (size_t i = 0; i < strip && i < result->facet_count; i++) {
        const Facet *facet = &result->facets[i];
        for (size_t j = 0; j < facet->len; j++) {
            Str key = facet->items[j].text;
            uint64_t count = facet->items[j].count;
            static const struct {
                int column;
                Str key;
                size_t offset;
            } counted[] = {
                {COLUMN_STATE, STR("published"), offsetof(FindCounts, published)},
                {COLUMN_STATE, STR("submitted"), offsetof(FindCounts, waiting)},
                {COLUMN_STATE, STR("in_review"), offsetof(FindCounts, waiting)},
                {FACET_TRUST, STR("verified"), offsetof(FindCounts, trusted)},
                {FACET_TRUST, STR("due"), offsetof(FindCounts, due)},
                {FACET_TRUST, STR("stale"), offsetof(FindCounts, due)},
                {FACET_NEW, STR("new"), offsetof(FindCounts, new_this_week)},
                {COLUMN_SUCCESS, STR("full"), offsetof(FindCounts, success)},
                {COLUMN_SUCCESS, STR("full"), offsetof(FindCounts, judged)},
                {COLUMN_SUCCESS, STR("partial"), offsetof(FindCounts, judged)},
                {COLUMN_SUCCESS, STR("none"), offsetof(FindCounts, judged)},
            };
            for (size_t k = 0; k < COUNT_OF(counted); k++)
                if (counted[k].column == facet->column && str_equal(counted[k].key, key))
                    *(uint64_t *)((char *)out + counted[k].offset) += count;
        }
    }
}

static int compare_values(const void *a, const void *b) {
    const FindFacetValue *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return str_compare(x->value, y->value);
}

/* A query cannot tell what is equal when folded (上線 and 上线, two people of one name): that is
 * one value. */
static void take_facet(const Facet *facet, Arena *arena, FindFacet *to) {
    Map known = {0};
    to->len = 0;
    to->values = arena_alloc(arena, (facet->len + 1) * sizeof *to->values);
    for (size_t i = 0; i < facet->len; i++) {
        const FacetValue *value = &facet->items[i];
        Buf folded = {0};
        bool added;
        text_fold(&folded, value->text);
        uint64_t *place = map_put(&known, buf_str(&folded), &added);
        buf_free(&folded);
        if (added) {
            *place = to->len;
            to->values[to->len++] = (FindFacetValue){arena_str(arena, value->text), 0};
        }
        to->values[*place].count += value->count;
    }
    if (to->len < facet->len)
        qsort(to->values, to->len, sizeof *to->values, compare_values);
    map_free(&known);
}

static void take_facets(const SearchResult *result, const FindRequest *request, FindResult *out) {
    out->facets = arena_zalloc(&out->arena, (request->facet_count + 1) * sizeof *out->facets);
    for (size_t i = 0; i < request->facet_count; i++) {
        size_t at = 0;
        while (at < result->facet_count &&
               result->facets[at].column != column_of_facet(request->facets[i]))
            at++;
        if (at == result->facet_count)
            continue;
        FindFacet *to = &out->facets[out->facet_count++];
        to->field = request->facets[i];
        take_facet(&result->facets[at], &out->arena, to);
    }
}

/* Counts the fields that the query narrows once more, each without its own narrowing. */
static bool widen_facets(Library *library, StoreRead *read, const SearchRequest *whole,
                         FindResult *out, Error *err) {
    Narrowing narrowing;
    SearchResult result = {0};
    bool ok = true;
    narrowing_read(whole->query, &narrowing);
    for (size_t i = 0; i < out->facet_count && ok; i++) {
        Buf query = {0};
        int column = column_of_facet(out->facets[i].field);
        SearchRequest request = *whole;
        if (!narrowing_count(&narrowing, out->facets[i].field))
            continue;
        narrow_clear(whole->query, out->facets[i].field, &query);
        request.query = buf_str(&query);
        request.facets = &column;
        request.facet_count = 1;
        request.offset = request.limit = 0;
        ok = search_run(library->index, read, &request, &result, err);
        if (ok && result.facet_count)
            take_facet(&result.facets[0], &out->arena, &out->facets[i]);
        buf_free(&query);
    }
    search_result_free(&result);
    narrowing_free(&narrowing);
    return ok;
}

/* ---- what stands for typed words ---- */

static const struct {
    unsigned kinds;       /* set of NearKind */
    const char *sentence; /* {0}: words */
} near_notes[] = {{1 << NEAR_TYPO, N_("showing results for {0}")},
                  {1 << NEAR_SYNONYM | 1 << NEAR_FORM, N_("also {0}")},
                  {1 << NEAR_PINYIN, N_("read as {0}")},
                  {1 << NEAR_HOMOPHONE, N_("sounds like {0}")}};

/* A part of a longer text that is said. */
static bool is_said(const SearchResult *result, unsigned kinds, Str shown) {
    for (size_t i = 0; i < result->near_count; i++) {
        Str other = result->near[i].shown;
        if ((kinds >> result->near[i].kind & 1) && other.len > shown.len &&
            str_find(other, shown, 0) != SIZE_MAX)
            return true;
    }
    return false;
}

/* The words of these kinds, a few of them. */
static void put_near(const SearchResult *result, unsigned kinds, Buf *out) {
    enum { SHOWN = 3 };
    size_t count = 0;
    for (size_t i = 0; i < result->near_count; i++) {
        const SearchNear *near = &result->near[i];
        Str shown =
            metric_label(near->shown); /* a key of the catalogue is nothing that one reads */
        if (!(kinds >> near->kind & 1) || is_said(result, kinds, near->shown) ||
            str_equal_ascii_case(shown, near->typed))
            continue;
        if (count++ < SHOWN) {
            buf_puts(out, count > 1 ? ", " : "");
            buf_put_str(out, shown);
        }
    }
    if (count > SHOWN)
        buf_puts(out, "...");
}

static void make_note(const SearchResult *result, FindResult *out) {
    Buf note = {0}, words = {0};
    for (size_t i = 0; i < COUNT_OF(near_notes); i++) {
        Error sentence;
        buf_clear(&words);
        put_near(result, near_notes[i].kinds, &words);
        if (!words.len)
            continue;
        error_set(&sentence, ERR_SYNTAX, near_notes[i].sentence, "S", buf_str(&words));
        buf_puts(&note, note.len ? "; " : "");
        error_render_message(&sentence, &note);
    }
    snprintf(out->note, sizeof out->note, "%.*s",
             (int)utf8_floor(buf_str(&note), sizeof out->note - 1), buf_text(&note));
    buf_free(&note);
    buf_free(&words);
}

/* The words in quotes, before the query: its last word may still be typed. */
static void make_marks(const SearchResult *result, Str query, FindResult *out) {
    Buf marks = {0};
    for (size_t i = 0; i < result->near_count; i++) {
        buf_putc(&marks, '"');
        buf_put_str(&marks, result->near[i].shown);
        buf_puts(&marks, "\" ");
    }
    buf_put_str(&marks, query);
    out->marks = arena_str(&out->arena, buf_str(&marks));
    buf_free(&marks);
}

static void take_near(const SearchResult *result, Str query, FindResult *out) {
    out->near_total = result->near_total;
    out->near = arena_alloc(&out->arena, (result->near_count + 1) * sizeof *out->near);
    for (size_t i = 0; i < result->near_count; i++)
        out->near[out->near_count++] = (FindNear){near_kind_key(result->near[i].kind),
                                                  arena_str(&out->arena, result->near[i].typed),
                                                  arena_str(&out->arena, result->near[i].shown)};
    make_note(result, out);
    make_marks(result, query, out);
}

static bool take_hits(Library *library, StoreRead *read, const SearchResult *result,
                      FindResult *out, Error *err) {
    bool ok = true;
    out->hits = arena_zalloc(&out->arena, (result->len + 1) * sizeof *out->hits);
    for (size_t i = 0; ok && i < result->len; i++) {
        StoreCurrent current;
        bool found;
        FindHit *hit = &out->hits[out->len];
        ok = store_current_find(read, ENTITY_CASE, result->rows[i].uuid, &current, &found, err) &&
             (!found || row_decode(&current, &hit->row.record, err));
        if (!ok || !found)
            continue;
        hit->row.rev = current.rev;
        links_hide(library, hit->row.record);
        lapsed_show(library, hit->row.record);
        hit->row.trashed = current.trashed;
        hit->row.change = current.change;
        hit->score = result->rows[i].score;
        hit->any = result->rows[i].any;
        hit->near = near_kind_key(result->rows[i].near);
        out->len++;
    }
    return ok;
}

/* By the next version of the program, or of Unicode. */
static void warn_of_old_index(const SearchResult *result, FindResult *out) {
    if (result->outdated && !out->warning[0])
        snprintf(out->warning, sizeof out->warning, "%s",
                 _("the index was made by another version of the tokenizer; anliku reindex "
                   "makes it new"));
}

/* What an import that runs or was killed has not indexed yet is said, not hidden. */
static void warn_of_unindexed(Library *library, FindResult *out) {
    uint32_t rows;
    int64_t last_ms;
    Error ignored;
    if (out->warning[0] ||
        !search_unindexed(library->index, library->store, &rows, &last_ms, &ignored) || !rows)
        return;
    snprintf(out->warning, sizeof out->warning,
             ngettext("%u case waits to be indexed", "%u cases wait to be indexed", rows), rows);
}

static void take_warning(const SearchResult *result, FindResult *out) {
    if (!result->warning_count)
        return;
    const QueryWarning *warning = &result->warnings[0];
    Error sentence;
    Buf text = {0};
    error_set(&sentence, ERR_SYNTAX, warning->message, "S", warning->text);
    error_render_message(&sentence, &text);
    snprintf(out->warning, sizeof out->warning, "%.*s",
             (int)utf8_floor(buf_str(&text), sizeof out->warning - 1), buf_text(&text));
    buf_free(&text);
}

static bool by_screening(Str sort, bool *descending) {
    sort = str_trim(sort);
    *descending = sort.len && sort.ptr[0] == '-';
    if (*descending)
        sort = str_make(sort.ptr + 1, sort.len - 1);
    return str_equal_ascii_case(sort, str_of(SCREENING_SORT));
}

bool library_find_sorts(Str sort) {
    SearchRequest request;
    Error ignored;
    bool descending;
    return !sort.len || by_screening(sort, &descending) || read_sort(sort, &request, &ignored);
}

int library_find_field(Str name) {
    Buf folded = {0};
    text_fold(&folded, name);
    QueryName meaning = query_name_find(buf_str(&folded));
    buf_free(&folded);
    return meaning.kind == NAME_FIELD ? meaning.field : -1;
}

static bool find_ranked(Library *library, const FindRequest *request, FindResult *out, Error *err) {
    SearchVisible visible;
    SearchRequest search;
    SearchResult result = {0};
    Uuid *team;
    StoreRead *read = NULL;
    *out = (FindResult){0};
    if (library_find_number(library, request, out))
        return true;
    library_visible(library, &visible, &team);
    int *columns = mem_alloc((COUNT_OF(strip_columns) + request->facet_count) * sizeof *columns);
    bool ok = make_request(library, request, &visible, columns, &search, err) &&
              store_read_begin(library->store, &read, err) &&
              search_run(library->index, read, &search, &result, err);
    if (ok)
        take_near(&result, request->query, out);
    ok = ok && take_hits(library, read, &result, out, err);
    if (ok) {
        out->total = result.total;
        out->about = result.about;
        out->sorted = !result.ranked && !result.about && !result.near_total;
        out->us = result.us;
        out->version = store_read_txn_id(read);
        count_strip(&result, strip_count(request), &out->counts);
        take_facets(&result, request, out);
        ok = ok && (!request->widen || widen_facets(library, read, &search, out, err));
        take_warning(&result, out);
        warn_of_old_index(&result, out);
        warn_of_unindexed(library, out);
    }
    store_read_end(read);
    search_result_free(&result);
    free(columns);
    free(team);
    return ok;
}

/* ---- ordered by screening ---- */

static bool take_screened(Library *library, const FindRequest *request, const ScreenedOrder *order,
                          FindResult *out, Error *err) {
    size_t from = request->offset < order->len ? request->offset : order->len;
    size_t len = request->limit < order->len - from ? request->limit : order->len - from;
    StoreRead *read;
    SearchResult result = {.len = (uint32_t)len};
    result.rows = arena_zalloc(&out->arena, (len + 1) * sizeof *result.rows);
    for (size_t i = 0; i < len; i++) {
        result.rows[i].uuid = order->ids[from + i];
        result.rows[i].score = (float)order->scores[from + i];
    }
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = take_hits(library, read, &result, out, err);
    store_read_end(read);
    return ok;
}

/* Counts as ever; the rows in the order of their scores. */
static bool find_screened(Library *library, const FindRequest *request, bool descending,
                          FindResult *out, Error *err) {
    FindRequest counted = *request;
    ScreenedOrder order;
    int64_t start = clock_mono_us();
    counted.sort = STR("");
    counted.offset = counted.limit = 0;
    counted.match = FIND_ALL;
    bool ok = find_ranked(library, &counted, out, err) &&
              library_screened_order(library, request, descending, &order, err) &&
              take_screened(library, request, &order, out, err);
    out->sorted = false; /* by scores, each of which is computed */
    out->us = clock_mono_us() - start;
    return ok;
}

bool library_find(Library *library, const FindRequest *request, FindResult *out, Error *err) {
    bool descending;
    *out = (FindResult){0};
    return by_screening(request->sort, &descending)
               ? find_screened(library, request, descending, out, err)
               : find_ranked(library, request, out, err);
}

static bool screened_ids(Library *library, const FindRequest *request, bool descending, Uuid **ids,
                         size_t *count, Error *err) {
    ScreenedOrder order;
    if (!library_screened_order(library, request, descending, &order, err))
        return false;
    size_t from = request->offset < order.len ? request->offset : order.len;
    *count = request->limit < order.len - from ? request->limit : order.len - from;
    *ids = mem_alloc((*count + 1) * sizeof **ids);
    memcpy(*ids, order.ids + from, *count * sizeof **ids);
    return true;
}

static bool number_id(Library *library, const FindRequest *request, Uuid **ids, size_t *count) {
    FindResult one = {0};
    bool found = library_find_number(library, request, &one);
    if (found) {
        *ids = mem_alloc(sizeof **ids);
        **ids = record_id(one.hits[0].row.record);
        *count = 1;
    }
    library_find_free(&one);
    return found;
}

/* visible: not NULL. */
static bool find_ids(Library *library, const FindRequest *request, const SearchVisible *visible,
                     Uuid **ids, size_t *count, Error *err) {
    SearchRequest search;
    SearchResult result = {0};
    int columns[COUNT_OF(strip_columns)];
    StoreRead *read = NULL;
    FindRequest bare = *request;
    bare.bare = true;
    bare.facet_count = 0;
    bool ok = make_request(library, &bare, visible, columns, &search, err) &&
              store_read_begin(library->store, &read, err) &&
              search_run(library->index, read, &search, &result, err);
    *ids = mem_alloc((result.len + 1) * sizeof **ids);
    for (size_t i = 0; ok && i < result.len; i++)
        (*ids)[(*count)++] = result.rows[i].uuid;
    store_read_end(read);
    search_result_free(&result);
    return ok;
}

bool library_find_ids(Library *library, const FindRequest *request, Uuid **ids, size_t *count,
                      Error *err) {
    SearchVisible visible;
    Uuid *team;
    bool descending;
    *ids = NULL;
    *count = 0;
    if (by_screening(request->sort, &descending))
        return screened_ids(library, request, descending, ids, count, err);
    if (number_id(library, request, ids, count))
        return true;
    library_visible(library, &visible, &team);
    bool ok = find_ids(library, request, &visible, ids, count, err);
    free(team);
    return ok;
}

bool library_find_stored(Library *library, const FindRequest *request, Uuid **ids, size_t *count,
                         Error *err) {
    SearchVisible visible;
    Uuid *team;
    *ids = NULL;
    *count = 0;
    see_stored(library, &visible, &team);
    bool ok = find_ids(library, request, &visible, ids, count, err);
    free(team);
    return ok;
}

void library_find_free(FindResult *result) {
    for (size_t i = 0; i < result->len; i++)
        library_row_free(&result->hits[i].row);
    arena_free(&result->arena);
    *result = (FindResult){0};
}

typedef struct Tokens {
    LibraryTokenFn *each;
    void *context;
} Tokens;

static void hand_token(void *context, TermField field, Str token) {
    Tokens *tokens = context;
    tokens->each(tokens->context, term_field_label(field), token);
}

void library_words(Str text, LibraryTokenFn *each, void *context) {
    Tokens tokens = {each, context};
    search_words(text, hand_token, &tokens);
}
