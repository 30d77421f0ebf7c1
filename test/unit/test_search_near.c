#include "config.h"

#include "test_search_kit.h"

#include "search/forms.h"
#include "search/initials.h"
#include "search/run.h"
#include "text/utf8.h"

/* What stands below the hits: synonyms, typing errors, pinyin, initials, homophones. Every question
 * is asked of documents in log rows and of the same ones in a large segment. */

static const char *const cases[][2] = {
    {"银行风控平台", "审批流程 太慢"},
    {"城商行合同审批", "银行的网点 要人手"},
    {"在线教育续费率提升", "客户流失 很高"},
    {"重庆音乐学校", "会计 系统 Kubernetes"},
    {"Churn of customers halved", "renewal"},
    {"西安门店排班", "登录 账号 太多"},
    {"数据平台上线", "女装 旅行 律师 报价"},
    {"Kubernetes at scale", "kubelet restarts"},
    {"Kafka 集群迁移", "出纳员柜台 打印机"},
    {"Open source rollout", "on-premise, planned twice: 12,600 of 48500"},
};
enum { CASES = sizeof cases / sizeof *cases };

typedef struct World {
    Kit kit;
    Uuid ids[CASES];
} World;

static void start(World *w) {
    *w = (World){.kit = {.seed = 0}};
    kit_start(&w->kit, 3);
    for (size_t i = 0; i < CASES; i++) {
        Record *record = kit_case(cases[i][0], cases[i][1]);
        w->ids[i] = record_id(record);
        kit_save(&w->kit, record, true);
        record_free(record);
    }
}

static const Str flow[] = {STR("流失"), STR("churn")};
static const Str names[] = {STR("城商行"), STR("customer success")};
static const Str tellers[] = {STR("出纳员"), STR("柜员"), STR("cashier")};
static const Str printers[] = {STR("打印机"), STR("印表机")};
static const NearGroup groups[] = {{flow, 2}, {names, 2}, {tellers, 3}, {printers, 2}};
static Map members; /* their words */
enum { GROUPS = sizeof groups / sizeof *groups };
#define GROUPS_OF .groups = groups, .group_count = GROUPS, .members = &members
static const NearOptions all = {GROUPS_OF, .sounds = true, .typos = true};
static const NearOptions silent = {GROUPS_OF, .typos = true};
static const NearOptions strict = {GROUPS_OF, .sounds = true};

static int fill_members(void **state) {
    (void)state;
    for (size_t g = 0; g < GROUPS; g++)
        for (size_t i = 0; i < groups[g].count; i++)
            map_put(&members, groups[g].words[i], NULL);
    return 0;
}

static int free_members(void **state) {
    (void)state;
    map_free(&members);
    return 0;
}

static const NearOptions *give(void *context, const Snapshot *snapshot) {
    (void)snapshot;
    return context;
}

static const SearchVisible visible = {.everything = true};

static void ask(World *w, const char *query, const NearOptions *options, SearchMode mode,
                SearchResult *out) {
    Kit *kit = &w->kit;
    StoreRead *read;
    union {
        const NearOptions *in;
        void *out;
    } context = {.in = options};
    SearchRequest request = {.query = str_of(query),
                             .mode = mode,
                             .limit = 20,
                             .sort = -1,
                             .visible = &visible,
                             .near = options ? give : NULL,
                             .near_context = context.out};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(search_run(kit->index, read, &request, out, &kit->err));
    store_read_end(read);
}

/* Whether the case stands in the result as near for the reason. */
static bool is_near(World *w, const SearchResult *result, int index, NearKind kind) {
    for (size_t i = 0; i < result->len; i++)
        if (uuid_equal(result->rows[i].uuid, w->ids[index]))
            return result->rows[i].any && result->rows[i].near == kind;
    return false;
}

static bool shows(const SearchResult *result, const char *shown) {
    for (size_t i = 0; i < result->near_count; i++)
        if (str_equal(result->near[i].shown, str_of(shown)))
            return true;
    return false;
}

