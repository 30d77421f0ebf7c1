#include "config.h"

#include "library/merge.h"

#include "base/i18n.h"
#include "library/belongings.h"
#include "library/fieldtext.h"
#include "library/mergefields.h"
#include "library/redirect.h"
#include "library/together.h"
#include "library/undo.h"
#include "record/state.h"
#include "text/fold.h"

#include <stdio.h>

/* ---- the plan ---- */

static bool may_merge(Library *library, Error *err) {
    return library_allow(library, RIGHT_WRITE, err) && library_allow(library, RIGHT_TRASH, err);
}

static bool load_one(Library *library, Uuid id, Record **out, Error *err) {
    if (!library_load(library, ENTITY_CASE, id, 0, out, err))
        return false;
    if (!record_int(*out, CASE_TRASHED))
        return true;
    bool merged = record_has(*out, CASE_MERGED_INTO);
    Str into = record_ref_name(*out, CASE_MERGED_INTO), number = record_text(*out, CASE_ID);
    if (merged)
        error_set(err, ERR_INVALID, N_("{0} is merged into “{1}” already"), "SS", number, into);
    else
        error_set(err, ERR_INVALID, N_("{0} is in the trash; bring it back first"), "S", number);
    record_free(*out);
    *out = NULL;
    return false;
}

static bool load_both(Library *library, const Uuid id[2], Record *out[2], Error *err) {
    out[0] = out[1] = NULL;
    if (uuid_equal(id[0], id[1]))
        return error_set(err, ERR_INVALID, N_("a case is merged with another one"), "");
    if (!load_one(library, id[0], &out[0], err))
        return false;
    if (load_one(library, id[1], &out[1], err))
        return true;
    record_free(out[0]);
    out[0] = NULL;
    return false;
}

static bool same_customer(const Record *a, const Record *b) {
    Uuid x = record_ref_uuid(a, CASE_CUSTOMER), y = record_ref_uuid(b, CASE_CUSTOMER);
    if (!record_has(a, CASE_CUSTOMER) || !record_has(b, CASE_CUSTOMER))
        return true;
    if (!uuid_is_nil(x) && !uuid_is_nil(y))
        return uuid_equal(x, y);
    return text_fold_equal(record_ref_name(a, CASE_CUSTOMER), record_ref_name(b, CASE_CUSTOMER));
}

static Str text_of(const Record *record, int field, Arena *arena) {
    Buf text = {0};
    fieldtext_put(record, field, &text);
    Str kept = arena_str(arena, str_trim(buf_str(&text)));
    buf_free(&text);
    return kept;
}

static void plan_fields(Record *const cases[2], CaseMerge *plan) {
    plan->fields = arena_zalloc(&plan->arena, CASE_FIELDS * sizeof *plan->fields);
    for (int field = 0; field < CASE_FIELDS; field++) {
        const Field *info = &cases[0]->entity->fields[field];
        if (!record_has(cases[1], field) ||
            !mergefields_is_merged(cases[0], field, !plan->other_customer) ||
            value_equal(&cases[0]->values[field], &cases[1]->values[field]))
            continue;
        plan->fields[plan->len++] =
            (CaseMergeField){.field = field,
                             .choice = mergefields_propose(cases[0], cases[1], field),
                             .can_join = mergefields_can_join(info) &&
                                         record_has(cases[0], field) && record_has(cases[1], field),
                             .text = {text_of(cases[0], field, &plan->arena),
                                      text_of(cases[1], field, &plan->arena)}};
    }
}

static bool count_one(void *context, const StoreCurrent *row, const Record *record, Error *err) {
    (void)row;
    (void)record;
    (void)err;
    ++*(size_t *)context;
    return true;
}

static bool count_belongings(Library *library, CaseMerge *plan, Error *err) {
    plan->belongings = arena_zalloc(&plan->arena, ENTITY_TYPES * sizeof *plan->belongings);
    for (EntityType type = ENTITY_NONE + 1; type < ENTITY_TYPES; type++) {
        size_t count = 0;
        if (!put_parent(type))
            continue;
        if (!belongings_each(library, type, plan->id[1], count_one, &count, err))
            return false;
        if (count)
            plan->belongings[plan->belonging_count++] = (CaseMergePart){type, count};
    }
    return true;
}

