#include "config.h"

#include "kit.h"

#include "store/fault.h"
#include "store/logrow.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Damaged databases: bits flipped, pages zeroed, overwritten, swapped, files cut. Each mutant is
 * checked and read in a child. Allowed: a refusal, an error, a message of the fault handler. Not
 * allowed: a crash without a word, a record with other content than was saved, a check that finds
 * nothing although a record cannot be read any more. */

/* The first SAVED are saved one by one, the others imported. */
enum { RECORDS = 160, SAVED = 80, PAGE = 4096, ALARM_S = 20 };

static Ack newest[RECORDS];
static Buf pristine;

static void build(const char *library) {
    Session s;
    kit_create(library);
    KIT_MUST(kit_open(&s, library, err));
    Uuid ids[RECORDS];
    StoreWrite *write;
    for (int i = 0; i < RECORDS; i++)
        ids[i] = uuid_new();
    /* An edit comes right behind: a tree that leads to an older page shows an older revision, which
     * is no wrong record, and no checksum tells it. */
    for (int i = 0; i < SAVED; i++) {
        KIT_MUST(kit_save(&s, ids[i], 0, i == 1 ? 0 : 3000, &newest[i], err));
        if (i % 4 == 0)
            KIT_MUST(kit_save(&s, ids[i], 1, i % 8 ? 300 : 40000, &newest[i], err));
    }
    KIT_MUST(store_write_begin(s.store, "faults", STORE_GATE_MS, true, &write, err));
    kit_import(&s, write);
    for (int i = SAVED; i < RECORDS; i++)
        KIT_MUST(kit_put(&s, write, ids[i], 0, 900, &newest[i], err));
    KIT_MUST(store_write_commit(write, NULL, err));
    s.batch = (Uuid){{0}};
    kit_close(&s);
    KIT_MUST(file_read(kit_path("library/data.mdb"), (size_t)1 << 30, &pristine, err));
}

static size_t any_page(size_t len) {
    return (size_t)kit_below(len / PAGE) * PAGE;
}

/* Changes the copy in some way; returns its name. */
static const char *mutate(Buf *data) {
    size_t at = any_page(data->len), other = any_page(data->len);
    switch (kit_below(8)) {
    case 0:
        data->data[kit_below(data->len)] ^= (char)(1u << kit_below(8));
        return "bit";
    case 1:
        memset(data->data + at, 0, PAGE);
        return "zeroed page";
    case 2:
        memset(data->data + at, 0xAA, PAGE);
        return "0xAA page";
    case 3:
        memcpy(data->data + at, data->data + other, PAGE);
        return "page of another place";
    case 4:
        buf_truncate(data, (size_t)kit_below(data->len));
        return "cut";
    case 5: /* the head of a page: numbers, flags, bounds, row places */
        data->data[at + (size_t)kit_below(40)] ^= (char)(1u << kit_below(8));
        return "page head";
    case 6:
        for (int i = 0; i < 16; i++)
            data->data[at + (size_t)kit_below(PAGE)] = (char)kit_random();
        return "16 bytes";
    default: /* a meta page */
        data->data[(size_t)kit_below(2) * PAGE + (size_t)kit_below(160)] ^=
            (char)(1u << kit_below(8));
        return "meta page";
    }
}

typedef struct Report { /* shared with the child */
    bool checked, opened, ended;
    uint64_t findings;
    unsigned wrong, failed; /* records */
    unsigned listed;
} Report;

static Report *report;

static bool count_row(void *context, const StoreCurrent *row, Error *err) {
    (void)context;
    (void)row;
    (void)err;
    report->listed++;
    return true;
}

static void read_one(StoreRead *read, const Ack *ack) {
    Record *record;
    Error err;
    uint8_t digest[STORE_HASH];
    if (!store_load(read, ENTITY_CASE, ack->record, &record, &err)) {
        report->failed++;
        return;
    }
    store_content_digest(record, digest);
    if (memcmp(digest, ack->digest, STORE_HASH) != 0)
        report->wrong++;
    record_free(record);
}

static int judge_reading(void *context) {
    Store *store;
    StoreRead *read;
    Error err;
    alarm(ALARM_S);
    store_fault_install(NULL);
    if (!store_open(context, STORE_READ_WRITE, &store, &err))
        return 0;
    report->opened = true;
    if (!store_read_begin(store, &read, &err))
        return 0;
    for (int i = 0; i < RECORDS; i++)
        read_one(read, &newest[i]);
    if (!store_current_each(read, ENTITY_CASE, count_row, NULL, &err))
        report->failed++;
    store_read_end(read);
    store_close(store);
    report->ended = true;
    return 0;
}

static void ignore(void *context, const Error *finding) {
    (void)context;
    (void)finding;
}

static int judge_check(void *context) {
    StoreCheckResult result;
    Error err;
    alarm(ALARM_S);
    store_fault_install(NULL);
    if (store_check(context, true, NULL, ignore, NULL, &result, &err))
        report->findings = result.findings;
    else
        report->findings = 1;
    report->checked = true;
    return 0;
}

