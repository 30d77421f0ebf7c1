#include "config.h"

#include "library/facets.h"

#include "base/i18n.h"
#include "base/map.h"
#include "base/vec.h"
#include "library/complete.h"
#include "library/internal.h"
#include "library/vocabulary.h"
#include "record/state.h"
#include "search/terms.h"
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

static bool is_facet(int field) {
    for (size_t i = 0; i < LIBRARY_FACETS; i++)
        if (facets[i].field == field)
            return true;
    return false;
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

/* ---- narrowing ---- */

static int field_of(QueryName name) {
    int field = -1;
    if (name.kind == NAME_TRUST)
        field = FIND_TRUST;
    else if (name.kind == NAME_COLUMN && name.column == COLUMN_PERIOD_END)
        field = FIND_YEAR;
    else if (name.kind == NAME_FIELD)
        field = name.field;
    return is_facet(field) ? field : -1;
}

/* A value of a term as facets give it, folded. */
static void put_plain(int field, Str text, Buf *out) {
    size_t start = out->len;
    text_fold(out, str_trim(text));
    Str folded = str_make(buf_text(out) + start, out->len - start);
    const char *key = NULL;
    int found = -1;
    if (field == CASE_STATE && (found = query_state_find(folded)) >= 0)
        key = case_state_key((CaseState)found);
    else if (field == FIND_TRUST && (found = query_trust_find(folded)) >= 0)
        key = case_trust_key((CaseTrust)found);
    else if (field == CASE_AUDIENCE || field == CASE_SUCCESS)
        key = query_choice_find(field, folded);
    if (key) {
        buf_truncate(out, start);
        buf_puts(out, key);
    } else if (folded.len && folded.ptr[0] == '=') { /* the whole name of a person */
        memmove(out->data + start, out->data + start + 1, folded.len); /* with the NUL */
        out->len--;
    }
}

static Str plain_in(Arena *arena, int field, Str text) {
    Buf plain = {0};
    put_plain(field, text, &plain);
    Str kept = arena_str(arena, buf_str(&plain));
    buf_free(&plain);
    return kept;
}

int library_facet_field(Str name) {
    Buf folded = {0};
    text_fold(&folded, name);
    QueryName meaning = query_name_find(buf_str(&folded));
    buf_free(&folded);
    int field = field_of(meaning);
    bool counted = meaning.kind == NAME_FIELD &&
                   (entity_get(ENTITY_CASE)->fields[meaning.field].flags & FIELD_FACET);
    return field < 0 && counted ? meaning.field : field;
}

const char *library_facet_key(int field) {
    return field == FIND_TRUST  ? "trust"
           : field == FIND_YEAR ? "year"
                                : entity_get(ENTITY_CASE)->fields[field].key;
}

const char *library_facet_title(int field) {
    for (size_t i = 0; i < LIBRARY_FACETS; i++)
        if (facets[i].field == field)
            return facets[i].label;
    return entity_get(ENTITY_CASE)->fields[field].label;
}

void narrowing_read(Str query, Narrowing *out) {
    QueryTerms terms;
    *out = (Narrowing){.len = 0};
    query_terms(query, &out->arena, &terms);
    out->terms = arena_alloc(&out->arena, (terms.len + 1) * sizeof *out->terms);
    for (size_t i = 0; i < terms.len; i++) {
        const QueryTerm *term = &terms.items[i];
        int field = field_of(term->name);
        if (field < 0)
            continue;
        struct NarrowTerm *to = &out->terms[out->len++];
        *to = (struct NarrowTerm){.field = field, .from = term->from, .to = term->to};
        to->values = arena_alloc(&out->arena, term->len * sizeof *to->values);
        for (size_t j = 0; j < term->len; j++)
            to->values[to->len++] = plain_in(&out->arena, field, term->values[j].text);
    }
}

void narrowing_free(Narrowing *narrowing) {
    arena_free(&narrowing->arena);
    *narrowing = (Narrowing){.len = 0};
}

size_t narrowing_count(const Narrowing *narrowing, int field) {
    size_t count = 0;
    for (size_t i = 0; i < narrowing->len; i++)
        count += narrowing->terms[i].field == field ? narrowing->terms[i].len : 0;
    return count;
}

bool narrowing_has(const Narrowing *narrowing, int field, Str value) {
    Buf plain = {0};
    bool has = false;
    put_plain(field, value, &plain);
    for (size_t i = 0; i < narrowing->len && !has; i++)
        for (size_t j = 0; j < narrowing->terms[i].len && !has; j++)
            has = narrowing->terms[i].field == field &&
                  str_equal(narrowing->terms[i].values[j], buf_str(&plain));
    buf_free(&plain);
    return has;
}

/* Cuts [from, to) out of what *out holds since start, with a blank that then is one too many. */
static void put_without(Str query, size_t from, size_t to, Buf *out) {
    Str before = str_trim(str_make(query.ptr, from));
    Str behind = str_trim(str_make(query.ptr + to, query.len - to));
    buf_put_str(out, before);
    if (before.len && behind.len)
        buf_putc(out, ' ');
    buf_put_str(out, behind);
}

void narrow_clear(Str query, int field, Buf *out) {
    Buf text = {0};
    Narrowing narrowing;
    buf_put_str(&text, query);
    narrowing_read(query, &narrowing);
    for (size_t i = narrowing.len; i-- > 0;) {
        const struct NarrowTerm *term = &narrowing.terms[i];
        Buf rest = {0};
        if (field >= 0 && term->field != field)
            continue;
        put_without(buf_str(&text), term->from, term->to, &rest);
        buf_free(&text);
        text = rest;
    }
    buf_put_str(out, str_trim(buf_str(&text)));
    buf_free(&text);
    narrowing_free(&narrowing);
}

/* Takes the value out of its term; the term goes with its last one. False: no term has it. */
static bool drop(Str query, int field, Str value, Buf *out) {
    Arena arena = {0};
    QueryTerms terms;
    Str plain = plain_in(&arena, field, value);
    bool dropped = false;
    query_terms(query, &arena, &terms);
    for (size_t i = 0; i < terms.len && !dropped; i++) {
        const QueryTerm *term = &terms.items[i];
        for (size_t j = 0; field_of(term->name) == field && j < term->len && !dropped; j++) {
            const QueryTermValue *gone = &term->values[j];
            if (!str_equal(plain_in(&arena, field, gone->text), plain))
                continue;
            dropped = true;
            if (term->len == 1) {
                put_without(query, term->from, term->to, out);
                break;
            }
            /* With the comma before it, of the first one with the comma behind it. */
            size_t from = j ? term->values[j - 1].to : gone->from;
            size_t to = j ? gone->to : term->values[1].from;
            buf_put_str(out, str_make(query.ptr, from));
            buf_put_str(out, str_make(query.ptr + to, query.len - to));
        }
    }
    arena_free(&arena);
    return dropped;
}

/* field:value as a query has it. */
static void put_term(int field, Str value, Buf *out) {
    bool chinese = (unsigned char)_(facets[0].label)[0] >= 0x80;
    if (field == FIND_TRUST) {
        QueryName name = {NAME_TRUST, -1, 0};
        for (int trust = 0; trust < CASE_TRUSTS; trust++)
            if (str_equal(value, str_of(case_trust_key((CaseTrust)trust))))
                buf_printf(out, "%s:%s", query_name_word(name, chinese),
                           query_trust_word(trust, chinese));
    } else if (field == FIND_YEAR) {
        buf_printf(out, "%s:%.*s", chinese ? "年份" : "year", STR_ARG(value));
    } else {
        library_complete_term(field, value, out);
    }
}

static bool is_person(int field) {
    return field < CASE_FIELDS && entity_get(ENTITY_CASE)->fields[field].kind == FIELD_REF;
}

/* The value alone: what stands behind the colon of the term; of a person the whole name. */
static void put_value(int field, Str value, Buf *out) {
    Buf term = {0};
    put_term(field, value, &term);
    size_t colon = str_find(buf_str(&term), STR(":"), 0);
    const char *text = buf_text(&term) + (colon == SIZE_MAX ? 0 : colon + 1);
    bool quoted = *text == '"';
    if (is_person(field))
        buf_printf(out, "%s=%s", quoted ? "\"" : "", text + quoted);
    else
        buf_puts(out, text);
    buf_free(&term);
}

size_t narrowing_end(const Narrowing *narrowing, Str query) {
    size_t end = 0;
    for (size_t i = 0; i < narrowing->len; i++) {
        const struct NarrowTerm *term = &narrowing->terms[i];
        if (str_trim(str_make(query.ptr + end, term->from - end)).len)
            break;
        end = term->to;
    }
    return end;
}

/* Behind the last value of the field's own term. False: it has none. */
static bool put_beside(Str query, int field, Str added, Buf *out) {
    Arena arena = {0};
    QueryTerms terms;
    const QueryTerm *own = NULL;
    query_terms(query, &arena, &terms);
    for (size_t i = 0; i < terms.len; i++)
        own = field_of(terms.items[i].name) == field ? &terms.items[i] : own;
    if (own) {
        size_t at = own->values[own->len - 1].to;
        buf_put_str(out, str_make(query.ptr, at));
        buf_putc(out, ',');
        buf_put_str(out, added);
        buf_put_str(out, str_make(query.ptr + at, query.len - at));
    }
    arena_free(&arena);
    return own != NULL;
}

/* As a term of its own, behind those that the query begins with. */
static void put_first(Str query, int field, Str value, Str added, Buf *out) {
    Arena arena = {0};
    QueryTerms terms;
    Narrowing narrowing;
    Buf term = {0};
    query_terms(query, &arena, &terms);
    narrowing_read(query, &narrowing);
    size_t end = narrowing_end(&narrowing, query);
    Str rest = str_trim(str_make(query.ptr + end, query.len - end));
    put_term(field, value, &term);
    size_t colon = str_find(buf_str(&term), STR(":"), 0);
    buf_put_str(out, str_trim(str_make(query.ptr, end)));
    buf_printf(out, "%s%.*s:%.*s", end ? " " : "", (int)(colon == SIZE_MAX ? 0 : colon),
               buf_text(&term), STR_ARG(added));
    if (rest.len)
        buf_printf(out, terms.alternatives ? " (%.*s)" : " %.*s", STR_ARG(rest));
    buf_free(&term);
    narrowing_free(&narrowing);
    arena_free(&arena);
}

void narrow_toggle(Str query, int field, Str value, Buf *out) {
    Buf added = {0};
    query = str_trim(query);
    if (drop(query, field, value, out))
        return;
    put_value(field, value, &added);
    if (!put_beside(query, field, buf_str(&added), out))
        put_first(query, field, value, buf_str(&added), out);
    buf_free(&added);
}
