#include "config.h"

#include "base/i18n.h"
#include "text/fit.h"
#include "text/fold.h"
#include "tui/screen/facetpanel.h"

/* The rows of the panel of facets: what is open, as far as there is room. */

enum { FEWEST = 4, MOST = 12, NOT_OPEN = SIZE_MAX };

static size_t find_branch(const FacetPanel *panel, Str path) {
    for (size_t i = 0; i < panel->branches.len; i++)
        if (str_equal(str_of(panel->branches.items[i]), path))
            return i;
    return NOT_OPEN;
}

void facetpanel_open_branch(FacetPanel *panel, Str path, bool open) {
    size_t at = find_branch(panel, path);
    if (open && at == NOT_OPEN) {
        vec_push(&panel->branches, mem_strndup(path.ptr, path.len));
    } else if (!open && at != NOT_OPEN) {
        free(panel->branches.items[at]);
        panel->branches.items[at] = panel->branches.items[--panel->branches.len];
    }
}

void facetpanel_set(FacetPanel *panel, const FindFacet *counts, size_t count, Str query) {
    panel->counts = counts;
    panel->count_len = count;
    panel->stale = true;
    buf_clear(&panel->query);
    buf_put_str(&panel->query, query);
    narrowing_free(&panel->narrowing);
    narrowing_read(buf_str(&panel->query), &panel->narrowing);
    uint64_t version = library_version(panel->library);
    if (!panel->names || panel->names_version != version) {
        library_facet_names_free(panel->names);
        panel->names = library_facet_names(panel->library);
        panel->names_version = version;
    }
}

static const FindFacet *counts_of(const FacetPanel *panel, int field) {
    static const FindFacet none;
    for (size_t i = 0; i < panel->count_len; i++)
        if (panel->counts[i].field == field)
            return &panel->counts[i];
    return &none;
}

static bool fits(const FacetPanel *panel, size_t facet, Str value) {
    return panel->named[facet] ||
           library_facet_fits(panel->names, library_facet(facet), value, buf_str(&panel->typed));
}

static void push_value(FacetPanel *panel, size_t facet, Str value, uint64_t count) {
    bool chosen = narrowing_has(&panel->narrowing, library_facet(facet)->field, value);
    vec_push(&panel->rows, (FacetRow){.kind = FACET_ROW_VALUE,
                                      .facet = facet,
                                      .value = arena_str(&panel->arena, value),
                                      .count = count,
                                      .chosen = chosen});
}

/* Chosen values that the list does not have can be taken back too. */
static void push_missing(FacetPanel *panel, size_t facet, const FindFacet *counts) {
    int field = library_facet(facet)->field;
    for (size_t i = 0; i < panel->narrowing.len; i++) {
        const struct NarrowTerm *term = &panel->narrowing.terms[i];
        for (size_t j = 0; term->field == field && j < term->len; j++) {
            bool there = false;
            for (size_t v = 0; v < counts->len && !there; v++)
                there = text_fold_equal(counts->values[v].value, term->values[j]);
            if (!there && fits(panel, facet, term->values[j]))
                push_value(panel, facet, term->values[j], 0);
        }
    }
}

static bool is_shown(const FacetPanel *panel, size_t facet, const FindFacetValue *value) {
    /* Having no trust yet is what the state says. */
    bool none = library_facet(facet)->field == FIND_TRUST && str_equal(value->value, STR("none"));
    return value->value.len && !none && fits(panel, facet, value->value);
}

static void push_values(FacetPanel *panel, size_t facet, size_t most) {
    const FindFacet *counts = counts_of(panel, library_facet(facet)->field);
    size_t shown = 0, hidden = 0;
    for (size_t i = 0; i < counts->len; i++) {
        const FindFacetValue *value = &counts->values[i];
        bool chosen = narrowing_has(&panel->narrowing, library_facet(facet)->field, value->value);
        if (!is_shown(panel, facet, value))
            continue;
        if (shown >= most && !chosen) {
            hidden++;
            continue;
        }
        push_value(panel, facet, value->value, value->count);
        shown++;
    }
    push_missing(panel, facet, counts);
    if (hidden)
        vec_push(&panel->rows,
                 (FacetRow){.kind = FACET_ROW_MORE, .facet = facet, .hidden = hidden});
}

