#include "config.h"

#include "faultio.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static unsigned countdown, calls;
static int fired;
static FaultMode how;

void faultio_arm(unsigned n, FaultMode mode) {
    countdown = n;
    how = mode;
    calls = 0;
    fired = 0;
}

unsigned faultio_calls(void) {
    return calls;
}

int faultio_fired(void) {
    return fired;
}

/* True when this call is the one that fails. */
static int strikes(void) {
    calls++;
    if (!countdown || --countdown)
        return 0;
    fired = 1;
    errno = how == FAULT_EIO ? EIO : ENOSPC;
    return 1;
}

/* A short write takes half of what it was given. */
static size_t cut(size_t len) {
    return len / 2;
}

ssize_t write(int fd, const void *data, size_t len) {
    if (fd > 2 && strikes()) {
        if (how != FAULT_SHORT || len < 2)
            return -1;
        len = cut(len);
    }
    return syscall(SYS_write, fd, data, len);
}

static ssize_t pwrite_any(int fd, const void *data, size_t len, off_t at) {
    if (strikes()) {
        if (how != FAULT_SHORT || len < 2)
            return -1;
        len = cut(len);
    }
    return syscall(SYS_pwrite64, fd, data, len, at);
}

ssize_t pwrite(int fd, const void *data, size_t len, off_t at) {
    return pwrite_any(fd, data, len, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (fd > 2 && strikes()) {
        if (how != FAULT_SHORT || parts[0].iov_len < 2)
            return -1;
        return syscall(SYS_write, fd, parts[0].iov_base, cut(parts[0].iov_len));
    }
    return syscall(SYS_writev, fd, parts, count);
}

int fdatasync(int fd) {
    return strikes() ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int fsync(int fd) {
    return strikes() ? -1 : (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to) {
    return strikes() ? -1 : (int)syscall(SYS_rename, from, to);
}

int ftruncate(int fd, off_t size) {
    return strikes() ? -1 : (int)syscall(SYS_ftruncate, fd, size);
}

int posix_fallocate(int fd, off_t at, off_t len) {
    if (strikes())
        return errno;
    return syscall(SYS_fallocate, fd, 0, at, len) == 0 ? 0 : errno;
}
