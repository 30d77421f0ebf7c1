#ifndef ANLIKU_SEARCH_ANALYSE_H
#define ANLIKU_SEARCH_ANALYSE_H

#include "base/buf.h"
#include "search/parts.h"
#include "text/words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text to terms. The index is a function of the text alone: only tables that are built in act here.
 *
 * Runs: a dense run is a run of Han and of scripts without blanks (kana, Thai); a spaced run is a
 * run of letters and digits of all other scripts. Dense runs give characters, overlapping pairs and
 * words of three and more characters; spaced runs give themselves and their first one and two
 * letters. Dense runs of names (title, customer, tags, ...) give the initials of their syllables.
 */

typedef enum TermField { /* stored: first byte of a term */
                         TERM_CHAR = 1,
                         TERM_PAIR = 2,
                         TERM_WORD = 3,
                         TERM_LATIN = 4,
                         TERM_EDGE = 5,
                         TERM_INITIALS = 6,
                         TERM_FIELDS
} TermField;

enum { TERM_BYTES = 64 }; /* longest text of a term; longer words are cut at a code point */

/* Which of the two lengths of a document norms a term field. */
typedef enum NormClass { NORM_DENSE, NORM_SPACED, NORM_CLASSES } NormClass;
NormClass term_norm(TermField field);
/* English name of a term field for `words`: "characters", ... (message id). */
const char *term_field_label(TermField field);

typedef struct SearchTerm {
    Str text; /* folded */
    uint32_t tf;
    uint8_t field;   /* TermField */
    uint16_t places; /* PlaceSet of a pair (search/places.h), else 0 */
} SearchTerm;

/* Scratch and result of the analyser: kept, used again, one a thread. {0} is empty. */
typedef struct Analysis {
    SearchTerm *terms; /* distinct, in order of first occurrence; they point into folded */
    size_t len, cap;
    uint32_t lengths[NORM_CLASSES]; /* dense characters, spaced words */
    Buf folded;
    TextWords words;
    uint64_t *keys; /* of the terms; see analyse.c */
    uint32_t *slots;
    size_t slot_count;
    size_t *ends; /* end of each part in folded */
    size_t ends_cap;
} Analysis;

/* Replaces the result. */
void analysis_run(Analysis *analysis, const SearchParts *parts);
void analysis_free(Analysis *analysis);
/* Field, then bytes. */
int search_term_compare(const SearchTerm *a, const SearchTerm *b);

/* Calls each for every token of the text in the order of the fields: what the index sees. */
typedef void AnalysisTokenFn(void *context, TermField field, Str token);
void search_words(Str text, AnalysisTokenFn *each, void *context);

/* Changes whenever the terms of a text may change; the index remembers it. */
uint64_t analyzer_id(void);

/* A maximal run of folded text. */
typedef struct TextRun {
    size_t from, to; /* bytes */
    uint32_t points;
    bool dense;
} TextRun;

/* The next run at or after *at; false at the end. *at moves behind it. */
bool text_run_next(Str folded, size_t *at, TextRun *run);
/* The text of a spaced word as a term: cut to TERM_BYTES. */
Str term_latin(Str word);

#endif
