#include "config.h"

#include "record/value.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "base/zone.h"

#include <stdlib.h>
#include <string.h>

Record *record_new(EntityType type) {
    Record *record = mem_zalloc(sizeof *record);
    record->entity = entity_get(type);
    record->values = mem_zalloc(record->entity->count * sizeof *record->values);
    record->unknown = STR("");
    return record;
}

Record *record_copy(const Record *record) {
    Record *copy = record_new(record->entity->type);
    for (size_t i = 0; i < record->entity->count; i++)
        copy->values[i] = value_copy(&copy->arena, record->values[i]);
    copy->unknown = arena_str(&copy->arena, record->unknown);
    memcpy(copy->withheld, record->withheld, sizeof copy->withheld);
    return copy;
}

void record_free(Record *record) {
    if (!record)
        return;
    arena_free(&record->arena);
    free(record->values);
    free(record);
}

static bool is_empty(const Value *value) {
    switch (value->kind) {
    case VALUE_NONE:
        return true;
    case VALUE_TEXT:
    case VALUE_SEALED:
        return value->text.len == 0;
    case VALUE_REF:
        return uuid_is_nil(value->ref.uuid) && value->ref.name.len == 0;
    case VALUE_UUID:
        return uuid_is_nil(value->uuid);
    case VALUE_LIST:
        return value->list.len == 0;
    default:
        return false;
    }
}

void record_set(Record *record, int field, Value value) {
    record->values[field] =
        is_empty(&value) ? (Value){.kind = VALUE_NONE} : value_copy(&record->arena, value);
}

void record_set_text(Record *record, int field, Str text) {
    record_set(record, field, value_text(text));
}

void record_set_int(Record *record, int field, int64_t number) {
    record_set(record, field, value_int(number));
}

void record_set_date(Record *record, int field, int32_t date) {
    record_set(record, field, value_date(date));
}

void record_set_uuid(Record *record, int field, Uuid id) {
    record_set(record, field, (Value){.kind = VALUE_UUID, .uuid = id});
}

void record_set_ref(Record *record, int field, Uuid id, Str name) {
    record_set(record, field, value_ref(id, name));
}

void record_clear(Record *record, int field) {
    record->values[field] = (Value){.kind = VALUE_NONE};
}

void record_withhold(Record *record, int field) {
    record_clear(record, field);
    record->withheld[field / 64] |= (uint64_t)1 << field % 64;
}

void record_set_unknown(Record *record, Str json) {
    record->unknown = arena_str(&record->arena, json);
}

bool record_has(const Record *record, int field) {
    return record->values[field].kind != VALUE_NONE;
}

Str record_text(const Record *record, int field) {
    const Value *value = &record->values[field];
    return value->kind == VALUE_TEXT ? value->text : STR("");
}

int64_t record_int(const Record *record, int field) {
    const Value *value = &record->values[field];
    return value->kind == VALUE_INT || value->kind == VALUE_DATE ? value->number : 0;
}

Uuid record_uuid(const Record *record, int field) {
    const Value *value = &record->values[field];
    return value->kind == VALUE_UUID ? value->uuid : (Uuid){{0}};
}

Uuid record_ref_uuid(const Record *record, int field) {
    const Value *value = &record->values[field];
    return value->kind == VALUE_REF ? value->ref.uuid : (Uuid){{0}};
}

Str record_ref_name(const Record *record, int field) {
    const Value *value = &record->values[field];
    return value->kind == VALUE_REF ? value->ref.name : STR("");
}

Uuid record_id(const Record *record) {
    return record_uuid(record, 0); /* every table starts with the identity */
}

Str record_title(const Record *record) {
    static const int title_field[ENTITY_TYPES] = {
        [ENTITY_CASE] = CASE_TITLE,          [ENTITY_CUSTOMER] = CUSTOMER_NAME,
        [ENTITY_USER] = USER_LOGIN,          [ENTITY_TEAM] = TEAM_NAME,
        [ENTITY_CONSENT] = CONSENT_ID,       [ENTITY_USE] = USE_ID,
        [ENTITY_HAND_ON] = HAND_ON_PROSPECT, [ENTITY_COMMENT] = COMMENT_BODY,
        [ENTITY_RATING] = RATING_ROLE,       [ENTITY_ATTACHMENT] = ATTACHMENT_NAME};
    return record_text(record, title_field[record->entity->type]);
}

Value value_text(Str text) {
    return (Value){.kind = VALUE_TEXT, .text = text};
}

Value value_int(int64_t number) {
    return (Value){.kind = VALUE_INT, .number = number};
}

Value value_date(int32_t date) {
    return (Value){.kind = VALUE_DATE, .number = date};
}

Value value_ref(Uuid id, Str name) {
    return (Value){.kind = VALUE_REF, .ref = {id, name}};
}

Value value_list(Value *items, size_t len) {
    return (Value){.kind = VALUE_LIST, .list = {items, len}};
}

Value value_copy(Arena *arena, Value value) {
    switch (value.kind) {
    case VALUE_TEXT:
    case VALUE_SEALED:
        value.text = arena_str(arena, value.text);
        break;
    case VALUE_REF:
        value.ref.name = arena_str(arena, value.ref.name);
        break;
    case VALUE_LIST:
    case VALUE_ROW: {
        Value *items = arena_alloc(arena, value.list.len * sizeof *items);
        for (size_t i = 0; i < value.list.len; i++)
            items[i] = value_copy(arena, value.list.items[i]);
        value.list.items = items;
        break;
    }
    default:
        break;
    }
    return value;
}

bool value_equal(const Value *a, const Value *b) {
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case VALUE_NONE:
        return true;
    case VALUE_TEXT:
    case VALUE_SEALED:
        return str_equal(a->text, b->text);
    case VALUE_INT:
    case VALUE_DATE:
        return a->number == b->number;
    case VALUE_DECIMAL:
        return a->decimal.units == b->decimal.units && a->decimal.scale == b->decimal.scale;
    case VALUE_UUID:
        return uuid_equal(a->uuid, b->uuid);
    case VALUE_REF:
        return uuid_equal(a->ref.uuid, b->ref.uuid) && str_equal(a->ref.name, b->ref.name);
    case VALUE_LIST:
    case VALUE_ROW:
        break;
    }
    if (a->list.len != b->list.len)
        return false;
    for (size_t i = 0; i < a->list.len; i++)
        if (!value_equal(&a->list.items[i], &b->list.items[i]))
            return false;
    return true;
}
