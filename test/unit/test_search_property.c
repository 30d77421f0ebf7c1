#include "config.h"

#include "test_search_kit.h"

#include "record/validate.h"
#include "search/count.h"
#include "search/reindex.h"
#include "search/run.h"
#include "search/scan.h"

#include <signal.h>
#include <sys/wait.h>

/* The whole query language over an index that lives: random cases with every field, saves, imports,
 * trash, purges, merges, new indexes, processes that are killed in between. What is in the library
 * is read from its revisions; what a query means is the plain scan. A seeded defect must be seen.
 */

enum { TODAY = 20777, MOST = 260, USERS = 4 };

typedef struct World {
    Kit kit;
    Uuid users[USERS], customers[USERS];
    /* what is there, read from the revisions */
    struct Truth {
        Record *items[MOST * 4];
        bool purged[MOST * 4];
        size_t len;
    } truth;
    Buf mismatch; /* the first one; "" while all is well */
    int parsed, refused, matching;
} World;

#define PICK(kit, list) (list)[kit_random(kit, COUNT_OF(list))]

/* ---- random records: every field of the table ---- */

static const char *const pieces[] = {"客户",    "成功",     "续费",
                                     "流失率",  "提升",     "降低",
                                     "人手",    "平台",     "數據",
                                     "分析",    "客",       "户",
                                     "的",      "学",       "churn",
                                     "renew",   "AI",       "2026",
                                     "café",    "在线教育", "项目管理",
                                     "renewal", "Cust",     "3.5",
                                     "ab",      "a",        "\xf0\xa0\x80\x80",
                                     "ﾃｽﾄ",     "１２３",   "x-y",
                                     "C++",     "é",        "Customer"};
static const char *const gaps[] = {"",  "",   "",   " ",  "，", "。\n",
                                   "-", "、", "（", "）", "  ", "\n\n"};
static const char *const values[] = {"教育",     "金融", "Retail", "学习 提醒",
                                     "教育行业", "在线", "NPS"};
static const char *const paths[] = {"客户成功/续约", "客户成功/续约/流失挽回", "产品/上线", "产品",
                                    "客户成功"};
static const char *const names[] = {"晨光在线", "Acme Ltd", "云图", "晨光"};

static void random_text(Kit *kit, uint32_t most, Buf *out) {
    buf_clear(out);
    for (uint32_t i = 0, n = kit_random(kit, most); i < n; i++) {
        buf_puts(out, PICK(kit, pieces));
        buf_puts(out, PICK(kit, gaps));
    }
}

static Value random_value(World *w, Record *record, const Field *field);

static Value text_of(World *w, Record *record, bool lines) {
    Buf text = {0};
    random_text(&w->kit, lines ? 30 : 5, &text);
    for (size_t i = 0; i < text.len && !lines; i++)
        if (text.data[i] == '\n')
            text.data[i] = ' ';
    Str trimmed = str_trim(buf_str(&text));
    Value value = trimmed.len ? value_text(arena_str(&record->arena, trimmed)) : (Value){0};
    buf_free(&text);
    return value;
}

static Value list_of(World *w, Record *record, const Field *field) {
    Kit *kit = &w->kit;
    size_t len = kit_random(kit, 4), first = kit_random(kit, COUNT_OF(values));
    Value *items = arena_alloc(&record->arena, 4 * sizeof *items);
    for (size_t i = 0; i < len; i++)
        items[i] = field->kind == FIELD_LIST
                       ? value_text(str_of(values[(first + i) % COUNT_OF(values)]))
                       : value_ref(uuid_new(), str_of(PICK(kit, names)));
    return len ? value_list(items, len) : (Value){0};
}

static Value rows_of(World *w, Record *record, const Field *field) {
    size_t len = kit_random(&w->kit, 3);
    Value *rows = arena_alloc(&record->arena, 3 * sizeof *rows);
    for (size_t i = 0; i < len; i++) {
        Value *cells = arena_zalloc(&record->arena, field->row_count * sizeof *cells);
        for (size_t c = 0; c < field->row_count; c++)
            cells[c] = random_value(w, record, &field->row[c]);
        rows[i] = value_list(cells, field->row_count);
        rows[i].kind = VALUE_ROW;
    }
    return len ? value_list(rows, len) : (Value){0};
}

