#include "config.h"

#include "search/pace.h"

#include "base/clock.h"

enum { FIRST_DOCS = 500, FEWEST_DOCS = 100, ASK_US = 100000 };

static void look_around(Pace *pace) {
    int64_t now = clock_mono_us();
    if (pace->asked_us && now - pace->asked_us < ASK_US)
        return;
    pace->asked_us = now;
    pace->company = store_has_company(pace->store);
}

bool pace_is_full(Pace *pace, const SegmentBuilder *builder) {
    look_around(pace);
    uint32_t docs = pace->docs ? pace->docs : FIRST_DOCS;
    return builder_bytes(builder) >= pace->bytes ||
           (pace->company && builder_docs(builder) >= (docs > pace->least ? docs : pace->least));
}

void pace_begin(Pace *pace) {
    pace->begun_us = clock_mono_us();
}

void pace_end(Pace *pace, const SegmentBuilder *builder) {
    int64_t took = clock_mono_us() - pace->begun_us;
    double docs = (double)builder_docs(builder) * PACE_US / (double)(took > 0 ? took : 1);
    if (builder_docs(builder) < FEWEST_DOCS)
        return;
    pace->docs = docs < FEWEST_DOCS ? FEWEST_DOCS : docs > UINT32_MAX ? UINT32_MAX : (uint32_t)docs;
}
