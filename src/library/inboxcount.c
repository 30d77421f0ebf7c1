#include "config.h"

#include "library/inboxparts.h"
#include "store/log.h"

/* The number in the chip. A commit of somebody else must not cost a count of everything. */

enum { MOST_LOOKED_AT = 200 };
enum {
    CHANGED_CASES = 1,
    CHANGED_COMMENTS = 2,
    CHANGED_WORDS = 4,
    CHANGED_CONSENTS = 8,
    CHANGED_ALL = 15
};

static const InboxKind cases[] = {INBOX_RETURNED, INBOX_REVIEW, INBOX_DUE},
                       comments[] = {INBOX_COMMENT, INBOX_SUGGESTION},
                       words[] = {INBOX_CAME, INBOX_REJECTED, INBOX_CONFLICT, INBOX_LAPSED},
                       consents[] = {INBOX_CONSENT};

/* What an entry of the log may have changed. Whose a case is decides about its comments too. */
static unsigned changed_by(const StoreEntry *entry) {
    if (entry->verb == VERB_SETTINGS)
        return CHANGED_COMMENTS | CHANGED_WORDS; /* looked at; told */
    if (entry->verb == VERB_OTHER && entry->type == ENTITY_NONE)
        return CHANGED_WORDS; /* what was kept beside is dealt with */
    if (entry->type == ENTITY_CASE)
        return CHANGED_CASES |
               (entry->verb == VERB_UNDO || entry->verb == VERB_KEPT ? CHANGED_WORDS : 0) |
               (entry->verb == VERB_EDIT ? CHANGED_COMMENTS : 0);
    if (entry->type == ENTITY_COMMENT)
        return CHANGED_COMMENTS;
    if (entry->type == ENTITY_CONSENT)
        return CHANGED_CONSENTS;
    return entry->type == ENTITY_USER || entry->type == ENTITY_TEAM ? CHANGED_ALL : 0;
}

typedef struct Look {
    unsigned changed;
} Look;

static bool look_at(void *context, const StoreEntry *entry, Error *err) {
    (void)err;
    ((Look *)context)->changed |= changed_by(entry);
    return true;
}

static bool find_changes(Library *library, InboxCount *count, unsigned *changed, Error *err) {
    StoreRead *read;
    uint64_t head;
    Look look = {0};
    int32_t today = library_today();
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_head(read, &head, err);
    if (ok && (!count->known || count->day != today || head < count->change ||
               head - count->change > MOST_LOOKED_AT))
        look.changed = CHANGED_ALL;
    else if (ok && head > count->change)
        ok = store_log_each(read, count->change + 1, head, look_at, &look, err);
    store_read_end(read);
    if (!ok)
        return false;
    count->change = head;
    count->day = today;
    *changed = look.changed;
    return true;
}

static bool count_kinds(Library *library, const InboxKind *kinds, size_t len, uint64_t *out,
                        Error *err) {
    *out = 0;
    for (size_t i = 0; i < len; i++) {
        uint64_t one;
        if (!inbox_count_kind(library, kinds[i], &one, err))
            return false;
        *out += one;
    }
    return true;
}

bool library_inbox_count(Library *library, InboxCount *count, uint64_t *total) {
    unsigned changed;
    Error ignored;
    InboxCount next = *count;
    if (!find_changes(library, &next, &changed, &ignored))
        return false;
    bool ok = true;
    if (changed & CHANGED_CASES)
        ok = count_kinds(library, cases, COUNT_OF(cases), &next.cases, &ignored);
    if (ok && changed & CHANGED_COMMENTS)
        ok = count_kinds(library, comments, COUNT_OF(comments), &next.comments, &ignored);
    if (ok && changed & CHANGED_WORDS)
        ok = count_kinds(library, words, COUNT_OF(words), &next.words, &ignored);
    if (ok && changed & CHANGED_CONSENTS)
        ok = count_kinds(library, consents, COUNT_OF(consents), &next.consents, &ignored);
    if (!ok)
        return false;
    next.known = true;
    next.counted += changed != 0;
    *count = next;
    *total = next.cases + next.comments + next.words + next.consents;
    return true;
}