static Value random_value(World *w, Record *record, const Field *field) {
    Kit *kit = &w->kit;
    size_t count = 0;
    if (!kit_random(kit, 4))
        return (Value){0};
    switch (field->kind) {
    case FIELD_LINE:
    case FIELD_TEXT:
        return text_of(w, record, field->kind == FIELD_TEXT);
    case FIELD_INT:
        return value_int(
            field->min +
            kit_random(kit, (uint32_t)(field->max > field->min ? field->max - field->min : 20)));
    case FIELD_DECIMAL:
        return (Value){.kind = VALUE_DECIMAL, .decimal = {(int64_t)kit_random(kit, 1000), 1}};
    case FIELD_DATE:
        return value_date(TODAY + 200 - (int32_t)kit_random(kit, 600));
    case FIELD_TIME:
        return value_int(((int64_t)TODAY * 86400 - kit_random(kit, 40000000)) * 1000);
    case FIELD_BOOL:
        return value_int(kit_random(kit, 2));
    case FIELD_CHOICE:
        while (field->choices[count].key)
            count++;
        return value_text(str_of(field->choices[kit_random(kit, (uint32_t)count)].key));
    case FIELD_VOCAB:
        return value_text(str_of(PICK(kit, values)));
    case FIELD_TREE:
        return value_text(str_of(PICK(kit, paths)));
    case FIELD_REF: {
        uint32_t who = kit_random(kit, USERS);
        return field->target == ENTITY_CUSTOMER ? value_ref(w->customers[who], str_of(names[who]))
                                                : value_ref(w->users[who], str_of("王芳"));
    }
    case FIELD_LIST:
    case FIELD_REFS:
        return list_of(w, record, field);
    case FIELD_ROWS:
        return rows_of(w, record, field);
    case FIELD_UUID:
        break;
    }
    return (Value){0};
}

static void fill(World *w, Record *record) {
    const Entity *entity = record->entity;
    for (size_t i = 0; i < entity->count; i++) {
        if (i == CASE_UUID || i == CASE_REV || i == CASE_ID)
            continue;
        Value value = random_value(w, record, &entity->fields[i]);
        record_clear(record, (int)i);
        if (value.kind != VALUE_NONE)
            record_set(record, (int)i, value);
    }
    if (!record_has(record, CASE_TITLE))
        record_set_text(record, CASE_TITLE, STR("无题"));
    if (!record_has(record, CASE_STATE) || kit_random(&w->kit, 2))
        record_set_text(record, CASE_STATE, STR("published"));
    record_set_int(record, CASE_CREATED, 1760000000000);
    if (!record_has(record, CASE_UPDATED))
        record_set_int(record, CASE_UPDATED, 1760000000000);
    record_set_int(record, CASE_TRASHED, kit_random(&w->kit, 12) == 0);
}

/* ---- what is there ---- */

static bool take_case(void *context, const StoreCurrent *current, Error *err) {
    World *w = context;
    Kit *kit = &w->kit;
    struct Truth *truth = &w->truth;
    StoreRead *read;
    Buf scratch = {0};
    Str segment;
    (void)err;
    assert_true(truth->len < COUNT_OF(truth->items));
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(store_load_change(read, current->change, &truth->items[truth->len], &kit->err));
    MUST(store_segment(read, current->change, true, &scratch, &segment, &kit->err));
    truth->purged[truth->len++] = segment.len && search_document_is_tombstone(segment);
    store_read_end(read);
    buf_free(&scratch);
    return true;
}

static void forget_truth(World *w) {
    for (size_t i = 0; i < w->truth.len; i++)
        record_free(w->truth.items[i]);
    w->truth.len = 0;
}

static void read_truth(World *w) {
    Kit *kit = &w->kit;
    StoreRead *read;
    forget_truth(w);
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(store_current_each(read, ENTITY_CASE, take_case, w, &kit->err));
    store_read_end(read);
}

/* ---- what happens to it ---- */

static void purge(World *w, Record *record) {
    Kit *kit = &w->kit;
    Buf segment = {0};
    uint32_t base = (uint32_t)record_int(record, CASE_REV);
    StoreWrite *write;
    search_document_tombstone(&kit->document);
    search_document_encode(&kit->document, &segment);
    record_set_int(record, CASE_REV, base + 1);
    MUST(store_pack(kit->packer, record, &kit->packed, &kit->err));
    StoreChange change = {.verb = VERB_OTHER, .login = STR("test"), .base_rev = base};
    MUST(store_write_begin(kit->store, "test", STORE_GATE_MS, false, &write, &kit->err));
    MUST(store_put_revision(write, &change, &kit->packed, STR(""), buf_str(&segment), NULL,
                            &kit->err));
    MUST(store_write_commit(write, NULL, &kit->err));
    buf_free(&segment);
}

/* Many cases as an import writes them: rows without segments, indexed by a bulk beside. */
static void import_some(World *w) {
    Kit *kit = &w->kit;
    Pool *pool = pool_new(kit_random(kit, 3));
    SearchBulk *bulk = search_bulk_new(kit->index, kit->store, "test", 0);
    for (uint32_t n = 1 + kit_random(kit, 25); n > 0; n--) {
        Record *record = kit_case("x", "");
        fill(w, record);
        uint32_t number = kit_save(kit, record, false);
        search_document_build(kit->analyser, record, &kit->document);
        MUST(search_bulk_take(bulk, number, 0, &kit->document, &kit->err));
        if (kit_random(kit, 4) == 0)
            MUST(search_bulk_invert(bulk, pool, &kit->err));
        if (kit_random(kit, 9) == 0)
            MUST(search_bulk_spill(bulk, &kit->err));
        record_free(record);
    }
    if (kit_random(kit, 4)) /* else it is as if it had been killed */
        MUST(kit_random(kit, 2) ? search_bulk_finish(bulk, NULL, &kit->err)
                                : search_bulk_spill(bulk, &kit->err));
    search_bulk_free(bulk);
    pool_free(pool);
}

