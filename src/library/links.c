#include "config.h"

#include "library/links.h"

#include "base/i18n.h"
#include "library/put.h"
#include "library/resolve.h"
#include "library/row.h"
#include "library/save.h"

/* Which field of a type must name a record that is there. */
static const struct {
    EntityType type;
    int field;
} needed[] = {{ENTITY_CASE, CASE_CONSENT_ID},
              {ENTITY_CONSENT, CONSENT_CUSTOMER},
              {ENTITY_USE, USE_CASE},
              {ENTITY_COMMENT, COMMENT_CASE},
              {ENTITY_ATTACHMENT, ATTACHMENT_CASE}};

static bool is_as_before(Library *library, const Record *record, int field, uint32_t base_rev) {
    Record *before;
    Error ignored;
    if (!base_rev || !library_load(library, record->entity->type, record_id(record), base_rev,
                                   &before, &ignored))
        return false;
    bool same = value_equal(&before->values[field], &record->values[field]);
    record_free(before);
    return same;
}

static bool check_target(Library *library, const Record *record, int field, Error *err) {
    LibraryRow row;
    Error missing;
    const Field *info = &record->entity->fields[field];
    Uuid id = record_ref_uuid(record, field);
    if (uuid_is_nil(id) || !library_row(library, info->target, id, &row, &missing))
        return error_set(err, ERR_INVALID, N_("there is no {0} “{1}”"), "sS",
                         _(entity_get(info->target)->label), record_ref_name(record, field));
    bool own =
        info->target != ENTITY_CONSENT || uuid_equal(record_ref_uuid(row.record, CONSENT_CUSTOMER),
                                                     record_ref_uuid(record, CASE_CUSTOMER));
    library_row_free(&row);
    return own || error_set(err, ERR_INVALID, N_("the consent “{0}” is one of another customer's"),
                            "S", record_ref_name(record, field));
}

bool links_check(Library *library, const Record *record, StoreVerb verb, uint32_t base_rev,
                 Error *err) {
    if (verb != VERB_CREATE && verb != VERB_EDIT)
        return true;
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        int field = needed[i].field;
        if (record->entity->type != needed[i].type || !record_has(record, field) ||
            is_as_before(library, record, field, base_rev))
            continue;
        if (!check_target(library, record, field, err))
            return error_in_field(err, record->entity->fields[field].key);
    }
    return true;
}

static bool is_me(const Library *library, Uuid person) {
    return !uuid_is_nil(person) && uuid_equal(person, library->actor.user);
}

static bool sees(Library *library, EntityType type, Uuid id) {
    LibraryRow row;
    Error ignored;
    bool seen = library_row(library, type, id, &row, &ignored);
    if (seen)
        library_row_free(&row);
    return seen;
}

/* What a case brought along when it was merged is still for those who saw that case; an answer is
 * for those who see what it answers. */
static bool sees_parents(Library *library, const Record *record, int parent) {
    Uuid own = record_ref_uuid(record, parent), now = library_redirect(library, own);
    bool answers = record->entity->type == ENTITY_COMMENT && record_has(record, COMMENT_PARENT);
    return sees(library, ENTITY_CASE, now) &&
           (uuid_equal(now, own) || sees(library, ENTITY_CASE, own)) &&
           (!answers || sees(library, ENTITY_COMMENT, record_uuid(record, COMMENT_PARENT)));
}

bool links_visible(Library *library, const Record *record) {
    static const struct {
        int parent, person;
    } parts[ENTITY_TYPES] = {[ENTITY_USE] = {USE_CASE, USE_BY},
                             [ENTITY_HAND_ON] = {HAND_ON_CASE, HAND_ON_BY},
                             [ENTITY_COMMENT] = {COMMENT_CASE, 0},
                             [ENTITY_ATTACHMENT] = {ATTACHMENT_CASE, 0},
                             [ENTITY_RATING] = {RATING_CASE, RATING_BY}};
    EntityType type = record->entity->type;
    if (!parts[type].parent)
        return library_may_see(library, record);
    if (parts[type].person && is_me(library, record_ref_uuid(record, parts[type].person)))
        return true;
    return sees_parents(library, record, parts[type].parent);
}

static bool sees_document(Library *library, const Record *consent) {
    LibraryRow row;
    Error ignored;
    if (library->actor.role >= ROLE_MANAGER)
        return true;
    if (!library_row(library, ENTITY_CUSTOMER, record_ref_uuid(consent, CONSENT_CUSTOMER), &row,
                     &ignored))
        return false;
    bool mine = is_me(library, record_ref_uuid(row.record, CUSTOMER_OWNER));
    library_row_free(&row);
    return mine;
}

/* ---- cases that a case names ---- */

