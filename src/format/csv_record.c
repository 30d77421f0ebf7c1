#include "config.h"

#include "format/csv_record.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "format/convert.h"
#include "format/export.h"
#include "format/json.h"
#include "format/source.h"
#include "record/parse.h"

/* ---- reading ---- */

static bool refuse(Error *err, const char *file, const CsvCell *cell) {
    return error_at(err, file, cell->line, cell->column);
}

static bool check_names(const CsvHead *head, const char *file, Error *err) {
    Arena arena = {0};
    DocNode *names = doc_new(&arena, DOC_MAP);
    for (size_t i = 0; i < head->row.len; i++) {
        DocNode *name = doc_new(&arena, DOC_NULL);
        name->line = (int)i;
        if (str_trim(head->row.cells[i].text).len)
            doc_add(names, str_trim(head->row.cells[i].text), name);
    }
    const DocNode *again = doc_find_duplicate(names);
    bool good = !again && names->count;
    if (again)
        error_set(err, ERR_SYNTAX, N_("two columns are called “{0}”"), "S", again->key);
    else if (!good)
        error_set(err, ERR_SYNTAX, N_("the first line must name the columns"), "");
    if (!good)
        refuse(err, file, &head->row.cells[again ? again->line : 0]);
    arena_free(&arena);
    return good;
}

bool csv_head_read(CsvReader *csv, Arena *arena, EntityType entity, CsvHead *out, Error *err) {
    *out = (CsvHead){.entity = entity};
    CsvStatus status = csv_read_row(csv, arena, &out->row, err);
    out->source = out->row.source;
    if (status == CSV_END) {
        error_set(err, ERR_SYNTAX, N_("the file holds nothing"), "");
        return error_at(err, csv->file, 1, 1);
    }
    return status == CSV_ROW && source_check(out->source, csv->file, out->row.line, err) &&
           check_names(out, csv->file, err);
}

static bool check_width(const CsvHead *head, const CsvRow *row, const char *file, Error *err) {
    size_t len = row->len;
    while (len > head->row.len && !row->cells[len - 1].text.len)
        len--;
    if (len == head->row.len)
        return true;
    error_set(err, ERR_SYNTAX, N_("the row has {0} cells, the first line has {1}"), "zz", len,
              head->row.len);
    return refuse(err, file, &row->cells[len > head->row.len ? head->row.len : row->len - 1]);
}

/* Lists of references, rows and the unknown keys stand in their cell as JSON. */
static bool is_json(Str text, const Field *field, Str name) {
    if (str_equal(name, STR("unknown")))
        return text.ptr[0] == '{';
    return field && (field->kind == FIELD_REFS || field->kind == FIELD_ROWS) && text.ptr[0] == '[';
}

static bool make_cell(const CsvCell *cell, Str name, const Field *field, const char *file,
                      Arena *arena, DocNode **out, Error *err) {
    Str text = csv_unguard(cell->text);
    if (!is_json(text, field, name)) {
        *out = doc_scalar(arena, text, true);
        return true;
    }
    if (json_read(arena, text, file, cell->line, out, err))
        return true;
    return refuse(err, file, cell); /* columns inside a cell mean little: quotes are doubled */
}

/* "customer.name" belongs into {uuid, name} of the reference; the base without its part, or -1. */
static int ref_base(const Entity *entity, Str name, Str *part) {
    static const Str parts[] = {STR(".uuid"), STR(".name"), STR(".ext_id")};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (!str_ends(name, parts[i]))
            continue;
        int field = convert_find_field(entity, str_make(name.ptr, name.len - parts[i].len));
        *part = str_make(parts[i].ptr + 1, parts[i].len - 1);
        return field >= 0 && entity->fields[field].kind == FIELD_REF ? field : -1;
    }
    return -1;
}

static void add_cell(Arena *arena, const Entity *entity, DocNode *root, Str name, DocNode *value) {
    Str part;
    int base = ref_base(entity, name, &part);
    if (base < 0) {
        doc_add(root, name, value);
        return;
    }
    Str key = str_of(entity->fields[base].key);
    DocNode *map = doc_member(root, key);
    if (!map) {
        map = doc_new(arena, DOC_MAP);
        map->line = value->line;
        map->column = value->column;
        doc_add(root, key, map);
    }
    if (map->kind == DOC_MAP)
        doc_add(map, part, value);
    else
        doc_add(root, name, value);
}

