#include "config.h"

#include "library/session.h"

#include "base/clock.h"
#include "base/zone.h"
#include "library/internal.h"
#include "library/reads.h"
#include "library/settings.h"
#include "store/reads.h"
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

static const char *const froms[READ_FROMS] = {
    [READ_FROM_BROWSE] = "browse", [READ_FROM_SEARCH] = "search", [READ_FROM_RELATED] = "related"};
_Static_assert((int)VIEW_FROM_SEARCH == (int)READ_FROM_SEARCH &&
                   (int)VIEW_FROM_RELATED == (int)READ_FROM_RELATED,
               "one number a way");

void session_note_view(Library *library, Uuid record, uint32_t seconds, ViewFrom from) {
    note(library, (StoreSessionEntry){.kind = SESSION_VIEW,
                                      .record = record,
                                      .number = seconds,
                                      .text = str_of(froms[from])});
}

void session_note_search(Library *library, Str query, uint32_t hits, Uuid opened) {
    note(library, (StoreSessionEntry){
                      .kind = SESSION_SEARCH, .record = opened, .number = hits, .text = query});
}

void session_flush_when_idle(Library *library) {
    if (library->session.len && clock_mono_us() - library->session_since_us >= IDLE_US)
        session_flush(library);
}

/* What may be kept of what the person does. */
typedef struct Keeping {
    bool searches, views;
} Keeping;

/* The team's no and one's own both hold. */
static bool wants(const Options *options, OptionId id) {
    const char *team = options->values[SOURCE_TEAM][id];
    return option_switch(options, id) && !(team && strcmp(team, "no") == 0);
}

static Keeping what_to_keep(Library *library) {
    Options options = {0};
    Error ignored;
    bool read = library_options(library, &options, &ignored);
    Keeping keeping = {.searches = read && wants(&options, OPTION_SEARCH_LOG),
                       .views = read && wants(&options, OPTION_VIEW_LOG)};
    options_free(&options);
    return keeping;
}

static ViewFrom from_of(Str text) {
    int from = READ_FROMS - 1;
    while (from > 0 && !str_equal(text, str_of(froms[from])))
        from--;
    return (ViewFrom)from;
}

static bool append_reads(Library *library, StoreWrite *write, bool counts, Error *err) {
    VEC_EACH (entry, &library->session) {
        StoreReading reading = {.record = entry->record,
                                .day = date_of(entry->at_ms),
                                .from = (StoreReadFrom)from_of(entry->text),
                                .seconds = entry->number};
        if (counts && entry->kind == SESSION_VIEW &&
            !store_reads_add(write, library->actor.user, &reading, err))
            return false;
    }
    return store_reads_forget(write, library_today() - READ_KEPT_DAYS, err);
}

/* A library of many keeps for its audit who opened what. */
static void drop_views(Library *library) {
    size_t kept = 0;
    for (size_t i = 0; i < library->session.len; i++)
        if (library->session.items[i].kind != SESSION_VIEW)
            library->session.items[kept++] = library->session.items[i];
    library->session.len = kept;
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
    if (!library->session.len || library_info(library).read_only)
        return;
    Keeping keep = what_to_keep(library);
    if (!keep.views && !library_info(library).shared)
        drop_views(library);
    if (!library->session.len)
        return;
    if (!store_write_begin(library->store, library->actor.login, 0, true, &write, &err))
        return;
    StoreChange change = library_change(library, VERB_SESSION, STR(""));
    if (!store_session_append(write, &change, library->session.items, library->session.len, &err) ||
        !append_reads(library, write, keep.views, &err) ||
        !append_searches(library, write, keep.searches, &err)) {
        store_write_abort(write);
        return;
    }
    if (store_write_commit(write, NULL, &err)) {
        library->session.len = 0;
        arena_clear(&library->session_texts);
    }
}
