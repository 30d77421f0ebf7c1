#include "config.h"

#include "search/reindex.h"

#include "base/hash.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "search/rows.h"
#include "search/segwrite.h"

/* Documents are compared by the sum of the hashes of their terms: one pass over the lists. */

typedef struct Check {
    Snapshot snapshot;
    StoreRead *read;
    RowReader rows;
    const Progress *progress;
    SearchFindingFn *found;
    void *context;
    uint64_t checked, live;
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

static bool sum_list(Segment *s, Str term, const TermEntry *entry, uint64_t *sums, Error *err) {
    Arena arena = {0};
    PostingList list;
    bool ok = segment_list(s, (TermField)term.ptr[0], entry, &arena, &list, err);
    if (ok) {
        uint32_t *ordinals = arena_alloc(&arena, (list.df + 1) * sizeof *ordinals);
        uint32_t *tf = arena_alloc(&arena, (list.df + 1) * sizeof *tf);
        ok = list_read(&list, ordinals, tf, err);
        for (uint32_t i = 0; i < list.df && ok; i++)
            if (ordinals[i] < s->info.docs)
                sums[ordinals[i]] += term_hash(term, tf[i]);
    }
    arena_free(&arena);
    return ok;
}

static bool sum_terms(Segment *s, uint64_t *sums, Error *err) {
    TermWalk walk;
    bool found = true, ok = term_walk_open(&walk, s, STR("\1"), err);
    while (ok) {
        ok = term_walk_next(&walk, &found, err);
        if (!ok || !found)
            break;
        ok = sum_list(s, walk.term, &walk.entry, sums, err);
    }
    term_walk_close(&walk);
    return ok;
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

/* ---- columns ---- */

static bool same_list(Segment *s, SearchColumn c, uint32_t ordinal, const ColumnValue *value) {
    const uint8_t *codes = NULL;
    const Chunk *chunk = segment_chunk(s, c, ordinal);
    uint32_t count = chunk_list(chunk, ordinal % CHUNK_DOCS, &codes);
    if (count != value->count)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        Str text = codebook_text(segment_dictionary(s, c), chunk_list_code(chunk, codes, i));
        if (!str_equal(text, value->items[i]))
            return false;
    }
    return true;
}

static bool same_fixed(Segment *s, SearchColumn c, uint32_t ordinal, const ColumnValue *value) {
    const Chunk *chunk = segment_chunk(s, c, ordinal);
    const uint8_t *bytes = chunk_fixed(chunk, ordinal % CHUNK_DOCS);
    return bytes && value->count && value->items[0].len == chunk->width &&
           memcmp(bytes, value->items[0].ptr, chunk->width) == 0;
}

static bool same_value(Segment *s, SearchColumn c, uint32_t ordinal, const ColumnValue *value) {
    switch (column_info(c)->kind) {
    case COLUMN_KIND_BITS:
        return true;
    case COLUMN_KIND_BYTE:
        return segment_code(s, c, ordinal) == (uint32_t)value->number;
    case COLUMN_KIND_NUMBER:
        return c == COLUMN_DOCUMENT || segment_number(s, c, ordinal) == value->number;
    case COLUMN_KIND_FIXED:
        return same_fixed(s, c, ordinal, value);
    case COLUMN_KIND_CODE: {
        Str text = codebook_text(segment_dictionary(s, c), segment_code(s, c, ordinal));
        return str_equal(text, value->count ? value->items[0] : STR(""));
    }
    case COLUMN_KIND_CODES:
        return same_list(s, c, ordinal, value);
    }
    return false;
}

/* ---- documents ---- */

static bool check_document(Check *c, Segment *s, uint32_t ordinal, const uint64_t *sums,
                           Error *err) {
    uint32_t number = segment_document(s, ordinal);
    StoreEntry entry;
    StoreCurrent current;
    bool found = false;
    Error missing = {0};
    if (!store_log_entry(c->read, number, &entry, &missing) || entry.type != ENTITY_CASE) {
        report(c, N_("The index holds change {0}, which is no case."), number);
        return true;
    }
    if (!store_current_find(c->read, ENTITY_CASE, entry.record, &current, &found, err))
        return false;
    if (!found || current.change != number)
        report(c, N_("The index shows change {0}, which was replaced."), number);
    if (!row_reader_document(&c->rows, c->read, &entry, err))
        return false;
    if (sums && sums[ordinal] != document_sum(&c->rows.document))
        report(c, N_("The words of change {0} are not those of its revision."), number);
    for (int column = 1; column < SEARCH_COLUMNS; column++)
        if (!same_value(s, (SearchColumn)column, ordinal, &c->rows.document.values[column])) {
            report(c, N_("The columns of change {0} are not those of its revision."), number);
            break;
        }
    c->checked++;
    return true;
}

static bool check_segment(Check *c, Segment *s, Error *err) {
    uint64_t *sums = mem_zalloc(((size_t)s->info.docs + 1) * sizeof *sums);
    bool ok = s->small || sum_terms(s, sums, err);
    for (uint32_t i = 0; i < s->info.docs && ok; i++) {
        if (i % 100 == 0 && progress_cancelled(c->progress))
            ok = error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
        if (!ok || !segment_is_live(s, i))
            continue;
        c->live++;
        ok = check_document(c, s, i, s->small ? NULL : sums, err);
        progress_report(c->progress, c->checked, c->snapshot.docs);
    }
    free(sums);
    return ok;
}

static bool check_all(Check *c, Error *err) {
    static const StoreIndexTable tables[] = {STORE_TERMS, STORE_POSTS, STORE_DIRS, STORE_IMETA};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (!check_table(c, tables[i], err))
            return false;
    for (uint32_t i = 0; i < c->snapshot.count; i++)
        if (!check_segment(c, &c->snapshot.segments[i], err))
            return false;
    uint64_t current;
    if (!store_current_count(c->read, ENTITY_CASE, &current, err))
        return false;
    if (!c->snapshot.small->unindexed && current != c->live)
        report(c, N_("The index misses {0} cases."), current - c->live);
    return true;
}

bool search_check(SearchIndex *index, StoreRead *read, const Progress *progress,
                  SearchFindingFn *found, void *context, uint64_t *checked, Error *err) {
    Check *c = mem_zalloc(sizeof *c);
    *c = (Check){.read = read, .progress = progress, .found = found, .context = context};
    c->rows.from_text = true;
    bool ok = snapshot_open(index, read, &c->snapshot, err);
    if (ok) {
        ok = check_all(c, err);
        snapshot_close(&c->snapshot);
    }
    *checked = c->checked;
    row_reader_free(&c->rows);
    free(c);
    return ok;
}
