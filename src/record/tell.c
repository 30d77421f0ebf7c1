#include "config.h"

#include "record/tell.h"

#include "base/i18n.h"
#include "record/state.h"

/* What a consent says, wherever it is written. */
typedef struct Terms {
    Str scope;
    bool ends, revoked, begins;
    int32_t end, revoked_on, begin;
} Terms;

/* granted, revoked: -1 where it is not written. */
static Terms terms_of(const Record *record, int scope, int expires, int granted, int revoked) {
    return (Terms){.scope = record_text(record, scope),
                   .ends = record_has(record, expires),
                   .end = (int32_t)record_int(record, expires),
                   .begins = granted >= 0 && record_has(record, granted),
                   .begin = granted >= 0 ? (int32_t)record_int(record, granted) : 0,
                   .revoked = revoked >= 0 && record_has(record, revoked),
                   .revoked_on = revoked >= 0 ? (int32_t)record_int(record, revoked) : 0};
}

static bool is_of_customer(const Record *record, const Record *consent) {
    Uuid customer = record_ref_uuid(consent, CONSENT_CUSTOMER);
    return !uuid_is_nil(customer) && uuid_equal(customer, record_ref_uuid(record, CASE_CUSTOMER)) &&
           !record_int(consent, CONSENT_TRASHED);
}

static bool find_terms(const Record *record, const Record *consent, Terms *out) {
    if (!record_has(record, CASE_CONSENT_ID))
        *out = terms_of(record, CASE_CONSENT_SCOPE, CASE_CONSENT_EXPIRES, -1, -1);
    else if (consent && is_of_customer(record, consent))
        *out = terms_of(consent, CONSENT_SCOPE, CONSENT_EXPIRES, CONSENT_GRANTED_ON,
                        CONSENT_REVOKED_ON);
    else
        return false;
    return out->scope.len > 0;
}

Telling case_tell(const Record *record, const Record *consent, int32_t today) {
    Terms terms = {0};
    bool any = find_terms(record, consent, &terms);
    if (any && terms.revoked && terms.revoked_on <= today)
        return (Telling){TELL_INTERNAL, TELL_REVOKED, terms.revoked_on};
    if (any && terms.ends && terms.end < today)
        return (Telling){TELL_INTERNAL, TELL_ENDED, terms.end};
    if (any && terms.begins && terms.begin > today)
        return (Telling){TELL_INTERNAL, TELL_NOT_YET, terms.begin};
    if (case_audience(record) == AUDIENCE_INTERNAL)
        return (Telling){TELL_INTERNAL, TELL_BY_AUDIENCE, 0};
    if (!any)
        return (Telling){TELL_ANONYMOUS, TELL_NO_CONSENT, 0};
    TellLevel level = str_equal(terms.scope, STR("named"))       ? TELL_NAMED
                      : str_equal(terms.scope, STR("anonymous")) ? TELL_ANONYMOUS
                                                                 : TELL_INTERNAL;
    int32_t last = terms.ends ? terms.end : INT32_MAX;
    if (terms.revoked && terms.revoked_on <= last) /* one that is taken back later */
        last = terms.revoked_on - 1;
    return (Telling){level, TELL_BY_CONSENT, last};
}

bool telling_backs_public(const Telling *telling) {
    return telling->why == TELL_BY_CONSENT && telling->level != TELL_INTERNAL;
}

ConsentStanding consent_standing(const Record *consent, int32_t today) {
    Terms terms =
        terms_of(consent, CONSENT_SCOPE, CONSENT_EXPIRES, CONSENT_GRANTED_ON, CONSENT_REVOKED_ON);
    if (record_int(consent, CONSENT_TRASHED))
        return CONSENT_IN_TRASH;
    if (terms.revoked && terms.revoked_on <= today)
        return CONSENT_REVOKED;
    if (terms.ends && terms.end < today)
        return CONSENT_ENDED;
    if (terms.begins && terms.begin > today)
        return CONSENT_NOT_YET;
    return str_equal(terms.scope, STR("internal")) ? CONSENT_INTERNAL : CONSENT_HOLDS;
}

const char *consent_standing_label(ConsentStanding standing) {
    static const char *const standing_labels[CONSENT_STANDINGS] = {
        [CONSENT_HOLDS] = N_("holds"),     [CONSENT_INTERNAL] = N_("internal only"),
        [CONSENT_NOT_YET] = N_("not yet"), [CONSENT_ENDED] = N_("ended"),
        [CONSENT_REVOKED] = N_("revoked"), [CONSENT_IN_TRASH] = N_("in the trash"),
    };
    return standing_labels[standing];
}

bool telling_allows_full(const Telling *telling) {
    return telling->level == TELL_NAMED;
}

static const char *const labels[TELL_LEVELS] = {
    [TELL_INTERNAL] = N_("internal only"),
    [TELL_ANONYMOUS] = N_("anonymous only"),
    [TELL_NAMED] = N_("may be told"),
};

const char *tell_level_label(TellLevel level) {
    return labels[level];
}
