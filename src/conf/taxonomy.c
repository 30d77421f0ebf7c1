#include "config.h"

#include "conf/taxonomy.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "conf/reader.h"
#include "format/yaml_read.h"
#include "text/fold.h"

/* Keys of the file and the fields that they are for. */
static const struct {
    const char *key, *field;
} list_rows[] = {
    {"industries", "industry"}, {"size_bands", "size_band"}, {"regions", "region"},
    {"products", "product"},    {"themes", "theme"},         {"pains", "pain"},
    {"tags", "tags"},
};
enum { LISTS = COUNT_OF(list_rows), MOST_ENTRIES = 2000 };

struct Taxonomy {
    Arena arena;
    VEC(TaxonomyCategory) categories;
    TaxonomyList lists[LISTS];
    VEC(TaxonomyMove) moves;
};

/* ---- reading ---- */

typedef struct Read {
    ConfReader reader;
    Taxonomy *taxonomy;
} Read;

static const char *const category_keys[] = {"name", "name_en", "children", NULL};
static const char *const move_keys[] = {"field", "from", "to", NULL};
static const char *const value_keys[] = {"name", "name_en", "synonyms", NULL};

static bool need_list(Read *read, const DocNode *list) {
    return conf_need(&read->reader, list, DOC_LIST) &&
           (list->count <= MOST_ENTRIES ||
            conf_refuse(&read->reader, list, N_("“{0}” has more than 2,000 entries"), list->key));
}

/* {name, name_en, ...} or a name alone. */
static bool read_names(Read *read, const DocNode *node, const char *const *keys, Str *name,
                       Str *name_en) {
    *name_en = STR("");
    if (node->kind == DOC_SCALAR && str_trim(node->text).len) {
        *name = str_trim(node->text);
        return true;
    }
    if (node->kind != DOC_MAP)
        return conf_refuse(&read->reader, node, N_("an entry must be a name or a map with one"),
                           STR(""));
    return conf_only(&read->reader, node, keys) && conf_text(&read->reader, node, "name", name) &&
           (!doc_member(node, STR("name_en")) ||
            conf_text(&read->reader, node, "name_en", name_en));
}

/* The earlier entry of a list with the same name; node is the one after which nothing is looked at.
 */
static bool is_repeated(const DocNode *list, const DocNode *node, Str name) {
    for (const DocNode *other = list->first; other != node; other = other->next) {
        Str there = other->kind == DOC_MAP ? doc_text(doc_member(other, STR("name"))) : other->text;
        if (text_fold_equal(str_trim(there), name))
            return true;
    }
    return false;
}

static bool read_tree(Read *read, const DocNode *list, int parent);

static bool read_category(Read *read, const DocNode *list, const DocNode *node, int parent) {
    Taxonomy *taxonomy = read->taxonomy;
    TaxonomyCategory category = {.parent = parent, .depth = 1, .leaf = true};
    if (!read_names(read, node, category_keys, &category.name, &category.name_en))
        return false;
    if (memchr(category.name.ptr, '/', category.name.len))
        return conf_refuse(&read->reader, node, N_("the name “{0}” holds a slash"), category.name);
    if (is_repeated(list, node, category.name))
        return conf_refuse(&read->reader, node, N_("“{0}” stands here twice"), category.name);
    category.path = category.name;
    if (parent >= 0) {
        TaxonomyCategory *above = &taxonomy->categories.items[parent];
        above->leaf = false;
        category.depth = above->depth + 1;
        category.path = str_of(arena_printf(&taxonomy->arena, "%.*s/%.*s", STR_ARG(above->path),
                                            STR_ARG(category.name)));
    }
    if (category.depth > TAXONOMY_DEPTH)
        return conf_refuse(&read->reader, node, N_("“{0}” lies deeper than three levels"),
                           category.name);
    vec_push(&taxonomy->categories, category);
    const DocNode *children = doc_member(node, STR("children"));
    return !children || read_tree(read, children, (int)taxonomy->categories.len - 1);
}

static bool read_tree(Read *read, const DocNode *list, int parent) {
    if (!need_list(read, list))
        return false;
    DOC_EACH(node, list) {
        if (!read_category(read, list, node, parent))
            return false;
    }
    return true;
}

static bool read_synonyms(Read *read, const DocNode *node, TaxonomyValue *value) {
    const DocNode *list = doc_member(node, STR("synonyms"));
    if (!list)
        return true;
    if (!conf_need(&read->reader, list, DOC_LIST))
        return false;
    Str *synonyms = arena_alloc(&read->taxonomy->arena, (list->count + 1) * sizeof *synonyms);
    DOC_EACH(item, list) {
        if (item->kind != DOC_SCALAR)
            return conf_refuse(&read->reader, item, N_("a synonym of “{0}” must be a text"),
                               value->name);
        synonyms[value->synonym_count++] = str_trim(item->text);
    }
    value->synonyms = synonyms;
    return true;
}

