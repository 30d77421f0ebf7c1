#include "config.h"

#include "conf/measure.h"

#include "base/vec.h"
#include "conf/catalogue.h"
#include "text/fold.h"
#include "text/mark.h"
#include "text/utf8.h"

#include <string.h>

/* All of it works on the folded sentence: one width, one case, simplified characters. */

enum { NAME_BYTES = 60, BETWEEN_BYTES = 60 };

typedef struct Number {
    size_t from, to;  /* of the number in the folded text */
    size_t unit_to;   /* unit: [to, unit_to) with blanks before it */
    const char *unit; /* what the unit is called; NULL: as it stands */
    Buf text;         /* decimal */
} Number;

typedef struct Numbers {
    Number *items;
    size_t len, cap;
} Numbers;

static bool starts_at(Str text, size_t at, const char *part) {
    return at <= text.len && str_starts(str_make(text.ptr + at, text.len - at), str_of(part));
}

static bool ends_at(Str text, size_t at, const char *part) {
    return str_ends(str_make(text.ptr, at), str_of(part));
}

static bool is_ascii_letter(Str text, size_t at) {
    return at < text.len && text.ptr[at] >= 'a' && text.ptr[at] <= 'z';
}

static bool is_digit(Str text, size_t at) {
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* ---- numbers ---- */

/* 71, 3.5, 1,236: the end, or `at` when there is none. */
static size_t read_digits(Str text, size_t at, Buf *out) {
    while (is_digit(text, at)) {
        buf_putc(out, text.ptr[at++]);
        bool point = starts_at(text, at, ".") && is_digit(text, at + 1);
        bool group = starts_at(text, at, ",") && is_digit(text, at + 1) && is_digit(text, at + 2) &&
                     is_digit(text, at + 3) && !is_digit(text, at + 4);
        if (point)
            buf_putc(out, '.');
        at += point || group;
    }
    return at;
}

/* 七十一, 二百零三: below ten thousand; alone 一 and 两 are too common to be a number. */
static size_t read_characters(Str text, size_t at, Buf *out) {
    static const char *const digits[] = {"零", "一", "二", "三", "四", "五",
                                         "六", "七", "八", "九", "两"};
    static const struct {
        const char *name;
        int value;
    } powers[] = {{"千", 1000}, {"百", 100}, {"十", 10}};
    int total = 0, digit = -1, points = 0;
    for (bool more = true; more && at < text.len;) {
        more = false;
        for (size_t i = 0; i < COUNT_OF(digits) && !more; i++)
            if (digit <= 0 && starts_at(text, at, digits[i])) {
                digit = i == 10 ? 2 : (int)i;
                more = true;
            }
        for (size_t i = 0; i < COUNT_OF(powers) && !more; i++)
            if (starts_at(text, at, powers[i].name) && !starts_at(text, at, "百分")) {
                total += (digit < 0 ? 1 : digit) * powers[i].value;
                digit = -1;
                more = true;
            }
        points += more;
        at += more ? 3 : 0;
    }
    if (points >= 2)
        buf_printf(out, "%d", total + (digit > 0 ? digit : 0));
    return at;
}

static const struct {
    const char *word, *unit;
} units[] = {
    {"个百分点", "百分点"}, {"百分点", "百分点"}, {"percentage points", "points"},
    {"percent", "%"},       {"%", "%"},           {"个月", NULL},
    {"小时", NULL},         {"分钟", NULL},       {"工作日", NULL},
    {"万元", NULL},         {"亿元", NULL},       {"万人", NULL},
    {"万", NULL},           {"亿", NULL},         {"元", NULL},
    {"天", NULL},           {"周", NULL},         {"秒", NULL},
    {"分", NULL},           {"次", NULL},         {"件", NULL},
    {"个", NULL},           {"人", NULL},         {"家", NULL},
    {"单", NULL},           {"例", NULL},         {"台", NULL},
    {"倍", NULL},           {"起", NULL},         {"条", NULL},
    {"points", NULL},       {"days", NULL},       {"day", "days"},
    {"hours", NULL},        {"hour", "hours"},    {"minutes", NULL},
    {"seconds", NULL},      {"weeks", NULL},      {"months", NULL},
    {"tickets", NULL},      {"cases", NULL},      {"people", NULL},
    {"users", NULL},
};

static void read_unit(Str text, Number *number) {
    size_t at = number->to;
    number->unit_to = at;
    at += starts_at(text, at, " ");
    for (size_t i = 0; i < COUNT_OF(units); i++) {
        size_t end = at + strlen(units[i].word);
        if (!starts_at(text, at, units[i].word) ||
            (is_ascii_letter(text, end - 1) && is_ascii_letter(text, end)))
            continue;
        number->unit = units[i].unit ? units[i].unit : units[i].word;
        number->unit_to = end;
        return;
    }
}

/* October 31 */
static bool is_day_of_month(Str text, const Number *number) {
    static const char *const months[] = {
        "january",   "february", "march",    "april",    "may",  "june", "july", "august",
        "september", "october",  "november", "december", "jan",  "feb",  "mar",  "apr",
        "jun",       "jul",      "aug",      "sep",      "sept", "oct",  "nov",  "dec"};
    size_t at = number->from;
    while (at && (text.ptr[at - 1] == ' ' || text.ptr[at - 1] == '.'))
        at--;
    for (size_t i = 0; i < COUNT_OF(months) && at < number->from; i++) {
        size_t len = strlen(months[i]);
        if (ends_at(text, at, months[i]) && (at == len || !is_ascii_letter(text, at - len - 1)))
            return !number->unit;
    }
    return false;
}

/* Days, quarters, ordinals and what belongs to a name. */
static bool is_no_measure(Str text, const Number *number) {
    static const char *const after[] = {"年", "月", "日", "号", "季度", "点钟", "th ", "-"};
    static const char *const before[] = {"第", "q", "#", "/", "-"};
    size_t to = number->to + starts_at(text, number->to, " ");
    for (size_t i = 0; i < COUNT_OF(after); i++)
        if (starts_at(text, to, after[i]) && !starts_at(text, to, "->"))
            return true;
    for (size_t i = 0; i < COUNT_OF(before); i++)
        if (ends_at(text, number->from, before[i]))
            return true;
    bool year =
        number->text.len == 4 && !number->unit && str_starts(buf_str(&number->text), STR("20"));
    bool in_name = (number->from && is_ascii_letter(text, number->from - 1)) ||
                   (!number->unit && is_ascii_letter(text, number->to));
    return year || in_name || is_day_of_month(text, number);
}

static void take_number(Str text, size_t from, size_t to, Buf *digits, Numbers *out) {
    Number number = {.from = from, .to = to, .text = *digits};
    *digits = (Buf){0};
    read_unit(text, &number);
    bool share = ends_at(text, from, "百分之");
    if (share) {
        number.from -= strlen("百分之");
        number.unit = "%";
    }
    if (is_no_measure(text, &number))
        buf_free(&number.text);
    else
        vec_push(out, number);
}

static void find_numbers(Str text, Numbers *out) {
    Buf digits = {0};
    uint32_t point;
    for (size_t at = 0; at < text.len;) {
        size_t to = read_digits(text, at, &digits);
        to = to > at ? to : read_characters(text, at, &digits);
        if (digits.len)
            take_number(text, at, to, &digits, out);
        at = to > at ? to : at + utf8_next(text, at, &point);
        buf_clear(&digits);
    }
    buf_free(&digits);
}

/* ---- which are before and after ---- */

static bool has_any(Str text, const char *const *words) {
    for (; *words; words++)
        if (str_find(text, str_of(*words), 0) != SIZE_MAX)
            return true;
    return false;
}

/* One that only says by how much: 提高了 9 个百分点, by 30%. */
static bool is_change(Str text, const Number *number) {
    size_t at = number->from;
    while (at && text.ptr[at - 1] == ' ')
        at--;
    return ends_at(text, at, "了") || ends_at(text, at, " by") ||
           (number->unit && strcmp(number->unit, "百分点") == 0);
}

/* The two that stand together, in the order in which they were; false: there are no two. */
static bool find_pair(Str text, const Numbers *numbers, const Number **before,
                      const Number **after) {
    static const char *const forward[] = {"到", "至", "→", "->", "=>", "为", "成", " to ", NULL};
    static const char *const backward[] = {"之前", "以前",   "原来", "原先", "此前", "from",
                                           " was", "before", "上年", "去年", NULL};
    for (size_t i = 0; i + 1 < numbers->len; i++) {
        const Number *a = &numbers->items[i], *b = a + 1;
        Str between = str_make(text.ptr + a->to, b->from - a->to);
        bool back = has_any(between, backward);
        if (between.len > BETWEEN_BYTES || (!back && !has_any(between, forward)) ||
            (b->unit && a->unit && strcmp(a->unit, b->unit) != 0))
            continue;
        *before = back ? b : a;
        *after = back ? a : b;
        return true;
    }
    return false;
}

/* The only number of the sentence is how it was. */
static bool was_before(Str text, const Number *number) {
    static const char *const words[] = {"以前", "之前", "原来", "原先", "此前", "used to", NULL};
    return has_any(str_make(text.ptr, number->from), words);
}

/* Without two: one that was reached, else one that is no change. */
static const Number *reached(Str text, const Numbers *numbers) {
    static const char *const words[] = {"到", "至", "达", " to"};
    const Number *first = NULL;
    for (size_t i = 0; i < numbers->len; i++) {
        const Number *number = &numbers->items[i];
        size_t at = number->from;
        while (at && text.ptr[at - 1] == ' ')
            at--;
        for (size_t w = 0; w < COUNT_OF(words); w++)
            if (ends_at(text, at, words[w]))
                return number;
        if (!first && !is_change(text, number))
            first = number;
    }
    return first ? first : &numbers->items[0];
}

/* ---- its name ---- */

/* The longest name of the catalogue that the sentence holds. */
static const Metric *named_metric(Str folded) {
    const Metric *best = NULL;
    size_t count, longest = 0;
    const Metric *rows = metric_rows(&count);
    for (size_t i = 0; i < count; i++) {
        Str rest = str_of(rows[i].names), name;
        while (rest.len && str_split(&rest, '|', &name)) {
            Buf wanted = {0};
            text_fold(&wanted, name);
            size_t at = str_find(folded, buf_str(&wanted), 0);
            bool whole = at != SIZE_MAX &&
                         !(is_ascii_letter(folded, at) && at && is_ascii_letter(folded, at - 1)) &&
                         !(is_ascii_letter(folded, at + wanted.len - 1) &&
                           is_ascii_letter(folded, at + wanted.len));
            if (whole && wanted.len > longest) {
                best = &rows[i];
                longest = wanted.len;
            }
            buf_free(&wanted);
        }
    }
    return best;
}

/* Where the name ends before a place: at the first word that says how it changed. */
static size_t name_end(Str folded, size_t from, size_t to) {
    static const char *const verbs[] = {
        "从",    "由",       "减少",  "下降",       "降低",       "降到",      "降至",  "缩短",
        "提高",  "提升",     "增长",  "增加",       "上升",       "升到",      "升至",  "达到",
        "改善",  "压缩",     "只有",  "仅有",       "已经",       "已",        " rose", " fell",
        " grew", " dropped", " went", " increased", " decreased", " improved", " from", " was ",
        " is ",  " were ",   " are ", " reached",   "是",         "为",        ":",     "约"};
    size_t end = to;
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        size_t at = str_find(str_make(folded.ptr, to), str_of(verbs[i]), from);
        if (at != SIZE_MAX && at > from && at < end)
            end = at;
    }
    return end;
}

