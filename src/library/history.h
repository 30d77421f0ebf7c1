#ifndef ANLIKU_LIBRARY_HISTORY_H
#define ANLIKU_LIBRARY_HISTORY_H

#include "library/library.h"
#include "store/log.h"

/* One revision of a record, or of a case that was merged into it, or one time a case was handed on,
 * newest first. Texts live during the call. */
typedef struct HistoryEntry {
    uint64_t change;
    Uuid record; /* whose revision: the record itself, or a case that was merged into it */
    Str number;  /* of that case; "" for the record itself */
    uint32_t rev, base_rev; /* 0: no revision, the case was handed on */
    int64_t at_ms;
    const char *verb; /* stable English word: "edit"; "redo" for an undo of an undo */
    Str login, note;
    bool format_only; /* the same words in another form */
    Uuid batch;       /* a change to several records, taken back by library_bulk_undo; nil: none */
} HistoryEntry;

typedef bool HistoryFn(void *context, const HistoryEntry *entry, Error *err);
/* What the change that made a revision did, message id: "edited"; "" when that is not known. */
const char *history_label_of(Library *library, EntityType type, Uuid id, uint32_t rev);
/* Stops when each returns false (it has filled *err). */
bool library_history(Library *library, EntityType type, Uuid id, HistoryFn *each, void *context,
                     Error *err);

/* Appends the note of an entry as a person reads it: those that undo and going back write are
 * translated. */
void history_put_note(Str note, Buf *out);
/* The word a person reads for a verb (message id). */
const char *history_verb_label(Str verb);

#endif
