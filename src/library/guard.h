#ifndef ANLIKU_LIBRARY_GUARD_H
#define ANLIKU_LIBRARY_GUARD_H

/* A library's file that is cut or unreadable under a running process raises SIGBUS or SIGSEGV. From
 * here on the terminal is put back by restore (async-signal-safe), one line says what happened, and
 * the process ends with status 1. Call once, from main. */
void library_guard_faults(void (*restore)(void));

#endif
