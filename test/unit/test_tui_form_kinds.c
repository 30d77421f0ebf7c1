#include "config.h"

#include "dice.h"
#include "form_keys.h"
#include "library_fixture.h"
#include "unit.h"

#include "base/vec.h"
#include "base/zone.h"
#include "tui/form/form.h"
#include "tui/widget/month.h"

/* Fields of every kind in the form: offers, what is new, days, trees, amounts, rows. */

static Record *blank(EntityType type) {
    Record *record = record_new(type);
    record_set_uuid(record, 0, uuid_new());
    if (type == ENTITY_CASE) {
        record_set_text(record, CASE_TITLE, STR("续费率提升"));
        record_set_text(record, CASE_STATE, STR("draft"));
        record_set_text(record, CASE_AUDIENCE, STR("internal"));
    }
    return record;
}

static Form *open_form(EntityType type) {
    Record *record = blank(type);
    Form *form = form_new(record, 0);
    record_free(record);
    return form;
}

/* --- what could stand there ------------------------------------------------------------------- */

static char named[64];

static Offer *add(Offers *out, const char *value, const char *detail, uint64_t count) {
    Offer *offer = offers_add(out, str_of(value), str_of(value), str_of(detail));
    offer->counted = true;
    offer->count = count;
    return offer;
}

static void add_tree(Offers *out) {
    static const struct {
        const char *path, *label;
        int depth;
    } nodes[] = {{"客户成功", "客户成功", 0},
                 {"客户成功/续约", "续约", 1},
                 {"客户成功/续约/流失挽回", "流失挽回", 2},
                 {"客户成功/续约/提前续约", "提前续约", 2},
                 {"服务支持", "服务支持", 0},
                 {"服务支持/培训", "培训", 1}};
    for (size_t i = 0; i < COUNT_OF(nodes); i++) {
        Offer *offer = offers_add(out, str_of(nodes[i].path), str_of(nodes[i].label), STR(""));
        offer->depth = nodes[i].depth;
        offer->branch = i == 0 || i == 1 || i == 4;
    }
    out->tree = true;
    out->rule = OFFER_CLOSED;
}

static void ask(void *context, int field, int sub, Str typed, Offers *out) {
    (void)context, (void)typed;
    if (field == CASE_CUSTOMER) {
        offers_also(out, add(out, "晨光在线教育", "教育", 12), STR("晨光"));
        add(out, "明德医院", "医疗", 3);
        out->rule = OFFER_GROWS;
        out->records = true;
    } else if (field == CASE_TAGS || field == CASE_INDUSTRY) {
        add(out, "续费", "", 5);
        add(out, "续费提醒", "", 2);
        add(out, "增购", "", 1);
        out->rule = OFFER_GROWS;
    } else if (field == CASE_CATEGORY) {
        add_tree(out);
    } else if (field == CASE_OWNER) {
        add(out, "wangfang", "王芳", 0);
        out->rule = OFFER_CLOSED;
    } else if (field == CASE_OUTCOMES && sub == OUTCOME_METRIC) {
        offers_also(out, offers_add(out, STR("Renewal rate"), STR("Renewal rate"), STR("")),
                    STR("续费率"));
    }
}

static void on_named(void *context, int field, Str value) {
    (void)context, (void)field;
    snprintf(named, sizeof named, "%.*s", STR_ARG(value));
}

static Form *open_case(int focus) {
    Form *form = open_form(ENTITY_CASE);
    named[0] = '\0';
    form_on_offers(form, ask, on_named, NULL);
    form_set_focus(form, focus);
    return form;
}

/* --- customers -------------------------------------------------------------------------------- */

static void a_customer_is_taken_by_pinyin(void **state) {
    (void)state;
    Form *form = open_case(CASE_CUSTOMER);
    form_type(form, "cgzx");
    assert_true(form_shows(form, 24, 80, "晨光在线教育"));
    assert_true(form_shows(form, 24, 80, "12"));
    form_press(form, "Tab"); /* takes it and goes on */
    expect_form_text(form, CASE_CUSTOMER, "晨光在线教育");
    assert_string_equal(named, "晨光在线教育");
    assert_false(form_shows(form, 24, 80, "12"));
    assert_int_equal(form_focus(form), CASE_SUMMARY);
    form_press(form, "S-Tab");
    form_press(form, "^Z");
    expect_form_text(form, CASE_CUSTOMER, "cgzx");
    form_free(form);
}

static void escape_closes_the_list_first(void **state) {
    (void)state;
    Form *form = open_case(CASE_CUSTOMER);
    form_type(form, "晨");
    assert_int_equal(form_press(form, "Esc"), FORM_USED);
    assert_false(form_shows(form, 24, 80, "晨光在线教育"));
    assert_int_equal(form_press(form, "Esc"), FORM_LEAVE);
    form_free(form);
}

/* Another name for what is known is written as it is called. */
static void a_short_name_becomes_the_name(void **state) {
    (void)state;
    Form *form = open_case(CASE_CUSTOMER);
    form_type(form, "晨光");
    form_press(form, "Esc");
    form_press(form, "Tab");
    expect_form_text(form, CASE_CUSTOMER, "晨光在线教育");
    assert_string_equal(named, "晨光在线教育");
    form_free(form);
}

