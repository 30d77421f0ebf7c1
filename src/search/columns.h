#ifndef ANLIKU_SEARCH_COLUMNS_H
#define ANLIKU_SEARCH_COLUMNS_H

#include "base/buf.h"
#include "record/value.h"

#include <stdbool.h>
#include <stdint.h>

/* What the index knows of a document beside its words: one row a column. Columns are cut into
 * chunks of 32,256 documents (8 windows of 4,032), whose values fill whole pages: u8 8 pages,
 * u16 16, u32 32, bits one. */
enum {
    WINDOW_DOCS = 4032,              /* documents that the engine works on at once */
    WINDOW_WORDS = WINDOW_DOCS / 64, /* u64 of a window's bit set */
    CHUNK_WINDOWS = 8,
    CHUNK_DOCS = CHUNK_WINDOWS * WINDOW_DOCS,
    CHUNK_HEADER = 16
};

typedef enum SearchColumn { /* stored: never renumber, only append */
                            COLUMN_LIVE,
                            COLUMN_NORM_DENSE,
                            COLUMN_NORM_SPACED,
                            COLUMN_STATE,
                            COLUMN_AUDIENCE,
                            COLUMN_FLAGS, /* ColumnFlag */
                            COLUMN_COMPLETENESS,
                            COLUMN_DOCUMENT, /* document number */
                            COLUMN_PRESENT,  /* bit set of filled fields: column_present_bit */
                            COLUMN_REV,
                            COLUMN_CREATED,
                            COLUMN_UPDATED,
                            COLUMN_PUBLISHED_AT,
                            COLUMN_PERIOD_START,
                            COLUMN_PERIOD_END,
                            COLUMN_VERIFY_LAST,
                            COLUMN_DUE,   /* date on which a published case falls due */
                            COLUMN_STALE, /* first date on which it is stale */
                            COLUMN_CONSENT_EXPIRES,
                            COLUMN_IMPORTANCE,
                            COLUMN_HALF_LIFE,
                            COLUMN_SATISFACTION,
                            COLUMN_BUSINESS_SIZE,
                            COLUMN_COOPERATION,
                            COLUMN_INNOVATION,
                            COLUMN_SPREAD,
                            COLUMN_UUID,
                            COLUMN_TITLE, /* beginning of the title's collation key */
                            COLUMN_CUSTOMER,
                            COLUMN_OWNER,
                            COLUMN_AUTHOR,
                            COLUMN_REVIEWER,
                            COLUMN_CATEGORY,
                            COLUMN_INDUSTRY,
                            COLUMN_SIZE_BAND,
                            COLUMN_REGION,
                            COLUMN_LANG,
                            COLUMN_SUCCESS,
                            COLUMN_CONSENT_SCOPE,
                            COLUMN_TAGS,
                            COLUMN_PRODUCT,
                            COLUMN_THEME,
                            COLUMN_PAIN,
                            COLUMN_AMOUNT, /* record/money.h */
                            SEARCH_COLUMNS
} SearchColumn;

typedef enum ColumnFlag { COLUMN_TRASHED = 1, COLUMN_IMPORTED = 2 } ColumnFlag;

typedef enum ColumnKind {
    COLUMN_KIND_BITS,   /* the live set */
    COLUMN_KIND_BYTE,   /* 0..255, always there */
    COLUMN_KIND_NUMBER, /* whole number, date or UTC ms; may be absent */
    COLUMN_KIND_FIXED,  /* bytes of one length */
    COLUMN_KIND_CODE,   /* one text of the segment's dictionary, or none */
    COLUMN_KIND_CODES   /* several */
} ColumnKind;

typedef struct ColumnInfo {
    ColumnKind kind;
    int field;    /* CaseField it comes from, -1: computed */
    uint8_t size; /* COLUMN_KIND_FIXED: bytes */
} ColumnInfo;