/* Whether a node of the tree is shown: its parent is open, or what was typed means it. */
static bool node_is_shown(const FacetPanel *panel, size_t facet, Str path) {
    if (panel->typed.len)
        return fits(panel, facet, path);
    size_t cut = path.len;
    while (cut && path.ptr[cut - 1] != '/')
        cut--;
    if (cut < 2)
        return true;
    Str parent = str_make(path.ptr, cut - 1);
    return find_branch(panel, parent) != NOT_OPEN && node_is_shown(panel, facet, parent);
}

static void push_tree(FacetPanel *panel, size_t facet, size_t most) {
    const FindFacet *counts = counts_of(panel, library_facet(facet)->field);
    FacetNode *nodes;
    size_t len = library_facet_tree(counts, &panel->arena, &nodes), roots = 0, hidden = 0;
    FindFacet all = {.values = arena_alloc(&panel->arena, (len + 1) * sizeof *all.values)};
    for (size_t i = 0; i < len; i++) {
        const FacetNode *node = &nodes[i];
        bool chosen = narrowing_has(&panel->narrowing, library_facet(facet)->field, node->path);
        all.values[all.len++] = (FindFacetValue){node->path, node->count};
        roots += node->depth == 0;
        if (!chosen && !node_is_shown(panel, facet, node->path))
            continue;
        if (roots > most && !chosen) {
            hidden += node->depth == 0 || panel->typed.len;
            continue;
        }
        push_value(panel, facet, node->path, node->count);
        FacetRow *row = &panel->rows.items[panel->rows.len - 1];
        row->parent = node->parent;
        row->depth = node->depth;
        row->open = find_branch(panel, node->path) != NOT_OPEN;
    }
    push_missing(panel, facet, &all);
    if (hidden)
        vec_push(&panel->rows,
                 (FacetRow){.kind = FACET_ROW_MORE, .facet = facet, .hidden = hidden});
}

/* Values that a field may show so that all have some. */
static size_t share(const FacetPanel *panel) {
    int open = 0;
    for (size_t i = 0; i < LIBRARY_FACETS; i++)
        open += panel->open[i];
    int each = (panel->room - LIBRARY_FACETS) / (open ? open : 1) - 1;
    return (size_t)(each < FEWEST ? FEWEST : each > MOST ? MOST : each);
}

void facetpanel_make_rows(FacetPanel *panel, int room) {
    FacetRow before = {.facet = LIBRARY_FACETS};
    if (!panel->stale && panel->room == room)
        return;
    Buf kept = {0};
    if (panel->list.selected < panel->rows.len) {
        before = panel->rows.items[panel->list.selected];
        buf_put_str(&kept, before.value);
    }
    panel->room = room;
    panel->stale = false;
    panel->rows.len = 0;
    arena_clear(&panel->arena);
    for (size_t i = 0; i < LIBRARY_FACETS; i++) {
        const LibraryFacet *facet = library_facet(i);
        size_t at = panel->rows.len, most = panel->whole[i] ? SIZE_MAX : share(panel);
        bool open = panel->open[i] || panel->typed.len;
        panel->named[i] = panel->typed.len &&
                          text_fit(str_of(_(facet->label)), buf_str(&panel->typed)) != FIT_NONE;
        vec_push(&panel->rows,
                 (FacetRow){.kind = FACET_ROW_FIELD,
                            .facet = i,
                            .chosen = narrowing_count(&panel->narrowing, facet->field),
                            .open = open});
        if (open && facet->tree)
            push_tree(panel, i, most);
        else if (open)
            push_values(panel, i, most);
        if (panel->typed.len && panel->rows.len == at + 1)
            panel->rows.len = at; /* nothing of it is meant */
    }
    /* The selection stays with its value while counts change the order. */
    list_set_count(&panel->list, panel->rows.len);
    for (size_t i = 0; i < panel->rows.len; i++) {
        const FacetRow *row = &panel->rows.items[i];
        if (row->facet == before.facet && row->kind == before.kind &&
            str_equal(row->value, buf_str(&kept)))
            list_follow(&panel->list, i);
    }
    buf_free(&kept);
}
