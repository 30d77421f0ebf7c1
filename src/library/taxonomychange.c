#include "config.h"

#include "library/taxonomychange.h"

#include "base/i18n.h"
#include "conf/reader.h"
#include "conf/taxonomy.h"
#include "format/yaml_write.h"
#include "library/taxonomyedit.h"
#include "library/undo.h"
#include "search/run.h"
#include "text/fold.h"

/* ---- the cases ---- */

/* Cases of the whole library, also in the trash, that may have the value: those that a search for
 * it finds. */
static bool ids_with(Library *library, StoreRead *read, const char *field, Str value, Uuid **ids,
                     size_t *count, Error *err) {
    SearchVisible whole = {.everything = true, .archived = true, .trashed = true};
    SearchResult result = {0};
    Buf query = {0};
    buf_printf(&query, "%s:\"%.*s\"", field, STR_ARG(value));
    SearchRequest request = {.query = buf_str(&query),
                             .mode = SEARCH_ALL,
                             .exact = true,
                             .limit = UINT32_MAX,
                             .sort = -1,
                             .today = library_today(),
                             .visible = &whole};
    bool ok = search_run(library->index, read, &request, &result, err);
    *ids = mem_alloc((result.len + 1) * sizeof **ids);
    *count = 0;
    for (size_t i = 0; ok && i < result.len; i++)
        (*ids)[(*count)++] = result.rows[i].uuid;
    search_result_free(&result);
    buf_free(&query);
    return ok;
}

static bool change_tags(const TaxonEdit *edit, Record *record) {
    Value *tags = &record->values[CASE_TAGS];
    size_t kept = 0;
    bool changed = false;
    for (size_t i = 0; tags->kind == VALUE_LIST && i < tags->list.len; i++)
        if (text_fold_equal(tags->list.items[i].text, edit->from)) {
            changed |= !str_equal(tags->list.items[i].text, edit->to);
            tags->list.items[i].text = arena_str(&record->arena, edit->to);
        }
    for (size_t i = 0; changed && i < tags->list.len; i++) {
        bool again = false;
        for (size_t j = 0; j < kept; j++)
            again |= text_fold_equal(tags->list.items[j].text, tags->list.items[i].text);
        if (!again)
            tags->list.items[kept++] = tags->list.items[i];
    }
    if (changed)
        tags->list.len = kept;
    return changed;
}

/* The category itself, and what lies below it. */
static bool change_category(const TaxonEdit *edit, Record *record) {
    Str path = record_text(record, CASE_CATEGORY);
    bool below = path.len > edit->from.len && str_starts(path, edit->from) &&
                 path.ptr[edit->from.len] == '/';
    if (!below && !str_equal(path, edit->from))
        return false;
    Buf now = {0};
    buf_put_str(&now, edit->to);
    buf_put_str(&now, str_make(path.ptr + edit->from.len, path.len - edit->from.len));
    record_set_text(record, CASE_CATEGORY, buf_str(&now));
    buf_free(&now);
    return true;
}

static bool change_case(const TaxonEdit *edit, Record *record) {
    return strcmp(edit->field, "tags") == 0 ? change_tags(edit, record)
                                            : change_category(edit, record);
}

/* Somebody may save a case while its change waits: what he wrote stays. */
static bool take_newest(void *watcher, StoreRead *read, Record *record, uint32_t *base_rev,
                        Error *err) {
    const TaxonEdit *edit = watcher;
    StoreCurrent row;
    Record *current;
    if (!store_current(read, ENTITY_CASE, record_id(record), &row, err))
        return false;
    if (row.rev == *base_rev)
        return true;
    if (!store_load(read, ENTITY_CASE, record_id(record), &current, err))
        return false;
    for (int field = 0; field < CASE_FIELDS; field++)
        put_keep(record, current, field);
    record_set_unknown(record, current->unknown);
    change_case(edit, record);
    *base_rev = row.rev;
    record_free(current);
    return true;
}

static bool change_one(TaxonEdit *edit, Uuid id, Error *err) {
    StoreRead *read;
    Record *record;
    if (!store_read_begin(edit->library->store, &read, err))
        return false;
    bool ok = store_load(read, ENTITY_CASE, id, &record, err);
    store_read_end(read);
    if (!ok || !change_case(edit, record)) {
        if (ok)
            record_free(record);
        return ok;
    }
    uint32_t rev = (uint32_t)record_int(record, CASE_REV);
    return queue_add(&edit->queue, record, VERB_OTHER, rev, PUT_FORCE, 0, err) &&
           queue_write(&edit->queue, err);
}

static bool change_cases(TaxonEdit *edit, const Progress *progress, Error *err) {
    StoreRead *read;
    Uuid *ids = NULL;
    size_t count = 0;
    if (!store_read_begin(edit->library->store, &read, err))
        return false;
    bool ok = ids_with(edit->library, read, edit->field, edit->from, &ids, &count, err);
    store_read_end(read);
    for (size_t i = 0; ok && i < count; i++) {
        ok = change_one(edit, ids[i], err);
        progress_report(progress, i + 1, count);
    }
    free(ids);
    return queue_finish(&edit->queue, ok ? err : &(Error){0}) && ok;
}

/* ---- a change from its beginning to its end ---- */