/* F7 offers what fits what is typed; where nothing does it says so and lists no others. */
static void f7_lists_only_customers_that_fit(void **state) {
    (void)state;
    Form *form = open_case(CASE_CUSTOMER);
    form_type(form, "cg");
    form_press(form, "Esc");
    form_press(form, "F7");
    assert_true(form_shows(form, 24, 80, "晨光在线教育"));
    form_press(form, "Esc");
    form_press(form, "^U");
    form_type(form, "蓝湾");
    form_press(form, "F7");
    assert_false(form_shows(form, 24, 80, "晨光在线教育"));
    assert_true(form_shows(form, 24, 80, "No customer fits “蓝湾”"));
    form_press(form, "Tab");
    assert_true(form_shows(form, 24, 80, "is a new customer: asked about when saving"));
    form_free(form);
}

static void a_new_customer_is_asked_about(void **state) {
    (void)state;
    Form *form = open_case(CASE_CUSTOMER);
    form_type(form, "辰光在线教育"); /* sounds the same */
    form_press(form, "Tab");
    expect_form_text(form, CASE_CUSTOMER, "辰光在线教育");
    assert_true(form_shows(form, 24, 80, "New customer? Much like it"));
    assert_true(form_shows(form, 24, 80, "晨光在线教育 (12)"));
    assert_int_equal(form_press(form, "^S"), FORM_USED); /* a question */
    assert_true(form_shows(form, 24, 80, "create and go on"));
    assert_int_equal(form_press(form, "a"), FORM_USED); /* no answer, and no text either */
    assert_int_equal(form_press(form, "Enter"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_CUSTOMER);
    assert_true(form_shows(form, 24, 80, "Not saved: “辰光在线教育”"));
    assert_true(form_shows(form, 24, 80, "晨光在线教育 (12)")); /* what it is near to */
    form_press(form, "F7");
    assert_int_equal(form_press(form, "Enter"), FORM_CHANGED);
    expect_form_text(form, CASE_CUSTOMER, "晨光在线教育");
    assert_int_equal(form_press(form, "^S"), FORM_SAVE);
    form_free(form);
}

/* What is there under nearly the same name is taken in the question itself. */
static void the_question_offers_what_is_known(void **state) {
    (void)state;
    Form *form = open_case(CASE_CUSTOMER);
    form_type(form, "辰光在线教育");
    form_set_focus(form, CASE_TAGS);
    form_type(form, "续费; 续费提型");
    form_press(form, "^S");
    assert_true(form_shows(form, 24, 80, "take “晨光在线教育” instead of “"));
    form_press(form, "Up"); /* not beyond the first */
    form_press(form, "Down");
    *named = '\0';
    assert_int_equal(form_press(form, "Enter"), FORM_USED);
    expect_form_text(form, CASE_CUSTOMER, "晨光在线教育");
    assert_string_equal(named, "晨光在线教育");
    assert_false(form_shows(form, 24, 80, "take “晨光在线教育”"));
    assert_true(
        form_shows(form, 24, 80, "take “续费提醒” instead of “")); /* and of the other word */
    form_press(form, "Down");
    assert_int_equal(form_press(form, "Enter"), FORM_SAVE); /* nothing is new any more */
    expect_form_text(form, CASE_TAGS, "续费; 续费提醒");
    assert_false(form_shows(form, 24, 80, "New here"));
    form_free(form);
    form = open_case(CASE_CUSTOMER);
    form_type(form, "辰光在线教育");
    form_press(form, "^D");
    form_press(form, "Esc"); /* what submitting asks for comes first */
    form_press(form, "^S");
    form_press(form, "End");
    assert_int_equal(form_press(form, "Enter"), FORM_SAVE); /* the last line creates it */
    expect_form_text(form, CASE_CUSTOMER, "辰光在线教育");
    form_free(form);
}

/* The word itself is replaced, not what it is a part of. */
static void what_is_taken_stands_in_the_place_of_the_word(void **state) {
    (void)state;
    Form *form = open_case(CASE_TAGS);
    form_type(form, "每周一次的续费提型名单; 续费提型");
    form_press(form, "^S");
    assert_true(form_shows(form, 24, 80, "take “续费提醒” instead of “续费提型”"));
    form_press(form, "Down"); /* 续费 instead of the first one */
    form_press(form, "Down");
    assert_int_equal(form_press(form, "Enter"), FORM_USED);
    expect_form_text(form, CASE_TAGS, "每周一次的续费提型名单; 续费提醒");
    form_free(form);
}

static void a_sentence_for_a_customer_is_warned_of(void **state) {
    (void)state;
    static const struct {
        const char *typed;
        bool sentence;
    } rows[] = {
        {"客户反映系统太慢。", true},
        {"他们想退款，怎么办", true},
        {"上海浦东新区康桥镇社区卫生服务中心第二门诊部体检和健康管理科室办公室", true},
        {"Morning Light Online School Ltd.", false},
        {"康桥体检", false},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Form *form = open_case(CASE_CUSTOMER);
        form_type(form, rows[i].typed);
        form_press(form, "^S");
        assert_true(form_shows(form, 24, 80, "create and go on"));
        assert_int_equal(form_shows(form, 24, 80, "That reads like a sentence"), rows[i].sentence);
        assert_true(form_shows(form, 9, 40, "back to it")); /* the answers are always seen */
        form_press(form, "Esc");
        form_free(form);
    }
    Form *form = open_case(CASE_TAGS); /* of a tag nothing like that is said */
    form_type(form, "客户反映系统太慢。");
    form_press(form, "^S");
    assert_true(form_shows(form, 24, 80, "create and go on"));
    assert_false(form_shows(form, 24, 80, "That reads like a sentence"));
    form_free(form);
}

/* Back from the question nothing is taken by itself: what is typed stands behind the word, and what
 * was not confirmed is asked about again. */
static void back_from_the_question_nothing_changes(void **state) {
    (void)state;
    Form *form = open_case(CASE_CUSTOMER);
    form_type(form, "辰光在线教育");
    form_set_focus(form, CASE_TAGS);
    form_type(form, "续费; 港口");
    for (int i = 0; i < 2; i++) {
        assert_int_equal(form_press(form, "^S"), FORM_USED);
        assert_true(form_shows(form, 24, 80, "create and go on"));
        assert_true(form_shows(form, 24, 80, "辰光在线教育"));
        assert_true(form_shows(form, 24, 80, "港口"));
        form_press(form, "Enter");
        assert_int_equal(form_focus(form), CASE_CUSTOMER);
        form_press(form, "Tab"); /* takes nothing that is like it */
        expect_form_text(form, CASE_CUSTOMER, "辰光在线教育");
        assert_false(form_shows(form, 24, 80, "Not saved: "));
    }
    form_press(form, "^S");
    form_press(form, "Enter");
    form_type(form, "班");
    expect_form_text(form, CASE_CUSTOMER, "辰光在线教育班");
    assert_int_equal(form_press(form, "^S"), FORM_USED);
    assert_int_equal(form_press(form, "y"), FORM_SAVE);
    form_free(form);
}

/* However many they are: all are counted and asked about, some at a time. */
static void many_new_words_are_all_asked_about(void **state) {
    enum { WORDS = 57 };
    (void)state;
    Form *form = open_case(CASE_TAGS);
    for (int i = 0; i < WORDS; i++) {
        char word[16];
        snprintf(word, sizeof word, "%s词%d", i ? "; " : "", 100 + i);
        form_type(form, word);
    }
    form_press(form, "Esc");
    assert_int_equal(form_press(form, "^S"), FORM_USED);
    assert_true(form_shows(form, 24, 80, "New here (57)"));
    assert_true(form_shows(form, 24, 80, "词100"));
    assert_true(form_shows(form, 24, 80, "... and more"));
    assert_int_equal(form_press(form, "y"), FORM_USED); /* the first forty */
    assert_true(form_shows(form, 24, 80, "New here (17)"));
    assert_true(form_shows(form, 24, 80, "词140"));
    assert_true(form_shows(form, 24, 80, "词156"));
    assert_int_equal(form_press(form, "y"), FORM_SAVE);
    form_free(form);
}

static void one_key_confirms_what_is_new(void **state) {
    (void)state;
    static const char *const yes[] = {"y", "1", "是", "１", "ｙ"};
    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        Form *form = open_case(CASE_CUSTOMER);
        form_type(form, "北屿重机");
        form_set_focus(form, CASE_TAGS);
        form_type(form, "续费; 港口");
        assert_int_equal(form_press(form, "^S"), FORM_USED);
        assert_true(form_shows(form, 24, 80, "北屿重机"));
        assert_true(form_shows(form, 24, 80, "港口"));
        assert_int_equal(form_press(form, yes[i]), FORM_SAVE);
        assert_int_equal(form_press(form, "^S"), FORM_SAVE); /* not a second time */
        form_free(form);
    }
}

