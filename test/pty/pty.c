#include "config.h"

#include "pty.h"

#include "base/clock.h"
#include "base/mem.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MARK "\033]7777;idle;"

struct Pty {
    int fd; /* of the master; -1 after the hangup */
    pid_t pid;
    bool ended;
    int status;
    Vt *vt;
    Buf bytes;
    Buf tail; /* the last bytes, in which a mark may be cut */
    unsigned marks;
    unsigned long long read_by_program, sent;
};

static void set_environment(const PtyOptions *options) {
    static const char *const removed[] = {"TMUX",    "SSH_TTY",   "NO_COLOR", "LINES",
                                          "COLUMNS", "COLORTERM", "LANGUAGE"};
    for (size_t i = 0; i < sizeof removed / sizeof *removed; i++)
        unsetenv(removed[i]);
    setenv("ANLIKU_TEST", "1", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TZ", "UTC", 1);
    setenv("TERM", options->term ? options->term : "xterm-256color", 1);
    for (size_t i = 0; options->env && options->env[i]; i++) {
        char *pair = mem_strdup(options->env[i]), *equals = strchr(pair, '=');
        if (equals) {
            *equals = '\0';
            setenv(pair, equals + 1, 1);
        } else {
            unsetenv(pair);
        }
        free(pair);
    }
}

static void run_child(const PtyOptions *options) {
    set_environment(options);
    size_t count = 0;
    while (options->argv[count])
        count++;
    char **argv = mem_zalloc((count + 1) * sizeof *argv);
    for (size_t i = 0; i < count; i++)
        argv[i] = mem_strdup(options->argv[i]);
    execv(argv[0], argv);
    fprintf(stderr, "cannot run %s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

Pty *pty_start(const PtyOptions *options) {
    Pty *pty = mem_zalloc(sizeof *pty);
    struct winsize size = {.ws_row = (unsigned short)(options->rows ? options->rows : 24),
                           .ws_col = (unsigned short)(options->cols ? options->cols : 80)};
    pty->pid = forkpty(&pty->fd, NULL, NULL, &size);
    if (pty->pid < 0) {
        free(pty);
        return NULL;
    }
    if (pty->pid == 0)
        run_child(options);
    pty->vt = vt_new(size.ws_row, size.ws_col);
    return pty;
}

pid_t pty_pid(const Pty *pty) {
    return pty->pid;
}

const Vt *pty_vt(const Pty *pty) {
    return pty->vt;
}

const Buf *pty_bytes(const Pty *pty) {
    return &pty->bytes;
}

void pty_clear_bytes(Pty *pty) {
    buf_clear(&pty->bytes);
}

unsigned pty_marks(const Pty *pty) {
    return pty->marks;
}

/* ---- bytes ---- */

/* Finds whole marks in what came; the rest of the tail may begin another. */
static void read_marks(Pty *pty, const char *bytes, size_t len) {
    buf_put(&pty->tail, bytes, len);
    size_t from = 0, at;
    while ((at = str_find(buf_str(&pty->tail), STR(MARK), from)) != SIZE_MAX) {
        size_t end = str_find(buf_str(&pty->tail), STR("\033\\"), at);
        if (end == SIZE_MAX)
            break;
        sscanf(pty->tail.data + at + sizeof MARK - 1, "%u;%llu", &pty->marks,
               &pty->read_by_program);
        from = end;
    }
    size_t keep = at != SIZE_MAX                       ? at
                  : pty->tail.len - from > sizeof MARK ? pty->tail.len - sizeof MARK
                                                       : from;
    buf_splice(&pty->tail, 0, keep, NULL, 0);
}

static void answer(Pty *pty) {
    Buf answers = {0};
    vt_take_answers(pty->vt, &answers);
    if (answers.len)
        pty_send_bytes(pty, answers.data, answers.len);
    buf_free(&answers);
}

static void note_end(Pty *pty, int status) {
    pty->ended = true;
    pty->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Takes what has come within ms; false when nothing will come any more. */
static bool take(Pty *pty, int ms) {
    char bytes[65536];
    struct pollfd p = {.fd = pty->fd, .events = POLLIN};
    if (pty->fd < 0 || poll(&p, 1, ms) < 0)
        return pty->fd >= 0;
    if (!p.revents)
        return true;
    ssize_t n = read(pty->fd, bytes, sizeof bytes);
    if (n <= 0)
        return n < 0 && errno == EINTR;
    vt_write(pty->vt, bytes, (size_t)n);
    buf_put(&pty->bytes, bytes, (size_t)n);
    read_marks(pty, bytes, (size_t)n);
    answer(pty);
    return true;
}

void pty_send_bytes(Pty *pty, const void *bytes, size_t len) {
    const char *at = bytes;
    while (len > 0 && pty->fd >= 0) {
        struct pollfd p = {.fd = pty->fd, .events = POLLOUT | POLLIN};
        if (poll(&p, 1, PTY_DEADLINE_MS) <= 0)
            return;
        if (!(p.revents & POLLOUT)) { /* it waits for us to read */
            if (!take(pty, 0))
                return;
            continue;
        }
        ssize_t n = write(pty->fd, at, len < 512 ? len : 512);
        if (n < 0)
            return;
        at += n;
        len -= (size_t)n;
        pty->sent += (unsigned long long)n;
    }
}

void pty_send(Pty *pty, const char *text) {
    pty_send_bytes(pty, text, strlen(text));
}

void pty_resize(Pty *pty, int rows, int cols) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    ioctl(pty->fd, TIOCSWINSZ, &size);
    vt_resize(pty->vt, rows, cols);
}

void pty_signal(Pty *pty, int number) {
    if (!pty->ended)
        kill(pty->pid, number);
}

void pty_hangup(Pty *pty) {
    if (pty->fd >= 0)
        close(pty->fd);
    pty->fd = -1;
}

/* ---- waiting ---- */

static void complain(const Pty *pty, const char *what) {
    Buf dump = {0};
    vt_dump(pty->vt, &dump);
    fprintf(stderr, "# waited for %s; idle marks %u; sent %llu, read %llu; the screen:\n", what,
            pty->marks, pty->sent, pty->read_by_program);
    Str rest = buf_str(&dump), line;
    while (str_split(&rest, '\n', &line))
        fprintf(stderr, "# |%.*s\n", STR_ARG(line));
    buf_free(&dump);
}

bool pty_wait(Pty *pty, PtyCondition *condition, void *context, const char *what) {
    int64_t deadline = clock_mono_us() + (int64_t)PTY_DEADLINE_MS * 1000;
    bool open = true;
    while (!condition(pty, context)) {
        int64_t left = deadline - clock_mono_us();
        if (left <= 0 || !open) {
            complain(pty, what);
            return false;
        }
        open = take(pty, (int)(left / 1000) + 1);
    }
    return true;
}

static bool text_shown(const Pty *pty, void *context) {
    const char *const *text = context;
    return vt_has(pty->vt, *text);
}

static bool text_gone(const Pty *pty, void *context) {
    return !text_shown(pty, context);
}

bool pty_wait_text(Pty *pty, const char *text) {
    return pty_wait(pty, text_shown, &text, text);
}

bool pty_wait_no_text(Pty *pty, const char *text) {
    return pty_wait(pty, text_gone, &text, text);
}

static bool settled(const Pty *pty, void *context) {
    (void)context;
    return pty->marks > 0 && pty->read_by_program >= pty->sent;
}

bool pty_settle(Pty *pty) {
    return pty_wait(pty, settled, NULL, "rest after all input");
}

/* Until the process has ended or has written something. */
static void wait_for_process(Pty *pty, int pidfd, int ms) {
    struct pollfd p[2] = {{.fd = pidfd, .events = POLLIN}, {.fd = pty->fd, .events = POLLIN}};
    int status;
    if (poll(p, 2, ms) <= 0)
        return;
    if (p[1].revents && !take(pty, 0))
        pty_hangup(pty);
    if (p[0].revents && waitpid(pty->pid, &status, WNOHANG) == pty->pid)
        note_end(pty, status);
}

void pty_send_blind(Pty *pty, const char *text) {
    struct pollfd p = {.fd = pty->fd, .events = POLLOUT};
    size_t len = strlen(text);
    if (poll(&p, 1, 0) > 0 && write(pty->fd, text, len) == (ssize_t)len)
        pty->sent += len;
}

bool pty_wait_exit_blind(Pty *pty) {
    int pidfd = (int)syscall(SYS_pidfd_open, pty->pid, 0), status;
    struct pollfd p = {.fd = pidfd, .events = POLLIN};
    bool ended = poll(&p, 1, PTY_DEADLINE_MS) > 0 && waitpid(pty->pid, &status, 0) == pty->pid;
    close(pidfd);
    if (ended)
        note_end(pty, status);
    return ended;
}

int pty_wait_exit(Pty *pty) {
    int64_t deadline = clock_mono_us() + (int64_t)PTY_DEADLINE_MS * 1000;
    int pidfd = (int)syscall(SYS_pidfd_open, pty->pid, 0);
    while (!pty->ended && clock_mono_us() < deadline)
        wait_for_process(pty, pidfd, (int)((deadline - clock_mono_us()) / 1000) + 1);
    close(pidfd);
    if (!pty->ended) {
        complain(pty, "the end of the program");
        return -1;
    }
    struct pollfd rest = {.fd = pty->fd, .events = POLLIN}; /* what it wrote at last */
    while (pty->fd >= 0 && poll(&rest, 1, 0) > 0 && take(pty, 0))
        continue;
    return pty->status;
}

void pty_free(Pty *pty) {
    if (!pty)
        return;
    pty_hangup(pty);
    if (!pty->ended && pty_wait_exit(pty) == -1) {
        kill(pty->pid, SIGKILL);
        waitpid(pty->pid, NULL, 0);
    }
    vt_free(pty->vt);
    buf_free(&pty->bytes);
    buf_free(&pty->tail);
    free(pty);
}
