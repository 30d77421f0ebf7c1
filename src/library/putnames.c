#include "config.h"

#include "library/putnames.h"

#include "base/zone.h"
#include "library/resolve.h"
#include "library/row.h"
#include "store/lookup.h"
#include "text/fold.h"

#include <stdio.h>

/* ---- the number ---- */

static uint16_t id_year(const Record *record) {
    int created = entity_field(record->entity, STR("created"));
    return record->entity->prefix_year ? (uint16_t)zone_local(record_int(record, created)).year : 0;
}

static bool next_number(PutContext *context, StoreRead *read, EntityType type, uint16_t year,
                        uint32_t *number, Error *err) {
    PutNumber *known = NULL;
    VEC_EACH (it, &context->numbers)
        if (it->type == type && it->year == year)
            known = it;
    if (!known) {
        PutNumber first = {type, year, 0};
        if (!store_next_id(read, type, year, &first.next, err))
            return false;
        vec_push(&context->numbers, first);
        known = &context->numbers.items[context->numbers.len - 1];
    }
    *number = known->next++;
    return true;
}

static bool wants_id(const Record *record, uint16_t *year, uint32_t *number) {
    EntityType type;
    int field = entity_field(record->entity, STR("id"));
    return record_has(record, field) &&
           resolve_display_id(record_text(record, field), &type, year, number) &&
           type == record->entity->type;
}

bool put_guess_number(PutContext *context, StoreRead *read, Record *record, Error *err) {
    EntityType type = record->entity->type;
    uint16_t year;
    uint32_t number;
    if (!record->entity->prefix || wants_id(record, &year, &number))
        return true;
    year = id_year(record);
    if (!next_number(context, read, type, year, &number, err))
        return false;
    Buf id = {0};
    resolve_format_id(type, year, number, &id);
    record_set_text(record, entity_field(record->entity, STR("id")), buf_str(&id));
    buf_free(&id);
    return true;
}

/* Gives a new record its number: the one that it wants when that is free, else the next. *changed:
 * it is not written as it was before. */
static bool assign_id(StoreWrite *write, Record *record, bool *changed, SaveResult *result,
                      Error *err) {
    const Entity *entity = record->entity;
    int field = entity_field(entity, STR("id"));
    uint16_t year = 0;
    uint32_t number;
    Uuid taken;
    bool found = true;
    if (!entity->prefix)
        return true;
    if (wants_id(record, &year, &number) &&
        !store_find_id(store_write_read(write), entity->type, year, number, &taken, &found, err))
        return false;
    if (found) {
        year = id_year(record);
        if (!store_next_id(store_write_read(write), entity->type, year, &number, err))
            return false;
    }
    Buf id = {0};
    resolve_format_id(entity->type, year, number, &id);
    *changed = !str_equal(record_text(record, field), buf_str(&id));
    if (*changed)
        record_set_text(record, field, buf_str(&id));
    snprintf(result->display_id, sizeof result->display_id, "%s", buf_text(&id));
    buf_free(&id);
    return store_put_id(write, entity->type, year, number, record_id(record), err);
}

/* ---- names ---- */

int put_parent(EntityType type) {
    static const int parents[ENTITY_TYPES] = {[ENTITY_USE] = USE_CASE,
                                              [ENTITY_HAND_ON] = HAND_ON_CASE,
                                              [ENTITY_RATING] = RATING_CASE,
                                              [ENTITY_COMMENT] = COMMENT_CASE,
                                              [ENTITY_ATTACHMENT] = ATTACHMENT_CASE};
    return parents[type];
}

/* What a record is found by: the case that it belongs to, or that it was merged into. */
static Uuid parent_of(const Record *record) {
    EntityType type = record->entity->type;
    if (type == ENTITY_CASE)
        return record_int(record, CASE_TRASHED) ? record_ref_uuid(record, CASE_MERGED_INTO)
                                                : (Uuid){{0}};
    return put_parent(type) ? record_ref_uuid(record, put_parent(type)) : (Uuid){{0}};
}

void put_lookup_name(const Record *record, Buf *out) {
    EntityType type = record->entity->type;
    Uuid parent = parent_of(record);
    char text[UUID_TEXT];
    if (put_parent(type) || !uuid_is_nil(parent)) {
        uuid_format(parent, text);
        buf_puts(out, text);
    } else if (type != ENTITY_CASE && type != ENTITY_CONSENT) {
        text_fold(out, record_title(record));
    }
}

static bool put_name(StoreWrite *write, const Record *record, Error *err) {
    Buf name = {0};
    put_lookup_name(record, &name);
    bool ok = !name.len ||
              store_put_name(write, record->entity->type, buf_str(&name), record_id(record), err);
    buf_free(&name);
    return ok;
}

/* A renamed record is found by its new name only. */
static bool drop_old_name(StoreWrite *write, const Record *record, Error *err) {
    StoreCurrent current;
    bool found;
    Record *before;
    Buf old = {0}, now = {0};
    if (!store_current_find(store_write_read(write), record->entity->type, record_id(record),
                            &current, &found, err))
        return false;
    if (!found || (record->entity->type == ENTITY_CASE && !current.trashed))
        return true;
    if (!row_decode(&current, &before, err))
        return false;
    put_lookup_name(before, &old);
    put_lookup_name(record, &now);
    record_free(before);
    bool ok = str_equal(buf_str(&old), buf_str(&now)) || !old.len ||
              store_delete_name(write, record->entity->type, buf_str(&old), record_id(record), err);
    buf_free(&old);
    buf_free(&now);
    return ok;
}

bool put_names(StoreWrite *write, Record *record, bool is_new, bool *renumbered, SaveResult *result,
               Error *err) {
    const Entity *entity = record->entity;
    int source = entity_field(entity, STR("ext_source")), id = entity_field(entity, STR("ext_id"));
    if (is_new && !assign_id(write, record, renumbered, result, err))
        return false;
    if (is_new && id >= 0 && record_has(record, id) &&
        !store_put_ext(write, entity->type, record_text(record, source), record_text(record, id),
                       record_id(record), err))
        return false;
    return (is_new || drop_old_name(write, record, err)) && put_name(write, record, err);
}
