#include "config.h"

#include "store/check.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "store/checkrows.h"
#include "store/env.h"
#include "store/gate.h"
#include "store/guard.h"
#include "store/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { FINDINGS_MAX = 1000, WALK_TRIES = 3 };

typedef struct Findings {
    VEC(Error) list;
    uint64_t count;
} Findings;

static void collect(void *context, const Error *finding) {
    Findings *f = context;
    f->count++;
    if (f->list.len < FINDINGS_MAX)
        vec_push(&f->list, *finding);
}

static void count_pages(Pages *pages, Findings *found) {
    PageVisitor visitor = {.finding = collect, .context = found};
    uint64_t free_pages;
    Error e;
    pages_walk_all(pages, &visitor, &free_pages);
    if (found->count || pages->seen_count + 2 == pages->last + 1)
        return;
    error_set(&e, ERR_CORRUPT, N_("{0} pages are neither in use nor free"), "d",
              (int64_t)(pages->last - 1 - pages->seen_count));
    collect(found, &e);
}

/* One walk over the newest snapshot. *moved: somebody committed meanwhile, so that findings may be
 * pages that were written again. */
static bool walk_once(int fd, const char *data, Findings *found, uint64_t *pages_out, bool *moved,
                      Error *err) {
    Pages pages;
    found->list.len = 0;
    found->count = 0;
    if (!pages_open(&pages, fd, data, err))
        return false;
    count_pages(&pages, found);
    *pages_out = pages.last + 1;
    *moved = pages_newest_txn(&pages) != pages.txn;
    pages_close(&pages);
    return true;
}

/* Walks until nothing moved; in the end with the gate held, so that nothing can. */
static bool walk_still(const char *path, const char *data, int fd, Findings *found, uint64_t *pages,
                       Error *err) {
    bool moved = true;
    for (int i = 0; i < WALK_TRIES; i++) {
        if (!walk_once(fd, data, found, pages, &moved, err))
            return false;
        if (!found->count || !moved)
            return true;
    }
    int gate;
    if (!gate_open(path, &gate, err))
        return false;
    bool ok = gate_enter(gate, "check", STORE_GATE_MS, false, err) &&
              walk_once(fd, data, found, pages, &moved, err);
    close(gate);
    return ok;
}

static bool check_pages(const char *path, Findings *found, uint64_t *pages, Error *err) {
    char data[PATH_MAX];
    if (!guard_path(data, path, "data.mdb", err))
        return false;
    int fd = open(data, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), data);
    bool ok = walk_still(path, data, fd, found, pages, err);
    close(fd);
    return ok;
}

static bool check_rows(const char *path, bool deep, const Progress *progress, Findings *found,
                       StoreCheckResult *out, Error *err) {
    Store *store;
    if (!store_open(path, STORE_READ_ONLY, &store, err))
        return false;
    bool ok = checkrows_run(store, deep, progress, collect, found, out, err);
    store_close(store);
    return ok;
}

/* Damage that ends the check early is a finding like others. */
static bool as_finding(bool ok, Findings *found, Error *err) {
    if (ok || err->code != ERR_CORRUPT)
        return ok;
    collect(found, err);
    return true;
}

bool store_check(const char *path, bool deep, const Progress *progress, StoreFindingFn *found,
                 void *context, StoreCheckResult *out, Error *err) {
    Findings findings = {0}, rows = {0};
    Uuid env_id;
    *out = (StoreCheckResult){0};
    if (!guard_is_library(path, err) || !guard_filesystem(path, err))
        return false;
    bool ok = as_finding(guard_files(path, &env_id, err), &findings, err);
    if (ok && !findings.count)
        ok = as_finding(check_pages(path, &findings, &out->pages, err), &findings, err);
    if (ok && !findings.count)
        ok = as_finding(check_rows(path, deep, progress, &rows, out, err), &rows, err);
    VEC_EACH (e, &findings.list)
        found(context, e);
    VEC_EACH (e, &rows.list)
        found(context, e);
    out->findings = findings.count + rows.count;
    vec_free(&findings.list);
    vec_free(&rows.list);
    return ok;
}
