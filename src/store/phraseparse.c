#include "config.h"

#include "store/phraseparse.h"

enum { FIRST_SLOTS = 1 << 12, UNITS = 1 << 16, PLAIN_FROM = 9 * PHRASE_BIT };

static inline PhraseSlot *find(const PhraseTrie *trie, uint16_t node, uint16_t unit) {
    uint64_t key = ((uint32_t)node << 16 | unit) * 0x9e3779b97f4a7c15u;
    size_t mask = trie->slot_count - 1, at = (size_t)(key >> 36) & mask;
    while (trie->slots[at].child && (trie->slots[at].node != node || trie->slots[at].unit != unit))
        at = (at + 1) & mask;
    return &trie->slots[at];
}

static void grow(PhraseTrie *trie) {
    PhraseTrie larger = {.slot_count = trie->slot_count ? trie->slot_count * 2 : FIRST_SLOTS};
    larger.slots = mem_zalloc(larger.slot_count * sizeof *larger.slots);
    for (size_t i = 0; i < trie->slot_count; i++)
        if (trie->slots[i].child)
            *find(&larger, trie->slots[i].node, trie->slots[i].unit) = trie->slots[i];
    free(trie->slots);
    trie->slots = larger.slots;
    trie->slot_count = larger.slot_count;
}

static uint16_t add_node(PhraseTrie *trie) {
    vec_push(&trie->info, PHRASE_NO_COST);
    vec_push(&trie->phrase, 0);
    return (uint16_t)(trie->info.len - 1);
}

static bool has_room(PhraseTrie *trie) {
    if (!trie->first) {
        trie->first = mem_zalloc(UNITS * sizeof *trie->first);
        add_node(trie);
    }
    while ((trie->info.len + PHRASE_BYTES) * 4 >= trie->slot_count * 3)
        grow(trie);
    return trie->info.len + PHRASE_BYTES < PHRASE_NODES;
}

