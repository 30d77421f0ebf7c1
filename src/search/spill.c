#include "config.h"

#include "search/spill.h"

#include "base/i18n.h"
#include "search/kill.h"

static void freeze_averages(IndexList *list, const SegmentBuilder *builder) {
    double sums[NORM_CLASSES];
    uint32_t docs = builder_docs(builder);
    builder_lengths(builder, sums);
    for (int norm = 0; norm < NORM_CLASSES; norm++) {
        float average = (float)(sums[norm] / docs);
        list->average[norm] = average < 1 ? 1 : average;
    }
}

bool index_spill(StoreWrite *write, StoreRead *read, IndexState *state, IndexList *list,
                 SegmentBuilder *builder, uint32_t last, Pool *pool, Error *err) {
    SegmentInfo info = {.id = state->next_id, .first = list->applied + 1, .last = last};
    Bm25 bm25;
    if (!index_kill(write, read, list, builder_replaced(builder), err))
        return false;
    if (builder_docs(builder)) {
        if (list->count == INDEX_SEGMENTS)
            return error_set(err, ERR_INTERNAL, N_("The index has too many segments."), "");
        if (!list->count) {
            freeze_averages(list, builder);
            list->analyzer = analyzer_id();
        }
        bm25_init(&bm25, list->average);
        if (!builder_write(builder, write, &bm25, list->applied, pool, &info, err))
            return false;
        list->segments[list->count++] = info;
        state->next_id++;
    }
    list->applied = last;
    return true;
}
