#include "config.h"

#include "library/safepeople.h"

#include "base/buf.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

/* The hundred family names that nine of ten people in China have. */
static const char family_names[] =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩邓冯曹彭曾肖田董袁潘蔡蒋余于杜叶程"
    "魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝"
    "顾龚邵万覃武钱戴严欧莫孔向常";

static bool is_mark(uint32_t c) {
    return c == '"' || c == 0x201d || c == 0x300d || c == 0x300f || c == 0xbb;
}

/* Where the last quotation ends: behind it stands whose it is. */
static size_t behind_quote(Str text) {
    size_t behind = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        at += utf8_next(text, at, &c);
        if (is_mark(c))
            behind = at;
    }
    return behind;
}

static bool is_family_name(Str text, size_t at, size_t len) {
    return len && memmem(family_names, sizeof family_names - 1, text.ptr + at, len) != NULL;
}

/* Two or three characters of Han between signs, the first one a family name. */
static void learn_han(SafeNames *names, Str text) {
    size_t start = 0, count = 0;
    for (size_t at = 0; at <= text.len;) {
        uint32_t c = 0;
        size_t len = at < text.len ? utf8_next(text, at, &c) : 1;
        bool han = at < text.len && text_class_source(c) == TEXT_HAN;
        if (han && !count++)
            start = at;
        if (!han) {
            uint32_t first;
            if ((count == 2 || count == 3) &&
                is_family_name(text, start, utf8_next(text, start, &first)))
                safe_names_add(names, str_make(text.ptr + start, at - start), true);
            count = 0;
        }
        at += len;
    }
}

static bool is_capital(Str word) {
    return word.len > 1 && word.ptr[0] >= 'A' && word.ptr[0] <= 'Z' && word.ptr[1] >= 'a' &&
           word.ptr[1] <= 'z';
}

/* Words with a capital, up to the first comma: the name, and each word of it for itself. A title of
 * one word (Superintendent) is none. */
static void learn_latin(SafeNames *names, Str text) {
    size_t end = str_find(text, STR(","), 0);
    Str rest = end == SIZE_MAX ? text : str_make(text.ptr, end), word;
    Str words[4];
    size_t count = 0;
    size_t stop = str_find(rest, STR(". "), 0);
    if (stop != SIZE_MAX && stop > 2)
        rest.len = stop;
    while (rest.ptr && str_split(&rest, ' ', &word)) {
        while (word.len && strchr("(-.)", word.ptr[0]))
            word = str_make(word.ptr + 1, word.len - 1);
        while (word.len && strchr("().", word.ptr[word.len - 1]))
            word.len--;
        if (!word.len)
            continue;
        if (!is_capital(word) || count == 4)
            return;
        words[count++] = word;
    }
    if (count < 2)
        return;
    safe_names_add(names,
                   str_make(words[0].ptr,
                            (size_t)(words[count - 1].ptr - words[0].ptr) + words[count - 1].len),
                   true);
    for (size_t i = 0; i < count; i++)
        if (words[i].len > 2)
            safe_names_add(names, words[i], true);
}

void safe_people_learn(SafeNames *names, Str quote) {
    Str rest = quote, line;
    while (rest.ptr && str_split(&rest, '\n', &line)) {
        size_t at = behind_quote(line);
        if (!at || at >= line.len)
            continue;
        Str behind = str_trim(str_make(line.ptr + at, line.len - at));
        while (behind.len && (behind.ptr[0] == '-' || behind.ptr[0] == ' '))
            behind = str_make(behind.ptr + 1, behind.len - 1);
        while (str_starts(behind, STR("—")))
            behind = str_trim(str_make(behind.ptr + 3, behind.len - 3));
        learn_han(names, behind);
        learn_latin(names, behind);
    }
}
