#include "config.h"

#include "store/create.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "store/env.h"
#include "store/fence.h"
#include "store/gate.h"
#include "store/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* What an interrupted creation may leave. */
static const char *const own_files[] = {"data.mdb",   "lock.mdb", "open.guard", "in.use",
                                        "write.gate", "ballast",  "drafts",     "data.mdb.new"};

static bool is_own(const char *name) {
    for (size_t i = 0; i < COUNT_OF(own_files); i++)
        if (strcmp(name, own_files[i]) == 0)
            return true;
    /* The temporary file of env.id. */
    return strncmp(name, "env.id.", 7) == 0;
}

static bool check_empty(const char *path, Error *err) {
    FileNames names;
    char file[PATH_MAX];
    if (!guard_path(file, path, "env.id", err))
        return false;
    if (file_exists(file))
        return error_set(err, ERR_EXISTS, N_("{0} holds a library already"), "s", path);
    if (!file_list(path, &names, err))
        return false;
    bool ok = true;
    for (size_t i = 0; ok && i < names.len; i++)
        if (!is_own(names.items[i]))
            ok = error_set(err, ERR_EXISTS, N_("the folder {0} is not empty"), "s", path);
    file_names_free(&names);
    return ok;
}

static bool make_file(const char *path, const char *name, Error *err) {
    char file[PATH_MAX];
    if (!guard_path(file, path, name, err))
        return false;
    int fd = open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), file);
    close(fd);
    return true;
}

static bool drop_file(const char *path, const char *name, Error *err) {
    char file[PATH_MAX];
    return guard_path(file, path, name, err) &&
           (unlink(file) == 0 || errno == ENOENT ||
            error_set_errno(err, errno, N_("{0} cannot be written: {1}"), file));
}

static bool make_drafts(const char *path, Error *err) {
    char folder[PATH_MAX];
    return guard_path(folder, path, "drafts", err) && file_make_dir(folder, 0700, err);
}

static bool fill_layout(const char *path, Error *err) {
    /* Checked again: another process may have finished while this one waited for the guard. */
    return check_empty(path, err) && make_file(path, "in.use", err) && gate_create(path, err) &&
           make_drafts(path, err) && drop_file(path, "data.mdb", err) &&
           drop_file(path, "data.mdb.new", err) && drop_file(path, "lock.mdb", err) &&
           guard_lock_file(path, err);
}

bool create_layout(const char *path, int *guard, Error *err) {
    if (strlen(path) >= PATH_MAX - 32)
        return error_set_errno(err, ENAMETOOLONG, N_("the folder {0} cannot be made: {1}"), path);
    if (!file_make_dirs(path, 0700, err) || !guard_filesystem(path, err) ||
        !check_empty(path, err) || !make_file(path, "open.guard", err) ||
        !guard_lock(path, guard, err))
        return false;
    if (fill_layout(path, err))
        return true;
    close(*guard);
    return false;
}

bool create_finish(const char *path, Uuid env_id, Error *err) {
    char file[PATH_MAX], text[UUID_TEXT];
    Error ignored;
    uuid_format(env_id, text);
    Buf line = {0};
    buf_printf(&line, "%s\n", text);
    /* Without room for the ballast a library is still one. */
    store_ballast_fill(path, &ignored);
    bool ok = guard_path(file, path, "env.id", err) &&
              file_write_atomic(file, buf_str(&line), 0600, err) && file_sync_dir(path, err);
    buf_free(&line);
    return ok;
}

static int write_first(MDB_env *env, const StoreInfo *info) {
    MDB_txn *txn;
    int code = mdb_txn_begin(env, NULL, 0, &txn);
    if (code)
        return code;
    MDB_dbi table = 0;
    for (int i = 0; code == 0 && i < ENV_TABLES; i++)
        code = mdb_dbi_open(txn, env_table_names[i], MDB_CREATE, &table);
    if (code == 0 && meta_put_info(txn, table, info, &code) &&
        (code = fence_put_all(txn, table)) == 0)
        return mdb_txn_commit(txn);
    mdb_txn_abort(txn);
    return code;
}
_Static_assert(ENV_MAIN == ENV_TABLES - 1, "the table opened last is the library's own");

static bool make_database(const char *path, const StoreInfo *info, Error *err) {
    MDB_env *env;
    int code = env_open_raw(path, 0, &env);
    if (code)
        return env_fail(path, code, err);
    code = write_first(env, info);
    mdb_env_close(env);
    return code == 0 || env_fail(path, code, err);
}

static void cut_text(char out[64], const char *text, const char *otherwise) {
    snprintf(out, 64, "%s", text && *text ? text : otherwise);
}

bool store_create(const char *path, const StoreOptions *options, Error *err) {
    StoreInfo info = {.schema = STORE_SCHEMA,
                      .min_reader = STORE_MIN_READER,
                      .min_writer = STORE_MIN_WRITER,
                      .env_id = uuid_new(),
                      .created_ms = clock_now_ms(),
                      .shared = options->shared,
                      .demo = options->demo};
    cut_text(info.zone, options->zone, "UTC");
    cut_text(info.created_by, options->created_by, "");
    int guard;
    mode_t mask = umask(077);
    bool ok = create_layout(path, &guard, err);
    if (ok) {
        ok = make_database(path, &info, err) && create_finish(path, info.env_id, err);
        close(guard);
    }
    umask(mask);
    return ok;
}
