#include "config.h"

#include "record/state.h"

#include "base/i18n.h"
#include "base/number.h"
#include "base/vec.h"

static const struct {
    const char *key, *label;
} trusts[] = {
    [TRUST_NONE] = {"", ""},
    [TRUST_VERIFIED] = {"verified", N_("verified")},
    [TRUST_DUE] = {"due", N_("due")},
    [TRUST_STALE] = {"stale", N_("stale")},
    [TRUST_IMPORTED] = {"imported", N_("imported")},
};
_Static_assert(COUNT_OF(trusts) == CASE_TRUSTS, "one row a value");

/* States and audiences are the rows of their fields' choices, in the order of the enums. */
static const Choice *choice_of(int field, unsigned at) {
    return &entity_get(ENTITY_CASE)->fields[field].choices[at];
}

static unsigned choice_index(int field, unsigned count, Str key, unsigned otherwise) {
    for (unsigned i = 0; i < count; i++)
        if (str_equal(str_of(choice_of(field, i)->key), key))
            return i;
    return otherwise;
}

#define FROM(state) (1u << (state))

const Move case_moves[] = {
    {.verb = "submit",
     .label = N_("submit for review"),
     .from = FROM(STATE_DRAFT),
     .to = STATE_SUBMITTED,
     .right = RIGHT_SUBMIT,
     .needs_submittable = true},
    {.verb = "review",
     .label = N_("take into review"),
     .from = FROM(STATE_SUBMITTED),
     .to = STATE_IN_REVIEW,
     .right = RIGHT_REVIEW,
     .not_by_author = true},
    {.verb = "return",
     .label = N_("return with a reason"),
     .from = FROM(STATE_SUBMITTED) | FROM(STATE_IN_REVIEW),
     .to = STATE_DRAFT,
     .right = RIGHT_REVIEW,
     .needs_reason = true},
    {.verb = "publish",
     .label = N_("publish"),
     .from = FROM(STATE_IN_REVIEW),
     .to = STATE_PUBLISHED,
     .right = RIGHT_PUBLISH,
     .needs_publishable = true,
     .not_by_author = true},
    {.verb = "verify",
     .label = N_("confirm that it still holds"),
     .from = FROM(STATE_PUBLISHED),
     .to = STATE_PUBLISHED,
     .right = RIGHT_VERIFY,
     .not_by_author = true},
    {.verb = "revise",
     .label = N_("take back to a draft"),
     .from = FROM(STATE_PUBLISHED) | FROM(STATE_SUBMITTED),
     .to = STATE_DRAFT,
     .right = RIGHT_SUBMIT},
    {.verb = "archive",
     .label = N_("archive"),
     .from = FROM(STATE_PUBLISHED) | FROM(STATE_DRAFT),
     .to = STATE_ARCHIVED,
     .right = RIGHT_ARCHIVE},
    {.verb = "unarchive",
     .label = N_("bring back from the archive"),
     .from = FROM(STATE_ARCHIVED),
     .to = STATE_DRAFT,
     .right = RIGHT_ARCHIVE},
};
const size_t case_move_count = COUNT_OF(case_moves);

const Move *case_move_find(Str verb) {
    for (size_t i = 0; i < case_move_count; i++)
        if (str_equal(str_of(case_moves[i].verb), verb))
            return &case_moves[i];
    return NULL;
}

const char *case_state_key(CaseState state) {
    return choice_of(CASE_STATE, state)->key;
}

const char *case_state_label(CaseState state) {
    return choice_of(CASE_STATE, state)->label;
}

const char *case_trust_key(CaseTrust trust) {
    return trusts[trust].key;
}

const char *case_trust_label(CaseTrust trust) {
    return trusts[trust].label;
}

CaseState case_state(const Record *record) {
    return choice_index(CASE_STATE, CASE_STATES, record_text(record, CASE_STATE), STATE_DRAFT);
}

CaseAudience case_audience(const Record *record) {
    return choice_index(CASE_AUDIENCE, CASE_AUDIENCES, record_text(record, CASE_AUDIENCE),
                        AUDIENCE_INTERNAL);
}

/* Days between two checks; 0 for never. A case without an interval is checked every 180 days. */
static int verify_days(const Record *record) {
    int64_t days;
    Str every = record_text(record, CASE_VERIFY_EVERY);
    if (str_equal(every, STR("never")))
        return 0;
    return number_parse_int(every, &days) ? (int)days : 180;
}

int32_t case_due_date(const Record *record) {
    int days = verify_days(record);
    if (record_has(record, CASE_VERIFY_LAST))
        return days ? (int32_t)record_int(record, CASE_VERIFY_LAST) + days : INT32_MAX;
    return record_has(record, CASE_VERIFY_DUE) ? (int32_t)record_int(record, CASE_VERIFY_DUE)
                                               : INT32_MAX;
}

int32_t case_stale_date(const Record *record) {
    int32_t due = case_due_date(record);
    int days = verify_days(record);
    int grace = days / 4 > 14 ? days / 4 : 14;
    return due == INT32_MAX ? INT32_MAX : due + grace + 1;
}

CaseTrust case_trust(const Record *record, int32_t today) {
    if (case_state(record) != STATE_PUBLISHED)
        return TRUST_NONE;
    int32_t due = case_due_date(record);
    if (today >= case_stale_date(record))
        return TRUST_STALE;
    if (due != INT32_MAX && today > due)
        return TRUST_DUE;
    return record_has(record, CASE_VERIFY_LAST) ? TRUST_VERIFIED : TRUST_IMPORTED;
}
