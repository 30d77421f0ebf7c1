#ifndef ANLIKU_BASE_EDITOR_H
#define ANLIKU_BASE_EDITOR_H

#include "base/error.h"

#include <stdbool.h>
#include <sys/types.h>

/* The person's own editor, as a child process. It is started by posix_spawn with all signals at
 * their defaults; descriptors that are not for it are closed on exec. */

/* $VISUAL, else $EDITOR: a command line for sh. NULL when neither is set. */
const char *editor_command(void);
/* Starts it over a file. tty: a terminal that a process group of its own gets; -1: it stays in the
 * caller's group. ERR_NOT_FOUND when no editor is set. */
bool editor_start(const char *path, int tty, pid_t *child, Error *err);
/* Waits for the end; for callers without an event loop. */
int editor_wait(pid_t child);
/* True for the wait status of an editor that ended well. ERR_NOT_FOUND when there is no such
 * command, ERR_IO otherwise. */
bool editor_ended_well(int status, Error *err);
/* The terminal belongs to a process group again; also from one that is in the background. */
void editor_give_terminal(int tty, pid_t group);

#endif
