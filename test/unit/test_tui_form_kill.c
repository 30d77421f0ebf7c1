#include "config.h"

#include "person.h"
#include "soon.h"
#include "unit.h"

#ifndef HAVE_VTERM
static int before_each(void **state) {
    drop_drafts(*state);
    return 0;
}

#define KILL_TEST(f) cmocka_unit_test_setup(f, before_each)

int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "base/vec.h"
#include "library/internal.h"
#include "library/save.h"
#include "store/draft.h"
#include "test/pty/pty.h"
#include "text/utf8.h"
#include "tui_app.h"

#include <signal.h>
#include <unistd.h>

/* The real program is killed after every key of a session in a form; what the draft then holds is
 * compared with what had been typed. ANLIKU_KILL_EVERY: only at every so many keys (a few in
 * `make check`, each in `make campaigns`); ANLIKU_KILL_PROGRAM: another program than anliku. */

typedef enum What { TYPE, BACK, NEXT } What;

typedef struct Key {
    What what;
    const char *text; /* TYPE: what stands there more afterwards */
    const char *sent; /* NULL: the text itself */
} Key;

#define T(text)                                                                                    \
    { TYPE, text, NULL }
#define LINE                                                                                       \
    { TYPE, "\n", "\r" }
/* So long that of what follows only the change goes to the journal. */
#define PART "客户有一万二千名在校生，多数是第一年，分布在华东六个城市，老师人手不够。"
#define LONG PART PART PART PART PART PART PART PART
static const Key new_case[] = {
    T("续"),
    T("费"),
    T("率"),
    T("x"),
    {BACK, NULL, "\x7f"},
    T(" "),
    T("9"),
    T("%"),
    T("提"),
    T("升"),
    {NEXT, NULL, "\x0e"},
    {NEXT, NULL, "\x0e"},
    T("客"),
    T("户"),
    T("说"),
    T("："),
    LINE,
    LINE,
    T("“"),
    T("很"),
    T("好"),
    T("。"),
    T("”"),
    {BACK, NULL, "\x7f"},
    T("！"),
    {TYPE, "粘贴的一段，\n有两行。", "\033[200~粘贴的一段，\n有两行。\033[201~"},
    T("a"),
    T("b"),
    {BACK, NULL, "\x7f"},
    {TYPE, LONG, "\033[200~" LONG "\033[201~"},
    T("尾"),
    T("巴"),
    {BACK, NULL, "\x7f"},
    T("。"),
    {NEXT, NULL, "\x0e"},
    T("从"),
    T(" "),
    T("7"),
    T("1"),
    T("%"),
    T(" "),
    T("到"),
    T("8"),
    T("0"),
    T("%"),
    T("👍"),
    T("é")};
static const int new_fields[] = {CASE_TITLE, CASE_CUSTOMER, CASE_BACKGROUND, CASE_RESULT};

/* The caret of a text that is there stands before it: End first. */
static const Key edit_case[] = {{TYPE, "", "\033[F"},
                                T("（"),
                                T("已"),
                                T("核"),
                                T("）"),
                                {BACK, NULL, "\x7f"},
                                T("!"),
                                T(")"),
                                {NEXT, NULL, "\x0e"},
                                {NEXT, NULL, "\x0e"},
                                {TYPE, "", "\033[F"},
                                T("摘"),
                                T("要"),
                                T("1"),
                                T("2"),
                                {BACK, NULL, "\x7f"},
                                T("。")};
static const int edit_fields[] = {CASE_TITLE, CASE_CUSTOMER, CASE_SUMMARY};

typedef struct Script {
    const Key *keys;
    size_t count;
    const int *fields;
    size_t field_count;
    bool edits;
} Script;

static const Script scripts[] = {
    {new_case, COUNT_OF(new_case), new_fields, COUNT_OF(new_fields), false},
    {edit_case, COUNT_OF(edit_case), edit_fields, COUNT_OF(edit_fields), true}};

static unsigned every(unsigned otherwise) {
    const char *text = getenv("ANLIKU_KILL_EVERY");
    int number = text ? atoi(text) : 0;
    return number > 0 ? (unsigned)number : otherwise;
}

static const char *program(void) {
    const char *name = getenv("ANLIKU_KILL_PROGRAM");
    return built_program(name ? name : "anliku");
}

/* ---- the library ---- */

