#include "config.h"

#include "library/verified.h"

#include "library/library.h"
#include "library/put.h"
#include "record/state.h"
#include "record/weight.h"

int verified_after_edit(const Record *before, Record *record, bool *form) {
    int field;
    ChangeWeight weight = record_change_weight(before, record, &field);
    *form = weight == CHANGE_FORMAT;
    if (weight != CHANGE_CONTENT || case_trust(before, library_today()) != TRUST_VERIFIED ||
        !value_equal(&before->values[CASE_VERIFY_LAST], &record->values[CASE_VERIFY_LAST]))
        return 0;
    record_clear(record, CASE_VERIFY_LAST);
    record_set_date(record, CASE_VERIFY_DUE, library_today() - 1);
    return field;
}

void verified_after_interval(const Record *before, Record *record) {
    CaseTrust trust = case_trust(before, library_today());
    bool late = trust == TRUST_DUE || trust == TRUST_STALE;
    int32_t due = case_due_date(before);
    if (!late ||
        value_equal(&before->values[CASE_VERIFY_EVERY], &record->values[CASE_VERIFY_EVERY]) ||
        !value_equal(&before->values[CASE_VERIFY_LAST], &record->values[CASE_VERIFY_LAST]))
        return;
    record_clear(record, CASE_VERIFY_LAST);
    record_set_date(record, CASE_VERIFY_DUE, due);
}

void verified_after_return(const Record *checked, const Record *before, Record *record) {
    bool form,
        known = case_state(checked) == STATE_PUBLISHED && record_has(checked, CASE_VERIFY_LAST);
    bool other = record_change_weight(before, record, NULL) == CHANGE_CONTENT;
    if (case_state(before) != STATE_PUBLISHED)
        return;
    if (known && (other || !record_has(before, CASE_VERIFY_LAST))) {
        put_keep(record, checked, CASE_VERIFY_LAST);
        put_keep(record, checked, CASE_VERIFY_DUE);
    } else {
        verified_after_edit(before, record, &form);
    }
}
