#include "config.h"

#include "person.h"
#include "unit.h"

#include <sys/wait.h>
#include <unistd.h>

const char *built_program(const char *name) {
    static char path[512];
    const char *build = getenv("ANLIKU_TEST_BUILD");
    snprintf(path, sizeof path, "%s/%s", build ? build : ".", name);
    return path;
}

pid_t person_start(const char *path, const char *login, const char *now, const char *const *args) {
    const char *argv[PERSON_ARGS + 4] = {built_program("anliku_as"), "-L", path};
    for (size_t i = 0; args[i]; i++) {
        assert_in_range(i, 0, PERSON_ARGS - 1);
        argv[3 + i] = args[i];
    }
    pid_t child = fork();
    assert_int_not_equal(child, -1);
    if (child == 0) {
        setenv("ANLIKU_AS", login, 1);
        setenv("ANLIKU_TEST", "1", 1);
        setenv("ANLIKU_NOW", now, 1);
        if (!freopen("/dev/null", "w", stdout))
            _exit(126);
        execv(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    return child;
}

int person_end(pid_t child) {
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void person_does_all(const char *path, const char *login, const char *const *args) {
    int status = person_end(person_start(path, login, PERSON_NOW, args));
    if (status != 0)
        fail_msg("%s: “%s” ends with status %d", login, args[0], status);
}
