#include "config.h"

#include "base/i18n.h"
#include "tui/form/around.h"
#include "tui/form/kind.h"

/* The row of the files that hang on a case. It is no field of the record: they are records of their
 * own, which the list of files adds and takes away at once. */

enum { MOST_LINES = 3 };

const Field form_files_field = {
    .id = UINT16_MAX,
    .kind = FIELD_LINE,
    .key = "files",
    .label = N_("Files"),
    .help = N_("Evidence and pictures that hang on the case, up to 5 MB each."),
    .group = GROUP_EVIDENCE};

void form_set_files(Form *form, size_t count, Str text) {
    form->file_count = count;
    buf_clear(&form->files);
    buf_put_str(&form->files, text);
}

bool form_takes_files(Form *form) {
    bool wanted = form->files_wanted;
    form->files_wanted = false;
    return wanted;
}

/* NULL: they can be seen and changed. */
static const char *why_not(const Form *form) {
    return form->base_rev
               ? NULL
               : _("Save the case first (^S): files are attached to a case that is there.");
}

static void put_text(const Form *form, Buf *out) {
    if (why_not(form))
        buf_puts(out, why_not(form));
    else if (!form->file_count)
        buf_puts(out, _("none"));
    else
        buf_printf(out, ngettext("%zu file: ", "%zu files: ", form->file_count), form->file_count);
    if (form->base_rev)
        buf_put_str(out, buf_str(&form->files));
}

WidgetResult form_files_choose(Form *form, FormField *field) {
    (void)field;
    if (why_not(form))
        form_say_once(form, ROLE_INFO, str_of(why_not(form)));
    else
        form->files_wanted = true;
    return WIDGET_USED;
}

/* --- the ways -------------------------------------------------------------------------------- */

static void make(FormField *field, Str text) {
    (void)field, (void)text;
}

static void release(FormField *field) {
    (void)field;
}

static Str text_of(const FormField *field) {
    (void)field;
    return STR("");
}

static void put(FormField *field, Str text) {
    (void)field, (void)text;
}

static void format(const Field *field, const Value *value, Buf *out) {
    (void)field, (void)value, (void)out;
}

static bool parse(const FormField *field, Arena *arena, Value *out, FormCell *where, Error *err) {
    (void)field, (void)arena, (void)err;
    *where = (FormCell){-1, -1};
    *out = (Value){0};
    return true;
}

static void show(const FormField *field, Str text, Buf *out) {
    (void)field;
    buf_put_str(out, text);
}

static int lines(const Form *form, FormField *field, int cols, bool focused) {
    Buf text = {0};
    (void)field, (void)focused;
    put_text(form, &text);
    int count = form_count_lines(buf_str(&text), cols, MOST_LINES);
    buf_free(&text);
    return count;
}

static void draw(FormField *field, const FormPlace *place) {
    Buf text = {0};
    const Form *form = place->form;
    Role role = place->focused ? ROLE_FIELD_FOCUS : ROLE_FIELD;
    bool plain = !why_not(form) && form->file_count;
    (void)field;
    put_text(form, &text);
    grid_fill(place->grid, place->rect, grid_style(role));
    form_draw_wrapped(place->grid, place->rect, place->skip, buf_str(&text),
                      plain ? grid_style(role) : (GridStyle){ROLE_PLACEHOLDER, (uint8_t)role});
    if (place->focused)
        grid_set_cursor(place->grid, place->rect.row, place->rect.col);
    buf_free(&text);
}

static WidgetResult on_key(Form *form, FormField *field, InputKey key) {
    bool opens = !key.mods && (key.code == INPUT_ENTER || key.code == INPUT_F1 + 6);
    return opens ? form_files_choose(form, field) : WIDGET_IGNORED;
}

static WidgetResult on_paste(Form *form, FormField *field, Str text) {
    (void)text;
    return form_files_choose(form, field);
}

static void on_mouse(Form *form, FormField *field, const InputEvent *event) {
    if (event->mouse == INPUT_MOUSE_PRESS)
        form_files_choose(form, field);
}

const FormWays form_files_ways = {.make = make,
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
                                  .mouse = on_mouse};
