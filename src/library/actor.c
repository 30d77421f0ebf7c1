#include "config.h"

#include "library/actor.h"

#include "base/i18n.h"
#include "library/row.h"
#include "store/lookup.h"
#include "text/fold.h"

#include <stdio.h>

bool actor_refuse_disabled(const char *login, Error *err) {
    return error_set(err, ERR_DENIED, N_("the user {0} is disabled in this library"), "s", login);
}

static bool read_actor(StoreRead *read, Uuid id, KnownActor *out, bool *disabled, Error *err) {
    StoreCurrent row;
    Record *user;
    if (!store_current(read, ENTITY_USER, id, &row, err) || !row_decode(&row, &user, err))
        return false;
    *out = (KnownActor){{.user = id, .team = record_ref_uuid(user, USER_TEAM)}, row.change};
    snprintf(out->actor.login, sizeof out->actor.login, "%.*s",
             STR_ARG(record_text(user, USER_LOGIN)));
    *disabled = !role_find(record_text(user, USER_ROLE), &out->actor.role) ||
                record_int(user, USER_DISABLED);
    record_free(user);
    return true;
}

bool actor_find(StoreRead *read, const char *login, KnownActor *out, Error *err) {
    Buf folded = {0};
    Uuid id;
    bool found, disabled;
    text_fold(&folded, str_of(login));
    bool ok = store_first_name(read, ENTITY_USER, buf_str(&folded), &id, &found, err);
    buf_free(&folded);
    if (!ok)
        return false;
    if (!found)
        return error_set(err, ERR_DENIED,
                         N_("{0} is not a user of this library; its admin can add you: anliku "
                            "users set {0} ROLE"),
                         "s", login);
    return read_actor(read, id, out, &disabled, err) &&
           (!disabled || actor_refuse_disabled(out->actor.login, err));
}

/* Who is disabled reads on with the least rights that there are. */
static void become(Library *library, const KnownActor *now, bool disabled) {
    library->actor = now->actor;
    library->actor_change = now->change;
    library->disabled = disabled;
    if (disabled) {
        library->actor.role = ROLE_READER;
        library->actor.team = (Uuid){{0}};
    }
}

bool actor_may_still_write(Library *library, StoreRead *read, Error *err) {
    KnownActor now;
    UserRole before = library->actor.role;
    bool disabled;
    if (library->founding)
        return true;
    if (!read_actor(read, library->actor.user, &now, &disabled, err))
        return false;
    if (disabled) /* library_follow makes a reader of him */
        return actor_refuse_disabled(now.actor.login, err);
    become(library, &now, false);
    return now.actor.role >= before ||
           error_set(err, ERR_DENIED,
                     N_("the role of {0} is {1} now; nothing was changed with the old one"), "ss",
                     now.actor.login, _(role_label(now.actor.role)));
}

/* ---- while a session is open ---- */

/* The user's row when it is another one than the actor was read from. */
static bool read_if_changed(Library *library, KnownActor *now, bool *disabled) {
    StoreRead *read;
    StoreCurrent row;
    Error ignored;
    bool found, changed = false;
    if (!store_read_begin(library->store, &read, &ignored))
        return false;
    if (store_current_find(read, ENTITY_USER, library->actor.user, &row, &found, &ignored)) {
        library->followed = store_read_txn_id(read);
        changed = found && row.change != library->actor_change &&
                  read_actor(read, library->actor.user, now, disabled, &ignored);
    }
    store_read_end(read);
    return changed;
}

static void put_team(Library *library, Buf *out) {
    LibraryRow team;
    Error say, ignored;
    if (uuid_is_nil(library->actor.team)) {
        buf_puts(out, _("You are in no team now."));
    } else if (library_row(library, ENTITY_TEAM, library->actor.team, &team, &ignored)) {
        error_set(&say, ERR_NONE, N_("Your team is {0} now."), "S", record_title(team.record));
        error_render_message(&say, out);
        library_row_free(&team);
    }
}

static void put_change(Library *library, const Actor *before, bool was_disabled, Buf *out) {
    Error say;
    const char *role = _(role_label(library->actor.role));
    if (library->disabled) {
        buf_puts(out, _("Your user is disabled now: you can read on, and nothing can be changed."));
        return;
    }
    if (was_disabled || before->role != library->actor.role) {
        error_set(&say, ERR_NONE,
                  was_disabled ? N_("Your user is enabled again, with the role {0}.")
                               : N_("Your role is {0} now."),
                  "s", role);
        error_render_message(&say, out);
    }
    if (!was_disabled && !uuid_equal(before->team, library->actor.team)) {
        buf_puts(out, before->role != library->actor.role ? " " : "");
        put_team(library, out);
    }
}

bool library_follow(Library *library, Buf *sentence) {
    KnownActor now;
    Actor before = library->told;
    bool disabled, was_disabled = library->told_disabled;
    if (library->founding || library->followed == store_txn_id(library->store))
        return false;
    if (read_if_changed(library, &now, &disabled))
        become(library, &now, disabled);
    library->told = library->actor;
    library->told_disabled = library->disabled;
    bool other = library->disabled != was_disabled || before.role != library->actor.role ||
                 !uuid_equal(before.team, library->actor.team);
    if (other && sentence)
        put_change(library, &before, was_disabled, sentence);
    return other;
}
