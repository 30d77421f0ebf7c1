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
enum { PHRASE_NODES = UINT16_MAX, PHRASE_NO_COST = 1023, PHRASE_INNER = 1 << 15 };

typedef struct PhraseSlot {
    uint16_t node, unit;
    uint16_t child; /* 0: the slot is free */
    uint16_t info;  /* cost of the phrase that ends here, PHRASE_NO_COST: none; PHRASE_INNER: longer
                       ones follow */
} PhraseSlot;

typedef struct PhraseTrie {
    uint16_t *first; /* node of each unit */
    PhraseSlot *slots;
    size_t slot_count;
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

/* One step of a text: a phrase, or bytes as they are. */
typedef struct PhraseStep {
    uint32_t phrase; /* PHRASE_NONE: plain bytes */
    uint32_t bytes;
} PhraseStep;

typedef struct PhraseChoice {
    uint16_t node;  /* of a phrase; 0: plain bytes */
    uint16_t bytes; /* 0: the bytes of one unit */
} PhraseChoice;

typedef struct PhraseParser {
    const PhraseTrie *trie; /* with its prices */
    uint16_t bytes[256];    /* costs of the bytes */
    uint16_t plain;         /* of the sign that plain bytes follow */
    uint16_t *units;
    uint32_t *starts, *costs; /* one more than units */
    PhraseChoice *best;       /* from each unit on */
    size_t room;
    VEC(PhraseStep) steps;
} PhraseParser;

/* Fills parser->steps with the cheapest row of steps. */
void phrase_parse(PhraseParser *parser, Str text);
void phrase_parser_free(PhraseParser *parser);

/* The unit at `at` (< len) and its bytes: a code point of the basic plane, else a byte. */
enum { PHRASE_STRANGE = 0xD800 }; /* bytes that are no character, where no code point is */
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
