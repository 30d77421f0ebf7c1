#ifndef ANLIKU_BASE_PROGRESS_H
#define ANLIKU_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How long work tells how far it is and asks whether to go on. A NULL Progress, and a NULL
 * function in it, mean "silent" and "go on". */
typedef struct Progress {
    void (*report)(void *context, uint64_t done, uint64_t total); /* total 0: not known */
    bool (*cancelled)(void *context);
    void *context;
} Progress;

/* The same for work that does not report: it writes here before each time that it asks whether to
 * go on. */
typedef struct ProgressCount {
    uint64_t done, total;
} ProgressCount;

static inline void progress_report(const Progress *p, uint64_t done, uint64_t total) {
    if (p && p->report)
        p->report(p->context, done, total);
}

static inline bool progress_cancelled(const Progress *p) {
    return p && p->cancelled && p->cancelled(p->context);
}

#endif
