#include "config.h"

#include "text/pinyin.h"

#include "base/mem.h"
#include "text/fold.h"
#include "text/tables.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

size_t pinyin_syllables(void) {
    return text_pinyin_names;
}

Str pinyin_letters(Syllable syllable) {
    return str_of(text_pinyin_name[syllable]);
}

size_t pinyin_readings(uint32_t point, const Syllable **out) {
    if (point >= 0x110000)
        return 0;
    uint32_t index = text_pinyin_index[point >> TABLE_SHIFT];
    const uint16_t *row =
        text_pinyin_pool + text_pinyin_block[index << TABLE_SHIFT | (point & TABLE_MASK)];
    *out = row + 1;
    return row[0];
}

size_t pinyin_points(Syllable syllable, const uint32_t **out) {
    *out = text_pinyin_points + text_pinyin_from[syllable];
    return text_pinyin_from[syllable + 1] - text_pinyin_from[syllable];
}

/* The first syllable at or after the letters; past: behind all that begin with them. */
static Syllable lower_bound(Str letters, bool past) {
    uint32_t low = 0, high = text_pinyin_names;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int order = strncmp(text_pinyin_name[mid], letters.ptr, letters.len);
        if (order < 0 || (past && order == 0))
            low = mid + 1;
        else
            high = mid;
    }
    return (Syllable)low;
}

void pinyin_range(Str letters, Syllable *from, Syllable *to) {
    *from = lower_bound(letters, false);
    *to = letters.len ? lower_bound(letters, true) : (Syllable)text_pinyin_names;
}

static bool find_syllable(Str letters, Syllable *out) {
    Syllable to;
    pinyin_range(letters, out, &to);
    return *out < to && !text_pinyin_name[*out][letters.len];
}

uint32_t pinyin_initials(uint32_t point) {
    const Syllable *readings;
    uint32_t set = 0;
    size_t count = pinyin_readings(point, &readings);
    for (size_t i = 0; i < count; i++)
        set |= 1u << (text_pinyin_name[readings[i]][0] - 'a');
    return set;
}

/* ---- cutting ---- */

enum { WAYS = 8 }; /* best ways to a place that are kept */

typedef struct Way {
    float cost;
    uint8_t count; /* syllables so far */
    uint8_t before_rank;
    uint16_t before; /* place */
    Syllable syllable;
} Way;

typedef struct Ways {
    Way items[WAYS];
    uint8_t len;
} Ways;

/* Ascending by cost; the dearest gives way. */
static void add_way(Ways *ways, Way way) {
    if (ways->len == WAYS) {
        if (ways->items[WAYS - 1].cost <= way.cost)
            return;
        ways->len--;
    }
    size_t at = ways->len++;
    for (; at && ways->items[at - 1].cost > way.cost; at--)
        ways->items[at] = ways->items[at - 1];
    ways->items[at] = way;
}

static float cost_of(Syllable syllable) {
    return (float)text_pinyin_cost[syllable] / PINYIN_SCALE;
}

static void extend_ways(Str letters, size_t at, Ways *ways) {
    for (size_t len = 1; len <= PINYIN_BYTES && at + len <= letters.len; len++) {
        Syllable syllable;
        if (!find_syllable(str_make(letters.ptr + at, len), &syllable))
            continue;
        for (uint8_t i = 0; i < ways[at].len; i++) {
            const Way *way = &ways[at].items[i];
            if (way->count + 1 < PINYIN_CUT)
                add_way(&ways[at + len],
                        (Way){way->cost + cost_of(syllable), (uint8_t)(way->count + 1), i,
                              (uint16_t)at, syllable});
        }
    }
}

static void give_cut(const Ways *ways, size_t place, uint8_t rank, PinyinCut *out) {
    const Way *way = &ways[place].items[rank];
    out->count = way->count;
    out->cost = way->cost;
    for (uint8_t i = way->count; i > 0; i--) {
        out->syllables[i - 1] = way->syllable;
        way = &ways[way->before].items[way->before_rank];
    }
}

