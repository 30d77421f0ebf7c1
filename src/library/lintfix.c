#include "config.h"

#include "library/lintfix.h"

#include "base/i18n.h"
#include "base/map.h"
#include "base/vec.h"
#include "conf/taxonomy.h"
#include "search/count.h"
#include "text/fold.h"
#include "text/utf8.h"

/* A value is known when this many cases have it, or the taxonomy does. */
enum { KNOWN_CASES = 2, MOST_POINTS = 64 };

typedef struct KnownValue {
    Str name, folded;
    int field;
    uint64_t cases;
} KnownValue;

struct LintValues {
    Arena arena;
    VEC(KnownValue) items; /* most used first within a field */
    Map known;             /* field and folded value -> 1 */
};

/* ---- what is known ---- */

static bool is_open(int field) {
    const Field *info = &entity_get(ENTITY_CASE)->fields[field];
    return info->flags & FIELD_FACET && !(info->flags & FIELD_PLAIN) &&
           (info->kind == FIELD_VOCAB || info->kind == FIELD_LIST);
}

static void put_key(Buf *out, int field, Str folded) {
    buf_printf(out, "%d\n", field);
    buf_put_str(out, folded);
}

static void add_known(LintValues *values, int field, Str name, uint64_t cases) {
    Buf folded = {0}, key = {0};
    bool added;
    text_fold(&folded, name);
    put_key(&key, field, buf_str(&folded));
    map_put(&values->known, buf_str(&key), &added);
    if (added)
        vec_push(&values->items,
                 (KnownValue){arena_str(&values->arena, name),
                              arena_str(&values->arena, buf_str(&folded)), field, cases});
    buf_free(&folded);
    buf_free(&key);
}

static bool add_used(Library *library, StoreRead *read, int field, LintValues *values, Error *err) {
    SearchVisible whole = {.everything = true, .archived = true};
    CountRequest request = {.today = library_today(),
                            .visible = &whole,
                            .by = BY_COLUMN,
                            .by_column = column_of_field(field)};
    CountResult result = {0};
    bool ok = search_count(library->index, read, &request, &result, err);
    for (size_t i = 0; ok && i < result.len && result.rows[i].cases >= KNOWN_CASES; i++)
        if (result.rows[i].text.len)
            add_known(values, field, result.rows[i].text, result.rows[i].cases);
    count_result_free(&result);
    return ok;
}

static bool add_taxonomy(StoreRead *read, LintValues *values, Error *err) {
    Taxonomy *taxonomy = NULL;
    Str text;
    if (!store_meta(read, "taxonomy", &text, err) ||
        (text.ptr && !taxonomy_parse(text, "taxonomy", &taxonomy, err)))
        return false;
    for (int field = 0; taxonomy && field < CASE_FIELDS; field++) {
        const TaxonomyList *list =
            is_open(field)
                ? taxonomy_list(taxonomy, str_of(entity_get(ENTITY_CASE)->fields[field].key))
                : NULL;
        for (size_t i = 0; list && i < list->len; i++)
            add_known(values, field, list->values[i].name, 0);
    }
    taxonomy_free(taxonomy);
    return true;
}

bool lintvalues_load(Library *library, LintValues **out, Error *err) {
    StoreRead *read;
    LintValues *values = mem_zalloc(sizeof *values);
    *out = values;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = true;
    for (int field = 0; ok && field < CASE_FIELDS; field++)
        ok = !is_open(field) || add_used(library, read, field, values, err);
    ok = ok && add_taxonomy(read, values, err);
    store_read_end(read);
    return ok;
}

void lintvalues_free(LintValues *values) {
    if (!values)
        return;
    map_free(&values->known);
    vec_free(&values->items);
    arena_free(&values->arena);
    free(values);
}

/* ---- which known value a new one almost is ---- */

static size_t points_of(Str text, uint32_t out[MOST_POINTS]) {
    size_t count = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t point;
        at += utf8_next(text, at, &point);
        if (point == ' ' || point == '-' || point == '_' || point == '/')
            continue;
        if (count == MOST_POINTS)
            return 0;
        out[count++] = point;
    }
    return count;
}

static bool is_han(const uint32_t *points, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (points[i] >= 0x2e80)
            return true;
    return false;
}

/* Letters put in, left out, or (unless `rigid`) another one in their place. */
static size_t distance(const uint32_t *a, size_t m, const uint32_t *b, size_t n, bool rigid) {
    size_t row[MOST_POINTS + 1];
    for (size_t j = 0; j <= n; j++)
        row[j] = j;
    for (size_t i = 1; i <= m; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= n; j++) {
            size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : rigid ? 2 : 1);
            diagonal = row[j];
            size_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = change < least ? change : least;
        }
    }
    return row[n];
}

