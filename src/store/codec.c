#include "config.h"

#include "store/codec.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "store/env.h"

#include <zstd.h>

struct Codec {
    ZSTD_DCtx *context;
    VEC(struct {
        uint32_t id;
        ZSTD_DDict *dictionary;
    })
    known;
};

Codec *codec_new(void) {
    Codec *codec = mem_zalloc(sizeof *codec);
    return codec;
}

void codec_free(Codec *codec) {
    if (!codec)
        return;
    for (size_t i = 0; i < codec->known.len; i++)
        ZSTD_freeDDict(codec->known.items[i].dictionary);
    vec_free(&codec->known);
    ZSTD_freeDCtx(codec->context);
    free(codec);
}

static bool no_memory(Error *err) {
    return error_set(err, ERR_INTERNAL, N_("compression failed: {0}"), "s", "no memory");
}

static bool find_dictionary(StoreRead *read, uint32_t id, ZSTD_DDict **out, Error *err) {
    Codec *codec = read->store->codec;
    *out = NULL;
    if (!id)
        return true;
    for (size_t i = 0; i < codec->known.len; i++)
        if (codec->known.items[i].id == id) {
            *out = codec->known.items[i].dictionary;
            return true;
        }
    Str bytes;
    if (!dictionary_get(read, id, &bytes, err))
        return false;
    *out = ZSTD_createDDict(bytes.ptr, bytes.len);
    if (!*out)
        return no_memory(err);
    vec_reserve(&codec->known, 1);
    codec->known.items[codec->known.len].id = id;
    codec->known.items[codec->known.len++].dictionary = *out;
    return true;
}

bool codec_decode(StoreRead *read, uint32_t dictionary, Str stored, uint32_t raw_bytes, Buf *out,
                  Error *err) {
    Codec *codec = read->store->codec;
    ZSTD_DDict *known;
    if (!find_dictionary(read, dictionary, &known, err))
        return false;
    if (!codec->context && !(codec->context = ZSTD_createDCtx()))
        return no_memory(err);
    if (raw_bytes > BODY_MAX)
        return error_set(err, ERR_CORRUPT, N_("a stored body is damaged"), "");
    buf_reserve(out, raw_bytes);
    size_t got = ZSTD_decompress_usingDDict(codec->context, out->data + out->len, raw_bytes,
                                            stored.ptr, stored.len, known);
    if (ZSTD_isError(got) || got != raw_bytes)
        return error_set(err, ERR_CORRUPT, N_("a stored body is damaged"), "");
    out->len += got;
    out->data[out->len] = '\0';
    return true;
}

static Key dictionary_key(uint32_t id) {
    Key key;
    key_begin(&key, SPACE_LIBRARY, TABLE_DICTIONARY);
    key_u32(&key, id);
    return key;
}

bool dictionary_get(StoreRead *read, uint32_t id, Str *out, Error *err) {
    Key key = dictionary_key(id);
    Str row;
    Reader body;
    if (!env_get(read, &key, &row, err))
        return false;
    if (!row.ptr)
        return error_set(err, ERR_CORRUPT, N_("the compression dictionary {0} is missing"), "d",
                         (int64_t)id);
    if (!row_open(TABLE_DICTIONARY, key_str(&key), row, &body, err))
        return false;
    *out = reader_bytes(&body, reader_left(&body));
    return true;
}

bool dictionary_newest(StoreRead *read, uint32_t *id, Error *err) {
    Key prefix;
    Str key, row;
    key_begin(&prefix, SPACE_LIBRARY, TABLE_DICTIONARY);
    if (!env_last(read, &prefix, &key, &row, err))
        return false;
    Reader r = reader_of(key.ptr, key.len);
    reader_bytes(&r, 3);
    *id = key.ptr ? reader_u32(&r) : 0;
    return true;
}

bool dictionary_put(StoreWrite *write, uint32_t id, Str bytes, Error *err) {
    Key key = dictionary_key(id);
    Buf row = {0};
    row_begin(&row, TABLE_DICTIONARY, 0);
    buf_put_str(&row, bytes);
    row_seal(&row, 0, key_str(&key), bytes.len);
    bool ok = env_put(write, &key, buf_str(&row), false, err);
    buf_free(&row);
    return ok;
}
