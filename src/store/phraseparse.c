#include "config.h"

#include "store/phraseparse.h"

enum {
    FIRST_BUCKETS = 1 << 10,
    UNITS = 1 << 16,
    PLAIN_FROM = 9 * PHRASE_BIT,
    AHEAD = 8 /* steps whose buckets are on their way to the processor */
};

static inline size_t bucket_of(uint32_t from, size_t mask) {
    return (size_t)((uint64_t)from * 0x9e3779b97f4a7c15u >> 34) & mask;
}

/* Steps that are there, and few others, in a table small enough to stay near the processor. */
static inline uint64_t *filter_word(const PhraseTrie *trie, uint32_t from, uint64_t *bit) {
    uint32_t hash = from * 0x9e3779b1u >> (32 - PHRASE_FILTER);
    *bit = (uint64_t)1 << hash % 64;
    return &trie->filter[hash / 64];
}

static inline bool may_step(const PhraseTrie *trie, uint32_t from) {
    uint64_t bit, word = *filter_word(trie, from, &bit);
    return word & bit;
}

/* Where the step is, or the free place where it belongs. */
static PhraseNode *find(const PhraseTrie *trie, uint32_t from, uint32_t **key) {
    size_t mask = trie->bucket_count - 1;
    for (size_t at = bucket_of(from, mask);; at = (at + 1) & mask) {
        PhraseBucket *bucket = &trie->buckets[at];
        for (int i = 0; i < PHRASE_BUCKET; i++) {
            *key = &bucket->from[i];
            if (!bucket->to[i] || **key == from)
                return &bucket->to[i];
        }
    }
}

static PhraseNode step(const PhraseTrie *trie, uint32_t from) {
    uint32_t *key;
    return *find(trie, from, &key);
}

static void put_step(const PhraseTrie *trie, uint32_t from, PhraseNode to) {
    uint32_t *key;
    *find(trie, from, &key) = to;
    *key = from;
    uint64_t bit, *word = filter_word(trie, from, &bit);
    *word |= bit;
}

typedef uint32_t Four __attribute__((vector_size(4 * PHRASE_BUCKET)));
typedef uint64_t Two __attribute__((vector_size(4 * PHRASE_BUCKET)));

/* As step(), with nothing for the processor to guess. */
static inline PhraseNode quick_step(const PhraseBucket *buckets, size_t mask, uint32_t from) {
    for (size_t at = bucket_of(from, mask);; at = (at + 1) & mask) {
        Four keys, to, wanted = {from, from, from, from};
        memcpy(&keys, buckets[at].from, sizeof keys);
        memcpy(&to, buckets[at].to, sizeof to);
        Two hit = (Two)(to & (Four)(keys == wanted));
        uint64_t both = hit[0] | hit[1];
        if (both || !buckets[at].to[PHRASE_BUCKET - 1])
            return (PhraseNode)(both | both >> 32);
    }
}

static void grow(PhraseTrie *trie) {
    PhraseTrie larger = {.bucket_count =
                             trie->bucket_count ? trie->bucket_count * 2 : FIRST_BUCKETS,
                         .filter = trie->filter};
    larger.buckets = mem_alloc_lines(larger.bucket_count * sizeof *larger.buckets);
    memset(larger.buckets, 0, larger.bucket_count * sizeof *larger.buckets);
    for (size_t i = 0; i < trie->bucket_count; i++)
        for (int k = 0; k < PHRASE_BUCKET && trie->buckets[i].to[k]; k++)
            put_step(&larger, trie->buckets[i].from[k], trie->buckets[i].to[k]);
    free(trie->buckets);
    trie->buckets = larger.buckets;
    trie->bucket_count = larger.bucket_count;
}

static uint16_t node_of(PhraseNode node) {
    return (uint16_t)node;
}

static uint32_t step_from(uint16_t node, uint16_t unit) {
    return (uint32_t)node << 16 | unit;
}

static uint16_t add_node(PhraseTrie *trie) {
    vec_push(&trie->info, PHRASE_NO_COST);
    vec_push(&trie->phrase, 0);
    return (uint16_t)(trie->info.len - 1);
}

