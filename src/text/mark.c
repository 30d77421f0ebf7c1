#include "config.h"

#include "text/mark.h"

#include "base/vec.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdbool.h>
#include <string.h>

void text_unmark(Str text, Buf *out) {
    for (size_t at = 0; at < text.len;) {
        Str rest = str_make(text.ptr + at, text.len - at);
        if (str_starts(rest, STR(TEXT_USED_OPENS)))
            at += strlen(TEXT_USED_OPENS);
        else if (str_starts(rest, STR(TEXT_USED_CLOSES)))
            at += strlen(TEXT_USED_CLOSES);
        else
            buf_putc(out, text.ptr[at++]);
    }
}

/* ---- signs of lists ---- */

static bool takes(Str line, size_t *at, const char *sign) {
    if (*at > line.len || !str_starts(str_make(line.ptr + *at, line.len - *at), str_of(sign)))
        return false;
    *at += strlen(sign);
    return true;
}

static bool takes_any(Str line, size_t *at, const char *const *signs) {
    for (; *signs; signs++)
        if (takes(line, at, *signs))
            return true;
    return false;
}

static size_t blanks(Str line, size_t at) {
    size_t before;
    do {
        before = at;
        while (at < line.len && (line.ptr[at] == ' ' || line.ptr[at] == '\t'))
            at++;
        takes(line, &at, "　");
    } while (at != before);
    return at;
}

/* 1 to 99, or a Chinese number of one or two characters. */
static bool takes_number(Str line, size_t *at) {
    static const char *const characters[] = {"一", "二", "三", "四", "五", "六",
                                             "七", "八", "九", "十", NULL};
    size_t start = *at;
    while (*at < line.len && *at < start + 2 && line.ptr[*at] >= '0' && line.ptr[*at] <= '9')
        ++*at;
    if (*at > start)
        return true;
    return takes_any(line, at, characters) && (takes_any(line, at, characters) || true);
}

static bool takes_ordinal(Str line, size_t *at) {
    static const char *const opens[] = {"(", "（", NULL}, *const closes[] = {")", "）", NULL},
                             *const points[] = {"、", "．", "）", NULL},
                             *const latin[] = {".", ")", NULL};
    size_t start = *at;
    bool bracket = takes_any(line, at, opens);
    if (takes_number(line, at)) {
        if (bracket ? takes_any(line, at, closes)
                    : takes_any(line, at, points) ||
                          (takes_any(line, at, latin) && blanks(line, *at) > *at))
            return true;
    }
    *at = start;
    return false;
}

/* 3 想过换: a number and a blank before Han characters that are no unit of it. */
static bool takes_bare_number(Str line, size_t *at) {
    static const char *const units[] = {
        "年", "月", "日", "号", "天", "周", "个", "小时", "分", "秒", "季", "次", "家", "人",
        "位", "名", "件", "台", "套", "条", "单", "例",   "起", "倍", "点", "万", "亿", "千",
        "百", "元", "块", "种", "类", "项", "期", "轮",   "批", "组", "辆", "间", "座", "层",
        "楼", "岁", "米", "公", "吨", "斤", "箱", "部",   "本", "张", "份", "级", "笔", "艘",
        "页", "步", "门", "所", "处", "城", "省", "市",   "区", "县", "仓", "店", "班", "成",
        "折", "到", "至", "多", "来", "余", "款", "只",   "把", "支", "颗", "版", "代", "届",
        "刻", "半", "平", "毫", "度", "盒", "瓶", "车",   "片", "户", "行", "列", "段", "章",
        "节", "集", "票", "方", "团", "队", "线", "站",   "网", "校", "院", "厂", "国", "名",
        "口", "头", "股", "晚", "顿", "遍", "趟", "比",   NULL};
    size_t end = *at;
    uint32_t point = 0;
    while (end < line.len && end < *at + 2 && line.ptr[end] >= '0' && line.ptr[end] <= '9')
        end++;
    size_t words = blanks(line, end), unit = words;
    if (end == *at || words == end || words >= line.len || line.ptr[*at] == '0')
        return false;
    utf8_next(line, words, &point);
    if (text_class_source(point) != TEXT_HAN || takes_any(line, &unit, units))
        return false;
    *at = words;
    return true;
}

static bool takes_circled(Str line, size_t *at) {
    uint32_t point = 0;
    if (*at >= line.len)
        return false;
    size_t len = utf8_next(line, *at, &point);
    bool circled = point >= 0x2460 && point <= 0x2473;
    *at += circled ? len : 0;
    return circled;
}

size_t text_list_mark(Str line) {
    static const char *const dots[] = {"•", "·", "●", "◦", "▪", "■", "◆", "–", "—", NULL},
                             *const dashes[] = {"-", "*", "+", NULL};
    size_t start = blanks(line, 0), at = start;
    if (!takes_any(line, &at, dots) && takes_any(line, &at, dashes) && blanks(line, at) == at)
        at = start; /* -5, *so* */
    if (at == start && !takes_ordinal(line, &at) && !takes_circled(line, &at) &&
        !takes_bare_number(line, &at))
        return 0;
    return blanks(line, at);
}

/* ---- passages ---- */

static bool is_among(uint32_t point, const uint32_t *points, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (points[i] == point)
            return true;
    return false;
}

void text_end_sentence(Buf *out) {
    static const uint32_t closers[] = {'"', '\'', 0x201D, 0x2019, 0x300D, 0x300F};
    static const uint32_t enders[] = {'.',    '!',    '?',    ',',    ';',    ':',    0x3002,
                                      0xFF01, 0xFF1F, 0xFF0C, 0xFF1B, 0xFF1A, 0x3001, 0x2026};
    Str text = buf_str(out);
    uint32_t point = '.', last;
    size_t at = text.len;
    if (!at)
        return;
    utf8_prev(text, at, &last);
    do
        at -= utf8_prev(text, at, &point);
    while (at > 0 && is_among(point, closers, COUNT_OF(closers)));
    if (is_among(point, enders, COUNT_OF(enders)))
        return;
    bool han = text_class_source(point) == TEXT_HAN || last > 0x2000;
    for (size_t i = text.len; !han && i-- > 0 && text.ptr[i] != '\n';) /* 提高到 80% */
        han = (unsigned char)text.ptr[i] >= 0xE3 && (unsigned char)text.ptr[i] <= 0xE9;
    buf_puts(out, han ? "。" : ".");
}

void text_passage_clean(Str passage, Buf *out) {
    Buf plain = {0}, said = {0};
    text_unmark(passage, &plain);
    Str rest = str_trim(buf_str(&plain)), line;
    bool was_item = false;
    while (rest.len && str_split(&rest, '\n', &line)) {
        size_t mark = text_list_mark(line);
        if (was_item && mark)
            text_end_sentence(&said);
        buf_puts(&said, said.len ? "\n" : "");
        buf_put_str(&said, mark ? str_trim(str_make(line.ptr + mark, line.len - mark)) : line);
        was_item = mark > 0;
    }
    buf_put_str(out, str_trim(buf_str(&said)));
    buf_free(&said);
    buf_free(&plain);
}
