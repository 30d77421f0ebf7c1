#include "config.h"

#include "conf/weights.h"

#include "base/i18n.h"
#include "base/number.h"
#include "text/fold.h"

#include <stdio.h>

/* Counted in thousandths: they add up exactly. */
enum { WHOLE = 1000 };

static const char *const keys[SCREEN_INPUTS] = {
    [SCREEN_SATISFACTION] = "satisfaction",
    [SCREEN_BUSINESS_SIZE] = "business_size",
    [SCREEN_COOPERATION_MONTHS] = "cooperation_months",
    [SCREEN_INNOVATION] = "innovation",
    [SCREEN_SPREAD] = "spread",
};

const char *screen_input_key(ScreenInput input) {
    return keys[input];
}

static bool find_input(Str name, ScreenInput *out, Error *err) {
    for (int i = 0; i < SCREEN_INPUTS; i++) {
        if (str_equal(str_of(keys[i]), name)) {
            *out = (ScreenInput)i;
            return true;
        }
    }
    return error_set(err, ERR_INVALID,
                     N_("there is no weight “{0}”: satisfaction, business_size, "
                        "cooperation_months, innovation and spread are weighed"),
                     "S", name);
}

static bool read_number(Str text, Str name, int *out, Error *err) {
    Decimal number;
    Buf whole = {0};
    if (text.len && text.ptr[0] == '.') /* .5 */
        buf_putc(&whole, '0');
    buf_put_str(&whole, text);
    bool read = number_parse_decimal(buf_str(&whole), &number);
    buf_free(&whole);
    bool good = read && number.scale <= 3 && number.units >= 0;
    for (int scale = good ? (int)number.scale : 3; scale < 3; scale++)
        number.units *= 10;
    if (!good || number.units > WHOLE)
        return error_set(err, ERR_INVALID,
                         N_("the weight of “{0}” must lie between 0 and 1, with at most three "
                            "decimals, for example 0.125"),
                         "S", name);
    *out = (int)number.units;
    return true;
}

static bool read_weight(Str word, int thousandths[SCREEN_INPUTS], Error *err) {
    size_t equals = str_find(word, STR("="), 0);
    ScreenInput input;
    if (equals == SIZE_MAX)
        return error_set(err, ERR_INVALID, N_("“{0}” is no weight; one is: satisfaction=0.3"), "S",
                         word);
    Str name = str_make(word.ptr, equals);
    if (!find_input(name, &input, err))
        return false;
    if (thousandths[input] >= 0)
        return error_set(err, ERR_INVALID, N_("“{0}” is weighed twice"), "S", name);
    return read_number(str_make(word.ptr + equals + 1, word.len - equals - 1), name,
                       &thousandths[input], err);
}

static bool add_up(const int thousandths[SCREEN_INPUTS], Error *err) {
    char text[16];
    int sum = 0;
    for (int i = 0; i < SCREEN_INPUTS; i++)
        sum += thousandths[i] > 0 ? thousandths[i] : 0;
    snprintf(text, sizeof text, "%d.%03d", sum / WHOLE, sum % WHOLE);
    return sum == WHOLE || error_set(err, ERR_INVALID,
                                     N_("the weights must add up to 1, these make {0}; set all of "
                                        "them at once"),
                                     "s", text);
}

static bool read_all(Str text, int thousandths[SCREEN_INPUTS], Error *err) {
    Buf folded = {0};
    bool ok = true;
    for (int i = 0; i < SCREEN_INPUTS; i++)
        thousandths[i] = -1;
    text_fold(&folded, text); /* full-width digits and signs */
    for (size_t i = 0; i < folded.len; i++)
        if (folded.data[i] == ',' || folded.data[i] == '\t')
            folded.data[i] = ' ';
    Str rest = buf_str(&folded), word;
    while (ok && rest.len && str_split(&rest, ' ', &word))
        ok = !word.len || read_weight(word, thousandths, err);
    ok = ok && add_up(thousandths, err);
    buf_free(&folded);
    return ok;
}

bool weights_parse(Str text, double out[SCREEN_INPUTS], Error *err) {
    int thousandths[SCREEN_INPUTS];
    if (!read_all(text, thousandths, err))
        return false;
    for (int i = 0; i < SCREEN_INPUTS; i++)
        out[i] = thousandths[i] > 0 ? (double)thousandths[i] / WHOLE : 0;
    return true;
}

bool weights_write(Str text, Buf *out, Error *err) {
    int thousandths[SCREEN_INPUTS];
    if (!read_all(text, thousandths, err))
        return false;
    for (int i = 0; i < SCREEN_INPUTS; i++) {
        char number[16];
        int part = thousandths[i] > 0 ? thousandths[i] : 0;
        int len = snprintf(number, sizeof number, "%d.%03d", part / WHOLE, part % WHOLE);
        while (number[len - 1] == '0')
            len--;
        len -= number[len - 1] == '.';
        buf_printf(out, "%s%s=%.*s", i ? " " : "", keys[i], len, number);
    }
    return true;
}