static void change_one(World *w) {
    Kit *kit = &w->kit;
    bool with_segment = kit_random(kit, 20) > 0;
    if (w->truth.len < 20 || (w->truth.len < MOST && kit_random(kit, 3) == 0)) {
        Record *record = kit_case("x", "");
        fill(w, record);
        kit_save(kit, record, with_segment);
        record_free(record);
        return;
    }
    size_t at = kit_random(kit, (uint32_t)w->truth.len);
    Record *record = w->truth.items[at];
    if (w->truth.purged[at])
        return;
    if (kit_random(kit, 12) == 0) {
        purge(w, record);
        w->truth.purged[at] = true;
    } else {
        if (kit_random(kit, 3) == 0)
            record_set_int(record, CASE_TRASHED, !record_int(record, CASE_TRASHED));
        else
            fill(w, record);
        kit_save(kit, record, with_segment);
    }
}

static void maintain(World *w) {
    Kit *kit = &w->kit;
    static const MergePolicy busy = {.small = 9, .fanout = 3, .step = 3000};
    bool more = true;
    uint32_t what = kit_random(kit, 40);
    for (int i = 0; what < 8 && more && i < 3; i++)
        MUST(search_merge_step(kit->index, kit->store, "test", STORE_GATE_MS, &busy, &more,
                               &kit->err));
    if (what == 8)
        MUST(search_merge_all(kit->index, kit->store, "test", &merge_tidy, NULL, &kit->err));
    if (what == 9)
        MUST(search_reindex(kit->index, kit->store, "test", 2 << 20, NULL, &kit->err));
}

static void work(World *w) {
    if (kit_random(&w->kit, 25) == 0)
        import_some(w);
    else
        change_one(w);
    maintain(w);
}

/* The same in a process that is killed somewhere in the middle of it. */
static void work_until_killed(World *w, int out) {
    Kit *kit = &w->kit;
    kit_open(kit);
    for (;;) {
        work(w);
        if (kit_random(kit, 10) == 0 || w->truth.len < 20)
            read_truth(w);
        if (write(out, "x", 1) != 1)
            _exit(1);
    }
}

static void crash(World *w) {
    Kit *kit = &w->kit;
    int fds[2], status;
    uint32_t steps = 1 + kit_random(kit, 20);
    kit_close(kit); /* no fork with an open environment */
    assert_int_equal(pipe(fds), 0);
    pid_t child = fork();
    if (child == 0) {
        close(fds[0]);
        work_until_killed(w, fds[1]);
    }
    close(fds[1]);
    for (char step; steps > 0 && read(fds[0], &step, 1) == 1; steps--)
        ;
    assert_int_equal(steps, 0);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    close(fds[0]);
    kit_open(kit);
}

/* ---- random queries ---- */

static const Record *some_record(World *w) {
    return w->truth.items[kit_random(&w->kit, (uint32_t)w->truth.len)];
}

static void put_fragment(World *w, Buf *out) {
    Kit *kit = &w->kit;
    static const int fields[] = {CASE_TITLE, CASE_NEED, CASE_BODY, CASE_SUMMARY, CASE_RESULT};
    Str text = record_text(some_record(w), PICK(kit, fields));
    if (text.len < 3 || !kit_random(kit, 4)) {
        buf_puts(out, PICK(kit, pieces));
        return;
    }
    size_t from = kit_random(kit, (uint32_t)text.len), to = from + 3 + kit_random(kit, 18);
    while (from && ((unsigned char)text.ptr[from] & 0xC0) == 0x80)
        from--;
    to = to < text.len ? to : text.len;
    while (to > from && to < text.len && ((unsigned char)text.ptr[to] & 0xC0) == 0x80)
        to--;
    buf_put(out, text.ptr + from, to - from);
}

static void put_unit(World *w, Buf *out) {
    static const char *const opening[] = {"\"", "“", "「", "＂"}, *const closing[] = {"\"", "”",
                                                                                      "」", "＂"};
    Kit *kit = &w->kit;
    uint32_t how = kit_random(kit, 8);
    uint32_t quote = kit_random(kit, COUNT_OF(opening));
    if (how < 3)
        buf_puts(out, opening[quote]);
    put_fragment(w, out);
    if (how < 3)
        buf_puts(out, closing[quote]);
    else if (how == 3)
        buf_puts(out, kit_random(kit, 2) ? "*" : "＊");
}

