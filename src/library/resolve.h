#ifndef ANLIKU_LIBRARY_RESOLVE_H
#define ANLIKU_LIBRARY_RESOLVE_H

#include "library/library.h"
#include "store/read.h"

/* From what people write to identities. */

/* text: an identity, a display id (AL-2026-0042, KH-000123; case and full width do not matter), a
 * login, or the whole name of a customer, user or team. What names a case that was merged names the
 * one that took it in. type ENTITY_NONE: cases, then customers.
 * ERR_NOT_FOUND. Invisible records are not found. */
bool library_resolve(Library *library, EntityType type, Str text, EntityType *found_type, Uuid *out,
                     Error *err);
/* The same without the step from a case that was merged to the one that took it in. */
bool library_resolve_itself(Library *library, EntityType type, Str text, EntityType *found_type,
                            Uuid *out, Error *err);
/* The case that this one stands for now: the one that it was merged into, else itself. */
Uuid library_redirect(Library *library, Uuid id);

/* "AL-2026-0042" of a case; false for other text. year is 0 for a customer. */
bool resolve_display_id(Str text, EntityType *type, uint16_t *year, uint32_t *number);
/* Appends the display id. */
void resolve_format_id(EntityType type, uint16_t year, uint32_t number, Buf *out);

/* Fills the identities of all references of a record that name somebody: by uuid, then ext id, then
 * folded name. with_ids: display ids count too (forms and commands, not files). What is not found
 * keeps its text, and so does a case that the actor may not see, and a number that stands there as
 * a text already. Needs an open snapshot. */
bool resolve_references(Library *library, StoreRead *read, Record *record, bool with_ids,
                        Error *err);

#endif
