#include "config.h"

#include "store/pack.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "record/encode.h"
#include "store/codec.h"
#include "store/digest.h"
#include "store/env.h"
#include "store/packname.h"
#include "store/phrases.h"

#include <stdlib.h>
#include <zstd.h>

/* Below this many bytes compression gains nothing worth a dictionary look-up at reading. */
enum { WORTH_BYTES = 128 };

struct StorePacker {
    ZSTD_CCtx *context;
    Buf learned;            /* bytes of the dictionary until it is made ready */
    ZSTD_CDict *dictionary; /* of zstd; NULL: none yet */
    PhraseCoder *coder;     /* a book of phrases; NULL: none yet */
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
    if (phrase_is_book(buf_str(&packer->learned))) {
        packer->coder = phrase_coder_new(buf_str(&packer->learned));
        buf_free(&packer->learned);
        packer->dictionary_id = packer->coder ? packer->dictionary_id : 0;
        return;
    }
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
    phrase_coder_free(packer->coder);
    buf_free(&packer->learned);
    buf_free(&packer->raw);
    free(packer);
}

/* True when the compressed form is at least a sixteenth smaller; out holds it then. */
static bool compress(StorePacker *packer, Str raw, Buf *out) {
    if (raw.len < WORTH_BYTES)
        return false;
    ready_dictionary(packer);
    if (packer->coder) {
        phrase_encode(packer->coder, raw, out);
        return out->len <= raw.len - raw.len / 16;
    }
    buf_reserve(out, ZSTD_compressBound(raw.len));
    size_t got = ZSTD_compress2(packer->context, out->data, out->cap, raw.ptr, raw.len);
    if (ZSTD_isError(got) || got > raw.len - raw.len / 16)
        return false;
    out->len = got;
    return true;
}

/* What is left of raw bytes without the uuid of their record. */
static Str nameless(Str raw, Uuid record, bool *is) {
    *is = pack_has_name(raw, record);
    return *is ? str_make(raw.ptr + PACK_NAME_BYTES, raw.len - PACK_NAME_BYTES) : raw;
}

static void digest_content(Str content, uint8_t digest[STORE_HASH]) {
    digest_of(digest, &content, 1);
}

void store_content_digest(const Record *record, uint8_t digest[STORE_HASH]) {
    Buf bytes = {0};
    record_encode_content(record, &bytes);
    digest_content(buf_str(&bytes), digest);
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
    digest_content(buf_str(raw), out->digest);
    buf_clear(raw);
    record_encode(record, raw);
    if (raw->len > BODY_MAX)
        return error_set(err, ERR_INVALID, N_("the record is larger than {0} bytes"), "d",
                         (int64_t)BODY_MAX);
    out->raw_bytes = (uint32_t)raw->len;
    buf_clear(&out->body);
    out->compressed =
        compress(packer, nameless(buf_str(raw), out->record, &out->nameless), &out->body);
    out->dictionary = out->compressed ? packer->dictionary_id : 0;
    if (!out->compressed) {
        out->nameless = false;
        buf_clear(&out->body);
        buf_put_str(&out->body, buf_str(raw));
    }
    buf_clear(&out->summary);
    return true;
}

void store_pack_summary(StorePacker *packer, Str summary, StorePacked *out) {
    ready_dictionary(packer);
    buf_clear(&out->summary);
    if (!packer->coder || !summary.len)
        return;
    phrase_encode(packer->coder, nameless(summary, out->record, &out->summary_nameless),
                  &out->summary);
    if (out->summary.len >= summary.len)
        buf_clear(&out->summary);
    out->summary_dictionary = packer->dictionary_id;
    out->summary_bytes = (uint32_t)summary.len;
}

void store_packed_free(StorePacked *packed) {
    buf_free(&packed->summary);
    buf_free(&packed->body);
}
