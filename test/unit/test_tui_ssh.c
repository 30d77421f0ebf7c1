#include "config.h"

#include "person.h"
#include "unit.h"

#if !defined(HAVE_VTERM) || defined(ANLIKU_SANITIZED)
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev), or this is the sanitizers' run");
    return 0;
}
#else

#include "base/clock.h"
#include "base/file.h"
#include "test/pty/pty.h"
#include "tui_app.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* The program behind a real sshd on this machine and a line of 200 ms there and back and 20 KB/s:
 * search, scroll, open, edit; then the line is cut in the middle of a word. */

enum { LATE_MS = 100, BYTES_PER_S = 20000, STARTS = 5 };

static Stage *shelf;
static char box[64]; /* keys and settings of the server; what the test made */
static pid_t server;
static int port;
static bool made_run_dir;

#define SSHD    "/usr/sbin/sshd"
#define RUN_DIR "/run/sshd"

static bool run_quietly(const char *command) {
    char line[1024];
    snprintf(line, sizeof line, "{ %s; } >%s/log 2>&1 </dev/null", command, box);
    return system(line) == 0;
}

static int free_port(void) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool ok = fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 &&
              getsockname(fd, (struct sockaddr *)&at, &len) == 0;
    close(fd);
    return ok ? ntohs(at.sin_port) : 0;
}

static bool answers(void) {
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool ok = fd >= 0 && connect(fd, (struct sockaddr *)&at, sizeof at) == 0;
    close(fd);
    return ok;
}

static void rest_briefly(void) {
    poll(NULL, 0, 10);
}

static bool write_settings(void) {
    char text[2048], path[128];
    Error err;
    snprintf(text, sizeof text,
             "ListenAddress 127.0.0.1\nPort %d\nHostKey %s/host\nAuthorizedKeysFile %s/user.pub\n"
             "PidFile none\nUsePAM no\nStrictModes no\nPermitRootLogin yes\n"
             "PasswordAuthentication no\nKbdInteractiveAuthentication no\n"
             "PrintMotd no\nPrintLastLog no\nLogLevel ERROR\n",
             port, box, box);
    snprintf(path, sizeof path, "%s/sshd_config", box);
    return file_write_atomic(path, str_of(text), 0600, &err);
}

/* The port may be taken meanwhile: then once more. */
static bool start_server(void) {
    char settings[128];
    snprintf(settings, sizeof settings, "%s/sshd_config", box);
    for (int tries = 0; tries < STARTS; tries++) {
        int64_t deadline = clock_mono_us() + (int64_t)PTY_DEADLINE_MS * 1000;
        port = free_port();
        if (!port || !write_settings())
            return false;
        server = fork();
        if (server == 0) {
            char log[128];
            snprintf(log, sizeof log, "%s/sshd.log", box);
            execl(SSHD, SSHD, "-D", "-f", settings, "-E", log, (char *)NULL);
            _exit(127);
        }
        while (clock_mono_us() < deadline && waitpid(server, NULL, WNOHANG) == 0) {
            if (answers())
                return true;
            rest_briefly();
        }
        kill(server, SIGKILL); /* ended already, or silent: a zombie at most */
        server = 0;
    }
    return false;
}

/* NULL: everything is there. */
static const char *prepare(void) {
    char line[512];
    const struct passwd *me = getpwuid(getuid());
    if (access(SSHD, X_OK) != 0 || system("command -v ssh ssh-keygen >/dev/null") != 0)
        return "sshd is missing (openssh-server)";
    if (!me || !me->pw_shell || strstr(me->pw_shell, "nologin") || strstr(me->pw_shell, "false"))
        return "this account has no shell to log in with";
    if (getuid() == 0 && access(RUN_DIR, X_OK) != 0) {
        made_run_dir = mkdir(RUN_DIR, 0755) == 0;
        if (!made_run_dir)
            return "sshd has no " RUN_DIR;
    }
    snprintf(box, sizeof box, "/tmp/anliku-ssh-XXXXXX");
    if (!mkdtemp(box))
        return "no folder for the keys";
    snprintf(line, sizeof line,
             "ssh-keygen -q -t ed25519 -N '' -f %s/host && "
             "ssh-keygen -q -t ed25519 -N '' -f %s/user",
             box, box);
    if (!run_quietly(line))
        return "ssh-keygen makes no keys";
    if (!start_server())
        return "sshd does not start";
    /* Whether one may log in at all (locked accounts, other rules). */
    snprintf(line, sizeof line,
             "ssh -F /dev/null -p %d -i %s/user -o IdentitiesOnly=yes -o BatchMode=yes "
             "-o StrictHostKeyChecking=no -o UserKnownHostsFile=%s/known 127.0.0.1 true",
             port, box, box);
    return run_quietly(line) ? NULL : "sshd does not let this account in";
}

static void make_shelf(void) {
    shelf = stage_new();
    stage_fill(shelf);
    for (int i = 0; i < 40; i++) {
        char title[96];
        snprintf(title, sizeof title, "客户成功案例：续费率提高的第%d个办法", i);
        stage_add_case(shelf->library, title, "远山连锁超市");
    }
    stage_shelve(shelf);
}

static void clean_up(void) {
    char line[128];
    if (server > 0) {
        kill(server, SIGTERM);
        waitpid(server, NULL, 0);
    }
    if (box[0]) {
        snprintf(line, sizeof line, "rm -rf %s", box);
        assert_int_equal(system(line), 0);
    }
    if (made_run_dir)
        rmdir(RUN_DIR);
}

