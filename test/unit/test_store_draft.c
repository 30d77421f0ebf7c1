#include "config.h"

#include "store_fixture.h"

#include "store/draft.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

static const Uuid user = {{1}}, record = {{2}}, here = {{3}}, there = {{4}};

static bool join(void *context, const DraftEntry *e, Error *err) {
    (void)err;
    buf_printf(context, "%u=%.*s%s;", e->field, STR_ARG(e->value), e->encoded ? "!" : "");
    return true;
}

static void set(Draft *d, uint16_t field, const char *text) {
    DraftEntry entry = {.field = field, .at_ms = 5, .value = str_of(text)};
    MUST(draft_set(d, &entry, err));
}

static void expect(const Fixture *f, Uuid id, uint32_t version, const char *wanted) {
    Buf out = {0};
    MUST(draft_read(f->path, user, id, version, join, &out, err));
    assert_string_equal(buf_text(&out), wanted);
    buf_free(&out);
}

static Draft *make(const Fixture *f) {
    Draft *d;
    MUST(draft_new(f->path, user, ENTITY_CASE, record, 7, here, &d, err));
    return d;
}

static void file_of(const Fixture *f, Uuid id, char out[300]) {
    char u[UUID_TEXT], d[UUID_TEXT];
    uuid_format(user, u);
    uuid_format(id, d);
    snprintf(out, 300, "%s/drafts/%s/%s", f->path, u, d);
}

