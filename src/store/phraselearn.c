#include "config.h"

#include "store/phraseparse.h"

#include <math.h>
#include <string.h>

/* Learning: phrases that stand beside each other more often than by chance become one, in rounds;
 * each round cuts the samples anew with what was learned so far. At the end the phrases that are
 * used get codes by how often they are said for the first time in a text. */

enum {
    ROUNDS = 3,
    MORE_ROUNDS = 6,
    MANY = 1000, /* samples of which half teach the short phrases */
    REFINE = 1,
    PHRASES = 44000,
    LEAST = 3,
    FIRST_PAIRS = 1 << 16,
    GAIN = 20,
    PHRASE_GUESS = 7
};

typedef struct Phrase {
    uint32_t at; /* in the pool */
    uint32_t size, count;
    bool unit; /* one character: always kept */
} Phrase;

typedef struct Pair {
    uint32_t first, second, count;
} Pair;

typedef struct Learner {
    const char *samples;
    const size_t *sizes;
    size_t sample_count;
    Buf pool;
    VEC(Phrase) phrases;
    VEC(uint16_t) costs;
    uint32_t special[PHRASE_SPECIALS];
    uint16_t special_cost[PHRASE_SPECIALS];
    uint64_t said; /* all counts */
    PhraseTrie trie;
    PhraseParser parser;
    Pair *pairs;
    size_t pair_slots, pair_count;
} Learner;

static void add_phrase(Learner *l, const char *text, uint32_t size, uint32_t count, bool unit) {
    Phrase phrase = {(uint32_t)l->pool.len, size, count, unit};
    if (!phrase_trie_add(&l->trie, str_make(text, size), (uint32_t)l->phrases.len))
        return;
    buf_put(&l->pool, text, size);
    vec_push(&l->phrases, phrase);
}

static Str text_of(const Learner *l, uint32_t phrase) {
    const Phrase *p = &l->phrases.items[phrase];
    return str_make(l->pool.data + p->at, p->size);
}

static uint16_t cost_of(const Learner *l, uint32_t count) {
    float bits = log2f((float)(l->said + 1) / ((float)count + .3f));
    bits = bits > PHRASE_CODE ? PHRASE_CODE : bits < 1 ? 1 : bits;
    return (uint16_t)(bits * PHRASE_BIT);
}

static void price(Learner *l) {
    l->costs.len = 0;
    vec_reserve(&l->costs, l->phrases.len);
    VEC_EACH (phrase, &l->phrases)
        l->costs.items[l->costs.len++] = cost_of(l, phrase->count);
    for (int i = 0; i < PHRASE_SPECIALS; i++)
        l->special_cost[i] = cost_of(l, l->special[i]);
    l->parser.trie = &l->trie;
    phrase_trie_price(&l->trie, l->costs.items);
    memcpy(l->parser.bytes, l->costs.items, sizeof l->parser.bytes);
    l->parser.plain = l->special_cost[PHRASE_PLAIN];
}

/* Bytes, and the characters of the samples. */
static void begin(Learner *l) {
    for (int byte = 0; byte < 256; byte++)
        add_phrase(l, &(char){(char)byte}, 1, 1, true);
    const uint8_t *text = (const uint8_t *)l->samples;
    for (size_t s = 0; s < l->sample_count; s++) {
        uint32_t size;
        for (size_t at = 0; at < l->sizes[s]; at += size) {
            uint32_t known;
            phrase_unit(text, at, l->sizes[s], &size);
            if (size == 1) {
                l->phrases.items[text[at]].count++;
            } else if (phrase_trie_find(&l->trie, str_make((const char *)text + at, size),
                                        &known)) {
                l->phrases.items[known].count++;
            } else {
                add_phrase(l, (const char *)text + at, size, 1, true);
            }
            l->said++;
        }
        text += l->sizes[s];
    }
    l->special[PHRASE_PLAIN] = (uint32_t)l->sample_count;
}

/* ---- pairs ---- */

