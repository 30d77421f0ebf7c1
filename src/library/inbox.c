#include "config.h"

#include "library/inbox.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/comments.h"
#include "library/drafts.h"
#include "library/editleft.h"
#include "library/inboxparts.h"
#include "library/moving.h"
#include "library/names.h"
#include "library/news.h"
#include "library/rejoin.h"
#include "library/review.h"
#include "record/state.h"
#include "store/batch.h"

#include <stdlib.h>

static InboxGather gather_drafts;

/* In the order in which they are shown. */
static const struct {
    const char *label;
    Right right; /* who has it can do something about it */
    bool waits;
    const char *query; /* for cases: all of them, as a list */
    InboxGather *gather;
} kinds[] = {
    [INBOX_DRAFT] = {N_("Drafts"), RIGHT_COMMENT, false, NULL, gather_drafts},
    [INBOX_EDITED] = {N_("Left in the editor"), RIGHT_WRITE, false, NULL, inboxedited_gather},
    [INBOX_RETURNED] = {N_("Returned to me"), RIGHT_WRITE, true,
                        "state:draft has:return_reason owner:me", inboxcases_gather},
    [INBOX_CONFLICT] = {N_("Conflicts kept"), RIGHT_WRITE, true, NULL, inboxkept_gather},
    [INBOX_COMMENT] = {N_("New comments"), RIGHT_COMMENT, true, NULL, inboxcomments_gather},
    [INBOX_SUGGESTION] = {N_("Suggestions and errors"), RIGHT_WRITE, true, NULL,
                          inboxcomments_gather},
    [INBOX_REVIEW] = {N_("To be reviewed"), RIGHT_REVIEW, true,
                      "state:submitted,in_review -owner:me", inboxqueue_gather},
    [INBOX_DUE] = {N_("To be verified again"), RIGHT_VERIFY, true, "trust:due,stale -owner:me",
                   inboxqueue_gather},
    [INBOX_CONSENT] = {N_("Consents that end"), RIGHT_WRITE, true, NULL, inboxconsents_gather},
    [INBOX_LAPSED] = {N_("Internal now: the consent ended"), RIGHT_WRITE, true, NULL,
                      inboxwords_gather},
    [INBOX_CAME] = {N_("Cases that came to me"), RIGHT_READ, true, NULL, inboxwords_gather},
    [INBOX_REJECTED] = {N_("Refused by imports"), RIGHT_IMPORT, true, NULL, inboxwords_gather},
    [INBOX_OWN_DUE] = {N_("Mine that fell due"), RIGHT_WRITE, false, "trust:due,stale owner:me",
                       inboxcases_gather},
    [INBOX_SENT] = {N_("Mine with the reviewers"), RIGHT_WRITE, false,
                    "state:submitted,in_review owner:me", inboxcases_gather},
    [INBOX_UNFINISHED] = {N_("My unfinished cases"), RIGHT_WRITE, false,
                          "state:draft -has:return_reason owner:me", inboxcases_gather},
};
_Static_assert(COUNT_OF(kinds) == INBOX_KINDS, "one row a kind");

const char *inbox_kind_label(InboxKind kind) {
    return kinds[kind].label;
}

const char *inbox_kind_order(InboxKind kind) {
    return kind == INBOX_REVIEW ? N_("the one that waits longest first")
           : kind == INBOX_DUE  ? N_("most weight lost first; the day: due since")
                                : "";
}

const char *inbox_kind_query(InboxKind kind) {
    return kinds[kind].query;
}

bool inbox_kind_waits(InboxKind kind) {
    return kinds[kind].waits;
}

/* ---- gathering ---- */

