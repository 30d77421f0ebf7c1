#include "config.h"

#include "store/store.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/codec.h"
#include "store/env.h"
#include "store/gate.h"
#include "store/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { READER_CHECK_US = 30 * 1000000 };

static void dispose(Store *store) {
    codec_free(store->codec);
    if (store->gate >= 0)
        close(store->gate);
    if (store->in_use >= 0)
        close(store->in_use);
    free(store);
}

static bool open_files(Store *store, Error *err) {
    if (!guard_use(store->path, false, &store->in_use, err))
        return false;
    return store->mode == STORE_READ_ONLY || gate_open(store->path, &store->gate, err);
}

bool store_open(const char *path, StoreMode mode, Store **out, Error *err) {
    Store *store = mem_zalloc(sizeof *store);
    store->mode = mode;
    store->gate = store->in_use = -1;
    int len = snprintf(store->path, sizeof store->path, "%s", path);
    bool ok =
        (len > 0 && len < PATH_MAX - 16) || error_set_errno(err, len > 0 ? ENAMETOOLONG : EINVAL,
                                                            N_("{0} cannot be opened: {1}"), path);
    ok = ok && guard_is_library(path, err) && open_files(store, err) && env_attach(store, err);
    if (ok) {
        store->codec = codec_new();
        *out = store;
    } else {
        dispose(store);
    }
    return ok;
}

void store_close(Store *store) {
    if (!store)
        return;
    env_detach(store);
    dispose(store);
}

const char *store_path(const Store *store) {
    return store->path;
}

const StoreInfo *store_info(const Store *store) {
    return &store->info;
}

bool store_is_read_only(const Store *store) {
    return store->mode == STORE_READ_ONLY;
}

uint64_t store_txn_id(const Store *store) {
    MDB_envinfo info;
    mdb_env_info(store->env, &info);
    return info.me_last_txnid;
}

int store_reader_check(Store *store, bool force) {
    int dead = 0;
    int64_t now = clock_mono_us();
    if (!force && now - store->readers_checked_us < READER_CHECK_US)
        return 0;
    store->readers_checked_us = now;
    return mdb_reader_check(store->env, &dead) == 0 ? dead : 0;
}

/* One line of LMDB's list: process, thread, snapshot; the first one names them. */
static int note_stranger(const char *line, void *found) {
    char *end;
    long pid = strtol(line, &end, 10);
    if (end != line && pid > 0 && pid != (long)getpid())
        *(bool *)found = true;
    return 0;
}

bool store_has_company(Store *store) {
    bool found = false;
    store_reader_check(store, true);
    return mdb_reader_list(store->env, note_stranger, &found) < 0 || found;
}

bool store_disk_free(const char *path, uint64_t *bytes, Error *err) {
    struct statvfs info;
    if (statvfs(path, &info) != 0)
        return error_set_errno(err, errno, N_("{0} cannot be read: {1}"), path);
    *bytes = (uint64_t)info.f_bavail * info.f_frsize;
    return true;
}

bool store_ballast_free(const char *path) {
    char file[PATH_MAX];
    Error ignored;
    return guard_path(file, path, "ballast", &ignored) && unlink(file) == 0;
}

bool store_ballast_fill(const char *path, Error *err) {
    char file[PATH_MAX];
    if (!guard_path(file, path, "ballast", err))
        return false;
    int fd = open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), file);
    int code = posix_fallocate(fd, 0, STORE_BALLAST_BYTES);
    close(fd);
    if (code == 0)
        return true;
    unlink(file);
    return error_set_errno(err, code, N_("{0} cannot be written: {1}"), file);
}
