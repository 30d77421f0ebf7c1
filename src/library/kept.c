#include "config.h"

#include "library/rejoin.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/inboxparts.h"
#include "library/put.h"
#include "library/row.h"

#include <stdio.h>
#include <stdlib.h>

/* Which kept revisions still wait stands in one small value of the library:
 *   { u8 entity type, uuid of the record, u32 revision, uuid of the user, u64 time } */
#define KEPT_NAME "kept-beside"
enum { KEPT_BYTES = 1 + 16 + 4 + 16 + 8, MOST_KEPT = 2000 };

typedef struct Kept {
    EntityType type;
    Uuid record, user;
    uint32_t rev;
    int64_t at_ms;
} Kept;

static void put_kept(Buf *out, const Kept *kept) {
    buf_put_u8(out, (uint8_t)kept->type);
    buf_put(out, kept->record.bytes, 16);
    buf_put_u32(out, kept->rev);
    buf_put(out, kept->user.bytes, 16);
    buf_put_u64(out, (uint64_t)kept->at_ms);
}

static bool next_kept(Reader *reader, Kept *out) {
    if (reader_left(reader) < KEPT_BYTES)
        return false;
    out->type = (EntityType)reader_u8(reader);
    memcpy(out->record.bytes, reader_bytes(reader, 16).ptr, 16);
    out->rev = reader_u32(reader);
    memcpy(out->user.bytes, reader_bytes(reader, 16).ptr, 16);
    out->at_ms = (int64_t)reader_u64(reader);
    return true;
}

/* The list without one entry (NULL: with all), the oldest left out when it is too long. */
static bool copy_list(StoreRead *read, const Kept *without, Buf *out, bool *found, Error *err) {
    Str value;
    Kept kept;
    *found = false;
    if (!store_meta(read, KEPT_NAME, &value, err))
        return false;
    Reader reader = reader_of(value.ptr, value.len);
    if (value.len / KEPT_BYTES >= MOST_KEPT)
        reader_bytes(&reader, KEPT_BYTES);
    while (next_kept(&reader, &kept)) {
        bool same = without && kept.rev == without->rev && uuid_equal(kept.record, without->record);
        *found = *found || same;
        if (!same)
            put_kept(out, &kept);
    }
    return true;
}

static bool note_kept(StoreWrite *write, const Kept *kept, Error *err) {
    Buf list = {0};
    bool found;
    bool ok = copy_list(store_write_read(write), kept, &list, &found, err);
    put_kept(&list, kept);
    ok = ok && store_put_meta(write, KEPT_NAME, buf_str(&list), err);
    buf_free(&list);
    return ok;
}

bool library_kept_done(Library *library, Uuid record, uint32_t rev, Error *err) {
    Kept gone = {.record = record, .rev = rev};
    Buf list = {0};
    StoreRead *read;
    StoreWrite *write;
    bool found;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = copy_list(read, &gone, &list, &found, err);
    store_read_end(read);
    if (ok && found && (ok = library_write_begin(library, false, &write, err))) {
        buf_clear(&list);
        StoreChange change = library_change(library, VERB_OTHER, STR("kept beside: dealt with"));
        ok = copy_list(store_write_read(write), &gone, &list, &found, err) &&
             store_put_meta(write, KEPT_NAME, buf_str(&list), err) &&
             store_put_note(write, &change, (Str){"", 0}, NULL, err);
        if (ok)
            ok = store_write_commit(write, NULL, err);
        else
            store_write_abort(write);
    }
    buf_free(&list);
    return ok;
}

/* The title; false: the record is not there, or not to be seen any more. */
static bool fill_title(Library *library, KeptRevision *kept) {
    LibraryRow row;
    Error ignored;
    if (!library_row(library, kept->type, kept->record, &row, &ignored))
        return false;
    ErrorArg cut; /* cuts at a character */
    error_set(&ignored, ERR_NONE, "", "S", record_title(row.record));
    cut = ignored.args[0];
    snprintf(kept->title, sizeof kept->title, "%s", cut.text);
    library_row_free(&row);
    return true;
}

static int newest_first(const void *x, const void *y) {
    const KeptRevision *a = x, *b = y;
    return a->at_ms != b->at_ms ? (a->at_ms > b->at_ms ? -1 : 1) : (a->rev > b->rev ? -1 : 1);
}

