#include "config.h"

#include "text/redact.h"

#include "base/mem.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The text as code points, full width made narrow and letters small, each with its place. */
typedef struct Points {
    Str text;
    uint32_t *point;
    size_t *at; /* byte of each; at[len] is the end */
    size_t len;
    bool chinese;
} Points;

static uint32_t narrow(uint32_t c) {
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
    if (c == 0xffe5)
        return 0xa5; /* the wide yen sign */
    if (c == 0x2013 || c == 0x2014 || c == 0x2212 || c == 0x2010 || c == 0x2011)
        return '-';
    return c >= 'A' && c <= 'Z' ? c + 32 : c == 0x3000 || c == 0xa0 ? ' ' : c;
}

static Points points_of(Str text, bool chinese) {
    Points p = {.text = text, .chinese = chinese};
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

static void points_free(Points *p) {
    free(p->point);
    free(p->at);
}

static uint32_t get(const Points *p, size_t i) {
    return i < p->len ? p->point[i] : 0;
}

static bool digit(uint32_t c) {
    return c >= '0' && c <= '9';
}

static bool latin(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 0xc0 && c < 0x250);
}

static bool han(uint32_t c) {
    return c >= 0x3400 && c <= 0x9fff;
}

static size_t skip_blanks(const Points *p, size_t i) {
    while (get(p, i) == ' ')
        i++;
    return i;
}

/* Whether word (ASCII, or Han as UTF-8) stands at i; a Latin one ends where letters end. The place
 * behind it, 0 when it does not. */
static size_t word_at(const Points *p, size_t i, const char *word) {
    Str text = str_of(word);
    uint32_t c = 0;
    for (size_t at = 0; at < text.len; i++) {
        at += utf8_next(text, at, &c);
        if (get(p, i) != c)
            return 0;
    }
    return latin(c) && latin(get(p, i)) ? 0 : i;
}

/* The longest of a list of words that ends with NULL. */
static size_t one_of(const Points *p, size_t i, const char *const *words) {
    size_t best = 0;
    for (; *words; words++) {
        size_t end = word_at(p, i, *words);
        best = end > best ? end : best;
    }
    return best;
}

static bool stands_alone(const Points *p, size_t i) {
    return i == 0 || !(digit(get(p, i - 1)) || latin(get(p, i - 1)) || get(p, i - 1) == '_');
}

/* ---- mail, links, identities, phones: the place behind, 0: none ---- */

static bool mail_char(uint32_t c) {
    return digit(c) || latin(c) || (c && c < 0x80 && strchr("._%+-", (int)c));
}

static size_t mail_at(const Points *p, size_t i) {
    size_t start = i;
    if (i && mail_char(get(p, i - 1)))
        return 0;
    while (mail_char(get(p, i)))
        i++;
    if (i == start || get(p, i) != '@')
        return 0;
    size_t domain = ++i, dots = 0;
    while (mail_char(get(p, i))) {
        dots += get(p, i) == '.';
        i++;
    }
    while (i > domain && get(p, i - 1) == '.')
        i--, dots--;
    return i > domain + 2 && dots ? i : 0;
}

static size_t link_at(const Points *p, size_t i) {
    static const char *const starts[] = {"https://", "http://", "ftp://", "www.", NULL};
    static const char *const domains[] = {"com", "cn",  "net", "org", "io", "de",
                                          "co",  "app", "ai",  "eu",  NULL};
    size_t start = i, end = 0;
    if (!stands_alone(p, i))
        return 0;
    for (const char *const *s = starts; *s && !end; s++) {
        size_t len = strlen(*s), k = 0;
        while (k < len && get(p, i + k) == (uint32_t)(*s)[k])
            k++;
        end = k == len ? i + len : 0;
    }
    if (!end) { /* shop.example.com */
        while (digit(get(p, i)) || latin(get(p, i)) || get(p, i) == '-' ||
               (get(p, i) == '.' && latin(get(p, i + 1)))) {
            if (get(p, i) == '.') {
                size_t behind = one_of(p, i + 1, domains);
                end = behind && !digit(get(p, behind)) ? behind : end;
            }
            i++;
        }
        if (!end || end <= start + 3)
            return 0;
    }
    while (get(p, end) > ' ' && get(p, end) < 0x7f && !strchr("\"'<>()[]{},;|", (int)get(p, end)))
        end++;
    while (end > start && strchr(".!?:", (int)get(p, end - 1)))
        end--;
    return end;
}

