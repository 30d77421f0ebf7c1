#include "config.h"

#include "conf/keymap.h"

#include "base/file.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "conf/reader.h"
#include "format/yaml_read.h"

/* ---- the shipped map ---- */

/* Keys of case studies, of Hugo, Jekyll and Hexo, of exports from CRM programs, and Chinese ones;
 * written small with '_' between words. */
static const struct {
    EntityType type;
    const char *key, *field;
} shipped_keys[] = {
    {ENTITY_CASE, "subtitle", "summary"},
    {ENTITY_CASE, "description", "summary"},
    {ENTITY_CASE, "excerpt", "summary"},
    {ENTITY_CASE, "abstract", "summary"},
    {ENTITY_CASE, "intro", "summary"},
    {ENTITY_CASE, "headline", "title"},
    {ENTITY_CASE, "name", "title"},
    {ENTITY_CASE, "subject", "title"},
    {ENTITY_CASE, "company", "customer"},
    {ENTITY_CASE, "client", "customer"},
    {ENTITY_CASE, "account", "customer"},
    {ENTITY_CASE, "organization", "customer"},
    {ENTITY_CASE, "customername", "customer"},
    {ENTITY_CASE, "customer_name", "customer"},
    {ENTITY_CASE, "customercategory", "industry"},
    {ENTITY_CASE, "customer_category", "industry"},
    {ENTITY_CASE, "sector", "industry"},
    {ENTITY_CASE, "vertical", "industry"},
    {ENTITY_CASE, "location", "region"},
    {ENTITY_CASE, "country", "region"},
    {ENTITY_CASE, "city", "region"},
    {ENTITY_CASE, "language", "lang"},
    {ENTITY_CASE, "locale", "lang"},
    {ENTITY_CASE, "categories", "category"},
    {ENTITY_CASE, "keywords", "tags"},
    {ENTITY_CASE, "tag", "tags"},
    {ENTITY_CASE, "labels", "tags"},
    {ENTITY_CASE, "products", "product"},
    {ENTITY_CASE, "size", "size_band"},
    {ENTITY_CASE, "company_size", "size_band"},
    {ENTITY_CASE, "employees", "size_band"},
    {ENTITY_CASE, "date", "period.end"},
    {ENTITY_CASE, "start_date", "period.start"},
    {ENTITY_CASE, "end_date", "period.end"},
    {ENTITY_CASE, "challenge", "need"},
    {ENTITY_CASE, "challenges", "need"},
    {ENTITY_CASE, "problem", "need"},
    {ENTITY_CASE, "approach", "solution"},
    {ENTITY_CASE, "implementation", "process"},
    {ENTITY_CASE, "results", "result"},
    {ENTITY_CASE, "impact", "result"},
    {ENTITY_CASE, "outcome", "result"},
    {ENTITY_CASE, "quote", "feedback"},
    {ENTITY_CASE, "testimonial", "feedback"},
    {ENTITY_CASE, "text", "body"},
    {ENTITY_CASE, "content", "body"},
    {ENTITY_CASE, "competitors", "alternatives"},
    {ENTITY_CASE, "status", "state"},
    {ENTITY_CASE, "标题", "title"},
    {ENTITY_CASE, "客户", "customer"},
    {ENTITY_CASE, "客户名称", "customer"},
    {ENTITY_CASE, "摘要", "summary"},
    {ENTITY_CASE, "行业", "industry"},
    {ENTITY_CASE, "地区", "region"},
    {ENTITY_CASE, "区域", "region"},
    {ENTITY_CASE, "规模", "size_band"},
    {ENTITY_CASE, "分类", "category"},
    {ENTITY_CASE, "标签", "tags"},
    {ENTITY_CASE, "关键词", "tags"},
    {ENTITY_CASE, "产品", "product"},
    {ENTITY_CASE, "痛点", "pain"},
    {ENTITY_CASE, "主题", "theme"},
    {ENTITY_CASE, "背景", "background"},
    {ENTITY_CASE, "需求", "need"},
    {ENTITY_CASE, "挑战", "need"},
    {ENTITY_CASE, "方案", "solution"},
    {ENTITY_CASE, "解决方案", "solution"},
    {ENTITY_CASE, "过程", "process"},
    {ENTITY_CASE, "成效", "result"},
    {ENTITY_CASE, "结果", "result"},
    {ENTITY_CASE, "反馈", "feedback"},
    {ENTITY_CASE, "正文", "body"},
    {ENTITY_CASE, "负责人", "owner"},
    {ENTITY_CASE, "审核人", "reviewer"},
    {ENTITY_CASE, "状态", "state"},
    {ENTITY_CASE, "受众", "audience"},
    {ENTITY_CASE, "开始日期", "period.start"},
    {ENTITY_CASE, "结束日期", "period.end"},
    {ENTITY_CUSTOMER, "company", "name"},
    {ENTITY_CUSTOMER, "companyname", "name"},
    {ENTITY_CUSTOMER, "company_name", "name"},
    {ENTITY_CUSTOMER, "account", "name"},
    {ENTITY_CUSTOMER, "account_name", "name"},
    {ENTITY_CUSTOMER, "customer", "name"},
    {ENTITY_CUSTOMER, "customer_name", "name"},
    {ENTITY_CUSTOMER, "customer_id", "ext_id"},
    {ENTITY_CUSTOMER, "customerid", "ext_id"},
    {ENTITY_CUSTOMER, "account_id", "ext_id"},
    {ENTITY_CUSTOMER, "sector", "industry"},
    {ENTITY_CUSTOMER, "location", "region"},
    {ENTITY_CUSTOMER, "country", "region"},
    {ENTITY_CUSTOMER, "employees", "size_band"},
    {ENTITY_CUSTOMER, "size", "size_band"},
    {ENTITY_CUSTOMER, "csm", "owner"},
    {ENTITY_CUSTOMER, "account_manager", "owner"},
    {ENTITY_CUSTOMER, "名称", "name"},
    {ENTITY_CUSTOMER, "客户", "name"},
    {ENTITY_CUSTOMER, "客户名称", "name"},
    {ENTITY_CUSTOMER, "简称", "short_name"},
    {ENTITY_CUSTOMER, "编号", "ext_id"},
    {ENTITY_CUSTOMER, "行业", "industry"},
    {ENTITY_CUSTOMER, "规模", "size_band"},
    {ENTITY_CUSTOMER, "地区", "region"},
    {ENTITY_CUSTOMER, "区域", "region"},
    {ENTITY_CUSTOMER, "阶段", "stage"},
    {ENTITY_CUSTOMER, "负责人", "owner"},
    {ENTITY_CUSTOMER, "合同开始", "contract_start"},
    {ENTITY_CUSTOMER, "合同结束", "contract_end"},
    {ENTITY_CUSTOMER, "月收入", "mrr"},
    {ENTITY_CUSTOMER, "币种", "currency"},
};

