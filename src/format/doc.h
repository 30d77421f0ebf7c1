#ifndef ANLIKU_FORMAT_DOC_H
#define ANLIKU_FORMAT_DOC_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* The neutral document tree between a file and a record or a setting: what YAML, JSON, front matter
 * and CSV rows are read into and written from. Everything lives in one arena. */

enum { DOC_MAX_DEPTH = 32 };

typedef enum DocKind { DOC_NULL, DOC_SCALAR, DOC_LIST, DOC_MAP } DocKind;

typedef struct DocNode DocNode;
struct DocNode {
    DocKind kind;
    bool quoted; /* DOC_SCALAR: surely text (quotes, a block, a JSON string); otherwise it may be a
                    number, a date or a truth value */
    bool flow;   /* LIST, MAP: read from, or to be written in, [..] or {..}. A scalar read inside
                    such brackets has it too */
    Str key;     /* of a member of a map, else "" */
    Str text;    /* DOC_SCALAR: UTF-8 */
    int line, column;         /* of the value in the file, 1-based, code points; 0: not known */
    int key_line, key_column; /* of the key */
    DocNode *first, *last, *next;
    size_t count; /* children */
};

/* Walks the children of a LIST or MAP (NULL and scalars have none). */
#define DOC_EACH(it, parent)                                                                       \
    for (const DocNode *it = (parent) ? (parent)->first : NULL; it; it = it->next)

/* A new node outside any tree. */
DocNode *doc_new(Arena *arena, DocKind kind);
/* A scalar; the text is copied. */
DocNode *doc_scalar(Arena *arena, Str text, bool quoted);
/* Appends child to a list, or to a map under key (which is borrowed; "" for lists). */
void doc_add(DocNode *parent, Str key, DocNode *child);

/* The member of a map with exactly this key, or NULL (also when map is no map or NULL). */
DocNode *doc_member(const DocNode *map, Str key);
/* Like doc_member, but "a.b" also finds b inside a; a member called "a.b" comes first. */
DocNode *doc_get(const DocNode *map, Str dotted_key);
/* The text of a scalar, "" for anything else and for NULL. */
Str doc_text(const DocNode *node);
/* Deep copy into the arena. */
DocNode *doc_copy(Arena *arena, const DocNode *node);
/* Kinds, keys in the same order and texts are equal, and the number 1 is not the text "1"; places,
 * flow and quotes that change nothing do not count. */
bool doc_equal(const DocNode *a, const DocNode *b);
/* The later of the first two members with one key, or NULL when all keys differ. */
const DocNode *doc_find_duplicate(const DocNode *map);

/* Whether a scalar is a number or a truth value as JSON has them. */
bool doc_is_typed(const DocNode *scalar);
/* Whether text is a number as JSON writes it: -1.50e3, but not 01, +1 or .5 */
bool doc_is_number(Str text);

#endif
