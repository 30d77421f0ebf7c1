#ifndef ANLIKU_LIBRARY_REVIEW_H
#define ANLIKU_LIBRARY_REVIEW_H

#include "base/arena.h"
#include "library/save.h"
#include "record/freshness.h"

/* What waits for a reviewer, and what a reviewer does with it. */

typedef struct ReviewItem {
    Uuid id;
    bool due; /* published and to be verified again; false: submitted, or in the actor's review */
    CaseState state;
    CaseTrust trust;
    int64_t since_ms; /* when it was submitted; when it fell due */
    Freshness fresh;
    Str number, title;
    Str who; /* the owner's name */
} ReviewItem;

typedef struct ReviewQueue {
    ReviewItem *items; /* submitted ones, the oldest first; then due ones, those that lost the most
                          of their weight first (record/freshness.h) */
    size_t len, cap;
    size_t submitted, due;
    uint64_t due_total; /* more than due when there are more than REVIEW_MOST */
    Arena arena;
} ReviewQueue;

enum { REVIEW_MOST = 2000 };

/* Cases that the actor may see and is not author or owner of: submitted, in his own review (or in
 * nobody's), and due. Of what he has no right to act on there is nothing. *out is {0} before;
 * review_queue_free, also after an error. */
bool library_review_queue(Library *library, ReviewQueue *out, Error *err);
/* How long the queue is, of one kind: exact up to REVIEW_EXACT, beyond that own ones and those that
 * others have taken may be counted with it. Cheap. */
enum { REVIEW_EXACT = 200 };
bool library_review_count(Library *library, bool due, uint64_t *count, Error *err);
void review_queue_free(ReviewQueue *queue);

/* The revision that readers saw last: of a published case the one that was verified or published
 * last, of others the last published one. What was taken back does not count. 0: there is none, the
 * case is new. */
bool library_review_base(Library *library, Uuid id, uint32_t *rev, Error *err);

/* Publishes what was read as revision seen_rev; a submitted case is taken into review by itself.
 * Nothing is done when something keeps it from being published (issues, may be NULL). ERR_CONFLICT
 * when another revision stands there. */
bool library_review_approve(Library *library, Uuid id, uint32_t seen_rev, Issues *issues,
                            SaveResult *result, Error *err);

/* Why a reviewer may find nothing: in a library with teams one without a team reviews nobody's
 * cases (without teams: everybody's). Appends it, translated; nothing for others. */
void library_review_put_team(Library *library, Buf *out);

/* The freshness of a case or list row, with the team's usual values. */
Freshness library_freshness(Library *library, const Record *record);
/* Appends its formula with the numbers, translated: "1.9 = 8 x 2^(-185/90): importance 8, 185 days
 * since 2026-05-19, half-life 90 days (the team's)". */
void library_freshness_put(const Freshness *fresh, Buf *out);

#endif
