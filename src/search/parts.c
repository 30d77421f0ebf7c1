#include "config.h"

#include "search/parts.h"

#include "base/buf.h"
#include "base/vec.h"
#include "record/value.h"
#include "text/utf8.h"

enum { TITLE_WEIGHT = 4, DEEPEST = 4 };

typedef struct Walk {
    Reader r;
    SearchParts *out;
    const Field *field; /* NULL: not searched */
    uint16_t index, row;
    int depth;
} Walk;

static bool is_name(int field) {
    static const int names[] = {CASE_TITLE, CASE_CUSTOMER, CASE_TAGS, CASE_PRODUCT, CASE_INDUSTRY};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i] == field)
            return true;
    return false;
}

static void add_part(Walk *w, Str text) {
    if (!w->field || !text.len || !w->r.ok)
        return;
    uint16_t weight = w->index == CASE_TITLE ? TITLE_WEIGHT : 1;
    vec_push(w->out, (SearchPart){w->index, w->row, weight, is_name(w->index), text});
}

static Str read_text(Walk *w) {
    return reader_bytes(&w->r, (size_t)reader_varint(&w->r));
}

static void walk_payload(Walk *w, ValueKind kind);

static void walk_list(Walk *w) {
    uint64_t len = reader_varint(&w->r);
    for (uint64_t i = 0; i < len && w->r.ok; i++) {
        w->row = i < UINT16_MAX ? (uint16_t)i : UINT16_MAX;
        walk_payload(w, (ValueKind)reader_u8(&w->r));
    }
    w->row = 0;
}

/* The sub-field of a row table, NULL when it is unknown or not searched. */
static const Field *searched_sub(const Field *field, uint64_t id) {
    for (size_t i = 0; field && i < field->row_count; i++)
        if (field->row[i].id == id)
            return field->row[i].flags & FIELD_SEARCHED ? &field->row[i] : NULL;
    return NULL;
}

static void walk_row(Walk *w) {
    const Field *rows = w->field;
    uint64_t present = reader_varint(&w->r);
    for (uint64_t i = 0; i < present && w->r.ok; i++) {
        uint64_t id = reader_varint(&w->r);
        ValueKind kind = (ValueKind)reader_u8(&w->r);
        w->field = searched_sub(rows, id);
        walk_payload(w, kind);
    }
    w->field = rows;
}

static void walk_payload(Walk *w, ValueKind kind) {
    if (++w->depth > DEEPEST)
        w->r.ok = false;
    if (w->r.ok) {
        switch (kind) {
        case VALUE_TEXT:
            add_part(w, read_text(w));
            break;
        case VALUE_SEALED:
            read_text(w);
            break;
        case VALUE_INT:
        case VALUE_DATE:
            reader_svarint(&w->r);
            break;
        case VALUE_DECIMAL:
            reader_svarint(&w->r);
            reader_u8(&w->r);
            break;
        case VALUE_UUID:
            reader_bytes(&w->r, sizeof(Uuid));
            break;
        case VALUE_REF:
            reader_bytes(&w->r, sizeof(Uuid));
            add_part(w, read_text(w));
            break;
        case VALUE_LIST:
            walk_list(w);
            break;
        case VALUE_ROW:
            walk_row(w);
            break;
        default:
            w->r.ok = false;
        }
    }
    w->depth--;
}

/* Row fields carry no flag themselves; their sub-fields do. */
static bool is_searched(const Field *field) {
    return !(field->flags & FIELD_PRIVATE) &&
           ((field->flags & FIELD_SEARCHED) || field->kind == FIELD_ROWS);
}

/* A title that an import made of the first 30 characters says nothing that the text does not. */
static void weigh_title(SearchParts *parts) {
    enum { NO_NAME = 25 }; /* code points; a shorter one may well be the name of the thing */
    if (!parts->len || parts->items[0].field != CASE_TITLE)
        return;
    Str title = parts->items[0].text;
    for (size_t i = 1; i < parts->len; i++)
        if (str_starts(parts->items[i].text, title) && utf8_count(title) >= NO_NAME)
            parts->items[0].weight = 1;
}

bool search_parts_read(Str canonical, SearchParts *out) {
    const Entity *entity = entity_get(ENTITY_CASE);
    Walk w = {.r = reader_of(canonical.ptr, canonical.len), .out = out};
    size_t index = 0; /* fields come in ascending id, as the table has them */
    while (reader_left(&w.r) && w.r.ok) {
        uint64_t id = reader_varint(&w.r);
        ValueKind kind = (ValueKind)reader_u8(&w.r);
        while (index < entity->count && entity->fields[index].id < id)
            index++;
        const Field *field =
            index < entity->count && entity->fields[index].id == id ? &entity->fields[index] : NULL;
        w.field = field && is_searched(field) ? field : NULL;
        w.index = (uint16_t)index;
        walk_payload(&w, kind);
    }
    weigh_title(out);
    return w.r.ok;
}

void search_parts_free(SearchParts *parts) {
    vec_free(parts);
}
