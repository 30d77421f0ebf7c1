#ifndef ANLIKU_STORE_LOOKUP_H
#define ANLIKU_STORE_LOOKUP_H

#include "store/read.h"
#include "store/write.h"

/* Other names of records. Puts of what is there already write nothing; the caller deletes the old
 * entry when a value changed. */

/* (type, ext_source, ext_id) -> record. *found tells. */
bool store_find_ext(StoreRead *read, EntityType type, Str source, Str id, Uuid *out, bool *found,
                    Error *err);
/* ERR_EXISTS when another record has it. */
bool store_put_ext(StoreWrite *write, EntityType type, Str source, Str id, Uuid record, Error *err);
bool store_delete_ext(StoreWrite *write, EntityType type, Str source, Str id, Error *err);

/* Display ids: (type, year, number) -> record. year 0 where the id has none; number >= 1. */
bool store_find_id(StoreRead *read, EntityType type, uint16_t year, uint32_t number, Uuid *out,
                   bool *found, Error *err);
/* One more than the highest number of that year. */
bool store_next_id(StoreRead *read, EntityType type, uint16_t year, uint32_t *number, Error *err);
/* ERR_EXISTS when another record has it. */
bool store_put_id(StoreWrite *write, EntityType type, uint16_t year, uint32_t number, Uuid record,
                  Error *err);
bool store_delete_id(StoreWrite *write, EntityType type, uint16_t year, uint32_t number,
                     Error *err);

/* (type, folded name) -> records; several may share a name. The caller folds. Calls each until it
 * returns false (that is not an error). */
typedef bool StoreNameFn(void *context, Uuid record);
bool store_find_name(StoreRead *read, EntityType type, Str folded, StoreNameFn *each, void *context,
                     Error *err);
/* The first one (lowest uuid). */
bool store_first_name(StoreRead *read, EntityType type, Str folded, Uuid *out, bool *found,
                      Error *err);
bool store_put_name(StoreWrite *write, EntityType type, Str folded, Uuid record, Error *err);
bool store_delete_name(StoreWrite *write, EntityType type, Str folded, Uuid record, Error *err);

#endif