static void check_all(World *w) {
    static const struct {
        const char *query;
        int index; /* of the case */
        NearKind kind;
        const char *shown;
    } wanted[] = {
        {"yinhang", 0, NEAR_PINYIN, "银行"},
        {"yinhangfengkong", 0, NEAR_PINYIN, "银行风控"},
        {"yin hang feng kong", 0, NEAR_PINYIN, "银行风控"},
        {"银行fengkong", 0, NEAR_PINYIN, "银行风控"},
        {"YinHang", 0, NEAR_PINYIN, "银行"},
        {"yhfk", 0, NEAR_PINYIN, "银行风控"},
        {"fk", 0, NEAR_PINYIN, "风控"},
        {"zxjy", 2, NEAR_PINYIN, "在线教育"},
        {"zhongqing", 3, NEAR_PINYIN, "重庆"}, /* every reading */
        {"chongqing", 3, NEAR_PINYIN, "重庆"},
        {"cqyy", 3, NEAR_PINYIN, "重庆音乐"},
        {"kuaiji", 3, NEAR_PINYIN, "会计"},
        {"xi'an", 5, NEAR_PINYIN, "西安"},
        {"xian", 5, NEAR_PINYIN, "西安"},
        {"nvzhuang", 6, NEAR_PINYIN, "女装"},
        {"lushi", 6, NEAR_PINYIN, "律师"},
        {"lvshi", 6, NEAR_PINYIN, "律师"},
        {"银航", 0, NEAR_HOMOPHONE, "银行"},
        {"流失", 4, NEAR_SYNONYM, "churn"},
        {"customer success", 1, NEAR_SYNONYM, "城商行"},
        {"Kubernetse", 7, NEAR_TYPO, "kubernetes"},
        {"kuberntes", 3, NEAR_TYPO, "kubernetes"},
        {"kubernettes", 7, NEAR_TYPO, "kubernetes"},
        {"kubermetes", 7, NEAR_TYPO, "kubernetes"},
        {"customerz", 4, NEAR_TYPO, "customers"},
        {"系统kuberntes", 3, NEAR_TYPO, "系统kubernetes"}, /* a part of what has no blank */
        {"opensource", 9, NEAR_TYPO, "open source"},
        {"roll out", 9, NEAR_TYPO, "rollout"},
        {"re-newal", 4, NEAR_TYPO, "renewal"},
        {"onpremise", 9, NEAR_TYPO, "on premise"},
        {"renewals", 4, NEAR_FORM, "renewal"}, /* other endings */
        {"halve", 4, NEAR_FORM, "halved"},
        {"planning", 9, NEAR_FORM, "planned"},
        {"plans twice", 9, NEAR_FORM, "planned"},
        {"系统-kubernete", 3, NEAR_FORM, "系统-kubernetes"},
        {"12600", 9, NEAR_FORM, "12,600"}, /* numbers with commas or without */
        {"48,500", 9, NEAR_FORM, "48500"},
        {"of 48,500", 9, NEAR_FORM, "48500"},
        {"yinhfk", 0, NEAR_PINYIN, "银行风控"}, /* only some syllables are written out */
        {"chongqyinyue", 3, NEAR_PINYIN, "重庆音乐"},
        {"kafkajiqun", 8, NEAR_PINYIN, "kafka集群"},
        {"柜员柜台", 8, NEAR_SYNONYM, "出纳员柜台"}, /* inside of a text without blanks */
        {"cashier柜台", 8, NEAR_SYNONYM, "出纳员柜台"},
        {"客户churn", 2, NEAR_SYNONYM, "客户流失"},
    };
    SearchResult result = {0};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        ask(w, wanted[i].query, &all, SEARCH_AUTO, &result);
        if (!is_near(w, &result, wanted[i].index, wanted[i].kind))
            fail_msg("%s does not find case %d", wanted[i].query, wanted[i].index);
        if (!shows(&result, wanted[i].shown))
            fail_msg("%s does not say %s", wanted[i].query, wanted[i].shown);
        assert_true(result.near_total > 0);
    }
    search_result_free(&result);
}

