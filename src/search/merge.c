#include "config.h"

#include "search/merge.h"

#include "base/i18n.h"
#include "search/plan.h"
#include "search/spill.h"

enum { DROP_ROWS = 2000 };

const MergePolicy merge_usual = {.small = MERGE_SMALL, .fanout = MERGE_FANOUT};
const MergePolicy merge_tidy = {.fanout = MERGE_FANOUT, .segments = 5};

typedef enum Task { TASK_NONE, TASK_SMALL, TASK_DROP, TASK_ADVANCE, TASK_BEGIN } Task;

typedef struct Work {
    Task task;
    uint32_t from, count;    /* TASK_BEGIN */
    SegmentBuilder *builder; /* TASK_SMALL */
    uint32_t applied, last;
    uint32_t step;
} Work;

/* ---- what there is to do ---- */

/* Log rows with segments that a merge may take: up to the first row of a case without one. */
static uint32_t ready_small(const SmallSegment *small) {
    uint32_t count = 0;
    while (count < small->all.len && count < MERGE_AT_ONCE &&
           (!small->first_unindexed || small->all.items[count]->number < small->first_unindexed))
        count++;
    return count;
}

static int tier_of(const SegmentInfo *segment, uint32_t fanout) {
    int tier = 0;
    for (uint64_t size = (uint64_t)MERGE_SMALL * fanout; size <= segment->live; size *= fanout)
        tier++;
    return tier;
}

/* The first run of neighbours of at most one tier that is as long as the fan-out. */
static bool find_tier(const IndexList *list, uint32_t fanout, Work *work) {
    for (int tier = 0; tier < 12; tier++)
        for (uint32_t from = 0, to; from < list->count; from = to + 1) {
            for (to = from; to < list->count && tier_of(&list->segments[to], fanout) <= tier;)
                to++;
            if (to - from >= fanout) {
                *work = (Work){.task = TASK_BEGIN, .from = from, .count = to - from};
                return true;
            }
        }
    return false;
}

/* The cheapest run of neighbours whose merge leaves no more than `most` segments. */
static bool find_surplus(const IndexList *list, uint32_t most, Work *work) {
    if (!most || list->count <= most)
        return false;
    uint32_t length = list->count - most + 1;
    uint64_t best = UINT64_MAX;
    for (uint32_t from = 0; from + length <= list->count; from++) {
        uint64_t docs = 0;
        for (uint32_t i = from; i < from + length; i++)
            docs += list->segments[i].docs;
        if (docs < best) {
            best = docs;
            *work = (Work){.task = TASK_BEGIN, .from = from, .count = length};
        }
    }
    return true;
}

/* What a merge leaves is taken up again by what comes behind it: a document takes about twice as
 * much room as its part of the index. The newest run is merged that does so, at the last moment
 * when it does: then it is longest. */
static bool find_ahead(const IndexList *list, uint64_t coming, uint64_t next, Work *work) {
    uint64_t docs = 0, most = coming + coming / 4 * 3;
    uint64_t later = coming > next ? coming - next : 0, most_later = later + later / 4 * 3;
    uint32_t from = list->count;
    while (from && docs + list->segments[from - 1].docs <= most)
        docs += list->segments[--from].docs;
    if (list->count - from < 2 || docs + next <= most_later)
        return false;
    *work = (Work){.task = TASK_BEGIN, .from = from, .count = list->count - from};
    return true;
}

/* A segment of which most is replaced. */
static bool find_wasted(const IndexList *list, Work *work) {
    for (uint32_t i = 0; i < list->count; i++)
        if (list->segments[i].docs > MERGE_SMALL &&
            (uint64_t)list->segments[i].live * 2 < list->segments[i].docs) {
            *work = (Work){.task = TASK_BEGIN, .from = i, .count = 1};
            return true;
        }
    return false;
}

static Work choose(const Snapshot *snapshot, const MergePolicy *policy) {
    const IndexState *state = snapshot->state;
    Work work = {0};
    uint32_t ready = ready_small(snapshot->small);
    /* A full list takes no more segments: first make room. */
    bool room = state->main.count < INDEX_SEGMENTS;
    if (ready > policy->small && room)
        work = (Work){.task = TASK_SMALL, .count = ready};
    else if (state->drops)
        work.task = TASK_DROP;
    else if (state->plan.phase != MERGE_NONE)
        work.task = TASK_ADVANCE;
    else if (policy->coming)
        find_ahead(&state->main, policy->coming, policy->next, &work);
    else if (!find_tier(&state->main, policy->fanout, &work) &&
             !find_surplus(&state->main, policy->segments, &work) &&
             !find_wasted(&state->main, &work) && !room)
        find_surplus(&state->main, INDEX_SEGMENTS / 2, &work);
    return work;
}

/* ---- doing it ---- */

