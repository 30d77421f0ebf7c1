#include "config.h"

#include "search/quantity.h"

#include "base/vec.h"
#include "text/utf8.h"

enum { MOST_DIGITS = 18 };

static const int64_t MOST_CHINESE = 1000000000000;

static const struct {
    const char *sign;
    int value;
} numerals[] = {{"零", 0}, {"〇", 0}, {"一", 1}, {"二", 2}, {"两", 2}, {"三", 3},
                {"四", 4}, {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}};

static const struct {
    const char *sign;
    int64_t value;
} powers[] = {{"十", 10}, {"百", 100}, {"千", 1000}, {"万", 10000}, {"亿", 100000000}};

/* What may stand behind a number; longer ones first. */
static const struct {
    const char *sign;
    int64_t times;
} units[] = {{"%", 1},
             {"百万", 1000000},
             {"千万", 10000000},
             {"万亿", 1000000000000},
             {"亿", 100000000},
             {"万", 10000},
             {"千", 1000},
             {"百", 100},
             {"k", 1000},
             {"m", 1000000},
             {"w", 10000},
             {"bn", 1000000000},
             {"million", 1000000},
             {"thousand", 1000},
             {"billion", 1000000000}};

static bool take(Str *rest, const char *sign) {
    Str text = str_of(sign);
    if (!str_starts(*rest, text))
        return false;
    *rest = str_make(rest->ptr + text.len, rest->len - text.len);
    return true;
}

static bool take_digits(Str *rest, int64_t *out) {
    size_t len = 0;
    int64_t value = 0;
    while (len < rest->len && rest->ptr[len] >= '0' && rest->ptr[len] <= '9') {
        if (len == MOST_DIGITS)
            return false;
        value = value * 10 + rest->ptr[len++] - '0';
    }
    *rest = str_make(rest->ptr + len, rest->len - len);
    *out = value;
    return len > 0;
}

static bool take_numeral(Str *rest, int64_t *out) {
    for (size_t i = 0; i < COUNT_OF(numerals); i++)
        if (take(rest, numerals[i].sign)) {
            *out = numerals[i].value;
            return true;
        }
    return false;
}

static bool take_power(Str *rest, int64_t *out) {
    for (size_t i = 0; i < COUNT_OF(powers); i++)
        if (take(rest, powers[i].sign)) {
            *out = powers[i].value;
            return true;
        }
    return false;
}

/* A Chinese number that is being read; `large`: it is more than is understood. */
typedef struct Chinese {
    int64_t total, section; /* below 万; what is behind it */
    int64_t digit;          /* -1: none stands before the next power */
    bool large;
} Chinese;

static int64_t chinese_value(const Chinese *n) {
    return n->total + n->section + (n->digit < 0 ? 0 : n->digit);
}

static void add_power(Chinese *n, int64_t power) {
    int64_t below = chinese_value(n);
    if (power < 10000)
        n->section += (n->digit < 0 ? 1 : n->digit) * power;
    else if (__builtin_mul_overflow(below ? below : 1, power, &n->total))
        n->large = true;
    else
        n->section = 0;
    n->digit = -1;
}

/* 三十, 一百二十, 三万五千; 二〇二六 digit by digit. */
static bool take_chinese(Str *rest, int64_t *out) {
    Str from = *rest;
    Chinese number = {.digit = -1};
    int64_t value, power;
    for (size_t signs = 0; signs < MOST_DIGITS && !number.large; signs++) {
        if (take_numeral(rest, &value))
            number.digit = number.digit > 0 ? number.digit * 10 + value : value;
        else if (take_power(rest, &power))
            add_power(&number, power);
        else
            break;
        number.large |= number.digit > MOST_CHINESE || chinese_value(&number) > MOST_CHINESE;
    }
    *out = chinese_value(&number);
    if (number.large)
        *rest = from;
    return rest->len < from.len;
}

bool quantity_take(Str *rest, int64_t *out) {
    Str from = *rest;
    if (take_digits(rest, out) || (rest->ptr == from.ptr && take_chinese(rest, out)))
        return true;
    *rest = from;
    return false;
}

static bool multiply(Decimal *number, int64_t times) {
    return !__builtin_mul_overflow(number->units, times, &number->units);
}

/* 100万元 is said of money as 100万 is. */
static Str without_currency(Str text) {
    Str yuan = STR("元");
    return text.len > yuan.len && str_ends(text, yuan) ? str_make(text.ptr, text.len - yuan.len)
                                                       : text;
}

bool quantity_parse(Str text, Decimal *out) {
    text = without_currency(text);
    Str rest = text;
    int64_t whole;
    if (number_parse_decimal(text, out))
        return true;
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        Str sign = str_of(units[i].sign);
        Str number = str_trim(str_make(text.ptr, text.len > sign.len ? text.len - sign.len : 0));
        if (number.len && str_ends(text, sign) && number_parse_decimal(number, out))
            return multiply(out, units[i].times);
    }
    if (!quantity_take(&rest, &whole) || rest.len)
        return false;
    *out = (Decimal){whole, 0};
    return true;
}
