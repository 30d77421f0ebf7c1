#include "config.h"

#include "library/taxonomy.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "conf/reader.h"
#include "format/yaml_write.h"
#include "library/queue.h"
#include "library/taxonomydoing.h"
#include "library/taxonomyedit.h"
#include "library/undo.h"
#include "library/vocabulary.h"
#include "search/run.h"
#include "text/fold.h"

#include <stdio.h>

enum { LONGEST_NAME = 100 };

/* One change: of the text, then of the cases. */
typedef struct TaxonEdit {
    Library *library;
    Arena arena;
    DocNode *root;
    const char *field; /* "tags" or "category" */
    Str from, to;      /* for a case */
    TaxonDoing doing;  /* what a killed process had begun: done by now */
    size_t finished;   /* cases of that */
    int lock;
    Queue queue;
    Buf note;
} TaxonEdit;

/* ---- names ---- */

static bool check_name(Str name, Error *err) {
    bool good = name.len && name.len <= LONGEST_NAME && !memchr(name.ptr, '/', name.len) &&
                !memchr(name.ptr, ';', name.len) && !memchr(name.ptr, '\n', name.len);
    return good || error_set(err, ERR_INVALID,
                             N_("“{0}” cannot be a name: at most {1} bytes, no slash and no "
                                "semicolon"),
                             "Sd", name, (int64_t)LONGEST_NAME);
}

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

static bool tag_is_used(Library *library, Str name, bool *used, Error *err) {
    TaxonNames names;
    *used = false;
    bool ok = library_tags(library, &names, err);
    for (size_t i = 0; ok && i < names.len; i++)
        *used |= text_fold_equal(names.items[i].name, name);
    library_taxon_names_free(&names);
    return ok;
}

/* ---- the cases ---- */

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

