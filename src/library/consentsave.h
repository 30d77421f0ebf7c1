#ifndef ANLIKU_LIBRARY_CONSENTSAVE_H
#define ANLIKU_LIBRARY_CONSENTSAVE_H

#include "library/internal.h"
#include "library/save.h"

/* For this folder only: what a consent means for cases when something is written. */

/* A case becomes public only with a consent of its customer that holds today. before, record: the
 * revision before and the new one, references resolved. An edit or a move is refused (ERR_INVALID
 * with the field); what comes back from the trash or from an older revision comes back for internal
 * use, and so does by undo what names a consent that does not hold (any more). Imports of who may
 * say what state a case is in are let pass: case_tell decides every day anew what may be told.
 * *backed: it is public because of a consent, which consent_still_backs is to look at again. */
bool consent_guard(const Library *library, StoreRead *read, const Record *before, Record *record,
                   StoreVerb verb, bool *backed, Error *err);

/* In the write transaction: a consent may have been taken back since the guard. ERR_INVALID as the
 * guard; ERR_CONFLICT for what comes back for internal use when it is prepared again. */
bool consent_still_backs(StoreRead *read, const Record *record, StoreVerb verb, Error *err);

/* Saves a consent record. When it does not hold (any more), the published public cases that rest on
 * it become internal in the same transaction, as one batch: those that name it and, when it was
 * taken back, those of its customer that name none while no other consent of the customer holds.
 * As save_record otherwise. */
bool consent_save(Library *library, Record *consent, StoreVerb verb, uint32_t base_rev, Str note,
                  bool force, Issues *issues, SaveResult *result, Error *err);

/* At the end of an import of consents, in its batch: the public cases that rest on consents which
 * do not hold become internal too. The queue writes nothing else afterwards. */
struct Queue;
bool consent_drop_after_import(Library *library, struct Queue *queue, size_t *dropped, Error *err);

/* At the end of an undo, in its batch, for the consents that it changed: the same. */
bool consent_drop_after_undo(Library *library, struct Queue *queue, const Uuid *consents,
                             size_t count, Error *err);

/* The cases that would become internal. Freed with free(). */
bool consent_dependents(Library *library, const Record *consent, Uuid **out, size_t *count,
                        Error *err);

#endif
