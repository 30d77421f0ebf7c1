#include "config.h"

#include "base/number.h"
#include "base/vec.h"
#include "text/utf8.h"
#include "tui/term/input.h"

/* The first name of a code is the one that is written. */
static const struct {
    const char *name;
    uint32_t code;
} names[] = {
    {"Enter", INPUT_ENTER},
    {"Return", INPUT_ENTER},
    {"Tab", INPUT_TAB},
    {"Backspace", INPUT_BACKSPACE},
    {"BS", INPUT_BACKSPACE},
    {"Esc", INPUT_ESCAPE},
    {"Escape", INPUT_ESCAPE},
    {"Up", INPUT_UP},
    {"Down", INPUT_DOWN},
    {"Left", INPUT_LEFT},
    {"Right", INPUT_RIGHT},
    {"Home", INPUT_HOME},
    {"End", INPUT_END},
    {"PgUp", INPUT_PAGE_UP},
    {"PageUp", INPUT_PAGE_UP},
    {"PgDn", INPUT_PAGE_DOWN},
    {"PageDown", INPUT_PAGE_DOWN},
    {"Ins", INPUT_INSERT},
    {"Insert", INPUT_INSERT},
    {"Del", INPUT_DELETE},
    {"Delete", INPUT_DELETE},
    {"Space", ' '},
};

static const struct {
    const char *prefix;
    uint8_t mod;
} prefixes[] = {
    {"Ctrl-", INPUT_CTRL}, {"C-", INPUT_CTRL},      {"^", INPUT_CTRL},   {"Alt-", INPUT_ALT},
    {"M-", INPUT_ALT},     {"Shift-", INPUT_SHIFT}, {"S-", INPUT_SHIFT},
};

bool input_key_equal(InputKey a, InputKey b) {
    return a.code == b.code && a.mods == b.mods;
}

bool input_key_is_text(InputKey key) {
    return key.code >= ' ' && key.code < INPUT_NAMED && !(key.mods & (INPUT_CTRL | INPUT_ALT));
}

void input_key_format(Buf *out, InputKey key) {
    bool letter = key.code < INPUT_NAMED && key.code != ' ';
    if (key.mods & INPUT_ALT)
        buf_puts(out, "M-");
    if (key.mods & INPUT_CTRL)
        buf_puts(out, letter ? "^" : "C-");
    if (key.mods & INPUT_SHIFT)
        buf_puts(out, "S-");
    if (key.code >= INPUT_F1 && key.code <= INPUT_F20) {
        buf_printf(out, "F%d", (int)(key.code - INPUT_F1 + 1));
        return;
    }
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (names[i].code == key.code) {
            buf_puts(out, names[i].name);
            return;
        }
    }
    if ((key.mods & INPUT_CTRL) && key.code >= 'a' && key.code <= 'z')
        buf_putc(out, (char)(key.code - 'a' + 'A'));
    else if (letter)
        utf8_put(out, key.code);
}

/* The one code point that text is, or 0. */
static uint32_t one_code_point(Str text) {
    uint32_t point;
    bool one = utf8_decode(text, 0, &point) == text.len;
    bool control = one && (point < 0x20 || (point >= 0x7f && point < 0xa0));
    return one && !control ? point : 0;
}

static uint32_t parse_code(Str text) {
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (str_equal_ascii_case(text, str_of(names[i].name)))
            return names[i].code;
    }
    int64_t number;
    bool function = text.len >= 2 && (text.ptr[0] == 'F' || text.ptr[0] == 'f');
    if (function && number_parse_int(str_make(text.ptr + 1, text.len - 1), &number))
        return number >= 1 && number <= 20 ? INPUT_F1 + (uint32_t)number - 1 : 0;
    return one_code_point(text);
}

static bool take_prefix(Str *text, uint8_t *mods) {
    for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
        Str prefix = str_of(prefixes[i].prefix);
        if (text->len <= prefix.len ||
            !str_equal_ascii_case(str_make(text->ptr, prefix.len), prefix))
            continue;
        *text = str_make(text->ptr + prefix.len, text->len - prefix.len);
        *mods |= prefixes[i].mod;
        return true;
    }
    return false;
}

bool input_key_parse(Str text, InputKey *out) {
    InputKey key = {0};
    while (take_prefix(&text, &key.mods))
        continue;
    if (text.len == 0)
        return false;
    key.code = parse_code(text);
    if (!key.code || (key.code < INPUT_NAMED && (key.mods & INPUT_SHIFT)))
        return false;
    if ((key.mods & INPUT_CTRL) && key.code >= 'A' && key.code <= 'Z')
        key.code += 'a' - 'A';
    *out = key;
    return true;
}
