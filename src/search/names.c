#include "config.h"

/* The names of fields and values in the query language. They are fixed in both languages: a query
 * means the same in every session. The keys and labels of the field table work besides. */
#include "search/query.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "record/state.h"
#include "text/fold.h"

typedef struct NameRow {
    const char *name;
    NameKind kind;
    int value; /* field or column */
} NameRow;

#define FIELD_NAME(name, field)                                                                    \
    { name, NAME_FIELD, field }

static const NameRow names[] = {
    {"is", NAME_IS, 0},
    {"是", NAME_IS, 0},
    {"has", NAME_HAS, 0},
    {"有", NAME_HAS, 0},
    {"no", NAME_NO, 0},
    {"无", NAME_NO, 0},
    {"缺", NAME_NO, 0},
    {"sort", NAME_SORT, 0},
    {"order", NAME_SORT, 0},
    {"排序", NAME_SORT, 0},
    {"trust", NAME_TRUST, 0},
    {"可信", NAME_TRUST, 0},
    {"信任", NAME_TRUST, 0},
    {"due", NAME_COLUMN, COLUMN_DUE},
    {"到期", NAME_COLUMN, COLUMN_DUE},
    {"复核日", NAME_COLUMN, COLUMN_DUE},
    {"completeness", NAME_COLUMN, COLUMN_COMPLETENESS},
    {"complete", NAME_COLUMN, COLUMN_COMPLETENESS},
    {"完整度", NAME_COLUMN, COLUMN_COMPLETENESS},
    {"amount", NAME_COLUMN, COLUMN_AMOUNT},
    {"金额", NAME_COLUMN, COLUMN_AMOUNT},
    {"date", NAME_COLUMN, COLUMN_UPDATED},
    {"日期", NAME_COLUMN, COLUMN_UPDATED},
    {"year", NAME_COLUMN, COLUMN_PERIOD_END},
    {"年份", NAME_COLUMN, COLUMN_PERIOD_END},
    FIELD_NAME("编号", CASE_ID),
    FIELD_NAME("标题", CASE_TITLE),
    FIELD_NAME("客户", CASE_CUSTOMER),
    FIELD_NAME("摘要", CASE_SUMMARY),
    FIELD_NAME("背景", CASE_BACKGROUND),
    FIELD_NAME("需求", CASE_NEED),
    FIELD_NAME("挑战", CASE_NEED),
    FIELD_NAME("方案", CASE_SOLUTION),
    FIELD_NAME("解决方案", CASE_SOLUTION),
    FIELD_NAME("步骤", CASE_STEPS),
    FIELD_NAME("过程", CASE_PROCESS),
    FIELD_NAME("结果", CASE_RESULT),
    FIELD_NAME("成效", CASE_RESULT),
    FIELD_NAME("反馈", CASE_FEEDBACK),
    FIELD_NAME("quote", CASE_FEEDBACK),
    FIELD_NAME("正文", CASE_BODY),
    FIELD_NAME("text", CASE_BODY),
    FIELD_NAME("指标", CASE_OUTCOMES),
    FIELD_NAME("outcome", CASE_OUTCOMES),
    FIELD_NAME("成功", CASE_SUCCESS),
    FIELD_NAME("成功度", CASE_SUCCESS),
    FIELD_NAME("替代", CASE_ALTERNATIVES),
    FIELD_NAME("相关", CASE_RELATED),
    FIELD_NAME("分类", CASE_CATEGORY),
    FIELD_NAME("类别", CASE_CATEGORY),
    FIELD_NAME("tag", CASE_TAGS),
    FIELD_NAME("标签", CASE_TAGS),
    FIELD_NAME("行业", CASE_INDUSTRY),
    FIELD_NAME("size", CASE_SIZE_BAND),
    FIELD_NAME("规模", CASE_SIZE_BAND),
    FIELD_NAME("地区", CASE_REGION),
    FIELD_NAME("区域", CASE_REGION),
    FIELD_NAME("地域", CASE_REGION),
    FIELD_NAME("产品", CASE_PRODUCT),
    FIELD_NAME("products", CASE_PRODUCT),
    FIELD_NAME("主题", CASE_THEME),
    FIELD_NAME("themes", CASE_THEME),
    FIELD_NAME("痛点", CASE_PAIN),
    FIELD_NAME("pains", CASE_PAIN),
    FIELD_NAME("start", CASE_PERIOD_START),
    FIELD_NAME("开始", CASE_PERIOD_START),
    FIELD_NAME("end", CASE_PERIOD_END),
    FIELD_NAME("period", CASE_PERIOD_END),
    FIELD_NAME("结束", CASE_PERIOD_END),
    FIELD_NAME("周期", CASE_PERIOD_END),
    FIELD_NAME("语言", CASE_LANG),
    FIELD_NAME("language", CASE_LANG),
    FIELD_NAME("satisfaction", CASE_SCORE_SATISFACTION),
    FIELD_NAME("满意度", CASE_SCORE_SATISFACTION),
    FIELD_NAME("业务规模", CASE_SCORE_BUSINESS_SIZE),
    FIELD_NAME("months", CASE_SCORE_COOPERATION_MONTHS),
    FIELD_NAME("合作月数", CASE_SCORE_COOPERATION_MONTHS),
    FIELD_NAME("创新", CASE_SCORE_INNOVATION),
    FIELD_NAME("传播", CASE_SCORE_SPREAD),
    FIELD_NAME("重要性", CASE_IMPORTANCE),
    FIELD_NAME("半衰期", CASE_HALF_LIFE),
    FIELD_NAME("受众", CASE_AUDIENCE),
    FIELD_NAME("可见", CASE_AUDIENCE),
    FIELD_NAME("consent", CASE_CONSENT_SCOPE),
    FIELD_NAME("授权", CASE_CONSENT_SCOPE),
    FIELD_NAME("expires", CASE_CONSENT_EXPIRES),
    FIELD_NAME("授权到期", CASE_CONSENT_EXPIRES),
    FIELD_NAME("status", CASE_STATE),
    FIELD_NAME("状态", CASE_STATE),
    FIELD_NAME("负责人", CASE_OWNER),
    FIELD_NAME("所有者", CASE_OWNER),
    FIELD_NAME("审核人", CASE_REVIEWER),
    FIELD_NAME("verified", CASE_VERIFY_LAST),
    FIELD_NAME("核验", CASE_VERIFY_LAST),
    FIELD_NAME("复核", CASE_VERIFY_LAST),
    FIELD_NAME("作者", CASE_AUTHOR),
    FIELD_NAME("版本", CASE_REV),
    FIELD_NAME("创建", CASE_CREATED),
    FIELD_NAME("更新", CASE_UPDATED),
    FIELD_NAME("修改", CASE_UPDATED),
    FIELD_NAME("published", CASE_PUBLISHED_AT),
    FIELD_NAME("发布", CASE_PUBLISHED_AT),
};

