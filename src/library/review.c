#include "config.h"

#include "library/review.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/authors.h"
#include "library/consentsave.h"
#include "library/moving.h"
#include "library/names.h"
#include "library/settings.h"
#include "library/undosame.h"

#include <stdlib.h>

/* ---- freshness ---- */

typedef struct Usual {
    int importance, half_life;
} Usual;

static Usual usual(Library *library) {
    return (Usual){(int)library_team_number(library, OPTION_IMPORTANCE),
                   (int)library_team_number(library, OPTION_HALF_LIFE)};
}

Freshness library_freshness(Library *library, const Record *record) {
    Usual by_team = usual(library);
    return case_freshness(record, by_team.importance, by_team.half_life, library_today());
}

void library_freshness_put(const Freshness *fresh, Buf *out) {
    Buf day = {0};
    date_format(&day, fresh->since);
    buf_printf(out,
               ngettext("%.1f = %d x 2^(-%d/%d): importance %d%s, %d day since %s, half-life %d "
                        "days%s",
                        "%.1f = %d x 2^(-%d/%d): importance %d%s, %d days since %s, half-life %d "
                        "days%s",
                        (unsigned)fresh->days),
               fresh->value, fresh->importance, fresh->days, fresh->half_life, fresh->importance,
               fresh->own_importance ? "" : _(" (the team's)"), fresh->days, buf_text(&day),
               fresh->half_life, fresh->own_half_life ? "" : _(" (the team's)"));
    buf_free(&day);
}

/* ---- the queue ---- */

typedef struct Filling {
    Library *library;
    ReviewQueue *queue;
    Usual usual;
    int32_t today;
    bool due;
} Filling;

/* In review it waits for its reviewer, as long as that person is there. */
static bool is_taken(Library *library, const Record *record) {
    LibraryRow row;
    Error ignored;
    Uuid reviewer = record_ref_uuid(record, CASE_REVIEWER);
    if (case_state(record) != STATE_IN_REVIEW || uuid_is_nil(reviewer) ||
        uuid_equal(reviewer, library->actor.user) ||
        !library_row(library, ENTITY_USER, reviewer, &row, &ignored))
        return false;
    bool here = !record_int(row.record, USER_DISABLED);
    library_row_free(&row);
    return here;
}

static Str name_of(Library *library, const Record *record, int field, Arena *arena) {
    Buf name = {0};
    library_person_name(library, record_ref_uuid(record, field), record_ref_name(record, field),
                        &name);
    Str kept = arena_str(arena, buf_str(&name));
    buf_free(&name);
    return kept;
}

/* Nobody reviews what is his own, or what somebody else has taken. */
static bool waits_for_me(Library *library, const Record *record) {
    return !authors_hold_me(library, record) && !is_taken(library, record);
}

/* From the beginning of the day; when an edit made it so, from then on. */
static int64_t due_since(const Record *record) {
    int32_t day = case_due_date(record) + 1;
    int64_t updated = record_int(record, CASE_UPDATED);
    bool by_edit = !record_has(record, CASE_VERIFY_LAST) && date_of(updated) == day;
    return by_edit ? updated : date_start_ms(day);
}

static void take(Filling *filling, const LibraryRow *row) {
    const Record *record = row->record;
    Arena *arena = &filling->queue->arena;
    if (!waits_for_me(filling->library, record))
        return;
    ReviewItem item = {
        .id = record_id(record),
        .due = filling->due,
        .state = case_state(record),
        .trust = case_trust(record, filling->today),
        .fresh = case_freshness(record, filling->usual.importance, filling->usual.half_life,
                                filling->today),
        .number = arena_str(arena, record_text(record, CASE_ID)),
        .title = arena_str(arena, record_title(record)),
        .who = name_of(filling->library, record, CASE_OWNER, arena),
    };
    item.since_ms =
        filling->due ? due_since(record) : moving_when(filling->library, row, VERB_SUBMIT);
    vec_push(filling->queue, item);
}

