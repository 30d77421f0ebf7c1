#include "config.h"

/* bench_screen PROGRAM LIBRARY FOLDER: runs the program on a terminal of its own. Says how long it
 * takes to the first hit of `search` and to the first screen (medians of some starts), how much
 * memory is its own after 200 searches, typed key by key, and what it sends and works while nobody
 * does anything. FOLDER: where bench_corpus put its queries. */

#include "base/clock.h"
#include "base/mem.h"
#include "base/vec.h"

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STARTS = 21, SEARCHES = 200, DEADLINE_MS = 10000 };

typedef struct Screen {
    pid_t pid;
    int fd;
} Screen;

static const struct winsize small = {.ws_row = 24, .ws_col = 80};
static const struct winsize large = {.ws_row = 60, .ws_col = 200};

static Screen start(const char *program, const char *library, struct winsize size) {
    Screen screen = {.fd = -1};
    screen.pid = forkpty(&screen.fd, NULL, NULL, &size);
    if (screen.pid < 0)
        exit(1);
    if (screen.pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        execl(program, program, "-L", library, (char *)NULL);
        _exit(127);
    }
    return screen;
}

/* Reads until `text` was seen (NULL: until nothing came for quiet_ms). */
static bool read_until(const Screen *screen, const char *text, int quiet_ms) {
    static char seen[1 << 20];
    size_t len = 0;
    for (;;) {
        struct pollfd poll_fd = {.fd = screen->fd, .events = POLLIN};
        int ready = poll(&poll_fd, 1, text ? DEADLINE_MS : quiet_ms);
        if (ready <= 0)
            return !text;
        ssize_t got = read(screen->fd, seen + len, sizeof seen - len - 1);
        if (got <= 0)
            return false;
        len += (size_t)got;
        seen[len] = '\0';
        if (text && memmem(seen, len, text, strlen(text)))
            return true;
        if (len > sizeof seen / 2)
            len = 0;
    }
}

static void stop(Screen *screen) {
    if (write(screen->fd, "\x11", 1) != 1 || !read_until(screen, NULL, 300))
        kill(screen->pid, SIGTERM);
    close(screen->fd);
    waitpid(screen->pid, NULL, 0);
}

static int compare(const void *a, const void *b) {
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static FILE *open_queries(const char *folder, const char *kind) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.txt", folder, kind);
    FILE *file = fopen(path, "r");
    if (!file) {
        fprintf(stderr, "bench_screen: %s is missing\n", path);
        exit(1);
    }
    return file;
}

/* From the start of `search QUERY` to its first hits, all twenty in one piece, and to its end, when
 * the search is in the log and on the disk. */
static void time_search(const char *program, const char *library, const char *query, int64_t *first,
                        int64_t *end) {
    char bytes[4096];
    int ends[2];
    if (pipe(ends))
        exit(1);
    int64_t begun = clock_mono_us();
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execl(program, program, "-L", library, "search", query, "-n", "20", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    if (read(ends[0], bytes, sizeof bytes) <= 0) {
        fprintf(stderr, "bench_screen: no hit came for %s\n", query);
        exit(1);
    }
    *first = clock_mono_us() - begun;
    while (read(ends[0], bytes, sizeof bytes) > 0)
        ;
    waitpid(pid, NULL, 0);
    *end = clock_mono_us() - begun;
    close(ends[0]);
}

/* Of so many queries of a kind, the better of two starts each: the disk knows what it reads. */
static void print_hits(const char *program, const char *library, const char *folder,
                       const char *kind) {
    int64_t firsts[STARTS], ends[STARTS];
    char query[1024];
    FILE *file = open_queries(folder, kind);
    int count = 0;
    while (count < STARTS && fgets(query, sizeof query, file)) {
        int64_t first, end;
        query[strcspn(query, "\n")] = '\0';
        time_search(program, library, query, &first, &end);
        time_search(program, library, query, &firsts[count], &ends[count]);
        firsts[count] = first < firsts[count] ? first : firsts[count];
        ends[count] = end < ends[count] ? end : ends[count];
        count++;
    }
    fclose(file);
    qsort(firsts, (size_t)count, sizeof *firsts, compare);
    qsort(ends, (size_t)count, sizeof *ends, compare);
    printf("hit-%s us %lld worst %lld end %lld\n", kind, (long long)firsts[count / 2],
           (long long)firsts[count - 1], (long long)ends[count / 2]);
}

static void print_start(const char *program, const char *library, struct winsize size) {
    int64_t times[STARTS];
    for (int i = 0; i < STARTS; i++) {
        int64_t begun = clock_mono_us();
        Screen screen = start(program, library, size);
        if (!read_until(&screen, "type to search", 0)) {
            fprintf(stderr, "bench_screen: no screen came\n");
            exit(1);
        }
        times[i] = clock_mono_us() - begun;
        read_until(&screen, NULL, 50);
        stop(&screen);
    }
    qsort(times, STARTS, sizeof *times, compare);
    printf("start%d us %lld worst %lld\n", size.ws_col, (long long)times[STARTS / 2],
           (long long)times[STARTS - 1]);
}

static long private_dirty_kb(pid_t pid) {
    char path[64], line[256];
    long kb = -1;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "Private_Dirty:", 14) == 0)
            kb = strtol(line + 14, NULL, 10);
    if (file)
        fclose(file);
    return kb;
}

