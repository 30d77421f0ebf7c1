#include "config.h"

#include "kit.h"

#include "faultio.h"

#include "store/backup.h"
#include "store/compact.h"
#include "store/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Every n-th write, sync, rename, truncation and allocation of each kind of work fails once: with
 * EIO, with ENOSPC, or only half is written. Then the work must say so and leave the old state, or
 * have done all of it; and the next attempt, without a fault, must succeed. */

typedef struct Outcome { /* shared with the child */
    bool claimed;        /* the work said that it succeeded */
    bool worded;         /* it failed with a code that fits */
    int fired;
    unsigned calls;
    Ack ack;
} Outcome;

typedef struct Scenario {
    const char *name;
    /* Runs with the fault armed after open; true = claims success. */
    bool (*work)(Session *s, Outcome *out, Error *err);
    /* The library after it, opened anew: consistent with what was claimed. */
    bool (*verify)(Session *s, const Outcome *out);
    bool closed; /* works on a library that is not open */
} Scenario;

static const Uuid known = {{0x42}};
static Ack known_ack;

static bool save_small(Session *s, Outcome *out, Error *err) {
    return kit_save(s, known, 1, 300, &out->ack, err);
}

static bool save_many(Session *s, Outcome *out, Error *err) {
    StoreWrite *write;
    Ack ignored;
    if (!store_write_begin(s->store, "io", STORE_GATE_MS, true, &write, err))
        return false;
    bool ok = kit_put(s, write, known, 1, 60000, &out->ack, err);
    for (int i = 0; ok && i < 60; i++)
        ok = kit_put(s, write, uuid_new(), 0, 8000, &ignored, err);
    if (ok)
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

static bool import_many(Session *s, Outcome *out, Error *err) {
    StoreWrite *write;
    Ack ignored;
    if (!store_write_begin(s->store, "io", STORE_GATE_MS, true, &write, err))
        return false;
    kit_import(s, write);
    bool ok = kit_put(s, write, known, 1, 600, &out->ack, err);
    for (int i = 0; ok && i < 150; i++)
        ok = kit_put(s, write, uuid_new(), 0, 1500, &ignored, err);
    s->batch = (Uuid){{0}};
    if (ok)
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

/* After a failed save the same session goes on and saves. */
static bool save_after_failure(Session *s, Outcome *out, Error *err) {
    Ack ignored;
    Error first;
    if (kit_save(s, uuid_new(), 0, 300, &ignored, &first))
        out->worded = true;
    return kit_save(s, known, 1, 300, &out->ack, err);
}

static bool new_is_there(Session *s, const Outcome *out) {
    StoreRead *read;
    StoreCurrent current;
    Error err;
    if (!store_read_begin(s->store, &read, &err))
        return false;
    uint32_t rev = store_current(read, ENTITY_CASE, known, &current, &err) ? current.rev : 0;
    store_read_end(read);
    return out->claimed ? rev == 2 && kit_holds(s, &out->ack)
                        : rev == 1 && kit_holds(s, &known_ack);
}

static bool back_up(Session *s, Outcome *out, Error *err) {
    (void)out;
    unlink(kit_path("backup"));
    return store_backup(s->store, kit_path("backup"), NULL, NULL, err);
}

/* What stands under the name is a whole backup or nothing. */
static bool backup_is_whole(Session *s, const Outcome *out) {
    (void)s;
    Error err;
    const char *file = kit_path("backup");
    return out->claimed ? store_backup_verify(file, NULL, NULL, &err)
                        : !file_exists(file) || store_backup_verify(file, NULL, NULL, &err);
}

static bool compact(Session *s, Outcome *out, Error *err) {
    (void)s;
    (void)out;
    return store_compact(kit_path("library"), NULL, NULL, NULL, err);
}

static bool nothing_changed(Session *s, const Outcome *out) {
    (void)out;
    return kit_holds(s, &known_ack);
}

static bool make_another(Session *s, Outcome *out, Error *err) {
    (void)s;
    (void)out;
    StoreOptions options = {0};
    return store_create(kit_path("another"), &options, err);
}

static bool another_is_whole(Session *s, const Outcome *out) {
    (void)s;
    Store *store;
    Error err;
    StoreOptions options = {0};
    bool there = store_open(kit_path("another"), STORE_READ_WRITE, &store, &err);
    if (there)
        store_close(store);
    if (out->claimed || there)
        return there;
    /* The next attempt takes over what the failed one left. */
    return err.code == ERR_NOT_FOUND && store_create(kit_path("another"), &options, &err);
}

static bool restore(Session *s, Outcome *out, Error *err) {
    (void)s;
    (void)out;
    return store_restore(kit_path("good"), NULL, kit_path("another"), NULL, err);
}

static bool restored_is_whole(Session *s, const Outcome *out) {
    Session other;
    Error err;
    (void)s;
    bool there = kit_open(&other, kit_path("another"), &err);
    if (!there && !out->claimed)
        there = err.code == ERR_NOT_FOUND && restore(NULL, NULL, &err) &&
                kit_open(&other, kit_path("another"), &err);
    if (!there)
        return false;
    bool ok = kit_holds(&other, &known_ack);
    kit_close(&other);
    return ok;
}

static bool count_value(void *context, const DraftEntry *e, Error *err) {
    (void)err;
    *(int *)context += e->value.len == 9 ? 1 : 100;
    return true;
}

static bool draft(Session *s, Outcome *out, Error *err) {
    (void)s;
    Draft *d;
    DraftEntry entry = {.field = 10, .value = STR("some text")};
    if (!draft_new(kit_path("library"), known, ENTITY_CASE, known, 1, known, &d, err))
        return false;
    bool ok = true;
    for (int i = 0; ok && i < 5; i++) {
        entry.field++;
        ok = draft_set(d, &entry, err) && draft_tick(d, true, err);
        out->ack.rev += ok;
    }
    draft_close(d);
    return ok;
}

/* Every entry that was taken is there, none is torn. */
static bool draft_is_whole(Session *s, const Outcome *out) {
    (void)s;
    DraftList list;
    Error err;
    bool ok = draft_list(kit_path("library"), known, &list, &err);
    int values = 0;
    for (size_t i = 0; ok && i < list.len; i++) {
        ok = draft_read(kit_path("library"), known, list.items[i].id, 0, count_value, &values,
                        &err) &&
             draft_discard(kit_path("library"), known, list.items[i].id, &err);
    }
    free(list.items);
    return ok && values >= (int)out->ack.rev && values < 100;
}

static const Scenario scenarios[] = {
    {"save", save_small, new_is_there, false},
    {"big save", save_many, new_is_there, false},
    {"import", import_many, new_is_there, false},
    {"save after a failed one", save_after_failure, new_is_there, false},
    {"backup", back_up, backup_is_whole, false},
    {"compaction", compact, nothing_changed, true},
    {"creation", make_another, another_is_whole, true},
    {"restore", restore, restored_is_whole, true},
    {"draft", draft, draft_is_whole, true},
};

static void copy_file(const char *from, const char *to) {
    Buf content = {0};
    KIT_MUST(file_read(from, (size_t)1 << 30, &content, err));
    KIT_MUST(file_write_atomic(to, buf_str(&content), 0600, err));
    buf_free(&content);
}

/* The library as it was: only data.mdb changes, and nobody has it open. */
static void reset(void) {
    copy_file(kit_path("kept"), kit_path("library/data.mdb"));
    kit_remove(kit_path("another"));
}

typedef struct Run {
    const Scenario *scenario;
    unsigned n;
    FaultMode mode;
    Outcome *out;
} Run;

static int run_with_fault(void *context) {
    const Run *run = context;
    Session s = {0};
    Error err = {0};
    if (!run->scenario->closed && !kit_open(&s, kit_path("library"), &err))
        return 2;
    faultio_arm(run->n, run->mode);
    run->out->claimed = run->scenario->work(&s, run->out, &err);
    run->out->fired = faultio_fired();
    run->out->calls = faultio_calls();
    faultio_arm(0, FAULT_EIO);
    if (!run->out->claimed) {
        run->out->worded = err.message && (err.code == ERR_IO || err.code == ERR_FULL);
        if (!run->out->worded)
            kit_tell("odd error", &err);
    }
    if (!run->scenario->closed)
        kit_close(&s);
    return 0;
}

typedef struct Totals {
    unsigned runs, reported, absorbed, bad;
} Totals;

/* False when the n-th call does not exist any more. */
static bool one_fault(const Scenario *scenario, unsigned n, FaultMode mode, Outcome *out,
                      Totals *totals) {
    Run run = {scenario, n, mode, out};
    memset(out, 0, sizeof *out);
    reset();
    int status = kit_child(run_with_fault, &run);
    Session s;
    KIT_MUST(kit_open(&s, kit_path("library"), err));
    bool whole = scenario->verify(&s, out);
    Ack after;
    Error err;
    bool goes_on = kit_save(&s, uuid_new(), 0, 100, &after, &err) && kit_holds(&s, &after);
    kit_close(&s);
    bool ok = status == 0 && whole && goes_on && (out->claimed || out->worded) &&
              (out->fired || out->claimed);
    totals->runs++;
    totals->reported += out->fired && !out->claimed;
    totals->absorbed += out->fired && out->claimed;
    totals->bad += !ok;
    if (!ok)
        printf("# %s, call %u, mode %d: status %d, claimed %d, whole %d, goes on %d\n",
               scenario->name, n, mode, status, out->claimed, whole, goes_on);
    return out->fired;
}

static void campaign(const Scenario *scenario, Outcome *out, double share) {
    Totals totals = {0};
    unsigned n = 1, step = 1;
    bool more = true;
    /* When there are more calls than time, later ones are sampled. */
    for (; more && kit_time_used() < share; n += step) {
        more = false;
        for (int mode = 0; mode < FAULT_MODES; mode++)
            more |= one_fault(scenario, n, (FaultMode)mode, out, &totals);
        if (n > 60)
            step = 7;
    }
    uint64_t findings = kit_check(kit_path("library"), true);
    kit_ok(totals.bad == 0 && totals.runs > 0 && findings == 0,
           "%s: %u faults, %u reported, %u absorbed, %u bad%s", scenario->name,
           totals.reported + totals.absorbed, totals.reported, totals.absorbed, totals.bad,
           more ? " (time was up before the last call)" : "");
}

/* Seeded defect: a save whose error nobody looks at must be caught by the same judgement. */
static bool careless(Session *s, Outcome *out, Error *err) {
    kit_save(s, known, 1, 300, &out->ack, err);
    return true;
}

static void prove_itself(Outcome *out) {
    static const Scenario lying = {"careless save", careless, new_is_there, false};
    unsigned caught = 0;
    for (unsigned n = 1; n < 10; n++) {
        Run run = {&lying, n, FAULT_EIO, out};
        memset(out, 0, sizeof *out);
        reset();
        kit_child(run_with_fault, &run);
        Session s;
        KIT_MUST(kit_open(&s, kit_path("library"), err));
        caught += out->fired && !lying.verify(&s, out);
        kit_close(&s);
    }
    kit_ok(caught > 0, "seeded defect, an error that is not looked at, caught %u times", caught);
}

int main(int argc, char **argv) {
    kit_begin(argc, argv, 60);
    Outcome *out =
        mmap(NULL, sizeof *out, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    Session s;
    kit_create(kit_path("library"));
    store_ballast_free(kit_path("library"));
    KIT_MUST(kit_open(&s, kit_path("library"), err));
    KIT_MUST(kit_save(&s, known, 0, 300, &known_ack, err));
    for (int i = 0; i < 20; i++) {
        Ack ignored;
        KIT_MUST(kit_save(&s, uuid_new(), 0, 3000, &ignored, err));
    }
    KIT_MUST(store_backup(s.store, kit_path("good"), NULL, NULL, err));
    kit_close(&s);
    copy_file(kit_path("library/data.mdb"), kit_path("kept"));
    size_t count = sizeof scenarios / sizeof *scenarios;
    for (size_t i = 0; i < count; i++)
        campaign(&scenarios[i], out, (double)(i + 1) / (double)count);
    reset();
    prove_itself(out);
    return kit_end();
}
