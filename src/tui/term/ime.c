#include "config.h"

#include "tui/term/ime.h"

#include "base/vec.h"
#include "text/halfwidth.h"
#include "text/utf8.h"

enum { ELLIPSIS = 0x2026, DASH = 0x2014 };

static bool comes_twice(uint32_t code) {
    return code == ELLIPSIS || code == DASH;
}

InputKey ime_fold_key(Ime *ime, InputKey key) {
    uint32_t half = ime->half;
    ime->half = 0;
    if (!input_key_is_text(key))
        return key;
    if (comes_twice(key.code)) {
        if (half == key.code)
            return (InputKey){0};
        ime->half = key.code;
    }
    return (InputKey){text_halfwidth(key.code), key.mods};
}

void ime_fold_text(Buf *out, Str text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t point, second;
        at += utf8_next(text, at, &point);
        if (comes_twice(point) && at < text.len) {
            size_t len = utf8_next(text, at, &second);
            at += second == point ? len : 0;
        }
        utf8_put(out, text_halfwidth(point));
    }
}

const char *ime_bytes(bool text) {
    return text ? "\033[<r" : "\033[<s\033[<0t";
}

bool ime_is_han(InputKey key) {
    static const uint32_t ranges[][2] = {{0x2e80, 0x2fdf}, {0x3005, 0x3007},  {0x3041, 0x30ff},
                                         {0x3105, 0x312f}, {0x31a0, 0x31bf},  {0x31f0, 0x31ff},
                                         {0x3400, 0x4dbf}, {0x4e00, 0x9fff},  {0xac00, 0xd7a3},
                                         {0xf900, 0xfaff}, {0x20000, 0x3ffff}};
    if (!input_key_is_text(key))
        return false;
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        if (key.code >= ranges[i][0] && key.code <= ranges[i][1])
            return true;
    }
    return false;
}
