#include "config.h"

#include "store/fault.h"

#include "base/i18n.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Set once at start: a signal handler can take nothing along. */
static void (*restore_terminal)(void);
static char message[512];

static void say(const char *text) {
    size_t len = strlen(text);
    while (len) {
        ssize_t put = write(STDERR_FILENO, text, len);
        if (put <= 0)
            return;
        text += put;
        len -= (size_t)put;
    }
}

_Noreturn void fault_die(const char *detail) {
    if (restore_terminal)
        restore_terminal();
    say(message[0] ? message : "anliku: the library cannot be read\n");
    if (detail) {
        say(detail);
        say("\n");
    }
    _exit(1);
}

static void on_fault(int number) {
    (void)number;
    fault_die(NULL);
}

void store_fault_install(void (*restore)(void)) {
    restore_terminal = restore;
    snprintf(message, sizeof message, "anliku: %s\n",
             _("the files of the library cannot be read: the disk failed or data.mdb was cut or "
               "damaged; run anliku check"));
    enum { STACK = 64 * 1024 };
    void *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (stack != MAP_FAILED)
        sigaltstack(&(stack_t){.ss_sp = stack, .ss_size = STACK}, NULL);
    struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_ONSTACK | SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    static const int fatal[] = {SIGBUS, SIGSEGV, SIGFPE, SIGILL};
    for (size_t i = 0; i < sizeof fatal / sizeof *fatal; i++)
        sigaction(fatal[i], &action, NULL);
}
