#include "config.h"

#include "tui/form/offering.h"

#include "base/i18n.h"
#include "text/fold.h"
#include "text/width.h"
#include "tui/form/ahead.h"
#include "tui/form/kind.h"

enum { MOST_SHOWN = 8, LEAST_SHOWN = 3, COUNT_COLS = 8, MOST_COLS = 64 };

void form_offering_init(FormOffering *offering) {
    *offering = (FormOffering){.field = -1, .sub = -1};
    offering->offers = &offering->other;
}

void form_offering_free(FormOffering *offering) {
    offers_free(&offering->other);
    buf_free(&offering->typed);
    map_free(&offering->confirmed);
}

void form_on_offers(Form *form, FormAsk *ask, FormNamed *named, void *context) {
    form->offering.ask = ask;
    form->offering.named = named;
    form->offering.context = context;
}

void form_reads_ahead(Form *form, FormVersion *version) {
    form->offering.version = version;
}

void form_offering_close(Form *form) {
    form->offering.open = form->offering.pending = false;
}

/* --- the item -------------------------------------------------------------------------------- */

/* The length of a sign between items at byte `at`; 0: there is none. */
static size_t sign_at(Str text, size_t at) {
    static const Str wide = STR("；");
    Str rest = str_make(text.ptr + at, text.len - at);
    return rest.ptr[0] == ';' ? 1 : str_starts(rest, wide) ? wide.len : 0;
}

Str form_item_at_caret(const FormField *field, size_t *from, size_t *to) {
    Str text = form_target_text(field);
    size_t caret = form_target_caret(field);
    *from = 0;
    *to = text.len;
    for (size_t at = 0; field->kind->several && at < text.len;) {
        size_t sign = sign_at(text, at);
        if (sign && at + sign <= caret)
            *from = at + sign;
        if (sign && at >= caret && *to == text.len)
            *to = at;
        at += sign ? sign : 1;
    }
    while (*from < *to && text.ptr[*from] == ' ')
        ++*from;
    while (*to > *from && text.ptr[*to - 1] == ' ')
        --*to;
    return str_make(text.ptr + *from, *to - *from);
}

/* --- what there is --------------------------------------------------------------------------- */

/* Evidence is often the same paper in every row: what the rows above name comes first. */
static void offer_rows_above(const FormField *field, int sub, Offers *offers) {
    Offers all = {.rule = offers->rule};
    Str above;
    if (sub < 0 || !str_equal(str_of(field->field->row[sub].key), STR("evidence")))
        return;
    for (size_t up = 1; (above = str_trim(form_rows_above(field->rows, up))).ptr; up++)
        if (above.len && !offers_named(&all, above))
            offers_add(&all, above, above, STR(""));
    VEC_EACH (offer, &offers->items)
        if (!offers_named(&all, offer->value))
            offers_add(&all, offer->value, offer->label, offer->detail);
    offers_free(offers);
    *offers = all;
}

static const Offers *ask(Form *form, const FormField *field, int sub, Str typed) {
    FormOffering *o = &form->offering;
    const Offers *kept = sub < 0 ? form_ahead(field) : NULL;
    if (kept)
        return kept;
    if (sub < 0)
        return form_ahead_ask(form, &form->fields[field - form->fields], typed, &o->other);
    offers_free(&o->other);
    o->ask(o->context, field->index, sub, typed, &o->other);
    offer_rows_above(field, sub, &o->other);
    return &o->other;
}

const Offers *form_offering_load(Form *form, const FormField *field, Str typed) {
    FormOffering *o = &form->offering;
    int sub = form_target_sub(field);
    bool same = o->loaded && o->field == field->index && o->sub == sub &&
                (!o->offers->picked || str_equal(buf_str(&o->typed), typed));
    if (!o->ask || !field->kind->offers)
        return NULL;
    if (!same) {
        o->offers = ask(form, field, sub, typed);
        o->field = field->index;
        o->sub = sub;
        o->loaded = true;
    }
    buf_clear(&o->typed);
    buf_put_str(&o->typed, typed);
    return o->offers;
}

/* Letters that stand for the sounds of a Han name say that somebody is choosing, not naming. */
static bool by_sound(const Offer *offer, Str folded) {
    Fit fit = offer_fit(offer, folded);
    return fit == FIT_PINYIN || fit == FIT_INITIALS;
}

