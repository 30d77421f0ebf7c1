#include "config.h"

#include "library/nothing.h"

#include "base/i18n.h"
#include "library/facets.h"
#include "library/internal.h"
#include "search/terms.h"
#include "text/fit.h"
#include "text/fold.h"

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

/* ---- values that the word names: a state, a category, an industry ---- */

typedef struct Naming {
    FacetNames *names;
    Str word; /* folded */
    NothingFound *out;
    Fit fits[NOTHING_OFFERS]; /* of the offers, best first */
} Naming;

/* Whether an offer like that stands before the one at `at`: of equals the one that finds more. */
static bool goes_before(const Naming *naming, size_t at, Fit fit, uint64_t total) {
    return naming->fits[at] > fit ||
           (naming->fits[at] == fit && naming->out->items[at].total < total);
}

/* A better one takes the place of a worse one. */
static void put_value(Naming *naming, const LibraryFacet *facet, Str value, uint64_t total) {
    NothingFound *out = naming->out;
    Buf label = {0}, shown = {0}, query = {0};
    library_facet_label(naming->names, facet, value, &label);
    Fit fit = text_fit(buf_str(&label), naming->word), stored = text_fit(value, naming->word);
    fit = stored < fit ? stored : fit;
    bool room = out->len < NOTHING_OFFERS;
    if (fit <= FIT_PINYIN && (room || goes_before(naming, NOTHING_OFFERS - 1, fit, total))) {
        size_t at = room ? out->len++ : NOTHING_OFFERS - 1;
        while (at && goes_before(naming, at - 1, fit, total)) {
            out->items[at] = out->items[at - 1];
            naming->fits[at] = naming->fits[at - 1];
            at--;
        }
        buf_printf(&shown, "%s: %.*s", _(facet->label), STR_ARG(buf_str(&label)));
        narrow_toggle(STR(""), facet->field, value, &query);
        naming->fits[at] = fit;
        out->items[at] = (NothingOffer){.kind = NOTHING_VALUE,
                                        .term = naming->word,
                                        .shown = arena_str(&out->arena, buf_str(&shown)),
                                        .query = arena_str(&out->arena, buf_str(&query)),
                                        .total = total};
    }
    buf_free(&label);
    buf_free(&shown);
    buf_free(&query);
}

static void put_facet(Naming *naming, const LibraryFacet *facet, const FindFacet *counts) {
    Arena arena = {0};
    FacetNode *nodes;
    if (facet->tree) {
        size_t len = library_facet_tree(counts, &arena, &nodes);
        for (size_t i = 0; i < len; i++)
            put_value(naming, facet, nodes[i].path, nodes[i].count);
    } else {
        for (size_t i = 0; i < counts->len; i++)
            if (counts->values[i].value.len)
                put_value(naming, facet, counts->values[i].value, counts->values[i].count);
    }
    arena_free(&arena);
}

static bool name_values(Library *library, Str word, NothingFound *out, Error *err) {
    int fields[LIBRARY_FACETS];
    for (size_t i = 0; i < LIBRARY_FACETS; i++)
        fields[i] = library_facet(i)->field;
    FindRequest request = {.bare = true, .facets = fields, .facet_count = LIBRARY_FACETS};
    FindResult result;
    Buf folded = {0};
    text_fold(&folded, word);
    Naming naming = {.names = library_facet_names(library),
                     .word = arena_str(&out->arena, buf_str(&folded)),
                     .out = out};
    bool ok = library_find(library, &request, &result, err);
    for (size_t i = 0; ok && i < result.facet_count; i++)
        put_facet(&naming, library_facet(i), &result.facets[i]);
    library_find_free(&result);
    library_facet_names_free(naming.names);
    buf_free(&folded);
    return ok;
}

/* ---- other queries ---- */

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

/* First of all: somebody looks for what was here. */
static bool look_in_archive(Library *library, Str query, NothingFound *out, Error *err) {
    NothingOffer offer = {.kind = NOTHING_ARCHIVED, .term = query};
    Buf text = {0};
    buf_printf(&text, "%.*s is:archived", STR_ARG(query));
    offer.query = arena_str(&out->arena, buf_str(&text));
    buf_free(&text);
    if (!total_of(library, offer.query, &offer.total, err))
        return false;
    if (offer.total) {
        memmove(out->items + 1, out->items, out->len++ * sizeof *out->items);
        out->items[0] = offer;
    }
    return true;
}

static bool find_other(Library *library, Str query, NothingFound *out, Error *err) {
    QueryToken pieces[MOST_TERMS] = {{0}};
    bool ok = true;
    size_t count = query_tokens(query, pieces, MOST_TERMS);
    if (count == 1 && pieces[0].word)
        return name_values(library, query, out, err);
    count = count > 1 ? count : 0; /* alone it is what was asked for */
    for (size_t i = 0; i < count && ok; i++)
        ok = !pieces[i].word || spell(library, query, &pieces[i], out, err);
    size_t spelled = out->len;
    ok = ok && find_best(library, query, pieces, count, NOTHING_WITHOUT, out, err);
    if (ok && out->len == spelled && count > 2)
        ok = find_best(library, query, pieces, count, NOTHING_ONLY, out, err);
    return ok;
}

bool library_find_nothing(Library *library, Str query, NothingFound *out, Error *err) {
    *out = (NothingFound){.len = 0};
    query = arena_str(&out->arena, query);
    return find_other(library, query, out, err) &&
           (!query.len || look_in_archive(library, query, out, err));
}

void library_nothing_free(NothingFound *found) {
    arena_free(&found->arena);
    *found = (NothingFound){.len = 0};
}
