#include "config.h"

#include "tui/form/kind.h"

/* One line of text that is longer than the screen is wide: shown in several, stored in one. Its box
 * has several lines only here: everybody else puts in what fits a line. */

enum { FOCUS_MOST = 3, SHOWN_MOST = 12 };

static int lines(const Form *form, FormField *field, int cols, bool focused) {
    (void)form;
    field->box.multiline = true;
    int lines = (int)field_lines(&field->box, cols, focused ? FOCUS_MOST : SHOWN_MOST);
    field->box.multiline = false;
    return lines;
}

static void draw(FormField *field, const FormPlace *place) {
    form_edit_prepare(field, place);
    if (!place->focused)
        field->box.top = (size_t)place->skip;
    field->box.multiline = true;
    field_draw(&field->box, place->grid, place->rect);
    field->box.multiline = false;
}

/* What was put in from elsewhere may have several lines. */
static WidgetResult join(FormField *field, WidgetResult result) {
    Str text = form_field_text(field);
    size_t caret = text_edit_caret(field->edit);
    Buf one = {0};
    if (result != WIDGET_CHANGED || !text.len || !memchr(text.ptr, '\n', text.len))
        return result;
    for (size_t i = 0; i < text.len; i++)
        buf_putc(&one, text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
    text_edit_set(field->edit, buf_str(&one));
    text_edit_move_to(field->edit, caret, false);
    buf_free(&one);
    return result;
}

static WidgetResult on_key(Form *form, FormField *field, InputKey key) {
    if (key.code == INPUT_ENTER)
        return WIDGET_IGNORED;
    field->box.multiline = true;
    WidgetResult result = form_edit_line_key(form, field, key);
    field->box.multiline = false;
    return join(field, result);
}

static WidgetResult on_paste(Form *form, FormField *field, Str text) {
    Buf one = {0};
    for (size_t i = 0; i < text.len; i++)
        buf_putc(&one, text.ptr[i] == '\n' || text.ptr[i] == '\r' ? ' ' : text.ptr[i]);
    WidgetResult result = form_edit_paste(form, field, buf_str(&one));
    buf_free(&one);
    return result;
}

static void on_mouse(Form *form, FormField *field, const InputEvent *event) {
    field->box.multiline = true;
    form_edit_mouse(form, field, event);
    field->box.multiline = false;
}

const FormWays form_long_ways = {.make = form_edit_make,
                                 .free = form_edit_free,
                                 .text = form_edit_text,
                                 .put = form_edit_put,
                                 .format = form_edit_format,
                                 .parse = form_edit_parse,
                                 .show = form_edit_show,
                                 .lines = lines,
                                 .draw = draw,
                                 .key = on_key,
                                 .paste = on_paste,
                                 .mouse = on_mouse};
