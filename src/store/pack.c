#include "config.h"

#include "store/pack.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "record/encode.h"
#include "store/codec.h"
#include "store/digest.h"
#include "store/env.h"

#include <stdlib.h>
#include <zstd.h>

/* Below this many bytes compression gains nothing worth a dictionary look-up at reading. */
enum { WORTH_BYTES = 128 };

struct StorePacker {
    ZSTD_CCtx *context;
    Buf learned;            /* bytes of the dictionary until it is made ready */
    ZSTD_CDict *dictionary; /* NULL: none yet */
    uint32_t dictionary_id;
    Buf raw;
};

static bool load_dictionary(Store *store, StorePacker *packer, Error *err) {
    StoreRead *read;
    Str bytes;
    if (!store_read_begin(store, &read, err))
        return false;
    bool ok = dictionary_newest(read, &packer->dictionary_id, err);
    if (ok && packer->dictionary_id) {
        ok = dictionary_get(read, packer->dictionary_id, &bytes, err);
        if (ok)
            buf_put_str(&packer->learned, bytes);
    }
    store_read_end(read);
    return ok;
}

/* Making the dictionary ready takes a millisecond and most of a megabyte: only who packs pays. */
static void ready_dictionary(StorePacker *packer) {
    if (!packer->learned.len)
        return;
    packer->dictionary = ZSTD_createCDict(packer->learned.data, packer->learned.len, CODEC_LEVEL);
    buf_free(&packer->learned);
    if (packer->dictionary)
        ZSTD_CCtx_refCDict(packer->context, packer->dictionary);
    else
        packer->dictionary_id = 0;
}

bool store_packer_new(Store *store, StorePacker **out, Error *err) {
    StorePacker *packer = mem_zalloc(sizeof *packer);
    packer->context = ZSTD_createCCtx();
    if (!packer->context) {
        free(packer);
        return error_set(err, ERR_INTERNAL, N_("compression failed: {0}"), "s", "no memory");
    }
    /* Length and checksum are in the row. */
    ZSTD_CCtx_setParameter(packer->context, ZSTD_c_contentSizeFlag, 0);
    ZSTD_CCtx_setParameter(packer->context, ZSTD_c_dictIDFlag, 0);
    ZSTD_CCtx_setParameter(packer->context, ZSTD_c_compressionLevel, CODEC_LEVEL);
    if (!load_dictionary(store, packer, err)) {
        store_packer_free(packer);
        return false;
    }
    *out = packer;
    return true;
}

void store_packer_free(StorePacker *packer) {
    if (!packer)
        return;
    ZSTD_freeCCtx(packer->context);
    ZSTD_freeCDict(packer->dictionary);
    buf_free(&packer->learned);
    buf_free(&packer->raw);
    free(packer);
}

/* True when the compressed form is at least a sixteenth smaller; out holds it then. */
static bool compress(StorePacker *packer, Buf *out) {
    const Buf *raw = &packer->raw;
    if (raw->len < WORTH_BYTES)
        return false;
    ready_dictionary(packer);
    buf_reserve(out, ZSTD_compressBound(raw->len));
    size_t got = ZSTD_compress2(packer->context, out->data, out->cap, raw->data, raw->len);
    if (ZSTD_isError(got) || got > raw->len - raw->len / 16)
        return false;
    out->len = got;
    return true;
}

void store_content_digest(const Record *record, uint8_t digest[STORE_HASH]) {
    Buf bytes = {0};
    record_encode_content(record, &bytes);
    Str part = buf_str(&bytes);
    digest_of(digest, &part, 1);
    buf_free(&bytes);
}

bool store_pack(StorePacker *packer, const Record *record, StorePacked *out, Error *err) {
    int rev = entity_field(record->entity, STR("rev"));
    Buf *raw = &packer->raw;
    out->type = record->entity->type;
    out->record = record_id(record);
    out->rev = rev < 0 ? 0 : (uint32_t)record_int(record, rev);
    buf_clear(raw);
    record_encode_content(record, raw);
    Str content = buf_str(raw);
    digest_of(out->digest, &content, 1);
    buf_clear(raw);
    record_encode(record, raw);
    if (raw->len > BODY_MAX)
        return error_set(err, ERR_INVALID, N_("the record is larger than {0} bytes"), "d",
                         (int64_t)BODY_MAX);
    out->raw_bytes = (uint32_t)raw->len;
    buf_clear(&out->body);
    out->compressed = compress(packer, &out->body);
    out->dictionary = out->compressed ? packer->dictionary_id : 0;
    if (!out->compressed) {
        buf_clear(&out->body);
        buf_put_str(&out->body, buf_str(raw));
    }
    return true;
}

void store_packed_free(StorePacked *packed) {
    buf_free(&packed->body);
}
