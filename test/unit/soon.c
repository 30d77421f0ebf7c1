#include "config.h"

#include "soon.h"
#include "unit.h"

#include <time.h>

static int64_t now_ms(void) {
    struct timespec now; /* not base/clock: that stands still in tests */
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool soon(SoonCondition *condition, void *context) {
    const struct timespec pause = {0, 2000000};
    for (int64_t end = now_ms() + SOON_DEADLINE_MS; now_ms() < end;) {
        if (condition(context))
            return true;
        nanosleep(&pause, NULL);
    }
    return condition(context);
}

void expect_soon(SoonCondition *condition, void *context, const char *what) {
    if (!soon(condition, context))
        fail_msg("waited %d s in vain: %s", SOON_DEADLINE_MS / 1000, what);
}
