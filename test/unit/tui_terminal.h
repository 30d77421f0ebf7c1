#ifndef ANLIKU_TEST_TUI_TERMINAL_H
#define ANLIKU_TEST_TUI_TERMINAL_H

#include "../pty/pty.h"

/* A person at a terminal of 80 x 24, with the real program in Chinese. Every call ends when the
 * program is at rest; what fails fails the test. */

/* Starts the program at the library `path` as this person, at the moment FIXTURE_NOW_MS, and waits
 * for the list of cases. The caller ends it: terminal_leave, or pty_free. */
Pty *terminal_sit_down(const char *path, const char *login);
/* Types text or sends keys as bytes. */
void terminal_press(Pty *pty, const char *keys);
/* ^Q; the program ends with 0. */
void terminal_leave(Pty *pty);

#endif
