#include "config.h"

#include "tui/screen/facetpanel.h"

#include "base/i18n.h"
#include "text/fold.h"
#include "tui/widget/layout.h"

#include <stdio.h>

enum { TYPED_BYTES = 100, FEWEST = 4, MOST = 12, COUNT_COLS = 7, NOT_OPEN = SIZE_MAX };

/* Open at the start: what a rep narrows by. */
static const char standard_open[] = "industry category product trust state";

void facetpanel_init(FacetPanel *panel, Library *library) {
    *panel = (FacetPanel){.library = library, .stale = true};
    panel->edit = text_edit_new(STR(""), false, TYPED_BYTES);
    panel->field = (EditField){.edit = panel->edit, .role = ROLE_FILTER, .role_focus = ROLE_FILTER};
    facetpanel_set_open(panel, str_of(standard_open));
}

static void close_branches(FacetPanel *panel) {
    VEC_EACH (path, &panel->branches)
        free(*path);
    panel->branches.len = 0;
}

void facetpanel_free(FacetPanel *panel) {
    text_edit_free(panel->edit);
    buf_free(&panel->typed);
    buf_free(&panel->query);
    buf_free(&panel->taken_value);
    close_branches(panel);
    vec_free(&panel->branches);
    library_facet_names_free(panel->names);
    narrowing_free(&panel->narrowing);
    vec_free(&panel->rows);
    arena_free(&panel->arena);
}

/* ---- what is open ---- */

size_t facetpanel_fields(const FacetPanel *panel, int *fields) {
    size_t count = 0;
    for (size_t i = 0; i < LIBRARY_FACETS; i++)
        if (panel->open[i] || panel->typed.len)
            fields[count++] = library_facet(i)->field;
    return count;
}

void facetpanel_put_open(const FacetPanel *panel, Buf *out) {
    const char *between = "";
    for (size_t i = 0; i < LIBRARY_FACETS; i++) {
        if (!panel->open[i])
            continue;
        buf_printf(out, "%s%s", between, library_facet(i)->key);
        between = " ";
    }
}

void facetpanel_set_open(FacetPanel *panel, Str keys) {
    Str key;
    memset(panel->open, 0, sizeof panel->open);
    while (keys.len && str_split(&keys, ' ', &key)) {
        size_t facet = library_facet_find(key);
        if (facet < LIBRARY_FACETS)
            panel->open[facet] = true;
    }
    panel->stale = true;
}

static size_t find_branch(const FacetPanel *panel, Str path) {
    for (size_t i = 0; i < panel->branches.len; i++)
        if (str_equal(str_of(panel->branches.items[i]), path))
            return i;
    return NOT_OPEN;
}

static void open_branch(FacetPanel *panel, Str path, bool open) {
    size_t at = find_branch(panel, path);
    if (open && at == NOT_OPEN) {
        vec_push(&panel->branches, mem_strndup(path.ptr, path.len));
    } else if (!open && at != NOT_OPEN) {
        free(panel->branches.items[at]);
        panel->branches.items[at] = panel->branches.items[--panel->branches.len];
    }
}

/* ---- rows ---- */

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
    return library_facet_fits(panel->names, library_facet(facet), value, buf_str(&panel->typed));
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