static void what_was_there_needs_no_question(void **state) {
    (void)state;
    Record *record = blank(ENTITY_CASE);
    Value tags[] = {value_text(STR("港口"))};
    record_set(record, CASE_TAGS, value_list(tags, 1));
    Form *form = form_new(record, 3);
    form_on_offers(form, ask, NULL, NULL);
    form_set_focus(form, CASE_TAGS);
    form_press(form, "End");
    form_type(form, "; 增购");
    assert_int_equal(form_press(form, "^S"), FORM_SAVE);
    record_free(record);
    form_free(form);
}

/* The last row says that it is new: no second question. */
static void new_can_be_chosen_from_the_list(void **state) {
    (void)state;
    Form *form = open_case(CASE_CUSTOMER);
    form_type(form, "明德");
    assert_true(form_shows(form, 24, 80, "New: 明德"));
    form_press(form, "Up");
    form_press(form, "Enter");
    expect_form_text(form, CASE_CUSTOMER, "明德");
    assert_int_equal(form_press(form, "^S"), FORM_SAVE);
    form_free(form);
}

/* --- tags ------------------------------------------------------------------------------------- */

/* What is typed is as good as what is offered: nothing is taken unless it is chosen. */
static void tags_are_not_taken_by_themselves(void **state) {
    (void)state;
    Form *form = open_case(CASE_TAGS);
    form_type(form, "续费提");
    assert_true(form_shows(form, 24, 80, "续费提醒"));
    form_press(form, "Tab");
    expect_form_text(form, CASE_TAGS, "续费提");
    form_set_focus(form, CASE_TAGS);
    form_press(form, "End");
    form_type(form, "醒；zg");
    form_press(form, "Enter"); /* letters that are sounds choose */
    expect_form_text(form, CASE_TAGS, "续费提醒； 增购; ");
    form_press(form, "Tab");
    expect_form_text(form, CASE_TAGS, "续费提醒; 增购");
    form_free(form);
}