static bool gather_drafts(Library *library, InboxKind kind, size_t most, InboxList *out,
                          uint64_t *total, Error *err) {
    DraftList drafts = {0};
    if (!library_drafts(library, &drafts, err))
        return false;
    *total = drafts.len;
    for (size_t i = 0; i < drafts.len && i < most; i++) {
        const DraftInfo *draft = &drafts.items[i];
        Str about = {"", 0};
        if (draft->type == ENTITY_COMMENT)
            about = str_of(_("comment"));
        else if (draft->versions > 1)
            about =
                str_of(arena_printf(&out->arena, _("%d earlier texts: ^T"), (int)draft->versions));
        vec_push(out, (InboxItem){.text = about,
                                  .kind = kind,
                                  .type = draft->type,
                                  .id = draft->id,
                                  .at_ms = draft->changed_ms,
                                  .title = arena_str(&out->arena, str_of(draft->title)),
                                  .count = draft->base_rev});
    }
    free(drafts.items);
    return true;
}

static Str name_of(Library *library, const Record *record, int field, Arena *arena) {
    Buf name = {0};
    library_person_name(library, record_ref_uuid(record, field), record_ref_name(record, field),
                        &name);
    Str kept = arena_str(arena, buf_str(&name));
    buf_free(&name);
    return kept;
}

static void take_case(Library *library, InboxKind kind, const LibraryRow *row, InboxList *out) {
    const Record *record = row->record;
    InboxItem item = {.kind = kind,
                      .id = record_id(record),
                      .at_ms = record_int(record, CASE_UPDATED),
                      .number = arena_str(&out->arena, record_text(record, CASE_ID)),
                      .title = arena_str(&out->arena, record_title(record))};
    if (kind == INBOX_OWN_DUE)
        item.at_ms = date_start_ms(case_due_date(record) + 1);
    if (kind == INBOX_SENT)
        item.at_ms = moving_when(library, row, VERB_SUBMIT);
    if (kind == INBOX_RETURNED) { /* not when its owner worked on it since */
        item.at_ms = moving_when(library, row, VERB_RETURN);
        item.text = arena_str(&out->arena, record_text(record, CASE_RETURN_REASON));
    }
    if (kind != INBOX_UNFINISHED)
        item.who = name_of(library, record, CASE_REVIEWER, &out->arena);
    vec_push(out, item);
}

bool inboxcases_gather(Library *library, InboxKind kind, size_t most, InboxList *out,
                       uint64_t *total, Error *err) {
    FindRequest request = {.query = str_of(kinds[kind].query),
                           .match = FIND_ALL,
                           .exact = true,
                           .bare = true,
                           .sort = STR("-updated"),
                           .limit = most};
    FindResult found = {0};
    bool ok = library_find(library, &request, &found, err);
    *total = found.total;
    for (size_t i = 0; ok && i < found.len; i++)
        take_case(library, kind, &found.hits[i].row, out);
    library_find_free(&found);
    return ok;
}

bool inboxqueue_gather(Library *library, InboxKind kind, size_t most, InboxList *out,
                       uint64_t *total, Error *err) {
    ReviewQueue queue = {0};
    if (!most) /* only to be counted */
        return library_review_count(library, kind == INBOX_DUE, total, err);
    bool ok = library_review_queue(library, &queue, err);
    *total = kind == INBOX_DUE ? queue.due_total : queue.submitted;
    for (size_t i = 0; ok && i < queue.len && most; i++) {
        const ReviewItem *item = &queue.items[i];
        if (item->due != (kind == INBOX_DUE))
            continue;
        vec_push(out, (InboxItem){.kind = kind,
                                  .id = item->id,
                                  .at_ms = item->since_ms,
                                  .number = arena_str(&out->arena, item->number),
                                  .title = arena_str(&out->arena, item->title),
                                  .who = arena_str(&out->arena, item->who)});
        most--;
    }
    review_queue_free(&queue);
    return ok;
}

typedef struct Words {
    Library *library;
    StoreRead *read;
    InboxKind kind;
    size_t most;
    InboxList *out;
    uint64_t *total;
} Words;