static void keep_cut(PinyinCut *out, size_t *len, size_t most, const PinyinCut *cut) {
    if (*len == most) {
        if (!most || out[most - 1].cost <= cut->cost)
            return;
        --*len;
    }
    size_t at = (*len)++;
    for (; at && out[at - 1].cost > cut->cost; at--)
        out[at] = out[at - 1];
    out[at] = *cut;
}

/* Of the syllables that begin so, the likeliest. */
static bool rest_cost(Str rest, float *cost) {
    Syllable from, to;
    pinyin_range(rest, &from, &to);
    *cost = 1e9f;
    for (Syllable s = from; s < to; s++)
        *cost = cost_of(s) < *cost ? cost_of(s) : *cost;
    return from < to;
}

static bool all_letters(Str text) {
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < 'a' || text.ptr[i] > 'z')
            return false;
    return text.len > 0;
}

size_t pinyin_cut(Str letters, bool unfinished, PinyinCut *out, size_t most) {
    enum { LONGEST = PINYIN_CUT * PINYIN_BYTES };
    size_t len = 0;
    if (!all_letters(letters) || letters.len > LONGEST)
        return 0;
    Ways *ways = mem_zalloc((letters.len + 1) * sizeof *ways);
    ways[0].len = 1;
    for (size_t at = 0; at < letters.len; at++)
        extend_ways(letters, at, ways);
    for (size_t rest = unfinished; rest <= (unfinished ? PINYIN_BYTES : 0) && rest <= letters.len;
         rest++) {
        size_t place = letters.len - rest;
        PinyinCut cut = {.rest = (uint32_t)rest};
        float cost = 0;
        if (rest && !rest_cost(str_make(letters.ptr + place, rest), &cost))
            continue;
        for (uint8_t i = 0; i < ways[place].len; i++) {
            give_cut(ways, place, i, &cut);
            cut.cost += cost;
            keep_cut(out, &len, most, &cut);
        }
    }
    free(ways);
    return len;
}

/* ---- shortened ---- */

/* The cheapest way to a place: fewest syllables, written out rather than not. */
typedef struct Shortest {
    unsigned cost; /* 0: no way */
    uint8_t before, whole, alone;
} Shortest;

static void reach(Shortest *to, const Shortest *from, size_t at, unsigned cost, bool whole) {
    if (to->cost && to->cost <= from->cost + cost)
        return;
    *to = (Shortest){from->cost + cost, (uint8_t)at, (uint8_t)(from->whole + whole),
                     (uint8_t)(from->alone + !whole)};
}

size_t pinyin_shortened(Str letters, char *initials) {
    enum { LONGEST = 32, WHOLE = 4, ALONE = 7, PAIR = 6 };
    Shortest ways[LONGEST + 1] = {{.cost = 1}};
    size_t count = 0;
    if (!all_letters(letters) || letters.len > LONGEST)
        return 0;
    for (size_t at = 0; at < letters.len; at++) {
        const char *here = letters.ptr + at;
        Syllable syllable;
        if (!ways[at].cost)
            continue;
        for (size_t len = 2; len <= PINYIN_BYTES && at + len <= letters.len; len++)
            if (find_syllable(str_make(here, len), &syllable))
                reach(&ways[at + len], &ways[at], at, WHOLE, true);
        if (!strchr("iuv", *here))
            reach(&ways[at + 1], &ways[at], at, ALONE, false);
        if (at + 1 < letters.len && strchr("zcs", *here) && here[1] == 'h')
            reach(&ways[at + 2], &ways[at], at, PAIR, false);
    }
    const Shortest *end = &ways[letters.len];
    if (!end->cost || !end->whole || !end->alone)
        return 0;
    for (size_t at = letters.len; at; at = ways[at].before)
        count++;
    size_t i = count;
    for (size_t at = letters.len; at; at = ways[at].before)
        initials[--i] = letters.ptr[ways[at].before];
    return count;
}

