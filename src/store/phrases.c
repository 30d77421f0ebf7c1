#include "config.h"

#include "store/phrases.h"

#include "store/phraseparse.h"

#include <string.h>

enum { MAGIC = sizeof PHRASE_MAGIC - 1, HEAD = MAGIC + 1 + 4 + 4, ENTRY = 4 };

bool phrase_is_book(Str bytes) {
    return bytes.len >= HEAD && memcmp(bytes.ptr, PHRASE_MAGIC, MAGIC) == 0;
}

static uint32_t load32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* ---- reading ---- */

/* Codes ascend with length, and within a length with the symbol. */
static bool order_codes(PhraseBook *book) {
    const uint32_t *counts = book->counts;
    uint64_t code = 0;
    uint32_t symbol = 0;
    for (unsigned length = 1; length <= book->longest; length++) {
        code <<= 1;
        book->offset[length] = symbol - (uint32_t)code;
        if (code + counts[length] > (uint64_t)1 << length)
            return false;
        for (uint32_t i = 0; i < counts[length] && length <= PHRASE_FAST; i++) {
            uint32_t from = (uint32_t)(code + i) << (PHRASE_FAST - length);
            for (uint32_t f = 0; f < 1u << (PHRASE_FAST - length); f++)
                book->fast[from + f] = length << 24 | (symbol + i);
        }
        if (length > PHRASE_FAST && counts[length]) {
            uint64_t first = code >> (length - PHRASE_FAST),
                     last = (code + counts[length] - 1) >> (length - PHRASE_FAST);
            for (; first <= last; first++)
                if (!book->fast[first])
                    book->fast[first] = PHRASE_LONG | length;
        }
        code += counts[length];
        symbol += counts[length];
        uint64_t limit = code << (32 - length);
        book->limit[length] = limit > UINT32_MAX ? UINT32_MAX : (uint32_t)limit;
    }
    return symbol == book->symbols;
}

bool phrase_open(PhraseBook *book, Str bytes) {
    uint64_t sum = 0;
    *book = (PhraseBook){0};
    if (!phrase_is_book(bytes))
        return false;
    Reader r = reader_of(bytes.ptr + MAGIC, bytes.len - MAGIC);
    book->longest = reader_u8(&r);
    book->symbols = reader_u32(&r);
    book->pool_bytes = reader_u32(&r);
    if (book->longest > PHRASE_CODE || book->symbols > PHRASE_SYMBOLS)
        return false;
    for (unsigned length = 1; length <= book->longest; length++)
        sum += book->counts[length] = reader_u32(&r);
    book->entries = (const uint8_t *)reader_bytes(&r, (size_t)book->symbols * ENTRY).ptr;
    book->pool = reader_bytes(&r, book->pool_bytes).ptr;
    return r.ok && !reader_left(&r) && sum == book->symbols && order_codes(book);
}

bool phrase_move(PhraseBook *book, Str bytes) {
    size_t head = HEAD + (size_t)book->longest * 4;
    if (bytes.len != head + (size_t)book->symbols * ENTRY + book->pool_bytes)
        return false;
    book->entries = (const uint8_t *)bytes.ptr + head;
    book->pool = bytes.ptr + head + (size_t)book->symbols * ENTRY;
    return true;
}

/* Bits of the stored text, the next one on top. Beyond its end they are zero. */
typedef struct Bits {
    const uint8_t *at, *end;
    uint64_t top;
    int left; /* bits in top; negative when more were taken than there are */
} Bits;

static inline void refill(Bits *b) {
    while (b->left <= 56 && b->at < b->end) {
        b->top |= (uint64_t)*b->at++ << (56 - b->left);
        b->left += 8;
    }
}