const ColumnInfo *column_info(SearchColumn column);
/* The column that holds a field's values for filters, facets and sorting, or -1. */
int column_of_field(int field);
/* The bit of COLUMN_PRESENT for a text field without a column of its own, or -1. */
int column_present_bit(int field);

#define COLUMN_ABSENT INT64_MIN

/* A dictionary text of a reference starts with the 16 bytes of its uuid. */
bool column_is_reference(SearchColumn column);
Uuid column_reference_uuid(Str text);
Str column_reference_name(Str text);

/* The values of one document in one column. BYTE, NUMBER: number. FIXED: items[0]. CODE, CODES:
 * items. */
typedef struct ColumnValue {
    int64_t number;
    const Str *items;
    uint32_t count;
} ColumnValue;

/* Fills values[SEARCH_COLUMNS] but norms, document number and COLUMN_TITLE. Texts live in the
 * arena. */
void column_values(const Record *record, Arena *arena, ColumnValue *values);

/* ---- chunks ---- */

/* Appends the chunk of n documents (1..CHUNK_DOCS). */
void chunk_put_bytes(Buf *out, const uint8_t *values, uint32_t n);
void chunk_put_numbers(Buf *out, const int64_t *values, uint32_t n); /* COLUMN_ABSENT: none */
void chunk_put_fixed(Buf *out, const uint8_t *values, uint8_t size, uint32_t n);
void chunk_put_codes(Buf *out, const uint32_t *codes, uint32_t n); /* 0: none */
/* counts[i] codes a document, one after the other in codes. */
void chunk_put_lists(Buf *out, const uint8_t *counts, const uint32_t *codes, uint32_t n);
/* words: (n + 63) / 64 */
void chunk_put_bits(Buf *out, const uint64_t *words, uint32_t n);

/* A chunk as it lies in the map; reads outside are impossible once it was opened. */
typedef struct Chunk {
    const uint8_t *data; /* NULL: every value is absent (0) */
    uint32_t n;
    uint8_t width;                  /* bytes of a value */
    int64_t base;                   /* number = base + code - 1 */
    const uint8_t *counts, *starts; /* lists only */
    uint32_t codes;                 /* lists only: codes in data */
} Chunk;

/* False when the bytes are no chunk of that kind with n documents. */
bool chunk_open(Str bytes, ColumnKind kind, uint32_t n, Chunk *out);
/* The checksum that every chunk, page and dictionary begins with. */
bool chunk_is_sound(Str bytes);
void chunk_seal(Buf *buf, size_t from);

static inline uint32_t chunk_code(const Chunk *chunk, uint32_t at) {
    const uint8_t *p;
    if (!chunk->data || at >= chunk->n)
        return 0;
    p = chunk->data + (size_t)at * chunk->width;
    switch (chunk->width) {
    case 1:
        return p[0];
    case 2: {
        uint16_t v;
        memcpy(&v, p, 2);
        return v;
    }
    default: {
        uint32_t v;
        memcpy(&v, p, 4);
        return v;
    }
    }
}

int64_t chunk_number(const Chunk *chunk, uint32_t at);
/* The codes of a list: *codes points at count values of chunk->width bytes. */
uint32_t chunk_list(const Chunk *chunk, uint32_t at, const uint8_t **codes);
uint32_t chunk_list_code(const Chunk *chunk, const uint8_t *codes, uint32_t i);
/* The bytes of a FIXED value; NULL when out of range. */
const uint8_t *chunk_fixed(const Chunk *chunk, uint32_t at);

/* ---- dictionaries: the texts of a code column in byte order; code k is text k - 1 ---- */

typedef struct Codebook {
    const uint8_t *offsets; /* count + 1 u32 */
    const char *bytes;
    uint32_t count, total;
} Codebook;

void codebook_put(Buf *out, const Str *texts, uint32_t count); /* ascending, distinct */
bool codebook_open(Str bytes, Codebook *out);
/* code 1..count; "" otherwise. */
Str codebook_text(const Codebook *dictionary, uint32_t code);

#endif
