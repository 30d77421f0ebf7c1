#include "config.h"

#include "tui/term/loop.h"

#include "base/clock.h"
#include "base/editor.h"
#include "base/i18n.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum {
    READ_SIZE = 4096,
    ESCAPE_MS = 50,
    ESCAPE_SSH_MS = 100,
    RESIZE_REST_MS = 50,   /* after the last WINCH of a storm */
    RESIZE_LIMIT_MS = 250, /* but not longer than this after the first */
    FRAME_GAP_MS = 33
};

typedef struct Timer {
    int64_t due_us; /* 0: not set */
    bool work;
} Timer;

struct Loop {
    int fd;
    Output *out;
    Input *in;
    int escape_ms;
    int64_t fed_us; /* when the parser got its last byte */
    Timer timers[LOOP_TIMERS];
    int64_t resize_due_us, resize_limit_us;
    bool frame_wanted, hangup, hangup_told, terminate, suspend, resumed;
    int64_t last_frame_us;
    bool idle_owed; /* something was done since the last idle mark */
    unsigned marks;
    unsigned long long bytes;
};

static const int signals[] = {SIGWINCH, SIGHUP,  SIGTERM, SIGINT,
                              SIGQUIT,  SIGTSTP, SIGCONT, SIGCHLD};
enum { SIGNALS = sizeof signals / sizeof *signals };

/* A handler may only write to a descriptor, and finds it nowhere else. */
static volatile sig_atomic_t signal_fd = -1;
static int signal_pipe[2] = {-1, -1};
static struct sigaction before[SIGNALS], pipe_before;

static bool ends_process(int number) {
    return number == SIGHUP || number == SIGTERM || number == SIGINT || number == SIGQUIT;
}

static void on_signal(int number) {
    int saved = errno;
    if (ends_process(number))
        output_interrupt();
    char byte = (char)number;
    ssize_t n = write((int)signal_fd, &byte, 1);
    (void)n; /* a full pipe holds enough news */
    errno = saved;
}

static void catch_signal(int number) {
    struct sigaction action = {.sa_handler = on_signal,
                               .sa_flags = ends_process(number) ? 0 : SA_RESTART};
    sigfillset(&action.sa_mask);
    sigaction(number, &action, NULL);
}

static void signals_install(void) {
    if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
        signal_pipe[0] = signal_pipe[1] = -1;
    signal_fd = signal_pipe[1];
    output_uninterrupt();
    for (int i = 0; i < SIGNALS; i++) {
        sigaction(signals[i], NULL, &before[i]);
        catch_signal(signals[i]);
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, &pipe_before);
}

