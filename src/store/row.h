#ifndef ANLIKU_STORE_ROW_H
#define ANLIKU_STORE_ROW_H

#include "base/buf.h"
#include "base/error.h"
#include "base/uuid.h"
#include "store/store.h"

/* Keys and row headers of the library's own table (inside store/ only).
 * Key = space u16, table u8, then what the table says, all big-endian.
 * Row = header of ROW_HEADER bytes {magic u8, table u8, version u8, flags u8, checksum u64} + body.
 * The checksum covers the first four bytes, the key and the covered part of the body, so that a row
 * under a wrong key is found too. */

enum { SPACE_LIBRARY = 0, SPACE_MAIN = 1 };

typedef enum Table { /* stored: never renumber. The log is last so that it grows at the tree's end
                      */
                     TABLE_META = 0x10,       /* space 0: name */
                     TABLE_DICTIONARY = 0x18, /* space 0: id u32 */
                     TABLE_SETTING = 0x20,    /* scope 16, key */
                     TABLE_BATCH = 0x28,      /* uuid 16 */
                     TABLE_SEARCHES = 0x2C,   /* time u64, 8 random bytes: searches.h */
                     TABLE_READS = 0x2E,      /* month u16, uuid 16: reads.h */
                     TABLE_NAME = 0x30,       /* type u8, hash 16, uuid 16 */
                     TABLE_ID = 0x38,         /* type u8, year u16, number u32 */
                     TABLE_EXT = 0x40,        /* type u8, source and id or their hash */
                     TABLE_CURRENT = 0x50,    /* type u8, uuid 16 */
                     TABLE_BLOB = 0x60,       /* SHA-256 32, part u16: blob.h */
                     TABLE_PART =
                         0xE0, /* change number u64, part u16: what is too big for a log row */
                     TABLE_LOG = 0xF0 /* change number u64 */
} Table;

enum {
    ROW_MAGIC = 0xA7,
    ROW_HEADER = 12,
    ROW_PLAIN = 1,   /* version of most rows */
    ROW_COMPACT = 2, /* log, current and dictionary rows as they are written now */
    ROW_BLOCK = 3,   /* many log rows in one: logblock.h */
    ROW_GROUP = 4,   /* many rows of a small table: rowgroup.h */
    ROW_NEWEST = ROW_GROUP,
    KEY_MAX = 511
};

typedef struct Key {
    uint8_t bytes[KEY_MAX];
    size_t len;
} Key;

void key_begin(Key *key, unsigned space, Table table);
void key_u8(Key *key, unsigned v);
void key_u16(Key *key, unsigned v);
void key_u32(Key *key, uint32_t v);
void key_u64(Key *key, uint64_t v);
void key_uuid(Key *key, Uuid id);
/* Bytes beyond the room are left out: callers bound them before. */
void key_bytes(Key *key, const void *data, size_t len);
Key key_log(uint64_t number);
Key key_part(uint64_t number, unsigned part);
Str key_str(const Key *key);
/* The number in a key of TABLE_LOG or TABLE_PART. */
uint64_t key_number(Str key);

/* Appends an empty header to out; call row_seal when the covered bytes follow it. */
void row_begin(Buf *out, Table table, unsigned flags);
void row_begin_version(Buf *out, Table table, unsigned version, unsigned flags);
/* start: offset of the header in out; covered: bytes after the header that the checksum is made of
 * (a row may carry more). */
void row_seal(Buf *out, size_t start, Str key, size_t covered);

/* The version of a row that row_head let pass. */
unsigned row_version(Str row);
/* Looks at magic, table and version (ERR_CORRUPT, ERR_VERSION). *body: what follows the header. */
bool row_head(Table table, Str key, Str row, unsigned *flags, Str *body, Error *err);
/* Compares the checksum. */
bool row_verify(Str key, Str row, size_t covered, Error *err);
/* Both, the whole row covered. */
bool row_open(Table table, Str key, Str row, Reader *body, Error *err);
/* For a reader that ran past the end or left bytes. */
bool row_broken(Str key, Error *err);

#endif