typedef struct Place {
    Stage *stage;
    Uuid user;
    Buf before[CASE_FIELDS]; /* of the case that is edited */
} Place;

#define NUMBER "AL-2026-0011"

static int make_place(void **state) {
    Place *place = mem_zalloc(sizeof *place);
    Library *library;
    FindRequest request = {.query = STR("id:" NUMBER), .limit = 1};
    FindResult result = {0};
    Record *record;
    Error err;
    place->stage = stage_new();
    stage_fill(place->stage);
    stage_shelve(place->stage);
    assert_true(library_open(place->stage->path, NULL, false, &library, &err));
    place->user = library->actor.user;
    assert_true(library_find(library, &request, &result, &err));
    assert_int_equal(result.len, 1);
    assert_true(
        library_load(library, ENTITY_CASE, record_id(result.hits[0].row.record), 0, &record, &err));
    for (size_t i = 0; i < COUNT_OF(edit_fields); i++)
        buf_put_str(&place->before[edit_fields[i]], edit_fields[i] == CASE_CUSTOMER
                                                        ? record_ref_name(record, CASE_CUSTOMER)
                                                        : record_text(record, edit_fields[i]));
    record_free(record);
    library_find_free(&result);
    library_close(library);
    *state = place;
    return 0;
}

static int clear_place(void **state) {
    Place *place = *state;
    stage_free(place->stage);
    for (int i = 0; i < CASE_FIELDS; i++)
        buf_free(&place->before[i]);
    free(place);
    return 0;
}

/* Also what a test before left when it failed. */
static void drop_drafts(Place *place) {
    DraftList list;
    Error err;
    assert_true(draft_list(place->stage->path, place->user, &list, &err));
    for (size_t i = 0; i < list.len; i++)
        assert_true(draft_remove(place->stage->path, place->user, list.items[i].id, &err));
    free(list.items);
}

/* ---- what should stand in the fields after some keys ---- */

typedef struct Model {
    Buf texts[CASE_FIELDS];
    size_t at;
} Model;

static void model_free(Model *model) {
    for (int i = 0; i < CASE_FIELDS; i++)
        buf_free(&model->texts[i]);
}

static void model_after(const Place *place, const Script *script, size_t count, Model *out) {
    *out = (Model){.at = 0};
    for (size_t i = 0; script->edits && i < script->field_count; i++)
        buf_put_str(&out->texts[script->fields[i]], buf_str(&place->before[script->fields[i]]));
    for (size_t i = 0; i < count; i++) {
        const Key *key = &script->keys[i];
        Buf *text = &out->texts[script->fields[out->at]];
        if (key->what == TYPE)
            buf_puts(text, key->text);
        else if (key->what == NEXT)
            out->at++;
        else
            buf_truncate(text, utf8_floor(buf_str(text), text->len - 1));
    }
}

static bool take_entry(void *context, const DraftEntry *entry, Error *err) {
    Buf *texts = context;
    int field = entity_field_by_id(entity_get(ENTITY_CASE), entry->field);
    (void)err;
    assert_true(field >= 0);
    buf_clear(&texts[field]);
    buf_put_str(&texts[field], entry->value);
    return true;
}

/* What a version of the only draft says; without a draft: what there was before. */
static void read_draft(const Place *place, const Script *script, uint32_t version, Model *out) {
    DraftList list;
    Error err;
    model_after(place, script, 0, out);
    assert_true(draft_list(place->stage->path, place->user, &list, &err));
    assert_true(list.len <= 1);
    if (list.len)
        assert_true(draft_read(place->stage->path, place->user, list.items[0].id, version,
                               take_entry, out->texts, &err));
    free(list.items);
}

static bool same_texts(const Script *script, const Model *a, const Model *b) {
    for (size_t i = 0; i < script->field_count; i++) {
        int field = script->fields[i];
        if (!str_equal(buf_str(&a->texts[field]), buf_str(&b->texts[field])))
            return false;
    }
    return true;
}

static void say_texts(const Script *script, const Model *model, const char *who) {
    for (size_t i = 0; i < script->field_count; i++)
        fprintf(stderr, "# %s %zu: %s\n", who, i, buf_text(&model->texts[script->fields[i]]));
}

