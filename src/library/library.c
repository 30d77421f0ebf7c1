#include "config.h"

#include "library/library.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "library/actor.h"
#include "library/consent.h"
#include "library/internal.h"
#include "library/lapse.h"
#include "library/near.h"
#include "library/renamed.h"
#include "library/row.h"
#include "library/screenkit.h"
#include "library/session.h"
#include "library/synonymcache.h"
#include "search/bulk.h"
#include "search/merge.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *library_unix_login(void) {
    const struct passwd *entry = getpwuid(geteuid());
    return entry ? entry->pw_name : "nobody";
}

LibraryInfo library_info(const Library *library) {
    const StoreInfo *info = store_info(library->store);
    return (LibraryInfo){.path = store_path(library->store),
                         .zone = info->zone,
                         .shared = info->shared,
                         .demo = info->demo,
                         .read_only = store_is_read_only(library->store) || library->disabled,
                         .created_ms = info->created_ms};
}

bool library_allow(const Library *library, Right right, Error *err) {
    if (library->disabled && right != RIGHT_READ)
        return actor_refuse_disabled(library->actor.login, err);
    if (right_allows(library->actor.role, right))
        return true;
    return error_set(err, ERR_DENIED, N_("{0} may not {1}: that needs the role {2}"), "sss",
                     library->actor.login, _(right_label(right)),
                     _(role_label(right_lowest_role(right))));
}

int32_t library_today(void) {
    return date_of(clock_now_ms());
}

uint64_t library_version(const Library *library) {
    return store_txn_id(library->store);
}

void library_tick(Library *library) {
    store_reader_check(library->store, false);
    session_flush_when_idle(library);
    library_begin_day(library);
    library_merge_step(library);
}

void library_begin_day(Library *library) {
    enum { AGAIN_US = 60000000 }; /* it reads all public cases */
    size_t made_internal;
    Error later;
    if (library->begun_day == library_today() || clock_mono_us() < library->begin_again_us)
        return;
    bool begun = library_expire_consents(library, &made_internal, &later);
    library->begun_day = begun ? library_today() : library->begun_day;
    library->begin_again_us = begun ? 0 : clock_mono_us() + AGAIN_US;
}

bool library_merge_step(Library *library) {
    bool more = false;
    Error err;
    return !store_is_read_only(library->store) &&
           search_merge_step(library->index, library->store, library->actor.login, 0, &merge_usual,
                             &more, &err) &&
           more;
}

StoreChange library_change(const Library *library, StoreVerb verb, Str note) {
    return (StoreChange){.verb = verb,
                         .at_ms = clock_now_ms(),
                         .actor = library->actor.user,
                         .login = str_of(library->actor.login),
                         .note = note};
}

bool library_write_begin(Library *library, bool bulk, StoreWrite **out, Error *err) {
    if (store_is_read_only(library->store))
        return error_set(err, ERR_DENIED, N_("the library {0} is open for reading only"), "s",
                         store_path(library->store));
    if (!store_write_begin(library->store, library->actor.login, STORE_GATE_MS, bulk, out, err))
        return false;
    if (actor_may_still_write(library, store_write_read(*out), err))
        return true;
    store_write_abort(*out);
    return false;
}

bool library_packer(Library *library, Error *err) {
    return library->packer || store_packer_new(library->store, &library->packer, err);
}

void library_attach(Store *store, const KnownActor *actor, Library **out) {
    Library *library = mem_zalloc(sizeof *library);
    library->store = store;
    library->actor = library->told = actor->actor;
    library->actor_change = actor->change;
    library->analyser = search_analyser_new();
    library->index = search_index_new();
    library->team_version = -1;
    *out = library;
}

enum { LEFT_ALONE_MS = 5000 };

/* A killed import leaves cases that no search sees. One that still runs writes all the time and
 * indexes them itself. A busy gate leaves it to the next session. */
static void index_what_was_left(Library *library) {
    uint32_t rows;
    int64_t last_ms;
    Error ignored;
    if (search_unindexed(library->index, library->store, &rows, &last_ms, &ignored) && rows &&
        clock_now_ms() - last_ms > LEFT_ALONE_MS)
        search_catch_up(library->index, library->store, library->actor.login, NULL, NULL, &ignored);
}

bool library_open(const char *path, const char *login, bool read_only, Library **out, Error *err) {
    Store *store;
    StoreRead *read = NULL;
    KnownActor actor;
    if (!store_open(path, read_only ? STORE_READ_ONLY : STORE_READ_WRITE, &store, err))
        return false;
    bool ok = store_read_begin(store, &read, err) &&
              actor_find(read, login ? login : library_unix_login(), &actor, err);
    store_read_end(read);
    if (!ok) {
        store_close(store);
        return false;
    }
    zone_set(store_info(store)->zone);
    library_attach(store, &actor, out);
    if (!read_only)
        index_what_was_left(*out);
    return true;
}

void library_close(Library *library) {
    if (!library)
        return;
    session_flush(library);
    store_packer_free(library->packer);
    search_analyser_free(library->analyser);
    search_index_free(library->index);
    library_near_free(library->near);
    library_marks_free(library);
    store_close(library->store);
    synonym_cache_free(library->synonyms);
    screened_cache_free(library->screened);
    renamed_cache_free(library->renamed);
    lapsed_cache_free(library->lapsed);
    vec_free(&library->people);
    vec_free(&library->session);
    arena_free(&library->session_texts);
    free(library);
}
