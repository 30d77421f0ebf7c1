#include "config.h"

#include "library/screening.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "library/find.h"
#include "library/screenkit.h"
#include "library/settings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const char SCREENING_SORT[] = "screening";

/* ---- scoring the cases of a query ---- */

typedef struct Scored {
    Uuid id;
    Str number; /* of the case; of the arena */
    double score;
} Scored;

typedef struct Scoring {
    Library *library;
    ScreenKit *kit;
    VEC(Scored) cases;
    size_t unknown;
    Arena arena;
} Scoring;

static bool score_one(Scoring *s, StoreRead *read, Uuid id, Error *err) {
    StoreCurrent row;
    Record *record;
    ScreenedCase one = {.score = SCREEN_UNKNOWN};
    bool found;
    if (!store_current_find(read, ENTITY_CASE, id, &row, &found, err))
        return false;
    if (!found)
        return true;
    if (!row_decode(&row, &record, err))
        return false;
    bool known = screen_kit_score(s->kit, record, &one);
    s->unknown += !known;
    vec_push(&s->cases,
             (Scored){id, arena_str(&s->arena, record_text(record, CASE_ID)), one.score});
    record_free(record);
    return true;
}

static int by_score(const void *a, const void *b) {
    const Scored *x = a, *y = b;
    if (fabs(x->score - y->score) > 1e-9)
        return x->score > y->score ? -1 : 1;
    return str_compare(x->number, y->number);
}

/* request: what is scored, all of it. */
static bool score_all(Scoring *s, const FindRequest *request, Error *err) {
    enum { LOOK_EVERY = 1024 };
    FindRequest all = *request;
    all.sort = STR("");
    all.offset = 0;
    all.limit = UINT32_MAX;
    all.match = FIND_ALL;
    Uuid *ids;
    size_t count;
    StoreRead *read = NULL;
    bool ok = library_find_ids(s->library, &all, &ids, &count, err) &&
              store_read_begin(s->library->store, &read, err) &&
              screen_kit_new(s->library, read, &s->kit, err);
    for (size_t i = 0; ok && i < count; i++) {
        ok = score_one(s, read, ids[i], err);
        if (ok && i % LOOK_EVERY == 0 && request->cancelled && request->cancelled(request->context))
            ok = error_set(err, ERR_CANCELLED, N_("cancelled"), "");
    }
    store_read_end(read);
    free(ids);
    if (ok && s->cases.len)
        qsort(s->cases.items, s->cases.len, sizeof *s->cases.items, by_score);
    return ok;
}

static void free_scoring(Scoring *s) {
    screen_kit_free(s->kit);
    vec_free(&s->cases);
    arena_free(&s->arena);
}

/* ---- the best ---- */

static bool take_best(Scoring *s, size_t limit, ScreenedCases *out, Error *err) {
    bool ok = true;
    out->screened = s->cases.len - s->unknown;
    out->unknown = s->unknown;
    size_t most = limit < out->screened ? limit : out->screened;
    out->items = arena_zalloc(&out->arena, (most + 1) * sizeof *out->items);
    for (size_t i = 0; ok && i < most; i++) {
        ScreenedCase *one = &out->items[out->len];
        ok = library_row(s->library, ENTITY_CASE, s->cases.items[i].id, &one->row, err);
        if (ok) {
            screen_kit_score(s->kit, one->row.record, one);
            out->len++;
        }
    }
    screen_kit_weights(s->kit, out->weights);
    return ok;
}

bool library_screening(Library *library, Str query, size_t limit, ScreenedCases *out, Error *err) {
    Scoring s = {.library = library};
    FindRequest request = {.query = str_trim(query).len ? query : STR("state:published")};
    int64_t start = clock_mono_us();
    *out = (ScreenedCases){0};
    bool ok = library_allow(library, RIGHT_READ, err) && score_all(&s, &request, err) &&
              take_best(&s, limit, out, err);
    out->us = clock_mono_us() - start;
    free_scoring(&s);
    return ok;
}

void library_screening_free(ScreenedCases *cases) {
    for (size_t i = 0; i < cases->len; i++)
        library_row_free(&cases->items[i].row);
    arena_free(&cases->arena);
    *cases = (ScreenedCases){0};
}

size_t library_screening_top(Library *library) {
    return (size_t)library_team_number(library, OPTION_SCREEN_TOP);
}

/* ---- as the order of a list ---- */

struct ScreenedCache {
    Buf query;
    bool typing, plain, descending;
    uint64_t version;
    int64_t made_us, cost_us; /* monotonic */
    int32_t today;
    Uuid *ids;
    double *scores;
    size_t len;
};

void screened_cache_free(ScreenedCache *cache) {
    if (!cache)
        return;
    buf_free(&cache->query);
    free(cache->ids);
    free(cache->scores);
    free(cache);
}