static void write_mutant(const Buf *data) {
    int fd = open(kit_path("library/data.mdb"), O_WRONLY | O_TRUNC);
    Error err;
    if (fd < 0 || !file_write_all(fd, "mutant", buf_str(data), &err))
        exit(99);
    close(fd);
}

/* A child's stderr goes to a file, so that a silent end is told from one with a message. */
static bool said_something(void) {
    fflush(stderr);
    return lseek(STDERR_FILENO, 0, SEEK_END) > 0;
}

typedef struct Totals {
    unsigned mutants, crashes, silent, missed, refused, handled, unharmed;
} Totals;

static void judge(const char *what, Totals *t) {
    char library[PATH_MAX];
    snprintf(library, sizeof library, "%s", kit_path("library"));
    memset(report, 0, sizeof *report);
    if (ftruncate(STDERR_FILENO, 0) != 0 || lseek(STDERR_FILENO, 0, SEEK_SET) != 0)
        exit(99);
    int checking = kit_child(judge_check, library);
    int reading = kit_child(judge_reading, library);
    bool handled = reading == 1 && said_something();
    bool crash = checking != 0 || (reading != 0 && !handled);
    bool harmed = report->failed || (report->ended && report->listed != RECORDS) ||
                  !report->opened || handled;
    t->mutants++;
    t->crashes += crash;
    t->silent += report->wrong > 0;
    t->missed += harmed && report->checked && !report->findings;
    t->refused += !report->opened;
    t->handled += handled;
    t->unharmed += !harmed && !report->findings;
    if (crash || report->wrong || (harmed && report->checked && !report->findings))
        printf("# %s: check ended %d, reading ended %d, wrong %u, failed %u, findings %llu\n", what,
               checking, reading, report->wrong, report->failed,
               (unsigned long long)report->findings);
}

static void campaign(unsigned limit) {
    Totals t = {0};
    while (kit_time_left() && t.mutants < limit) {
        Buf data = {0};
        buf_put_str(&data, buf_str(&pristine));
        const char *what = mutate(&data);
        for (uint64_t more = kit_below(3); more && data.len > PAGE; more--)
            what = mutate(&data);
        write_mutant(&data);
        judge(what, &t);
        buf_free(&data);
    }
    kit_ok(t.crashes == 0,
           "%u mutants, none crashed without a message (%u refused, %u ended with one, %u "
           "unharmed)",
           t.mutants, t.refused, t.handled, t.unharmed);
    kit_ok(t.silent == 0, "%u mutants gave a wrong record in silence", t.silent);
    kit_ok(t.missed == 0, "%u mutants harmed a record that the check did not name", t.missed);
}

/* Seeded defect: a body changed together with its checksum, as if there were none. Reading must
 * count as a wrong record, and the deep check must still find it. */
static void prove_itself(void) {
    Buf data = {0};
    Totals t = {0};
    bool forged = false;
    buf_put_str(&data, buf_str(&pristine));
    for (uint64_t number = 1; number <= RECORDS && !forged; number++) {
        Key key = key_log(number);
        for (size_t at = 0; (at = str_find(buf_str(&data), key_str(&key), at)) != SIZE_MAX; at++) {
            Str row = str_make(data.data + at + key.len, 0), end = buf_str(&data);
            LogRow parsed;
            Error err;
            /* The value follows the key in a leaf; its length stands in the node before. */
            const uint8_t *node = (const uint8_t *)data.data + at - 8;
            row.len = (size_t)(node[0] | node[1] << 8);
            if (node[4] != 0 || row.ptr + row.len > end.ptr + end.len ||
                !logrow_parse(key_str(&key), row, &parsed, &err) || parsed.body.len < 30)
                continue;
            size_t title = str_find(parsed.body, STR("case "), 0);
            StoreEntry entry;
            LogBody how;
            if (!logrow_entry(NULL, &parsed, &entry, &how, &err) || title == SIZE_MAX)
                continue;
            data.data[(size_t)(parsed.body.ptr - data.data) + title] ^= 1;
            row_seal(&data, at + key.len, key_str(&key), parsed.covered);
            forged = true;
        }
    }
    write_mutant(&data);
    judge("forged on purpose", &t);
    kit_ok(forged && t.silent == 1 && report->findings > 0,
           "seeded defect, a forged checksum, is counted as a wrong record and found by the check");
    buf_free(&data);
}

int main(int argc, char **argv) {
    kit_begin(argc, argv, 40);
    report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!freopen(kit_path("stderr"), "w+", stderr))
        return 99;
    build(kit_path("library"));
    kit_seed(argc > 3 ? strtoull(argv[3], NULL, 0) : (uint64_t)getpid());
    prove_itself();
    campaign(argc > 2 ? (unsigned)atoi(argv[2]) : UINT_MAX);
    buf_free(&pristine);
    return kit_end();
}