static void make_rows(FacetPanel *panel, int room) {
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

/* ---- drawing ---- */

static void draw_field(const FacetPanel *panel, Grid *grid, GridRect at, const FacetRow *row) {
    (void)panel;
    char chosen[32] = "";
    const LibraryFacet *facet = library_facet(row->facet);
    Str sign = grid_sign(grid, row->open ? GRID_SIGN_OPEN : GRID_SIGN_MARKER);
    grid_text(grid, (GridRect){at.row, at.col, 1, 1}, sign, grid_style(ROLE_DIM), 0);
    if (row->chosen)
        snprintf(chosen, sizeof chosen, " %zu", row->chosen);
    int cols = grid_text(grid, (GridRect){at.row, at.col + 2, 1, at.cols - 2},
                         str_of(_(facet->label)), grid_style(ROLE_HEADING), GRID_CUT);
    grid_text(grid, (GridRect){at.row, at.col + 2 + cols, 1, at.cols - 2 - cols}, str_of(chosen),
              grid_style(ROLE_MATCH), GRID_CUT);
}

static void draw_value(const FacetPanel *panel, Grid *grid, GridRect at, const FacetRow *row) {
    Buf label = {0};
    char count[32];
    int indent = 1 + 2 * row->depth;
    Role role = row->chosen ? ROLE_MATCH : row->count ? ROLE_TEXT : ROLE_DIM;
    library_facet_label(panel->names, library_facet(row->facet), row->value, &label);
    Str box = row->chosen   ? grid_sign(grid, GRID_SIGN_YES)
              : row->parent ? grid_sign(grid, row->open ? GRID_SIGN_OPEN : GRID_SIGN_MARKER)
                            : STR(" ");
    grid_text(grid, (GridRect){at.row, at.col + indent, 1, 1}, box,
              grid_style(row->chosen ? ROLE_MATCH : ROLE_DIM), 0);
    indent += 2;
    grid_text(grid, (GridRect){at.row, at.col + indent, 1, at.cols - indent - COUNT_COLS},
              buf_str(&label), grid_style(role), GRID_CUT);
    snprintf(count, sizeof count, "%llu", (unsigned long long)row->count);
    grid_text(grid, (GridRect){at.row, at.col + at.cols - COUNT_COLS, 1, COUNT_COLS - 1},
              str_of(count), grid_style(ROLE_NUMBER), GRID_RIGHT);
    buf_free(&label);
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t index) {
    const FacetPanel *panel = context;
    const FacetRow *row = &panel->rows.items[index];
    char more[64];
    switch (row->kind) {
    case FACET_ROW_FIELD:
        draw_field(panel, grid, at, row);
        break;
    case FACET_ROW_VALUE:
        draw_value(panel, grid, at, row);
        break;
    case FACET_ROW_MORE:
        snprintf(more, sizeof more, _("%d more"), (int)row->hidden);
        grid_text(grid, (GridRect){at.row, at.col + 3, 1, at.cols - 3}, str_of(more),
                  grid_style(ROLE_DIM), GRID_CUT);
        break;
    }
}

void facetpanel_draw(FacetPanel *panel, Grid *grid, GridRect rect) {
    grid_fill(grid, rect, grid_style(ROLE_TEXT));
    panel->typed_at = layout_take_top(&rect, 1);
    make_rows(panel, rect.rows);
    panel->list.focused = panel->focused;
    panel->list.away_plain = panel->list.park_cursor = true;
    panel->list.tint_cols = rect.cols - 1;
    panel->list.count = panel->rows.len;
    list_draw(&panel->list, grid, rect, draw_row, panel);
    if (!panel->rows.len)
        grid_text(grid, (GridRect){rect.row, rect.col + 1, 1, rect.cols - 1},
                  str_of(_("No value is like that.")), grid_style(ROLE_DIM), GRID_CUT);
    panel->field.placeholder = _("type to find a value");
    /* A screen reader follows the cursor: it stands at the value. */
    panel->field.focused = panel->focused && grid->manner != GRID_SPOKEN;
    if (panel->focused)
        field_draw(&panel->field, grid, panel->typed_at);
    else
        grid_text(grid, panel->typed_at, str_of(_("Narrow the list by")), grid_style(ROLE_DIM),
                  GRID_CUT);
}

/* ---- keys ---- */

static FacetRow *selected(FacetPanel *panel) {
    return panel->list.selected < panel->rows.len ? &panel->rows.items[panel->list.selected] : NULL;
}

static FacetAnswer open_field(FacetPanel *panel, size_t facet, bool open) {
    panel->open[facet] = open;
    panel->whole[facet] = false;
    panel->stale = true;
    return open ? FACET_ASK : FACET_USED;
}

static FacetAnswer take(FacetPanel *panel) {
    FacetRow *row = selected(panel);
    if (!row)
        return FACET_USED;
    if (row->kind == FACET_ROW_FIELD)
        return panel->typed.len ? FACET_USED : open_field(panel, row->facet, !row->open);
    if (row->kind == FACET_ROW_MORE) {
        panel->whole[row->facet] = true;
        panel->stale = true;
        return FACET_USED;
    }
    panel->taken_field = library_facet(row->facet)->field;
    buf_clear(&panel->taken_value);
    buf_put_str(&panel->taken_value, row->value);
    return FACET_TAKEN;
}

static void to_field(FacetPanel *panel, size_t facet) {
    for (size_t i = 0; i < panel->rows.len; i++)
        if (panel->rows.items[i].kind == FACET_ROW_FIELD && panel->rows.items[i].facet == facet)
            list_select(&panel->list, i);
}

/* Right opens what is closed, Left closes what is open or goes to its field. */
static FacetAnswer fold(FacetPanel *panel, bool open) {
    FacetRow *row = selected(panel);
    if (!row || panel->typed.len)
        return FACET_USED;
    if (row->kind == FACET_ROW_FIELD && row->open != open)
        return open_field(panel, row->facet, open);
    if (row->kind == FACET_ROW_VALUE && row->parent && row->open != open) {
        open_branch(panel, row->value, open);
        panel->stale = true;
    } else if (row->kind == FACET_ROW_MORE && open) {
        return take(panel);
    } else if (!open && row->kind != FACET_ROW_FIELD) {
        to_field(panel, row->facet);
    }
    return FACET_USED;
}

static FacetAnswer next_field(FacetPanel *panel, bool forward) {
    size_t count = panel->rows.len, at = panel->list.selected;
    for (size_t step = 1; step < count; step++) {
        size_t i = (at + (forward ? step : count - step)) % count;
        if (panel->rows.items[i].kind == FACET_ROW_FIELD) {
            list_select(&panel->list, i);
            break;
        }
    }
    return FACET_USED;
}

/* The first value that is meant, so that Enter takes it. */
static void select_value(FacetPanel *panel) {
    make_rows(panel, panel->room);
    for (size_t i = 0; i < panel->rows.len; i++)
        if (panel->rows.items[i].kind == FACET_ROW_VALUE) {
            list_select(&panel->list, i);
            panel->list.top = 0;
            return;
        }
}

static FacetAnswer typed(FacetPanel *panel) {
    bool before = panel->typed.len > 0;
    buf_clear(&panel->typed);
    text_fold(&panel->typed, str_trim(text_edit_text(panel->edit)));
    panel->stale = true;
    if (!before && panel->typed.len)
        return FACET_ASK; /* now of all fields */
    select_value(panel);
    return FACET_USED;
}

static FacetAnswer forget_typed(FacetPanel *panel) {
    FacetRow *row = selected(panel);
    size_t facet = row ? row->facet : 0;
    text_edit_set(panel->edit, STR(""));
    typed(panel);
    make_rows(panel, panel->room);
    to_field(panel, facet);
    return FACET_USED;
}

FacetAnswer facetpanel_key(FacetPanel *panel, InputKey key) {
    make_rows(panel, panel->room);
    if (key.code == INPUT_ESCAPE)
        return panel->typed.len ? forget_typed(panel) : FACET_LEAVE;
    if (key.code == INPUT_ENTER || (key.code == ' ' && !key.mods))
        return take(panel);
    if (key.code == INPUT_LEFT || key.code == INPUT_RIGHT)
        return fold(panel, key.code == INPUT_RIGHT);
    if (key.code == INPUT_TAB)
        return next_field(panel, !(key.mods & INPUT_SHIFT));
    if (list_key(&panel->list, key) != WIDGET_IGNORED)
        return FACET_USED;
    WidgetResult result = field_key(&panel->field, key);
    if (result == WIDGET_CHANGED)
        return typed(panel);
    return result == WIDGET_IGNORED ? FACET_NOTHING : FACET_USED;
}

FacetAnswer facetpanel_mouse(FacetPanel *panel, const InputEvent *event) {
    bool press = event->mouse == INPUT_MOUSE_PRESS && event->button == 1;
    size_t row = panel->list.top + (size_t)(event->row - panel->list.rect.row);
    if (panel->typed_at.rows && grid_rect_has(panel->typed_at, event->row, event->col))
        return FACET_USED;
    if (!grid_rect_has(panel->list.rect, event->row, event->col))
        return FACET_NOTHING;
    if (!press) {
        list_mouse(&panel->list, event);
        return FACET_USED;
    }
    if (row >= panel->rows.len)
        return FACET_USED;
    list_select(&panel->list, row);
    FacetRow *at = selected(panel);
    int sign = panel->list.rect.col + 1 + 2 * at->depth;
    if (at->parent && event->col <= sign + 1)
        return fold(panel, !at->open);
    return take(panel);
}
