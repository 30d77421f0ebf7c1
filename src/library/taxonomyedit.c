#include "config.h"

#include "library/taxonomyedit.h"

#include "library/taxonomydoing.h"
#include "text/fold.h"

static const char *const TEXT = "taxonomy", *const BEFORE = "taxonomy.before";

/* ---- the tree ---- */

DocNode *taxonomyedit_list(Arena *arena, DocNode *root, const char *key) {
    DocNode *list = doc_member(root, str_of(key));
    if (list && list->kind == DOC_LIST)
        return list;
    if (list)
        taxonomyedit_take_out(root, list); /* an empty value */
    list = doc_new(arena, DOC_LIST);
    doc_add(root, str_of(key), list);
    return list;
}

static Str name_of(const DocNode *entry) {
    return str_trim(entry->kind == DOC_MAP ? doc_text(doc_member(entry, STR("name")))
                                           : doc_text(entry));
}

DocNode *taxonomyedit_entry(DocNode *list, Str name) {
    for (DocNode *entry = list ? list->first : NULL; entry; entry = entry->next)
        if (text_fold_equal(name_of(entry), name))
            return entry;
    return NULL;
}

DocNode *taxonomyedit_category(DocNode *root, Str path, DocNode **list) {
    DocNode *found = NULL;
    Str rest = path, name;
    *list = doc_member(root, STR("categories"));
    while (rest.len && str_split(&rest, '/', &name)) {
        if (found)
            *list = doc_member(found, STR("children"));
        found = taxonomyedit_entry(*list, str_trim(name));
        if (!found)
            return NULL;
    }
    return found;
}

void taxonomyedit_take_out(DocNode *list, DocNode *entry) {
    DocNode *before = NULL;
    for (DocNode *at = list->first; at && at != entry; at = at->next)
        before = at;
    *(before ? &before->next : &list->first) = entry->next;
    if (list->last == entry)
        list->last = before;
    entry->next = NULL;
    list->count--;
}

void taxonomyedit_rename(Arena *arena, DocNode *entry, Str name) {
    if (entry->kind != DOC_MAP) {
        entry->text = arena_str(arena, name);
        return;
    }
    DocNode *text = doc_member(entry, STR("name")), *english = doc_member(entry, STR("name_en"));
    text->text = arena_str(arena, name);
    if (english) /* it was the old name's */
        taxonomyedit_take_out(entry, english);
}

DocNode *taxonomyedit_children(Arena *arena, DocNode *category) {
    if (category->kind != DOC_MAP) { /* a name alone */
        DocNode *name = doc_scalar(arena, category->text, category->quoted);
        category->kind = DOC_MAP;
        category->first = category->last = NULL;
        category->count = 0;
        doc_add(category, STR("name"), name);
    }
    category->flow = false;
    return taxonomyedit_list(arena, category, "children");
}

void taxonomyedit_not_moved(DocNode *root, const char *field, Str name) {
    DocNode *list = doc_member(root, STR("moved"));
    for (DocNode *move = list ? list->first : NULL, *next; move; move = next) {
        next = move->next;
        if (str_equal(doc_text(doc_member(move, STR("field"))), str_of(field)) &&
            text_fold_equal(doc_text(doc_member(move, STR("from"))), name))
            taxonomyedit_take_out(list, move);
    }
}

void taxonomyedit_moved(Arena *arena, DocNode *root, const char *field, Str from, Str to) {
    DocNode *list = taxonomyedit_list(arena, root, "moved"), *move = doc_new(arena, DOC_MAP);
    taxonomyedit_not_moved(root, field, to);
    taxonomyedit_not_moved(root, field, from);
    move->flow = true;
    doc_add(move, STR("field"), doc_scalar(arena, str_of(field), true));
    doc_add(move, STR("from"), doc_scalar(arena, from, true));
    doc_add(move, STR("to"), doc_scalar(arena, to, true));
    doc_add(list, STR(""), move);
}

/* ---- the store: the text, and the one before with the batch of the change ---- */

static bool put_before(StoreWrite *write, Uuid batch, Str text, Error *err) {
    Buf kept = {0};
    char id[UUID_TEXT];
    uuid_format(batch, id);
    buf_printf(&kept, "%s\n", id);
    buf_put_str(&kept, text);
    bool ok = store_put_meta(write, BEFORE, buf_str(&kept), err);
    buf_free(&kept);
    return ok;
}

static bool read_before(StoreRead *read, Uuid *batch, Str *text, bool *found, Error *err) {
    Str id;
    if (!store_meta(read, BEFORE, text, err))
        return false;
    *found = text->ptr && str_split(text, '\n', &id) && uuid_parse(id, batch);
    return true;
}

bool taxonomyedit_last(StoreRead *read, Uuid *batch, bool *found, Error *err) {
    Str text;
    return read_before(read, batch, &text, found, err);
}

bool taxonomyedit_put(StoreWrite *write, Str text, Uuid batch, Error *err) {
    Str now;
    Buf kept = {0};
    if (!store_meta(store_write_read(write), TEXT, &now, err))
        return false;
    buf_put_str(&kept, now.ptr ? now : STR(""));
    bool ok =
        put_before(write, batch, buf_str(&kept), err) && store_put_meta(write, TEXT, text, err);
    buf_free(&kept);
    return ok;
}

bool taxonomyedit_undo(StoreWrite *write, Uuid batch, Uuid made, Error *err) {
    Uuid last;
    Str text;
    Buf before = {0};
    bool found;
    if (!read_before(store_write_read(write), &last, &text, &found, err))
        return false;
    if (!found || !uuid_equal(last, batch))
        return true;
    buf_put_str(&before, text);
    bool ok = taxonomyedit_put(write, buf_str(&before), made, err) &&
              taxonomydoing_put(write, &(TaxonDoing){0}, err); /* nothing is left to finish */
    buf_free(&before);
    return ok;
}
