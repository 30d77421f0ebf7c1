#include "config.h"

#include "text/redactparts.h"

#include "base/mem.h"
#include "text/utf8.h"

#include <stdlib.h>

static uint32_t narrow(uint32_t c) {
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
    if (c == 0xffe5)
        return 0xa5; /* the wide yen sign */
    if (c == 0x2013 || c == 0x2014 || c == 0x2212 || c == 0x2010 || c == 0x2011)
        return '-';
    return c >= 'A' && c <= 'Z' ? c + 32 : c == 0x3000 || c == 0xa0 ? ' ' : c;
}

Points points_of(Str text) {
    Points p = {.text = text};
    p.point = mem_alloc((text.len + 1) * sizeof *p.point);
    p.at = mem_alloc((text.len + 1) * sizeof *p.at);
    for (size_t at = 0; at < text.len;) {
        uint32_t c = 0;
        p.at[p.len] = at;
        at += utf8_next(text, at, &c);
        p.point[p.len++] = narrow(c);
    }
    p.at[p.len] = text.len;
    p.point[p.len] = 0;
    return p;
}

void points_free(Points *p) {
    free(p->point);
    free(p->at);
}

size_t points_skip_blanks(const Points *p, size_t i) {
    while (points_get(p, i) == ' ')
        i++;
    return i;
}

size_t points_word(const Points *p, size_t i, const char *word) {
    Str text = str_of(word);
    uint32_t c = 0;
    for (size_t at = 0; at < text.len; i++) {
        at += utf8_next(text, at, &c);
        if (points_get(p, i) != c)
            return 0;
    }
    return points_is_latin(c) && points_is_latin(points_get(p, i)) ? 0 : i;
}

size_t points_one_of(const Points *p, size_t i, const char *const *words) {
    size_t best = 0;
    for (; *words; words++) {
        size_t end = points_word(p, i, *words);
        best = end > best ? end : best;
    }
    return best;
}

bool points_stand_alone(const Points *p, size_t i) {
    return i == 0 || !(points_is_digit(points_get(p, i - 1)) ||
                       points_is_latin(points_get(p, i - 1)) || points_get(p, i - 1) == '_');
}
