#ifndef ANLIKU_RECORD_DIFF_H
#define ANLIKU_RECORD_DIFF_H

#include "record/value.h"

/* Indexes of the fields that differ between two records of one entity, machine fields left out.
 * Returns their number; out has room for entity->count. */
size_t record_diff(const Record *before, const Record *after, int *out);

/* One line of a text diff. */
typedef enum DiffKind { DIFF_SAME, DIFF_REMOVED, DIFF_ADDED } DiffKind;
typedef struct DiffLine {
    DiffKind kind;
    Str text; /* points into the compared texts */
} DiffLine;
typedef struct DiffLines {
    DiffLine *items;
    size_t len, cap;
} DiffLines;

/* Line diff with the fewest changed lines (above 4,000 changed lines: everything replaced). The
 * caller frees items with free(). */
void diff_lines(Str before, Str after, DiffLines *out);

#endif
