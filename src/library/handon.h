#ifndef ANLIKU_LIBRARY_HANDON_H
#define ANLIKU_LIBRARY_HANDON_H

#include "library/safe.h"
#include "library/tell.h"

/* Handing a case on: its text for somebody else, put on record (one hand-on record a case, which
 * `history` shows) before it is given out. On a library that cannot be written nothing can be put
 * on record; it is given out all the same, as exports are. */

typedef enum HandedWhat {
    HANDED_ID,      /* its number alone */
    HANDED_LINK,    /* for colleagues: number, title, and the line that opens it */
    HANDED_SUMMARY, /* title, result, summary and quote */
    HANDED_CASE,    /* the whole text */
    HANDED_FILE,    /* an export */
    HANDED_WHATS
} HandedWhat;

typedef struct HandOn {
    Uuid case_id;
    HandedWhat what;
    bool full;      /* as it is, not in the safe form */
    Str why;        /* needed for the full form where library_tell does not allow it */
    Str prospect;   /* for whom; may be empty */
    bool confirmed; /* a person has looked at what is left in the safe form */
} HandOn;

/* Appends the text. Needs the right `export`, for number and link only `read`. ERR_INVALID for the
 * text of a case in the trash. ERR_DENIED for the full form of a case that may not be told, without
 * a reason. ERR_INVALID when the safe form still holds what may tell (then lefts, freed by the
 * caller in every case, is not empty) and nobody confirmed it. */
bool library_hand_on(Library *library, const HandOn *what, Buf *out, SafeLefts *lefts, Error *err);

/* What the menu of handing on asks before: cheap. */
const char *handed_what_label(HandedWhat what); /* message id */

#endif
