#include "config.h"

#include "store/codec.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "store/env.h"
#include "store/phrases.h"

#include <zstd.h>

/* Books are looked for again in each snapshot: once verified is enough. */
static bool dictionary_find(StoreRead *read, uint32_t id, bool verify, Str *out, Error *err);

struct Codec {
    ZSTD_DCtx *context;
    VEC(struct {
        uint32_t id;
        ZSTD_DDict *dictionary;
        PhraseBook *book;
        uint64_t seen; /* in which snapshot its bytes were found */
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
    VEC_EACH (known, &codec->known) {
        ZSTD_freeDDict(known->dictionary);
        free(known->book);
    }
    vec_free(&codec->known);
    ZSTD_freeDCtx(codec->context);
    free(codec);
}

static bool no_memory(Error *err) {
    return error_set(err, ERR_INTERNAL, N_("compression failed: {0}"), "s", "no memory");
}

static bool damaged(Error *err) {
    return error_set(err, ERR_CORRUPT, N_("a stored body is damaged"), "");
}

/* A book lies in the map, where each snapshot may see it at another place. */
static bool refresh_book(StoreRead *read, size_t at, Error *err) {
    Codec *codec = read->store->codec;
    Str bytes;
    if (!codec->known.items[at].book ||
        (!read->write && codec->known.items[at].seen == read->serial))
        return true;
    if (!dictionary_find(read, codec->known.items[at].id, false, &bytes, err))
        return false;
    codec->known.items[at].seen = read->serial;
    return phrase_move(codec->known.items[at].book, bytes) || damaged(err);
}

static bool add_dictionary(StoreRead *read, uint32_t id, Error *err) {
    Codec *codec = read->store->codec;
    Str bytes;
    if (!dictionary_get(read, id, &bytes, err))
        return false;
    vec_reserve(&codec->known, 1);
    __typeof__(codec->known.items) known = &codec->known.items[codec->known.len];
    memset(known, 0, sizeof *known);
    known->id = id;
    known->seen = read->serial;
    if (phrase_is_book(bytes)) {
        known->book = mem_alloc(sizeof *known->book);
        if (!phrase_open(known->book, bytes)) {
            free(known->book);
            return damaged(err);
        }
    } else {
        known->dictionary = ZSTD_createDDict(bytes.ptr, bytes.len);
        if (!known->dictionary)
            return no_memory(err);
    }
    codec->known.len++;
    return true;
}

/* *at is its place among the known ones. */
static bool find_dictionary(StoreRead *read, uint32_t id, size_t *at, Error *err) {
    Codec *codec = read->store->codec;
    for (*at = 0; *at < codec->known.len; ++*at)
        if (codec->known.items[*at].id == id)
            return refresh_book(read, *at, err);
    return add_dictionary(read, id, err);
}

bool codec_decode(StoreRead *read, uint32_t dictionary, Str stored, uint32_t raw_bytes, Buf *out,
                  Error *err) {
    Codec *codec = read->store->codec;
    ZSTD_DDict *known = NULL;
    size_t at = 0;
    if (raw_bytes > BODY_MAX)
        return damaged(err);
    if (dictionary && !find_dictionary(read, dictionary, &at, err))
        return false;
    if (dictionary && codec->known.items[at].book)
        return phrase_decode(codec->known.items[at].book, stored, raw_bytes, out) || damaged(err);
    if (dictionary)
        known = codec->known.items[at].dictionary;
    if (!codec->context && !(codec->context = ZSTD_createDCtx()))
        return no_memory(err);
    buf_reserve(out, raw_bytes);
    size_t got = ZSTD_decompress_usingDDict(codec->context, out->data + out->len, raw_bytes,
                                            stored.ptr, stored.len, known);
    if (ZSTD_isError(got) || got != raw_bytes)
        return damaged(err);
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
    return dictionary_find(read, id, true, out, err);
}

static bool dictionary_find(StoreRead *read, uint32_t id, bool verify, Str *out, Error *err) {
    Key key = dictionary_key(id);
    Str row;
    if (!env_get(read, &key, &row, err))
        return false;
    if (!row.ptr)
        return error_set(err, ERR_CORRUPT, N_("the compression dictionary {0} is missing"), "d",
                         (int64_t)id);
    return (!verify ||
            row_verify(key_str(&key), row, row.len < ROW_HEADER ? 0 : row.len - ROW_HEADER, err)) &&
           row_head(TABLE_DICTIONARY, key_str(&key), row, NULL, out, err);
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
    /* Programs that know no books say so. */
    row_begin_version(&row, TABLE_DICTIONARY, phrase_is_book(bytes) ? ROW_COMPACT : ROW_PLAIN, 0);
    buf_put_str(&row, bytes);
    row_seal(&row, 0, key_str(&key), bytes.len);
    bool ok = env_put(write, &key, buf_str(&row), false, err);
    buf_free(&row);
    return ok;
}
