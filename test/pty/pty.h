#ifndef ANLIKU_TEST_PTY_H
#define ANLIKU_TEST_PTY_H

#include "base/buf.h"
#include "vt.h"

#include <stdbool.h>
#include <sys/types.h>

/* A program on a terminal of its own, driven and watched by a test. Nothing sleeps: every wait is
 * for a condition, has a deadline, and prints the screen when that passes. */
typedef struct Pty Pty;

enum { PTY_DEADLINE_MS = 20000 };

typedef struct PtyOptions {
    const char *const *argv; /* NULL-terminated; argv[0] is a path */
    int rows, cols;          /* 0: 24 and 80 */
    const char *term;        /* NULL: xterm-256color */
    const char *const
        *env; /* "NAME=value" added to the test's own; "NAME" alone removes; or NULL */
} PtyOptions;

/* Starts it with ANLIKU_TEST=1, LC_ALL=C.UTF-8, TZ=UTC and no TMUX, SSH_TTY, NO_COLOR, LINES or
 * COLUMNS. NULL when there is no pty. */
Pty *pty_start(const PtyOptions *options);
/* Hangs up, waits for the end (killed at the deadline) and frees. */
void pty_free(Pty *pty);

pid_t pty_pid(const Pty *pty);
const Vt *pty_vt(const Pty *pty);
/* All bytes the program has written since the last call of pty_clear_bytes. */
const Buf *pty_bytes(const Pty *pty);
void pty_clear_bytes(Pty *pty);

/* Types text or sends raw bytes. */
void pty_send(Pty *pty, const char *text);
void pty_send_bytes(Pty *pty, const void *bytes, size_t len);
void pty_resize(Pty *pty, int rows, int cols);
void pty_signal(Pty *pty, int number);
/* Closes the terminal, as a lost connection does. */
void pty_hangup(Pty *pty);

/* Each gives false after the deadline, or when the program has ended; the screen is then on stderr
 * with what was waited for. */
typedef bool PtyCondition(const Pty *pty, void *context);
bool pty_wait(Pty *pty, PtyCondition *condition, void *context, const char *what);
bool pty_wait_text(Pty *pty, const char *text);
bool pty_wait_no_text(Pty *pty, const char *text);
/* Until the program is at rest and has read every byte sent so far (the idle mark says so). */
bool pty_settle(Pty *pty);
/* The idle mark's counter; 0 before the first. */
unsigned pty_marks(const Pty *pty);
/* The same for a terminal that has stopped taking what the program writes: nothing is read. */
void pty_send_blind(Pty *pty, const char *text);
/* False at the deadline. The status is pty_wait_exit's. */
bool pty_wait_exit_blind(Pty *pty);
/* Waits for the end: the exit status, 128 + the signal that ended it, or -1 at the deadline. */
int pty_wait_exit(Pty *pty);

#endif
