#include "config.h"

#include "unit.h"

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
    {"no-hit", false, "zzqqxx", ""},
    {"first-run", true, NULL, ""},
    {"case", false, "分层", "Enter Enter"},
    {"history", false, "分层", "Enter Enter H"},
    {"moves", false, NULL, "Down m"},
    {"menu", false, NULL, "Down F9"},
    {"help", false, NULL, "^G"},
    {"edit", false, "分层", "Enter e"},
};

static void draw_scene(size_t scene, size_t size, const char *language) {
    char name[96];
    Stage *stage = stage_new();
    if (!scenes[scene].empty)
        stage_fill(stage);
    stage_open(stage, sizes[size].rows, sizes[size].cols);
    if (scenes[scene].type)
        stage_type(stage, scenes[scene].type);
    stage_press(stage, scenes[scene].keys);
    snprintf(name, sizeof name, "app/%s-%dx%d-%s", scenes[scene].name, sizes[size].cols,
             sizes[size].rows, language);
    assert_true(golden_grid(name, &stage->grid));
    stage_free(stage);
}

static void draw_all(const char *language) {
    i18n_init(language);
    for (size_t scene = 0; scene < COUNT_OF(scenes); scene++)
        for (size_t size = 0; size < COUNT_OF(sizes); size++)
            draw_scene(scene, size, language);
}

static void in_english(void **state) {
    (void)state;
    draw_all("en");
}

static void in_chinese(void **state) {
    (void)state;
    draw_all("zh_CN");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(in_english),
        cmocka_unit_test(in_chinese),
    };
    return cmocka_run_group_tests_name("tui pictures", tests, NULL, NULL);
}
