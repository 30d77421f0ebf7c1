#include "config.h"

#include "library/widen.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/internal.h"
#include "library/row.h"
#include "library/save.h"
#include "library/tell.h"

/* The same from the day on which the consent begins. */
static Telling tell_by(Record *record, const Record *consent) {
    int32_t today = library_today();
    int32_t begin = (int32_t)record_int(consent, CONSENT_GRANTED_ON);
    record_set_ref(record, CASE_CONSENT_ID, record_id(consent), record_text(consent, CONSENT_ID));
    return case_tell(record, consent, begin > today ? begin : today);
}

static bool allows_more(const Telling *now, const Telling *then) {
    if (now->why == TELL_NO_CONSENT || then->why != TELL_BY_CONSENT || then->level == TELL_INTERNAL)
        return false;
    return then->level > now->level || now->why != TELL_BY_CONSENT || then->day > now->day;
}

static void put_line(const char *pattern, Str consent, const Telling *telling, Buf *out) {
    Buf said = {0};
    Error sentence;
    library_telling_put(telling, &said);
    if (telling->why == TELL_BY_CONSENT && telling->day == INT32_MAX)
        buf_puts(&said, _(", without end"));
    error_set(&sentence, ERR_NONE, pattern, "SS", consent, buf_str(&said));
    buf_puts(out, out->len ? "\n" : "");
    error_render_message(&sentence, out);
    buf_free(&said);
}

static void compare(Library *library, Record *record, const Record *consent, Buf *out) {
    Buf old = {0};
    buf_put_str(&old, record_ref_name(record, CASE_CONSENT_ID));
    bool itself = !record_has(record, CASE_CONSENT_ID);
    record_set_text(record, CASE_AUDIENCE, STR("public"));
    Telling now = library_tell(library, record), then = tell_by(record, consent);
    if (allows_more(&now, &then)) {
        put_line(itself ? N_("The case itself says: {1}.") : N_("Until now it rests on {0}: {1}."),
                 buf_str(&old), &now, out);
        put_line(N_("The consent {0} says: {1}."), record_text(consent, CONSENT_ID), &then, out);
    }
    buf_free(&old);
}

bool library_consent_widens(Library *library, Uuid case_id, Uuid consent, Buf *out, Error *err) {
    Record *record;
    LibraryRow row;
    if (!library_load(library, ENTITY_CASE, case_id, 0, &record, err))
        return false;
    bool ok = library_row(library, ENTITY_CONSENT, consent, &row, err);
    if (ok) {
        compare(library, record, row.record, out);
        library_row_free(&row);
    }
    record_free(record);
    return ok;
}