/* Of more than can be shown those that wait longest. */
static bool fill(Filling *filling, const char *query, uint64_t *total, Error *err) {
    FindRequest request = {.query = str_of(query),
                           .sort = filling->due ? STR("due") : STR("oldest"),
                           .match = FIND_ALL,
                           .bare = true,
                           .exact = true,
                           .limit = REVIEW_MOST};
    FindResult found = {0};
    bool ok = library_find(filling->library, &request, &found, err);
    for (size_t i = 0; ok && i < found.len; i++)
        take(filling, &found.hits[i].row);
    *total = found.total;
    library_find_free(&found);
    return ok;
}

static int by_age(const void *a, const void *b) {
    const ReviewItem *x = a, *y = b;
    if (x->since_ms != y->since_ms)
        return x->since_ms < y->since_ms ? -1 : 1;
    return str_compare(x->number, y->number);
}

static int by_loss(const void *a, const void *b) {
    const ReviewItem *x = a, *y = b;
    if (x->fresh.lost != y->fresh.lost)
        return x->fresh.lost > y->fresh.lost ? -1 : 1;
    return str_compare(x->number, y->number);
}

static void sort_items(ReviewItem *items, size_t count, int (*order)(const void *, const void *)) {
    if (count)
        qsort(items, count, sizeof *items, order);
}

static const char submitted_query[] = "state:submitted,in_review",
                  due_query[] = "trust:due,stale -owner:me";

bool library_review_count(Library *library, bool due, uint64_t *count, Error *err) {
    FindRequest request = {.query = str_of(due ? due_query : submitted_query),
                           .match = FIND_ALL,
                           .bare = true,
                           .exact = true,
                           .limit = REVIEW_EXACT};
    FindResult found = {0};
    bool ok = library_find(library, &request, &found, err);
    *count = 0;
    for (size_t i = 0; ok && i < found.len; i++)
        *count += waits_for_me(library, found.hits[i].row.record);
    if (found.total > found.len)
        *count = found.total;
    library_find_free(&found);
    return ok;
}

bool library_review_queue(Library *library, ReviewQueue *out, Error *err) {
    Filling filling = {
        .library = library, .queue = out, .usual = usual(library), .today = library_today()};
    uint64_t ignored;
    Error denied;
    if (library_allow(library, RIGHT_REVIEW, &denied) &&
        !fill(&filling, submitted_query, &ignored, err))
        return false;
    out->submitted = out->len;
    sort_items(out->items, out->submitted, by_age);
    filling.due = true;
    if (library_allow(library, RIGHT_VERIFY, &denied) &&
        !fill(&filling, due_query, &out->due_total, err))
        return false;
    out->due = out->len - out->submitted;
    if (out->due_total <= REVIEW_MOST)
        out->due_total = out->due;
    if (out->due)
        sort_items(out->items + out->submitted, out->due, by_loss);
    return true;
}

void review_queue_free(ReviewQueue *queue) {
    vec_free(queue);
    arena_free(&queue->arena);
    *queue = (ReviewQueue){0};
}

void library_review_put_team(Library *library, Buf *out) {
    Error say;
    library_refresh_people(library);
    if (!right_allows(library->actor.role, RIGHT_REVIEW) || !uuid_is_nil(library->actor.team) ||
        library_sees_all_drafts(library))
        return;
    error_set(
        &say, ERR_NONE,
        N_("You are in no team: each team's cases are reviewed by its own reviewers. The admin "
           "puts you into one: anliku users set {0} --team TEAM."),
        "s", library->actor.login);
    error_render_message(&say, out);
}

/* ---- what to compare with ---- */

static bool was_published(StoreRead *read, uint64_t change, bool *published, Error *err) {
    Record *record;
    if (!store_load_change(read, change, &record, err))
        return false;
    *published = case_state(record) == STATE_PUBLISHED;
    record_free(record);
    return true;
}

static bool is_check(StoreVerb verb) {
    return verb == VERB_VERIFY || verb == VERB_PUBLISH || verb == VERB_IMPORT;
}