/* A name that the field is called by. */
static void put_name(World *w, size_t index, Buf *out) {
    static const struct {
        int field;
        const char *name;
    } twins[] = {{CASE_TITLE, "标题"},       {CASE_CUSTOMER, "客户"},  {CASE_NEED, "需求"},
                 {CASE_RESULT, "成效"},      {CASE_CATEGORY, "分类"},  {CASE_TAGS, "标签"},
                 {CASE_INDUSTRY, "行业"},    {CASE_SIZE_BAND, "规模"}, {CASE_REGION, "地区"},
                 {CASE_PRODUCT, "产品"},     {CASE_AUDIENCE, "受众"},  {CASE_STATE, "状态"},
                 {CASE_OWNER, "负责人"},     {CASE_UPDATED, "更新"},   {CASE_IMPORTANCE, "重要性"},
                 {CASE_VERIFY_LAST, "核验"}, {CASE_SUCCESS, "成功度"}, {CASE_PERIOD_END, "结束"}};
    Kit *kit = &w->kit;
    for (size_t i = 0; i < COUNT_OF(twins); i++)
        if (twins[i].field == (int)index && kit_random(kit, 2)) {
            buf_puts(out, twins[i].name);
            return;
        }
    buf_puts(out, entity_get(ENTITY_CASE)->fields[index].key);
}

static void put_number(Kit *kit, const Field *field, Buf *out) {
    static const char *const periods[] = {"2026",      "2026-11",    "2026-q4", "w40",   "2026-W47",
                                          "last-week", "上周",       "本月",    "7d",    "90d",
                                          "+30天",     "2026-11-20", "去年",    "today", "3个月"};
    if (field && (field->kind == FIELD_DATE || field->kind == FIELD_TIME))
        buf_puts(out, PICK(kit, periods));
    else
        buf_printf(out, "%u",
                   kit_random(kit, field && field->max > 0 ? (uint32_t)field->max : 100));
}

static void put_range(Kit *kit, const Field *field, Buf *out) {
    static const char *const signs[] = {">=", "<=", ">", "<", "=", "", "≥", "≤", "＞", "＜"};
    if (kit_random(kit, 3)) {
        buf_puts(out, PICK(kit, signs));
        put_number(kit, field, out);
        return;
    }
    uint32_t ends = kit_random(kit, 3);
    if (ends)
        put_number(kit, field, out);
    buf_puts(out, "..");
    if (ends != 1)
        put_number(kit, field, out);
}

static void put_code(World *w, const Field *field, Buf *out) {
    Kit *kit = &w->kit;
    size_t choices = 0;
    while (field->choices && field->choices[choices].key)
        choices++;
    if (choices) {
        buf_puts(out, field->choices[kit_random(kit, (uint32_t)choices)].key);
    } else if (field->kind == FIELD_REF) {
        buf_puts(out, kit_random(kit, 4) ? PICK(kit, names) : kit_random(kit, 2) ? "me" : "acme");
    } else if (field->kind == FIELD_TREE) {
        buf_puts(out, kit_random(kit, 3) ? PICK(kit, paths) : "续约");
    } else if (kit_random(kit, 3) == 0) {
        buf_puts(out, kit_random(kit, 2) ? "教*" : "学习*");
    } else {
        buf_printf(out, "\"%s\"", PICK(kit, values));
    }
}

static void put_field(World *w, Buf *out) {
    Kit *kit = &w->kit;
    const Entity *entity = entity_get(ENTITY_CASE);
    size_t index;
    do
        index = kit_random(kit, (uint32_t)entity->count);
    while (entity->fields[index].flags & FIELD_PRIVATE);
    const Field *field = &entity->fields[index];
    int column = column_of_field((int)index);
    put_name(w, index, out);
    buf_puts(out, kit_random(kit, 3) ? ":" : "：");
    ColumnKind kind = column < 0 ? COLUMN_KIND_FIXED : column_info((SearchColumn)column)->kind;
    if (column < 0 || kind == COLUMN_KIND_FIXED) {
        if (kit_random(kit, 2)) {
            buf_putc(out, '"');
            put_fragment(w, out);
            buf_putc(out, '"');
        } else {
            buf_puts(out, PICK(kit, pieces));
            if (!kit_random(kit, 4))
                buf_putc(out, '*');
        }
    } else if (kind == COLUMN_KIND_NUMBER) {
        put_range(kit, field, out);
    } else {
        put_code(w, field, out);
        while (kit_random(kit, 3) == 0) {
            buf_puts(out, kit_random(kit, 2) ? "," : "，");
            put_code(w, field, out);
        }
    }
}

