#ifndef ANLIKU_LIBRARY_COMMENTS_H
#define ANLIKU_LIBRARY_COMMENTS_H

#include "base/arena.h"
#include "library/library.h"
#include "library/save.h"
#include "record/entity.h"

/* Comments on cases and their fields, in threads of a remark and its answers. Whoever sees the case
 * sees them; writing needs the right `comment`. They are neither indexed nor exported. A comment is
 * named by its number within the case, which it keeps. */

typedef enum CommentKind { COMMENT_DISCUSS, COMMENT_SUGGESTION, COMMENT_ERROR } CommentKind;

/* How a thread ended. The last three are the choices of COMMENT_RESOLUTION, in order. */
typedef enum CommentEnd {
    COMMENT_OPEN,
    COMMENT_RESOLVED,
    COMMENT_ACCEPTED,
    COMMENT_DECLINED
} CommentEnd;

typedef struct Comment {
    Uuid id, by;
    int number;
    int answers_to;    /* number of the comment that began the thread; 0: this one did */
    int field;         /* CaseField; -1: the whole case */
    CommentKind kind;  /* of an answer: discuss */
    CommentEnd end;    /* of the thread's first comment */
    int64_t at_ms;     /* when it was written */
    uint32_t case_rev; /* the revision that its writer saw */
    Str who, ended_by; /* names as people know them */
    Str body, passage, replacement, word;
    bool mine, edited, trashed;
    bool unseen; /* somebody else wrote it after the actor looked last */
} Comment;

typedef struct Comments {
    Comment *items; /* threads in the order in which they began, each with its answers */
    size_t len, cap;
    size_t threads, open, unseen; /* open: threads without an end */
    Arena arena;
} Comments;

/* trashed: those in the trash too. ERR_NOT_FOUND for a case that the actor may not see. *out is {0}
 * before; comments_free, also after an error. */
bool library_comments(Library *library, Uuid case_id, bool trashed, Comments *out, Error *err);
void comments_free(Comments *comments);
/* NULL: there is none of that number. */
const Comment *comments_find(const Comments *comments, int number);
/* Open threads about the field (-1: about the whole case). */
size_t comments_about(const Comments *comments, int field);
/* The actor has looked at the comments of the case as they are now: they are no longer new to him.
 * Writes only when they were; a failure is none of the reader's business. */
void library_comments_seen(Library *library, const Comments *comments, Uuid case_id);

const char *comment_kind_label(CommentKind kind); /* message id */
const char *comment_end_label(CommentEnd end);    /* message id; "unsettled" for none */
/* False: there is no such kind. */
bool comment_kind_find(Str key, CommentKind *out);
const char *comment_kind_key(CommentKind kind);
const char *comment_end_key(CommentEnd end); /* "" for COMMENT_OPEN */

/* ---- writing ---- */

typedef struct CommentNew {
    Uuid case_id;
    int answers_to; /* number of any comment of the thread; 0: a new thread */
    int field;      /* CaseField; -1: the whole case. Of an answer: the thread's */
    CommentKind kind;
    Str body;
    /* Of a suggestion: what stands there, "" for the whole field, and what is to stand there. */
    Str passage, replacement;
} CommentNew;

/* result (may be NULL): what undo takes back with library_undo_change, of an accepted suggestion
 * with library_bulk_undo(batch); unchanged: nothing was written. */

/* ERR_INVALID when nothing is said, for a suggestion about no text, and for a passage that the
 * field does not hold just once. *number: its own. */
bool library_comment_add(Library *library, const CommentNew *what, int *number, SaveResult *result,
                         Error *err);
/* What is to be other about a comment. */
typedef struct CommentEdit {
    Str body;      /* ptr NULL: stays */
    bool suggests; /* another text is suggested: passage and replacement as of CommentNew */
    Str passage, replacement;
} CommentEdit;
/* Other words of a comment of the actor's own, and of his suggestion another text as long as it is
 * open; ERR_DENIED for another's. */
bool library_comment_edit(Library *library, Uuid case_id, int number, const CommentEdit *edit,
                          SaveResult *result, Error *err);
/* Appends the field's text as it will be with the suggestion. False: the text was changed since, so
 * that the passage does not stand there, or not only once. record: of the case. */
bool comment_put_text(const Record *record, const Comment *comment, Buf *out);
/* Into the trash and back; only the actor's own. */
bool library_comment_trash(Library *library, Uuid case_id, int number, bool trashed,
                           SaveResult *result, Error *err);
/* Ends a thread, or begins it anew with COMMENT_OPEN. Whoever began it may, the case's owner and
 * author, and who may write cases. A suggestion that is declined needs a word; accepting one writes
 * it into the text: a revision of the case that names whose it was, for who may write cases. Both
 * are one batch, so that the suggestion is open again when its text is taken back. */
bool library_comment_end(Library *library, Uuid case_id, int number, CommentEnd end, Str word,
                         SaveResult *result, Error *err);

#endif
