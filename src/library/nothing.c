#include "config.h"

#include "library/nothing.h"

#include "library/internal.h"
#include "search/terms.h"

enum { MOST_TERMS = 12 };

/* The query with other text in the place of a piece. */
static Str replace(Arena *arena, Str text, const QueryToken *piece, Str with) {
    Buf query = {0};
    Str before = str_trim(str_make(text.ptr, piece->from));
    Str behind = str_trim(str_make(text.ptr + piece->to, text.len - piece->to));
    Str parts[] = {before, with, behind};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (query.len && parts[i].len)
            buf_putc(&query, ' ');
        buf_put_str(&query, parts[i]);
    }
    Str kept = arena_str(arena, buf_str(&query));
    buf_free(&query);
    return kept;
}

static bool total_of(Library *library, Str query, uint64_t *total, Error *err) {
    FindRequest request = {.query = query, .match = FIND_ALL, .bare = true};
    FindResult result;
    bool ok = library_find(library, &request, &result, err);
    *total = ok ? result.total : 0;
    library_find_free(&result);
    return ok;
}

/* Another spelling of a word that nothing holds. */
static bool spell(Library *library, Str text, const QueryToken *piece, NothingFound *out,
                  Error *err) {
    FindRequest request = {.query = str_make(text.ptr + piece->from, piece->to - piece->from),
                           .bare = true,
                           .limit = 1};
    FindResult result;
    bool ok = library_find(library, &request, &result, err);
    if (ok && !result.total && result.near_count && out->len + 1 < NOTHING_OFFERS) {
        NothingOffer offer = {.kind = NOTHING_SPELLED, .term = request.query};
        offer.shown = arena_str(&out->arena, result.near[0].shown);
        offer.query = replace(&out->arena, text, piece, offer.shown);
        ok = total_of(library, offer.query, &offer.total, err);
        if (ok && offer.total)
            out->items[out->len++] = offer;
    }
    library_find_free(&result);
    return ok;
}

/* The term without which, or with which alone, most is found. */
static bool find_best(Library *library, Str query, const QueryToken *pieces, size_t count,
                      NothingKind kind, NothingFound *out, Error *err) {
    NothingOffer best = {.total = 0};
    bool ok = true;
    for (size_t i = 0; i < count && ok; i++) {
        Str term = str_make(query.ptr + pieces[i].from, pieces[i].to - pieces[i].from);
        bool only = kind == NOTHING_ONLY;
        NothingOffer offer = {.kind = kind, .term = term};
        offer.query = only ? term : replace(&out->arena, query, &pieces[i], STR(""));
        ok = total_of(library, offer.query, &offer.total, err);
        if (ok && offer.total > best.total)
            best = offer;
    }
    if (ok && best.total && out->len < NOTHING_OFFERS)
        out->items[out->len++] = best;
    return ok;
}

bool library_find_nothing(Library *library, Str query, NothingFound *out, Error *err) {
    QueryToken pieces[MOST_TERMS] = {{0}};
    bool ok = true;
    *out = (NothingFound){.len = 0};
    query = arena_str(&out->arena, query);
    size_t count = query_tokens(query, pieces, MOST_TERMS);
    count = count > 1 ? count : 0; /* alone it is what was asked for */
    for (size_t i = 0; i < count && ok; i++)
        ok = !pieces[i].word || spell(library, query, &pieces[i], out, err);
    size_t spelled = out->len;
    ok = ok && find_best(library, query, pieces, count, NOTHING_WITHOUT, out, err);
    if (ok && out->len == spelled && count > 2)
        ok = find_best(library, query, pieces, count, NOTHING_ONLY, out, err);
    return ok;
}

void library_nothing_free(NothingFound *found) {
    arena_free(&found->arena);
    *found = (NothingFound){.len = 0};
}
