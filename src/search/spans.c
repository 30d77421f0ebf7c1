#include "config.h"

/* Counted periods: so many days, weeks, months up to today, from today on, or away from it. */
#include "search/dates.h"

#include "base/vec.h"
#include "search/quantity.h"

typedef enum Direction { BACK, AHEAD, AGO, LATER, EITHER } Direction;

typedef struct Sign {
    const char *text;
    Direction direction;
} Sign;

/* Longer ones first where one begins another. */
static const Sign before[] = {
    {"+", AHEAD},    {"最近", BACK},    {"近", BACK},       {"过去", BACK},   {"前", BACK},
    {"未来", AHEAD}, {"今后", AHEAD},   {"接下来", AHEAD},  {"之后", AHEAD},  {"往后", AHEAD},
    {"last", BACK},  {"past", BACK},    {"previous", BACK}, {"recent", BACK}, {"within", BACK},
    {"next", AHEAD}, {"coming", AHEAD}, {"", EITHER},
};

static const Sign behind[] = {
    {"以内", BACK}, {"之内", BACK},   {"内", BACK}, {"以来", BACK},  {"以前", AGO},
    {"之前", AGO},  {"前", AGO},      {"ago", AGO}, {"以后", LATER}, {"之后", LATER},
    {"后", LATER},  {"later", LATER}, {"", EITHER},
};

static const struct {
    const char *text;
    DateUnit unit;
} units[] = {
    {"天", DATE_DAY},          {"日", DATE_DAY},       {"days", DATE_DAY},
    {"day", DATE_DAY},         {"d", DATE_DAY},        {"个星期", DATE_WEEK},
    {"星期", DATE_WEEK},       {"个礼拜", DATE_WEEK},  {"礼拜", DATE_WEEK},
    {"周", DATE_WEEK},         {"weeks", DATE_WEEK},   {"week", DATE_WEEK},
    {"w", DATE_WEEK},          {"个月", DATE_MONTH},   {"月", DATE_MONTH},
    {"months", DATE_MONTH},    {"month", DATE_MONTH},  {"m", DATE_MONTH},
    {"个季度", DATE_QUARTER},  {"季度", DATE_QUARTER}, {"quarters", DATE_QUARTER},
    {"quarter", DATE_QUARTER}, {"q", DATE_QUARTER},    {"years", DATE_YEAR},
    {"year", DATE_YEAR},       {"y", DATE_YEAR},       {"年", DATE_YEAR},
};

enum { MOST_DAYS = 80000 };

/* What stands for one unit when days are counted. */
static const int days_of[] = {[DATE_DAY] = 1,      [DATE_WEEK] = 7,   [DATE_MONTH] = 30,
                              [DATE_QUARTER] = 91, [DATE_HALF] = 182, [DATE_YEAR] = 365};

static Direction take_sign(Str *rest, const Sign *signs) {
    for (;; signs++)
        if (dates_take(rest, signs->text))
            return signs->direction;
}

static bool take_unit(Str *rest, DateUnit *out) {
    for (size_t i = 0; i < COUNT_OF(units); i++)
        if (dates_take(rest, units[i].text)) {
            *out = units[i].unit;
            return true;
        }
    return false;
}

/* 半年, 半个月, and whole ones. */
static bool take_length(Str *rest, int64_t *count, DateUnit *unit, int64_t *days) {
    bool half = dates_take(rest, "半");
    *count = 1;
    if ((!half && !quantity_take(rest, count)) || !take_unit(rest, unit) || *count < 1 ||
        *count > MOST_DAYS)
        return false;
    *days = half ? days_of[*unit] / 2 : *count * days_of[*unit];
    return *days >= 1 && *days <= MOST_DAYS && !(half && *unit < DATE_MONTH);
}

bool dates_counted(Str text, int32_t today, DateSpan *out) {
    int64_t count, days;
    DateUnit unit;
    Str rest = text;
    Direction first = take_sign(&rest, before);
    if (!take_length(&rest, &count, &unit, &days))
        return false;
    Direction last = take_sign(&rest, behind);
    bool month_name = str_ends(text, STR("月")) && !str_ends(text, STR("个月"));
    if (first == EITHER && last == EITHER && month_name) /* 13月 is no month */
        return false;
    if (rest.len || (first != EITHER && last != EITHER && first != last))
        return false;
    switch (first == EITHER ? last : first) {
    case AHEAD:
        *out = (DateSpan){today, today + (int32_t)days};
        break;
    case AGO:
        *out = dates_period(today, unit, -count);
        break;
    case LATER:
        *out = dates_period(today, unit, count);
        break;
    default:
        *out = (DateSpan){today - (int32_t)days + 1, today};
    }
    return true;
}
