#include "config.h"

#include "store/log.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "store/logblock.h"

static const char *const verb_names[] = {
    [VERB_NONE] = "none",       [VERB_CREATE] = "create",     [VERB_EDIT] = "edit",
    [VERB_TRASH] = "trash",     [VERB_UNTRASH] = "untrash",   [VERB_IMPORT] = "import",
    [VERB_UNDO] = "undo",       [VERB_REVERT] = "revert",     [VERB_MERGE] = "merge",
    [VERB_SUBMIT] = "submit",   [VERB_REVIEW] = "review",     [VERB_RETURN] = "return",
    [VERB_PUBLISH] = "publish", [VERB_VERIFY] = "verify",     [VERB_ARCHIVE] = "archive",
    [VERB_REOPEN] = "reopen",   [VERB_SETTINGS] = "settings", [VERB_SESSION] = "session",
    [VERB_EXPORT] = "export",   [VERB_BACKUP] = "backup",     [VERB_OTHER] = "other",
    [VERB_HAND_ON] = "hand-on", [VERB_KEPT] = "kept",
};
_Static_assert(COUNT_OF(verb_names) == STORE_VERBS, "one name a verb");

const char *store_verb_name(StoreVerb verb) {
    return (unsigned)verb < STORE_VERBS ? verb_names[verb] : "unknown";
}

bool store_log_entry(StoreRead *read, uint64_t number, StoreEntry *out, Error *err) {
    LogRow row;
    return logrow_get(read, number, true, &row, err) && logrow_entry(read, &row, out, NULL, err);
}

bool store_log_body(StoreRead *read, uint64_t number, Buf *out, Error *err) {
    LogRow row;
    StoreEntry entry;
    LogBody how;
    Buf scratch = {0};
    Str stored;
    bool ok = logrow_get(read, number, true, &row, err) &&
              logrow_entry(NULL, &row, &entry, &how, err) &&
              logrow_body(read, &row, &scratch, &stored, err);
    ok = ok && logrow_unpack(read, &entry, &how, stored, out, err);
    buf_free(&scratch);
    return ok;
}

typedef struct Each {
    StoreRead *read;
    StoreEntryFn *each;
    void *context;
    uint64_t first, last;
    bool refused;
} Each;

static bool call_each(void *context, Str key, Str row, Error *err) {
    Each *e = context;
    LogRows rows;
    LogRow parsed;
    StoreEntry entry;
    bool found = true;
    if (key_number(key) > e->last && row_version(row) != ROW_BLOCK)
        return false;
    e->refused = !logrows_open(&rows, key, row, true, err);
    while (!e->refused && found) {
        e->refused = !logrows_next(&rows, &parsed, &found, err);
        if (e->refused || !found || parsed.number < e->first)
            continue;
        if (parsed.number > e->last)
            return false;
        e->refused =
            !logrow_entry(e->read, &parsed, &entry, NULL, err) || !e->each(e->context, &entry, err);
    }
    return !e->refused;
}

bool store_log_each(StoreRead *read, uint64_t first, uint64_t last, StoreEntryFn *each,
                    void *context, Error *err) {
    Each e = {.read = read, .each = each, .context = context, .first = first, .last = last};
    bool stopped;
    return logrow_each(read, first, call_each, &e, &stopped, err) && !e.refused;
}

typedef struct Next {
    StoreRead *read;
    StoreEntry *entry;
    uint64_t after;
    bool found, broken;
} Next;

static bool take_revision(void *context, Str key, Str row, Error *err) {
    Next *next = context;
    LogRows rows;
    LogRow parsed;
    bool more = true;
    next->broken = !logrows_open(&rows, key, row, false, err);
    while (!next->broken && !next->found && more) {
        next->broken = !logrows_next(&rows, &parsed, &more, err);
        if (next->broken || !more || parsed.number <= next->after)
            continue;
        next->broken = !logrow_entry(next->read, &parsed, next->entry, NULL, err);
        next->found = !next->broken && next->entry->type != ENTITY_NONE;
    }
    return !next->broken && !next->found;
}

bool store_next_revision(StoreRead *read, uint64_t after, StoreEntry *entry, bool *found,
                         Error *err) {
    Next next = {.read = read, .entry = entry, .after = after};
    bool stopped;
    *found = false;
    if (!logrow_each(read, after + 1, take_revision, &next, &stopped, err) || next.broken)
        return false;
    *found = next.found;
    return true;
}

bool store_log_head(StoreRead *read, uint64_t *number, uint8_t hash[STORE_HASH], Error *err) {
    memset(hash, 0, STORE_HASH);
    return store_head(read, number, err) &&
           (*number == 0 || store_log_hash(read, *number, hash, err));
}
