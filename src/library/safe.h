#ifndef ANLIKU_LIBRARY_SAFE_H
#define ANLIKU_LIBRARY_SAFE_H

#include "library/library.h"

/* The safe form of a case: what may be shown to strangers. Names of customers (all that the library
 * knows) become aliases, persons at customers' a word, mail, phones, links and numbers of records
 * words in brackets; dates stand for their quarter (its first day), amounts and sizes for bands;
 * industry, region and size that fewer than SAFE_GROUP customers share are left out, and with them
 * everything that only the house needs: people, identities, evidence, scores, notes, unknown keys.
 */
enum { SAFE_GROUP = 5 };

/* What a person has to look at before the form goes out: something that may still tell. */
typedef struct SafeLeft {
    const char *label; /* of the field (message id) */
    Str text;          /* a piece of the safe text, one line */
} SafeLeft;

typedef struct SafeLefts {
    SafeLeft *items;
    size_t len, cap;
    Arena arena;
} SafeLefts;
void safe_lefts_free(SafeLefts *lefts);
/* Appends them as lines, translated: "Result: ... ISO 27001 ...". */
void safe_lefts_put(const SafeLefts *lefts, size_t most, Buf *out);

/* What the library knows, gathered once for many cases. */
typedef struct SafeKit SafeKit;
bool safe_kit_new(Library *library, SafeKit **out, Error *err);
void safe_kit_free(SafeKit *kit); /* NULL is allowed */
/* The caller frees the record. lefts (may be NULL) grows by what is left. */
Record *safe_record(SafeKit *kit, const Record *record, SafeLefts *lefts);

/* One case. ERR_NOT_FOUND for what the actor may not see. */
bool library_safe(Library *library, Uuid id, Record **out, SafeLefts *lefts, Error *err);

#endif
