#include "config.h"

#include "search/columns.h"

#include "base/hash.h"
#include "base/vec.h"
#include "record/lint.h"
#include "record/money.h"
#include "record/state.h"

#define BYTE(field)                                                                                \
    { COLUMN_KIND_BYTE, field, 0 }
#define NUMBER(field)                                                                              \
    { COLUMN_KIND_NUMBER, field, 0 }
#define CODE(field)                                                                                \
    { COLUMN_KIND_CODE, field, 0 }
#define CODES(field)                                                                               \
    { COLUMN_KIND_CODES, field, 0 }

static const ColumnInfo columns[SEARCH_COLUMNS] = {
    [COLUMN_LIVE] = {COLUMN_KIND_BITS, -1, 0},
    [COLUMN_NORM_DENSE] = BYTE(-1),
    [COLUMN_NORM_SPACED] = BYTE(-1),
    [COLUMN_STATE] = BYTE(CASE_STATE),
    [COLUMN_AUDIENCE] = BYTE(CASE_AUDIENCE),
    [COLUMN_FLAGS] = BYTE(-1),
    [COLUMN_COMPLETENESS] = BYTE(-1),
    [COLUMN_DOCUMENT] = NUMBER(-1),
    [COLUMN_PRESENT] = NUMBER(-1),
    [COLUMN_REV] = NUMBER(CASE_REV),
    [COLUMN_CREATED] = NUMBER(CASE_CREATED),
    [COLUMN_UPDATED] = NUMBER(CASE_UPDATED),
    [COLUMN_PUBLISHED_AT] = NUMBER(CASE_PUBLISHED_AT),
    [COLUMN_PERIOD_START] = NUMBER(CASE_PERIOD_START),
    [COLUMN_PERIOD_END] = NUMBER(CASE_PERIOD_END),
    [COLUMN_VERIFY_LAST] = NUMBER(CASE_VERIFY_LAST),
    [COLUMN_DUE] = NUMBER(-1),
    [COLUMN_STALE] = NUMBER(-1),
    [COLUMN_CONSENT_EXPIRES] = NUMBER(CASE_CONSENT_EXPIRES),
    [COLUMN_IMPORTANCE] = NUMBER(CASE_IMPORTANCE),
    [COLUMN_HALF_LIFE] = NUMBER(CASE_HALF_LIFE),
    [COLUMN_SATISFACTION] = NUMBER(CASE_SCORE_SATISFACTION),
    [COLUMN_BUSINESS_SIZE] = NUMBER(CASE_SCORE_BUSINESS_SIZE),
    [COLUMN_COOPERATION] = NUMBER(CASE_SCORE_COOPERATION_MONTHS),
    [COLUMN_INNOVATION] = NUMBER(CASE_SCORE_INNOVATION),
    [COLUMN_SPREAD] = NUMBER(CASE_SCORE_SPREAD),
    [COLUMN_UUID] = {COLUMN_KIND_FIXED, -1, 16},
    [COLUMN_TITLE] = {COLUMN_KIND_FIXED, CASE_TITLE, 24},
    [COLUMN_CUSTOMER] = CODE(CASE_CUSTOMER),
    [COLUMN_OWNER] = CODE(CASE_OWNER),
    [COLUMN_AUTHOR] = CODE(CASE_AUTHOR),
    [COLUMN_REVIEWER] = CODE(CASE_REVIEWER),
    [COLUMN_CATEGORY] = CODE(CASE_CATEGORY),
    [COLUMN_INDUSTRY] = CODE(CASE_INDUSTRY),
    [COLUMN_SIZE_BAND] = CODE(CASE_SIZE_BAND),
    [COLUMN_REGION] = CODE(CASE_REGION),
    [COLUMN_LANG] = CODE(CASE_LANG),
    [COLUMN_SUCCESS] = CODE(CASE_SUCCESS),
    [COLUMN_CONSENT_SCOPE] = CODE(CASE_CONSENT_SCOPE),
    [COLUMN_TAGS] = CODES(CASE_TAGS),
    [COLUMN_PRODUCT] = CODES(CASE_PRODUCT),
    [COLUMN_THEME] = CODES(CASE_THEME),
    [COLUMN_PAIN] = CODES(CASE_PAIN),
    [COLUMN_AMOUNT] = NUMBER(-1),
};

/* The bits of COLUMN_PRESENT, by position: stored, only append. */
static const uint8_t present_fields[] = {
    CASE_TITLE,      CASE_SUMMARY,      CASE_BACKGROUND,    CASE_NEED,  CASE_SOLUTION, CASE_STEPS,
    CASE_PROCESS,    CASE_RESULT,       CASE_FEEDBACK,      CASE_BODY,  CASE_OUTCOMES, CASE_RELATED,
    CASE_CONSENT_BY, CASE_ALTERNATIVES, CASE_RETURN_REASON, CASE_EXT_ID};

const ColumnInfo *column_info(SearchColumn column) {
    return &columns[column];
}

int column_of_field(int field) {
    for (int column = 0; column < SEARCH_COLUMNS; column++)
        if (columns[column].field == field && field >= 0)
            return column;
    return -1;
}

