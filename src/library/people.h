#ifndef ANLIKU_LIBRARY_PEOPLE_H
#define ANLIKU_LIBRARY_PEOPLE_H

#include "library/save.h"

/* Users and teams. All but listing needs the right `users`. */

/* What became of the cases of somebody who left. */
typedef struct Handover {
    size_t cases;          /* that belong to somebody else now; 0: nothing else is set */
    char from[64], to[64]; /* logins */
    bool to_lead;          /* of the team; false: it has none, a manager got them */
    Uuid batch;            /* that library_bulk_undo and `import --undo` take back */
} Handover;

typedef struct UserChange {
    Str login;
    Str name;           /* empty: keep (new: the login) */
    Str role;           /* empty: keep (new: reader) */
    Str team;           /* name; empty: keep; "-": none */
    int disabled;       /* 1, 0, or -1 to keep */
    Handover *handover; /* told what became of the cases; NULL: nobody asks */
} UserChange;

/* Makes the user or changes it. When somebody is disabled the cases go to the lead of the team,
 * without one to a manager (of the team first), else to an admin: one batch, which the Inbox of
 * whoever gets them names. The last enabled admin cannot lose the role (ERR_INVALID). */
bool library_user_set(Library *library, const UserChange *change, SaveResult *result, Error *err);
/* Appends it as a sentence, translated: "3 cases of wang belong to li now, who leads the team." */
void library_handover_put(const Handover *handover, Buf *out);
/* Makes the team or changes its lead (login, empty: keep) and region (empty: keep). */
bool library_team_set(Library *library, Str name, Str lead, Str region, SaveResult *result,
                      Error *err);

#endif