/* What stands below with some of the words says what it holds in place of letters, too. */
static void check_some(World *w) {
    static const struct {
        const char *query, *shown;
        bool wanted;
    } asked[] = {
        {"yinhang zzzzz", "银行", true},
        {"zenme yinhangfengkongde", "银行", true},
        {"zenme yinhangfengkongde", "风控", true},
        {"kuberntes zzzzz", "kubernetes", true},
        {"kuberntes的集裙化", "kubernetes", true}, /* words in place of parts */
        {"renewals的时间点", "renewal", true},
        {"柜员的工作时间", "出纳员", true},
        {"cashier的工作时间", "出纳员", true},
        {"opensource zzzzz", "open source", true},
        {"scalerestarts zzzzz", "scale restarts", false}, /* it holds both, not in a row */
        {"12600 zzzzz", "12,600", true},
        {"600元12600", "12,600", false},   /* a part of a number is none */
        {"登录柜员机", "出纳员", false},   /* hits that do not hold it do not say it */
        {"代打印表机会", "打印机", false}, /* 印表机 is no word in it */
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaing 音乐", "", false},
        {"zzzzzzzzzzzzzzzzzzzzzzab 音乐", "", false}, /* the longest; its forms are longer */
        {"aaaaaq bbbbbq cccccq dddddq eeeeeq fffffq gggggq hhhhhq iiiiiq jjjjjq kkkkkq lllllq "
         "kuberntes",
         "kubernetes", false}, /* a pasted text is not spelled through */
    };
    SearchResult result = {0};
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        ask(w, asked[i].query, &all, SEARCH_AUTO, &result);
        if (shows(&result, asked[i].shown) != asked[i].wanted)
            fail_msg("%s: %s", asked[i].query, asked[i].shown);
        assert_int_equal(result.total + result.near_total, 0);
    }
    search_result_free(&result);
}

static void check_none(World *w) {
    static const struct {
        const char *query;
        const NearOptions *options;
        SearchMode mode;
    } none[] = {
        {"\"yinhang\"", &all, SEARCH_AUTO},
        {"\"流失\"", &all, SEARCH_AUTO},
        {"yinhang", &all, SEARCH_ALL},
        {"yinhang", &all, SEARCH_ANY},
        {"yinhang", &silent, SEARCH_AUTO},
        {"yhfk", &silent, SEARCH_AUTO},
        {"银航", &silent, SEARCH_AUTO},
        {"kubernetse", &strict, SEARCH_AUTO},
        {"renewals", &strict, SEARCH_AUTO},
        {"opensource", &strict, SEARCH_AUTO},
        {"roll out", &strict, SEARCH_AUTO},
        {"\"renewals\"", &all, SEARCH_AUTO},
        {"\"柜员柜台\"", &all, SEARCH_AUTO},
        {"yinhfk", &silent, SEARCH_AUTO},
        {"12600", &strict, SEARCH_AUTO},
        {"\"12600\"", &all, SEARCH_AUTO},
        {"126,00", &all, SEARCH_AUTO},
        {"1260", &all, SEARCH_AUTO},
        {"kafkajiqun", &silent, SEARCH_AUTO},
        {"kubernetse", NULL, SEARCH_AUTO},
        {"y", &all, SEARCH_AUTO},
        {"kubez", &all, SEARCH_AUTO},
        {"-yinhang 没有", &all, SEARCH_AUTO},
        {"state:draft yinhang", &all, SEARCH_AUTO},
    };
    SearchResult result = {0};
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        ask(w, none[i].query, none[i].options, none[i].mode, &result);
        if (result.near_total || result.near_count)
            fail_msg("%s has alternatives", none[i].query);
    }
    search_result_free(&result);
}

/* What matches stands first and is counted alone. */
static void check_order(World *w) {
    SearchResult result = {0}, literal = {0};
    ask(w, "流失", &all, SEARCH_AUTO, &result);
    ask(w, "流失", NULL, SEARCH_ALL, &literal);
    assert_int_equal(result.total, 1);
    assert_int_equal(literal.total, 1);
    assert_true(uuid_equal(result.rows[0].uuid, literal.rows[0].uuid));
    assert_false(result.rows[0].any);
    assert_int_equal(result.near_total, 1);
    assert_true(is_near(w, &result, 4, NEAR_SYNONYM));
    ask(w, "审批 yinhang", &all, SEARCH_AUTO, &result);
    assert_int_equal(result.total, 0);
    assert_int_equal(result.near_total, 2);
    search_result_free(&result);
    search_result_free(&literal);
}

