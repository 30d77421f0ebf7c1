#include "config.h"

#include "tui/form/kind.h"

/* Rows of cells (form/rows.h) as a field of the form. */

static void make(FormField *field, Str text) {
    field->rows = form_rows_new(field->field, text);
}

static void release(FormField *field) {
    form_rows_free(field->rows);
}

static Str text_of(const FormField *field) {
    return form_rows_text(field->rows);
}

static void put(FormField *field, Str text) {
    form_rows_set(field->rows, text);
}

static void format(const Field *field, const Value *value, Buf *out) {
    Buf raw = {0};
    form_rows_format(field, value, &raw);
    FormRows *rows = form_rows_new(field, buf_str(&raw)); /* which cleans it */
    buf_put_str(out, form_rows_text(rows));
    form_rows_free(rows);
    buf_free(&raw);
}

static bool parse(const FormField *field, Arena *arena, Value *out, FormCell *where, Error *err) {
    return form_rows_parse(field->field, form_field_text(field), arena, out, &where->row,
                           &where->sub, err);
}

static void show(const FormField *field, Str text, Buf *out) {
    (void)field;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '\t')
            buf_puts(out, " | ");
        else
            buf_putc(out, text.ptr[i]);
    }
}

static int lines(FormField *field, int cols) {
    (void)cols;
    return form_rows_height(field->rows);
}

static void draw(FormField *field, const FormPlace *place) {
    form_rows_draw(field->rows, place->grid, place->rect, place->skip, place->focused);
}

static WidgetResult on_key(Form *form, FormField *field, InputKey key) {
    return form_rows_key(field->rows, key, form->read_only);
}

static WidgetResult on_paste(Form *form, FormField *field, Str text) {
    (void)form;
    return form_rows_paste(field->rows, text);
}

static void on_mouse(Form *form, FormField *field, const InputEvent *event) {
    (void)form;
    form_rows_mouse(field->rows, event);
}

static void enter(FormField *field, bool from_below) {
    form_rows_enter(field->rows, from_below);
}

static void go(FormField *field, FormCell cell) {
    if (cell.row >= 0)
        form_rows_go(field->rows, cell.row, cell.sub);
}

const FormWays form_rows_ways = {.make = make,
                                 .free = release,
                                 .text = text_of,
                                 .put = put,
                                 .format = format,
                                 .parse = parse,
                                 .show = show,
                                 .lines = lines,
                                 .draw = draw,
                                 .key = on_key,
                                 .paste = on_paste,
                                 .mouse = on_mouse,
                                 .enter = enter,
                                 .go = go};
