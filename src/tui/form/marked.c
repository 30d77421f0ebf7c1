#include "config.h"

#include "library/typed.h"
#include "tui/form/find.h"
#include "tui/form/kind.h"
#include "tui/form/passage.h"

/* Several lines of text in which passages are marked as used (text/spans.h): the box has the text
 * without signs, the field the one that is stored, with them. */

static void make(FormField *field, Str text) {
    form_edit_make(field, text);
    text_edit_read_marks(field->edit);
}

static Str text_of(const FormField *field) {
    return text_edit_marked_text(field->edit);
}

static void put(FormField *field, Str text) {
    text_edit_set_marked(field->edit, text);
}

static void draw(FormField *field, const FormPlace *place) {
    bool finds = form_find_marks(place->form, field);
    form_area_draw(field, place, finds ? form_find_put_marks : form_passage_put_marks,
                   finds ? (void *)place->form : field->edit);
}

const FormWays form_marked_ways = {.make = make,
                                   .free = form_edit_free,
                                   .text = text_of,
                                   .put = put,
                                   .format = form_edit_format,
                                   .parse = form_edit_parse,
                                   .show = form_edit_show,
                                   .lines = form_area_lines,
                                   .draw = draw,
                                   .key = form_area_key,
                                   .paste = form_edit_paste,
                                   .mouse = form_edit_mouse};
