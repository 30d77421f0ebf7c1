#include "config.h"

#include "text/halfwidth.h"

#include <stddef.h>

static const struct {
    uint32_t from;
    char to;
} keys[] = {{0x3000, ' '}, {0x3001, '/'},  {0x3002, '.'},  {0x300A, '<'}, {0x300B, '>'},
            {0x3010, '['}, {0x3011, ']'},  {0x300C, '{'},  {0x300D, '}'}, {0x201C, '"'},
            {0x201D, '"'}, {0x2018, '\''}, {0x2019, '\''}, {0x00B7, '`'}, {0xFFE5, '$'},
            {0x2026, '^'}, {0x2014, '_'}};

uint32_t text_halfwidth(uint32_t point) {
    if (point < 0x80)
        return point;
    if (point >= 0xFF01 && point <= 0xFF5E)
        return point - 0xFEE0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (keys[i].from == point)
            return (uint32_t)keys[i].to;
    }
    return point;
}