bool query_name_is(Str folded, const char *label) {
    Buf other = {0};
    text_fold(&other, str_of(label));
    size_t at = 0;
    /* A sign in front is no part of a name: state:-draft is not state:draft. */
    bool equal = folded.len && folded.ptr[0] != '-' && folded.ptr[0] != '_';
    for (size_t i = 0; i < folded.len && equal; i++) {
        if (folded.ptr[i] == '-' || folded.ptr[i] == '_' || folded.ptr[i] == ' ')
            continue;
        while (at < other.len && strchr("-_ ", other.data[at]))
            at++;
        equal = at < other.len && other.data[at] == folded.ptr[i];
        at += equal;
    }
    while (at < other.len && strchr("-_ ", other.data[at]))
        at++;
    equal = equal && at == other.len && folded.len;
    buf_free(&other);
    return equal;
}

static QueryName field_name(int field) {
    return (QueryName){NAME_FIELD, field, column_of_field(field)};
}

QueryName query_name_find(Str folded) {
    const Entity *entity = entity_get(ENTITY_CASE);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (str_equal(folded, str_of(names[i].name)))
            return names[i].kind == NAME_FIELD ? field_name(names[i].value)
                                               : (QueryName){names[i].kind, -1, names[i].value};
    for (size_t i = 0; i < entity->count; i++) {
        const Field *field = &entity->fields[i];
        if ((field->flags & FIELD_PRIVATE) || field->kind == FIELD_UUID)
            continue;
        if (query_name_is(folded, field->key) || query_name_is(folded, field->label) ||
            query_name_is(folded, _(field->label)))
            return field_name((int)i);
    }
    return (QueryName){0};
}

/* ---- orders ---- */

static const struct {
    const char *name;
    int column;
    bool descending;
} orders[] = {
    {"score", -1, true},
    {"relevance", -1, true},
    {"相关度", -1, true},
    {"相关", -1, true},
    {"newest", COLUMN_UPDATED, true},
    {"最新", COLUMN_UPDATED, true},
    {"oldest", COLUMN_UPDATED, false},
    {"最早", COLUMN_UPDATED, false},
};

