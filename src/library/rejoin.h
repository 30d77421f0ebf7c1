#ifndef ANLIKU_LIBRARY_REJOIN_H
#define ANLIKU_LIBRARY_REJOIN_H

#include "library/save.h"
#include "record/merge.h"

/* Two people change one record: what does not overlap is put together, the rest is for a person to
 * decide, and nothing of either is discarded. */

/* The record as it stands against the revision that somebody works on. */
typedef struct Meanwhile {
    uint32_t rev;
    char login[64]; /* who made it, "" not known */
    char name[128]; /* what people call him: the name, else the login */
    int64_t at_ms;
    bool trashed;
    CaseState state; /* of a case */
} Meanwhile;

/* ERR_NOT_FOUND when it is gone, or no longer to be seen by the actor. */
bool library_meanwhile(Library *library, EntityType type, Uuid id, Meanwhile *out, Error *err);

typedef struct Rejoined {
    Meanwhile now;
    Record *base, *theirs;
    Record *merged;         /* of contested fields: what was asked for */
    MergeOutcome *outcomes; /* by field */
    size_t contested;
} Rejoined;

/* mine was begun from revision base_rev; it is put together with the current one. When base_rev is
 * not in this library any more, everything that differs is contested. Freed with rejoined_free. */
bool library_rejoin(Library *library, const Record *mine, uint32_t base_rev, MergeSide contested,
                    Rejoined *out, Error *err);
void rejoined_free(Rejoined *rejoined);

typedef enum JoinPolicy {
    JOIN_ASK,    /* refuse with ERR_CONFLICT what both changed */
    JOIN_MINE,   /* mine stands there */
    JOIN_THEIRS, /* theirs stands there */
    JOIN_KEEP    /* nothing is joined then: mine is kept beside, library_keep_beside */
} JoinPolicy;

/* What JOIN_ASK refuses: who, and the fields. */
typedef struct JoinReport {
    uint32_t with;  /* the revision that mine was put together with, 0: nobody saved meanwhile */
    char login[64]; /* who made it */
    size_t taken;   /* fields that only the other one had changed, or that were joined */
    bool kept;      /* mine was kept beside */
} JoinReport;

/* library_save; where somebody saved since base_rev, both are put together first. *record may
 * become the joined one. report may be NULL. */
bool library_save_joined(Library *library, Record **record, uint32_t base_rev, Str note,
                         JoinPolicy policy, Issues *issues, SaveResult *result, JoinReport *report,
                         Error *err);

/* Saves mine as a revision that the current one follows again, in one change: it is in the history,
 * marked as kept, and waits in the list of library_kept until it is dealt with. */
bool library_keep_beside(Library *library, const Record *mine, Str note, SaveResult *result,
                         Error *err);

/* Revisions that the actor kept beside, the newest first. */
typedef struct KeptRevision {
    EntityType type;
    Uuid record;
    uint32_t rev;
    int64_t at_ms;
    char title[256]; /* the record's, as it is now; cut */
} KeptRevision;
typedef struct KeptRevisions {
    KeptRevision *items; /* free() */
    size_t len, cap;
} KeptRevisions;
bool library_kept(Library *library, KeptRevisions *out, Error *err);
/* It is dealt with: off the list; the revision stays in the history. Nothing happens when it is not
 * on it. */
bool library_kept_done(Library *library, Uuid record, uint32_t rev, Error *err);

#endif
