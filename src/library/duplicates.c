#include "config.h"

#include "library/duplicates.h"

#include "base/i18n.h"
#include "library/distinctpair.h"
#include "search/duplicates.h"

/* The engine's numbers on the way to rows: of its cases, and of their groups. */
typedef struct Places {
    size_t *group; /* of a case's group: its place in out->groups */
    size_t *row;   /* of a case */
} Places;

/* ---- what somebody said of pairs ---- */

static uint32_t root_of(const uint32_t *parents, uint32_t at) {
    while (parents[at] != at)
        at = parents[at];
    return at;
}

/* Without a pair a group may fall apart, and a case stand alone: that one goes. */
static void group_anew(DuplicateResult *result) {
    uint32_t *parents = mem_alloc((result->case_count + 1) * sizeof *parents);
    uint32_t *places = mem_alloc((result->case_count + 1) * sizeof *places);
    bool *paired = mem_zalloc(result->case_count + 1);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < result->case_count; i++)
        parents[i] = i;
    for (size_t i = 0; i < result->pair_count; i++) {
        const DuplicatePair *pair = &result->pairs[i];
        paired[pair->a] = paired[pair->b] = true;
        parents[root_of(parents, pair->a)] = root_of(parents, pair->b);
    }
    for (uint32_t i = 0; i < result->case_count; i++) {
        result->cases[i].group = root_of(parents, i);
        places[i] = kept;
        if (paired[i])
            result->cases[kept++] = result->cases[i];
    }
    for (size_t i = 0; i < result->pair_count; i++) {
        result->pairs[i].a = places[result->pairs[i].a];
        result->pairs[i].b = places[result->pairs[i].b];
    }
    for (uint32_t i = 0; i < kept; i++) /* a group is named by one of its cases */
        result->cases[i].group = places[result->cases[i].group];
    result->case_count = kept;
    free(parents);
    free(places);
    free(paired);
}

static bool drop_distinct(StoreRead *read, DuplicateResult *result, size_t *distinct, Error *err) {
    size_t kept = 0;
    for (size_t i = 0; i < result->pair_count; i++) {
        const DuplicatePair *pair = &result->pairs[i];
        bool said = false;
        if (!distinct_pair(read, result->cases[pair->a].uuid, result->cases[pair->b].uuid, &said,
                           err))
            return false;
        *distinct += said;
        if (!said)
            result->pairs[kept++] = *pair;
    }
    result->pair_count = kept;
    if (*distinct)
        group_anew(result);
    return true;
}

/* ---- rows ---- */

/* Pairs come most similar first, so do groups then. */
static void count_groups(const DuplicateResult *result, Places *places, DuplicateRows *out) {
    for (size_t i = 0; i < result->case_count; i++)
        places->group[i] = SIZE_MAX;
    for (size_t i = 0; i < result->pair_count; i++) {
        const DuplicatePair *pair = &result->pairs[i];
        uint32_t group = result->cases[pair->a].group;
        if (places->group[group] == SIZE_MAX) {
            places->group[group] = out->group_count;
            out->groups[out->group_count++] = (DuplicateGroup){.most = (double)pair->similarity};
        }
        DuplicateGroup *to = &out->groups[places->group[group]];
        to->least = (double)pair->similarity;
        if (to->contained < (double)pair->contained)
            to->contained = (double)pair->contained;
        to->pair_count++;
    }
    for (size_t i = 0; i < result->case_count; i++)
        out->groups[places->group[result->cases[i].group]].count++;
    for (size_t g = 1; g < out->group_count; g++) {
        const DuplicateGroup *before = &out->groups[g - 1];
        out->groups[g].from = before->from + before->count;
        out->groups[g].pair_from = before->pair_from + before->pair_count;
    }
}

static bool take_rows(StoreRead *read, const DuplicateResult *result, Places *places,
                      DuplicateRows *out, Error *err) {
    size_t *filled = arena_zalloc(&out->arena, (out->group_count + 1) * sizeof *filled);
    out->rows = arena_zalloc(&out->arena, (result->case_count + 1) * sizeof *out->rows);
    out->row_count = result->case_count;
    for (size_t i = 0; i < result->case_count; i++) {
        StoreCurrent current;
        size_t group = places->group[result->cases[i].group];
        size_t at = out->groups[group].from + filled[group]++;
        LibraryRow *row = &out->rows[at];
        if (!store_current(read, ENTITY_CASE, result->cases[i].uuid, &current, err) ||
            !row_decode(&current, &row->record, err))
            return false;
        row->rev = current.rev;
        row->trashed = current.trashed;
        row->change = current.change;
        places->row[i] = at;
    }
    return true;
}

static void take_pairs(const DuplicateResult *result, const Places *places, DuplicateRows *out) {
    size_t *filled = arena_zalloc(&out->arena, (out->group_count + 1) * sizeof *filled);
    out->pairs = arena_zalloc(&out->arena, (result->pair_count + 1) * sizeof *out->pairs);
    for (size_t i = 0; i < result->pair_count; i++) {
        const DuplicatePair *pair = &result->pairs[i];
        size_t group = places->group[result->cases[pair->a].group];
        size_t at = out->groups[group].pair_from + filled[group]++;
        out->pairs[at].a = places->row[pair->a];
        out->pairs[at].b = places->row[pair->b];
        out->pairs[at].similarity = (double)pair->similarity;
        out->pairs[at].contained = (double)pair->contained;
    }
}

static bool take_result(StoreRead *read, const DuplicateResult *result, DuplicateRows *out,
                        Error *err) {
    size_t room = (result->case_count + 1) * sizeof(size_t);
    Places places = {arena_zalloc(&out->arena, room), arena_zalloc(&out->arena, room)};
    out->groups = arena_zalloc(&out->arena, (result->case_count + 1) * sizeof *out->groups);
    out->compared = result->compared;
    out->cut = result->cut;
    out->us = result->us;
    count_groups(result, &places, out);
    if (!take_rows(read, result, &places, out, err))
        return false;
    take_pairs(result, &places, out);
    return true;
}

bool library_duplicates(Library *library, double min, bool all, const Progress *progress,
                        DuplicateRows *out, Error *err) {
    SearchVisible visible;
    DuplicateResult result = {0};
    StoreRead *read = NULL;
    Uuid *team;
    *out = (DuplicateRows){0};
    if (!(min >= DUPLICATES_LEAST && min <= 1))
        return error_set(err, ERR_INVALID, N_("the similarity must lie between .5 and 1"), "");
    library_visible(library, &visible, &team);
    DuplicateRequest request = {
        .min = min, .today = library_today(), .visible = &visible, .progress = progress};
    bool ok = store_read_begin(library->store, &read, err) &&
              search_duplicates(library->index, read, &request, &result, err) &&
              (all || drop_distinct(read, &result, &out->distinct, err)) &&
              take_result(read, &result, out, err);
    store_read_end(read);
    duplicate_result_free(&result);
    free(team);
    return ok;
}

void library_duplicates_free(DuplicateRows *rows) {
    for (size_t i = 0; i < rows->row_count; i++)
        if (rows->rows[i].record)
            library_row_free(&rows->rows[i]);
    arena_free(&rows->arena);
    *rows = (DuplicateRows){0};
}
