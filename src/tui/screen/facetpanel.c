#include "config.h"

#include "tui/screen/facetpanel.h"

#include "base/i18n.h"
#include "text/fold.h"
#include "tui/widget/layout.h"

#include <stdio.h>

enum { TYPED_BYTES = 100, COUNT_COLS = 7 };

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
    facetpanel_make_rows(panel, rect.rows);
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
        facetpanel_open_branch(panel, row->value, open);
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
    facetpanel_make_rows(panel, panel->room);
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
    facetpanel_make_rows(panel, panel->room);
    to_field(panel, facet);
    return FACET_USED;
}

static bool is_no_field(const void *context, size_t row) {
    const FacetPanel *panel = context;
    return row < panel->rows.len && panel->rows.items[row].kind != FACET_ROW_FIELD;
}

FacetAnswer facetpanel_key(FacetPanel *panel, InputKey key) {
    facetpanel_make_rows(panel, panel->room);
    if (key.code == INPUT_ESCAPE)
        return panel->typed.len ? forget_typed(panel) : FACET_LEAVE;
    if (key.code == INPUT_ENTER || (key.code == ' ' && !key.mods))
        return take(panel);
    if (key.code == INPUT_LEFT || key.code == INPUT_RIGHT)
        return fold(panel, key.code == INPUT_RIGHT);
    if (key.code == INPUT_TAB)
        return next_field(panel, !(key.mods & INPUT_SHIFT));
    size_t before = panel->list.selected;
    if (list_key(&panel->list, key) != WIDGET_IGNORED) {
        if (panel->typed.len) /* all is open then: the names of the fields do nothing */
            list_settle(&panel->list, panel->list.selected < before ? -1 : 1, is_no_field, panel);
        return FACET_USED;
    }
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