/* Facets count what is near when nothing matches. */
static void check_facets(World *w) {
    Kit *kit = &w->kit;
    int facet = COLUMN_STATE;
    StoreRead *read;
    NearOptions options = all;
    SearchResult result = {0};
    SearchRequest request = {.query = STR("yinhang"),
                             .limit = 1,
                             .sort = -1,
                             .facets = &facet,
                             .facet_count = 1,
                             .visible = &visible,
                             .near = give,
                             .near_context = &options};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(search_run(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.facets[0].len, 1);
    assert_int_equal(result.facets[0].items[0].count, 2);
    assert_int_equal(result.near_total, 2);
    request.query = STR("银行");
    MUST(search_run(kit->index, read, &request, &result, &kit->err));
    assert_int_equal(result.facets[0].items[0].count, result.total);
    store_read_end(read);
    search_result_free(&result);
}

static void check_typing(World *w) {
    Kit *kit = &w->kit;
    static const char *const beginnings[] = {
        "yinh", "yinha", "yinhan", "yinhangf", "kubernt", "kubeletrest", "kubele trestarts"};
    NearOptions options = all;
    for (size_t i = 0; i < COUNT_OF(beginnings); i++) {
        StoreRead *read;
        SearchResult result = {0};
        SearchRequest request = {.query = str_of(beginnings[i]),
                                 .typing = true,
                                 .limit = 20,
                                 .sort = -1,
                                 .visible = &visible,
                                 .near = give,
                                 .near_context = &options};
        MUST(store_read_begin(kit->store, &read, &kit->err));
        MUST(search_run(kit->index, read, &request, &result, &kit->err));
        store_read_end(read);
        if (!is_near(w, &result, i < 4 ? 0 : 7, i < 4 ? NEAR_PINYIN : NEAR_TYPO))
            fail_msg("%s finds nothing while it is typed", beginnings[i]);
        search_result_free(&result);
    }
}

static void check_world(World *w) {
    check_all(w);
    check_some(w);
    check_none(w);
    check_order(w);
    check_facets(w);
    check_typing(w);
}

static void what_was_meant_is_found(void **state) {
    (void)state;
    World w;
    start(&w);
    check_world(&w);
    Kit *kit = &w.kit;
    MUST(search_merge_all(kit->index, kit->store, "test", &merge_tidy, NULL, &kit->err));
    check_world(&w);
    kit_stop(kit);
}

/* A question in pinyin finds by the sounds that it shares. */
static void questions_are_found_by_sound(void **state) {
    (void)state;
    static const struct {
        const char *query;
        int index;
    } questions[] = {{"kehuliushizenmeban", 2},
                     {"yinhangwangdianruhejianshao", 1},
                     {"zai2026nianyinyuexuexiao", 3},
                     {"客户留失怎么办", 2},
                     {"重庆因乐学校在哪里", 3}};
    World w;
    start(&w);
    for (int merged = 0; merged < 2; merged++) {
        for (size_t i = 0; i < COUNT_OF(questions); i++) {
            SearchResult result = {0};
            ask(&w, questions[i].query, &all, SEARCH_AUTO, &result);
            assert_true(result.len > 0);
            if (!uuid_equal(result.rows[0].uuid, w.ids[questions[i].index]))
                fail_msg("%s does not find case %d first", questions[i].query, questions[i].index);
            search_result_free(&result);
        }
        Kit *kit = &w.kit;
        MUST(search_merge_all(kit->index, kit->store, "test", &merge_tidy, NULL, &kit->err));
    }
    kit_stop(&w.kit);
}

/* No row twice, the first tier untouched, whatever is asked. */
static void tiers_never_mix(void **state) {
    (void)state;
    static const char *const pieces[] = {"yin",        "hang",   "银",   "行",    "风控",
                                         "kubernetse", "liushi", "流失", " ",     "-",
                                         "|",          "\"",     "fk",   "chong", "(",
                                         ")",          "客户",   "2026", "churn", " state:draft "};
    World w;
    start(&w);
    Kit *kit = &w.kit;
    size_t with_both = 0, only_near = 0;
    for (int round = 0; round < 3000; round++) {
        Buf query = {0};
        SearchResult near = {0}, literal = {0};
        for (uint32_t i = 0, n = 1 + kit_random(kit, 6); i < n; i++)
            buf_puts(&query, pieces[kit_random(kit, COUNT_OF(pieces))]);
        ask(&w, buf_text(&query), &all, SEARCH_AUTO, &near);
        ask(&w, buf_text(&query), NULL, SEARCH_ALL, &literal);
        assert_int_equal(near.total, literal.total);
        with_both += literal.len > 0 && near.len > literal.len;
        only_near += literal.len == 0 && near.len > 0;
        for (size_t i = 0; i < near.len; i++) {
            assert_int_equal(near.rows[i].any, i >= literal.len);
            if (i < literal.len)
                assert_true(uuid_equal(near.rows[i].uuid, literal.rows[i].uuid));
            for (size_t k = 0; k < i; k++)
                assert_false(uuid_equal(near.rows[i].uuid, near.rows[k].uuid));
        }
        search_result_free(&near);
        search_result_free(&literal);
        buf_free(&query);
        if (round == 1500)
            MUST(search_merge_all(kit->index, kit->store, "test", &merge_tidy, NULL, &kit->err));
    }
    assert_true(with_both > 20 && only_near > 20);
    kit_stop(kit);
}

/* Texts of cases that one may not see are no alternatives. */
static void what_is_hidden_stays_hidden(void **state) {
    (void)state;
    World w;
    start(&w);
    Kit *kit = &w.kit;
    Record *secret = kit_case("机密并购计划", "没有人知道");
    record_set_text(secret, CASE_STATE, STR("draft"));
    kit_save(kit, secret, true);
    SearchVisible published = {.audiences = 7};
    static const char *const queries[] = {"jmbg", "jimibinggou", "机密病购"};
    NearOptions options = all;
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        StoreRead *read;
        SearchResult result = {0};
        SearchRequest request = {.query = str_of(queries[i]),
                                 .limit = 20,
                                 .sort = -1,
                                 .visible = &published,
                                 .near = give,
                                 .near_context = &options};
        MUST(store_read_begin(kit->store, &read, &kit->err));
        MUST(search_run(kit->index, read, &request, &result, &kit->err));
        assert_int_equal(result.near_total, 0);
        assert_int_equal(result.near_count, 0);
        request.visible = &visible;
        MUST(search_run(kit->index, read, &request, &result, &kit->err));
        assert_int_equal(result.near_total, 1);
        store_read_end(read);
        search_result_free(&result);
    }
    record_free(secret);
    kit_stop(kit);
}

