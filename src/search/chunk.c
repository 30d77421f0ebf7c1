#include "config.h"

/* Chunks of columns and their dictionaries: header of 16 bytes {checksum u32, width u8, 3 zero
 * bytes, base i64}, then the values; all numbers little end first. */
#include "search/columns.h"

#include "base/mem.h"

#include <stdlib.h>

static size_t put_header(Buf *out, uint8_t width, int64_t base) {
    uint8_t header[CHUNK_HEADER] = {[4] = width};
    memcpy(header + 8, &base, sizeof base);
    buf_put(out, header, sizeof header);
    return out->len - sizeof header;
}

void chunk_put_bytes(Buf *out, const uint8_t *values, uint32_t n) {
    size_t from = put_header(out, 1, 0);
    buf_put(out, values, n);
    chunk_seal(out, from);
}

void chunk_put_fixed(Buf *out, const uint8_t *values, uint8_t size, uint32_t n) {
    size_t from = put_header(out, size, 0);
    buf_put(out, values, (size_t)size * n);
    chunk_seal(out, from);
}

void chunk_put_bits(Buf *out, const uint64_t *words, uint32_t n) {
    size_t from = put_header(out, 8, 0);
    buf_put(out, words, (size_t)(n + 63) / 64 * 8);
    chunk_seal(out, from);
}

static uint8_t width_for(uint64_t most) {
    return most <= UINT8_MAX ? 1 : most <= UINT16_MAX ? 2 : most <= UINT32_MAX ? 4 : 8;
}

static void put_value(Buf *out, uint64_t value, uint8_t width) {
    buf_put(out, &value, width);
}

void chunk_put_numbers(Buf *out, const int64_t *values, uint32_t n) {
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (uint32_t i = 0; i < n; i++) {
        if (values[i] == COLUMN_ABSENT)
            continue;
        if (values[i] < low)
            low = values[i];
        if (values[i] > high)
            high = values[i];
    }
    if (low > high)
        low = high = 0;
    uint8_t width = width_for((uint64_t)high - (uint64_t)low + 1);
    size_t from = put_header(out, width, low);
    buf_reserve(out, (size_t)n * width);
    for (uint32_t i = 0; i < n; i++) {
        bool absent = values[i] == COLUMN_ABSENT;
        put_value(out, absent ? 0 : (uint64_t)values[i] - (uint64_t)low + 1, width);
    }
    chunk_seal(out, from);
}

static uint8_t codes_width(const uint32_t *codes, size_t count) {
    uint32_t most = 0;
    for (size_t i = 0; i < count; i++)
        if (codes[i] > most)
            most = codes[i];
    return width_for(most);
}

static void put_codes(Buf *out, const uint32_t *codes, size_t count, uint8_t width) {
    buf_reserve(out, count * width);
    for (size_t i = 0; i < count; i++)
        put_value(out, codes[i], width);
}

void chunk_put_codes(Buf *out, const uint32_t *codes, uint32_t n) {
    uint8_t width = codes_width(codes, n);
    size_t from = put_header(out, width, 0);
    put_codes(out, codes, n, width);
    chunk_seal(out, from);
}

void chunk_put_lists(Buf *out, const uint8_t *counts, const uint32_t *codes, uint32_t n) {
    size_t total = 0;
    for (uint32_t i = 0; i < n; i++)
        total += counts[i];
    uint8_t width = codes_width(codes, total);
    size_t from = put_header(out, width, 0);
    uint32_t start = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (i % 64 == 0)
            buf_put(out, &start, sizeof start);
        start += counts[i];
    }
    buf_put(out, counts, n);
    put_codes(out, codes, total, width);
    chunk_seal(out, from);
}

static bool open_lists(Str bytes, uint32_t n, Chunk *out) {
    size_t blocks = (n + 63) / 64, fixed = CHUNK_HEADER + 4 * blocks + n;
    if (out->width > 4 || bytes.len < fixed)
        return false;
    out->starts = out->data;
    out->counts = out->starts + 4 * blocks;
    out->data = out->counts + n;
    out->codes = (uint32_t)((bytes.len - fixed) / out->width);
    return true;
}

