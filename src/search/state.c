#include "config.h"

#include "search/state.h"

#include "base/i18n.h"
#include "search/columns.h"
#include "store/index.h"

enum { HAS_PLACES = 1, HAS_BITS = 2 };

static const Str state_key = {"S", 1};

void index_list_init(IndexList *list) {
    *list = (IndexList){.analyzer = analyzer_id()};
    list->average[NORM_DENSE] = 400;
    list->average[NORM_SPACED] = 60;
}

int index_list_find(const IndexList *list, uint32_t document) {
    for (uint32_t i = 0; i < list->count; i++)
        if (document >= list->segments[i].first && document <= list->segments[i].last)
            return (int)i;
    return -1;
}

static void put_float(Buf *out, float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    buf_put_u32(out, bits);
}

static float get_float(Reader *r) {
    uint32_t bits = reader_u32(r);
    float value;
    memcpy(&value, &bits, sizeof value);
    return value > 0 && value < 1e9f ? value : 1;
}

static void put_segment(Buf *out, const SegmentInfo *s) {
    buf_put_varint(out, s->id);
    buf_put_varint(out, s->first);
    buf_put_varint(out, s->last);
    buf_put_varint(out, s->docs);
    buf_put_varint(out, s->live);
    buf_put_varint(out, s->bytes);
    buf_put_u8(out, (uint8_t)((s->places ? HAS_PLACES : 0) | (s->bits ? HAS_BITS : 0)));
}

static SegmentInfo get_segment(Reader *r, uint8_t format) {
    SegmentInfo s = {.id = (uint32_t)reader_varint(r)};
    s.first = (uint32_t)reader_varint(r);
    s.last = (uint32_t)reader_varint(r);
    s.docs = (uint32_t)reader_varint(r);
    s.live = (uint32_t)reader_varint(r);
    s.bytes = reader_varint(r);
    unsigned has = format >= 2 ? reader_u8(r) : 0;
    s.places = has & HAS_PLACES;
    s.bits = has & HAS_BITS;
    if (s.docs > INT32_MAX || s.first > s.last)
        r->ok = false;
    return s;
}

static void put_plan(Buf *out, const MergePlan *p) {
    buf_put_u8(out, (uint8_t)p->phase);
    if (p->phase == MERGE_NONE)
        return;
    buf_put_varint(out, p->target);
    buf_put_varint(out, p->from);
    buf_put_varint(out, p->count);
    buf_put_varint(out, p->docs);
    buf_put_varint(out, p->term_len);
    buf_put(out, p->term, p->term_len);
    buf_put_varint(out, p->posts_page);
    buf_put_varint(out, p->posts_used);
    buf_put_varint(out, p->dir);
    buf_put_varint(out, p->column);
    buf_put_varint(out, p->chunk);
    buf_put_varint(out, p->bytes);
    buf_put_u8(out, p->bits);
}

static void get_plan(Reader *r, MergePlan *p, uint32_t segments, uint8_t format) {
    p->phase = (MergePhase)reader_u8(r);
    if (p->phase == MERGE_NONE)
        return;
    p->target = (uint32_t)reader_varint(r);
    p->from = (uint32_t)reader_varint(r);
    p->count = (uint32_t)reader_varint(r);
    p->docs = (uint32_t)reader_varint(r);
    p->term_len = (uint32_t)reader_varint(r);
    if (p->term_len > sizeof p->term || p->phase > MERGE_FLIP || p->from > segments ||
        p->count > segments - p->from)
        r->ok = false;
    Str term = reader_bytes(r, r->ok ? p->term_len : 0);
    if (term.len)
        memcpy(p->term, term.ptr, term.len);
    p->posts_page = (uint32_t)reader_varint(r);
    p->posts_used = (uint32_t)reader_varint(r);
    p->dir = reader_varint(r);
    p->column = (uint32_t)reader_varint(r);
    p->chunk = (uint32_t)reader_varint(r);
    p->bytes = reader_varint(r);
    p->bits = format >= 3 && reader_u8(r);
}

static void put_list(Buf *out, const IndexList *list) {
    buf_put_u64(out, list->analyzer);
    for (int i = 0; i < NORM_CLASSES; i++)
        put_float(out, list->average[i]);
    buf_put_varint(out, list->applied);
    buf_put_varint(out, list->count);
    for (uint32_t i = 0; i < list->count; i++)
        put_segment(out, &list->segments[i]);
}

