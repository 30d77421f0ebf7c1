#ifndef ANLIKU_TEST_STORE_FIXTURE_H
#define ANLIKU_TEST_STORE_FIXTURE_H

#include "scratch.h"
#include "unit.h"

#include "base/file.h"
#include "base/vec.h"
#include "record/encode.h"
#include "store/batch.h"
#include "store/check.h"
#include "store/index.h"
#include "store/lookup.h"
#include "store/session.h"
#include "store/settings.h"
#include "store/write.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

/* A new library in a folder of its own, and the few calls that every test of store/ needs. */

typedef struct Fixture {
    char folder[SCRATCH_PATH];
    char path[SCRATCH_PATH + 16];
    Store *store;
    StorePacker *packer;
    StorePacked packed;
} Fixture;

#define MUST(call)                                                                                 \
    do {                                                                                           \
        Error err_ = {0};                                                                          \
        Error *err = &err_;                                                                        \
        if (!(call)) {                                                                             \
            Buf text_ = {0};                                                                       \
            error_render(err, &text_);                                                             \
            fail_msg("%s: %s", #call, buf_text(&text_));                                           \
        }                                                                                          \
    } while (0)

#define REFUSED(call, wanted)                                                                      \
    do {                                                                                           \
        Error err_ = {0};                                                                          \
        Error *err = &err_;                                                                        \
        assert_false(call);                                                                        \
        assert_string_equal(error_code_name(err->code), error_code_name(wanted));                  \
    } while (0)

static inline void fixture_folder(Fixture *f) {
    memset(f, 0, sizeof *f);
    scratch_new(f->folder, "store");
    snprintf(f->path, sizeof f->path, "%s/library", f->folder);
}

static inline void fixture_open(Fixture *f) {
    MUST(store_open(f->path, STORE_READ_WRITE, &f->store, err));
    MUST(store_packer_new(f->store, &f->packer, err));
}

static inline void fixture_close(Fixture *f) {
    store_packer_free(f->packer);
    f->packer = NULL;
    store_close(f->store);
    f->store = NULL;
}

static inline int fixture_setup(void **state) {
    Fixture *f = malloc(sizeof *f);
    fixture_folder(f);
    StoreOptions options = {.zone = "Asia/Shanghai", .created_by = "test"};
    MUST(store_create(f->path, &options, err));
    fixture_open(f);
    *state = f;
    return 0;
}

static inline int fixture_teardown(void **state) {
    Fixture *f = *state;
    fixture_close(f);
    store_packed_free(&f->packed);
    scratch_remove(f->folder);
    free(f);
    return 0;
}

static inline Record *fixture_case(Uuid id, uint32_t rev, const char *title) {
    Record *record = record_new(ENTITY_CASE);
    record_set_uuid(record, CASE_UUID, id);
    record_set_int(record, CASE_REV, rev);
    record_set_int(record, CASE_CREATED, 1000);
    record_set_int(record, CASE_UPDATED, 1000 + (int64_t)rev);
    record_set_text(record, CASE_TITLE, str_of(title));
    return record;
}

static inline StoreChange fixture_change(StoreVerb verb, uint32_t base_rev) {
    return (StoreChange){.verb = verb,
                         .at_ms = 5000 + base_rev,
                         .actor = {{1, 2, 3}},
                         .login = STR("limin"),
                         .note = STR("why"),
                         .base_rev = base_rev,
                         .created_ms = 1000,
                         .updated_ms = 1000 + (int64_t)base_rev};
}

/* Puts one revision in the open transaction. */
static inline bool fixture_put(Fixture *f, StoreWrite *write, Uuid id, uint32_t base_rev,
                               const char *title, Str segment, uint64_t *number, Error *err) {
    Record *record = fixture_case(id, base_rev + 1, title);
    StoreChange change = fixture_change(base_rev ? VERB_EDIT : VERB_CREATE, base_rev);
    bool ok = store_pack(f->packer, record, &f->packed, err) &&
              store_put_revision(write, &change, &f->packed, str_of(title), segment, number, err);
    record_free(record);
    return ok;
}

/* One revision in a transaction of its own. */
static inline uint64_t fixture_save(Fixture *f, Uuid id, uint32_t base_rev, const char *title) {
    StoreWrite *write;
    uint64_t number = 0;
    MUST(store_write_begin(f->store, "limin", STORE_GATE_MS, false, &write, err));
    MUST(fixture_put(f, write, id, base_rev, title, STR("segment"), &number, err));
    MUST(store_write_commit(write, NULL, err));
    return number;
}

/* A word to the other end of a pipe. */
static inline bool write_all_byte(int fd, char byte) {
    return write(fd, &byte, 1) == 1;
}

static inline void fixture_remember(void *context, const Error *finding) {
    Buf *out = context;
    error_render(finding, out);
    buf_puts(out, "\n");
}

/* How a repair makes rows anew. */
static inline void fixture_summary(void *context, const Record *record, Buf *out) {
    (void)context;
    (void)record;
    buf_puts(out, "s");
}

static inline void fixture_no_name(void *context, const Record *record, Buf *out) {
    (void)context;
    (void)record;
    (void)out;
}

static inline bool fixture_no_id(void *context, const Record *record, uint16_t *year,
                                 uint32_t *number) {
    (void)context;
    (void)record;
    (void)year;
    (void)number;
    return false;
}

static const StoreRebuild fixture_rebuild = {
    .summary = fixture_summary, .name = fixture_no_name, .id = fixture_no_id};

/* Checks the whole store, which is closed for it: how many findings, and their sentences. */
static inline int fixture_check(Fixture *f, Buf *findings) {
    StoreCheckResult result;
    buf_clear(findings);
    fixture_close(f);
    MUST(store_check(f->path, true, NULL, fixture_remember, findings, &result, err));
    fixture_open(f);
    return (int)result.findings;
}

#endif
