#ifndef ANLIKU_LIBRARY_LINTFIX_H
#define ANLIKU_LIBRARY_LINTFIX_H

#include "library/internal.h"
#include "library/lint.h"
#include "library/row.h"

/* For this folder only: what can be mended without knowing the case: blanks at the ends of a value,
 * what stands twice in a list, a value that nobody else uses and that is almost one that many do.
 */

/* The values of the open vocabularies, read once. */
typedef struct LintValues LintValues;
bool lintvalues_load(Library *library, LintValues **out, Error *err);
void lintvalues_free(LintValues *values); /* NULL is allowed */

typedef struct LintFixes {
    LintFix *items;
    size_t len, cap;
    Arena arena;
} LintFixes;
void lintfixes_clear(LintFixes *fixes);
void lintfixes_free(LintFixes *fixes);

/* Mends the record; what it did is added to *fixes (may be NULL). True when anything changed. */
bool lintfix_apply(const LintValues *values, Record *record, LintFixes *fixes);

/* How far two folded words are from each other at most to be taken for one: nothing when they are
 * too short to tell, or when a Chinese character stands for another one. */
bool lintfix_is_near(Str a, Str b);

#endif
