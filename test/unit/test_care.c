#include "config.h"

#include "library_fixture.h"
#include "unit.h"

#include "base/vec.h"
#include "library/alike.h"
#include "library/bulk.h"
#include "library/comments.h"
#include "library/history.h"
#include "library/internal.h"
#include "library/merge.h"
#include "library/resolve.h"
#include "library/row.h"
#include "library/use.h"

/* Looking after the cases of the demo library: merging. */

/* ---- what a library says, to be compared ---- */

typedef struct Contents {
    VEC(struct {
        Uuid id;
        uint8_t digest[STORE_HASH];
        bool trashed;
    })
    items;
} Contents;

static bool take_content(void *context, const StoreCurrent *row, Error *err) {
    Contents *contents = context;
    vec_push(&contents->items,
             (__typeof__(*contents->items.items)){.id = row->record, .trashed = row->trashed});
    return store_current_digest(row, contents->items.items[contents->items.len - 1].digest, err);
}

static Contents read_contents(Library *library) {
    Contents contents = {0};
    StoreRead *read;
    Error err;
    assert_true(store_read_begin(library->store, &read, &err));
    assert_true(store_current_each(read, ENTITY_CASE, take_content, &contents, &err));
    store_read_end(read);
    return contents;
}

static void assert_same(const Contents *a, const Contents *b) {
    assert_int_equal(a->items.len, b->items.len);
    for (size_t i = 0; i < a->items.len; i++) {
        assert_memory_equal(&a->items.items[i].id, &b->items.items[i].id, sizeof(Uuid));
        assert_memory_equal(a->items.items[i].digest, b->items.items[i].digest, STORE_HASH);
        assert_int_equal(a->items.items[i].trashed, b->items.items[i].trashed);
    }
}

static size_t count_uses(Library *library, Uuid id) {
    UseSummary summary;
    Error err;
    assert_true(library_use_summary(library, id, &summary, &err));
    return summary.count;
}

/* Each on a day of its own: a person's uses of a case count once a day. */
static void log_uses(Library *library, Uuid id, size_t count) {
    static int day;
    for (size_t i = 0; i < count; i++) {
        SaveResult result;
        Error err;
        UseEntry entry = {.case_id = id, .prospect = STR("甲公司"), .days_ago = day++};
        assert_true(library_use_log(library, &entry, &result, &err));
    }
}

static bool count_entry(void *context, const HistoryEntry *entry, Error *err) {
    (void)entry;
    (void)err;
    ++*(size_t *)context;
    return true;
}

static size_t count_history(Library *library, Uuid id) {
    size_t count = 0;
    Error err;
    assert_true(library_history(library, ENTITY_CASE, id, count_entry, &count, &err));
    return count;
}

static Uuid merge(Library *library, Uuid kept, Uuid other, uint32_t random) {
    CaseMerge plan;
    CaseMergeResult result;
    Error err;
    assert_true(library_merge_plan(library, kept, other, &plan, &err));
    for (size_t i = 0; random && i < plan.len; i++) {
        random = random * 1664525 + 1013904223;
        plan.fields[i].choice = random >> 16 & 1          ? JOIN_OTHER
                                : plan.fields[i].can_join ? JOIN_BOTH
                                                          : JOIN_KEEP;
    }
    if (!library_merge(library, &plan, &result, &err)) {
        Buf text = {0};
        error_render(&err, &text);
        fail_msg("%s", buf_text(&text));
    }
    library_merge_plan_free(&plan);
    return result.batch;
}

static void undo(Library *library, Uuid batch, Uuid *made) {
    size_t undone, kept;
    Error err;
    assert_true(library_bulk_undo(library, batch, &undone, &kept, made, NULL, &err));
    assert_int_equal(undone, 2);
    assert_int_equal(kept, 0);
}

/* ---- merging ---- */

/* Whatever is chosen, and over chains of merges: everything is as it was before. */
static void a_merge_taken_back_leaves_nothing_behind(void **state) {
    enum { MERGES = 25 };
    Fixture *f = *state;
    Uuid batches[MERGES];
    uint32_t random = 7;
    library_begin_day(
        f->library); /* a case whose consent has ended would not come back as public */
    Contents before = read_contents(f->library);
    for (size_t i = 0; i < MERGES; i++) {
        LibraryRows rows = {0};
        Error err;
        assert_true(library_rows(f->library, ENTITY_CASE, false, &rows, &err));
        random = random * 1664525 + 1013904223;
        size_t a = (random >> 8) % rows.len,
               b = (a + 1 + (random >> 20) % (rows.len - 1)) % rows.len;
        batches[i] = merge(f->library, record_id(rows.items[a].record),
                           record_id(rows.items[b].record), random);
        library_rows_free(&rows);
    }
    Contents merged = read_contents(f->library), after;
    for (size_t i = MERGES; i-- > 0;) {
        Uuid made, again;
        undo(f->library, batches[i], &made);
        undo(f->library, made, &again); /* done again */
        undo(f->library, again, &made); /* and taken back */
    }
    after = read_contents(f->library);
    assert_same(&before, &after);
    size_t gone = 0;
    for (size_t i = 0; i < merged.items.len; i++)
        gone += merged.items.items[i].trashed != before.items.items[i].trashed;
    assert_int_equal(gone, MERGES);
    vec_free(&before.items);
    vec_free(&merged.items);
    vec_free(&after.items);
}

