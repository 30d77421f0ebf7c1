#include "config.h"

#include "library/offers.h"

#include "base/i18n.h"
#include "base/map.h"
#include "base/zone.h"
#include "conf/catalogue.h"
#include "conf/taxonomy.h"
#include "library/attachments.h"
#include "library/consent.h"
#include "library/customers.h"
#include "library/internal.h"
#include "library/resolve.h"
#include "library/row.h"

#include <stdlib.h>

/* Where offers come from: the taxonomy, what cases hold, customers, people, the catalogue. */

enum { MOST_CASES = 12 };

static bool speaks_english(void) {
    return (unsigned char)_(entity_get(ENTITY_CASE)->fields[CASE_TITLE].label)[0] < 0x80;
}

static bool load_taxonomy(Library *library, Taxonomy **out, Error *err) {
    StoreRead *read;
    Str text;
    *out = NULL;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_meta(read, "taxonomy", &text, err) &&
              (!text.ptr || taxonomy_parse(text, "taxonomy", out, err));
    store_read_end(read);
    return ok;
}

/* How many cases have each value of a field; archived and trashed ones are not counted. */
static bool count_values(Library *library, int field, FindResult *out, Error *err) {
    FindRequest request = {
        .bare = true, .facets = &field, .facet_count = 1, .facet_values = SIZE_MAX};
    return library_find(library, &request, out, err);
}

static int by_count(const void *a, const void *b) {
    const Offer *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return str_compare(x->value, y->value);
}

static void sort_by_count(Offers *out) {
    if (out->items.len)
        qsort(out->items.items, out->items.len, sizeof *out->items.items, by_count);
}

/* --- open vocabularies ------------------------------------------------------------------------ */

static Offer *add_word(Offers *out, const Taxonomy *taxonomy, const char *key, Str value) {
    Buf label = {0};
    const TaxonomyValue *known = taxonomy ? taxonomy_value(taxonomy, str_of(key), value) : NULL;
    if (taxonomy)
        taxonomy_label(taxonomy, str_of(key), value, speaks_english(), &label);
    Offer *offer = offers_add(out, value, label.len ? buf_str(&label) : value, STR(""));
    if (known)
        offers_also(out, offer, known->name_en);
    for (size_t i = 0; known && i < known->synonym_count; i++)
        offers_also(out, offer, known->synonyms[i]);
    offer->counted = true;
    buf_free(&label);
    return offer;
}

/* What cases hold in the field, and the taxonomy's values that none holds yet. */
static bool offer_words(Library *library, int field, Offers *out, Error *err) {
    const char *key = entity_get(ENTITY_CASE)->fields[field].key;
    FindResult used = {0};
    Taxonomy *taxonomy;
    Map there = {0};
    bool added;
    bool ok = load_taxonomy(library, &taxonomy, err) && count_values(library, field, &used, err);
    for (size_t i = 0; ok && i < used.facets[0].len; i++) {
        Str value = used.facets[0].values[i].value;
        if (value.len) {
            add_word(out, taxonomy, key, value)->count = used.facets[0].values[i].count;
            map_put(&there, value, NULL);
        }
    }
    const TaxonomyList *list = ok && taxonomy ? taxonomy_list(taxonomy, str_of(key)) : NULL;
    for (size_t i = 0; list && i < list->len; i++) {
        map_put(&there, list->values[i].name, &added);
        if (added)
            add_word(out, taxonomy, key, list->values[i].name);
    }
    out->rule = OFFER_GROWS;
    out->lasting = true;
    map_free(&there);
    library_find_free(&used);
    taxonomy_free(taxonomy);
    return ok;
}

/* --- the tree -------------------------------------------------------------------------------- */

static Str last_part(Str path) {
    size_t at = path.len;
    while (at && path.ptr[at - 1] != '/')
        at--;
    return str_make(path.ptr + at, path.len - at);
}

static uint64_t count_below(const FindFacet *facet, Str path) {
    uint64_t count = 0;
    for (size_t i = 0; i < facet->len; i++) {
        Str value = facet->values[i].value;
        bool below =
            str_starts(value, path) && (value.len == path.len || value.ptr[path.len] == '/');
        count += below ? facet->values[i].count : 0;
    }
    return count;
}

static void add_category(Offers *out, const Taxonomy *taxonomy, const TaxonomyCategory *category,
                         uint64_t count) {
    Buf label = {0};
    taxonomy_label(taxonomy, STR("category"), category->path, speaks_english(), &label);
    Str whole = buf_str(&label), last = last_part(whole);
    Str above = str_make(whole.ptr, whole.len - last.len - (whole.len > last.len));
    Offer *offer = offers_add(out, category->path, last, above);
    offers_also(out, offer, whole);
    offers_also(out, offer, category->name);
    offers_also(out, offer, category->name_en);
    offer->depth = category->depth - 1;
    offer->branch = !category->leaf;
    offer->counted = true;
    offer->count = count;
    buf_free(&label);
}

