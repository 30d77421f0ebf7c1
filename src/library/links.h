#ifndef ANLIKU_LIBRARY_LINKS_H
#define ANLIKU_LIBRARY_LINKS_H

#include "library/internal.h"

/* For this folder only: what records that belong to others need, and who sees what of them. */

/* Of a record whose references are resolved, when a person makes or changes it: a consent has a
 * customer, a use a case that the actor may see, and the consent that a case names is one of its
 * customer's. What the revision before has already stays (base_rev 0: there is none). */
bool links_check(Library *library, const Record *record, StoreVerb verb, uint32_t base_rev,
                 Error *err);
/* A use, a hand-on or a rating is seen by whoever did it, and by those who see its case; a comment
 * and an attachment by the latter. Of a case that was merged: by those who see that one, and the
 * one that took it in. Records of other types: library_may_see. */
bool links_visible(Library *library, const Record *record);
/* Takes away what the actor must not see: the document of a consent, what cases are called that are
 * not for him (their numbers stay). Of what he changes and saves nothing of that is lost:
 * links_restore. */
void links_hide(Library *library, Record *record);
bool links_sees_money(const Library *library, const Record *record);
/* Gives a new revision of a record what its maker was not shown: the document, amounts, what
 * related cases are called. */
bool links_restore(Library *library, StoreRead *read, Record *record, Error *err);

#endif
