#include "config.h"

#include "tui/app/fuzzy.h"

#include "text/pinyin.h"

enum { MOST_LENGTH = 60, GAP_COST = 8, LEAST_LETTERS = 3 };

static bool is_word_start(Str name, size_t at) {
    char before = at ? name.ptr[at - 1] : ' ';
    return before == ' ' || before == '-' || before == '_' || before == '/' || before == '.';
}

static int literal(Str name, Str typed) {
    size_t at = str_find(name, typed, 0);
    if (at == SIZE_MAX)
        return FUZZY_NONE;
    if (at == 0)
        return name.len == typed.len ? FUZZY_EXACT : FUZZY_START;
    for (; at != SIZE_MAX; at = str_find(name, typed, at + 1))
        if (is_word_start(name, at))
            return FUZZY_WORD;
    return FUZZY_PART;
}

static int by_pinyin(Str name, Str typed) {
    static const int scores[] = {[PINYIN_NO] = FUZZY_NONE,
                                 [PINYIN_INITIALS] = FUZZY_INITIALS,
                                 [PINYIN_MIXED] = FUZZY_INITIALS + 20,
                                 [PINYIN_FULL] = FUZZY_INITIALS + 60};
    size_t from = 0, to = 0;
    PinyinMatch match = pinyin_match(name, typed, &from, &to);
    return match == PINYIN_NO ? FUZZY_NONE : scores[match] + (from == 0 ? 20 : 0);
}

/* Letters of one word in their order: "svw" in save-view. What is left out costs. */
static int by_letters(Str name, Str typed) {
    size_t at = 0;
    int gaps = 0;
    if (typed.len < LEAST_LETTERS || !name.len || name.ptr[0] != typed.ptr[0])
        return FUZZY_NONE;
    for (size_t i = 0; i < typed.len; i++) {
        size_t start = at;
        if ((unsigned char)typed.ptr[i] >= 0x80)
            return FUZZY_NONE;
        while (at < name.len && name.ptr[at] != typed.ptr[i])
            at++;
        if (at == name.len)
            return FUZZY_NONE;
        gaps += at > start && !is_word_start(name, at);
        at++;
    }
    int score = FUZZY_LETTERS + 90 - gaps * GAP_COST;
    return score > FUZZY_LETTERS ? score : FUZZY_LETTERS;
}

int fuzzy_score(Str name, Str typed) {
    if (!typed.len)
        return FUZZY_NONE;
    int score = literal(name, typed);
    if (!score)
        score = by_pinyin(name, typed);
    if (!score)
        score = by_letters(name, typed);
    int longer = name.len > typed.len ? (int)(name.len - typed.len) : 0;
    return score && score < FUZZY_EXACT
               ? score + (MOST_LENGTH - (longer < MOST_LENGTH ? longer : MOST_LENGTH)) / 2
               : score;
}

int fuzzy_score_words(Str name, Str typed) {
    Str word;
    int least = FUZZY_NONE, whole = fuzzy_score(name, typed);
    if (whole)
        return whole;
    while (typed.len && str_split(&typed, ' ', &word)) {
        if (!word.len)
            continue;
        int score = fuzzy_score(name, word);
        if (!score)
            return FUZZY_NONE;
        least = !least || score < least ? score : least;
    }
    return least;
}
