#ifndef ANLIKU_STORE_PHRASES_H
#define ANLIKU_STORE_PHRASES_H

#include "base/buf.h"

/* Compression of short texts by a book of phrases that was learned from others of their kind
 * (inside store/ only): a body of 1.5 KB is too short to learn from itself. The book holds every
 * byte, characters and phrases of them, each with a Huffman code. Phrases that a text says again
 * are named by how long ago it said them. A stored text is the bits of its codes, nothing else: its
 * length in bytes is known to who stores it, and so is its checksum.
 *
 * A book, big-endian: PHRASE_MAGIC, u8 longest code, u32 symbols, u32 pool bytes, u32 symbols of
 * each code length from 1 on, then a u32 each symbol in canonical order (length << 24 | place in
 * the pool; length 0: PhraseSpecial), then the pool. */

enum {
    PHRASE_BYTES = 32,   /* longest phrase */
    PHRASE_CODE = 20,    /* longest code, bits */
    PHRASE_FAST = 11,    /* bits that are looked up at once */
    PHRASE_RECENT = 64,  /* phrases of the text that can be said again */
    PHRASE_WORTH = 10,   /* bits of a code from which on its phrase is remembered */
    PHRASE_RUN = 32,     /* bytes of a run at most */
    PHRASE_RUN_BITS = 5, /* of its length - 1 */
    PHRASE_SYMBOLS = 1 << 16
};
#define PHRASE_LONG  ((uint32_t)1 << 31)
#define PHRASE_MAGIC "PhB"

typedef enum PhraseSpecial {
    PHRASE_AGAIN,                                /* + how many were said since */
    PHRASE_PLAIN = PHRASE_AGAIN + PHRASE_RECENT, /* a run of bytes as they are */
    PHRASE_SPECIALS
} PhraseSpecial;

/* A book made ready for reading; points into its bytes, which must outlive it. */
typedef struct PhraseBook {
    const uint8_t *entries;
    const char *pool;
    uint32_t symbols, pool_bytes;
    unsigned longest;
    uint32_t counts[PHRASE_CODE + 1]; /* symbols by code length */
    uint32_t limit[PHRASE_CODE + 2];  /* by code length: codes below it, 32 bits, left-aligned */
    uint32_t offset[PHRASE_CODE + 2]; /* symbol = offset + code */
    uint32_t fast[1 << PHRASE_FAST];  /* length << 24 | symbol; a longer code: PHRASE_LONG | the
                                       least length there */
} PhraseBook;

bool phrase_is_book(Str bytes);
/* False when it is damaged. */
bool phrase_open(PhraseBook *book, Str bytes);
/* The same bytes lie at another place now. False when they are others. */
bool phrase_move(PhraseBook *book, Str bytes);
/* Appends exactly raw_bytes bytes, or gives false (out may have grown). */
bool phrase_decode(const PhraseBook *book, Str stored, size_t raw_bytes, Buf *out);

/* What writes; some megabytes. */
typedef struct PhraseCoder PhraseCoder;
/* bytes is copied. NULL when it is damaged, or no book that every text can be written with. */
PhraseCoder *phrase_coder_new(Str bytes);
void phrase_coder_free(PhraseCoder *coder); /* NULL is allowed */
void phrase_encode(PhraseCoder *coder, Str raw, Buf *out);

/* Makes a book from samples that lie one behind the other. The same for the same samples. */
void phrase_learn(const char *samples, const size_t *sizes, size_t count, Buf *book);

#endif
