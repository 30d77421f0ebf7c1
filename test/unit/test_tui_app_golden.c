#include "config.h"

#include "unit.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "test/pty/golden.h"
#include "tui_app.h"

/* Pictures of the screens at four sizes in two languages; ANLIKU_GOLDEN=1 makes them again. */

static const struct { int rows, cols; } sizes[] = {{12, 40}, {24, 80}, {40, 120}, {60, 200}};

static const struct {
    const char *name;
    bool empty;        /* of an empty library */
    const char *steps; /* keys by name with blanks between; =text is typed */
} scenes[] = {
    {"cases", false, ""},
    {"list", false, "Down j j j"},
    {"search", false, "=续费"},
    {"preview", false, "=分层 F5"},
    {"offers", false, "=状 Tab"},
    {"values", false, "=state: Tab Down"},
    {"unfinished", false, "=客户_（续费"},
    {"no-hit", false, "=zzqqxx"},
    {"too-much", false, "=续费_银河_提醒"},
    {"facets", false, "Down f"},
    {"facets-found", false, "Down f =jy"},
    {"narrowed", false, "Down f Down Enter Esc"},
    {"sort", false, "Down s"},
    {"columns", false, "Down c"},
    {"marked", false, "Down x Down x"},
    {"many", false, "Down x Down x F8"},
    {"first-run", true, ""},
    {"case", false, "=分层 Enter Enter"},
    {"case-end", false, "=分层 Enter Enter End"},
    {"case-find", false, "=分层 Enter Enter / =提醒 Enter"},
    {"hand-on", false, "=分层 Enter Y"},
    {"use", false, "=分层 Enter u =恒丰"},
    {"consents", false, "=分层 Enter Enter c"},
    {"consent", false, "=分层 Enter Enter c Ins"},
    {"screening", false, "Down : =screening Enter"},
    {"history", false, "=分层 Enter Enter H"},
    {"changes", false, "=分层 Enter Enter D"},
    {"similar", false, "=分层 Enter ~"},
    {"compare", false, "Down x Down ="},
    {"merge", false, "Down x Down = m Down"},
    {"lint", false, "Down : =lint Enter"},
    {"lint-kinds", false, "Down : =lint Enter f"},
    {"stale", false, "Down : =stale Enter"},
    {"duplicates", false, "Down : =duplicates Enter"},
    {"alike", false, "Down a =教育行业续费提醒的三个层次"},
    {"prospect", false, "Down r =jy"},
    {"prospects", false, "Down r =教育 Enter Enter Enter =流失 Enter"},
    {"moves", false, "Down m"},
    {"menu", false, "Down F9"},
    {"menu-found", false, "Down F9 =cgzx"},
    {"command", false, "Down : =sort_customer"},
    {"help", false, "^G"},
    {"help-found", false, "^G =view"},
    {"edit", false, "=分层 Enter e"},
    {"form-customer", false, "=分层 Enter e ^N ^U =cg"},
    {"form-customer-new", false, "=分层 Enter e ^N ^U =辰光在线教育 ^N"},
    {"form-customer-asked", false, "=分层 Enter e ^N ^U =辰光在线教育 ^S"},
    {"form-customer-back", false, "=分层 Enter e ^N ^U =辰光在线教育 ^S Enter"},
    {"form-rows", false, "=分层 Enter e PgDn PgDn Enter"},
    {"form-rows-menu", false, "=分层 Enter e PgDn PgDn Enter F8"},
    {"form-rows-metric", false, "=分层 Enter e PgDn PgDn Enter Enter =xufei"},
    {"form-rows-day", false, "=分层 Enter e PgDn PgDn Enter Tab Tab Tab Tab F7"},
    {"form-rows-wrong", false, "=分层 Enter e PgDn PgDn Enter Tab Tab ^U =many ^N"},
    {"form-choice", false, "=分层 Enter e PgDn PgDn Enter ^N F7"},
    {"form-number", false, "=分层 Enter e PgDn PgDn Enter ^N ^N ^N ^N"},
    {"form-number-wrong", false, "=分层 Enter e PgDn PgDn Enter ^N ^N ^N ^N ^U =101 ^N"},
    {"form-tree", false, "=分层 Enter e PgDn PgDn PgDn Enter F7"},
    {"form-tree-found", false, "=分层 Enter e PgDn PgDn PgDn Enter F7 =tq"},
    {"form-branch", false, "=分层 Enter e PgDn PgDn PgDn Enter ^U =服务支持 Esc ^N"},
    {"form-tags", false, "=分层 Enter e PgDn PgDn PgDn Enter ^N =;_续"},
    {"form-tag-new", false, "=分层 Enter e PgDn PgDn PgDn Enter ^N =;_全新标签 ^N"},
    {"form-day", false, "=分层 Enter e PgDn PgDn PgDn Enter ^N ^N ^N ^N ^N ^N ^N ^N F7"},
    {"form-day-wrong", false,
     "=分层 Enter e PgDn PgDn PgDn Enter ^N ^N ^N ^N ^N ^N ^N ^N ^U =soon ^N"},
    {"files", false, "=分层 Enter A"},
    {"metrics", false, "Down 2"},
    {"customers", false, "Down 3"},
    {"inbox", false, "Down 4"},
    {"views", false, "Down 5"},
    {"admin", false, "Down 6"},
};