/* Words in front that only say when. */
static size_t skip_when(Str folded, size_t from, size_t to) {
    static const char *const words[] = {"以前", "之前",  "原来",    "原先",  "此前",   "现在",
                                        "目前", "后来",  "去年",    "今年",  "上线后", " ",
                                        "now ", "then ", "before ", "today "};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (from + strlen(words[i]) < to && starts_at(folded, from, words[i]))
            return skip_when(folded, from + strlen(words[i]), to);
    return from;
}

/* 到9月底统计: 续报率 52%: behind the last colon that something but "from" stands behind. */
static size_t skip_colons(Str folded, size_t from, size_t to) {
    static const char *const no_name[] = {"", "从", "由", "from", "约"};
    for (size_t at = from; (at = str_find(str_make(folded.ptr, to), STR(":"), at)) != SIZE_MAX;) {
        at++;
        Str behind = str_trim(str_make(folded.ptr + at, to - at));
        bool named = true;
        for (size_t i = 0; i < COUNT_OF(no_name); i++)
            named &= !str_equal(behind, str_of(no_name[i]));
        from = named ? at : from;
    }
    return from;
}

/* What stands before the number, from the last comma on. */
static void put_name(Str sentence, Str folded, const TextMap *map, size_t number, Buf *out) {
    static const char *const breaks[] = {",", "、", ";",    "。",   "“",      "\"",     "(", "!",
                                         "?", "\n", "月底", "月末", "底统计", "末统计", "->"};
    size_t from = 0, source_from, source_to;
    for (size_t i = 0; i < COUNT_OF(breaks); i++)
        for (size_t at = 0;
             (at = str_find(str_make(folded.ptr, number), str_of(breaks[i]), at)) != SIZE_MAX;)
            from = (at += strlen(breaks[i])) > from ? at : from;
    from = skip_when(folded, skip_colons(folded, from, number), number);
    if (starts_at(folded, from, "从") || starts_at(folded, from, "由"))
        return;
    size_t to = name_end(folded, from, number);
    if (to <= from)
        return;
    text_map_range(map, sentence, from, to, &source_from, &source_to);
    Str name = str_trim(str_make(sentence.ptr + source_from, source_to - source_from));
    if (name.len <= NAME_BYTES)
        buf_put_str(out, name);
}

