#include "config.h"

#include "search/filter.h"

#include "record/state.h"
#include "search/chunkbits.h"
#include "text/fold.h"

/* A word of a segment. */
typedef struct Word {
    Segment *segment;
    uint32_t first; /* ordinal of its first document */
    uint64_t bits;
} Word;

static const Chunk *chunk_of(const Word *w, SearchColumn column) {
    return segment_chunk(w->segment, column, w->first);
}

static uint32_t place_of(const Word *w) {
    return w->first % CHUNK_DOCS;
}

/* ---- texts ---- */

static bool text_passes(const QueryFilter *filter, Str value) {
    switch (filter->match) {
    case MATCH_EQUAL:
        return str_equal(value, filter->text);
    case MATCH_PREFIX:
        return str_starts(value, filter->text);
    case MATCH_CONTAINS:
        return str_find(value, filter->text, 0) != SIZE_MAX;
    case MATCH_BRANCH:
        break;
    }
    /* "a/b" is a, b, a/b, and lies below a. */
    for (size_t at = 0; at <= value.len; at++) {
        if (at && value.ptr[at - 1] != '/')
            continue;
        Str rest = str_make(value.ptr + at, value.len - at);
        if (str_starts(rest, filter->text) &&
            (rest.len == filter->text.len || rest.ptr[filter->text.len] == '/'))
            return true;
    }
    return false;
}

bool *filter_codes(Segment *s, const QueryFilter *filter, Arena *arena, uint32_t *count) {
    SearchColumn c = (SearchColumn)filter->column;
    const Codebook *book = segment_dictionary(s, c);
    bool reference = column_is_reference(c);
    Buf folded = {0};
    *count = book->count + 1;
    bool *codes = arena_zalloc(arena, *count * sizeof *codes);
    for (uint32_t code = 1; code < *count; code++) {
        Str text = codebook_text(book, code);
        buf_clear(&folded);
        text_fold(&folded, reference ? column_reference_name(text) : text);
        codes[code] = text_passes(filter, buf_str(&folded));
    }
    buf_free(&folded);
    return codes;
}

static bool list_passes(const Chunk *chunk, uint32_t at, const bool *codes, uint32_t count) {
    const uint8_t *list = NULL;
    uint32_t len = chunk_list(chunk, at, &list);
    for (uint32_t i = 0; i < len; i++) {
        uint32_t code = chunk_list_code(chunk, list, i);
        if (code < count && codes[code])
            return true;
    }
    return false;
}

static uint64_t codes_word(const Word *w, SearchColumn column, const bool *codes, uint32_t count) {
    bool lists = column_info(column)->kind == COLUMN_KIND_CODES;
    const Chunk *chunk = chunk_of(w, column);
    uint64_t out = 0;
    for (uint64_t left = w->bits; left; left &= left - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(left), at = place_of(w) + bit;
        uint32_t code = lists ? 0 : chunk_code(chunk, at);
        bool passes = lists ? list_passes(chunk, at, codes, count) : code < count && codes[code];
        out |= (uint64_t)passes << bit;
    }
    return out;
}

/* ---- numbers ---- */

/* Until it is written, what has lapsed counts as internal. */
static uint64_t lapsing_word(const SearchVisible *visible, const Word *w, uint64_t mask) {
    uint64_t out = 0;
    for (uint64_t left = w->bits; left; left &= left - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(left);
        uint32_t code = visible_code(visible, w->segment, COLUMN_AUDIENCE, w->first + bit);
        out |= (mask >> (code & 63) & 1) << bit;
    }
    return out;
}

static uint64_t bytes_word(const SearchVisible *visible, const Word *w, SearchColumn column,
                           uint64_t mask) {
    if (column == COLUMN_AUDIENCE && visible && visible->lapsed_count)
        return lapsing_word(visible, w, mask);
    return chunk_bits_among(chunk_of(w, column), place_of(w), mask);
}

static uint64_t number_word(const Word *w, SearchColumn column, int64_t low, int64_t high) {
    if (column_info(column)->kind != COLUMN_KIND_BYTE)
        return chunk_bits_between(chunk_of(w, column), place_of(w), low, high);
    if (high < 0 || low > UINT8_MAX)
        return 0;
    return chunk_bits_codes(chunk_of(w, column), place_of(w), low > 0 ? (uint64_t)low : 0,
                            (uint64_t)high);
}

static uint64_t bit_word(const Word *w, int bit) {
    const Chunk *chunk = chunk_of(w, COLUMN_PRESENT);
    uint64_t out = 0;
    for (uint64_t left = w->bits; left; left &= left - 1) {
        uint32_t at = (uint32_t)__builtin_ctzll(left);
        int64_t present = chunk_number(chunk, place_of(w) + at);
        out |= (uint64_t)(present != COLUMN_ABSENT && present >> bit & 1) << at;
    }
    return out;
}

