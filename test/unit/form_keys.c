#include "config.h"

#include "form_keys.h"
#include "unit.h"

FormResult form_press(Form *form, const char *key) {
    InputEvent event = key_named(key);
    return form_event(form, &event);
}

void form_type(Form *form, const char *text) {
    InputEvent event;
    for (Str rest = str_of(text); next_letter(&rest, &event);)
        form_event(form, &event);
}

FormResult form_paste(Form *form, const char *text) {
    InputEvent event = pasted(text);
    return form_event(form, &event);
}

void expect_form_text(const Form *form, int field, const char *want) {
    Str text = form_text(form, field);
    char *got = mem_strndup(text.ptr, text.len);
    assert_string_equal(got, want);
    free(got);
}

bool form_says(const Form *form, int field, const char *part) {
    return str_find(form_field_message(form, field), str_of(part), 0) != SIZE_MAX;
}

bool form_shows(Form *form, int rows, int cols, const char *text) {
    Grid grid = {0};
    grid_resize(&grid, rows, cols);
    form_draw(form, &grid, grid_all(&grid));
    expect_cursor_inside(&grid);
    bool shows = grid_shows(&grid, text);
    grid_free(&grid);
    return shows;
}
