#include "config.h"

#include "tui/form/passagesource.h"

#include "base/vec.h"
#include "base/zone.h"
#include "library/dayin.h"
#include "library/library.h"

#include <string.h>

static int32_t not_to_come(int32_t day) {
    int year, month, of_month;
    if (day <= library_today())
        return day;
    date_split(day, &year, &month, &of_month);
    bool leap = !date_is_valid(year - 1, month, of_month);
    return date_make(year - 1, month, of_month - leap);
}

static bool ends_with_any(Str text, const char *const *words) {
    for (; *words; words++)
        if (str_ends(text, str_of(*words)))
            return true;
    return false;
}

bool form_measured_on(Str text, int32_t *out) {
    static const char *const until[] = {"到",    "至",    "截止", "截至", "as of",  "As of",
                                        "until", "Until", "by",   "By",   "end of", NULL};
    static const char *const ends[] = {"底", "末", NULL};
    DayFound day;
    for (size_t at = 0; library_day_in(text, at, &day); at = day.to) {
        Str before = str_trim(str_make(text.ptr, day.from));
        if (!ends_with_any(before, until) && !ends_with_any(str_make(text.ptr, day.to), ends))
            continue;
        *out = not_to_come(day.last);
        return true;
    }
    return false;
}

Str form_source_in(Str text) {
    static const char *const words[] = {"数字在", "数据在", "数据来自", "来源", "来自",      "详见",
                                        "见",     "source", "Source",   "from", "figures in"};
    static const struct {
        const char *opens, *closes;
    } quotes[] = {{"“", "”"}, {"\"", "\""}, {"「", "」"}, {"『", "』"}, {"《", "》"}, {"‘", "’"}};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        for (size_t at = 0; (at = str_find(text, str_of(words[i]), at)) != SIZE_MAX;) {
            at += strlen(words[i]);
            Str rest = str_trim(str_make(text.ptr + at, text.len - at));
            size_t colon =
                str_starts(rest, STR("：")) ? strlen("：") : (size_t)str_starts(rest, STR(":"));
            rest = str_trim(str_make(rest.ptr + colon, rest.len - colon));
            for (size_t q = 0; q < COUNT_OF(quotes); q++) {
                size_t from = strlen(quotes[q].opens);
                size_t to = str_starts(rest, str_of(quotes[q].opens))
                                ? str_find(rest, str_of(quotes[q].closes), from)
                                : SIZE_MAX;
                if (to != SIZE_MAX)
                    return str_make(rest.ptr + from, to - from);
            }
        }
    return STR("");
}

/* ---- in brackets ---- */

/* A digit or a sign of a share, with at most a unit before the bracket. */
static bool is_behind_figure(Str text, size_t bracket) {
    enum { UNIT_BYTES = 13 };
    for (size_t at = bracket; at > 0 && bracket - at < UNIT_BYTES; at--)
        if ((text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9') || text.ptr[at - 1] == '%')
            return true;
    return false;
}

static bool names_source(Str words) {
    static const char *const ends[] = {
        "表",     "台账",   "系统",   "报表",    "报告",   "记录",   "数据",   "盘点",   "统计",
        "后台",   "问卷",   "调研",   "访谈",    "邮件",   "合同",   "看板",   "日志",   "账单",
        "纪要",   "截图",   "清单",   "单据",    "月报",   "周报",   "季报",   "年报",   "report",
        "sheet",  "ledger", "survey", "log",     "logs",   "system", "count",  "data",   "records",
        "record", "audit",  "export", "minutes", "Report", "Survey", "review", "figures"};
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (str_ends(words, str_of(ends[i])))
            return true;
    return false;
}

Str form_source_behind(Str text) {
    static const struct { const char *opens, *closes; } brackets[] = {{"（", "）"}, {"(", ")"}};
    for (size_t i = 0; i < COUNT_OF(brackets); i++)
        for (size_t at = 0, to; (at = str_find(text, str_of(brackets[i].opens), at)) != SIZE_MAX;
             at = to) {
            size_t from = at + strlen(brackets[i].opens);
            to = str_find(text, str_of(brackets[i].closes), from);
            if (to == SIZE_MAX)
                break;
            Str inside = str_trim(str_make(text.ptr + from, to - from));
            if (is_behind_figure(text, at) && names_source(inside))
                return inside;
        }
    return STR("");
}

bool form_source_day(Str source, int32_t *out) {
    DayFound day;
    if (!library_day_in(source, 0, &day))
        return false;
    *out = not_to_come(day.day == day.first ? day.last : day.day);
    return true;
}