/* Chinese words for choices, whatever the language of the process, and twins from elsewhere. */
static const struct {
    const char *field, *text, *value;
} shipped_values[] = {
    {"state", "草稿", "draft"},
    {"state", "已提交", "submitted"},
    {"state", "待审核", "submitted"},
    {"state", "审核中", "in_review"},
    {"state", "已发布", "published"},
    {"state", "发布", "published"},
    {"state", "已归档", "archived"},
    {"audience", "内部", "internal"},
    {"audience", "仅内部", "internal"},
    {"audience", "销售", "sales"},
    {"audience", "公开", "public"},
    {"audience", "可公开", "public"},
    {"success", "未成功", "none"},
    {"success", "失败", "none"},
    {"success", "部分成功", "partial"},
    {"success", "成功", "full"},
    {"success", "完全成功", "full"},
    {"consent.scope", "仅内部", "internal"},
    {"consent.scope", "匿名", "anonymous"},
    {"consent.scope", "仅匿名", "anonymous"},
    {"consent.scope", "实名", "named"},
    {"consent.scope", "可公开", "named"},
    {"verify.every_days", "永不", "never"},
    {"verify.every_days", "不再复核", "never"},
    {"stage", "获取", "acquire"},
    {"stage", "激活", "activate"},
    {"stage", "留存", "retain"},
    {"stage", "续约", "retain"},
    {"stage", "增购", "develop"},
    {"stage", "发展", "develop"},
    {"stage", "流失", "churned"},
    {"reference", "不可", "no"},
    {"reference", "需询问", "ask"},
    {"reference", "可以", "yes"},
    {"lang", "中文", "zh"},
    {"lang", "zh-cn", "zh"},
    {"lang", "zh_CN", "zh"},
    {"lang", "Chinese", "zh"},
    {"lang", "英文", "en"},
    {"lang", "en-us", "en"},
    {"lang", "en_US", "en"},
    {"lang", "English", "en"},
};

