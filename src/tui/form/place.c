#include "config.h"

#include "base/number.h"
#include "tui/form/kind.h"
#include "tui/form/notes.h"

/* Where a person is in a form, as a line of text that outlives it: the field, the insertion point,
 * what is scrolled and which groups are open. Fields by their permanent ids. */

#define OPEN " open=1"

typedef enum PlaceItem {
    PLACE_FIELD,
    PLACE_CARET, /* bytes; of rows in the cell */
    PLACE_ROW,
    PLACE_SUB,
    PLACE_TOP,
    PLACE_QUICK,
    PLACE_OPEN,
    PLACE_HEADING,
    PLACE_NOTES, /* the caret in the notes pane, which had the focus */
    PLACE_ITEMS
} PlaceItem;

static const char *const names[PLACE_ITEMS] = {
    [PLACE_FIELD] = "field", [PLACE_CARET] = "caret",     [PLACE_ROW] = "row",
    [PLACE_SUB] = "sub",     [PLACE_TOP] = "top",         [PLACE_QUICK] = "quick",
    [PLACE_OPEN] = "open",   [PLACE_HEADING] = "heading", [PLACE_NOTES] = "notes"};

static int64_t caret_of(const FormField *field) {
    return (int64_t)(field->rows   ? form_rows_cell_caret(field->rows)
                     : field->edit ? text_edit_caret(field->edit)
                                   : 0);
}

void form_put_place(const Form *form, Buf *out) {
    const FormField *field = &form->fields[form_page_focus(form)];
    bool in_notes = form_in_notes(form);
    int64_t values[PLACE_ITEMS] = {
        [PLACE_FIELD] = field->field->id,
        [PLACE_CARET] = caret_of(field),
        [PLACE_ROW] = field->rows ? (int64_t)form_rows_cell_row(field->rows) : -1,
        [PLACE_SUB] = field->rows ? form_rows_cell_sub(field->rows) : -1,
        [PLACE_TOP] = form->top,
        [PLACE_QUICK] = form->quick,
        [PLACE_OPEN] = form->open_groups,
        [PLACE_HEADING] = in_notes ? form->heading_before_notes : form->on_heading,
        [PLACE_NOTES] = in_notes ? caret_of(&form->fields[form->focus]) : -1,
    };
    for (int i = 0; i < PLACE_ITEMS; i++)
        buf_printf(out, "%s%s=%lld", i ? " " : "", names[i], (long long)values[i]);
}

void form_put_open(bool open, Buf *out) {
    if (open)
        buf_puts(out, OPEN);
}

bool form_place_is_open(Str place) {
    return str_ends(place, STR(OPEN));
}

/* What is not said, or cannot be read, stays -1. */
static void read_place(Str place, int64_t values[PLACE_ITEMS]) {
    Str item, name;
    for (int i = 0; i < PLACE_ITEMS; i++)
        values[i] = -1;
    while (place.len && str_split(&place, ' ', &item)) {
        int64_t value;
        if (!str_split(&item, '=', &name) || !number_parse_int(item, &value))
            continue;
        for (int i = 0; i < PLACE_ITEMS; i++)
            if (str_equal(name, str_of(names[i])))
                values[i] = value;
    }
}

static void put_caret(FormField *field, int64_t caret) {
    if (caret >= 0 && field->rows)
        form_rows_cell_move_to(field->rows, (size_t)caret);
    else if (caret >= 0 && field->edit)
        text_edit_move_to(field->edit, (size_t)caret, false);
}

static void go_into_notes(Form *form, int64_t caret) {
    FormField *notes = form_field_find(form, CASE_NOTES);
    if (!notes || form->base->entity->type != ENTITY_CASE)
        return;
    form->before_notes = form->focus;
    form->heading_before_notes = form->on_heading;
    form->on_heading = false;
    form->focus = (size_t)(notes - form->fields);
    form->notes_open = true;
    put_caret(notes, caret);
}

static FormField *field_of(Form *form, int64_t id) {
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].field->id == id)
            return &form->fields[i];
    return NULL;
}

bool form_set_place(Form *form, Str place) {
    int64_t values[PLACE_ITEMS];
    read_place(place, values);
    FormField *field = field_of(form, values[PLACE_FIELD]);
    if (!field || field->shown_only)
        return false;
    size_t at = (size_t)(field - form->fields);
    bool quick = values[PLACE_QUICK] > 0 && form->base->entity->type == ENTITY_CASE;
    if (form->folds && values[PLACE_OPEN] >= 0)
        form->open_groups |= (unsigned)values[PLACE_OPEN]; /* what is needed now stays open */
    form->quick = quick;
    if (values[PLACE_HEADING] <= 0 && !quick)
        form_reveal(form, at);
    form_go(form, at, false);
    form->on_heading = form->folds && !form->quick && values[PLACE_HEADING] > 0;
    if (field->rows && values[PLACE_ROW] >= 0 && values[PLACE_SUB] >= 0)
        form_rows_go(field->rows, (int)values[PLACE_ROW], (int)values[PLACE_SUB]);
    put_caret(field, values[PLACE_CARET]);
    if (values[PLACE_TOP] >= 0)
        form->top = (int)values[PLACE_TOP];
    if (values[PLACE_NOTES] >= 0)
        go_into_notes(form, values[PLACE_NOTES]);
    return true;
}
