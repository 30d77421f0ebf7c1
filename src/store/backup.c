#include "config.h"

#include "store/backup.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/backupfile.h"
#include "store/copy.h"
#include "store/create.h"
#include "store/env.h"
#include "store/guard.h"
#include "store/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

/* A backup is the compacted copy, compressed, in the pieces of backupfile.h. */

typedef struct Saver {
    BackupWriter *file;
    ZSTD_CCtx *zstd;
    Buf out;
    const Progress *progress;
    uint64_t done, total;
} Saver;

static bool compress(Saver *s, const void *data, size_t len, ZSTD_EndDirective how, Error *err) {
    ZSTD_inBuffer in = {data, len, 0};
    for (;;) {
        ZSTD_outBuffer out = {s->out.data, s->out.cap, 0};
        size_t left = ZSTD_compressStream2(s->zstd, &out, &in, how);
        if (ZSTD_isError(left))
            return error_set(err, ERR_INTERNAL, N_("compression failed: {0}"), "s",
                             ZSTD_getErrorName(left));
        if (out.pos && !backup_put(s->file, s->out.data, out.pos, err))
            return false;
        if (how == ZSTD_e_end ? left == 0 : in.pos == in.size)
            return true;
    }
}

static bool take_piece(void *context, const void *data, size_t len, Error *err) {
    Saver *s = context;
    s->done += len;
    progress_report(s->progress, s->done, s->total);
    if (progress_cancelled(s->progress))
        return error_set(err, ERR_CANCELLED, N_("cancelled"), "");
    return compress(s, data, len, ZSTD_e_continue, err);
}

static bool describe(Store *store, StoreBackupInfo *out, Error *err) {
    StoreRead *read;
    MDB_envinfo info;
    mdb_env_info(store->env, &info);
    *out = (StoreBackupInfo){.env_id = store->info.env_id, .at_ms = clock_now_ms()};
    out->raw_bytes = (info.me_last_pgno + 1) * 4096;
    if (!store_read_begin(store, &read, err))
        return false;
    bool ok = store_head(read, &out->head, err);
    store_read_end(read);
    return ok;
}

static bool save_stream(Store *store, BackupWriter *file, const StoreBackupInfo *info,
                        const Progress *progress, Error *err) {
    Saver s = {.file = file, .progress = progress, .total = info->raw_bytes};
    s.zstd = ZSTD_createCCtx();
    if (!s.zstd)
        return error_set(err, ERR_INTERNAL, N_("compression failed: {0}"), "s", "no memory");
    ZSTD_CCtx_setParameter(s.zstd, ZSTD_c_checksumFlag, 1);
    buf_reserve(&s.out, BACKUP_PIECE - 1);
    s.out.cap = s.out.cap > BACKUP_PIECE ? BACKUP_PIECE : s.out.cap;
    bool ok = copy_stream(store, take_piece, &s, err) && compress(&s, "", 0, ZSTD_e_end, err);
    ZSTD_freeCCtx(s.zstd);
    buf_free(&s.out);
    return ok;
}

bool store_backup(Store *store, const char *file, const char *key_file, const Progress *progress,
                  Error *err) {
    StoreBackupInfo info;
    BackupWriter *writer;
    if (!describe(store, &info, err) || !backup_create(file, key_file, &info, &writer, err))
        return false;
    if (save_stream(store, writer, &info, progress, err))
        return backup_finish(writer, err);
    backup_abandon(writer);
    return false;
}

typedef struct Loader {
    ZSTD_DCtx *zstd;
    Buf out;
    int fd; /* -1: only verify */
    const char *name;
    uint64_t done, total;
    bool ended; /* the compressed stream is whole */
    const Progress *progress;
} Loader;

static bool expand(void *context, const void *data, size_t len, Error *err) {
    Loader *l = context;
    ZSTD_inBuffer in = {data, len, 0};
    while (in.pos < in.size) {
        ZSTD_outBuffer out = {l->out.data, l->out.cap, 0};
        size_t left = ZSTD_decompressStream(l->zstd, &out, &in);
        if (ZSTD_isError(left))
            return error_set(err, ERR_CORRUPT, N_("the backup is damaged"), "");
        l->ended = left == 0;
        l->done += out.pos;
        if (l->fd >= 0 && out.pos &&
            !file_write_all(l->fd, l->name, str_make(l->out.data, out.pos), err))
            return false;
    }
    progress_report(l->progress, l->done, l->total);
    return !progress_cancelled(l->progress) || error_set(err, ERR_CANCELLED, N_("cancelled"), "");
}

/* Reads the whole backup; the content goes to fd unless that is -1. */
static bool load_stream(const char *file, const char *key_file, int fd, const char *name,
                        const Progress *progress, Error *err) {
    StoreBackupInfo info;
    Loader l = {.fd = fd, .name = name, .progress = progress};
    if (!store_backup_info(file, &info, err))
        return false;
    l.total = info.raw_bytes;
    l.zstd = ZSTD_createDCtx();
    if (!l.zstd)
        return error_set(err, ERR_INTERNAL, N_("compression failed: {0}"), "s", "no memory");
    buf_reserve(&l.out, 1 << 20);
    bool ok = backup_read(file, key_file, expand, &l, err);
    if (ok && !l.ended)
        ok = error_set(err, ERR_CORRUPT, N_("the backup is damaged"), "");
    ZSTD_freeDCtx(l.zstd);
    buf_free(&l.out);
    return ok;
}

bool store_backup_verify(const char *file, const char *key_file, const Progress *progress,
                         Error *err) {
    return load_stream(file, key_file, -1, "", progress, err);
}

static bool write_data(const char *file, const char *key_file, const char *to,
                       const Progress *progress, Error *err) {
    int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), to);
    bool ok = load_stream(file, key_file, fd, to, progress, err);
    if (ok && fsync(fd) != 0)
        ok = error_set_errno(err, errno, N_("{0} cannot be written: {1}"), to);
    if (close(fd) != 0 && ok)
        ok = error_set_errno(err, errno, N_("{0} cannot be written: {1}"), to);
    return ok && guard_data_size(to, err);
}

/* Only when the copy is whole it takes its place, and env.id comes last of all. */
static bool restore_into(const char *file, const char *key_file, const char *dir,
                         const Progress *progress, Error *err) {
    char fresh[PATH_MAX], data[PATH_MAX];
    StoreBackupInfo info;
    if (!store_backup_info(file, &info, err) || !guard_path(fresh, dir, "data.mdb.new", err) ||
        !guard_path(data, dir, "data.mdb", err))
        return false;
    if (!write_data(file, key_file, fresh, progress, err)) {
        unlink(fresh);
        return false;
    }
    if (rename(fresh, data) != 0)
        return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), data);
    return create_finish(dir, info.env_id, err);
}

bool store_restore(const char *file, const char *key_file, const char *dir,
                   const Progress *progress, Error *err) {
    StoreBackupInfo info;
    int guard;
    /* Before anything is made: most mistakes show here. */
    if (!store_backup_info(file, &info, err))
        return false;
    mode_t mask = umask(077);
    bool ok = create_layout(dir, &guard, err);
    if (ok) {
        ok = restore_into(file, key_file, dir, progress, err);
        close(guard);
    }
    umask(mask);
    return ok;
}
