#include "config.h"

#include "library/moving.h"

#include "base/vec.h"
#include "library/internal.h"
#include "library/settings.h"

static void set_usual_interval(Library *library, Record *record) {
    Buf every = {0};
    library_team_text(library, OPTION_VERIFY_EVERY, &every);
    record_set_text(record, CASE_VERIFY_EVERY, buf_str(&every));
    buf_free(&every);
}

void moving_apply(Library *library, Record *record, const Move *move, Str reason) {
    record_set_text(record, CASE_STATE, str_of(case_state_key(move->to)));
    record_set_text(record, CASE_RETURN_REASON, move->needs_reason ? reason : STR(""));
    bool reviews = move->right == RIGHT_REVIEW && move->to == STATE_IN_REVIEW;
    if (reviews || move->right == RIGHT_PUBLISH) /* who lets it out has read it */
        record_set_ref(record, CASE_REVIEWER, library->actor.user, str_of(library->actor.login));
    if (!record_has(record, CASE_OWNER) && record_has(record, CASE_AUTHOR)) /* whose team sees it */
        record_set(record, CASE_OWNER, record->values[CASE_AUTHOR]);
    if (move->to == STATE_PUBLISHED) {
        record_set_date(record, CASE_VERIFY_LAST, library_today());
        record_clear(record, CASE_VERIFY_DUE);
        if (!record_has(record, CASE_VERIFY_EVERY))
            set_usual_interval(library, record);
    }
}

StoreVerb moving_verb(const Move *move) {
    static const struct {
        const char *verb;
        StoreVerb stored;
    } verbs[] = {{"submit", VERB_SUBMIT},   {"review", VERB_REVIEW},   {"return", VERB_RETURN},
                 {"publish", VERB_PUBLISH}, {"verify", VERB_VERIFY},   {"archive", VERB_ARCHIVE},
                 {"revise", VERB_REOPEN},   {"unarchive", VERB_REOPEN}};
    for (size_t i = 0; i < COUNT_OF(verbs); i++)
        if (strcmp(verbs[i].verb, move->verb) == 0)
            return verbs[i].stored;
    return VERB_EDIT;
}

int64_t moving_when(Library *library, const LibraryRow *row, StoreVerb verb) {
    enum { MOST_STEPS = 50 };
    StoreRead *read;
    StoreEntry entry;
    Error ignored;
    int64_t at = record_int(row->record, CASE_UPDATED);
    uint64_t change = row->change;
    if (!store_read_begin(library->store, &read, &ignored))
        return at;
    for (int i = 0; i < MOST_STEPS && change && store_log_entry(read, change, &entry, &ignored);
         i++) {
        change = entry.previous;
        if (entry.verb != verb)
            continue;
        at = entry.at_ms;
        break;
    }
    store_read_end(read);
    return at;
}
