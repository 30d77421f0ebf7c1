#include "config.h"

#include "base/i18n.h"
#include "store/current.h"
#include "store/logrow.h"
#include "store/write.h"

static bool conflict(const StoreCurrent *current, bool found, const StoreChange *change,
                     Error *err) {
    if (!found)
        return error_set(err, ERR_CONFLICT, N_("the record was removed in the meantime"), "");
    return error_set(err, ERR_CONFLICT,
                     N_("the record was changed in the meantime: revision {0} is current, {1} was "
                        "edited"),
                     "dd", (int64_t)current->rev, (int64_t)change->base_rev);
}

static bool check_base(StoreWrite *write, const StoreChange *change, const StorePacked *packed,
                       StoreCurrent *current, bool *found, Error *err) {
    if (!store_current_find(&write->view, packed->type, packed->record, current, found, err))
        return false;
    if (*found ? current->rev != change->base_rev : change->base_rev != 0)
        return conflict(current, *found, change, err);
    if (packed->rev <= change->base_rev)
        return error_set(err, ERR_INVALID, N_("revision {0} does not follow revision {1}"), "dd",
                         (int64_t)packed->rev, (int64_t)change->base_rev);
    return true;
}

static StoreEntry entry_of(const StoreChange *change) {
    return (StoreEntry){.at_ms = change->at_ms,
                        .verb = change->verb,
                        .actor = change->actor,
                        .login = change->login,
                        .batch = change->batch,
                        .note = change->note,
                        .format_only = change->format_only};
}

bool store_put_revision(StoreWrite *write, const StoreChange *change, const StorePacked *packed,
                        Str summary, Str segment, uint64_t *number, Error *err) {
    StoreCurrent current = {0};
    bool found;
    if (!check_base(write, change, packed, &current, &found, err))
        return false;
    StoreEntry entry = entry_of(change);
    entry.type = packed->type;
    entry.record = packed->record;
    entry.base_rev = change->base_rev;
    entry.rev = packed->rev;
    entry.previous = found ? current.change : 0;
    memcpy(entry.digest, packed->digest, STORE_HASH);
    LogBody how = {.dictionary = packed->dictionary,
                   .raw_bytes = packed->raw_bytes,
                   .compressed = packed->compressed,
                   .trashed = change->trashed,
                   .nameless = packed->nameless};
    if (!logrow_append(write, &entry, &how, buf_str(&packed->body), segment, err))
        return false;
    StoreCurrent next = {.type = packed->type,
                         .record = packed->record,
                         .change = entry.number,
                         .rev = packed->rev,
                         .trashed = change->trashed,
                         .created_ms = change->created_ms,
                         .updated_ms = change->updated_ms,
                         .summary = summary};
    if (packed->summary.len) {
        next.summary = buf_str(&packed->summary);
        next.packed = true;
        next.nameless = packed->summary_nameless;
        next.dictionary = packed->summary_dictionary;
        next.raw_bytes = packed->summary_bytes;
    }
    if (number)
        *number = entry.number;
    return current_put(write, &next, err);
}

bool store_put_note(StoreWrite *write, const StoreChange *change, Str body, uint64_t *number,
                    Error *err) {
    StoreEntry entry = entry_of(change);
    LogBody how = {.raw_bytes = (uint32_t)body.len};
    if (!logrow_append(write, &entry, &how, body, (Str){"", 0}, err))
        return false;
    if (number)
        *number = entry.number;
    return true;
}
