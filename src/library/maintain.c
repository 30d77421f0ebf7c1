#include "config.h"

#include "library/maintain.h"

#include "base/file.h"
#include "base/i18n.h"
#include "library/internal.h"
#include "library/put.h"
#include "library/resolve.h"
#include "library/row.h"

bool library_backup(Library *library, const char *file, const char *key_file,
                    const Progress *progress, Error *err) {
    StoreWrite *write;
    if (!library_allow(library, RIGHT_BACKUP, err))
        return false;
    if (file_is_special(file))
        return error_set(err, ERR_INVALID, N_("{0} is a device or a pipe: a backup needs a file"),
                         "s", file);
    /* On record before the copy leaves. A library that cannot be written can still be saved. */
    if (!store_is_read_only(library->store) && library_write_begin(library, false, &write, err)) {
        StoreChange change = library_change(library, VERB_BACKUP, str_of(file_base(file)));
        if (!store_put_note(write, &change, STR(""), NULL, err))
            store_write_abort(write);
        else
            store_write_commit(write, NULL, err);
    }
    return store_backup(library->store, file, key_file, progress, err);
}

bool library_stats(Library *library, StoreStats *out, Error *err) {
    return store_stats(library->store, out, err);
}

bool library_reindex(Library *library, const Progress *progress, Error *err) {
    return library_allow(library, RIGHT_MAINTAIN, err) &&
           search_reindex(library->index, library->store, library->actor.login, 0, progress, err);
}

bool library_index_stats(Library *library, SearchStats *out, Error *err) {
    StoreRead *read;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = search_stats(library->index, read, out, err);
    store_read_end(read);
    return ok;
}

bool library_check_index(Library *library, const Progress *progress, StoreFindingFn *found,
                         void *context, uint64_t *checked, Error *err) {
    StoreRead *read;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = search_check(library->index, read, progress, found, context, checked, err);
    store_read_end(read);
    return ok;
}

bool library_check(const char *path, bool deep, const Progress *progress, StoreFindingFn *found,
                   void *context, StoreCheckResult *out, Error *err) {
    return store_check(path, deep, progress, found, context, out, err);
}

static void rebuild_summary(void *context, const Record *record, Buf *out) {
    (void)context;
    row_encode(record, out);
}

static void rebuild_name(void *context, const Record *record, Buf *out) {
    (void)context;
    put_lookup_name(record, out);
}

static bool rebuild_id(void *context, const Record *record, uint16_t *year, uint32_t *number) {
    int field = entity_field(record->entity, STR("id"));
    EntityType type;
    (void)context;
    return field >= 0 && resolve_display_id(record_text(record, field), &type, year, number);
}

bool library_repair(const char *path, const char *dir, const Progress *progress,
                    StoreFindingFn *found, void *context, StoreCheckResult *out, Error *err) {
    static const StoreRebuild rebuild = {rebuild_summary, rebuild_name, rebuild_id, NULL};
    return store_repair(path, dir, &rebuild, progress, found, context, out, err);
}

bool library_restore(const char *file, const char *key_file, const char *dir,
                     const Progress *progress, Error *err) {
    return store_restore(file, key_file, dir, progress, err);
}

bool library_compact(const char *path, uint64_t *before, uint64_t *after, const Progress *progress,
                     Error *err) {
    Library *library;
    if (!library_open(path, NULL, true, &library, err))
        return false;
    bool allowed = library_allow(library, RIGHT_MAINTAIN, err);
    library_close(library);
    return allowed && store_compact(path, before, after, progress, err);
}