/* Whether the first row is pointed out at once: not where what was typed is as good. */
static bool points_out(const FormOffering *o, Str folded) {
    const Offer *first = &o->offers->items.items[o->hits[0]];
    if (!o->count)
        return false;
    if (offer_fit(first, folded) == FIT_WHOLE)
        return true;
    return !o->offers->picked &&
           (o->offers->rule == OFFER_CLOSED || o->offers->records || by_sound(first, folded));
}

static void show(FormOffering *o, Str typed, bool chosen) {
    o->makes = chosen && o->offers->make;
    const Offer *known = typed.len ? offers_named(o->offers, typed) : NULL;
    o->appends = false;
    o->adds = o->offers->rule == OFFER_GROWS && typed.len && !known;
    o->open = o->count > 0 || o->makes;
    o->chosen = chosen && o->open;
    o->list = (List){.focused = true, .away_plain = true};
    list_set_count(&o->list, o->count + o->adds + o->makes);
}

void form_offering_typed(Form *form, FormField *field) {
    form_offering_close(form);
    form->offering.pending = field->kind->offers;
}

/* Finds what fits what was typed: once for all keys between two pictures. What was not read yet is
 * not read for a picture, but when the person rests, or for a key that takes something. */
static void find_pending(Form *form, bool for_picture) {
    FormOffering *o = &form->offering;
    const FormField *field = &form->fields[form->focus];
    size_t from, to;
    if (!o->pending || (for_picture && form_ahead_is_coming(form, field)))
        return;
    o->pending = false;
    Str typed = form_item_at_caret(field, &from, &to);
    const Offers *offers = form_offering_load(form, field, typed);
    Buf folded = {0};
    if (!offers || !typed.len)
        return;
    text_fold(&folded, typed);
    o->count = offers_fit(offers, buf_str(&folded), OFFERING_MOST, o->hits);
    bool only_itself = o->count == 1 && str_equal(offers->items.items[o->hits[0]].value, typed);
    if (o->count && !only_itself)
        show(o, typed, points_out(o, buf_str(&folded)));
    buf_free(&folded);
}

static void say_new(Form *form, Str typed) {
    Buf said = {0};
    FORM_SAY(&said, N_("No customer fits “{0}”: a new one, asked about when saving."), "S", typed);
    form_say_none(form, buf_text(&said));
    buf_free(&said);
}

WidgetResult form_offering_open(Form *form, FormField *field) {
    FormOffering *o = &form->offering;
    size_t from, to;
    Str typed = form_item_at_caret(field, &from, &to);
    form_ahead_expire(form); /* others may have written meanwhile */
    o->loaded = false;
    const Offers *offers = form_offering_load(form, field, typed);
    if (!offers)
        return WIDGET_IGNORED;
    const Offer *known = typed.len ? offers_named(offers, typed) : NULL;
    Buf folded = {0};
    text_fold(&folded, typed);
    o->count = known ? 0 : offers_fit(offers, buf_str(&folded), OFFERING_MOST, o->hits);
    if (!o->count && typed.len && !known)
        o->count = offers_near(offers, typed, OFFERING_MOST, o->hits);
    bool appends = field->kind->several && typed.len && (known || !o->count);
    if (appends && offers->picked) { /* for nothing typed there are others */
        known = NULL;
        offers = form_offering_load(form, field, STR(""));
    }
    bool is_new = offers->records && typed.len && !known && !o->count;
    if (!o->count && !is_new) /* all of them; the one that stands there pointed out */
        o->count = offers_fit(offers, STR(""), OFFERING_MOST, o->hits);
    show(o, appends ? STR("") : typed, true);
    o->appends = appends;
    for (size_t i = 0; known && !appends && i < o->count; i++)
        if (&offers->items.items[o->hits[i]] == known)
            list_select(&o->list, i);
    if (is_new)
        say_new(form, typed);
    else if (!o->count)
        form_say_none(form, _(offers->none ? offers->none
                                           : N_("There is nothing to suggest for this field "
                                                "yet.")));
    form->esc_clears = !o->open;
    buf_free(&folded);
    return WIDGET_USED;
}

/* --- taking ---------------------------------------------------------------------------------- */

bool form_item_end(FormField *field) {
    size_t from, to;
    Str text = form_target_text(field);
    bool last = form_item_at_caret(field, &from, &to).len &&
                !str_trim(str_make(text.ptr + to, text.len - to)).len;
    Buf all = {0};
    if (!last)
        return false;
    buf_put_str(&all, str_make(text.ptr, to));
    buf_puts(&all, "; ");
    form_target_put(field, buf_str(&all), all.len);
    buf_free(&all);
    return true;
}

