#include "config.h"

#include "library/attachments.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/links.h"
#include "library/put.h"
#include "library/redirect.h"
#include "library/resolve.h"
#include "library/row.h"
#include "store/blob.h"
#include "store/lookup.h"

#include <stdio.h>
#include <stdlib.h>

/* --- reading --------------------------------------------------------------------------------- */

static void take(Attachments *out, const Record *record, bool trashed) {
    Arena *arena = &out->arena;
    vec_push(&out->items,
             (Attachment){.id = record_id(record),
                          .case_id = record_ref_uuid(record, ATTACHMENT_CASE),
                          .number = arena_str(arena, record_text(record, ATTACHMENT_ID)),
                          .kind = arena_str(arena, record_text(record, ATTACHMENT_KIND)),
                          .name = arena_str(arena, record_text(record, ATTACHMENT_NAME)),
                          .sha256 = arena_str(arena, record_text(record, ATTACHMENT_SHA256)),
                          .who = arena_str(arena, record_ref_name(record, ATTACHMENT_BY)),
                          .bytes = (uint64_t)record_int(record, ATTACHMENT_BYTES),
                          .at_ms = record_int(record, ATTACHMENT_CREATED),
                          .trashed = trashed});
}

static int by_time(const void *a, const void *b) {
    const Attachment *x = a, *y = b;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    return str_compare(x->number, y->number);
}

typedef struct Walk {
    Library *library; /* NULL: nobody's rights are asked */
    StoreRead *read;
    Attachments *out;
    bool all, ok;
    Error *err;
} Walk;

static bool take_one(void *context, Uuid id) {
    Walk *walk = context;
    StoreCurrent row;
    Record *record;
    bool found;
    walk->ok = store_current_find(walk->read, ENTITY_ATTACHMENT, id, &row, &found, walk->err);
    if (!walk->ok || !found || (row.trashed && !walk->all))
        return walk->ok;
    walk->ok = row_decode(&row, &record, walk->err);
    if (!walk->ok)
        return false;
    if (!walk->library || links_visible(walk->library, record))
        take(walk->out, record, row.trashed);
    record_free(record);
    return true;
}

/* Those of the case and of the ones that were merged into it. hidden: also what the actor may not
 * see. */
static bool gather(Library *library, Uuid case_id, bool all, bool hidden, Attachments *out,
                   Error *err) {
    Walk walk = {
        .library = hidden ? NULL : library, .out = out, .all = all, .ok = true, .err = err};
    RedirectFamily family = {0};
    if (!store_read_begin(library->store, &walk.read, err))
        return false;
    bool ok = redirect_family(walk.read, case_id, &family, err);
    for (size_t i = 0; ok && walk.ok && i < family.len; i++) {
        char name[UUID_TEXT];
        uuid_format(family.items[i], name);
        ok = store_find_name(walk.read, ENTITY_ATTACHMENT, str_of(name), take_one, &walk, err);
    }
    store_read_end(walk.read);
    vec_free(&family);
    if (out->items.len)
        qsort(out->items.items, out->items.len, sizeof *out->items.items, by_time);
    return ok && walk.ok;
}

bool library_attachments(Library *library, Uuid case_id, bool all, Attachments *out, Error *err) {
    LibraryRow row;
    *out = (Attachments){0};
    if (!library_row(library, ENTITY_CASE, case_id, &row, err))
        return false;
    library_row_free(&row);
    return gather(library, case_id, all, false, out, err);
}

void attachments_free(Attachments *attachments) {
    vec_free(&attachments->items);
    arena_free(&attachments->arena);
    *attachments = (Attachments){0};
}

bool library_attachment(Library *library, Uuid id, Attachments *out, Error *err) {
    LibraryRow row;
    *out = (Attachments){0};
    if (!library_row(library, ENTITY_ATTACHMENT, id, &row, err))
        return false;
    take(out, row.record, row.trashed);
    library_row_free(&row);
    return true;
}

static bool log_reading(Library *library, const Attachment *what, Error *err) {
    StoreWrite *write;
    Buf note = {0};
    if (store_is_read_only(library->store))
        return true;
    buf_printf(&note, "attachment %.*s", STR_ARG(what->number));
    bool ok = library_write_begin(library, false, &write, err);
    if (ok) {
        StoreChange change = library_change(library, VERB_EXPORT, buf_str(&note));
        ok = store_put_note(write, &change, STR(""), NULL, err);
        if (ok)
            ok = store_write_commit(write, NULL, err);
        else
            store_write_abort(write);
    }
    buf_free(&note);
    return ok;
}

