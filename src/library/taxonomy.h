#ifndef ANLIKU_LIBRARY_TAXONOMY_H
#define ANLIKU_LIBRARY_TAXONOMY_H

#include "base/arena.h"
#include "base/progress.h"
#include "library/library.h"

/* Tags and categories: how many cases have each, and changes that take all cases along. Every
 * change needs the right `taxonomy`; it is one step: the batch of the cases and what the taxonomy
 * says are taken back together. What something was called before stays in the taxonomy, so that
 * imports and what people type still find it. */

/* ---- lists ---- */

typedef struct TaxonName {
    Str name;       /* of a category: its path */
    int depth;      /* of a category: 1..3; else 0 */
    uint64_t cases; /* that the actor may see; of a category with all below it */
    bool listed;    /* in the taxonomy; false: only cases have it */
} TaxonName;

typedef struct TaxonNames {
    TaxonName *items; /* tags: the most used first; categories: parents before their children */
    size_t len, cap;
    Arena arena;
} TaxonNames;

/* *out is freed with library_taxon_names_free, also after an error. */
bool library_tags(Library *library, TaxonNames *out, Error *err);
bool library_categories(Library *library, TaxonNames *out, Error *err);
void library_taxon_names_free(TaxonNames *names);

/* ---- changes ---- */

typedef struct TaxonResult {
    size_t cases; /* that say something else now */
    Uuid batch;   /* of them; nil: no case had it */
} TaxonResult;

/* ERR_EXISTS when there is one of that name, ERR_INVALID for a name that cannot be one. */
bool library_tag_add(Library *library, Str name, Error *err);
/* ERR_NOT_FOUND when nothing is called so, ERR_EXISTS when something has the new name: merge. */
bool library_tag_rename(Library *library, Str name, Str to, const Progress *progress,
                        TaxonResult *result, Error *err);
/* from becomes into, which must be there. */
bool library_tag_merge(Library *library, Str from, Str into, const Progress *progress,
                       TaxonResult *result, Error *err);

/* Paths as taxonomy_find takes them. A new one below a category that is there, at most three deep.
 */
bool library_category_add(Library *library, Str path, Error *err);
bool library_category_rename(Library *library, Str path, Str name, const Progress *progress,
                             TaxonResult *result, Error *err);
/* With all below it; parent "/": to the top. */
bool library_category_move(Library *library, Str path, Str parent, const Progress *progress,
                           TaxonResult *result, Error *err);
/* from must have nothing below it. */
bool library_category_merge(Library *library, Str from, Str into, const Progress *progress,
                            TaxonResult *result, Error *err);

/* Takes the last of these changes back; again: makes it again. ERR_NOT_FOUND when there is none. */
bool library_taxonomy_undo(Library *library, const Progress *progress, Error *err);

/* What a category that a person typed is called since it was renamed, moved or merged (then it
 * lives in the arena); path itself when it was not. */
Str library_category_now(Library *library, Str path, Arena *arena);

#endif