/* The draft is what stood there after some number of keys between the two. */
static void expect_draft(const Place *place, const Script *script, size_t least, size_t most) {
    Model got, want = {0};
    bool found = false;
    read_draft(place, script, 0, &got);
    for (size_t count = least; count <= most && !found; count++) {
        model_free(&want);
        model_after(place, script, count, &want);
        found = same_texts(script, &got, &want);
    }
    if (!found) {
        say_texts(script, &want, "typed");
        say_texts(script, &got, "kept");
        fail_msg("killed at key %zu: what was typed is lost", most);
    }
    model_free(&got);
    model_free(&want);
}

/* ---- the program ---- */

static Pty *start(const Place *place, const Script *script) {
    static const char *const env[] = {"ANLIKU_NOW=2026-11-20T01:00:00Z", NULL};
    const char *argv[] = {
        program(), "-L", place->stage->path, "browse", script->edits ? NUMBER : NULL, NULL};
    PtyOptions options = {.argv = argv, .env = env};
    Pty *pty = pty_start(&options);
    assert_non_null(pty);
    assert_true(pty_settle(pty));
    if (script->edits) {
        assert_true(pty_wait_text(pty, "AL-2026-"));
        pty_send(pty, "\t"); /* into the list */
        assert_true(pty_settle(pty));
        pty_send(pty, "e");
        assert_true(pty_wait_text(pty, "Edit case"));
    } else {
        pty_send(pty, "\033[2~"); /* Ins */
        assert_true(pty_wait_text(pty, "What happened"));
    }
    return pty;
}

static void type_keys(Pty *pty, const Script *script, size_t from, size_t to) {
    for (size_t i = from; i < to; i++) {
        const Key *key = &script->keys[i];
        pty_send(pty, key->sent ? key->sent : key->text);
    }
}

static void end_with(Pty *pty, int number) {
    if (number == SIGHUP)
        pty_hangup(pty);
    else
        pty_signal(pty, number);
    assert_int_not_equal(pty_wait_exit(pty), -1);
    pty_free(pty);
}

static void kill_at(Place *place, const Script *script, size_t count, int number) {
    Pty *pty = start(place, script);
    type_keys(pty, script, 0, count);
    assert_true(pty_settle(pty));
    end_with(pty, number);
    expect_draft(place, script, count, count);
    drop_drafts(place);
}

static void killed_after_any_key_nothing_is_lost(void **state) {
    Place *place = *state;
    unsigned step = every(8), runs = 0;
    for (size_t s = 0; s < COUNT_OF(scripts); s++)
        for (size_t count = step > 1 ? 3 : 0; count <= scripts[s].count; count += step) {
            kill_at(place, &scripts[s], count, SIGKILL);
            runs++;
        }
    print_message("# killed at %u keys\n", runs);
}

/* In the middle of reading: the draft is what stood there after some key, never less than what was
 * there when the program was last at rest. */
static void killed_while_it_reads_the_draft_is_whole(void **state) {
    Place *place = *state;
    unsigned step = every(17);
    for (size_t s = 0; s < COUNT_OF(scripts); s++)
        for (size_t count = 6; count <= scripts[s].count; count += step) {
            Pty *pty = start(place, &scripts[s]);
            type_keys(pty, &scripts[s], 0, count / 2);
            assert_true(pty_settle(pty));
            type_keys(pty, &scripts[s], count / 2, count);
            end_with(pty, SIGKILL);
            expect_draft(place, &scripts[s], count / 2, count);
            drop_drafts(place);
        }
}

static void hangup_and_term_lose_none(void **state) {
    Place *place = *state;
    unsigned step = every(25);
    for (size_t s = 0; s < COUNT_OF(scripts); s++)
        for (size_t count = 4; count <= scripts[s].count; count += step) {
            kill_at(place, &scripts[s], count, SIGTERM);
            kill_at(place, &scripts[s], count, SIGHUP);
        }
}

/* Long texts wait for the next tick of the journal: a second may be lost to a kill, nothing to HUP
 * and TERM. */