/* "Customer Name" and customer-name are customer_name. */
static bool same_key(Str key, const char *small) {
    for (size_t i = 0; i < key.len; i++) {
        char c = key.ptr[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == ' ' || c == '-' ? '_' : c;
        if (c != small[i] || !c)
            return false;
    }
    return !small[key.len];
}

static const char *shipped_field(const void *context, EntityType type, Str key) {
    (void)context;
    for (size_t i = 0; i < COUNT_OF(shipped_keys); i++)
        if (shipped_keys[i].type == type && same_key(key, shipped_keys[i].key))
            return shipped_keys[i].field;
    return NULL;
}

static bool shipped_value(const void *context, Str field, Str text, Str *out) {
    (void)context;
    for (size_t i = 0; i < COUNT_OF(shipped_values); i++) {
        if (field.len && field.ptr[0] == shipped_values[i].field[0] &&
            str_equal(field, str_of(shipped_values[i].field)) &&
            str_equal_ascii_case(text, str_of(shipped_values[i].text))) {
            *out = str_of(shipped_values[i].value);
            return true;
        }
    }
    return false;
}

const FormatMap *keymap_default(void) {
    static const FormatMap map = {shipped_field, shipped_value, NULL};
    return &map;
}

/* ---- a person's own map ---- */

struct Keymap {
    Arena arena;
    const DocNode *fields, *values; /* maps, or NULL */
    FormatMap map;
};

static bool entity_has(EntityType type, Str field) {
    const Entity *entity = entity_get(type);
    return entity && entity_field(entity, field) >= 0;
}

static const char *own_field(const void *context, EntityType type, Str key) {
    const Keymap *keymap = context;
    const DocNode *node = doc_member(keymap->fields, key);
    if (!node)
        return shipped_field(NULL, type, key);
    if (node->kind == DOC_NULL || !node->text.len)
        return "";
    return entity_has(type, node->text) ? node->text.ptr : NULL;
}

static bool own_value(const void *context, Str field, Str text, Str *out) {
    const Keymap *keymap = context;
    const DocNode *node = doc_member(doc_member(keymap->values, field), text);
    if (!node)
        return shipped_value(NULL, field, text, out);
    *out = node->text;
    return true;
}

static bool has_any_entity(Str field) {
    for (int type = ENTITY_NONE + 1; type < ENTITY_TYPES; type++)
        if (entity_has((EntityType)type, field))
            return true;
    return false;
}

static bool check_fields(ConfReader *reader, const DocNode *fields) {
    DOC_EACH(node, fields) {
        if (node->kind != DOC_NULL && node->kind != DOC_SCALAR)
            return conf_refuse(reader, node, N_("“{0}” must name one field"), node->key);
        if (node->text.len && !has_any_entity(node->text))
            return conf_refuse(reader, node, N_("there is no field “{0}”"), node->text);
    }
    return true;
}

static bool check_values(ConfReader *reader, const DocNode *values) {
    DOC_EACH(field, values) {
        if (!has_any_entity(field->key))
            return conf_refuse_key(reader, field, N_("there is no field “{0}”"));
        if (!conf_need(reader, field, DOC_MAP))
            return false;
        DOC_EACH(node, field) {
            if (node->kind != DOC_NULL && node->kind != DOC_SCALAR)
                return conf_refuse(reader, node, N_("“{0}” must stand for one value"), node->key);
        }
    }
    return true;
}

static bool take(Keymap *keymap, ConfReader *reader, const DocNode *root) {
    static const char *const parts[] = {"fields", "values", NULL};
    if (!conf_need(reader, root, DOC_MAP) || !conf_only(reader, root, parts))
        return false;
    keymap->fields = doc_member(root, STR("fields"));
    keymap->values = doc_member(root, STR("values"));
    return (!keymap->fields ||
            (conf_need(reader, keymap->fields, DOC_MAP) && check_fields(reader, keymap->fields))) &&
           (!keymap->values ||
            (conf_need(reader, keymap->values, DOC_MAP) && check_values(reader, keymap->values)));
}

bool keymap_parse(Str text, const char *name, Keymap **out, Error *err) {
    Keymap *keymap = mem_zalloc(sizeof *keymap);
    ConfReader reader = {name, err};
    DocNode *root;
    if (!conf_read(&reader, &keymap->arena, text, &root) || !take(keymap, &reader, root)) {
        keymap_free(keymap);
        return false;
    }
    keymap->map = (FormatMap){own_field, own_value, keymap};
    *out = keymap;
    return true;
}

bool keymap_read(const char *path, Keymap **out, Error *err) {
    Buf text = {0};
    bool good = file_read(path, YAML_MAX_DOCUMENT, &text, err) &&
                keymap_parse(buf_str(&text), path, out, err);
    buf_free(&text);
    return good;
}

const FormatMap *keymap_map(const Keymap *keymap) {
    return &keymap->map;
}

void keymap_free(Keymap *keymap) {
    if (!keymap)
        return;
    arena_free(&keymap->arena);
    free(keymap);
}
