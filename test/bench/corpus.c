#include "config.h"

#include "corpus.h"

#include "base/hash.h"
#include "base/vec.h"
#include "text/tables.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>

enum {
    ENGLISH = 6000,
    CUSTOMERS = 3000,
    PICKS = 1 << 16, /* entries that a random number goes to first */
    KEPT_TEXTS = 512,
    SUBJECTS = 12, /* words of a case that come again */
    PARTICLES = 12
};

/* A word of the list; share and sum in 2^32nd parts of all. */
typedef struct Word {
    uint32_t text; /* place in the pool */
    uint8_t len, points;
    uint16_t cost;
    uint32_t successors;
    uint32_t sum;            /* of the shares of the words before */
    uint32_t initial, final; /* characters */
    bool particle;
} Word;

typedef struct English {
    char text[16];
    uint8_t len;
} English;

struct Corpus {
    uint64_t seed;
    Buf pool;
    VEC(Word) words; /* most frequent first */
    uint32_t first[PICKS + 1];
    English english[ENGLISH];
    uint16_t pick_english[PICKS];
    uint8_t *seen; /* pairs, hashed */
    size_t pairs;
    uint64_t characters;
    uint32_t last; /* last Han character */
    uint32_t word; /* last word, UINT32_MAX: none */
    uint32_t subjects[SUBJECTS];
    uint32_t particles[PARTICLES]; /* words that every text is full of */
    uint32_t made, points;         /* points: of the text that is made */
    Uuid owners[40], customers[CUSTOMERS];
    Buf text;
    Buf kept[KEPT_TEXTS]; /* texts for queries */
};

enum { SEEN_BYTES = 1 << 22 };

uint32_t corpus_random(Corpus *c, uint32_t below) {
    c->seed = c->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((c->seed >> 32) * below >> 32);
}

static uint32_t random32(Corpus *c) {
    c->seed = c->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(c->seed >> 32);
}

size_t corpus_pairs(const Corpus *c) {
    return c->pairs;
}

uint64_t corpus_characters(const Corpus *c) {
    return c->characters;
}

/* 0 .. ranks - 1, rank r about as often as 1 / (r + 1). */
static uint32_t zipf(Corpus *c, uint32_t ranks) {
    return (uint32_t)pow(ranks, corpus_random(c, 1 << 20) / (double)(1 << 20)) - 1;
}

/* ---- the words ---- */

static uint32_t cell_base(uint64_t cell) {
    return (uint32_t)(cell & ((1u << WORD_BITS) - 1));
}

static uint32_t cell_parent(uint64_t cell) {
    return (uint32_t)(cell >> WORD_BITS & ((1u << WORD_BITS) - 1));
}

static uint16_t cell_cost(uint64_t cell) {
    return (uint16_t)(cell >> (2 * WORD_BITS));
}

/* All words below a cell of the double array. points: code point of each code. */
static void add_words(Corpus *c, uint32_t cell, const uint32_t *points, uint32_t codes, char *text,
                      size_t len, uint8_t depth) {
    enum { DEEPEST = 8 };
    if (depth == DEEPEST)
        return;
    for (uint32_t code = 1; code < codes; code++) {
        uint32_t child = cell_base(text_word_cell[cell]) + code;
        if (child >= text_word_cells || cell_parent(text_word_cell[child]) != cell || !points[code])
            continue;
        size_t with = len + utf8_encode(points[code], text + len);
        uint16_t cost = cell_cost(text_word_cell[child]);
        if (cost != WORD_NONE) {
            Word word = {.text = (uint32_t)c->pool.len,
                         .len = (uint8_t)with,
                         .points = (uint8_t)(depth + 1),
                         .cost = cost,
                         .final = points[code]};
            utf8_next(str_make(text, with), 0, &word.initial);
            buf_put(&c->pool, text, with);
            vec_push(&c->words, word);
        }
        add_words(c, child, points, codes, text, with, (uint8_t)(depth + 1));
    }
}

