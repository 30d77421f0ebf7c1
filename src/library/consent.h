#ifndef ANLIKU_LIBRARY_CONSENT_H
#define ANLIKU_LIBRARY_CONSENT_H

#include "library/save.h"
#include "record/tell.h"

/* Consents of customers: what they let us tell. They are made and changed as any record
 * (library_save); when one no longer holds, the public cases that rested on it become internal in
 * the same act. */

enum { CONSENT_WARN_DAYS = 30 };

typedef struct ConsentItem {
    Uuid uuid, customer;
    Uuid of_case;      /* no record of its own: what that case says itself (library_consents_by_end
                          only);      `id` is its number, uuid nil */
    Str id, name;      /* XK-2026-0001; of the customer */
    const char *scope; /* message id */
    Str channels;      /* with "; " between */
    Str granted_by;
    int32_t granted_on, expires, revoked_on; /* INT32_MAX: not said */
    ConsentStanding standing;                /* today */
    bool mine;      /* its customer is the actor's, or one of those cases */
    uint64_t cases; /* that name it and that the actor may see, in whatever state but the trash */
    uint64_t public_cases; /* those that are published for everybody */
} ConsentItem;

typedef struct ConsentList {
    ConsentItem *items;
    size_t len;
    Arena arena;
} ConsentList;

/* Of one customer (nil: of all), those that hold first, then the newest first. The trash is left
 * out. Freed with library_consents_free, also after an error. */
bool library_consents(Library *library, Uuid customer, ConsentList *out, Error *err);
/* Of all customers, and what published cases say themselves, by the day on which they end: those
 * that hold, the next to end first, then those that do not, the last to end first. */
bool library_consents_by_end(Library *library, ConsentList *out, Error *err);
/* Those that published cases name and that do not hold today, or end within `days`: the one that
 * ended first comes first. `cases` counts published ones only. */
bool library_consents_due(Library *library, int days, ConsentList *out, Error *err);
void library_consents_free(ConsentList *list);

/* How many public cases become internal when it is taken back today. */
bool library_consent_would_drop(Library *library, Uuid consent, size_t *count, Error *err);
/* Makes the public cases internal whose consent has ended by its date, or was taken back for a day
 * that has come, as revoking does: one batch, each owner's Inbox says it. Once a day, whoever is
 * first; nothing for who may not write. Until then they count as internal already. */
bool library_expire_consents(Library *library, size_t *made_internal, Error *err);
/* Takes it back as of today. ERR_INVALID when it was taken back before. */
bool library_consent_revoke(Library *library, Uuid consent, SaveResult *result, Error *err);
/* Appends what a save did to cases: "3 public cases are internal now: AL-2026-0001, ..."; nothing
 * when it touched none. */
void library_made_internal_put(const SaveResult *result, Buf *out);

#endif
