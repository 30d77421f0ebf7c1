#include "config.h"

#include "base/i18n.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "tui/form/ahead.h"
#include "tui/form/kind.h"
#include "tui/widget/layout.h"

#include <stdlib.h>

/* The tree of a field, opened above the page: branches open and close, letters filter the leaves,
 * only leaves can be taken. */

enum { TREE_COLS = 60, TREE_ROWS = 18, COUNT_COLS = 7, FILTER_BYTES = 200, MOST_ROWS = 500 };

struct FormTree {
    const Offers *offers;
    bool *open; /* by offer */
    size_t *rows;
    size_t count;
    List list;
    TextEdit *filter;
    EditField box;
};

static const Offer *offer_at(const FormTree *tree, size_t row) {
    return &tree->offers->items.items[tree->rows[row]];
}

static bool is_filtered(const FormTree *tree) {
    return text_edit_text(tree->filter).len > 0;
}

/* Rows of a tree are those below which everything above is open. */
static void list_open(FormTree *tree) {
    int closed = -1; /* depth of a closed branch whose inside is passed */
    tree->count = 0;
    for (size_t i = 0; i < tree->offers->items.len; i++) {
        const Offer *offer = &tree->offers->items.items[i];
        if (closed >= 0 && offer->depth > closed)
            continue;
        closed = offer->branch && !tree->open[i] ? offer->depth : -1;
        tree->rows[tree->count++] = i;
    }
}

static void list_rows(FormTree *tree) {
    Buf folded = {0};
    text_fold(&folded, text_edit_text(tree->filter));
    if (folded.len)
        tree->count = offers_fit(tree->offers, buf_str(&folded), MOST_ROWS, tree->rows);
    else
        list_open(tree);
    buf_free(&folded);
    list_set_count(&tree->list, tree->count);
}

static void select_offer(FormTree *tree, size_t offer) {
    for (size_t row = 0; row < tree->count; row++)
        if (tree->rows[row] == offer)
            list_select(&tree->list, row);
}

static size_t parent_of(const FormTree *tree, size_t offer) {
    size_t at = offer;
    while (at > 0 && tree->offers->items.items[at].depth >= tree->offers->items.items[offer].depth)
        at--;
    return at;
}

/* Opens everything above an offer. */
static void open_to(FormTree *tree, size_t offer) {
    while (tree->offers->items.items[offer].depth > 0) {
        offer = parent_of(tree, offer);
        tree->open[offer] = true;
    }
}

static void tree_free(Form *form) {
    FormTree *tree = form->tree;
    form->tree = NULL;
    if (!tree)
        return;
    free(tree->open);
    free(tree->rows);
    text_edit_free(tree->filter);
    free(tree);
}

/* --- picture --------------------------------------------------------------------------------- */

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    const FormTree *tree = context;
    const Offer *offer = offer_at(tree, row);
    GridStyle plain = {ROLE_POPUP, ROLE_POPUP}, dim = {ROLE_DIM, ROLE_POPUP};
    Buf text = {0}, count = {0};
    bool flat = is_filtered(tree);
    int indent = flat ? 0 : 2 * offer->depth;
    bool open = tree->open[tree->rows[row]];
    grid_fill(grid, at, plain);
    if (offer->branch)
        buf_put_str(&text, grid_sign(grid, open ? GRID_SIGN_OPEN : GRID_SIGN_MARKER));
    buf_puts(&text, flat ? "" : offer->branch ? " " : "  ");
    buf_put_str(&text, offer->label);
    size_t label = text.len;
    if (flat && offer->detail.len)
        buf_printf(&text, "  %.*s", STR_ARG(offer->detail));
    GridMark mark = {label, text.len, dim};
    grid_text_marked(grid,
                     (GridRect){at.row, at.col + 1 + indent, 1, at.cols - indent - COUNT_COLS - 2},
                     buf_str(&text), plain, &mark, text.len > label, GRID_CUT);
    if (offer->counted)
        buf_printf(&count, "%llu", (unsigned long long)offer->count);
    grid_text(grid, (GridRect){at.row, at.col + at.cols - COUNT_COLS - 1, 1, COUNT_COLS},
              buf_str(&count), dim, GRID_RIGHT);
    buf_free(&text);
    buf_free(&count);
}

static void draw(Form *form, Grid *grid, GridRect within) {
    FormTree *tree = form->tree;
    const FormField *field = &form->fields[form->focus];
    int cols = within.cols > TREE_COLS ? TREE_COLS : within.cols;
    int rows = within.rows > TREE_ROWS ? TREE_ROWS : within.rows;
    GridRect box = {within.row + (within.rows - rows) / 2, within.col + (within.cols - cols) / 2,
                    rows, cols};
    GridStyle plain = {ROLE_POPUP, ROLE_POPUP};
    grid_fill(grid, box, plain);
    GridRect inside =
        grid_box(grid, box, plain, str_of(_(field->field->label)), grid_style(ROLE_POPUP_TITLE));
    GridRect filter = layout_take_top(&inside, 1);
    if (inside.rows > 6) {
        GridRect hint = layout_take_bottom(&inside, 1);
        grid_text(grid, (GridRect){hint.row, hint.col + 1, 1, hint.cols - 2},
                  str_of(_("Left, Right: close, open  Enter: take  Esc: leave")),
                  (GridStyle){ROLE_DIM, ROLE_POPUP}, GRID_CUT);
    }
    tree->list.focused = true;
    list_draw(&tree->list, grid, inside, draw_row, tree);
    if (!tree->count)
        grid_text(grid, (GridRect){inside.row, inside.col + 1, 1, inside.cols - 2},
                  str_of(_("Nothing is called so.")), (GridStyle){ROLE_DIM, ROLE_POPUP}, 0);
    tree->box.focused = true;
    tree->box.placeholder = _("type a part, pinyin or initials");
    field_draw(&tree->box, grid, (GridRect){filter.row, filter.col + 1, 1, filter.cols - 2});
}

