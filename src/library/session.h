#ifndef ANLIKU_LIBRARY_SESSION_H
#define ANLIKU_LIBRARY_SESSION_H

#include "library/library.h"

/* What a session does while it reads (logins, views, searches) is gathered and written in one
 * transaction: after 2 s without a new entry, at 200 entries, and when the library is closed. It
 * never waits for the gate; entries stay until the next try. */
void session_note_login(Library *library);
void session_note_view(Library *library, Uuid record, uint32_t seconds);
void session_note_search(Library *library, Str query, uint32_t hits, Uuid opened);
void session_flush_when_idle(Library *library);
void session_flush(Library *library);

#endif
