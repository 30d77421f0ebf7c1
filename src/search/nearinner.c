#include "config.h"

#include "search/nearparts.h"
#include "text/utf8.h"

/* Chinese is written without blanks: 银行出纳员 has a synonym inside when 出纳员 has one. */

/* Whether a word of the cutter ends, or begins, at the byte. */
static bool is_border(TextWords *words, const TextRun *run, size_t at) {
    if (at == run->from || at == run->to)
        return true;
    VEC_EACH (word, words) {
        if (word->from == at || word->to == at)
            return true;
    }
    return false;
}

static bool holds(const NearGroup *group, Str text) {
    for (size_t i = 0; i < group->count; i++)
        if (str_equal(group->words[i], text))
            return true;
    return false;
}

static void replace(Alternatives *a, const QueryNode *unit, size_t from, size_t to) {
    const NearOptions *options = a->r->options;
    Str word = str_make(unit->text.ptr + from, to - from);
    for (size_t g = 0; g < options->group_count; g++) {
        const NearGroup *group = &options->groups[g];
        for (size_t i = 0; holds(group, word) && i < group->count; i++)
            if (str_find(unit->text, group->words[i], 0) == SIZE_MAX) /* it stands there already */
                near_replace(a, unit, from, to, NEAR_SYNONYM, 1, group->words[i]);
    }
}

static void look_in_dense(Alternatives *a, const QueryNode *unit, const TextRun *run) {
    TextWords *words = search_index_words(a->r->eval->snapshot->index);
    const Map *members = a->r->options->members;
    bool cut = false;
    for (size_t at = run->from; at < run->to;) {
        uint32_t point;
        size_t end = near_longest(members, unit->text, at, run->to);
        if (end && end - at < unit->text.len) {
            if (!cut)
                text_words_cut(words, unit->text);
            cut = true;
            if (is_border(words, run, at) && is_border(words, run, end)) {
                replace(a, unit, at, end);
                at = end;
                continue;
            }
        }
        at += utf8_next(unit->text, at, &point);
    }
}

void near_inner_synonyms(Alternatives *a, const QueryNode *unit) {
    const Map *members = a->r->options->members;
    for (size_t i = 0; members && members->len && i < unit->run_count; i++) {
        const TextRun *run = &unit->runs[i];
        if (run->dense)
            look_in_dense(a, unit, run);
        else if (unit->run_count > 1 && map_get(members, near_run_text(unit, i)))
            replace(a, unit, run->from, run->to);
    }
}