static bool begin(TaxonEdit *edit, Library *library, const char *field, const Progress *progress,
                  Error *err) {
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

static void end(TaxonEdit *edit) {
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

static bool finish(TaxonEdit *edit, const Progress *progress, TaxonResult *result, Error *err) {
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

/* The change that was asked for is the one that was begun and is done by now. */
static bool is_done(const TaxonEdit *edit, Str from, Str to, TaxonResult *result) {
    const TaxonDoing *doing = &edit->doing;
    if (!doing->there || !str_equal(doing->field, str_of(edit->field)) ||
        !text_fold_equal(doing->from, from) || !str_equal(doing->to, to))
        return false;
    *result = (TaxonResult){edit->finished, edit->finished ? doing->batch : (Uuid){{0}}};
    return true;
}

static void move_cases(TaxonEdit *edit, Str from, Str to) {
    edit->from = arena_str(&edit->arena, from);
    edit->to = arena_str(&edit->arena, to);
    buf_printf(&edit->note, "%s: %.*s -> %.*s", edit->field, STR_ARG(from), STR_ARG(to));
    taxonomyedit_moved(&edit->arena, edit->root, edit->field, edit->from, edit->to);
}

/* ---- tags ---- */

static bool tag_there(TaxonEdit *edit, Str name, bool wanted, Error *err) {
    bool used,
        there = taxonomyedit_entry(taxonomyedit_list(&edit->arena, edit->root, "tags"), name);
    if (!tag_is_used(edit->library, name, &used, err))
        return false;
    if ((there || used) == wanted)
        return true;
    return wanted ? error_set(err, ERR_NOT_FOUND, N_("there is no tag “{0}”"), "S", name)
                  : error_set(err, ERR_EXISTS,
                              N_("there is a tag “{0}” already: merge makes two one"), "S", name);
}

bool library_tag_add(Library *library, Str name, Error *err) {
    TaxonEdit edit;
    name = str_trim(name);
    bool ok = begin(&edit, library, "tags", NULL, err) && check_name(name, err) &&
              tag_there(&edit, name, false, err);
    if (ok) {
        doc_add(taxonomyedit_list(&edit.arena, edit.root, "tags"), STR(""),
                doc_scalar(&edit.arena, name, true));
        taxonomyedit_not_moved(edit.root, "tags", name);
        buf_printf(&edit.note, "tags: + %.*s", STR_ARG(name));
        ok = finish(&edit, NULL, NULL, err);
    }
    end(&edit);
    return ok;
}

static bool change_tag(Library *library, Str from, Str to, bool merge, const Progress *progress,
                       TaxonResult *result, Error *err) {
    TaxonEdit edit;
    from = str_trim(from);
    to = str_trim(to);
    *result = (TaxonResult){0};
    bool same = text_fold_equal(from, to);
    bool ok = begin(&edit, library, "tags", progress, err) && check_name(to, err);
    if (ok && is_done(&edit, from, to, result)) {
        end(&edit);
        return true;
    }
    ok = ok && tag_there(&edit, from, true, err);
    if (ok && same && (merge || str_equal(from, to)))
        ok = error_set(err, ERR_INVALID, N_("“{0}” is its name already"), "S", to);
    ok = ok && (same || tag_there(&edit, to, merge, err));
    if (ok) {
        DocNode *list = taxonomyedit_list(&edit.arena, edit.root, "tags");
        DocNode *entry = taxonomyedit_entry(list, from);
        if (entry && merge)
            taxonomyedit_take_out(list, entry);
        else if (entry)
            taxonomyedit_rename(&edit.arena, entry, to);
        move_cases(&edit, from, to);
        if (same) /* only written otherwise */
            taxonomyedit_not_moved(edit.root, "tags", to);
        ok = finish(&edit, progress, result, err);
    }
    end(&edit);
    return ok;
}

bool library_tag_rename(Library *library, Str name, Str to, const Progress *progress,
                        TaxonResult *result, Error *err) {
    return change_tag(library, name, to, false, progress, result, err);
}

bool library_tag_merge(Library *library, Str from, Str into, const Progress *progress,
                       TaxonResult *result, Error *err) {
    return change_tag(library, from, into, true, progress, result, err);
}

/* ---- categories ---- */

/* The whole path of what was named in any way. */
static bool find_category(TaxonEdit *edit, Str name, Str *path, Error *err) {
    Taxonomy *taxonomy;
    Buf text = {0};
    yaml_write(&text, edit->root);
    bool ok = taxonomy_parse(buf_str(&text), "taxonomy", &taxonomy, err);
    buf_free(&text);
    if (!ok)
        return false;
    const TaxonomyCategory *found = taxonomy_find(taxonomy, name);
    if (found)
        *path = arena_str(&edit->arena, found->path);
    else
        ok = error_set(err, ERR_NOT_FOUND, N_("there is no category “{0}”"), "S", name);
    taxonomy_free(taxonomy);
    return ok;
}

static Str parent_of(Str path) {
    size_t slash = path.len;
    while (slash && path.ptr[slash - 1] != '/')
        slash--;
    return str_make(path.ptr, slash ? slash - 1 : 0);
}

static Str last_of(Str path) {
    Str parent = parent_of(path);
    size_t from = parent.len ? parent.len + 1 : path.ptr[0] == '/' ? 1 : 0;
    return str_make(path.ptr + from, path.len - from);
}

static Str join(Arena *arena, Str parent, Str name) {
    return str_of(
        arena_printf(arena, "%.*s%s%.*s", STR_ARG(parent), parent.len ? "/" : "", STR_ARG(name)));
}

/* The list that a category below `parent` ("": at the top) stands in. */
static DocNode *list_below(TaxonEdit *edit, Str parent) {
    DocNode *list;
    DocNode *above = parent.len ? taxonomyedit_category(edit->root, parent, &list) : NULL;
    return above ? taxonomyedit_children(&edit->arena, above)
                 : taxonomyedit_list(&edit->arena, edit->root, "categories");
}

bool library_category_add(Library *library, Str path, Error *err) {
    TaxonEdit edit;
    path = str_trim(path);
    Str name = str_trim(last_of(path)), parent = str_trim(parent_of(path));
    bool ok = begin(&edit, library, "category", NULL, err) && check_name(name, err) &&
              (!parent.len || find_category(&edit, parent, &parent, err));
    if (ok) {
        Str whole = join(&edit.arena, parent, name);
        doc_add(list_below(&edit, parent), STR(""), doc_scalar(&edit.arena, name, true));
        taxonomyedit_not_moved(edit.root, "category", whole);
        buf_printf(&edit.note, "category: + %.*s", STR_ARG(whole));
        ok = finish(&edit, NULL, NULL, err);
    }
    end(&edit);
    return ok;
}

bool library_category_rename(Library *library, Str path, Str name, const Progress *progress,
                             TaxonResult *result, Error *err) {
    TaxonEdit edit;
    DocNode *list;
    *result = (TaxonResult){0};
    name = str_trim(name);
    bool ok = begin(&edit, library, "category", progress, err) && check_name(name, err);
    if (ok && is_done(&edit, path, join(&edit.arena, parent_of(path), name), result)) {
        end(&edit);
        return true;
    }
    ok = ok && find_category(&edit, path, &path, err);
    Str to = ok ? join(&edit.arena, parent_of(path), name) : STR("");
    if (ok && str_equal(to, path))
        ok = error_set(err, ERR_INVALID, N_("“{0}” is its name already"), "S", name);
    if (ok) {
        taxonomyedit_rename(&edit.arena, taxonomyedit_category(edit.root, path, &list), name);
        move_cases(&edit, path, to);
        ok = finish(&edit, progress, result, err);
    }
    end(&edit);
    return ok;
}

bool library_category_move(Library *library, Str path, Str parent, const Progress *progress,
                           TaxonResult *result, Error *err) {
    TaxonEdit edit;
    DocNode *list;
    bool top = str_equal(str_trim(parent), STR("/"));
    *result = (TaxonResult){0};
    bool ok = begin(&edit, library, "category", progress, err) &&
              (top || find_category(&edit, parent, &parent, err));
    parent = top ? STR("") : parent;
    if (ok && is_done(&edit, path, join(&edit.arena, parent, last_of(path)), result)) {
        end(&edit);
        return true;
    }
    ok = ok && find_category(&edit, path, &path, err);
    Str to = ok ? join(&edit.arena, parent, last_of(path)) : STR("");
    bool inside =
        ok && (str_equal(parent, path) || str_starts(parent, join(&edit.arena, path, STR(""))));
    if (ok && (inside || str_equal(to, path)))
        ok =
            error_set(err, ERR_INVALID,
                      inside ? N_("“{0}” cannot lie below itself") : N_("“{0}” lies there already"),
                      "S", path);
    if (ok) {
        DocNode *category = taxonomyedit_category(edit.root, path, &list);
        taxonomyedit_take_out(list, category);
        doc_add(list_below(&edit, parent), STR(""), category);
        move_cases(&edit, path, to);
        ok = finish(&edit, progress, result, err);
    }
    end(&edit);
    return ok;
}

bool library_category_merge(Library *library, Str from, Str into, const Progress *progress,
                            TaxonResult *result, Error *err) {
    TaxonEdit edit;
    DocNode *list;
    *result = (TaxonResult){0};
    bool ok =
        begin(&edit, library, "category", progress, err) && find_category(&edit, into, &into, err);
    if (ok && is_done(&edit, from, into, result)) {
        end(&edit);
        return true;
    }
    ok = ok && find_category(&edit, from, &from, err);
    if (ok && str_equal(from, into))
        ok = error_set(err, ERR_INVALID, N_("a category is merged with another one"), "");
    DocNode *category = ok ? taxonomyedit_category(edit.root, from, &list) : NULL;
    const DocNode *below = category ? doc_member(category, STR("children")) : NULL;
    if (below && below->count)
        ok = error_set(err, ERR_INVALID,
                       N_("“{0}” has categories below it: move or merge those first"), "S", from);
    if (ok) {
        taxonomyedit_take_out(list, category);
        move_cases(&edit, from, into);
        ok = finish(&edit, progress, result, err);
    }
    end(&edit);
    return ok;
}

/* ---- taking back ---- */

bool library_taxonomy_undo(Library *library, const Progress *progress, Error *err) {
    StoreRead *read;
    StoreWrite *write;
    StoreBatch batch;
    Error ignored;
    Uuid last;
    bool found = false;
    size_t undone, kept;
    int lock = -1;
    if (!library_allow(library, RIGHT_TAXONOMY, err) || !taxonomydoing_lock(library, &lock, err))
        return false;
    taxonomydoing_unlock(lock); /* nobody is at it: what stands half done is taken back so far */
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = taxonomyedit_last(read, &last, &found, err);
    bool cases = ok && found && store_batch(read, last, &batch, &ignored);
    store_read_end(read);
    if (ok && !found)
        return error_set(err, ERR_NOT_FOUND, N_("there is no change of the taxonomy to undo"), "");
    if (!ok || cases)
        return ok && undo_batch(library, &last, &undone, &kept, NULL, progress, err);
    if (!library_write_begin(library, false, &write, err))
        return false;
    StoreChange change = library_change(library, VERB_OTHER, STR("taxonomy: undo"));
    if (taxonomyedit_undo(write, last, uuid_new(), err) &&
        store_put_note(write, &change, STR(""), NULL, err))
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}