bool chunk_open(Str bytes, ColumnKind kind, uint32_t n, Chunk *out) {
    if (bytes.len < CHUNK_HEADER || n > CHUNK_DOCS)
        return false;
    *out = (Chunk){.data = (const uint8_t *)bytes.ptr + CHUNK_HEADER, .n = n};
    out->width = (uint8_t)bytes.ptr[4];
    memcpy(&out->base, bytes.ptr + 8, sizeof out->base);
    size_t room = bytes.len - CHUNK_HEADER;
    if (kind == COLUMN_KIND_BITS)
        return out->width == 8 && room >= (size_t)(n + 63) / 64 * 8;
    if (kind == COLUMN_KIND_FIXED)
        return out->width && room >= (size_t)out->width * n;
    if (out->width != 1 && out->width != 2 && out->width != 4 && out->width != 8)
        return false;
    if (kind == COLUMN_KIND_CODES)
        return open_lists(bytes, n, out);
    if (kind != COLUMN_KIND_NUMBER && out->width > 4)
        return false;
    return (kind != COLUMN_KIND_BYTE || out->width == 1) && room >= (size_t)out->width * n;
}

int64_t chunk_number(const Chunk *chunk, uint32_t at) {
    uint64_t code = 0;
    if (!chunk->data || at >= chunk->n)
        return COLUMN_ABSENT;
    memcpy(&code, chunk->data + (size_t)at * chunk->width, chunk->width <= 8 ? chunk->width : 8);
    return code ? (int64_t)((uint64_t)chunk->base + code - 1) : COLUMN_ABSENT;
}

const uint8_t *chunk_fixed(const Chunk *chunk, uint32_t at) {
    return chunk->data && at < chunk->n ? chunk->data + (size_t)at * chunk->width : NULL;
}

uint32_t chunk_list(const Chunk *chunk, uint32_t at, const uint8_t **codes) {
    uint32_t start;
    if (!chunk->data || at >= chunk->n)
        return 0;
    memcpy(&start, chunk->starts + (size_t)4 * (at / 64), sizeof start);
    for (uint32_t i = at / 64 * 64; i < at; i++)
        start += chunk->counts[i];
    uint32_t count = chunk->counts[at];
    if (start > chunk->codes || count > chunk->codes - start)
        return 0;
    *codes = chunk->data + (size_t)start * chunk->width;
    return count;
}

uint32_t chunk_list_code(const Chunk *chunk, const uint8_t *codes, uint32_t i) {
    uint32_t code = 0;
    memcpy(&code, codes + (size_t)i * chunk->width, chunk->width);
    return code;
}

/* ---- dictionaries: header {checksum u32, count u32}, offsets, bytes ---- */

enum { DICTIONARY_HEADER = 8 };

static uint32_t load32(const uint8_t *at) {
    uint32_t v;
    memcpy(&v, at, sizeof v);
    return v;
}

void codebook_put(Buf *out, const Str *texts, uint32_t count) {
    size_t from = out->len;
    uint32_t zero = 0, offset = 0;
    buf_put(out, &zero, sizeof zero);
    buf_put(out, &count, sizeof count);
    for (uint32_t i = 0; i <= count; i++) {
        buf_put(out, &offset, sizeof offset);
        offset += i < count ? (uint32_t)texts[i].len : 0;
    }
    for (uint32_t i = 0; i < count; i++)
        buf_put_str(out, texts[i]);
    chunk_seal(out, from);
}

bool codebook_open(Str bytes, Codebook *out) {
    if (bytes.len < DICTIONARY_HEADER)
        return false;
    const uint8_t *data = (const uint8_t *)bytes.ptr;
    uint32_t count = load32(data + 4);
    size_t fixed = DICTIONARY_HEADER + 4 * ((size_t)count + 1);
    if (bytes.len < fixed)
        return false;
    *out = (Codebook){.offsets = data + DICTIONARY_HEADER,
                      .bytes = bytes.ptr + fixed,
                      .count = count,
                      .total = (uint32_t)(bytes.len - fixed)};
    return true;
}

Str codebook_text(const Codebook *d, uint32_t code) {
    if (code < 1 || code > d->count)
        return STR("");
    uint32_t from = load32(d->offsets + 4 * (size_t)(code - 1));
    uint32_t to = load32(d->offsets + 4 * (size_t)code);
    return from <= to && to <= d->total ? str_make(d->bytes + from, to - from) : STR("");
}