static Pair *pair_slot(Pair *pairs, size_t slots, uint32_t first, uint32_t second) {
    uint64_t key = ((uint64_t)first << 32 | second) * 0x9e3779b97f4a7c15u;
    size_t at = (size_t)(key >> 24) & (slots - 1);
    while (pairs[at].count && (pairs[at].first != first || pairs[at].second != second))
        at = (at + 1) & (slots - 1);
    return &pairs[at];
}

static void grow_pairs(Learner *l) {
    size_t slots = l->pair_slots ? l->pair_slots * 2 : FIRST_PAIRS;
    Pair *pairs = mem_zalloc(slots * sizeof *pairs);
    for (size_t i = 0; i < l->pair_slots; i++)
        if (l->pairs[i].count)
            *pair_slot(pairs, slots, l->pairs[i].first, l->pairs[i].second) = l->pairs[i];
    free(l->pairs);
    l->pairs = pairs;
    l->pair_slots = slots;
}

static void count_pair(Learner *l, uint32_t first, uint32_t second) {
    if (l->phrases.items[first].size + l->phrases.items[second].size > PHRASE_BYTES)
        return;
    if (l->pair_count * 2 >= l->pair_slots)
        grow_pairs(l);
    Pair *pair = pair_slot(l->pairs, l->pair_slots, first, second);
    if (!pair->count) {
        *pair = (Pair){first, second, 0};
        l->pair_count++;
    }
    pair->count++;
}

static void forget_counts(Learner *l) {
    VEC_EACH (phrase, &l->phrases)
        phrase->count = 0;
    memset(l->special, 0, sizeof l->special);
    l->said = 0;
}

/* Cuts samples and counts phrases and their pairs. */
static void count_round(Learner *l, size_t every) {
    const char *text = l->samples;
    forget_counts(l);
    for (size_t s = 0; s < l->sample_count; text += l->sizes[s++]) {
        if (s % every)
            continue;
        uint32_t before = PHRASE_NONE;
        phrase_parse(&l->parser, str_make(text, l->sizes[s]));
        VEC_EACH (step, &l->parser.steps) {
            l->said++;
            if (step->phrase == PHRASE_NONE)
                l->special[PHRASE_PLAIN]++;
            else
                l->phrases.items[step->phrase].count++;
            if (step->phrase != PHRASE_NONE && before != PHRASE_NONE)
                count_pair(l, before, step->phrase);
            before = step->phrase;
        }
    }
}

/* Forgets phrases that are not used and the trie with them. */
static void prune(Learner *l, uint32_t least) {
    size_t kept = 0;
    phrase_trie_free(&l->trie);
    for (size_t i = 0; i < l->phrases.len; i++) {
        Phrase p = l->phrases.items[i];
        if (!p.unit && p.count < least)
            continue;
        phrase_trie_add(&l->trie, str_make(l->pool.data + p.at, p.size), (uint32_t)kept);
        l->phrases.items[kept++] = p;
    }
    l->phrases.len = kept;
}

typedef struct Candidate {
    Pair pair;
    float gain;
} Candidate;

static int by_gain(const void *a, const void *b) {
    const Candidate *x = a, *y = b;
    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    if (x->pair.first != y->pair.first)
        return x->pair.first < y->pair.first ? -1 : 1;
    return x->pair.second < y->pair.second ? -1 : x->pair.second > y->pair.second;
}

