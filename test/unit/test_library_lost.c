#include "config.h"

#include "dice.h"
#include "library_fixture.h"

#include "base/clock.h"
#include "base/vec.h"
#include "library/bulk.h"
#include "library/customernames.h"
#include "library/history.h"
#include "library/internal.h"
#include "library/presence.h"
#include "library/rejoin.h"
#include "library/row.h"
#include "library/undo.h"
#include "record/parse.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* Two people at one record: nothing of either is lost. */

enum { WANG, LI, PEOPLE };

typedef struct Place {
    Fixture *f;
    Library *library;
    Actor actors[PEOPLE];
} Place;

static int set_up(void **state) {
    static const Person people[PEOPLE] = {
        [WANG] = {"wang", "editor", "华东", NULL}, [LI] = {"li", "reviewer", "华东", NULL}};
    Place *place = mem_zalloc(sizeof *place);
    place->f = fixture_new(people, PEOPLE);
    for (int i = 0; i < PEOPLE; i++) {
        fixture_become(place->f, people[i].login);
        place->library = place->f->library;
        place->actors[i] = place->library->actor;
    }
    *state = place;
    return 0;
}

static int tear_down(void **state) {
    Place *place = *state;
    fixture_free(place->f);
    free(place);
    return 0;
}

/* One process opens a library once: both people act through it in turns. */
static Library *as(Place *place, int who) {
    place->library->actor = place->actors[who];
    return place->library;
}

static Uuid add_story(Place *place, int who) {
    Library *library = as(place, who);
    Record *record = make_case(library, "在线教育续费");
    set_sections(record,
                 "在校生用户多，首月完课率低，续费集中在学期末，客服人数不能再"
                 "增加，需要分层提醒，共有 12 个班级参加。\n\n第二段：分层提醒"
                 "按周发送，班主任每周看一次名单，名单按风险排序。");
    return save_new(library, record);
}

static uint32_t base_of(const Record *record) {
    return (uint32_t)record_int(record, CASE_REV);
}

/* Gives the field whose change dropped the verification, 0: none did. */
static int change(Place *place, int who, Uuid id, int field, const char *text) {
    SaveResult result;
    Error err;
    Library *library = as(place, who);
    Record *record = load_case(place->library, id);
    record_set_text(record, field, str_of(text));
    expect_ok(library_save(library, record, base_of(record), STR(""), NULL, &result, &err), &err);
    record_free(record);
    return result.dropped_for;
}

static void expect_text(Place *place, Uuid id, int field, const char *want) {
    Record *record = load_case(place->library, id);
    Buf got = {0};
    buf_put_str(&got, record_text(record, field));
    assert_string_equal(buf_text(&got), want);
    buf_free(&got);
    record_free(record);
}

static void move(Place *place, int who, Uuid id, const char *verb) {
    move_case(as(place, who), id, verb);
}

static void bring_out(Place *place, Uuid id) {
    move(place, WANG, id, "submit");
    move(place, LI, id, "review");
    move(place, LI, id, "publish");
}

/* ---- saving together ---- */

static void other_fields_are_joined(void **state) {
    Place *place = *state;
    Uuid id = add_story(place, WANG);
    SaveResult result;
    JoinReport report;
    Error err;
    Record *mine = load_case(place->library, id);
    uint32_t base = base_of(mine);
    change(place, LI, id, CASE_SUMMARY, "李的摘要");
    record_set_text(mine, CASE_TITLE, STR("王的标题"));
    expect_ok(library_save_joined(as(place, WANG), &mine, base, STR(""), JOIN_ASK, NULL, &result,
                                  &report, &err),
              &err);
    assert_int_equal(report.with, 2);
    assert_string_equal(report.login, "li");
    assert_int_equal(report.taken, 1);
    assert_int_equal(result.rev, 3);
    expect_text(place, id, CASE_TITLE, "王的标题");
    expect_text(place, id, CASE_SUMMARY, "李的摘要");
    record_free(mine);
}