static void put_word_filter(World *w, Buf *out) {
    static const char *const is[] = {
        "draft", "submitted",   "in_review", "published", "archived", "trashed",  "回收站", "mine",
        "我的",  "unpublished", "verified",  "due",       "stale",    "imported", "过期"};
    static const char *const trusts[] = {"verified", "due", "stale", "imported", "可信", "待核"};
    Kit *kit = &w->kit;
    const Entity *entity = entity_get(ENTITY_CASE);
    switch (kit_random(kit, 5)) {
    case 0:
        buf_printf(out, "%s:%s", kit_random(kit, 2) ? "is" : "是", PICK(kit, is));
        break;
    case 1:
        buf_printf(out, "trust:%s", PICK(kit, trusts));
        break;
    case 2:
        buf_puts(out, kit_random(kit, 2) ? "completeness:" : "完整度:");
        put_range(kit, NULL, out);
        break;
    case 3:
        buf_puts(out, "due:");
        put_range(kit, &entity->fields[CASE_VERIFY_DUE], out);
        break;
    default: {
        static const char *const words[] = {"has:", "no:", "有:", "无："};
        buf_puts(out, PICK(kit, words));
        put_name(w, kit_random(kit, (uint32_t)entity->count), out);
    }
    }
}

static void put_item(World *w, int depth, Buf *out) {
    Kit *kit = &w->kit;
    if (!kit_random(kit, 5))
        buf_puts(out, kit_random(kit, 4) ? "-" : "－");
    if (depth < 3 && !kit_random(kit, 6)) {
        buf_puts(out, kit_random(kit, 4) ? "(" : "（");
        for (uint32_t n = 1 + kit_random(kit, 3); n > 0; n--) {
            put_item(w, depth + 1, out);
            if (n > 1)
                buf_puts(out, kit_random(kit, 3) ? " | " : kit_random(kit, 2) ? " " : "｜");
        }
        buf_puts(out, kit_random(kit, 4) ? ")" : "）");
        return;
    }
    switch (kit_random(kit, 5)) {
    case 0:
        put_field(w, out);
        break;
    case 1:
        put_word_filter(w, out);
        break;
    default:
        put_unit(w, out);
    }
}

static void put_query(World *w, Buf *out) {
    buf_clear(out);
    for (uint32_t n = kit_random(&w->kit, 8) ? 1 + kit_random(&w->kit, 3) : 0; n > 0; n--) {
        put_item(w, 0, out);
        if (n > 1)
            buf_puts(out, kit_random(&w->kit, 8) ? " " : " | ");
    }
}

/* ---- comparing ---- */

typedef struct Asked {
    Buf query;
    SearchVisible visible;
    SearchRequest request;
    SearchResult result;
    bool matches[MOST * 4];
    size_t count;
} Asked;

static bool differ(World *w, const Asked *asked, const char *what, const char *detail) {
    if (!w->mismatch.len)
        buf_printf(&w->mismatch, "%s%s%s: %s %s", asked->request.plain ? "[plain] " : "",
                   asked->request.typing ? "[typing] " : "", buf_text(&asked->query), what, detail);
    return false;
}

static bool ask(World *w, Asked *asked) {
    Kit *kit = &w->kit;
    StoreRead *read;
    asked->request.query = buf_str(&asked->query);
    asked->request.visible = &asked->visible;
    asked->request.today = TODAY;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    bool ok = search_run(kit->index, read, &asked->request, &asked->result, &kit->err);
    store_read_end(read);
    Buf text = {0};
    if (!ok)
        error_render(&kit->err, &text);
    ok = ok || differ(w, asked, "fails:", buf_text(&text));
    buf_free(&text);
    return ok;
}

/* What the query means; false when it is none. */
static bool scan(World *w, Asked *asked) {
    Query query = {0};
    QueryOptions options = {
        .today = TODAY, .typing = asked->request.typing, .plain = asked->request.plain};
    asked->count = 0;
    if (!query_parse(buf_str(&asked->query), &options, &query, &w->kit.err)) {
        query_free(&query);
        return false;
    }
    for (size_t i = 0; i < w->truth.len; i++) {
        asked->matches[i] =
            !w->truth.purged[i] && scan_matches(&query, w->truth.items[i], &asked->visible, TODAY);
        asked->count += asked->matches[i];
    }
    query_free(&query);
    return true;
}

static size_t truth_of(const World *w, Uuid id) {
    for (size_t i = 0; i < w->truth.len; i++)
        if (uuid_equal(record_id(w->truth.items[i]), id))
            return i;
    return SIZE_MAX;
}

static bool same_set(World *w, const Asked *asked) {
    char detail[80];
    bool seen[MOST * 4] = {0};
    snprintf(detail, sizeof detail, "%llu and %zu rows, the scan %zu",
             (unsigned long long)asked->result.total, asked->result.len, asked->count);
    if (asked->result.total != asked->count || asked->result.len != asked->count)
        return differ(w, asked, "finds", detail);
    for (size_t i = 0; i < asked->result.len; i++) {
        size_t at = truth_of(w, asked->result.rows[i].uuid);
        if (at == SIZE_MAX || !asked->matches[at] || seen[at])
            return differ(w, asked, "finds another case", "");
        seen[at] = true;
    }
    return true;
}

