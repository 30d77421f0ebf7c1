#include "config.h"

#include "library/mergefields.h"

#include "base/vec.h"
#include "text/fold.h"

/* Who is in charge, who may read it, how often it is checked: the kept case's own. */
static bool stays(int field) {
    static const int own[] = {CASE_OWNER, CASE_VERIFY_EVERY, CASE_LANG, CASE_AUDIENCE};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        if (own[i] == field)
            return true;
    return false;
}

static bool is_consent(int field) {
    return field == CASE_CONSENT_SCOPE || field == CASE_CONSENT_EXPIRES ||
           field == CASE_CONSENT_BY || field == CASE_CONSENT_ID;
}

bool mergefields_is_merged(const Record *kept, int field, bool same_customer) {
    unsigned flags = kept->entity->fields[field].flags;
    return !(flags & (FIELD_MACHINE | FIELD_MOVED)) && field != CASE_REVIEWER &&
           !(stays(field) && record_has(kept, field)) && (same_customer || !is_consent(field));
}

bool mergefields_can_join(const Field *field) {
    return field->kind == FIELD_TEXT || field->kind == FIELD_LIST || field->kind == FIELD_REFS ||
           field->kind == FIELD_ROWS;
}

static bool item_equal(const Value *a, const Value *b) {
    if (a->kind == VALUE_TEXT && b->kind == VALUE_TEXT)
        return text_fold_equal(a->text, b->text);
    if (a->kind == VALUE_REF && b->kind == VALUE_REF && !uuid_is_nil(a->ref.uuid))
        return uuid_equal(a->ref.uuid, b->ref.uuid);
    return value_equal(a, b);
}

static bool holds(const Value *items, size_t count, const Value *item) {
    for (size_t i = 0; i < count; i++)
        if (item_equal(&items[i], item))
            return true;
    return false;
}

/* Of cases that a merge makes one, none is related to itself. */
static bool is_one_of(const Value *item, const Record *kept, const Record *other) {
    return item->kind == VALUE_REF && !uuid_is_nil(item->ref.uuid) &&
           (uuid_equal(item->ref.uuid, record_id(kept)) ||
            uuid_equal(item->ref.uuid, record_id(other)));
}

static void put_items(Record *kept, const Record *other, const Value *list, Value *items,
                      size_t *len) {
    for (size_t i = 0; list->kind == VALUE_LIST && i < list->list.len; i++)
        if (!holds(items, *len, &list->list.items[i]) &&
            !is_one_of(&list->list.items[i], kept, other))
            items[(*len)++] = list->list.items[i];
}

void mergefields_unrelate(Record *kept, const Record *other) {
    const Value *list = &kept->values[CASE_RELATED];
    size_t len = 0;
    if (list->kind != VALUE_LIST)
        return;
    Value *items = arena_alloc(&kept->arena, (list->list.len + 1) * sizeof *items);
    for (size_t i = 0; i < list->list.len; i++)
        if (!is_one_of(&list->list.items[i], kept, other))
            items[len++] = list->list.items[i];
    if (len == list->list.len)
        return;
    if (len)
        record_set(kept, CASE_RELATED, value_list(items, len));
    else
        record_clear(kept, CASE_RELATED);
}

static void join_lists(Record *kept, const Record *other, int field) {
    const Value *a = &kept->values[field], *b = &other->values[field];
    size_t room = 0, len = 0;
    room += a->kind == VALUE_LIST ? a->list.len : 0;
    room += b->kind == VALUE_LIST ? b->list.len : 0;
    Value *items = arena_alloc(&kept->arena, (room + 1) * sizeof *items);
    put_items(kept, other, a, items, &len);
    put_items(kept, other, b, items, &len);
    if (len)
        record_set(kept, field, value_list(items, len));
    else
        record_clear(kept, field);
}

typedef VEC(Str) Paragraphs;

static Paragraphs paragraphs_of(Str text) {
    Paragraphs out = {0};
    while (text.len) {
        size_t end = str_find(text, STR("\n\n"), 0);
        size_t next = end == SIZE_MAX ? text.len : end + 2;
        Str paragraph = str_trim(str_make(text.ptr, end == SIZE_MAX ? text.len : end));
        if (paragraph.len)
            vec_push(&out, paragraph);
        text = str_make(text.ptr + next, text.len - next);
    }
    return out;
}

static void put_paragraph(Buf *out, Str paragraph) {
    if (str_find(buf_str(out), paragraph, 0) != SIZE_MAX)
        return;
    while (out->len && out->data[out->len - 1] == '\n')
        buf_truncate(out, out->len - 1);
    buf_puts(out, out->len ? "\n\n" : "");
    buf_put_str(out, paragraph);
}

/* The first paragraph that says all of this one, and more; else this one. */
static Str fuller(Paragraphs *paragraphs, Str paragraph) {
    VEC_EACH (other, paragraphs)
        if (other->len > paragraph.len && str_find(*other, paragraph, 0) != SIZE_MAX)
            return *other;
    return paragraph;
}

/* The kept text, in which a paragraph gives way to a fuller one; behind it what only the other one
 * says. */
static void join_texts(Record *kept, const Record *other, int field) {
    Paragraphs own = paragraphs_of(record_text(kept, field)),
               more = paragraphs_of(record_text(other, field));
    Buf out = {0};
    bool replaced = false;
    VEC_EACH (paragraph, &own)
        replaced |= fuller(&more, *paragraph).len != paragraph->len;
    if (!replaced)
        buf_put_str(&out, record_text(kept, field));
    for (size_t i = 0; replaced && i < own.len; i++)
        put_paragraph(&out, fuller(&more, own.items[i]));
    VEC_EACH (paragraph, &more)
        put_paragraph(&out, *paragraph);
    record_set_text(kept, field, buf_str(&out));
    buf_free(&out);
    vec_free(&own);
    vec_free(&more);
}

CaseMergeChoice mergefields_propose(const Record *kept, const Record *other, int field) {
    const Field *info = &kept->entity->fields[field];
    Str a = record_text(kept, field), b = record_text(other, field);
    bool comes_out = case_state(kept) == STATE_PUBLISHED && case_state(other) != STATE_PUBLISHED;
    if (info->flags & FIELD_PRIVATE && comes_out) /* notes on a draft are its writer's */
        return JOIN_KEEP;
    if (!record_has(kept, field))
        return JOIN_OTHER;
    if (info->kind == FIELD_TEXT && str_find(b, str_trim(a), 0) != SIZE_MAX)
        return JOIN_OTHER; /* the other text says all of it and more */
    bool joins = info->kind != FIELD_TEXT || field == CASE_NOTES;
    return joins && mergefields_can_join(info) ? JOIN_BOTH : JOIN_KEEP;
}

void mergefields_apply(Record *kept, const Record *other, int field, CaseMergeChoice choice) {
    FieldKind kind = kept->entity->fields[field].kind;
    if (choice == JOIN_BOTH && kind == FIELD_TEXT) {
        join_texts(kept, other, field);
    } else if (choice == JOIN_BOTH) {
        join_lists(kept, other, field);
    } else if (choice == JOIN_OTHER) {
        record_set(kept, field, other->values[field]);
    }
}
