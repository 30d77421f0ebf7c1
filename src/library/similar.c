#include "config.h"

#include "library/similar.h"

#include "library/internal.h"
#include "search/similar.h"
#include "text/fold.h"

static bool same_customer(const Record *a, const Record *b) {
    Uuid x = record_ref_uuid(a, CASE_CUSTOMER), y = record_ref_uuid(b, CASE_CUSTOMER);
    if (!uuid_is_nil(x) && !uuid_is_nil(y))
        return uuid_equal(x, y);
    Str name = record_ref_name(a, CASE_CUSTOMER), other = record_ref_name(b, CASE_CUSTOMER);
    return name.len && other.len && text_fold_equal(name, other);
}

static bool take_case(StoreRead *read, const LibraryRow *own, const SimilarHit *hit,
                      SimilarCases *out, Error *err) {
    StoreCurrent current;
    bool found;
    SimilarCase *to = &out->items[out->len];
    if (!store_current_find(read, ENTITY_CASE, hit->uuid, &current, &found, err) ||
        (found && !row_decode(&current, &to->row.record, err)))
        return false;
    if (!found)
        return true;
    Str *shared = arena_alloc(&out->arena, (hit->shared_count + 1) * sizeof *shared);
    for (size_t i = 0; i < hit->shared_count; i++)
        shared[i] = arena_str(&out->arena, hit->shared[i]);
    to->row.rev = current.rev;
    to->row.trashed = current.trashed;
    to->row.change = current.change;
    to->cosine = (double)hit->cosine;
    to->same_customer = same_customer(own->record, to->row.record);
    to->shared = shared;
    to->shared_count = hit->shared_count;
    out->len++;
    return true;
}

static double rank_of(const SimilarCase *c) {
    return c->same_customer ? SIMILAR_SAME_CUSTOMER * c->cosine : c->cosine;
}

static int compare_cases(const void *a, const void *b) {
    const SimilarCase *x = a, *y = b;
    double p = rank_of(x), q = rank_of(y);
    if (p != q)
        return p > q ? -1 : 1;
    return x->row.change > y->row.change ? -1 : x->row.change < y->row.change;
}

static bool take_cases(StoreRead *read, const LibraryRow *own, const SimilarResult *result,
                       size_t limit, SimilarCases *out, Error *err) {
    out->us = result->us;
    out->items = arena_zalloc(&out->arena, (result->len + 1) * sizeof *out->items);
    for (size_t i = 0; i < result->len; i++)
        if (!take_case(read, own, &result->items[i], out, err))
            return false;
    if (out->len)
        qsort(out->items, out->len, sizeof *out->items, compare_cases);
    while (out->len > limit)
        library_row_free(&out->items[--out->len].row);
    return true;
}

bool library_similar(Library *library, Uuid id, size_t limit, SimilarCases *out, Error *err) {
    LibraryRow own;
    SearchVisible visible;
    SimilarResult result = {0};
    StoreRead *read = NULL;
    Uuid *team;
    *out = (SimilarCases){0};
    if (!library_row(library, ENTITY_CASE, id, &own, err))
        return false;
    library_visible(library, &visible, &team);
    SimilarRequest request = {.document = (uint32_t)own.change,
                              .uuid = id,
                              .today = library_today(),
                              .visible = &visible};
    bool ok = store_read_begin(library->store, &read, err) &&
              search_similar(library->index, read, &request, &result, err) &&
              take_cases(read, &own, &result, limit, out, err);
    store_read_end(read);
    similar_result_free(&result);
    library_row_free(&own);
    free(team);
    return ok;
}

void library_similar_free(SimilarCases *cases) {
    for (size_t i = 0; i < cases->len; i++)
        library_row_free(&cases->items[i].row);
    arena_free(&cases->arena);
    *cases = (SimilarCases){0};
}