static int compare_words(const void *a, const void *b) {
    const Word *x = a, *y = b;
    if (x->cost != y->cost)
        return x->cost < y->cost ? -1 : 1;
    return x->text < y->text ? -1 : x->text > y->text;
}

static void weigh_words(Corpus *c) {
    double all = 0, sum = 0;
    VEC_EACH (word, &c->words) {
        all += exp(-word->cost / (double)WORD_SCALE);
    }
    uint32_t at = 0;
    for (size_t i = 0; i < c->words.len; i++) {
        Word *word = &c->words.items[i];
        double share = exp(-word->cost / (double)WORD_SCALE) / all;
        word->sum = (uint32_t)(sum * 4294967295.0);
        word->successors = 3 + (uint32_t)(40000 * pow(share, .62));
        while (at <= PICKS && (double)at / PICKS <= sum)
            c->first[at++] = (uint32_t)i;
        sum += share;
    }
    while (at <= PICKS)
        c->first[at++] = (uint32_t)c->words.len;
}

static bool make_words(Corpus *c) {
    uint32_t points[WORD_LAST - WORD_FIRST + 2] = {0}, codes = 1;
    char text[64];
    for (uint32_t point = WORD_FIRST; point <= WORD_LAST; point++) {
        uint16_t code = text_word_code[point - WORD_FIRST];
        if (code && code < COUNT_OF(points))
            points[code] = point;
        if (code >= codes)
            codes = code + 1u;
    }
    if (text_word_cells)
        add_words(c, 0, points, codes, text, 0, 0);
    if (!c->words.len)
        return false;
    qsort(c->words.items, c->words.len, sizeof *c->words.items, compare_words);
    weigh_words(c);
    return true;
}

/* The word that a random number stands for. */
static uint32_t pick_word(const Corpus *c, uint32_t number) {
    uint32_t low = c->first[number >> 16], high = c->first[(number >> 16) + 1];
    low -= low > 0;
    while (low + 1 < high) {
        uint32_t mid = low + (high - low) / 2;
        if (c->words.items[mid].sum <= number)
            low = mid;
        else
            high = mid;
    }
    return low;
}

/* Most characters never stand beside each other. */
static bool may_follow(const Corpus *c, uint32_t word, uint32_t next) {
    const Word *a = &c->words.items[word], *b = &c->words.items[next];
    uint64_t pair = ((uint64_t)a->final << 32 | b->initial) * 0x9e3779b97f4a7c15u;
    return a->particle || b->particle || (pair >> 40) % 48 == 0;
}

/* One of the words that follow a word: always the same ones, the first of them most often. */
static uint32_t pick_successor(Corpus *c, uint32_t word) {
    uint32_t next = 0, place[3] = {word, zipf(c, c->words.items[word].successors), 0};
    for (; place[2] < 200; place[2]++) {
        next = pick_word(c, (uint32_t)hash_bytes(place, sizeof place, 7));
        if (may_follow(c, word, next))
            break;
    }
    return next;
}

static Str word_text(const Corpus *c, uint32_t word) {
    return str_make(c->pool.data + c->words.items[word].text, c->words.items[word].len);
}

static void find_particles(Corpus *c) {
    static const char *const texts[PARTICLES] = {"的", "在", "是", "了", "和", "不",
                                                 "有", "为", "与", "中", "对", "一个"};
    for (size_t p = 0; p < PARTICLES; p++)
        for (size_t i = 0; i < c->words.len; i++)
            if (str_equal(word_text(c, (uint32_t)i), str_of(texts[p])))
                c->words.items[c->particles[p] = (uint32_t)i].particle = true;
}