/* The characters of a name belong together as those of a word do. */
static void names_count_as_words(void **state) {
    (void)state;
    static const char *const texts[] = {"卡奥要写得长一点的很多", "方案要写得长一点的很多字"};
    Kit kit_room, *kit = &kit_room;
    Uuid ids[2];
    Map known = {0};
    kit_start(kit, 5);
    for (int i = 0; i < 2; i++) {
        Record *record = kit_case("题", texts[i]);
        ids[i] = record_id(record);
        kit_save(kit, record, true);
        record_free(record);
    }
    map_put(&known, STR("卡奥"), NULL);
    for (int named = 0; named < 2; named++) {
        NearOptions options = {.names = named ? &known : NULL};
        StoreRead *read;
        SearchResult result = {0};
        SearchRequest request = {.query = STR("卡奥方案"),
                                 .limit = 2,
                                 .sort = -1,
                                 .visible = &visible,
                                 .near = give,
                                 .near_context = &options};
        MUST(store_read_begin(kit->store, &read, &kit->err));
        MUST(search_run(kit->index, read, &request, &result, &kit->err));
        store_read_end(read);
        assert_int_equal(result.len, 2);
        assert_true(uuid_equal(result.rows[0].uuid, ids[!named]));
        search_result_free(&result);
    }
    map_free(&known);
    kit_stop(kit);
}

static uint32_t put_random(Kit *kit, Buf *out, uint32_t most) {
    char bytes[4];
    uint32_t n = 1 + kit_random(kit, most);
    for (uint32_t i = 0; i < n; i++)
        buf_put(out, bytes, utf8_encode(0x4E00 + 7 * kit_random(kit, 300), bytes));
    return n;
}