static bool same_order(World *w, const Asked *asked) {
    const SearchRow *rows = asked->result.rows;
    for (size_t i = 1; i < asked->result.len && asked->result.ranked; i++)
        if (rows[i - 1].score < rows[i].score ||
            (rows[i - 1].score == rows[i].score && rows[i - 1].document < rows[i].document))
            return differ(w, asked, "is not ordered by score", "");
    return true;
}

/* Tallies the values of the scanned cases as a facet must show them. */
typedef struct Tally {
    Str text;
    Uuid uuid;
    uint64_t count;
} Tally;

static void add_tally(Tally *tallies, size_t *len, Str text, Uuid uuid) {
    for (size_t i = 0; i < *len; i++)
        if (uuid_is_nil(uuid) ? str_equal(tallies[i].text, text)
                              : uuid_equal(tallies[i].uuid, uuid)) {
            tallies[i].count++;
            return;
        }
    tallies[(*len)++] = (Tally){text, uuid, 1};
}

static void add_record(const Record *record, int column, Arena *arena, Tally *tallies, size_t *len,
                       uint64_t *none) {
    ColumnValue *v = arena_alloc(arena, SEARCH_COLUMNS * sizeof *v);
    if (column == FACET_TRUST) {
        const char *key = case_trust_key(case_trust(record, TODAY));
        *none += !*key;
        if (*key)
            add_tally(tallies, len, str_of(key), (Uuid){{0}});
        return;
    }
    int field = column_info((SearchColumn)column)->field;
    if (column_info((SearchColumn)column)->kind == COLUMN_KIND_BYTE) {
        const Choice *choices = entity_get(ENTITY_CASE)->fields[field].choices;
        column_values(record, arena, v);
        add_tally(tallies, len, str_of(choices[v[column].number].key), (Uuid){{0}});
        return;
    }
    column_values(record, arena, v);
    *none += !v[column].count;
    for (uint32_t i = 0; i < v[column].count; i++) {
        Str text = v[column].items[i];
        if (column_is_reference((SearchColumn)column))
            add_tally(tallies, len, column_reference_name(text), column_reference_uuid(text));
        else
            add_tally(tallies, len, text, (Uuid){{0}});
    }
}

static bool same_facet(World *w, const Asked *asked, const Facet *facet) {
    Arena arena = {0};
    Tally tallies[MOST];
    size_t len = 0;
    uint64_t none = 0;
    char detail[64];
    snprintf(detail, sizeof detail, "of column %d", facet->column);
    for (size_t i = 0; i < w->truth.len; i++)
        if (asked->matches[i])
            add_record(w->truth.items[i], facet->column, &arena, tallies, &len, &none);
    bool same = facet->len == len && facet->distinct == len && facet->none == none;
    for (size_t i = 0; i < facet->len && same; i++) {
        bool found = false;
        for (size_t k = 0; k < len; k++)
            found |=
                facet->items[i].count == tallies[k].count &&
                (uuid_is_nil(tallies[k].uuid) ? str_equal(facet->items[i].text, tallies[k].text)
                                              : uuid_equal(facet->items[i].uuid, tallies[k].uuid));
        same = found && (!i || facet->items[i - 1].count >= facet->items[i].count);
    }
    arena_free(&arena);
    return same || differ(w, asked, "counts another facet", detail);
}

static bool same_facets(World *w, const Asked *asked) {
    for (size_t i = 0; i < asked->result.facet_count; i++)
        if (!same_facet(w, asked, &asked->result.facets[i]))
            return false;
    return true;
}

/* A page is the same part of the whole list, up to ties of rounding. */
static bool same_page(World *w, const Asked *asked) {
    Kit *kit = &w->kit;
    Asked *page = calloc(1, sizeof *page);
    page->visible = asked->visible;
    page->request = asked->request;
    page->request.facet_count = 0;
    buf_put_str(&page->query, buf_str(&asked->query));
    page->request.offset = kit_random(kit, 5);
    page->request.limit = 1 + kit_random(kit, 10);
    page->request.exact = kit_random(kit, 2);
    bool ok = ask(w, page);
    if (ok && !page->result.about && page->result.total != asked->result.total)
        ok = differ(w, asked, "has another total on a page", "");
    for (size_t i = 0; ok && i < page->result.len; i++) {
        size_t at = page->request.offset + i;
        const SearchRow *row = &page->result.rows[i];
        if (at >= asked->result.len || truth_of(w, row->uuid) == SIZE_MAX ||
            (asked->result.ranked && (row->score - asked->result.rows[at].score > 1e-4f ||
                                      asked->result.rows[at].score - row->score > 1e-4f)))
            ok = differ(w, asked, "shows another page", "");
    }
    buf_free(&page->query);
    search_result_free(&page->result);
    free(page);
    return ok;
}

