#include "config.h"

#include "record/freshness.h"

#include "base/zone.h"

#include <math.h>

double freshness_value(double importance, double days, double half_life) {
    return importance * exp2(-days / half_life);
}

static int32_t checked_on(const Record *record) {
    if (record_has(record, CASE_VERIFY_LAST))
        return (int32_t)record_int(record, CASE_VERIFY_LAST);
    if (record_has(record, CASE_PUBLISHED_AT))
        return date_of(record_int(record, CASE_PUBLISHED_AT));
    return date_of(record_int(record, CASE_CREATED));
}

Freshness case_freshness(const Record *record, int usual_importance, int usual_half_life,
                         int32_t today) {
    Freshness out = {.own_importance = record_has(record, CASE_IMPORTANCE),
                     .own_half_life = record_has(record, CASE_HALF_LIFE),
                     .since = checked_on(record)};
    out.importance =
        out.own_importance ? (int)record_int(record, CASE_IMPORTANCE) : usual_importance;
    out.half_life = out.own_half_life ? (int)record_int(record, CASE_HALF_LIFE) : usual_half_life;
    out.days = today > out.since ? today - out.since : 0;
    out.value = freshness_value(out.importance, out.days, out.half_life);
    out.lost = out.importance - out.value;
    return out;
}
