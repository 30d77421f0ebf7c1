#include "config.h"

#include "tui/form/kind.h"

/* Where typing goes: the field, of rows the cell with the focus. */

const Field *form_target_facts(const FormField *field) {
    int sub = form_target_sub(field);
    return sub < 0 ? field->field : &field->field->row[sub];
}

int form_target_sub(const FormField *field) {
    return field->rows ? form_rows_cell_sub(field->rows) : -1;
}

Str form_target_text(const FormField *field) {
    Str text = field->rows ? form_rows_cell(field->rows) : form_field_text(field);
    return text.ptr ? text : (Str){"", 0};
}

size_t form_target_caret(const FormField *field) {
    return field->rows ? form_rows_cell_caret(field->rows) : text_edit_caret(field->edit);
}

void form_target_put(FormField *field, Str text, size_t caret) {
    if (field->rows) {
        form_rows_cell_put(field->rows, text);
        return;
    }
    text_edit_set(field->edit, text);
    text_edit_move_to(field->edit, caret, false);
}

GridRect form_target_rect(const FormField *field) {
    return field->rows ? form_rows_cell_rect(field->rows) : field->rect;
}
