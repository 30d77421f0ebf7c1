#include "config.h"

#include "store/compact.h"

#include "base/file.h"
#include "base/i18n.h"
#include "store/env.h"
#include "store/guard.h"
#include "store/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static uint64_t size_of(const char *file) {
    struct stat info;
    return stat(file, &info) == 0 ? (uint64_t)info.st_size : 0;
}

static bool copy_env(const char *path, const char *to, Error *err) {
    MDB_env *env;
    int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), to);
    int code = env_open_raw(path, 0, &env);
    if (code == 0) {
        code = mdb_env_copyfd2(env, fd, MDB_CP_COMPACT);
        mdb_env_close(env);
    }
    if (code == 0 && fsync(fd) != 0)
        code = errno;
    if (close(fd) != 0 && code == 0)
        code = errno;
    return code == 0 || env_fail(path, code, err);
}

static void keep_first(void *context, const Error *finding) {
    Error *first = context;
    if (first->code == ERR_NONE)
        *first = *finding;
}

/* Walks every page of a file and compares its rows with those of another. */
static bool walk_file(const char *file, uint64_t entries[ENV_TABLES], Error *err) {
    Pages pages;
    Error first = {0};
    uint64_t free_pages;
    PageVisitor visitor = {.finding = keep_first, .context = &first};
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), file);
    bool ok = pages_open(&pages, fd, file, err);
    if (ok) {
        pages_walk_all(&pages, &visitor, &free_pages);
        for (int i = 0; i < ENV_TABLES; i++) {
            PageTree tree = {0};
            pages_named(&pages, env_table_names[i], &tree);
            entries[i] = tree.entries;
        }
        pages_close(&pages);
        if (first.code != ERR_NONE) {
            *err = first;
            ok = false;
        }
    }
    close(fd);
    return ok;
}

static bool same_rows(const char *old, const char *copy, Error *err) {
    uint64_t before[ENV_TABLES], after[ENV_TABLES];
    if (!walk_file(old, before, err) || !walk_file(copy, after, err))
        return false;
    return memcmp(before, after, sizeof before) == 0 ||
           error_set(err, ERR_CORRUPT, N_("the copy {0} does not hold all rows"), "s", copy);
}

static bool swap_files(const char *path, const char *copy, const char *data, Error *err) {
    if (rename(copy, data) != 0)
        return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), data);
    return file_sync_dir(path, err);
}

static bool compact_guarded(const char *path, uint64_t *before, uint64_t *after, Error *err) {
    char data[PATH_MAX], copy[PATH_MAX];
    int alone;
    Uuid env_id;
    if (!guard_path(data, path, "data.mdb", err) || !guard_path(copy, path, "data.mdb.new", err) ||
        !guard_use(path, true, &alone, err))
        return false;
    bool ok = guard_files(path, &env_id, err);
    if (ok && before)
        *before = size_of(data);
    ok = ok && copy_env(path, copy, err) && same_rows(data, copy, err) &&
         swap_files(path, copy, data, err);
    if (!ok)
        unlink(copy);
    if (ok && after)
        *after = size_of(data);
    close(alone);
    return ok;
}

bool store_compact(const char *path, uint64_t *before, uint64_t *after, const Progress *progress,
                   Error *err) {
    int guard;
    if (!guard_is_library(path, err))
        return false;
    if (progress_cancelled(progress))
        return error_set(err, ERR_CANCELLED, N_("cancelled"), "");
    mode_t mask = umask(077);
    bool ok = guard_filesystem(path, err) && guard_lock(path, &guard, err);
    if (ok) {
        ok = compact_guarded(path, before, after, err);
        close(guard);
    }
    umask(mask);
    return ok;
}
