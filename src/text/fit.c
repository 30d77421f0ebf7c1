#include "config.h"

#include "text/fit.h"

#include "base/buf.h"
#include "text/fold.h"
#include "text/pinyin.h"

Fit text_fit_folded(Str text, Str typed) {
    static const Fit sounds[] = {[PINYIN_NO] = FIT_NONE,
                                 [PINYIN_INITIALS] = FIT_INITIALS,
                                 [PINYIN_MIXED] = FIT_PINYIN,
                                 [PINYIN_FULL] = FIT_PINYIN};
    if (!typed.len)
        return FIT_BEGINNING;
    if (str_equal(text, typed))
        return FIT_WHOLE;
    if (str_starts(text, typed))
        return FIT_BEGINNING;
    if (str_find(text, typed, 0) != SIZE_MAX)
        return FIT_PART;
    for (size_t i = 0; i < typed.len; i++)
        if (typed.ptr[i] >= 'a' && typed.ptr[i] <= 'z')
            return sounds[pinyin_match(text, typed, NULL, NULL)];
    return FIT_NONE;
}

Fit text_fit(Str name, Str typed) {
    Buf folded = {0};
    if (!typed.len)
        return FIT_BEGINNING;
    text_fold(&folded, name);
    Fit fit = text_fit_folded(buf_str(&folded), typed);
    buf_free(&folded);
    return fit;
}