/* Puts a value in the place of the item at the caret, or behind it. ends: the next item is begun
 * when this is the last one. */
static void put_item(FormField *field, Str value, bool behind, bool ends) {
    size_t from, to;
    Str text = form_target_text(field);
    form_item_at_caret(field, &from, &to);
    Buf all = {0};
    buf_put_str(&all, str_trim(str_make(text.ptr, behind ? to : from)));
    if (all.len)
        buf_puts(&all, behind ? "; " : " ");
    buf_put_str(&all, value);
    if (ends && field->kind->several && !str_trim(str_make(text.ptr + to, text.len - to)).len)
        buf_puts(&all, "; ");
    size_t caret = all.len;
    buf_put_str(&all, str_make(text.ptr + to, text.len - to));
    form_target_put(field, buf_str(&all), caret);
    buf_free(&all);
}

/* ends: the next item is begun, so that what is typed next is one of its own. */
static FormResult take(Form *form, FormField *field, bool ends) {
    FormOffering *o = &form->offering;
    size_t row = o->list.selected, from, to;
    form_offering_close(form);
    if (row >= o->count + o->adds) {
        o->wish = true;
        return FORM_USED;
    }
    if (row >= o->count) { /* something new, said by hand to be so */
        form_words_confirm(form, field->index, form_item_at_caret(field, &from, &to));
        buf_clear(&field->note);
        return FORM_USED;
    }
    Str value = o->offers->items.items[o->hits[row]].value;
    put_item(field, value, o->appends, ends);
    form_field_changed(form, field);
    form->typed_here = false;
    if (o->named && o->sub < 0)
        o->named(o->context, field->index, value);
    return FORM_CHANGED;
}

bool form_takes_wish(Form *form) {
    bool wish = form->offering.wish;
    form->offering.wish = false;
    return wish;
}

static FormResult choose_row(Form *form, InputKey key) {
    FormOffering *o = &form->offering;
    bool up = key.code == INPUT_UP || key.code == INPUT_PAGE_UP;
    if (!o->chosen)
        list_select(&o->list, up ? o->list.count - 1 : 0);
    else if (key.code == INPUT_UP && o->list.selected == 0)
        list_select(&o->list, o->list.count - 1);
    else
        list_key(&o->list, key);
    o->chosen = true;
    return FORM_USED;
}

/* Enter takes what is pointed out and stays: the next one goes on. Tab takes it and goes on, so
 * that who types ahead never types the next field's text into this one. */
FormResult form_offering_key(Form *form, FormField *field, InputKey key, bool *used) {
    FormOffering *o = &form->offering;
    *used = false;
    if (!key.mods && !input_key_is_text(key))
        find_pending(form, false);
    if (!o->open || key.mods)
        return FORM_IGNORED;
    switch (key.code) {
    case INPUT_ESCAPE:
        *used = true;
        form_offering_close(form);
        return FORM_USED;
    case INPUT_UP:
    case INPUT_DOWN:
    case INPUT_PAGE_UP:
    case INPUT_PAGE_DOWN:
        *used = true;
        return choose_row(form, key);
    case INPUT_ENTER:
    case INPUT_TAB:
        *used = o->chosen && key.code == INPUT_ENTER;
        if (o->chosen && *used)
            return take(form, field, true);
        if (o->chosen)
            take(form, field, false);
        form_offering_close(form);
        return FORM_IGNORED;
    default:
        return FORM_IGNORED;
    }
}

FormResult form_offering_mouse(Form *form, FormField *field, const InputEvent *event, bool *used) {
    FormOffering *o = &form->offering;
    *used = false;
    if (!o->open)
        return FORM_IGNORED;
    WidgetResult result = list_mouse(&o->list, event);
    *used = result != WIDGET_IGNORED;
    if (*used && event->mouse == INPUT_MOUSE_PRESS && event->button == 1)
        return take(form, field, true);
    if (!*used && event->mouse == INPUT_MOUSE_PRESS)
        form_offering_close(form);
    return FORM_USED;
}

/* --- picture --------------------------------------------------------------------------------- */