/* The rows of pairs say what the terms say, also when a merge goes in small steps. */
static void pairs_are_those_of_the_terms(void **state) {
    (void)state;
    static const MergePolicy steps = {.small = 0, .fanout = 2, .segments = 1, .step = 3000};
    Kit kit_room, *kit = &kit_room;
    kit_start(kit, 11);
    Buf text = {0};
    for (int i = 0; i < 300; i++) {
        buf_clear(&text);
        put_random(kit, &text, 120);
        Record *record = kit_case("题", buf_text(&text));
        kit_save(kit, record, true);
        record_free(record);
        if (i % 60 == 59)
            MUST(search_merge_all(kit->index, kit->store, "test", &merge_usual, NULL, &kit->err));
    }
    buf_free(&text);
    MUST(search_merge_all(kit->index, kit->store, "test", &steps, NULL, &kit->err));
    StoreRead *read;
    Snapshot snapshot;
    TermWalk walk;
    Arena arena = {0};
    size_t checked = 0;
    static const char from[] = {TERM_PAIR};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(snapshot_open(kit->index, read, &snapshot, &kit->err));
    assert_int_equal(snapshot.count, 1);
    MUST(term_walk_open(&walk, &snapshot.segments[0], str_make(from, 1), &kit->err));
    for (bool found = true; found;) {
        SoundPairs pairs = {0};
        uint32_t first, second;
        MUST(term_walk_next(&walk, &found, &kit->err));
        if (!found || walk.term.ptr[0] != TERM_PAIR)
            break;
        size_t at = 1 + utf8_next(walk.term, 1, &first);
        utf8_next(walk.term, at, &second);
        MUST(sound_pairs(&snapshot, sound_class_only(&arena, first),
                         sound_class_only(&arena, second), &pairs, &kit->err));
        assert_int_equal(pairs.len, 1);
        assert_int_equal(pairs.items[0].first, first);
        assert_int_equal(pairs.items[0].second, second);
        assert_true(pairs.items[0].df >= walk.entry.df * 8 / 10);
        assert_true(pairs.items[0].df <= walk.entry.df * 12 / 10 + 1);
        vec_free(&pairs);
        checked++;
    }
    assert_true(checked > 5000);
    term_walk_close(&walk);
    arena_free(&arena);
    snapshot_close(&snapshot);
    store_read_end(read);
    kit_stop(kit);
}

typedef struct GramList {
    char text[512];
} GramList;

typedef struct Asked {
    uint64_t calls, until;
} Asked;

static bool stop_later(void *context) {
    Asked *asked = context;
    return ++asked->calls > asked->until;
}

/* How often a search asks whether it is still wanted; with `until` fewer answers it is not. */
static uint64_t asks(Kit *kit, const char *query, const NearOptions *options, uint64_t until,
                     bool *done) {
    StoreRead *read;
    SearchResult result = {0};
    Asked asked = {.until = until};
    union {
        const NearOptions *in;
        void *out;
    } context = {.in = options};
    SearchRequest request = {.query = str_of(query),
                             .limit = 20,
                             .sort = -1,
                             .visible = &visible,
                             .near = give,
                             .near_context = context.out,
                             .cancelled = stop_later,
                             .context = &asked};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    *done = search_run(kit->index, read, &request, &result, &kit->err);
    assert_true(*done || kit->err.code == ERR_CANCELLED);
    store_read_end(read);
    search_result_free(&result);
    return asked.calls;
}

static void it_can_be_cancelled_anywhere(void **state) {
    (void)state;
    World w;
    Kit *kit = &w.kit;
    bool done = false;
    start(&w);
    MUST(search_merge_all(kit->index, kit->store, "t", &merge_tidy, NULL, &kit->err));
    for (uint64_t until = 0; !done; until++)
        asks(kit, "yinhangfengkong kubernetis", &all, until, &done);
    /* every pair of syllables is looked up; every pair of characters read */
    uint64_t without = asks(kit, "yinhangfengkong kubernetis", &silent, UINT64_MAX, &done);
    uint64_t with = asks(kit, "yinhangfengkong kubernetis", &all, UINT64_MAX, &done);
    assert_true(with >= without + 6);
    kit_stop(kit);
}

static void note_gram(void *context, Str gram) {
    GramList *list = context;
    strncat(list->text, gram.ptr, gram.len);
    strcat(list->text, " ");
}

