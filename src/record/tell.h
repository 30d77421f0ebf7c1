#ifndef ANLIKU_RECORD_TELL_H
#define ANLIKU_RECORD_TELL_H

#include "record/value.h"

/* "May I tell?": how far a case may be told outside, from its audience and the customer's consent.
 * The one place that decides it: lists, preview, export and handing on ask here. */

typedef enum TellLevel {
    TELL_INTERNAL,  /* to nobody outside */
    TELL_ANONYMOUS, /* without the name */
    TELL_NAMED,     /* by name: in full */
    TELL_LEVELS
} TellLevel;

/* What decided. */
typedef enum TellWhy {
    TELL_BY_CONSENT,
    TELL_BY_AUDIENCE, /* the case is internal */
    TELL_NO_CONSENT,  /* none is on record, or it is another customer's */
    TELL_ENDED,
    TELL_REVOKED,
    TELL_NOT_YET, /* the consent begins later */
    TELL_WHYS
} TellWhy;

typedef struct Telling {
    TellLevel level;
    TellWhy why;
    int32_t day; /* BY_CONSENT: the last day, INT32_MAX when it has none; ENDED, REVOKED: since
                    then; NOT_YET: from then on */
} Telling;

/* consent: the record that the case names in consent.id, NULL when it names none or there is none
 * any more; without such a reference the case's own consent.scope and consent.expires count. today:
 * date in the library's zone. */
Telling case_tell(const Record *record, const Record *consent, int32_t today);
/* A consent of the customer that holds today stands behind it: only then may a case be public. */
bool telling_backs_public(const Telling *telling);

/* What a consent record says of itself on a day. */
typedef enum ConsentStanding {
    CONSENT_HOLDS,
    CONSENT_INTERNAL, /* it allows nothing outside */
    CONSENT_NOT_YET,
    CONSENT_ENDED,
    CONSENT_REVOKED,
    CONSENT_IN_TRASH,
    CONSENT_STANDINGS
} ConsentStanding;
ConsentStanding consent_standing(const Record *consent, int32_t today);
/* Two or three words: "taken back" (message id). */
const char *consent_standing_label(ConsentStanding standing);

/* The customer's consent lets us tell as much as the full text does. */
bool telling_allows_full(const Telling *telling);
/* Two or three words: "anonymous only" (message id). */
const char *tell_level_label(TellLevel level);

#endif