/* One by one: lists and values of a fixed length. */
static uint64_t filled_word(const Word *w, SearchColumn column) {
    bool lists = column_info(column)->kind == COLUMN_KIND_CODES;
    const Chunk *chunk = chunk_of(w, column);
    uint64_t out = 0;
    for (uint64_t left = w->bits; left; left &= left - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(left), at = place_of(w) + bit;
        const uint8_t *list;
        bool filled =
            lists ? chunk_list(chunk, at, &list) != 0 : chunk_number(chunk, at) != COLUMN_ABSENT;
        out |= (uint64_t)filled << bit;
    }
    return out;
}

static uint64_t present_word(const Word *w, const QueryFilter *filter) {
    SearchColumn column = (SearchColumn)filter->column;
    if (filter->bit >= 0)
        return bit_word(w, filter->bit);
    ColumnKind kind = column_info(column)->kind;
    if (kind == COLUMN_KIND_CODES || kind == COLUMN_KIND_FIXED)
        return filled_word(w, column);
    return chunk_bits_codes(chunk_of(w, column), place_of(w), 1, UINT64_MAX);
}

/* ---- trust ---- */

void filter_trust(Segment *segment, uint32_t word, uint64_t bits, int32_t today,
                  uint64_t out[CASE_TRUSTS]) {
    Word w = {segment, word * 64, bits};
    uint32_t at = place_of(&w);
    uint64_t left =
        bits & chunk_bits_codes(chunk_of(&w, COLUMN_STATE), at, STATE_PUBLISHED, STATE_PUBLISHED);
    out[TRUST_NONE] = bits & ~left;
    out[TRUST_STALE] = left & chunk_bits_between(chunk_of(&w, COLUMN_STALE), at, INT64_MIN, today);
    left &= ~out[TRUST_STALE];
    out[TRUST_DUE] =
        left & chunk_bits_between(chunk_of(&w, COLUMN_DUE), at, INT64_MIN, (int64_t)today - 1);
    left &= ~out[TRUST_DUE];
    out[TRUST_VERIFIED] =
        left & chunk_bits_codes(chunk_of(&w, COLUMN_VERIFY_LAST), at, 1, UINT64_MAX);
    out[TRUST_IMPORTED] = left & ~out[TRUST_VERIFIED];
}

static uint64_t trust_word(const Word *w, uint64_t mask, int32_t today) {
    uint64_t trusts[CASE_TRUSTS], out = 0;
    filter_trust(w->segment, w->first / 64, w->bits, today, trusts);
    for (unsigned trust = 0; trust < CASE_TRUSTS; trust++)
        out |= mask >> trust & 1 ? trusts[trust] : 0;
    return out;
}

/* ---- people ---- */

static uint64_t user_word(const Word *w, SearchColumn column, Uuid me) {
    const Codebook *book = segment_dictionary(w->segment, column);
    const Chunk *chunk = chunk_of(w, column);
    uint64_t out = 0;
    for (uint64_t left = uuid_is_nil(me) ? 0 : w->bits; left; left &= left - 1) {
        uint32_t bit = (uint32_t)__builtin_ctzll(left);
        Str text = codebook_text(book, chunk_code(chunk, place_of(w) + bit));
        out |= (uint64_t)uuid_equal(column_reference_uuid(text), me) << bit;
    }
    return out;
}

static uint64_t mine_word(const Evaluation *eval, const Word *w, int column) {
    Uuid me = eval->visible ? eval->visible->me : (Uuid){{0}};
    if (column >= 0)
        return user_word(w, (SearchColumn)column, me);
    return user_word(w, COLUMN_OWNER, me) | user_word(w, COLUMN_AUTHOR, me);
}

uint64_t filter_word(const Evaluation *eval, uint32_t segment, uint32_t word, uint64_t bits,
                     const QueryNode *node) {
    const EvalSegment *es = &eval->segments[segment];
    const QueryFilter *filter = &node->filter;
    SearchColumn column = (SearchColumn)filter->column;
    Word w = {es->segment, word * 64, bits};
    uint64_t passing = 0;
    switch (filter->kind) {
    case FILTER_CODES:
        passing = codes_word(&w, column, es->codes[node->index], es->code_counts[node->index]);
        break;
    case FILTER_BYTES:
        passing = bytes_word(eval->visible, &w, column, filter->mask);
        break;
    case FILTER_NUMBER:
        passing = number_word(&w, column, filter->low, filter->high);
        break;
    case FILTER_PRESENT:
        passing = present_word(&w, filter);
        break;
    case FILTER_FLAG:
        passing = chunk_bits_flags(chunk_of(&w, COLUMN_FLAGS), place_of(&w), (uint8_t)filter->mask);
        break;
    case FILTER_TRUST:
        passing = trust_word(&w, filter->mask, eval->today);
        break;
    case FILTER_MINE:
        passing = mine_word(eval, &w, filter->column);
        break;
    case FILTER_NEVER:
        break;
    }
    return passing & bits;
}
