#include "config.h"

#include "library/people.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "library/leaving.h"
#include "library/resolve.h"
#include "library/row.h"

/* The record with that name, or a new one with *base_rev 0. */
static bool load_named(Library *library, EntityType type, Str name, Record **out,
                       uint32_t *base_rev, Error *err) {
    Uuid id;
    Error absent;
    *base_rev = 0;
    if (!library_resolve(library, type, name, NULL, &id, &absent)) {
        if (absent.code != ERR_NOT_FOUND) {
            *err = absent;
            return false;
        }
        *out = library_new_record(library, type);
        return true;
    }
    if (!library_load(library, type, id, 0, out, err))
        return false;
    *base_rev = (uint32_t)record_int(*out, entity_field((*out)->entity, STR("rev")));
    return true;
}

static bool is_enabled_admin(const Record *user) {
    return str_equal(record_text(user, USER_ROLE), str_of(role_key(ROLE_ADMIN))) &&
           !record_int(user, USER_DISABLED);
}

/* Somebody must be able to give rights. */
static bool keeps_an_admin(Library *library, const Record *changed, Error *err) {
    LibraryRows rows = {0};
    size_t others = 0;
    if (is_enabled_admin(changed))
        return true;
    if (!library_rows(library, ENTITY_USER, false, &rows, err))
        return false;
    VEC_EACH (row, &rows)
        others += is_enabled_admin(row->record) &&
                  !uuid_equal(record_id(row->record), record_id(changed));
    library_rows_free(&rows);
    return others ||
           error_set(err, ERR_INVALID, N_("{0} is the only admin: make somebody else admin first"),
                     "S", record_text(changed, USER_LOGIN));
}

static bool valid_login(Str login, Error *err) {
    for (size_t i = 0; i < login.len; i++) {
        char c = login.ptr[i];
        bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  (i && (c == '-' || c == '_' || c == '.' || c == '@'));
        if (!ok)
            return error_set(err, ERR_INVALID,
                             N_("“{0}” is not a login: letters, digits, and - _ . @ inside"), "S",
                             login);
    }
    return login.len ? true : error_set(err, ERR_INVALID, N_("a login is missing"), "");
}

bool library_user_set(Library *library, const UserChange *change, SaveResult *result, Error *err) {
    Record *user;
    uint32_t base_rev;
    UserRole role;
    if (!library_allow(library, RIGHT_USERS, err) || !valid_login(change->login, err))
        return false;
    if (change->role.len && !role_find(change->role, &role))
        return error_set(err, ERR_INVALID, N_("there is no role “{0}”; see: anliku roles"), "S",
                         change->role);
    if (change->team.len && !str_equal(change->team, STR("-")) &&
        !library_resolve(library, ENTITY_TEAM, change->team, NULL, &(Uuid){{0}}, err))
        return false;
    if (!load_named(library, ENTITY_USER, change->login, &user, &base_rev, err))
        return false;
    if (!base_rev)
        record_set_text(user, USER_LOGIN, change->login);
    if (change->name.len || !record_has(user, USER_NAME))
        record_set_text(user, USER_NAME, change->name.len ? change->name : change->login);
    if (change->role.len || !record_has(user, USER_ROLE))
        record_set_text(user, USER_ROLE,
                        change->role.len ? change->role : str_of(role_key(ROLE_READER)));
    if (change->team.len)
        record_set_ref(user, USER_TEAM, (Uuid){{0}},
                       str_equal(change->team, STR("-")) ? STR("") : change->team);
    if (change->disabled == 1)
        record_set_int(user, USER_DISABLED, 1);
    else if (change->disabled == 0)
        record_clear(user, USER_DISABLED);
    Handover ignored;
    Handover *handover = change->handover ? change->handover : &ignored;
    *handover = (Handover){0};
    bool ok = keeps_an_admin(library, user, err) &&
              library_save(library, user, base_rev, STR(""), NULL, result, err) &&
              (change->disabled != 1 || leaving_hand_over(library, user, handover, err));
    record_free(user);
    return ok;
}

bool library_team_set(Library *library, Str name, Str lead, Str region, SaveResult *result,
                      Error *err) {
    Record *team;
    uint32_t base_rev;
    if (!library_allow(library, RIGHT_USERS, err))
        return false;
    if (lead.len && !library_resolve(library, ENTITY_USER, lead, NULL, &(Uuid){{0}}, err))
        return false;
    if (!load_named(library, ENTITY_TEAM, name, &team, &base_rev, err))
        return false;
    if (!base_rev)
        record_set_text(team, TEAM_NAME, name);
    if (lead.len)
        record_set_ref(team, TEAM_LEAD, (Uuid){{0}}, lead);
    if (region.len)
        record_set_text(team, TEAM_REGION, region);
    bool ok = library_save(library, team, base_rev, STR(""), NULL, result, err);
    record_free(team);
    return ok;
}
