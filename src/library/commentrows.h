#ifndef ANLIKU_LIBRARY_COMMENTROWS_H
#define ANLIKU_LIBRARY_COMMENTROWS_H

#include "library/comments.h"
#include "library/put.h"
#include "library/row.h"

/* For this folder only: the comments of one case as they are stored. Nobody's rights are asked. */

typedef struct CommentRow {
    Record *record;
    bool trashed;
    int number; /* within the case: its own, another one when a merge brought two of the same */
} CommentRow;

typedef struct CommentRows {
    CommentRow *items; /* by number */
    size_t len, cap;
    int most; /* the highest number */
} CommentRows;

/* Also of the cases that were merged into it, and those in the trash. *out is {0} before;
 * commentrows_free, also after an error. */
bool commentrows_load(StoreRead *read, Uuid case_id, CommentRows *out, Error *err);
void commentrows_free(CommentRows *rows);
/* Leaves out what the actor may not see: of a merged case, and answers to that. The others keep
 * their numbers. */
void commentrows_hide(Library *library, CommentRows *rows);
CommentKind commentrow_kind(const Record *record);
CommentEnd commentrow_end(const Record *record);
/* A comment of the actor's on the case (its row will do), not stored yet. */
Record *commentrows_new(const Library *library, const CommentNew *what, const Record *row);
/* Gives a new comment the next number of its case, as the transaction sees it. */
bool commentrows_number(StoreWrite *write, Prepared *prepared, Error *err);
/* When the newest comment of the case was written that the actor has looked at; 0: none. */
int64_t commentrows_seen_ms(Library *library, StoreRead *read, Uuid case_id);

#endif
