#ifndef ANLIKU_LIBRARY_PROSPECT_H
#define ANLIKU_LIBRARY_PROSPECT_H

#include "base/buf.h"
#include "library/row.h"

/* Cases that are like a prospect (search/prospect.h has the formula). Values are understood by
 * their names in either language and their synonyms; a size also as a number of people. The weights
 * are settings of the team (prospect_industry, prospect_size, prospect_region, prospect_text).
 *
 *   industry, region   0 for the same value, 1 for another one; of paths the share of parts that
 *                      differ
 *   size               how many bands lie between, of the bands that the taxonomy lists
 *   text               0 for one of the case's own pains, else 1 - score / best score */

enum { PROSPECT_FIELDS = 4 };

typedef struct ProspectField {
    int field;         /* CaseField that it is compared with */
    const char *label; /* message id */
    const char *help;  /* message id, one sentence */
    bool words;        /* any words; the values are only examples */
} ProspectField;

/* industry, size, region, pain or words; static. */
extern const ProspectField prospect_fields[PROSPECT_FIELDS];

typedef struct ProspectCase {
    LibraryRow row;
    double similarity;                 /* 0..1 */
    double distances[PROSPECT_FIELDS]; /* below 0: one of both sides does not say it */
    int bands;                         /* that the sizes are apart; of a known size */
    unsigned asked;                    /* bit set of the fields that were asked for */
} ProspectCase;

typedef struct ProspectCases {
    ProspectCase *items; /* most similar first */
    size_t len;
    uint64_t compared; /* cases */
    int64_t us;        /* time of the engine */
    Arena arena;
} ProspectCases;

/* texts: what each field says, "" nothing; at least one says something (else ERR_INVALID, as for a
 * size that is none and no number). At most `limit` (500) cases that the actor may see. *out is
 * freed with library_prospect_free, also after an error. */
bool library_prospect(Library *library, const Str texts[PROSPECT_FIELDS], size_t limit,
                      ProspectCases *out, Error *err);
void library_prospect_free(ProspectCases *cases);

/* Appends "industry 0, size 1 band, region other, text .62": the distance of what was asked for,
 * in words and figures; what a case does not say is unknown, and skipped. */
void library_prospect_put_distances(const ProspectCase *found, Buf *out);

/* Appends how the likeness is computed, with the weights that hold. */
void library_prospect_put_how(Library *library, Buf *out);

/* Values that a field may be given: those of the taxonomy in its order, then others that cases
 * have; that fit what is typed (also by pinyin and initials), the best first. Texts live in the
 * arena. Returns their number, at most `most`. */
size_t library_prospect_values(Library *library, int which, Str typed, Arena *arena, Str *out,
                               size_t most);

#endif