int column_present_bit(int field) {
    for (size_t bit = 0; bit < COUNT_OF(present_fields); bit++)
        if (present_fields[bit] == field)
            return (int)bit;
    return -1;
}

/* ---- references ---- */

bool column_is_reference(SearchColumn column) {
    int field = columns[column].field;
    return field >= 0 && entity_get(ENTITY_CASE)->fields[field].kind == FIELD_REF;
}

Uuid column_reference_uuid(Str text) {
    Uuid id = {{0}};
    if (text.len >= sizeof id.bytes)
        memcpy(id.bytes, text.ptr, sizeof id.bytes);
    return id;
}

Str column_reference_name(Str text) {
    size_t skip = text.len < sizeof(Uuid) ? text.len : sizeof(Uuid);
    return str_make(text.ptr + skip, text.len - skip);
}

/* ---- the values of a record ---- */

static Str value_bytes(const Value *value, Arena *arena) {
    if (value->kind != VALUE_REF)
        return arena_str(arena, value->text);
    size_t len = sizeof(Uuid) + value->ref.name.len;
    char *bytes = arena_alloc(arena, len);
    memcpy(bytes, value->ref.uuid.bytes, sizeof(Uuid));
    if (value->ref.name.len)
        memcpy(bytes + sizeof(Uuid), value->ref.name.ptr, value->ref.name.len);
    return str_make(bytes, len);
}

static bool is_textual(const Value *value) {
    return value->kind == VALUE_TEXT || value->kind == VALUE_REF;
}

static void text_values(const Value *value, Arena *arena, ColumnValue *out) {
    const Value *items = value->kind == VALUE_LIST ? value->list.items : value;
    size_t len = value->kind == VALUE_LIST ? value->list.len : value->kind != VALUE_NONE;
    if (len > UINT8_MAX)
        len = UINT8_MAX;
    Str *texts = arena_alloc(arena, (len + !len) * sizeof *texts);
    for (size_t i = 0; i < len; i++)
        if (is_textual(&items[i]))
            texts[out->count++] = value_bytes(&items[i], arena);
    out->items = texts;
}

static int64_t present_bits(const Record *record) {
    int64_t bits = 0;
    for (size_t bit = 0; bit < COUNT_OF(present_fields); bit++)
        if (record_has(record, present_fields[bit]))
            bits |= (int64_t)1 << bit;
    return bits;
}

static int64_t date_or_absent(int32_t date) {
    return date == INT32_MAX ? COLUMN_ABSENT : date;
}

static void computed_values(const Record *record, Arena *arena, ColumnValue *values) {
    Uuid id = record_id(record);
    Str *text = ARENA_NEW(arena, Str);
    *text = str_make(arena_dup(arena, id.bytes, sizeof id.bytes), sizeof id.bytes);
    values[COLUMN_UUID] = (ColumnValue){.items = text, .count = 1};
    values[COLUMN_STATE].number = case_state(record);
    values[COLUMN_AUDIENCE].number = case_audience(record);
    values[COLUMN_FLAGS].number = (record_int(record, CASE_TRASHED) ? COLUMN_TRASHED : 0) |
                                  (record_int(record, CASE_IMPORTED) ? COLUMN_IMPORTED : 0);
    values[COLUMN_COMPLETENESS].number = record_completeness(record);
    values[COLUMN_PRESENT].number = present_bits(record);
    values[COLUMN_DUE].number = date_or_absent(case_due_date(record));
    values[COLUMN_STALE].number = date_or_absent(case_stale_date(record));
    if (!case_amount(record, &values[COLUMN_AMOUNT].number))
        values[COLUMN_AMOUNT].number = COLUMN_ABSENT;
}

void column_values(const Record *record, Arena *arena, ColumnValue *values) {
    for (int c = 0; c < SEARCH_COLUMNS; c++) {
        const ColumnInfo *info = &columns[c];
        values[c] = (ColumnValue){.number = info->kind == COLUMN_KIND_NUMBER ? COLUMN_ABSENT : 0};
        if (info->field < 0)
            continue;
        if (info->kind == COLUMN_KIND_NUMBER && record_has(record, info->field))
            values[c].number = record_int(record, info->field);
        if (info->kind == COLUMN_KIND_CODE || info->kind == COLUMN_KIND_CODES)
            text_values(&record->values[info->field], arena, &values[c]);
    }
    computed_values(record, arena, values);
}

/* ---- checksums ---- */

static uint32_t checksum(const void *data, size_t len) {
    return (uint32_t)hash_bytes(data, len, 0x616e6c69u);
}

bool chunk_is_sound(Str bytes) {
    uint32_t sum;
    if (bytes.len < sizeof sum)
        return false;
    memcpy(&sum, bytes.ptr, sizeof sum);
    return sum == checksum(bytes.ptr + sizeof sum, bytes.len - sizeof sum);
}

void chunk_seal(Buf *buf, size_t from) {
    uint32_t sum = checksum(buf->data + from + sizeof sum, buf->len - from - sizeof sum);
    memcpy(buf->data + from, &sum, sizeof sum);
}