static void make_english(Corpus *c) {
    double sum = 0, done = 0;
    uint32_t at = 0;
    for (uint32_t w = 0; w < ENGLISH; w++) {
        English *word = &c->english[w];
        word->len = (uint8_t)(2 + corpus_random(c, 9));
        for (uint32_t i = 0; i < word->len; i++)
            word->text[i] =
                i % 2 ? "aeiou"[corpus_random(c, 5)] : "bcdfghjklmnprstvwy"[corpus_random(c, 18)];
        sum += 1 / (w + 8.0);
    }
    for (uint32_t w = 0; w < ENGLISH; w++) {
        done += 1 / (w + 8.0);
        while (at < PICKS && at < done / sum * PICKS)
            c->pick_english[at++] = (uint16_t)w;
    }
    while (at < PICKS)
        c->pick_english[at++] = ENGLISH - 1;
}

static Uuid make_uuid(Corpus *c) {
    Uuid id;
    for (size_t i = 0; i < sizeof id.bytes; i++)
        id.bytes[i] = (uint8_t)corpus_random(c, 256);
    id.bytes[6] = (uint8_t)((id.bytes[6] & 15) | 0x70);
    id.bytes[8] = (uint8_t)((id.bytes[8] & 63) | 0x80);
    return id;
}

/* Ids of cases ascend, as those of one writer do. */
static Uuid next_uuid(Corpus *c, int64_t at) {
    Uuid id = make_uuid(c);
    for (int i = 0; i < 6; i++)
        id.bytes[i] = (uint8_t)(at >> (40 - 8 * i));
    return id;
}

Corpus *corpus_new(uint64_t seed) {
    Corpus *c = mem_zalloc(sizeof *c);
    c->seed = seed * 977 + 1;
    c->word = UINT32_MAX;
    c->seen = mem_zalloc(SEEN_BYTES);
    if (!make_words(c)) {
        corpus_free(c);
        return NULL;
    }
    find_particles(c);
    make_english(c);
    for (size_t i = 0; i < COUNT_OF(c->owners); i++)
        c->owners[i] = make_uuid(c);
    for (size_t i = 0; i < COUNT_OF(c->customers); i++)
        c->customers[i] = make_uuid(c);
    return c;
}

void corpus_free(Corpus *c) {
    if (!c)
        return;
    buf_free(&c->text);
    buf_free(&c->pool);
    vec_free(&c->words);
    for (size_t i = 0; i < COUNT_OF(c->kept); i++)
        buf_free(&c->kept[i]);
    free(c->seen);
    free(c);
}

/* ---- texts ---- */

static void note_pairs(Corpus *c, Str text) {
    for (size_t at = 0; at < text.len; c->characters++) {
        uint32_t point;
        at += utf8_next(text, at, &point);
        if (c->last) {
            uint64_t pair = ((uint64_t)c->last << 32 | point) * 0x9e3779b97f4a7c15u;
            uint32_t slot = (uint32_t)(pair >> 39); /* 25 bits */
            uint8_t bit = (uint8_t)(1u << (slot & 7));
            c->pairs += !(c->seen[slot >> 3] & bit);
            c->seen[slot >> 3] |= bit;
        }
        c->last = point;
    }
}

static void put_word(Corpus *c, uint32_t word, Buf *out) {
    note_pairs(c, word_text(c, word));
    buf_put_str(out, word_text(c, word));
    c->points += c->words.items[word].points;
    c->word = word;
}

static uint32_t next_word(Corpus *c) {
    uint32_t kind = corpus_random(c, 100), word;
    if (kind < 6)
        return c->particles[zipf(c, PARTICLES)];
    word = c->subjects[zipf(c, SUBJECTS)];
    if (c->word == UINT32_MAX)
        return kind < 20 ? word : pick_word(c, random32(c));
    if (kind < 52 && may_follow(c, c->word, word))
        return word;
    return pick_successor(c, c->word);
}

static void put_english(Corpus *c, Buf *out) {
    const English *word = &c->english[c->pick_english[corpus_random(c, PICKS)]];
    buf_putc(out, ' ');
    buf_put(out, word->text, word->len);
    buf_putc(out, ' ');
    c->points += word->len + 2u;
    c->last = 0;
    c->word = UINT32_MAX;
}

static void put_mark(Corpus *c, const char *mark) {
    buf_puts(&c->text, mark);
    c->points++;
    c->last = 0;
    c->word = UINT32_MAX;
}