/* 投诉每月 31 起: how often belongs to the unit. */
static void move_rate(Buf *name, Buf *unit) {
    static const struct {
        const char *words, *unit;
    } rates[] = {{"每个月", "/月"},    {"每月", "/月"},   {"每周", "/周"},
                 {"每天", "/天"},      {"每日", "/天"},   {"每年", "/年"},
                 {"每季度", "/季度"},  {"一个月", "/月"}, {"monthly ", "/month"},
                 {"weekly ", "/week"}, {"daily ", "/day"}};
    for (size_t i = 0; unit->len && i < COUNT_OF(rates); i++) {
        Str text = buf_str(name), words = str_of(rates[i].words);
        if (text.len <= words.len || (!str_starts(text, words) && !str_ends(text, words)))
            continue;
        size_t from = str_starts(text, words) ? words.len : 0;
        Buf rest = {0};
        buf_put_str(&rest, str_trim(str_make(text.ptr + from, text.len - words.len)));
        buf_clear(name);
        buf_put_str(name, buf_str(&rest));
        buf_puts(unit, rates[i].unit);
        buf_free(&rest);
        return;
    }
}

/* ---- the whole ---- */

static void put_measure(Str sentence, Str folded, const TextMap *map, const Numbers *numbers,
                        Measure *out) {
    const Number *before = NULL, *after = &numbers->items[0];
    bool pair = find_pair(folded, numbers, &before, &after);
    if (!pair)
        after = reached(folded, numbers);
    if (!pair && numbers->len == 1 && was_before(folded, after)) {
        before = after;
        buf_put_str(&out->before, buf_str(&before->text));
        after = NULL;
    }
    if (pair)
        buf_put_str(&out->before, buf_str(&before->text));
    if (after)
        buf_put_str(&out->after, buf_str(&after->text));
    const char *unit = after && after->unit ? after->unit : before ? before->unit : NULL;
    buf_puts(&out->unit, unit ? unit : "");
    const Metric *metric = named_metric(folded);
    size_t first = !after || (before && before->from < after->from) ? before->from : after->from;
    if (metric)
        buf_puts(&out->metric, metric->key);
    else
        put_name(sentence, folded, map, first, &out->metric);
    move_rate(&out->metric, &out->unit);
}