static void the_same_field_is_asked_for(void **state) {
    Place *place = *state;
    Uuid id = add_story(place, WANG);
    SaveResult result;
    JoinReport report;
    Error err;
    Record *mine = load_case(place->library, id);
    uint32_t base = base_of(mine);
    change(place, LI, id, CASE_TITLE, "李的标题");
    record_set_text(mine, CASE_TITLE, STR("王的标题"));
    Library *wang = as(place, WANG);
    /* the plain save names who it was, too */
    Record *plain = record_copy(mine);
    expect_refused(library_save(wang, plain, base, STR(""), NULL, &result, &err), &err,
                   ERR_CONFLICT, "li saved revision 2 while you");
    record_free(plain);
    expect_refused(
        library_save_joined(wang, &mine, base, STR(""), JOIN_ASK, NULL, &result, &report, &err),
        &err, ERR_CONFLICT, "li saved revision 2 meanwhile and changed the same: Title");
    expect_text(place, id, CASE_TITLE, "李的标题");
    Record *again = record_copy(mine);
    expect_ok(
        library_save_joined(wang, &again, base, STR(""), JOIN_THEIRS, NULL, &result, &report, &err),
        &err);
    assert_true(result.unchanged);
    record_free(again);
    expect_ok(
        library_save_joined(wang, &mine, base, STR(""), JOIN_MINE, NULL, &result, &report, &err),
        &err);
    expect_text(place, id, CASE_TITLE, "王的标题");
    record_free(mine);
}

typedef struct Tale {
    Buf text;
} Tale;

static bool tell(void *context, const HistoryEntry *entry, Error *err) {
    Tale *tale = context;
    (void)err;
    buf_printf(&tale->text, "%u:%s%s ", entry->rev, entry->verb, entry->format_only ? "=" : "");
    return true;
}

static void expect_history(Place *place, Uuid id, const char *want) {
    Tale tale = {{0}};
    Error err;
    expect_ok(library_history(place->library, ENTITY_CASE, id, tell, &tale, &err), &err);
    assert_string_equal(buf_text(&tale.text), want);
    buf_free(&tale.text);
}

static void mine_is_kept_beside(void **state) {
    Place *place = *state;
    Uuid id = add_story(place, WANG);
    SaveResult result;
    KeptRevisions kept;
    JoinReport report;
    Error err;
    Record *mine = load_case(place->library, id), *back;
    uint32_t base = base_of(mine);
    change(place, LI, id, CASE_TITLE, "李的标题");
    record_set_text(mine, CASE_TITLE, STR("王的标题"));
    Library *wang = as(place, WANG);
    expect_ok(library_save_joined(wang, &mine, base, STR("not sure"), JOIN_KEEP, NULL, &result,
                                  &report, &err),
              &err);
    assert_true(report.kept);
    assert_int_equal(result.rev, 3);
    record_free(mine);
    expect_text(place, id, CASE_TITLE, "李的标题");
    expect_history(place, id, "4:revert 3:kept 2:edit 1:create ");
    expect_ok(library_load(wang, ENTITY_CASE, id, 3, &back, &err), &err);
    assert_true(str_equal(record_text(back, CASE_TITLE), STR("王的标题")));
    record_free(back);
    expect_ok(library_kept(wang, &kept, &err), &err);
    assert_int_equal(kept.len, 1);
    assert_int_equal(kept.items[0].rev, 3);
    assert_true(uuid_equal(kept.items[0].record, id));
    assert_string_equal(kept.items[0].title, "李的标题");
    free(kept.items);
    expect_ok(library_kept(as(place, LI), &kept, &err), &err);
    assert_int_equal(kept.len, 0);
    free(kept.items);
    wang = as(place, WANG);
    expect_ok(library_kept_done(wang, id, 3, &err), &err);
    expect_ok(library_kept_done(wang, id, 3, &err), &err); /* once is enough */
    expect_ok(library_kept(wang, &kept, &err), &err);
    assert_int_equal(kept.len, 0);
    free(kept.items);
    expect_ok(library_revert(wang, ENTITY_CASE, id, 3, &result, &err), &err);
    expect_text(place, id, CASE_TITLE, "王的标题");
}

