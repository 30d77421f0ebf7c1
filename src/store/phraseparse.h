#ifndef ANLIKU_STORE_PHRASEPARSE_H
#define ANLIKU_STORE_PHRASEPARSE_H

#include "base/vec.h"
#include "store/phrases.h"

#include <string.h>

/* Cutting a text into phrases (for phrases.c and phraselearn.c only). A text is a row of units:
 * UTF-8 characters, or single bytes where it is none. */

enum { PHRASE_BIT = 16, PHRASE_NONE = UINT32_MAX }; /* PHRASE_BIT: cost of a bit */

/* Phrases by their units, small enough to stay near the processor. A node is the beginning of
 * phrases; 0 is none. Numbers of phrases are those of the caller, 0..255 the bytes. */
enum { PHRASE_NODES = UINT16_MAX, PHRASE_NO_COST = 0x7FFF, PHRASE_INNER = 1 << 15 };

/* What a node is: its number, and above it the cost of the phrase that ends there, PHRASE_NO_COST:
 * none (dearer than anything that can stand for its bytes); PHRASE_INNER: longer ones follow. */
typedef uint32_t PhraseNode;

/* What follows nodes, hashed: the steps of a bucket are looked at together. What is not in it is
 * nowhere, unless it is full. Beside each other in memory, no bucket on two lines of the cache. */
enum { PHRASE_BUCKET = 4, PHRASE_FILTER = 18 };
typedef struct PhraseBucket {
    uint32_t from[PHRASE_BUCKET]; /* node << 16 | unit */
    PhraseNode to[PHRASE_BUCKET]; /* 0: free, and so are all behind it */
} PhraseBucket;

typedef struct PhraseTrie {
    PhraseNode *first; /* of each unit */
    uint64_t *filter;  /* a bit for each step, by its hash */
    PhraseBucket *buckets;
    size_t bucket_count;
    VEC(uint16_t) info;   /* of each node */
    VEC(uint32_t) phrase; /* that ends at each node */
} PhraseTrie;

/* False when there is no room for more nodes. */
bool phrase_trie_add(PhraseTrie *trie, Str text, uint32_t phrase);
/* Whether the text is a phrase, and which. */
bool phrase_trie_find(const PhraseTrie *trie, Str text, uint32_t *phrase);
/* cost of each phrase, in 1/PHRASE_BIT bits. */
void phrase_trie_price(PhraseTrie *trie, const uint16_t *costs);
void phrase_trie_free(PhraseTrie *trie);

enum { PHRASE_NODE_0 = 256 }; /* below it the bytes */

/* One step of a text: a phrase, or bytes as they are. */
typedef struct PhraseStep {
    uint32_t phrase; /* PHRASE_NONE: plain bytes */
    uint32_t bytes;
} PhraseStep;

/* A phrase from one unit on: above PHRASE_COST_AT what it costs, below it its units << 16 and its
 * node; node 0: plain bytes; no units: the bytes of one unit. The cheapest is the least number. */
typedef uint64_t PhraseChoice;
enum { PHRASE_COST_AT = 32, PHRASE_PLACE_AT = 48 };

enum { PHRASE_WINDOW = 1024 };

/* Phrases that begin in a part of the text. */
typedef struct PhraseWindow {
    PhraseNode single[PHRASE_WINDOW]; /* of the unit alone */
    uint32_t open[PHRASE_WINDOW];     /* place << 16 | node that longer ones may follow */
    uint16_t ends[PHRASE_WINDOW];     /* of those from each place on, in `sorted` */
    PhraseChoice *found, *sorted;     /* their own cost; found: place above PHRASE_PLACE_AT */
    size_t room;
} PhraseWindow;

typedef struct PhraseParser {
    const PhraseTrie *trie; /* with its prices */
    bool by_node;           /* steps name a phrase by its node + PHRASE_NODE_0, not by its number */
    uint16_t bytes[256];    /* costs of the bytes */
    uint16_t plain;         /* of the sign that plain bytes follow */
    uint16_t *units;        /* one more than there are: no unit */
    uint32_t *starts;       /* one more than units */
    PhraseChoice *best;     /* from each unit to the end of the text */
    size_t room;
    PhraseWindow *window;
    VEC(PhraseStep) steps;
} PhraseParser;

/* Fills parser->steps with the cheapest row of steps. */
void phrase_parse(PhraseParser *parser, Str text);
void phrase_parser_free(PhraseParser *parser);

/* The unit at `at` (< len) and its bytes: a code point of the basic plane, else a byte. */
/* Bytes that are no character, and no unit at all, where no code point is. */
enum { PHRASE_STRANGE = 0xD800, PHRASE_NO_UNIT = 0xDFFF };
static inline uint16_t phrase_unit(const uint8_t *text, size_t at, size_t len, uint32_t *bytes) {
    uint8_t lead = text[at];
    size_t left = len - at;
    *bytes = 1;
    if (lead < 0x80)
        return lead;
    if (lead >= 0xE0 && lead < 0xF0 && left > 2 && (text[at + 1] & 0xC0) == 0x80 &&
        (text[at + 2] & 0xC0) == 0x80) {
        uint32_t point =
            (uint32_t)(lead & 15) << 12 | (uint32_t)(text[at + 1] & 63) << 6 | (text[at + 2] & 63u);
        if (point >= 0x800 && (point < 0xD800 || point > 0xDFFF)) {
            *bytes = 3;
            return (uint16_t)point;
        }
    }
    if (lead >= 0xC2 && lead < 0xE0 && left > 1 && (text[at + 1] & 0xC0) == 0x80) {
        *bytes = 2;
        return (uint16_t)((lead & 31) << 6 | (text[at + 1] & 63));
    }
    return (uint16_t)(PHRASE_STRANGE + lead);
}

/* Phrases of a text that can be said again, the last one first: PHRASE_RECENT of them from `first`
 * on. */
enum { PHRASE_ROOM = 8 * PHRASE_RECENT };
typedef struct PhraseRecent {
    uint32_t first, count;
    uint32_t phrases[PHRASE_ROOM];
} PhraseRecent;

static inline void phrase_recent_begin(PhraseRecent *recent) {
    recent->first = PHRASE_ROOM;
    recent->count = 0;
}

static inline void phrase_recent_push(PhraseRecent *recent, uint32_t phrase) {
    if (!recent->first) { /* back to the end of the room */
        recent->first = PHRASE_ROOM - PHRASE_RECENT;
        memcpy(recent->phrases + recent->first, recent->phrases,
               PHRASE_RECENT * sizeof *recent->phrases);
    }
    recent->phrases[--recent->first] = phrase;
    recent->count += recent->count < PHRASE_RECENT;
}

/* The one at `at` (< count) is the last one now. */
static inline uint32_t phrase_recent_raise(PhraseRecent *recent, uint32_t at) {
    uint32_t *last = recent->phrases + recent->first, phrase = last[at];
    for (; at; at--)
        last[at] = last[at - 1];
    return last[0] = phrase;
}

/* Its place, or PHRASE_RECENT. */
static inline uint32_t phrase_recent_find(const PhraseRecent *recent, uint32_t phrase) {
    const uint32_t *last = recent->phrases + recent->first;
    for (uint32_t i = 0; i < recent->count; i++)
        if (last[i] == phrase)
            return i;
    return PHRASE_RECENT;
}

#endif
