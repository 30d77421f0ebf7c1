#include "config.h"

#include "tui/form/find.h"
#include "tui/form/kind.h"

/* Several lines of text: an area that grows with what stands in it. */

enum { AREA_LEAST = 3, AREA_MOST = 12 };

int form_area_lines(const Form *form, FormField *field, int cols, bool focused) {
    (void)form, (void)focused;
    int lines = (int)field_lines(&field->box, cols, AREA_MOST);
    return lines < AREA_LEAST ? AREA_LEAST : lines;
}

/* An area that is partly above the screen: only the lines that are left are drawn. */
static void draw_part(FormField *field, const FormPlace *place) {
    GridRect at = place->rect;
    size_t most = (size_t)(place->skip + at.rows);
    int left = (int)field_lines(&field->box, at.cols, most) - place->skip;
    grid_fill(place->grid, at, grid_style(ROLE_FIELD));
    field->box.top = (size_t)place->skip;
    at.rows = at.rows > left ? left : at.rows;
    if (at.rows > 0)
        field_draw(&field->box, place->grid, at);
}

void form_area_draw(FormField *field, const FormPlace *place, FieldMarker *marker, void *context) {
    form_edit_prepare(field, place);
    field->box.marker = marker;
    field->box.marker_context = context;
    if (place->focused)
        field_draw(&field->box, place->grid, place->rect);
    else
        draw_part(field, place);
}

static void draw(FormField *field, const FormPlace *place) {
    form_area_draw(field, place, form_find_marks(place->form, field) ? form_find_put_marks : NULL,
                   place->form);
}

/* A text that is shown whole has no pages: the key means the group. */
static WidgetResult page_key(Form *form, FormField *field, InputKey key) {
    size_t caret = text_edit_caret(field->edit);
    int rows = field->box.rect.rows; /* 0: not drawn yet */
    bool longer = rows > 0 && text_edit_lines_to(field->edit, (size_t)rows)->len > (size_t)rows;
    WidgetResult result = longer ? form_edit_key(form, field, key) : WIDGET_IGNORED;
    return caret == text_edit_caret(field->edit) ? WIDGET_IGNORED : result;
}

WidgetResult form_area_key(Form *form, FormField *field, InputKey key) {
    bool page = key.code == INPUT_PAGE_UP || key.code == INPUT_PAGE_DOWN;
    return page ? page_key(form, field, key) : form_edit_key(form, field, key);
}

const FormWays form_area_ways = {.make = form_edit_make,
                                 .free = form_edit_free,
                                 .text = form_edit_text,
                                 .put = form_edit_put,
                                 .format = form_edit_format,
                                 .parse = form_edit_parse,
                                 .show = form_edit_show,
                                 .lines = form_area_lines,
                                 .draw = draw,
                                 .key = form_area_key,
                                 .paste = form_edit_paste,
                                 .mouse = form_edit_mouse};
