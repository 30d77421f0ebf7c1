#ifndef ANLIKU_STORE_BLOB_H
#define ANLIKU_STORE_BLOB_H

#include "store/write.h"

/* Bytes that are no record: attached files. They are found by their SHA-256, so that the same bytes
 * are stored once, in parts whose rows fill two pages. */

enum { STORE_SHA256 = 32, STORE_BLOB_MAX = 5 << 20 };

void store_sha256(Str bytes, uint8_t out[STORE_SHA256]);
/* 64 hexadecimal digits. */
bool store_sha256_parse(Str hex, uint8_t out[STORE_SHA256]);
void store_sha256_format(const uint8_t sha[STORE_SHA256], Buf *out);
/* At most STORE_BLOB_MAX bytes, at least one. What is there already is not written again. */
bool store_put_blob(StoreWrite *write, Str bytes, const uint8_t sha[STORE_SHA256], Error *err);
bool store_blob_find(StoreRead *read, const uint8_t sha[STORE_SHA256], bool *found, Error *err);
/* Appends the bytes. ERR_NOT_FOUND; ERR_CORRUPT when they are not what they are called. */
bool store_blob(StoreRead *read, const uint8_t sha[STORE_SHA256], Buf *out, Error *err);

#endif
