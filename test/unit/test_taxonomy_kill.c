#include "config.h"

#include "library_fixture.h"

#include "library/find.h"
#include "library/import.h"
#include "library/taxonomy.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* A tag of many cases gets another name, and the process is killed on the way. */

enum { CASES = 1200 };

static int set_up(void **state) {
    *state = fixture_new(NULL, 0);
    return 0;
}

static void add_cases(const Fixture *f) {
    char file[128];
    const char *path = file;
    ImportReport report;
    Error err;
    ImportOptions options = {.entity = ENTITY_CASE};
    snprintf(file, sizeof file, "%s/cases.yaml", f->dir);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    for (int i = 0; i < CASES; i++)
        fprintf(out, "---\ntitle: 案例 %d\ntags: [旧名]\ncategory: 客户成功/续约/流失挽回\n", i);
    assert_int_equal(fclose(out), 0);
    Library *root = open_as(f, "root");
    expect_ok(library_import(root, &path, 1, &options, NULL, NULL, &report, &err), &err);
    assert_int_equal(report.created, CASES);
    library_close(root);
}

static uint64_t count(Library *library, const char *query) {
    FindRequest request = {.query = str_of(query), .match = FIND_ALL, .exact = true, .bare = true};
    FindResult found = {0};
    Error err;
    expect_ok(library_find(library, &request, &found, &err), &err);
    uint64_t total = found.total;
    library_find_free(&found);
    return total;
}

static void die_late(void *context, uint64_t done, uint64_t total) {
    (void)context;
    if (done > total * 3 / 4)
        raise(SIGKILL);
}

/* Begins the change in another process, which ends in the middle of it. */
static void begin_and_die(const Fixture *f, bool tags) {
    pid_t child = fork();
    if (child == 0) {
        Progress progress = {.report = die_late};
        TaxonResult result;
        Error err;
        Library *library;
        if (!library_open(f->path, "root", false, &library, &err))
            _exit(2);
        if (tags)
            library_tag_rename(library, STR("旧名"), STR("新名"), &progress, &result, &err);
        else
            library_category_rename(library, STR("客户成功/续约/流失挽回"), STR("挽回"), &progress,
                                    &result, &err);
        _exit(3);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGKILL);
}

/* Wakes up when what the dead one had not indexed is left alone for long enough. */
static Library *wake(const Fixture *f) {
    clock_freeze(FIXTURE_NOW_MS + 60000);
    return open_as(f, "root");
}

static void a_rename_that_was_killed_goes_on_as_the_same_batch(void **state) {
    Fixture *f = *state;
    TaxonResult result;
    Error err;
    add_cases(f);
    begin_and_die(f, true);
    Library *root = wake(f);
    uint64_t old = count(root, "tags:旧名"), new = count(root, "tags:新名");
    assert_true(old > 0 && new > 0 && old + new == CASES);
    expect_ok(library_tag_rename(root, STR("旧名"), STR("新名"), NULL, &result, &err), &err);
    assert_int_equal(count(root, "tags:新名"), CASES);
    assert_int_equal(result.cases, CASES);
    expect_ok(library_taxonomy_undo(root, NULL, &err), &err);
    assert_int_equal(count(root, "tags:旧名"), CASES); /* all of it, not half */
    assert_int_equal(count(root, "tags:新名"), 0);
    library_close(root);
    clock_freeze(FIXTURE_NOW_MS);
}

/* Another change finishes it first; of what is repeated then nothing is left. */
static void the_next_change_finishes_it(void **state) {
    Fixture *f = *state;
    TaxonResult result;
    Error err;
    add_cases(f);
    begin_and_die(f, false);
    Library *root = wake(f);
    expect_ok(library_tag_add(root, STR("别的"), &err), &err);
    assert_int_equal(count(root, "category:客户成功/续约/挽回"), CASES);
    assert_false(library_category_rename(root, STR("客户成功/续约/流失挽回"), STR("挽回"), NULL,
                                         &result, &err));
    assert_int_equal(err.code, ERR_INVALID); /* it is its name already */
    library_close(root);
    clock_freeze(FIXTURE_NOW_MS);
}

static void what_stands_half_done_is_taken_back(void **state) {
    Fixture *f = *state;
    TaxonResult result;
    Error err;
    add_cases(f);
    begin_and_die(f, true);
    Library *root = wake(f);
    expect_ok(library_taxonomy_undo(root, NULL, &err), &err);
    assert_int_equal(count(root, "tags:旧名"), CASES);
    /* and nobody goes on with it */
    expect_ok(library_tag_add(root, STR("别的"), &err), &err);
    assert_int_equal(count(root, "tags:旧名"), CASES);
    expect_ok(library_tag_rename(root, STR("旧名"), STR("新名"), NULL, &result, &err), &err);
    assert_int_equal(result.cases, CASES);
    library_close(root);
    clock_freeze(FIXTURE_NOW_MS);
}

typedef struct Meeting {
    int ready[2], go[2];
    bool met;
} Meeting;

static void meet(void *context, uint64_t done, uint64_t total) {
    Meeting *meeting = context;
    char byte = 'x';
    (void)done;
    (void)total;
    if (meeting->met)
        return;
    meeting->met = true;
    if (write(meeting->ready[1], &byte, 1) != 1 || read(meeting->go[0], &byte, 1) != 1)
        _exit(4);
}

/* Two at once would each finish what the other does. */
static void two_do_not_change_it_at_once(void **state) {
    Fixture *f = *state;
    Meeting meeting = {0};
    Error err;
    char byte;
    int status;
    add_cases(f);
    assert_int_equal(pipe(meeting.ready), 0);
    assert_int_equal(pipe(meeting.go), 0);
    pid_t child = fork();
    if (child == 0) {
        Progress progress = {.report = meet, .context = &meeting};
        TaxonResult result;
        Library *library;
        bool ok = library_open(f->path, "root", false, &library, &err) &&
                  library_tag_rename(library, STR("旧名"), STR("新名"), &progress, &result, &err) &&
                  result.cases == CASES;
        _exit(ok ? 0 : 5);
    }
    assert_int_equal(read(meeting.ready[0], &byte, 1), 1);
    Library *root = open_as(f, "root");
    assert_false(library_tag_add(root, STR("别的"), &err));
    assert_int_equal(err.code, ERR_BUSY);
    assert_false(library_taxonomy_undo(root, NULL, &err));
    assert_int_equal(err.code, ERR_BUSY);
    assert_int_equal(write(meeting.go[1], "x", 1), 1);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    expect_ok(library_tag_add(root, STR("别的"), &err), &err);
    library_close(root);
}

#define KILL_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        KILL_TEST(a_rename_that_was_killed_goes_on_as_the_same_batch),
        KILL_TEST(the_next_change_finishes_it),
        KILL_TEST(what_stands_half_done_is_taken_back),
        KILL_TEST(two_do_not_change_it_at_once),
    };
    return cmocka_run_group_tests_name("taxonomy kill", tests, NULL, NULL);
}
