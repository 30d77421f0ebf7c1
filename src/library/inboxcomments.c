#include "config.h"

#include "base/map.h"
#include "library/commentrows.h"
#include "library/inboxparts.h"
#include "library/links.h"
#include "library/names.h"
#include "library/resolve.h"

#include <stdlib.h>

/* Comments that are the actor's business, of the whole library. They are few beside the cases. */

/* A case that somebody commented on. */
typedef struct SeenCase {
    Uuid id; /* of the one that it was merged into, if it was */
    bool visible, mine;
    int64_t seen_ms;
    Str number, title;
} SeenCase;

typedef struct Gather {
    Library *library;
    StoreRead *read;
    InboxKind kind;
    InboxList *out;
    uint64_t *total;
    Map threads; /* identity of the first comment: the actor wrote in it */
    Map known;   /* identity of a case -> index in cases */
    VEC(SeenCase) cases;
} Gather;

static Str key_of(const Uuid *id) {
    return str_make((const char *)id->bytes, sizeof id->bytes);
}

static bool is_me(const Library *library, const Record *record, int field) {
    return uuid_equal(record_ref_uuid(record, field), library->actor.user);
}

static Uuid thread_of(const Record *comment) {
    return record_has(comment, COMMENT_PARENT) ? record_uuid(comment, COMMENT_PARENT)
                                               : record_id(comment);
}

static bool note_thread(void *context, const StoreCurrent *row, Error *err) {
    Gather *gather = context;
    Record *comment;
    if (row->trashed)
        return true;
    if (!row_decode(row, &comment, err))
        return false;
    Uuid thread = thread_of(comment);
    if (is_me(gather->library, comment, COMMENT_BY))
        map_put(&gather->threads, key_of(&thread), NULL);
    record_free(comment);
    return true;
}

/* Who imported a case has not written it. */
static bool has_written(Gather *gather, const Record *row) {
    Record *record;
    Error ignored;
    if (!is_me(gather->library, row, CASE_AUTHOR) ||
        !store_load(gather->read, ENTITY_CASE, record_id(row), &record, &ignored))
        return false;
    bool imported = record_int(record, CASE_IMPORTED);
    record_free(record);
    return !imported;
}

static SeenCase look_at_case(Gather *gather, Uuid of) {
    LibraryRow row;
    Error ignored;
    SeenCase out = {0};
    Uuid id = library_redirect(gather->library, of);
    Arena *arena = &gather->out->arena;
    if (!library_row(gather->library, ENTITY_CASE, id, &row, &ignored))
        return out;
    out = (SeenCase){.id = id,
                     .visible = !row.trashed,
                     .mine = is_me(gather->library, row.record, CASE_OWNER) ||
                             has_written(gather, row.record),
                     .seen_ms = commentrows_seen_ms(gather->library, gather->read, id),
                     .number = arena_str(arena, record_text(row.record, CASE_ID)),
                     .title = arena_str(arena, record_title(row.record))};
    library_row_free(&row);
    return out;
}

static const SeenCase *case_of(Gather *gather, Uuid id) {
    const uint64_t *known = map_get(&gather->known, key_of(&id));
    if (known)
        return &gather->cases.items[*known];
    *map_put(&gather->known, key_of(&id), NULL) = gather->cases.len;
    vec_push(&gather->cases, look_at_case(gather, id));
    return &gather->cases.items[gather->cases.len - 1];
}

/* What is to be decided: not only read. */
static bool is_to_decide(const Record *comment, const SeenCase *about) {
    return about->mine && !record_has(comment, COMMENT_PARENT) &&
           commentrow_kind(comment) != COMMENT_DISCUSS && commentrow_end(comment) == COMMENT_OPEN;
}

static bool is_new(Gather *gather, const Record *comment, const SeenCase *about) {
    Uuid thread = thread_of(comment);
    return (about->mine || map_get(&gather->threads, key_of(&thread))) &&
           record_int(comment, COMMENT_AT) > about->seen_ms;
}

static bool wants(Gather *gather, const Record *comment, const SeenCase *about) {
    bool decides =
        is_to_decide(comment, about) && right_allows(gather->library->actor.role, RIGHT_WRITE);
    if (!about->visible || is_me(gather->library, comment, COMMENT_BY))
        return false;
    bool wanted =
        gather->kind == INBOX_SUGGESTION ? decides : !decides && is_new(gather, comment, about);
    return wanted && links_visible(gather->library, comment);
}

/* As the case counts it: a merge brings others. */
static int number_of(Gather *gather, const Record *comment, const SeenCase *about) {
    CommentRows rows = {0};
    Error ignored;
    int number = (int)record_int(comment, COMMENT_NUMBER);
    if (commentrows_load(gather->read, about->id, &rows, &ignored))
        VEC_EACH (row, &rows)
            if (uuid_equal(record_id(row->record), record_id(comment)))
                number = row->number;
    commentrows_free(&rows);
    return number;
}

static void take(Gather *gather, const Record *comment, const SeenCase *about) {
    Arena *arena = &gather->out->arena;
    Buf name = {0};
    Str body = record_text(comment, COMMENT_BODY);
    library_person_name(gather->library, record_ref_uuid(comment, COMMENT_BY),
                        record_ref_name(comment, COMMENT_BY), &name);
    vec_push(gather->out,
             (InboxItem){.kind = gather->kind,
                         .id = about->id,
                         .comment = number_of(gather, comment, about),
                         .at_ms = record_int(comment, COMMENT_AT),
                         .number = about->number,
                         .title = about->title,
                         .who = arena_str(arena, buf_str(&name)),
                         .text = arena_str(
                             arena, body.len ? body : record_text(comment, COMMENT_REPLACEMENT))});
    ++*gather->total;
    buf_free(&name);
}

static bool gather_row(void *context, const StoreCurrent *row, Error *err) {
    Gather *gather = context;
    Record *comment;
    if (row->trashed)
        return true;
    if (!row_decode(row, &comment, err))
        return false;
    const SeenCase *about = case_of(gather, record_ref_uuid(comment, COMMENT_CASE));
    if (wants(gather, comment, about))
        take(gather, comment, about);
    record_free(comment);
    return true;
}

static int newest_first(const void *a, const void *b) {
    const InboxItem *x = a, *y = b;
    return x->at_ms != y->at_ms ? (x->at_ms < y->at_ms ? 1 : -1) : y->comment - x->comment;
}

bool inboxcomments_gather(Library *library, InboxKind kind, size_t most, InboxList *out,
                          uint64_t *total, Error *err) {
    Gather gather = {.library = library, .kind = kind, .out = out, .total = total};
    size_t first = out->len;
    if (!store_read_begin(library->store, &gather.read, err))
        return false;
    bool ok = store_current_each(gather.read, ENTITY_COMMENT, note_thread, &gather, err) &&
              store_current_each(gather.read, ENTITY_COMMENT, gather_row, &gather, err);
    store_read_end(gather.read);
    if (out->len > first)
        qsort(out->items + first, out->len - first, sizeof *out->items, newest_first);
    if (out->len > first + most)
        out->len = first + most;
    map_free(&gather.threads);
    map_free(&gather.known);
    vec_free(&gather.cases);
    return ok;
}
