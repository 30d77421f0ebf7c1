#ifndef ANLIKU_CONF_READER_H
#define ANLIKU_CONF_READER_H

#include "base/error.h"
#include "format/doc.h"

/* What the readers of all configuration files share: checks of a tree that say where they fail. */
typedef struct ConfReader {
    const char *file; /* for errors, NULL: none */
    Error *err;
} ConfReader;

/* One YAML document; an empty one gives an empty map. */
bool conf_read(ConfReader *reader, Arena *arena, Str text, DocNode **root);
/* All return false, with an error at the value (conf_refuse) or at the key. {0} is about, or the
 * key. */
bool conf_refuse(ConfReader *reader, const DocNode *node, const char *message, Str about);
bool conf_refuse_key(ConfReader *reader, const DocNode *node, const char *message);
/* False unless the node is of that kind. */
bool conf_need(ConfReader *reader, const DocNode *node, DocKind kind);
/* False when a map has a member that is not in names (ended by NULL). */
bool conf_only(ConfReader *reader, const DocNode *map, const char *const *names);
/* Text of a member that must be there and must not be empty. */
bool conf_text(ConfReader *reader, const DocNode *map, const char *key, Str *out);

#endif