/* Inverts outside of the transaction. */
static void build_small(const Snapshot *snapshot, Work *work) {
    const SmallSegment *small = snapshot->small;
    work->builder = builder_new();
    work->applied = snapshot->state->main.applied;
    work->last = small->all.items[work->count - 1]->number;
    for (uint32_t i = 0; i < work->count; i++) {
        const SmallDocument *d = small->all.items[i];
        if (d->replaced_by && d->replaced_by <= work->last)
            builder_replace(work->builder, d->replaces);
        else
            builder_add(work->builder, d->number, d->replaces, &d->document);
    }
}

static uint64_t live_docs(const IndexList *list, const Work *work) {
    uint64_t docs = 0;
    for (uint32_t i = 0; i < work->count; i++)
        docs += list->segments[work->from + i].live;
    return docs;
}

static bool begin_plan(StoreWrite *write, StoreRead *read, IndexState *state, const Work *work,
                       Error *err) {
    if (state->plan.phase != MERGE_NONE || work->from + work->count > state->main.count)
        return true; /* another process was faster */
    bool at_once = live_docs(&state->main, work) <= MERGE_AT_ONCE;
    if (!plan_begin(write, read, state, work->from, work->count, err))
        return false;
    while (at_once && state->plan.phase != MERGE_NONE)
        if (!plan_advance(write, read, state, SIZE_MAX, true, err))
            return false;
    return true;
}

static bool do_work(StoreWrite *write, StoreRead *read, IndexState *state, const Work *work,
                    Error *err) {
    switch (work->task) {
    case TASK_NONE:
        return true;
    case TASK_SMALL:
        if (state->main.applied != work->applied || state->main.count == INDEX_SEGMENTS)
            return true; /* another process was faster */
        return index_spill(write, read, state, &state->main, work->builder, work->last, NULL, err);
    case TASK_DROP:
        return plan_drop(write, state, DROP_ROWS, err);
    case TASK_ADVANCE:
        return state->plan.phase == MERGE_NONE ||
               plan_advance(write, read, state, work->step, false, err);
    case TASK_BEGIN:
        return begin_plan(write, read, state, work, err);
    }
    return true;
}

static bool transact(Store *store, StoreWrite *write, const Work *work, Error *err) {
    StoreRead *read = NULL;
    IndexState *state = mem_alloc(sizeof *state);
    bool ok = store_read_begin(store, &read, err) && index_state_read(read, state, err) &&
              do_work(write, read, state, work, err) && index_state_write(write, state, err);
    store_read_end(read);
    free(state);
    if (!ok) {
        store_write_abort(write);
        return false;
    }
    return store_write_commit(write, NULL, err);
}

static bool perform(Store *store, const char *who, int gate_ms, const Work *work, bool *held,
                    Error *err) {
    StoreWrite *write;
    *held = false;
    if (!store_write_begin(store, who, gate_ms, true, &write, err)) {
        *held = err->code == ERR_BUSY;
        if (*held)
            *err = (Error){0};
        return *held;
    }
    if (store_write_wanted(write)) {
        store_write_abort(write);
        *held = true;
        return true;
    }
    return transact(store, write, work, err);
}

static bool one_step(SearchIndex *index, Store *store, const char *who, int gate_ms,
                     const MergePolicy *policy, bool *more, bool *held, Error *err) {
    StoreRead *read;
    Snapshot snapshot;
    Work work = {0};
    *more = *held = false;
    if (!store_read_begin(store, &read, err))
        return false;
    bool ok = snapshot_open(index, read, &snapshot, err);
    if (ok) {
        work = choose(&snapshot, policy);
        work.step = policy->step ? policy->step : MERGE_STEP;
        if (work.task == TASK_SMALL)
            build_small(&snapshot, &work);
        snapshot_close(&snapshot);
    }
    store_read_end(read);
    if (ok && work.task != TASK_NONE) {
        *more = true;
        ok = perform(store, who, gate_ms, &work, held, err);
    }
    builder_free(work.builder);
    return ok;
}

bool search_merge_step(SearchIndex *index, Store *store, const char *who, int gate_ms,
                       const MergePolicy *policy, bool *more, Error *err) {
    bool held;
    return one_step(index, store, who, gate_ms, policy, more, &held, err);
}

bool search_merge_all(SearchIndex *index, Store *store, const char *who, const MergePolicy *policy,
                      const Progress *progress, Error *err) {
    MergePolicy own = *policy;
    bool more = true, held;
    for (uint64_t steps = 0; more; steps++) {
        if (progress_cancelled(progress))
            return error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
        if (!policy->step)
            own.step = store_has_company(store) ? MERGE_STEP : MERGE_STEP_ALONE;
        if (!one_step(index, store, who, STORE_GATE_MS, &own, &more, &held, err))
            return false;
        progress_report(progress, steps, 0);
    }
    return true;
}