static void what_is_in_the_trash_takes_nothing(void **state) {
    Place *place = *state;
    Uuid id = add_story(place, WANG);
    SaveResult result;
    Meanwhile now;
    Error err;
    Record *mine = load_case(place->library, id);
    uint32_t base = base_of(mine);
    expect_ok(library_trash(as(place, LI), ENTITY_CASE, id, true, &result, &err), &err);
    record_set_text(mine, CASE_TITLE, STR("王的标题"));
    Library *wang = as(place, WANG);
    expect_refused(
        library_save_joined(wang, &mine, base, STR(""), JOIN_MINE, NULL, &result, NULL, &err), &err,
        ERR_INVALID, "in the trash");
    expect_refused(library_keep_beside(wang, mine, STR(""), &result, &err), &err, ERR_INVALID,
                   "in the trash");
    expect_ok(library_meanwhile(wang, ENTITY_CASE, id, &now, &err), &err);
    assert_true(now.trashed);
    assert_string_equal(now.login, "li");
    expect_ok(library_trash(wang, ENTITY_CASE, id, false, &result, &err), &err);
    expect_ok(library_save_joined(wang, &mine, base, STR(""), JOIN_ASK, NULL, &result, NULL, &err),
              &err);
    expect_text(place, id, CASE_TITLE, "王的标题");
    record_free(mine);
}

/* ---- going back ---- */

static void a_save_is_taken_back_and_done_again(void **state) {
    Place *place = *state;
    Uuid id = add_story(place, WANG);
    SaveResult result;
    Error err;
    change(place, WANG, id, CASE_TITLE, "第二版");
    Library *wang = place->library;
    expect_ok(library_undo_change(wang, ENTITY_CASE, id, 2, 2, &result, &err), &err);
    assert_int_equal(result.rev, 3);
    expect_text(place, id, CASE_TITLE, "在线教育续费");
    expect_ok(library_undo_change(wang, ENTITY_CASE, id, 3, 3, &result, &err), &err); /* again */
    expect_text(place, id, CASE_TITLE, "第二版");
    expect_refused(library_undo_change(wang, ENTITY_CASE, id, 3, 3, &result, &err), &err,
                   ERR_CONFLICT, "wang changed it since (revision 4)");
    /* back over several saves, and forward again */
    change(place, WANG, id, CASE_TITLE, "第三版"); /* 5 */
    change(place, WANG, id, CASE_TITLE, "第四版"); /* 6 */
    expect_ok(library_undo_change(wang, ENTITY_CASE, id, 6, 6, &result, &err), &err);
    expect_ok(library_undo_change(wang, ENTITY_CASE, id, 5, result.rev, &result, &err), &err);
    expect_text(place, id, CASE_TITLE, "第二版");
    expect_ok(library_undo_change(wang, ENTITY_CASE, id, 8, 8, &result, &err), &err);
    expect_text(place, id, CASE_TITLE, "第三版");
    expect_ok(library_undo_change(wang, ENTITY_CASE, id, 7, result.rev, &result, &err), &err);
    expect_text(place, id, CASE_TITLE, "第四版");
    change(place, LI, id, CASE_SUMMARY, "x"); /* 11 */
    expect_refused(library_undo_change(as(place, WANG), ENTITY_CASE, id, 10, 10, &result, &err),
                   &err, ERR_CONFLICT, "li changed it since");
    expect_refused(library_undo_change(as(place, WANG), ENTITY_CASE, id, 11, 11, &result, &err),
                   &err, ERR_DENIED, "");
    expect_text(place, id, CASE_SUMMARY, "x");
}

/* Li gives the customer of a case another name, which the case follows. */
static void rename_customer(Place *place, Uuid id, const char *name) {
    SaveResult result;
    Error err;
    Record *record, *customer;
    Library *li = as(place, LI);
    expect_ok(library_load(li, ENTITY_CASE, id, 0, &record, &err), &err);
    expect_ok(library_load(li, ENTITY_CUSTOMER, record_ref_uuid(record, CASE_CUSTOMER), 0,
                           &customer, &err),
              &err);
    record_set_text(customer, CUSTOMER_NAME, str_of(name));
    expect_ok(library_save(li, customer, (uint32_t)record_int(customer, CUSTOMER_REV), STR(""),
                           NULL, &result, &err),
              &err);
    assert_int_equal(result.renamed_in, 1);
    record_free(customer);
    record_free(record);
}

