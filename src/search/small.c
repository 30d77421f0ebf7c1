#include "config.h"

#include "search/small.h"

#include "search/colbuild.h"
#include "store/log.h"

static void free_document(SmallDocument *d) {
    search_document_free(&d->document);
    free(d);
}

static void clear_columns(SmallSegment *small) {
    for (int c = 0; c < SEARCH_COLUMNS; c++) {
        buf_clear(&small->columns[c].chunk);
        buf_clear(&small->columns[c].dictionary);
        small->columns[c].chunk_ends.len = 0;
    }
    buf_clear(&small->live);
}

void small_clear(SmallSegment *small) {
    VEC_EACH (document, &small->all) {
        free_document(*document);
    }
    small->all.len = small->documents.len = 0;
    small->from = small->scanned = small->unindexed = small->first_unindexed = 0;
    clear_columns(small);
}

void small_free(SmallSegment *small) {
    small_clear(small);
    vec_free(&small->all);
    vec_free(&small->documents);
    for (int c = 0; c < SEARCH_COLUMNS; c++) {
        buf_free(&small->columns[c].chunk);
        buf_free(&small->columns[c].dictionary);
        vec_free(&small->columns[c].chunk_ends);
    }
    buf_free(&small->live);
}

/* ---- keeping up with the log ---- */

static bool drop_applied(SmallSegment *small, uint32_t applied) {
    size_t kept = 0;
    for (size_t i = 0; i < small->all.len; i++) {
        if (small->all.items[i]->number <= applied)
            free_document(small->all.items[i]);
        else
            small->all.items[kept++] = small->all.items[i];
    }
    bool changed = kept != small->all.len;
    small->all.len = kept;
    return changed;
}

static void note_unindexed(SmallSegment *small, const StoreEntry *entry) {
    if (!small->unindexed++)
        small->first_unindexed = (uint32_t)entry->number;
    small->unindexed_ms = entry->at_ms;
}

/* A segment that cannot be read is as good as none: search_catch_up makes it from the text. */
static void add_row(SmallSegment *small, StoreRead *read, const StoreEntry *entry, Buf *scratch) {
    Str bytes;
    Error damaged = {0};
    if (entry->type != ENTITY_CASE)
        return;
    SmallDocument *d = mem_zalloc(sizeof *d);
    d->number = (uint32_t)entry->number;
    d->replaces = (uint32_t)entry->previous;
    buf_clear(scratch);
    if (entry->segment_bytes &&
        store_segment(read, entry->number, true, scratch, &bytes, &damaged) &&
        search_document_decode(bytes, &d->document, &damaged)) {
        vec_push(&small->all, d);
        return;
    }
    free_document(d);
    note_unindexed(small, entry);
}

static bool scan_rows(SmallSegment *small, StoreRead *read, bool *changed, Error *err) {
    StoreEntry entry;
    Buf scratch = {0};
    bool found = true, ok = true;
    size_t before = small->all.len;
    while (ok) {
        ok = store_next_revision(read, small->scanned, &entry, &found, err);
        if (!ok || !found)
            break;
        add_row(small, read, &entry, &scratch);
        small->scanned = (uint32_t)entry.number;
    }
    buf_free(&scratch);
    *changed |= small->all.len != before;
    return ok;
}

static SmallDocument *find_number(const SmallSegment *small, uint32_t number) {
    size_t low = 0, high = small->all.len;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (small->all.items[mid]->number < number)
            low = mid + 1;
        else
            high = mid;
    }
    return low < small->all.len && small->all.items[low]->number == number ? small->all.items[low]
                                                                           : NULL;
}

static bool keep_column(void *context, SearchColumn column, uint32_t chunk, Str bytes, Error *err) {
    SmallSegment *small = context;
    (void)err;
    if (chunk == UINT32_MAX) {
        buf_put_str(&small->columns[column].dictionary, bytes);
        return true;
    }
    buf_put_str(&small->columns[column].chunk, bytes);
    vec_push(&small->columns[column].chunk_ends, small->columns[column].chunk.len);
    return true;
}

static void keep_live(SmallSegment *small) {
    uint32_t docs = small_docs(small), words = (docs + 63) / 64;
    uint64_t *live = mem_zalloc((words + 1) * sizeof *live);
    for (uint32_t i = 0; i < docs; i++)
        if (!small->documents.items[i]->replaced_by)
            live[i / 64] |= (uint64_t)1 << i % 64;
    for (uint32_t from = 0; from < docs; from += CHUNK_DOCS) {
        uint32_t n = docs - from < CHUNK_DOCS ? docs - from : CHUNK_DOCS;
        chunk_put_bits(&small->columns[COLUMN_LIVE].chunk, live + from / 64, n);
        vec_push(&small->columns[COLUMN_LIVE].chunk_ends, small->columns[COLUMN_LIVE].chunk.len);
    }
    free(live);
}

