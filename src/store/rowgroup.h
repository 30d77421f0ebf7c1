#ifndef ANLIKU_STORE_ROWGROUP_H
#define ANLIKU_STORE_ROWGROUP_H

#include "store/env.h"

/* Rows of the small tables (current rows, display ids, external ids) stand in groups: one stored
 * row under the key of its first row, which says of the others only how their keys go on. A group
 * fills half a page or a quarter of it, so that changing a row writes the page that it would write
 * anyway. 100,000 cases: .07 x their text less than rows of their own.
 *   header (ROW_GROUP; the checksum covers all), a row each: u8 flags of the row and GROUP_*,
 *   u8 key bytes as in the row before, [u8 other key bytes], those, [varint body bytes],
 *   [u8 body bytes as in the row before], body
 * The rows of a group have table and type in common. No key of another row lies between the first
 * and the last of a group. Rows of their own, as programs before groups wrote them, are read too,
 * and put into groups when they are changed. (Inside store/ only.) */

enum {
    GROUP_FLAGS = 7,      /* the bits that a row has for itself */
    GROUP_SAME_KEY = 8,   /* as many key bytes as the row before */
    GROUP_SAME_BODY = 16, /* as many body bytes */
    GROUP_SHARED = 32,    /* the body begins as the one before */
    GROUP_SHARED_MAX = 16 /* bytes of bodies that are looked at for it */
};

typedef struct GroupRow {
    Key key;
    unsigned flags, version; /* version of a row of its own, or ROW_GROUP */
    Str body;                /* in the map, or in `joined`: do not copy a GroupRow */
    uint8_t joined[GROUP_SHARED_MAX];
} GroupRow;

/* *found tells. Verified. */
bool group_get(StoreRead *read, Table table, const Key *key, GroupRow *out, bool *found,
               Error *err);
/* Puts or replaces. flags: of GROUP_FLAGS. */
bool group_put(StoreWrite *write, Table table, const Key *key, unsigned flags, Str body,
               Error *err);
/* *found (may be NULL) tells whether it was there. */
bool group_delete(StoreWrite *write, Table table, const Key *key, bool *found, Error *err);
/* The rows whose key starts with prefix (table and type at least), ascending, until each returns
 * false (*stopped tells it). */
typedef bool GroupRowFn(void *context, const GroupRow *row, Error *err);
bool group_each(StoreRead *read, Table table, const Key *prefix, GroupRowFn *each, void *context,
                bool *stopped, Error *err);
/* The last key that starts with prefix. */
bool group_last(StoreRead *read, Table table, const Key *prefix, Key *key, bool *found, Error *err);

/* The rows of one stored row: a group, or one of its own. */
typedef struct GroupRows {
    Table table;
    Str stored_key, row;
    Reader left;
    bool grouped, done;
} GroupRows;

/* Verifies. */
bool grouprows_open(GroupRows *rows, Table table, Str key, Str row, Error *err);
/* row is that of the call before, or {0}. *found = false at the end. */
bool grouprows_next(GroupRows *rows, GroupRow *row, bool *found, Error *err);

#endif
