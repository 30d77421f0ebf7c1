#ifndef ANLIKU_FORMAT_YAML_READ_H
#define ANLIKU_FORMAT_YAML_READ_H

#include "base/error.h"
#include "format/doc.h"

/* YAML into document trees, with hard limits and without the parts of YAML that only serve attacks
 * and accidents: anchors, aliases, tags, merge keys, duplicate keys and keys that are no scalars
 * are refused. One line feed at the end of a block scalar (| or >) belongs to its notation and is
 * dropped. A key at the start of a line may be followed by a full-width colon. */

enum {
    YAML_MAX_EVENTS = 100000,
    YAML_MAX_SCALAR = 1 << 20,   /* bytes */
    YAML_MAX_DOCUMENT = 2 << 20, /* bytes */
    YAML_MAX_KEY = 512           /* bytes */
};

/* Cuts the next document off a stream: *rest and *line (the file's number of its first line,
 * 1-based) move behind it. *document goes from its `---` line (when it has one) up to the next
 * column-0 `---` or `...`; *document_line is where it begins. Parts with nothing but blanks,
 * comments and directives are skipped. False at the end. */
bool yaml_next_document(Str *rest, int *line, Str *document, int *document_line);

/* Reads one document (UTF-8). file may be NULL; line is the file's number of its first line, so
 * that errors and nodes carry places of the file. *root is NULL when the text holds nothing.
 * ERR_SYNTAX with line and column otherwise. */
bool yaml_read_document(Arena *arena, Str text, const char *file, int line, DocNode **root,
                        Error *err);

#endif
