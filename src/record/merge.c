#include "config.h"

#include "record/merge.h"

#include "base/vec.h"
#include "text/fold.h"

typedef VEC(const Value *) Items;

static Items items_of(const Value *list) {
    Items items = {0};
    for (size_t i = 0; list->kind == VALUE_LIST && i < list->list.len; i++)
        vec_push(&items, &list->list.items[i]);
    return items;
}

static Value value_of(const Items *items, Arena *arena) {
    if (!items->len)
        return (Value){.kind = VALUE_NONE};
    Value *copies = arena_alloc(arena, items->len * sizeof *copies);
    for (size_t i = 0; i < items->len; i++)
        copies[i] = *items->items[i];
    return value_list(copies, items->len);
}

/* ---- sets ---- */

/* Tags are one when they are written alike but for case and width; references by what they name. */
static bool same_item(const Value *a, const Value *b) {
    if (a->kind == VALUE_TEXT && b->kind == VALUE_TEXT)
        return text_fold_equal(a->text, b->text);
    if (a->kind == VALUE_REF && b->kind == VALUE_REF) {
        bool known = !uuid_is_nil(a->ref.uuid) && !uuid_is_nil(b->ref.uuid);
        return known ? uuid_equal(a->ref.uuid, b->ref.uuid)
                     : text_fold_equal(a->ref.name, b->ref.name);
    }
    return value_equal(a, b);
}

static bool holds(const Items *items, const Value *item) {
    for (size_t i = 0; i < items->len; i++)
        if (same_item(items->items[i], item))
            return true;
    return false;
}

/* Theirs, without what I took out, and with what I put in. */
static void merge_sets(const Items *base, const Items *mine, const Items *theirs, Items *out) {
    for (size_t i = 0; i < theirs->len; i++)
        if (holds(mine, theirs->items[i]) || !holds(base, theirs->items[i]))
            vec_push(out, theirs->items[i]);
    for (size_t i = 0; i < mine->len; i++)
        if (!holds(base, mine->items[i]) && !holds(out, mine->items[i]))
            vec_push(out, mine->items[i]);
}

/* ---- rows ---- */

static const size_t NONE = SIZE_MAX;

/* What a row is about: its first cell (the metric of an outcome, the day of a step). */
static const Value *row_name(const Value *row) {
    return row->kind == VALUE_ROW && row->list.len ? &row->list.items[0] : row;
}

static bool same_row(const Value *a, const Value *b) {
    return value_equal(a, b);
}

static bool same_name(const Value *a, const Value *b) {
    return value_equal(row_name(a), row_name(b));
}

/* Pairs rows that are not paired yet and that `same` holds for, each with the first such one. */
static void pair(const Items *base, const Items *side, bool (*same)(const Value *, const Value *),
                 size_t *partner, bool *taken) {
    for (size_t i = 0; i < base->len; i++)
        for (size_t j = 0; partner[i] == NONE && j < side->len; j++)
            if (!taken[j] && same(base->items[i], side->items[j])) {
                partner[i] = j;
                taken[j] = true;
            }
}

/* One row that was changed at its place, name and all: the one between the same neighbours. */
static void pair_by_place(const Items *base, const Items *side, size_t *partner, bool *taken) {
    for (size_t i = 0; i < base->len; i++) {
        size_t at = i == 0 ? 0 : partner[i - 1] == NONE ? NONE : partner[i - 1] + 1;
        if (partner[i] == NONE && at < side->len && !taken[at] && base->len == side->len) {
            partner[i] = at;
            taken[at] = true;
        }
    }
}

typedef struct Pairing {
    size_t *partner; /* by base row */
    bool *taken;     /* by row of the side */
} Pairing;

static Pairing pair_rows(const Items *base, const Items *side, Arena *arena) {
    Pairing pairing = {arena_alloc(arena, (base->len + 1) * sizeof(size_t)),
                       arena_zalloc(arena, (side->len + 1) * sizeof(bool))};
    for (size_t i = 0; i < base->len; i++)
        pairing.partner[i] = NONE;
    pair(base, side, same_row, pairing.partner, pairing.taken);
    pair(base, side, same_name, pairing.partner, pairing.taken);
    pair_by_place(base, side, pairing.partner, pairing.taken);
    return pairing;
}

static bool holds_row(const Items *items, const Value *row) {
    for (size_t i = 0; i < items->len; i++)
        if (value_equal(items->items[i], row))
            return true;
    return false;
}

/* New rows of a side that follow its row `after` (NONE: stand at its beginning). */
static void put_new_rows(const Items *side, const Pairing *pairing, size_t after, Items *out) {
    for (size_t j = after == NONE ? 0 : after + 1; j < side->len && !pairing->taken[j]; j++)
        if (!holds_row(out, side->items[j]))
            vec_push(out, side->items[j]);
}

static const Value *row_at(const Items *side, size_t at) {
    return at == NONE ? NULL : side->items[at];
}

static bool as_before(const Value *row, const Value *before) {
    return row && value_equal(row, before);
}

static bool same_fate(const Value *a, const Value *b) {
    return a && b ? value_equal(a, b) : a == b;
}

