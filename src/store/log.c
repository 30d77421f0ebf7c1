#include "config.h"

#include "store/log.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "store/logrow.h"

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
    Key key = key_log(number);
    return logrow_get(read, number, true, &row, err) &&
           logrow_entry(read, key_str(&key), &row, out, NULL, err);
}

bool store_log_body(StoreRead *read, uint64_t number, Buf *out, Error *err) {
    LogRow row;
    StoreEntry entry;
    LogBody how;
    Buf scratch = {0};
    Str stored;
    Key key = key_log(number);
    bool ok = logrow_get(read, number, true, &row, err) &&
              logrow_entry(NULL, key_str(&key), &row, &entry, &how, err) &&
              logrow_body(read, number, &row, &scratch, &stored, err);
    ok = ok && logrow_unpack(read, &entry, &how, stored, out, err);
    buf_free(&scratch);
    return ok;
}

typedef struct Each {
    StoreRead *read;
    StoreEntryFn *each;
    void *context;
    uint64_t last;
    bool refused;
} Each;

static bool call_each(void *context, Str key, Str row, Error *err) {
    Each *e = context;
    LogRow parsed;
    StoreEntry entry;
    if (key_number(key) > e->last)
        return false;
    e->refused = !logrow_parse(key, row, &parsed, err) ||
                 !row_verify(key, row, parsed.covered, err) ||
                 !logrow_entry(e->read, key, &parsed, &entry, NULL, err) ||
                 !e->each(e->context, &entry, err);
    return !e->refused;
}

static Key log_prefix(void) {
    Key key;
    key_begin(&key, SPACE_MAIN, TABLE_LOG);
    return key;
}

bool store_log_each(StoreRead *read, uint64_t first, uint64_t last, StoreEntryFn *each,
                    void *context, Error *err) {
    Key prefix = log_prefix(), from = key_log(first);
    Each e = {.read = read, .each = each, .context = context, .last = last};
    return env_each(read, &prefix, &from, call_each, &e, NULL, err) && !e.refused;
}

typedef struct Next {
    StoreRead *read;
    StoreEntry *entry;
    bool found, broken;
} Next;

static bool take_revision(void *context, Str key, Str row, Error *err) {
    Next *next = context;
    LogRow parsed;
    next->broken = !logrow_parse(key, row, &parsed, err) ||
                   !logrow_entry(next->read, key, &parsed, next->entry, NULL, err);
    next->found = !next->broken && next->entry->type != ENTITY_NONE;
    return !next->broken && !next->found;
}

bool store_next_revision(StoreRead *read, uint64_t after, StoreEntry *entry, bool *found,
                         Error *err) {
    Key prefix = log_prefix(), from = key_log(after + 1);
    Next next = {.read = read, .entry = entry};
    *found = false;
    if (!env_each(read, &prefix, &from, take_revision, &next, NULL, err) || next.broken)
        return false;
    *found = next.found;
    return true;
}

bool store_log_hash(StoreRead *read, uint64_t number, uint8_t hash[STORE_HASH], Error *err) {
    LogRow row;
    Buf scratch = {0};
    Str stored;
    bool ok = logrow_get(read, number, true, &row, err) &&
              logrow_body(read, number, &row, &scratch, &stored, err);
    if (ok)
        logrow_hash(row.entry, stored, hash);
    buf_free(&scratch);
    return ok;
}

bool store_log_head(StoreRead *read, uint64_t *number, uint8_t hash[STORE_HASH], Error *err) {
    memset(hash, 0, STORE_HASH);
    return store_head(read, number, err) &&
           (*number == 0 || store_log_hash(read, *number, hash, err));
}