static bool hex(uint32_t c) {
    return digit(c) || (c >= 'a' && c <= 'f');
}

static size_t identity_at(const Points *p, size_t i) {
    static const char *const prefixes[] = {"al-", "kh-", "yy-", "xk-", "dc-", NULL};
    size_t start = i;
    if (!stands_alone(p, i))
        return 0;
    size_t n = 0;
    while (n < 36 &&
           (n == 8 || n == 13 || n == 18 || n == 23 ? get(p, i + n) == '-' : hex(get(p, i + n))))
        n++;
    if (n == 36 && !hex(get(p, i + 36)))
        return i + 36;
    for (const char *const *prefix = prefixes; *prefix; prefix++) {
        if (get(p, i) != (uint32_t)(*prefix)[0] || get(p, i + 1) != (uint32_t)(*prefix)[1] ||
            get(p, i + 2) != '-')
            continue;
        for (i += 3; digit(get(p, i)) || (get(p, i) == '-' && digit(get(p, i + 1)));)
            i++;
        return i > start + 6 ? i : 0;
    }
    return 0;
}

/* Digits in groups between blanks, strokes, dots and brackets: seven to fifteen, with a sign of
 * being dialled. */
static size_t phone_at(const Points *p, size_t i) {
    size_t start = i, digits = 0, groups = 0, end = 0;
    bool plus = get(p, i) == '+', bracket = get(p, i) == '(' && digit(get(p, i + 1));
    uint32_t first = 0, second = 0;
    if (i && (digit(get(p, i - 1)) || latin(get(p, i - 1)) || get(p, i - 1) == '.' ||
              get(p, i - 1) == ','))
        return 0;
    if (!plus && !bracket && !digit(get(p, i)))
        return 0;
    for (i += plus || bracket; digit(get(p, i));) {
        size_t from = i;
        for (; digit(get(p, i)); i++) {
            if (!digits)
                first = get(p, i);
            second = digits == 1 ? get(p, i) : second;
            digits++;
        }
        groups += i > from;
        end = i;
        size_t next = i;
        while (get(p, next) && next < i + 2 && strchr("-. ()", (int)(get(p, next) & 0x7f)) &&
               get(p, next) < 0x7f)
            next++;
        if (next == i || !(digit(get(p, next)) || get(p, next) == '('))
            break;
        i = next;
    }
    bool mobile = digits == 11 && first == '1' && second >= '3';
    bool area = first == '0' && digits >= 9 && digits <= 13;
    bool dialled = groups >= 3 && digits >= 9;
    bool short_one = groups >= 2 && digits >= 7 && digits <= 11 && !area && first != '0' &&
                     (bracket || (first == '4' && digits == 10));
    if (digits < 7 || digits > 15 || !(plus || mobile || area || dialled || short_one) ||
        latin(get(p, end)))
        return 0;
    return end > start ? end : 0;
}

/* ---- dates ---- */

static size_t number_at(const Points *p, size_t i, size_t most, int *out) {
    size_t start = i;
    *out = 0;
    for (; digit(get(p, i)) && i < start + most; i++)
        *out = *out * 10 + (int)(get(p, i) - '0');
    return digit(get(p, i)) ? start : i;
}

static bool is_year(int year) {
    return year >= 1900 && year <= 2099;
}

static int month_name(const Points *p, size_t *i) {
    static const char *const names[12] = {"january",   "february", "march",    "april",
                                          "may",       "june",     "july",     "august",
                                          "september", "october",  "november", "december"};
    for (int month = 0; month < 12; month++) {
        char brief[4] = {names[month][0], names[month][1], names[month][2], 0};
        size_t end = word_at(p, *i, names[month]);
        if (!end)
            end = word_at(p, *i, brief);
        if (!end && month == 8)
            end = word_at(p, *i, "sept");
        if (end) {
            *i = end + (get(p, end) == '.');
            return month + 1;
        }
    }
    return 0;
}

