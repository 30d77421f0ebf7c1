#include "config.h"

#include "unit.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "library/comments.h"
#include "library/find.h"
#include "library/save.h"
#include "test/pty/golden.h"
#include "tui/form/session.h"
#include "tui_people.h"

/* Pictures of the screens at four sizes in two languages; ANLIKU_GOLDEN=1 makes them again. */

static const struct { int rows, cols; } sizes[] = {{12, 40}, {24, 80}, {40, 120}, {60, 200}};

enum { REVIEWS = 2 };

static const struct {
    const char *name;
    int held;          /* false: a filled library; true: an empty one; REVIEWS: cases wait */
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
    {"quick", false, "Down a"},
    {"quick-left", false, "Down a =续费_提醒 Tab =晨光 Tab Tab =提醒有用了。 Tab"},
    {"form-lacking", false, "Down a =续费提醒 ^D"},
    {"form-line", false, "=分层 Enter e ^N ^N End =，又一句"},
    {"form-area", false, "=分层 Enter e PgDn Enter ^N ^N ^N ^N ^N ^U =投诉少了。 ^N"},
    {"form-vocab", false, "=分层 Enter e PgDn PgDn PgDn Enter ^N ^U =jy"},
    {"form-related", false, "=分层 Enter e PgDn PgDn Enter ^N ^N ^N ^N =热线"},
    {"form-find", false, "=分层 Enter e PgDn Enter ^F =学员 Tab =学生"},
    {"form-notes", false, "=分层 Enter e F6 =续费率从_71%_到_80%，老师省事。"},
    {"form-passage", false, "=分层 Enter e F6 =续费率从_71%_到_80%，老师省事。 ^E"},
    {"form-put", false, "=分层 Enter e F6 =续费率从_71%_到_80%，老师省事。 ^E 5"},
    {"form-recover", false, "=分层 Enter e End =再改 Esc e"},
    {"form-recover-shown", false, "=分层 Enter e End =再改 Esc e d"},
    {"form-versions", false, "=分层 Enter e End =再改 Esc e Enter =又改 ^T"},
    {"form-others", false, "=分层 Enter e @comes"},
    {"form-taken", false, "=分层 Enter e End =再改 @takes =还在写"},
    {"form-conflict", false, "=分层 Enter e End =我改的 @saves ^S"},
    {"form-conflict-theirs", false, "=分层 Enter e End =我改的 @saves ^S ^T"},
    {"form-conflict-parts", false, "=分层 Enter e End =我改的 @saves ^S F7"},
    {"form-rescue", false, "=分层 Enter e End =我改的 @trashes ^S"},
    {"form-gone", false, "=分层 Enter e End =我改的 @trashes ^S Esc"},
    {"customer-form", false, "Down 3 F2 ^N ^N ^N ^N ^N ^N ^N ^N ^N ^N =1.2万_usd ^N"},
    {"customer-form-wrong", false, "Down 3 F2 ^N ^N ^N ^N ^N ^N ^N ^N ^N ^N =一些 ^N"},
    {"files", false, "=分层 Enter A"},
    {"metrics", false, "Down 2"},
    {"customers", false, "Down 3"},
    {"inbox", false, "Down 4"},
    {"inbox-review", REVIEWS, "Down 4"},
    {"review", REVIEWS, "Down w"},
    {"review-changed", REVIEWS, "Down w n"},
    {"comments", REVIEWS, "Down w n ^E"},
    {"comment", REVIEWS, "Down w n c =写清楚来源"},
    {"suggestion", REVIEWS,
     "Down w n End c Tab Space Home Down Enter Tab Right Tab End =：九个百分点"},
    {"return", REVIEWS, "Down w n F8"},
    {"views", false, "Down 5"},
    {"admin", false, "Down 6"},
};

