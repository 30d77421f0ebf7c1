#include "config.h"

#include "base/file.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bool file_read_fd(int fd, const char *name, size_t max, Buf *out, Error *err) {
    size_t start = out->len;
    for (;;) {
        buf_reserve(out, 64 * 1024);
        ssize_t got = read(fd, out->data + out->len, 64 * 1024);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return error_set_errno(err, errno, N_("{0} cannot be read: {1}"), name);
        if (got == 0)
            break;
        out->len += (size_t)got;
        if (out->len - start > max)
            return error_set(err, ERR_INVALID,
                             N_("{0} is larger than {1} bytes, the most that is read"), "sz", name,
                             max);
    }
    buf_reserve(out, 0);
    out->data[out->len] = '\0';
    return true;
}

bool file_read(const char *path, size_t max, Buf *out, Error *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), path);
    struct stat info;
    if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
        close(fd);
        return error_set_errno(err, EISDIR, N_("{0} cannot be read: {1}"), path);
    }
    bool ok = file_read_fd(fd, path, max, out, err);
    close(fd);
    return ok;
}

bool file_map(const char *path, Str *out, Error *err) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), path);
    void *data = MAP_FAILED;
    if (fstat(fd, &info) != 0) {
        info.st_size = 1;
    } else if (!S_ISREG(info.st_mode)) {
        errno = S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
        info.st_size = 1;
    } else if (info.st_size) {
        data = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    }
    int reason = errno;
    close(fd);
    if (info.st_size && data == MAP_FAILED)
        return error_set_errno(err, reason, N_("{0} cannot be read: {1}"), path);
    *out = info.st_size ? str_make(data, (size_t)info.st_size) : STR("");
    return true;
}

void file_unmap(Str mapped) {
    if (mapped.len)
        munmap((void *)(uintptr_t)mapped.ptr, mapped.len);
}

bool file_write_all(int fd, const char *name, Str content, Error *err) {
    for (size_t done = 0; done < content.len;) {
        ssize_t put = write(fd, content.ptr + done, content.len - done);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), name);
        done += (size_t)put;
    }
    return true;
}

static void parent_of(const char *path, char out[PATH_MAX]) {
    snprintf(out, PATH_MAX, "%s", path);
    char *slash = strrchr(out, '/');
    if (!slash)
        snprintf(out, PATH_MAX, ".");
    else if (slash == out)
        out[1] = '\0';
    else
        *slash = '\0';
}

bool file_sync_dir(const char *path, Error *err) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    int reason = errno;
    if (fd >= 0)
        close(fd);
    return ok || error_set_errno(err, reason, N_("{0} cannot be written: {1}"), path);
}

bool file_write_atomic(const char *path, Str content, int mode, Error *err) {
    char parent[PATH_MAX], temporary[PATH_MAX];
    if (snprintf(temporary, sizeof temporary, "%s.%ld.tmp", path, (long)getpid()) >=
        (int)sizeof temporary)
        return error_set_errno(err, ENAMETOOLONG, N_("{0} cannot be written: {1}"), path);
    unlink(temporary); /* left by a process of the same number that was killed */
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), path);
    bool ok = file_write_all(fd, path, content, err);
    if (ok && fsync(fd) != 0)
        ok = error_set_errno(err, errno, N_("{0} cannot be written: {1}"), path);
    if (close(fd) != 0 && ok)
        ok = error_set_errno(err, errno, N_("{0} cannot be written: {1}"), path);
    if (ok && rename(temporary, path) != 0)
        ok = error_set_errno(err, errno, N_("{0} cannot be written: {1}"), path);
    if (!ok) {
        unlink(temporary);
        return false;
    }
    parent_of(path, parent);
    return file_sync_dir(parent, err);
}

bool file_write_named(const char *path, Str content, int mode, Error *err) {
    if (!file_is_special(path))
        return file_write_atomic(path, content, mode, err);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be written: {1}"), path);
    bool ok = file_write_all(fd, path, content, err);
    close(fd);
    return ok;
}

bool file_make_dir(const char *path, int mode, Error *err) {
    if (mkdir(path, (mode_t)mode) == 0 || (errno == EEXIST && file_is_dir(path)))
        return true;
    return error_set_errno(err, errno, N_("the folder {0} cannot be made: {1}"), path);
}

bool file_make_dirs(const char *path, int mode, Error *err) {
    char parent[PATH_MAX];
    if (file_is_dir(path))
        return true;
    parent_of(path, parent);
    if (strcmp(parent, path) != 0 && !file_make_dirs(parent, mode, err))
        return false;
    return file_make_dir(path, mode, err);
}

bool file_exists(const char *path) {
    struct stat info;
    return lstat(path, &info) == 0;
}

bool file_is_dir(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

bool file_is_special(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

void file_join(Buf *out, const char *dir, const char *name) {
    size_t len = strlen(dir);
    buf_put(out, dir, len);
    if (len && dir[len - 1] != '/')
        buf_putc(out, '/');
    buf_puts(out, name);
}

const char *file_base(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *file_ending(const char *path) {
    const char *base = file_base(path), *dot = strrchr(base, '.');
    return dot && dot != base ? dot : base + strlen(base);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool file_list(const char *path, FileNames *out, Error *err) {
    DIR *dir = opendir(path);
    if (!dir)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), path);
    VEC(char *) names = {0};
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            vec_push(&names, mem_strdup(entry->d_name));
    closedir(dir);
    if (names.len)
        qsort(names.items, names.len, sizeof *names.items, compare_names);
    *out = (FileNames){names.items, names.len};
    return true;
}

void file_names_free(FileNames *names) {
    for (size_t i = 0; i < names->len; i++)
        free(names->items[i]);
    free(names->items);
    *names = (FileNames){0};
}
