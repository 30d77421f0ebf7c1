#include "config.h"

#include "format/label.h"

#include "base/buf.h"
#include "base/vec.h"
#include "format/markdown.h"
#include "text/fold.h"
#include "text/mark.h"

#include <stdint.h>

enum { LABEL_BYTES = 48 };

/* What people write in notes besides the headings of files; folded. */
static const char *const everyday[] = {
    "客户",        "客户名称", "客户情况",      "情况",          "基本情况",
    "现状",        "原来",     "以前",          "我们做的",      "我们做了什么",
    "我们的做法",  "做法",     "做了什么",      "怎么做的",      "步骤",
    "进度",        "时间",     "时间线",        "数据",          "指标",
    "客户原话",    "原话",     "下一步",        "后续",          "下一步计划",
    "标题",        "摘要",     "一句话",        "正文",          "替代方案",
    "what we did", "our work", "next",          "next step",     "next steps",
    "situation",   "before",   "timeline",      "figures",       "numbers",
    "summary",     "title",    "customer said", "customer says", "the customer said"};

static bool names_a_section(Str words) {
    Buf folded = {0};
    text_fold(&folded, words);
    bool named = words.len > 0 && story_section_of(words) >= 0;
    for (size_t i = 0; i < COUNT_OF(everyday) && !named; i++)
        named = str_equal(buf_str(&folded), str_of(everyday[i]));
    buf_free(&folded);
    return named;
}

static Str behind(Str text, size_t at) {
    return str_trim(str_make(text.ptr + at, text.len - at));
}

Str story_without_label(Str passage) {
    static const char *const colons[] = {"：", ":"};
    Str text = str_trim(passage);
    text = behind(text, text_list_mark(text));
    for (size_t i = 0; i < COUNT_OF(colons); i++) {
        size_t most = text.len < LABEL_BYTES ? text.len : LABEL_BYTES;
        size_t at = str_find(str_make(text.ptr, most), str_of(colons[i]), 0);
        if (at == SIZE_MAX || !names_a_section(str_trim(str_make(text.ptr, at))))
            continue;
        Str rest = behind(text, at + str_of(colons[i]).len);
        return rest.len ? rest : text;
    }
    return text;
}
