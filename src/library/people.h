#ifndef ANLIKU_LIBRARY_PEOPLE_H
#define ANLIKU_LIBRARY_PEOPLE_H

#include "library/save.h"

/* Users and teams. All but listing needs the right `users`. */

typedef struct UserChange {
    Str login;
    Str name;     /* empty: keep (new: the login) */
    Str role;     /* empty: keep (new: reader) */
    Str team;     /* name; empty: keep; "-": none */
    int disabled; /* 1, 0, or -1 to keep */
} UserChange;

/* Makes the user or changes it. The last enabled admin cannot lose the role (ERR_INVALID). */
bool library_user_set(Library *library, const UserChange *change, SaveResult *result, Error *err);
/* Makes the team or changes its lead (login, empty: keep) and region (empty: keep). */
bool library_team_set(Library *library, Str name, Str lead, Str region, SaveResult *result,
                      Error *err);

#endif
