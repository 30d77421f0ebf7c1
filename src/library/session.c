#include "config.h"

#include "library/session.h"

#include "base/clock.h"
#include "library/internal.h"
#include "library/settings.h"
#include "store/searches.h"

enum { IDLE_US = 2000000, MOST_ENTRIES = 200 };

static const int64_t DAY_MS = 86400000;
enum { NAMED_DAYS = 14, KEPT_DAYS = 180 };

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

/* The team's no and one's own both hold. */
static bool logs_searches(Library *library) {
    Options options = {0};
    Error ignored;
    bool read = library_options(library, &options, &ignored);
    const char *team = options.values[SOURCE_TEAM][OPTION_SEARCH_LOG];
    bool logs =
        read && option_switch(&options, OPTION_SEARCH_LOG) && !(team && strcmp(team, "no") == 0);
    options_free(&options);
    return logs;
}

/* What is too old goes with every write, also of those who log nothing themselves. */
static bool append_searches(Library *library, StoreWrite *write, bool logs, Error *err) {
    int64_t now = clock_now_ms();
    return (!logs || store_searches_append(write, library->actor.user, library->session.items,
                                           library->session.len, err)) &&
           store_searches_sweep(write, now - NAMED_DAYS * DAY_MS, now - KEPT_DAYS * DAY_MS, err);
}

/* A failure is no reason to disturb anybody: the entries are tried again, and given up when the
 * session ends on a library that cannot be written. */
void session_flush(Library *library) {
    Error err;
    StoreWrite *write;
    if (!library->session.len || store_is_read_only(library->store))
        return;
    bool logs = logs_searches(library);
    if (!store_write_begin(library->store, library->actor.login, 0, true, &write, &err))
        return;
    StoreChange change = library_change(library, VERB_SESSION, STR(""));
    if (!store_session_append(write, &change, library->session.items, library->session.len, &err) ||
        !append_searches(library, write, logs, &err)) {
        store_write_abort(write);
        return;
    }
    if (store_write_commit(write, NULL, &err)) {
        library->session.len = 0;
        arena_clear(&library->session_texts);
    }
}