static void words_have_forms(void **state) {
    (void)state;
    static const char *const wanted[][3] = {
        /* word, some of its forms, none of them */
        {"renewal", "renewals", "renewalss"},
        {"renewals", "renewal", "renewals"},
        {"plan", "planned planning plans", "plann"},
        {"planning", "plan planned plans", "planning"},
        {"reporting", "report reports reported", "reportin"},
        {"price", "prices priced pricing", "priceing"},
        {"pricing", "price prices priced", "pricings"},
        {"company", "companies", "companys"},
        {"companies", "company", "companie"},
        {"carried", "carry carries carrying", "carried"},
        {"branch", "branches", "branchs"},
        {"branches", "branch", "branches"},
        {"stress", "stresses", "stres"},
        {"speed", "speeds", "spe spee"},
        {"string", "strings", "str stre"},
        {"the", "thes", "thing"},
        {"status", "statuses", "statu"},
        {"show", "shows showing", "showwing"},
        {"k8s", "", "k8"},
        {"ab", "", "abs"},
        {"caf\xC3\xA9s", "", "caf\xC3\xA9"},
    };
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        WordForm forms[FORMS_MOST];
        size_t count = word_forms(str_of(wanted[i][0]), forms);
        for (size_t kind = 1; kind < 3; kind++) {
            Str rest = str_of(wanted[i][kind]), form;
            while (rest.len && str_split(&rest, ' ', &form)) {
                bool given = false;
                for (size_t k = 0; k < count; k++)
                    given |= str_equal(form, str_make(forms[k].text, forms[k].len));
                if (given != (kind == 1))
                    fail_msg("%s: %.*s", wanted[i][0], STR_ARG(form));
            }
        }
    }
    char longest[FORMS_LONGEST + 1];
    WordForm forms[FORMS_MOST];
    memset(longest, 'n', sizeof longest);
    longest[FORMS_LONGEST - 2] = 'a';
    assert_true(word_forms(str_make(longest, FORMS_LONGEST), forms) > 3);
    assert_int_equal(word_forms(str_make(longest, FORMS_LONGEST + 1), forms), 0);
}

/* A form that hardly any document holds weighs no more than the word that many hold. */
static void rare_forms_are_not_first(void **state) {
    (void)state;
    World w = {.kit = {.seed = 0}};
    SearchResult result = {0};
    Uuid thrice = {{0}};
    kit_start(&w.kit, 3);
    for (int i = 0; i < 30; i++) {
        Record *record = kit_case("notes of a week", i == 7   ? "report report report"
                                                     : i == 8 ? "report reporting retorts repor"
                                                              : "report another other");
        thrice = i == 7 ? record_id(record) : thrice;
        kit_save(&w.kit, record, true);
        record_free(record);
    }
    ask(&w, "report zzzzz", &all, SEARCH_AUTO, &result);
    assert_true(shows(&result, "reporting"));
    assert_true(uuid_equal(result.rows[0].uuid, thrice));
    ask(&w, "reports", &all, SEARCH_AUTO, &result);
    assert_true(shows(&result, "report"));
    assert_false(shows(&result, "retorts")); /* one letter away, but less likely */
    ask(&w, "repors", &all, SEARCH_AUTO, &result);
    assert_true(shows(&result, "report")); /* likelier than the form repor */
    search_result_free(&result);
    kit_stop(&w.kit);
}

/* 怎么办 stands in one case only and would weigh more than 客户 and 流失. */
static void words_that_ask_say_little(void **state) {
    (void)state;
    World w = {.kit = {.seed = 0}};
    SearchResult result = {0};
    Uuid asks = {{0}};
    kit_start(&w.kit, 3);
    for (int i = 0; i < 20; i++) {
        Record *record = kit_case("题", i == 5  ? "下雨了怎么办"
                                        : i < 6 ? "客户和流失"
                                                : "别的事情");
        asks = i == 5 ? record_id(record) : asks;
        kit_save(&w.kit, record, true);
        record_free(record);
    }
    static const SearchMode modes[] = {SEARCH_AUTO, SEARCH_ANY};
    for (size_t i = 0; i < COUNT_OF(modes); i++) {
        ask(&w, "客户流失怎么办", &all, modes[i], &result);
        assert_int_equal(result.len, 6);
        assert_true(uuid_equal(result.rows[5].uuid, asks));
        ask(&w, "客户流失 \"怎么办\"", &all, modes[i], &result);
        assert_true(uuid_equal(result.rows[0].uuid, asks));
    }
    ask(&w, "怎么办", &all, SEARCH_AUTO, &result);
    assert_int_equal(result.total, 1);
    search_result_free(&result);
    kit_stop(&w.kit);
}

