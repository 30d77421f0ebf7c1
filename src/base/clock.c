#include "config.h"

#include "base/clock.h"

#include "base/zone.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t frozen_ms = -1, frozen_mono_us = -1;
static bool test_mode;

void clock_freeze(int64_t now_ms) {
    frozen_ms = now_ms;
}

bool clock_is_test(void) {
    return test_mode;
}

void clock_init_from_environment(void) {
    const char *test = getenv("ANLIKU_TEST"), *now = getenv("ANLIKU_NOW");
    test_mode = test && strcmp(test, "1") == 0;
    int64_t ms;
    if (!test_mode || !now)
        return;
    if (zone_parse_time(str_of(now), &ms))
        clock_freeze(ms);
    else
        clock_freeze(strtoll(now, NULL, 10));
}

int64_t clock_now_ms(void) {
    if (frozen_ms >= 0)
        return frozen_ms;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_file_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void clock_freeze_mono(int64_t us) {
    frozen_mono_us = us;
}

int64_t clock_mono_us(void) {
    if (frozen_mono_us >= 0)
        return frozen_mono_us;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
