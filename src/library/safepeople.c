#include "config.h"

#include "library/safepeople.h"

#include "base/vec.h"

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

/* ---- who speaks ---- */

static bool is_speech(Str word) {
    static const char *const verbs[] = {"says",  "said",  "explains", "explained", "adds",
                                        "added", "notes", "recalls",  "recalled",  "told"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (str_equal(word, str_of(verbs[i])))
            return true;
    return false;
}

/* Words that begin with a capital where no name does. */
static bool is_usual(Str word) {
    static const char *const words[] = {"The", "That", "This", "There", "They", "It",  "In", "He",
                                        "She", "We",   "You",  "And",   "But",  "At",  "On", "As",
                                        "An",  "One",  "Our",  "Their", "When", "What"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal(word, str_of(words[i])))
            return true;
    return false;
}

/* What people are, not what they are called. */
static bool is_title(Str word) {
    static const char *const titles[] = {
        "Officer",    "Engineer",     "Engineers", "Manager",   "Director",   "Lead",
        "Head",       "Architect",    "Chief",     "President", "Founder",    "Developer",
        "Scientist",  "Technologist", "Analyst",   "Owner",     "Specialist", "Executive",
        "Consultant", "Senior",       "Principal", "Platform",  "Software",   "Systems",
        "System",     "Technology",   "Project",   "Product",   "Team",       "Vice",
        "Global",     "Cloud",        "Data",      "Operations"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if (str_equal(word, str_of(titles[i])))
            return true;
    return false;
}

/* The word up to the first sign; *ends: there is one. */
static Str letters_of(Str word, bool *ends) {
    size_t len = 0;
    while (len < word.len && !strchr(".,;:()\"\n\t!?[]*", word.ptr[len]))
        len++;
    *ends = len < word.len;
    return str_make(word.ptr, len);
}

static void add_people(SafeNames *names, const Str *words, size_t count) {
    Str last = words[count - 1];
    safe_names_add(names, str_make(words[0].ptr, (size_t)(last.ptr - words[0].ptr) + last.len),
                   true);
    for (size_t i = 0; i < count; i++)
        if (words[i].len > 2)
            safe_names_add(names, words[i], true);
}

/* The words with a capital that follow, but for those that say what the person is: at most three.
 */
static void learn_speaker(SafeNames *names, Str rest) {
    Str words[3], word;
    size_t count = 0;
    bool ends = false;
    while (!ends && rest.ptr && str_split(&rest, ' ', &word)) {
        word = letters_of(word, &ends);
        bool shout = word.len > 1 && word.ptr[1] >= 'A' && word.ptr[1] <= 'Z'; /* IT, CTO */
        bool joins = str_equal(word, STR("of")) || str_equal(word, STR("and")) ||
                     str_equal(word, STR("for")); /* Director of Engineering Travis X */
        if (shout || joins || is_title(word)) {
            count = 0;
            continue;
        }
        bool capital = word.len > 1 && ((word.ptr[0] >= 'A' && word.ptr[0] <= 'Z') ||
                                        (unsigned char)word.ptr[0] == 0xc3);
        if (!capital || is_usual(word))
            break;
        if (count == 3)
            return;
        words[count++] = word;
    }
    if (count)
        add_people(names, words, count);
}

void safe_people_learn_speech(SafeNames *names, Str text) {
    size_t start = 0;
    for (size_t at = 0; at < text.len; at++) {
        bool letter = (text.ptr[at] | 32) >= 'a' && (text.ptr[at] | 32) <= 'z';
        if (letter)
            continue;
        if (text.ptr[at] == ' ' && is_speech(str_make(text.ptr + start, at - start)))
            learn_speaker(names, str_make(text.ptr + at + 1, text.len - at - 1));
        start = at + 1;
    }
}

/* ---- polite Chinese ---- */

/* The usual surnames of one character, but for those that are more often another word. */
static const char surnames[] =
    "王李张刘陈杨赵黄周吴徐孙胡朱郭何林罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余杜叶程魏苏吕丁沈姜"
    "傅钟卢汪戴崔廖陆范谭邹熊孟秦邱江尹薛闫段雷侯龙黎史陶贺毛郝顾龚邵覃武钱戚莫孔康赖裴章鲁韦俞翁柳"
    "祝殷兰施洪牛温芦葛樊尤柯凌符涂马金石白齐乔倪邢庞聂焦張劉陳楊趙黃吳孫羅鄭謝許鄧韓馮蔣葉蘇呂沈鍾"
    "盧陸譚鄒龍賀顧龔錢賴魯韋馬齊喬龐聶";

static const struct {
    const char *word;
    const char *not_before;  /* followed by one of these it is another word */
    const char *only_behind; /* the surname stands at a beginning, or behind one of these */
} polite[] = {
    {"女士", "", NULL},
    {"先生", "", NULL},
    {"小姐", "", NULL},
    {"太太", "", NULL},
    {"医生", "", NULL},
    {"醫生", "", NULL},
    {"老师", "", NULL},
    {"老師", "", NULL},
    {"师傅", "", NULL},
    {"師傅", "", NULL},
    {"院长", "", NULL},
    {"校长", "", NULL},
    {"行长", "", NULL},
    {"处长", "", NULL},
    {"局长", "", NULL},
    {"科长", "", NULL},
    {"总", "部是体共数量结的计线额监裁包公经理有要会能可在之",
     "见给和与跟向诉由请问找是了，。、；：（“"},
    {"總", "部是體共數量結的計線額監裁包公經理有要會能可在之",
     "見給和與跟向訴由請問找是了，。、；：（“"},
};

/* Behind these the surname is the end of another word: 每周, 阶段, 历史. */
static const struct {
    const char *surname, *not_behind;
} ends_of_words[] = {
    {"周", "每本上下一二两三四五六七八九十几后前隔"},
    {"段", "阶手时一"},
    {"史", "历"},
    {"康", "健小"},
    {"金", "资现奖基租押佣罚"},
    {"程", "课工流日全过行历路里章"},
    {"江", "长"},
    {"石", "化宝"},
    {"章", "文规印"},
    {"余", "其业"},
    {"何", "任如"},
};

static bool is_one_of(Str character, const char *characters) {
    return character.len > 1 && str_find(str_of(characters), character, 0) != SIZE_MAX;
}

/* The code point that ends at byte `end`; empty at the beginning. */
static Str character_before(Str text, size_t end) {
    size_t from = end;
    while (from > 0 && from + 4 > end && ((unsigned char)text.ptr[--from] & 0xc0) == 0x80)
        ;
    return str_make(text.ptr + from, end - from);
}

static Str character_at(Str text, size_t at) {
    size_t to = at < text.len ? at + 1 : at;
    while (to < text.len && ((unsigned char)text.ptr[to] & 0xc0) == 0x80)
        to++;
    return str_make(text.ptr + at, to - at);
}

static bool ends_a_word(Str surname, Str before) {
    for (size_t i = 0; i < COUNT_OF(ends_of_words); i++)
        if (str_equal(surname, str_of(ends_of_words[i].surname)))
            return is_one_of(before, ends_of_words[i].not_behind);
    return false;
}

/* 砚林老师 are teachers of the customer 砚林. */
static bool ends_a_customer(const SafeNames *customers, Str text, size_t from, size_t to) {
    SafeScan scan;
    SafeName found;
    bool ends = false;
    size_t start = from > 24 ? from - 24 : 0;
    while (start < from && ((unsigned char)text.ptr[start] & 0xc0) == 0x80)
        start++;
    Str piece = str_make(text.ptr + start, to - start);
    safe_scan_begin(&scan, customers, piece);
    while (!ends && safe_scan_next(&scan, &found))
        ends = found.to == piece.len && found.from + start < from;
    safe_scan_end(&scan);
    return ends;
}

void safe_people_learn_polite(SafeNames *names, const SafeNames *customers, Str text) {
    for (size_t i = 0; i < COUNT_OF(polite); i++) {
        Str word = str_of(polite[i].word);
        for (size_t at = 0; (at = str_find(text, word, at)) != SIZE_MAX; at += word.len) {
            Str surname = character_before(text, at);
            size_t from = at - surname.len;
            Str before = character_before(text, from);
            bool begins = before.len < 2 || !polite[i].only_behind ||
                          is_one_of(before, polite[i].only_behind);
            if (is_one_of(surname, surnames) && begins && !ends_a_word(surname, before) &&
                !ends_a_customer(customers, text, from, at) &&
                !is_one_of(character_at(text, at + word.len), polite[i].not_before))
                safe_names_add(names, str_make(text.ptr + from, surname.len + word.len), true);
        }
    }
}
