#include "config.h"

#include "kit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* Writers save and acknowledge over a pipe; they are killed at random moments. Nothing that was
 * acknowledged may be lost, and the library must be sound. The second campaign seeds the defect: a
 * writer that acknowledges before its commit must be caught. */

enum { WRITERS = 3, DEEP_EVERY = 25, FEW_CYCLES = 300 };

typedef VEC(Ack) Acks;

static void say(int pipe_end, const Ack *ack) {
    if (write(pipe_end, ack, sizeof *ack) != (ssize_t)sizeof *ack)
        _exit(3);
}

static _Noreturn void give_up(const char *what, const Error *err) {
    kit_tell(what, err);
    _exit(err->code == ERR_BUSY ? 0 : 1);
}

enum { IMPORTED_MOST = 60 };

/* New records in blocks. Gives how many. */
static size_t import_some(Session *s, StoreWrite *write, Ack acks[IMPORTED_MOST]) {
    size_t count = 1 + (size_t)kit_below(IMPORTED_MOST);
    Error err;
    kit_import(s, write);
    for (size_t i = 0; i < count; i++)
        if (!kit_put(s, write, uuid_new(), 0, 1500, &acks[i], &err))
            give_up("import", &err);
    s->batch = (Uuid){{0}};
    return count;
}

/* Ends only by being killed; any error is told by the exit status. */
static void be_writer(const char *path, int pipe_end, uint64_t seed, bool lying) {
    Session s;
    Error err;
    Ack ack, acks[IMPORTED_MOST];
    Uuid ids[4];
    uint32_t revs[4] = {0};
    kit_seed(seed);
    if (!kit_open(&s, path, &err))
        give_up("open", &err);
    for (int i = 0; i < 4; i++)
        ids[i] = uuid_new();
    for (;;) {
        size_t which = (size_t)kit_below(4), size = kit_below(8) ? 2000 : 60000;
        StoreWrite *write_txn;
        if (!store_write_begin(s.store, "writer", STORE_GATE_MS, false, &write_txn, &err))
            give_up("begin", &err);
        if (!kit_put(&s, write_txn, ids[which], revs[which], size, &ack, &err))
            give_up("put", &err);
        size_t imported = kit_below(6) ? 0 : import_some(&s, write_txn, acks);
        if (lying)
            say(pipe_end, &ack);
        if (!store_write_commit(write_txn, NULL, &err))
            give_up("commit", &err);
        if (!lying)
            say(pipe_end, &ack);
        for (size_t i = 0; i < imported; i++)
            say(pipe_end, &acks[i]);
        revs[which]++;
    }
}

static pid_t start_writer(const char *path, const int ends[2], bool lying) {
    uint64_t seed = kit_random();
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        be_writer(path, ends[1], seed, lying);
    }
    return child;
}

static void collect(int end, Acks *acks, int wait_ms) {
    struct pollfd p = {.fd = end, .events = POLLIN};
    Ack ack;
    while (poll(&p, 1, wait_ms) > 0 && read(end, &ack, sizeof ack) == (ssize_t)sizeof ack)
        vec_push(acks, ack);
}

/* Runs writers until some time passed, kills them (all, or one after the other while the rest goes
 * on), and gives what they acknowledged. False when one ended by itself. */
static bool run_cycle(const char *path, Acks *acks, bool lying) {
    int ends[2];
    pid_t writers[WRITERS];
    bool ok = pipe2(ends, O_CLOEXEC) == 0, one_by_one = kit_below(2);
    for (int i = 0; ok && i < WRITERS; i++)
        writers[i] = start_writer(path, ends, lying);
    /* At least one save, so that the killing hits work and not only start-up; sometimes at once. */
    size_t before = acks->len, goal = (size_t)kit_below(12);
    for (int tries = 0; acks->len - before < goal && tries < 2000; tries++) {
        struct pollfd p = {.fd = ends[0], .events = POLLIN};
        Ack ack;
        if (poll(&p, 1, 5) > 0 && read(ends[0], &ack, sizeof ack) == (ssize_t)sizeof ack)
            vec_push(acks, ack);
    }
    usleep((useconds_t)kit_below(3000));
    for (int i = 0; i < WRITERS; i++) {
        kill(writers[i], SIGKILL);
        if (one_by_one)
            usleep((useconds_t)kit_below(4000));
    }
    close(ends[1]);
    for (int i = 0; i < WRITERS; i++) {
        int status;
        waitpid(writers[i], &status, 0);
        if (!WIFSIGNALED(status) && WEXITSTATUS(status) != 0) {
            printf("# a writer ended by itself with status %d\n", WEXITSTATUS(status));
            ok = false;
        }
    }
    collect(ends[0], acks, 0);
    close(ends[0]);
    return ok;
}

static size_t count_lost(const char *path, const Acks *acks, size_t from) {
    Session s;
    size_t lost = 0;
    KIT_MUST(kit_open(&s, path, err));
    for (size_t i = from; i < acks->len; i++)
        lost += !kit_holds(&s, &acks->items[i]);
    kit_close(&s);
    return lost;
}

static void campaign(const char *path, unsigned cycles_max) {
    Acks acks = {0};
    unsigned cycles = 0, bad = 0;
    size_t lost = 0;
    uint64_t findings = 0;
    kit_create(path);
    while (kit_time_left() && cycles < cycles_max) {
        size_t from = acks.len;
        bad += !run_cycle(path, &acks, false);
        lost += count_lost(path, &acks, from);
        if (++cycles % DEEP_EVERY == 0)
            findings += kit_check(path, true);
    }
    lost += count_lost(path, &acks, 0);
    findings += kit_check(path, true);
    kit_ok(cycles > 0 && bad == 0, "%u kill cycles of %d writers, none failed by itself", cycles,
           WRITERS);
    kit_ok(lost == 0 && acks.len > 0, "%zu acknowledged saves, %zu lost", acks.len, lost);
    kit_ok(findings == 0, "the check has %llu findings", (unsigned long long)findings);
    vec_free(&acks);
}

static void prove_itself(const char *path) {
    Acks acks = {0};
    size_t lost = 0;
    unsigned cycles = 0;
    kit_create(path);
    while (!lost && cycles < FEW_CYCLES) {
        size_t from = acks.len;
        run_cycle(path, &acks, true);
        lost = count_lost(path, &acks, from);
        cycles++;
    }
    kit_ok(lost > 0, "seeded defect, acknowledging before the commit, caught after %u cycles",
           cycles);
    vec_free(&acks);
}

int main(int argc, char **argv) {
    kit_begin(argc, argv, 30);
    kit_seed((uint64_t)getpid());
    campaign(kit_path("kill"), argc > 2 ? (unsigned)atoi(argv[2]) : UINT_MAX);
    prove_itself(kit_path("lying"));
    return kit_end();
}
