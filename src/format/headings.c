#include "config.h"

#include "format/headings.h"

#include "base/buf.h"
#include "base/vec.h"
#include "format/markdown.h"
#include "text/fold.h"
#include "text/utf8.h"

/* ---- sections by their headings ---- */

static const struct {
    const char *chinese, *english;
} sections[] = {
    [STORY_BACKGROUND] = {"背景", "Background"}, [STORY_NEED] = {"需求", "Need"},
    [STORY_SOLUTION] = {"解决方案", "Solution"}, [STORY_PROCESS] = {"实施过程", "Process"},
    [STORY_RESULT] = {"成效", "Result"},         [STORY_FEEDBACK] = {"客户反馈", "Feedback"},
};
_Static_assert(COUNT_OF(sections) == STORY_SECTIONS, "one row a section");

/* Words as text_fold gives them: lower case, simplified. */
static const struct {
    StorySection section;
    const char *words; /* parts between '|' */
} words[] = {
    {STORY_BACKGROUND,
     "背景|项目背景|客户背景|业务背景|案例背景|背景介绍|背景情况|客户简介|客户介绍|"
     "客户概况|公司简介|企业简介|项目概况|项目概述|background|context|about|"
     "about the company|about the customer|the customer|customer|company|"
     "customer background|project background|overview"},
    {STORY_NEED,
     "挑战|问题|需求|痛点|业务挑战|面临的挑战|面临挑战|客户挑战|客户需求|业务需求|"
     "业务痛点|客户痛点|行业痛点|存在问题|存在的问题|面临的问题|问题与挑战|挑战与需求|"
     "需求与挑战|痛点与需求|需求分析|困难|难点|challenge|challenges|problem|problems|"
     "need|needs|pain points|pains|requirements|business challenge|"
     "business challenges|customer challenge|the need"},
    {STORY_SOLUTION,
     "方案|解决方案|方案介绍|我们的方案|解决办法|解决方法|应对措施|解决思路|"
     "方案设计|方案概述|对策|solution|solutions|approach|our approach|our solution|"
     "the approach"},
    {STORY_PROCESS,
     "过程|实施|实施过程|实施步骤|实施路径|项目实施|落地过程|实施情况|项目过程|"
     "推进过程|实施方案|process|implementation|delivery|rollout|roll-out|"
     "how we did it|steps|project"},
    {STORY_RESULT,
     "成效|结果|效果|收益|影响|成果|价值|项目成效|应用成效|实施效果|应用效果|"
     "实施成效|客户价值|业务价值|客户收益|项目成果|业务成果|成效与价值|效益|"
     "取得成效|取得的成效|impact|result|results|outcome|outcomes|benefit|benefits|"
     "business impact|business results|key results|the results|value"},
    {STORY_FEEDBACK,
     "反馈|客户反馈|客户证言|客户评价|用户反馈|用户评价|客户之声|客户说|"
     "客户感言|评价|证言|feedback|quote|quotes|customer quote|testimonial|"
     "testimonials|customer feedback|what the customer says|"
     "what customers say|in their words"},
};

const char *story_section_heading(StorySection section, bool chinese) {
    return chinese ? sections[section].chinese : sections[section].english;
}

static bool has_word(const char *list, Str word) {
    Str rest = str_of(list), item;
    while (str_split(&rest, '|', &item))
        if (str_equal(item, word))
            return true;
    return false;
}

static int section_of_word(Str word) {
    if (str_starts(word, STR("the ")) && !str_equal(word, STR("the customer")))
        word = str_make(word.ptr + 4, word.len - 4);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (word.len && has_word(words[i].words, word))
            return (int)words[i].section;
    return -1;
}

/* 背景 / Background: every part must mean the same section. */
static int section_of_parts(Str folded) {
    int section = -1;
    size_t start = 0, parts = 0;
    for (size_t i = 0; i <= folded.len; i++) {
        if (i < folded.len && !strchr("/|()", folded.ptr[i]))
            continue;
        Str part = str_trim(str_make(folded.ptr + start, i - start));
        start = i + 1;
        if (!part.len)
            continue;
        int here = section_of_word(part);
        if (here < 0 || (parts++ && here != section))
            return -1;
        section = here;
    }
    return section;
}

