#include "config.h"

#include "library/history.h"

#include "base/i18n.h"
#include "base/number.h"
#include "library/handonlog.h"
#include "library/internal.h"
#include "library/redirect.h"
#include "library/row.h"
#include "library/undo.h"
#include "store/log.h"

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

static const char REDO[] = "redo"; /* an undo of an undo */

const char *history_verb_label(Str verb) {
    if (str_equal(verb, str_of(REDO)))
        return N_("done again");
    for (size_t i = 0; i < COUNT_OF(verb_labels); i++)
        if (str_equal(str_of(store_verb_name(verb_labels[i].verb)), verb))
            return verb_labels[i].label;
    return "";
}

static const char *verb_of(const StoreEntry *entry) {
    return undo_is_redo(entry) ? REDO : store_verb_name(entry->verb);
}

const char *history_label_of(Library *library, EntityType type, Uuid id, uint32_t rev) {
    StoreRead *read;
    StoreCurrent current;
    StoreEntry entry = {0};
    Error ignored;
    const char *label = "";
    if (!store_read_begin(library->store, &read, &ignored))
        return label;
    if (store_current(read, type, id, &current, &ignored))
        for (uint64_t at = current.change; at; at = entry.previous) {
            if (!store_log_entry(read, at, &entry, &ignored))
                break;
            if (entry.rev == rev) {
                label = history_verb_label(str_of(verb_of(&entry)));
                break;
            }
        }
    store_read_end(read);
    return label;
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

/* ---- a case and those that were merged into it ---- */

typedef struct Source {
    Uuid record;
    Str number;  /* "" of the record itself */
    uint64_t at; /* its next change to be told, 0: none */
} Source;

typedef struct Sources {
    Arena arena;
    VEC(Source) items;
} Sources;

/* Of a case that the person may not see nothing is told. */
static bool add_source(Library *library, StoreRead *read, EntityType type, Uuid id, bool itself,
                       Sources *out, Error *err) {
    StoreCurrent current;
    Record *row;
    if (!store_current(read, type, id, &current, err) || !row_decode(&current, &row, err))
        return false;
    if (itself || library_may_see(library, row))
        vec_push(&out->items,
                 (Source){id, itself ? STR("") : arena_str(&out->arena, record_text(row, CASE_ID)),
                          current.change});
    record_free(row);
    return true;
}

static bool find_sources(Library *library, StoreRead *read, EntityType type, Uuid id, Sources *out,
                         Error *err) {
    RedirectFamily family = {0};
    bool ok = true;
    if (type != ENTITY_CASE)
        return add_source(library, read, type, id, true, out, err);
    ok = redirect_family(read, id, &family, err);
    for (size_t i = 0; ok && i < family.len; i++)
        ok = add_source(library, read, type, family.items[i], i == 0, out, err);
    vec_free(&family);
    return ok;
}

/* The one whose next change is the newest; NULL at the end. */
static Source *newest(Sources *sources) {
    Source *best = NULL;
    VEC_EACH (source, &sources->items)
        if (source->at && (!best || source->at > best->at))
            best = source;
    return best;
}

static bool tell_change(StoreRead *read, Source *source, HistoryFn *each, void *context,
                        Error *err) {
    StoreEntry entry;
    if (!store_log_entry(read, source->at, &entry, err))
        return false;
    source->at = entry.previous;
    HistoryEntry shown = {.change = entry.number,
                          .record = source->record,
                          .number = source->number,
                          .rev = entry.rev,
                          .base_rev = entry.base_rev,
                          .at_ms = entry.at_ms,
                          .verb = verb_of(&entry),
                          .login = entry.login,
                          .note = entry.note,
                          .format_only = entry.format_only,
                          .batch = entry.batch};
    return each(context, &shown, err);
}

bool library_history(Library *library, EntityType type, Uuid id, HistoryFn *each, void *context,
                     Error *err) {
    LibraryRow row;
    StoreRead *read;
    Arena arena = {0};
    Sources sources = {0};
    Handed *handed;
    size_t count = 0, next = 0;
    if (!library_row(library, type, id, &row, err))
        return false;
    library_row_free(&row);
    bool ok = handon_list(library, id, &arena, &handed, &count, err) &&
              store_read_begin(library->store, &read, err);
    if (!ok) {
        arena_free(&arena);
        return false;
    }
    ok = find_sources(library, read, type, id, &sources, err);
    for (Source *source; ok && (source = newest(&sources));)
        ok = tell_handed(handed, count, &next, source->at, each, context, err) &&
             tell_change(read, source, each, context, err);
    ok = ok && tell_handed(handed, count, &next, 0, each, context, err);
    store_read_end(read);
    vec_free(&sources.items);
    arena_free(&sources.arena);
    arena_free(&arena);
    return ok;
}

void history_put_note(Str note, Buf *out) {
    static const char before[] = "revision ", again[] = "again: revision ";
    Error sentence;
    int64_t rev;
    bool redo = str_starts(note, str_of(again));
    size_t skip = redo ? sizeof again - 1 : sizeof before - 1;
    if ((!redo && !str_starts(note, str_of(before))) ||
        !number_parse_int(str_make(note.ptr + skip, note.len - skip), &rev)) {
        buf_put_str(out, note);
        return;
    }
    error_set(&sentence, ERR_NONE, redo ? N_("revision {0}, done again") : N_("revision {0}"), "d",
              rev);
    error_render_message(&sentence, out);
}