static void expect_customer(Place *place, Uuid id, const char *name) {
    Record *record;
    Error err;
    expect_ok(library_load(as(place, WANG), ENTITY_CASE, id, 0, &record, &err), &err);
    assert_string_equal(record_ref_name(record, CASE_CUSTOMER).ptr, name);
    record_free(record);
}

static void another_name_of_the_customer_keeps_nobody_from_taking_back(void **state) {
    Place *place = *state;
    Uuid id = add_story(place, WANG), batch;
    SaveResult result;
    BulkResult bulk;
    size_t undone, kept;
    Error err;
    change(place, WANG, id, CASE_TITLE, "第二版");
    rename_customer(place, id, "晨光教育集团");
    expect_ok(library_undo_change(as(place, WANG), ENTITY_CASE, id, 2, 2, &result, &err), &err);
    expect_text(place, id, CASE_TITLE, "在线教育续费");
    expect_customer(place, id, "晨光教育集团");
    expect_ok(library_bulk(as(place, WANG), BULK_TAG_ADD, STR("重点"), &id, 1, &bulk, NULL, &err),
              &err);
    batch = bulk.batch;
    rename_customer(place, id, "晨光");
    expect_ok(library_bulk_undo(as(place, WANG), batch, &undone, &kept, NULL, NULL, &err), &err);
    assert_int_equal(undone, 1);
    assert_int_equal(kept, 0);
    expect_customer(place, id, "晨光");
}

/* The new name waits to be written; meanwhile somebody saves the case. */
static void what_is_saved_while_a_name_waits_stays(void **state) {
    Place *place = *state;
    Queue queue;
    Error err;
    Uuid titled = add_story(place, WANG), moved = add_story(place, WANG);
    const Uuid ids[] = {titled, moved};
    queue_init(&queue, as(place, LI), 0, STR(BULK_SOURCE));
    customernames_queue(&queue);
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        expect_ok(customernames_give(&queue, ENTITY_CASE, ids[i], STR("新名"), VERB_EDIT, &err),
                  &err);
    change(place, WANG, titled, CASE_TITLE, "同时写的");
    Record *record;
    SaveResult result;
    expect_ok(library_load(as(place, WANG), ENTITY_CASE, moved, 0, &record, &err), &err);
    record_set_ref(record, CASE_CUSTOMER, (Uuid){{0}}, STR("另一家公司"));
    expect_ok(library_save(as(place, WANG), record, 1, STR(""), NULL, &result, &err), &err);
    record_free(record);
    expect_ok(queue_finish(&queue, &err), &err);
    queue_free(&queue);
    expect_text(place, titled, CASE_TITLE, "同时写的");
    expect_customer(place, moved, "另一家公司");
}

static void making_moving_and_trashing_are_taken_back(void **state) {
    Place *place = *state;
    Uuid id = add_story(place, WANG);
    SaveResult result;
    LibraryRow row;
    Error err;
    Library *wang = place->library;
    expect_ok(library_undo_change(wang, ENTITY_CASE, id, 1, 1, &result, &err), &err);
    expect_ok(library_row(wang, ENTITY_CASE, id, &row, &err), &err);
    assert_true(row.trashed);
    library_row_free(&row);
    expect_ok(library_undo_change(wang, ENTITY_CASE, id, result.rev, result.rev, &result, &err),
              &err);
    expect_text(place, id, CASE_TITLE, "在线教育续费");
    expect_ok(library_trash(wang, ENTITY_CASE, id, true, &result, &err), &err);
    expect_ok(library_undo_change(wang, ENTITY_CASE, id, result.rev, result.rev, &result, &err),
              &err);
    expect_ok(library_row(wang, ENTITY_CASE, id, &row, &err), &err);
    assert_false(row.trashed);
    library_row_free(&row);
    move(place, WANG, id, "submit");
    Record *record = load_case(place->library, id);
    uint32_t rev = base_of(record);
    record_free(record);
    expect_ok(library_undo_change(wang, ENTITY_CASE, id, rev, rev, &result, &err), &err);
    record = load_case(place->library, id);
    assert_int_equal(case_state(record), STATE_DRAFT);
    record_free(record);
}