static const struct {
    const char *ending;
    bool descending;
} directions[] = {{"desc", true}, {"倒序", true},  {"降序", true},
                  {"asc", false}, {"正序", false}, {"升序", false}};

bool query_sort_find(Str folded, int *column, bool *descending) {
    bool minus = folded.len && folded.ptr[0] == '-';
    if (minus)
        folded = str_make(folded.ptr + 1, folded.len - 1);
    *descending = minus;
    for (size_t i = 0; i < COUNT_OF(orders); i++)
        if (query_name_is(folded, orders[i].name)) {
            *column = orders[i].column;
            *descending = orders[i].descending != (minus && *column >= 0);
            return true;
        }
    for (size_t i = 0; i < COUNT_OF(directions); i++) {
        Str ending = str_of(directions[i].ending);
        if (str_ends(folded, ending) && folded.len > ending.len) {
            *descending = directions[i].descending;
            folded.len -= ending.len;
            break;
        }
    }
    QueryName found = query_name_find(folded);
    *column = found.column;
    return (found.kind == NAME_FIELD || found.kind == NAME_COLUMN) && found.column >= 0;
}

/* ---- values ---- */

typedef struct ValueRow {
    const char *name;
    int value;
} ValueRow;

static int find_value(const ValueRow *rows, size_t count, Str folded) {
    for (size_t i = 0; i < count; i++)
        if (query_name_is(folded, rows[i].name))
            return rows[i].value;
    return -1;
}

static const ValueRow states[] = {
    {"draft", STATE_DRAFT},         {"草稿", STATE_DRAFT},          {"submitted", STATE_SUBMITTED},
    {"已提交", STATE_SUBMITTED},    {"提交", STATE_SUBMITTED},      {"待审", STATE_SUBMITTED},
    {"in_review", STATE_IN_REVIEW}, {"review", STATE_IN_REVIEW},    {"审核中", STATE_IN_REVIEW},
    {"审核", STATE_IN_REVIEW},      {"published", STATE_PUBLISHED}, {"已发布", STATE_PUBLISHED},
    {"发布", STATE_PUBLISHED},      {"archived", STATE_ARCHIVED},   {"已归档", STATE_ARCHIVED},
    {"归档", STATE_ARCHIVED}};

int query_state_find(Str folded) {
    return find_value(states, COUNT_OF(states), folded);
}

static const ValueRow trusts[] = {
    {"verified", TRUST_VERIFIED}, {"可信", TRUST_VERIFIED},  {"已核验", TRUST_VERIFIED},
    {"已复核", TRUST_VERIFIED},   {"due", TRUST_DUE},        {"待核", TRUST_DUE},
    {"到期", TRUST_DUE},          {"待复核", TRUST_DUE},     {"stale", TRUST_STALE},
    {"过期", TRUST_STALE},        {"陈旧", TRUST_STALE},     {"imported", TRUST_IMPORTED},
    {"导入", TRUST_IMPORTED},     {"未核验", TRUST_IMPORTED}};

int query_trust_find(Str folded) {
    return find_value(trusts, COUNT_OF(trusts), folded);
}

static const struct {
    int field;
    const char *name, *key;
} choices[] = {{CASE_AUDIENCE, "内部", "internal"},
               {CASE_AUDIENCE, "仅内部", "internal"},
               {CASE_AUDIENCE, "销售", "sales"},
               {CASE_AUDIENCE, "公开", "public"},
               {CASE_AUDIENCE, "可公开", "public"},
               {CASE_SUCCESS, "未成功", "none"},
               {CASE_SUCCESS, "失败", "none"},
               {CASE_SUCCESS, "部分", "partial"},
               {CASE_SUCCESS, "部分成功", "partial"},
               {CASE_SUCCESS, "完全", "full"},
               {CASE_SUCCESS, "成功", "full"},
               {CASE_CONSENT_SCOPE, "内部", "internal"},
               {CASE_CONSENT_SCOPE, "仅内部", "internal"},
               {CASE_CONSENT_SCOPE, "匿名", "anonymous"},
               {CASE_CONSENT_SCOPE, "仅匿名", "anonymous"},
               {CASE_CONSENT_SCOPE, "实名", "named"},
               {CASE_CONSENT_SCOPE, "可公开", "named"}};

