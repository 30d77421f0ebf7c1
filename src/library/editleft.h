#ifndef ANLIKU_LIBRARY_EDITLEFT_H
#define ANLIKU_LIBRARY_EDITLEFT_H

#include "base/buf.h"
#include "base/vec.h"
#include "library/library.h"
#include "record/entity.h"

/* The files in which a record stands while a person has it in an editor (library/yamledit.h), in
 * the person's folder of drafts: the text, and beside it what it was made from. What is there when
 * nobody edits it is left of an edit that did not end; its text can be gone on with. */

typedef struct EditOrigin {
    EntityType type;
    Uuid record;
    uint32_t rev; /* that the text was made from; 0: a new record */
    Uuid draft;   /* that held what was not saved then; nil: none */
    Buf given;    /* the text that the person got */
} EditOrigin;

void library_edit_origin_free(EditOrigin *origin);

/* Appends the path of the file for the text; its folder is made. */
bool library_edit_path(Library *library, Uuid record, Buf *out, Error *err);
/* Writes down what a text is made from that is about to be written. */
bool library_edit_begin(Library *library, const EditOrigin *origin, Error *err);
/* What a text that is there was made from. When that is not known any more, its first revision is
 * given, so that all is asked about that was changed since. *out is {0} before; freed also after
 * an error. */
bool library_edit_origin(Library *library, EntityType type, Uuid record, EditOrigin *out,
                         Error *err);
/* The text was taken, or nothing was written: both files go. */
void library_edit_end(Library *library, Uuid record);
/* As long as the descriptor is open, other sessions know that the text is in an editor: they do not
 * list it, and get -1. After library_edit_begin. */
int library_edit_hold(Library *library, Uuid record);
bool library_edit_is_held(Library *library, Uuid record);

typedef struct EditLeft {
    EntityType type;
    Uuid record;
    uint32_t rev;
    int64_t changed_ms;
    char title[256]; /* of the text, cut; "" none */
} EditLeft;

typedef struct EditLefts {
    EditLeft *items; /* the newest first; free() */
    size_t len, cap;
} EditLefts;

/* Texts of the actor's that are left and hold more than the person was given. */
bool library_edits_left(Library *library, EditLefts *out, Error *err);
/* Off the list, not for good: library_edit_restore brings it back for DRAFT_KEPT_DAYS, unless there
 * is another text of the record by then (ERR_INVALID). ERR_NOT_FOUND. */
bool library_edit_discard(Library *library, Uuid record, Error *err);
bool library_edit_restore(Library *library, Uuid record, Error *err);

/* How many drafts and texts the actor has to go on with. Between two calls nothing is read unless
 * one came or went. {0} before the first call. */
typedef struct DraftsCount {
    bool known;
    uint64_t stamp;
    size_t count;
    size_t counted; /* how often it was counted anew: for tests */
} DraftsCount;
bool library_drafts_count(Library *library, DraftsCount *count, Error *err);

#endif
