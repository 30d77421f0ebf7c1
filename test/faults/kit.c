#include "config.h"

#include "kit.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "record/encode.h"

#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static struct {
    char folder[PATH_MAX / 2];
    int64_t start_us, seconds;
    unsigned tests, failed;
    uint64_t random;
} kit;

void kit_begin(int argc, char **argv, int seconds) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    kit.seconds = argc > 1 && atoi(argv[1]) > 0 ? atoi(argv[1]) : seconds;
    kit.start_us = clock_mono_us();
    const char *base = getenv("TMPDIR");
    snprintf(kit.folder, sizeof kit.folder, "%s/anliku-faults-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(kit.folder)) {
        perror("Bail out! mkdtemp");
        exit(99);
    }
    kit_seed(1);
}

double kit_time_used(void) {
    return (double)(clock_mono_us() - kit.start_us) / 1e6 / (double)kit.seconds;
}

bool kit_time_left(void) {
    return kit_time_used() < 1.0;
}

const char *kit_folder(void) {
    return kit.folder;
}

const char *kit_path(const char *name) {
    static char paths[8][PATH_MAX];
    static unsigned turn;
    char *path = paths[turn++ % 8];
    snprintf(path, PATH_MAX, "%s/%s", kit.folder, name);
    return path;
}

void kit_ok(bool ok, const char *format, ...) {
    va_list args;
    va_start(args, format);
    printf("%sok %u - ", ok ? "" : "not ", ++kit.tests);
    vprintf(format, args);
    putchar('\n');
    va_end(args);
    kit.failed += !ok;
}

void kit_skip(const char *why) {
    printf("ok %u # SKIP %s\n", ++kit.tests, why);
}

int kit_end(void) {
    kit_remove(kit.folder);
    printf("1..%u\n", kit.tests);
    return kit.failed ? 1 : 0;
}

void kit_seed(uint64_t seed) {
    kit.random = seed * 0x9e3779b97f4a7c15u + 1;
}

uint64_t kit_random(void) {
    uint64_t x = kit.random += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

uint64_t kit_below(uint64_t bound) {
    return kit_random() % bound;
}

static int remove_one(const char *path, const struct stat *info, int flag, struct FTW *at) {
    (void)info;
    (void)flag;
    (void)at;
    return remove(path);
}

void kit_remove(const char *path) {
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void kit_tell(const char *what, const Error *err) {
    Buf text = {0};
    error_render(err, &text);
    printf("# %s: %s\n", what, buf_text(&text));
    buf_free(&text);
}

void kit_die(const char *what, const Error *err) {
    Buf text = {0};
    error_render(err, &text);
    printf("Bail out! %s: %s\n", what, buf_text(&text));
    kit_remove(kit.folder);
    exit(99);
}

void kit_create(const char *path) {
    StoreOptions options = {.created_by = "faults"};
    KIT_MUST(store_create(path, &options, err));
}

bool kit_open(Session *s, const char *path, Error *err) {
    *s = (Session){0};
    if (!store_open(path, STORE_READ_WRITE, &s->store, err))
        return false;
    if (store_packer_new(s->store, &s->packer, err))
        return true;
    store_close(s->store);
    return false;
}

void kit_close(Session *s) {
    store_packer_free(s->packer);
    store_packed_free(&s->packed);
    store_close(s->store);
    *s = (Session){0};
}

static Record *random_record(Uuid id, uint32_t rev, size_t max_body) {
    Record *record = record_new(ENTITY_CASE);
    Buf text = {0};
    size_t len = max_body ? (size_t)kit_below(max_body) : 0;
    while (text.len < len)
        buf_printf(&text, "%llx ", (unsigned long long)kit_random() >> kit_below(60));
    record_set_uuid(record, CASE_UUID, id);
    record_set_int(record, CASE_REV, rev);
    buf_puts(&text, "end");
    record_set_text(record, CASE_BODY, buf_str(&text));
    buf_clear(&text);
    buf_printf(&text, "case %llx", (unsigned long long)kit_random());
    record_set_text(record, CASE_TITLE, buf_str(&text));
    buf_free(&text);
    return record;
}

void kit_import(Session *s, StoreWrite *write) {
    s->batch = uuid_new();
    store_write_blocks(write);
}

bool kit_put(Session *s, StoreWrite *write, Uuid id, uint32_t base_rev, size_t max_body, Ack *ack,
             Error *err) {
    Record *record = random_record(id, base_rev + 1, max_body);
    StoreChange change = {.verb = base_rev ? VERB_EDIT : VERB_CREATE,
                          .at_ms = 1,
                          .login = STR("faults"),
                          .batch = s->batch,
                          .base_rev = base_rev,
                          .created_ms = 1,
                          .updated_ms = 2};
    Buf segment = {0};
    if (uuid_is_nil(s->batch)) /* an import has none */
        buf_fill(&segment, 's', max_body ? (size_t)kit_below(max_body / 2 + 1) : 0);
    *ack = (Ack){.record = id, .rev = base_rev + 1};
    bool ok = store_pack(s->packer, record, &s->packed, err) &&
              store_put_revision(write, &change, &s->packed, record_title(record),
                                 buf_str(&segment), &ack->change, err);
    memcpy(ack->digest, s->packed.digest, STORE_HASH);
    record_free(record);
    buf_free(&segment);
    return ok;
}

bool kit_save(Session *s, Uuid id, uint32_t base_rev, size_t max_body, Ack *ack, Error *err) {
    StoreWrite *write;
    if (!store_write_begin(s->store, "faults", STORE_GATE_MS, false, &write, err))
        return false;
    if (kit_put(s, write, id, base_rev, max_body, ack, err))
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

bool kit_holds(Session *s, const Ack *ack) {
    StoreRead *read;
    StoreEntry entry;
    Record *record;
    Error err;
    uint8_t digest[STORE_HASH];
    if (!store_read_begin(s->store, &read, &err))
        return false;
    bool ok = store_log_entry(read, ack->change, &entry, &err) && entry.rev == ack->rev &&
              uuid_equal(entry.record, ack->record) &&
              store_load_change(read, ack->change, &record, &err);
    if (ok) {
        store_content_digest(record, digest);
        ok = memcmp(digest, ack->digest, STORE_HASH) == 0;
        record_free(record);
    }
    store_read_end(read);
    return ok;
}

static void print_finding(void *context, const Error *finding) {
    (void)context;
    kit_tell("found", finding);
}

uint64_t kit_check(const char *path, bool deep) {
    StoreCheckResult result;
    Error err;
    if (store_check(path, deep, NULL, print_finding, NULL, &result, &err))
        return result.findings;
    print_finding(NULL, &err);
    return 1;
}

int kit_child(int (*run)(void *context), void *context) {
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        int status = run(context);
        fflush(stdout);
        _exit(status);
    }
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}
