#ifndef ANLIKU_LIBRARY_LINT_H
#define ANLIKU_LIBRARY_LINT_H

#include "base/arena.h"
#include "library/library.h"
#include "record/lint.h"

/* What the rules of record/lint.h say of the cases of a library, and what of it can be mended
 * without knowing the case. */

/* One thing that could be mended by itself. */
typedef struct LintFix {
    int field, row;    /* row of a list; -1: the whole field */
    Str before, after; /* after "": it goes */
    const char *why;   /* message id: "blanks at the ends" */
} LintFix;

typedef struct LintCase {
    const Record *record; /* the whole case; lives during the call */
    const Issue *issues;  /* those that were asked for: hard ones first, then by rule */
    size_t len;
    const LintFix *fixes;
    size_t fix_count;
    bool blocked; /* something keeps it from being published */
} LintCase;

typedef struct LintRequest {
    const Uuid *ids; /* these; NULL: those that the query finds ("" all that the actor sees) */
    size_t count;
    Str query;
    IssueLevel level; /* up to which issues are told */
    const char *rule; /* key of the only rule that is told; NULL: all. "fixable": cases that have
                         something to mend */
} LintRequest;

#define LINT_FIXABLE "fixable"

typedef struct LintTotals {
    size_t looked_at, found; /* cases */
    size_t blocked;          /* of those found, with something that keeps them from publishing */
    size_t fixable;
} LintTotals;

/* Calls each for the cases that have issues or fixes, as they come (of a query in its order), until
 * it returns false (it has filled *err). What becomes invisible meanwhile is passed over.
 * ERR_CANCELLED. Memory does not grow with the library but for 16 bytes a case. */
typedef bool LintFn(void *context, const LintCase *found, Error *err);
bool library_lint(Library *library, const LintRequest *request, LintFn *each, void *context,
                  LintTotals *totals, const Progress *progress, Error *err);

#endif
