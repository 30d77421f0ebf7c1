#ifndef ANLIKU_STORE_FAULT_H
#define ANLIKU_STORE_FAULT_H

/* A file of the map that is cut or unreadable under a running process raises SIGBUS or SIGSEGV; no
 * program can go on from there. Installs handlers (on their own stack) that call restore (may be
 * NULL; must be async-signal-safe: it puts the terminal back), write one line to stderr and end the
 * process with status 1. LMDB's own assertions end the same way. Call once from main, after
 * i18n_init. */
void store_fault_install(void (*restore)(void));
/* What the handlers do, for LMDB's assertions. detail may be NULL. */
_Noreturn void fault_die(const char *detail);

#endif
