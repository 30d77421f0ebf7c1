#include "config.h"

#include "library/sizes.h"

#include "base/buf.h"
#include "text/fold.h"

#include <string.h>

bool size_read(Str text, SizeRange *out) {
    Buf folded = {0};
    int64_t numbers[2] = {0};
    size_t count = 0;
    text_fold(&folded, text);
    Str rest = str_trim(buf_str(&folded));
    bool below = rest.len && rest.ptr[0] == '<', above = rest.len && rest.ptr[0] == '>';
    for (size_t at = 0; at < rest.len && count < 2; at++) {
        size_t end = at;
        double value = 0, unit = 0;
        for (; end < rest.len &&
               (strchr("0123456789", rest.ptr[end]) || (end > at && strchr(",.", rest.ptr[end])));
             end++) {
            if (rest.ptr[end] == '.')
                unit = 1;
            else if (rest.ptr[end] != ',')
                value = unit > 0 ? value + (rest.ptr[end] - '0') * (unit /= 10)
                                 : value * 10 + (rest.ptr[end] - '0');
        }
        if (end == at)
            continue;
        if (end < rest.len && rest.ptr[end] >= 'a' && rest.ptr[end] <= 'z') {
            buf_free(&folded);
            return false;
        }
        if (str_starts(str_make(rest.ptr + end, rest.len - end), STR("万")))
            value *= 10000;
        numbers[count++] = value < 1e12 ? (int64_t)value : (int64_t)1e12;
        at = end;
    }
    buf_free(&folded);
    if (count == 0)
        return false;
    *out = below        ? (SizeRange){0, numbers[0]}
           : above      ? (SizeRange){numbers[0], INT64_MAX}
           : count == 2 ? (SizeRange){numbers[0], numbers[1]}
                        : (SizeRange){numbers[0], numbers[0] + 1};
    return true;
}
