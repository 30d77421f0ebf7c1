#include "config.h"

#include "library/comments.h"

#include "base/i18n.h"
#include "library/commentrows.h"
#include "library/names.h"
#include "store/lookup.h"
#include "store/settings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- words ---- */

static const Choice *kind_choice(CommentKind kind) {
    return &entity_get(ENTITY_COMMENT)->fields[COMMENT_KIND].choices[kind];
}

static const Choice *end_choice(CommentEnd end) {
    return &entity_get(ENTITY_COMMENT)->fields[COMMENT_RESOLUTION].choices[end - 1];
}

const char *comment_kind_label(CommentKind kind) {
    return kind_choice(kind)->label;
}

const char *comment_kind_key(CommentKind kind) {
    return kind_choice(kind)->key;
}

const char *comment_end_label(CommentEnd end) {
    return end == COMMENT_OPEN ? N_("open") : end_choice(end)->label;
}

const char *comment_end_key(CommentEnd end) {
    return end == COMMENT_OPEN ? "" : end_choice(end)->key;
}

bool comment_kind_find(Str key, CommentKind *out) {
    for (CommentKind kind = COMMENT_DISCUSS; kind <= COMMENT_ERROR; kind++) {
        if (str_equal(str_of(comment_kind_key(kind)), key)) {
            *out = kind;
            return true;
        }
    }
    return false;
}

CommentKind commentrow_kind(const Record *record) {
    CommentKind kind = COMMENT_DISCUSS;
    comment_kind_find(record_text(record, COMMENT_KIND), &kind);
    return kind;
}

CommentEnd commentrow_end(const Record *record) {
    for (CommentEnd end = COMMENT_RESOLVED; end <= COMMENT_DECLINED; end++)
        if (str_equal(str_of(comment_end_key(end)), record_text(record, COMMENT_RESOLUTION)))
            return end;
    return COMMENT_OPEN;
}

/* ---- rows of a case ---- */

typedef struct Walk {
    StoreRead *read;
    CommentRowFn *each;
    void *context;
    Error *err;
    bool ok;
} Walk;

static bool take_row(void *context, Uuid id) {
    Walk *walk = context;
    StoreCurrent row;
    Record *record;
    bool found;
    walk->ok = store_current_find(walk->read, ENTITY_COMMENT, id, &row, &found, walk->err) &&
               (!found || row_decode(&row, &record, walk->err));
    if (!walk->ok || !found)
        return walk->ok;
    walk->ok = walk->each(walk->context, record, row.trashed, walk->err);
    record_free(record);
    return walk->ok;
}

bool commentrows_each(StoreRead *read, Uuid case_id, CommentRowFn *each, void *context,
                      Error *err) {
    Walk walk = {.read = read, .each = each, .context = context, .err = err, .ok = true};
    char name[UUID_TEXT];
    uuid_format(case_id, name);
    return store_find_name(read, ENTITY_COMMENT, str_of(name), take_row, &walk, err) && walk.ok;
}

/* ---- what was seen ---- */

static void put_seen_key(Uuid case_id, Buf *out) {
    char name[UUID_TEXT];
    uuid_format(case_id, name);
    buf_puts(out, "seen.");
    buf_puts(out, name);
}

int64_t commentrows_seen_ms(Library *library, StoreRead *read, Uuid case_id) {
    Buf key = {0};
    Str value;
    Error ignored;
    int64_t seen = 0;
    put_seen_key(case_id, &key);
    if (store_setting(read, library->actor.user, buf_str(&key), &value, &ignored) && value.ptr)
        number_parse_int(value, &seen);
    buf_free(&key);
    return seen;
}

void library_comments_seen(Library *library, const Comments *comments, Uuid case_id) {
    StoreWrite *write;
    Error ignored;
    Buf key = {0}, value = {0};
    int64_t newest = 0;
    if (!comments->unseen || store_is_read_only(library->store))
        return;
    for (size_t i = 0; i < comments->len; i++)
        if (comments->items[i].at_ms > newest)
            newest = comments->items[i].at_ms;
    put_seen_key(case_id, &key);
    buf_printf(&value, "%" PRId64, newest);
    Str text = buf_str(&value);
    StoreChange change = library_change(library, VERB_SETTINGS, STR(""));
    if (library_write_begin(library, false, &write, &ignored)) {
        if (store_put_setting(write, &change, library->actor.user, buf_str(&key), &text, &ignored))
            store_write_commit(write, NULL, &ignored);
        else
            store_write_abort(write);
    }
    buf_free(&key);
    buf_free(&value);
}

/* ---- reading ---- */