/* The comma of Chinese lists does not part: a person learns it before one long tag is made. */
static void several_typed_as_one_are_told(void **state) {
    (void)state;
    static const char *const typed[] = {"老客户、回访", "老客户，回访", "老客户,回访"};
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        Form *form = open_case(CASE_TAGS);
        form_type(form, typed[i]);
        form_press(form, "Tab");
        assert_true(form_shows(form, 24, 80, "is new here as one"));
        assert_int_equal(form_press(form, "^S"), FORM_USED);
        assert_true(form_shows(form, 24, 80, "are these several?"));
        form_free(form);
    }
    Form *form = open_case(CASE_CUSTOMER); /* holds one */
    form_type(form, "甲、乙公司");
    form_press(form, "Tab");
    assert_false(form_shows(form, 24, 80, "is new here as one"));
    form_free(form);
}

static void the_item_at_the_caret_is_replaced(void **state) {
    (void)state;
    Form *form = open_case(CASE_TAGS);
    form_type(form, "增;流失");
    for (int i = 0; i < 3; i++)
        form_press(form, "Left");
    form_press(form, "F7");
    assert_true(form_shows(form, 24, 80, "增购"));
    form_press(form, "Enter");
    expect_form_text(form, CASE_TAGS, "增购;流失");
    form_free(form);
}

/* --- closed lists ------------------------------------------------------------------------------
 */

static void a_path_by_hand_is_checked(void **state) {
    (void)state;
    Form *form = open_case(CASE_CATEGORY);
    form_type(form, "客户成功/续约");
    form_press(form, "Esc");
    form_press(form, "Tab");
    assert_true(form_says(form, CASE_CATEGORY, "is a branch"));
    assert_true(form_says(form, CASE_CATEGORY, "流失挽回"));
    form_type(form, "续费"); /* a tag: the category stays as good as missing */
    form_press(form, "Tab");
    assert_true(form_shows(form, 24, 180, "Outcomes, Category"));
    assert_int_equal(form_press(form, "^S"), FORM_USED);
    assert_int_equal(form_focus(form), CASE_CATEGORY);
    form_set_text(form, CASE_CATEGORY, STR("流失晚回"));
    form_press(form, "Tab");
    assert_true(form_says(form, CASE_CATEGORY, "流失挽回")); /* much like it */
    form_set_text(form, CASE_CATEGORY, STR("无关"));
    assert_int_equal(form_press(form, "^S"), FORM_USED);
    assert_true(form_says(form, CASE_CATEGORY, "无关"));
    form_set_text(form, CASE_CATEGORY, STR("提前续约")); /* the leaf alone says it */
    form_set_focus(form, CASE_CATEGORY);
    form_press(form, "Tab");
    expect_form_text(form, CASE_CATEGORY, "客户成功/续约/提前续约");
    assert_false(form_shows(form, 24, 180, "Outcomes, Category"));
    form_set_focus(form, CASE_OWNER);
    form_type(form, "nobody");
    assert_int_equal(form_press(form, "^S"), FORM_USED);
    assert_true(form_says(form, CASE_OWNER, "nobody"));
    form_set_text(form, CASE_OWNER, STR("wangfang"));
    assert_int_equal(form_press(form, "^S"), FORM_SAVE);
    form_free(form);
}

static void the_tree_opens_and_filters(void **state) {
    (void)state;
    Form *form = open_case(CASE_CATEGORY);
    form_press(form, "F7");
    assert_true(form_shows(form, 24, 80, "服务支持"));
    assert_false(form_shows(form, 24, 80, "流失挽回"));
    form_press(form, "Enter"); /* a branch opens, it is not taken */
    assert_true(form_shows(form, 24, 80, "续约"));
    form_press(form, "Right");
    form_press(form, "Right");
    assert_true(form_shows(form, 24, 80, "流失挽回"));
    form_press(form, "Left");
    assert_false(form_shows(form, 24, 80, "流失挽回"));
    form_press(form, "Left"); /* to the parent */
    form_press(form, "Left");
    assert_false(form_shows(form, 24, 80, "续约"));
    form_type(form, "tq");
    assert_true(form_shows(form, 24, 80, "提前续约"));
    assert_false(form_shows(form, 24, 80, "流失挽回"));
    assert_int_equal(form_press(form, "Enter"), FORM_CHANGED);
    expect_form_text(form, CASE_CATEGORY, "客户成功/续约/提前续约");
    form_press(form, "F7"); /* opens at what stands there */
    assert_true(form_shows(form, 24, 80, "流失挽回"));
    form_type(form, "qqq");
    assert_true(form_shows(form, 24, 80, "Nothing is called so"));
    assert_int_equal(form_press(form, "Enter"), FORM_USED);
    assert_int_equal(form_press(form, "Esc"), FORM_USED);
    expect_form_text(form, CASE_CATEGORY, "客户成功/续约/提前续约");
    form_free(form);
}

