#include "config.h"

#include "library/customers.h"

#include "base/map.h"
#include "library/find.h"
#include "text/collate.h"

#include <stdlib.h>

/* How many cases name each customer: name -> count. */
static bool count_cases(Library *library, Map *counts, Error *err) {
    static const int field = CASE_CUSTOMER;
    FindRequest request = {
        .bare = true, .facets = &field, .facet_count = 1, .facet_values = SIZE_MAX};
    FindResult result = {0};
    bool ok = library_find(library, &request, &result, err);
    for (size_t i = 0; ok && i < result.facets[0].len; i++)
        *map_put(counts, result.facets[0].values[i].value, NULL) = result.facets[0].values[i].count;
    library_find_free(&result);
    return ok;
}

static CustomerRow make_row(CustomerList *list, const Record *record, const Map *counts) {
    Str reference = record_text(record, CUSTOMER_REFERENCE);
    const char *label = entity_choice_label(&record->entity->fields[CUSTOMER_REFERENCE], reference);
    const uint64_t *cases = map_get(counts, record_text(record, CUSTOMER_NAME));
    Arena *arena = &list->arena;
    return (CustomerRow){.uuid = record_id(record),
                         .id = arena_str(arena, record_text(record, CUSTOMER_ID)),
                         .name = arena_str(arena, record_text(record, CUSTOMER_NAME)),
                         .short_name = arena_str(arena, record_text(record, CUSTOMER_SHORT_NAME)),
                         .alias = arena_str(arena, record_text(record, CUSTOMER_ALIAS)),
                         .industry = arena_str(arena, record_text(record, CUSTOMER_INDUSTRY)),
                         .size_band = arena_str(arena, record_text(record, CUSTOMER_SIZE_BAND)),
                         .region = arena_str(arena, record_text(record, CUSTOMER_REGION)),
                         .reference = label ? label : "",
                         .cases = cases ? *cases : 0};
}

typedef struct Named {
    Str key; /* of the collator */
    CustomerRow row;
} Named;

static int by_name(const void *a, const void *b) {
    const Named *x = a, *y = b;
    int order = str_compare(x->key, y->key);
    return order ? order : uuid_compare(x->row.uuid, y->row.uuid);
}

static void sort_by_name(CustomerList *list) {
    TextCollator *collator = text_collator_new();
    Named *named = arena_alloc(&list->arena, (list->len + 1) * sizeof *named);
    for (size_t i = 0; i < list->len; i++) {
        Buf key = {0};
        text_collator_key(collator, list->items[i].name, &key);
        named[i] = (Named){arena_str(&list->arena, buf_str(&key)), list->items[i]};
        buf_free(&key);
    }
    qsort(named, list->len, sizeof *named, by_name);
    for (size_t i = 0; i < list->len; i++)
        list->items[i] = named[i].row;
    text_collator_free(collator);
}

bool library_customers_unsorted(Library *library, CustomerList *out, Error *err) {
    LibraryRows rows = {0};
    Map counts = {0};
    *out = (CustomerList){0};
    bool ok = library_rows(library, ENTITY_CUSTOMER, false, &rows, err) &&
              count_cases(library, &counts, err);
    if (ok) {
        out->items = arena_alloc(&out->arena, (rows.len + 1) * sizeof *out->items);
        for (size_t i = 0; i < rows.len; i++)
            out->items[out->len++] = make_row(out, rows.items[i].record, &counts);
    }
    library_rows_free(&rows);
    map_free(&counts);
    return ok;
}

bool library_customers(Library *library, CustomerList *out, Error *err) {
    if (!library_customers_unsorted(library, out, err))
        return false;
    sort_by_name(out);
    return true;
}

void library_customers_free(CustomerList *list) {
    arena_free(&list->arena);
    *list = (CustomerList){0};
}