static void get_list(Reader *r, IndexList *list, uint8_t format) {
    list->analyzer = reader_u64(r);
    for (int i = 0; i < NORM_CLASSES; i++)
        list->average[i] = get_float(r);
    list->applied = (uint32_t)reader_varint(r);
    list->count = (uint32_t)reader_varint(r);
    if (list->count > INDEX_SEGMENTS) {
        r->ok = false;
        list->count = 0;
    }
    for (uint32_t i = 0; i < list->count; i++)
        list->segments[i] = get_segment(r, format);
}

static void state_encode(const IndexState *state, Buf *out) {
    buf_put_u32(out, 0); /* checksum */
    buf_put_u8(out, INDEX_FORMAT);
    put_list(out, &state->main);
    put_list(out, &state->shadow);
    buf_put_varint(out, state->next_id);
    put_plan(out, &state->plan);
    buf_put_varint(out, state->drops);
    for (uint32_t i = 0; i < state->drops; i++)
        buf_put_varint(out, state->dropped[i]);
    chunk_seal(out, 0);
}

static bool state_decode(Str bytes, IndexState *out) {
    Reader r = reader_of(bytes.ptr, bytes.len);
    reader_u32(&r);
    uint8_t format = reader_u8(&r);
    *out = (IndexState){0};
    get_list(&r, &out->main, format);
    get_list(&r, &out->shadow, format);
    out->next_id = (uint32_t)reader_varint(&r);
    get_plan(&r, &out->plan, out->main.count, format);
    out->drops = (uint32_t)reader_varint(&r);
    if (out->drops > INDEX_DROPS)
        return false;
    for (uint32_t i = 0; i < out->drops; i++)
        out->dropped[i] = (uint32_t)reader_varint(&r);
    return r.ok;
}

bool index_state_read(StoreRead *read, IndexState *out, Error *err) {
    Str bytes;
    if (!store_index_get(read, STORE_IMETA, state_key, &bytes, err))
        return false;
    if (!bytes.ptr) {
        *out = (IndexState){.next_id = 1};
        index_list_init(&out->main);
        return true;
    }
    if (bytes.len > PAGE_HEADER && (uint8_t)bytes.ptr[PAGE_HEADER] > INDEX_FORMAT)
        return error_set(err, ERR_VERSION, N_("The index was written by a newer program."), "");
    if (!chunk_is_sound(bytes) || !state_decode(bytes, out))
        return error_set(err, ERR_CORRUPT, N_("The index is damaged: run reindex."), "");
    return true;
}

bool index_state_write(StoreWrite *write, const IndexState *state, Error *err) {
    Buf buf = {0};
    state_encode(state, &buf);
    bool ok = store_index_put(write, STORE_IMETA, state_key, buf_str(&buf), false, err);
    buf_free(&buf);
    return ok;
}

/* ---- keys ---- */

static size_t put_be(char *key, uint32_t value, size_t bytes) {
    for (size_t i = 0; i < bytes; i++)
        key[i] = (char)(uint8_t)(value >> (8 * (bytes - 1 - i)));
    return bytes;
}

size_t index_key_segment(char *key, uint32_t segment) {
    return put_be(key, segment + 1, 4);
}

size_t index_key_page(char *key, uint32_t segment, uint32_t page) {
    put_be(key, segment, 4);
    put_be(key + 4, page, 4);
    return 8;
}

size_t index_key_term(char *key, uint32_t segment, Str term) {
    put_be(key, segment, 4);
    size_t len = term.len < INDEX_KEY - 4 ? term.len : INDEX_KEY - 4;
    if (len)
        memcpy(key + 4, term.ptr, len);
    return 4 + len;
}

size_t index_key_pairs(char *key, bool bits, uint32_t segment, uint32_t first, uint32_t second) {
    key[0] = bits ? 'T' : 'P';
    put_be(key + 1, segment, 4);
    put_be(key + 5, first, 3);
    put_be(key + 8, second, 3);
    return 11;
}

size_t index_key_column(char *key, char kind, uint32_t segment, unsigned column, uint32_t chunk) {
    key[0] = kind;
    put_be(key + 1, segment, 4);
    put_be(key + 5, column, 2);
    put_be(key + 7, chunk, 4);
    return 11;
}
