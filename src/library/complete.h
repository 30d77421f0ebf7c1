#ifndef ANLIKU_LIBRARY_COMPLETE_H
#define ANLIKU_LIBRARY_COMPLETE_H

#include "library/library.h"

/* What may stand at the caret of a query. */

typedef enum CompleteKind {
    COMPLETE_FIELD, /* a field's name and the colon */
    COMPLETE_VALUE, /* a value of the field before the colon, or a word of is:, has:, no: and sort:
                     */
    COMPLETE_DATE,
    COMPLETE_NAME /* a customer, product, tag ... as field:value, for a word */
} CompleteKind;

typedef struct CompleteItem {
    CompleteKind kind;
    const char *text;  /* takes the place of the bytes from..to; a blank follows unless it ends in a
                          colon */
    const char *label; /* for people, in their language; never NULL */
    bool counted;      /* count holds */
    uint64_t count;    /* cases that the actor may see and the rest of the query holds for */
} CompleteItem;

enum { COMPLETE_MOST = 50 };

typedef struct CompleteResult {
    size_t from, to; /* bytes of the query */
    CompleteItem *items;
    size_t len; /* at most COMPLETE_MOST, the best first: how well it matches, then the count */
    Arena arena;
} CompleteResult;

/* caret: bytes. Names match by a part of them, by pinyin and by initials. False when there is
 * nothing to offer. *out is {0} or from an earlier call. */
bool library_complete(Library *library, Str text, size_t caret, CompleteResult *out);
void library_complete_free(CompleteResult *result);

/* The query with the item put in; *caret is the place behind it. */
void library_complete_put(const CompleteResult *result, size_t item, Str text, Buf *out,
                          size_t *caret);
/* Appends field:value in the language of the process, quoted where it has to be; the value is one
 * of the field's as facets give it. */
void library_complete_term(int field, Str value, Buf *out);
/* Appends a query that the program made (English keys) with fields, states and trusts as the
 * language of the process calls them; the rest stays as it is. */
void library_query_in_words(Str query, Buf *out);

#endif