/* Whether there is such a case and the actor may not see it. number: its own, as it is stored. */
static bool is_hidden(Library *library, StoreRead *read, Uuid id, Buf *number) {
    StoreCurrent current;
    Record *row;
    Error ignored;
    bool found;
    if (uuid_is_nil(id) || !store_current_find(read, ENTITY_CASE, id, &current, &found, &ignored) ||
        !found || !row_decode(&current, &row, &ignored))
        return false;
    bool hidden = !library_may_see(library, row);
    if (hidden)
        buf_put_str(number, record_text(row, CASE_ID));
    record_free(row);
    return hidden;
}

typedef void HiddenFn(Record *record, Value *ref, Str number, const Record *current);

/* Calls `each` for the references of a case to cases that the actor may not see. */
static void each_hidden(Library *library, StoreRead *read, Record *record, const Record *current,
                        HiddenFn *each) {
    static const int fields[] = {CASE_RELATED, CASE_MERGED_INTO};
    Buf number = {0};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        Value *value = &record->values[fields[i]];
        size_t count = value->kind == VALUE_LIST ? value->list.len : value->kind == VALUE_REF;
        Value *items = value->kind == VALUE_LIST ? value->list.items : value;
        for (size_t j = 0; j < count; j++) {
            buf_clear(&number);
            if (is_hidden(library, read, items[j].ref.uuid, &number))
                each(record, &items[j], buf_str(&number), current);
        }
    }
    buf_free(&number);
}

static bool names_cases(const Record *record) {
    return record->entity->type == ENTITY_CASE &&
           (record_has(record, CASE_RELATED) || record_has(record, CASE_MERGED_INTO));
}

static void show_number(Record *record, Value *ref, Str number, const Record *current) {
    (void)current;
    ref->ref.name = arena_str(&record->arena, number);
}

static void hide_titles(Library *library, Record *record) {
    StoreRead *read;
    Error ignored;
    if (!names_cases(record))
        return;
    if (store_read_begin(library->store, &read, &ignored)) {
        each_hidden(library, read, record, NULL, show_number);
        store_read_end(read);
    } else { /* rather too little than a title too many */
        record_withhold(record, CASE_RELATED);
        record_withhold(record, CASE_MERGED_INTO);
    }
}

static void take_name(Record *record, Value *ref, const Value *from) {
    if (from->kind == VALUE_REF && uuid_equal(from->ref.uuid, ref->ref.uuid))
        ref->ref.name = arena_str(&record->arena, from->ref.name);
}

/* What it is called in the revision that stands; a number that was only shown is no name. */
static void keep_name(Record *record, Value *ref, Str number, const Record *current) {
    (void)number;
    take_name(record, ref, &current->values[CASE_MERGED_INTO]);
    const Value *related = &current->values[CASE_RELATED];
    for (size_t i = 0; related->kind == VALUE_LIST && i < related->list.len; i++)
        take_name(record, ref, &related->list.items[i]);
}

void links_hide(Library *library, Record *record) {
    if (record->entity->type == ENTITY_CONSENT && record_has(record, CONSENT_FILE) &&
        !sees_document(library, record))
        record_withhold(record, CONSENT_FILE);
    hide_titles(library, record);
}

/* Amounts of a customer are for its owner and for those with the right to see them. */
bool links_sees_money(const Library *library, const Record *record) {
    bool own = record->entity->type == ENTITY_CUSTOMER &&
               is_me(library, record_ref_uuid(record, CUSTOMER_OWNER));
    return own || right_allows(library->actor.role, RIGHT_MONEY);
}

static void keep_money(const Library *library, Record *record, const Record *current) {
    bool hidden = !links_sees_money(library, current);
    for (size_t i = 0; hidden && i < record->entity->count; i++)
        if (record->entity->fields[i].flags & FIELD_MONEY && !record_has(record, (int)i))
            put_keep(record, current, (int)i);
}

static void keep_withheld(Record *record, const Record *current) {
    for (size_t i = 0; i < record->entity->count; i++)
        if (record->withheld[i / 64] >> i % 64 & 1 && !record_has(record, (int)i))
            put_keep(record, current, (int)i);
}

bool links_restore(Library *library, StoreRead *read, Record *record, Error *err) {
    EntityType type = record->entity->type;
    StoreCurrent row;
    Record *current;
    bool found, withheld = record->withheld[0] || record->withheld[1];
    if (type != ENTITY_CONSENT && type != ENTITY_CUSTOMER && !withheld && !names_cases(record))
        return true;
    if (!store_current_find(read, type, record_id(record), &row, &found, err))
        return false;
    if (!found)
        return true;
    if (!store_load(read, type, record_id(record), &current, err))
        return false;
    keep_withheld(record, current);
    if (type == ENTITY_CUSTOMER)
        keep_money(library, record, current);
    else if (type == ENTITY_CONSENT && !sees_document(library, current))
        put_keep(record, current, CONSENT_FILE);
    else if (type == ENTITY_CASE)
        each_hidden(library, read, record, current, keep_name);
    record_free(current);
    return true;
}
