#include "config.h"

#include "corpus.h"

#include "base/vec.h"
#include "base/zone.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>

enum {
    WORDS = 16000,
    PHRASES = 30000,
    ENGLISH = 6000,
    CHARACTERS = 3500,
    CUSTOMERS = 3000,
    ALIAS = 1 << 16
};

typedef struct Word {
    char text[24];
    uint8_t len, points;
} Word;

struct Corpus {
    uint64_t seed;
    Word words[WORDS], english[ENGLISH];
    uint16_t phrases[PHRASES][4]; /* words that stand together */
    uint8_t phrase_words[PHRASES];
    uint16_t pick[ALIAS]; /* rank by Zipf, for one random number */
    uint16_t pick_phrase[ALIAS];
    uint16_t pick_english[ALIAS];
    uint8_t seen[1 << 21]; /* pairs, hashed */
    size_t pairs;
    uint32_t last; /* last Han character */
    uint32_t made;
    Uuid owners[40], customers[CUSTOMERS];
    Buf text;
};

uint32_t corpus_random(Corpus *c, uint32_t below) {
    c->seed = c->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((c->seed >> 32) * below >> 32);
}

size_t corpus_pairs(const Corpus *c) {
    return c->pairs;
}

/* Rank r is drawn with weight 1 / (r + flat). */
static void fill_picks(uint16_t *pick, uint32_t ranks, double flat) {
    double sum = 0, done = 0;
    uint32_t at = 0;
    for (uint32_t r = 0; r < ranks; r++)
        sum += 1 / (r + flat);
    for (uint32_t r = 0; r < ranks; r++) {
        done += 1 / (r + flat);
        while (at < ALIAS && at < done / sum * ALIAS)
            pick[at++] = (uint16_t)r;
    }
    while (at < ALIAS)
        pick[at++] = (uint16_t)(ranks - 1);
}

static uint32_t zipf(Corpus *c, uint32_t ranks) {
    return (uint32_t)pow(ranks, corpus_random(c, 1 << 20) / (double)(1 << 20)) - 1;
}

static Uuid make_uuid(Corpus *c) {
    Uuid id;
    for (size_t i = 0; i < sizeof id.bytes; i++)
        id.bytes[i] = (uint8_t)corpus_random(c, 256);
    id.bytes[6] = (uint8_t)((id.bytes[6] & 15) | 0x70);
    id.bytes[8] = (uint8_t)((id.bytes[8] & 63) | 0x80);
    return id;
}

static void make_words(Corpus *c) {
    for (uint32_t w = 0; w < WORDS; w++) {
        static const uint8_t lengths[] = {2, 2, 2, 2, 2, 2, 1, 3, 3, 4};
        Word *word = &c->words[w];
        word->points = lengths[corpus_random(c, sizeof lengths)];
        if (w < 60)
            word->points = 1 + (w & 1);
        for (uint32_t i = 0; i < word->points; i++)
            word->len += utf8_encode(0x4E00 + 3 * zipf(c, CHARACTERS), word->text + word->len);
    }
    for (uint32_t w = 0; w < ENGLISH; w++) {
        Word *word = &c->english[w];
        word->len = (uint8_t)(2 + corpus_random(c, 9));
        for (uint32_t i = 0; i < word->len; i++)
            word->text[i] =
                i % 2 ? "aeiou"[corpus_random(c, 5)] : "bcdfghjklmnprstvwy"[corpus_random(c, 18)];
    }
}

static void make_phrases(Corpus *c) {
    for (uint32_t p = 0; p < PHRASES; p++) {
        c->phrase_words[p] = (uint8_t)(2 + corpus_random(c, 3));
        for (uint32_t i = 0; i < c->phrase_words[p]; i++)
            c->phrases[p][i] = c->pick[corpus_random(c, ALIAS)];
    }
}

Corpus *corpus_new(uint64_t seed) {
    Corpus *c = mem_zalloc(sizeof *c);
    c->seed = seed * 977 + 1;
    make_words(c);
    fill_picks(c->pick, WORDS, 12);
    fill_picks(c->pick_phrase, PHRASES, 40);
    make_phrases(c);
    fill_picks(c->pick_english, ENGLISH, 8);
    for (size_t i = 0; i < COUNT_OF(c->owners); i++)
        c->owners[i] = make_uuid(c);
    for (size_t i = 0; i < COUNT_OF(c->customers); i++)
        c->customers[i] = make_uuid(c);
    return c;
}

