#include "config.h"

#include "base/vec.h"
#include "library/taxonomy.h"
#include "library/vocabulary.h"
#include "search/count.h"
#include "text/fold.h"

#include <stdlib.h>

/* How many cases have each tag and each category. */

static bool count_values(Library *library, StoreRead *read, int field, CountResult *out,
                         Error *err) {
    SearchVisible visible;
    Uuid *team;
    library_visible(library, &visible, &team);
    CountRequest request = {.today = library_today(),
                            .visible = &visible,
                            .by = BY_COLUMN,
                            .by_column = column_of_field(field)};
    bool ok = search_count(library->index, read, &request, out, err);
    free(team);
    return ok;
}

static TaxonName *find(TaxonNames *names, Str name) {
    VEC_EACH (item, names)
        if (text_fold_equal(item->name, name))
            return item;
    return NULL;
}

static int by_use(const void *a, const void *b) {
    const TaxonName *x = a, *y = b;
    if (x->cases != y->cases)
        return x->cases < y->cases ? 1 : -1;
    return str_compare(x->name, y->name);
}

static bool load(Library *library, int field, Vocabulary *vocabulary, CountResult *counts,
                 Error *err) {
    StoreRead *read;
    if (!vocabulary_load(library, vocabulary, err) || !store_read_begin(library->store, &read, err))
        return false;
    bool ok = count_values(library, read, field, counts, err);
    store_read_end(read);
    return ok;
}

/* Tags that only cases of others have are names all the same: nobody can give them away. */
static void add_known(const Vocabulary *vocabulary, TaxonNames *out) {
    Str key, prefix = STR("tags\n");
    uint64_t ignored;
    for (size_t at = 0; map_next(&vocabulary->known, &at, &key, &ignored);) {
        Str name = str_starts(key, prefix) ? str_make(key.ptr + prefix.len, key.len - prefix.len)
                                           : STR("");
        if (name.len && !find(out, name))
            vec_push(out, (TaxonName){.name = arena_str(&out->arena, name)});
    }
}

bool library_tags(Library *library, TaxonNames *out, Error *err) {
    Vocabulary vocabulary;
    CountResult counts = {0};
    *out = (TaxonNames){0};
    bool ok = load(library, CASE_TAGS, &vocabulary, &counts, err);
    for (size_t i = 0; ok && i < counts.len; i++)
        if (counts.rows[i].text.len)
            vec_push(out, (TaxonName){.name = arena_str(&out->arena, counts.rows[i].text),
                                      .cases = counts.rows[i].cases});
    const TaxonomyList *list =
        ok && vocabulary.taxonomy ? taxonomy_list(vocabulary.taxonomy, STR("tags")) : NULL;
    for (size_t i = 0; list && i < list->len; i++) {
        TaxonName *known = find(out, list->values[i].name);
        if (known)
            known->listed = true;
        else
            vec_push(out, (TaxonName){.name = arena_str(&out->arena, list->values[i].name),
                                      .listed = true});
    }
    if (ok)
        add_known(&vocabulary, out);
    if (out->len)
        qsort(out->items, out->len, sizeof *out->items, by_use);
    count_result_free(&counts);
    vocabulary_free(&vocabulary);
    return ok;
}

static uint64_t cases_below(const CountResult *counts, Str path) {
    uint64_t cases = 0;
    for (size_t i = 0; i < counts->len; i++) {
        Str there = counts->rows[i].text;
        bool below =
            str_starts(there, path) && (there.len == path.len || there.ptr[path.len] == '/');
        cases += below ? counts->rows[i].cases : 0;
    }
    return cases;
}

/* What no place of the tree holds, kept below "uncategorised" or written before the tree changed.
 */
static void add_others(const Taxonomy *taxonomy, const CountResult *counts, TaxonNames *out) {
    for (size_t i = 0; i < counts->len; i++) {
        Str path = counts->rows[i].text;
        const TaxonomyCategory *found = taxonomy && path.len ? taxonomy_find(taxonomy, path) : NULL;
        if (path.len && !(found && str_equal(found->path, path)))
            vec_push(out, (TaxonName){.name = arena_str(&out->arena, path),
                                      .depth = 1,
                                      .cases = counts->rows[i].cases});
    }
}

bool library_categories(Library *library, TaxonNames *out, Error *err) {
    Vocabulary vocabulary;
    CountResult counts = {0};
    size_t count = 0;
    *out = (TaxonNames){0};
    bool ok = load(library, CASE_CATEGORY, &vocabulary, &counts, err);
    const TaxonomyCategory *tree =
        ok && vocabulary.taxonomy ? taxonomy_categories(vocabulary.taxonomy, &count) : NULL;
    for (size_t i = 0; i < count; i++)
        vec_push(out, (TaxonName){.name = arena_str(&out->arena, tree[i].path),
                                  .depth = tree[i].depth,
                                  .cases = cases_below(&counts, tree[i].path),
                                  .listed = true});
    if (ok)
        add_others(vocabulary.taxonomy, &counts, out);
    count_result_free(&counts);
    vocabulary_free(&vocabulary);
    return ok;
}

void library_taxon_names_free(TaxonNames *names) {
    vec_free(names);
    arena_free(&names->arena);
    *names = (TaxonNames){0};
}