/* What stands left in a row: the label, and what it is besides. */
static void put_lead(const FormOffering *o, size_t row, Buf *out) {
    if (row >= o->count + o->adds) {
        buf_puts(out, _(o->offers->make));
        return;
    }
    if (row >= o->count) {
        FORM_SAY(out, N_("New: {0}"), "S", buf_str(&o->typed));
        return;
    }
    const Offer *offer = &o->offers->items.items[o->hits[row]];
    buf_put_str(out, offer->label);
    if (offer->detail.len)
        buf_printf(out, "  %.*s", STR_ARG(offer->detail));
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    const FormOffering *o = context;
    Buf lead = {0}, count = {0};
    GridStyle plain = {ROLE_POPUP, ROLE_POPUP}, dim = {ROLE_DIM, ROLE_POPUP};
    size_t label = 0;
    put_lead(o, row, &lead);
    grid_fill(grid, at, plain);
    if (row < o->count) {
        const Offer *offer = &o->offers->items.items[o->hits[row]];
        label = offer->label.len;
        if (offer->counted)
            buf_printf(&count, "%llu", (unsigned long long)offer->count);
    } else {
        label = lead.len;
    }
    int right = count.len ? COUNT_COLS : 1;
    GridMark mark = {label, lead.len, dim};
    grid_text_marked(grid, (GridRect){at.row, at.col + 1, 1, at.cols - 1 - right}, buf_str(&lead),
                     plain, &mark, lead.len > label, GRID_CUT);
    if (count.len)
        grid_text(grid, (GridRect){at.row, at.col + at.cols - COUNT_COLS, 1, COUNT_COLS - 1},
                  buf_str(&count), dim, GRID_RIGHT);
    buf_free(&lead);
    buf_free(&count);
}

static int wanted_cols(const FormOffering *o) {
    int cols = 0;
    for (size_t row = 0; row < o->list.count; row++) {
        Buf lead = {0};
        put_lead(o, row, &lead);
        int lead_cols = text_width(buf_str(&lead));
        cols = lead_cols > cols ? lead_cols : cols;
        buf_free(&lead);
    }
    cols += COUNT_COLS + 4;
    return cols > MOST_COLS ? MOST_COLS : cols;
}

/* Below the place, or above it when there is more room. */
static GridRect place_box(GridRect anchor, GridRect within, int rows, int cols) {
    int below = within.row + within.rows - (anchor.row + 1), above = anchor.row - within.row;
    bool up = below < rows && (above > below || below < LEAST_SHOWN);
    int room = up ? above : below;
    GridRect box = {0, anchor.col, rows > room ? room : rows, cols};
    box.row = up ? anchor.row - box.rows : anchor.row + 1;
    if (box.cols > within.cols)
        box.cols = within.cols;
    if (box.col + box.cols > within.col + within.cols)
        box.col = within.col + within.cols - box.cols;
    return box;
}

/* No half texts beside the list: to its right the lines are blank, and below the page they are so
 * from their start. */
static void clear_beside(const Form *form, Grid *grid, GridRect box) {
    GridRect body = form->body;
    for (int row = box.row; row < box.row + box.rows; row++) {
        bool below = row >= body.row + body.rows;
        int from = below ? body.col : box.col, end = body.col + body.cols;
        if (from < end)
            grid_fill(grid, (GridRect){row, from, 1, end - from}, grid_style(ROLE_TEXT));
    }
}

void form_offering_draw(Form *form, Grid *grid, GridRect within) {
    FormOffering *o = &form->offering;
    const FormField *field = &form->fields[form->focus];
    find_pending(form, true);
    GridRect anchor = form_target_rect(field);
    if (!o->open || anchor.rows < 1)
        return;
    const char *hint = o->chosen ? _("Enter, Tab: take it  Esc: close")
                                 : _("Down: choose  Enter: keep what is typed");
    int cols = wanted_cols(o), rows = o->list.count < MOST_SHOWN ? (int)o->list.count : MOST_SHOWN;
    int wide = text_width(str_of(hint)) + 2;
    anchor.row += anchor.rows - 1;
    GridRect box = place_box(anchor, within, rows + 1, cols > wide ? cols : wide);
    if (box.rows < 1)
        return;
    int cursor_row = grid->cursor_row, cursor_col = grid->cursor_col;
    GridRect list = box;
    list.rows -= box.rows > 2;
    o->list.focused = o->chosen;
    clear_beside(form, grid, box);
    grid_fill(grid, box, (GridStyle){ROLE_POPUP, ROLE_POPUP});
    list_draw(&o->list, grid, list, draw_row, o);
    if (box.rows > 2)
        grid_text(grid, (GridRect){box.row + box.rows - 1, box.col + 1, 1, box.cols - 2},
                  str_of(hint), (GridStyle){ROLE_DIM, ROLE_POPUP}, GRID_CUT);
    grid_set_cursor(grid, cursor_row, cursor_col); /* the input method stays at the text */
}