bool library_attachment_read(Library *library, Uuid id, Buf *out, Error *err) {
    Attachments one;
    StoreRead *read;
    uint8_t sha[STORE_SHA256];
    if (!library_allow(library, RIGHT_EXPORT, err) || !library_attachment(library, id, &one, err))
        return false;
    const Attachment *what = &one.items.items[0];
    bool ok = what->trashed
                  ? error_set(err, ERR_INVALID, N_("{0} is in the trash; bring it back first"), "S",
                              what->number)
                  : log_reading(library, what, err) && store_read_begin(library->store, &read, err);
    if (ok) {
        ok =
            store_sha256_parse(what->sha256, sha)
                ? store_blob(read, sha, out, err)
                : error_set(err, ERR_CORRUPT, N_("the content of an attached file is damaged"), "");
        store_read_end(read);
    }
    attachments_free(&one);
    return ok;
}

/* --- writing --------------------------------------------------------------------------------- */

static bool refuse(const char *message, Error *err) {
    return error_set(err, ERR_INVALID, message, "");
}

static bool settle_kind(Str *kind, Str bytes, Error *err) {
    bool picture = attachment_is_picture(bytes);
    if (!bytes.len)
        return refuse(N_("the file is empty: there is nothing to attach"), err);
    if (bytes.len > ATTACHMENT_MOST_BYTES)
        return refuse(N_("the file is larger than 5 MB; attach a smaller one, or name where it "
                         "lies as the evidence of an outcome"),
                      err);
    if (str_equal(*kind, STR("consent")))
        return refuse(N_("consent files are not taken yet: they have to be sealed first; note in "
                         "the consent where the paper is"),
                      err);
    if (!kind->len)
        *kind = picture ? STR("picture") : STR("evidence");
    if (!entity_choice_label(&entity_get(ENTITY_ATTACHMENT)->fields[ATTACHMENT_KIND], *kind))
        return error_set(err, ERR_INVALID, N_("“{0}” is no kind of file: evidence or picture"), "S",
                         *kind);
    return picture || !str_equal(*kind, STR("picture")) ||
           refuse(N_("this is no picture: PNG, JPEG, GIF or WebP"), err);
}

static bool is_taken(const Attachments *there, Str name, Uuid but) {
    for (size_t i = 0; i < there->items.len; i++)
        if (!uuid_equal(there->items.items[i].id, but) &&
            str_equal(there->items.items[i].name, name))
            return true;
    return false;
}

/* A name that no other file of the case has: "report (2).pdf". */
static void own_name(const Attachments *there, Str wanted, Uuid but, Buf *out) {
    size_t dot = wanted.len;
    while (dot > 0 && wanted.ptr[dot - 1] != '.')
        dot--;
    size_t stem = dot > 1 ? dot - 1 : wanted.len;
    buf_put_str(out, wanted);
    for (int n = 2; is_taken(there, buf_str(out), but); n++) {
        buf_clear(out);
        buf_printf(out, "%.*s (%d)%.*s", (int)stem, wanted.ptr, n, (int)(wanted.len - stem),
                   wanted.ptr + stem);
    }
}

static Record *record_of(const Library *library, Uuid case_id, Str kind, Str name, Str bytes,
                         const uint8_t sha[STORE_SHA256]) {
    Record *record = record_new(ENTITY_ATTACHMENT);
    Buf hex = {0};
    store_sha256_format(sha, &hex);
    record_set_uuid(record, ATTACHMENT_UUID, uuid_new());
    record_set_ref(record, ATTACHMENT_CASE, case_id, STR(""));
    record_set_text(record, ATTACHMENT_KIND, kind);
    record_set_text(record, ATTACHMENT_NAME, name);
    record_set_text(record, ATTACHMENT_SHA256, buf_str(&hex));
    record_set_int(record, ATTACHMENT_BYTES, (int64_t)bytes.len);
    record_set_ref(record, ATTACHMENT_BY, library->actor.user, str_of(library->actor.login));
    buf_free(&hex);
    return record;
}

