#include "config.h"

#include "base/i18n.h"
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

static int lines(const Form *form, FormField *field, int cols, bool focused) {
    (void)form;
    return form_rows_height(field->rows, cols, focused);
}

static void draw(FormField *field, const FormPlace *place) {
    form_rows_draw(field->rows, place->grid, place->rect, place->skip, place->focused);
}

/* --- what can be done with a row -------------------------------------------------------------- */

static const struct {
    FormRowsAct act;
    const char *label, *why_not; /* why_not: when form_rows_can says no */
} acts[] = {{ROWS_UP, N_("Move the row up"), N_("The row cannot go there.")},
            {ROWS_DOWN, N_("Move the row down"), N_("The row cannot go there.")},
            {ROWS_DUPLICATE, N_("Duplicate the row"), N_("The row is empty.")},
            {ROWS_ABOVE, N_("New row above"), NULL},
            {ROWS_DELETE, N_("Delete the row"), N_("The row is empty.")},
            {ROWS_UNDO, N_("Undo"), N_("Nothing to take back.")}};
_Static_assert(COUNT_OF(acts) == ROWS_ACTS, "one line an act");

static WidgetResult open_menu(Form *form, const FormField *field, size_t selected) {
    form->menu_items.len = 0;
    for (size_t i = 0; i < COUNT_OF(acts); i++)
        vec_push(&form->menu_items,
                 (MenuItem){.label = _(acts[i].label),
                            .reason =
                                form_rows_can(field->rows, acts[i].act) ? NULL : _(acts[i].why_not),
                            .action = (int)i});
    form_popup_menu(form, field, selected);
    return WIDGET_USED;
}

/* The menu stays while a row is moved. */
WidgetResult form_table_take(Form *form, FormField *field, int action) {
    FormRowsAct act = acts[action].act;
    bool done = form_rows_do(field->rows, act);
    if (act == ROWS_UP || act == ROWS_DOWN)
        open_menu(form, field, (size_t)action);
    return done ? WIDGET_CHANGED : WIDGET_USED;
}

WidgetResult form_table_choose(Form *form, FormField *field) {
    if (form_target_facts(field)->kind == FIELD_DATE)
        return form_date_choose(form, field);
    form->offering.loaded = false; /* another row may have another cell above it */
    const Offers *offers = form_offering_load(form, field, form_target_text(field));
    if (offers && offers->items.len)
        return form_offering_open(form, field);
    form_say_none(form, _("There is nothing to choose for this cell. F8: what can be done with "
                          "the row."));
    return WIDGET_USED;
}

/* --- events ---------------------------------------------------------------------------------- */

static WidgetResult on_key(Form *form, FormField *field, InputKey key) {
    if (key.code == INPUT_F1 + 7 && !key.mods && !form->read_only)
        return open_menu(form, field, 0);
    return form_rows_key(field->rows, key, form->read_only);
}

static WidgetResult on_paste(Form *form, FormField *field, Str text) {
    (void)form;
    WidgetResult result = form_rows_paste(field->rows, text);
    if (result == WIDGET_USED && str_trim(text).len) {
        buf_clear(&field->message);
        field->message_level = ISSUE_HARD;
        buf_puts(&field->message, _("That is too long for this field; nothing was put in."));
    }
    return result;
}

/* The cell that is left may be written as it is meant then: that is a change of the field. */
static void on_mouse(Form *form, FormField *field, const InputEvent *event) {
    size_t row = form_rows_cell_row(field->rows);
    int sub = form_rows_cell_sub(field->rows);
    if (form_rows_mouse(field->rows, event) == WIDGET_CHANGED)
        form_field_changed(form, field);
    if (row != form_rows_cell_row(field->rows) || sub != form_rows_cell_sub(field->rows))
        form_leave_cell(form, field);
}

static void enter(FormField *field, bool from_below) {
    form_rows_enter(field->rows, from_below);
}

static bool leave(FormField *field) {
    return form_rows_leave(field->rows);
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
                                 .go = go,
                                 .leave = leave};
