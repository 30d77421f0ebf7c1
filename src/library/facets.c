#include "config.h"

#include "library/facets.h"

#include "base/i18n.h"
#include "base/map.h"
#include "base/vec.h"
#include "library/internal.h"
#include "library/vocabulary.h"
#include "record/state.h"
#include "text/fold.h"
#include "text/pinyin.h"

#include <stdlib.h>

/* What a rep narrows by first stands first. */
static const LibraryFacet facets[LIBRARY_FACETS] = {
    {CASE_INDUSTRY, "industry", N_("Industry"), false},
    {CASE_CATEGORY, "category", N_("Category"), true},
    {CASE_PRODUCT, "product", N_("Products"), false},
    {CASE_PAIN, "pain", N_("Pains"), false},
    {FIND_TRUST, "trust", N_("Trust"), false},
    {CASE_STATE, "state", N_("State"), false},
    {CASE_AUDIENCE, "audience", N_("Audience"), false},
    {CASE_SIZE_BAND, "size", N_("Size"), false},
    {CASE_REGION, "region", N_("Region"), false},
    {CASE_TAGS, "tags", N_("Tags"), false},
    {CASE_SUCCESS, "success", N_("Success"), false},
    {CASE_OWNER, "owner", N_("Owner"), false},
    {FIND_YEAR, "year", N_("Year"), false},
    {CASE_LANG, "lang", N_("Language"), false},
};

const LibraryFacet *library_facet(size_t index) {
    return &facets[index];
}

size_t library_facet_find(Str key) {
    size_t i = 0;
    while (i < LIBRARY_FACETS && !str_equal(str_of(facets[i].key), key))
        i++;
    return i;
}

/* ---- names ---- */

typedef struct NamedValue {
    Str label;         /* for people */
    Str folded, plain; /* the label and the value (its last part), folded: to be found by typing */
} NamedValue;

/* What was asked for once is kept: people type letter by letter. */
struct FacetNames {
    Vocabulary vocabulary;
    bool english;
    Map places; /* number of the facet, LF, value -> place in values */
    VEC(NamedValue) values;
    Arena arena;
};

FacetNames *library_facet_names(Library *library) {
    FacetNames *names = mem_zalloc(sizeof *names);
    Error ignored;
    StoreRead *read;
    Str text;
    names->english = (unsigned char)_(facets[0].label)[0] < 0x80;
    if (!store_read_begin(library->store, &read, &ignored))
        return names;
    if (store_meta(read, "taxonomy", &text, &ignored) && text.ptr)
        taxonomy_parse(text, "taxonomy", &names->vocabulary.taxonomy, &ignored);
    store_read_end(read);
    return names;
}

void library_facet_names_free(FacetNames *names) {
    if (!names)
        return;
    vocabulary_free(&names->vocabulary);
    map_free(&names->places);
    vec_free(&names->values);
    arena_free(&names->arena);
    free(names);
}

static Str last_part(Str path) {
    size_t at = path.len;
    while (at && path.ptr[at - 1] != '/')
        at--;
    return str_make(path.ptr + at, path.len - at);
}

static const char *choice_label(int field, Str value) {
    if (field == FIND_TRUST) {
        for (int trust = 0; trust < CASE_TRUSTS; trust++)
            if (str_equal(str_of(case_trust_key((CaseTrust)trust)), value))
                return case_trust_label((CaseTrust)trust);
        return NULL;
    }
    return field < CASE_FIELDS ? entity_choice_label(&entity_get(ENTITY_CASE)->fields[field], value)
                               : NULL;
}

static const char *language_label(Str value) {
    static const struct {
        Str key;
        const char *label;
    } languages[] = {{STR("zh"), N_("Chinese")}, {STR("en"), N_("English")}};
    for (size_t i = 0; i < COUNT_OF(languages); i++)
        if (str_equal(languages[i].key, value))
            return languages[i].label;
    return NULL;
}

static void put_label(const FacetNames *names, const LibraryFacet *facet, Str value, Buf *out) {
    const char *label =
        facet->field == CASE_LANG ? language_label(value) : choice_label(facet->field, value);
    const Taxonomy *taxonomy = names->vocabulary.taxonomy;
    if (label) {
        buf_puts(out, _(label));
    } else if (taxonomy && facet->field < CASE_FIELDS) {
        Buf whole = {0};
        Str key = str_of(entity_get(ENTITY_CASE)->fields[facet->field].key);
        taxonomy_label(taxonomy, key, value, names->english, &whole);
        buf_put_str(out, facet->tree ? last_part(buf_str(&whole)) : buf_str(&whole));
        buf_free(&whole);
    } else {
        buf_put_str(out, facet->tree ? last_part(value) : value);
    }
}

static Str folded_in(Arena *arena, Str text) {
    Buf folded = {0};
    text_fold(&folded, text);
    Str kept = arena_str(arena, buf_str(&folded));
    buf_free(&folded);
    return kept;
}

