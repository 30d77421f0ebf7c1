#include "config.h"

#include "library/export.h"

#include "base/i18n.h"
#include "conf/catalogue.h"
#include "library/handonlog.h"
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

/* An export that cannot be put on record does not happen, unless nothing can be written at all.
 * Cases that were asked for by name are on record each. */
static bool put_on_record(Library *library, const ExportOptions *options, const Ids *ids,
                          Error *err) {
    char note[96];
    size_t named =
        options->ids && options->entity == ENTITY_CASE && ids->len <= HANDED_MOST ? ids->len : 0;
    snprintf(note, sizeof note, "%zu %s %s%s", ids->len, entity_get(options->entity)->key,
             format_name(options->kind), options->safe ? " safe" : "");
    StoreChange change = library_change(library, VERB_EXPORT, str_of(note));
    HandOn *cases = mem_zalloc((named + 1) * sizeof *cases);
    for (size_t i = 0; i < named; i++)
        cases[i] = (HandOn){.case_id = ids->items[i],
                            .what = HANDED_FILE,
                            .full = !options->safe,
                            .why = options->why,
                            .prospect = options->prospect};
    bool ok = handon_log(library, cases, named, &change, err);
    free(cases);
    return ok;
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

/* One record as it goes out; lefts NULL: nobody asks. */
static bool load(Library *library, const ExportOptions *options, SafeKit *kit, Uuid id,
                 SafeLefts *lefts, Record **out, Error *err) {
    Record *record;
    if (!library_load(library, options->entity, id, 0, &record, err))
        return false;
    *out = kit ? safe_record(kit, record, lefts) : record;
    if (kit)
        record_free(record);
    return true;
}

static bool make_kit(Library *library, const ExportOptions *options, SafeKit **out, Error *err) {
    *out = NULL;
    if (!options->safe)
        return true;
    if (options->entity != ENTITY_CASE)
        return error_set(err, ERR_INVALID, N_("only cases have a safe form"), "");
    return safe_kit_new(library, out, err);
}

static bool find_lefts(Library *library, const ExportOptions *options, SafeKit *kit, const Ids *ids,
                       SafeLefts *lefts, const Progress *progress, Error *err) {
    bool ok = true;
    for (size_t i = 0; ok && kit && i < ids->len && !lefts->len; i++) {
        Record *record;
        if (progress_cancelled(progress))
            return error_set(err, ERR_CANCELLED, N_("cancelled"), "");
        ok = load(library, options, kit, ids->items[i], lefts, &record, err);
        if (ok)
            record_free(record);
    }
    return ok;
}

bool library_export_lefts(Library *library, const ExportOptions *options, SafeLefts *lefts,
                          const Progress *progress, Error *err) {
    Ids ids = {0};
    SafeKit *kit = NULL;
    bool ok = library_allow(library, RIGHT_EXPORT, err) && list_ids(library, options, &ids, err) &&
              make_kit(library, options, &kit, err) &&
              find_lefts(library, options, kit, &ids, lefts, progress, err);
    safe_kit_free(kit);
    vec_free(&ids);
    return ok;
}

static bool confirmed(Library *library, const ExportOptions *options, SafeKit *kit, const Ids *ids,
                      const Progress *progress, Error *err) {
    SafeLefts lefts = {0};
    if (!kit || options->confirmed)
        return true;
    bool ok = find_lefts(library, options, kit, ids, &lefts, progress, err);
    if (ok && lefts.len)
        ok = error_set(err, ERR_INVALID, N_("the safe form still holds what may tell who it is"),
                       "");
    safe_lefts_free(&lefts);
    return ok;
}

bool library_export(Library *library, const ExportOptions *options, ExportTake *take, void *context,
                    size_t *count, const Progress *progress, Error *err) {
    Ids ids = {0};
    Buf bytes = {0}, name = {0};
    SafeKit *kit = NULL;
    FormatWrite write = {.kind = options->kind,
                         .entity = options->entity,
                         .crlf = options->crlf,
                         .safe = options->safe,
                         .metric = metric_label_in};
    *count = 0;
    bool ok = library_allow(library, RIGHT_EXPORT, err) && list_ids(library, options, &ids, err) &&
              make_kit(library, options, &kit, err) &&
              confirmed(library, options, kit, &ids, progress, err) &&
              put_on_record(library, options, &ids, err);
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
        ok = load(library, options, kit, ids.items[i], NULL, &record, err);
        if (!ok)
            break;
        buf_clear(&bytes);
        buf_clear(&name);
        format_write_record(&write, record, &bytes);
        if (kit)
            buf_printf(&name, "case-%zu", i + 1);
        else
            name_of(record, &name);
        ok = take(context, buf_text(&name), buf_str(&bytes), err);
        record_free(record);
        *count += ok;
        progress_report(progress, i + 1, ids.len);
    }
    buf_clear(&bytes);
    if (ok)
        format_write_end(&write, &bytes);
    if (bytes.len)
        ok = take(context, "", buf_str(&bytes), err);
    safe_kit_free(kit);
    vec_free(&ids);
    buf_free(&bytes);
    buf_free(&name);
    return ok;
}

void library_format(const Record *record, FormatKind kind, Buf *out) {
    FormatWrite write = {.kind = kind, .entity = record->entity->type, .metric = metric_label_in};
    format_write_begin(&write, out);
    format_write_record(&write, record, out);
    format_write_end(&write, out);
}
