#include "config.h"

#include "unit.h"

#include "base/vec.h"
#include "search/chunkbits.h"

/* Sets of 64 documents against the same question asked of one document after the other. */

enum { ROUNDS = 400, MOST = 300 };

static uint64_t random_state = 20261122;

static uint64_t draw(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    return random_state ^= random_state << 17;
}

static uint64_t draw_below(uint64_t bound) {
    return bound ? draw() % bound : 0;
}

static void open_chunk(const Buf *bytes, ColumnKind kind, uint32_t n, Chunk *out) {
    assert_true(chunk_open(buf_str(bytes), kind, n, out));
}

/* Bits of documents behind the end must be those of an absent value. */
static void assert_bits(uint64_t bits, const bool *expected, uint32_t at, uint32_t n, bool absent) {
    for (uint32_t i = 0; i < 64; i++)
        assert_int_equal(bits >> i & 1, at + i < n ? expected[at + i] : absent);
}

static void check_codes(const Chunk *chunk, uint64_t low, uint64_t high) {
    bool expected[MOST];
    for (uint32_t i = 0; i < chunk->n; i++) {
        uint64_t code = 0;
        memcpy(&code, chunk->data + (size_t)i * chunk->width, chunk->width);
        expected[i] = code >= low && code <= high;
    }
    for (uint32_t at = 0; at < chunk->n + 64; at += 64)
        assert_bits(chunk_bits_codes(chunk, at, low, high), expected, at, chunk->n, !low);
}

static void check_between(const Chunk *chunk, int64_t low, int64_t high) {
    bool expected[MOST];
    for (uint32_t i = 0; i < chunk->n; i++) {
        int64_t number = chunk_number(chunk, i);
        expected[i] = number != COLUMN_ABSENT && number >= low && number <= high;
    }
    for (uint32_t at = 0; at < chunk->n + 64; at += 64)
        assert_bits(chunk_bits_between(chunk, at, low, high), expected, at, chunk->n, false);
}

static void numbers_are_compared_in_every_width(void **state) {
    static const uint64_t spans[] = {1, 3, 250, 60000, 4000000000, UINT64_MAX / 2, UINT64_MAX - 9};
    static const int64_t edges[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX};
    unsigned widths = 0;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t values[MOST];
        uint64_t span = spans[round % COUNT_OF(spans)], base = draw();
        uint32_t n = 1 + (uint32_t)draw_below(MOST);
        Buf bytes = {0};
        Chunk chunk;
        if (span > UINT64_MAX / 2)
            base = (uint64_t)(INT64_MIN + 2); /* no value passes the end */
        for (uint32_t i = 0; i < n; i++) {
            uint64_t value = base + draw_below(span);
            bool in_range = (int64_t)value >= (int64_t)base;
            values[i] = draw_below(4) && in_range ? (int64_t)value : COLUMN_ABSENT;
        }
        chunk_put_numbers(&bytes, values, n);
        open_chunk(&bytes, COLUMN_KIND_NUMBER, n, &chunk);
        widths |= chunk.width;
        for (int k = 0; k < 40; k++) {
            int64_t a = k < 7 ? edges[k] : k % 3 ? values[draw_below(n)] : (int64_t)draw();
            int64_t b = k % 2 ? values[draw_below(n)] : edges[draw_below(COUNT_OF(edges))];
            check_between(&chunk, a, b);
            check_between(&chunk, b, a);
            check_between(&chunk, a, a);
            check_codes(&chunk, draw_below(4), draw());
        }
        check_codes(&chunk, 1, UINT64_MAX);
        check_codes(&chunk, 0, UINT64_MAX);
        check_codes(&chunk, 0, 0);
        check_codes(&chunk, 5, 4);
        buf_free(&bytes);
    }
    assert_int_equal(widths, 1 | 2 | 4 | 8);
}

static void bytes_are_told_by_sets_and_flags(void **state) {
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        uint8_t values[MOST];
        bool among[MOST], flagged[MOST];
        uint32_t n = 1 + (uint32_t)draw_below(MOST);
        uint64_t mask = round % 5 ? draw() & draw() : round % 2 ? UINT64_MAX : 0;
        uint8_t flags = (uint8_t)draw();
        Buf bytes = {0};
        Chunk chunk;
        for (uint32_t i = 0; i < n; i++) {
            values[i] = (uint8_t)(round % 2 ? draw_below(6) : draw());
            among[i] = values[i] < 64 && mask >> values[i] & 1;
            flagged[i] = values[i] & flags;
        }
        chunk_put_bytes(&bytes, values, n);
        open_chunk(&bytes, COLUMN_KIND_BYTE, n, &chunk);
        for (uint32_t at = 0; at < n + 64; at += 64) {
            assert_bits(chunk_bits_among(&chunk, at, mask), among, at, n, mask & 1);
            assert_bits(chunk_bits_flags(&chunk, at, flags), flagged, at, n, false);
        }
        for (uint64_t code = 0; code < 256; code += 5)
            check_codes(&chunk, code, code + draw_below(300));
        buf_free(&bytes);
    }
}

static void a_missing_chunk_is_absent(void **state) {
    const Chunk none = {0}, damaged = {.width = 1};
    (void)state;
    assert_int_equal(chunk_bits_codes(&none, 0, 0, 3), UINT64_MAX);
    assert_int_equal(chunk_bits_codes(&none, 64, 1, UINT64_MAX), 0);
    assert_int_equal(chunk_bits_codes(&damaged, 64, 0, 3), UINT64_MAX);
    assert_int_equal(chunk_bits_codes(&damaged, 0, 1, UINT64_MAX), 0);
    assert_int_equal(chunk_bits_among(&damaged, 0, 5), UINT64_MAX);
    assert_int_equal(chunk_bits_among(&damaged, 0, 6), 0);
    assert_int_equal(chunk_bits_flags(&damaged, 0, 255), 0);
    assert_int_equal(chunk_bits_between(&damaged, 0, INT64_MIN, INT64_MAX), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_compared_in_every_width),
        cmocka_unit_test(bytes_are_told_by_sets_and_flags),
        cmocka_unit_test(a_missing_chunk_is_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
