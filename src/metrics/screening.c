#include "config.h"

#include "metrics/screening.h"

#include <math.h>

static const double noise = 1e-9;

static double within(double value) {
    return value < 0 ? 0 : value > 100 ? 100 : value;
}

bool metrics_screen(const double values[SCREEN_INPUTS], const double weights[SCREEN_INPUTS],
                    ScreenScore *out) {
    *out = (ScreenScore){0};
    for (int i = 0; i < SCREEN_INPUTS; i++)
        if (values[i] >= 0)
            out->known += weights[i];
    if (out->known + noise < SCREEN_LEAST_WEIGHT)
        return false;
    for (int i = 0; i < SCREEN_INPUTS; i++) {
        if (values[i] < 0)
            continue;
        out->parts[i] = weights[i] / out->known * within(values[i]);
        out->score += out->parts[i];
    }
    return true;
}

double metrics_screen_months(double months, double full) {
    return within(100 * months / full);
}

double metrics_screen_contacts(double contacts) {
    return within(100 * log1p(contacts) / log1p(100));
}

double metrics_screen_people(double people) {
    return people < 1 ? 0 : within(100 * log10(people) / 4);
}

/* How many are below; with `equal` those that are the same too. */
static size_t count_below(double amount, const double *sorted, size_t count, bool equal) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] < amount || (equal && sorted[middle] <= amount))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double metrics_screen_place(double amount, const double *sorted, size_t count) {
    size_t below = count_below(amount, sorted, count, false);
    size_t up_to = count_below(amount, sorted, count, true);
    return count ? 50 * ((double)below + (double)up_to) / (double)count : 0;
}

double metrics_screen_marks(double mean) {
    return within(100 * (mean - 1) / 4);
}
