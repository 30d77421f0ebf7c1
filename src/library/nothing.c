#include "config.h"

#include "library/nothing.h"

#include "library/internal.h"
#include "search/query.h"
#include "text/utf8.h"

enum { MOST_TERMS = 12 };

typedef struct Piece {
    size_t from, to; /* bytes of the query */
    bool word;
} Piece;

static size_t byte_of(Str text, uint32_t point) {
    size_t at = 0;
    uint32_t code;
    while (--point > 0 && at < text.len)
        at += utf8_next(text, at, &code);
    return at;
}

/* The terms that all have to hold. */
static size_t cut(Str text, Piece *out) {
    Query query = {0};
    size_t count = 0;
    Error ignored;
    if (query_parse(text, &(QueryOptions){.today = library_today()}, &query, &ignored) &&
        query.root && query.root->kind == QUERY_AND) {
        for (size_t i = 0; i < query.root->count && count < MOST_TERMS; i++) {
            const QueryNode *node = query.root->items[i];
            out[count++] = (Piece){byte_of(text, node->column), byte_of(text, node->end),
                                   node->kind == QUERY_UNIT};
        }
    }
    query_free(&query);
    return count;
}

/* The query with other text in the place of a piece. */
static Str replace(Arena *arena, Str text, const Piece *piece, Str with) {
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
static bool spell(Library *library, Str text, const Piece *piece, NothingFound *out, Error *err) {
    FindRequest request = {.query = str_make(text.ptr + piece->from, piece->to - piece->from),
                           .bare = true,
                           .limit = 1};
    FindResult result;
    bool ok = library_find(library, &request, &result, err);
    if (ok && !result.total && result.near_count && out->len + 1 < NOTHING_OFFERS) {
        NothingOffer offer = {.spelled = true, .term = request.query};
        offer.shown = arena_str(&out->arena, result.near[0].shown);
        offer.query = replace(&out->arena, text, piece, offer.shown);
        ok = total_of(library, offer.query, &offer.total, err);
        if (ok && offer.total)
            out->items[out->len++] = offer;
    }
    library_find_free(&result);
    return ok;
}

bool library_find_nothing(Library *library, Str query, NothingFound *out, Error *err) {
    Piece pieces[MOST_TERMS];
    NothingOffer best = {.total = 0};
    bool ok = true;
    *out = (NothingFound){.len = 0};
    query = arena_str(&out->arena, query);
    size_t count = cut(query, pieces);
    for (size_t i = 0; i < count && ok; i++)
        ok = !pieces[i].word || spell(library, query, &pieces[i], out, err);
    for (size_t i = 0; i < count && ok; i++) {
        Str term = str_make(query.ptr + pieces[i].from, pieces[i].to - pieces[i].from);
        NothingOffer offer = {.term = term,
                              .query = replace(&out->arena, query, &pieces[i], STR(""))};
        ok = total_of(library, offer.query, &offer.total, err);
        if (ok && offer.total > best.total)
            best = offer;
    }
    if (ok && best.total && out->len < NOTHING_OFFERS)
        out->items[out->len++] = best;
    return ok;
}

void library_nothing_free(NothingFound *found) {
    arena_free(&found->arena);
    *found = (NothingFound){.len = 0};
}