/* --- days, numbers, amounts ----------------------------------------------------------------------
 */

static void days_in_words_become_dates(void **state) {
    (void)state;
    Form *form = open_case(CASE_PERIOD_START);
    form_type(form, "3月1日");
    form_press(form, "Tab");
    expect_form_text(form, CASE_PERIOD_START, "2026-03-01");
    form_type(form, "2026年9月");
    form_press(form, "Tab");
    expect_form_text(form, CASE_PERIOD_END, "2026-09-30");
    form_set_focus(form, CASE_PERIOD_START);
    form_press(form, "^U");
    form_type(form, "soon");
    form_press(form, "Tab");
    assert_true(form_says(form, CASE_PERIOD_START, "is not a date"));
    expect_form_text(form, CASE_PERIOD_START, "soon");
    form_free(form);
}

static void a_day_is_chosen_from_a_month(void **state) {
    (void)state;
    Form *form = open_case(CASE_PERIOD_START);
    form_type(form, "today");
    form_press(form, "F7");
    assert_true(form_shows(form, 24, 80, "2026-11"));
    assert_true(form_shows(form, 24, 80, "47 16")); /* the week and its Monday */
    assert_true(form_shows(form, 24, 80, "20."));   /* today */
    form_press(form, "PageUp");
    form_press(form, "Down");
    form_press(form, "Left");
    assert_int_equal(form_press(form, "Enter"), FORM_CHANGED);
    expect_form_text(form, CASE_PERIOD_START, "2026-10-26");
    form_press(form, "F7");
    form_press(form, "t");
    form_press(form, "Esc");
    expect_form_text(form, CASE_PERIOD_START, "2026-10-26");
    form_press(form, "F7");
    form_press(form, "ｔ");
    form_press(form, "Enter");
    expect_form_text(form, CASE_PERIOD_START, "2026-11-20");
    form_press(form, "F7");
    assert_true(form_shows(form, 12, 40, "2026-11"));
    assert_true(form_shows(form, 6, 40, "20.")); /* the week stays in view */
    form_free(form);
}

static void the_picker_keeps_its_bounds(void **state) {
    (void)state;
    Month month = {.date = date_make(2026, 1, 31), .today = date_make(2026, 11, 20)};
    static const struct {
        const char *key;
        int year, month, day;
    } steps[] = {{"PageDown", 2026, 2, 28}, {"Home", 2026, 2, 1}, {"End", 2026, 2, 28},
                 {"Right", 2026, 3, 1},     {"Up", 2026, 2, 22},  {"t", 2026, 11, 20},
                 {"Down", 2026, 11, 27},    {"x", 2026, 11, 27}};
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        InputKey key;
        assert_true(input_key_parse(str_of(steps[i].key), &key));
        month_key(&month, key);
        assert_int_equal(month.date, date_make(steps[i].year, steps[i].month, steps[i].day));
    }
    month.date = date_make(1900, 1, 1);
    month_key(&month, (InputKey){.code = INPUT_UP});
    month_key(&month, (InputKey){.code = INPUT_PAGE_UP});
    assert_int_equal(month.date, date_make(1900, 1, 1));
    /* A press takes the day that stands there. */
    Grid grid = {0};
    grid_resize(&grid, 24, 80);
    month.date = date_make(2026, 11, 20);
    month_draw(&month, &grid, grid_all(&grid));
    InputEvent press = {.type = INPUT_TYPE_MOUSE,
                        .mouse = INPUT_MOUSE_PRESS,
                        .button = 1,
                        .row = grid.cursor_row + 1,
                        .col = grid.cursor_col};
    assert_int_equal(month_mouse(&month, &press), WIDGET_DONE);
    assert_int_equal(month.date, date_make(2026, 11, 27));
    press.row = press.col = 0;
    assert_int_equal(month_mouse(&month, &press), WIDGET_CANCELLED);
    grid_free(&grid);
}

static void whole_numbers_say_their_bounds(void **state) {
    (void)state;
    Form *form = open_case(CASE_SCORE_SATISFACTION);
    assert_true(form_shows(form, 24, 80, "from 0 to 100"));
    form_type(form, "101");
    form_press(form, "Tab");
    assert_true(form_says(form, CASE_SCORE_SATISFACTION, "between 0 and 100"));
    form_set_text(form, CASE_SCORE_SATISFACTION, STR("九十"));
    form_set_focus(form, CASE_SCORE_SATISFACTION);
    form_press(form, "Tab");
    expect_form_text(form, CASE_SCORE_SATISFACTION, "90");
    form_free(form);
}

