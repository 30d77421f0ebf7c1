#include "config.h"

#include "store/guard.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "store/pages.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

bool guard_path(char *out, const char *dir, const char *name, Error *err) {
    int len = snprintf(out, PATH_MAX, "%s/%s", dir, name);
    return (len > 0 && len < PATH_MAX) ||
           error_set_errno(err, ENAMETOOLONG, N_("{0} cannot be opened: {1}"), dir);
}

/* Falls back to reading only where writing is not allowed: flock needs no right to write. */
static int open_lockable(const char *file) {
    int fd = open(file, O_RDWR | O_CLOEXEC);
    if (fd < 0 && (errno == EROFS || errno == EACCES))
        fd = open(file, O_RDONLY | O_CLOEXEC);
    return fd;
}

static bool flock_within(int fd, int how, int timeout_ms) {
    int64_t end = clock_mono_us() + (int64_t)timeout_ms * 1000;
    while (flock(fd, how | LOCK_NB) != 0) {
        if ((errno != EWOULDBLOCK && errno != EINTR) || clock_mono_us() > end)
            return false;
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    return true;
}

bool guard_lock(const char *path, int *fd, Error *err) {
    char file[PATH_MAX];
    if (!guard_path(file, path, "open.guard", err))
        return false;
    *fd = open_lockable(file);
    if (*fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), file);
    if (flock_within(*fd, LOCK_EX, 10000))
        return true;
    close(*fd);
    return error_set(err, ERR_BUSY, N_("the library {0} is being opened by another process"), "s",
                     path);
}

bool guard_use(const char *path, bool alone, int *fd, Error *err) {
    char file[PATH_MAX];
    if (!guard_path(file, path, "in.use", err))
        return false;
    *fd = open_lockable(file);
    if (*fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), file);
    if (flock(*fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0)
        return true;
    close(*fd);
    return error_set(err, ERR_BUSY,
                     alone ? N_("the library {0} is open in another process")
                           : N_("the library {0} is being compacted or restored"),
                     "s", path);
}

bool guard_filesystem(const char *path, Error *err) {
    static const struct {
        uint32_t magic;
        const char *name;
    } refused[] = {
        {0x00006969, "NFS"},  {0xff534d42, "CIFS"}, {0xfe534d42, "SMB"},
        {0x0000517b, "SMB"},  {0x65735546, "FUSE"}, {0x01021997, "9p"},
        {0x00c36400, "Ceph"}, {0x5346414f, "AFS"},  {0x73757245, "Coda"},
    };
    struct statfs info;
    if (statfs(path, &info) != 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), path);
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        if ((uint32_t)info.f_type == refused[i].magic)
            return error_set(err, ERR_INVALID,
                             N_("{0} is on a {1} file system; a library must be on a disk of this "
                                "machine"),
                             "ss", path, refused[i].name);
    return true;
}

bool guard_is_library(const char *path, Error *err) {
    char file[PATH_MAX];
    struct stat info;
    if (!guard_path(file, path, "env.id", err))
        return false;
    if (stat(file, &info) == 0)
        return true;
    if (errno == ENOENT || errno == ENOTDIR)
        return error_set(err, ERR_NOT_FOUND, N_("there is no library in {0}"), "s", path);
    return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), path);
}

static bool read_env_id(const char *path, Uuid *out, Error *err) {
    char file[PATH_MAX];
    if (!guard_is_library(path, err) || !guard_path(file, path, "env.id", err))
        return false;
    Buf text = {0};
    bool ok = file_read(file, 4096, &text, err);
    if (ok && !uuid_parse(str_trim(buf_str(&text)), out))
        ok = error_set(err, ERR_CORRUPT, N_("{0} is damaged"), "s", file);
    buf_free(&text);
    return ok;
}

static bool check_owner(const char *path, const char *data, Error *err) {
    struct stat info;
    if (stat(data, &info) != 0)
        return errno == ENOENT
                   ? error_set(err, ERR_CORRUPT,
                               N_("the library {0} has lost its data.mdb; restore a backup"), "s",
                               path)
                   : error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), data);
    if (!S_ISREG(info.st_mode))
        return error_set(err, ERR_CORRUPT, N_("{0} is not a file"), "s", data);
    if (geteuid() != 0 && info.st_uid != geteuid())
        return error_set(err, ERR_DENIED, N_("{0} belongs to another user"), "s", data);
    if (info.st_mode & 0022)
        return error_set(err, ERR_DENIED,
                         N_("{0} may be written by other users; take that right away first"), "s",
                         data);
    return true;
}

bool guard_data_size(const char *data, Error *err) {
    int fd = open(data, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), data);
    Pages pages;
    bool ok = pages_open(&pages, fd, data, err);
    if (ok)
        pages_close(&pages);
    close(fd);
    return ok;
}

bool guard_files(const char *path, Uuid *env_id, Error *err) {
    char data[PATH_MAX];
    return read_env_id(path, env_id, err) && guard_path(data, path, "data.mdb", err) &&
           check_owner(path, data, err) && guard_data_size(data, err);
}

bool guard_lock_is_whole(const char *path) {
    char file[PATH_MAX];
    struct stat info;
    Error ignored;
    return guard_path(file, path, "lock.mdb", &ignored) && stat(file, &info) == 0 &&
           info.st_size >= STORE_LOCK_BYTES && info.st_blocks * 512 >= STORE_LOCK_BYTES;
}

bool guard_lock_file(const char *path, Error *err) {
    char file[PATH_MAX];
    if (!guard_path(file, path, "lock.mdb", err))
        return false;
    if (guard_lock_is_whole(path))
        return true;
    int fd = open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), file);
    int code = posix_fallocate(fd, 0, STORE_LOCK_BYTES);
    close(fd);
    return code == 0 || error_set_errno(err, code, N_("{0} cannot be written: {1}"), file);
}