static bool read_list(Read *read, const DocNode *list, TaxonomyList *out) {
    if (!need_list(read, list))
        return false;
    out->values = arena_zalloc(&read->taxonomy->arena, (list->count + 1) * sizeof *out->values);
    DOC_EACH(node, list) {
        TaxonomyValue *value = &out->values[out->len];
        if (!read_names(read, node, value_keys, &value->name, &value->name_en) ||
            !read_synonyms(read, node, value))
            return false;
        if (is_repeated(list, node, value->name))
            return conf_refuse(&read->reader, node, N_("“{0}” stands here twice"), value->name);
        out->len++;
    }
    return true;
}

static bool read_moves(Read *read, const DocNode *list) {
    if (!need_list(read, list))
        return false;
    DOC_EACH(node, list) {
        TaxonomyMove move;
        if (!conf_need(&read->reader, node, DOC_MAP) ||
            !conf_only(&read->reader, node, move_keys) ||
            !conf_text(&read->reader, node, "field", &move.field) ||
            !conf_text(&read->reader, node, "from", &move.from) ||
            !conf_text(&read->reader, node, "to", &move.to))
            return false;
        vec_push(&read->taxonomy->moves, move);
    }
    return true;
}

static bool read_root(Read *read, const DocNode *root) {
    if (!conf_need(&read->reader, root, DOC_MAP))
        return false;
    DOC_EACH(member, root) {
        size_t i = 0;
        if (str_equal(member->key, STR("categories"))) {
            if (!read_tree(read, member, -1))
                return false;
            continue;
        }
        if (str_equal(member->key, STR("moved"))) {
            if (!read_moves(read, member))
                return false;
            continue;
        }
        while (i < LISTS && !str_equal(member->key, str_of(list_rows[i].key)))
            i++;
        if (i == LISTS)
            return conf_refuse_key(&read->reader, member, N_("“{0}” is not known here"));
        if (!read_list(read, member, &read->taxonomy->lists[i]))
            return false;
    }
    return true;
}

bool taxonomy_parse(Str text, const char *name, Taxonomy **out, Error *err) {
    Taxonomy *taxonomy = mem_zalloc(sizeof *taxonomy);
    Read read = {{name, err}, taxonomy};
    DocNode *root;
    for (size_t i = 0; i < LISTS; i++)
        taxonomy->lists[i].field = list_rows[i].field;
    if (!conf_read(&read.reader, &taxonomy->arena, text, &root) || !read_root(&read, root)) {
        taxonomy_free(taxonomy);
        return false;
    }
    *out = taxonomy;
    return true;
}

bool taxonomy_read(const char *path, Taxonomy **out, Error *err) {
    Buf text = {0};
    bool good = file_read(path, YAML_MAX_DOCUMENT, &text, err) &&
                taxonomy_parse(buf_str(&text), path, out, err);
    buf_free(&text);
    return good;
}

void taxonomy_free(Taxonomy *taxonomy) {
    if (!taxonomy)
        return;
    vec_free(&taxonomy->categories);
    vec_free(&taxonomy->moves);
    arena_free(&taxonomy->arena);
    free(taxonomy);
}

/* ---- looking up ---- */

const TaxonomyCategory *taxonomy_categories(const Taxonomy *taxonomy, size_t *count) {
    *count = taxonomy->categories.len;
    return taxonomy->categories.items;
}

static bool is_named(Str name, Str name_en, Str text) {
    return text_fold_equal(name, text) || (name_en.len && text_fold_equal(name_en, text));
}

/* The child of parent with that name, or -1. */
static int child_of(const Taxonomy *taxonomy, int parent, Str name) {
    for (size_t i = 0; i < taxonomy->categories.len; i++) {
        const TaxonomyCategory *category = &taxonomy->categories.items[i];
        if (category->parent == parent && is_named(category->name, category->name_en, name))
            return (int)i;
    }
    return -1;
}

static const TaxonomyCategory *find_path(const Taxonomy *taxonomy, Str folded) {
    int at = -1;
    Str rest = folded, part;
    while (str_split(&rest, '/', &part)) {
        at = child_of(taxonomy, at, str_trim(part));
        if (at < 0)
            return NULL;
    }
    return at < 0 ? NULL : &taxonomy->categories.items[at];
}

