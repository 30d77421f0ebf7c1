#ifndef ANLIKU_LIBRARY_LIBRARY_H
#define ANLIKU_LIBRARY_LIBRARY_H

#include "base/buf.h"
#include "base/error.h"
#include "base/progress.h"
#include "record/rights.h"
#include "record/value.h"

/* What a person can do with a library. Every function checks the actor's rights and shows only rows
 * that he may see; nothing above this folder reads or writes the store. A Library belongs to one
 * thread. */
typedef struct Library Library;

typedef struct LibraryInfo {
    const char *path, *zone;
    bool shared, demo, read_only;
    int64_t created_ms;
} LibraryInfo;

/* login NULL: the Unix user. Errors of store_open, and ERR_DENIED when the login is no user of this
 * library or is disabled. Sets the zone of the process to the library's. */
bool library_open(const char *path, const char *login, bool read_only, Library **out, Error *err);
/* Writes what is left of the session's log; NULL is allowed. */
void library_close(Library *library);

LibraryInfo library_info(const Library *library);
/* ERR_DENIED naming the right and the lowest role that has it. */
bool library_allow(const Library *library, Right right, Error *err);
/* Today in the library's zone. */
int32_t library_today(void);
/* Grows with every commit of any process: compare to see whether something changed. */
uint64_t library_version(const Library *library);
/* A session may last for days: reads anew who the actor is (role, team) when users were changed
 * since the last time. True when it is somebody with other rights now; appends to sentence (may be
 * NULL) what to tell, translated. A user who was disabled reads on as a reader:
 * LibraryInfo.read_only, and library_allow says why. For between two actions: one under way keeps
 * the rights that it began with, and library_write_begin looks itself. */
bool library_follow(Library *library, Buf *sentence);
/* Does what is due because a day has begun (consents that have ended), once a day, when the actor
 * may write; library_tick does it too. What fails is tried again with the next call. */
void library_begin_day(Library *library);
/* Calls from the idle tick of a screen: gives back dead readers' slots, writes session entries. */
void library_tick(Library *library);

/* Makes a library; the caller becomes its admin. zone NULL: $TZ, else UTC. demo: fills it with the
 * shipped demo cases, dates moved by whole weeks so that they end in this week. */
typedef struct LibraryInit {
    const char *zone;
    const char *login; /* NULL: the Unix user */
    bool demo;
} LibraryInit;
bool library_init(const char *path, const LibraryInit *init, const Progress *progress, Error *err);

/* The login name of the Unix user; static. */
const char *library_unix_login(void);

#endif