/* ssh over the slow line; the session writes its process id to a file. */
static Pty *dial(const char *options) {
    const char *build = getenv("ANLIKU_TEST_BUILD");
    char script[2048];
    build = build ? build : ".";
    snprintf(script, sizeof script,
             "exec ssh -tt -F /dev/null -p %d -i %s/user -o IdentitiesOnly=yes -o BatchMode=yes "
             "-o StrictHostKeyChecking=no -o UserKnownHostsFile=%s/known -o LogLevel=ERROR "
             "-o ProxyCommand='%s/slow_line %d %d %d %s/line.pid' 127.0.0.1 "
             "'echo $$ >%s/session.pid; exec env ANLIKU_TEST=1 ANLIKU_NOW=2026-11-20T01:00:00Z "
             "LC_ALL=C.UTF-8 TZ=UTC %s/anliku -L %s %s browse'",
             port, box, box, build, port, LATE_MS, BYTES_PER_S, box, box, build, shelf->path,
             options);
    const char *argv[] = {"/bin/sh", "-c", script, NULL};
    PtyOptions pty_options = {.argv = argv, .rows = 24, .cols = 80};
    Pty *pty = pty_start(&pty_options);
    assert_non_null(pty);
    return pty;
}

static pid_t read_pid(const char *name) {
    char path[128];
    Buf text = {0};
    Error err;
    snprintf(path, sizeof path, "%s/%s", box, name);
    assert_true(file_read(path, 100, &text, &err));
    pid_t pid = (pid_t)atoi(buf_text(&text));
    buf_free(&text);
    assert_true(pid > 1);
    return pid;
}

/* The process is no child of ours. */
static bool ends(pid_t pid) {
    int64_t deadline = clock_mono_us() + (int64_t)PTY_DEADLINE_MS * 1000;
    while (kill(pid, 0) == 0 || errno != ESRCH) {
        if (clock_mono_us() > deadline)
            return false;
        rest_briefly();
    }
    return true;
}

static void work(Pty *pty) {
    assert_true(pty_wait_text(pty, "type to search"));
    pty_send(pty, "续费率");
    assert_true(pty_wait_text(pty, "第39个办法"));
    pty_send(pty, "\t");
    for (int i = 0; i < 25; i++) /* as a held key does */
        pty_send(pty, "j");
    assert_true(pty_wait_text(pty, "26/"));
    pty_send(pty, "/");
    assert_true(pty_settle(pty));
    pty_send(pty, "分层");
    assert_true(pty_wait_text(pty, "晨光在线教育：分层"));
    pty_send(pty, "\r\r");
    assert_true(pty_wait_text(pty, "AL-2026-0011"));
    assert_true(pty_wait_text(pty, "提醒"));
}

static void expect_draft(const char *text) {
    static const char *const env[] = {"ANLIKU_NOW=2026-11-20T01:00:00Z", NULL};
    const char *argv[] = {built_program("anliku"), "-L", shelf->path, "browse", NULL};
    PtyOptions options = {.argv = argv, .rows = 24, .cols = 80, .env = env};
    Pty *pty = pty_start(&options);
    assert_true(pty_wait_text(pty, "[draft 1]"));
    pty_send(pty, "分层");
    assert_true(pty_wait_text(pty, "晨光在线教育：分层"));
    pty_send(pty, "\te");
    assert_true(pty_wait_text(pty, "Edit case"));
    pty_send(pty, "\r");
    assert_true(pty_wait_text(pty, text));
    pty_send(pty, "\x13");
    assert_true(pty_wait_text(pty, "Saved"));
    pty_send(pty, "\x11");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
}

static void a_session_over_a_slow_line(void **state) {
    (void)state;
    Pty *pty = dial("");
    work(pty);
    pty_send(pty, "\x11");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
    assert_true(ends(read_pid("session.pid")));
}

static void a_cut_line_loses_nothing(void **state) {
    (void)state;
    Pty *pty = dial("--low-bandwidth");
    work(pty);
    pty_send(pty, "e");
    assert_true(pty_wait_text(pty, "Edit case"));
    pty_send(pty, "半句话");
    assert_true(pty_wait_text(pty, "半句话"));
    assert_int_equal(kill(read_pid("line.pid"), SIGKILL), 0);
    assert_true(ends(read_pid("session.pid")));
    pty_free(pty);
    expect_draft("半句话");
}

/* The server's process of the session is killed, as an administrator or the kernel does. */
static void a_killed_server_loses_nothing(void **state) {
    (void)state;
    Pty *pty = dial("");
    assert_true(pty_wait_text(pty, "type to search"));
    pty_send(pty, "分层");
    assert_true(pty_wait_text(pty, "分层提醒"));
    pty_send(pty, "\te");
    assert_true(pty_wait_text(pty, "Edit case"));
    pty_send(pty, "又半句");
    assert_true(pty_wait_text(pty, "又半句"));
    pid_t session = read_pid("session.pid");
    char line[128], path[64];
    int parent = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)session);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    assert_int_equal(sscanf(strrchr(line, ')'), ") %*c %d", &parent), 1);
    assert_true(parent > 1);
    assert_int_equal(kill(parent, SIGKILL), 0);
    assert_true(ends(session));
    pty_free(pty);
    expect_draft("又半句");
}

int main(void) {
    const char *why = prepare();
    if (why) {
        printf("1..0 # SKIP %s\n", why);
        clean_up();
        return 0;
    }
    make_shelf();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_over_a_slow_line),
        cmocka_unit_test(a_cut_line_loses_nothing),
        cmocka_unit_test(a_killed_server_loses_nothing),
    };
    int failed = cmocka_run_group_tests_name("tui ssh", tests, NULL, NULL);
    clean_up();
    stage_free(shelf);
    return failed;
}
#endif