static void join_pairs(Learner *l, size_t most) {
    VEC(Candidate) candidates = {0};
    for (size_t i = 0; i < l->pair_slots; i++) {
        Pair p = l->pairs[i];
        if (p.count < LEAST)
            continue;
        float apart = log2f((float)l->phrases.items[p.first].count) +
                      log2f((float)l->phrases.items[p.second].count);
        float gain = (float)p.count * (log2f((float)p.count * (float)l->said) - apart);
        if (gain >= GAIN)
            vec_push(&candidates, (Candidate){p, gain});
    }
    if (candidates.len)
        qsort(candidates.items, candidates.len, sizeof *candidates.items, by_gain);
    VEC(Phrase) joined = {0};
    Buf texts = {0};
    for (size_t i = 0; i < candidates.len && i < most; i++) {
        Pair p = candidates.items[i].pair;
        Str first = text_of(l, p.first), second = text_of(l, p.second);
        vec_push(&joined,
                 (Phrase){(uint32_t)texts.len, (uint32_t)(first.len + second.len), p.count, false});
        buf_put_str(&texts, first);
        buf_put_str(&texts, second);
    }
    if (l->trie.info.len > PHRASE_NODES / 2)
        prune(l, LEAST);
    VEC_EACH (phrase, &joined) {
        uint32_t known;
        if (!phrase_trie_find(&l->trie, str_make(texts.data + phrase->at, phrase->size), &known))
            add_phrase(l, texts.data + phrase->at, phrase->size, phrase->count, false);
    }
    buf_free(&texts);
    vec_free(&joined);
    vec_free(&candidates);
    free(l->pairs);
    l->pairs = NULL;
    l->pair_slots = l->pair_count = 0;
}

/* ---- codes ---- */

/* What the coder would write: phrases that are said again count by how long ago. */
static void count_codes(Learner *l) {
    const char *text = l->samples;
    PhraseRecent recent;
    forget_counts(l);
    for (size_t s = 0; s < l->sample_count; text += l->sizes[s++]) {
        phrase_recent_begin(&recent);
        phrase_parse(&l->parser, str_make(text, l->sizes[s]));
        VEC_EACH (step, &l->parser.steps) {
            l->said++;
            if (step->phrase == PHRASE_NONE) {
                l->special[PHRASE_PLAIN]++;
                continue;
            }
            uint16_t cost = l->costs.items[step->phrase];
            uint32_t at = PHRASE_RECENT;
            if (step->bytes > 1 && cost >= PHRASE_WORTH * PHRASE_BIT) {
                at = phrase_recent_find(&recent, step->phrase);
                if (at < PHRASE_RECENT && l->special_cost[PHRASE_AGAIN + at] < cost)
                    phrase_recent_raise(&recent, at);
                else
                    phrase_recent_push(&recent, step->phrase), at = PHRASE_RECENT;
            }
            if (at < PHRASE_RECENT)
                l->special[PHRASE_AGAIN + at]++;
            else
                l->phrases.items[step->phrase].count++;
        }
    }
}

typedef struct Symbol {
    uint32_t count, entry; /* entry of the book */
    uint32_t length;       /* of its code */
} Symbol;