/* ---- what was verified ---- */

static CaseTrust trust_of(Place *place, Uuid id) {
    Record *record = load_case(place->library, id);
    CaseTrust trust = case_trust(record, library_today());
    record_free(record);
    return trust;
}

static void form_keeps_the_mark_and_content_drops_it(void **state) {
    Place *place = *state;
    Uuid id = add_story(place, WANG);
    bring_out(place, id);
    assert_int_equal(trust_of(place, id), TRUST_VERIFIED);
    Record *record = load_case(place->library, id);
    Buf text = {0};
    buf_puts(&text, "# 背景\n\n");
    buf_put_str(&text, record_text(record, CASE_BACKGROUND));
    record_free(record);
    change(place, WANG, id, CASE_BACKGROUND, buf_text(&text));
    assert_int_equal(trust_of(place, id), TRUST_DUE); /* a heading is a word more */
    move(place, LI, id, "verify");
    assert_int_equal(trust_of(place, id), TRUST_VERIFIED);
    buf_puts(&text, "\n\n");
    Str body = buf_str(&text);
    Buf spaced = {0};
    for (size_t i = 0; i < body.len; i++) {
        if (body.ptr[i] == '1')
            buf_puts(&spaced, " **1");
        else if (body.ptr[i] == '2')
            buf_puts(&spaced, "2**  ");
        else
            buf_putc(&spaced, body.ptr[i]);
    }
    change(place, WANG, id, CASE_BACKGROUND, buf_text(&spaced));
    assert_int_equal(trust_of(place, id), TRUST_VERIFIED);
    change(place, WANG, id, CASE_NOTES, "只给编辑看");
    assert_int_equal(trust_of(place, id), TRUST_VERIFIED);
    assert_int_equal(change(place, WANG, id, CASE_RESULT, "续费率提升到 81%"), CASE_RESULT);
    assert_int_equal(trust_of(place, id), TRUST_DUE);
    expect_history(place, id,
                   "9:edit 8:edit 7:edit= 6:verify 5:edit 4:publish 3:review 2:submit 1:create ");
    /* taking it back takes the mark back */
    SaveResult result;
    Error err;
    expect_ok(library_undo_change(as(place, WANG), ENTITY_CASE, id, 9, 9, &result, &err), &err);
    assert_int_equal(trust_of(place, id), TRUST_VERIFIED);
    /* and so does bringing back the words that were verified */
    expect_ok(library_undo_change(as(place, WANG), ENTITY_CASE, id, 10, 10, &result, &err), &err);
    assert_int_equal(trust_of(place, id), TRUST_DUE);
    expect_ok(library_revert(as(place, WANG), ENTITY_CASE, id, 8, &result, &err), &err);
    assert_int_equal(trust_of(place, id), TRUST_VERIFIED);
    expect_ok(library_undo_change(as(place, WANG), ENTITY_CASE, id, 12, 12, &result, &err), &err);
    assert_int_equal(trust_of(place, id), TRUST_DUE);
    expect_history(place, id,
                   "13:undo 12:revert 11:redo 10:undo 9:edit 8:edit 7:edit= 6:verify 5:edit "
                   "4:publish 3:review 2:submit 1:create ");
    /* words that were never verified are not */
    move(place, LI, id, "verify");
    expect_ok(library_revert(as(place, WANG), ENTITY_CASE, id, 9, &result, &err), &err);
    assert_true(result.unchanged);
    expect_ok(library_revert(as(place, WANG), ENTITY_CASE, id, 5, &result, &err), &err);
    assert_int_equal(trust_of(place, id), TRUST_DUE);
    buf_free(&text);
    buf_free(&spaced);
}

/* ---- who is editing ---- */

