#include "config.h"

#include "format_kit.h"

#include "conf/keymap.h"

#define assert_conf_error(err, row, col, part)                                                     \
    do {                                                                                           \
        Buf said_ = {0};                                                                           \
        error_render(&(err), &said_);                                                              \
        if ((err).line != (row) || (err).column != (col) || !strstr(buf_text(&said_), part))       \
            fail_msg("said: %s", buf_text(&said_));                                                \
        buf_free(&said_);                                                                          \
    } while (0)

/* ---- key map ---- */

static void shipped_keys_name_fields(void **state) {
    (void)state;
    static const char *const keys[] = {"subtitle", "customerCategory", "Start Date", "客户名称"};
    const FormatMap *map = keymap_default();
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const char *field = map->field(map->context, ENTITY_CASE, str_of(keys[i]));
        assert_non_null(field);
        assert_true(entity_field(entity_get(ENTITY_CASE), str_of(field)) >= 0);
    }
    assert_null(map->field(map->context, ENTITY_CASE, STR("license")));
    assert_null(map->field(map->context, ENTITY_TEAM, STR("subtitle")));
    /* A shipped key never stands in front of a field of ours. */
    for (int type = ENTITY_NONE + 1; type < ENTITY_TYPES; type++) {
        const Entity *entity = entity_get((EntityType)type);
        for (size_t i = 0; i < entity->count; i++)
            assert_null(map->field(map->context, entity->type, str_of(entity->fields[i].key)));
    }
}

static void foreign_front_matter_finds_its_fields(void **state) {
    (void)state;
    Got got = got_read_as(
        FORMAT_MARKDOWN, ENTITY_CASE, "huawei.md", keymap_default(),
        STR("---\ntitle: 华为\nsubtitle: 拥抱云原生\nlocation: 深圳\nlanguage: zh-CN\n"
            "customerCategory: 通信\ndate: 2024-05-06 10:00:00 +0800\n"
            "description: 更长的说明\nstatus: active\ncategories:\n  - [客户成功, 续约]\n  - 其他\n"
            "audience: 仅内部\nlicense: CC-BY-4.0\n---\n正文\n"));
    const Record *record = got.records.items[0];
    if (!record)
        got_print(&got);
    assert_non_null(record);
    assert_text(record, CASE_SUMMARY, "拥抱云原生");
    assert_text(record, CASE_REGION, "深圳");
    assert_text(record, CASE_LANG, "zh");
    assert_text(record, CASE_INDUSTRY, "通信");
    assert_text(record, CASE_AUDIENCE, "internal");
    assert_text(record, CASE_CATEGORY, "客户成功/续约");
    assert_true(record_has(record, CASE_PERIOD_END));
    assert_false(record_has(record, CASE_STATE)); /* "active" is none of ours: kept, not refused */
    assert_true(
        str_equal(record->unknown, STR("{\"description\":\"更长的说明\",\"license\":\"CC-BY-4.0\","
                                       "\"status\":\"active\"}")));
    got_free(&got);
    /* A file of ours is taken as it is. */
    got = got_read_as(FORMAT_YAML, ENTITY_CASE, "x", keymap_default(),
                      STR("uuid: 0195e0c2-7f3a-7c41-9b1e-2f6d0a4b8c11\ntitle: t\nsubtitle: s\n"
                          "body: \"# T\\n\\n## 背景\\nB\"\n"));
    record = got.records.items[0];
    assert_non_null(record);
    assert_text(record, CASE_BODY, "# T\n\n## 背景\nB");
    assert_false(record_has(record, CASE_SUMMARY));
    got_free(&got);
}

static void own_key_map_goes_over_the_shipped_one(void **state) {
    (void)state;
    Keymap *keymap;
    Error err;
    assert_true(keymap_parse(
        STR("fields:\n  Firma: customer\n  title: summary\n  headline: title\n  secret: ~\n"
            "values:\n  industry:\n    IT: 软件\n    Fin: ~\n"),
        "map.yaml", &keymap, &err));
    Got got = got_read_as(FORMAT_CSV, ENTITY_CASE, "x.csv", keymap_map(keymap),
                          STR("Firma,title,headline,secret,industry,location\nA "
                              "GmbH,s,h,1,IT,Berlin\nB,s,h,,Fin,\n"));
    const Record *record = got.records.items[0];
    assert_non_null(record);
    assert_true(str_equal(record_ref_name(record, CASE_CUSTOMER), STR("A GmbH")));
    assert_text(record, CASE_SUMMARY, "s");
    assert_text(record, CASE_TITLE, "h");
    assert_text(record, CASE_INDUSTRY, "软件");
    assert_text(record, CASE_REGION, "Berlin");
    assert_int_equal(record->unknown.len, 0);
    assert_false(record_has(got.records.items[1], CASE_INDUSTRY));
    got_free(&got);
    keymap_free(keymap);
    keymap_free(NULL);
}

static void broken_key_maps_are_refused_with_the_line(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int line, column;
        const char *says;
    } cases[] = {
        {"fields:\n  a: titel\n", 2, 6, "no field “titel”"},
        {"fields:\n  a: [title]\n", 2, 6, "one field"},
        {"fields: title\n", 1, 9, "map"},
        {"values:\n  titel: {a: b}\n", 2, 3, "no field “titel”"},
        {"values:\n  industry: x\n", 2, 13, "map"},
        {"values:\n  industry: {x: [1]}\n", 2, 17, "one value"},
        {"field:\n  a: title\n", 1, 1, "not known"},
        {"fields:\n  a: title\n  a: title\n", 3, 3, "twice"},
        {"- a\n", 1, 1, "map"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Keymap *keymap;
        Error err;
        assert_false(keymap_parse(str_of(cases[i].text), "m", &keymap, &err));
        assert_conf_error(err, cases[i].line, cases[i].column, cases[i].says);
    }
    Keymap *keymap;
    Error err;
    assert_false(keymap_read("no/such/map.yaml", &keymap, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_keys_name_fields),
        cmocka_unit_test(foreign_front_matter_finds_its_fields),
        cmocka_unit_test(own_key_map_goes_over_the_shipped_one),
        cmocka_unit_test(broken_key_maps_are_refused_with_the_line),
    };
    return cmocka_run_group_tests_name("conf", tests, NULL, NULL);
}