static void make_text(Corpus *c, uint32_t points) {
    buf_clear(&c->text);
    c->points = c->last = 0;
    c->word = UINT32_MAX;
    for (uint32_t clause = 1; c->points < points; clause++) {
        for (uint32_t n = 3 + corpus_random(c, 7); n > 0 && c->points < points; n--) {
            if (corpus_random(c, 90) == 0)
                put_english(c, &c->text);
            put_word(c, next_word(c), &c->text);
        }
        put_mark(c, clause % 3 ? "，" : "。");
    }
}

static void set_text(Corpus *c, Record *record, int field, uint32_t points) {
    make_text(c, points);
    record_set_text(record, field, str_trim(buf_str(&c->text)));
}

static void set_title(Corpus *c, Record *record) {
    buf_clear(&c->text);
    c->word = UINT32_MAX;
    c->last = 0;
    for (uint32_t n = 4 + corpus_random(c, 5); n > 0; n--)
        put_word(c, n % 3 ? next_word(c) : c->subjects[zipf(c, SUBJECTS)], &c->text);
    record_set_text(record, CASE_TITLE, buf_str(&c->text));
}

static void set_value(Corpus *c, Record *record, int field, const char *prefix, uint32_t values) {
    char text[64];
    snprintf(text, sizeof text, "%s%u", prefix, zipf(c, values));
    record_set_text(record, field, str_of(text));
}

static void set_tags(Corpus *c, Record *record) {
    Value values[4];
    char texts[4][32];
    uint32_t count = 1 + corpus_random(c, 4);
    for (uint32_t i = 0; i < count; i++) {
        snprintf(texts[i], sizeof texts[i], "标签%u", zipf(c, 300));
        values[i] = value_text(str_of(texts[i]));
    }
    record_set(record, CASE_TAGS, value_list(values, count));
}

/* Words of the middle: neither the commonest nor the rarest. */
static void choose_subjects(Corpus *c) {
    for (size_t i = 0; i < SUBJECTS; i++) {
        uint32_t word = 0;
        for (int tries = 0; tries < 50 && (word < 200 || c->words.items[word].points < 2); tries++)
            word = pick_word(c, random32(c));
        c->subjects[i] = word;
    }
}

Record *corpus_next(Corpus *c) {
    static const char *const states[] = {"published", "published", "published", "published",
                                         "published", "draft",     "submitted", "archived"};
    static const int fields[] = {CASE_BACKGROUND, CASE_NEED, CASE_SOLUTION, CASE_RESULT};
    Record *record = record_new(ENTITY_CASE);
    uint32_t points = 150 + corpus_random(c, 751);
    char text[48];
    int64_t at = 1700000000000 + (int64_t)c->made * 60000;
    choose_subjects(c);
    record_set_uuid(record, CASE_UUID, next_uuid(c, at));
    snprintf(text, sizeof text, "B-%07u", c->made);
    record_set_text(record, CASE_EXT_ID, str_of(text));
    set_title(c, record);
    for (size_t i = 0; i < COUNT_OF(fields); i++)
        set_text(c, record, fields[i], points / 4);
    Buf *kept = &c->kept[c->made % KEPT_TEXTS];
    buf_clear(kept);
    buf_put_str(kept, record_text(record, fields[c->made % COUNT_OF(fields)]));
    set_value(c, record, CASE_INDUSTRY, "行业", 12);
    set_value(c, record, CASE_REGION, "地区", 34);
    set_value(c, record, CASE_CATEGORY, "类/别", 300);
    set_tags(c, record);
    uint32_t customer = zipf(c, CUSTOMERS);
    snprintf(text, sizeof text, "客户公司%u", customer);
    record_set_ref(record, CASE_CUSTOMER, c->customers[customer], str_of(text));
    record_set_ref(record, CASE_OWNER, c->owners[corpus_random(c, 40)], STR("王芳"));
    record_set_ref(record, CASE_AUTHOR, c->owners[corpus_random(c, 40)], STR("李敏"));
    record_set_text(record, CASE_STATE, str_of(states[corpus_random(c, 8)]));
    record_set_text(record, CASE_AUDIENCE, STR("sales"));
    record_set_int(record, CASE_IMPORTANCE, corpus_random(c, 11));
    record_set_int(record, CASE_REV, 1);
    record_set_int(record, CASE_CREATED, at);
    record_set_int(record, CASE_UPDATED, at);
    record_set_int(record, CASE_PUBLISHED_AT, at);
    c->made++;
    return record;
}

