#ifndef ANLIKU_STORE_SESSION_H
#define ANLIKU_STORE_SESSION_H

#include "store/write.h"

/* What a session did on the read path, appended as one log row of verb VERB_SESSION. */
typedef enum StoreSessionKind { /* stored: never renumber */
                                SESSION_LOGIN = 1,
                                SESSION_VIEW = 2,
                                SESSION_SEARCH = 3, /* only in rows of older libraries */
                                SESSION_LOGOUT = 4
} StoreSessionKind;

typedef struct StoreSessionEntry {
    StoreSessionKind kind;
    int64_t at_ms;
    Uuid record;     /* viewed or opened; nil: none */
    uint32_t number; /* seconds of a view, hits of a search */
    Str text;        /* the query; where a view came from */
} StoreSessionEntry;

/* at_ms, actor and login of change count. No entries: nothing is written. Searches are passed over:
 * they have a table that forgets (searches.h). */
bool store_session_append(StoreWrite *write, const StoreChange *change,
                          const StoreSessionEntry *entries, size_t count, Error *err);
typedef bool StoreSessionFn(void *context, const StoreSessionEntry *entry, Error *err);
/* Reads the body of such a row. Texts point into body. */
bool store_session_decode(Str body, StoreSessionFn *each, void *context, Error *err);

#endif