static bool has_room(PhraseTrie *trie) {
    if (!trie->first) {
        trie->first = mem_zalloc(UNITS * sizeof *trie->first);
        trie->filter = mem_zalloc(((size_t)1 << PHRASE_FILTER) / 8);
        add_node(trie);
    }
    while ((trie->info.len + PHRASE_BYTES) * 2 >= trie->bucket_count * PHRASE_BUCKET)
        grow(trie);
    return trie->info.len + PHRASE_BYTES < PHRASE_NODES;
}

bool phrase_trie_add(PhraseTrie *trie, Str text, uint32_t phrase) {
    const uint8_t *bytes = (const uint8_t *)text.ptr;
    uint32_t size;
    if (!has_room(trie))
        return false;
    PhraseNode *first = &trie->first[phrase_unit(bytes, 0, text.len, &size)];
    if (!*first)
        *first = add_node(trie);
    uint16_t last = node_of(*first);
    for (size_t at = size; at < text.len; at += size) {
        uint16_t unit = phrase_unit(bytes, at, text.len, &size);
        uint16_t next = node_of(step(trie, step_from(last, unit)));
        if (!next)
            put_step(trie, step_from(last, unit), next = add_node(trie));
        trie->info.items[last] |= PHRASE_INNER;
        last = next;
    }
    trie->info.items[last] &= PHRASE_INNER;
    trie->phrase.items[last] = phrase;
    return true;
}

static uint16_t cost_at(uint16_t info) {
    return info & PHRASE_NO_COST;
}

bool phrase_trie_find(const PhraseTrie *trie, Str text, uint32_t *phrase) {
    const uint8_t *bytes = (const uint8_t *)text.ptr;
    uint32_t size;
    uint16_t unit = phrase_unit(bytes, 0, text.len, &size);
    uint16_t node = trie->first ? node_of(trie->first[unit]) : 0;
    for (size_t at = size; node && at < text.len; at += size) {
        unit = phrase_unit(bytes, at, text.len, &size);
        node = node_of(step(trie, step_from(node, unit)));
    }
    if (!node || cost_at(trie->info.items[node]) == PHRASE_NO_COST)
        return false;
    *phrase = trie->phrase.items[node];
    return true;
}

static PhraseNode with_info(const PhraseTrie *trie, uint16_t node) {
    return node ? (PhraseNode)trie->info.items[node] << 16 | node : 0;
}

void phrase_trie_price(PhraseTrie *trie, const uint16_t *costs) {
    for (size_t node = 1; node < trie->info.len; node++)
        if (cost_at(trie->info.items[node]) != PHRASE_NO_COST)
            trie->info.items[node] = (uint16_t)((trie->info.items[node] & PHRASE_INNER) |
                                                costs[trie->phrase.items[node]]);
    for (size_t i = 0; i < trie->bucket_count; i++)
        for (int k = 0; k < PHRASE_BUCKET; k++)
            trie->buckets[i].to[k] = with_info(trie, node_of(trie->buckets[i].to[k]));
    for (size_t unit = 0; trie->first && unit < UNITS; unit++)
        trie->first[unit] = with_info(trie, node_of(trie->first[unit]));
}

void phrase_trie_free(PhraseTrie *trie) {
    free(trie->first);
    free(trie->filter);
    free(trie->buckets);
    vec_free(&trie->info);
    vec_free(&trie->phrase);
    *trie = (PhraseTrie){0};
}

/* ---- cutting ---- */

static void make_room(PhraseParser *p, size_t bytes) {
    if (!p->window)
        p->window = mem_zalloc(sizeof *p->window);
    if (p->room > bytes)
        return;
    p->room = 2 * bytes + 1;
    p->units = mem_realloc_array(p->units, p->room, sizeof *p->units);
    p->starts = mem_realloc_array(p->starts, p->room, sizeof *p->starts);
    p->best = mem_realloc_array(p->best, p->room, sizeof *p->best);
}