static void editing_is_seen_until_it_ends(void **state) {
    Place *place = *state;
    Uuid id = add_story(place, WANG), other = add_story(place, WANG);
    PresenceEntry out[4];
    uint64_t before = presence_stamp(place->library);
    Presence *wang = presence_begin(as(place, WANG), id);
    assert_non_null(wang);
    assert_true(presence_stamp(place->library) != before);
    assert_int_equal(presence_list(place->library, id, wang, out, 4), 0);
    assert_int_equal(presence_list(place->library, other, NULL, out, 4), 0);
    Presence *again = presence_begin(as(place, WANG), id);
    assert_int_equal(presence_list(place->library, id, again, out, 4), 1);
    assert_true(out[0].mine);
    assert_int_equal(presence_list(as(place, LI), id, NULL, out, 1), 2);
    assert_string_equal(out[0].login, "wang");
    assert_int_equal(out[0].since_ms, clock_now_ms());
    assert_false(out[0].mine);
    presence_end(again);
    assert_int_equal(presence_list(place->library, id, NULL, out, 4), 1);
    presence_end(wang);
    assert_int_equal(presence_list(place->library, id, NULL, out, 4), 0);
    presence_end(NULL);
}

/* A process that is killed is not shown any more. */
static void the_dead_vanish(void **state) {
    Place *place = *state;
    Uuid id = add_story(place, WANG);
    PresenceEntry out[4];
    char byte;
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) { /* holds nothing of the database: it only begins, and waits */
        Presence *presence = presence_begin(place->library, id);
        ssize_t put = write(ready[1], presence ? "y" : "n", 1);
        while (put == 1)
            pause();
        _exit(1);
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    assert_int_equal(presence_list(place->library, id, NULL, out, 4), 1);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    assert_int_equal(presence_list(place->library, id, NULL, out, 4), 0);
    close(ready[0]);
    close(ready[1]);
}

/* ---- two writers at random ---- */

typedef struct Writer {
    Record *form;
    uint32_t base, last; /* last: the revision that it made last */
    VEC(unsigned) typed; /* tokens in the form that are not saved yet */
} Writer;

typedef struct Walk {
    Place *place;
    Uuid id;
    Writer writers[PEOPLE];
    unsigned next;
    VEC(unsigned) accepted;
    VEC(uint32_t) revs;
    size_t joined, kept, refused, undone, trashes;
} Walk;

static void put_token(Buf *out, unsigned token) {
    buf_printf(out, "〔%u〕", token);
}

