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