static void take_step(Stage *stage, const char *step) {
    char text[128];
    size_t len = 0;
    if (step[0] != '=' || !step[1]) {
        stage_press(stage, step);
        return;
    }
    for (const char *at = step + 1; *at && len < sizeof text - 1; at++)
        text[len++] = *at == '_' ? ' ' : *at;
    text[len] = '\0';
    stage_type(stage, text);
}

static void take_steps(Stage *stage, const char *steps) {
    char step[128];
    int len;
    for (; sscanf(steps, " %127s%n", step, &len) == 1; steps += len)
        take_step(stage, step);
    stage_settle(stage);
}

/* Where the library lies differs from run to run. */
static void hide_place(const Stage *stage, Buf *out, size_t from) {
    Str dir = str_of(stage->dir);
    for (size_t at; (at = str_find(buf_str(out), dir, from)) != SIZE_MAX; from = at + dir.len)
        memset(out->data + at + dir.len - 6, 'X', 6);
}

static void draw_scene(size_t scene, size_t size, Buf *out) {
    Stage *stage = stage_new();
    if (!scenes[scene].empty)
        stage_fill(stage);
    stage_open(stage, sizes[size].rows, sizes[size].cols);
    take_steps(stage, scenes[scene].steps);
    buf_printf(out, "==== %s\n", scenes[scene].name);
    size_t start = out->len;
    grid_dump(&stage->grid, out, 0);
    hide_place(stage, out, start);
    stage_free(stage);
}

/* One file a size: all scenes below each other. Roles are left out: the widgets' pictures have
 * them.
 */
static void draw_size(size_t size, const char *language) {
    char name[64];
    Buf pictures = {0};
    i18n_init(language);
    for (size_t scene = 0; scene < COUNT_OF(scenes); scene++)
        draw_scene(scene, size, &pictures);
    snprintf(name, sizeof name, "app/%s-%dx%d", language, sizes[size].cols, sizes[size].rows);
    assert_true(golden_text(name, buf_str(&pictures)));
    buf_free(&pictures);
}

static void in_english(void **state) {
    (void)state;
    for (size_t size = 0; size < COUNT_OF(sizes); size++)
        draw_size(size, "en");
}

static bool has_file(const char *name) {
    const char *source = getenv("ANLIKU_TEST_SRC"), *again = getenv("ANLIKU_GOLDEN");
    char path[512];
    snprintf(path, sizeof path, "%s/test/golden/app/%s", source ? source : ".", name);
    return (again && *again == '1') || file_exists(path);
}

static void in_chinese(void **state) {
    (void)state;
    if (!has_file("zh_CN-80x24.txt"))
        skip(); /* made when the translation is complete */
    for (size_t size = 0; size < COUNT_OF(sizes); size++)
        draw_size(size, "zh_CN");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_english),
        cmocka_unit_test(in_chinese),
    };
    return cmocka_run_group_tests_name("tui pictures", tests, NULL, NULL);
}