static inline void quick_refill(Bits *b) {
    if (b->end - b->at < 8 || b->left < 0) {
        refill(b);
        return;
    }
    uint64_t word;
    memcpy(&word, b->at, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    b->top |= word >> b->left;
    b->at += (63 - b->left) >> 3;
    b->left |= 56;
}

static inline uint32_t take(Bits *b, unsigned count) {
    uint32_t value = (uint32_t)(b->top >> (64 - count));
    b->top <<= count;
    b->left -= (int)count;
    return value;
}

/* The next symbol, its code's length in *length; false when no code is like that. */
static inline bool take_symbol(const PhraseBook *book, Bits *b, uint32_t *symbol,
                               unsigned *length) {
    uint32_t fast = book->fast[b->top >> (64 - PHRASE_FAST)];
    if (!(fast & PHRASE_LONG)) {
        *length = fast >> 24;
        *symbol = fast & 0xFFFFFF;
        take(b, *length ? *length : 1);
        return *length;
    }
    uint32_t ahead = (uint32_t)(b->top >> 32);
    for (unsigned n = fast & 0xFF; n <= book->longest; n++)
        if (ahead < book->limit[n] || n == book->longest) {
            *length = n;
            *symbol = book->offset[n] + take(b, n);
            return *symbol < book->symbols;
        }
    return false;
}

/* A phrase is copied as a whole where there is room for the longest. */
static inline bool put_phrase(const PhraseBook *book, uint32_t entry, char **to, char *end) {
    uint32_t size = entry >> 24, at = entry & 0xFFFFFF;
    if (size > PHRASE_BYTES || at + size > book->pool_bytes || size > (size_t)(end - *to))
        return false;
    if (end - *to >= PHRASE_BYTES && at + PHRASE_BYTES <= book->pool_bytes)
        memcpy(*to, book->pool + at, PHRASE_BYTES);
    else
        memcpy(*to, book->pool + at, size);
    *to += size;
    return true;
}

static bool put_plain(Bits *b, char **to, const char *end) {
    uint32_t size = take(b, PHRASE_RUN_BITS) + 1;
    if (size > (size_t)(end - *to))
        return false;
    for (uint32_t i = 0; i < size; i++) {
        quick_refill(b);
        *(*to)++ = (char)take(b, 8);
    }
    return true;
}

static bool decode(const PhraseBook *book, Bits *b, char *to, char *end) {
    PhraseRecent recent;
    phrase_recent_begin(&recent);
    while (to < end) {
        uint32_t symbol;
        unsigned length;
        quick_refill(b);
        if (!take_symbol(book, b, &symbol, &length) || b->left < 0)
            return false;
        uint32_t entry = load32(book->entries + (size_t)symbol * ENTRY);
        if (entry >> 24) {
            if (!put_phrase(book, entry, &to, end))
                return false;
            if (length >= PHRASE_WORTH && entry >> 24 > 1)
                phrase_recent_push(&recent, entry);
            continue;
        }
        if (entry < PHRASE_RECENT) {
            if (entry >= recent.count)
                return false;
            if (!put_phrase(book, phrase_recent_raise(&recent, entry), &to, end))
                return false;
        } else if (entry != PHRASE_PLAIN || !put_plain(b, &to, end)) {
            return false;
        }
    }
    return b->left >= 0;
}

bool phrase_decode(const PhraseBook *book, Str stored, size_t raw_bytes, Buf *out) {
    Bits b = {(const uint8_t *)stored.ptr, (const uint8_t *)stored.ptr + stored.len, 0, 0};
    buf_reserve(out, raw_bytes);
    char *to = out->data + out->len;
    /* Less than a byte is left over. */
    if (!decode(book, &b, to, to + raw_bytes) || b.left + 8 * (b.end - b.at) >= 8)
        return false;
    out->len += raw_bytes;
    out->data[out->len] = '\0';
    return true;
}

/* ---- writing ---- */

typedef struct Code {
    uint32_t bits : 24, length : 8;
    uint32_t said; /* number of the text that said its phrase last */
} Code;

struct PhraseCoder {
    PhraseTrie trie;
    PhraseParser parser;
    VEC(Code) codes;     /* by phrase, the bytes first; when it is ready, by node */
    VEC(uint16_t) costs; /* by phrase */
    uint32_t texts;
    Code special[PHRASE_SPECIALS];
    uint64_t held; /* bits that are no whole byte yet */
    unsigned held_bits;
};

static uint32_t code_of(const PhraseBook *book, uint32_t symbol, unsigned length) {
    return symbol - book->offset[length];
}

/* False for an entry that no book has. */
static bool add_symbol(PhraseCoder *coder, const PhraseBook *book, uint32_t symbol,
                       unsigned length) {
    uint32_t entry = load32(book->entries + (size_t)symbol * ENTRY);
    uint32_t size = entry >> 24, at = entry & 0xFFFFFF;
    Code code = {code_of(book, symbol, length) & 0xFFFFFF, (uint8_t)length, 0};
    if (!size) {
        if (entry < PHRASE_SPECIALS)
            coder->special[entry] = code;
        return entry < PHRASE_SPECIALS;
    }
    if (size > PHRASE_BYTES || at + size > book->pool_bytes)
        return false;
    uint32_t phrase = size == 1 ? (uint8_t)book->pool[at] : (uint32_t)coder->codes.len;
    if (size > 1) {
        vec_push(&coder->codes, code);
        vec_push(&coder->costs, (uint16_t)(length * PHRASE_BIT));
    } else {
        coder->codes.items[phrase] = code;
        coder->costs.items[phrase] = (uint16_t)(length * PHRASE_BIT);
    }
    phrase_trie_add(&coder->trie, str_make(book->pool + at, size), phrase);
    return true;
}

/* Only with a code for each byte and each special can every text be written. */
static bool has_all_codes(const PhraseCoder *coder) {
    for (int byte = 0; byte < 256; byte++)
        if (!coder->codes.items[byte].length)
            return false;
    for (int special = 0; special < PHRASE_SPECIALS; special++)
        if (!coder->special[special].length)
            return false;
    return true;
}

static bool add_symbols(PhraseCoder *coder, const PhraseBook *book) {
    uint32_t symbol = 0;
    for (unsigned length = 1; length <= book->longest; length++)
        for (uint32_t i = 0; i < book->counts[length]; i++)
            if (!add_symbol(coder, book, symbol++, length))
                return false;
    return has_all_codes(coder);
}

/* Codes by node, as the parser names phrases: no look at which phrase ends there. */
static void order_by_node(PhraseCoder *coder) {
    VEC(Code) codes = {0};
    vec_reserve(&codes, PHRASE_NODE_0 + coder->trie.phrase.len);
    for (size_t byte = 0; byte < PHRASE_NODE_0; byte++)
        vec_push(&codes, coder->codes.items[byte]);
    VEC_EACH (phrase, &coder->trie.phrase)
        vec_push(&codes, coder->codes.items[*phrase]);
    vec_free(&coder->codes);
    coder->codes.items = codes.items;
    coder->codes.len = codes.len;
    coder->codes.cap = codes.cap;
    coder->parser.by_node = true;
}

PhraseCoder *phrase_coder_new(Str bytes) {
    PhraseCoder *coder = mem_zalloc(sizeof *coder);
    PhraseBook *book = mem_alloc(sizeof *book);
    vec_reserve(&coder->codes, 256);
    vec_reserve(&coder->costs, 256);
    coder->codes.len = coder->costs.len = 256;
    memset(coder->codes.items, 0, 256 * sizeof *coder->codes.items);
    memset(coder->costs.items, 0, 256 * sizeof *coder->costs.items);
    bool sound = phrase_open(book, bytes) && add_symbols(coder, book);
    free(book);
    if (!sound) {
        phrase_coder_free(coder);
        return NULL;
    }
    phrase_trie_price(&coder->trie, coder->costs.items);
    order_by_node(coder);
    coder->parser.trie = &coder->trie;
    coder->parser.plain = (uint16_t)(coder->special[PHRASE_PLAIN].length * PHRASE_BIT);
    memcpy(coder->parser.bytes, coder->costs.items, sizeof coder->parser.bytes);
    return coder;
}

void phrase_coder_free(PhraseCoder *coder) {
    if (!coder)
        return;
    phrase_trie_free(&coder->trie);
    phrase_parser_free(&coder->parser);
    vec_free(&coder->codes);
    vec_free(&coder->costs);
    free(coder);
}

/* At most 32 bits; there is room. */
static inline void put_bits(PhraseCoder *c, uint32_t bits, unsigned count, Buf *out) {
    c->held = c->held << count | bits;
    c->held_bits += count;
    if (c->held_bits < 32)
        return;
    c->held_bits -= 32;
    uint32_t word = (uint32_t)(c->held >> c->held_bits);
    uint8_t *to = (uint8_t *)out->data + out->len;
    to[0] = (uint8_t)(word >> 24);
    to[1] = (uint8_t)(word >> 16);
    to[2] = (uint8_t)(word >> 8);
    to[3] = (uint8_t)word;
    out->len += 4;
}

static void put_rest(PhraseCoder *c, Buf *out) {
    size_t len = out->len + (c->held_bits + 7) / 8;
    if (c->held_bits)
        put_bits(c, 0, 32 - c->held_bits, out);
    out->len = len;
    out->data[len] = '\0';
}

static void put_code(PhraseCoder *c, Code code, Buf *out) {
    put_bits(c, code.bits, code.length, out);
}

static void put_step(PhraseCoder *c, PhraseRecent *recent, PhraseStep step, const char *text,
                     Buf *out) {
    if (step.phrase == PHRASE_NONE) {
        put_code(c, c->special[PHRASE_PLAIN], out);
        put_bits(c, step.bytes - 1, PHRASE_RUN_BITS, out);
        for (uint32_t i = 0; i < step.bytes; i++)
            put_bits(c, (uint8_t)text[i], 8, out);
        return;
    }
    Code code = c->codes.items[step.phrase];
    if (code.length >= PHRASE_WORTH && step.bytes > 1) {
        uint32_t at = PHRASE_RECENT;
        if (code.said == c->texts)
            at = phrase_recent_find(recent, step.phrase);
        c->codes.items[step.phrase].said = c->texts;
        if (at < PHRASE_RECENT && c->special[PHRASE_AGAIN + at].length < code.length) {
            put_code(c, c->special[PHRASE_AGAIN + at], out);
            phrase_recent_raise(recent, at);
            return;
        }
        phrase_recent_push(recent, step.phrase);
    }
    put_code(c, code, out);
}

void phrase_encode(PhraseCoder *c, Str raw, Buf *out) {
    PhraseRecent recent;
    const char *text = raw.ptr;
    enum { WORST = PHRASE_CODE / 8 + 1 }; /* bytes a byte */
    phrase_parse(&c->parser, raw);
    buf_reserve(out, raw.len * WORST + 8);
    c->held = c->held_bits = 0;
    c->texts++;
    phrase_recent_begin(&recent);
    VEC_EACH (step, &c->parser.steps) {
        put_step(c, &recent, *step, text, out);
        text += step->bytes;
    }
    put_rest(c, out);
}
