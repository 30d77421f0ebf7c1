#include "config.h"

#include "record/money.h"

#include "base/vec.h"
#include "record/entity.h"

/* Longer ones before those that they begin with. Latin ones stand as words. */
static const struct {
    const char *text;
    int64_t factor;
} factors[] = {{"thousand", 1000}, {"million", 1000000}, {"billion", 1000000000},
               {"mn", 1000000},    {"bn", 1000000000},   {"k", 1000},
               {"m", 1000000},     {"百", 100},          {"千", 1000},
               {"万", 10000},      {"萬", 10000},        {"亿", 100000000},
               {"億", 100000000},  {"单元", 1},          {"單元", 1}}; /* no money */

static const char *const currencies[] = {
    "cny",  "rmb",  "usd",  "eur",  "gbp",    "hkd",  "twd",   "sgd",    "jpy",    "krw",
    "aud",  "cad",  "chf",  "inr",  "元",     "圆",   "圓",    "块",     "塊",     "¥",
    "￥",   "$",    "€",    "£",    "₩",      "₹",    "rs.",   "人民币", "人民幣", "英镑",
    "英鎊", "港币", "港幣", "yuan", "dollar", "euro", "pound", "yen"};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool starts_with(Str text, const char *with) {
    Str prefix = str_of(with);
    return text.len >= prefix.len && str_equal_ascii_case(str_make(text.ptr, prefix.len), prefix);
}

static size_t currency_at(Str text) {
    for (size_t i = 0; i < COUNT_OF(currencies); i++)
        if (starts_with(text, currencies[i]))
            return str_of(currencies[i]).len;
    return 0;
}

/* Bytes of the factor that the text begins with, 0: none. "k" and "m" are no words of their own in
 * "min", but are in "kUSD". */
static size_t factor_at(Str text, int64_t *factor) {
    for (size_t i = 0; i < COUNT_OF(factors); i++) {
        if (!starts_with(text, factors[i].text))
            continue;
        size_t len = str_of(factors[i].text).len;
        Str rest = str_make(text.ptr + len, text.len - len);
        if (is_letter(text.ptr[0]) && rest.len && is_letter(rest.ptr[0]) && !currency_at(rest))
            continue;
        *factor = factors[i].factor;
        return len;
    }
    return 0;
}

/* What stands behind a stroke is what the sum is for: "元/件". */
static Str without_period(Str unit) {
    size_t end = 0;
    while (end < unit.len && unit.ptr[end] != '/')
        end++;
    return str_make(unit.ptr, end);
}

bool money_unit(Str unit, int64_t *factor) {
    enum { MOST = 1000000000 };
    bool money = false, inside = false; /* inside: of a word that is neither */
    Str rest = without_period(unit);
    *factor = 1;
    while (rest.len) {
        int64_t times = 1;
        size_t len = inside ? 0 : factor_at(rest, &times), currency = 0;
        if (!len && !inside)
            len = currency = currency_at(rest);
        if (*factor <= MOST / times)
            *factor *= times;
        money |= currency > 0;
        inside = !len && is_letter(rest.ptr[0]);
        len = len ? len : 1;
        rest = str_make(rest.ptr + len, rest.len - len);
    }
    return money;
}

static bool sum_of(const Value *value, int64_t factor, int64_t *out) {
    int64_t scale = 1;
    if (value->kind != VALUE_DECIMAL)
        return false;
    for (int i = 0; i < value->decimal.scale; i++)
        scale *= 10;
    const int64_t most = INT64_MAX / 2;
    int64_t whole = value->decimal.units / scale, part = value->decimal.units % scale;
    if (__builtin_mul_overflow(whole, factor, out) || *out > most || *out < -most)
        *out = whole < 0 ? -most : most;
    else /* part * factor may not fit */
        *out += (int64_t)((double)part * (double)factor / (double)scale);
    return true;
}

bool case_amount(const Record *record, int64_t *out) {
    const Value *rows = &record->values[CASE_OUTCOMES];
    bool any = false;
    for (size_t i = 0; rows->kind == VALUE_LIST && i < rows->list.len; i++) {
        const Value *row = &rows->list.items[i], *cells = row->list.items;
        int64_t factor, sum;
        if (row->kind != VALUE_ROW || cells[OUTCOME_UNIT].kind != VALUE_TEXT ||
            !money_unit(cells[OUTCOME_UNIT].text, &factor))
            continue;
        for (int cell = OUTCOME_BEFORE; cell <= OUTCOME_AFTER; cell++) {
            if (!sum_of(&cells[cell], factor, &sum) || (any && sum <= *out))
                continue;
            *out = sum;
            any = true;
        }
    }
    return any;
}
