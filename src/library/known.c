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

static bool load_used(Library *library, StoreRead *read, Map *used, Error *err) {
    const Entity *cases = entity_get(ENTITY_CASE);
    SearchVisible whole = {.everything = true, .archived = true};
    CountRequest request = {.today = library_today(), .visible = &whole, .by = BY_COLUMN};
    CountResult result = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < cases->count; i++) {
        if (!is_open(&cases->fields[i]))
            continue;
        request.by_column = column_of_field((int)i);
        ok = search_count(library->index, read, &request, &result, err);
        for (size_t j = 0; ok && j < result.len; j++) {
            Buf key = {0};
            put_key(&key, (int)i, result.rows[j].text);
            *map_put(used, buf_str(&key), NULL) += result.rows[j].cases;
            buf_free(&key);
        }
    }
    count_result_free(&result);
    return ok;
}

static bool load(LintLibrary *lint, Error *err) {
    StoreRead *read;
    Str text;
    if (!store_read_begin(lint->library->store, &read, err))
        return false;
    bool ok = store_meta(read, "taxonomy", &text, err) &&
              (!text.ptr || taxonomy_parse(text, "taxonomy", &lint->taxonomy, err)) &&
              load_used(lint->library, read, &lint->used, err);
    store_read_end(read);
    return ok;
}

static bool is_known(void *context, int field, Str value) {
    LintLibrary *lint = context;
    Error err;
    if (!lint->loaded && !load(lint, &err))
        lint->context.known = NULL;
    lint->loaded = true;
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
                      .known_context = out};
}

void library_lint_end(LintLibrary *lint) {
    taxonomy_free(lint->taxonomy);
    map_free(&lint->used);
    *lint = (LintLibrary){0};
}