bool library_kept(Library *library, KeptRevisions *out, Error *err) {
    StoreRead *read;
    Str value;
    Kept kept;
    *out = (KeptRevisions){0};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_meta(read, KEPT_NAME, &value, err);
    Reader reader = reader_of(ok ? value.ptr : "", ok ? value.len : 0);
    while (ok && next_kept(&reader, &kept))
        if (uuid_equal(kept.user, library->actor.user))
            vec_push(out, (KeptRevision){.type = kept.type,
                                         .record = kept.record,
                                         .rev = kept.rev,
                                         .at_ms = kept.at_ms});
    store_read_end(read);
    size_t seen = 0;
    for (size_t i = 0; i < out->len; i++)
        if (fill_title(library, &out->items[i]))
            out->items[seen++] = out->items[i];
    out->len = seen;
    if (seen)
        qsort(out->items, seen, sizeof *out->items, newest_first);
    return ok;
}

bool inboxkept_gather(Library *library, InboxKind kind, size_t most, InboxList *out,
                      uint64_t *total, Error *err) {
    KeptRevisions kept;
    if (!library_kept(library, &kept, err))
        return false;
    *total += kept.len;
    for (size_t i = 0; i < kept.len && i < most; i++) {
        const KeptRevision *one = &kept.items[i];
        vec_push(out, (InboxItem){.kind = kind,
                                  .id = one->record,
                                  .at_ms = one->at_ms,
                                  .title = arena_str(&out->arena, str_of(one->title)),
                                  .number = str_of(arena_printf(&out->arena, _("revision %u"),
                                                                (unsigned)one->rev)),
                                  .count = one->rev});
    }
    free(kept.items);
    return true;
}

/* ---- the two revisions ---- */

typedef struct Pair {
    Record *mine, *again;
    Prepared first, second;
} Pair;

/* The second is prepared as a change of what stands there now, and follows the first one. */
static bool prepare_pair(PutContext *context, StoreRead *read, Pair *pair, uint32_t rev,
                         Error *err) {
    Library *library = context->library;
    int field = entity_field(pair->mine->entity, STR("rev"));
    if (!put_prepare(context, read, pair->mine, VERB_KEPT, rev, PUT_WITH_IDS | PUT_FORCE, NULL,
                     &pair->first, err) ||
        !put_prepare(context, read, pair->again, VERB_REVERT, rev, PUT_FORCE | PUT_BULK, NULL,
                     &pair->second, err))
        return false;
    record_set_int(pair->again, field, rev + 2);
    pair->second.base_rev = rev + 1;
    put_compute(&pair->second, library->analyser, library->packer, false);
    return true;
}

static bool write_pair(PutContext *context, Pair *pair, uint32_t rev, SaveResult *result,
                       Error *err) {
    StoreWrite *write;
    char note[64];
    if (!library_write_begin(context->library, false, &write, err))
        return false;
    bool ok = put_write(context, write, &pair->first, result, err);
    snprintf(note, sizeof note, "revision %u", rev);
    context->note = str_of(note);
    SaveResult again;
    ok = ok && put_write(context, write, &pair->second, &again, err);
    Kept kept = {.type = pair->mine->entity->type,
                 .record = result->id,
                 .rev = result->rev,
                 .user = context->library->actor.user,
                 .at_ms = clock_now_ms()};
    ok = ok && note_kept(write, &kept, err);
    if (ok)
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

bool library_keep_beside(Library *library, const Record *mine, Str note, SaveResult *result,
                         Error *err) {
    PutContext context = {.library = library, .note = note};
    EntityType type = mine->entity->type;
    StoreRead *read;
    Pair pair = {0};
    *result = (SaveResult){0};
    if (!entity_get(type)->filed)
        return error_set(err, ERR_INVALID, N_("users and teams do not go back: set them anew"), "");
    if (!library_allow(library, RIGHT_WRITE, err) ||
        !library_load(library, type, record_id(mine), 0, &pair.again, err))
        return false;
    int trashed = entity_field(mine->entity, STR("trashed"));
    uint32_t rev = (uint32_t)record_int(pair.again, entity_field(mine->entity, STR("rev")));
    pair.mine = record_copy(mine);
    for (size_t i = 0; i < mine->entity->count; i++) /* where it stands is not mine to say */
        if (mine->entity->fields[i].flags & (FIELD_MOVED | FIELD_MACHINE))
            put_keep(pair.mine, pair.again, (int)i);
    bool ok =
        !(trashed >= 0 && record_int(pair.again, trashed)) ||
        error_set(err, ERR_INVALID, N_("the record is in the trash; bring it back first"), "");
    ok = ok && store_read_begin(library->store, &read, err);
    if (ok) {
        ok = prepare_pair(&context, read, &pair, rev, err);
        store_read_end(read);
    }
    ok = ok && write_pair(&context, &pair, rev, result, err);
    if (ok)
        library_merge_step(library);
    put_free(&pair.first);
    put_free(&pair.second);
    vec_free(&context.numbers);
    record_free(pair.mine);
    record_free(pair.again);
    return ok;
}
