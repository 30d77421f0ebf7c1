#ifndef ANLIKU_STORE_PACKNAME_H
#define ANLIKU_STORE_PACKNAME_H

#include "base/buf.h"
#include "base/uuid.h"
#include "record/value.h"

/* The canonical bytes of a record begin with its uuid, which stands in the keys and entries of the
 * rows too: packed bytes leave it out (inside store/ only). */
enum { PACK_NAME_FIELD = 1, PACK_NAME_BYTES = 2 + 16 };

static inline void pack_put_name(Buf *out, Uuid record) {
    buf_put_u8(out, PACK_NAME_FIELD);
    buf_put_u8(out, VALUE_UUID);
    buf_put(out, record.bytes, sizeof record.bytes);
}

static inline bool pack_has_name(Str raw, Uuid record) {
    return raw.len >= PACK_NAME_BYTES && raw.ptr[0] == PACK_NAME_FIELD &&
           raw.ptr[1] == VALUE_UUID && memcmp(raw.ptr + 2, record.bytes, 16) == 0;
}

#endif
