#ifndef ANLIKU_LIBRARY_COMMENTROWS_H
#define ANLIKU_LIBRARY_COMMENTROWS_H

#include "library/comments.h"
#include "library/put.h"
#include "library/row.h"

/* For this folder only: the comments of one case as they are stored. Nobody's rights are asked. */

/* In no order that means anything; those in the trash too. */
typedef bool CommentRowFn(void *context, const Record *record, bool trashed, Error *err);
bool commentrows_each(StoreRead *read, Uuid case_id, CommentRowFn *each, void *context, Error *err);
CommentKind commentrow_kind(const Record *record);
CommentEnd commentrow_end(const Record *record);
/* A comment of the actor's on the case (its row will do), not stored yet. */
Record *commentrows_new(const Library *library, const CommentNew *what, const Record *row);
/* Gives a new comment the next number of its case, as the transaction sees it. */
bool commentrows_number(StoreWrite *write, Prepared *prepared, Error *err);
/* When the newest comment of the case was written that the actor has looked at; 0: none. */
int64_t commentrows_seen_ms(Library *library, StoreRead *read, Uuid case_id);

#endif