static void what_belongs_to_a_merged_case_counts_with_the_kept_one(void **state) {
    Fixture *f = *state;
    Uuid a = case_numbered(f->library, "AL-2026-0001"),
         b = case_numbered(f->library, "AL-2026-0002"),
         c = case_numbered(f->library, "AL-2026-0003");
    size_t at_start[3] = {count_uses(f->library, a), count_uses(f->library, b),
                          count_uses(f->library, c)};
    log_uses(f->library, a, 1);
    log_uses(f->library, b, 2);
    log_uses(f->library, c, 4);
    size_t sum = at_start[0] + at_start[1] + at_start[2] + 7;
    size_t histories =
        count_history(f->library, a) + count_history(f->library, b) + count_history(f->library, c);
    merge(f->library, b, a, 0);
    merge(f->library, c, b, 0);
    assert_int_equal(count_uses(f->library, c), sum);
    assert_int_equal(count_history(f->library, c), histories + 4);
    /* every old name leads there, and what is logged under it too */
    assert_memory_equal((Uuid[]){case_numbered(f->library, "AL-2026-0001")}, &c, sizeof c);
    assert_memory_equal((Uuid[]){library_redirect(f->library, a)}, &c, sizeof c);
    log_uses(f->library, a, 1);
    assert_int_equal(count_uses(f->library, c), sum + 1);
    /* the middle one comes back with what it had, and the first one, which leads to it again */
    size_t kept;
    Error err;
    assert_true(library_merge_undo(f->library, b, &kept, &err));
    assert_int_equal(kept, 0);
    assert_int_equal(count_uses(f->library, c), at_start[2] + 5);
    assert_int_equal(count_uses(f->library, b), at_start[0] + at_start[1] + 3);
    assert_memory_equal((Uuid[]){case_numbered(f->library, "AL-2026-0001")}, &b, sizeof b);
    assert_true(library_merge_undo(f->library, a, &kept, &err));
    assert_int_equal(count_uses(f->library, a), at_start[0] + 1);
    assert_false(library_merge_undo(f->library, a, &kept, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

static size_t count_comments(Library *library, Uuid id) {
    Comments comments = {0};
    Error err;
    assert_true(library_comments(library, id, false, &comments, &err));
    size_t count = comments.len;
    for (size_t i = 0; i < count; i++) /* each is found by its number */
        assert_ptr_equal(comments_find(&comments, comments.items[i].number), &comments.items[i]);
    comments_free(&comments);
    return count;
}

static void add_comment(Library *library, Uuid id, const char *body) {
    CommentNew comment = {.case_id = id, .field = -1, .body = str_of(body)};
    int number;
    Error err;
    assert_true(library_comment_add(library, &comment, &number, NULL, &err));
}

static void comments_come_along_and_go_back(void **state) {
    Fixture *f = *state;
    Uuid a = case_numbered(f->library, "AL-2026-0001"),
         b = case_numbered(f->library, "AL-2026-0002");
    size_t before[2] = {count_comments(f->library, a), count_comments(f->library, b)};
    add_comment(f->library, a, "一");
    add_comment(f->library, a, "二");
    add_comment(f->library, b, "三");
    merge(f->library, b, a, 0);
    assert_int_equal(count_comments(f->library, b), before[0] + before[1] + 3);
    add_comment(f->library, b, "四");
    assert_int_equal(count_comments(f->library, b), before[0] + before[1] + 4);
    size_t kept;
    Error err;
    assert_true(library_merge_undo(f->library, a, &kept, &err));
    assert_int_equal(count_comments(f->library, a), before[0] + 2);
    assert_int_equal(count_comments(f->library, b), before[1] + 2);
}

/* There and back: no chain of merges can close. */
static void merges_never_go_round(void **state) {
    Fixture *f = *state;
    Uuid a = case_numbered(f->library, "AL-2026-0001"),
         b = case_numbered(f->library, "AL-2026-0002");
    CaseMerge plan;
    SaveResult result;
    Error err;
    merge(f->library, b, a, 0);
    assert_false(library_merge_plan(f->library, a, b, &plan, &err));
    assert_int_equal(err.code, ERR_INVALID);
    library_merge_plan_free(&plan);
    assert_true(library_trash(f->library, ENTITY_CASE, a, false, &result, &err));
    assert_memory_equal((Uuid[]){library_redirect(f->library, a)}, &a, sizeof a);
    merge(f->library, a, b, 0);
    assert_memory_equal((Uuid[]){library_redirect(f->library, a)}, &a, sizeof a);
    assert_memory_equal((Uuid[]){library_redirect(f->library, b)}, &a, sizeof a);
    /* the first revision of the merged case does not bring the way back to itself */
    LibraryRow row;
    assert_true(library_row(f->library, ENTITY_CASE, b, &row, &err));
    assert_false(library_revert(f->library, ENTITY_CASE, b, row.rev - 2, &result, &err));
    library_row_free(&row);
    assert_int_equal(err.code, ERR_INVALID);
}

static void set_notes(Library *library, Uuid id, const char *notes) {
    Record *record;
    SaveResult result;
    Error err;
    assert_true(library_load(library, ENTITY_CASE, id, 0, &record, &err));
    record_set_text(record, CASE_NOTES, str_of(notes));
    assert_true(library_save(library, record, (uint32_t)record_int(record, CASE_REV), STR(""), NULL,
                             &result, &err));
    record_free(record);
}

static void expect_notes(Library *library, Uuid id, const char *want) {
    Record *record;
    Error err;
    assert_true(library_load(library, ENTITY_CASE, id, 0, &record, &err));
    char *got =
        mem_strndup(record_text(record, CASE_NOTES).ptr, record_text(record, CASE_NOTES).len);
    assert_string_equal(got, want);
    free(got);
    record_free(record);
}

/* Private notes of two drafts come together; those on a draft do not come to a published case by
 * themselves: more people read the notes there. */
static void private_notes_are_chosen_for(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *kept, *other; /* numbers */
        const char *kept_notes, *other_notes;
        CaseMergeChoice proposed;
        const char *want;
    } rows[] = {
        {"AL-2026-0066", "AL-2026-0067", "甲的话", "乙的话", JOIN_BOTH, "甲的话\n\n乙的话"},
        {"AL-2026-0066", "AL-2026-0067", "", "乙的话", JOIN_OTHER, "乙的话"},
        {"AL-2026-0001", "AL-2026-0067", "甲的话", "乙的话", JOIN_KEEP, "甲的话"},
        {"AL-2026-0001", "AL-2026-0067", "", "乙的话", JOIN_KEEP, ""},
        {"AL-2026-0067", "AL-2026-0001", "甲的话", "乙的话", JOIN_BOTH, "甲的话\n\n乙的话"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Uuid kept = case_numbered(f->library, rows[i].kept),
             other = case_numbered(f->library, rows[i].other);
        CaseMerge plan;
        Error err;
        set_notes(f->library, kept, rows[i].kept_notes);
        set_notes(f->library, other, rows[i].other_notes);
        assert_true(library_merge_plan(f->library, kept, other, &plan, &err));
        assert_non_null(library_merge_field(&plan, CASE_NOTES));
        assert_int_equal(library_merge_field(&plan, CASE_NOTES)->choice, rows[i].proposed);
        library_merge_plan_free(&plan);
        Uuid batch = merge(f->library, kept, other, 0);
        expect_notes(f->library, kept, rows[i].want);
        undo(f->library, batch, NULL);
        expect_notes(f->library, kept, rows[i].kept_notes);
    }
}

static void a_case_saved_meanwhile_is_not_merged(void **state) {
    Fixture *f = *state;
    Uuid a = case_numbered(f->library, "AL-2026-0001"),
         b = case_numbered(f->library, "AL-2026-0002");
    CaseMerge plan;
    CaseMergeResult merged;
    Record *record;
    SaveResult result;
    Error err;
    assert_true(library_merge_plan(f->library, a, b, &plan, &err));
    assert_true(library_load(f->library, ENTITY_CASE, b, 0, &record, &err));
    record_set_text(record, CASE_SUMMARY, STR("另一句"));
    assert_true(library_save(f->library, record, (uint32_t)record_int(record, CASE_REV), STR(""),
                             NULL, &result, &err));
    record_free(record);
    assert_false(library_merge(f->library, &plan, &merged, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_memory_equal((Uuid[]){library_redirect(f->library, b)}, &b, sizeof b);
    library_merge_plan_free(&plan);
}

/* A case that names the merged one as related names the kept one when it is saved, once; the kept
 * one never itself. */
static void links_lead_to_the_kept_case(void **state) {
    Fixture *f = *state;
    Uuid a = case_numbered(f->library, "AL-2026-0001"),
         b = case_numbered(f->library, "AL-2026-0002"),
         c = case_numbered(f->library, "AL-2026-0003");
    Record *record;
    SaveResult result;
    Error err;
    for (int i = 0; i < 2; i++) {
        Value related[] = {value_ref(a, STR("")), value_ref(b, STR(""))};
        assert_true(library_load(f->library, ENTITY_CASE, i ? b : c, 0, &record, &err));
        record_set(record, CASE_RELATED, value_list(related, i ? 1 : 2));
        assert_true(library_save(f->library, record, (uint32_t)record_int(record, CASE_REV),
                                 STR(""), NULL, &result, &err));
        record_free(record);
    }
    CaseMerge plan;
    CaseMergeResult merged;
    assert_true(library_merge_plan(f->library, b, a, &plan, &err));
    if (library_merge_field(&plan, CASE_RELATED))
        library_merge_field(&plan, CASE_RELATED)->choice = JOIN_KEEP;
    assert_true(library_merge(f->library, &plan, &merged, &err));
    library_merge_plan_free(&plan);
    assert_true(library_load(f->library, ENTITY_CASE, b, 0, &record, &err));
    assert_false(record_has(record, CASE_RELATED)); /* it named the merged one only */
    record_free(record);
    assert_true(library_load(f->library, ENTITY_CASE, c, 0, &record, &err));
    record_set_text(record, CASE_SUMMARY, STR("另一句"));
    assert_true(library_save(f->library, record, (uint32_t)record_int(record, CASE_REV), STR(""),
                             NULL, &result, &err));
    record_free(record);
    assert_true(library_load(f->library, ENTITY_CASE, c, 0, &record, &err));
    assert_int_equal(record->values[CASE_RELATED].list.len, 1);
    assert_memory_equal(&record->values[CASE_RELATED].list.items[0].ref.uuid, &b, sizeof b);
    record_free(record);
}

/* ---- cases that a new one may be again ---- */

static void titles_are_alike_by_their_pairs(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        double least, most;
    } rows[] = {
        {"洗护连锁试点三家店，赔付从每周九件到一件", "洗护连锁试点三家店，赔付由每周九件降到一件",
         .7, 1},
        {"续费率提升", "续费率提升", 1, 1},
        {"Renewal rate up by 9 points", "renewal  RATE up by 9 points!", 1, 1},
        {"续费率提升", "库存盘点提速", 0, .2},
        {"", "续费率提升", 0, 0},
        {"，。！", "，。！", 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        double likeness = alike_titles(str_of(rows[i].a), str_of(rows[i].b));
        assert_true(likeness >= rows[i].least && likeness <= rows[i].most);
        assert_true(likeness == alike_titles(str_of(rows[i].b), str_of(rows[i].a)));
    }
}

static void cases_alike_are_found_by_what_is_typed(void **state) {
    Fixture *f = *state;
    AlikeCases found;
    Error err;
    assert_true(library_alike(f->library, STR("洗护连锁试点三家店，赔付降到一件"),
                              STR("速橙洗护连锁"), (Uuid){{0}}, NULL, NULL, &found, &err));
    assert_int_equal(found.len, 2);
    assert_true(found.items[0].same_customer && found.items[0].likeness >= found.items[1].likeness);
    Uuid self = found.items[0].id;
    library_alike_free(&found);
    assert_true(library_alike(f->library, STR("洗护连锁试点三家店，赔付降到一件"), STR(""), self,
                              NULL, NULL, &found, &err));
    assert_int_equal(found.len, 1);
    library_alike_free(&found);
    assert_true(library_alike(f->library, STR("洗护"), STR("速橙洗护连锁"), (Uuid){{0}}, NULL, NULL,
                              &found, &err));
    assert_int_equal(found.len, 0); /* too short to tell */
    library_alike_free(&found);
    assert_true(library_alike(f->library, STR("\"( field: -(|"), STR(""), (Uuid){{0}}, NULL, NULL,
                              &found, &err));
    library_alike_free(&found);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(titles_are_alike_by_their_pairs),
        cmocka_unit_test_setup_teardown(cases_alike_are_found_by_what_is_typed, fixture_set_up_demo,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_merge_taken_back_leaves_nothing_behind,
                                        fixture_set_up_demo, fixture_tear_down),
        cmocka_unit_test_setup_teardown(what_belongs_to_a_merged_case_counts_with_the_kept_one,
                                        fixture_set_up_demo, fixture_tear_down),
        cmocka_unit_test_setup_teardown(comments_come_along_and_go_back, fixture_set_up_demo,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(merges_never_go_round, fixture_set_up_demo,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(private_notes_are_chosen_for, fixture_set_up_demo,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(a_case_saved_meanwhile_is_not_merged, fixture_set_up_demo,
                                        fixture_tear_down),
        cmocka_unit_test_setup_teardown(links_lead_to_the_kept_case, fixture_set_up_demo,
                                        fixture_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