bool measure_find(Str sentence, Measure *out) {
    size_t mark = text_list_mark(sentence);
    sentence = str_make(sentence.ptr + mark, sentence.len - mark);
    Numbers numbers = {0};
    Buf folded = {0};
    TextMap map = {0};
    Buf *parts[] = {&out->metric, &out->before, &out->after, &out->unit};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        buf_clear(parts[i]);
    text_fold_map(&folded, &map, sentence);
    find_numbers(buf_str(&folded), &numbers);
    bool any = numbers.len > 0;
    if (any)
        put_measure(sentence, buf_str(&folded), &map, &numbers, out);
    VEC_EACH (number, &numbers)
        buf_free(&number->text);
    vec_free(&numbers);
    text_map_free(&map);
    buf_free(&folded);
    return any;
}

/* The end of the clause that begins there; commas in numbers end none. */
static size_t clause_end(Str text, size_t at) {
    static const char *const signs[] = {"，", ",", "、", "；", ";", "。", "！", "\n", ". "};
    for (; at < text.len; at++)
        for (size_t i = 0; i < COUNT_OF(signs); i++)
            if (starts_at(text, at, signs[i]) &&
                !(text.ptr[at] == ',' && is_digit(text, at + 1) && at && is_digit(text, at - 1)))
                return at + strlen(signs[i]);
    return text.len;
}

void measure_find_all(Str passage, Measures *out) {
    Measure measure = {0};
    for (size_t at = 0, end; at < passage.len; at = end) {
        end = clause_end(passage, at);
        Str clause = str_trim(str_make(passage.ptr + at, end - at));
        if (!measure_find(clause, &measure) || !measure.before.len || !measure.after.len)
            continue;
        measure.from = at;
        measure.to = end;
        vec_push(out, measure);
        measure = (Measure){0};
    }
    if (out->len > 1) {
        measure_free(&measure);
        return;
    }
    measures_free(out); /* one may have its name, or one of its numbers, in another clause */
    measure.from = 0;
    measure.to = passage.len;
    if (measure_find(passage, &measure))
        vec_push(out, measure);
    else
        measure_free(&measure);
}

void measures_free(Measures *measures) {
    VEC_EACH (measure, measures)
        measure_free(measure);
    vec_free(measures);
}

void measure_free(Measure *measure) {
    buf_free(&measure->metric);
    buf_free(&measure->before);
    buf_free(&measure->after);
    buf_free(&measure->unit);
}
