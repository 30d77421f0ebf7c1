#ifndef ANLIKU_LIBRARY_REDIRECT_H
#define ANLIKU_LIBRARY_REDIRECT_H

#include "base/vec.h"
#include "library/internal.h"
#include "store/log.h"

/* For this folder only. A case that was merged lies in the trash and names the case that took it
 * in: its identity, its number and what it is called elsewhere lead there, over any number of
 * merges, until it is taken out of the trash again. */

/* Moves *id on to the case that it stands for now; it stays as it is for every other record. */
bool redirect_follow(StoreRead *read, Uuid *id, Error *err);

/* The case and all that were merged into it, the case itself first. Freed with vec_free. */
typedef VEC(Uuid) RedirectFamily;
bool redirect_family(StoreRead *read, Uuid id, RedirectFamily *out, Error *err);

/* A revision that a person or a file makes names the cases that its references stand for now, each
 * once and never itself. What belongs to a case and is there already stays with it, so that taking
 * a merge back finds everything in its place. */
bool redirect_references(Library *library, StoreRead *read, Record *record, StoreVerb verb,
                         bool exists, Error *err);
/* False for an import of a case that was merged: what the file says has to be put into the other
 * one by a person. That one is named to who may see it. */
bool redirect_allows_import(Library *library, const StoreCurrent *current, const Record *record,
                            Error *err);
/* Whether a change of this kind may set or take away where a case was merged into. */
bool redirect_is_changed_by(StoreVerb verb);

#endif