bool lintfix_is_near(Str a, Str b) {
    enum { SHORT = 5, LONG = 9, HAN = 4 };
    uint32_t x[MOST_POINTS], y[MOST_POINTS];
    size_t m = points_of(a, x), n = points_of(b, y), shorter = m < n ? m : n;
    if (!m || !n)
        return false;
    if (m == n && memcmp(x, y, m * sizeof *x) == 0)
        return true; /* only blanks and hyphens differ */
    bool han = is_han(x, m) || is_han(y, n);
    if (shorter < (han ? HAN : SHORT))
        return false;
    return distance(x, m, y, n, han) <= (!han && shorter >= LONG ? 2u : 1u);
}

/* The known value that this one almost is; NULL when it is known itself, when none is near, and
 * when two are. */
static const KnownValue *nearest(const LintValues *values, int field, Str value) {
    const KnownValue *best = NULL;
    Buf folded = {0}, key = {0};
    text_fold(&folded, str_trim(value));
    put_key(&key, field, buf_str(&folded));
    bool many = false, known = map_get(&values->known, buf_str(&key)) != NULL;
    for (size_t i = 0; !known && !many && i < values->items.len; i++) {
        const KnownValue *item = &values->items.items[i];
        if (item->field != field || !lintfix_is_near(buf_str(&folded), item->folded))
            continue;
        many = best != NULL;
        best = item;
    }
    buf_free(&folded);
    buf_free(&key);
    return many ? NULL : best;
}

/* ---- mending ---- */

typedef struct Mending {
    const LintValues *values;
    Record *record;
    LintFixes *fixes;
    bool changed;
} Mending;

static void note(Mending *mending, int field, int row, Str before, Str after, const char *why) {
    LintFixes *fixes = mending->fixes;
    mending->changed = true;
    if (fixes)
        vec_push(fixes, (LintFix){field, row, arena_str(&fixes->arena, before),
                                  arena_str(&fixes->arena, after), why});
}

/* The value as it should be written; `text` when it is. */
static Str mend_text(Mending *mending, int field, int row, Str text) {
    Str trimmed = str_trim(text);
    const KnownValue *known = is_open(field) ? nearest(mending->values, field, trimmed) : NULL;
    if (known) {
        note(mending, field, row, text, known->name, N_("almost a value that others use"));
        return known->name;
    }
    if (trimmed.len != text.len)
        note(mending, field, row, text, trimmed, N_("blanks at the ends"));
    return trimmed;
}

static bool stands_before(const Value *items, size_t count, Str text) {
    for (size_t i = 0; i < count; i++)
        if (text_fold_equal(items[i].text, text))
            return true;
    return false;
}

static void mend_list(Mending *mending, int field) {
    const Value *list = &mending->record->values[field];
    size_t count = list->list.len, kept = 0;
    bool before = mending->changed;
    Value *items = arena_alloc(&mending->record->arena, (count + 1) * sizeof *items);
    mending->changed = false;
    for (size_t i = 0; i < count; i++) {
        Str text = mend_text(mending, field, (int)i, list->list.items[i].text);
        if (!text.len || stands_before(items, kept, text))
            note(mending, field, (int)i, list->list.items[i].text, STR(""),
                 N_("stands there twice"));
        else
            items[kept++] = value_text(text);
    }
    if (mending->changed && kept)
        record_set(mending->record, field, value_list(items, kept));
    else if (mending->changed)
        record_clear(mending->record, field);
    mending->changed |= before;
}

static void mend_field(Mending *mending, int field) {
    const Field *info = &mending->record->entity->fields[field];
    const Value *value = &mending->record->values[field];
    if (info->flags & (FIELD_MACHINE | FIELD_MOVED | FIELD_PRIVATE))
        return;
    if (value->kind == VALUE_LIST && info->kind == FIELD_LIST) {
        mend_list(mending, field);
    } else if (value->kind == VALUE_TEXT && info->kind != FIELD_CHOICE &&
               info->kind != FIELD_TREE) {
        Str text = mend_text(mending, field, -1, value->text);
        if (text.ptr != value->text.ptr || text.len != value->text.len)
            record_set_text(mending->record, field, text);
    }
}

bool lintfix_apply(const LintValues *values, Record *record, LintFixes *fixes) {
    Mending mending = {values, record, fixes, false};
    for (int field = 0; field < CASE_FIELDS; field++)
        mend_field(&mending, field);
    return mending.changed;
}

void lintfixes_clear(LintFixes *fixes) {
    fixes->len = 0;
    arena_clear(&fixes->arena);
}

void lintfixes_free(LintFixes *fixes) {
    vec_free(fixes);
    arena_free(&fixes->arena);
}