/* True: something is contested. */
static bool merge_rows(const Items *base, const Items *mine, const Items *theirs,
                       MergeSide contested, Arena *arena, Items *out) {
    Pairing m = pair_rows(base, mine, arena), t = pair_rows(base, theirs, arena);
    bool any = false;
    put_new_rows(theirs, &t, NONE, out);
    put_new_rows(mine, &m, NONE, out);
    for (size_t i = 0; i < base->len; i++) {
        const Value *before = base->items[i];
        const Value *my = row_at(mine, m.partner[i]), *their = row_at(theirs, t.partner[i]);
        const Value *stands = as_before(my, before) ? their : my;
        if (!as_before(my, before) && !as_before(their, before) && !same_fate(my, their)) {
            any = true;
            stands = contested == MERGE_MINE ? my : contested == MERGE_THEIRS ? their : before;
        }
        if (stands)
            vec_push(out, stands);
        if (their)
            put_new_rows(theirs, &t, t.partner[i], out);
        if (my)
            put_new_rows(mine, &m, m.partner[i], out);
    }
    return any;
}

/* ---- fields ---- */

static MergeOutcome merge_lists(const Field *field, const Value *base, const Value *mine,
                                const Value *theirs, MergeSide contested, Arena *arena,
                                Value *out) {
    Items b = items_of(base), m = items_of(mine), t = items_of(theirs), merged = {0};
    bool any = false;
    if (field->kind == FIELD_ROWS) {
        any = merge_rows(&b, &m, &t, contested, arena, &merged);
    } else {
        merge_sets(&b, &m, &t, &merged);
    }
    *out = value_of(&merged, arena);
    vec_free(&b);
    vec_free(&m);
    vec_free(&t);
    vec_free(&merged);
    return any ? MERGE_CONTESTED : MERGE_JOINED;
}

static Str text_of(const Value *value) {
    return value->kind == VALUE_TEXT ? value->text : (Str){"", 0};
}

static MergeOutcome merge_story(const Value *base, const Value *mine, const Value *theirs,
                                MergeSide contested, Arena *arena, Value *out) {
    MergeParts parts;
    Buf text = {0};
    merge_parts(text_of(base), text_of(mine), text_of(theirs), &parts);
    merge_parts_text(&parts, NULL, contested, &text);
    bool any = merge_contested(&parts) > 0;
    *out = text.len ? value_text(arena_str(arena, buf_str(&text))) : (Value){.kind = VALUE_NONE};
    buf_free(&text);
    free(parts.items);
    return any ? MERGE_CONTESTED : MERGE_JOINED;
}

MergeOutcome merge_value(const Field *field, const Value *base, const Value *mine,
                         const Value *theirs, MergeSide contested, Arena *arena, Value *out) {
    bool my_change = !value_equal(mine, base), their_change = !value_equal(theirs, base);
    if (!my_change || !their_change || value_equal(mine, theirs)) {
        *out = my_change ? *mine : *theirs;
        return my_change ? MERGE_TOOK_MINE : their_change ? MERGE_TOOK_THEIRS : MERGE_UNCHANGED;
    }
    switch (field->kind) {
    case FIELD_REF: /* a name that was typed, and the one that it was found to be */
        *out = *theirs;
        if (same_item(mine, theirs))
            return MERGE_TOOK_THEIRS;
        break;
    case FIELD_TEXT:
        return merge_story(base, mine, theirs, contested, arena, out);
    case FIELD_LIST:
    case FIELD_REFS:
    case FIELD_ROWS:
        return merge_lists(field, base, mine, theirs, contested, arena, out);
    default:
        break;
    }
    *out = contested == MERGE_MINE ? *mine : contested == MERGE_THEIRS ? *theirs : *base;
    return MERGE_CONTESTED;
}

static bool is_merged(const Field *field) {
    return !(field->flags & (FIELD_MACHINE | FIELD_MOVED));
}

/* True: both changed the unknown keys, each another way. */
static bool merge_unknown(const Record *base, const Record *mine, const Record *theirs,
                          MergeSide contested, Record *out) {
    bool my_change = !str_equal(mine->unknown, base->unknown);
    bool both = my_change && !str_equal(theirs->unknown, base->unknown) &&
                !str_equal(mine->unknown, theirs->unknown);
    if (my_change && (!both || contested == MERGE_MINE))
        record_set_unknown(out, mine->unknown);
    else if (both && contested == MERGE_BASE)
        record_set_unknown(out, base->unknown);
    return both;
}

size_t merge_records(const Record *base, const Record *mine, const Record *theirs,
                     MergeSide contested, MergeOutcome *outcomes, Record **out) {
    size_t count = 0;
    *out = record_copy(theirs);
    for (size_t i = 0; i < base->entity->count; i++) {
        const Field *field = &base->entity->fields[i];
        MergeOutcome outcome = MERGE_UNCHANGED;
        if (is_merged(field)) {
            Arena arena = {0};
            Value value;
            outcome = merge_value(field, &base->values[i], &mine->values[i], &theirs->values[i],
                                  contested, &arena, &value);
            record_set(*out, (int)i, value);
            arena_free(&arena);
        }
        if (outcomes)
            outcomes[i] = outcome;
        count += outcome == MERGE_CONTESTED;
    }
    return count + merge_unknown(base, mine, theirs, contested, *out);
}