typedef struct Day {
    size_t end;
    int year, month; /* year 0: none is said */
} Day;

static bool day_in_figures(const Points *p, size_t i, Day *out) {
    int day;
    size_t at = number_at(p, i, 4, &out->year);
    if (at == i + 4 && is_year(out->year)) {
        size_t sign = skip_blanks(p, at);
        uint32_t c = get(p, sign);
        bool han_date = c == 0x5e74; /* 年 */
        if (!han_date && (sign != at || !c || !strchr("-/.", (int)(c < 0x80 ? c : 'x'))))
            return false;
        size_t from = skip_blanks(p, sign + 1);
        at = number_at(p, from, 2, &out->month);
        if (at == from || out->month < 1 || out->month > 12)
            return false;
        out->end = at;
        if (han_date) {
            size_t sign2 = skip_blanks(p, at);
            if (get(p, sign2) != 0x6708) /* 月 */
                return false;
            out->end = sign2 + 1;
            from = skip_blanks(p, out->end);
            at = number_at(p, from, 2, &day);
            if (at > from && (get(p, at) == 0x65e5 || get(p, at) == 0x53f7)) /* 日 号 */
                out->end = at + 1;
            return true;
        }
        if (get(p, at) == c && number_at(p, at + 1, 2, &day) > at + 1)
            at = number_at(p, at + 1, 2, &day), out->end = at;
        else if (c == '.' && at == from + 1)
            return false; /* 2024.5 is a number */
        if (get(p, out->end) == 't' && digit(get(p, out->end + 1)))
            for (out->end++; digit(get(p, out->end)) || get(p, out->end) == ':' ||
                             (get(p, out->end) == '.' && digit(get(p, out->end + 1))) ||
                             get(p, out->end) == 'z';)
                out->end++;
        return true;
    }
    at = number_at(p, i, 2, &out->month);
    size_t sign = skip_blanks(p, at);
    if (at == i || out->month < 1 || out->month > 12 || get(p, sign) != 0x6708)
        return false;
    size_t from = skip_blanks(p, sign + 1);
    at = number_at(p, from, 2, &day);
    out->year = 0;
    out->end = at + 1;
    return at > from && (get(p, at) == 0x65e5 || get(p, at) == 0x53f7);
}

static size_t day_number(const Points *p, size_t i) {
    static const char *const endings[] = {"st", "nd", "rd", "th", NULL};
    int day;
    size_t at = number_at(p, i, 2, &day);
    if (at == i || day < 1 || day > 31)
        return 0;
    size_t end = one_of(p, at, endings);
    return end ? end : at;
}

/* "3 September 2024", "Sep 3rd, 2024", "September 2024", "Sep 3". */
static bool day_in_words(const Points *p, size_t i, Day *out) {
    size_t before = day_number(p, i), at = before ? skip_blanks(p, before) : i;
    size_t word = at;
    out->month = month_name(p, &at);
    if (!out->month || at == word)
        return false;
    size_t after = before ? 0 : day_number(p, skip_blanks(p, at));
    if (after && digit(get(p, after)))
        after = 0;
    out->end = after ? after : at;
    size_t from = skip_blanks(p, out->end + (get(p, out->end) == ','));
    size_t end = number_at(p, from, 4, &out->year);
    if (end == from + 4 && is_year(out->year))
        out->end = end;
    else
        out->year = 0;
    return before || after || out->year;
}

static bool day_at(const Points *p, size_t i, Day *out) {
    return stands_alone(p, i) && (digit(get(p, i)) || latin(get(p, i))) &&
           !(i && get(p, i - 1) == '.' && i > 1 && digit(get(p, i - 2))) &&
           (day_in_figures(p, i, out) || day_in_words(p, i, out));
}

static void put_quarter(Buf *out, const Day *day, bool chinese) {
    static const char *const han_quarters[] = {"一", "二", "三", "四"};
    int quarter = (day->month - 1) / 3;
    if (chinese && day->year)
        buf_printf(out, "%d年第%s季度", day->year, han_quarters[quarter]);
    else if (chinese)
        buf_printf(out, "第%s季度", han_quarters[quarter]);
    else if (day->year)
        buf_printf(out, "Q%d %d", quarter + 1, day->year);
    else
        buf_printf(out, "Q%d", quarter + 1);
}