/* ---- queries ---- */

const char *corpus_query_name(CorpusQuery kind) {
    static const char *const names[CORPUS_QUERIES] = {
        [QUERY_WORD] = "word",       [QUERY_TWO] = "two",           [QUERY_PHRASE] = "phrase",
        [QUERY_STRANGE] = "strange", [QUERY_QUESTION] = "question", [QUERY_ENGLISH] = "english",
        [QUERY_MIXED] = "mixed"};
    return names[kind];
}

static Str kept_text(Corpus *c) {
    uint32_t most = c->made < KEPT_TEXTS ? c->made : KEPT_TEXTS;
    return most ? buf_str(&c->kept[corpus_random(c, most)]) : STR("");
}

/* A stretch of `points` Han characters of the text, shorter when there is none so long. */
static Str stretch(Corpus *c, Str text, uint32_t points) {
    Str best = {0};
    for (int tries = 0; tries < 20; tries++) {
        size_t from = text.len ? corpus_random(c, (uint32_t)text.len) : 0, to;
        while (from && ((unsigned char)text.ptr[from] & 0xC0) == 0x80)
            from--;
        uint32_t n = 0;
        for (to = from; to < text.len && n < points; n++) {
            uint32_t point;
            size_t len = utf8_next(text, to, &point);
            if (point < 0x4E00 || point > 0x9FFF)
                break;
            to += len;
        }
        if (to - from > best.len)
            best = str_make(text.ptr + from, to - from);
        if (n == points)
            break;
    }
    return best;
}

static void query_word(Corpus *c, Buf *out) {
    uint32_t word;
    do
        word = pick_word(c, random32(c));
    while (c->words.items[word].points < 2);
    buf_put_str(out, word_text(c, word));
}

static void query_question(Corpus *c, Buf *out) {
    static const char *const ends[] = {"怎么办", "如何", "是什么", "为什么", "吗", ""};
    Str text = kept_text(c);
    buf_put_str(out, stretch(c, text, 3 + corpus_random(c, 4)));
    buf_puts(out, corpus_random(c, 2) ? "的" : "");
    buf_put_str(out, stretch(c, text, 3 + corpus_random(c, 5)));
    buf_puts(out, ends[corpus_random(c, COUNT_OF(ends))]);
}

static void query_english(Corpus *c, Buf *out) {
    const English *word = &c->english[c->pick_english[corpus_random(c, PICKS)]];
    buf_put(out, word->text, word->len);
}

void corpus_query(Corpus *c, CorpusQuery kind, Buf *out) {
    Str text = kept_text(c);
    switch (kind) {
    case QUERY_WORD:
        query_word(c, out);
        break;
    case QUERY_TWO:
        buf_put_str(out, stretch(c, text, 2));
        buf_putc(out, ' ');
        buf_put_str(out, stretch(c, text, 2 + corpus_random(c, 2)));
        break;
    case QUERY_PHRASE:
        buf_put_str(out, stretch(c, text, 4 + corpus_random(c, 5)));
        break;
    case QUERY_STRANGE:
        query_word(c, out);
        query_word(c, out);
        break;
    case QUERY_QUESTION:
        query_question(c, out);
        break;
    case QUERY_ENGLISH:
        query_english(c, out);
        break;
    case QUERY_MIXED:
        buf_put_str(out, stretch(c, text, 2));
        buf_putc(out, ' ');
        query_english(c, out);
        break;
    case CORPUS_QUERIES:
        break;
    }
}
