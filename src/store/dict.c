#include "config.h"

#include "store/dict.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "store/codec.h"
#include "store/env.h"
#include "store/log.h"
#include "store/packname.h"
#include "store/phrases.h"
#include "store/write.h"

#include <stdlib.h>

enum {
    SAMPLES_MIN = 200,
    SUMMARY_EVERY = 3,
    SAMPLE_MAX = 16 * 1024, /* of one long body only its start teaches */
    SAMPLES_BYTES = 32 << 20
};

typedef struct Samples {
    StoreRead *read;
    Buf bytes;
    VEC(size_t) sizes;
    size_t every, seen, limit, taken;
    Buf scratch;
} Samples;

/* As it is packed: without the uuid of its record. */
static void put_sample(Samples *s, Str raw, Uuid record) {
    if (pack_has_name(raw, record))
        raw = str_make(raw.ptr + PACK_NAME_BYTES, raw.len - PACK_NAME_BYTES);
    if (raw.len > SAMPLE_MAX)
        raw.len = SAMPLE_MAX;
    buf_put_str(&s->bytes, raw);
    vec_push(&s->sizes, raw.len);
}

/* A body, and of some the summary beside it: both are packed. */
static bool add_sample(void *context, const StoreCurrent *row, Error *err) {
    Samples *s = context;
    Str summary;
    if (s->seen++ % s->every || s->taken >= s->limit || s->bytes.len > SAMPLES_BYTES)
        return true;
    buf_clear(&s->scratch);
    if (!store_log_body(s->read, row->change, &s->scratch, err))
        return false;
    put_sample(s, buf_str(&s->scratch), row->record);
    if (s->taken++ % SUMMARY_EVERY)
        return true;
    if (!store_summary(row, &s->scratch, &summary, err))
        return false;
    put_sample(s, summary, row->record);
    return true;
}

static bool collect(Samples *s, Error *err) {
    for (int type = ENTITY_CASE; type < ENTITY_TYPES; type++) {
        uint64_t count;
        if (!store_current_count(s->read, (EntityType)type, &count, err))
            return false;
        s->seen = 0;
        s->every = s->limit && count > s->limit ? (size_t)(count / s->limit) : 1;
        if (!store_current_each(s->read, (EntityType)type, add_sample, s, err))
            return false;
    }
    return true;
}

static bool train(Samples *s, Buf *out, Error *err) {
    if (s->taken < SAMPLES_MIN)
        return error_set(err, ERR_INVALID,
                         N_("{0} texts are too few to train a dictionary ({1} are needed)"), "dd",
                         (int64_t)s->taken, (int64_t)SAMPLES_MIN);
    phrase_learn(s->bytes.data, s->sizes.items, s->sizes.len, out);
    return true;
}

static bool put_next(Store *store, const char *who, Str bytes, uint32_t *id, Error *err) {
    StoreWrite *write;
    uint32_t newest;
    if (!store_write_begin(store, who, STORE_GATE_MS, true, &write, err))
        return false;
    if (!dictionary_newest(store_write_read(write), &newest, err) ||
        !dictionary_put(write, newest + 1, bytes, err)) {
        store_write_abort(write);
        return false;
    }
    if (id)
        *id = newest + 1;
    return store_write_commit(write, NULL, err);
}

bool store_train_dictionary(Store *store, const char *who, size_t samples, uint32_t *id,
                            Error *err) {
    Samples s = {.limit = samples};
    Buf dictionary = {0};
    if (!store_read_begin(store, &s.read, err))
        return false;
    bool ok = collect(&s, err);
    store_read_end(s.read);
    ok = ok && train(&s, &dictionary, err) && put_next(store, who, buf_str(&dictionary), id, err);
    buf_free(&s.bytes);
    buf_free(&s.scratch);
    vec_free(&s.sizes);
    buf_free(&dictionary);
    return ok;
}

bool store_newest_dictionary(Store *store, uint32_t *id, Error *err) {
    StoreRead *read;
    if (!store_read_begin(store, &read, err))
        return false;
    bool ok = dictionary_newest(read, id, err);
    store_read_end(read);
    return ok;
}
