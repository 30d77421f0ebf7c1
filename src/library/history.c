#include "config.h"

#include "library/history.h"

#include "base/i18n.h"
#include "library/handonlog.h"
#include "library/internal.h"
#include "library/row.h"

static const struct {
    StoreVerb verb;
    const char *label;
} verb_labels[] = {
    {VERB_CREATE, N_("created")},
    {VERB_EDIT, N_("edited")},
    {VERB_TRASH, N_("put into the trash")},
    {VERB_UNTRASH, N_("taken out of the trash")},
    {VERB_IMPORT, N_("imported")},
    {VERB_UNDO, N_("taken back")},
    {VERB_REVERT, N_("went back")},
    {VERB_MERGE, N_("merged")},
    {VERB_SUBMIT, N_("submitted")},
    {VERB_REVIEW, N_("taken into review")},
    {VERB_RETURN, N_("returned")},
    {VERB_PUBLISH, N_("published")},
    {VERB_VERIFY, N_("verified")},
    {VERB_ARCHIVE, N_("archived")},
    {VERB_REOPEN, N_("taken back to a draft")},
    {VERB_HAND_ON, N_("handed on")},
    {VERB_KEPT, N_("kept beside")},
    {VERB_SETTINGS, N_("settings changed")},
    {VERB_EXPORT, N_("exported")},
    {VERB_BACKUP, N_("backed up")},
    {VERB_OTHER, N_("changed")},
};

const char *history_verb_label(Str verb) {
    for (size_t i = 0; i < COUNT_OF(verb_labels); i++)
        if (str_equal(str_of(store_verb_name(verb_labels[i].verb)), verb))
            return verb_labels[i].label;
    return "";
}

/* Those that happened after the change `until`. */
static bool tell_handed(const Handed *handed, size_t count, size_t *at, uint64_t until,
                        HistoryFn *each, void *context, Error *err) {
    for (; *at < count && handed[*at].change > until; (*at)++) {
        HistoryEntry shown = {.change = handed[*at].change,
                              .at_ms = handed[*at].at_ms,
                              .verb = store_verb_name(VERB_HAND_ON),
                              .login = handed[*at].login,
                              .note = handed[*at].text};
        if (!each(context, &shown, err))
            return false;
    }
    return true;
}

bool library_history(Library *library, EntityType type, Uuid id, HistoryFn *each, void *context,
                     Error *err) {
    LibraryRow row;
    StoreRead *read;
    Arena arena = {0};
    Handed *handed;
    size_t count = 0, next = 0;
    if (!library_row(library, type, id, &row, err))
        return false;
    uint64_t at = row.change;
    library_row_free(&row);
    bool ok = handon_list(library, id, &arena, &handed, &count, err) &&
              store_read_begin(library->store, &read, err);
    if (!ok) {
        arena_free(&arena);
        return false;
    }
    while (ok && at) {
        StoreEntry entry;
        ok = tell_handed(handed, count, &next, at, each, context, err) &&
             store_log_entry(read, at, &entry, err);
        if (!ok)
            break;
        HistoryEntry shown = {
            entry.number, entry.rev,  entry.base_rev,   entry.at_ms, store_verb_name(entry.verb),
            entry.login,  entry.note, entry.format_only};
        ok = each(context, &shown, err);
        at = entry.previous;
    }
    ok = ok && tell_handed(handed, count, &next, 0, each, context, err);
    store_read_end(read);
    arena_free(&arena);
    return ok;
}
