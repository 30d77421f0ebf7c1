#include "config.h"

#include "library/examples.h"

#include "base/i18n.h"
#include "base/vec.h"

/* clang-format off */
static const QueryExample examples[] = {
    {N_("Words"), "renewal", "续费", N_("Cases that hold the word, the best match first."), true},
    {NULL, "renewal call", "续费 提醒", N_("All of the words, wherever they stand. When few cases hold them all, those with some of them follow below a rule."), true},
    {NULL, "\"first call\"", "\"续费率\"", N_("A phrase, exactly so; also “续费率” and 「续费率」."), true},
    {NULL, "rene*", "SL*", N_("Words that begin so. While you type, the last word is always taken so."), true},
    {NULL, "call -renewal", "银行 -续费", N_("Without a word; the minus also stands before brackets and fields."), true},
    {NULL, "(renewal | churn)", "(续费 | 流失)", N_("One or the other."), true},
    {NULL, "AL-2026-0001", "AL-2026-0001", N_("One case by its number."), true},
    {N_("Fields"), "industry:金融", "行业:金融", N_("A field has a value. Names of fields work in both languages, whatever yours is."), true},
    {NULL, "customer:银行", "客户:银行", N_("A customer or a person whose name holds it; me (我) is yourself."), true},
    {NULL, "owner:=gaoyue", "负责人:=gaoyue", N_("The whole name, not a part of it."), true},
    {NULL, "tags:续费,流失预警", "标签:续费、流失预警", N_("One of several values."), true},
    {NULL, "category:续约", "分类:续约", N_("A branch of the category tree, with everything below it."), true},
    {NULL, "region:华*", "地区:华*", N_("A value that begins so."), true},
    {NULL, "title:续费", "标题:续费", N_("Words of one field only: title, background, need, solution, process, result, feedback, body."), true},
    {NULL, "state:published", "状态:已发布", N_("A state."), true},
    {NULL, "-state:draft,submitted", "-状态:草稿,已提交", N_("Everything but these states."), true},
    {NULL, "audience:sales", "受众:销售", N_("To whom a case may be shown."), true},
    {NULL, "success:full", "成功:完全", N_("How far it succeeded."), true},
    {N_("Numbers"), "importance:>=8", "重要性:>=8", N_("At least; also <=, >, < and =."), true},
    {NULL, "importance:5..8", "重要性:五到八", N_("From one number to another; one end may be left out."), true},
    {NULL, "amount:>=100k", "金额:>=100万", N_("The largest sum of money among the outcomes, whatever its currency. Units: 百 千 万 百万 千万 亿, k and m; a per cent sign changes nothing."), true},
    {NULL, "completeness:<100%", "完整度:<100%", N_("How much of what publishing needs is there."), true},
    {N_("Dates"), "updated:last-week", "更新:上周", N_("Whole weeks (from Monday), months, quarters and years: this-, last-, next-; 本, 上, 下."), true},
    {NULL, "updated:30d", "更新:近三十天", N_("The last days, today with them: 7d, 2w, 3m, last-3-months; 近七天, 两周内."), true},
    {NULL, "updated:>3-days-ago", "更新:>三天前", N_("A day, week or month so long ago: 3-days-ago, 两周前, 三个月前."), true},
    {NULL, "created:>=2025-06", "创建:>=2025年6月", N_("A day, month, quarter or year: 2026-11-20, 2026-11, 2026-Q4, 2026; 11月, 第四季度, 去年."), true},
    {NULL, "updated:2026-W40..W47", "更新:2026-W40..W47", N_("From one day or period to another; the second may leave out what it shares with the first."), true},
    {NULL, "year:2026", "年份:2026", N_("The year in which the project ended; year:2025,2026 for one of two."), true},
    {NULL, "due:+90d", "到期:未来90天", N_("The days ahead."), true},
    {N_("State and gaps"), "is:draft", "是:草稿", N_("A state or a kind of trust in one word."), true},
    {NULL, "is:due,stale", "是:待核,过期", N_("Published cases that wait to be verified again."), true},
    {NULL, "is:mine", "是:我的", N_("Written or owned by yourself."), true},
    {NULL, "is:archived", "是:归档", N_("Archived cases are found only so; those in the trash with is:trashed (是:回收站)."), true},
    {NULL, "has:feedback", "有:反馈", N_("A field is filled."), true},
    {NULL, "no:result", "缺:结果", N_("A field is empty."), true},
    {N_("Order"), "renewal sort:-updated", "续费 排序:-更新", N_("By a field; a minus before it from high to low. Also newest (最新), oldest (最早) and score (相关度)."), true},
    {NULL, "state:published sort:title", "状态:已发布 排序:标题", N_("An order works with any query."), true},
};
/* clang-format on */

const QueryExample *query_example(size_t index) {
    return index < COUNT_OF(examples) ? &examples[index] : NULL;
}

const char *query_example_text(const QueryExample *example) {
    bool chinese = (unsigned char)_(examples[0].heading)[0] >= 0x80;
    return chinese ? example->chinese : example->english;
}
