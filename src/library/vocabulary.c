#include "config.h"

#include "library/vocabulary.h"

#include "base/file.h"
#include "base/paths.h"
#include "search/count.h"
#include "text/fold.h"

#include <stdio.h>

static const int open_fields[] = {CASE_INDUSTRY, CASE_PRODUCT, CASE_REGION, CASE_TAGS};

bool vocabulary_seed(Library *library, Error *err) {
    char path[1024];
    Buf text = {0};
    StoreWrite *write;
    snprintf(path, sizeof path, "%s/taxonomy.yaml", paths_data_dir());
    bool ok =
        file_read(path, 1 << 20, &text, err) && library_write_begin(library, false, &write, err);
    if (ok) {
        ok = store_put_meta(write, "taxonomy", buf_str(&text), err);
        if (ok)
            ok = store_write_commit(write, NULL, err);
        else
            store_write_abort(write);
    }
    buf_free(&text);
    return ok;
}

static void put_key(Buf *out, int field, Str value) {
    buf_printf(out, "%s\n", entity_get(ENTITY_CASE)->fields[field].key);
    text_fold(out, value);
}

static bool load_used(Library *library, StoreRead *read, Vocabulary *out, Error *err) {
    SearchVisible whole = {.everything = true, .archived = true, .trashed = true};
    CountRequest request = {.today = library_today(), .visible = &whole, .by = BY_COLUMN};
    CountResult result = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < COUNT_OF(open_fields); i++) {
        request.by_column = column_of_field(open_fields[i]);
        ok = search_count(library->index, read, &request, &result, err);
        for (size_t j = 0; ok && j < result.len; j++) {
            Buf key = {0};
            put_key(&key, open_fields[i], result.rows[j].text);
            map_put(&out->known, buf_str(&key), NULL);
            buf_free(&key);
        }
    }
    count_result_free(&result);
    return ok;
}

bool vocabulary_load(Library *library, Vocabulary *out, Error *err) {
    StoreRead *read;
    Str text;
    *out = (Vocabulary){0};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_meta(read, "taxonomy", &text, err) &&
              (!text.ptr || taxonomy_parse(text, "taxonomy", &out->taxonomy, err)) &&
              load_used(library, read, out, err);
    store_read_end(read);
    return ok;
}

void vocabulary_free(Vocabulary *vocabulary) {
    taxonomy_free(vocabulary->taxonomy);
    map_free(&vocabulary->known);
    *vocabulary = (Vocabulary){0};
}

void vocabulary_settle_category(const Vocabulary *vocabulary, Record *record) {
    Str path = record_text(record, CASE_CATEGORY);
    if (!vocabulary->taxonomy || !path.len)
        return;
    const TaxonomyCategory *category = taxonomy_find(vocabulary->taxonomy, path);
    if (category) {
        record_set_text(record, CASE_CATEGORY, category->path);
    } else if (!str_starts(path, STR(TAXONOMY_UNCATEGORISED))) {
        Buf kept = {0};
        buf_printf(&kept, "%s/%.*s", TAXONOMY_UNCATEGORISED, STR_ARG(path));
        record_set_text(record, CASE_CATEGORY, buf_str(&kept));
        buf_free(&kept);
    }
}

static bool move_text(const Taxonomy *taxonomy, int field, Str *text, Arena *arena) {
    Buf scratch = {0};
    Str now;
    bool moved = taxonomy_moved(taxonomy, str_of(entity_get(ENTITY_CASE)->fields[field].key), *text,
                                &scratch, &now);
    if (moved)
        *text = arena_str(arena, now);
    buf_free(&scratch);
    return moved;
}

/* A list holds a value once. */
static bool move_list(const Taxonomy *taxonomy, int field, Value *list, Arena *arena) {
    bool moved = false;
    size_t kept = 0;
    for (size_t i = 0; i < list->list.len; i++)
        moved |= move_text(taxonomy, field, &list->list.items[i].text, arena);
    for (size_t i = 0; moved && i < list->list.len; i++) {
        bool again = false;
        for (size_t j = 0; j < kept; j++)
            again |= text_fold_equal(list->list.items[j].text, list->list.items[i].text);
        if (!again)
            list->list.items[kept++] = list->list.items[i];
    }
    if (moved)
        list->list.len = kept;
    return moved;
}

bool vocabulary_settle_moved(const Taxonomy *taxonomy, Record *record) {
    static const int fields[] = {CASE_INDUSTRY, CASE_PRODUCT, CASE_REGION, CASE_TAGS,
                                 CASE_CATEGORY};
    bool moved = false;
    if (!taxonomy || record->entity->type != ENTITY_CASE)
        return false;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        Value *value = &record->values[fields[i]];
        if (value->kind == VALUE_TEXT)
            moved |= move_text(taxonomy, fields[i], &value->text, &record->arena);
        else if (value->kind == VALUE_LIST)
            moved |= move_list(taxonomy, fields[i], value, &record->arena);
    }
    return moved;
}

static void learn_value(Vocabulary *vocabulary, int index, Str value, VocabularyFn *each,
                        void *context) {
    const Field *field = &entity_get(ENTITY_CASE)->fields[index];
    Buf key = {0};
    bool added;
    put_key(&key, index, value);
    map_put(&vocabulary->known, buf_str(&key), &added);
    buf_free(&key);
    if (added &&
        !(vocabulary->taxonomy && taxonomy_value(vocabulary->taxonomy, str_of(field->key), value)))
        each(context, field, value);
}

void vocabulary_learn(Vocabulary *vocabulary, const Record *record, VocabularyFn *each,
                      void *context) {
    for (size_t i = 0; i < COUNT_OF(open_fields); i++) {
        const Value *value = &record->values[open_fields[i]];
        if (value->kind == VALUE_TEXT)
            learn_value(vocabulary, open_fields[i], value->text, each, context);
        for (size_t j = 0; value->kind == VALUE_LIST && j < value->list.len; j++)
            learn_value(vocabulary, open_fields[i], value->list.items[j].text, each, context);
    }
}
