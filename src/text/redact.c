#include "config.h"

#include "text/redact.h"

#include "text/redactparts.h"
#include "text/utf8.h"

#include <math.h>

static const struct {
    const char *word;
    double factor;
} units[] = {
    {"千万", 1e7},    {"百万", 1e6},  {"十万", 1e5},    {"千亿", 1e11}, {"百亿", 1e10},
    {"十亿", 1e9},    {"万亿", 1e12}, {"万", 1e4},      {"亿", 1e8},    {"千", 1e3},
    {"萬", 1e4},      {"億", 1e8},    {"k", 1e3},       {"m", 1e6},     {"mn", 1e6},
    {"bn", 1e9},      {"b", 1e9},     {"million", 1e6}, {"mio", 1e6},   {"thousand", 1e3},
    {"billion", 1e9},
};

static const char *const coins_before[] = {"¥",   "$",      "€",   "£",   "us$",
                                           "hk$", "rmb",    "cny", "usd", "eur",
                                           "gbp", "人民币", "hkd", "chf", NULL};
static const char *const coins_after[] = {
    "元",   "块",     "美元", "美金", "欧元", "英镑",    "港元",   "人民币", "rmb",
    "cny",  "usd",    "eur",  "gbp",  "hkd",  "dollars", "dollar", "euros",  "euro",
    "yuan", "pounds", "$",    "€",    "£",    "chf",     NULL};

typedef struct Amount {
    size_t from, end; /* the number and its unit, without the currency */
    double value;
    bool money, unit;
    int digits; /* before the point */
} Amount;

/* 1,234,567.8 with a unit behind; also between currencies. */
static bool amount_at(const Points *p, size_t i, Amount *out) {
    double scale = 1;
    *out = (Amount){.from = i};
    if (!points_is_digit(points_get(p, i)) ||
        (i && (points_is_digit(points_get(p, i - 1)) ||
               (points_get(p, i - 1) == '.' && i > 1 && points_is_digit(points_get(p, i - 2))))))
        return false;
    size_t at = i;
    for (; points_is_digit(points_get(p, at)) ||
           (points_get(p, at) == ',' && points_is_digit(points_get(p, at + 1)) &&
            points_is_digit(points_get(p, at + 2)) && points_is_digit(points_get(p, at + 3)));
         at++) {
        if (!points_is_digit(points_get(p, at)))
            continue;
        out->value = out->value * 10 + (points_get(p, at) - '0');
        out->digits++;
    }
    if (points_get(p, at) == '.' && points_is_digit(points_get(p, at + 1)))
        for (at++; points_is_digit(points_get(p, at)); at++)
            out->value += (points_get(p, at) - '0') * (scale /= 10);
    out->end = at;
    for (const char *const *coin = coins_before; *coin && !out->money; coin++) {
        size_t len = utf8_count(str_of(*coin)), back = i;
        while (back && points_get(p, back - 1) == ' ')
            back--;
        out->money = back >= len && points_word(p, back - len, *coin) == back;
    }
    size_t unit_at = points_skip_blanks(p, at), best = 0;
    double factor = 1;
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        size_t end = points_word(p, unit_at, units[u].word);
        bool letter =
            end == unit_at + 1 && points_is_latin(points_get(p, unit_at)); /* m: also metres */
        if (end > best && !(letter && (unit_at > at || (!out->money && units[u].factor > 1e3)))) {
            best = end;
            factor = units[u].factor;
        }
    }
    if (best) {
        out->value *= factor;
        out->end = best;
        out->unit = true;
    }
    out->money = out->money || points_one_of(p, points_skip_blanks(p, out->end), coins_after) != 0;
    return true;
}

static const char *const counted[] = {"employees", "employee", "people",    "staff",   "students",
                                      "users",     "user",     "customers", "stores",  "patients",
                                      "members",   "tickets",  "sites",     "clients", "orders",
                                      "workers",   "agents",   "seats",     "beds",    "records",
                                      "calls",     "requests", "cases",     "hours",   NULL};

/* A year is said as one, not counted: "in 2024", "2024年". */
static bool says_year(const Points *p, const Amount *amount) {
    bool round = amount->digits == 4 && amount->value == floor(amount->value) && !amount->unit &&
                 amount->end == amount->from + 4 && redact_is_year((int)amount->value);
    return round && !amount->money &&
           !points_one_of(p, points_skip_blanks(p, amount->end), counted) &&
           (!points_is_han(points_get(p, amount->end)) || points_get(p, amount->end) == 0x5e74 ||
            points_get(p, amount->end) == 0x5ea6 /* 度 */ ||
            points_get(p, amount->end) == 0x81f3 /* 至 */ ||
            points_get(p, amount->end) == 0x5230 /* 到 */);
}

