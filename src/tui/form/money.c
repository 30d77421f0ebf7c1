#include "config.h"

#include "library/typed.h"
#include "text/width.h"
#include "tui/form/kind.h"

/* An amount: the currency that is typed with it goes to the field of the currency. */

static FormField *currency_of(Form *form) {
    int at = entity_field(form->base->entity, STR("currency"));
    return at < 0 ? NULL : form_field_find(form, at);
}

void form_money_settle(Form *form, FormField *field) {
    FormField *currency = currency_of(form);
    const char *code = library_typed_currency(form_field_text(field));
    if (!(field->field->flags & FIELD_MONEY) || !currency || !*code ||
        str_equal(form_field_text(currency), str_of(code)))
        return;
    form_field_put(currency, str_of(code));
    form_field_changed(form, currency);
}

/* The currency stands at the right, as it will be read. */
static void draw(FormField *field, const FormPlace *place) {
    FormField *currency = currency_of(place->form);
    Str code = currency ? form_field_text(currency) : (Str){"", 0};
    int cols = text_width(code);
    GridRect at = place->rect;
    form_edit_prepare(field, place);
    if (cols && at.cols > cols + 8) {
        grid_text(place->grid, (GridRect){at.row, at.col + at.cols - cols, 1, cols}, code,
                  grid_style(ROLE_DIM), 0);
        at.cols -= cols + 1;
    }
    field_draw(&field->box, place->grid, at);
}

const FormWays form_money_ways = {.make = form_edit_make,
                                  .free = form_edit_free,
                                  .text = form_edit_text,
                                  .put = form_edit_put,
                                  .format = form_edit_format,
                                  .parse = form_edit_parse,
                                  .show = form_edit_show,
                                  .lines = form_edit_one_line,
                                  .draw = draw,
                                  .key = form_edit_line_key,
                                  .paste = form_edit_paste,
                                  .mouse = form_edit_mouse,
                                  .enter = form_edit_enter};