bool phrase_trie_add(PhraseTrie *trie, Str text, uint32_t phrase) {
    const uint8_t *bytes = (const uint8_t *)text.ptr;
    uint32_t size;
    if (!has_room(trie))
        return false;
    uint16_t *node = &trie->first[phrase_unit(bytes, 0, text.len, &size)];
    if (!*node)
        *node = add_node(trie);
    uint16_t last = *node;
    for (size_t at = size; at < text.len; at += size) {
        uint16_t unit = phrase_unit(bytes, at, text.len, &size);
        PhraseSlot *slot = find(trie, last, unit);
        trie->info.items[last] |= PHRASE_INNER;
        if (!slot->child)
            *slot = (PhraseSlot){last, unit, add_node(trie), 0};
        last = slot->child;
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
    uint16_t node = trie->first ? trie->first[unit] : 0;
    for (size_t at = size; node && at < text.len; at += size)
        node = find(trie, node, phrase_unit(bytes, at, text.len, &size))->child;
    if (!node || cost_at(trie->info.items[node]) == PHRASE_NO_COST)
        return false;
    *phrase = trie->phrase.items[node];
    return true;
}

void phrase_trie_price(PhraseTrie *trie, const uint16_t *costs) {
    for (size_t node = 1; node < trie->info.len; node++)
        if (cost_at(trie->info.items[node]) != PHRASE_NO_COST)
            trie->info.items[node] = (uint16_t)((trie->info.items[node] & PHRASE_INNER) |
                                                costs[trie->phrase.items[node]]);
    for (size_t i = 0; i < trie->slot_count; i++)
        trie->slots[i].info = trie->info.items[trie->slots[i].child];
}

void phrase_trie_free(PhraseTrie *trie) {
    free(trie->first);
    free(trie->slots);
    vec_free(&trie->info);
    vec_free(&trie->phrase);
    *trie = (PhraseTrie){0};
}

/* ---- cutting ---- */

static size_t cut(PhraseParser *p, Str text) {
    const uint8_t *bytes = (const uint8_t *)text.ptr;
    size_t count = 0;
    uint32_t size;
    if (p->room < text.len + 1) {
        p->room = 2 * text.len + 1;
        p->units = mem_realloc_array(p->units, p->room, sizeof *p->units);
        p->starts = mem_realloc_array(p->starts, p->room, sizeof *p->starts);
        p->costs = mem_realloc_array(p->costs, p->room, sizeof *p->costs);
        p->best = mem_realloc_array(p->best, p->room, sizeof *p->best);
    }
    for (size_t at = 0; at < text.len; at += size) {
        p->starts[count] = (uint32_t)at;
        p->units[count++] = phrase_unit(bytes, at, text.len, &size);
    }
    p->starts[count] = (uint32_t)text.len;
    return count;
}

/* The unit byte by byte: always possible. */
static uint32_t take_bytes(PhraseParser *p, Str text, size_t at) {
    uint32_t cost = p->costs[at + 1];
    for (uint32_t i = p->starts[at]; i < p->starts[at + 1]; i++)
        cost += p->bytes[(uint8_t)text.ptr[i]];
    p->best[at] = (PhraseChoice){0, 0};
    return cost;
}

/* Plain bytes, where no phrase is cheap: identities, hashes. */
static uint32_t take_plain(PhraseParser *p, size_t at, size_t count, uint32_t best) {
    uint32_t sign = p->plain + PHRASE_RUN_BITS * PHRASE_BIT;
    for (size_t to = at + 1; to <= count; to++) {
        uint32_t bytes = p->starts[to] - p->starts[at];
        if (bytes > PHRASE_RUN)
            break;
        uint32_t cost = p->costs[to] + sign + 8 * bytes * PHRASE_BIT;
        if (cost >= best)
            continue;
        best = cost;
        p->best[at] = (PhraseChoice){0, (uint16_t)bytes};
    }
    return best;
}

/* A phrase that ends before the unit `to` is taken when it costs less than the best so far. */
static inline uint32_t weigh(PhraseParser *p, size_t at, size_t to, uint16_t node, uint16_t info,
                             uint32_t best) {
    uint32_t cost = cost_at(info) + p->costs[to];
    if (cost >= best || cost_at(info) == PHRASE_NO_COST)
        return best;
    p->best[at] = (PhraseChoice){node, (uint16_t)(p->starts[to] - p->starts[at])};
    return cost;
}

static uint32_t take(PhraseParser *p, Str text, size_t at, size_t count) {
    const PhraseTrie *trie = p->trie;
    uint16_t unit = p->units[at], node = trie->first[unit], info = trie->info.items[node];
    uint32_t best = weigh(p, at, at + 1, node, info, UINT32_MAX);
    bool known = best != UINT32_MAX;
    if (!known)
        best = take_bytes(p, text, at);
    for (size_t to = at + 1; info & PHRASE_INNER && to < count;) {
        const PhraseSlot *slot = find(trie, node, p->units[to++]);
        node = slot->child;
        if (!node)
            break;
        info = slot->info;
        best = weigh(p, at, to, node, info, best);
    }
    bool text_like =
        known && unit >= ' ' && (unit < PHRASE_STRANGE || unit >= PHRASE_STRANGE + 256);
    if (text_like || best <= p->costs[at + 1] + PLAIN_FROM)
        return best;
    return take_plain(p, at, count, best);
}

static void walk(PhraseParser *p, Str text, size_t count) {
    p->steps.len = 0;
    vec_reserve(&p->steps, text.len);
    PhraseStep *out = p->steps.items;
    for (size_t unit = 0; unit < count;) {
        PhraseChoice choice = p->best[unit];
        uint32_t start = p->starts[unit];
        if (choice.bytes) {
            uint32_t phrase = choice.node ? p->trie->phrase.items[choice.node] : PHRASE_NONE;
            *out++ = (PhraseStep){phrase, choice.bytes};
            for (uint32_t end = start + choice.bytes; p->starts[unit] < end;)
                unit++;
            continue;
        }
        for (uint32_t end = p->starts[++unit]; start < end; start++)
            *out++ = (PhraseStep){(uint8_t)text.ptr[start], 1};
    }
    p->steps.len = (size_t)(out - p->steps.items);
}

void phrase_parse(PhraseParser *p, Str text) {
    size_t count = cut(p, text);
    p->costs[count] = 0;
    for (size_t at = count; at-- > 0;)
        p->costs[at] = take(p, text, at, count);
    walk(p, text, count);
}

void phrase_parser_free(PhraseParser *p) {
    free(p->units);
    free(p->starts);
    free(p->costs);
    free(p->best);
    vec_free(&p->steps);
}
