#include "config.h"

#include "library/names.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "library/row.h"

void library_person_name(Library *library, Uuid user, Str login, Buf *out) {
    LibraryRow row;
    Error ignored;
    if (uuid_is_nil(user) || !library_row(library, ENTITY_USER, user, &row, &ignored)) {
        buf_put_str(out, login);
        return;
    }
    Str name = record_text(row.record, USER_NAME);
    buf_put_str(out, name.len ? name : record_text(row.record, USER_LOGIN));
    library_row_free(&row);
}

void library_put_me(Library *library, Buf *out) {
    LibraryRow row;
    Error ignored;
    const Actor *me = &library->actor;
    Str login = str_of(me->login);
    size_t start = out->len;
    library_person_name(library, me->user, login, out);
    if (!str_equal(str_make(buf_text(out) + start, out->len - start), login))
        buf_printf(out, " (%s)", me->login);
    buf_printf(out, ", %s", _(role_label(me->role)));
    if (uuid_is_nil(me->team) || !library_row(library, ENTITY_TEAM, me->team, &row, &ignored))
        return;
    buf_printf(out, ", %.*s", STR_ARG(record_text(row.record, TEAM_NAME)));
    library_row_free(&row);
}

enum { MOST_NAMED = 3 };

static bool has_right(const Record *user, Right right) {
    UserRole role;
    return !record_int(user, USER_DISABLED) && role_find(record_text(user, USER_ROLE), &role) &&
           right_allows(role, right);
}

void library_put_who_may(Library *library, Right right, Buf *out) {
    LibraryRows users = {0};
    Error ignored;
    size_t named = 0;
    if (!library_rows(library, ENTITY_USER, false, &users, &ignored))
        return;
    for (int mine = 1; mine >= 0; mine--)
        for (size_t i = 0; i < users.len && named < MOST_NAMED; i++) {
            const Record *user = users.items[i].record;
            Uuid team = record_ref_uuid(user, USER_TEAM);
            bool same = !uuid_is_nil(team) && uuid_equal(team, library->actor.team);
            if (same != mine || !has_right(user, right))
                continue;
            Str name = record_text(user, USER_NAME);
            buf_puts(out, named++ ? _(", ") : "");
            buf_put_str(out, name.len ? name : record_text(user, USER_LOGIN));
        }
    library_rows_free(&users);
}
