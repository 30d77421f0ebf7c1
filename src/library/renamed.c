#include "config.h"

#include "library/renamed.h"

#include "base/hash.h"
#include "library/taxonomy.h"
#include "library/vocabulary.h"

struct RenamedCache {
    uint64_t version; /* of the commit that was looked at last */
    uint64_t digest;  /* of the taxonomy's text */
    Taxonomy *taxonomy;
};

void renamed_cache_free(RenamedCache *cache) {
    if (!cache)
        return;
    taxonomy_free(cache->taxonomy);
    free(cache);
}

static bool renew(RenamedCache *cache, StoreRead *read, Error *err) {
    Str text;
    Taxonomy *taxonomy = NULL;
    if (!store_meta(read, "taxonomy", &text, err))
        return false;
    uint64_t digest = hash_bytes(text.ptr, text.len, 1 + !!text.ptr);
    if (digest != cache->digest) {
        if (text.ptr && !taxonomy_parse(text, "taxonomy", &taxonomy, err))
            return false;
        taxonomy_free(cache->taxonomy);
        cache->taxonomy = taxonomy;
        cache->digest = digest;
    }
    cache->version = store_read_txn_id(read);
    return true;
}

static bool load(Library *library, StoreRead *read, Error *err) {
    if (!library->renamed)
        library->renamed = mem_zalloc(sizeof *library->renamed);
    return library->renamed->version == store_read_txn_id(read) ||
           renew(library->renamed, read, err);
}

bool renamed_settle(Library *library, StoreRead *read, Record *record, Error *err) {
    if (record->entity->type != ENTITY_CASE)
        return true;
    if (!load(library, read, err))
        return false;
    vocabulary_settle_moved(library->renamed->taxonomy, record);
    return true;
}

Str library_category_now(Library *library, Str path, Arena *arena) {
    StoreRead *read;
    Error ignored;
    Buf scratch = {0};
    Str now = path;
    if (!store_read_begin(library->store, &read, &ignored))
        return path;
    if (load(library, read, &ignored) && library->renamed->taxonomy &&
        taxonomy_moved(library->renamed->taxonomy, STR("category"), path, &scratch, &now))
        now = arena_str(arena, now);
    store_read_end(read);
    buf_free(&scratch);
    return now;
}
