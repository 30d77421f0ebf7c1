#include "config.h"

#include "library/leaving.h"

#include "base/i18n.h"
#include "library/bulk.h"
#include "library/names.h"
#include "library/news.h"
#include "library/row.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- whose they are from now on ---- */

static bool is_here(const Record *user, Uuid leaves) {
    return !record_int(user, USER_DISABLED) && !uuid_equal(record_id(user), leaves);
}

static UserRole role_of(const Record *user) {
    UserRole role = ROLE_READER;
    role_find(record_text(user, USER_ROLE), &role);
    return role;
}

/* The enabled lead of the team; nil: there is none. */
static Uuid find_lead(Library *library, const Record *user) {
    LibraryRow team, lead;
    Error ignored;
    Uuid found = {{0}}, id = record_ref_uuid(user, USER_TEAM);
    if (uuid_is_nil(id) || !library_row(library, ENTITY_TEAM, id, &team, &ignored))
        return found;
    id = record_ref_uuid(team.record, TEAM_LEAD);
    library_row_free(&team);
    if (uuid_is_nil(id) || !library_row(library, ENTITY_USER, id, &lead, &ignored))
        return found;
    if (is_here(lead.record, record_id(user)))
        found = id;
    library_row_free(&lead);
    return found;
}

/* Managers before admins, and of them those of the team first. */
static int fitness(const Record *other, const Record *user) {
    UserRole role = role_of(other);
    Uuid team = record_ref_uuid(user, USER_TEAM);
    bool same = !uuid_is_nil(team) && uuid_equal(record_ref_uuid(other, USER_TEAM), team);
    if (!is_here(other, record_id(user)) || role < ROLE_MANAGER)
        return 0;
    return role == ROLE_MANAGER ? 3 + same : 1 + same;
}

static bool find_manager(Library *library, const Record *user, Uuid *out, Error *err) {
    LibraryRows rows = {0};
    int best = 0;
    if (!library_rows(library, ENTITY_USER, false, &rows, err))
        return false;
    VEC_EACH (row, &rows) {
        int fits = fitness(row->record, user);
        if (fits > best) {
            best = fits;
            *out = record_id(row->record);
        }
    }
    library_rows_free(&rows);
    return best || error_set(err, ERR_NOT_FOUND,
                             N_("nobody is there to take over the cases of {0}: the team has no "
                                "lead, and there is no manager"),
                             "S", record_text(user, USER_LOGIN));
}

/* ---- which ---- */

typedef struct Owned {
    Uuid owner;
    VEC(Uuid) ids;
} Owned;

static bool take_owned(void *context, const StoreCurrent *row, Error *err) {
    Owned *owned = context;
    Record *record;
    if (row->trashed)
        return true;
    if (!row_decode(row, &record, err))
        return false;
    if (uuid_equal(record_ref_uuid(record, CASE_OWNER), owned->owner))
        vec_push(&owned->ids, row->record);
    record_free(record);
    return true;
}

static bool find_owned(Library *library, Owned *owned, Error *err) {
    StoreRead *read;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_current_each(read, ENTITY_CASE, take_owned, owned, err);
    store_read_end(read);
    return ok;
}

/* ---- what comes back later ---- */

bool leaving_has_left(Library *library, Uuid person) {
    LibraryRow row;
    Error ignored;
    if (uuid_is_nil(person) || !library_row(library, ENTITY_USER, person, &row, &ignored))
        return false;
    bool gone = record_int(row.record, USER_DISABLED);
    library_row_free(&row);
    return gone;
}

void leaving_settle_owner(Library *library, Record *record) {
    LibraryRow user, heir;
    Error ignored;
    Uuid owner = record_ref_uuid(record, CASE_OWNER);
    if (!leaving_has_left(library, owner) ||
        !library_row(library, ENTITY_USER, owner, &user, &ignored))
        return;
    Uuid to = find_lead(library, user.record);
    if ((!uuid_is_nil(to) || find_manager(library, user.record, &to, &ignored)) &&
        library_row(library, ENTITY_USER, to, &heir, &ignored)) {
        record_set_ref(record, CASE_OWNER, to, record_title(heir.record));
        library_row_free(&heir);
    }
    library_row_free(&user);
}

/* ---- all of it ---- */

/* The word comes first, so that a kill on the way loses none: the Inbox shows it when its batch
 * exists. */
static bool give(Library *library, const Record *user, Uuid to, const Owned *owned, Handover *out,
                 Error *err) {
    BulkResult result = {0};
    LibraryRow heir;
    Buf name = {0}, note = {0};
    Error sentence;
    if (!library_row(library, ENTITY_USER, to, &heir, err))
        return false;
    snprintf(out->to, sizeof out->to, "%.*s", STR_ARG(record_text(heir.record, USER_LOGIN)));
    library_row_free(&heir);
    library_person_name(library, record_id(user), record_text(user, USER_LOGIN), &name);
    error_set(&sentence, ERR_NONE, N_("{0} has left"), "S", buf_str(&name));
    error_render_message(&sentence, &note);
    News word = {.id = uuid_new(), .count = owned->ids.len, .text = buf_str(&name)};
    bool ok = news_put(library, to, NEWS_CAME, &word, err) &&
              library_bulk_noted(library, BULK_OWNER, str_of(out->to), buf_str(&note), word.id,
                                 owned->ids.items, owned->ids.len, &result, NULL, err);
    out->cases = result.changed;
    out->batch = result.batch;
    if (ok && result.refused) {
        *err = result.why;
        ok = false;
    }
    bool all = out->cases == word.count;
    word.count = out->cases;
    if (out->cases && !all && !news_put(library, to, NEWS_CAME, &word, ok ? err : &sentence))
        ok = false;
    buf_free(&name);
    buf_free(&note);
    return ok;
}

bool leaving_hand_over(Library *library, const Record *user, Handover *out, Error *err) {
    Owned owned = {.owner = record_id(user)};
    snprintf(out->from, sizeof out->from, "%.*s", STR_ARG(record_text(user, USER_LOGIN)));
    bool ok = find_owned(library, &owned, err);
    if (ok && owned.ids.len) {
        Uuid to = find_lead(library, user);
        out->to_lead = !uuid_is_nil(to);
        ok = (out->to_lead || find_manager(library, user, &to, err)) &&
             give(library, user, to, &owned, out, err);
    }
    vec_free(&owned.ids);
    return ok;
}

void library_handover_put(const Handover *handover, Buf *out) {
    ErrorArg args[3] = {
        {.kind = 'd', .number = (int64_t)handover->cases}, {.kind = 's'}, {.kind = 's'}};
    snprintf(args[1].text, sizeof args[1].text, "%s", handover->from);
    snprintf(args[2].text, sizeof args[2].text, "%s", handover->to);
    message_fill(out,
                 handover->to_lead
                     ? _("{0} cases of {1} belong to {2} now, who leads the team.")
                     : _("{0} cases of {1} belong to {2} now: the team has no lead, so that a "
                         "manager gets them."),
                 args, 3);
}