bool library_merge_plan(Library *library, Uuid kept, Uuid other, CaseMerge *plan, Error *err) {
    Record *cases[2];
    *plan = (CaseMerge){.id = {kept, other}};
    if (!may_merge(library, err) || !load_both(library, plan->id, cases, err))
        return false;
    for (int i = 0; i < 2; i++) {
        plan->rev[i] = (uint32_t)record_int(cases[i], CASE_REV);
        plan->number[i] = arena_str(&plan->arena, record_text(cases[i], CASE_ID));
        plan->title[i] = arena_str(&plan->arena, record_title(cases[i]));
    }
    plan->other_customer = !same_customer(cases[0], cases[1]);
    plan->hides =
        case_state(cases[1]) == STATE_PUBLISHED && case_state(cases[0]) != STATE_PUBLISHED;
    plan_fields(cases, plan);
    record_free(cases[0]);
    record_free(cases[1]);
    return count_belongings(library, plan, err);
}

void library_merge_plan_free(CaseMerge *plan) {
    arena_free(&plan->arena);
    *plan = (CaseMerge){0};
}

CaseMergeField *library_merge_field(const CaseMerge *plan, int field) {
    for (size_t i = 0; i < plan->len; i++)
        if (plan->fields[i].field == field)
            return &plan->fields[i];
    return NULL;
}

void library_merge_preview(Library *library, const CaseMerge *plan, const CaseMergeField *field,
                           Buf *out) {
    Record *cases[2];
    Error ignored;
    if (field->choice != JOIN_BOTH) {
        buf_put_str(out, field->text[field->choice == JOIN_OTHER]);
        return;
    }
    if (!load_both(library, plan->id, cases, &ignored))
        return;
    mergefields_apply(cases[0], cases[1], field->field, JOIN_BOTH);
    fieldtext_put(cases[0], field->field, out);
    record_free(cases[0]);
    record_free(cases[1]);
}

/* ---- doing it ---- */

static bool as_planned(const CaseMerge *plan, Record *const cases[2], Error *err) {
    for (int i = 0; i < 2; i++)
        if ((uint32_t)record_int(cases[i], CASE_REV) != plan->rev[i])
            return error_set(err, ERR_CONFLICT,
                             N_("somebody saved “{0}” meanwhile: look at the merge again"), "S",
                             plan->title[i]);
    return true;
}

bool library_merge(Library *library, const CaseMerge *plan, CaseMergeResult *result, Error *err) {
    Record *cases[2];
    char note[80];
    *result = (CaseMergeResult){0};
    if (!may_merge(library, err) || !load_both(library, plan->id, cases, err))
        return false;
    bool ok = as_planned(plan, cases, err);
    if (ok) {
        TogetherItem items[2] = {
            {.record = cases[0], .verb = VERB_MERGE, .base_rev = plan->rev[0]},
            {.record = cases[1], .verb = VERB_MERGE, .base_rev = plan->rev[1]}};
        for (size_t i = 0; i < plan->len; i++)
            mergefields_apply(cases[0], cases[1], plan->fields[i].field, plan->fields[i].choice);
        mergefields_unrelate(cases[0], cases[1]);
        record_set_int(cases[1], CASE_TRASHED, 1);
        record_set_ref(cases[1], CASE_MERGED_INTO, plan->id[0], plan->title[0]);
        snprintf(note, sizeof note, "%.*s -> %.*s", STR_ARG(plan->number[1]),
                 STR_ARG(plan->number[0]));
        ok = together_write(library, items, 2, str_of(note), &result->batch, err);
        result->rev = items[0].result.rev;
        result->dropped_for = items[0].result.dropped_for;
    }
    record_free(cases[0]);
    record_free(cases[1]);
    return ok;
}

static bool find_merge(Library *library, Uuid merged, Uuid *batch, Error *err) {
    LibraryRow row;
    StoreRead *read;
    StoreEntry entry;
    if (!library_row(library, ENTITY_CASE, merged, &row, err))
        return false;
    bool is_merged = row.trashed && record_has(row.record, CASE_MERGED_INTO);
    if (!is_merged)
        error_set(err, ERR_NOT_FOUND, N_("{0} is not merged into another case"), "S",
                  record_text(row.record, CASE_ID));
    library_row_free(&row);
    if (!is_merged || !store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_log_entry(read, row.change, &entry, err);
    *batch = entry.batch;
    store_read_end(read);
    return ok;
}

bool library_merge_undo(Library *library, Uuid merged, size_t *kept, Error *err) {
    Uuid batch;
    size_t undone;
    *kept = 0;
    return may_merge(library, err) && find_merge(library, merged, &batch, err) &&
           undo_batch(library, &batch, &undone, kept, NULL, NULL, err);
}
