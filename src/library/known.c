#include "config.h"

#include "library/known.h"

#include "conf/taxonomy.h"
#include "library/internal.h"
#include "library/settings.h"
#include "search/count.h"
#include "text/fold.h"

enum { KNOWN_CASES = 2 };

static void put_key(Buf *out, int field, Str value) {
    buf_printf(out, "%s\n", entity_get(ENTITY_CASE)->fields[field].key);
    text_fold(out, value);
}

static bool is_open(const Field *field) {
    return field->flags & FIELD_FACET && (field->kind == FIELD_VOCAB || field->kind == FIELD_LIST);
}

static bool load_used(LintLibrary *lint, StoreRead *read, bool (*cancelled)(void *context),
                      void *context, Error *err) {
    const Entity *cases = entity_get(ENTITY_CASE);
    SearchVisible whole = {.everything = true, .archived = true};
    CountRequest request = {.today = library_today(),
                            .visible = &whole,
                            .by = BY_COLUMN,
                            .cancelled = cancelled,
                            .context = context};
    CountResult result = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < cases->count; i++) {
        if (!is_open(&cases->fields[i]))
            continue;
        request.by_column = column_of_field((int)i);
        ok = search_count(lint->library->index, read, &request, &result, err);
        for (size_t j = 0; ok && j < result.len; j++) {
            Buf key = {0};
            put_key(&key, (int)i, result.rows[j].text);
            *map_put(&lint->used, buf_str(&key), NULL) += result.rows[j].cases;
            buf_free(&key);
        }
    }
    count_result_free(&result);
    return ok;
}

static bool load_tree(LintLibrary *lint, StoreRead *read, Error *err) {
    Str text;
    if (lint->has_tree)
        return true;
    lint->has_tree = true;
    return store_meta(read, "taxonomy", &text, err) &&
           (!text.ptr || taxonomy_parse(text, "taxonomy", &lint->taxonomy, err));
}

static bool load(LintLibrary *lint, bool (*cancelled)(void *context), void *context, Error *err) {
    StoreRead *read;
    if (!store_read_begin(lint->library->store, &read, err))
        return false;
    bool ok = load_tree(lint, read, err) && load_used(lint, read, cancelled, context, err);
    store_read_end(read);
    return ok;
}

bool library_lint_read(LintLibrary *lint, bool (*cancelled)(void *context), void *context) {
    Error err;
    if (lint->loaded)
        return true;
    lint->loaded = load(lint, cancelled, context, &err);
    if (lint->loaded)
        return true;
    map_free(&lint->used);
    if (err.code == ERR_CANCELLED)
        return false;
    lint->context.known = NULL; /* all count as known */
    lint->loaded = true;
    return true;
}

/* Without a tree there is nothing to choose from. */
static bool is_leaf(void *context, Str path) {
    LintLibrary *lint = context;
    StoreRead *read;
    Error ignored;
    size_t count = 0;
    if (!lint->has_tree && store_read_begin(lint->library->store, &read, &ignored)) {
        load_tree(lint, read, &ignored);
        store_read_end(read);
    }
    if (lint->taxonomy)
        taxonomy_categories(lint->taxonomy, &count);
    const TaxonomyCategory *category = count ? taxonomy_find(lint->taxonomy, path) : NULL;
    return !count || (category && category->leaf);
}

static bool is_known(void *context, int field, Str value) {
    LintLibrary *lint = context;
    library_lint_read(lint, NULL, NULL);
    if (!lint->context.known)
        return true;
    const char *name = entity_get(ENTITY_CASE)->fields[field].key;
    if (lint->taxonomy && taxonomy_value(lint->taxonomy, str_of(name), value))
        return true;
    Buf key = {0};
    put_key(&key, field, value);
    const uint64_t *cases = map_get(&lint->used, buf_str(&key));
    buf_free(&key);
    return cases && *cases >= KNOWN_CASES;
}

void library_lint_begin(Library *library, LintLibrary *out) {
    *out = (LintLibrary){0};
    out->library = library;
    out->context =
        (LintContext){.section_min = (unsigned)library_team_number(library, OPTION_SECTION_MIN),
                      .today = library_today(),
                      .known = is_known,
                      .leaf = is_leaf,
                      .known_context = out};
}

void library_lint_end(LintLibrary *lint) {
    taxonomy_free(lint->taxonomy);
    map_free(&lint->used);
    *lint = (LintLibrary){0};
}
