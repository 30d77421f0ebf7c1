#ifndef ANLIKU_LIBRARY_SESSION_H
#define ANLIKU_LIBRARY_SESSION_H

#include "library/library.h"

/* What a session does while it reads (logins, views, searches) is gathered and written in one
 * transaction: after 2 s without a new entry, at 200 entries, and when the library is closed. It
 * never waits for the gate; entries stay until the next try. */
void session_note_login(Library *library);
/* How the person came to the case. */
typedef enum ViewFrom { VIEW_FROM_BROWSE, VIEW_FROM_SEARCH, VIEW_FROM_RELATED } ViewFrom;
/* Counts a reader once a day (reads.h); an own library keeps nothing else of it when the person, or
 * the team, does not want to be counted. */
void session_note_view(Library *library, Uuid record, uint32_t seconds, ViewFrom from);
void session_note_search(Library *library, Str query, uint32_t hits, Uuid opened);
void session_flush_when_idle(Library *library);
void session_flush(Library *library);

#endif
