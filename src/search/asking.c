#include "config.h"

#include "search/asking.h"

#include "text/utf8.h"

#include <string.h>

enum { THREE = 3 }; /* bytes of each character here */

static const Str words[] = {
    STR("为什么"), STR("为何"),   STR("什么"), STR("可不可以"), STR("哪个"),   STR("哪些"),
    STR("哪里"),   STR("多少"),   STR("如何"), STR("怎么"),     STR("怎么办"), STR("怎样"),
    STR("怎么样"), STR("是什么"), STR("是否"), STR("有没有"),   STR("能不能"), STR("请问"),
};

static const float asking_boost = .3f;

/* The bytes of the longest of the words that the text begins with; 0: none. */
static size_t asking_length(Str text) {
    size_t longest = 0;
    for (size_t i = 0; i < COUNT_OF(words) && text.len >= THREE; i++)
        if (words[i].ptr[2] == text.ptr[2] && words[i].len > longest && str_starts(text, words[i]))
            longest = words[i].len;
    return longest;
}

static void lower(RankTerm *terms, size_t count, Str text) {
    for (size_t i = 0; i < count; i++)
        if (terms[i].boost > asking_boost && str_equal(terms[i].text, text))
            rank_set_boost(&terms[i], asking_boost);
}

/* Whether the character stands outside of the words too. */
static bool is_elsewhere(Str run, Str character) {
    for (size_t at = 0, len; at < run.len; at += len) {
        Str rest = str_make(run.ptr + at, run.len - at);
        uint32_t point;
        len = asking_length(rest);
        if (!len && str_starts(rest, character))
            return true;
        len = len ? len : utf8_next(rest, 0, &point);
    }
    return false;
}

/* The word, the pairs inside of it, and its characters. */
static void lower_word(Ranking *ranking, Str run, Str word) {
    lower(ranking->terms, ranking->len, word);
    for (size_t at = 0; at + THREE <= word.len; at += THREE) {
        Str character = str_make(word.ptr + at, THREE);
        if (at + 2 * THREE <= word.len)
            lower(ranking->terms, ranking->len, str_make(word.ptr + at, 2 * THREE));
        if (!is_elsewhere(run, character))
            lower(ranking->characters, ranking->characters_len, character);
    }
}

static void lower_run(Str run, Ranking *ranking) {
    for (size_t at = 0, len; at < run.len; at += len) {
        Str rest = str_make(run.ptr + at, run.len - at);
        uint32_t point;
        if ((len = asking_length(rest)) > 0)
            lower_word(ranking, run, str_make(rest.ptr, len));
        else
            len = utf8_next(rest, 0, &point);
    }
}

static void lower_node(const QueryNode *node, Ranking *ranking) {
    if (node->kind == QUERY_NOT || node->kind == QUERY_FILTER)
        return;
    for (size_t i = 0; node->kind == QUERY_UNIT && !node->quoted && i < node->run_count; i++)
        if (node->runs[i].dense)
            lower_run(str_make(node->text.ptr + node->runs[i].from,
                               node->runs[i].to - node->runs[i].from),
                      ranking);
    for (size_t i = 0; node->kind != QUERY_UNIT && i < node->count; i++)
        lower_node(node->items[i], ranking);
}

void asking_lower(const Query *query, Ranking *ranking) {
    if (query->root)
        lower_node(query->root, ranking);
}