bool csv_row_to_doc(const CsvHead *head, const CsvRow *row, const char *file, Arena *arena,
                    DocNode **out, Error *err) {
    const Entity *entity = entity_get(head->entity);
    if (!check_width(head, row, file, err))
        return false;
    *out = doc_new(arena, DOC_MAP);
    (*out)->line = row->line;
    (*out)->column = 1;
    for (size_t i = 0; i < head->row.len; i++) {
        const CsvCell *cell = &row->cells[i];
        Str name = str_trim(head->row.cells[i].text);
        if (!str_trim(cell->text).len)
            continue;
        if (!name.len)
            name = str_of(arena_printf(arena, "column_%zu", i + 1));
        int field = convert_find_field(entity, name);
        DocNode *value;
        if (!make_cell(cell, name, field >= 0 ? &entity->fields[field] : NULL, file, arena, &value,
                       err))
            return false;
        value->line = value->key_line = cell->line;
        value->column = value->key_column = cell->column;
        add_cell(arena, entity, *out, name, value);
    }
    return true;
}

/* ---- writing ---- */

void csv_put_head(Buf *out, const Entity *entity, bool crlf) {
    int field;
    for (size_t place = 0; (field = export_field(entity, place)) >= 0; place++) {
        const Field *row = &entity->fields[field];
        if (place)
            buf_putc(out, ',');
        if (row->kind == FIELD_REF)
            buf_printf(out, "%s.uuid,%s.name", row->key, row->key);
        else
            buf_puts(out, row->key);
    }
    buf_puts(out, ",unknown");
    csv_end_row(out, crlf);
}

static void put_guarded(Buf *out, Str text, bool first) {
    Buf guarded = {0};
    csv_guard(&guarded, text);
    csv_put_cell(out, buf_str(&guarded), first);
    buf_free(&guarded);
}

static void put_entries(Buf *out, const Value *list, bool first) {
    Buf text = {0};
    for (size_t i = 0; i < list->list.len; i++)
        csv_put_entry(&text, list->list.items[i].text, i == 0);
    put_guarded(out, buf_str(&text), first);
    buf_free(&text);
}

static void put_ref(Buf *out, const Value *value, bool first) {
    char id[UUID_TEXT] = "";
    bool set = value->kind == VALUE_REF;
    if (set && !uuid_is_nil(value->ref.uuid))
        uuid_format(value->ref.uuid, id);
    csv_put_cell(out, str_of(id), first);
    put_guarded(out, set ? value->ref.name : STR(""), false);
}

static void put_json(Buf *out, const DocNode *node, bool first) {
    Buf text = {0};
    if (node)
        json_write(&text, node);
    csv_put_cell(out, buf_str(&text), first);
    buf_free(&text);
}

static void put_field(Buf *out, const Record *record, int field, bool first) {
    const Field *row = &record->entity->fields[field];
    const Value *value = &record->values[field];
    Arena arena = {0};
    Buf text = {0};
    if (row->kind == FIELD_REF) {
        put_ref(out, value, first);
    } else if (row->kind == FIELD_REFS || row->kind == FIELD_ROWS) {
        put_json(out, export_value(&arena, record, field), first);
    } else if (value->kind == VALUE_LIST) {
        put_entries(out, value, first);
    } else if (value->kind == VALUE_TEXT) {
        put_guarded(out, value->text, first);
    } else {
        value_format(row, value, &text);
        csv_put_cell(out, buf_str(&text), first);
    }
    buf_free(&text);
    arena_free(&arena);
}

void csv_put_record(Buf *out, const Record *record, bool crlf) {
    int field;
    for (size_t place = 0; (field = export_field(record->entity, place)) >= 0; place++)
        put_field(out, record, field, place == 0);
    csv_put_cell(out, record->unknown, false);
    csv_end_row(out, crlf);
}
