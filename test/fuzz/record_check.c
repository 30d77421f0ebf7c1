#include "config.h"

#include "record_check.h"

#include "conf/keymap.h"
#include "record/encode.h"
#include "record/validate.h"

typedef struct Check {
    FormatKind kind;
    EntityType entity;
    const uint8_t *data;
    size_t size;
    size_t taken;
} Check;

typedef struct One {
    Record *record;
} One;

static bool take_one(void *context, const FormatItem *item) {
    One *one = context;
    record_free(one->record);
    one->record = item->record;
    return true;
}

static bool same(const Record *a, const Record *b) {
    Buf x = {0}, y = {0};
    record_encode(a, &x);
    record_encode(b, &y);
    bool equal = str_equal(buf_str(&x), buf_str(&y));
    buf_free(&x);
    buf_free(&y);
    return equal;
}

static void check_round(const Check *check, FormatKind kind, const Record *record) {
    FormatWrite write = {.kind = kind, .entity = check->entity, .crlf = kind == FORMAT_CSV};
    FormatRead read = {.kind = kind, .entity = check->entity, .map = keymap_default()};
    Buf text = {0};
    One one = {0};
    Error err;
    format_write_begin(&write, &text);
    format_write_record(&write, record, &text);
    FUZZ_CHECK(format_read(&read, buf_str(&text), take_one, &one, &err), check->data, check->size);
    FUZZ_CHECK(one.record && read.records == 1, check->data, check->size);
    FUZZ_CHECK(same(record, one.record), check->data, check->size);
    record_free(one.record);
    buf_free(&text);
}

static void check_record(const Check *check, Record *record) {
    static const FormatKind kinds[] = {FORMAT_YAML, FORMAT_JSONL, FORMAT_CSV, FORMAT_MARKDOWN};
    Issues issues = {0};
    FUZZ_CHECK(validate_hard(record, &issues), check->data, check->size);
    issues_free(&issues);
    if (uuid_is_nil(record_id(record))) /* as the library gives it one */
        record_set_uuid(record, 0, (Uuid){{1, 2, 3}});
    if (check->entity == ENTITY_CASE) /* never exported */
        record_clear(record, CASE_NOTES);
    for (size_t i = 0; i < 4; i++)
        if (kinds[i] != FORMAT_MARKDOWN || check->entity == ENTITY_CASE)
            check_round(check, kinds[i], record);
}

static bool take(void *context, const FormatItem *item) {
    Check *check = context;
    bool refused = false;
    for (size_t i = 0; i < item->problems->len; i++) {
        const FormatProblem *problem = &item->problems->items[i];
        refused |= problem->severity == FORMAT_REFUSED;
        FUZZ_CHECK(problem->error.message && problem->error.line >= 1, check->data, check->size);
    }
    const uint8_t *source = (const uint8_t *)item->source.ptr;
    FUZZ_CHECK(refused == !item->record, check->data, check->size);
    FUZZ_CHECK(item->number == ++check->taken && item->line >= 1, check->data, check->size);
    FUZZ_CHECK(source >= check->data && source + item->source.len <= check->data + check->size,
               check->data, check->size);
    if (item->record)
        check_record(check, item->record);
    record_free(item->record);
    return true;
}

void record_check(FormatKind kind, EntityType entity, const uint8_t *data, size_t size) {
    Check check = {kind, entity, data, size, 0};
    FormatRead read = {.kind = kind, .entity = entity, .name = "f", .map = keymap_default()};
    Error err;
    format_read(&read, str_make((const char *)data, size), take, &check, &err);
}