/* False: the actor does not see it any more, or it is public again. */
static bool name_case(Library *library, InboxItem *item, Arena *arena) {
    LibraryRow row;
    Error ignored;
    if (!library_row(library, ENTITY_CASE, item->id, &row, &ignored))
        return false;
    bool stands = !row.trashed && case_audience(row.record) == AUDIENCE_INTERNAL;
    item->number = arena_str(arena, record_text(row.record, CASE_ID));
    item->title = arena_str(arena, record_title(row.record));
    library_row_free(&row);
    return stands;
}

static bool take_word(void *context, const News *news, Error *err) {
    Words *words = context;
    StoreBatch batch;
    Error ignored;
    (void)err;
    if (words->kind == INBOX_CAME &&
        (!store_batch(words->read, news->id, &batch, &ignored) || batch.undone))
        return true;
    InboxItem item = {
        .kind = words->kind, .id = news->id, .at_ms = news->at_ms, .count = news->count};
    if (words->kind == INBOX_LAPSED && !name_case(words->library, &item, &words->out->arena))
        return true;
    ++*words->total;
    Str text = arena_str(&words->out->arena, news->text);
    *(words->kind == INBOX_CAME ? &item.who : &item.text) = text;
    if (words->most && words->most--)
        vec_push(words->out, item);
    return true;
}

static const char *news_kind(InboxKind kind) {
    return kind == INBOX_CAME ? NEWS_CAME : kind == INBOX_LAPSED ? NEWS_LAPSED : NEWS_REJECTED;
}

bool inboxwords_gather(Library *library, InboxKind kind, size_t most, InboxList *out,
                       uint64_t *total, Error *err) {
    StoreRead *read;
    if (!store_read_begin(library->store, &read, err))
        return false;
    Words words = {library, read, kind, most, out, total};
    bool ok = news_each(library, read, news_kind(kind), take_word, &words, err);
    store_read_end(read);
    return ok;
}

bool library_inbox(Library *library, size_t most, InboxList *out, Error *err) {
    Error denied;
    for (InboxKind kind = 0; kind < INBOX_KINDS; kind++) {
        InboxGroup *group = &out->groups[out->group_count];
        if (!kinds[kind].gather || !library_allow(library, kinds[kind].right, &denied))
            continue;
        *group = (InboxGroup){.kind = kind, .first = out->len};
        if (!kinds[kind].gather(library, kind, most, out, &group->total, err))
            return false;
        group->len = out->len - group->first;
        out->group_count++;
    }
    return true;
}

bool inbox_count_kind(Library *library, InboxKind kind, uint64_t *total, Error *err) {
    InboxList list = {0};
    Error denied;
    *total = 0;
    if (!kinds[kind].gather || !library_allow(library, kinds[kind].right, &denied))
        return true;
    bool ok = kinds[kind].gather(library, kind, 0, &list, total, err);
    inbox_free(&list);
    return ok;
}

void inbox_free(InboxList *list) {
    vec_free(list);
    arena_free(&list->arena);
    *list = (InboxList){0};
}

bool library_inbox_done(Library *library, const InboxItem *item, Error *err) {
    if (item->kind == INBOX_CAME || item->kind == INBOX_REJECTED || item->kind == INBOX_LAPSED)
        return news_forget(library, news_kind(item->kind), item->id, err);
    if (item->kind == INBOX_CONFLICT)
        return library_kept_done(library, item->id, (uint32_t)item->count, err);
    if (item->kind == INBOX_EDITED)
        return library_edit_discard(library, item->id, err);
    if (item->kind != INBOX_COMMENT)
        return error_set(err, ERR_INVALID, N_("this goes when it is done: Enter opens it"), "");
    Comments comments = {0};
    bool ok = library_comments(library, item->id, false, &comments, err);
    if (ok)
        library_comments_seen(library, &comments, item->id);
    comments_free(&comments);
    return ok;
}