static void an_amount_takes_its_currency_along(void **state) {
    (void)state;
    Form *form = open_form(ENTITY_CUSTOMER);
    Record *record;
    form_set_focus(form, CUSTOMER_MRR);
    form_type(form, "1.2万 USD");
    form_press(form, "Tab");
    expect_form_text(form, CUSTOMER_MRR, "12,000");
    expect_form_text(form, CUSTOMER_CURRENCY, "USD");
    assert_true(form_build(form, &record));
    assert_int_equal(record->values[CUSTOMER_MRR].decimal.units, 12000);
    assert_int_equal(record->values[CUSTOMER_MRR].decimal.scale, 0);
    Form *again = form_new(record, 1);
    expect_form_text(again, CUSTOMER_MRR, "12,000");
    assert_false(form_is_dirty(again));
    form_free(again);
    record_free(record);
    form_set_focus(form, CUSTOMER_MRR);
    form_press(form, "^U");
    form_type(form, "8000");
    form_press(form, "Tab");
    expect_form_text(form, CUSTOMER_MRR, "8,000");
    expect_form_text(form, CUSTOMER_CURRENCY, "USD"); /* stays what it was */
    form_set_focus(form, CUSTOMER_MRR);
    form_press(form, "^U");
    form_type(form, "12,00");
    form_press(form, "Tab");
    assert_true(form_says(form, CUSTOMER_MRR, "is not a number"));
    form_free(form);
}

/* --- rows ------------------------------------------------------------------------------------- */

static void a_metric_brings_its_unit(void **state) {
    (void)state;
    Form *form = open_case(CASE_OUTCOMES);
    Record *record;
    form_type(form, "xufei");
    assert_true(form_shows(form, 24, 80, "Renewal rate"));
    form_press(form, "Enter");
    expect_form_text(form, CASE_OUTCOMES, "Renewal rate\t%\t\t\t\t\t");
    form_press(form, "Tab");
    form_press(form, "Tab");
    form_type(form, "71%");
    form_press(form, "Tab");
    form_type(form, "80");
    form_press(form, "Tab");
    form_type(form, "今天");
    form_press(form, "Tab");
    expect_form_text(form, CASE_OUTCOMES, "Renewal rate\t%\t71\t80\t2026-11-20\t\t");
    assert_true(form_shows(form, 24, 80, "+9 points"));
    assert_true(form_shows(form, 24, 180, "+9 points"));
    assert_true(form_build(form, &record));
    const Value *row = &record->values[CASE_OUTCOMES].list.items[0];
    assert_true(str_equal(row->list.items[OUTCOME_METRIC].text, STR("renewal.rate")));
    record_free(record);
    form_free(form);
}

/* What a change function heard last. */
static void hear(void *context, int field, Str text) {
    Buf *heard = context;
    if (field != CASE_OUTCOMES)
        return;
    buf_clear(heard);
    buf_put_str(heard, text);
}

/* The draft hears at once that a cell was written as it is meant, also when a click left it. */
static void a_click_settles_the_cell_for_the_draft(void **state) {
    (void)state;
    Form *form = open_case(CASE_OUTCOMES);
    Grid grid = {0};
    Buf heard = {0};
    InputEvent click = {.type = INPUT_TYPE_MOUSE, .mouse = INPUT_MOUSE_PRESS, .button = 1};
    form_on_change(form, hear, &heard);
    form_type(form, "投诉");
    form_press(form, "Tab");
    form_press(form, "Tab");
    form_type(form, "４０");
    grid_resize(&grid, 24, 100);
    form_draw(form, &grid, grid_all(&grid));
    click.row = grid.cursor_row;
    for (click.col = grid.cursor_col; click.col > 20; click.col -= 4)
        form_event(form, &click); /* over the cells on its left */
    assert_string_equal(buf_text(&heard), "投诉\t\t40\t\t\t\t");
    expect_form_text(form, CASE_OUTCOMES, "投诉\t\t40\t\t\t\t");
    buf_free(&heard);
    grid_free(&grid);
    form_free(form);
}

/* As in spreadsheets; of a month that is measured in, its last day counts. */
static void tab_into_a_cell_selects_it(void **state) {
    (void)state;
    Form *form = open_case(CASE_OUTCOMES);
    form_type(form, "投诉");
    form_press(form, "Tab");
    form_type(form, "次");
    form_press(form, "Tab");
    form_type(form, "40");
    form_press(form, "Tab");
    form_type(form, "20");
    form_press(form, "Tab");
    form_type(form, "2026-02");
    form_press(form, "S-Tab");
    expect_form_text(form, CASE_OUTCOMES, "投诉\t次\t40\t20\t2026-02-28\t\t");
    assert_true(form_shows(form, 24, 80, "Typing replaces it"));
    form_type(form, "15");
    expect_form_text(form, CASE_OUTCOMES, "投诉\t次\t40\t15\t2026-02-28\t\t");
    assert_false(form_shows(form, 24, 80, "Typing replaces it"));
    form_press(form, "S-Tab");
    form_press(form, "Right"); /* edits it, and stays there */
    assert_false(form_shows(form, 24, 80, "Typing replaces it"));
    form_type(form, "0");
    expect_form_text(form, CASE_OUTCOMES, "投诉\t次\t400\t15\t2026-02-28\t\t");
    form_press(form, "^B");
    form_press(form, "Tab"); /* into the table */
    assert_int_equal(form_focus(form), CASE_OUTCOMES);
    form_type(form, "故障");
    expect_form_text(form, CASE_OUTCOMES, "故障\t次\t400\t15\t2026-02-28\t\t");
    form_press(form, "^B");
    form_press(form, "^N"); /* not by Tab: behind what stands there */
    form_type(form, "数");
    expect_form_text(form, CASE_OUTCOMES, "故障数\t次\t400\t15\t2026-02-28\t\t");
    form_free(form);
}

