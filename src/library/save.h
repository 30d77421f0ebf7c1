#ifndef ANLIKU_LIBRARY_SAVE_H
#define ANLIKU_LIBRARY_SAVE_H

#include "library/library.h"
#include "record/state.h"
#include "record/validate.h"

/* Loading and changing single records. Every change is one durable transaction; it is refused with
 * ERR_CONFLICT when base_rev is no longer the current revision, and nothing of the text is touched.
 */

/* rev 0: the current one. ERR_NOT_FOUND also for what the actor may not see. The private notes of a
 * case are left out for those who may not write, amounts of a customer for those who may not see
 * them (library_save leaves such amounts as they are). The caller frees *out with record_free. */
bool library_load(Library *library, EntityType type, Uuid id, uint32_t rev, Record **out,
                  Error *err);

/* A new record with what the program knows: identity, owner, author, state, language later. */
Record *library_new_record(const Library *library, EntityType type);

typedef struct SaveResult {
    bool unchanged; /* the content was already there: nothing was written */
    bool created;
    uint32_t rev;
    uint64_t change;
    Uuid id;
    char display_id[32];    /* "" for entities without */
    int dropped_for;        /* CaseField whose change dropped the verification, 0: nothing did */
    size_t renamed_in;      /* cases that name the customer as it is called now */
    char new_customer[256]; /* name of a customer that was made on the way, "" none */
    /* A consent that no longer holds: the public cases that rested on it are internal now. Both
     * were one act, taken back by library_bulk_undo(batch); nil: no case was touched. */
    size_t made_internal;
    char internal_ids[96]; /* the numbers of the first of them, ", " between */
    Uuid batch;
} SaveResult;

/* base_rev 0: a new record, a case only as a draft. The state of a case is changed by moves only,
 * its checks by those who may verify. note may be empty. Sets rev, updated and what a new record
 * needs in *record. On ERR_INVALID the first broken rule is in err (with its field); issues (may be
 * NULL) gets all of them. */
bool library_save(Library *library, Record *record, uint32_t base_rev, Str note, Issues *issues,
                  SaveResult *result, Error *err);

/* Moves a case by the state machine: submit, review, return, publish, verify, ... reason is needed
 * where the move says so. issues (may be NULL): what keeps it from being submitted or published. */
bool library_move(Library *library, Uuid id, const Move *move, Str reason, Issues *issues,
                  SaveResult *result, Error *err);
/* The same for who has read revision seen_rev: ERR_CONFLICT when another one stands there now. */
bool library_move_seen(Library *library, Uuid id, uint32_t seen_rev, const Move *move, Str reason,
                       Issues *issues, SaveResult *result, Error *err);
/* Verifies a case and says in how many days it is checked again, in one revision: "30", "90",
 * "180", "365" or "never"; as library_move_seen otherwise. */
bool library_verify_every(Library *library, Uuid id, uint32_t seen_rev, Str every,
                          SaveResult *result, Error *err);
/* Whether the case holds what the move asks of it; all that is missing in *issues, the first in
 * *err. */
bool library_move_meets(Library *library, const Record *record, const Move *move, Issues *issues,
                        Error *err);
/* Whether the actor may move the case so, but for what the text must hold and the reason. record: a
 * whole case or a list row. ERR_DENIED, ERR_INVALID: why not. */
bool library_may_move(Library *library, const Record *record, const Move *move, Error *err);
/* ERR_INVALID for a customer whom cases or consents name. */
bool library_trash(Library *library, EntityType type, Uuid id, bool trashed, SaveResult *result,
                   Error *err);
/* Makes the content of revision rev the newest one; the state, the reviewer and the checks stay as
 * they are now. */
bool library_revert(Library *library, EntityType type, Uuid id, uint32_t rev, SaveResult *result,
                    Error *err);

#endif
