#include "config.h"

#include "expect.h"
#include "format_kit.h"

#include "base/file.h"
#include "base/uuid.h"
#include "conf/catalogue.h"
#include "conf/keybinds.h"
#include "conf/keymap.h"
#include "conf/options.h"
#include "conf/taxonomy.h"
#include "conf/themefile.h"

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
        if (!entity)
            continue; /* numbers have gaps */
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
    static const Refusal cases[] = {
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
        bool ok = keymap_parse(str_of(cases[i].text), "m", &keymap, &err);
        expect_refusal(&cases[i], ok, &err);
    }
    Keymap *keymap;
    Error err;
    assert_false(keymap_read("no/such/map.yaml", &keymap, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

/* ---- options ---- */

static void every_option_has_a_default_that_passes_its_own_check(void **state) {
    (void)state;
    for (int id = 0; id < OPTIONS; id++) {
        const OptionRow *row = option_row((OptionId)id);
        OptionId found;
        Buf out = {0};
        Error err;
        assert_true(option_find(str_of(row->key), &found));
        assert_int_equal(found, id);
        assert_true(option_check(found, str_of(row->standard), &out, &err));
        assert_string_equal(buf_text(&out), row->standard);
        assert_true(*row->label && *row->help);
        buf_free(&out);
    }
    OptionId none;
    assert_false(option_find(STR("colour"), &none));
}

static void later_sources_win(void **state) {
    (void)state;
    Options options = {0};
    Error err;
    assert_string_equal(option_text(&options, OPTION_COLOR), "auto");
    assert_int_equal(option_source(&options, OPTION_COLOR), SOURCE_STANDARD);
    assert_true(options_set(&options, SOURCE_TEAM, OPTION_COLOR, STR("16"), &err));
    assert_true(options_set(&options, SOURCE_PERSONAL, OPTION_COLOR, STR("256"), &err));
    assert_true(options_read_file(&options, SOURCE_FILE,
                                  STR("# mine\ncolor: 16\nlow_bandwidth: on\nkeys: {open: x}\n"),
                                  "c", &err));
    assert_string_equal(option_text(&options, OPTION_COLOR), "16");
    assert_true(option_switch(&options, OPTION_LOW_BANDWIDTH));
    setenv("NO_COLOR", "1", 1);
    options_read_environment(&options);
    unsetenv("NO_COLOR");
    assert_string_equal(option_text(&options, OPTION_COLOR), "none");
    assert_int_equal(option_source(&options, OPTION_COLOR), SOURCE_ENVIRONMENT);
    assert_true(options_set(&options, SOURCE_COMMAND, OPTION_COLOR, STR("256"), &err));
    assert_string_equal(option_text(&options, OPTION_COLOR), "256");
    for (int source = SOURCE_COMMAND; source > SOURCE_TEAM; source--)
        assert_true(
            options_set(&options, (OptionSource)source, OPTION_COLOR, (Str){NULL, 0}, &err));
    assert_string_equal(option_text(&options, OPTION_COLOR), "16");
    assert_string_equal(option_source_label(option_source(&options, OPTION_COLOR)), "team");
    assert_true(options_set(&options, SOURCE_TEAM, OPTION_SECTION_MIN, STR("６0"), &err));
    assert_int_equal(option_number(&options, OPTION_SECTION_MIN), 60);
    options_free(&options);
}

static void wrong_options_are_refused(void **state) {
    (void)state;
    static const Refusal cases[] = {
        {"color: 16\ncolour: 16\n", 2, 1, "no option"},
        {"color: 17\n", 1, 8, "one of"},
        {"theme: [a]\n", 1, 8, "one value"},
        {"low_bandwidth: maybe\n", 1, 16, "yes or no"},
        {"section_min: 40\n", 1, 14, "whole library"},
        {"zone: Asia/Shanghai\n", 1, 7, "never changes"},
        {"theme: \"\"\n", 1, 8, "one of"},
        {"- theme\n", 1, 1, "map"},
        {"theme: a: b\n", 1, 9, "quotes"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Options options = {0};
        Error err;
        assert_true(options_set(&options, SOURCE_FILE, OPTION_PREVIEW, STR("below"), &err));
        bool ok = options_read_file(&options, SOURCE_FILE, str_of(cases[i].text), "c", &err);
        expect_refusal(&cases[i], ok, &err);
        assert_string_equal(option_text(&options, OPTION_PREVIEW), "below"); /* as before */
        assert_null(options.values[SOURCE_FILE][OPTION_COLOR]);
        options_free(&options);
    }
    Options options = {0};
    Error err;
    assert_false(options_set(&options, SOURCE_TEAM, OPTION_SECTION_MIN, STR("501"), &err));
    assert_false(options_set(&options, SOURCE_PERSONAL, OPTION_SECTION_MIN, STR("50"), &err));
    assert_int_equal(err.code, ERR_DENIED);
    assert_false(options_set(&options, SOURCE_TEAM, OPTION_ZONE, STR("UTC"), &err));
    options_free(&options);
}

/* ---- keys and themes ---- */

static bool bind_action(void *context, Str action, int line, int column, Error *err) {
    Buf *out = context;
    assert_true(line > 0 && column > 0);
    if (!str_equal(action, STR("open")) && !str_equal(action, STR("quit")))
        return error_set(err, ERR_INVALID, "there is no action “{0}”", "S", action);
    buf_printf(out, "%.*s:", STR_ARG(action));
    return true;
}

static bool bind_key(void *context, Str action, Str key, Error *err) {
    Buf *out = context;
    (void)action;
    if (key.len > 5)
        return error_set(err, ERR_INVALID, "“{0}” is no key", "S", key);
    buf_printf(out, " %.*s", STR_ARG(key));
    return true;
}

static void keys_are_handed_over_one_by_one(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *keys;
        int line, column;
    } cases[] = {
        {"theme: x\nkeys:\n  open: [Enter, l]\n  quit: ^Q\n", "open: Enter lquit: ^Q", 0, 0},
        {"keys: {open: []}\n", "open:", 0, 0},
        {"keys: '{open: [Enter, l]}'\n", "open: Enter l", 0, 0},
        {"keys:\n", "", 0, 0},
        {"theme: x\n", "", 0, 0},
        {"", "", 0, 0},
        {"keys:\n  open: x\n  close: x\n", "open: x", 3, 3},
        {"keys:\n  open: [x, Hyper-x]\n", "open: x", 2, 13},
        {"keys:\n  open: {x: y}\n", "open:", 2, 9},
        {"keys: [open]\n", "", 1, 7},
        {"keys: {open: [~]}\n", "open:", 1, 15},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Buf out = {0};
        Error err = {0};
        KeybindsTake take = {bind_action, bind_key, &out};
        assert_int_equal(keybinds_read(str_of(cases[i].text), "k", &take, &err),
                         cases[i].line == 0);
        assert_string_equal(buf_text(&out), cases[i].keys);
        assert_int_equal(err.line, cases[i].line);
        assert_int_equal(err.column, cases[i].column);
        buf_free(&out);
    }
}

static bool take_style(void *context, Str part, Str role, Str look, Error *err) {
    Buf *out = context;
    if (str_equal(look, STR("pink")))
        return error_set(err, ERR_INVALID, "no such look", "");
    buf_printf(out, "%.*s.%.*s=%.*s;", STR_ARG(part), STR_ARG(role), STR_ARG(look));
    return true;
}

static void theme_files_are_taken_in_the_order_of_the_parts(void **state) {
    (void)state;
    static const char *const parts[] = {"mono", "colours_16", NULL};
    static const struct {
        const char *text, *styles;
        int line, column;
    } cases[] = {
        {"name: x\ncolours_16: {title: bold cyan, n: 12}\nmono:\n  title: bold\n",
         "mono.title=bold;colours_16.title=bold cyan;colours_16.n=12;", 0, 0},
        {"colours_16: {}\n", "", 1, 1},
        {"name: x\ncolours_8: {}\n", "", 2, 1},
        {"name: x\nmono: bold\n", "", 2, 7},
        {"name: x\nmono:\n  a: bold\n  b: pink\n", "mono.a=bold;", 4, 3},
        {"name: x\nmono: {a: [b]}\n", "", 2, 11},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Buf out = {0}, title = {0};
        Error err = {0};
        ThemefileTake take = {parts, take_style, &out};
        bool good = themefile_read(str_of(cases[i].text), "t", &title, &take, &err);
        assert_int_equal(good, cases[i].line == 0);
        assert_string_equal(buf_text(&title), good ? "x" : "");
        assert_string_equal(buf_text(&out), cases[i].styles);
        assert_int_equal(err.line, cases[i].line);
        assert_int_equal(err.column, cases[i].column);
        buf_free(&out);
        buf_free(&title);
    }
}

/* ---- taxonomy ---- */

static const char taxonomy_text[] =
    "categories:\n  - name: 客户成功\n    name_en: Customer success\n    children:\n"
    "      - name: 续约\n        name_en: Renew\n        children:\n"
    "          - {name: 流失挽回, name_en: Churn rescue}\n          - {name: 其他}\n"
    "  - name: 服务\n    children: [{name: 其他}]\n"
    "industries: [{name: 金融, name_en: Finance}, 教育]\n"
    "tags:\n  - {name: 续费, synonyms: [续约, renewal]}\n";

static void taxonomy_is_found_by_names_and_paths(void **state) {
    (void)state;
    Taxonomy *taxonomy;
    Error err;
    size_t count;
    assert_true(taxonomy_parse(str_of(taxonomy_text), "t", &taxonomy, &err));
    const TaxonomyCategory *all = taxonomy_categories(taxonomy, &count);
    assert_int_equal(count, 6);
    assert_true(str_equal(all[2].path, STR("客户成功/续约/流失挽回")));
    assert_true(all[2].leaf && !all[1].leaf);
    static const char *const same[] = {"客户成功/续约/流失挽回", "客户成功 ／ 续约 / 流失挽回",
                                       "流失挽回", "customer success/Renew/CHURN rescue",
                                       "Churn rescue"};
    for (size_t i = 0; i < COUNT_OF(same); i++)
        assert_ptr_equal(taxonomy_find(taxonomy, str_of(same[i])), &all[2]);
    static const char *const none[] = {"其他", "客户成功/流失挽回", "", "/", "客户成功/", "x"};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_null(taxonomy_find(taxonomy, str_of(none[i])));
    assert_non_null(taxonomy_find(taxonomy, STR("服务/其他")));
    assert_int_equal(taxonomy_list(taxonomy, STR("industry"))->len, 2);
    assert_null(taxonomy_list(taxonomy, STR("title")));
    assert_true(
        str_equal(taxonomy_value(taxonomy, STR("tags"), STR("Renewal"))->name, STR("续费")));
    Buf out = {0};
    taxonomy_label(taxonomy, STR("category"), STR("客户成功/续约/其他"), true, &out);
    assert_string_equal(buf_text(&out), "Customer success/Renew/其他");
    buf_clear(&out);
    taxonomy_label(taxonomy, STR("industry"), STR("金融"), true, &out);
    taxonomy_label(taxonomy, STR("industry"), STR("教育"), true, &out);
    taxonomy_label(taxonomy, STR("industry"), STR("金融"), false, &out);
    assert_string_equal(buf_text(&out), "Finance教育金融");
    buf_free(&out);
    taxonomy_free(taxonomy);
    taxonomy_free(NULL);
}

static void broken_taxonomies_are_refused_with_the_line(void **state) {
    (void)state;
    static const Refusal cases[] = {
        {"categories: {a: b}\n", 1, 13, "list"},
        {"categories:\n  - {title: x}\n", 2, 6, "not known"},
        {"categories:\n  - {name_en: x}\n", 2, 5, "missing"},
        {"categories: [a, b, A]\n", 1, 20, "twice"},
        {"categories: [a/b]\n", 1, 14, "slash"},
        {"categories: [{name: a, children: [{name: b, children: [{name: c, children: [d]}]}]}]\n",
         1, 77, "deeper"},
        {"tags: [[a]]\n", 1, 8, "name"},
        {"tags: [{name: a, synonyms: b}]\n", 1, 28, "list"},
        {"tags: [{name: a, synonyms: [[b]]}]\n", 1, 29, "synonym"},
        {"tags: [a]\nfoo: [b]\n", 2, 1, "not known"},
        {"industries: [a, {name: A}]\n", 1, 17, "twice"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Taxonomy *taxonomy;
        Error err;
        bool ok = taxonomy_parse(str_of(cases[i].text), "t", &taxonomy, &err);
        expect_refusal(&cases[i], ok, &err);
    }
}

static void shipped_taxonomy_is_read(void **state) {
    (void)state;
    const char *root = getenv("ANLIKU_TEST_SRC");
    Buf path = {0};
    Taxonomy *taxonomy;
    Error err;
    size_t count;
    buf_printf(&path, "%s/data/taxonomy.yaml", root ? root : "..");
    if (!taxonomy_read(buf_text(&path), &taxonomy, &err)) {
        buf_clear(&path);
        error_render(&err, &path);
        fail_msg("%s", buf_text(&path));
    }
    taxonomy_categories(taxonomy, &count);
    assert_true(count > 20);
    assert_true(taxonomy_list(taxonomy, STR("tags"))->len > 10);
    taxonomy_free(taxonomy);
    buf_free(&path);
}

static void metrics_are_found_by_key_and_by_every_name(void **state) {
    (void)state;
    size_t count;
    const Metric *rows = metric_rows(&count);
    for (size_t i = 0; i < count; i++) {
        Str rest = str_of(rows[i].names), name;
        assert_ptr_equal(metric_find(str_of(rows[i].key)), &rows[i]);
        while (rest.len && str_split(&rest, '|', &name))
            assert_ptr_equal(metric_find(name), &rows[i]); /* no name stands for two of them */
    }
    assert_string_equal(metric_find(STR("nRr"))->key, "retention.nrr");
    assert_null(metric_find(STR("留存")));
    assert_true(str_equal(metric_label(STR("retention.logo")), STR("Customer retention")));
    assert_true(str_equal(metric_label(STR("漏接率")), STR("漏接率")));
    assert_true(str_equal(metric_label_in(STR("retention.logo"), true), STR("客户留存率")));
    assert_true(
        str_equal(metric_label_in(STR("retention.logo"), false), STR("Customer retention")));
    assert_true(str_equal(metric_label_in(STR("漏接率"), false), STR("漏接率")));
}

static void weights_of_screening_add_up_to_one(void **state) {
    (void)state;
    static const struct {
        const char *text, *written; /* NULL: refused, with these words */
        const char *says;
    } cases[] = {
        {"satisfaction=0.3 business_size=0.2 cooperation_months=0.15 innovation=0.2 spread=0.15",
         "satisfaction=0.3 business_size=0.2 cooperation_months=0.15 innovation=0.2 spread=0.15",
         NULL},
        {" spread=1 ", "satisfaction=0 business_size=0 cooperation_months=0 innovation=0 spread=1",
         NULL},
        {"spread=0.125,innovation=0.875",
         "satisfaction=0 business_size=0 cooperation_months=0 innovation=0.875 spread=0.125", NULL},
        {"spread＝０.５　innovation＝0.5",
         "satisfaction=0 business_size=0 cooperation_months=0 innovation=0.5 spread=0.5", NULL},
        {"", NULL, "add up to 1, these make 0.000"},
        {"spread=0.5 innovation=0.499", NULL, "these make 0.999"},
        {"spread=0.5 innovation=0.6", NULL, "these make 1.100"},
        {"spread=0.5 spread=0.5", NULL, "“spread” is weighed twice"},
        {"spread=0.5 size=0.5", NULL, "there is no weight “size”"},
        {"spread=1.5", NULL, "between 0 and 1"},
        {"spread=-1", NULL, "between 0 and 1"},
        {"spread=0.0005", NULL, "three decimals"},
        {"spread=half", NULL, "between 0 and 1"},
        {"spread 1", NULL, "“spread” is no weight"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Buf out = {0}, text = {0};
        Error err;
        bool ok = option_check(OPTION_SCREEN_WEIGHTS, str_of(cases[i].text), &out, &err);
        assert_int_equal(ok, cases[i].written != NULL);
        if (ok)
            assert_string_equal(buf_text(&out), cases[i].written);
        else
            error_render_message(&err, &text);
        if (!ok && !strstr(buf_text(&text), cases[i].says))
            fail_msg("“%s” does not say “%s”", buf_text(&text), cases[i].says);
        buf_free(&out);
        buf_free(&text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_keys_name_fields),
        cmocka_unit_test(foreign_front_matter_finds_its_fields),
        cmocka_unit_test(own_key_map_goes_over_the_shipped_one),
        cmocka_unit_test(broken_key_maps_are_refused_with_the_line),
        cmocka_unit_test(every_option_has_a_default_that_passes_its_own_check),
        cmocka_unit_test(later_sources_win),
        cmocka_unit_test(wrong_options_are_refused),
        cmocka_unit_test(keys_are_handed_over_one_by_one),
        cmocka_unit_test(theme_files_are_taken_in_the_order_of_the_parts),
        cmocka_unit_test(taxonomy_is_found_by_names_and_paths),
        cmocka_unit_test(broken_taxonomies_are_refused_with_the_line),
        cmocka_unit_test(shipped_taxonomy_is_read),
        cmocka_unit_test(weights_of_screening_add_up_to_one),
        cmocka_unit_test(metrics_are_found_by_key_and_by_every_name),
    };
    return cmocka_run_group_tests_name("conf", tests, NULL, NULL);
}