/* As it is typed, no word begins with the letters: what they are read as is ranked all the same. */
static void what_is_typed_is_ranked(void **state) {
    (void)state;
    World w = {.kit = {.seed = 0}};
    SearchResult result = {0};
    StoreRead *read;
    Kit *kit = &w.kit;
    kit_start(kit, 3);
    static const char *const texts[][2] = {{"银行风控", "短"}, {"别的", "银行在这里只有一次"}};
    Uuid ids[COUNT_OF(texts)];
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Record *record = kit_case(texts[i][0], texts[i][1]);
        record_set_int(record, CASE_UPDATED, (int64_t)i + 1);
        ids[i] = record_id(record);
        kit_save(kit, record, true);
        record_free(record);
    }
    NearOptions options = all;
    static const char *const queries[] = {"yinhang", "-zzz yinhang", "(yinhang)"};
    for (size_t i = 0; i < COUNT_OF(queries); i++) {
        SearchRequest request = {.query = str_of(queries[i]),
                                 .typing = true,
                                 .limit = 5,
                                 .sort = -1,
                                 .visible = &visible,
                                 .near = give,
                                 .near_context = &options};
        MUST(store_read_begin(kit->store, &read, &kit->err));
        MUST(search_run(kit->index, read, &request, &result, &kit->err));
        store_read_end(read);
        assert_int_equal(result.len, 2);
        assert_true(result.ranked);
        assert_true(uuid_equal(result.rows[0].uuid, ids[0]));
    }
    ask(&w, "-yinhang", &all, SEARCH_AUTO, &result);
    assert_false(result.ranked);
    search_result_free(&result);
    kit_stop(kit);
}

/* hw is 华为 rather than 行网 inside of a title, however long its case is. */
static void whole_names_come_first(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"商行网点", "短"},
        {"华为", "这一篇写得很长很长所以每个字在里面都不算多而且还要再长一点才行"},
        {"华物流园", "这一篇也写得很长所以每个字在里面都不算多"}};
    World w = {.kit = {.seed = 0}};
    Uuid ids[COUNT_OF(texts)];
    SearchResult result = {0};
    kit_start(&w.kit, 3);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Record *record = kit_case(texts[i][0], texts[i][1]);
        ids[i] = record_id(record);
        kit_save(&w.kit, record, true);
        record_free(record);
    }
    ask(&w, "hw", &all, SEARCH_AUTO, &result);
    assert_int_equal(result.len, 3);
    assert_true(uuid_equal(result.rows[0].uuid, ids[1]));
    assert_true(uuid_equal(result.rows[1].uuid, ids[2]));
    search_result_free(&result);
    kit_stop(&w.kit);
}

/* More texts would have to be read than may be: what was read is all there is, in rows and number.
 */
static void what_is_not_read_is_not_counted(void **state) {
    (void)state;
    enum { TEXTS = 100, TRUE_ONES = 10 };
    World w = {.kit = {.seed = 0}};
    SearchResult result = {0};
    size_t near = 0;
    kit_start(&w.kit, 3);
    for (int i = 0; i < TEXTS; i++) {
        bool holds = i % (TEXTS / TRUE_ONES) == 0;
        Record *record = kit_case("title", holds ? "a system platform" : "a platform, a system");
        kit_save(&w.kit, record, true);
        record_free(record);
    }
    ask(&w, "systemplatform", &all, SEARCH_AUTO, &result);
    for (size_t i = 0; i < result.len; i++)
        near += result.rows[i].near != NEAR_NONE;
    assert_true(near > 0 && near <= TRUE_ONES);
    assert_int_equal(result.near_total, near);
    search_result_free(&result);
    kit_stop(&w.kit);
}

static void initials_have_grams(void **state) {
    (void)state;
    static const char *const wanted[][2] = {
        {"风控", "fk "}, {"风控平台", "fkp kpt pt "}, {"银行", "yh yx "}, {"风", ""},
        {"", ""},        {"风の控平", "kp "},         {"风控a", "fk "}};
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        GramList list = {""};
        initials_grams(str_of(wanted[i][0]), note_gram, &list);
        assert_string_equal(list.text, wanted[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_meant_is_found),
        cmocka_unit_test(questions_are_found_by_sound),
        cmocka_unit_test(tiers_never_mix),
        cmocka_unit_test(what_is_hidden_stays_hidden),
        cmocka_unit_test(names_count_as_words),
        cmocka_unit_test(pairs_are_those_of_the_terms),
        cmocka_unit_test(initials_have_grams),
        cmocka_unit_test(it_can_be_cancelled_anywhere),
        cmocka_unit_test(words_have_forms),
        cmocka_unit_test(rare_forms_are_not_first),
        cmocka_unit_test(whole_names_come_first),
        cmocka_unit_test(words_that_ask_say_little),
        cmocka_unit_test(what_is_typed_is_ranked),
        cmocka_unit_test(what_is_not_read_is_not_counted),
    };
    return cmocka_run_group_tests_name("near", tests, fill_members, free_members);
}
