#include "config.h"

#include "library/synonymcache.h"

#include "base/hash.h"
#include "conf/catalogue.h"
#include "conf/taxonomy.h"
#include "store/settings.h"
#include "text/fold.h"

struct SynonymCache {
    uint64_t version; /* of the commit that was looked at last */
    uint64_t digest;  /* of what the groups are made of */
    SynonymList groups;
};

void synonym_cache_free(SynonymCache *cache) {
    if (!cache)
        return;
    library_synonym_list_free(&cache->groups);
    free(cache);
}

uint64_t synonym_cache_digest(const SynonymCache *cache) {
    return cache->digest;
}

static Str fold(SynonymList *list, Str word) {
    Buf folded = {0};
    text_fold(&folded, word);
    Str copy = arena_str(&list->arena, str_trim(buf_str(&folded)));
    buf_free(&folded);
    return copy;
}

static void fold_team(StoreRead *read, SynonymList *out) {
    SynonymList written = {0};
    synonym_read_setting(read, &written);
    for (size_t i = 0; i < written.len; i++) {
        const SynonymGroup *group = &written.items[i];
        Str *words = arena_alloc(&out->arena, group->count * sizeof *words);
        for (size_t j = 0; j < group->count; j++)
            words[j] = fold(out, group->words[j]);
        vec_push(out, (SynonymGroup){words, group->count});
    }
    library_synonym_list_free(&written);
}

static void add_value(SynonymList *out, const TaxonomyValue *value) {
    size_t count = 0;
    Str *words = arena_alloc(&out->arena, (value->synonym_count + 2) * sizeof *words);
    words[count++] = fold(out, value->name);
    if (value->name_en.len)
        words[count++] = fold(out, value->name_en);
    for (size_t i = 0; i < value->synonym_count; i++)
        words[count++] = fold(out, value->synonyms[i]);
    if (count > 1)
        vec_push(out, (SynonymGroup){words, count});
}

static void add_taxonomy(Str text, SynonymList *out) {
    static const char *const fields[] = {"tags", "industry", "product", "theme", "pain", "region"};
    Taxonomy *taxonomy;
    Error ignored;
    if (!text.ptr || !taxonomy_parse(text, "taxonomy", &taxonomy, &ignored))
        return;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        const TaxonomyList *list = taxonomy_list(taxonomy, str_of(fields[i]));
        for (size_t j = 0; list && j < list->len; j++)
            add_value(out, &list->values[j]);
    }
    taxonomy_free(taxonomy);
}

static void add_metrics(SynonymList *out) {
    size_t count;
    const Metric *metrics = metric_rows(&count);
    for (size_t i = 0; i < count; i++) {
        Str words[SYNONYM_WORDS], rest = str_of(metrics[i].names);
        size_t len = 0;
        words[len++] = fold(out, str_of(metrics[i].key));
        for (Str name; len < SYNONYM_WORDS && rest.len && str_split(&rest, '|', &name);)
            words[len++] = fold(out, name);
        vec_push(out, (SynonymGroup){arena_dup(&out->arena, words, len * sizeof *words), len});
    }
}

static void renew(Library *library, SynonymCache *cache) {
    StoreRead *read;
    Str team, taxonomy;
    Error ignored;
    if (!store_read_begin(library->store, &read, &ignored))
        return;
    cache->version = store_read_txn_id(read);
    if (!store_setting(read, (Uuid){{0}}, STR("synonyms"), &team, &ignored))
        team = (Str){NULL, 0};
    if (!store_meta(read, "taxonomy", &taxonomy, &ignored))
        taxonomy = (Str){NULL, 0};
    uint64_t digest =
        hash_bytes(taxonomy.ptr, taxonomy.len, hash_bytes(team.ptr, team.len, 1 + !!team.ptr));
    if (digest != cache->digest) {
        library_synonym_list_free(&cache->groups);
        fold_team(read, &cache->groups);
        add_taxonomy(taxonomy, &cache->groups);
        add_metrics(&cache->groups);
        cache->digest = digest;
    }
    store_read_end(read);
}

const SynonymGroup *library_synonyms(Library *library, size_t *count) {
    if (!library->synonyms)
        library->synonyms = mem_zalloc(sizeof *library->synonyms);
    SynonymCache *cache = library->synonyms;
    if (cache->version != store_txn_id(library->store))
        renew(library, cache);
    *count = cache->groups.len;
    return cache->groups.items;
}