static const TaxonomyCategory *find_name(const Taxonomy *taxonomy, Str name) {
    const TaxonomyCategory *found = NULL;
    for (size_t i = 0; i < taxonomy->categories.len; i++) {
        const TaxonomyCategory *category = &taxonomy->categories.items[i];
        if (!is_named(category->name, category->name_en, name))
            continue;
        if (found)
            return NULL;
        found = category;
    }
    return found;
}

static const TaxonomyCategory *find_now(const Taxonomy *taxonomy, Str path) {
    Buf folded = {0};
    text_fold(&folded, path); /* also the full-width slash */
    Str text = str_trim(buf_str(&folded));
    const TaxonomyCategory *found = text.len ? find_path(taxonomy, text) : NULL;
    if (!found && text.len && !memchr(text.ptr, '/', text.len))
        found = find_name(taxonomy, text);
    buf_free(&folded);
    return found;
}

const TaxonomyCategory *taxonomy_find(const Taxonomy *taxonomy, Str path) {
    Buf scratch = {0};
    Str moved;
    const TaxonomyCategory *found = find_now(taxonomy, path);
    if (!found && taxonomy_moved(taxonomy, STR("category"), path, &scratch, &moved))
        found = find_now(taxonomy, moved);
    buf_free(&scratch);
    return found;
}

/* ---- what was moved ---- */

/* The bytes of `value` that are the whole of `from`, or its beginning up to a slash; 0: they are
 * not. */
static size_t begins_with(Str value, Str from, bool path) {
    if (text_fold_equal(value, from))
        return value.len;
    if (!path || value.len <= from.len || value.ptr[from.len] != '/')
        return 0;
    return text_fold_equal(str_make(value.ptr, from.len), from) ? from.len : 0;
}

static bool move_once(const Taxonomy *taxonomy, Str field, Str value, Buf *out) {
    bool path = str_equal(field, STR("category"));
    for (size_t i = 0; i < taxonomy->moves.len; i++) {
        const TaxonomyMove *move = &taxonomy->moves.items[i];
        size_t same =
            str_equal(move->field, field) ? begins_with(value, move->from, path) : (size_t)0;
        if (!same)
            continue;
        buf_put_str(out, move->to);
        buf_put_str(out, str_make(value.ptr + same, value.len - same));
        return true;
    }
    return false;
}

bool taxonomy_moved(const Taxonomy *taxonomy, Str field, Str value, Buf *scratch, Str *out) {
    enum { LONGEST_CHAIN = 100 };
    Buf next = {0};
    bool moved = false;
    *out = value;
    for (int i = 0; i < LONGEST_CHAIN && move_once(taxonomy, field, *out, &next); i++) {
        buf_clear(scratch);
        buf_put_str(scratch, buf_str(&next));
        buf_clear(&next);
        *out = buf_str(scratch);
        moved = true;
    }
    buf_free(&next);
    return moved;
}

const TaxonomyList *taxonomy_list(const Taxonomy *taxonomy, Str field) {
    for (size_t i = 0; i < LISTS; i++)
        if (str_equal(field, str_of(taxonomy->lists[i].field)))
            return &taxonomy->lists[i];
    return NULL;
}

const TaxonomyValue *taxonomy_value(const Taxonomy *taxonomy, Str field, Str name) {
    const TaxonomyList *list = taxonomy_list(taxonomy, field);
    for (size_t i = 0; list && i < list->len; i++) {
        const TaxonomyValue *value = &list->values[i];
        if (is_named(value->name, value->name_en, name))
            return value;
        for (size_t k = 0; k < value->synonym_count; k++)
            if (text_fold_equal(value->synonyms[k], name))
                return value;
    }
    return NULL;
}

static void put_path(const Taxonomy *taxonomy, const TaxonomyCategory *category, Buf *out) {
    if (category->parent >= 0) {
        put_path(taxonomy, &taxonomy->categories.items[category->parent], out);
        buf_putc(out, '/');
    }
    buf_put_str(out, category->name_en.len ? category->name_en : category->name);
}

void taxonomy_label(const Taxonomy *taxonomy, Str field, Str value, bool english, Buf *out) {
    if (english && str_equal(field, STR("category"))) {
        const TaxonomyCategory *category = taxonomy_find(taxonomy, value);
        if (category && str_equal(category->path, value)) {
            put_path(taxonomy, category, out);
            return;
        }
    }
    const TaxonomyValue *known = english ? taxonomy_value(taxonomy, field, value) : NULL;
    bool exact = known && known->name_en.len && str_equal(known->name, value);
    buf_put_str(out, exact ? known->name_en : value);
}
