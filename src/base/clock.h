#ifndef ANLIKU_BASE_CLOCK_H
#define ANLIKU_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* UTC milliseconds since 1970. With ANLIKU_TEST=1 and ANLIKU_NOW (milliseconds, or
 * 2026-11-20T09:00:00Z) the clock stands still there. */
int64_t clock_now_ms(void);
/* Nanoseconds since 1970 as file systems stamp with them; ANLIKU_NOW does not freeze it. */
int64_t clock_file_ns(void);
/* Monotonic; only differences mean anything. ANLIKU_NOW does not freeze it. */
int64_t clock_mono_us(void);
/* For tests in one process: stands still at a time; -1: goes on. */
void clock_freeze_mono(int64_t us);
void clock_freeze(int64_t now_ms);
/* Reads ANLIKU_TEST and ANLIKU_NOW; call once at start, not in session mode. */
void clock_init_from_environment(void);
/* ANLIKU_TEST=1 was set when clock_init_from_environment ran. */
bool clock_is_test(void);

#endif
