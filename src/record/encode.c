#include "config.h"

#include "record/encode.h"

#include "base/i18n.h"
#include "base/vec.h"

enum { UNKNOWN_KEYS_ID = 65535, DEEPEST = 4 };

static void put_bytes(Buf *out, Str text) {
    buf_put_varint(out, text.len);
    buf_put_str(out, text);
}

static void put_payload(const Field *field, const Value *value, Buf *out) {
    switch (value->kind) {
    case VALUE_NONE:
        break;
    case VALUE_TEXT:
    case VALUE_SEALED:
        put_bytes(out, value->text);
        break;
    case VALUE_INT:
    case VALUE_DATE:
        buf_put_svarint(out, value->number);
        break;
    case VALUE_DECIMAL:
        buf_put_svarint(out, value->decimal.units);
        buf_put_u8(out, value->decimal.scale);
        break;
    case VALUE_UUID:
        buf_put(out, value->uuid.bytes, sizeof value->uuid.bytes);
        break;
    case VALUE_REF:
        buf_put(out, value->ref.uuid.bytes, sizeof value->ref.uuid.bytes);
        put_bytes(out, value->ref.name);
        break;
    case VALUE_LIST:
        buf_put_varint(out, value->list.len);
        for (size_t i = 0; i < value->list.len; i++) {
            buf_put_u8(out, (uint8_t)value->list.items[i].kind);
            put_payload(field, &value->list.items[i], out);
        }
        break;
    case VALUE_ROW: {
        size_t present = 0;
        for (size_t i = 0; i < value->list.len; i++)
            present += value->list.items[i].kind != VALUE_NONE;
        buf_put_varint(out, present);
        for (size_t i = 0; i < value->list.len; i++) {
            const Value *item = &value->list.items[i];
            if (item->kind == VALUE_NONE)
                continue;
            buf_put_varint(out, field->row[i].id);
            buf_put_u8(out, (uint8_t)item->kind);
            put_payload(&field->row[i], item, out);
        }
        break;
    }
    }
}

static void encode_field(const Record *record, int index, Buf *out) {
    const Field *field = &record->entity->fields[index];
    const Value *value = &record->values[index];
    if (value->kind == VALUE_NONE)
        return;
    buf_put_varint(out, field->id);
    buf_put_u8(out, (uint8_t)value->kind);
    put_payload(field, value, out);
}

void record_encode_some(const Record *record, const int *fields, size_t count, Buf *out) {
    for (size_t i = 0; i < count; i++)
        encode_field(record, fields[i], out);
}

static void encode_fields(const Record *record, unsigned without, Buf *out) {
    for (size_t i = 0; i < record->entity->count; i++)
        if (!(record->entity->fields[i].flags & without))
            encode_field(record, (int)i, out);
    if (record->unknown.len) {
        buf_put_varint(out, UNKNOWN_KEYS_ID);
        buf_put_u8(out, VALUE_TEXT);
        put_bytes(out, record->unknown);
    }
}

void record_encode(const Record *record, Buf *out) {
    encode_fields(record, 0, out);
}

void record_encode_content(const Record *record, Buf *out) {
    encode_fields(record, FIELD_MACHINE, out);
}

static Uuid read_uuid(Reader *r) {
    Uuid id = {{0}};
    Str bytes = reader_bytes(r, sizeof id.bytes);
    if (r->ok)
        memcpy(id.bytes, bytes.ptr, sizeof id.bytes);
    return id;
}

static Str read_bytes(Reader *r, Arena *arena) {
    size_t len = (size_t)reader_varint(r);
    return arena_str(arena, reader_bytes(r, len));
}

static Value read_payload(const Field *field, ValueKind kind, Reader *r, Arena *arena, int depth);

static Value read_row(const Field *field, Reader *r, Arena *arena, int depth) {
    Value *items = arena_zalloc(arena, field->row_count * sizeof *items);
    size_t present = (size_t)reader_varint(r);
    for (size_t i = 0; i < present && r->ok; i++) {
        uint64_t id = reader_varint(r);
        ValueKind kind = (ValueKind)reader_u8(r);
        size_t at = 0;
        while (at < field->row_count && field->row[at].id != id)
            at++;
        const Field *sub = at < field->row_count ? &field->row[at] : field;
        Value value = read_payload(sub, kind, r, arena, depth + 1);
        if (at < field->row_count)
            items[at] = value;
    }
    return (Value){.kind = VALUE_ROW, .list = {items, field->row_count}};
}

static Value read_list(const Field *field, Reader *r, Arena *arena, int depth) {
    size_t len = (size_t)reader_varint(r);
    if (len > reader_left(r)) {
        r->ok = false;
        len = 0;
    }
    Value *items = arena_zalloc(arena, len * sizeof *items);
    for (size_t i = 0; i < len && r->ok; i++) {
        ValueKind kind = (ValueKind)reader_u8(r);
        items[i] = read_payload(field, kind, r, arena, depth + 1);
    }
    return value_list(items, len);
}

