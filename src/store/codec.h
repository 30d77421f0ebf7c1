#ifndef ANLIKU_STORE_CODEC_H
#define ANLIKU_STORE_CODEC_H

#include "base/buf.h"
#include "base/error.h"
#include "store/write.h"

/* Decompression of bodies, with the dictionaries met so far (inside store/ only). */
typedef struct Codec Codec;

enum { CODEC_LEVEL = 3, BODY_MAX = 64 << 20 };

Codec *codec_new(void);
void codec_free(Codec *codec);
/* Appends raw_bytes bytes. ERR_CORRUPT when stored does not give exactly that. */
bool codec_decode(StoreRead *read, uint32_t dictionary, Str stored, uint32_t raw_bytes, Buf *out,
                  Error *err);
/* The bytes of a dictionary row; ERR_CORRUPT when it is missing or damaged. */
bool dictionary_get(StoreRead *read, uint32_t id, Str *out, Error *err);
/* The newest id, 0 when there is none. */
bool dictionary_newest(StoreRead *read, uint32_t *id, Error *err);
/* Rows of a repaired library keep their numbers. */
bool dictionary_put(StoreWrite *write, uint32_t id, Str bytes, Error *err);

#endif
