#include "config.h"

#include "library/rejoin.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "library/names.h"
#include "library/row.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_TRIES = 5 };

static bool who_made(Library *library, StoreRead *read, uint64_t change, Meanwhile *out,
                     Error *err) {
    StoreEntry entry;
    if (!store_log_entry(read, change, &entry, err))
        return false;
    snprintf(out->login, sizeof out->login, "%.*s", STR_ARG(entry.login));
    out->at_ms = entry.at_ms;
    Buf name = {0};
    library_person_name(library, entry.actor, str_of(out->login), &name);
    snprintf(out->name, sizeof out->name, "%.*s",
             (int)utf8_floor(buf_str(&name),
                             name.len < sizeof out->name ? name.len : sizeof out->name - 1),
             buf_text(&name));
    buf_free(&name);
    return true;
}

bool library_meanwhile(Library *library, EntityType type, Uuid id, Meanwhile *out, Error *err) {
    LibraryRow row;
    StoreRead *read;
    *out = (Meanwhile){0};
    if (!library_row(library, type, id, &row, err))
        return false;
    out->rev = row.rev;
    out->trashed = row.trashed;
    out->state = type == ENTITY_CASE ? case_state(row.record) : STATE_DRAFT;
    bool ok = store_read_begin(library->store, &read, err);
    if (ok) {
        ok = who_made(library, read, row.change, out, err);
        store_read_end(read);
    }
    library_row_free(&row);
    return ok;
}

/* What both began with; nothing when this library never had that revision. */
static bool load_base(Library *library, const Record *mine, uint32_t rev, Record **out,
                      Error *err) {
    EntityType type = mine->entity->type;
    if (rev && library_load(library, type, record_id(mine), rev, out, err))
        return true;
    if (rev && err->code != ERR_NOT_FOUND)
        return false;
    *out = record_new(type);
    return true;
}

bool library_rejoin(Library *library, const Record *mine, uint32_t base_rev, MergeSide contested,
                    Rejoined *out, Error *err) {
    EntityType type = mine->entity->type;
    *out = (Rejoined){0};
    if (!library_meanwhile(library, type, record_id(mine), &out->now, err) ||
        !library_load(library, type, record_id(mine), out->now.rev, &out->theirs, err) ||
        !load_base(library, mine, base_rev, &out->base, err)) {
        rejoined_free(out);
        return false;
    }
    out->outcomes = mem_zalloc(mine->entity->count * sizeof *out->outcomes);
    out->contested =
        merge_records(out->base, mine, out->theirs, contested, out->outcomes, &out->merged);
    return true;
}

void rejoined_free(Rejoined *rejoined) {
    record_free(rejoined->base);
    record_free(rejoined->theirs);
    record_free(rejoined->merged);
    free(rejoined->outcomes);
    *rejoined = (Rejoined){0};
}

/* ---- saving ---- */

static bool refuse(const Rejoined *rejoined, Error *err) {
    Buf names = {0};
    const Entity *entity = rejoined->base->entity;
    for (size_t i = 0; i < entity->count; i++)
        if (rejoined->outcomes[i] == MERGE_CONTESTED)
            buf_printf(&names, "%s%s", names.len ? ", " : "", _(entity->fields[i].label));
    if (!names.len)
        buf_puts(&names, _("other keys"));
    error_set(err, ERR_CONFLICT,
              N_("{0} saved revision {1} meanwhile and changed the same: {2}. Nothing was saved"),
              "sdS", rejoined->now.login, (int64_t)rejoined->now.rev, buf_str(&names));
    buf_free(&names);
    return false;
}

static size_t count_taken(const Rejoined *rejoined) {
    size_t count = 0;
    for (size_t i = 0; i < rejoined->base->entity->count; i++)
        count +=
            rejoined->outcomes[i] == MERGE_TOOK_THEIRS || rejoined->outcomes[i] == MERGE_JOINED;
    return count;
}

/* Puts *record together with what was saved; *base_rev becomes that revision. False with ERR_NONE:
 * it was kept beside. */
static bool join(Library *library, Record **record, uint32_t *base_rev, Str note, JoinPolicy policy,
                 SaveResult *result, JoinReport *report, Error *err) {
    Rejoined rejoined;
    MergeSide side = policy == JOIN_THEIRS ? MERGE_THEIRS : MERGE_MINE;
    if (!library_rejoin(library, *record, *base_rev, side, &rejoined, err))
        return false;
    report->with = rejoined.now.rev;
    snprintf(report->login, sizeof report->login, "%s", rejoined.now.login);
    bool ok = true;
    if (rejoined.contested && policy == JOIN_ASK) {
        ok = refuse(&rejoined, err);
    } else if (rejoined.contested && policy == JOIN_KEEP) {
        ok = report->kept = library_keep_beside(library, *record, note, result, err);
    } else {
        report->taken += count_taken(&rejoined);
        *base_rev = rejoined.now.rev;
        record_free(*record);
        *record = rejoined.merged;
        rejoined.merged = NULL;
    }
    rejoined_free(&rejoined);
    return ok;
}

bool library_save_joined(Library *library, Record **record, uint32_t base_rev, Str note,
                         JoinPolicy policy, Issues *issues, SaveResult *result, JoinReport *report,
                         Error *err) {
    JoinReport own;
    report = report ? report : &own;
    *report = (JoinReport){0};
    for (int tries = 0;; tries++) {
        Record *attempt = record_copy(*record); /* saving writes into it */
        bool ok = library_save(library, attempt, base_rev, note, issues, result, err);
        if (ok) {
            record_free(*record);
            *record = attempt;
            return true;
        }
        record_free(attempt);
        if (err->code != ERR_CONFLICT || !base_rev || tries == MOST_TRIES)
            return false;
        if (!join(library, record, &base_rev, note, policy, result, report, err))
            return false;
        if (report->kept)
            return true;
    }
}
