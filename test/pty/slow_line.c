/* slow_line PORT DELAY_MS BYTES_PER_S PID_FILE: what ssh calls as its ProxyCommand. Carries bytes
 * between its own input and output and a port of this machine as a slow line does: each direction
 * late by DELAY_MS and at most BYTES_PER_S. Its process id goes to PID_FILE: killing it cuts the
 * line. */
#include "config.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/vec.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PIECE = 1024, MOST_WAITING = 64 };

typedef struct Piece {
    int64_t due_us;
    size_t len;
    char bytes[PIECE];
} Piece;

/* One direction. */
typedef struct Way {
    int from, to;
    Piece pieces[MOST_WAITING]; /* a ring */
    size_t first, count;
    int64_t free_us; /* when the line has carried what was sent so far */
    bool ended;
} Way;

static int64_t delay_us, bytes_per_s;

static void take(Way *way) {
    Piece *piece = &way->pieces[(way->first + way->count) % MOST_WAITING];
    ssize_t n = read(way->from, piece->bytes, PIECE);
    if (n < 0 && errno == EINTR)
        return;
    if (n <= 0) {
        way->ended = true;
        return;
    }
    int64_t now = clock_mono_us();
    way->free_us = (way->free_us > now ? way->free_us : now) + n * 1000000 / bytes_per_s;
    piece->len = (size_t)n;
    piece->due_us = way->free_us + delay_us;
    way->count++;
}

static void give(Way *way) {
    Piece *piece = &way->pieces[way->first];
    for (size_t at = 0; at < piece->len;) {
        ssize_t n = write(way->to, piece->bytes + at, piece->len - at);
        if (n < 0 && errno != EINTR)
            exit(1);
        at += n > 0 ? (size_t)n : 0;
    }
    way->first = (way->first + 1) % MOST_WAITING;
    way->count--;
}

/* Milliseconds until something is due; -1: nothing waits. */
static int wait_ms(const Way *ways, int64_t now) {
    int64_t least = -1;
    for (int i = 0; i < 2; i++) {
        if (!ways[i].count)
            continue;
        int64_t us = ways[i].pieces[ways[i].first].due_us - now;
        us = us > 0 ? us : 0;
        least = least < 0 || us < least ? us : least;
    }
    return least < 0 ? -1 : (int)((least + 999) / 1000);
}

static void carry(int fd) {
    static Way ways[2];
    ways[0].to = ways[1].from = fd;
    ways[0].from = STDIN_FILENO;
    ways[1].to = STDOUT_FILENO;
    while (!(ways[0].ended && !ways[0].count) && !(ways[1].ended && !ways[1].count)) {
        struct pollfd p[2];
        for (int i = 0; i < 2; i++) {
            bool takes = !ways[i].ended && ways[i].count < MOST_WAITING;
            p[i] = (struct pollfd){.fd = takes ? ways[i].from : -1, .events = POLLIN};
        }
        if (poll(p, 2, wait_ms(ways, clock_mono_us())) < 0 && errno != EINTR)
            return;
        for (int i = 0; i < 2; i++) {
            if (p[i].revents)
                take(&ways[i]);
            while (ways[i].count && ways[i].pieces[ways[i].first].due_us <= clock_mono_us())
                give(&ways[i]);
        }
    }
}

int main(int argc, char **argv) {
    if (argc < 5)
        return 2;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1]))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    delay_us = atoi(argv[2]) * (int64_t)1000;
    bytes_per_s = atoi(argv[3]);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    FILE *file = fopen(argv[4], "w");
    if (!file || fd < 0 || bytes_per_s < 1)
        return 1;
    fprintf(file, "%d\n", (int)getpid());
    fclose(file);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
        return 1;
    carry(fd);
    return 0;
}
