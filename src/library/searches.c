#include "config.h"

#include "library/searches.h"

#include "library/internal.h"
#include "store/searches.h"
#include "text/fold.h"

#include <stdlib.h>

typedef struct Tally {
    Arena *arena;
    Uuid user; /* nil: everybody */
    Map places;
    VEC(SearchedQuery) queries;
} Tally;

static bool count(void *context, const StoreSearch *search, Error *err) {
    Tally *tally = context;
    Buf folded = {0};
    bool added;
    (void)err;
    if (!uuid_is_nil(tally->user) && !uuid_equal(tally->user, search->user))
        return true;
    text_fold(&folded, search->query);
    uint64_t *place = map_put(&tally->places, str_trim(buf_str(&folded)), &added);
    buf_free(&folded);
    if (added) {
        *place = tally->queries.len;
        vec_push(&tally->queries, (SearchedQuery){.times = 0});
    }
    SearchedQuery *query = &tally->queries.items[*place];
    bool opened = !uuid_is_nil(search->opened);
    query->times += !opened; /* what is opened was asked before */
    query->empty += !opened && !search->hits;
    query->opened += opened;
    if (search->at_ms >= query->last_ms) {
        query->query = arena_str(tally->arena, search->query);
        query->hits = search->hits;
        query->last_ms = search->at_ms;
    }
    return true;
}

static int by_need(const void *a, const void *b) {
    const SearchedQuery *x = a, *y = b;
    if (!x->hits != !y->hits)
        return x->hits ? 1 : -1;
    if (x->times != y->times)
        return x->times > y->times ? -1 : 1;
    if (x->last_ms != y->last_ms)
        return x->last_ms > y->last_ms ? -1 : 1;
    return str_compare(x->query, y->query);
}

static int by_time(const void *a, const void *b) {
    const SearchedQuery *x = a, *y = b;
    if (x->last_ms != y->last_ms)
        return x->last_ms > y->last_ms ? -1 : 1;
    return str_compare(x->query, y->query);
}

static bool tally_all(Library *library, Uuid user, int (*order)(const void *, const void *),
                      SearchedQueries *out, Error *err) {
    StoreRead *read;
    *out = (SearchedQueries){0};
    Tally tally = {.arena = &out->arena, .user = user};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_search_each(read, count, &tally, err);
    store_read_end(read);
    VEC_EACH (query, &tally.queries)
        if (query->times < query->opened) /* opened without an Enter in the filter bar */
            query->times = query->opened;
    if (tally.queries.len)
        qsort(tally.queries.items, tally.queries.len, sizeof *tally.queries.items, order);
    out->len = tally.queries.len;
    out->items =
        arena_dup(&out->arena, tally.queries.items, out->len * sizeof *tally.queries.items);
    vec_free(&tally.queries);
    map_free(&tally.places);
    return ok;
}

bool library_searches(Library *library, SearchedQueries *out, Error *err) {
    *out = (SearchedQueries){0};
    return library_allow(library, RIGHT_SEARCHES, err) &&
           tally_all(library, (Uuid){{0}}, by_need, out, err);
}

bool library_own_searches(Library *library, size_t most, SearchedQueries *out, Error *err) {
    bool ok = tally_all(library, library->actor.user, by_time, out, err);
    out->len = out->len < most ? out->len : most;
    return ok;
}

void library_searches_free(SearchedQueries *queries) {
    arena_free(&queries->arena);
    *queries = (SearchedQueries){0};
}
