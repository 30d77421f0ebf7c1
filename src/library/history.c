#include "config.h"

#include "library/history.h"

#include "base/i18n.h"
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
    {VERB_UNDO, N_("import undone")},
    {VERB_REVERT, N_("went back")},
    {VERB_MERGE, N_("merged")},
    {VERB_SUBMIT, N_("submitted")},
    {VERB_REVIEW, N_("taken into review")},
    {VERB_RETURN, N_("returned")},
    {VERB_PUBLISH, N_("published")},
    {VERB_VERIFY, N_("verified")},
    {VERB_ARCHIVE, N_("archived")},
    {VERB_REOPEN, N_("taken back to a draft")},
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

bool library_history(Library *library, EntityType type, Uuid id, HistoryFn *each, void *context,
                     Error *err) {
    LibraryRow row;
    StoreRead *read;
    if (!library_row(library, type, id, &row, err))
        return false;
    uint64_t at = row.change;
    library_row_free(&row);
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = true;
    while (ok && at) {
        StoreEntry entry;
        ok = store_log_entry(read, at, &entry, err);
        if (!ok)
            break;
        HistoryEntry shown = {
            entry.number, entry.rev,  entry.base_rev,   entry.at_ms, store_verb_name(entry.verb),
            entry.login,  entry.note, entry.format_only};
        ok = each(context, &shown, err);
        at = entry.previous;
    }
    store_read_end(read);
    return ok;
}
