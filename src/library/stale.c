#include "config.h"

#include "library/stale.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/authors.h"
#include "library/commentrows.h"
#include "library/find.h"
#include "library/internal.h"
#include "library/row.h"
#include "library/settings.h"
#include "library/together.h"

#include <stdlib.h>

/* ---- the list ---- */

static bool is_me(const Library *library, const Record *record, int field) {
    Uuid person = record_ref_uuid(record, field);
    return !uuid_is_nil(person) && uuid_equal(person, library->actor.user);
}

static void take(Library *library, const Record *row, int importance, int half_life,
                 StaleCases *out) {
    int32_t today = library_today();
    StaleCase found = {.id = record_id(row),
                       .trust = case_trust(row, today),
                       .due = case_due_date(row) + 1,
                       .fresh = case_freshness(row, importance, half_life, today),
                       .number = arena_str(&out->arena, record_text(row, CASE_ID)),
                       .title = arena_str(&out->arena, record_title(row)),
                       .customer = arena_str(&out->arena, record_ref_name(row, CASE_CUSTOMER)),
                       .owner = arena_str(&out->arena, record_ref_name(row, CASE_OWNER)),
                       .mine = authors_hold_me(library, row)};
    if (found.trust != TRUST_DUE && found.trust != TRUST_STALE)
        return;
    out->stale += found.trust == TRUST_STALE;
    vec_push(out, found);
}

/* What lost the most first; of the same, what waits longest. */
static int by_loss(const void *a, const void *b) {
    const StaleCase *x = a, *y = b;
    if (x->fresh.lost != y->fresh.lost)
        return x->fresh.lost < y->fresh.lost ? 1 : -1;
    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    return str_compare(x->number, y->number);
}

static bool find_ids(Library *library, Str query, const Progress *progress, Uuid **ids,
                     size_t *count, Error *err) {
    Buf all = {0};
    buf_puts(&all, "trust:due,stale");
    if (str_trim(query).len)
        buf_printf(&all, " (%.*s)", STR_ARG(query));
    FindRequest request = {.query = buf_str(&all),
                           .match = FIND_ALL,
                           .exact = true,
                           .limit = SIZE_MAX,
                           .cancelled = progress ? progress->cancelled : NULL,
                           .context = progress ? progress->context : NULL};
    bool ok = library_find_ids(library, &request, ids, count, err);
    buf_free(&all);
    return ok;
}

bool library_stale(Library *library, Str query, const Progress *progress, StaleCases *out,
                   Error *err) {
    Uuid *ids = NULL;
    size_t count = 0;
    int importance = (int)library_team_number(library, OPTION_IMPORTANCE),
        half_life = (int)library_team_number(library, OPTION_HALF_LIFE);
    *out = (StaleCases){0};
    bool ok = find_ids(library, query, progress, &ids, &count, err);
    for (size_t i = 0; ok && i < count; i++) {
        LibraryRow row;
        Error gone;
        if (progress_cancelled(progress))
            ok = error_set(err, ERR_CANCELLED, N_("cancelled"), "");
        if (ok && library_row(library, ENTITY_CASE, ids[i], &row, &gone)) {
            take(library, row.record, importance, half_life, out);
            library_row_free(&row);
        }
        progress_report(progress, i + 1, count);
    }
    free(ids);
    if (out->len)
        qsort(out->items, out->len, sizeof *out->items, by_loss);
    return ok;
}

void library_stale_free(StaleCases *cases) {
    vec_free(cases);
    arena_free(&cases->arena);
    *cases = (StaleCases){0};
}

/* ---- asking ---- */

typedef struct Asking {
    Library *library;
    Str text;
    BulkResult *out;
    VEC(TogetherItem) items;
} Asking;

static void refuse(Asking *asking, const Error *why) {
    if (!asking->out->refused++)
        asking->out->why = *why;
}

static void ask_one(Asking *asking, Uuid id) {
    LibraryRow row;
    Error why;
    if (!library_row(asking->library, ENTITY_CASE, id, &row, &why)) {
        refuse(asking, &why);
        return;
    }
    CommentNew comment = {
        .case_id = id, .field = -1, .kind = COMMENT_DISCUSS, .body = asking->text};
    if (row.trashed || !record_has(row.record, CASE_OWNER)) {
        error_set(&why, ERR_INVALID, N_("“{0}” has no owner who could be asked"), "S",
                  record_title(row.record));
        refuse(asking, &why);
    } else if (is_me(asking->library, row.record, CASE_OWNER)) {
        asking->out->unchanged++;
    } else {
        vec_push(&asking->items,
                 (TogetherItem){.record = commentrows_new(asking->library, &comment, row.record),
                                .verb = VERB_CREATE,
                                .before = commentrows_number});
    }
    library_row_free(&row);
}

bool library_ask_owners(Library *library, const Uuid *ids, size_t count, Str text, BulkResult *out,
                        Error *err) {
    Asking asking = {.library = library, .text = str_trim(text), .out = out};
    *out = (BulkResult){0};
    if (!library_allow(library, RIGHT_COMMENT, err))
        return false;
    if (!asking.text.len)
        return error_set(err, ERR_INVALID, N_("say what the owners are asked"), "");
    if (count > STALE_ASKED)
        return error_set(err, ERR_INVALID, N_("{0} cases at most can be asked about at once"), "d",
                         (int64_t)STALE_ASKED);
    for (size_t i = 0; i < count; i++)
        ask_one(&asking, ids[i]);
    bool ok = !asking.items.len || together_write(library, asking.items.items, asking.items.len,
                                                  STR(""), &out->batch, err);
    out->changed = ok ? asking.items.len : 0;
    VEC_EACH (item, &asking.items)
        record_free(item->record);
    vec_free(&asking.items);
    return ok;
}
