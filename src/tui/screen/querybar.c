#include "config.h"

#include "tui/screen/querybar.h"

#include "base/i18n.h"
#include "library/facets.h"
#include "library/searches.h"
#include "text/utf8.h"
#include "text/width.h"

#include <stdio.h>

enum {
    QUERY_BYTES = 1000,
    SIGN_COLS = 2, /* of the / before the query */
    MOST_ROWS = 10,
    MOST_PAST = 100,
    COUNT_COLS = 9
};

void querybar_init(QueryBar *bar, Library *library) {
    bar->library = library;
    bar->edit = text_edit_new(STR(""), false, QUERY_BYTES);
    bar->field = (EditField){.edit = bar->edit,
                             .placeholder = _("type to search: words, a name, a number"),
                             .role = ROLE_FILTER,
                             .role_focus = ROLE_FILTER};
}

void querybar_free(QueryBar *bar) {
    text_edit_free(bar->edit);
    library_complete_free(&bar->offers);
    VEC_EACH (text, &bar->past)
        free(*text);
    vec_free(&bar->past);
    buf_free(&bar->own);
}

Str querybar_text(const QueryBar *bar) {
    return text_edit_text(bar->edit);
}

bool querybar_set(QueryBar *bar, Str text) {
    querybar_close(bar);
    bar->back = 0;
    return text_edit_set(bar->edit, text);
}

/* ---- earlier searches ---- */

static void forget(QueryBar *bar, size_t index) {
    free(bar->past.items[index]);
    bar->past.len--;
    memmove(bar->past.items + index, bar->past.items + index + 1,
            (bar->past.len - index) * sizeof *bar->past.items);
}

void querybar_remember(QueryBar *bar, Str text) {
    bar->back = 0;
    if (!text.len)
        return;
    for (size_t i = 0; i < bar->past.len; i++)
        if (str_equal(str_of(bar->past.items[i]), text)) {
            forget(bar, i);
            break;
        }
    if (bar->past.len == MOST_PAST)
        forget(bar, 0);
    vec_push(&bar->past, mem_strndup(text.ptr, text.len));
}

/* Those of earlier sessions, when they are first wanted. */
static void load_past(QueryBar *bar) {
    SearchedQueries own;
    Error ignored;
    if (bar->loaded)
        return;
    bar->loaded = true;
    if (library_own_searches(bar->library, MOST_PAST, &own, &ignored)) {
        VEC(char *) now = {bar->past.items, bar->past.len, bar->past.cap};
        bar->past.items = NULL;
        bar->past.len = bar->past.cap = 0;
        for (size_t i = own.len; i-- > 0;)
            querybar_remember(bar, own.items[i].query);
        for (size_t i = 0; i < now.len; i++) {
            querybar_remember(bar, str_of(now.items[i]));
            free(now.items[i]);
        }
        vec_free(&now);
    }
    library_searches_free(&own);
}

bool querybar_recall(QueryBar *bar, bool earlier) {
    load_past(bar);
    size_t back = earlier ? bar->back + 1 : bar->back - 1;
    if (earlier ? back > bar->past.len : !bar->back)
        return false;
    if (!bar->back) {
        buf_clear(&bar->own);
        buf_put_str(&bar->own, querybar_text(bar));
    }
    Str text = back ? str_of(bar->past.items[bar->past.len - back]) : buf_str(&bar->own);
    /* What stands there already is no other search. */
    if (earlier && !bar->back && str_equal(text, querybar_text(bar)) && bar->past.len > 1)
        text = str_of(bar->past.items[bar->past.len - ++back]);
    querybar_close(bar);
    text_edit_set(bar->edit, text);
    bar->back = back;
    return true;
}

/* ---- offers ---- */

void querybar_close(QueryBar *bar) {
    bar->open = false;
}

static bool make_offers(QueryBar *bar) {
    size_t caret = text_edit_caret(bar->edit);
    bar->open = library_complete(bar->library, querybar_text(bar), caret, &bar->offers);
    list_set_count(&bar->list, bar->offers.len);
    list_select(&bar->list, 0);
    return bar->open;
}

/* What ends in a colon goes on with its values. */
static void take_offer(QueryBar *bar) {
    Buf text = {0};
    size_t caret;
    bool goes_on = bar->offers.items[bar->list.selected].kind == COMPLETE_FIELD;
    library_complete_put(&bar->offers, bar->list.selected, querybar_text(bar), &text, &caret);
    text_edit_set(bar->edit, buf_str(&text));
    text_edit_move_to(bar->edit, caret, false);
    buf_free(&text);
    bar->back = 0;
    querybar_close(bar);
    if (goes_on)
        make_offers(bar);
}

bool querybar_complete(QueryBar *bar) {
    text_edit_select_none(bar->edit);
    if (!make_offers(bar))
        return false;
    if (bar->offers.len == 1)
        take_offer(bar);
    return true;
}

static WidgetResult offers_key(QueryBar *bar, InputKey key) {
    switch (key.mods ? 0 : key.code) {
    case INPUT_ESCAPE:
        querybar_close(bar);
        return WIDGET_USED;
    case INPUT_ENTER:
    case INPUT_TAB:
        take_offer(bar);
        return WIDGET_CHANGED;
    case INPUT_UP:
    case INPUT_DOWN:
    case INPUT_PAGE_UP:
    case INPUT_PAGE_DOWN:
        list_key(&bar->list, key);
        return WIDGET_USED;
    default:
        return WIDGET_IGNORED;
    }
}

WidgetResult querybar_key(QueryBar *bar, InputKey key) {
    WidgetResult result = bar->open ? offers_key(bar, key) : WIDGET_IGNORED;
    if (result != WIDGET_IGNORED)
        return result;
    result = field_key(&bar->field, key);
    if (result == WIDGET_CHANGED)
        bar->back = 0;
    if (bar->open)
        make_offers(bar);
    return result;
}

