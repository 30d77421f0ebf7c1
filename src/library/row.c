#include "config.h"

#include "library/row.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "library/lapse.h"
#include "library/links.h"
#include "record/encode.h"
#include "record/state.h"

static const int case_columns[] = {CASE_UUID,
                                   CASE_ID,
                                   CASE_EXT_ID,
                                   CASE_TITLE,
                                   CASE_CUSTOMER,
                                   CASE_SUMMARY,
                                   CASE_SUCCESS,
                                   CASE_CATEGORY,
                                   CASE_INDUSTRY,
                                   CASE_SIZE_BAND,
                                   CASE_REGION,
                                   CASE_PERIOD_END,
                                   CASE_LANG,
                                   CASE_SCORE_SATISFACTION,
                                   CASE_SCORE_BUSINESS_SIZE,
                                   CASE_SCORE_COOPERATION_MONTHS,
                                   CASE_SCORE_INNOVATION,
                                   CASE_SCORE_SPREAD,
                                   CASE_IMPORTANCE,
                                   CASE_HALF_LIFE,
                                   CASE_AUDIENCE,
                                   CASE_CONSENT_SCOPE,
                                   CASE_CONSENT_EXPIRES,
                                   CASE_CONSENT_ID,
                                   CASE_STATE,
                                   CASE_RETURN_REASON,
                                   CASE_OWNER,
                                   CASE_REVIEWER,
                                   CASE_VERIFY_EVERY,
                                   CASE_VERIFY_LAST,
                                   CASE_VERIFY_DUE,
                                   CASE_MERGED_INTO,
                                   CASE_AUTHOR,
                                   CASE_TRASHED,
                                   CASE_REV,
                                   CASE_CREATED,
                                   CASE_UPDATED,
                                   CASE_PUBLISHED_AT};

/* Other entities are small: their rows hold everything. */
void row_encode(const Record *record, Buf *out) {
    if (record->entity->type == ENTITY_CASE)
        record_encode_some(record, case_columns, COUNT_OF(case_columns), out);
    else
        record_encode(record, out);
}

bool row_decode(const StoreCurrent *current, Record **out, Error *err) {
    Buf scratch = {0};
    Str summary;
    bool ok = store_summary(current, &scratch, &summary, err) &&
              record_decode(current->type, summary.ptr, summary.len, out, err);
    buf_free(&scratch);
    return ok;
}

void library_row_free(LibraryRow *row) {
    record_free(row->record);
    row->record = NULL;
}

static bool collect_person(void *context, const StoreCurrent *current, Error *err) {
    Library *library = context;
    Record *user;
    if (!row_decode(current, &user, err))
        return false;
    PersonTeam person = {current->record, record_ref_uuid(user, USER_TEAM)};
    if (!uuid_is_nil(person.team))
        vec_push(&library->people, person);
    record_free(user);
    return true;
}

/* Who is in which team, read again after any commit: a few thousand people at the most. */
void library_refresh_people(Library *library) {
    StoreRead *read;
    Error err;
    if (library->team_version == (int64_t)store_txn_id(library->store) ||
        !store_read_begin(library->store, &read, &err))
        return;
    library->people.len = 0;
    store_current_each(read, ENTITY_USER, collect_person, library, &err);
    library->team_version = (int64_t)store_read_txn_id(read);
    store_read_end(read);
}

static bool same_team(const Library *library, Uuid user) {
    for (size_t i = 0; i < library->people.len; i++)
        if (uuid_equal(library->people.items[i].user, user))
            return uuid_equal(library->people.items[i].team, library->actor.team);
    return false;
}

static bool is_mine(const Library *library, Uuid person) {
    return !uuid_is_nil(person) && uuid_equal(person, library->actor.user);
}

/* Nobody was put into a team: the office is one. */
static bool is_one_team(const Library *library) {
    return library->team_version >= 0 && !library->people.len;
}

bool library_sees_all_drafts(const Library *library) {
    if (library->actor.role >= ROLE_REVIEWER && is_one_team(library))
        return true;
    return library->actor.role == ROLE_ADMIN ||
           (library->actor.role == ROLE_MANAGER && uuid_is_nil(library->actor.team));
}

/* In the archive too it stays what readers know. */
static bool was_published(const Record *record) {
    CaseState state = case_state(record);
    return state == STATE_PUBLISHED ||
           (state == STATE_ARCHIVED &&
            (record_has(record, CASE_PUBLISHED_AT) || record_has(record, CASE_VERIFY_LAST)));
}

bool library_may_see(const Library *library, const Record *record) {
    if (record->entity->type != ENTITY_CASE || was_published(record))
        return true;
    Uuid owner = record_ref_uuid(record, CASE_OWNER);
    return library_sees_all_drafts(library) || is_mine(library, owner) ||
           is_mine(library, record_ref_uuid(record, CASE_AUTHOR)) ||
           (library->actor.role >= ROLE_EDITOR && !uuid_is_nil(library->actor.team) &&
            same_team(library, owner));
}

bool library_row(Library *library, EntityType type, Uuid id, LibraryRow *out, Error *err) {
    StoreRead *read;
    StoreCurrent current;
    library_refresh_people(library);
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok =
        store_current(read, type, id, &current, err) && row_decode(&current, &out->record, err);
    store_read_end(read);
    if (!ok)
        return false;
    if (!links_visible(library, out->record)) {
        library_row_free(out);
        return error_set(err, ERR_NOT_FOUND, N_("there is no such record"), "");
    }
    links_hide(library, out->record);
    lapsed_show(library, out->record);
    out->rev = current.rev;
    out->trashed = current.trashed;
    out->change = current.change;
    return true;
}

typedef struct Collect {
    Library *library;
    LibraryRows *rows;
    bool trashed;
} Collect;

static bool collect_row(void *context, const StoreCurrent *current, Error *err) {
    Collect *collect = context;
    LibraryRow row = {NULL, current->rev, current->trashed, current->change};
    if (current->trashed != collect->trashed)
        return true;
    if (!row_decode(current, &row.record, err))
        return false;
    if (links_visible(collect->library, row.record)) {
        links_hide(collect->library, row.record);
        lapsed_show(collect->library, row.record);
        vec_push(collect->rows, row);
    } else {
        library_row_free(&row);
    }
    return true;
}

bool library_rows(Library *library, EntityType type, bool trashed, LibraryRows *out, Error *err) {
    StoreRead *read;
    Collect collect = {library, out, trashed};
    library_refresh_people(library);
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_current_each(read, type, collect_row, &collect, err);
    store_read_end(read);
    if (!ok)
        library_rows_free(out);
    return ok;
}

void library_rows_free(LibraryRows *rows) {
    VEC_EACH (row, rows)
        library_row_free(row);
    vec_free(rows);
}
