#include "config.h"

#include "format/doc.h"

#include "base/mem.h"

#include <stdlib.h>

DocNode *doc_new(Arena *arena, DocKind kind) {
    DocNode *node = ARENA_NEW(arena, DocNode);
    node->kind = kind;
    return node;
}

DocNode *doc_scalar(Arena *arena, Str text, bool quoted) {
    DocNode *node = doc_new(arena, DOC_SCALAR);
    node->text = arena_str(arena, text);
    node->quoted = quoted;
    return node;
}

void doc_add(DocNode *parent, Str key, DocNode *child) {
    child->key = key;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->count++;
}

DocNode *doc_member(const DocNode *map, Str key) {
    if (!map || map->kind != DOC_MAP)
        return NULL;
    for (DocNode *node = map->first; node; node = node->next)
        if (str_equal(node->key, key))
            return node;
    return NULL;
}

DocNode *doc_get(const DocNode *map, Str dotted_key) {
    DocNode *node = doc_member(map, dotted_key);
    const char *dot = dotted_key.len ? memchr(dotted_key.ptr, '.', dotted_key.len) : NULL;
    if (node || !dot)
        return node;
    size_t head = (size_t)(dot - dotted_key.ptr);
    DocNode *inner = doc_member(map, str_make(dotted_key.ptr, head));
    return inner ? doc_get(inner, str_make(dot + 1, dotted_key.len - head - 1)) : NULL;
}

Str doc_text(const DocNode *node) {
    return node && node->kind == DOC_SCALAR ? node->text : STR("");
}

DocNode *doc_copy(Arena *arena, const DocNode *node) {
    DocNode *copy = arena_dup(arena, node, sizeof *node);
    copy->text = arena_str(arena, node->text);
    copy->first = copy->last = copy->next = NULL;
    copy->count = 0;
    DOC_EACH(child, node)
    doc_add(copy, arena_str(arena, child->key), doc_copy(arena, child));
    return copy;
}

bool doc_equal(const DocNode *a, const DocNode *b) {
    if (a->kind != b->kind || a->count != b->count || !str_equal(a->key, b->key))
        return false;
    if (a->kind == DOC_SCALAR)
        return str_equal(a->text, b->text) && doc_is_typed(a) == doc_is_typed(b);
    const DocNode *x = a->first, *y = b->first;
    for (; x; x = x->next, y = y->next)
        if (!doc_equal(x, y))
            return false;
    return true;
}

typedef struct KeyAt {
    const DocNode *node;
    size_t at;
} KeyAt;

static int compare_keys(const void *a, const void *b) {
    const KeyAt *x = a, *y = b;
    int order = str_compare(x->node->key, y->node->key);
    return order ? order : (x->at > y->at) - (x->at < y->at);
}

/* Sorted, because a map may have 50,000 members. */
const DocNode *doc_find_duplicate(const DocNode *map) {
    if (map->count < 2)
        return NULL;
    KeyAt *keys = mem_alloc(map->count * sizeof *keys);
    size_t n = 0;
    DOC_EACH(member, map) {
        keys[n] = (KeyAt){member, n};
        n++;
    }
    qsort(keys, n, sizeof *keys, compare_keys);
    const DocNode *found = NULL;
    size_t found_at = 0;
    for (size_t i = 1; i < n; i++) {
        if (str_equal(keys[i].node->key, keys[i - 1].node->key) &&
            (!found || keys[i].at < found_at)) {
            found = keys[i].node;
            found_at = keys[i].at;
        }
    }
    free(keys);
    return found;
}

bool doc_is_typed(const DocNode *scalar) {
    return !scalar->quoted &&
           (doc_is_number(scalar->text) || str_equal(scalar->text, STR("true")) ||
            str_equal(scalar->text, STR("false")));
}

static size_t digits_at(Str text, size_t at) {
    size_t n = 0;
    while (at + n < text.len && text.ptr[at + n] >= '0' && text.ptr[at + n] <= '9')
        n++;
    return n;
}

bool doc_is_number(Str text) {
    size_t at = text.len && text.ptr[0] == '-';
    size_t n = digits_at(text, at);
    if (!n || (n > 1 && text.ptr[at] == '0'))
        return false;
    at += n;
    if (at < text.len && text.ptr[at] == '.') {
        n = digits_at(text, at + 1);
        if (!n)
            return false;
        at += n + 1;
    }
    if (at < text.len && (text.ptr[at] == 'e' || text.ptr[at] == 'E')) {
        at++;
        at += at < text.len && (text.ptr[at] == '+' || text.ptr[at] == '-');
        n = digits_at(text, at);
        if (!n)
            return false;
        at += n;
    }
    return at == text.len;
}