static void signals_restore(void) {
    for (int i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
    sigaction(SIGPIPE, &pipe_before, NULL);
    close(signal_pipe[0]);
    close(signal_pipe[1]);
    signal_fd = signal_pipe[0] = signal_pipe[1] = -1;
}

Loop *loop_new(int fd, Output *out) {
    Loop *loop = mem_zalloc(sizeof *loop);
    loop->fd = fd;
    loop->out = out;
    loop->in = input_new();
    loop->escape_ms = getenv("SSH_TTY") ? ESCAPE_SSH_MS : ESCAPE_MS;
    loop->frame_wanted = true;
    if (out)
        output_add_keys(out, loop->in);
    signals_install();
    return loop;
}

void loop_free(Loop *loop) {
    if (!loop)
        return;
    signals_restore();
    input_free(loop->in);
    free(loop);
}

Input *loop_input(Loop *loop) {
    return loop->in;
}

void loop_request_frame(Loop *loop) {
    loop->frame_wanted = true;
}

bool loop_input_waits(const Loop *loop) {
    struct pollfd p = {.fd = loop->fd, .events = POLLIN};
    return !loop->hangup && poll(&p, 1, 0) > 0;
}

void loop_set_timer(Loop *loop, int id, int delay_ms, bool work) {
    loop->timers[id] =
        (Timer){clock_mono_us() + (int64_t)(delay_ms < 0 ? 0 : delay_ms) * 1000, work};
}

void loop_stop_timer(Loop *loop, int id) {
    loop->timers[id] = (Timer){0};
}

/* ---- what comes in ---- */

static void note_resize(Loop *loop, int64_t now) {
    if (!loop->resize_due_us)
        loop->resize_limit_us = now + RESIZE_LIMIT_MS * 1000;
    int64_t due = now + RESIZE_REST_MS * 1000;
    loop->resize_due_us = due < loop->resize_limit_us ? due : loop->resize_limit_us;
}

static void read_signals(Loop *loop) {
    char bytes[64];
    ssize_t n = read(signal_pipe[0], bytes, sizeof bytes);
    int64_t now = clock_mono_us();
    for (ssize_t i = 0; i < n; i++) {
        switch (bytes[i]) {
        case SIGWINCH:
            note_resize(loop, now);
            break;
        case SIGHUP:
            loop->hangup = true;
            break;
        case SIGTSTP:
            loop->suspend = true;
            break;
        case SIGCONT:
            loop->resumed = true;
            break;
        case SIGCHLD: /* who waits for it asks himself */
            break;
        default:
            loop->terminate = true;
        }
    }
}

/* End of file and an error both mean that nobody is there any more; only "try again" does not. */
static void read_input(Loop *loop) {
    char bytes[READ_SIZE];
    ssize_t n = read(loop->fd, bytes, sizeof bytes);
    if (n > 0) {
        input_feed(loop->in, bytes, (size_t)n);
        loop->fed_us = clock_mono_us();
        loop->bytes += (unsigned long long)n;
        loop->idle_owed = true;
    } else if (n == 0 || (errno != EINTR && errno != EAGAIN && errno != EWOULDBLOCK)) {
        loop->hangup = true;
    }
}

static void wait_for_news(Loop *loop, int timeout_ms) {
    struct pollfd p[2] = {{.fd = signal_pipe[0], .events = POLLIN},
                          {.fd = loop->hangup ? -1 : loop->fd, .events = POLLIN}};
    if (poll(p, 2, timeout_ms) <= 0)
        return;
    if (p[0].revents)
        read_signals(loop);
    if (p[1].revents & POLLNVAL)
        loop->hangup = true;
    else if (p[1].revents)
        read_input(loop);
}

/* ---- what is due ---- */

static int ms_until(int64_t due_us, int64_t now_us) {
    int64_t ms = (due_us - now_us + 999) / 1000;
    return ms < 0 ? 0 : ms > 3600000 ? 3600000 : (int)ms;
}

static void sooner(int *timeout, int ms) {
    if (*timeout < 0 || ms < *timeout)
        *timeout = ms;
}

static int64_t frame_due_us(const Loop *loop) {
    return loop->last_frame_us + FRAME_GAP_MS * 1000;
}

static int64_t pending_due_us(const Loop *loop) {
    int ms = input_pending_ms(loop->in, loop->escape_ms);
    return ms < 0 ? 0 : loop->fed_us + (int64_t)ms * 1000;
}

static int next_timeout(const Loop *loop, int64_t now) {
    int timeout = -1;
    int64_t pending = pending_due_us(loop);
    if (pending)
        sooner(&timeout, ms_until(pending, now));
    if (loop->resize_due_us)
        sooner(&timeout, ms_until(loop->resize_due_us, now));
    if (loop->frame_wanted)
        sooner(&timeout, ms_until(frame_due_us(loop), now));
    for (int i = 0; i < LOOP_TIMERS; i++) {
        if (loop->timers[i].due_us)
            sooner(&timeout, ms_until(loop->timers[i].due_us, now));
    }
    return timeout;
}

static bool take_resize(Loop *loop, LoopEvent *event) {
    loop->resize_due_us = 0;
    event->type = LOOP_RESIZE;
    if (!loop->out || !output_query_size(loop->out, &event->rows, &event->cols))
        return false;
    if (event->rows == output_rows(loop->out) && event->cols == output_cols(loop->out))
        return false;
    output_resize(loop->out, event->rows, event->cols);
    loop->frame_wanted = true;
    return true;
}

static bool take_timer(Loop *loop, int64_t now, LoopEvent *event) {
    int first = -1;
    for (int i = 0; i < LOOP_TIMERS; i++) {
        int64_t due = loop->timers[i].due_us;
        if (due && due <= now && (first < 0 || due < loop->timers[first].due_us))
            first = i;
    }
    if (first < 0)
        return false;
    loop->idle_owed |= loop->timers[first].work;
    loop->timers[first] = (Timer){0};
    event->type = LOOP_TIMER;
    event->timer = first;
    return true;
}

static bool take_flag(bool *flag, LoopType type, LoopEvent *event) {
    if (!*flag)
        return false;
    *flag = false;
    event->type = type;
    return true;
}

/* Hangup goes first: nothing else matters then. */
static bool take_urgent(Loop *loop, LoopEvent *event) {
    if (loop->hangup) {
        loop->hangup_told = true;
        event->type = LOOP_HANGUP;
        return true;
    }
    if (take_flag(&loop->terminate, LOOP_TERMINATE, event) ||
        take_flag(&loop->suspend, LOOP_SUSPEND, event))
        return true;
    if (!take_flag(&loop->resumed, LOOP_CONTINUE, event))
        return false;
    if (loop->out) {
        output_suspend(loop->out); /* the terminal's modes may be the shell's now */
        output_resume(loop->out);
        note_resize(loop, clock_mono_us());
    }
    loop->frame_wanted = true;
    return true;
}

static bool take_input(Loop *loop, LoopEvent *event) {
    if (!input_next(loop->in, &event->input))
        return false;
    event->type = LOOP_INPUT;
    loop->frame_wanted = true;
    return true;
}

static bool take_frame(Loop *loop, int64_t now, LoopEvent *event) {
    if (!loop->frame_wanted || now < frame_due_us(loop) || loop_input_waits(loop))
        return false;
    loop->frame_wanted = false;
    loop->idle_owed = true;
    loop->last_frame_us = now;
    event->type = LOOP_FRAME;
    return true;
}

static bool at_rest(const Loop *loop) {
    if (loop->frame_wanted || loop->resize_due_us || loop_input_waits(loop) ||
        input_pending_ms(loop->in, loop->escape_ms) >= 0)
        return false;
    for (int i = 0; i < LOOP_TIMERS; i++) {
        if (loop->timers[i].due_us && loop->timers[i].work)
            return false;
    }
    return true;
}

static void mark_idle(Loop *loop) {
    if (!clock_is_test() || !loop->out || !loop->idle_owed || !at_rest(loop))
        return;
    char mark[80];
    loop->idle_owed = false;
    int len =
        snprintf(mark, sizeof mark, "\033]7777;idle;%u;%llu\033\\", ++loop->marks, loop->bytes);
    output_write(loop->out, str_make(mark, (size_t)len));
}

bool loop_next(Loop *loop, LoopEvent *event) {
    *event = (LoopEvent){0};
    while (!loop->hangup_told) {
        int64_t now = clock_mono_us();
        int64_t pending = pending_due_us(loop);
        if (take_urgent(loop, event) || take_input(loop, event))
            return true;
        if (pending && pending <= now && !loop_input_waits(loop))
            input_resolve(loop->in);
        else if (loop->resize_due_us && loop->resize_due_us <= now) {
            if (take_resize(loop, event))
                return true;
        } else if (take_timer(loop, now, event) || take_frame(loop, now, event)) {
            return true;
        } else {
            mark_idle(loop);
            wait_for_news(loop, next_timeout(loop, clock_mono_us()));
        }
    }
    return false;
}

/* An orphaned process group is not stopped: then we go on at once. */
static void stop_self(Loop *loop) {
    struct sigaction stop = {.sa_handler = SIG_DFL};
    sigaction(SIGTSTP, &stop, NULL);
    kill(getpid(), SIGTSTP);
    catch_signal(SIGTSTP);
    read_signals(loop); /* the CONT that woke us is no second one */
    loop->resumed = true;
}

void loop_suspend(Loop *loop) {
    if (loop->out)
        output_suspend(loop->out);
    stop_self(loop);
}

/* ---- another program on the terminal ---- */

/* For signals, and for the end of the terminal. */
static void wait_for_signal(Loop *loop) {
    struct pollfd p[2] = {{.fd = signal_pipe[0], .events = POLLIN}, {.fd = loop->fd, .events = 0}};
    if (poll(p, 2, -1) <= 0)
        return;
    if (p[0].revents)
        read_signals(loop);
    loop->hangup |= (p[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

/* False: it was told to hang up. */
static bool wait_for_editor(Loop *loop, pid_t child, int *status) {
    for (;;) {
        pid_t ended = waitpid(child, status, WNOHANG | WUNTRACED);
        if (ended == child && WIFSTOPPED(*status)) {
            editor_give_terminal(loop->fd, getpgrp());
            stop_self(loop);
            editor_give_terminal(loop->fd, child);
            kill(-child, SIGCONT);
        } else if (ended == child || (ended < 0 && errno != EINTR)) {
            return true;
        } else if (loop->hangup || loop->terminate) {
            kill(-child, SIGHUP);
            kill(-child, SIGCONT);
            return false;
        } else if (ended == 0) {
            wait_for_signal(loop);
        }
    }
}

bool loop_run_editor(Loop *loop, const char *path, Error *err) {
    pid_t child;
    int status = 0;
    if (loop->out)
        output_suspend(loop->out);
    bool ok = editor_start(path, loop->fd, &child, err);
    if (ok && !wait_for_editor(loop, child, &status))
        ok = error_set(err, ERR_CANCELLED, N_("the editor was left"), "");
    else
        ok = ok && editor_ended_well(status, err);
    editor_give_terminal(loop->fd, getpgrp());
    if (!loop->hangup)
        tcflush(loop->fd, TCIFLUSH); /* for the editor, not for us; also late replies */
    if (loop->out)
        output_resume(loop->out);
    note_resize(loop, clock_mono_us());
    loop->frame_wanted = true;
    loop->idle_owed = true;
    return ok;
}