static const NamedValue *named(FacetNames *names, const LibraryFacet *facet, Str value) {
    Buf key = {0}, label = {0};
    bool added;
    buf_printf(&key, "%d\n%.*s", facet->field, STR_ARG(value));
    uint64_t *place = map_put(&names->places, buf_str(&key), &added);
    buf_free(&key);
    if (added) {
        *place = names->values.len;
        put_label(names, facet, value, &label);
        NamedValue fresh = {.label = arena_str(&names->arena, buf_str(&label))};
        fresh.folded = folded_in(&names->arena, fresh.label);
        fresh.plain = folded_in(&names->arena, facet->tree ? last_part(value) : value);
        vec_push(&names->values, fresh);
        buf_free(&label);
    }
    return &names->values.items[*place];
}

void library_facet_label(FacetNames *names, const LibraryFacet *facet, Str value, Buf *out) {
    buf_put_str(out, named(names, facet, value)->label);
}

static bool text_fits(Str folded, Str typed) {
    return str_find(folded, typed, 0) != SIZE_MAX ||
           pinyin_match(folded, typed, NULL, NULL) != PINYIN_NO;
}

bool library_facet_fits(FacetNames *names, const LibraryFacet *facet, Str value, Str typed) {
    if (!typed.len)
        return true;
    const NamedValue *name = named(names, facet, value);
    return text_fits(name->folded, typed) ||
           (!str_equal(name->plain, name->folded) && text_fits(name->plain, typed));
}

/* ---- the tree ---- */

enum { NO_PARENT = -1 };

typedef struct Branch {
    FacetNode node;
    int parent;
    size_t counted; /* the value that was counted last, from 1 */
} Branch;

typedef struct Tree {
    Map places; /* path -> place in branches */
    VEC(Branch) branches;
} Tree;

static int add_path(Tree *tree, Str path) {
    bool added;
    size_t cut = path.len;
    uint64_t *place = map_get(&tree->places, path);
    if (place)
        return (int)*place;
    while (cut && path.ptr[cut - 1] != '/')
        cut--;
    int parent = cut > 1 ? add_path(tree, str_make(path.ptr, cut - 1)) : NO_PARENT;
    Branch branch = {.node = {.path = path}, .parent = parent};
    if (parent != NO_PARENT) {
        tree->branches.items[parent].node.parent = true;
        branch.node.depth = tree->branches.items[parent].node.depth + 1;
    }
    *map_put(&tree->places, path, &added) = tree->branches.len;
    vec_push(&tree->branches, branch);
    return (int)tree->branches.len - 1;
}

/* A value belongs to each run of its parts that is a path, as the query language reads it. */
static void count_path(Tree *tree, Str path, uint64_t count, size_t number) {
    for (size_t from = 0; from < path.len; from++) {
        if (from && path.ptr[from - 1] != '/')
            continue;
        for (size_t to = from + 1; to <= path.len; to++) {
            if (to < path.len && path.ptr[to] != '/')
                continue;
            uint64_t *place = map_get(&tree->places, str_make(path.ptr + from, to - from));
            Branch *branch = place ? &tree->branches.items[*place] : NULL;
            if (!branch || branch->counted == number)
                continue;
            branch->counted = number;
            branch->node.count += count;
        }
    }
}

/* Largest first, without what lies below. */
static int compare_siblings(const void *a, const void *b) {
    const Branch *x = *(Branch *const *)a, *y = *(Branch *const *)b;
    if (x->node.count != y->node.count)
        return x->node.count > y->node.count ? -1 : 1;
    return str_compare(x->node.path, y->node.path);
}

/* Copies the children of a parent that stand in order, each with what lies below it. */
static size_t put_children(const Tree *tree, Branch *const *sorted, int parent, FacetNode *out) {
    size_t count = 0;
    for (size_t i = 0; i < tree->branches.len; i++) {
        if (sorted[i]->parent != parent)
            continue;
        out[count++] = sorted[i]->node;
        if (sorted[i]->node.parent)
            count +=
                put_children(tree, sorted, (int)(sorted[i] - tree->branches.items), out + count);
    }
    return count;
}

size_t library_facet_tree(const FindFacet *facet, Arena *arena, FacetNode **nodes) {
    Tree tree = {0};
    for (size_t i = 0; i < facet->len; i++)
        if (facet->values[i].value.len)
            add_path(&tree, facet->values[i].value);
    for (size_t i = 0; i < facet->len; i++)
        count_path(&tree, facet->values[i].value, facet->values[i].count, i + 1);
    Branch **sorted = mem_alloc((tree.branches.len + 1) * sizeof *sorted);
    for (size_t i = 0; i < tree.branches.len; i++)
        sorted[i] = &tree.branches.items[i];
    qsort(sorted, tree.branches.len, sizeof *sorted, compare_siblings);
    *nodes = arena_alloc(arena, (tree.branches.len + 1) * sizeof **nodes);
    size_t count = put_children(&tree, sorted, NO_PARENT, *nodes);
    free(sorted);
    map_free(&tree.places);
    vec_free(&tree.branches);
    return count;
}