static size_t cut(PhraseParser *p, Str text) {
    const uint8_t *bytes = (const uint8_t *)text.ptr;
    size_t count = 0;
    uint32_t size;
    make_room(p, text.len);
    for (size_t at = 0; at < text.len; at += size) {
        p->starts[count] = (uint32_t)at;
        p->units[count++] = phrase_unit(bytes, at, text.len, &size);
    }
    p->starts[count] = (uint32_t)text.len;
    p->units[count] = PHRASE_NO_UNIT;
    return count;
}

/* ---- phrases from each unit on ---- */

static size_t open_window(PhraseParser *p, size_t from, size_t count) {
    const PhraseTrie *trie = p->trie;
    PhraseWindow *w = p->window;
    size_t open = 0;
    for (size_t at = 0; at < count; at++) {
        PhraseNode node = trie->first[p->units[from + at]];
        w->single[at] = node;
        w->ends[at] = 0;
        w->open[open] = (uint32_t)at << 16 | node_of(node);
        open += node >> 31;
    }
    return open;
}

static void make_window_room(PhraseWindow *w, size_t count) {
    if (count <= w->room)
        return;
    w->room = 2 * count;
    w->found = mem_realloc_array(w->found, w->room, sizeof *w->found);
    w->sorted = mem_realloc_array(w->sorted, w->room, sizeof *w->sorted);
}

/* Keeps those that the next unit may follow. */
static size_t sift(const PhraseTrie *trie, const uint16_t *next, uint32_t *open, size_t count) {
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t it = open[i];
        open[left] = it;
        left += may_step(trie, it << 16 | next[it >> 16]);
    }
    return left;
}

/* Those of two units, then of three...: neighbours do not wait for each other's memory. */
static size_t find_phrases(PhraseParser *p, size_t from, size_t open) {
    const PhraseBucket *buckets = p->trie->buckets;
    size_t mask = p->trie->bucket_count - 1, found = 0;
    PhraseWindow *w = p->window;
    for (uint32_t units = 2; open; units++) {
        const uint16_t *last = p->units + from + units - 1;
        size_t left = 0;
        open = sift(p->trie, last, w->open, open);
        make_window_room(w, found + open);
        PhraseChoice *out = w->found;
        for (size_t i = 0; i < open; i++) {
            uint32_t at = w->open[i] >> 16, soon = w->open[i + AHEAD < open ? i + AHEAD : i];
            __builtin_prefetch(&buckets[bucket_of(soon << 16 | last[soon >> 16], mask)]);
            PhraseNode node = quick_step(buckets, mask, w->open[i] << 16 | last[at]);
            uint32_t cost = cost_at((uint16_t)(node >> 16));
            bool phrase = node && cost != PHRASE_NO_COST;
            out[found] = (PhraseChoice)at << PHRASE_PLACE_AT |
                         (PhraseChoice)cost << PHRASE_COST_AT | units << 16 | node_of(node);
            found += phrase;
            w->ends[at] = (uint16_t)(w->ends[at] + phrase);
            w->open[left] = at << 16 | node_of(node);
            left += node >> 31;
        }
        open = left;
    }
    return found;
}

/* Those of one unit beside each other. */
static void sort_phrases(PhraseWindow *w, size_t count, size_t found) {
    uint16_t end = 0;
    for (size_t at = 0; at < count; at++) {
        uint16_t here = w->ends[at];
        w->ends[at] = end;
        end = (uint16_t)(end + here);
    }
    for (size_t i = 0; i < found; i++) {
        PhraseChoice choice = w->found[i];
        size_t at = choice >> PHRASE_PLACE_AT;
        w->sorted[w->ends[at]++] = choice & (((PhraseChoice)1 << PHRASE_PLACE_AT) - 1);
    }
}

/* ---- the cheapest ---- */

static inline uint32_t cost_from(const PhraseParser *p, size_t unit) {
    return (uint32_t)(p->best[unit] >> PHRASE_COST_AT);
}

/* The unit byte by byte: always possible. */
static PhraseChoice take_bytes(const PhraseParser *p, Str text, size_t at) {
    uint32_t cost = cost_from(p, at + 1);
    for (uint32_t i = p->starts[at]; i < p->starts[at + 1]; i++)
        cost += p->bytes[(uint8_t)text.ptr[i]];
    return (PhraseChoice)cost << PHRASE_COST_AT;
}