int story_section_of(Str heading) {
    if (heading.len > 200)
        return -1;
    Arena arena = {0};
    Buf folded = {0};
    HeadingNumber number;
    Str plain = heading_plain(&arena, heading_skip_number(str_trim(heading), &number));
    text_fold(&folded, heading_skip_number(plain, &number));
    Str word = str_trim(buf_str(&folded));
    while (word.len && strchr(":.", word.ptr[word.len - 1]))
        word = str_trim(str_make(word.ptr, word.len - 1));
    int section = section_of_word(word);
    if (section < 0)
        section = section_of_parts(word);
    buf_free(&folded);
    arena_free(&arena);
    return section;
}

/* ---- numbers ---- */

static Str behind(Str text, size_t at) {
    return str_trim(str_make(text.ptr + at, text.len - at));
}

/* Length of the text at `at` when it is one of the '|'-separated marks, else 0. */
static size_t mark_at(Str text, size_t at, const char *marks) {
    Str rest = str_of(marks), mark;
    while (str_split(&rest, '|', &mark))
        if (str_starts(str_make(text.ptr + at, text.len - at), mark))
            return mark.len;
    return 0;
}

static size_t count_marks(Str text, size_t at, const char *marks) {
    size_t end = at, n;
    while (end < text.len && (n = mark_at(text, end, marks)))
        end += n;
    return end - at;
}

static const char han_digits[] = "一|二|三|四|五|六|七|八|九|十|零|壹|贰|叁|肆|伍|陆|柒|捌|玖|拾";
static const char digits[] = "0|1|2|3|4|5|6|7|8|9";

static size_t han_number(Str text) {
    size_t at = mark_at(text, 0, "第");
    size_t n = count_marks(text, at, han_digits);
    if (!n && at)
        n = count_marks(text, at, digits);
    if (!n)
        return 0;
    size_t mark = mark_at(text, at + n, at ? "章|节|部分|步" : "、|．|. |，|：");
    return mark ? at + n + mark : 0;
}

static size_t bracket_number(Str text) {
    size_t open = mark_at(text, 0, "（|(");
    size_t n = count_marks(text, open, han_digits);
    if (!n)
        n = count_marks(text, open, digits);
    size_t close = open && n ? mark_at(text, open + n, "）|)") : 0;
    return close ? open + n + close : 0;
}

/* 1. 1、 1) and 1.2: dots between digits belong to the number. */
static size_t plain_number(Str text) {
    size_t at = count_marks(text, 0, digits);
    if (!at || at > 3)
        return 0;
    for (size_t n; at < text.len && text.ptr[at] == '.' && (n = count_marks(text, at + 1, digits));)
        at += n + 1;
    size_t mark = mark_at(text, at, "、|．|.|)|）|：| ");
    return mark ? at + mark : 0;
}

Str heading_skip_number(Str text, HeadingNumber *number) {
    size_t n;
    *number = HEADING_PLAIN;
    if ((n = han_number(text)))
        *number = HEADING_HAN;
    else if ((n = bracket_number(text)))
        *number = HEADING_BRACKET;
    else if ((n = plain_number(text)))
        *number = HEADING_NUMBER;
    return n && behind(text, n).len ? behind(text, n) : text;
}

/* ---- plain words ---- */

/* "[words](address)" at `at`: its length, and the words; 0 when it is none. */
static size_t link_at(Str text, size_t at, Str *label) {
    size_t start = at + (text.ptr[at] == '!');
    if (start >= text.len || text.ptr[start] != '[')
        return 0;
    size_t middle = str_find(text, STR("]("), start);
    size_t end = middle == SIZE_MAX ? SIZE_MAX : str_find(text, STR(")"), middle);
    if (end == SIZE_MAX)
        return 0;
    *label = str_make(text.ptr + start + 1, middle - start - 1);
    return end + 1 - at;
}

Str heading_plain(Arena *arena, Str line) {
    Buf out = {0};
    Str text = str_trim(line);
    while (text.len && strchr("#>-*+ \t", text.ptr[0]) && !str_starts(text, STR("**")))
        text = str_make(text.ptr + 1, text.len - 1);
    for (size_t at = 0; at < text.len;) {
        Str label;
        size_t link = link_at(text, at, &label);
        if (link) {
            buf_put_str(&out, label);
            at += link;
        } else if (strchr("*`", text.ptr[at]) ||
                   str_starts(str_make(text.ptr + at, text.len - at), STR("__"))) {
            at += text.ptr[at] == '_' ? 2 : 1;
        } else {
            buf_putc(&out, text.ptr[at++]);
        }
    }
    Str plain = arena_str(arena, str_trim(buf_str(&out)));
    buf_free(&out);
    return plain;
}
