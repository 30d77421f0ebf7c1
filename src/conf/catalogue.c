#include "config.h"

#include "conf/catalogue.h"

#include "base/i18n.h"
#include "base/vec.h"

/* clang-format off */
static const Metric rows[] = {
    {"nps", N_("Net promoter score"), "points", BETTER_HIGHER, "NPS|net promoter score|净推荐值|净推荐分"},
    {"csat.top2", N_("Customer satisfaction"), "%", BETTER_HIGHER, "CSAT|customer satisfaction|客户满意度|满意度"},
    {"ces.mean", N_("Customer effort score"), "points", BETTER_HIGHER, "CES|customer effort score|客户费力度|费力度"},
    {"retention.logo", N_("Customer retention"), "%", BETTER_HIGHER, "logo retention|customer retention|客户留存率|留存率"},
    {"churn.logo", N_("Customer churn"), "%", BETTER_LOWER, "churn rate|customer churn|客户流失率|流失率"},
    {"retention.grr", N_("Gross revenue retention"), "%", BETTER_HIGHER, "GRR|gross revenue retention|毛收入留存率|毛收入留存"},
    {"retention.nrr", N_("Net revenue retention"), "%", BETTER_HIGHER, "NRR|NDR|net revenue retention|净收入留存率|净收入留存"},
    {"renewal.rate", N_("Renewal rate"), "%", BETTER_HIGHER, "renewal rate|续约率|续费率"},
    {"clv", N_("Customer lifetime value"), "", BETTER_HIGHER, "CLV|LTV|customer lifetime value|客户终身价值|客户生命周期价值"},
    {"cac", N_("Cost of winning a customer"), "", BETTER_LOWER, "CAC|customer acquisition cost|获客成本|客户获取成本"},
    {"ltv.cac", N_("Lifetime value to acquisition cost"), "", BETTER_HIGHER, "LTV:CAC|LTV/CAC|终身价值获客成本比"},
    {"payback", N_("Payback time"), "months", BETTER_LOWER, "payback period|CAC payback|回收期|获客成本回收期"},
    {"health", N_("Customer health"), "points", BETTER_HIGHER, "health score|customer health|客户健康度|健康度"},
    {"ttv", N_("Time to value"), "days", BETTER_LOWER, "TTV|time to value|首次价值时间|价值实现时间"},
    {"mrr", N_("Monthly recurring revenue"), "", BETTER_HIGHER, "MRR|monthly recurring revenue|月经常性收入|月度经常性收入"},
    {"arr", N_("Annual recurring revenue"), "", BETTER_HIGHER, "ARR|annual recurring revenue|年经常性收入|年度经常性收入"},
};
/* clang-format on */

const Metric *metric_rows(size_t *count) {
    *count = COUNT_OF(rows);
    return rows;
}

const Metric *metric_find(Str key_or_name) {
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str rest = str_of(rows[i].names), name;
        if (str_equal_ascii_case(str_of(rows[i].key), key_or_name))
            return &rows[i];
        while (rest.len && str_split(&rest, '|', &name))
            if (str_equal_ascii_case(name, key_or_name))
                return &rows[i];
    }
    return NULL;
}

Str metric_label(Str key) {
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (str_equal(str_of(rows[i].key), key))
            return str_of(_(rows[i].label));
    return key;
}

/* Of the names that begin with a Han character the first one is what people say. */
Str metric_label_in(Str key, bool chinese) {
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str rest = str_of(rows[i].names), name;
        if (!str_equal(str_of(rows[i].key), key))
            continue;
        while (chinese && rest.len && str_split(&rest, '|', &name))
            if ((unsigned char)name.ptr[0] >= 0xe4)
                return name;
        return str_of(rows[i].label);
    }
    return key;
}