static bool is_fresh(const ScreenedCache *cache, const Library *library, const FindRequest *request,
                     bool descending) {
    enum { SHARE = 10 }; /* while others save, scoring takes at most a tenth of the time */
    return cache &&
           (cache->version == library_version(library) ||
            clock_mono_us() - cache->made_us < SHARE * cache->cost_us) &&
           cache->today == library_today() && cache->descending == descending &&
           cache->typing == request->typing && cache->plain == request->plain &&
           str_equal(buf_str(&cache->query), request->query);
}

/* Those without a score stay behind, whichever way the others go. */
static ScreenedCache *keep_order(const Scoring *s, const FindRequest *request, bool descending,
                                 uint64_t version, int64_t start_us) {
    ScreenedCache *cache = mem_zalloc(sizeof *cache);
    size_t len = s->cases.len, known = len - s->unknown;
    buf_put_str(&cache->query, request->query);
    cache->typing = request->typing;
    cache->plain = request->plain;
    cache->version = version;
    cache->made_us = clock_mono_us();
    cache->cost_us = cache->made_us - start_us;
    cache->today = library_today();
    cache->descending = descending;
    cache->ids = mem_alloc((len + 1) * sizeof *cache->ids);
    cache->scores = mem_alloc((len + 1) * sizeof *cache->scores);
    cache->len = len;
    for (size_t i = 0; i < len; i++) {
        const Scored *from = &s->cases.items[descending || i >= known ? i : known - 1 - i];
        cache->ids[i] = from->id;
        cache->scores[i] = from->score;
    }
    return cache;
}

bool library_screened_order(Library *library, const FindRequest *request, bool descending,
                            ScreenedOrder *out, Error *err) {
    if (!is_fresh(library->screened, library, request, descending)) {
        Scoring s = {.library = library};
        uint64_t version = library_version(library);
        int64_t start = clock_mono_us();
        bool ok = score_all(&s, request, err);
        if (ok) {
            screened_cache_free(library->screened);
            library->screened = keep_order(&s, request, descending, version, start);
        }
        free_scoring(&s);
        if (!ok)
            return false;
    }
    const ScreenedCache *cache = library->screened;
    *out = (ScreenedOrder){cache->ids, cache->scores, cache->len};
    return true;
}

/* ---- words ---- */

const char *library_screen_label(ScreenInput input) {
    Buf key = {0};
    const Entity *entity = entity_get(ENTITY_CASE);
    buf_printf(&key, "scores.%s", screen_input_key(input));
    int field = entity_field(entity, buf_str(&key));
    buf_free(&key);
    return field >= 0 ? entity->fields[field].label : "";
}

static void put_figure(double value, Buf *out) {
    char text[32];
    int len = snprintf(text, sizeof text, "%.1f", value);
    if (len > 2 && text[len - 1] == '0')
        text[len - 2] = '\0';
    buf_puts(out, text);
}

void library_screening_put_parts(const ScreenedCase *one, Buf *out) {
    const char *between = "";
    for (int i = 0; i < SCREEN_INPUTS; i++) {
        const ScreenValue *value = &one->values[i];
        if (value->value < 0)
            continue;
        buf_printf(out, "%s%s%s ", between, _(library_screen_label((ScreenInput)i)),
                   value->source == SCREEN_FROM_CASE ? "" : "*");
        put_figure(value->part, out);
        between = " + ";
    }
}

void library_screening_put_source(const ScreenValue *value, Buf *out) {
    static const char *const patterns[SCREEN_SOURCES] = {
        [SCREEN_FROM_NOTHING] = N_("not known"),
        [SCREEN_FROM_CASE] = N_("{0}, as the case says"),
        [SCREEN_FROM_USES] = N_("* {0} of 5, marks of its uses (n={1})"),
        [SCREEN_FROM_RATING] = N_("* {0}, its rating (n={1})"),
        [SCREEN_FROM_REVENUE] = N_("* place of the customer's revenue of {0} among all"),
        [SCREEN_FROM_SIZE] = N_("* {0} people at the customer's"),
        [SCREEN_FROM_CONTRACT] = N_("* {0} months, of the contract"),
        [SCREEN_FROM_CONTACTS] = N_("* {0} readers and uses in 90 days, each a person and day"),
    };
    ErrorArg args[2] = {{.kind = 's'}, {.kind = 'd', .number = value->n}};
    Buf raw = {0};
    put_figure(value->raw, &raw);
    snprintf(args[0].text, sizeof args[0].text, "%s", buf_text(&raw));
    message_fill(out, _(patterns[value->source]), args, COUNT_OF(args));
    buf_free(&raw);
}