/* Children stand behind their parents in the taxonomy, but not always at once. */
static void add_below(Offers *out, const Taxonomy *taxonomy, const FindFacet *used, int parent) {
    size_t count;
    const TaxonomyCategory *categories = taxonomy_categories(taxonomy, &count);
    for (size_t i = 0; i < count; i++) {
        if (categories[i].parent != parent)
            continue;
        add_category(out, taxonomy, &categories[i], count_below(used, categories[i].path));
        if (!categories[i].leaf)
            add_below(out, taxonomy, used, (int)i);
    }
}

static bool offer_tree(Library *library, int field, Offers *out, Error *err) {
    FindResult used = {0};
    Taxonomy *taxonomy;
    bool ok = load_taxonomy(library, &taxonomy, err) && count_values(library, field, &used, err);
    if (ok && taxonomy)
        add_below(out, taxonomy, &used.facets[0], -1);
    out->rule = OFFER_CLOSED;
    out->tree = true;
    out->lasting = true;
    library_find_free(&used);
    taxonomy_free(taxonomy);
    return ok;
}

/* --- records --------------------------------------------------------------------------------- */

static bool offer_customers(Library *library, Offers *out, Error *err) {
    CustomerList list;
    Map names = {0};
    bool added, ok = library_customers_unsorted(library, &list, err);
    for (size_t i = 0; ok && i < list.len; i++) {
        const CustomerRow *row = &list.items[i];
        map_put(&names, row->name, &added); /* a name that two have is given by number */
        Offer *offer = offers_add(out, added ? row->name : row->id, row->name, row->industry);
        offers_also(out, offer, row->short_name);
        offers_also(out, offer, row->alias);
        offers_also(out, offer, row->id);
        offer->counted = true;
        offer->count = row->cases;
    }
    sort_by_count(out);
    out->rule = OFFER_GROWS;
    out->records = true;
    out->lasting = true;
    map_free(&names);
    library_customers_free(&list);
    return ok;
}

/* People by login, with their names. Other records by what they are called. */
static bool offer_records(Library *library, EntityType type, Offers *out, Error *err) {
    LibraryRows rows = {0};
    bool ok = library_rows(library, type, false, &rows, err);
    for (size_t i = 0; ok && i < rows.len; i++) {
        const Record *record = rows.items[i].record;
        Str name = type == ENTITY_USER ? record_text(record, USER_NAME) : STR("");
        Str title = record_title(record);
        if (!title.len)
            continue;
        Offer *offer = offers_add(out, title, title, str_equal(name, title) ? STR("") : name);
        offers_also(out, offer, offer->detail);
        if (type == ENTITY_USER && record_int(record, USER_DISABLED)) /* a case is not given to */
            offer->detail = str_of(_("disabled"));
    }
    out->rule = type == ENTITY_USER || type == ENTITY_TEAM ? OFFER_CLOSED : OFFER_FREE;
    out->lasting = true;
    library_rows_free(&rows);
    return ok;
}

static void offer_case(Offers *out, const Record *record) {
    Str id = record_text(record, CASE_ID);
    offers_add(out, id, record_title(record), id);
}

/* Cases that are found by what was typed. */
static bool offer_cases(Library *library, Str typed, Offers *out, Error *err) {
    FindRequest request = {.query = typed, .bare = true, .limit = MOST_CASES};
    FindResult result = {0};
    bool ok = library_find(library, &request, &result, err);
    for (size_t i = 0; ok && i < result.len; i++)
        offer_case(out, result.hits[i].row.record);
    out->picked = true;
    library_find_free(&result);
    return ok;
}

/* --- consents --------------------------------------------------------------------------------- */

static void offer_consent(Offers *out, const ConsentItem *item) {
    Buf detail = {0};
    int32_t end = item->revoked_on < item->expires ? item->revoked_on : item->expires;
    buf_printf(&detail, "%s  %s", _(item->scope), _(consent_standing_label(item->standing)));
    if (end != INT32_MAX) {
        buf_puts(&detail, "  ");
        date_format(&detail, end);
    }
    offers_add(out, item->id, item->id, buf_str(&detail));
    buf_free(&detail);
}

