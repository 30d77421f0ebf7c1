#include "config.h"

#include "unit.h"

#include "base/file.h"
#include "library/attachments.h"
#include "tui_app.h"

/* The files of a case on the screen, and beside its outcomes. */

static void a_file_comes_goes_and_comes_back(void **state) {
    (void)state;
    Stage *stage = stage_new();
    char path[128];
    Error err;
    snprintf(path, sizeof path, "%s/台账.csv", stage->dir);
    assert_true(file_write_atomic(path, STR("renewals\n"), 0600, &err));
    stage_fill(stage);
    stage_open(stage, 24, 80);
    stage_type(stage, "分层");
    stage_press(stage, "Enter A");
    stage_expect(stage, "No files yet");
    stage_press(stage, "a");
    stage_type(stage, "/nowhere/at-all");
    stage_press(stage, "Enter");
    stage_expect(stage, "/nowhere/at-all");
    stage_press(stage, "a");
    stage_type(stage, path);
    stage_press(stage, "Enter");
    stage_expect(stage, "台账.csv");
    stage_press(stage, "d");
    stage_expect(stage, "No files yet");
    stage_press(stage, "z");
    stage_expect(stage, "台账.csv");
    stage_press(stage, "e ^U");
    stage_type(stage, "../证据.csv");
    stage_press(stage, "Enter");
    stage_expect(stage, "证据.csv");
    stage_expect_not(stage, "..");
    /* Below the case, and offered as evidence. */
    stage_press(stage, "Esc e PgDn PgDn Enter");
    for (int i = 0; i < 5; i++)
        stage_press(stage, "Tab");
    stage_press(stage, "^U F7");
    stage_expect(stage, "证据.csv");
    stage_press(stage, "Enter");
    stage_expect(stage, "证据.csv");
    stage_press(stage, "Esc Enter");
    for (int i = 0; i < 3; i++)
        stage_press(stage, "PgDn");
    stage_expect(stage, "FJ-2026-0001");
    stage_free(stage);
}

/* From the row of the form to the list, and back to the row. */
static void the_form_opens_the_list(void **state) {
    (void)state;
    Stage *stage = stage_new();
    char path[128];
    Error err;
    snprintf(path, sizeof path, "%s/台账.csv", stage->dir);
    assert_true(file_write_atomic(path, STR("renewals\n"), 0600, &err));
    stage_add_case(stage->library, "附件很多的案例", "晨光");
    stage_open(stage, 24, 80);
    stage_press(stage, "Down e PgDn PgDn");
    for (int i = 0; i < 40 && !stage_shows(stage, "Evidence and pictures that hang"); i++)
        stage_press(stage, "Tab");
    stage_expect(stage, "none");
    stage_press(stage, "Enter");
    stage_expect(stage, "No files yet");
    stage_press(stage, "a");
    stage_type(stage, path);
    stage_press(stage, "Enter Esc");
    stage_expect(stage, "1 file: 台账.csv (evidence, 9 B)");
    stage_expect(stage, "Evidence and pictures that hang");
    stage_press(stage, "F7 d Esc");
    stage_expect(stage, "none");
    stage_expect(stage, "No changes"); /* none of the record's fields */
    stage_free(stage);
}

static bool has_file(const Stage *stage, Uuid case_id, const char *name) {
    Attachments all;
    Error err;
    bool has = false;
    assert_true(library_attachments(stage->library, case_id, false, &all, &err));
    for (size_t i = 0; i < all.items.len; i++)
        has = has || str_equal(all.items.items[i].name, str_of(name));
    attachments_free(&all);
    return has;
}

/* Somebody takes a file above away: the cursor stays at its own. */
static void the_file_that_was_meant_is_renamed(void **state) {
    (void)state;
    static const char *const names[] = {"a.txt", "b.txt", "c.txt"};
    Stage *stage = stage_new();
    SaveResult files[3], trashed;
    Error err;
    Uuid case_id = stage_add_case(stage->library, "附件很多的案例", "晨光");
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_true(library_attach_file(stage->library, case_id, STR(""), str_of(names[i]),
                                        str_of(names[i]), &files[i], &err));
    stage_open(stage, 24, 80);
    stage_type(stage, "附件很多");
    stage_press(stage, "Enter A");
    stage_press(stage, "Down");
    assert_true(
        library_trash(stage->library, ENTITY_ATTACHMENT, files[0].id, true, &trashed, &err));
    app_watch(stage->app);
    stage_draw(stage);
    stage_expect_not(stage, "a.txt");
    stage_press(stage, "e ^U");
    stage_type(stage, "bb.txt");
    stage_press(stage, "Enter");
    stage_expect(stage, "bb.txt");
    assert_true(has_file(stage, case_id, "bb.txt"));
    assert_false(has_file(stage, case_id, "b.txt"));
    assert_true(has_file(stage, case_id, "c.txt"));
    stage_press(stage, "d"); /* the cursor is still at it */
    assert_false(has_file(stage, case_id, "bb.txt"));
    stage_free(stage);
}

static void a_new_case_has_no_files_yet(void **state) {
    (void)state;
    Stage *stage = stage_filled(24, 80);
    stage_press(stage, "Down a F9");
    stage_type(stage, "files");
    stage_press(stage, "Enter");
    stage_expect(stage, "Save the case first");
    stage_free(stage);
}

static void names_are_safe(void **state) {
    (void)state;
    static const char *const names[][2] = {{"report.pdf", "report.pdf"},
                                           {"/etc/passwd", "passwd"},
                                           {"..\\..\\evil.exe", "evil.exe"},
                                           {"...hidden", "hidden"},
                                           {"-rf", "rf"},
                                           {"a\nb\tc.txt", "a b c.txt"},
                                           {"\xe2\x80\xae"
                                            "fdp.exe",
                                            "fdp.exe"},
                                           {"a:b|c?.csv", "a_b_c_.csv"},
                                           {"", "file"},
                                           {"///", "file"},
                                           {"  台账 2026.csv  ", "台账 2026.csv"}};
    Buf clean = {0}, lengthy = {0};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        buf_clear(&clean);
        attachment_clean_name(str_of(names[i][0]), &clean);
        assert_string_equal(buf_text(&clean), names[i][1]);
    }
    for (int i = 0; i < 200; i++)
        buf_puts(&lengthy, "长");
    buf_puts(&lengthy, ".pdf");
    buf_clear(&clean);
    attachment_clean_name(buf_str(&lengthy), &clean);
    assert_true(clean.len <= ATTACHMENT_NAME_BYTES);
    assert_true(str_ends(buf_str(&clean), STR("长.pdf")));
    assert_true(attachment_is_picture(STR("\x89PNG\r\n\x1a\nrest")));
    assert_true(attachment_is_picture(STR("RIFF1234WEBP")));
    assert_false(attachment_is_picture(STR("RIFF1234WAVE")));
    assert_false(attachment_is_picture(STR("12345678WEBP")));
    assert_false(attachment_is_picture(STR("")));
    buf_free(&clean);
    buf_free(&lengthy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_comes_goes_and_comes_back),
        cmocka_unit_test(the_form_opens_the_list),
        cmocka_unit_test(a_new_case_has_no_files_yet),
        cmocka_unit_test(the_file_that_was_meant_is_renamed),
        cmocka_unit_test(names_are_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