/* What somebody else does meanwhile to the case that is open in the form. */
static void do_meanwhile(Stage *stage, const char *what) {
    FindRequest request = {.query = STR("分层"), .limit = 1};
    FindResult found = {0};
    SaveResult saved;
    FormSession *session;
    Error err;
    InputEvent enter = {.type = INPUT_TYPE_KEY, .key = {INPUT_ENTER, 0}};
    assert_true(library_find(stage->library, &request, &found, &err));
    Uuid id = record_id(found.hits[0].row.record);
    library_find_free(&found);
    if (strcmp(what, "saves") == 0) {
        set_field(stage->library, id, CASE_TITLE, value_text(str_of("他们的标题")));
    } else if (strcmp(what, "trashes") == 0) {
        assert_true(library_trash(stage->library, ENTITY_CASE, id, true, &saved, &err));
    } else {
        assert_true(form_session_open(stage->library, ENTITY_CASE, id, &session, &err));
        if (strcmp(what, "takes") == 0)
            form_session_event(session, &enter);
        app_timer(stage->app, APP_TIMER_DRAFT);
        stage_draw(stage);
        form_session_free(session);
    }
}

static void take_step(Stage *stage, const char *step) {
    char text[128];
    size_t len = 0;
    if (step[0] == '@') {
        do_meanwhile(stage, step + 1);
        return;
    }
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

static Uuid add_whole(Stage *stage, const char *title) {
    static const struct {
        int field;
        const char *text;
    } texts[] = {
        {CASE_SUMMARY, "按流失风险分层提醒，两个学期续费率从 71% 升到 80%。"},
        {CASE_BACKGROUND,
         "学员一万二千人，多数是第一年，首月完课率低，续费集中在学期末，家长投诉也多，客服忙不过来"
         "。"},
        {CASE_NEED,
         "在不增加客服人数的前提下降低流失，并且让老师知道该先联系谁，学期中就能看到效果。"},
        {CASE_SOLUTION,
         "按最后一次登录的间隔分成四组，每组一种提醒；高风险的学员由辅导老师一对一联系并记录原因"
         "。"},
        {CASE_PROCESS,
         "两周清洗数据，一周试运行，之后每周复盘一次，把没有用的提醒去掉，把有用的推给全部班级。"},
        {CASE_RESULT,
         "续费率从 71% 升到 80%，投诉减半，老师人数没有增加，家长群里也有人主动介绍给别的学校。"},
        {CASE_FEEDBACK,
         "“提醒不打扰人，老师跟进也及时，我们第一次在学期中间就知道谁要走。”（教学主管，访谈记录"
         "）"},
        {CASE_INDUSTRY, "教育"},
    };
    Uuid id = stage_add_submittable(stage->library, title, "晨光在线教育");
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        set_field(stage->library, id, texts[i].field, value_text(str_of(texts[i].text)));
    return id;
}

/* Of the author fang wait a new case and one that was published before, with comments on it; li
 * reviews. */
static void wait_for_review(Stage *stage) {
    static const Person people[] = {{"fang", "editor", "华东", "方一"},
                                    {"li", "reviewer", "华东", "李敏"}};
    Error err;
    Uuid ids[2];
    static const char *const ways[] = {"submit", "review", "publish", "revise", "submit"};
    add_people(stage->library, people, COUNT_OF(people));
    stage_become(stage, "fang");
    for (size_t i = 0; i < 2; i++)
        ids[i] = add_whole(stage, i ? "按流失风险分层提醒" : "新来的案例：上线周期缩短一半");
    move_case(stage->library, ids[0], "submit");
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        stage_become(stage, i == 1 || i == 2 ? "li" : "fang");
        if (i == 4)
            set_field(stage->library, ids[1], CASE_RESULT,
                      value_text(str_of(
                          "续费率从 71% 升到 "
                          "83%，投诉减半，老师人数没有增加，家长群里也有人主动介绍给别的学校。")));
        move_case(stage->library, ids[1], ways[i]);
    }
    CommentNew what = {
        .case_id = ids[1], .field = CASE_RESULT, .body = STR("83% 的来源是哪份台账？")};
    stage_become(stage, "li");
    int number;
    assert_true(library_comment_add(stage->library, &what, &number, NULL, &err));
}

static void draw_scene(size_t scene, size_t size, Buf *out) {
    Stage *stage = stage_new();
    if (scenes[scene].held != true)
        stage_fill(stage);
    if (scenes[scene].held == REVIEWS)
        wait_for_review(stage);
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
