#include "config.h"

#include "unit.h"

#include "base/vec.h"
#include "conf/measure.h"

/* Sentences as people say them in interviews, and the row of outcomes that is proposed. */
static const struct {
    const char *sentence, *metric, *before, *after, *unit;
} said[] = {
    {"续费率从 71% 提高到 80%", "renewal.rate", "71", "80", "%"},
    {"renewals rose from 71% to 80%", "renewals", "71", "80", "%"},
    {"投诉减少一半 42 → 21", "投诉", "42", "21", ""},
    {"投诉減少一半４２→２１", "投诉", "42", "21", ""},
    {"他们说，首次响应时间由6小时缩短到40分钟。", "首次响应时间", "", "40", "分钟"},
    {"上线三个月后，客户满意度从82.5分升到91分", "csat.top2", "82.5", "91", "分"},
    {"留存率由百分之七十一提高到百分之八十", "retention.logo", "71", "80", "%"},
    {"2026年3月起，月均工单从 1,236 单降至 803 单", "月均工单", "1236", "803", "单"},
    {"The churn rate fell to 3.5% from 6%", "churn.logo", "6", "3.5", "%"},
    {"流失率是 4%，去年是 9%", "churn.logo", "9", "4", "%"},
    {"NPS 达到 52", "nps", "", "52", ""},
    {"完课率提高了9个百分点", "完课率", "", "9", "百分点"},
    {"以前首月完课率只有 54%", "首月完课率", "54", "", "%"},
    {"- 到 9 月底统计：续报率 52% -> 66%", "续报率", "52", "66", "%"},
    {"9 月底续报率 66%", "续报率", "", "66", "%"},
    {"投诉每月 31 起降到 12 起", "投诉", "31", "12", "起/月"},
    {"每月投诉 31 起降到 12 起", "投诉", "31", "12", "起/月"},
    {"1、首月：从 54% 到 70%", "首月", "54", "70", "%"},
    {"As of October 31, response time fell from 9 hours to 4 hours", "response time", "9", "4",
     "hours"},
    {"our v2 setup took 12 days", "our v2 setup took", "", "12", "days"},
};

static void sentences_propose_an_outcome(void **state) {
    (void)state;
    Measure m = {0};
    for (size_t i = 0; i < COUNT_OF(said); i++) {
        bool any = measure_find(str_of(said[i].sentence), &m);
        if (!any || strcmp(buf_text(&m.metric), said[i].metric) != 0 ||
            strcmp(buf_text(&m.before), said[i].before) != 0 ||
            strcmp(buf_text(&m.after), said[i].after) != 0 ||
            strcmp(buf_text(&m.unit), said[i].unit) != 0)
            fail_msg("%s: %d [%s] [%s] [%s] [%s]", said[i].sentence, any, buf_text(&m.metric),
                     buf_text(&m.before), buf_text(&m.after), buf_text(&m.unit));
    }
    measure_free(&m);
}

static void a_sentence_holds_several(void **state) {
    (void)state;
    static const struct {
        const char *passage, *rows;
    } cases[] = {
        {"- 到 9 月底统计：续报率 52% -> 66%，完课率从 38% 提到 57%，投诉每月 31 起降到 12 "
         "起。数字在“教务台账 2026Q3”",
         "续报率 52 66 %\n完课率 38 57 %\n投诉 31 12 起/月\n"},
        {"As of October 31, completion rose from 1,038 users to 1,157 users, refunds from 9% to "
         "4%.",
         "completion 1038 1157 users\nrefunds 9 4 %\n"},
        {"流失率是 4%，去年是 9%", "churn.logo 9 4 %\n"},
        {"续费率有改善，从 71% 提高到 80%", "renewal.rate 71 80 %\n"},
        {"没有数字，也没有别的", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Measures all = {0};
        Buf rows = {0};
        measure_find_all(str_of(cases[i].passage), &all);
        VEC_EACH (m, &all)
            buf_printf(&rows, "%s %s %s %s\n", buf_text(&m->metric), buf_text(&m->before),
                       buf_text(&m->after), buf_text(&m->unit));
        assert_string_equal(buf_text(&rows), cases[i].rows);
        measures_free(&all);
        buf_free(&rows);
    }
}

static void some_numbers_are_no_measure(void **state) {
    (void)state;
    static const char *const none[] = {
        "",          "没有数字的一句话", "2026年3月15日上线", "第3季度开始",
        "Q3 begins", "AL-2026-0011",     "一个客户",          "系统 v2 上线",
        "since 2026"};
    Measure m = {0};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        if (measure_find(str_of(none[i]), &m))
            fail_msg("%s: %s", none[i], buf_text(&m.after));
    measure_free(&m);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_propose_an_outcome),
        cmocka_unit_test(a_sentence_holds_several),
        cmocka_unit_test(some_numbers_are_no_measure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