const char *query_choice_find(int field, Str folded) {
    const Choice *own = entity_get(ENTITY_CASE)->fields[field].choices;
    for (size_t i = 0; i < COUNT_OF(choices); i++)
        if (choices[i].field == field && str_equal(folded, str_of(choices[i].name)))
            return choices[i].key;
    for (; own && own->key; own++)
        if (query_name_is(folded, own->key) || query_name_is(folded, own->label) ||
            query_name_is(folded, _(own->label)))
            return own->key;
    return NULL;
}

static const ValueRow others[] = {
    {"trashed", IS_TRASHED},   {"trash", IS_TRASHED},  {"deleted", IS_TRASHED},
    {"回收站", IS_TRASHED},    {"已删除", IS_TRASHED}, {"mine", IS_MINE},
    {"me", IS_MINE},           {"我的", IS_MINE},      {"unpublished", IS_UNPUBLISHED},
    {"未发布", IS_UNPUBLISHED}};

IsKind query_is_find(Str folded, int *value) {
    int other = find_value(others, COUNT_OF(others), folded);
    *value = 0;
    if (other >= 0)
        return (IsKind)other;
    if ((*value = query_state_find(folded)) >= 0)
        return IS_STATE;
    if ((*value = query_trust_find(folded)) >= 0)
        return *value == TRUST_IMPORTED ? IS_IMPORTED : IS_TRUST;
    return IS_NONE;
}

/* ---- the words themselves, for completion and the manual ---- */

static bool is_chinese(const char *name) {
    return (unsigned char)name[0] >= 0x80;
}

static bool same_meaning(QueryName a, QueryName b) {
    return a.kind == b.kind && a.field == b.field && a.column == b.column;
}

static QueryName meaning(const NameRow *row) {
    return row->kind == NAME_FIELD ? field_name(row->value)
                                   : (QueryName){row->kind, -1, row->value};
}

/* Fields whose name may stand before a colon. */
static bool is_asked(int field) {
    const Field *info = &entity_get(ENTITY_CASE)->fields[field];
    return field == CASE_ID || (!(info->flags & FIELD_PRIVATE) && info->kind != FIELD_UUID &&
                                (column_of_field(field) >= 0 || info->flags & FIELD_SEARCHED ||
                                 info->kind == FIELD_ROWS));
}

/* A key that reads as a word is the field's English name; period.end and half_life have others. */
const char *query_name_word(QueryName name, bool chinese) {
    const char *key =
        name.kind == NAME_FIELD ? entity_get(ENTITY_CASE)->fields[name.field].key : NULL;
    if (key && !chinese && !strpbrk(key, "._"))
        return key;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (is_chinese(names[i].name) == chinese && same_meaning(meaning(&names[i]), name))
            return names[i].name;
    return key;
}

bool query_name_at(size_t index, QueryName *out) {
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        bool first = names[i].kind != NAME_FIELD;
        for (size_t j = 0; j < i && first; j++)
            first = !same_meaning(meaning(&names[j]), meaning(&names[i]));
        *out = meaning(&names[i]);
        if (first && index-- == 0)
            return true;
    }
    for (int field = 0; field < CASE_FIELDS; field++) {
        *out = field_name(field);
        if (is_asked(field) && index-- == 0)
            return true;
    }
    return false;
}

static const char *value_word(const ValueRow *rows, size_t count, int value, bool chinese) {
    for (size_t i = 0; i < count; i++)
        if (rows[i].value == value && is_chinese(rows[i].name) == chinese)
            return rows[i].name;
    return NULL;
}

const char *query_state_word(int state, bool chinese) {
    return value_word(states, COUNT_OF(states), state, chinese);
}

const char *query_trust_word(int trust, bool chinese) {
    return value_word(trusts, COUNT_OF(trusts), trust, chinese);
}

const char *query_choice_word(int field, const char *key, bool chinese) {
    for (size_t i = 0; i < COUNT_OF(choices) && chinese; i++)
        if (choices[i].field == field && strcmp(choices[i].key, key) == 0)
            return choices[i].name;
    return key;
}

const char *query_is_word(size_t index, bool chinese) {
    static const int more[] = {IS_UNPUBLISHED, IS_MINE, IS_TRASHED};
    for (int i = 0; i < CASE_STATES + CASE_TRUSTS + (int)COUNT_OF(more); i++) {
        const char *word = i < CASE_STATES ? query_state_word(i, chinese)
                           : i < CASE_STATES + CASE_TRUSTS
                               ? query_trust_word(i - CASE_STATES, chinese)
                               : value_word(others, COUNT_OF(others),
                                            more[i - CASE_STATES - CASE_TRUSTS], chinese);
        if (word && index-- == 0)
            return word;
    }
    return NULL;
}
