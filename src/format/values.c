#include "config.h"

#include "format/values.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "format/csv.h"
#include "format/json.h"
#include "format/problems.h"
#include "record/parse.h"
#include "text/display.h"
#include "text/fold.h"

static bool refuse(ValueRead *read, const Field *field, const DocNode *node, Error *err) {
    error_in_field(err, field->key);
    error_at(err, read->file, node->line, node->column);
    problems_add(read->problems, FORMAT_REFUSED, err);
    return false;
}

static bool refuse_as(ValueRead *read, const Field *field, const DocNode *node,
                      const char *message) {
    Error err;
    error_set(&err, ERR_INVALID, message, "s", field->key);
    return refuse(read, field, node, &err);
}

/* ---- text ---- */

static Str join_lines(Arena *arena, Str text) {
    if (!text.len || !memchr(text.ptr, '\n', text.len))
        return text;
    char *line = arena_dup(arena, text.ptr, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (line[i] == '\n' || line[i] == '\r')
            line[i] = ' ';
    return str_trim(str_make(line, text.len));
}

bool value_clean(ValueRead *read, const Field *field, const DocNode *node, Str text, Str *out) {
    bool lines = field->kind == FIELD_TEXT;
    Str source = lines ? text : join_lines(read->arena, text);
    Buf buf = {0};
    TextCleaned report;
    Error err;
    bool good = text_clean(&buf, source, lines ? TEXT_CLEAN_LINES : 0, &report, &err);
    if (!good) {
        refuse(read, field, node, &err);
    } else {
        *out = arena_str(read->arena, buf_str(&buf));
        if (report.bidi || report.hidden || report.controls) {
            error_set(&err, ERR_INVALID, N_("hidden characters were dropped"), "");
            error_in_field(&err, field->key);
            error_at(&err, read->file, node->line, node->column);
            problems_add(read->problems, FORMAT_NOTE_CLEANED, &err);
        }
    }
    buf_free(&buf);
    return good;
}

static Str folded(ValueRead *read, Str text) {
    Buf out = {0};
    text_fold(&out, text);
    Str copy = arena_str(read->arena, str_trim(buf_str(&out)));
    buf_free(&out);
    return copy;
}

/* 1,200 and １，２００: commas that stand before groups of three digits. */
static Str without_commas(ValueRead *read, Str text) {
    Str ascii = folded(read, text);
    if (!ascii.len || !memchr(ascii.ptr, ',', ascii.len))
        return text;
    Buf out = {0};
    size_t group = 0, groups = 0;
    bool good = true, fraction = false;
    for (size_t i = 0; i < ascii.len; i++) {
        char c = ascii.ptr[i];
        if (c == ',') {
            good = good && !fraction && group && (groups ? group == 3 : group <= 3);
            groups++;
            group = 0;
            continue;
        }
        if (c == '.') {
            good = good && group == 3;
            fraction = true;
        }
        group += c >= '0' && c <= '9';
        buf_putc(&out, c);
    }
    good = good && (fraction || group == 3);
    Str plain = good ? arena_str(read->arena, buf_str(&out)) : text;
    buf_free(&out);
    return plain;
}

/* "2024-09-01 10:00:00 +0800", as Jekyll writes it: no blank before the zone. */
static Str without_zone_blank(ValueRead *read, Str text) {
    Str ascii = str_trim(text);
    for (size_t i = ascii.len; i > 12; i--) {
        bool sign = ascii.ptr[i - 1] == '+' || ascii.ptr[i - 1] == '-';
        if (!sign || ascii.ptr[i - 2] != ' ')
            continue;
        return str_of(arena_printf(read->arena, "%.*s%.*s", (int)(i - 2), ascii.ptr,
                                   (int)(ascii.len - i + 1), ascii.ptr + i - 1));
    }
    return text;
}

/* Choices may be written as a file of another language shows them. */
static Str choice_key(const Field *field, Str text) {
    for (const Choice *choice = field->choices; choice && choice->key; choice++)
        if (text_fold_equal(str_trim(text), str_of(choice->label)))
            return str_of(choice->key);
    return text;
}

static bool is_text_kind(const Field *field) {
    return field->kind == FIELD_LINE || field->kind == FIELD_TEXT || field->kind == FIELD_VOCAB ||
           field->kind == FIELD_TREE || field->kind == FIELD_LIST || field->kind == FIELD_REF ||
           field->kind == FIELD_REFS;
}

static bool read_text(ValueRead *read, const Field *field, const DocNode *node, Str text,
                      Value *out) {
    Error err;
    Str mapped;
    const FormatMap *map = read->map;
    if (map && map->value && map->value(map->context, str_of(field->key), str_trim(text), &mapped))
        text = mapped;
    if (is_text_kind(field)) {
        if (!value_clean(read, field, node, text, &text))
            return false;
    } else if (field->kind == FIELD_INT || field->kind == FIELD_DECIMAL) {
        text = without_commas(read, text);
    } else if (field->kind == FIELD_DATE || field->kind == FIELD_TIME) {
        text = without_zone_blank(read, text);
    } else if (field->kind == FIELD_CHOICE) {
        text = choice_key(field, text);
    }
    return value_parse(field, text, read->arena, out, &err) || refuse(read, field, node, &err);
}

/* ---- lists ---- */

typedef struct Entries {
    Str *items;
    size_t len, cap;
} Entries;

/* Chinese commas between entries, unless brackets or quotes show that they are inside one. */
static bool has_wide_comma(Str text) {
    static const Str inside[] = {STR("("), STR("（"), STR("“"), STR("《"), STR("「")};
    for (size_t i = 0; i < COUNT_OF(inside); i++)
        if (str_find(text, inside[i], 0) != SIZE_MAX)
            return false;
    return str_find(text, STR("，"), 0) != SIZE_MAX || str_find(text, STR("、"), 0) != SIZE_MAX;
}

static void cut_at_commas(Str text, bool ascii, Entries *out) {
    static const Str wide[] = {STR("，"), STR("、")};
    size_t start = 0;
    for (size_t i = 0; i < text.len;) {
        Str rest = str_make(text.ptr + i, text.len - i);
        size_t cut = ascii && rest.ptr[0] == ',' ? 1
                     : str_starts(rest, wide[0]) ? wide[0].len
                     : str_starts(rest, wide[1]) ? wide[1].len
                                                 : 0;
        if (cut) {
            vec_push(out, str_make(text.ptr + start, i - start));
            start = i + cut;
        }
        i += cut ? cut : 1;
    }
    vec_push(out, str_make(text.ptr + start, text.len - start));
}

/* One text for a whole list. */
static void cut_text(ValueRead *read, Str text, Entries *out) {
    Str rest = text, entry;
    while (csv_next_entry(&rest, read->arena, &entry))
        vec_push(out, entry);
    if (out->len == 1 && !read->cells) {
        entry = out->items[0];
        out->len = 0;
        cut_at_commas(entry, !has_wide_comma(entry), out);
    }
}

static bool read_entries(ValueRead *read, const Field *field, const DocNode *node,
                         const Entries *entries, Value *items, size_t *count) {
    /* One entry is read as a text of its own: ';' inside a list is no end. */
    Field entry = *field;
    entry.kind = field->kind == FIELD_REFS ? FIELD_REF : FIELD_LINE;
    for (size_t i = 0; i < entries->len; i++) {
        Value value;
        if (!read_text(read, &entry, node, entries->items[i], &value))
            return false;
        if (value.kind != VALUE_NONE)
            items[(*count)++] = value;
    }
    return true;
}

static bool read_ref(ValueRead *read, const Field *field, const DocNode *node, Value *out);

static bool read_item(ValueRead *read, const Field *field, const DocNode *item, Value *out) {
    if (field->kind == FIELD_REFS)
        return read_ref(read, field, item, out);
    if (item->kind != DOC_SCALAR)
        return refuse_as(read, field, item, N_("an entry of “{0}” must be a text"));
    Field entry = *field;
    entry.kind = FIELD_LINE;
    return read_text(read, &entry, item, item->text, out);
}

static bool read_list_nodes(ValueRead *read, const Field *field, const DocNode *node, Value **items,
                            size_t *count) {
    size_t room = node->count;
    DOC_EACH(item, node)
    room += item->text.len / 3;
    *items = arena_alloc(read->arena, (room + 1) * sizeof **items);
    DOC_EACH(item, node) {
        bool cut = item->kind == DOC_SCALAR && !item->quoted && item->flow;
        if (item->kind == DOC_NULL)
            continue;
        if (cut && has_wide_comma(item->text)) {
            Entries entries = {0};
            cut_at_commas(item->text, false, &entries);
            bool good = read_entries(read, field, item, &entries, *items, count);
            vec_free(&entries);
            if (!good)
                return false;
        } else {
            if (!read_item(read, field, item, &(*items)[*count]))
                return false;
            *count += (*items)[*count].kind != VALUE_NONE;
        }
    }
    return true;
}

static bool read_list(ValueRead *read, const Field *field, const DocNode *node, Value *out) {
    Value *items = NULL;
    size_t count = 0;
    if (node->kind == DOC_LIST) {
        if (!read_list_nodes(read, field, node, &items, &count))
            return false;
    } else if (node->kind == DOC_MAP) {
        if (field->kind != FIELD_REFS)
            return refuse_as(read, field, node, N_("“{0}” must be a list"));
        items = arena_alloc(read->arena, sizeof *items);
        if (!read_ref(read, field, node, &items[count++]))
            return false;
    } else {
        Entries entries = {0};
        cut_text(read, node->text, &entries);
        items = arena_alloc(read->arena, (entries.len + 1) * sizeof *items);
        bool good = read_entries(read, field, node, &entries, items, &count);
        vec_free(&entries);
        if (!good)
            return false;
    }
    *out = count ? value_list(items, count) : (Value){.kind = VALUE_NONE};
    return true;
}

/* ---- one text from a list ---- */

static bool join_list(ValueRead *read, const Field *field, const DocNode *node, Value *out) {
    const char *before = field->kind == FIELD_TEXT ? "- " : "";
    const char *between = field->kind == FIELD_TEXT   ? "\n- "
                          : field->kind == FIELD_TREE ? "/"
                                                      : "; ";
    while (field->kind == FIELD_TREE && node->first && node->first->kind == DOC_LIST)
        node = node->first; /* several paths, as Hexo has them: the first */
    Buf text = {0};
    DOC_EACH(item, node) {
        if (item->kind != DOC_SCALAR) {
            buf_free(&text);
            return refuse_as(read, field, item, N_("“{0}” must be one text"));
        }
        buf_puts(&text, item == node->first ? before : between);
        buf_put_str(&text, item->text);
    }
    bool good = read_text(read, field, node, buf_str(&text), out);
    buf_free(&text);
    return good;
}

/* ---- references ---- */

static bool read_ref_member(ValueRead *read, const Field *field, const DocNode *member, Uuid *id,
                            Str *name, Str *ext_id) {
    Error err;
    bool text = member->kind == DOC_SCALAR;
    if (str_equal(member->key, STR("uuid")) && text) {
        if (!member->text.len || uuid_parse(str_trim(member->text), id))
            return true;
        error_set(&err, ERR_INVALID, N_("“{0}” is not an identity"), "S", member->text);
        return refuse(read, field, member, &err);
    }
    if (str_equal(member->key, STR("name")) && text)
        return value_clean(read, &(Field){.kind = FIELD_LINE, .key = field->key}, member,
                           member->text, name);
    if (str_equal(member->key, STR("ext_id")) && text)
        *ext_id = member->text;
    if (member->kind != DOC_NULL)
        value_keep(read,
                   str_of(arena_printf(read->arena, "%s.%.*s", field->key, STR_ARG(member->key))),
                   member);
    return true;
}

static bool read_ref(ValueRead *read, const Field *field, const DocNode *node, Value *out) {
    Field one = *field;
    one.kind = FIELD_REF;
    if (node->kind == DOC_SCALAR)
        return read_text(read, &one, node, node->text, out);
    if (node->kind != DOC_MAP)
        return refuse_as(read, field, node, N_("“{0}” must be a name or {uuid, name}"));
    Uuid id = {{0}};
    Str name = STR(""), ext_id = STR("");
    DOC_EACH(member, node) {
        if (!read_ref_member(read, field, member, &id, &name, &ext_id))
            return false;
    }
    if (!str_trim(name).len && uuid_is_nil(id))
        name = ext_id;
    *out = uuid_is_nil(id) && !str_trim(name).len ? (Value){.kind = VALUE_NONE}
                                                  : value_ref(id, str_trim(name));
    return true;
}

/* ---- rows ---- */

static const Field *first_text_field(const Field *field) {
    for (size_t i = 0; i < field->row_count; i++)
        if (field->row[i].kind == FIELD_LINE || field->row[i].kind == FIELD_TEXT)
            return &field->row[i];
    return &field->row[0];
}

static bool read_row(ValueRead *read, const Field *field, const DocNode *node, size_t number,
                     Value *out) {
    Value *cells = arena_zalloc(read->arena, field->row_count * sizeof *cells);
    bool any = false;
    *out = (Value){.kind = VALUE_ROW, .list = {cells, field->row_count}};
    if (node->kind == DOC_SCALAR) {
        const Field *sub = first_text_field(field);
        Value *cell = &cells[sub - field->row];
        bool good = read_text(read, sub, node, node->text, cell);
        if (cell->kind == VALUE_NONE)
            *out = *cell;
        return good;
    }
    if (node->kind != DOC_MAP)
        return refuse_as(read, field, node, N_("an entry of “{0}” must be a map of keys"));
    DOC_EACH(member, node) {
        int sub = entity_row_field(field->row, field->row_count, member->key);
        if (sub < 0) {
            value_keep(read,
                       str_of(arena_printf(read->arena, "%s.%zu.%.*s", field->key, number,
                                           STR_ARG(member->key))),
                       member);
            continue;
        }
        Value *cell = &cells[sub];
        if (!value_read(read, &field->row[sub], member, cell))
            return false;
        any |= cell->kind != VALUE_NONE;
    }
    if (!any)
        *out = (Value){.kind = VALUE_NONE};
    return true;
}

static bool read_rows(ValueRead *read, const Field *field, const DocNode *node, Value *out) {
    Value *items = arena_alloc(read->arena, (node->count + 1) * sizeof *items);
    size_t count = 0, number = 0;
    if (node->kind != DOC_LIST) {
        if (!read_row(read, field, node, 1, &items[0]))
            return false;
        count = items[0].kind != VALUE_NONE;
    }
    for (const DocNode *item = node->kind == DOC_LIST ? node->first : NULL; item;
         item = item->next) {
        number++;
        if (item->kind == DOC_NULL)
            continue;
        if (!read_row(read, field, item, number, &items[count]))
            return false;
        count += items[count].kind != VALUE_NONE;
    }
    *out = count ? value_list(items, count) : (Value){.kind = VALUE_NONE};
    return true;
}

/* ---- all kinds ---- */

bool value_read(ValueRead *read, const Field *field, const DocNode *node, Value *out) {
    *out = (Value){.kind = VALUE_NONE};
    if (node->kind == DOC_NULL)
        return true;
    switch (field->kind) {
    case FIELD_LIST:
    case FIELD_REFS:
        return read_list(read, field, node, out);
    case FIELD_ROWS:
        return read_rows(read, field, node, out);
    case FIELD_REF:
        if (node->kind != DOC_LIST)
            return read_ref(read, field, node, out);
        break;
    default:
        break;
    }
    if (node->kind == DOC_LIST && is_text_kind(field))
        return join_list(read, field, node, out);
    if (node->kind == DOC_LIST && node->count == 1)
        return value_read(read, field, node->first, out);
    if (node->kind != DOC_SCALAR)
        return refuse_as(read, field, node, N_("“{0}” must be one value"));
    return read_text(read, field, node, node->text, out);
}

void value_keep(ValueRead *read, Str dotted_key, const DocNode *node) {
    Error err;
    if (read->unknown->count == VALUES_MAX_UNKNOWN) {
        error_set(&err, ERR_INVALID, N_("more than {0} keys that no field has"), "z",
                  (size_t)VALUES_MAX_UNKNOWN);
        error_at(&err, read->file, node->key_line, node->key_column);
        problems_add(read->problems, FORMAT_REFUSED, &err);
    }
    if (dotted_key.len > JSON_MAX_KEY) {
        error_set(&err, ERR_INVALID, N_("this key is too long"), "");
        error_at(&err, read->file, node->key_line, node->key_column);
        problems_add(read->problems, FORMAT_REFUSED, &err);
        return;
    }
    if (read->unknown->count >= VALUES_MAX_UNKNOWN || doc_member(read->unknown, dotted_key))
        return;
    doc_add(read->unknown, arena_str(read->arena, dotted_key), doc_copy(read->arena, node));
    error_set(&err, ERR_INVALID, N_("no field is called “{0}”: kept as it is"), "S", dotted_key);
    error_at(&err, read->file, node->key_line, node->key_column);
    problems_add(read->problems, FORMAT_NOTE_UNKNOWN, &err);
}
