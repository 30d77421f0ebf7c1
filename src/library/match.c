#include "config.h"

#include "library/match.h"

#include "base/hash.h"
#include "base/i18n.h"
#include "library/put.h"
#include "library/row.h"
#include "library/vocabulary.h"
#include "record/state.h"
#include "store/log.h"
#include "store/lookup.h"

static void keep_what_files_do_not_hold(Record *record, const Record *current) {
    for (size_t i = 0; i < record->entity->count; i++)
        if (record->entity->fields[i].flags & FIELD_PRIVATE)
            put_keep(record, current, (int)i);
}

static void keep_what_this_file_does_not_say(Record *record, const Record *current) {
    for (size_t i = 0; i < record->entity->count; i++)
        if (!record_has(record, (int)i) && record_has(current, (int)i))
            record_set(record, (int)i, current->values[i]);
    if (!record->unknown.len)
        record_set_unknown(record, current->unknown);
}

/* Published without a check of ours: trust "imported", first checks spread over some months. */
static void publish(const MatchRules *rules, Record *record) {
    Uuid id = record_id(record);
    record_set_text(record, CASE_STATE, STR("published"));
    if (!record_has(record, CASE_VERIFY_LAST))
        record_set_date(
            record, CASE_VERIFY_DUE,
            rules->today + 1 +
                (int32_t)(hash_bytes(id.bytes, sizeof id.bytes, 0) % (uint32_t)rules->spread));
}

static void start_as_draft(Record *record) {
    Record *blank = record_new(ENTITY_CASE);
    record_set_text(blank, CASE_STATE, STR("draft"));
    put_keep_state(record, blank);
    record_free(blank);
}

static void settle_new_case(const MatchRules *rules, Record *record, bool had_uuid) {
    const Actor *actor = &rules->library->actor;
    record_set_int(record, CASE_IMPORTED, 1);
    if (right_allows(actor->role, RIGHT_PUBLISH) && !right_allows(actor->role, RIGHT_IMPORT_STATE))
        record_clear(record, CASE_AUTHOR);  /* who could approve it does not name another author */
    record_clear(record, CASE_MERGED_INTO); /* only a merge says that */
    if (rules->publish)
        publish(rules, record);
    else if (!had_uuid || !right_allows(actor->role, RIGHT_IMPORT_STATE))
        start_as_draft(record);
    if (had_uuid)
        return;
    put_guess_language(record);
    if (!record_has(record, CASE_OWNER))
        record_set_ref(record, CASE_OWNER, actor->user, str_of(actor->login));
    if (!record_has(record, CASE_AUDIENCE))
        record_set_text(record, CASE_AUDIENCE, STR("internal"));
}

/* What an import made and its undo took away comes back with the file; what somebody put into the
 * trash stays there. */
static bool is_undone(StoreRead *read, const StoreCurrent *row) {
    StoreEntry entry;
    Error ignored;
    return row->trashed && store_log_entry(read, row->change, &entry, &ignored) &&
           entry.verb == VERB_UNDO;
}

static bool settle_known(const MatchRules *rules, StoreRead *read, Record *record, bool had_uuid,
                         const StoreCurrent *row, Error *err) {
    Record *current;
    EntityType type = record->entity->type;
    if (!store_load(read, type, record_id(record), &current, err))
        return false;
    if (!library_may_see(rules->library, current)) {
        record_free(current);
        return error_set(err, ERR_INVALID,
                         N_("the library holds this case as a draft that you may not see"), "");
    }
    if (had_uuid)
        keep_what_files_do_not_hold(record, current);
    else
        keep_what_this_file_does_not_say(record, current);
    if (type == ENTITY_CASE && rules->publish)
        publish(rules, record);
    else if (type == ENTITY_CASE &&
             (!had_uuid || !right_allows(rules->library->actor.role, RIGHT_IMPORT_STATE)))
        put_keep_state(record, current);
    int trashed = entity_field(record->entity, STR("trashed"));
    if (trashed >= 0)
        put_keep(record, current, trashed);
    if (type == ENTITY_CASE)
        put_keep(record, current, CASE_MERGED_INTO);
    bool merged = type == ENTITY_CASE && record_has(current, CASE_MERGED_INTO);
    if (trashed >= 0 && !merged && is_undone(read, row))
        record_clear(record, trashed);
    record_free(current);
    return true;
}

bool match_record(const MatchRules *rules, StoreRead *read, Record *record, uint32_t *base_rev,
                  Error *err) {
    const Entity *entity = record->entity;
    bool had_uuid = !uuid_is_nil(record_id(record)), found = false;
    int source = entity_field(entity, STR("ext_source")),
        ext_id = entity_field(entity, STR("ext_id"));
    StoreCurrent current;
    Uuid id = record_id(record);
    *base_rev = 0;
    if (entity->type == ENTITY_CASE && !had_uuid)
        vocabulary_settle_category(rules->vocabulary, record);
    if (had_uuid && !store_current_find(read, entity->type, id, &current, &found, err))
        return false;
    if (!found && ext_id >= 0 && record_has(record, ext_id) &&
        !store_find_ext(read, entity->type, record_text(record, source),
                        record_text(record, ext_id), &id, &found, err))
        return false;
    if (found || !had_uuid)
        record_set_uuid(record, 0, found ? id : uuid_new());
    if (!store_current_find(read, entity->type, record_id(record), &current, &found, err))
        return false;
    if (found) {
        *base_rev = current.rev;
        return settle_known(rules, read, record, had_uuid, &current, err);
    }
    if (entity->type == ENTITY_CASE)
        settle_new_case(rules, record, had_uuid);
    return true;
}
