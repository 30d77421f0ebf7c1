#include "config.h"

#include "picture.h"
#include "unit.h"

#include "text/utf8.h"

InputEvent key_named(const char *name) {
    InputEvent event = {.type = INPUT_TYPE_KEY};
    if (!input_key_parse(str_of(name), &event.key))
        fail_msg("“%s” is no key", name);
    return event;
}

bool next_key(Str *keys, InputEvent *event) {
    Str word;
    if (!keys->len || !str_split(keys, ' ', &word))
        return false;
    *event = (InputEvent){.type = INPUT_TYPE_KEY};
    if (!input_key_parse(word, &event->key))
        fail_msg("“%.*s” is no key", STR_ARG(word));
    return true;
}

bool next_letter(Str *text, InputEvent *event) {
    uint32_t point;
    if (!text->len)
        return false;
    size_t len = utf8_next(*text, 0, &point);
    *text = str_make(text->ptr + len, text->len - len);
    *event = (InputEvent){.type = INPUT_TYPE_KEY, .key = {point, 0}};
    return true;
}

InputEvent pasted(const char *text) {
    return (InputEvent){.type = INPUT_TYPE_PASTE, .text = str_of(text)};
}

bool grid_shows(const Grid *grid, const char *text) {
    Buf picture = {0};
    grid_dump(grid, &picture, 0);
    bool shows = strstr(buf_text(&picture), text) != NULL;
    buf_free(&picture);
    return shows;
}

void expect_shown(const Grid *grid, const char *text, bool want) {
    if (grid_shows(grid, text) == want)
        return;
    Buf picture = {0};
    grid_dump(grid, &picture, 0);
    fprintf(stderr, "# %s: %s\n%s", want ? "not on the screen" : "still on the screen", text,
            buf_text(&picture));
    buf_free(&picture);
    assert_true(false);
}

void expect_whole_glyphs(const Grid *grid) {
    for (int row = 0; row < grid->rows; row++) {
        for (int col = 0; col < grid->cols; col++) {
            const GridCell *cell = grid_cell(grid, row, col);
            const GridCell *next = grid_cell(grid, row, col + 1);
            const GridCell *last = grid_cell(grid, row, col - 1);
            if (cell->width == 2)
                assert_true(next && next->width == 0);
            if (cell->width == 0)
                assert_true(last && last->width == 2 && cell->text[0] == '\0');
            else
                assert_true(cell->text[0] != '\0');
        }
    }
}

void expect_cursor_inside(const Grid *grid) {
    assert_in_range(grid->cursor_row, 0, grid->rows - 1);
    assert_in_range(grid->cursor_col, 0, grid->cols - 1);
}