/* "ISO 27001", "T1000": a name, which a band would not hide. */
static bool is_part_of_name(const Points *p, size_t i) {
    size_t back = i;
    while (back && (points_get(p, back - 1) == ' ' || points_get(p, back - 1) == '-' ||
                    points_get(p, back - 1) == '/'))
        back--;
    uint32_t raw = 0;
    if (back && p->at[back] > 0)
        utf8_prev(p->text, p->at[back], &raw);
    return (back == i && i && points_is_latin(points_get(p, i - 1))) || (raw >= 'A' && raw <= 'Z');
}

typedef struct SizeWord {
    double from;
    const char *word;
} SizeWord;

static SizeWord size_word(double value, bool chinese) {
    static const SizeWord han_words[] = {{1e12, "万亿"}, {1e11, "千亿"}, {1e8, "亿"}, {1e7, "千万"},
                                         {1e6, "百万"},  {1e4, "万"},    {1e3, "千"}, {0, NULL}},
                          latin_words[] = {
                              {1e12, "T"}, {1e9, "B"}, {1e6, "M"}, {1e3, "K"}, {0, NULL}};
    const SizeWord *words = chinese ? han_words : latin_words;
    while (words->word && value < words->from)
        words++;
    return words->word ? *words : (SizeWord){1, ""};
}

/* "2-5百万", "500K-1M" */
static void put_range(Buf *out, double low, double high, bool chinese) {
    SizeWord from = size_word(low, chinese), to = size_word(high, chinese);
    bool same = from.from == to.from;
    buf_printf(out, "%.0f%s-%.0f%s", low / from.from, same ? "" : from.word, high / to.from,
               to.word);
}

/* 1, 2, 5, 10, 20 ...: the steps around the value. */
static void put_band(Buf *out, double value, bool chinese) {
    static const double steps[] = {1, 2, 5, 10};
    double base = pow(10, floor(log10(value < 1 ? 1 : value)));
    size_t i = 0;
    while (i < 2 && value >= base * steps[i + 1])
        i++;
    put_range(out, base * steps[i], base * steps[i + 1], chinese);
}

static bool is_banded(const Points *p, const Amount *amount) {
    if (amount->money)
        return amount->value >= 1;
    if (says_year(p, amount) || is_part_of_name(p, amount->from))
        return false;
    if (points_get(p, amount->end) == '%')
        return false;
    size_t behind = points_skip_blanks(p, amount->end);
    return amount->value >= 1000 &&
           (amount->unit || points_is_han(points_get(p, behind)) ||
            points_is_latin(points_get(p, behind)) || points_get(p, amount->end) == '+');
}

/* ---- all together ---- */

static const struct {
    size_t (*find)(const Points *p, size_t i);
    const char *latin, *han;
} things[] = {
    {redact_mail, "[mail]", "[邮箱]"},
    {redact_link, "[link]", "[链接]"},
    {redact_identity, "[number]", "[编号]"},
};

void text_redact(Buf *out, Str text, bool chinese) {
    Points p = points_of(text);
    for (size_t i = 0; i < p.len;) {
        size_t end = 0;
        RedactDay day = {0};
        Amount amount;
        for (size_t t = 0; t < sizeof things / sizeof *things && !end; t++) {
            end = things[t].find(&p, i);
            if (end)
                buf_puts(out, chinese ? things[t].han : things[t].latin);
        }
        if (!end && redact_day(&p, i, &day)) {
            end = day.end;
            redact_put_quarter(out, &day, chinese);
        } else if (!end && (end = redact_phone(&p, i)) != 0) {
            buf_puts(out, chinese ? "[电话]" : "[phone]");
        } else if (!end && amount_at(&p, i, &amount)) {
            end = amount.end;
            if (is_banded(&p, &amount))
                put_band(out, amount.value, chinese);
            else
                buf_put(out, text.ptr + p.at[i], p.at[end] - p.at[i]);
        }
        if (!end) {
            end = i + 1;
            buf_put(out, text.ptr + p.at[i], p.at[end] - p.at[i]);
        }
        i = end;
    }
    points_free(&p);
}

size_t text_leftovers(Str text, Leftover *out, size_t most) {
    Points p = points_of(text);
    size_t count = 0;
    for (size_t i = 0; i < p.len && count < most;) {
        Amount amount;
        size_t end = redact_mail(&p, i);
        if (!end)
            end = redact_phone(&p, i);
        size_t plain = i + 1;
        if (!end && amount_at(&p, i, &amount)) {
            plain = amount.end;
            if (amount.digits >= 4 && !says_year(&p, &amount))
                end = amount.end;
        }
        if (end)
            out[count++] = (Leftover){p.at[i], p.at[end]};
        i = end ? end : plain;
    }
    points_free(&p);
    return count;
}
