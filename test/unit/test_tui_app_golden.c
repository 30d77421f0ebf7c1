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
    bool empty;       /* of an empty library */
    const char *type; /* into the filter bar; NULL nothing */
    const char *keys; /* afterwards; "" none */
} scenes[] = {
    {"cases", false, NULL, ""},
    {"list", false, NULL, "Down j j j"},
    {"search", false, "续费", ""},
    {"preview", false, "分层", "F5"},
    {"offers", false, "状", "Tab"},
    {"values", false, "state:", "Tab Down"},
    {"unfinished", false, "客户 （续费", ""},
    {"no-hit", false, "zzqqxx", ""},
    {"first-run", true, NULL, ""},
    {"case", false, "分层", "Enter Enter"},
    {"history", false, "分层", "Enter Enter H"},
    {"moves", false, NULL, "Down m"},
    {"menu", false, NULL, "Down F9"},
    {"help", false, NULL, "^G"},
    {"edit", false, "分层", "Enter e"},
    {"metrics", false, NULL, "Down 2"},
    {"inbox", false, NULL, "Down 4"},
};

static void draw_scene(size_t scene, size_t size, Buf *out) {
    Stage *stage = stage_new();
    if (!scenes[scene].empty)
        stage_fill(stage);
    stage_open(stage, sizes[size].rows, sizes[size].cols);
    if (scenes[scene].type)
        stage_type(stage, scenes[scene].type);
    stage_press(stage, scenes[scene].keys);
    buf_printf(out, "==== %s\n", scenes[scene].name);
    grid_dump(&stage->grid, out, 0);
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