/* ---- names ---- */

enum { NAME_POINTS = 96, TYPED_BYTES = 64, USED_INITIAL = 1, USED_SYLLABLE = 2, USES = 4 };

typedef struct Matcher {
    Str name, typed;
    uint32_t points[NAME_POINTS];
    size_t offsets[NAME_POINTS + 1];
    size_t count;
    int best;   /* PinyinMatch */
    size_t end; /* point behind the best match */
    /* A bit a use; of as many points as the name has. Last: thousands of names are matched with
     * every key, and no more of it is cleared than is needed. */
    uint8_t seen[NAME_POINTS + 1][TYPED_BYTES + 1];
} Matcher;

static PinyinMatch match_of(unsigned used) {
    static const PinyinMatch kinds[USES] = {PINYIN_FULL, PINYIN_INITIALS, PINYIN_FULL,
                                            PINYIN_MIXED};
    return kinds[used];
}

static void match_from(Matcher *m, size_t point, size_t at, unsigned used);

/* The syllable whole, at the end of what was typed also begun; or its first letter. */
static void match_reading(Matcher *m, size_t point, size_t at, unsigned used, Str letters) {
    Str left = str_make(m->typed.ptr + at, m->typed.len - at);
    size_t shared = 0;
    while (shared < left.len && shared < letters.len && left.ptr[shared] == letters.ptr[shared])
        shared++;
    if (!shared)
        return;
    if (shared == letters.len || (shared == left.len && shared > 1))
        match_from(m, point + 1, at + shared, used | (shared > 1 ? USED_SYLLABLE : 0));
    if (letters.len > 1)
        match_from(m, point + 1, at + 1, used | USED_INITIAL);
}

static void match_from(Matcher *m, size_t point, size_t at, unsigned used) {
    if (at == m->typed.len) {
        if ((int)match_of(used) > m->best) {
            m->best = (int)match_of(used);
            m->end = point;
        }
        return;
    }
    if (point == m->count || m->seen[point][at] >> used & 1)
        return;
    m->seen[point][at] |= (uint8_t)(1u << used);
    size_t from = m->offsets[point], len = m->offsets[point + 1] - from;
    const Syllable *readings;
    size_t count = pinyin_readings(m->points[point], &readings);
    if (at + len <= m->typed.len && memcmp(m->name.ptr + from, m->typed.ptr + at, len) == 0)
        match_from(m, point + 1, at + len, used);
    for (size_t i = 0; i < count; i++)
        match_reading(m, point, at, used, pinyin_letters(readings[i]));
    TextClass class = text_class(m->points[point]);
    if (at && (class == TEXT_PUNCT || class == TEXT_BLANK))
        match_from(m, point + 1, at, used);
}

PinyinMatch pinyin_match(Str name, Str typed, size_t *from, size_t *to) {
    Matcher matcher, *m = &matcher;
    PinyinMatch best = PINYIN_NO;
    if (!typed.len || typed.len > TYPED_BYTES)
        return PINYIN_NO;
    m->name = name;
    m->typed = typed;
    m->count = m->end = 0;
    for (size_t at = 0; at < name.len && m->count < NAME_POINTS;) {
        m->offsets[m->count] = at;
        at += utf8_next(name, at, &m->points[m->count++]);
        m->offsets[m->count] = at;
    }
    memset(m->seen, 0, (m->count + 1) * sizeof m->seen[0]);
    for (size_t start = 0; start < m->count; start++) {
        /* What an earlier start has seen leads to nothing better. */
        m->best = PINYIN_NO;
        match_from(m, start, 0, 0);
        if (m->best > (int)best) {
            best = (PinyinMatch)m->best;
            if (from)
                *from = m->offsets[start];
            if (to)
                *to = m->offsets[m->end];
        }
    }
    return best;
}
