#include "config.h"

#include "base/number.h"

#include <inttypes.h>
#include <math.h>

bool number_parse_int(Str text, int64_t *out) {
    Decimal value;
    if (!number_parse_decimal(text, &value) || value.scale)
        return false;
    if (text.len && text.ptr[text.len - 1] == '.')
        return false;
    *out = value.units;
    return true;
}

bool number_parse_decimal(Str text, Decimal *out) {
    bool negative = text.len && text.ptr[0] == '-';
    size_t i = text.len && (text.ptr[0] == '-' || text.ptr[0] == '+');
    int64_t units = 0;
    int scale = -1; /* digits after the point so far; -1 before it */
    size_t digits = 0;
    for (; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '.' && scale < 0 && digits) {
            scale = 0;
            continue;
        }
        if (c < '0' || c > '9')
            return false;
        int digit = negative ? '0' - c : c - '0'; /* negative all along: INT64_MIN parses */
        if (__builtin_mul_overflow(units, 10, &units) ||
            __builtin_add_overflow(units, digit, &units))
            return false;
        digits++;
        if (scale >= 0 && ++scale > 18)
            return false;
    }
    if (!digits || scale == 0)
        return false;
    *out = (Decimal){units, (uint8_t)(scale < 0 ? 0 : scale)};
    return true;
}

void number_format_decimal(Buf *out, Decimal value) {
    uint64_t magnitude = value.units < 0 ? 0 - (uint64_t)value.units : (uint64_t)value.units;
    uint64_t unit = 1;
    for (int i = 0; i < value.scale; i++)
        unit *= 10;
    buf_printf(out, "%s%" PRIu64, value.units < 0 ? "-" : "", magnitude / unit);
    if (value.scale)
        buf_printf(out, ".%0*" PRIu64, value.scale, magnitude % unit);
}

double number_to_double(Decimal value) {
    return (double)value.units / pow(10, value.scale);
}

int number_compare(Decimal a, Decimal b) {
    __extension__ typedef __int128 Wide;
    Wide left = a.units, right = b.units;
    for (int i = a.scale; i < b.scale; i++)
        left *= 10;
    for (int i = b.scale; i < a.scale; i++)
        right *= 10;
    return (left > right) - (left < right);
}
