#include "config.h"

#include "library/comments.h"

#include "base/i18n.h"
#include "library/commentrows.h"
#include "library/links.h"
#include "library/names.h"
#include "library/redirect.h"
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
    return end == COMMENT_OPEN ? N_("unsettled") : end_choice(end)->label;
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
    CommentRows *rows;
    Error *err;
    bool ok;
} Walk;

static bool take_row(void *context, Uuid id) {
    Walk *walk = context;
    StoreCurrent row;
    CommentRow out = {0};
    bool found;
    walk->ok = store_current_find(walk->read, ENTITY_COMMENT, id, &row, &found, walk->err) &&
               (!found || row_decode(&row, &out.record, walk->err));
    if (!walk->ok || !found)
        return walk->ok;
    out.trashed = row.trashed;
    out.number = (int)record_int(out.record, COMMENT_NUMBER);
    vec_push(walk->rows, out);
    return true;
}

static int by_number(const void *a, const void *b) {
    const CommentRow *x = a, *y = b;
    Uuid ids[2] = {record_id(x->record), record_id(y->record)};
    return x->number != y->number ? x->number - y->number
                                  : memcmp(ids[0].bytes, ids[1].bytes, sizeof ids[0].bytes);
}

static int by_time(const void *a, const void *b) {
    const CommentRow *x = a, *y = b;
    int64_t times[2] = {record_int(x->record, COMMENT_AT), record_int(y->record, COMMENT_AT)};
    return times[0] != times[1] ? (times[0] < times[1] ? -1 : 1) : by_number(a, b);
}

/* When a merge brought two of one number all are counted anew, as they were written: what is
 * written later changes no number that somebody has read. */
static void number_rows(CommentRows *rows) {
    bool twice = false;
    if (!rows->len)
        return;
    qsort(rows->items, rows->len, sizeof *rows->items, by_number);
    for (size_t i = 1; i < rows->len; i++)
        twice |= rows->items[i].number == rows->items[i - 1].number;
    if (twice) {
        qsort(rows->items, rows->len, sizeof *rows->items, by_time);
        for (size_t i = 0; i < rows->len; i++)
            rows->items[i].number = (int)i + 1;
    }
    rows->most = rows->items[rows->len - 1].number;
}

bool commentrows_load(StoreRead *read, Uuid case_id, CommentRows *out, Error *err) {
    Walk walk = {.read = read, .rows = out, .err = err, .ok = true};
    RedirectFamily family = {0};
    bool ok = redirect_family(read, case_id, &family, err);
    for (size_t i = 0; ok && walk.ok && i < family.len; i++) {
        char name[UUID_TEXT];
        uuid_format(family.items[i], name);
        ok = store_find_name(read, ENTITY_COMMENT, str_of(name), take_row, &walk, err);
    }
    vec_free(&family);
    if (!ok || !walk.ok)
        return false;
    number_rows(out);
    return true;
}

void commentrows_hide(Library *library, CommentRows *rows) {
    size_t kept = 0;
    VEC_EACH (row, rows) {
        if (links_visible(library, row->record))
            rows->items[kept++] = *row;
        else
            record_free(row->record);
    }
    rows->len = kept;
}

void commentrows_free(CommentRows *rows) {
    VEC_EACH (row, rows)
        record_free(row->record);
    vec_free(rows);
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

static Str name_of(Library *library, const Record *record, int field, Arena *arena) {
    Buf name = {0};
    library_person_name(library, record_ref_uuid(record, field), record_ref_name(record, field),
                        &name);
    Str kept = arena_str(arena, buf_str(&name));
    buf_free(&name);
    return kept;
}

/* The number of the comment that began the thread; 0: this one did. */
static int thread_of(const CommentRows *rows, const Record *record) {
    for (size_t i = 0; i < rows->len; i++)
        if (uuid_equal(record_id(rows->items[i].record), record_uuid(record, COMMENT_PARENT)))
            return rows->items[i].number;
    return 0;
}

static Comment make_comment(Library *library, const CommentRow *row, int64_t seen_ms,
                            Arena *arena) {
    const Record *record = row->record;
    Comment out = {
        .id = record_id(record),
        .by = record_ref_uuid(record, COMMENT_BY),
        .number = row->number,
        .field = entity_field(entity_get(ENTITY_CASE), record_text(record, COMMENT_FIELD)),
        .kind = commentrow_kind(record),
        .end = commentrow_end(record),
        .at_ms = record_int(record, COMMENT_AT),
        .case_rev = (uint32_t)record_int(record, COMMENT_CASE_REV),
        .who = name_of(library, record, COMMENT_BY, arena),
        .ended_by = name_of(library, record, COMMENT_RESOLVED_BY, arena),
        .body = arena_str(arena, record_text(record, COMMENT_BODY)),
        .passage = arena_str(arena, record_text(record, COMMENT_PASSAGE)),
        .replacement = arena_str(arena, record_text(record, COMMENT_REPLACEMENT)),
        .word = arena_str(arena, record_text(record, COMMENT_WORD)),
        .edited = record_has(record, COMMENT_EDITED_AT),
        .trashed = row->trashed,
    };
    out.mine = uuid_equal(out.by, library->actor.user);
    out.unseen = !out.mine && !out.trashed && out.at_ms > seen_ms;
    return out;
}

static int by_thread(const void *a, const void *b) {
    const Comment *x = a, *y = b;
    int threads[2] = {x->answers_to ? x->answers_to : x->number,
                      y->answers_to ? y->answers_to : y->number};
    return threads[0] != threads[1] ? threads[0] - threads[1] : x->number - y->number;
}

static void keep_rows(Library *library, const CommentRows *rows, bool trashed, int64_t seen_ms,
                      Comments *out) {
    for (size_t i = 0; i < rows->len; i++) {
        if (rows->items[i].trashed && !trashed)
            continue;
        Comment comment = make_comment(library, &rows->items[i], seen_ms, &out->arena);
        comment.answers_to = thread_of(rows, rows->items[i].record);
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
    CommentRows rows = {0};
    if (!library_row(library, ENTITY_CASE, case_id, &row, err))
        return false;
    library_row_free(&row);
    if (!store_read_begin(library->store, &read, err))
        return false;
    int64_t seen_ms = commentrows_seen_ms(library, read, case_id);
    bool ok = commentrows_load(read, case_id, &rows, err);
    store_read_end(read);
    commentrows_hide(library, &rows);
    if (ok)
        keep_rows(library, &rows, trashed, seen_ms, out);
    commentrows_free(&rows);
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