/* ---- amounts ---- */

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
    if (!digit(get(p, i)) ||
        (i && (digit(get(p, i - 1)) || (get(p, i - 1) == '.' && i > 1 && digit(get(p, i - 2))))))
        return false;
    size_t at = i;
    for (; digit(get(p, at)) || (get(p, at) == ',' && digit(get(p, at + 1)) &&
                                 digit(get(p, at + 2)) && digit(get(p, at + 3)));
         at++) {
        if (!digit(get(p, at)))
            continue;
        out->value = out->value * 10 + (get(p, at) - '0');
        out->digits++;
    }
    if (get(p, at) == '.' && digit(get(p, at + 1)))
        for (at++; digit(get(p, at)); at++)
            out->value += (get(p, at) - '0') * (scale /= 10);
    out->end = at;
    for (const char *const *coin = coins_before; *coin && !out->money; coin++) {
        size_t len = utf8_count(str_of(*coin)), back = i;
        while (back && get(p, back - 1) == ' ')
            back--;
        out->money = back >= len && word_at(p, back - len, *coin) == back;
    }
    size_t unit_at = skip_blanks(p, at), best = 0;
    double factor = 1;
    for (size_t u = 0; u < sizeof units / sizeof *units; u++) {
        size_t end = word_at(p, unit_at, units[u].word);
        bool letter = end == unit_at + 1 && latin(get(p, unit_at)); /* m: also metres */
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
    out->money = out->money || one_of(p, skip_blanks(p, out->end), coins_after) != 0;
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
                 amount->end == amount->from + 4 && is_year((int)amount->value);
    return round && !amount->money && !one_of(p, skip_blanks(p, amount->end), counted) &&
           (!han(get(p, amount->end)) || get(p, amount->end) == 0x5e74 ||
            get(p, amount->end) == 0x5ea6 /* 度 */ || get(p, amount->end) == 0x81f3 /* 至 */ ||
            get(p, amount->end) == 0x5230 /* 到 */);
}

/* "ISO 27001", "T1000": a name, which a band would not hide. */
static bool is_part_of_name(const Points *p, size_t i) {
    size_t back = i;
    while (back && (get(p, back - 1) == ' ' || get(p, back - 1) == '-' || get(p, back - 1) == '/'))
        back--;
    uint32_t raw = 0;
    if (back && p->at[back] > 0)
        utf8_prev(p->text, p->at[back], &raw);
    return (back == i && i && latin(get(p, i - 1))) || (raw >= 'A' && raw <= 'Z');
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
    if (get(p, amount->end) == '%')
        return false;
    size_t behind = skip_blanks(p, amount->end);
    return amount->value >= 1000 && (amount->unit || han(get(p, behind)) || latin(get(p, behind)) ||
                                     get(p, amount->end) == '+');
}

/* ---- all together ---- */

static const struct {
    size_t (*find)(const Points *p, size_t i);
    const char *latin, *han;
} things[] = {
    {mail_at, "[mail]", "[邮箱]"},
    {link_at, "[link]", "[链接]"},
    {identity_at, "[number]", "[编号]"},
};

void text_redact(Buf *out, Str text, bool chinese) {
    Points p = points_of(text, chinese);
    for (size_t i = 0; i < p.len;) {
        size_t end = 0;
        Day day = {0};
        Amount amount;
        for (size_t t = 0; t < sizeof things / sizeof *things && !end; t++) {
            end = things[t].find(&p, i);
            if (end)
                buf_puts(out, chinese ? things[t].han : things[t].latin);
        }
        if (!end && day_at(&p, i, &day)) {
            end = day.end;
            put_quarter(out, &day, chinese);
        } else if (!end && (end = phone_at(&p, i)) != 0) {
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
    Points p = points_of(text, false);
    size_t count = 0;
    for (size_t i = 0; i < p.len && count < most;) {
        Amount amount;
        size_t end = mail_at(&p, i);
        if (!end)
            end = phone_at(&p, i);
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