/* --- keys ------------------------------------------------------------------------------------ */

static void set_open(FormTree *tree, size_t offer, bool open) {
    tree->open[offer] = open;
    list_rows(tree);
    select_offer(tree, offer);
}

/* Enter, Right or a press: a branch opens or closes, a leaf is taken. */
static WidgetResult enter(Form *form, FormField *field) {
    FormTree *tree = form->tree;
    if (!tree->count)
        return WIDGET_USED;
    size_t at = tree->rows[tree->list.selected];
    const Offer *offer = &tree->offers->items.items[at];
    if (offer->branch) {
        set_open(tree, at, !tree->open[at]);
        return WIDGET_USED;
    }
    bool same = str_equal(offer->value, form_target_text(field));
    if (!same)
        form_target_put(field, offer->value, offer->value.len);
    form_popup_close(form);
    return same ? WIDGET_USED : WIDGET_CHANGED;
}

/* Left: the branch closes, or the one above is pointed out. */
static void close_branch(FormTree *tree) {
    size_t at = tree->count ? tree->rows[tree->list.selected] : 0;
    if (!tree->count)
        return;
    if (tree->offers->items.items[at].branch && tree->open[at])
        set_open(tree, at, false);
    else if (tree->offers->items.items[at].depth > 0)
        select_offer(tree, parent_of(tree, at));
}

static void open_branch(FormTree *tree) {
    size_t at = tree->count ? tree->rows[tree->list.selected] : 0;
    if (!tree->count || !tree->offers->items.items[at].branch)
        return;
    if (tree->open[at])
        list_move(&tree->list, LIST_DOWN);
    else
        set_open(tree, at, true);
}

static WidgetResult on_key(Form *form, FormField *field, InputKey key) {
    FormTree *tree = form->tree;
    bool tree_shown = !is_filtered(tree) && !key.mods;
    if (key.code == INPUT_ESCAPE && !key.mods) {
        form_popup_close(form);
    } else if (key.code == INPUT_ENTER && !key.mods) {
        return enter(form, field);
    } else if (tree_shown && (key.code == INPUT_LEFT || key.code == INPUT_RIGHT)) {
        if (key.code == INPUT_LEFT)
            close_branch(tree);
        else
            open_branch(tree);
    } else if (list_key(&tree->list, key) == WIDGET_IGNORED &&
               field_key(&tree->box, key) == WIDGET_CHANGED) {
        list_rows(tree);
        list_select(&tree->list, 0);
    }
    return WIDGET_USED;
}

static WidgetResult on_mouse(Form *form, FormField *field, const InputEvent *event) {
    FormTree *tree = form->tree;
    bool press = event->mouse == INPUT_MOUSE_PRESS;
    WidgetResult result = list_mouse(&tree->list, event);
    if (result == WIDGET_IGNORED && press)
        form_popup_close(form);
    return result != WIDGET_IGNORED && press && event->button == 1 ? enter(form, field)
                                                                   : WIDGET_USED;
}

static WidgetResult on_event(Form *form, FormField *field, const InputEvent *event) {
    FormTree *tree = form->tree;
    if (event->type == INPUT_TYPE_KEY)
        return on_key(form, field, event->key);
    if (event->type == INPUT_TYPE_MOUSE)
        return on_mouse(form, field, event);
    if (event->type == INPUT_TYPE_PASTE && field_paste(&tree->box, event->text) == WIDGET_CHANGED)
        list_rows(tree);
    return WIDGET_USED;
}

static const FormPopup tree_popup = {.draw = draw, .event = on_event, .free = tree_free};

WidgetResult form_tree_choose(Form *form, FormField *field) {
    form_ahead_expire(form);
    const Offers *offers = form_offering_load(form, field, form_field_text(field));
    form_offering_close(form);
    if (!offers || !offers->tree || !offers->items.len)
        return form_offering_open(form, field);
    FormTree *tree = mem_zalloc(sizeof *tree);
    const Offer *known = offers_named(offers, form_field_text(field));
    tree->offers = offers;
    tree->open = mem_zalloc(offers->items.len * sizeof *tree->open);
    tree->rows = mem_zalloc((offers->items.len + MOST_ROWS) * sizeof *tree->rows);
    tree->filter = text_edit_new(STR(""), false, FILTER_BYTES);
    tree->box = (EditField){.edit = tree->filter};
    size_t at = known ? (size_t)(known - offers->items.items) : 0;
    if (known)
        open_to(tree, at);
    list_rows(tree);
    select_offer(tree, at);
    form->tree = tree;
    form->popup = &tree_popup;
    return WIDGET_USED;
}