static void add_to_list(Record *record, int field, Str text) {
    const Value *list = &record->values[field];
    size_t len = list->kind == VALUE_LIST ? list->list.len : 0;
    Value *items = arena_alloc(&record->arena, (len + 1) * sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = list->list.items[i];
    items[len] = value_text(text);
    record_set(record, field, value_list(items, len + 1));
}

static void add_outcome(Record *record, Str text) {
    const Value *list = &record->values[CASE_OUTCOMES];
    size_t len = list->kind == VALUE_LIST ? list->list.len : 0;
    Value *items = arena_alloc(&record->arena, (len + 1) * sizeof *items);
    Value row[OUTCOME_FIELDS] = {0};
    for (size_t i = 0; i < len; i++)
        items[i] = list->list.items[i];
    row[OUTCOME_METRIC] = value_text(text);
    row[OUTCOME_AFTER] = (Value){.kind = VALUE_DECIMAL, .decimal = {len, 0}};
    items[len] = (Value){.kind = VALUE_ROW, .list = {row, OUTCOME_FIELDS}};
    record_set(record, CASE_OUTCOMES, value_list(items, len + 1));
}

/* A paragraph more, at one of three places. */
static void add_paragraph(Record *record, int field, Str text) {
    Str now = record_text(record, field);
    Buf out = {0};
    uint32_t where = dice(3);
    size_t gap = str_find(now, STR("\n\n"), 0);
    size_t at = where == 0 ? 0 : where == 1 && gap != SIZE_MAX ? gap + 2 : now.len;
    buf_put(&out, now.ptr, at);
    if (at && at == now.len)
        buf_puts(&out, "\n\n");
    buf_put_str(&out, text);
    if (at < now.len)
        buf_puts(&out, "\n\n");
    buf_put(&out, now.ptr + at, now.len - at);
    record_set_text(record, field, buf_str(&out));
    buf_free(&out);
}

static void type_something(Walk *walk, Writer *writer) {
    static const int lines[] = {CASE_TITLE, CASE_SUMMARY, CASE_REGION};
    static const int texts[] = {CASE_NEED, CASE_SOLUTION, CASE_RESULT};
    static const int lists[] = {CASE_TAGS, CASE_PRODUCT};
    Buf token = {0};
    put_token(&token, walk->next);
    Record *form = writer->form;
    switch (dice(4)) {
    case 0:
        record_set_text(form, lines[dice(COUNT_OF(lines))], buf_str(&token));
        writer->typed.len = 0; /* may have taken an older token's place: those are not asked for */
        break;
    case 1:
        add_paragraph(form, texts[dice(COUNT_OF(texts))], buf_str(&token));
        break;
    case 2:
        add_to_list(form, lists[dice(COUNT_OF(lists))], buf_str(&token));
        break;
    default:
        add_outcome(form, buf_str(&token));
        break;
    }
    vec_push(&writer->typed, walk->next);
    walk->next++;
    buf_free(&token);
}

static void refresh(Walk *walk, Writer *writer) {
    record_free(writer->form);
    writer->form = load_case(walk->place->library, walk->id);
    writer->base = base_of(writer->form);
    writer->typed.len = 0;
}

static void put_all_text(const Record *record, Buf *out) {
    for (size_t i = 0; i < record->entity->count; i++) {
        if (record->entity->fields[i].flags & FIELD_MACHINE)
            continue;
        value_format(&record->entity->fields[i], &record->values[i], out);
        buf_putc(out, '\n');
    }
}

static bool has_token(const Buf *text, unsigned token) {
    Buf mark = {0};
    put_token(&mark, token);
    bool has = str_find(buf_str(text), buf_str(&mark), 0) != SIZE_MAX;
    buf_free(&mark);
    return has;
}

/* What only the other one had written stands in the joined revision too. */
static void expect_theirs(Walk *walk, const Record *base, const Record *theirs,
                          const Record *joined, bool all_fields) {
    for (size_t i = 0; i < base->entity->count && all_fields; i++) {
        const Field *field = &base->entity->fields[i];
        Buf before = {0}, after = {0}, now = {0};
        value_format(field, &base->values[i], &before);
        value_format(field, &theirs->values[i], &after);
        value_format(field, &joined->values[i], &now);
        for (unsigned token = 0; token < walk->next; token++)
            if (has_token(&after, token) && !has_token(&before, token) && !has_token(&now, token))
                fail_msg("%s: what the other one wrote is gone: %u", field->key, token);
        buf_free(&before);
        buf_free(&after);
        buf_free(&now);
    }
}

static void save(Walk *walk, int who) {
    Writer *writer = &walk->writers[who];
    Library *library = as(walk->place, who);
    SaveResult result;
    JoinReport report;
    Error err;
    Record *mine = record_copy(writer->form), *base,
           *theirs = load_case(walk->place->library, walk->id);
    expect_ok(library_load(library, ENTITY_CASE, walk->id, writer->base, &base, &err), &err);
    bool ok = library_save_joined(library, &mine, writer->base, STR(""), JOIN_ASK, NULL, &result,
                                  &report, &err);
    if (!ok && err.code == ERR_CONFLICT) {
        walk->refused++;
        record_free(mine);
        mine = record_copy(writer->form);
        ok = library_save_joined(library, &mine, writer->base, STR(""),
                                 dice(2) ? JOIN_KEEP : JOIN_MINE, NULL, &result, &report, &err);
    } else if (ok && report.with && !result.unchanged) {
        walk->joined++;
        expect_theirs(walk, base, theirs, mine, true);
    }
    if (!ok && !record_int(theirs, CASE_TRASHED))
        expect_ok(ok, &err);
    if (ok) {
        VEC_EACH (token, &writer->typed)
            vec_push(&walk->accepted, *token);
        if (!result.unchanged)
            vec_push(&walk->revs, result.rev);
        walk->kept += report.kept;
        writer->last = report.kept ? 0 : result.rev;
        refresh(walk, writer);
    }
    record_free(mine);
    record_free(base);
    record_free(theirs);
}

static void undo(Walk *walk, int who) {
    SaveResult result;
    Error err;
    Writer *writer = &walk->writers[who];
    if (!writer->last)
        return;
    if (library_undo_change(as(walk->place, who), ENTITY_CASE, walk->id, writer->last, writer->last,
                            &result, &err)) {
        walk->undone++;
        vec_push(&walk->revs, result.rev);
        writer->last = result.rev;
    } else {
        assert_true(err.code == ERR_CONFLICT || err.code == ERR_DENIED);
        writer->last = 0;
    }
}

static void trash(Walk *walk, int who) {
    SaveResult result;
    Error err;
    LibraryRow row;
    Library *library = as(walk->place, who);
    expect_ok(library_row(library, ENTITY_CASE, walk->id, &row, &err), &err);
    bool trashed = row.trashed;
    library_row_free(&row);
    if (!trashed && dice(4))
        return;
    expect_ok(library_trash(library, ENTITY_CASE, walk->id, !trashed, &result, &err), &err);
    vec_push(&walk->revs, result.rev);
    walk->trashes++;
}

static bool gather(void *context, const HistoryEntry *entry, Error *err) {
    VEC(uint32_t) *revs = context;
    (void)err;
    vec_push(revs, entry->rev);
    return true;
}

static void check_history(Walk *walk) {
    Error err;
    Buf all = {0};
    VEC(uint32_t) revs = {0};
    Library *library = as(walk->place, WANG);
    expect_ok(library_history(library, ENTITY_CASE, walk->id, gather, &revs, &err), &err);
    for (size_t i = 0; i < revs.len; i++) {
        Record *record;
        assert_int_equal(revs.items[i], revs.len - i); /* without a gap */
        expect_ok(library_load(library, ENTITY_CASE, walk->id, revs.items[i], &record, &err), &err);
        put_all_text(record, &all);
        record_free(record);
    }
    VEC_EACH (rev, &walk->revs)
        assert_true(*rev >= 1 && *rev <= revs.len);
    VEC_EACH (token, &walk->accepted)
        if (!has_token(&all, *token))
            fail_msg("an accepted value is in no revision: %u", *token);
    buf_free(&all);
    vec_free(&revs);
}

static void two_writers_lose_nothing(void **state) {
    Place *place = *state;
    Walk walk = {.place = place};
    dice_seed(11);
    walk.id = add_story(place, WANG);
    for (int i = 0; i < PEOPLE; i++)
        refresh(&walk, &walk.writers[i]);
    for (int step = 0; step < 1500; step++) {
        int who = (int)dice(PEOPLE);
        Writer *writer = &walk.writers[who];
        as(place, who);
        switch (dice(12)) {
        case 0:
            refresh(&walk, writer);
            break;
        case 1:
            undo(&walk, who);
            break;
        case 2:
            trash(&walk, who);
            break;
        case 3:
        case 4:
        case 5:
            save(&walk, who);
            break;
        default:
            type_something(&walk, writer);
            break;
        }
    }
    check_history(&walk);
    print_message("# %zu values accepted, %zu joined, %zu refused, %zu kept, %zu undone\n",
                  walk.accepted.len, walk.joined, walk.refused, walk.kept, walk.undone);
    assert_true(walk.joined > 20 && walk.kept > 5 && walk.undone > 5 && walk.trashes > 5);
    for (int i = 0; i < PEOPLE; i++) {
        record_free(walk.writers[i].form);
        vec_free(&walk.writers[i].typed);
    }
    vec_free(&walk.accepted);
    vec_free(&walk.revs);
}

#define LOST_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        LOST_TEST(other_fields_are_joined),
        LOST_TEST(the_same_field_is_asked_for),
        LOST_TEST(mine_is_kept_beside),
        LOST_TEST(what_is_in_the_trash_takes_nothing),
        LOST_TEST(a_save_is_taken_back_and_done_again),
        LOST_TEST(another_name_of_the_customer_keeps_nobody_from_taking_back),
        LOST_TEST(what_is_saved_while_a_name_waits_stays),
        LOST_TEST(making_moving_and_trashing_are_taken_back),
        LOST_TEST(form_keeps_the_mark_and_content_drops_it),
        LOST_TEST(editing_is_seen_until_it_ends),
        LOST_TEST(the_dead_vanish),
        LOST_TEST(two_writers_lose_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
