#ifndef ANLIKU_FORMAT_VALUES_H
#define ANLIKU_FORMAT_VALUES_H

#include "format/doc.h"
#include "format/format.h"

/* Values of fields from nodes of a file, as tolerant as a value leaves no doubt. */

enum { VALUES_MAX_UNKNOWN = 1000 };

typedef struct ValueRead {
    Arena *arena; /* results live here */
    const char *file;
    const FormatMap *map; /* or NULL */
    bool cells;           /* from CSV: a comma in a list is part of its entry */
    DocNode *unknown;     /* map that takes the keys which nothing knows */
    FormatProblems *problems;
} ValueRead;

/* False when the node cannot be a value of the field: then a refusal was added. An empty node gives
 * VALUE_NONE. Lists may be lists or texts cut at ';' (or commas, Chinese ones too); references
 * {uuid, name} or a name; rows maps or a text for their first text field; one text may be a list.
 */
bool value_read(ValueRead *read, const Field *field, const DocNode *node, Value *out);
/* Text made clean for storing (text_clean), with a note when hidden characters were dropped. */
bool value_clean(ValueRead *read, const Field *field, const DocNode *node, Str text, Str *out);
/* Keeps a node that no field knows under its dotted key, with a note; refuses more than
 * VALUES_MAX_UNKNOWN of them. */
void value_keep(ValueRead *read, Str dotted_key, const DocNode *node);

#endif
