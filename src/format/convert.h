#ifndef ANLIKU_FORMAT_CONVERT_H
#define ANLIKU_FORMAT_CONVERT_H

#include "format/doc.h"
#include "format/format.h"

/* From a document tree to a record, by the field table. */

typedef struct Convert {
    const char *file; /* for errors, NULL: none */
    EntityType entity;
    const FormatMap *map; /* or NULL */
    bool cells;           /* the tree is a row of CSV */
    const Str *story;     /* Markdown behind the front matter, LF line ends; NULL: none */
    int story_line;       /* the file's number of its first line */
    FormatProblems *problems;
} Convert;

/* The record that one map of a file holds; problems are appended. NULL when one of them is
 * FORMAT_REFUSED. Keys that no field has are kept under record->unknown; `unknown: {..}` holds some
 * that would clash. A record without uuid comes from elsewhere: only there the key map holds, the
 * body of a case is cut at its headings, and a case without title gets one from its text. */
Record *convert_to_record(const Convert *convert, const DocNode *doc);

/* The field that a key of a file stands for (also Title and size-band), or -1. */
int convert_find_field(const Entity *entity, Str key);
/* Whether fields begin with "key.": then a map under it holds fields. */
bool convert_is_group(const Entity *entity, Str key);

#endif