void corpus_free(Corpus *c) {
    buf_free(&c->text);
    free(c);
}

static void note_pairs(Corpus *c, const Word *word) {
    Str text = str_make(word->text, word->len);
    for (size_t at = 0; at < text.len;) {
        uint32_t point;
        at += utf8_next(text, at, &point);
        if (c->last) {
            uint32_t slot = (c->last * 2654435761u + point * 40503u) & ((1u << 24) - 1);
            uint8_t bit = (uint8_t)(1u << (slot & 7));
            c->pairs += !(c->seen[slot >> 3] & bit);
            c->seen[slot >> 3] |= bit;
        }
        c->last = point;
    }
}

static void put_word(Corpus *c, const Word *word, Buf *out) {
    note_pairs(c, word);
    buf_put(out, word->text, word->len);
}

void corpus_word(Corpus *c, Buf *out) {
    put_word(c, &c->words[c->pick[corpus_random(c, ALIAS)]], out);
}

static void put_phrase(Corpus *c, Buf *out) {
    uint32_t p = c->pick_phrase[corpus_random(c, ALIAS)];
    for (uint32_t i = 0; i < c->phrase_words[p]; i++)
        put_word(c, &c->words[c->phrases[p][i]], out);
}

void corpus_english(Corpus *c, Buf *out) {
    const Word *word = &c->english[c->pick_english[corpus_random(c, ALIAS)]];
    c->last = 0;
    buf_put(out, word->text, word->len);
}

static void make_text(Corpus *c, size_t bytes) {
    buf_clear(&c->text);
    c->last = 0;
    for (uint32_t n = 1; c->text.len < bytes; n++) {
        uint32_t kind = corpus_random(c, 20);
        if (kind == 0) {
            buf_putc(&c->text, ' ');
            corpus_english(c, &c->text);
            buf_putc(&c->text, ' ');
        } else if (kind < 3) {
            corpus_word(c, &c->text);
        } else {
            put_phrase(c, &c->text);
        }
        if (n % 3 == 0) {
            buf_puts(&c->text, n % 9 ? "，" : "。");
            c->last = 0;
        }
    }
}

static void set_text(Corpus *c, Record *record, int field, size_t bytes) {
    make_text(c, bytes);
    record_set_text(record, field, str_trim(buf_str(&c->text)));
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

Record *corpus_next(Corpus *c) {
    static const char *const states[] = {"published", "published", "published", "published",
                                         "published", "draft",     "submitted", "archived"};
    Record *record = record_new(ENTITY_CASE);
    size_t bytes = 3 * (150 + corpus_random(c, 751));
    char name[32];
    int64_t at = 1700000000000 + (int64_t)c->made++ * 60000;
    record_set_uuid(record, CASE_UUID, make_uuid(c));
    set_text(c, record, CASE_TITLE, 30 + corpus_random(c, 30));
    set_text(c, record, CASE_BACKGROUND, bytes / 4);
    set_text(c, record, CASE_NEED, bytes / 4);
    set_text(c, record, CASE_SOLUTION, bytes / 4);
    set_text(c, record, CASE_RESULT, bytes / 4);
    set_value(c, record, CASE_INDUSTRY, "行业", 12);
    set_value(c, record, CASE_REGION, "地区", 34);
    set_value(c, record, CASE_CATEGORY, "类/别", 300);
    set_tags(c, record);
    uint32_t customer = zipf(c, CUSTOMERS);
    snprintf(name, sizeof name, "客户公司%u", customer);
    record_set_ref(record, CASE_CUSTOMER, c->customers[customer], str_of(name));
    record_set_ref(record, CASE_OWNER, c->owners[corpus_random(c, 40)], STR("王芳"));
    record_set_ref(record, CASE_AUTHOR, c->owners[corpus_random(c, 40)], STR("李敏"));
    record_set_text(record, CASE_STATE, str_of(states[corpus_random(c, 8)]));
    record_set_text(record, CASE_AUDIENCE, STR("sales"));
    record_set_int(record, CASE_IMPORTANCE, corpus_random(c, 11));
    record_set_int(record, CASE_REV, 1);
    record_set_int(record, CASE_CREATED, at);
    record_set_int(record, CASE_UPDATED, at);
    record_set_int(record, CASE_PUBLISHED_AT, at);
    return record;
}