typedef struct Row {
    Comment comment;
    Uuid parent;
} Row;

typedef struct Listing {
    Library *library;
    Arena *arena;
    int64_t seen_ms;
    VEC(Row) rows; /* those in the trash too */
} Listing;

static Str name_of(const Listing *listing, const Record *record, int field) {
    Buf name = {0};
    library_person_name(listing->library, record_ref_uuid(record, field),
                        record_ref_name(record, field), &name);
    Str kept = arena_str(listing->arena, buf_str(&name));
    buf_free(&name);
    return kept;
}

static bool list_row(void *context, const Record *record, bool trashed, Error *err) {
    Listing *listing = context;
    Arena *arena = listing->arena;
    (void)err;
    Comment comment = {
        .id = record_id(record),
        .by = record_ref_uuid(record, COMMENT_BY),
        .number = (int)record_int(record, COMMENT_NUMBER),
        .field = entity_field(entity_get(ENTITY_CASE), record_text(record, COMMENT_FIELD)),
        .kind = commentrow_kind(record),
        .end = commentrow_end(record),
        .at_ms = record_int(record, COMMENT_AT),
        .case_rev = (uint32_t)record_int(record, COMMENT_CASE_REV),
        .who = name_of(listing, record, COMMENT_BY),
        .ended_by = name_of(listing, record, COMMENT_RESOLVED_BY),
        .body = arena_str(arena, record_text(record, COMMENT_BODY)),
        .passage = arena_str(arena, record_text(record, COMMENT_PASSAGE)),
        .replacement = arena_str(arena, record_text(record, COMMENT_REPLACEMENT)),
        .word = arena_str(arena, record_text(record, COMMENT_WORD)),
        .edited = record_has(record, COMMENT_EDITED_AT),
        .trashed = trashed,
    };
    comment.mine = uuid_equal(comment.by, listing->library->actor.user);
    comment.unseen = !comment.mine && !trashed && comment.at_ms > listing->seen_ms;
    vec_push(&listing->rows, (Row){comment, record_uuid(record, COMMENT_PARENT)});
    return true;
}

static int number_of(const Listing *listing, Uuid id) {
    for (size_t i = 0; i < listing->rows.len; i++)
        if (uuid_equal(listing->rows.items[i].comment.id, id))
            return listing->rows.items[i].comment.number;
    return 0;
}

static int by_thread(const void *a, const void *b) {
    const Comment *x = a, *y = b;
    int threads[2] = {x->answers_to ? x->answers_to : x->number,
                      y->answers_to ? y->answers_to : y->number};
    return threads[0] != threads[1] ? threads[0] - threads[1] : x->number - y->number;
}

static void keep_rows(Listing *listing, bool trashed, Comments *out) {
    VEC_EACH (row, &listing->rows) {
        if (row->comment.trashed && !trashed)
            continue;
        Comment comment = row->comment;
        comment.answers_to = number_of(listing, row->parent);
        out->threads += !comment.answers_to;
        out->open += !comment.answers_to && !comment.trashed && comment.end == COMMENT_OPEN;
        out->unseen += comment.unseen;
        vec_push(out, comment);
    }
    if (out->len)
        qsort(out->items, out->len, sizeof *out->items, by_thread);
}

bool library_comments(Library *library, Uuid case_id, bool trashed, Comments *out, Error *err) {
    LibraryRow row;
    StoreRead *read;
    Listing listing = {.library = library, .arena = &out->arena};
    if (!library_row(library, ENTITY_CASE, case_id, &row, err))
        return false;
    library_row_free(&row);
    if (!store_read_begin(library->store, &read, err))
        return false;
    listing.seen_ms = commentrows_seen_ms(library, read, case_id);
    bool ok = commentrows_each(read, case_id, list_row, &listing, err);
    store_read_end(read);
    if (ok)
        keep_rows(&listing, trashed, out);
    vec_free(&listing.rows);
    return ok;
}

void comments_free(Comments *comments) {
    vec_free(comments);
    arena_free(&comments->arena);
    *comments = (Comments){0};
}

const Comment *comments_find(const Comments *comments, int number) {
    for (size_t i = 0; i < comments->len; i++)
        if (comments->items[i].number == number)
            return &comments->items[i];
    return NULL;
}

size_t comments_about(const Comments *comments, int field) {
    size_t count = 0;
    for (size_t i = 0; i < comments->len; i++) {
        const Comment *comment = &comments->items[i];
        count += !comment->answers_to && !comment->trashed && comment->end == COMMENT_OPEN &&
                 comment->field == field;
    }
    return count;
}
