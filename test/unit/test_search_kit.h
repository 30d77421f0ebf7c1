#ifndef ANLIKU_TEST_SEARCH_KIT_H
#define ANLIKU_TEST_SEARCH_KIT_H

/* A library of made-up cases for the tests of search/. */
#include "scratch.h"
#include "unit.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/vec.h"
#include "base/zone.h"
#include "record/state.h"
#include "search/bulk.h"
#include "search/document.h"
#include "search/index.h"
#include "search/merge.h"
#include "store/log.h"
#include "store/write.h"

#include <stdio.h>
#include <unistd.h>

/* One failed call ends the test with its sentence. */
#define MUST(call)                                                                                 \
    do {                                                                                           \
        if (!(call)) {                                                                             \
            Buf must_ = {0};                                                                       \
            error_render(&kit->err, &must_);                                                       \
            fail_msg("%s: %s", #call, buf_text(&must_));                                           \
        }                                                                                          \
    } while (0)

typedef struct Kit {
    char dir[SCRATCH_PATH];
    Store *store;
    SearchIndex *index;
    SearchAnalyser *analyser;
    SearchDocument document;
    StorePacker *packer;
    StorePacked packed;
    Error err;
    uint64_t seed;
} Kit;

static inline uint32_t kit_random(Kit *kit, uint32_t below) {
    kit->seed = kit->seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((kit->seed >> 33) % below);
}

static inline void kit_open(Kit *kit) {
    MUST(store_open(kit->dir, STORE_READ_WRITE, &kit->store, &kit->err));
    MUST(store_packer_new(kit->store, &kit->packer, &kit->err));
    kit->index = search_index_new();
}

static inline void kit_close(Kit *kit) {
    search_index_free(kit->index);
    store_packer_free(kit->packer);
    store_close(kit->store);
    kit->store = NULL;
}

static inline void kit_start(Kit *kit, uint64_t seed) {
    *kit = (Kit){.seed = seed};
    scratch_new(kit->dir, "search");
    MUST(store_create(kit->dir, &(StoreOptions){0}, &kit->err));
    kit->analyser = search_analyser_new();
    kit_open(kit);
}

static inline void kit_stop(Kit *kit) {
    if (kit->store)
        kit_close(kit);
    search_analyser_free(kit->analyser);
    search_document_free(&kit->document);
    store_packed_free(&kit->packed);
    scratch_remove(kit->dir);
}

/* Saves the record as a new revision; indexed: with its segment in the log row. Gives the change
 * number. */
static inline uint32_t kit_save(Kit *kit, Record *record, bool indexed) {
    uint32_t base = (uint32_t)record_int(record, CASE_REV);
    record_set_int(record, CASE_REV, base + 1);
    Buf segment = {0};
    if (indexed) {
        search_document_build(kit->analyser, record, &kit->document);
        search_document_encode(&kit->document, &segment);
    }
    MUST(store_pack(kit->packer, record, &kit->packed, &kit->err));
    StoreChange change = {.verb = base ? VERB_EDIT : VERB_CREATE,
                          .login = STR("test"),
                          .base_rev = base,
                          .trashed = record_int(record, CASE_TRASHED) != 0,
                          .created_ms = record_int(record, CASE_CREATED),
                          .updated_ms = record_int(record, CASE_UPDATED)};
    StoreWrite *write;
    uint64_t number;
    MUST(store_write_begin(kit->store, "test", STORE_GATE_MS, false, &write, &kit->err));
    MUST(store_put_revision(write, &change, &kit->packed, STR(""), buf_str(&segment), &number,
                            &kit->err));
    MUST(store_write_commit(write, NULL, &kit->err));
    buf_free(&segment);
    return (uint32_t)number;
}

static inline Record *kit_case(const char *title, const char *need) {
    Record *record = record_new(ENTITY_CASE);
    record_set_uuid(record, CASE_UUID, uuid_new());
    record_set_text(record, CASE_TITLE, str_of(title));
    record_set_text(record, CASE_NEED, str_of(need));
    record_set_text(record, CASE_STATE, STR("published"));
    record_set_text(record, CASE_AUDIENCE, STR("sales"));
    record_set_int(record, CASE_CREATED, 1760000000000);
    record_set_int(record, CASE_UPDATED, 1760000000000);
    return record;
}

#endif