/* Typed by hand: the catalogue's name and unit; what is not in it stays as it is. */
static void a_typed_metric_is_settled(void **state) {
    (void)state;
    Form *form = open_case(CASE_OUTCOMES);
    form_type(form, "nps");
    assert_int_equal(form_press(form, "Tab"), FORM_CHANGED);
    expect_form_text(form, CASE_OUTCOMES, "Net promoter score\tpoints\t\t\t\t\t");
    form_press(form, "^Z"); /* with the typing one step */
    expect_form_text(form, CASE_OUTCOMES, "");
    form_type(form, "投诉数");
    form_press(form, "Tab");
    form_press(form, "Tab");
    form_type(form, "１２，０００");
    form_press(form, "Tab");
    expect_form_text(form, CASE_OUTCOMES, "投诉数\t\t12000\t\t\t\t");
    form_free(form);
}

/* A list of what one cell could hold is not of the next one, which may know nothing. */
static void the_list_of_a_cell_goes_with_it(void **state) {
    (void)state;
    Form *form = open_case(CASE_OUTCOMES);
    form_type(form, "费");
    assert_true(form_shows(form, 24, 80, "Renewal rate"));
    form_press(form, "Right");
    assert_false(form_shows(form, 24, 80, "Renewal rate"));
    form_press(form, "F7");
    assert_true(form_shows(form, 24, 80, "There is nothing to choose for this cell."));
    form_free(form);
}

static void what_rows_cannot_do_is_said(void **state) {
    (void)state;
    static const char *const whys[][2] = {{"1", "The row cannot go there."},
                                          {"3", "The row is empty."},
                                          {"6", "Nothing to take back."}};
    for (size_t i = 0; i < COUNT_OF(whys); i++) {
        Form *form = open_case(CASE_STEPS);
        form_press(form, "F8");
        form_press(form, whys[i][0]); /* it cannot be chosen: the menu stays */
        assert_true(form_shows(form, 24, 80, whys[i][1]));
        form_free(form);
    }
}

static void rows_move_and_come_back(void **state) {
    (void)state;
    Form *form = open_case(CASE_STEPS);
    form_press(form, "Tab");
    form_type(form, "一");
    form_press(form, "Enter");
    form_press(form, "Tab");
    form_type(form, "二");
    expect_form_text(form, CASE_STEPS, "\t一\n\t二");
    form_press(form, "F8");
    form_press(form, "1"); /* up; the menu stays */
    expect_form_text(form, CASE_STEPS, "\t二\n\t一");
    form_press(form, "2");
    form_press(form, "Esc");
    expect_form_text(form, CASE_STEPS, "\t一\n\t二");
    form_press(form, "C-Up");
    expect_form_text(form, CASE_STEPS, "\t二\n\t一");
    form_press(form, "F8");
    form_press(form, "3"); /* duplicate */
    expect_form_text(form, CASE_STEPS, "\t二\n\t二\n\t一");
    form_press(form, "F8");
    form_press(form, "5");
    expect_form_text(form, CASE_STEPS, "\t二\n\t一");
    form_press(form, "F8");
    form_press(form, "6"); /* undo */
    expect_form_text(form, CASE_STEPS, "\t二\n\t二\n\t一");
    form_press(form, "^Z");
    expect_form_text(form, CASE_STEPS, "\t二\n\t一");
    form_press(form, "^Y");
    expect_form_text(form, CASE_STEPS, "\t二\n\t二\n\t一");
    form_press(form, "F7"); /* a word: nothing is known of it */
    assert_true(form_shows(form, 24, 80, "nothing to choose for this cell"));
    form_press(form, "S-Tab");
    form_press(form, "F7");
    form_press(form, "Enter");
    assert_true(str_find(form_text(form, CASE_STEPS), STR("2026-11-20"), 0) != SIZE_MAX);
    form_free(form);
}