static void a_draft_is_read_back(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    set(d, 10, "题");
    set(d, 12, "second");
    set(d, 10, "题目");
    DraftEntry coded = {.field = 30, .encoded = true, .value = STR("xyz")};
    MUST(draft_set(d, &coded, err));
    MUST(draft_set_title(d, STR("续费"), err));
    /* Before it is closed: another process sees every key. */
    expect(f, id, 0, "10=题目;12=second;30=xyz!;");
    MUST(draft_tick(d, true, err));
    draft_close(d);
    expect(f, id, 0, "10=题目;12=second;30=xyz!;");
    DraftList list;
    MUST(draft_list(f->path, user, &list, err));
    assert_int_equal(list.len, 1);
    assert_string_equal(list.items[0].title, "续费");
    assert_int_equal(list.items[0].base_rev, 7);
    assert_int_equal(list.items[0].type, ENTITY_CASE);
    assert_true(uuid_equal(list.items[0].record, record));
    free(list.items);
    MUST(draft_list(f->path, there, &list, err));
    assert_int_equal(list.len, 0);
    char file[300];
    struct stat info;
    file_of(f, id, file);
    assert_int_equal(stat(file, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    *strrchr(file, '/') = '\0';
    assert_int_equal(stat(file, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    MUST(draft_discard(f->path, user, id, err));
    REFUSED(draft_discard(f->path, user, id, err), ERR_NOT_FOUND);
    REFUSED(draft_read(f->path, user, id, 0, join, NULL, err), ERR_NOT_FOUND);
    REFUSED(draft_open(f->path, user, id, here, &d, err), ERR_NOT_FOUND);
}

/* Cut at every byte: what is whole is there, and writing goes on after it. */
static const char *place_of(const Fixture *f) {
    static char place[sizeof((DraftInfo *)NULL)->place];
    DraftList list;
    MUST(draft_list(f->path, user, &list, err));
    assert_int_equal(list.len, 1);
    strcpy(place, list.items[0].place);
    free(list.items);
    return place;
}

/* Where one is in the form outlives sessions and versions, and is no change. */
static void the_place_is_kept(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    char longest[300];
    set(d, 10, "题目");
    int64_t changed = draft_info(d)->changed_ms;
    MUST(draft_set_place(d, STR("field=10"), err));
    MUST(draft_set_place(d, STR("field=12 caret=3"), err));
    assert_int_equal(draft_info(d)->changed_ms, changed);
    assert_string_equal(draft_info(d)->place, "field=12 caret=3");
    memset(longest, 'x', sizeof longest);
    MUST(draft_set_place(d, str_make(longest, sizeof longest), err)); /* left out */
    draft_close(d);
    assert_string_equal(place_of(f), "field=12 caret=3");
    expect(f, id, 0, "10=题目;");
    MUST(draft_open(f->path, user, id, there, &d, err));
    assert_string_equal(draft_info(d)->place, "field=12 caret=3");
    for (int i = 0; i < 3 * DRAFT_VERSIONS; i++) { /* the file is written anew meanwhile */
        set(d, 11, "x");
        MUST(draft_new_version(d, err));
    }
    draft_close(d);
    assert_string_equal(place_of(f), "field=12 caret=3");
}

static void a_torn_end_loses_only_itself(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    set(d, 10, "kept");
    char file[300];
    struct stat info;
    file_of(f, id, file);
    assert_int_equal(stat(file, &info), 0);
    off_t whole = info.st_size;
    set(d, 11, "torn");
    draft_close(d);
    assert_int_equal(stat(file, &info), 0);
    for (off_t size = info.st_size - 1; size >= whole; size--) {
        assert_int_equal(truncate(file, size), 0);
        expect(f, id, 0, "10=kept;");
    }
    MUST(draft_open(f->path, user, id, there, &d, err));
    assert_int_equal(draft_info(d)->generation, 2);
    set(d, 12, "goes on");
    draft_close(d);
    expect(f, id, 0, "10=kept;12=goes on;");
    /* A flipped byte in the last entry. */
    int fd = open(file, O_RDWR);
    char byte;
    assert_int_equal(fstat(fd, &info), 0);
    assert_int_equal(pread(fd, &byte, 1, info.st_size - 1), 1);
    byte ^= 1;
    assert_int_equal(pwrite(fd, &byte, 1, info.st_size - 1), 1);
    close(fd);
    expect(f, id, 0, "10=kept;");
}

static void a_torn_header_slot_does_no_harm(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    set(d, 10, "kept");
    draft_close(d);
    char file[300], junk[128] = {0};
    file_of(f, id, file);
    for (int slot = 0; slot < 2; slot++) {
        MUST(draft_open(f->path, user, id, there, &d, err));
        uint32_t generation = draft_info(d)->generation;
        draft_close(d);
        /* The slot that was not written last; then the one that was. */
        int fd = open(file, O_RDWR);
        assert_int_equal(pwrite(fd, junk, sizeof junk, ((generation + 1) & 1) * 128), 128);
        close(fd);
        expect(f, id, 0, "10=kept;");
    }
    int fd = open(file, O_RDWR);
    assert_int_equal(pwrite(fd, junk, sizeof junk, 0), 128);
    assert_int_equal(pwrite(fd, junk, sizeof junk, 128), 128);
    close(fd);
    Buf out = {0};
    REFUSED(draft_read(f->path, user, id, 0, join, &out, err), ERR_CORRUPT);
    DraftList list;
    MUST(draft_list(f->path, user, &list, err));
    assert_int_equal(list.len, 0);
    free(list.items);
    buf_free(&out);
}

static void the_newer_session_has_it(void **state) {
    const Fixture *f = *state;
    Draft *first = make(f), *second;
    Uuid id = draft_info(first)->id;
    set(first, 10, "mine");
    MUST(draft_open(f->path, user, id, there, &second, err));
    DraftEntry late = {.field = 10, .value = STR("late")};
    REFUSED(draft_set(first, &late, err), ERR_CONFLICT);
    REFUSED(draft_new_version(first, err), ERR_CONFLICT);
    set(second, 10, "theirs");
    draft_close(first);
    draft_close(second);
    expect(f, id, 0, "10=theirs;");
}

static void ten_versions_are_kept(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    char text[16];
    set(d, 20, "always");
    for (int i = 0; i < 14; i++) {
        if (i)
            MUST(draft_new_version(d, err));
        snprintf(text, sizeof text, "v%d", i);
        set(d, 10, text);
    }
    assert_int_equal(draft_info(d)->versions, DRAFT_VERSIONS);
    expect(f, id, 0, "20=always;10=v13;");
    expect(f, id, 9, "20=always;10=v4;");
    Buf out = {0};
    REFUSED(draft_read(f->path, user, id, 10, join, &out, err), ERR_NOT_FOUND);
    draft_close(d);
    buf_free(&out);
}

static void versions_have_their_time_and_size(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    DraftVersions list;
    set(d, 10, "abc");
    MUST(draft_new_version(d, err));
    MUST(draft_new_version(d, err)); /* nothing was written since: no second one */
    set(d, 11, "12345");
    MUST(draft_versions(f->path, user, id, &list, err));
    assert_int_equal(list.len, 2);
    assert_int_equal(list.items[0].bytes, 3);
    assert_int_equal(list.items[1].bytes, 8);
    assert_int_equal(list.items[1].entries, 1);
    assert_true(list.items[0].began_ms <= list.items[1].changed_ms);
    assert_false(list.items[1].aside);
    free(list.items);
    draft_close(d);
    REFUSED(draft_versions(f->path, user, there, &list, err), ERR_NOT_FOUND);
}

/* The session that lost the draft adds what it still holds; what the other one writes goes on. */
static void both_sessions_texts_are_kept(void **state) {
    const Fixture *f = *state;
    Draft *older = make(f), *newer;
    Uuid id = draft_info(older)->id;
    set(older, 10, "both");
    set(older, 11, "old");
    assert_true(draft_is_mine(older));
    MUST(draft_open(f->path, user, id, there, &newer, err));
    assert_false(draft_is_mine(older));
    assert_true(draft_is_mine(newer));
    set(newer, 11, "new");
    const DraftEntry held[] = {{.field = 10, .value = STR("both")},
                               {.field = 11, .value = STR("old!")},
                               {.field = 12, .value = STR("more")}};
    MUST(draft_add_aside(f->path, user, id, held, 3, err));
    set(newer, 13, "after");
    expect(f, id, 0, "10=both;11=new;13=after;");
    expect(f, id, 1, "10=both;11=old!;12=more;");
    expect(f, id, 2, "10=both;11=new;");
    /* also when the file is written anew */
    for (int i = 0; i < 8; i++) {
        MUST(draft_new_version(newer, err));
        set(newer, 14, i % 2 ? "x" : "y");
    }
    expect(f, id, 0, "10=both;11=new;13=after;14=x;");
    expect(f, id, 9, "10=both;11=old!;12=more;");
    MUST(draft_new_version(newer, err)); /* the one aside is the oldest now, and goes */
    set(newer, 14, "z");
    expect(f, id, 0, "10=both;11=new;13=after;14=z;");
    Buf out = {0};
    expect(f, id, 9, "10=both;11=new;13=after;");
    REFUSED(draft_read(f->path, user, id, 10, join, &out, err), ERR_NOT_FOUND);
    /* many of them, with a writer that never makes a version itself */
    for (int i = 0; i < 12; i++)
        MUST(draft_add_aside(f->path, user, id, held, 3, err));
    expect(f, id, 0, "10=both;11=new;13=after;14=z;");
    set(newer, 14, "!");
    expect(f, id, 0, "10=both;11=new;13=after;14=!;");
    DraftVersions list;
    MUST(draft_versions(f->path, user, id, &list, err));
    assert_true(list.len <= DRAFT_VERSIONS + 1);
    free(list.items);
    buf_free(&out);
    draft_close(older);
    draft_close(newer);
}

static void a_discarded_draft_comes_back(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    DraftList list;
    set(d, 10, "text");
    MUST(draft_discard(f->path, user, id, err));
    assert_false(draft_is_mine(d));
    DraftEntry entry = {.field = 10, .value = STR("more")};
    REFUSED(draft_set(d, &entry, err), ERR_NOT_FOUND);
    draft_close(d);
    MUST(draft_list(f->path, user, &list, err));
    assert_int_equal(list.len, 0);
    MUST(draft_restore(f->path, user, id, err));
    expect(f, id, 0, "10=text;");
    MUST(draft_remove(f->path, user, id, err));
    REFUSED(draft_restore(f->path, user, id, err), ERR_NOT_FOUND);
}

static void a_file_that_grew_is_written_anew(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    Buf text = {0};
    buf_fill(&text, 'x', 100000);
    for (int i = 0; i < 100; i++) {
        buf_printf(&text, "%d", i);
        DraftEntry entry = {.field = 10, .value = buf_str(&text)};
        MUST(draft_set(d, &entry, err));
    }
    char file[300];
    struct stat info;
    file_of(f, id, file);
    assert_int_equal(stat(file, &info), 0);
    assert_true(info.st_size < 5000000);
    /* The new file is still this session's, and takes more. */
    set(d, 10, "short");
    expect(f, id, 0, "10=short;");
    draft_close(d);
    buf_free(&text);
}

/* ---- what changed of a long value ---- */

static off_t file_size(const Fixture *f, Uuid id) {
    char file[300];
    struct stat info;
    file_of(f, id, file);
    assert_int_equal(stat(file, &info), 0);
    return info.st_size;
}

static void set_str(Draft *d, uint16_t field, Str text) {
    DraftEntry entry = {.field = field, .at_ms = 5, .value = text};
    MUST(draft_set(d, &entry, err));
}

typedef struct Wanted {
    uint16_t field;
    Str text;
    bool found;
} Wanted;

static bool compare(void *context, const DraftEntry *e, Error *err) {
    Wanted *wanted = context;
    (void)err;
    if (e->field == wanted->field)
        wanted->found = str_equal(e->value, wanted->text);
    return true;
}

static bool holds(const Fixture *f, Uuid id, uint32_t version, uint16_t field, Str text) {
    Wanted wanted = {field, text, false};
    MUST(draft_read(f->path, user, id, version, compare, &wanted, err));
    return wanted.found;
}

static void a_key_in_a_long_text_writes_little(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    Buf text = {0};
    buf_fill(&text, 'x', 100000);
    set_str(d, 10, buf_str(&text));
    off_t before = file_size(f, id);
    for (size_t i = 0; i < 20; i++) {
        buf_splice(&text, i * 4999, i % 3, "\xe5\xad\x97", 3);
        set_str(d, 10, buf_str(&text));
        assert_true(holds(f, id, 0, 10, buf_str(&text)));
    }
    assert_true(file_size(f, id) - before < 20 * 80);
    set_str(d, 10, STR("")); /* and back from nothing */
    assert_true(holds(f, id, 0, 10, STR("")));
    set_str(d, 10, buf_str(&text));
    assert_true(holds(f, id, 0, 10, buf_str(&text)));
    draft_close(d);
    buf_free(&text);
}

/* Torn anywhere, the journal gives what was written before the torn change. */
static void a_torn_change_loses_only_itself(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    Buf text = {0}, older = {0};
    char file[300];
    buf_fill(&text, 'x', 3000);
    set_str(d, 10, buf_str(&text));
    buf_splice(&text, 1000, 1, "abc", 3);
    set_str(d, 10, buf_str(&text));
    off_t whole = file_size(f, id);
    buf_put_str(&older, buf_str(&text));
    buf_splice(&text, 2000, 0, "defghi", 6);
    set_str(d, 10, buf_str(&text));
    assert_true(holds(f, id, 0, 10, buf_str(&text)));
    draft_close(d);
    file_of(f, id, file);
    for (off_t size = file_size(f, id) - 1; size >= whole; size--) {
        assert_int_equal(truncate(file, size), 0);
        assert_true(holds(f, id, 0, 10, buf_str(&older)));
    }
    MUST(draft_open(f->path, user, id, there, &d, err));
    set_str(d, 10, buf_str(&text));
    assert_true(holds(f, id, 0, 10, buf_str(&text)));
    draft_close(d);
    buf_free(&text);
    buf_free(&older);
}

static uint32_t below(uint32_t most) {
    static uint32_t seed = 7;
    seed = seed * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)seed * most >> 32);
}

/* Any edits of two long texts, versions, sessions that go on, texts aside, a file written anew. */
static void the_newest_text_is_always_there(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    Uuid id = draft_info(d)->id;
    Buf texts[2] = {{0}, {0}}, before = {0};
    buf_fill(&texts[0], 'a', 2500);
    buf_fill(&texts[1], 'b', 20000);
    set_str(d, 10, buf_str(&texts[0]));
    set_str(d, 11, buf_str(&texts[1]));
    for (int i = 0; i < 4000; i++) {
        size_t which = below(2), len = texts[which].len, at = below((uint32_t)len + 1);
        size_t gone = below(8) ? below(4) : below(600);
        char fresh[300];
        size_t added = below(8) ? below(4) : below(sizeof fresh);
        memset(fresh, 'a' + (int)below(26), sizeof fresh);
        gone = gone > len - at ? len - at : gone;
        buf_clear(&before);
        buf_put_str(&before, buf_str(&texts[which]));
        uint32_t act = below(100);
        if (act < 2)
            MUST(draft_new_version(d, err));
        bool new_version = act < 2;
        buf_splice(&texts[which], at, gone, fresh, added);
        set_str(d, (uint16_t)(10 + which), buf_str(&texts[which]));
        if (new_version)
            assert_true(holds(f, id, 1, (uint16_t)(10 + which), buf_str(&before)));
        if (act == 3) {
            draft_close(d);
            MUST(draft_open(f->path, user, id, below(2) ? here : there, &d, err));
        }
        if (act == 4) {
            DraftEntry held = {.field = 10, .value = STR("aside")};
            MUST(draft_add_aside(f->path, user, id, &held, 1, err));
        }
        assert_true(holds(f, id, 0, 10, buf_str(&texts[0])));
        assert_true(holds(f, id, 0, 11, buf_str(&texts[1])));
    }
    draft_close(d);
    buf_free(&texts[0]);
    buf_free(&texts[1]);
    buf_free(&before);
}

static void other_files_are_passed_over(void **state) {
    const Fixture *f = *state;
    Draft *d = make(f);
    char file[300], other[400];
    file_of(f, draft_info(d)->id, file);
    draft_close(d);
    snprintf(other, sizeof other, "%s.new", file);
    MUST(file_write_atomic(other, STR("left by a crash"), 0600, err));
    *strrchr(file, '/') = '\0';
    snprintf(other, sizeof other, "%s/0195e0c2-7f3a-7c41-9b1e-2f6d0a4b8c11", file);
    MUST(file_write_atomic(other, STR("no draft"), 0600, err));
    DraftList list;
    MUST(draft_list(f->path, user, &list, err));
    assert_int_equal(list.len, 1);
    free(list.items);
}

int main(void) {
#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        STORE_TEST(a_draft_is_read_back),
        STORE_TEST(the_place_is_kept),
        STORE_TEST(a_torn_end_loses_only_itself),
        STORE_TEST(a_torn_header_slot_does_no_harm),
        STORE_TEST(the_newer_session_has_it),
        STORE_TEST(ten_versions_are_kept),
        STORE_TEST(versions_have_their_time_and_size),
        STORE_TEST(both_sessions_texts_are_kept),
        STORE_TEST(a_discarded_draft_comes_back),
        STORE_TEST(a_file_that_grew_is_written_anew),
        STORE_TEST(other_files_are_passed_over),
        STORE_TEST(a_key_in_a_long_text_writes_little),
        STORE_TEST(a_torn_change_loses_only_itself),
        STORE_TEST(the_newest_text_is_always_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
