#include "config.h"

#include "base/editor.h"

#include "base/i18n.h"
#include "base/mem.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { NOT_FOUND_BY_SHELL = 127, NOT_EXECUTABLE_BY_SHELL = 126 };

const char *editor_command(void) {
    static const char *const names[] = {"VISUAL", "EDITOR"};
    for (size_t i = 0; i < 2; i++) {
        const char *command = getenv(names[i]);
        if (command && command[strspn(command, " \t")])
            return command;
    }
    return NULL;
}

/* All signals at their defaults, none blocked. */
static void plain_signals(posix_spawnattr_t *attributes) {
    sigset_t all, none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setsigmask(attributes, &none);
}

/* A host that lacks the locale that SSH brought along would give the editor no UTF-8: then it gets
 * the one that every host has, as we do; for all categories, because setlocale(LC_ALL) fails with
 * the first that is not there. NULL: the environment is good as it is. */
static char **utf8_environment(void) {
    static char all[] = "LC_ALL=C.UTF-8";
    locale_t locale = newlocale(LC_ALL_MASK, "", (locale_t)0);
    size_t count = 0, kept = 0;
    if (locale) {
        freelocale(locale);
        return NULL;
    }
    while (environ[count])
        count++;
    char **out = mem_realloc_array(NULL, count + 2, sizeof *out);
    for (size_t i = 0; i < count; i++)
        if (strncmp(environ[i], "LC_ALL=", 7) != 0)
            out[kept++] = environ[i];
    out[kept++] = all;
    out[kept] = NULL;
    return out;
}

static int spawn(char *const argv[], int tty, pid_t *child) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    short flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_init(&actions);
    plain_signals(&attributes);
    if (tty >= 0) {
        flags |= POSIX_SPAWN_SETPGROUP;
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawn_file_actions_addtcsetpgrp_np(&actions, tty);
    }
    posix_spawnattr_setflags(&attributes, flags);
    char **environment = utf8_environment();
    int failed = posix_spawn(child, "/bin/sh", &actions, &attributes, argv,
                             environment ? environment : environ);
    free(environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

bool editor_start(const char *path, int tty, pid_t *child, Error *err) {
    const char *editor = editor_command();
    Buf command = {0};
    if (!editor)
        return error_set(
            err, ERR_NOT_FOUND,
            N_("no editor is set: VISUAL or EDITOR names one, for example EDITOR=nano"), "");
    buf_printf(&command, "%s \"$1\"", editor);
    char shell[] = "sh", option[] = "-c";
    char *argv[] = {shell, option, mem_strdup(buf_text(&command)), shell, mem_strdup(path), NULL};
    int failed = spawn(argv, tty, child);
    free(argv[2]);
    free(argv[4]);
    buf_free(&command);
    return !failed ||
           error_set_errno(err, failed, N_("the editor “{0}” cannot be started: {1}"), editor);
}

int editor_wait(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    return status;
}

bool editor_ended_well(int status, Error *err) {
    const char *editor = editor_command();
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == 0)
        return true;
    if (code == NOT_FOUND_BY_SHELL || code == NOT_EXECUTABLE_BY_SHELL)
        return error_set(err, ERR_NOT_FOUND, N_("there is no editor “{0}”"), "s",
                         editor ? editor : "");
    return error_set(err, ERR_IO, N_("the editor “{0}” did not end well"), "s",
                     editor ? editor : "");
}

void editor_give_terminal(int tty, pid_t group) {
    sigset_t block, before;
    sigemptyset(&block);
    sigaddset(&block, SIGTTOU); /* who is in the background may not take it otherwise */
    sigprocmask(SIG_BLOCK, &block, &before);
    if (tcsetpgrp(tty, group) != 0)
        errno = 0; /* it is no terminal of ours: nothing to give */
    sigprocmask(SIG_SETMASK, &before, NULL);
}