/* The newest change before `undo` that left behind what the undo brought back; 0: there is none. */
static bool find_restored(StoreRead *read, const StoreEntry *undo, uint64_t *at, Error *err) {
    StoreEntry entry;
    bool same = false;
    for (*at = undo->previous; *at && !same;) {
        if (!undo_says_the_same(read, undo->number, *at, &same, err) ||
            (!same && !store_log_entry(read, *at, &entry, err)))
            return false;
        if (!same)
            *at = entry.previous;
    }
    return true;
}

/* Whether readers saw what the change left behind. */
static bool was_shown(StoreRead *read, const StoreEntry *entry, bool is_published, bool newest,
                      bool *shown, Error *err) {
    *shown = is_published && is_check(entry->verb);
    return is_published || newest || was_published(read, entry->number, shown, err);
}

/* What an undo took back does not count: the walk goes on where it went back to. */
static bool find_base(StoreRead *read, uint64_t at, bool is_published, uint32_t *rev, Error *err) {
    for (bool newest = true; at; newest = false) {
        StoreEntry entry;
        uint64_t restored = 0;
        bool shown;
        if (!store_log_entry(read, at, &entry, err) ||
            (entry.verb == VERB_UNDO && !find_restored(read, &entry, &restored, err)) ||
            (!restored && !was_shown(read, &entry, is_published, newest, &shown, err)))
            return false;
        if (!restored && shown) {
            *rev = entry.rev;
            return true;
        }
        at = restored ? restored : entry.previous;
    }
    return true;
}

bool library_review_base(Library *library, Uuid id, uint32_t *rev, Error *err) {
    LibraryRow row;
    StoreRead *read;
    *rev = 0;
    if (!library_row(library, ENTITY_CASE, id, &row, err))
        return false;
    bool is_published = case_state(row.record) == STATE_PUBLISHED;
    uint64_t at = row.change;
    library_row_free(&row);
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = find_base(read, at, is_published, rev, err);
    store_read_end(read);
    return ok;
}

/* ---- approving ---- */

static bool consent_backs(Library *library, const Record *before, Record *after, Error *err) {
    StoreRead *read;
    bool backed;
    if (!store_read_begin(library->store, &read, err))
        return false;
    record_set_text(after, CASE_STATE, str_of(case_state_key(STATE_PUBLISHED)));
    bool ok = consent_guard(library, read, before, after, VERB_PUBLISH, &backed, err);
    store_read_end(read);
    return ok;
}

/* What keeps it from being published is said before it is taken into review. */
static bool can_be_published(Library *library, const Record *record, const Move *publish,
                             Issues *issues, Error *err) {
    Record *after = record_copy(record);
    record_set_text(after, CASE_STATE, str_of(case_state_key(STATE_IN_REVIEW)));
    record_set_ref(after, CASE_REVIEWER, library->actor.user, str_of(library->actor.login));
    bool ok = library_may_move(library, after, publish, err) &&
              library_move_meets(library, after, publish, issues, err) &&
              consent_backs(library, record, after, err);
    record_free(after);
    return ok;
}

bool library_review_approve(Library *library, Uuid id, uint32_t seen_rev, Issues *issues,
                            SaveResult *result, Error *err) {
    const Move *review = case_move_find(STR("review")), *publish = case_move_find(STR("publish"));
    Record *record;
    Issues own = {0};
    if (!issues)
        issues = &own;
    if (!library_load(library, ENTITY_CASE, id, 0, &record, err))
        return false;
    bool ok = true;
    if (case_state(record) == STATE_SUBMITTED &&
        (!seen_rev || record_int(record, CASE_REV) == seen_rev)) {
        ok = can_be_published(library, record, publish, issues, err) &&
             library_move_seen(library, id, seen_rev, review, STR(""), NULL, result, err);
        seen_rev = result->rev;
    }
    record_free(record);
    ok = ok && library_move_seen(library, id, seen_rev, publish, STR(""), issues, result, err);
    issues_free(&own);
    return ok;
}
