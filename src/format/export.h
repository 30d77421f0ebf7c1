#ifndef ANLIKU_FORMAT_EXPORT_H
#define ANLIKU_FORMAT_EXPORT_H

#include "format/doc.h"
#include "record/value.h"

/* From a record to the tree of a file. */

/* The order of the fields in a file: the index of the field at that place, private ones left out;
 * -1 behind the last. */
int export_field(const Entity *entity, size_t place);

/* The members of a record in the order of the file; unknown keys last. Lives in the arena. */
DocNode *export_record(Arena *arena, const Record *record);
/* One field alone, NULL when it is absent; without key. */
DocNode *export_value(Arena *arena, const Record *record, int field);
/* The unknown keys as a map, NULL when there are none. */
DocNode *export_unknown(Arena *arena, const Record *record);

#endif
