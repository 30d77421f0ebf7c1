#include "config.h"

#include "format/export.h"

#include "base/vec.h"
#include "format/convert.h"
#include "format/json.h"
#include "record/parse.h"

/* ---- order ---- */

/* As a person would tell it: who and what, how it is sorted, how far it may be trusted, the story,
 * the numbers, and last what the program keeps. */
static const int case_order[] = {
    CASE_UUID,
    CASE_ID,
    CASE_EXT_SOURCE,
    CASE_EXT_ID,
    CASE_TITLE,
    CASE_CUSTOMER,
    CASE_CATEGORY,
    CASE_TAGS,
    CASE_INDUSTRY,
    CASE_SIZE_BAND,
    CASE_REGION,
    CASE_PRODUCT,
    CASE_THEME,
    CASE_PAIN,
    CASE_LANG,
    CASE_PERIOD_START,
    CASE_PERIOD_END,
    CASE_STATE,
    CASE_RETURN_REASON,
    CASE_OWNER,
    CASE_REVIEWER,
    CASE_VERIFY_EVERY,
    CASE_VERIFY_LAST,
    CASE_VERIFY_DUE,
    CASE_AUDIENCE,
    CASE_CONSENT_SCOPE,
    CASE_CONSENT_EXPIRES,
    CASE_CONSENT_BY,
    CASE_CONSENT_ID,
    CASE_SUCCESS,
    CASE_SUMMARY,
    CASE_BACKGROUND,
    CASE_NEED,
    CASE_SOLUTION,
    CASE_STEPS,
    CASE_PROCESS,
    CASE_RESULT,
    CASE_OUTCOMES,
    CASE_FEEDBACK,
    CASE_BODY,
    CASE_ALTERNATIVES,
    CASE_SCORE_SATISFACTION,
    CASE_SCORE_BUSINESS_SIZE,
    CASE_SCORE_COOPERATION_MONTHS,
    CASE_SCORE_INNOVATION,
    CASE_SCORE_SPREAD,
    CASE_IMPORTANCE,
    CASE_HALF_LIFE,
    CASE_RELATED,
    CASE_AUTHOR,
    CASE_IMPORTED,
    CASE_TRASHED,
    CASE_MERGED_INTO,
    CASE_REV,
    CASE_CREATED,
    CASE_UPDATED,
    CASE_PUBLISHED_AT,
};
/* All but the private notes. */
_Static_assert(COUNT_OF(case_order) == CASE_FIELDS - 1, "one place a field");

int export_field(const Entity *entity, size_t place) {
    if (entity->type == ENTITY_CASE)
        return place < COUNT_OF(case_order) ? case_order[place] : -1;
    for (size_t i = 0; i < entity->count; i++)
        if (!(entity->fields[i].flags & FIELD_PRIVATE) && !place--)
            return (int)i;
    return -1;
}

/* ---- values ---- */

static DocNode *make(Arena *arena, const Field *field, const Value *value);

static DocNode *make_plain(Arena *arena, const Field *field, const Value *value) {
    Buf text = {0};
    if (field->kind == FIELD_BOOL)
        buf_puts(&text, value->number ? "true" : "false");
    else
        value_format(field, value, &text);
    DocNode *node = doc_scalar(arena, buf_str(&text), false);
    buf_free(&text);
    return node;
}

/* Only the name when there is no identity, unless the name reads like one. */
static DocNode *make_ref(Arena *arena, const Value *value) {
    Uuid other;
    char id[UUID_TEXT];
    bool named = uuid_is_nil(value->ref.uuid);
    if (named && !uuid_parse(value->ref.name, &other))
        return doc_scalar(arena, value->ref.name, true);
    DocNode *map = doc_new(arena, DOC_MAP);
    map->flow = true;
    uuid_format(value->ref.uuid, id);
    if (!named)
        doc_add(map, STR("uuid"), doc_scalar(arena, str_of(id), false));
    if (value->ref.name.len)
        doc_add(map, STR("name"), doc_scalar(arena, value->ref.name, true));
    return map;
}

