#include "config.h"

#include "search/rows.h"

void row_reader_free(RowReader *rows) {
    search_analyser_free(rows->analyser);
    search_document_free(&rows->document);
    buf_free(&rows->scratch);
    *rows = (RowReader){0};
}

static bool analyse_row(RowReader *rows, StoreRead *read, uint64_t number, Error *err) {
    Record *record;
    if (!store_load_change(read, number, &record, err))
        return false;
    if (!rows->analyser)
        rows->analyser = search_analyser_new();
    search_document_build(rows->analyser, record, &rows->document);
    record_free(record);
    return true;
}

/* A tombstone stands for what must not be read again; any other segment can be made anew. */
bool row_reader_document(RowReader *rows, StoreRead *read, const StoreEntry *entry, Error *err) {
    Str bytes = {0};
    Error damaged = {0};
    buf_clear(&rows->scratch);
    if (entry->segment_bytes &&
        store_segment(read, entry->number, true, &rows->scratch, &bytes, &damaged) &&
        (!rows->from_text || search_document_is_tombstone(bytes)) &&
        search_document_decode(bytes, &rows->document, &damaged))
        return true;
    return analyse_row(rows, read, entry->number, err);
}

static bool is_current(StoreRead *read, const StoreEntry *entry, bool *current, Error *err) {
    StoreCurrent row;
    bool found;
    if (!store_current_find(read, entry->type, entry->record, &row, &found, err))
        return false;
    *current = found && row.change == entry->number;
    return true;
}

static bool add_row(RowReader *rows, StoreRead *read, const StoreEntry *entry,
                    SegmentBuilder *builder, Error *err) {
    bool wanted = true;
    if (rows->only_current && !is_current(read, entry, &wanted, err))
        return false;
    if (!wanted)
        return true;
    if (!row_reader_document(rows, read, entry, err))
        return false;
    builder_add(builder, (uint32_t)entry->number, (uint32_t)entry->previous, &rows->document);
    return true;
}

bool row_reader_add(RowReader *rows, StoreRead *read, uint32_t after, uint32_t last, size_t bytes,
                    SegmentBuilder *builder, uint32_t *done, Error *err) {
    *done = after;
    while (*done < last && (*done == after || builder_bytes(builder) < bytes)) {
        StoreEntry entry;
        bool found;
        if (!store_next_revision(read, *done, &entry, &found, err))
            return false;
        if (!found || entry.number > last) {
            *done = last;
            return true;
        }
        if (entry.type == ENTITY_CASE && !add_row(rows, read, &entry, builder, err))
            return false;
        *done = (uint32_t)entry.number;
    }
    return true;
}
