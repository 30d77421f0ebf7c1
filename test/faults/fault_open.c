#include "config.h"

#include "kit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* A storm of logins: processes open, save once, close, and are killed while they do so, so that
 * first openers die in the middle of LMDB's own set-up while others wait. Nothing acknowledged may
 * be lost and the commit number never falls below the last acknowledged one. */

enum { PROCESSES = 6 };

typedef struct Told {
    Ack ack;
    uint64_t txn;
} Told;

static _Noreturn void give_up(const char *what, const Error *err) {
    kit_tell(what, err);
    _exit(err->code == ERR_BUSY ? 0 : 1);
}

static void log_in_and_save(const char *path, int end, uint64_t seed) {
    kit_seed(seed);
    for (;;) {
        Session s;
        Error err;
        Told told;
        if (!kit_open(&s, path, &err))
            give_up("open", &err);
        if (!kit_save(&s, uuid_new(), 0, 500, &told.ack, &err))
            give_up("save", &err);
        told.txn = store_txn_id(s.store);
        if (write(end, &told, sizeof told) != (ssize_t)sizeof told)
            _exit(3);
        kit_close(&s);
    }
}

static bool storm(const char *path, uint64_t *newest, size_t *saves, size_t *lost, size_t *low) {
    int ends[2];
    pid_t children[PROCESSES];
    bool ok = true;
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    for (int i = 0; i < PROCESSES; i++) {
        uint64_t seed = kit_random();
        children[i] = fork();
        if (children[i] == 0)
            log_in_and_save(path, ends[1], seed);
    }
    for (int i = 0; i < PROCESSES; i++) {
        usleep((useconds_t)kit_below(2500));
        kill(children[i], SIGKILL);
    }
    close(ends[1]);
    for (int i = 0; i < PROCESSES; i++) {
        int status;
        waitpid(children[i], &status, 0);
        ok &= WIFSIGNALED(status) || WEXITSTATUS(status) == 0;
    }
    Session s;
    Told told;
    KIT_MUST(kit_open(&s, path, err));
    while (read(ends[0], &told, sizeof told) == (ssize_t)sizeof told) {
        ++*saves;
        *lost += !kit_holds(&s, &told.ack);
        if (told.txn > *newest)
            *newest = told.txn;
    }
    *low += store_txn_id(s.store) < *newest;
    kit_close(&s);
    close(ends[0]);
    return ok;
}

static void campaign(const char *path) {
    uint64_t newest = 0;
    size_t saves = 0, lost = 0, low = 0, rounds = 0, bad = 0;
    kit_create(path);
    while (kit_time_left()) {
        bad += !storm(path, &newest, &saves, &lost, &low);
        rounds++;
    }
    kit_ok(bad == 0, "%zu login storms of %d processes", rounds, PROCESSES);
    kit_ok(lost == 0 && low == 0 && saves > 0,
           "%zu acknowledged saves, %zu lost, %zu times a commit number fell", saves, lost, low);
    kit_ok(kit_check(path, true) == 0, "the check has no findings");
}

/* Creation is raced and killed too: either nobody has a library, or a whole one. */
static int create_and_open(void *context) {
    Error err;
    StoreOptions options = {0};
    Store *store;
    if (!store_create(context, &options, &err) && err.code != ERR_EXISTS && err.code != ERR_BUSY)
        return 2;
    if (!store_open(context, STORE_READ_WRITE, &store, &err))
        return err.code == ERR_NOT_FOUND ? 0 : 3;
    store_close(store);
    return 0;
}

static void race_creation(void) {
    unsigned rounds = 60, bad = 0, made = 0;
    for (unsigned i = 0; i < rounds; i++) {
        char name[32];
        snprintf(name, sizeof name, "new%u", i);
        const char *path = kit_path(name);
        pid_t children[4];
        for (int c = 0; c < 4; c++) {
            children[c] = fork();
            if (children[c] == 0) {
                char copy[PATH_MAX];
                snprintf(copy, sizeof copy, "%s", path);
                _exit(create_and_open(copy));
            }
        }
        usleep((useconds_t)kit_below(12000));
        kill(children[0], SIGKILL);
        kill(children[1], SIGKILL);
        for (int c = 0; c < 4; c++) {
            int status;
            waitpid(children[c], &status, 0);
            bad += !WIFSIGNALED(status) && WEXITSTATUS(status) != 0;
        }
        Session s;
        Error err;
        if (kit_open(&s, path, &err)) {
            made++;
            kit_close(&s);
        } else if (err.code != ERR_NOT_FOUND) {
            bad++;
        }
        kit_remove(path);
    }
    kit_ok(bad == 0 && made > 0, "%u raced and killed creations, %u libraries, all whole", rounds,
           made);
}

/* The seeded defect: what an opener that died half-way leaves, a lock table whose commit number is
 * zero. The next one must refuse to go on with it. Word 6 of the table is that number. */
static int open_is_refused(void *context) {
    Error err;
    Store *store;
    if (store_open(context, STORE_READ_WRITE, &store, &err))
        return 1;
    return err.code == ERR_IO ? 0 : 2;
}

static int zero_number(void *context) {
    char file[PATH_MAX];
    snprintf(file, sizeof file, "%s/lock.mdb", (const char *)context);
    int fd = open(file, O_RDWR);
    uint64_t *words = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (words == MAP_FAILED || words[6] == 0)
        return 1;
    words[6] = 0;
    return 0;
}

static void prove_itself(const char *path) {
    Session s;
    Ack ack;
    char copy[PATH_MAX];
    snprintf(copy, sizeof copy, "%s", path);
    kit_create(path);
    KIT_MUST(kit_open(&s, path, err));
    for (int i = 0; i < 5; i++)
        KIT_MUST(kit_save(&s, uuid_new(), 0, 500, &ack, err));
    bool set = kit_child(zero_number, copy) == 0;
    int status = kit_child(open_is_refused, copy);
    kit_close(&s);
    KIT_MUST(kit_open(&s, path, err));
    bool holds = kit_holds(&s, &ack);
    kit_close(&s);
    kit_ok(set && status == 0 && holds,
           "seeded defect, a commit number of zero in the lock table, is refused (%d)", status);
}

int main(int argc, char **argv) {
    kit_begin(argc, argv, 20);
    kit_seed((uint64_t)getpid());
    race_creation();
    prove_itself(kit_path("zeroed"));
    campaign(kit_path("storm"));
    return kit_end();
}