static int type_query(const Screen *screen, const char *line) {
    int keys = 0;
    for (size_t at = 0, to; line[at]; at = to) {
        for (to = at + 1; ((unsigned char)line[to] & 0xC0) == 0x80;)
            to++;
        if (write(screen->fd, line + at, to - at) < 0)
            exit(1);
        read_until(screen, NULL, 20);
        keys++;
    }
    for (int i = 0; i < keys; i++)
        if (write(screen->fd, "\x7f", 1) != 1)
            exit(1);
    read_until(screen, NULL, 20);
    return keys;
}

static void print_memory(const char *program, const char *library, const char *folder) {
    char line[1024];
    int searches = 0;
    FILE *file = open_queries(folder, "typing");
    Screen screen = start(program, library, small);
    if (!read_until(&screen, "type to search", 0))
        exit(1);
    read_until(&screen, NULL, 100);
    long fresh = private_dirty_kb(screen.pid);
    while (searches < SEARCHES && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        searches += type_query(&screen, line);
    }
    printf("screen searches %d private_dirty_kb %ld fresh_kb %ld\n", searches,
           private_dirty_kb(screen.pid), fresh);
    stop(&screen);
    fclose(file);
}

/* Processor time of a process so far. */
static double cpu_ms(pid_t pid) {
    char path[64], line[1024];
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "r");
    if (file && fgets(line, sizeof line, file)) {
        const char *rest = strrchr(line, ')');
        if (!rest || sscanf(rest, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
                            &system) != 2)
            user = system = 0;
    }
    if (file)
        fclose(file);
    return (double)(user + system) * 1000 / (double)sysconf(_SC_CLK_TCK);
}

/* What a screen sends and works while nobody does anything. */
static void print_idle(const char *program, const char *library) {
    enum { IDLE_S = 10 };
    static char bytes[65536];
    size_t sent = 0;
    Screen screen = start(program, library, small);
    if (!read_until(&screen, "type to search", 0))
        exit(1);
    read_until(&screen, NULL, 1000);
    double before = cpu_ms(screen.pid);
    int64_t until = clock_mono_us() + (int64_t)IDLE_S * 1000000;
    for (int64_t now; (now = clock_mono_us()) < until;) {
        struct pollfd p = {.fd = screen.fd, .events = POLLIN};
        if (poll(&p, 1, (int)((until - now) / 1000) + 1) > 0) {
            ssize_t n = read(screen.fd, bytes, sizeof bytes);
            sent += n > 0 ? (size_t)n : 0;
        }
    }
    printf("idle bytes_s %.1f cpu_ms_s %.2f\n", (double)sent / IDLE_S,
           (cpu_ms(screen.pid) - before) / IDLE_S);
    stop(&screen);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "bench_screen PROGRAM LIBRARY FOLDER\n");
        return 2;
    }
    print_hits(argv[1], argv[2], argv[3], "word");
    print_hits(argv[1], argv[2], argv[3], "question");
    print_start(argv[1], argv[2], small);
    print_start(argv[1], argv[2], large);
    print_memory(argv[1], argv[2], argv[3]);
    print_idle(argv[1], argv[2]);
    return 0;
}
