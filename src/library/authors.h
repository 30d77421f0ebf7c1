#ifndef ANLIKU_LIBRARY_AUTHORS_H
#define ANLIKU_LIBRARY_AUTHORS_H

#include "library/internal.h"
#include "record/state.h"

/* For this folder only: whose words a case holds, and who therefore does not approve it. */

/* The actor owns the case, wrote it, or wrote a case that was merged into it. record: the case or
 * its list row, with its identity. */
bool authors_hold_me(Library *library, const Record *record);
/* ERR_DENIED, with the sentence of the move, when a move that is not for authors is made by one. */
bool authors_allow(Library *library, const Record *record, const Move *move, Error *err);
/* Taking back what somebody else did may publish a case, or say that it was checked: then it is as
 * if that move were made, which is not for its authors. An edit that is taken back brings the text
 * that was approved, and is nobody's approval. undone: the change; back: the record that will stand
 * there, of any type. */
bool authors_allow_undo(Library *library, StoreRead *read, const StoreEntry *undone,
                        const Record *back, Error *err);
/* What a person sets by hand: no reviewer of his own case, no check that nobody made, no owner who
 * has left; one whom nobody knows only by who sees all drafts, since no team would see the case.
 * before: NULL for a new case; both with resolved references. */
bool authors_allow_edit(Library *library, const Record *before, const Record *record, Error *err);

#endif