/* Plain bytes, where no phrase is cheap: identities, hashes. */
static PhraseChoice take_plain(const PhraseParser *p, size_t at, size_t count, PhraseChoice best) {
    uint32_t sign = p->plain + PHRASE_RUN_BITS * PHRASE_BIT;
    for (size_t to = at + 1; to <= count; to++) {
        uint32_t bytes = p->starts[to] - p->starts[at];
        if (bytes > PHRASE_RUN)
            break;
        uint32_t cost = cost_from(p, to) + sign + 8 * bytes * PHRASE_BIT;
        if (cost < (uint32_t)(best >> PHRASE_COST_AT))
            best = (PhraseChoice)cost << PHRASE_COST_AT | (PhraseChoice)(to - at) << 16;
    }
    return best;
}

/* With what follows it. */
static inline PhraseChoice weigh(const PhraseParser *p, size_t at, PhraseChoice choice) {
    PhraseChoice rest = p->best[at + (uint16_t)(choice >> 16)];
    return choice + (rest >> PHRASE_COST_AT << PHRASE_COST_AT);
}

static inline bool is_like_text(uint16_t unit) {
    return unit >= ' ' && (unit < PHRASE_STRANGE || unit >= PHRASE_STRANGE + 256);
}

static void choose(PhraseParser *p, Str text, size_t from, size_t count, size_t all) {
    const PhraseWindow *w = p->window;
    for (size_t i = count; i-- > 0;) {
        size_t at = from + i;
        PhraseNode single = w->single[i];
        uint32_t cost = cost_at((uint16_t)(single >> 16));
        bool known = single && cost != PHRASE_NO_COST;
        PhraseChoice best =
            known ? weigh(p, at, (PhraseChoice)cost << PHRASE_COST_AT | 1 << 16 | node_of(single))
                  : take_bytes(p, text, at);
        for (uint32_t k = i ? w->ends[i - 1] : 0; k < w->ends[i]; k++) {
            PhraseChoice other = weigh(p, at, w->sorted[k]);
            best = other < best ? other : best;
        }
        if (!(known && is_like_text(p->units[at])) &&
            (uint32_t)(best >> PHRASE_COST_AT) > cost_from(p, at + 1) + PLAIN_FROM)
            best = take_plain(p, at, all, best);
        p->best[at] = best;
    }
}

static uint32_t name_of(const PhraseParser *p, uint16_t node) {
    if (!node)
        return PHRASE_NONE;
    return p->by_node ? PHRASE_NODE_0 + (uint32_t)node : p->trie->phrase.items[node];
}

static void walk(PhraseParser *p, Str text, size_t count) {
    p->steps.len = 0;
    vec_reserve(&p->steps, text.len);
    PhraseStep *out = p->steps.items;
    for (size_t unit = 0; unit < count;) {
        uint16_t node = (uint16_t)p->best[unit], units = (uint16_t)(p->best[unit] >> 16);
        uint32_t start = p->starts[unit];
        if (units) {
            unit += units;
            *out++ = (PhraseStep){name_of(p, node), p->starts[unit] - start};
            continue;
        }
        for (uint32_t end = p->starts[++unit]; start < end; start++)
            *out++ = (PhraseStep){(uint8_t)text.ptr[start], 1};
    }
    p->steps.len = (size_t)(out - p->steps.items);
}

void phrase_parse(PhraseParser *p, Str text) {
    size_t count = cut(p, text);
    p->best[count] = 0;
    for (size_t to = count; to;) {
        size_t size = to < PHRASE_WINDOW ? to : PHRASE_WINDOW, from = to - size;
        size_t found = find_phrases(p, from, open_window(p, from, size));
        sort_phrases(p->window, size, found);
        choose(p, text, from, size, count);
        to = from;
    }
    walk(p, text, count);
}

void phrase_parser_free(PhraseParser *p) {
    free(p->units);
    free(p->starts);
    free(p->best);
    if (p->window) {
        free(p->window->found);
        free(p->window->sorted);
    }
    free(p->window);
    vec_free(&p->steps);
}
