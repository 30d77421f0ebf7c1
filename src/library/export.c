#include "config.h"

#include "library/export.h"

#include "base/i18n.h"
#include "library/internal.h"
#include "library/row.h"
#include "library/save.h"

#include <stdio.h>

typedef VEC(Uuid) Ids;

static bool list_ids(Library *library, const ExportOptions *options, Ids *out, Error *err) {
    LibraryRows rows = {0};
    for (size_t i = 0; i < options->id_count; i++)
        vec_push(out, options->ids[i]);
    if (options->ids)
        return true;
    if (!library_rows(library, options->entity, false, &rows, err))
        return false;
    VEC_EACH (row, &rows)
        vec_push(out, record_id(row->record));
    library_rows_free(&rows);
    return true;
}

/* An export that cannot be put on record does not happen, unless nothing can be written at all. */
static bool put_on_record(Library *library, const ExportOptions *options, size_t count,
                          Error *err) {
    StoreWrite *write;
    char note[96];
    if (store_is_read_only(library->store))
        return true;
    snprintf(note, sizeof note, "%zu %s %s", count, entity_get(options->entity)->key,
             format_name(options->kind));
    StoreChange change = library_change(library, VERB_EXPORT, str_of(note));
    if (!library_write_begin(library, false, &write, err))
        return false;
    if (!store_put_note(write, &change, STR(""), NULL, err)) {
        store_write_abort(write);
        return false;
    }
    return store_write_commit(write, NULL, err);
}

/* A file name: the display id in small letters, else the identity. */
static void name_of(const Record *record, Buf *out) {
    int field = entity_field(record->entity, STR("id"));
    Str id = field >= 0 ? record_text(record, field) : STR("");
    char uuid[UUID_TEXT];
    uuid_format(record_id(record), uuid);
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        bool plain = (c >= '0' && c <= '9') || c == '-' || ((c | 32) >= 'a' && (c | 32) <= 'z');
        buf_putc(out, plain ? (char)(c >= 'A' && c <= 'Z' ? c | 32 : c) : '-');
    }
    if (!id.len)
        buf_puts(out, uuid);
}

bool library_export(Library *library, const ExportOptions *options, ExportTake *take, void *context,
                    size_t *count, const Progress *progress, Error *err) {
    Ids ids = {0};
    Buf bytes = {0}, name = {0};
    FormatWrite write = {.kind = options->kind, .entity = options->entity, .crlf = options->crlf};
    *count = 0;
    bool ok = library_allow(library, RIGHT_EXPORT, err) && list_ids(library, options, &ids, err) &&
              put_on_record(library, options, ids.len, err);
    if (ok) {
        format_write_begin(&write, &bytes);
        ok = !bytes.len || take(context, "", buf_str(&bytes), err);
    }
    for (size_t i = 0; ok && i < ids.len; i++) {
        Record *record;
        if (progress_cancelled(progress)) {
            ok = error_set(err, ERR_CANCELLED, N_("cancelled"), "");
            break;
        }
        ok = library_load(library, options->entity, ids.items[i], 0, &record, err);
        if (!ok)
            break;
        buf_clear(&bytes);
        buf_clear(&name);
        format_write_record(&write, record, &bytes);
        name_of(record, &name);
        ok = take(context, buf_text(&name), buf_str(&bytes), err);
        record_free(record);
        *count += ok;
        progress_report(progress, i + 1, ids.len);
    }
    vec_free(&ids);
    buf_free(&bytes);
    buf_free(&name);
    return ok;
}

void library_format(const Record *record, FormatKind kind, Buf *out) {
    FormatWrite write = {.kind = kind, .entity = record->entity->type};
    format_write_begin(&write, out);
    format_write_record(&write, record, out);
}