static Value read_payload(const Field *field, ValueKind kind, Reader *r, Arena *arena, int depth) {
    Value value = {.kind = kind};
    if (depth > DEEPEST)
        r->ok = false;
    if (!r->ok)
        return value;
    switch (kind) {
    case VALUE_TEXT:
    case VALUE_SEALED:
        value.text = read_bytes(r, arena);
        break;
    case VALUE_INT:
    case VALUE_DATE:
        value.number = reader_svarint(r);
        break;
    case VALUE_DECIMAL:
        value.decimal.units = reader_svarint(r);
        value.decimal.scale = reader_u8(r);
        r->ok = r->ok && value.decimal.scale <= 18;
        break;
    case VALUE_UUID:
        value.uuid = read_uuid(r);
        break;
    case VALUE_REF:
        value.ref.uuid = read_uuid(r);
        value.ref.name = read_bytes(r, arena);
        break;
    case VALUE_LIST:
        return read_list(field, r, arena, depth);
    case VALUE_ROW:
        if (field->kind == FIELD_ROWS)
            return read_row(field, r, arena, depth);
        r->ok = false;
        break;
    default:
        r->ok = false;
    }
    return value;
}

/* The kinds of value that a field of each kind may hold; anything else in stored bytes is damage.
 */
static const uint16_t kinds_of_field[] = {
    [FIELD_LINE] = 1 << VALUE_TEXT,  [FIELD_TEXT] = 1 << VALUE_TEXT,
    [FIELD_INT] = 1 << VALUE_INT,    [FIELD_DECIMAL] = 1 << VALUE_DECIMAL,
    [FIELD_DATE] = 1 << VALUE_DATE,  [FIELD_TIME] = 1 << VALUE_INT,
    [FIELD_BOOL] = 1 << VALUE_INT,   [FIELD_CHOICE] = 1 << VALUE_TEXT,
    [FIELD_VOCAB] = 1 << VALUE_TEXT, [FIELD_TREE] = 1 << VALUE_TEXT,
    [FIELD_UUID] = 1 << VALUE_UUID,  [FIELD_REF] = 1 << VALUE_REF,
    [FIELD_LIST] = 1 << VALUE_LIST,  [FIELD_REFS] = 1 << VALUE_LIST,
    [FIELD_ROWS] = 1 << VALUE_LIST,
};
_Static_assert(COUNT_OF(kinds_of_field) == FIELD_ROWS + 1, "one set a kind of field");

static bool items_fit(const Field *field, const Value *value) {
    ValueKind want = field->kind == FIELD_ROWS   ? VALUE_ROW
                     : field->kind == FIELD_REFS ? VALUE_REF
                                                 : VALUE_TEXT;
    for (size_t i = 0; i < value->list.len; i++) {
        const Value *item = &value->list.items[i];
        if (item->kind != want)
            return false;
        for (size_t j = 0; want == VALUE_ROW && j < item->list.len; j++) {
            ValueKind kind = item->list.items[j].kind;
            if (kind != VALUE_NONE && !(kinds_of_field[field->row[j].kind] >> kind & 1))
                return false;
        }
    }
    return true;
}

static bool value_fits(const Field *field, const Value *value) {
    if (value->kind == VALUE_SEALED)
        return true;
    return (kinds_of_field[field->kind] >> value->kind & 1) &&
           (value->kind != VALUE_LIST || items_fit(field, value));
}

bool record_decode(EntityType type, const void *data, size_t len, Record **out, Error *err) {
    if (!entity_get(type))
        return error_set(err, ERR_VERSION, N_("record type {0} is not known to this version"), "d",
                         (int64_t)type);
    Record *record = record_new(type);
    Reader r = reader_of(data, len);
    uint64_t last_id = 0;
    while (r.ok && reader_left(&r)) {
        uint64_t id = reader_varint(&r);
        ValueKind kind = (ValueKind)reader_u8(&r);
        int at = id < UNKNOWN_KEYS_ID ? entity_field_by_id(record->entity, (uint16_t)id) : -1;
        if (!r.ok || id <= last_id || (at < 0 && id != UNKNOWN_KEYS_ID)) {
            bool newer = r.ok && id > last_id && id < UNKNOWN_KEYS_ID;
            record_free(record);
            return newer ? error_set(
                               err, ERR_VERSION,
                               N_("the record holds field {0}, which this version does not know"),
                               "d", (int64_t)id)
                         : error_set(err, ERR_CORRUPT, N_("the record's bytes are damaged"), "");
        }
        last_id = id;
        const Field *field = at >= 0 ? &record->entity->fields[at] : NULL;
        if (!field && kind != VALUE_TEXT)
            r.ok = false;
        if (kind == VALUE_ROW) /* only inside a list */
            r.ok = false;
        Value value = read_payload(field, kind, &r, &record->arena, 0);
        if (!r.ok)
            break;
        if (!field)
            record->unknown = value.text;
        else if (value_fits(field, &value))
            record->values[at] = value;
        else
            r.ok = false;
    }
    if (!r.ok) {
        record_free(record);
        return error_set(err, ERR_CORRUPT, N_("the record's bytes are damaged"), "");
    }
    *out = record;
    return true;
}
