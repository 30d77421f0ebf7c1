#include "config.h"

#include "library/authors.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/leaving.h"
#include "library/redirect.h"
#include "library/row.h"

static bool is_me(const Library *library, const Record *record, int field) {
    Uuid person = record_ref_uuid(record, field);
    return !uuid_is_nil(person) && uuid_equal(person, library->actor.user);
}

static bool wrote(Library *library, StoreRead *read, Uuid id) {
    StoreCurrent current;
    Record *row;
    bool found;
    Error ignored;
    if (!store_current_find(read, ENTITY_CASE, id, &current, &found, &ignored) || !found ||
        !row_decode(&current, &row, &ignored))
        return false;
    bool mine = is_me(library, row, CASE_AUTHOR);
    record_free(row);
    return mine;
}

bool authors_hold_me(Library *library, const Record *record) {
    RedirectFamily family = {0};
    StoreRead *read;
    Error ignored;
    bool mine = is_me(library, record, CASE_OWNER) || is_me(library, record, CASE_AUTHOR);
    if (mine || !store_read_begin(library->store, &read, &ignored))
        return mine;
    if (redirect_family(read, record_id(record), &family, &ignored))
        for (size_t i = 1; !mine && i < family.len; i++) /* 0 is the case itself */
            mine = wrote(library, read, family.items[i]);
    store_read_end(read);
    vec_free(&family);
    return mine;
}

bool authors_allow(Library *library, const Record *record, const Move *move, Error *err) {
    return !move->not_by_author || !authors_hold_me(library, record) ||
           error_set(err, ERR_DENIED,
                     N_("you are the author or owner of this case: “{0}” is for somebody else"),
                     "s", _(move->label));
}

/* ---- taking back ---- */

static bool checked_later(const Record *now, const Record *back) {
    return record_has(back, CASE_VERIFY_LAST) &&
           (!record_has(now, CASE_VERIFY_LAST) ||
            record_int(back, CASE_VERIFY_LAST) > record_int(now, CASE_VERIFY_LAST));
}

bool authors_allow_undo(Library *library, StoreRead *read, const StoreEntry *undone,
                        const Record *back, Error *err) {
    Record *now;
    if (back->entity->type != ENTITY_CASE || case_state(back) != STATE_PUBLISHED ||
        uuid_equal(undone->actor, library->actor.user))
        return true;
    if (!store_load(read, ENTITY_CASE, record_id(back), &now, err))
        return false;
    bool comes_out = case_state(now) != STATE_PUBLISHED;
    bool again = undone->verb == VERB_UNDO && checked_later(now, back);
    record_free(now);
    return (!comes_out && !again) ||
           authors_allow(library, back, case_move_find(comes_out ? STR("publish") : STR("verify")),
                         err);
}

/* ---- by hand ---- */

static bool is_set(const Record *before, const Record *record, int field) {
    return before ? !value_equal(&before->values[field], &record->values[field])
                  : record_has(record, field);
}

static bool refuse(const Record *record, int field, Error *err) {
    return error_in_field(err, record->entity->fields[field].key);
}

static bool allow_reviewer(const Record *before, const Record *record, Error *err) {
    Uuid reviewer = record_ref_uuid(record, CASE_REVIEWER);
    if (!is_set(before, record, CASE_REVIEWER) || uuid_is_nil(reviewer) ||
        (!uuid_equal(reviewer, record_ref_uuid(record, CASE_AUTHOR)) &&
         !uuid_equal(reviewer, record_ref_uuid(record, CASE_OWNER))))
        return true;
    error_set(err, ERR_INVALID,
              N_("the reviewer must be someone else than the author and the owner"), "");
    return refuse(record, CASE_REVIEWER, err);
}

static bool allow_checks(Library *library, const Record *before, const Record *record, Error *err) {
    static const int checks[] = {CASE_VERIFY_LAST, CASE_VERIFY_DUE};
    for (size_t i = 0; i < COUNT_OF(checks); i++) {
        if (!is_set(before, record, checks[i]))
            continue;
        if (library_allow(library, RIGHT_VERIFY, err))
            error_set(
                err, ERR_INVALID,
                N_("when a case was checked is written by publish and verify: nobody sets it"), "");
        return refuse(record, checks[i], err);
    }
    return true;
}

static bool allow_owner(Library *library, const Record *before, const Record *record, Error *err) {
    Uuid owner = record_ref_uuid(record, CASE_OWNER);
    if (!is_set(before, record, CASE_OWNER) || !record_has(record, CASE_OWNER))
        return true;
    if (uuid_equal(owner, library->actor.user)) /* whether he is still here the write itself asks */
        return true;
    if (leaving_has_left(library, owner))
        error_set(err, ERR_INVALID, N_("{0} has left: give the case to somebody who is here"), "S",
                  record_ref_name(record, CASE_OWNER));
    else if (uuid_is_nil(owner) && !library_sees_all_drafts(library))
        error_set(err, ERR_INVALID,
                  N_("nobody here is called “{0}”: no team would see the case, and no reviewer"),
                  "S", record_ref_name(record, CASE_OWNER));
    else
        return true;
    return refuse(record, CASE_OWNER, err);
}

bool authors_allow_edit(Library *library, const Record *before, const Record *record, Error *err) {
    return allow_reviewer(before, record, err) && allow_checks(library, before, record, err) &&
           allow_owner(library, before, record, err);
}
