#include "config.h"

#include "search/reindex.h"

#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "search/checkpairs.h"
#include "search/differ.h"

/* Documents are compared by the sum of the hashes of their terms: one pass over the lists. A second
 * one names the words of those that differ. */

typedef struct Check {
    Snapshot snapshot;
    StoreRead *read;
    RowReader rows;
    const Progress *progress;
    SearchFindingFn *found;
    void *context;
    Differ differ;
    uint64_t checked, head;
    uint64_t *seen; /* bits of change numbers: live documents */
} Check;

static void report(Check *c, const char *message, uint64_t number) {
    Error finding = {0};
    error_set(&finding, ERR_CORRUPT, message, "d", (int64_t)number);
    c->found(c->context, &finding);
}

/* ---- pages ---- */

static bool check_table(Check *c, StoreIndexTable table, Error *err) {
    StoreCursor *cursor;
    Str key, value;
    bool found;
    if (!store_cursor_open(c->read, table, &cursor, err))
        return false;
    bool ok = store_cursor_seek(cursor, STR("\0"), &key, &value, &found, err);
    for (uint64_t row = 1; ok && found; row++) {
        if (!chunk_is_sound(value))
            report(c, N_("Index row {0} is damaged."), row);
        ok = store_cursor_next(cursor, &key, &value, &found, err);
    }
    store_cursor_close(cursor);
    return ok;
}

/* ---- terms ---- */

static uint64_t term_hash(Str term, uint32_t tf) {
    return hash_bytes(term.ptr, term.len, tf);
}

typedef struct TermSums {
    uint64_t *items; /* by ordinal */
    uint32_t docs;
} TermSums;

static void add_sum(void *context, Str term, uint32_t ordinal, uint32_t tf) {
    TermSums *sums = context;
    if (ordinal < sums->docs)
        sums->items[ordinal] += term_hash(term, tf);
}

static bool sum_terms(Check *c, Segment *s, uint64_t *items, Error *err) {
    TermSums sums = {items, s->info.docs};
    return segment_each_posting(s, c->progress, add_sum, &sums, err);
}

static uint64_t document_sum(const SearchDocument *document) {
    uint64_t sum = 0;
    for (size_t i = 0; i < document->term_count; i++) {
        char term[1 + TERM_BYTES];
        const SearchTerm *t = &document->terms[i];
        term[0] = (char)t->field;
        memcpy(term + 1, t->text.ptr, t->text.len);
        uint32_t tf = t->tf > UINT16_MAX ? UINT16_MAX : t->tf;
        sum += term_hash(str_make(term, t->text.len + 1), tf);
    }
    return sum;
}

/* ---- documents ---- */

static bool is_set(const uint64_t *bits, uint64_t at) {
    return bits[at / 64] >> at % 64 & 1;
}

/* Saved in a batch that has not come to its index yet. */
static bool waits(const Check *c, const StoreCurrent *current) {
    const SmallSegment *small = c->snapshot.small;
    return small->first_unindexed && current->change >= small->first_unindexed;
}

/* Whether the row is that of a case as it stands now; says what else it is. */
static bool is_current(Check *c, uint32_t number, StoreEntry *entry, bool *current, Error *err) {
    StoreCurrent row;
    bool found = false;
    Error missing = {0};
    *current = false;
    if (!store_log_entry(c->read, number, entry, &missing) || entry->type != ENTITY_CASE) {
        report(c, N_("The index holds change {0}, which is no case."), number);
        return true;
    }
    if (!store_current_find(c->read, ENTITY_CASE, entry->record, &row, &found, err))
        return false;
    *current = found && row.change == number;
    if (!*current && !(found && waits(c, &row)))
        report(c, N_("The index shows change {0}, which was replaced."), number);
    return true;
}

static uint64_t stored_sum(const Segment *s, uint32_t ordinal, const uint64_t *sums) {
    return s->small ? document_sum(&s->small->documents.items[ordinal]->document) : sums[ordinal];
}

static bool same_places(const Check *c, const Segment *s, uint32_t ordinal,
                        const PairCheck *pairs) {
    const SearchDocument *document = &c->rows.document;
    if (!s->small)
        return pair_check_places(pairs, ordinal, document);
    return pair_check_sum(&s->small->documents.items[ordinal]->document) ==
           pair_check_sum(document);
}

