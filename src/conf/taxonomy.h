#ifndef ANLIKU_CONF_TAXONOMY_H
#define ANLIKU_CONF_TAXONOMY_H

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

#include <stddef.h>

/* The taxonomy of a library: a closed tree of categories, and open lists of the values that the
 * other fields are offered first. Names are stored as they are; name_en is what an English screen
 * shows and an English query may use. */

enum { TAXONOMY_DEPTH = 3 };

/* What a category that the tree does not have is stored under. */
#define TAXONOMY_UNCATEGORISED "uncategorised"

typedef struct TaxonomyCategory {
    Str name, name_en; /* name_en "" when the file has none */
    Str path;          /* names joined by '/': what a case stores */
    int parent;        /* index, -1 for a root */
    int depth;         /* 1.. TAXONOMY_DEPTH */
    bool leaf;
} TaxonomyCategory;

typedef struct TaxonomyValue {
    Str name, name_en;
    const Str *synonyms;
    size_t synonym_count;
} TaxonomyValue;

typedef struct TaxonomyList {
    const char *field; /* key of the case's field: "industry" */
    TaxonomyValue *values;
    size_t len;
} TaxonomyList;

/* What a value, or a category with all below it, was called before it was renamed, moved or merged.
 */
typedef struct TaxonomyMove {
    Str field; /* "tags", "category" */
    Str from, to;
} TaxonomyMove;

/* Texts live as long as the taxonomy. */
typedef struct Taxonomy Taxonomy;

/* Reads a YAML file: categories (a tree of {name, name_en, children}), industries, size_bands,
 * regions, products, themes, pains, tags (lists of {name, name_en, synonyms} or of names), moved (a
 * list of {field, from, to}). Errors carry file, line and column: unknown keys, missing or repeated
 * names, a '/' in the name of a category, more than TAXONOMY_DEPTH levels. *out is freed with
 * taxonomy_free. */
bool taxonomy_parse(Str text, const char *name, Taxonomy **out, Error *err);
bool taxonomy_read(const char *path, Taxonomy **out, Error *err);
/* NULL is allowed. */
void taxonomy_free(Taxonomy *taxonomy);

/* Categories, parents before their children; *count of them. */
const TaxonomyCategory *taxonomy_categories(const Taxonomy *taxonomy, size_t *count);
/* By path, in Chinese or English names, with blanks or a full-width slash; or by the name of a
 * category alone when only one has it; or by what one of these was before it was moved. NULL when
 * the tree has no such category. */
const TaxonomyCategory *taxonomy_find(const Taxonomy *taxonomy, Str path);
/* The list of a field ("industry", "tags"), or NULL. */
const TaxonomyList *taxonomy_list(const Taxonomy *taxonomy, Str field);
/* The value of a list that has this name, English name or synonym; NULL when none has. */
const TaxonomyValue *taxonomy_value(const Taxonomy *taxonomy, Str field, Str name);
/* What a value (or path) of the field is called now: where it was moved to, over any number of
 * moves. False, and *out is the value, when it was not moved; *out may point into `scratch`. */
bool taxonomy_moved(const Taxonomy *taxonomy, Str field, Str value, Buf *scratch, Str *out);
/* What a screen shows for a stored value: the English name (of every part of a category's path)
 * where there is one and english is true, else the value. Appends. */
void taxonomy_label(const Taxonomy *taxonomy, Str field, Str value, bool english, Buf *out);

#endif