bool library_offers_consents(Library *library, Str customer, Offers *out, Error *err) {
    ConsentList list = {0};
    Uuid id;
    Error unknown;
    *out = (Offers){.rule = OFFER_CLOSED};
    out->refusal =
        N_("No consent “{0}” of this customer is on record. F7 lists its consents; what "
           "was only said goes into the three fields above.");
    out->none =
        N_("No consent of this customer is on record. What was only said goes into the three "
           "fields above: what it allows, until when, by whom.");
    out->make = N_("Record a consent of the customer ...");
    if (!customer.len || !library_resolve(library, ENTITY_CUSTOMER, customer, NULL, &id, &unknown))
        return true;
    bool ok = library_consents(library, id, &list, err);
    for (size_t i = 0; ok && i < list.len; i++)
        offer_consent(out, &list.items[i]);
    library_consents_free(&list);
    return ok;
}

/* --- cells of rows ---------------------------------------------------------------------------- */

static void offer_metrics(Offers *out) {
    size_t count;
    const Metric *metrics = metric_rows(&count);
    for (size_t i = 0; i < count; i++) {
        Str rest = str_of(metrics[i].names), name;
        Offer *offer = offers_add(out, str_of(_(metrics[i].label)), str_of(_(metrics[i].label)),
                                  str_of(metrics[i].key));
        while (str_split(&rest, '|', &name))
            offers_also(out, offer, name);
    }
}

static void offer_units(Offers *out) {
    static const char *const units[] = {"%",           N_("points"), N_("days"),   N_("hours"),
                                        N_("minutes"), N_("months"), N_("people"), N_("times")};
    for (size_t i = 0; i < COUNT_OF(units); i++)
        offers_add(out, str_of(_(units[i])), str_of(_(units[i])), STR(""));
}

/* The files of the case: an outcome may rest on one. */
static void offer_files(Library *library, Uuid record, Offers *out) {
    Attachments files = {0};
    Error ignored;
    if (uuid_is_nil(record) || !library_attachments(library, record, false, &files, &ignored))
        return;
    VEC_EACH (file, &files.items) {
        Buf size = {0};
        attachment_put_size(file->bytes, &size);
        offers_add(out, file->name, file->name, buf_str(&size));
        buf_free(&size);
    }
    attachments_free(&files);
}

static bool offer_cells(Library *library, EntityType type, Uuid record, int field, int sub,
                        Offers *out) {
    if (type == ENTITY_CASE && field == CASE_OUTCOMES && sub == OUTCOME_EVIDENCE)
        offer_files(library, record, out);
    if (type == ENTITY_CASE && field == CASE_OUTCOMES && sub == OUTCOME_METRIC)
        offer_metrics(out);
    if (type == ENTITY_CASE && field == CASE_OUTCOMES && sub == OUTCOME_UNIT)
        offer_units(out);
    return true;
}

static void offer_currencies(Offers *out) {
    static const char *const codes[][2] = {
        {"CNY", N_("renminbi")},         {"USD", N_("US dollar")}, {"EUR", N_("euro")},
        {"HKD", N_("Hong Kong dollar")}, {"JPY", N_("yen")},       {"GBP", N_("pound")},
        {"SGD", N_("Singapore dollar")}};
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        Offer *offer =
            offers_add(out, str_of(codes[i][0]), str_of(codes[i][0]), str_of(_(codes[i][1])));
        offers_also(out, offer, offer->detail);
    }
}

/* --- the whole ------------------------------------------------------------------------------- */

/* The field of a case with the same values: its own, or that of the same name in another record. */
static int case_twin(const Field *field) {
    int twin = entity_field(entity_get(ENTITY_CASE), str_of(field->key));
    const Field *facts = twin < 0 ? NULL : &entity_get(ENTITY_CASE)->fields[twin];
    return facts && facts->kind == field->kind && facts->flags & FIELD_FACET ? twin : -1;
}

bool library_offers(Library *library, EntityType type, Uuid record, int field, int sub, Str typed,
                    Offers *out, Error *err) {
    const Field *facts = &entity_get(type)->fields[field];
    *out = (Offers){0};
    if (sub >= 0)
        return offer_cells(library, type, record, field, sub, out);
    if (facts->kind == FIELD_REF || facts->kind == FIELD_REFS) {
        if (facts->target == ENTITY_CUSTOMER)
            return offer_customers(library, out, err);
        return facts->target == ENTITY_CASE ? offer_cases(library, typed, out, err)
                                            : offer_records(library, facts->target, out, err);
    }
    if (str_equal(str_of(facts->key), STR("currency"))) {
        offer_currencies(out);
        return true;
    }
    int twin = case_twin(facts);
    if (twin < 0)
        return true;
    return facts->kind == FIELD_TREE ? offer_tree(library, twin, out, err)
                                     : offer_words(library, twin, out, err);
}
