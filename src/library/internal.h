#ifndef ANLIKU_LIBRARY_INTERNAL_H
#define ANLIKU_LIBRARY_INTERNAL_H

#include "base/map.h"
#include "base/vec.h"
#include "library/find.h"
#include "library/library.h"
#include "search/document.h"
#include "search/index.h"
#include "search/visible.h"
#include "store/pack.h"
#include "store/session.h"
#include "store/store.h"
#include "store/write.h"

/* For the files of this folder only. */

typedef struct PersonTeam {
    Uuid user, team;
} PersonTeam;

struct LibraryNear; /* library/near.h */
typedef struct SynonymCache SynonymCache;
typedef struct ScreenedCache ScreenedCache;
typedef struct RenamedCache RenamedCache;

struct Library {
    Store *store;
    StorePacker *packer; /* NULL: library_packer makes it for who writes */
    SearchAnalyser *analyser;
    SearchIndex *index;
    struct LibraryNear *near;   /* NULL: not asked for yet */
    struct SnippetMaker *maker; /* of the query that was marked last, or NULL */
    Buf maker_query;
    Actor actor;
    uint64_t actor_change;  /* of the user's row that says so */
    uint64_t followed;      /* txn id of the commit up to which the actor is as the row says */
    bool disabled;          /* the user was disabled while the session runs: it only reads */
    Actor told;             /* as library_follow told it last */
    bool told_disabled;     /* the same */
    int32_t begun_day;      /* that library_begin_day looked after last; 0: none */
    int64_t begin_again_us; /* when that failed: not before, monotonic; 0: it did not */
    bool founding;          /* the first user is not stored yet, who makes himself */
    int64_t team_version;   /* txn id of the commit that `people` was read at */
    VEC(PersonTeam) people; /* users that have a team */
    VEC(StoreSessionEntry) session;
    Arena session_texts;
    int64_t session_since_us;   /* of the last entry, monotonic */
    SynonymCache *synonyms;     /* NULL: not asked for yet */
    ScreenedCache *screened;    /* the same */
    RenamedCache *renamed;      /* the same */
    struct LapsedCache *lapsed; /* the same */
};

/* The Library takes the store over. */
struct KnownActor; /* library/actor.h */
void library_attach(Store *store, const struct KnownActor *actor, Library **out);
/* Sees to it that there is library->packer, with the newest dictionary when it is made. */
bool library_packer(Library *library, Error *err);
/* A change by the actor, now. */
StoreChange library_change(const Library *library, StoreVerb verb, Str note);
/* One step of index care when the gate is free; a failure is left to the next one. True when more
 * is to do. */
bool library_merge_step(Library *library);
/* Reads who is in which team, when anything was committed since the last time. */
void library_refresh_people(Library *library);
/* Forgets what marks were made with. */
void library_marks_free(Library *library);
/* Which cases the actor sees; free(*team) when done. */
void library_visible(Library *library, SearchVisible *out, Uuid **team);
/* The actor sees unpublished cases of everybody. */
bool library_sees_all_drafts(const Library *library);
/* As library_find_ids, by what is stored: cases whose consent ended and that nobody made internal
 * yet are public. */
bool library_find_stored(Library *library, const FindRequest *request, Uuid **ids, size_t *count,
                         Error *err);
/* A display id that is typed whole ("AL-2026-0042", "id:al-2026-42") finds its case, whatever the
 * words say. False: it is none, or not to be seen. */
bool library_find_number(Library *library, const FindRequest *request, FindResult *out);
/* Begins a write for a person: waits for the gate. ERR_DENIED on a read-only library, and when the
 * person was disabled or lost a role since; then the actor is what he or she is now. */
bool library_write_begin(Library *library, bool bulk, StoreWrite **out, Error *err);

#endif