/* -1, 0, 1; an absent value is only equal to another one. */
static int compare_values(World *w, size_t a, size_t b, SearchColumn column, bool *absent) {
    Arena arena = {0};
    ColumnValue *x = arena_alloc(&arena, SEARCH_COLUMNS * sizeof *x);
    ColumnValue *y = arena_alloc(&arena, SEARCH_COLUMNS * sizeof *y);
    int order = 0;
    column_values(w->truth.items[a], &arena, x);
    column_values(w->truth.items[b], &arena, y);
    *absent = x[column].number == COLUMN_ABSENT || y[column].number == COLUMN_ABSENT;
    if (!*absent)
        order = x[column].number < y[column].number ? -1 : x[column].number > y[column].number;
    arena_free(&arena);
    return order;
}

static bool same_sorted(World *w, const Asked *asked) {
    static const SearchColumn keys[] = {
        COLUMN_UPDATED,    COLUMN_CREATED,    COLUMN_PUBLISHED_AT, COLUMN_PERIOD_START,
        COLUMN_PERIOD_END, COLUMN_IMPORTANCE, COLUMN_SATISFACTION, COLUMN_COMPLETENESS,
        COLUMN_STATE,      COLUMN_DUE,        COLUMN_REV};
    Kit *kit = &w->kit;
    Asked *sorted = calloc(1, sizeof *sorted);
    SearchColumn key = PICK(kit, keys);
    memcpy(sorted->matches, asked->matches, sizeof sorted->matches);
    sorted->count = asked->count;
    sorted->visible = asked->visible;
    sorted->request = asked->request;
    sorted->request.facet_count = 0;
    sorted->request.sort = (int)key;
    sorted->request.descending = kit_random(kit, 2);
    buf_put_str(&sorted->query, buf_str(&asked->query));
    bool ok = ask(w, sorted) && same_set(w, sorted);
    for (size_t i = 1; ok && i < sorted->result.len; i++) {
        bool absent;
        int order = compare_values(w, truth_of(w, sorted->result.rows[i - 1].uuid),
                                   truth_of(w, sorted->result.rows[i].uuid), key, &absent);
        if (!absent && (sorted->request.descending ? order < 0 : order > 0))
            ok = differ(w, asked, "is not sorted", "");
    }
    buf_free(&sorted->query);
    search_result_free(&sorted->result);
    free(sorted);
    return ok;
}

static bool same_count(World *w, const Asked *asked) {
    Kit *kit = &w->kit;
    CountResult result = {0};
    StoreRead *read;
    CountRequest request = {.query = buf_str(&asked->query),
                            .typing = asked->request.typing,
                            .today = TODAY,
                            .visible = &asked->visible};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(search_count(kit->index, read, &request, &result, &kit->err));
    store_read_end(read);
    bool ok = result.cases == asked->count || differ(w, asked, "is counted otherwise", "");
    count_result_free(&result);
    return ok;
}

static SearchVisible random_visible(World *w) {
    Kit *kit = &w->kit;
    SearchVisible v = {.audiences = kit_random(kit, 8), .me = w->users[0]};
    v.everything = kit_random(kit, 2) == 0;
    v.unpublished = kit_random(kit, 4) == 0;
    v.team = w->users + 1;
    v.team_count = kit_random(kit, 3);
    v.archived = kit_random(kit, 4) == 0;
    v.trashed = kit_random(kit, 8) == 0;
    return v;
}

static bool compare_one(World *w) {
    static const int facets[] = {COLUMN_STATE,    COLUMN_AUDIENCE, COLUMN_CUSTOMER,  COLUMN_OWNER,
                                 COLUMN_CATEGORY, COLUMN_INDUSTRY, COLUMN_SIZE_BAND, COLUMN_REGION,
                                 COLUMN_SUCCESS,  COLUMN_TAGS,     COLUMN_PRODUCT,   COLUMN_THEME,
                                 COLUMN_PAIN,     FACET_TRUST,     COLUMN_REVIEWER};
    Kit *kit = &w->kit;
    Asked *asked = calloc(1, sizeof *asked);
    asked->visible = random_visible(w);
    asked->request = (SearchRequest){.mode = SEARCH_ALL,
                                     .exact = true,
                                     .limit = MOST * 4,
                                     .sort = -1,
                                     .facets = facets,
                                     .facet_count = COUNT_OF(facets)};
    asked->request.plain = kit_random(kit, 8) == 0;
    asked->request.typing = !asked->request.plain && kit_random(kit, 3) == 0;
    put_query(w, &asked->query);
    bool ok = true, meant = scan(w, asked);
    w->parsed += meant;
    w->refused += !meant;
    w->matching += meant && asked->count;
    if (meant)
        ok = ask(w, asked) && same_set(w, asked) && same_order(w, asked) && same_facets(w, asked) &&
             (kit_random(kit, 3) || same_page(w, asked)) &&
             (kit_random(kit, 3) || same_sorted(w, asked)) &&
             (asked->request.plain || kit_random(kit, 3) || same_count(w, asked));
    buf_free(&asked->query);
    search_result_free(&asked->result);
    free(asked);
    return ok;
}

