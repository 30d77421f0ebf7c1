#include "config.h"

#include "store/compact.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "store/env.h"
#include "store/logblock.h"
#include "store/rowgroup.h"

static const char *const part_names[] = {
    [PART_LOG] = N_("revisions and changes"),
    [PART_CURRENT] = N_("current records"),
    [PART_LOOKUP] = N_("ids and names"),
    [PART_SETTINGS] = N_("settings and dictionaries"),
    [PART_FILES] = N_("attached files"),
    [PART_TERMS] = N_("index: terms"),
    [PART_POSTS] = N_("index: postings"),
    [PART_DIRS] = N_("index: directory"),
    [PART_IMETA] = N_("index: columns and state"),
};
_Static_assert(COUNT_OF(part_names) == STORE_PARTS, "one name a part");

const char *store_part_name(StorePart part) {
    return part_names[part];
}

static StorePart part_of(uint8_t table) {
    switch (table) {
    case TABLE_LOG:
    case TABLE_PART:
        return PART_LOG;
    case TABLE_CURRENT:
        return PART_CURRENT;
    case TABLE_NAME:
    case TABLE_ID:
    case TABLE_EXT:
        return PART_LOOKUP;
    case TABLE_BLOB:
        return PART_FILES;
    default:
        return PART_SETTINGS;
    }
}

static void count_log(StoreStats *stats, Str key, Str row) {
    LogRows rows;
    LogRow parsed;
    Error ignored;
    bool found = logrows_open(&rows, key, row, false, &ignored);
    stats->changes += found ? rows.last - rows.next + 1 : 1;
    if (found && !rows.blocked && logrow_parse(key, row, &parsed, &ignored))
        stats->segment_bytes += parsed.segment_bytes;
}

/* Rows of a stored row, one for a damaged one. */
static uint64_t rows_of(Table table, Str key, Str row) {
    GroupRows rows;
    GroupRow one;
    Error ignored;
    bool found = row_version(row) == ROW_GROUP;
    uint64_t count = 0;
    if (!found || !grouprows_open(&rows, table, key, row, &ignored))
        return 1;
    while (grouprows_next(&rows, &one, &found, &ignored) && found)
        count++;
    return count;
}

static bool count_row(void *context, Str key, Str row, Error *err) {
    StoreStats *stats = context;
    uint8_t table = key.len > 2 ? (uint8_t)key.ptr[2] : 0;
    StorePart part = part_of(table);
    (void)err;
    uint64_t rows = rows_of((Table)table, key, row);
    stats->rows[part] += rows;
    stats->bytes[part] += key.len + row.len;
    if (table == TABLE_LOG)
        count_log(stats, key, row);
    if (table == TABLE_CURRENT && key.len > 3 && (uint8_t)key.ptr[3] < ENTITY_TYPES)
        stats->records[(uint8_t)key.ptr[3]] += rows;
    return true;
}

static bool count_index(StoreRead *read, StoreStats *stats, Error *err) {
    static const StorePart parts[STORE_INDEX_TABLES] = {
        [STORE_TERMS] = PART_TERMS,
        [STORE_POSTS] = PART_POSTS,
        [STORE_DIRS] = PART_DIRS,
        [STORE_IMETA] = PART_IMETA,
    };
    for (int i = 0; i < STORE_INDEX_TABLES; i++) {
        uint64_t pages;
        if (!store_index_count(read, (StoreIndexTable)i, &stats->rows[parts[i]], &pages, err))
            return false;
        stats->bytes[parts[i]] = pages * stats->page_bytes;
    }
    return true;
}

/* The free pages as the snapshot sees them. */
static int count_free(MDB_txn *txn, uint64_t *pages) {
    MDB_cursor *cursor;
    MDB_val k, v;
    int code = mdb_cursor_open(txn, 0, &cursor);
    if (code)
        return code;
    *pages = 0;
    while ((code = mdb_cursor_get(cursor, &k, &v, MDB_NEXT)) == 0) {
        size_t count = 0;
        if (v.mv_size >= sizeof count)
            memcpy(&count, v.mv_data, sizeof count);
        *pages += count;
    }
    mdb_cursor_close(cursor);
    return code == MDB_NOTFOUND ? 0 : code;
}

static bool count_pages(StoreRead *read, StoreStats *stats, Error *err) {
    MDB_envinfo info;
    MDB_stat stat;
    uint64_t free_pages;
    mdb_env_info(read->store->env, &info);
    mdb_env_stat(read->store->env, &stat);
    stats->page_bytes = stat.ms_psize;
    stats->map_bytes = info.me_mapsize;
    stats->file_bytes = (info.me_last_pgno + 1) * (uint64_t)stat.ms_psize;
    stats->readers = info.me_numreaders;
    stats->reader_limit = info.me_maxreaders;
    int code = count_free(read->txn, &free_pages);
    if (code)
        return env_fail(read->store->path, code, err);
    stats->free_bytes = free_pages * stats->page_bytes;
    stats->used_bytes = stats->file_bytes - stats->free_bytes;
    return true;
}

bool store_stats(Store *store, StoreStats *out, Error *err) {
    StoreRead *read;
    *out = (StoreStats){0};
    if (!store_disk_free(store->path, &out->disk_free, err) || !store_read_begin(store, &read, err))
        return false;
    static const Key all = {.len = 0};
    bool ok = count_pages(read, out, err) && count_index(read, out, err) &&
              env_each(read, &all, &(Key){.len = 1}, count_row, out, NULL, err);
    store_read_end(read);
    return ok;
}
