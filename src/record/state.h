#ifndef ANLIKU_RECORD_STATE_H
#define ANLIKU_RECORD_STATE_H

#include "record/rights.h"
#include "record/value.h"

typedef enum CaseState { /* stored in index columns: never renumber */
                         STATE_DRAFT,
                         STATE_SUBMITTED,
                         STATE_IN_REVIEW,
                         STATE_PUBLISHED,
                         STATE_ARCHIVED,
                         CASE_STATES
} CaseState;

typedef enum CaseTrust {
    TRUST_NONE,
    TRUST_VERIFIED,
    TRUST_DUE,
    TRUST_STALE,
    TRUST_IMPORTED,
    CASE_TRUSTS
} CaseTrust;

typedef enum CaseAudience {
    AUDIENCE_INTERNAL,
    AUDIENCE_SALES,
    AUDIENCE_PUBLIC,
    CASE_AUDIENCES
} CaseAudience;

/* One allowed move. */
typedef struct Move {
    const char *verb;  /* command and action id: "submit" */
    const char *label; /* message id */
    unsigned from;     /* bit set: 1 << CaseState */
    CaseState to;
    Right right;
    bool needs_reason;
    bool needs_submittable; /* lint_check up to ISSUE_SUBMIT must pass */
    bool needs_publishable; /* lint_check up to ISSUE_PUBLISH must pass */
    bool not_by_author;     /* the actor is neither author nor owner */
} Move;

extern const Move case_moves[];
extern const size_t case_move_count;

/* By verb, or NULL. */
const Move *case_move_find(Str verb);
/* Keys as in files ("in_review"), labels (message ids). */
const char *case_state_key(CaseState state);
const char *case_state_label(CaseState state);
const char *case_trust_key(CaseTrust trust);
const char *case_trust_label(CaseTrust trust);
CaseState case_state(const Record *record);
CaseAudience case_audience(const Record *record);
/* Trust of a published case (TRUST_NONE otherwise): imported until first verified; verified while
 * today <= last + every; due for as long again as a quarter of the interval (at least 14 days),
 * then stale. "never" stays verified. A case
 * that is due or stale while its interval is changed keeps the date on which it fell due, without a
 * last check, so that only verifying it makes it verified again; of a published case only who may
 * verify changes the interval. today: date in the library's zone. */
CaseTrust case_trust(const Record *record, int32_t today);
/* The date on which the case falls due, or INT32_MAX. */
int32_t case_due_date(const Record *record);
/* The first date on which it is stale, or INT32_MAX. */
int32_t case_stale_date(const Record *record);

#endif
