#include "config.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/consent.h"
#include "library/inboxparts.h"

/* Consents that have ended, or soon will, while published cases still rest on them: for those whose
 * cases or customers they are, and for managers. */

static int32_t end_of(const ConsentItem *consent) {
    return consent->revoked_on < consent->expires ? consent->revoked_on : consent->expires;
}

static void put_text(const ConsentItem *consent, Buf *out) {
    Error sentence;
    Buf day = {0};
    bool ended = consent->standing != CONSENT_HOLDS;
    if (end_of(consent) != INT32_MAX)
        date_format(&day, end_of(consent));
    error_set(&sentence, ERR_INVALID,
              consent->standing == CONSENT_REVOKED
                  ? N_("taken back on {0}; cases that name it: {1}")
              : ended && day.len ? N_("ended on {0}; cases that name it: {1}")
              : ended            ? N_("it allows nothing today; cases that name it: {1}")
                                 : N_("ends on {0}; cases that name it: {1}"),
              "sd", buf_text(&day), (int64_t)consent->cases);
    error_render_message(&sentence, out);
    buf_free(&day);
}

/* Since when something could be done about it. */
static int64_t waits_since(const ConsentItem *consent) {
    int32_t end = end_of(consent);
    if (end == INT32_MAX)
        return date_start_ms(library_today());
    return date_start_ms(consent->standing == CONSENT_HOLDS ? end - CONSENT_WARN_DAYS : end + 1);
}

static void take(const ConsentItem *consent, InboxList *out) {
    Buf text = {0};
    put_text(consent, &text);
    vec_push(out, (InboxItem){.kind = INBOX_CONSENT,
                              .id = consent->customer,
                              .at_ms = waits_since(consent),
                              .number = arena_str(&out->arena, consent->id),
                              .title = arena_str(&out->arena, consent->name),
                              .text = arena_str(&out->arena, buf_str(&text)),
                              .count = consent->cases});
    buf_free(&text);
}

bool inboxconsents_gather(Library *library, InboxKind kind, size_t most, InboxList *out,
                          uint64_t *total, Error *err) {
    ConsentList list;
    bool all = library->actor.role >= ROLE_MANAGER;
    (void)kind;
    bool ok = library_consents_due(library, CONSENT_WARN_DAYS, &list, err);
    for (size_t i = 0; ok && i < list.len; i++) {
        if (!all && !list.items[i].mine)
            continue;
        ++*total;
        if (most && most--)
            take(&list.items[i], out);
    }
    library_consents_free(&list);
    return ok;
}