/* The record and, where there are any, its bytes: one transaction. */
static bool put(Library *library, Record *record, StoreVerb verb, uint32_t base_rev, Str bytes,
                const uint8_t *sha, SaveResult *result, Error *err) {
    PutContext context = {.library = library, .note = STR("")};
    Prepared prepared;
    StoreRead *read;
    StoreWrite *write;
    *result = (SaveResult){0};
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = put_prepare(&context, read, record, verb, base_rev, PUT_FORCE, NULL, &prepared, err);
    store_read_end(read);
    if (ok && (ok = library_write_begin(library, false, &write, err))) {
        ok = (!sha || store_put_blob(write, bytes, sha, err)) &&
             put_write(&context, write, &prepared, result, err);
        if (ok)
            ok = store_write_commit(write, NULL, err);
        else
            store_write_abort(write);
    }
    put_free(&prepared);
    vec_free(&context.numbers);
    if (ok)
        library_merge_step(library);
    return ok;
}

/* The same bytes under the same name. */
static const Attachment *find_same(const Attachments *there, Str name, Str sha256) {
    for (size_t i = 0; i < there->items.len; i++) {
        const Attachment *it = &there->items.items[i];
        if (!it->trashed && str_equal(it->name, name) && str_equal(it->sha256, sha256))
            return it;
    }
    return NULL;
}

static bool case_takes_files(Library *library, Uuid case_id, Error *err) {
    LibraryRow row;
    if (!library_row(library, ENTITY_CASE, case_id, &row, err))
        return false;
    bool trashed = row.trashed;
    library_row_free(&row);
    return !trashed || refuse(N_("the case is in the trash; bring it back first"), err);
}

bool library_attach_file(Library *library, Uuid case_id, Str kind, Str name, Str bytes,
                         SaveResult *result, Error *err) {
    Attachments seen = {0}, there = {0};
    uint8_t sha[STORE_SHA256];
    Buf clean = {0}, own = {0};
    if (!library_allow(library, RIGHT_WRITE, err) || !settle_kind(&kind, bytes, err) ||
        !case_takes_files(library, case_id, err) ||
        !library_attachments(library, case_id, true, &seen, err))
        return false;
    bool ok = gather(library, case_id, true, true, &there, err);
    attachment_clean_name(name, &clean);
    store_sha256(bytes, sha);
    own_name(&there, buf_str(&clean), (Uuid){{0}}, &own);
    Record *record = record_of(library, case_id, kind, buf_str(&own), bytes, sha);
    const Attachment *same =
        find_same(&seen, buf_str(&clean), record_text(record, ATTACHMENT_SHA256));
    if (ok && same) {
        *result = (SaveResult){.unchanged = true, .id = same->id};
        snprintf(result->display_id, sizeof result->display_id, "%.*s", STR_ARG(same->number));
    } else if (ok) {
        ok = put(library, record, VERB_CREATE, 0, bytes, sha, result, err);
    }
    record_free(record);
    attachments_free(&seen);
    attachments_free(&there);
    buf_free(&clean);
    buf_free(&own);
    return ok;
}

bool library_attachment_rename(Library *library, Uuid id, Str name, SaveResult *result,
                               Error *err) {
    Attachments there = {0};
    Record *record;
    Buf clean = {0}, own = {0};
    if (!library_allow(library, RIGHT_WRITE, err) ||
        !library_load(library, ENTITY_ATTACHMENT, id, 0, &record, err))
        return false;
    bool ok =
        record_int(record, ATTACHMENT_TRASHED)
            ? error_set(err, ERR_INVALID, N_("{0} is in the trash; bring it back first"), "S",
                        record_text(record, ATTACHMENT_ID))
            : gather(library, library_redirect(library, record_ref_uuid(record, ATTACHMENT_CASE)),
                     true, true, &there, err);
    uint32_t rev = (uint32_t)record_int(record, ATTACHMENT_REV);
    attachment_clean_name(name, &clean);
    own_name(&there, buf_str(&clean), id, &own);
    if (ok && str_equal(buf_str(&own), record_text(record, ATTACHMENT_NAME))) {
        *result = (SaveResult){.unchanged = true, .rev = rev, .id = id};
    } else if (ok) {
        record_set_text(record, ATTACHMENT_NAME, buf_str(&own));
        ok = put(library, record, VERB_EDIT, rev, STR(""), NULL, result, err);
    }
    record_free(record);
    attachments_free(&there);
    buf_free(&clean);
    buf_free(&own);
    return ok;
}