static bool end_change(Library *library, Error *err) {
    StoreWrite *write;
    if (!library_write_begin(library, false, &write, err))
        return false;
    if (taxonomydoing_put(write, &(TaxonDoing){0}, err))
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

/* The cases that a killed process did not come to, as the batch that it had begun. */
static bool finish_begun(TaxonEdit *edit, const Progress *progress, Error *err) {
    StoreRead *read;
    Error ignored;
    TaxonEdit rest = {.library = edit->library, .lock = -1};
    if (!store_read_begin(edit->library->store, &read, err))
        return false;
    bool ok = taxonomydoing_read(read, &edit->arena, &edit->doing, err);
    queue_init(&rest.queue, edit->library, 0, STR(BULK_SOURCE));
    rest.queue.context.batch = rest.queue.batch.id = edit->doing.batch;
    StoreBatch begun;
    if (ok && edit->doing.there && store_batch(read, edit->doing.batch, &begun, &ignored))
        rest.queue.batch = begun;
    store_read_end(read);
    if (ok && edit->doing.there) {
        rest.field = str_equal(edit->doing.field, STR("tags")) ? "tags" : "category";
        rest.from = edit->doing.from;
        rest.to = edit->doing.to;
        buf_printf(&rest.note, "%s: %.*s -> %.*s", rest.field, STR_ARG(rest.from),
                   STR_ARG(rest.to));
        rest.queue.context.note = buf_str(&rest.note);
        rest.queue.match = take_newest;
        rest.queue.watcher = &rest;
        ok = change_cases(&rest, progress, err) && end_change(edit->library, err);
        edit->finished = rest.queue.batch.updated;
    }
    queue_free(&rest.queue);
    buf_free(&rest.note);
    return ok;
}

bool taxonomychange_begin(TaxonEdit *edit, Library *library, const char *field,
                          const Progress *progress, Error *err) {
    ConfReader reader = {"taxonomy", err};
    StoreRead *read;
    Str text;
    *edit = (TaxonEdit){.library = library, .field = field, .lock = -1};
    queue_init(&edit->queue, library, 0, STR(BULK_SOURCE));
    if (!library_allow(library, RIGHT_TAXONOMY, err) ||
        !taxonomydoing_lock(library, &edit->lock, err) || !finish_begun(edit, progress, err) ||
        !store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_meta(read, "taxonomy", &text, err);
    Str own = ok && text.ptr ? arena_str(&edit->arena, text) : STR("");
    store_read_end(read);
    return ok && conf_read(&reader, &edit->arena, own, &edit->root);
}

void taxonomychange_end(TaxonEdit *edit) {
    queue_free(&edit->queue);
    buf_free(&edit->note);
    arena_free(&edit->arena);
    taxonomydoing_unlock(edit->lock);
}

/* Writes the text when it is a taxonomy still, three levels deep and all. */
static bool put_text(TaxonEdit *edit, Error *err) {
    Buf text = {0};
    Taxonomy *parsed = NULL;
    StoreWrite *write;
    yaml_write(&text, edit->root);
    bool ok = taxonomy_parse(buf_str(&text), NULL, &parsed, err);
    taxonomy_free(parsed);
    if (!ok)
        err->line = err->column = 0; /* of a file that nobody has */
    if (ok && (ok = library_write_begin(edit->library, false, &write, err))) {
        StoreChange change = library_change(edit->library, VERB_OTHER, buf_str(&edit->note));
        TaxonDoing doing = {.there = edit->from.len > 0,
                            .batch = edit->queue.batch.id,
                            .field = str_of(edit->field),
                            .from = edit->from,
                            .to = edit->to};
        ok = taxonomyedit_put(write, buf_str(&text), edit->queue.batch.id, err) &&
             taxonomydoing_put(write, &doing, err) &&
             store_put_note(write, &change, STR(""), NULL, err);
        if (ok)
            ok = store_write_commit(write, NULL, err);
        else
            store_write_abort(write);
    }
    buf_free(&text);
    return ok;
}

bool taxonomychange_finish(TaxonEdit *edit, const Progress *progress, TaxonResult *result,
                           Error *err) {
    edit->queue.context.note = buf_str(&edit->note);
    edit->queue.match = take_newest;
    edit->queue.watcher = edit;
    bool ok =
        put_text(edit, err) &&
        (!edit->from.len || (change_cases(edit, progress, err) && end_change(edit->library, err)));
    if (result) {
        result->cases = edit->queue.batch.updated;
        result->batch = result->cases ? edit->queue.batch.id : (Uuid){{0}};
    }
    return ok;
}

bool taxonomychange_is_done(const TaxonEdit *edit, Str from, Str to, TaxonResult *result) {
    const TaxonDoing *doing = &edit->doing;
    if (!doing->there || !str_equal(doing->field, str_of(edit->field)) ||
        !text_fold_equal(doing->from, from) || !str_equal(doing->to, to))
        return false;
    *result = (TaxonResult){edit->finished, edit->finished ? doing->batch : (Uuid){{0}}};
    return true;
}

void taxonomychange_move(TaxonEdit *edit, Str from, Str to) {
    edit->from = arena_str(&edit->arena, from);
    edit->to = arena_str(&edit->arena, to);
    buf_printf(&edit->note, "%s: %.*s -> %.*s", edit->field, STR_ARG(from), STR_ARG(to));
    taxonomyedit_moved(&edit->arena, edit->root, edit->field, edit->from, edit->to);
}
