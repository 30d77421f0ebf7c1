#include "config.h"

#include "record/rights.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "record/entity.h"

/* Who may do what: the lowest role that has the right. */
static const struct {
    const char *key, *label;
    UserRole lowest;
} rights[] = {
    [RIGHT_READ] = {"read", N_("read cases"), ROLE_READER},
    [RIGHT_EXPORT] = {"export", N_("export cases"), ROLE_REP},
    [RIGHT_COMMENT] = {"comment", N_("comment and rate"), ROLE_REP},
    [RIGHT_USE] = {"use", N_("log the use of a case"), ROLE_REP},
    [RIGHT_WRITE] = {"write", N_("write and change cases"), ROLE_EDITOR},
    [RIGHT_IMPORT] = {"import", N_("import files"), ROLE_EDITOR},
    [RIGHT_SUBMIT] = {"submit", N_("submit cases for review"), ROLE_EDITOR},
    [RIGHT_TRASH] = {"trash", N_("move cases to the trash and back"), ROLE_EDITOR},
    [RIGHT_REVIEW] = {"review", N_("review and return cases"), ROLE_REVIEWER},
    [RIGHT_PUBLISH] = {"publish", N_("publish cases"), ROLE_REVIEWER},
    [RIGHT_VERIFY] = {"verify", N_("confirm that cases still hold"), ROLE_REVIEWER},
    [RIGHT_ARCHIVE] = {"archive", N_("archive cases"), ROLE_REVIEWER},
    [RIGHT_IMPORT_STATE] = {"import.state", N_("import cases as published"), ROLE_MANAGER},
    [RIGHT_MONEY] = {"money", N_("see amounts"), ROLE_MANAGER},
    [RIGHT_TAXONOMY] = {"taxonomy", N_("change categories and tags"), ROLE_MANAGER},
    [RIGHT_SETTINGS] = {"settings", N_("change the team's settings"), ROLE_MANAGER},
    [RIGHT_UNDO_OTHERS] = {"undo.others", N_("take back what others did"), ROLE_MANAGER},
    [RIGHT_USERS] = {"users", N_("manage users and teams"), ROLE_ADMIN},
    [RIGHT_BACKUP] = {"backup", N_("back up the library"), ROLE_ADMIN},
    [RIGHT_MAINTAIN] = {"maintain", N_("compact and repair the library"), ROLE_ADMIN},
    [RIGHT_SEARCHES] = {"searches", N_("see what was searched for"), ROLE_MANAGER},
    [RIGHT_AUDIT] = {"audit", N_("read the audit log"), ROLE_ADMIN},
};
_Static_assert(COUNT_OF(rights) == RIGHTS, "one row a right");

bool right_allows(UserRole role, Right right) {
    return role >= rights[right].lowest;
}

const char *right_key(Right right) {
    return rights[right].key;
}

const char *right_label(Right right) {
    return rights[right].label;
}

UserRole right_lowest_role(Right right) {
    return rights[right].lowest;
}

/* Roles are the rows of the user's choice, in the order of the enum. */
static const Choice *role_choice(UserRole role) {
    return &entity_get(ENTITY_USER)->fields[USER_ROLE].choices[role];
}

const char *role_key(UserRole role) {
    return role_choice(role)->key;
}

const char *role_label(UserRole role) {
    return role_choice(role)->label;
}

bool role_find(Str key, UserRole *out) {
    for (UserRole role = 0; role < USER_ROLES; role++) {
        if (str_equal(str_of(role_key(role)), key)) {
            *out = role;
            return true;
        }
    }
    return false;
}
