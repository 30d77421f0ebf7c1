#include "config.h"

#include "store/gate.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "store/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BYTE_HOLDER = 0, BYTE_WAITERS = 1, NAME_AT = 2, PATIENCE_MS = 500 };

bool gate_create(const char *path, Error *err) {
    char file[PATH_MAX];
    if (!guard_path(file, path, "write.gate", err))
        return false;
    int fd = open(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), file);
    static const char zeros[GATE_BYTES];
    ssize_t put = pwrite(fd, zeros, sizeof zeros, 0);
    int code = put < 0 ? errno : ENOSPC;
    close(fd);
    return put == (ssize_t)sizeof zeros ||
           error_set_errno(err, code, N_("{0} cannot be written: {1}"), file);
}

bool gate_open(const char *path, int *fd, Error *err) {
    char file[PATH_MAX];
    if (!guard_path(file, path, "write.gate", err))
        return false;
    *fd = open(file, O_RDWR | O_CLOEXEC);
    return *fd >= 0 || error_set_errno(err, errno, N_("{0} cannot be opened: {1}"), file);
}

static bool lock_byte(int fd, int byte, short type) {
    struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
    int code;
    do
        code = fcntl(fd, F_OFD_SETLK, &lock);
    while (code != 0 && errno == EINTR);
    return code == 0;
}

bool gate_wanted(int fd) {
    struct flock lock = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = BYTE_WAITERS, .l_len = 1};
    return fcntl(fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static bool busy(int fd, Error *err) {
    char name[GATE_BYTES] = "";
    ssize_t got = pread(fd, name, sizeof name - 1, NAME_AT);
    name[got > 0 ? got : 0] = '\0';
    return name[0] ? error_set(err, ERR_BUSY, N_("{0} is saving; try again in a moment"), "s", name)
                   : error_set(err, ERR_BUSY, N_("somebody is saving; try again in a moment"), "");
}

/* 1 ms at first, 8 ms later: a save takes about 1 ms, and 200 pollers must not cost a core. */
static void doze(int round) {
    long ms = round < 8 ? 1 : round < 32 ? 3 : 8;
    nanosleep(&(struct timespec){0, ms * 1000000}, NULL);
}

static bool poll_holder(int fd, int timeout_ms, Error *err) {
    if (lock_byte(fd, BYTE_HOLDER, F_WRLCK))
        return true;
    if (errno != EAGAIN && errno != EACCES)
        return error_set_errno(err, errno, N_("{0} cannot be locked: {1}"), "write.gate");
    if (timeout_ms <= 0)
        return busy(fd, err);
    int64_t end = clock_mono_us() + (int64_t)timeout_ms * 1000;
    lock_byte(fd, BYTE_WAITERS, F_RDLCK);
    bool ok = false;
    for (int round = 0; !ok && clock_mono_us() < end; round++) {
        doze(round);
        ok = lock_byte(fd, BYTE_HOLDER, F_WRLCK);
    }
    lock_byte(fd, BYTE_WAITERS, F_UNLCK);
    return ok || busy(fd, err);
}

bool gate_enter(int fd, const char *who, int timeout_ms, bool patient, Error *err) {
    if (patient && timeout_ms > 0) {
        int64_t end = clock_mono_us() + PATIENCE_MS * 1000;
        for (int round = 0; gate_wanted(fd) && clock_mono_us() < end; round++)
            doze(round);
    }
    if (!poll_holder(fd, timeout_ms, err))
        return false;
    char name[64] = "";
    snprintf(name, sizeof name, "%s", who ? who : "");
    /* Only a message rests on it, so that a failed write does no harm. */
    ssize_t put = pwrite(fd, name, sizeof name, NAME_AT);
    (void)put;
    return true;
}

void gate_leave(int fd) {
    lock_byte(fd, BYTE_HOLDER, F_UNLCK);
}
