#include "config.h"

#include "library/taxonomy.h"

#include "base/i18n.h"
#include "conf/taxonomy.h"
#include "format/yaml_write.h"
#include "library/taxonomychange.h"
#include "library/taxonomyedit.h"
#include "library/undo.h"
#include "text/fold.h"

enum { LONGEST_NAME = 100 };

/* ---- names ---- */

static bool check_name(Str name, Error *err) {
    bool good = name.len && name.len <= LONGEST_NAME && !memchr(name.ptr, '/', name.len) &&
                !memchr(name.ptr, ';', name.len) && !memchr(name.ptr, '\n', name.len);
    return good || error_set(err, ERR_INVALID,
                             N_("“{0}” cannot be a name: at most {1} bytes, no slash and no "
                                "semicolon"),
                             "Sd", name, (int64_t)LONGEST_NAME);
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
    bool ok = taxonomychange_begin(&edit, library, "tags", NULL, err) && check_name(name, err) &&
              tag_there(&edit, name, false, err);
    if (ok) {
        doc_add(taxonomyedit_list(&edit.arena, edit.root, "tags"), STR(""),
                doc_scalar(&edit.arena, name, true));
        taxonomyedit_not_moved(edit.root, "tags", name);
        buf_printf(&edit.note, "tags: + %.*s", STR_ARG(name));
        ok = taxonomychange_finish(&edit, NULL, NULL, err);
    }
    taxonomychange_end(&edit);
    return ok;
}

static bool change_tag(Library *library, Str from, Str to, bool merge, const Progress *progress,
                       TaxonResult *result, Error *err) {
    TaxonEdit edit;
    from = str_trim(from);
    to = str_trim(to);
    *result = (TaxonResult){0};
    bool same = text_fold_equal(from, to);
    bool ok = taxonomychange_begin(&edit, library, "tags", progress, err) && check_name(to, err);
    if (ok && taxonomychange_is_done(&edit, from, to, result)) {
        taxonomychange_end(&edit);
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
        taxonomychange_move(&edit, from, to);
        if (same) /* only written otherwise */
            taxonomyedit_not_moved(edit.root, "tags", to);
        ok = taxonomychange_finish(&edit, progress, result, err);
    }
    taxonomychange_end(&edit);
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
    bool ok = taxonomychange_begin(&edit, library, "category", NULL, err) &&
              check_name(name, err) && (!parent.len || find_category(&edit, parent, &parent, err));
    if (ok) {
        Str whole = join(&edit.arena, parent, name);
        doc_add(list_below(&edit, parent), STR(""), doc_scalar(&edit.arena, name, true));
        taxonomyedit_not_moved(edit.root, "category", whole);
        buf_printf(&edit.note, "category: + %.*s", STR_ARG(whole));
        ok = taxonomychange_finish(&edit, NULL, NULL, err);
    }
    taxonomychange_end(&edit);
    return ok;
}

bool library_category_rename(Library *library, Str path, Str name, const Progress *progress,
                             TaxonResult *result, Error *err) {
    TaxonEdit edit;
    DocNode *list;
    *result = (TaxonResult){0};
    name = str_trim(name);
    bool ok =
        taxonomychange_begin(&edit, library, "category", progress, err) && check_name(name, err);
    if (ok &&
        taxonomychange_is_done(&edit, path, join(&edit.arena, parent_of(path), name), result)) {
        taxonomychange_end(&edit);
        return true;
    }
    ok = ok && find_category(&edit, path, &path, err);
    Str to = ok ? join(&edit.arena, parent_of(path), name) : STR("");
    if (ok && str_equal(to, path))
        ok = error_set(err, ERR_INVALID, N_("“{0}” is its name already"), "S", name);
    if (ok) {
        taxonomyedit_rename(&edit.arena, taxonomyedit_category(edit.root, path, &list), name);
        taxonomychange_move(&edit, path, to);
        ok = taxonomychange_finish(&edit, progress, result, err);
    }
    taxonomychange_end(&edit);
    return ok;
}

bool library_category_move(Library *library, Str path, Str parent, const Progress *progress,
                           TaxonResult *result, Error *err) {
    TaxonEdit edit;
    DocNode *list;
    bool top = str_equal(str_trim(parent), STR("/"));
    *result = (TaxonResult){0};
    bool ok = taxonomychange_begin(&edit, library, "category", progress, err) &&
              (top || find_category(&edit, parent, &parent, err));
    parent = top ? STR("") : parent;
    if (ok &&
        taxonomychange_is_done(&edit, path, join(&edit.arena, parent, last_of(path)), result)) {
        taxonomychange_end(&edit);
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
        taxonomychange_move(&edit, path, to);
        ok = taxonomychange_finish(&edit, progress, result, err);
    }
    taxonomychange_end(&edit);
    return ok;
}

bool library_category_merge(Library *library, Str from, Str into, const Progress *progress,
                            TaxonResult *result, Error *err) {
    TaxonEdit edit;
    DocNode *list;
    *result = (TaxonResult){0};
    bool ok = taxonomychange_begin(&edit, library, "category", progress, err) &&
              find_category(&edit, into, &into, err);
    if (ok && taxonomychange_is_done(&edit, from, into, result)) {
        taxonomychange_end(&edit);
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
        taxonomychange_move(&edit, from, into);
        ok = taxonomychange_finish(&edit, progress, result, err);
    }
    taxonomychange_end(&edit);
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
