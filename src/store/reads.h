#ifndef ANLIKU_STORE_READS_H
#define ANLIKU_STORE_READS_H

#include "store/write.h"

/* Who read what: a table of its own, because it is forgotten. It counts a person once a day for a
 * record, and holds no names: a reader is a number made of the person, the record and a secret of
 * the library, so that readers of one record can be told apart but not followed to another one.
 * (Whoever has the library's files can still ask whether a certain person is among them.) */

typedef enum StoreReadFrom { /* stored: never renumber */
                             READ_FROM_BROWSE = 0,
                             READ_FROM_SEARCH = 1,
                             READ_FROM_RELATED = 2,
                             READ_FROMS
} StoreReadFrom;

typedef struct StoreReading {
    Uuid record;
    int32_t day; /* date */
    StoreReadFrom from;
    uint32_t seconds;
} StoreReading;

/* What is there of the person, record and day stays as it is: then nothing is written. */
bool store_reads_add(StoreWrite *write, Uuid user, const StoreReading *reading, Error *err);
/* Deletes all of before `day`, and up to a month more. */
bool store_reads_forget(StoreWrite *write, int32_t day, Error *err);

typedef struct StoreReadCounts {
    uint32_t people;
    uint32_t times; /* of a person on a day */
    uint32_t by_from[READ_FROMS];
} StoreReadCounts;
/* Of one record, both days included. */
bool store_reads_of(StoreRead *read, Uuid record, int32_t from, int32_t to, StoreReadCounts *out,
                    Error *err);
/* Calls each for every record that was read (several times for one): how often, in one month or
 * less. Stops when each returns false (it has filled *err). */
typedef bool StoreReadsFn(void *context, Uuid record, uint32_t times, Error *err);
bool store_reads_each(StoreRead *read, int32_t from, int32_t to, StoreReadsFn *each, void *context,
                      Error *err);

#endif
