#include "config.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "search/reindex.h"
#include "search/segwrite.h"

static const char *const labels[] = {
    [SIZE_CHARACTERS] = N_("characters"), [SIZE_PAIRS] = N_("pairs"),
    [SIZE_WORDS] = N_("words"),           [SIZE_SPACED] = N_("spaced words"),
    [SIZE_BEGINNINGS] = N_("beginnings"), [SIZE_INITIALS] = N_("initials"),
    [SIZE_SOUNDS] = N_("pairs by sound"), [SIZE_DIRECTORY] = N_("directory"),
    [SIZE_COLUMNS] = N_("columns")};
_Static_assert(SIZE_SOUNDS == TERM_FIELDS - TERM_CHAR, "the fields of terms come first");
_Static_assert(COUNT_OF(labels) == SEARCH_SIZES, "one label a part");

const char *search_size_label(SearchPartSize part) {
    return labels[part];
}

static bool entry_size(Segment *s, const TermWalk *walk, uint64_t *bytes, uint64_t *blocks,
                       Error *err) {
    Arena arena = {0};
    PostingList list;
    bool ok = segment_list(s, (TermField)walk->term.ptr[0], &walk->entry, &arena, &list, err);
    *bytes = walk->term.len + 4 + walk->entry.tail.len; /* front-coded: about */
    *blocks = ok ? list.blocks : 0;
    for (uint32_t b = 0; b < *blocks; b++)
        *bytes += pfor_size(&list.entries[b]);
    arena_free(&arena);
    return ok;
}

/* Terms with their lists, by field. */
static bool add_terms(Segment *s, SearchStats *out, Error *err) {
    TermWalk walk;
    bool found = true, ok = term_walk_open(&walk, s, STR("\1"), err);
    while (ok) {
        uint64_t bytes, blocks;
        ok = term_walk_next(&walk, &found, err);
        if (!ok || !found || !(ok = entry_size(s, &walk, &bytes, &blocks, err)))
            break;
        out->terms++;
        out->postings += walk.entry.df;
        out->bytes[walk.term.ptr[0] - TERM_CHAR] += bytes;
        out->bytes[SIZE_DIRECTORY] += blocks * PFOR_ENTRY_BYTES;
        if (walk.term.ptr[0] == TERM_PAIR)
            out->bytes[SIZE_SOUNDS] += PAIR_BYTES;
    }
    term_walk_close(&walk);
    return ok;
}

static bool add_segment(Segment *s, SearchStats *out, Error *err) {
    out->docs += s->info.docs;
    for (uint32_t i = 0; i < s->info.docs; i++)
        out->live += segment_is_live(s, i);
    if (s->small)
        return true;
    out->segments++;
    out->bytes[SIZE_COLUMNS] += segment_column_bytes(s);
    return add_terms(s, out, err);
}

bool search_stats(SearchIndex *index, StoreRead *read, SearchStats *out, Error *err) {
    Snapshot snapshot;
    *out = (SearchStats){0};
    if (!snapshot_open(index, read, &snapshot, err))
        return false;
    bool ok = true;
    for (uint32_t i = 0; i < snapshot.count && ok; i++)
        ok = add_segment(&snapshot.segments[i], out, err);
    out->small = (uint32_t)snapshot.small->all.len;
    out->unindexed = snapshot.small->unindexed;
    out->merging = snapshot.state->plan.phase != MERGE_NONE;
    out->rebuilding = snapshot.state->shadow.analyzer != 0;
    snapshot_close(&snapshot);
    return ok && search_is_current(read, &out->current, err);
}
