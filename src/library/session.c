#include "config.h"

#include "library/session.h"

#include "base/clock.h"
#include "library/internal.h"

enum { IDLE_US = 2000000, MOST_ENTRIES = 200 };

static void note(Library *library, StoreSessionEntry entry) {
    entry.at_ms = clock_now_ms();
    entry.text = arena_str(&library->session_texts, entry.text);
    vec_push(&library->session, entry);
    library->session_since_us = clock_mono_us();
    if (library->session.len >= MOST_ENTRIES)
        session_flush(library);
}

void session_note_login(Library *library) {
    note(library, (StoreSessionEntry){.kind = SESSION_LOGIN});
}

void session_note_view(Library *library, Uuid record, uint32_t seconds) {
    note(library, (StoreSessionEntry){.kind = SESSION_VIEW, .record = record, .number = seconds});
}

void session_note_search(Library *library, Str query, uint32_t hits, Uuid opened) {
    note(library, (StoreSessionEntry){
                      .kind = SESSION_SEARCH, .record = opened, .number = hits, .text = query});
}

void session_flush_when_idle(Library *library) {
    if (library->session.len && clock_mono_us() - library->session_since_us >= IDLE_US)
        session_flush(library);
}

/* A failure is no reason to disturb anybody: the entries are tried again, and given up when the
 * session ends on a library that cannot be written. */
void session_flush(Library *library) {
    Error err;
    StoreWrite *write;
    if (!library->session.len || store_is_read_only(library->store) ||
        !store_write_begin(library->store, library->actor.login, 0, true, &write, &err))
        return;
    StoreChange change = library_change(library, VERB_SESSION, STR(""));
    if (!store_session_append(write, &change, library->session.items, library->session.len, &err)) {
        store_write_abort(write);
        return;
    }
    if (store_write_commit(write, NULL, &err)) {
        library->session.len = 0;
        arena_clear(&library->session_texts);
    }
}
