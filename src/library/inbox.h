#ifndef ANLIKU_LIBRARY_INBOX_H
#define ANLIKU_LIBRARY_INBOX_H

#include "base/arena.h"
#include "library/library.h"

/* What waits for the actor. Of what a role cannot act on there is nothing. */

typedef enum InboxKind {
    INBOX_DRAFT,      /* forms that were left unsaved */
    INBOX_EDITED,     /* texts that are left of edits in the person's editor */
    INBOX_RETURNED,   /* own cases that a reviewer sent back */
    INBOX_CONFLICT,   /* own changes kept beside somebody else's */
    INBOX_COMMENT,    /* on own cases or in own threads, not looked at yet */
    INBOX_SUGGESTION, /* suggestions and errors on own cases, open */
    INBOX_REVIEW,     /* submitted by others */
    INBOX_DUE,        /* of others, to be verified again */
    INBOX_CONSENT,    /* consents that ended or soon will, on which published cases rest */
    INBOX_LAPSED,     /* own cases that became internal because their consent ended */
    INBOX_CAME,       /* cases of somebody who left */
    INBOX_REJECTED,   /* rows of own imports that were refused */
    INBOX_OWN_DUE,    /* own ones that fell due: somebody else verifies them */
    INBOX_SENT,       /* own ones with the reviewers */
    INBOX_UNFINISHED, /* own drafts that are saved */
    INBOX_KINDS
} InboxKind;

typedef struct InboxItem {
    InboxKind kind;
    EntityType type; /* of a draft and a text: of what; else ENTITY_NONE */
    /* the case; of a draft and a conflict its own; of a word what ends it; of a consent the
     * customer
     */
    Uuid id;
    int comment;   /* number of a comment, 0 none */
    int64_t at_ms; /* since when it waits */
    Str number, title;
    Str who;        /* whose doing it is, "" nobody's */
    Str text;       /* the reason, the comment, the file with the reasons; "" none */
    uint64_t count; /* of a conflict the revision that was kept; of a draft and a text the one that
                     * they began from */
} InboxItem;

typedef struct InboxGroup {
    InboxKind kind;
    size_t first, len; /* of items */
    uint64_t total;
} InboxGroup;

typedef struct InboxList {
    InboxItem *items;
    size_t len, cap;
    InboxGroup groups[INBOX_KINDS]; /* those that the role has, also empty ones */
    size_t group_count;
    Arena arena;
} InboxList;

/* At most `most` items a group. *out is {0} before; inbox_free, also after an error. */
bool library_inbox(Library *library, size_t most, InboxList *out, Error *err);
void inbox_free(InboxList *list);
const char *inbox_kind_label(InboxKind kind); /* message id */
/* In what order they stand (message id); "" as they were changed, the last one first. */
const char *inbox_kind_order(InboxKind kind);
/* The cases of the kind as a query; NULL: they are none of the list's. */
const char *inbox_kind_query(InboxKind kind);
/* It waits for the actor's doing; the chip counts it. */
bool inbox_kind_waits(InboxKind kind);
/* The person knows: a comment was seen, a word about cases that came or became
 * internal, or rows that were refused is
 * taken away. ERR_INVALID for what ends by itself. */
bool library_inbox_done(Library *library, const InboxItem *item, Error *err);

/* How many wait, kept up to date from the log: between two calls only new changes are looked at,
 * and of the kinds only those that they concern are counted anew. {0} before the first call. */
typedef struct InboxCount {
    bool known;
    int32_t day;
    uint64_t change; /* up to which the log was looked at */
    uint64_t cases, comments, words, consents;
    size_t counted; /* how often something was counted anew: for tests */
} InboxCount;
/* False when it cannot be read; then *total is what it was. */
bool library_inbox_count(Library *library, InboxCount *count, uint64_t *total);

#endif
