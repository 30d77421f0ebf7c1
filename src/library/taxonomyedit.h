#ifndef ANLIKU_LIBRARY_TAXONOMYEDIT_H
#define ANLIKU_LIBRARY_TAXONOMYEDIT_H

#include "format/doc.h"
#include "library/internal.h"

/* For this folder only: the text of the taxonomy as a tree that can be changed. */

/* The list under a key of the root, made when it is not there. */
DocNode *taxonomyedit_list(Arena *arena, DocNode *root, const char *key);
/* The entry of a list with that name (a map's or a text alone), NULL: none. */
DocNode *taxonomyedit_entry(DocNode *list, Str name);
/* The category at a path of names, and the list that it stands in; NULL: none. */
DocNode *taxonomyedit_category(DocNode *root, Str path, DocNode **list);
void taxonomyedit_take_out(DocNode *list, DocNode *entry);
void taxonomyedit_rename(Arena *arena, DocNode *entry, Str name);
/* The children of a category, made when there are none. */
DocNode *taxonomyedit_children(Arena *arena, DocNode *category);
/* From now on `from` is called `to`. What leads to `to` itself goes. */
void taxonomyedit_moved(Arena *arena, DocNode *root, const char *field, Str from, Str to);
/* The name is one of its own (again). */
void taxonomyedit_not_moved(DocNode *root, const char *field, Str name);

/* When this batch is the last change of the taxonomy: what the taxonomy said before comes back, and
 * `made` is the batch that makes the change again. */
bool taxonomyedit_undo(StoreWrite *write, Uuid batch, Uuid made, Error *err);
/* The batch of the last change; *found: there is one. */
bool taxonomyedit_last(StoreRead *read, Uuid *batch, bool *found, Error *err);
/* Writes the new text and keeps the old one for an undo with the batch. */
bool taxonomyedit_put(StoreWrite *write, Str text, Uuid batch, Error *err);

#endif