static bool check_document(Check *c, Segment *s, uint32_t ordinal, const uint64_t *sums,
                           const PairCheck *pairs, DifferDocuments *differing, Error *err) {
    uint32_t number = segment_document(s, ordinal);
    StoreEntry entry;
    bool current;
    if (!is_current(c, number, &entry, &current, err))
        return false;
    if (!current)
        return true;
    if (is_set(c->seen, number))
        report(c, N_("The index shows change {0} twice."), number);
    c->seen[number / 64] |= (uint64_t)1 << number % 64;
    if (!row_reader_document(&c->rows, c->read, &entry, err))
        return false;
    differ_columns(&c->differ, s, ordinal, number);
    c->checked++;
    if (stored_sum(s, ordinal, sums) == document_sum(&c->rows.document)) {
        if (!same_places(c, s, ordinal, pairs))
            report(c, N_("The places of pairs in change {0} are not those of its revision."),
                   number);
        return true;
    }
    report(c, N_("The words of change {0} are not those of its revision."), number);
    if (!s->small && differing->len < DIFFER_DOCUMENTS)
        differ_expect(&c->differ, differing, ordinal, number);
    return true;
}

/* The number of live documents as the state row has it, against the bits. */
static void check_live_count(Check *c, Segment *s) {
    uint32_t live = 0;
    for (uint32_t from = 0; from < s->info.docs && !s->small; from += CHUNK_DOCS) {
        const Chunk *chunk = segment_chunk(s, COLUMN_LIVE, from);
        for (uint32_t i = 0; chunk->data && i < chunk->n; i++)
            live += chunk->data[i / 8] >> i % 8 & 1;
    }
    if (!s->small && live != s->info.live)
        report(c, N_("The index counts {0} cases wrongly."),
               live > s->info.live ? live - s->info.live : s->info.live - live);
}

static void report_pairs(Check *c, const PairCheck *pairs) {
    Error finding = {0};
    if (!pairs->wrong)
        return;
    error_set(&finding, ERR_CORRUPT,
              N_("What is looked for by sound is not what the index holds, from “{0}” on."), "s",
              pairs->first_wrong);
    c->found(c->context, &finding);
}

static bool check_segment(Check *c, Segment *s, Error *err) {
    uint64_t *sums = mem_zalloc(((size_t)s->info.docs + 1) * sizeof *sums);
    DifferDocuments differing = {0};
    PairCheck pairs = {0};
    bool ok =
        s->small || (sum_terms(c, s, sums, err) && pair_check_read(&pairs, s, c->progress, err));
    check_live_count(c, s);
    report_pairs(c, &pairs);
    for (uint32_t i = 0; i < s->info.docs && ok; i++) {
        if (i % 100 == 0 && progress_cancelled(c->progress))
            ok = error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
        if (!ok || !segment_is_live(s, i))
            continue;
        ok = check_document(c, s, i, sums, &pairs, &differing, err);
        progress_report(c->progress, c->checked, c->snapshot.docs);
    }
    free(sums);
    pair_check_free(&pairs);
    ok = ok && differ_tell(&c->differ, s, &differing, err);
    differ_forget(&differing);
    return ok;
}

/* A case that no segment shows must be one that waits to be indexed. */
static bool check_seen(void *context, const StoreCurrent *current, Error *err) {
    Check *c = context;
    (void)err;
    if (!waits(c, current) && (current->change > c->head || !is_set(c->seen, current->change)))
        report(c, N_("The index misses change {0}."), current->change);
    return true;
}

static bool check_all(Check *c, Error *err) {
    static const StoreIndexTable tables[] = {STORE_TERMS, STORE_POSTS, STORE_DIRS, STORE_IMETA};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!check_table(c, tables[i], err))
            return false;
    if (!store_head(c->read, &c->head, err))
        return false;
    c->seen = mem_zalloc((c->head / 64 + 1) * sizeof *c->seen);
    for (uint32_t i = 0; i < c->snapshot.count; i++)
        if (!check_segment(c, &c->snapshot.segments[i], err))
            return false;
    return store_current_each(c->read, ENTITY_CASE, check_seen, c, err);
}

bool search_check(SearchIndex *index, StoreRead *read, const Progress *progress,
                  SearchFindingFn *found, void *context, uint64_t *checked, Error *err) {
    Check *c = mem_zalloc(sizeof *c);
    *c = (Check){.read = read, .progress = progress, .found = found, .context = context};
    c->rows.from_text = true;
    c->differ = (Differ){read, &c->rows, found, context, progress};
    bool ok = snapshot_open(index, read, &c->snapshot, err);
    if (ok) {
        ok = check_all(c, err);
        snapshot_close(&c->snapshot);
    }
    *checked = c->checked;
    row_reader_free(&c->rows);
    free(c->seen);
    free(c);
    return ok;
}
