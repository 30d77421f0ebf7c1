#include "config.h"

#include "person.h"
#include "unit.h"

#ifndef HAVE_VTERM
int main(void) {
    puts("1..0 # SKIP libvterm is missing (libvterm-dev)");
    return 0;
}
#else

#include "library/library.h"
#include "test/pty/pty.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The story of a rep in Chinese on the demo library: opens, types initials, narrows by a facet,
 * reads, compares, copies safely, logs the use, saves a view, quits. The keys of each step are
 * counted against what the design allows. */

static char dir[] = "/tmp/anliku-rep-XXXXXX", library[64];
static Pty *pty;
static int keys;

static bool run(const char *arguments) {
    char line[1024];
    snprintf(line, sizeof line,
             "ANLIKU_TEST=1 ANLIKU_NOW=2026-11-20T01:00:00Z '%s' -L '%s' %s >'%s/out' 2>&1",
             built_program("anliku"), library, arguments, dir);
    return system(line) == 0;
}

/* What the shell printed holds the text. */
static bool printed(const char *text) {
    char path[96], line[4096];
    snprintf(path, sizeof path, "%s/out", dir);
    FILE *file = fopen(path, "r");
    bool found = false;
    while (file && !found && fgets(line, sizeof line, file))
        found = strstr(line, text) != NULL;
    if (file)
        fclose(file);
    return found;
}

/* One key each: a named one, or every character of a text. */
static void press(const char *bytes) {
    keys++;
    pty_send(pty, bytes);
}

static void type(const char *text) {
    Str all = str_of(text);
    uint32_t point;
    for (size_t at = 0; at < all.len; keys++)
        at += utf8_next(all, at, &point);
    pty_send(pty, text);
}

#define ENTER "\r"
#define DOWN  "\033[B"

/* A key of its own: what follows at once would be read as one key with it. */
static void escape(void) {
    press("\033");
    assert_true(pty_settle(pty));
}

static void expect(const char *text) {
    assert_true(pty_wait_text(pty, text));
}

/* Keys since the last call. */
static void expect_keys(int most, const char *what) {
    assert_true(pty_settle(pty));
    if (keys > most)
        fail_msg("%s took %d keys, not %d", what, keys, most);
    keys = 0;
}

static int open_library(void **state) {
    (void)state;
    char line[128];
    if (!mkdtemp(dir))
        return 1;
    snprintf(library, sizeof library, "%s/library", dir);
    snprintf(line, sizeof line, "users set %s rep", library_unix_login());
    return run("init --demo --zone Asia/Shanghai") && run(line) ? 0 : 1;
}

static int remove_library(void **state) {
    (void)state;
    char line[128];
    snprintf(line, sizeof line, "rm -rf '%s'", dir);
    return system(line) == 0 ? 0 : 1;
}

static void find_and_open_by_initials(void) {
    expect("输入即搜索");
    type("lxyh"); /* 临溪银行 */
    expect("城商行合同审批");
    press(ENTER); /* to the list */
    press(ENTER); /* opens */
    expect("外来合同审阅用时");
    expect_keys(8, "finding and opening by initials");
    escape();
    escape();
    escape();
    expect("输入即搜索");
    keys = 0;
}

static void narrow_by_a_facet(void) {
    type("银行");
    press(ENTER);
    press("f");
    type("可公开"); /* a value of “audience” */
    expect("可见范围");
    press(DOWN);
    press(ENTER);
    expect("受众:公开");
    escape();
    escape();
    assert_true(pty_wait_no_text(pty, "和银行法务一起写出来"));
    expect("城商行合同审批");
    keys = 0;
}

static void read_and_search_inside(void) {
    press(ENTER);
    expect("合同审批平均用时"); /* the result stands first */
    expect("可否外讲");
    press("/");
    type("模板");
    press(ENTER);
    expect("1/");
    press("n");
    expect("2/");
    keys = 0;
}

static void copy_safely(void) {
    press("Y");
    expect("安全摘要");
    press(ENTER);
    expect("任意键");
    expect("AL-2026-0002 --safe");
    assert_true(pty_wait_no_text(pty, "临溪银行")); /* the customer is not named */
    expect_keys(2, "the safe copy");
    press(" ");
    expect("Esc 返回");
    keys = 0;
}

static void log_the_use(void) {
    const char *name = "恒丰机械";
    press("u");
    expect("对象");
    type(name);
    press(ENTER);
    expect("YY-2026-0001");
    expect_keys(3 + 4, "logging a use");
    press("U");
    press("4");
    expect("YY-2026-0001");
    escape();
    keys = 0;
}

static void compare_two(void) {
    press("0"); /* all values again */
    expect("和银行法务一起写出来");
    press("g"); /* the first row */
    keys = 0;
    press("x");
    press(DOWN);
    press("=");
    expect("处不同");
    expect_keys(3, "comparing two");
    escape();
    keys = 0;
}

static void save_a_view(void) {
    press("S");
    expect("视图");
    type("银行案例");
    press(ENTER);
    expect("视图 1");
    escape();
    escape();
    press(DOWN);
    press("v");
    press("1");
    expect("/ 银行");
    expect("城商行合同审批");
}

static void a_rep_serves_a_customer(void **state) {
    (void)state;
    const char *argv[] = {built_program("anliku"), "-L", library, "--lang", "zh_CN", NULL};
    static const char *const env[] = {"ANLIKU_NOW=2026-11-20T01:00:00Z", NULL};
    PtyOptions options = {.argv = argv, .env = env};
    pty = pty_start(&options);
    assert_non_null(pty);
    find_and_open_by_initials();
    narrow_by_a_facet();
    read_and_search_inside();
    copy_safely();
    log_the_use();
    compare_two();
    save_a_view();
    press("q");
    assert_int_equal(pty_wait_exit(pty), 0);
    pty_free(pty);
    /* What is left of it, seen from the shell. */
    assert_true(run("export --kind use --format jsonl"));
    assert_true(printed("恒丰机械") && printed("\"feedback\":4"));
    assert_true(run("history AL-2026-0002"));
    assert_true(printed("handed on") && printed("safe form"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_rep_serves_a_customer, open_library, remove_library),
    };
    return cmocka_run_group_tests_name("tui rep", tests, NULL, NULL);
}
#endif
