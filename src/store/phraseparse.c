#include "config.h"

#include "store/phraseparse.h"

enum { FIRST_SLOTS = 1 << 12, UNITS = 1 << 16, PLAIN_FROM = 9 * PHRASE_BIT };

static size_t spread(uint32_t node, uint16_t unit) {
    uint64_t key = ((uint64_t)node << 16 | unit) * 0x9e3779b97f4a7c15u;
    return (size_t)(key >> 36);
}

static inline PhraseSlot *find(const PhraseTrie *trie, uint32_t node, uint16_t unit) {
    size_t mask = trie->slot_count - 1, at = spread(node, unit) & mask;
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

static void fill(PhraseTrie *trie, PhraseSlot *slot, uint32_t node, uint16_t unit) {
    *slot =
        (PhraseSlot){.node = node, .unit = unit, .child = ++trie->nodes, .value = PHRASE_NO_COST};
}

static PhraseSlot *add_first(PhraseTrie *trie, uint16_t unit) {
    if (!trie->index) {
        trie->index = mem_zalloc(UNITS * sizeof *trie->index);
        vec_push(&trie->first, (PhraseSlot){.value = PHRASE_NO_COST});
    }
    if (!trie->index[unit] && trie->first.len < UINT16_MAX) {
        trie->index[unit] = (uint16_t)trie->first.len;
        vec_push(&trie->first, (PhraseSlot){0});
        fill(trie, &trie->first.items[trie->index[unit]], 0, unit);
    }
    return &trie->first.items[trie->index[unit]];
}

void phrase_trie_add(PhraseTrie *trie, Str text, uint32_t phrase) {
    const uint8_t *bytes = (const uint8_t *)text.ptr;
    uint32_t size;
    uint16_t unit = phrase_unit(bytes, 0, text.len, &size);
    while ((trie->used + PHRASE_BYTES) * 2 >= trie->slot_count)
        grow(trie); /* now: slots must not move below */
    PhraseSlot *slot = add_first(trie, unit);
    for (size_t at = size; at < text.len; at += size) {
        slot->inner = true;
        uint32_t node = slot->child;
        unit = phrase_unit(bytes, at, text.len, &size);
        slot = find(trie, node, unit);
        if (!slot->child) {
            fill(trie, slot, node, unit);
            trie->used++;
        }
    }
    slot->value = phrase << PHRASE_COST_BITS;
}

static const PhraseSlot *first_slot(const PhraseTrie *trie, uint16_t unit) {
    return trie->index ? &trie->first.items[trie->index[unit]] : NULL;
}

static bool ends(const PhraseSlot *slot) {
    return (slot->value & PHRASE_NO_COST) != PHRASE_NO_COST;
}

bool phrase_trie_find(const PhraseTrie *trie, Str text, uint32_t *phrase) {
    const uint8_t *bytes = (const uint8_t *)text.ptr;
    uint32_t size;
    const PhraseSlot *slot = first_slot(trie, phrase_unit(bytes, 0, text.len, &size));
    for (size_t at = size; slot && slot->child && at < text.len; at += size)
        slot = find(trie, slot->child, phrase_unit(bytes, at, text.len, &size));
    if (!slot || !slot->child || !ends(slot))
        return false;
    *phrase = slot->value >> PHRASE_COST_BITS;
    return true;
}

static void price(PhraseSlot *slot, const uint16_t *costs) {
    uint32_t phrase = slot->value >> PHRASE_COST_BITS;
    if (slot->child && ends(slot))
        slot->value = phrase << PHRASE_COST_BITS | costs[phrase];
}

void phrase_trie_price(PhraseTrie *trie, const uint16_t *costs) {
    VEC_EACH (slot, &trie->first)
        price(slot, costs);
    for (size_t i = 0; i < trie->slot_count; i++)
        price(&trie->slots[i], costs);
}

void phrase_trie_free(PhraseTrie *trie) {
    free(trie->index);
    free(trie->slots);
    vec_free(&trie->first);
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
    p->best[at] = (PhraseStep){PHRASE_NONE, 0}; /* 0: each byte is a phrase */
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
        p->best[at] = (PhraseStep){PHRASE_NONE, bytes};
    }
    return best;
}

/* A longer phrase that ends behind `to` is taken when it costs less than *best. */
static inline void weigh(PhraseParser *p, size_t at, size_t to, const PhraseSlot *slot,
                         uint32_t *best) {
    uint32_t cost = (slot->value & PHRASE_NO_COST) + p->costs[to];
    if (cost >= *best || !ends(slot))
        return;
    *best = cost;
    p->best[at] = (PhraseStep){slot->value >> PHRASE_COST_BITS, p->starts[to] - p->starts[at]};
}

static uint32_t take(PhraseParser *p, Str text, size_t at, size_t count) {
    const PhraseTrie *trie = p->trie;
    const PhraseSlot *slot = &trie->first.items[trie->index[p->units[at]]];
    uint32_t best = UINT32_MAX;
    weigh(p, at, at + 1, slot, &best);
    bool known = best != UINT32_MAX;
    if (!known)
        best = take_bytes(p, text, at);
    for (size_t to = at + 1; slot->inner && to < count;) {
        slot = find(trie, slot->child, p->units[to++]);
        if (!slot->child)
            break;
        weigh(p, at, to, slot, &best);
    }
    bool text_like = known && p->units[at] >= ' ' &&
                     (p->units[at] < PHRASE_STRANGE || p->units[at] >= PHRASE_STRANGE + 256);
    if (text_like || best <= p->costs[at + 1] + PLAIN_FROM)
        return best;
    return take_plain(p, at, count, best);
}

static void walk(PhraseParser *p, Str text, size_t count) {
    p->steps.len = 0;
    vec_reserve(&p->steps, text.len);
    PhraseStep *out = p->steps.items;
    for (size_t unit = 0; unit < count;) {
        PhraseStep step = p->best[unit];
        uint32_t start = p->starts[unit];
        if (step.bytes) {
            *out++ = step;
            for (uint32_t end = start + step.bytes; p->starts[unit] < end;)
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
