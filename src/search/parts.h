#ifndef ANLIKU_SEARCH_PARTS_H
#define ANLIKU_SEARCH_PARTS_H

#include "base/str.h"
#include "record/entity.h"

#include <stdbool.h>
#include <stdint.h>

/* The searched texts of a case, taken from its canonical bytes without decoding the rest: what is
 * indexed, verified, scanned and shown in snippets is this one list. */
typedef struct SearchPart {
    uint16_t field;  /* index in the case's table (CaseField) */
    uint16_t row;    /* item of a list, row of rows */
    uint16_t weight; /* 4 for a title of its own, 1 for everything else */
    bool name;       /* found by the initials of its syllables too */
    Str text;        /* points into the canonical bytes */
} SearchPart;

typedef struct SearchParts {
    SearchPart *items;
    size_t len, cap;
} SearchParts;

/* Appends the parts in the order of the fields. Private fields never appear. False when the bytes
 * are damaged (what was read before is there). */
bool search_parts_read(Str canonical, SearchParts *out);
void search_parts_free(SearchParts *parts);

#endif