static int by_count(const void *a, const void *b) {
    const Symbol *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

static int by_length(const void *a, const void *b) {
    const Symbol *x = a, *y = b;
    if (x->length != y->length)
        return x->length < y->length ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

/* Huffman's tree over symbols in ascending count: two rows, of leaves and of inner nodes. */
static void measure(Symbol *symbols, size_t n) {
    uint64_t *weight = mem_zalloc(n * sizeof *weight);
    uint32_t *up = mem_zalloc(2 * n * sizeof *up); /* leaves first, then inner nodes */
    size_t leaf = 0, inner = 0, made = 0;
    for (; made + 1 < n; made++)
        for (int side = 0; side < 2; side++) {
            bool take_leaf = leaf < n && (inner >= made || symbols[leaf].count <= weight[inner]);
            weight[made] += take_leaf ? symbols[leaf].count : weight[inner];
            up[take_leaf ? leaf++ : n + inner++] = (uint32_t)made;
        }
    uint32_t *depth = mem_zalloc((n + 1) * sizeof *depth);
    for (size_t i = made; i-- > 0;)
        depth[i] = i + 1 == made ? 0 : depth[up[n + i]] + 1;
    for (size_t i = 0; i < n; i++)
        symbols[i].length = n > 1 ? depth[up[i]] + 1 : 1;
    free(depth);
    free(up);
    free(weight);
}

/* No code longer than PHRASE_CODE: the rarest share the room, the others give way. */
static void shorten(Symbol *symbols, size_t n) {
    uint64_t room = 0, full = (uint64_t)1 << PHRASE_CODE;
    for (size_t i = 0; i < n; i++) {
        if (symbols[i].length > PHRASE_CODE)
            symbols[i].length = PHRASE_CODE;
        room += full >> symbols[i].length;
    }
    for (size_t i = 0; room > full && i < n; i++)
        while (symbols[i].length < PHRASE_CODE && room > full) {
            symbols[i].length++;
            room -= full >> symbols[i].length;
        }
}

static void write_book(Learner *l, Buf *out) {
    VEC(Symbol) symbols = {0};
    uint32_t counts[PHRASE_CODE + 1] = {0}, longest = 1;
    VEC_EACH (p, &l->phrases)
        vec_push(&symbols, (Symbol){p->count ? p->count : 1, p->size << 24 | p->at, 0});
    for (uint32_t i = 0; i < PHRASE_SPECIALS; i++)
        vec_push(&symbols, (Symbol){l->special[i] ? l->special[i] : 1, i, 0});
    qsort(symbols.items, symbols.len, sizeof *symbols.items, by_count);
    measure(symbols.items, symbols.len);
    shorten(symbols.items, symbols.len);
    qsort(symbols.items, symbols.len, sizeof *symbols.items, by_length);
    VEC_EACH (s, &symbols) {
        counts[s->length]++;
        longest = s->length > longest ? s->length : longest;
    }
    buf_puts(out, PHRASE_MAGIC);
    buf_put_u8(out, (uint8_t)longest);
    buf_put_u32(out, (uint32_t)symbols.len);
    buf_put_u32(out, (uint32_t)l->pool.len);
    for (unsigned length = 1; length <= longest; length++)
        buf_put_u32(out, counts[length]);
    VEC_EACH (s, &symbols)
        buf_put_u32(out, s->entry);
    buf_put_str(out, buf_str(&l->pool));
    vec_free(&symbols);
}

/* The pool without what was forgotten, and phrases inside longer ones told by them. */
static int longest_first(const void *a, const void *b) {
    const Phrase *const *x = a, *const *y = b;
    if ((*x)->size != (*y)->size)
        return (*x)->size > (*y)->size ? -1 : 1;
    return (*x)->at < (*y)->at ? -1 : (*x)->at > (*y)->at;
}

static void tidy_pool(Learner *l) {
    Phrase **sorted = mem_alloc((l->phrases.len + 1) * sizeof(Phrase *));
    Buf pool = {0};
    for (size_t i = 0; i < l->phrases.len; i++)
        sorted[i] = &l->phrases.items[i];
    qsort(sorted, l->phrases.len, sizeof *sorted, longest_first);
    for (size_t i = 0; i < l->phrases.len; i++) {
        uint32_t at = (uint32_t)pool.len;
        buf_put(&pool, l->pool.data + sorted[i]->at, sorted[i]->size);
        sorted[i]->at = at;
    }
    free(sorted);
    buf_free(&l->pool);
    l->pool = pool;
}

void phrase_learn(const char *samples, const size_t *sizes, size_t count, Buf *book) {
    Learner l = {.samples = samples, .sizes = sizes, .sample_count = count};
    begin(&l);
    price(&l);
    int rounds = count > MANY ? ROUNDS : MORE_ROUNDS; /* there is time where there are few */
    for (int round = 0; round < rounds; round++) {
        count_round(&l, round + 1 < rounds && count > MANY ? 2 : 1);
        size_t left = l.phrases.len < PHRASES ? PHRASES - l.phrases.len : 0;
        join_pairs(&l, left / (size_t)(rounds - round) * (round + 1 < rounds ? 2 : 1));
        price(&l);
    }
    for (int i = 0; i < PHRASE_RECENT; i++) /* nobody has said anything again yet */
        l.special_cost[PHRASE_AGAIN + i] = PHRASE_GUESS * PHRASE_BIT;
    for (int round = 0; round < REFINE; round++) {
        count_codes(&l);
        prune(&l, 2);
        price(&l);
    }
    count_codes(&l);
    tidy_pool(&l);
    write_book(&l, book);
    buf_free(&l.pool);
    vec_free(&l.phrases);
    vec_free(&l.costs);
    phrase_trie_free(&l.trie);
    phrase_parser_free(&l.parser);
}