WidgetResult querybar_paste(QueryBar *bar, Str text, bool *cut) {
    size_t from, to;
    text_edit_selection(bar->edit, &from, &to);
    size_t room = QUERY_BYTES - (querybar_text(bar).len - (to - from));
    querybar_close(bar);
    bar->back = 0;
    *cut = text.len > room;
    return field_paste(&bar->field, *cut ? str_make(text.ptr, utf8_floor(text, room)) : text);
}

WidgetResult querybar_mouse(QueryBar *bar, const InputEvent *event) {
    if (!bar->open)
        return field_mouse(&bar->field, event);
    bool press = event->mouse == INPUT_MOUSE_PRESS;
    WidgetResult result = list_mouse(&bar->list, event);
    if (result == WIDGET_IGNORED && press) {
        querybar_close(bar);
        return field_mouse(&bar->field, event);
    }
    if (result != WIDGET_IGNORED && press && event->button == 1) {
        take_offer(bar);
        return WIDGET_CHANGED;
    }
    return WIDGET_USED;
}

/* ---- drawing ---- */

/* What the query is narrowed to, as chips. */
static void draw_chips(QueryBar *bar, Grid *grid, GridRect at) {
    enum { MOST = 16 };
    GridMark marks[MOST];
    Narrowing narrowing;
    size_t count = 0;
    narrowing_read(querybar_text(bar), &narrowing);
    for (; count < narrowing.len && count < MOST; count++)
        marks[count] = (GridMark){
            narrowing.terms[count].from, narrowing.terms[count].to, {ROLE_CHIP, ROLE_FILTER}};
    bar->field.marks = marks;
    bar->field.mark_count = count;
    field_draw(&bar->field, grid, at);
    bar->field.marks = NULL;
    bar->field.mark_count = 0;
    narrowing_free(&narrowing);
}

void querybar_draw(QueryBar *bar, Grid *grid, GridRect line, Str right, bool focused) {
    int cols = text_width(right);
    grid_fill(grid, line, grid_style(ROLE_FILTER));
    GridRect end = {line.row, line.col + line.cols - cols - 1, 1, cols};
    if (line.cols > cols + 20)
        grid_text(grid, end, right, grid_style(ROLE_DIM), 0);
    else
        cols = 0;
    grid_text(grid, line, STR("/"), grid_style(ROLE_HINT_KEY), 0);
    GridRect at = {line.row, line.col + SIGN_COLS, 1,
                   line.cols - SIGN_COLS - (cols ? cols + 2 : 0)};
    bar->field.focused = focused;
    draw_chips(bar, grid, at);
}

int querybar_column(const QueryBar *bar, int point) {
    Str query = querybar_text(bar);
    size_t end = 0;
    uint32_t code;
    while (--point > 0 && end < query.len)
        end += utf8_next(query, end, &code);
    int col = text_width(str_make(query.ptr, end)) - bar->field.skip;
    return bar->field.rect.col + (col > 0 ? col : 0);
}

static void draw_offer(void *context, Grid *grid, GridRect at, size_t row) {
    const QueryBar *bar = context;
    const CompleteItem *item = &bar->offers.items[row];
    GridStyle dim = {ROLE_DIM, ROLE_POPUP};
    grid_fill(grid, at, grid_style(ROLE_POPUP));
    GridRect left = {at.row, at.col + 1, 1, at.cols - COUNT_COLS - 2};
    int used = grid_text(grid, left, str_of(item->text), grid_style(ROLE_POPUP), GRID_CUT);
    bool says_more = strncmp(item->label, item->text, strlen(item->label)) != 0;
    if (says_more && used + 3 < left.cols)
        grid_text(grid, (GridRect){at.row, left.col + used + 2, 1, left.cols - used - 2},
                  str_of(item->label), dim, GRID_CUT);
    if (item->counted) {
        char count[32];
        snprintf(count, sizeof count, "%llu", (unsigned long long)item->count);
        GridRect right = {at.row, at.col + at.cols - COUNT_COLS - 1, 1, COUNT_COLS};
        grid_text(grid, right, str_of(count), dim, GRID_RIGHT);
    }
}

static int offer_cols(const QueryBar *bar) {
    int most = 0;
    for (size_t i = 0; i < bar->offers.len; i++) {
        int cols = text_width(str_of(bar->offers.items[i].text)) + 2 +
                   text_width(str_of(bar->offers.items[i].label));
        most = cols > most ? cols : most;
    }
    return most + COUNT_COLS + 4;
}

void querybar_draw_offers(QueryBar *bar, Grid *grid, GridRect area) {
    if (!bar->open || area.rows < 3)
        return;
    int rows = (int)bar->offers.len < MOST_ROWS ? (int)bar->offers.len : MOST_ROWS;
    rows = rows + 2 > area.rows ? area.rows : rows + 2;
    int cols = offer_cols(bar), points = 1;
    cols = cols > area.cols ? area.cols : cols;
    for (size_t i = 0; i < bar->offers.from; i++)
        points += ((unsigned char)querybar_text(bar).ptr[i] & 0xC0) != 0x80;
    int col = querybar_column(bar, points) - 2;
    col = col + cols > area.col + area.cols ? area.col + area.cols - cols : col;
    GridRect box = {area.row, col < area.col ? area.col : col, rows, cols};
    GridStyle plain = grid_style(ROLE_POPUP);
    grid_fill(grid, box, plain);
    GridRect inside = grid_box(grid, box, plain, STR(""), plain);
    bar->list.focused = true;
    list_draw(&bar->list, grid, inside, draw_offer, bar);
}
