#ifndef ANLIKU_STORE_PACK_H
#define ANLIKU_STORE_PACK_H

#include "record/value.h"
#include "store/store.h"

/* Turns a record into what a log row holds, outside of any transaction: canonical bytes, compressed
 * when that helps, and the content digest. The record must already have its uuid, rev, created,
 * updated and id. */
typedef struct StorePacker StorePacker;

typedef struct StorePacked {
    EntityType type;
    Uuid record;
    uint32_t rev;
    uint8_t digest[STORE_HASH];
    uint32_t dictionary; /* 0: none */
    uint32_t raw_bytes;
    bool compressed;
    bool nameless; /* the body is without the uuid */
    Buf body;      /* owned: free with store_packed_free; kept for the next call */
    Buf summary;   /* a summary made smaller; empty: none */
    uint32_t summary_dictionary, summary_bytes;
    bool summary_nameless;
} StorePacked;

/* One a thread. dictionary: the newest one when it was made (store/dict.h). The store must outlive
 * it; it does not touch the store afterwards, so that it may work in another thread. */
bool store_packer_new(Store *store, StorePacker **out, Error *err);
void store_packer_free(StorePacker *packer);
/* *out is {0} or from an earlier call. ERR_INVALID above 64 MiB. */
bool store_pack(StorePacker *packer, const Record *record, StorePacked *out, Error *err);
/* Makes the summary of the record smaller beside it, where that helps. To be called after
 * store_pack. */
void store_pack_summary(StorePacker *packer, Str summary, StorePacked *out);
void store_packed_free(StorePacked *packed);
/* The same content digest alone, to find out that nothing changed. */
void store_content_digest(const Record *record, uint8_t digest[STORE_HASH]);

#endif
