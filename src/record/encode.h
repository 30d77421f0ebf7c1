#ifndef ANLIKU_RECORD_ENCODE_H
#define ANLIKU_RECORD_ENCODE_H

#include "base/buf.h"
#include "record/value.h"

/* The canonical bytes of a record: one form per content.
 *   body   = { varint field id, u8 value kind, payload } in ascending field id; then, when there
 * are unknown keys, id 65535 with their JSON as text. TEXT, SEALED  varint length, bytes INT, DATE
 * zigzag varint DECIMAL       zigzag units, u8 scale       UUID       16 bytes REF           16
 * bytes, TEXT payload       LIST       varint count, { u8 kind, payload } ROW           varint
 * count, { varint sub-field id, u8 kind, payload } of the present ones Field ids this program does
 * not know are kept: they were written by a newer one (see decode). */
void record_encode(const Record *record, Buf *out);
/* Without machine fields: what the content digest is made of. */
void record_encode_content(const Record *record, Buf *out);
/* Only the given fields (indexes in ascending order): what a list row needs. record_decode reads
 * it. */
void record_encode_some(const Record *record, const int *fields, size_t count, Buf *out);
/* ERR_CORRUPT when the bytes break the format, ERR_VERSION for a value kind of a newer program.
 * *out is owned by the caller. */
bool record_decode(EntityType type, const void *data, size_t len, Record **out, Error *err);

#endif
