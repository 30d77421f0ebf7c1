#ifndef ANLIKU_RECORD_RIGHTS_H
#define ANLIKU_RECORD_RIGHTS_H

#include "base/str.h"
#include "base/uuid.h"

#include <stdbool.h>

typedef enum UserRole { /* stored: never renumber; a higher one has all rights of the lower ones */
                        ROLE_READER,
                        ROLE_REP,
                        ROLE_EDITOR,
                        ROLE_REVIEWER,
                        ROLE_MANAGER,
                        ROLE_ADMIN,
                        USER_ROLES
} UserRole;

typedef enum Right {
    RIGHT_READ,
    RIGHT_EXPORT,
    RIGHT_COMMENT,
    RIGHT_USE,
    RIGHT_WRITE,
    RIGHT_IMPORT,
    RIGHT_SUBMIT,
    RIGHT_TRASH,
    RIGHT_REVIEW,
    RIGHT_PUBLISH,
    RIGHT_VERIFY,
    RIGHT_ARCHIVE,
    RIGHT_IMPORT_STATE,
    RIGHT_MONEY,
    RIGHT_TAXONOMY,
    RIGHT_SETTINGS,
    RIGHT_UNDO_OTHERS,
    RIGHT_USERS,
    RIGHT_BACKUP,
    RIGHT_MAINTAIN,
    RIGHT_AUDIT,
    RIGHT_SEARCHES,
    RIGHTS
} Right;

/* Who acts: from the first call on. Plain data; name and login are cut to fit. */
typedef struct Actor {
    Uuid user;
    char login[64];
    UserRole role;
    Uuid team; /* nil: none */
} Actor;

bool right_allows(UserRole role, Right right);
const char *right_key(Right right);   /* "import.state" */
const char *right_label(Right right); /* message id */
const char *role_key(UserRole role);
const char *role_label(UserRole role); /* message id */
/* False when there is no such role. */
bool role_find(Str key, UserRole *out);
/* The lowest role that has the right. */
UserRole right_lowest_role(Right right);

#endif
