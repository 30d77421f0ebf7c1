#include "config.h"

#include "library/tell.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/row.h"
#include "record/parse.h"

/* The consent record that the case names; false: none that can be read. */
static bool find_consent(Library *library, const Record *record, LibraryRow *out) {
    Error ignored;
    return record_has(record, CASE_CONSENT_ID) &&
           library_row(library, ENTITY_CONSENT, record_ref_uuid(record, CASE_CONSENT_ID), out,
                       &ignored);
}

Telling library_tell(Library *library, const Record *record) {
    LibraryRow row = {0};
    bool found = find_consent(library, record, &row);
    Telling telling = case_tell(record, found ? row.record : NULL, library_today());
    library_row_free(&row);
    return telling;
}

void library_tell_channels(Library *library, const Record *record, Buf *out) {
    LibraryRow row = {0};
    if (find_consent(library, record, &row) && record_has(row.record, CONSENT_CHANNELS))
        value_format(&row.record->entity->fields[CONSENT_CHANNELS],
                     &row.record->values[CONSENT_CHANNELS], out);
    library_row_free(&row);
}

static const char *sentence_of(const Telling *telling) {
    static const char *const reasons[TELL_WHYS] = {
        [TELL_BY_AUDIENCE] = N_("internal only: so says its audience"),
        [TELL_NO_CONSENT] = N_("anonymous only: no consent is on record"),
        [TELL_ENDED] = N_("internal only: the consent ended on {0}"),
        [TELL_NOT_YET] = N_("internal only: the consent begins on {0}"),
        [TELL_REVOKED] = N_("internal only: the consent was revoked on {0}"),
    };
    static const char *const consents[TELL_LEVELS][2] = {
        [TELL_INTERNAL] = {N_("internal only: so says the consent"),
                           N_("internal only until {0}: so says the consent")},
        [TELL_ANONYMOUS] = {N_("anonymous only"), N_("anonymous only, until {0}")},
        [TELL_NAMED] = {N_("may be told"), N_("may be told until {0}")},
    };
    if (telling->why != TELL_BY_CONSENT)
        return reasons[telling->why];
    return consents[telling->level][telling->day != INT32_MAX];
}

void library_telling_put(const Telling *telling, Buf *out) {
    Buf day = {0};
    Error sentence;
    if (telling->day != INT32_MAX)
        date_format(&day, telling->day);
    error_set(&sentence, ERR_INVALID, sentence_of(telling), "s", buf_text(&day));
    error_render_message(&sentence, out);
    buf_free(&day);
}