static void hangup_and_term_keep_long_texts(void **state) {
    Place *place = *state;
    const Script *script = &scripts[0];
    static const int ends[] = {SIGTERM, SIGHUP};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        Model got;
        Buf text = {0};
        Pty *pty = start(place, script);
        type_keys(pty, script, 0, 13);
        pty_send(pty, "\033[200~");
        for (int line = 0; line < 400; line++)
            buf_printf(&text, "第 %d 行的文字。\n", line);
        pty_send(pty, buf_text(&text));
        pty_send(pty, "\033[201~");
        pty_send(pty, "尾");
        buf_puts(&text, "尾");
        assert_true(pty_settle(pty));
        end_with(pty, ends[i]);
        read_draft(place, script, 0, &got);
        assert_true(str_ends(buf_str(&got.texts[CASE_BACKGROUND]), buf_str(&text)));
        model_free(&got);
        buf_free(&text);
        drop_drafts(place);
    }
}

static bool draft_is_whole(void *place) {
    Model got;
    read_draft(place, &scripts[0], 0, &got);
    bool ends = str_ends(buf_str(&got.texts[CASE_BACKGROUND]), STR("行的文字。\n尾"));
    model_free(&got);
    return ends;
}

/* The same without a word to the program: the second passes, and a kill loses nothing either. */
static void long_texts_are_written_by_themselves(void **state) {
    Place *place = *state;
    Buf text = {0};
    Pty *pty = start(place, &scripts[0]);
    type_keys(pty, &scripts[0], 0, 13);
    for (int line = 0; line < 400; line++)
        buf_printf(&text, "第 %d 行的文字。\n", line);
    pty_send(pty, "\033[200~");
    pty_send(pty, buf_text(&text));
    pty_send(pty, "\033[201~尾");
    assert_true(pty_settle(pty));
    expect_soon(draft_is_whole, place, "the whole text in the draft");
    end_with(pty, SIGKILL);
    assert_true(draft_is_whole(place));
    buf_free(&text);
    drop_drafts(place);
}

/* ---- two live sessions of one person ---- */

static bool some_version_holds(const Place *place, const Script *script, const char *text) {
    DraftList list;
    DraftVersions versions;
    Error err;
    bool held = false;
    assert_true(draft_list(place->stage->path, place->user, &list, &err));
    assert_int_equal(list.len, 1);
    assert_true(draft_versions(place->stage->path, place->user, list.items[0].id, &versions, &err));
    for (size_t v = 0; v < versions.len; v++) {
        Model got;
        read_draft(place, script, (uint32_t)v, &got);
        held = held || str_find(buf_str(&got.texts[CASE_TITLE]), str_of(text), 0) != SIZE_MAX;
        model_free(&got);
    }
    free(versions.items);
    free(list.items);
    return held;
}

static void two_sessions_of_one_person_lose_nothing(void **state) {
    Place *place = *state;
    const Script *script = &scripts[1];
    for (int order = 0; order < 2; order++) {
        Pty *older = start(place, script), *newer;
        Model got;
        pty_send(older, "\033[F旧一");
        assert_true(pty_settle(older));
        newer = start(place, script);
        assert_true(pty_wait_text(newer, "open in another session"));
        pty_send(newer, "\r");
        assert_true(pty_wait_text(newer, "旧一"));
        pty_send(newer, "\033[F新二");
        assert_true(pty_wait_text(newer, "新二"));
        pty_send(older, "旧三");
        assert_true(pty_wait_text(older, "opened in another session"));
        pty_send(newer, "新四");
        assert_true(pty_settle(newer));
        end_with(order ? older : newer, SIGKILL);
        end_with(order ? newer : older, SIGKILL); /* order 0: the older one last */
        read_draft(place, script, 0, &got);
        assert_true(str_ends(buf_str(&got.texts[CASE_TITLE]), STR("旧一新二新四")));
        model_free(&got);
        assert_true(some_version_holds(place, script, "旧一旧"));
        drop_drafts(place);
    }
}

static int before_each(void **state) {
    drop_drafts(*state);
    return 0;
}

#define KILL_TEST(f) cmocka_unit_test_setup(f, before_each)

int main(void) {
    const struct CMUnitTest tests[] = {
        KILL_TEST(killed_after_any_key_nothing_is_lost),
        KILL_TEST(killed_while_it_reads_the_draft_is_whole),
        KILL_TEST(hangup_and_term_lose_none),
        KILL_TEST(hangup_and_term_keep_long_texts),
        KILL_TEST(long_texts_are_written_by_themselves),
        KILL_TEST(two_sessions_of_one_person_lose_nothing),
    };
    return cmocka_run_group_tests_name("form, killed", tests, make_place, clear_place);
}

#endif
