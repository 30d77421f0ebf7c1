#ifndef ANLIKU_LIBRARY_KNOWN_H
#define ANLIKU_LIBRARY_KNOWN_H

#include "base/map.h"
#include "library/library.h"
#include "record/lint.h"

/* What record/lint.h asks of this library: its settings, today, and the values of open vocabularies
 * that are known: those of the taxonomy, and those that two cases have. */
typedef struct LintLibrary {
    LintContext context;
    Library *library;
    bool loaded;               /* the values, when the first was asked for */
    bool has_tree;             /* the taxonomy, the same */
    struct Taxonomy *taxonomy; /* NULL: the library has none */
    Map used;                  /* field key, LF, folded value -> number of cases */
} LintLibrary;

/* Cheap; the values are read once, when the first is asked for. When they cannot be read, all count
 * as known. *out is freed with library_lint_end and must not be moved meanwhile: the context points
 * into it. */
void library_lint_begin(Library *library, LintLibrary *out);
/* Reads them now. cancelled (may be NULL): false then, and nothing was read. */
bool library_lint_read(LintLibrary *lint, bool (*cancelled)(void *context), void *context);
void library_lint_end(LintLibrary *lint);

#endif