static void rebuild(SmallSegment *small) {
    ColumnSet set = {0};
    Error ignored = {0};
    clear_columns(small);
    small->documents.len = 0;
    VEC_EACH (it, &small->all) {
        SmallDocument *d = *it, *older = find_number(small, d->replaces);
        d->replaced_by = 0;
        if (older)
            older->replaced_by = d->number;
        d->ordinal = d->document.tombstone ? UINT32_MAX : (uint32_t)small->documents.len;
        if (d->document.tombstone)
            continue;
        vec_push(&small->documents, d);
        column_set_add(&set, d->number, &d->document);
    }
    column_set_write(&set, keep_column, small, &ignored);
    keep_live(small);
    column_set_free(&set);
}

bool small_refresh(SmallSegment *small, StoreRead *read, uint32_t applied, Error *err) {
    uint64_t head;
    bool changed = false;
    if (!store_head(read, &head, err))
        return false;
    if (applied < small->from || head < small->scanned) { /* an older snapshot */
        small_clear(small);
        changed = true;
    }
    if (applied > small->from) {
        changed |= drop_applied(small, applied);
        if (small->first_unindexed && small->first_unindexed <= applied) {
            /* Which of the rows above are without a segment is not kept: look again. */
            small_clear(small);
            changed = true;
        }
        small->from = applied;
        if (small->scanned < applied)
            small->scanned = applied;
    }
    if (!scan_rows(small, read, &changed, err)) {
        small_clear(small);
        return false;
    }
    if (changed)
        rebuild(small);
    return true;
}

/* ---- reading ---- */

uint32_t small_docs(const SmallSegment *small) {
    return (uint32_t)small->documents.len;
}

static size_t first_term(const SearchDocument *d, TermField field, Str text) {
    SearchTerm want = {.text = text, .field = (uint8_t)field};
    size_t low = 0, high = d->term_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (search_term_compare(&d->terms[mid], &want) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool small_find(const SmallSegment *small, Str term, Arena *arena, PostingList *out) {
    TermField field = (TermField)term.ptr[0];
    Str text = str_make(term.ptr + 1, term.len - 1);
    uint32_t docs = small_docs(small), count = 0;
    uint32_t *ordinals = arena_alloc(arena, (docs + 1) * sizeof *ordinals);
    uint32_t *tf = arena_alloc(arena, (docs + 1) * sizeof *tf);
    for (uint32_t i = 0; i < docs; i++) {
        const SearchDocument *d = &small->documents.items[i]->document;
        size_t at = first_term(d, field, text);
        if (at < d->term_count && d->terms[at].field == (uint8_t)field &&
            str_equal(d->terms[at].text, text)) {
            ordinals[count] = i;
            tf[count++] = d->terms[at].tf;
        }
    }
    *out = (PostingList){.df = count,
                         .impact = 255,
                         .norm = term_norm(field),
                         .tail = count,
                         .tail_ordinals = ordinals,
                         .tail_tf = tf};
    return count > 0;
}

bool small_terms(const SmallSegment *small, Str prefix, SmallTermFn *each, void *context) {
    TermField field = (TermField)prefix.ptr[0];
    Str text = str_make(prefix.ptr + 1, prefix.len - 1);
    for (uint32_t i = 0; i < small_docs(small); i++) {
        const SearchDocument *d = &small->documents.items[i]->document;
        for (size_t at = first_term(d, field, text);
             at < d->term_count && d->terms[at].field == (uint8_t)field &&
             str_starts(d->terms[at].text, text);
             at++)
            if (!each(context, d->terms[at].text, i, d->terms[at].tf))
                return false;
    }
    return true;
}

Str small_chunk(const SmallSegment *small, SearchColumn column, uint32_t chunk) {
    if (chunk >= small->columns[column].chunk_ends.len)
        return (Str){0};
    size_t from = chunk ? small->columns[column].chunk_ends.items[chunk - 1] : 0;
    return str_make(small->columns[column].chunk.data + from,
                    small->columns[column].chunk_ends.items[chunk] - from);
}

Str small_dictionary(const SmallSegment *small, SearchColumn column) {
    return buf_str(&small->columns[column].dictionary);
}