/* ---- the tests ---- */

static World *start(uint64_t seed) {
    World *w = calloc(1, sizeof *w);
    kit_start(&w->kit, seed);
    for (int i = 0; i < USERS; i++) {
        w->users[i] = uuid_new();
        w->customers[i] = uuid_new();
    }
    return w;
}

static void stop(World *w) {
    forget_truth(w);
    buf_free(&w->mismatch);
    kit_stop(&w->kit);
    free(w);
}

static void every_query_means_the_plain_scan(void **state) {
    (void)state;
    for (uint64_t seed = 101; seed <= 103; seed++) {
        World *w = start(seed);
        Kit *kit = &w->kit;
        for (int round = 0; round < 70; round++) {
            for (uint32_t n = 1 + kit_random(kit, 6); n > 0; n--)
                work(w);
            if (kit_random(kit, 12) == 0)
                crash(w);
            if (kit_random(kit, 6) == 0) {
                kit_close(kit);
                kit_open(kit);
            }
            MUST(search_catch_up(kit->index, kit->store, "test", NULL, NULL, &kit->err));
            read_truth(w);
            for (int i = 0; i < 12; i++)
                if (!compare_one(w))
                    fail_msg("seed %llu, round %d: %s", (unsigned long long)seed, round,
                             buf_text(&w->mismatch));
        }
        assert_true(w->parsed > 8 * w->refused);  /* most of them say something */
        assert_true(2 * w->matching > w->parsed); /* and find something */
        stop(w);
    }
}

/* The row of the index that is spoilt, with a checksum that fits. */
static void spoil(World *w, SearchColumn column) {
    Kit *kit = &w->kit;
    StoreRead *read;
    StoreWrite *write;
    IndexState *state = calloc(1, sizeof *state);
    char key[INDEX_KEY];
    Str value;
    Buf bytes = {0};
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(index_state_read(read, state, &kit->err));
    assert_true(state->main.count > 0);
    size_t len = index_key_column(key, 'C', state->main.segments[0].id, column, 0);
    MUST(store_index_get(read, STORE_IMETA, str_make(key, len), &value, &kit->err));
    assert_non_null(value.ptr);
    buf_put_str(&bytes, value);
    store_read_end(read);
    if (column == COLUMN_LIVE)
        bytes.data[CHUNK_HEADER] ^= 1 << 3;
    else
        bytes.data[CHUNK_HEADER + 3] ^= 1;
    chunk_seal(&bytes, 0);
    MUST(store_write_begin(kit->store, "t", STORE_GATE_MS, false, &write, &kit->err));
    MUST(
        store_index_put(write, STORE_IMETA, str_make(key, len), buf_str(&bytes), false, &kit->err));
    MUST(store_write_commit(write, NULL, &kit->err));
    buf_free(&bytes);
    free(state);
}

/* A page of terms less: some words are not found any more. */
static void lose_terms(World *w) {
    Kit *kit = &w->kit;
    StoreRead *read;
    StoreWrite *write;
    StoreCursor *cursor;
    Str key, value;
    Buf lost = {0};
    bool found;
    MUST(store_read_begin(kit->store, &read, &kit->err));
    MUST(store_cursor_open(read, STORE_TERMS, &cursor, &kit->err));
    MUST(store_cursor_seek(cursor, STR("\0"), &key, &value, &found, &kit->err));
    MUST(store_cursor_next(cursor, &key, &value, &found, &kit->err));
    assert_true(found);
    buf_put_str(&lost, key);
    store_cursor_close(cursor);
    store_read_end(read);
    MUST(store_write_begin(kit->store, "t", STORE_GATE_MS, false, &write, &kit->err));
    MUST(store_index_delete(write, STORE_TERMS, buf_str(&lost), &found, &kit->err));
    MUST(store_write_commit(write, NULL, &kit->err));
    buf_free(&lost);
}

static void a_seeded_defect_is_seen(void **state) {
    (void)state;
    for (int defect = 0; defect < 4; defect++) {
        World *w = start(200);
        Kit *kit = &w->kit;
        for (int i = 0; i < 60; i++)
            change_one(w);
        MUST(search_reindex(kit->index, kit->store, "t", 0, NULL, &kit->err));
        read_truth(w);
        for (int i = 0; i < 50; i++)
            if (!compare_one(w))
                fail_msg("%s", buf_text(&w->mismatch));
        if (defect == 0)
            spoil(w, COLUMN_LIVE);
        else if (defect == 1)
            spoil(w, COLUMN_INDUSTRY);
        else if (defect == 2)
            spoil(w, COLUMN_STATE);
        else
            lose_terms(w);
        int asked = 0;
        while (asked < 2000 && compare_one(w))
            asked++;
        assert_true(asked < 2000);
        stop(w);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_means_the_plain_scan),
        cmocka_unit_test(a_seeded_defect_is_seen),
    };
    return cmocka_run_group_tests_name("search property", tests, NULL, NULL);
}