/* Seven cells and the change: a card where a table has no room. */
static void the_row_that_is_edited_is_a_card(void **state) {
    (void)state;
    Form *form = open_case(CASE_OUTCOMES);
    form_set_text(form, CASE_OUTCOMES,
                  STR("Renewal rate\t%\t71\t80\t2026-11-20\tledger\t203\n投诉\t次\t40\t20\t\t\t"));
    form_set_focus(form, CASE_OUTCOMES);
    assert_true(form_shows(form, 24, 80, "Sample size  203"));
    assert_true(form_shows(form, 24, 80, "投诉  次  40  20"));
    form_press(form, "Down"); /* cell by cell */
    form_press(form, "Down");
    form_press(form, "^U");
    form_type(form, "72");
    expect_form_text(form, CASE_OUTCOMES,
                     "Renewal rate\t%\t72\t80\t2026-11-20\tledger\t203\n投诉\t次\t40\t20\t\t\t");
    for (int i = 0; i < 4; i++)
        form_press(form, "Down");
    assert_true(form_shows(form, 12, 40, "203"));
    assert_true(form_shows(form, 12, 40, "Sample size"));
    form_press(form, "Down"); /* over the end to the next row */
    assert_true(form_shows(form, 24, 80, "Renewal rate  %  72  80"));
    assert_false(form_shows(form, 24, 180, "Sample size  203")); /* a table again */
    form_free(form);
}

/* --- many keys between two pictures ----------------------------------------------------------- */

static void expect_same(const Form *drawn, const Form *blind, int key, const char *name) {
    if (form_focus(drawn) != form_focus(blind))
        fail_msg("key %d, %s: field %d, without pictures %d", key, name, form_focus(drawn),
                 form_focus(blind));
    for (int field = 0; field < CASE_FIELDS; field++)
        if (!str_equal(form_text(drawn, field), form_text(blind, field)))
            fail_msg("key %d, %s: field %d is %.*s, without pictures %.*s", key, name, field,
                     STR_ARG(form_text(drawn, field)), STR_ARG(form_text(blind, field)));
}

/* Whoever types faster than pictures come gets the same: 200 keys a second or one. Keys that go by
 * lines of the screen are left out. */
static void pictures_decide_nothing(void **state) {
    (void)state;
    static const char *const names[] = {
        "c",   "g",     "z",  "x",  "续",    "费",        "1",      "7",    "；",    "Space", "Tab",
        "Tab", "S-Tab", "^N", "^B", "Enter", "Backspace", "Delete", "Left", "Right", "F7",    "^Z",
        "^Y",  "^K",    "^W", "F8", "^O",    "^R",        "F5",     "Esc",  "^S",    "y"};
    for (int walk = 0; walk < 6; walk++) {
        Form *drawn = open_case(CASE_TITLE), *blind = open_case(CASE_TITLE);
        for (int key = 0; key < 1500; key++) {
            const char *name = names[dice(COUNT_OF(names))];
            form_shows(drawn, 24, 80, "");
            FormResult a = form_press(drawn, name), b = form_press(blind, name);
            if (a != b)
                fail_msg("key %d, %s: %d, without pictures %d", key, name, (int)a, (int)b);
            expect_same(drawn, blind, key, name);
            if (dice(100) == 0) { /* both go on from a place that is known */
                int where = (int)dice(12);
                for (int i = 0; i < 2; i++) {
                    form_press(i ? drawn : blind, "Esc");
                    form_set_focus(i ? drawn : blind, CASE_CUSTOMER + where);
                }
            }
        }
        form_free(drawn);
        form_free(blind);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_customer_is_taken_by_pinyin),
        cmocka_unit_test(escape_closes_the_list_first),
        cmocka_unit_test(a_short_name_becomes_the_name),
        cmocka_unit_test(a_new_customer_is_asked_about),
        cmocka_unit_test(f7_lists_only_customers_that_fit),
        cmocka_unit_test(the_question_offers_what_is_known),
        cmocka_unit_test(a_sentence_for_a_customer_is_warned_of),
        cmocka_unit_test(back_from_the_question_nothing_changes),
        cmocka_unit_test(what_is_taken_stands_in_the_place_of_the_word),
        cmocka_unit_test(many_new_words_are_all_asked_about),
        cmocka_unit_test(one_key_confirms_what_is_new),
        cmocka_unit_test(what_was_there_needs_no_question),
        cmocka_unit_test(new_can_be_chosen_from_the_list),
        cmocka_unit_test(tags_are_not_taken_by_themselves),
        cmocka_unit_test(several_typed_as_one_are_told),
        cmocka_unit_test(the_item_at_the_caret_is_replaced),
        cmocka_unit_test(a_path_by_hand_is_checked),
        cmocka_unit_test(the_tree_opens_and_filters),
        cmocka_unit_test(days_in_words_become_dates),
        cmocka_unit_test(a_day_is_chosen_from_a_month),
        cmocka_unit_test(the_picker_keeps_its_bounds),
        cmocka_unit_test(whole_numbers_say_their_bounds),
        cmocka_unit_test(an_amount_takes_its_currency_along),
        cmocka_unit_test(a_metric_brings_its_unit),
        cmocka_unit_test(a_click_settles_the_cell_for_the_draft),
        cmocka_unit_test(tab_into_a_cell_selects_it),
        cmocka_unit_test(a_typed_metric_is_settled),
        cmocka_unit_test(the_list_of_a_cell_goes_with_it),
        cmocka_unit_test(what_rows_cannot_do_is_said),
        cmocka_unit_test(rows_move_and_come_back),
        cmocka_unit_test(the_row_that_is_edited_is_a_card),
        cmocka_unit_test(pictures_decide_nothing),
    };
    return cmocka_run_group_tests(tests, fixture_set_clock, NULL);
}