static DocNode *make_list(Arena *arena, const Field *field, const Value *value) {
    DocNode *list = doc_new(arena, DOC_LIST);
    list->flow = field->kind != FIELD_ROWS;
    for (size_t i = 0; i < value->list.len; i++)
        doc_add(list, STR(""), make(arena, field, &value->list.items[i]));
    return list;
}

static DocNode *make_row(Arena *arena, const Field *field, const Value *value) {
    DocNode *map = doc_new(arena, DOC_MAP);
    map->flow = true;
    for (size_t i = 0; i < value->list.len; i++)
        if (value->list.items[i].kind != VALUE_NONE)
            doc_add(map, str_of(field->row[i].key),
                    make(arena, &field->row[i], &value->list.items[i]));
    return map;
}

static DocNode *make(Arena *arena, const Field *field, const Value *value) {
    switch (value->kind) {
    case VALUE_TEXT:
        return doc_scalar(arena, value->text, !(field->flags & FIELD_PLAIN));
    case VALUE_REF:
        return make_ref(arena, value);
    case VALUE_LIST:
        return make_list(arena, field, value);
    case VALUE_ROW:
        return make_row(arena, field, value);
    default:
        return make_plain(arena, field, value);
    }
}

DocNode *export_value(Arena *arena, const Record *record, int field) {
    const Value *value = &record->values[field];
    bool absent = value->kind == VALUE_NONE || value->kind == VALUE_SEALED;
    return absent ? NULL : make(arena, &record->entity->fields[field], value);
}

/* ---- records ---- */

/* "period.start" goes into the map "period". */
static void add_dotted(Arena *arena, DocNode *root, const char *key, DocNode *value) {
    Str name = str_of(key);
    const char *dot = strchr(key, '.');
    if (!dot) {
        doc_add(root, name, value);
        return;
    }
    Str group = str_make(key, (size_t)(dot - key));
    DocNode *map = doc_member(root, group);
    if (!map) {
        map = doc_new(arena, DOC_MAP);
        map->flow = true;
        doc_add(root, group, map);
    }
    doc_add(map, str_of(dot + 1), value);
}

static void mark_flow(DocNode *node) {
    node->flow = true;
    for (DocNode *child = node->first; child; child = child->next)
        mark_flow(child);
}

DocNode *export_unknown(Arena *arena, const Record *record) {
    DocNode *root;
    Error err;
    if (!record->unknown.len || !json_read(arena, record->unknown, NULL, 1, &root, &err) ||
        root->kind != DOC_MAP)
        return NULL;
    mark_flow(root);
    return root;
}

/* Keys that mean something to us are kept apart: they would be read as what they are called. */
static bool clashes(const Entity *entity, Str key) {
    return convert_find_field(entity, key) >= 0 || convert_is_group(entity, key) ||
           str_equal(key, STR("unknown"));
}

static void add_unknown(Arena *arena, DocNode *root, const Record *record) {
    DocNode *unknown = export_unknown(arena, record), *apart = doc_new(arena, DOC_MAP);
    apart->flow = true;
    for (DocNode *member = unknown ? unknown->first : NULL, *next; member; member = next) {
        next = member->next;
        member->next = NULL;
        doc_add(clashes(record->entity, member->key) ? apart : root, member->key, member);
    }
    if (apart->count)
        doc_add(root, STR("unknown"), apart);
}

DocNode *export_record(Arena *arena, const Record *record) {
    DocNode *root = doc_new(arena, DOC_MAP);
    int field;
    for (size_t place = 0; (field = export_field(record->entity, place)) >= 0; place++) {
        DocNode *value = export_value(arena, record, field);
        if (value)
            add_dotted(arena, root, record->entity->fields[field].key, value);
    }
    add_unknown(arena, root, record);
    return root;
}
