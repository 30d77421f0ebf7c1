#include "config.h"

#include "library/rateparts.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/i18n.h"
#include "library/belongings.h"
#include "library/settings.h"

#include <stdio.h>

/* What all numbers of the library add up to is kept beside them, so that a mean costs one read. */
static const char TOTALS[] = "ratings.totals";

typedef struct Totals {
    uint64_t count, sum;
} Totals;

/* One rating of a person for a case: who rates twice at the same time meets his own record. */
static Uuid identity_of(Uuid case_id, Uuid user) {
    Uuid both[2] = {case_id, user}, id;
    uint64_t halves[2] = {hash_bytes(both, sizeof both, 1), hash_bytes(both, sizeof both, 2)};
    for (size_t i = 0; i < sizeof id.bytes; i++)
        id.bytes[i] = (uint8_t)(halves[i / 8] >> 8 * (i % 8));
    id.bytes[6] = (uint8_t)(0x80 | (id.bytes[6] & 0x0f)); /* RFC 9562: version 8, made by rules */
    id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

/* ---- the library's mean ---- */

static bool add_row(void *context, const StoreCurrent *row, Error *err) {
    Totals *totals = context;
    Record *rating;
    if (!row_decode(row, &rating, err))
        return false;
    totals->count += record_has(rating, RATING_SCORE);
    totals->sum += (uint64_t)record_int(rating, RATING_SCORE);
    record_free(rating);
    return true;
}

static bool read_totals(StoreRead *read, Totals *out, Error *err) {
    Str text;
    *out = (Totals){0};
    if (!store_meta(read, TOTALS, &text, err))
        return false;
    if (!text.ptr) /* none yet, or a library that was repaired */
        return store_current_each(read, ENTITY_RATING, add_row, out, err);
    Reader r = reader_of(text.ptr, text.len);
    out->count = reader_varint(&r);
    out->sum = reader_varint(&r);
    return true;
}

static bool put_totals(StoreWrite *write, const Totals *totals, Error *err) {
    Buf text = {0};
    buf_put_varint(&text, totals->count);
    buf_put_varint(&text, totals->sum);
    bool ok = store_put_meta(write, TOTALS, buf_str(&text), err);
    buf_free(&text);
    return ok;
}

/* ---- giving one ---- */

/* Who imported a case has not written it. */
static bool is_own(const Library *library, const Record *record) {
    Uuid me = library->actor.user;
    return uuid_equal(record_ref_uuid(record, CASE_OWNER), me) ||
           (uuid_equal(record_ref_uuid(record, CASE_AUTHOR), me) &&
            !record_int(record, CASE_IMPORTED));
}

static bool may_rate(const Library *library, const Record *record, Error *err) {
    if (record_int(record, CASE_TRASHED))
        return error_set(err, ERR_INVALID, N_("the record is in the trash; bring it back first"),
                         "");
    if (case_state(record) == STATE_DRAFT)
        return error_set(err, ERR_INVALID, N_("a draft is not rated yet; comment on it instead"),
                         "");
    if (is_own(library, record))
        return error_set(err, ERR_DENIED,
                         N_("you are the author or owner of this case: others rate it"), "");
    return true;
}

bool library_may_rate(Library *library, Uuid case_id, Error *err) {
    Record *record;
    if (!library_allow(library, RIGHT_COMMENT, err) ||
        !library_load(library, ENTITY_CASE, case_id, 0, &record, err))
        return false;
    bool ok = may_rate(library, record, err);
    record_free(record);
    return ok;
}

static bool load_own(Library *library, Uuid case_id, Record **out, Error *err) {
    StoreRead *read;
    StoreCurrent row;
    bool found = false;
    *out = NULL;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = store_current_find(read, ENTITY_RATING, identity_of(case_id, library->actor.user),
                                 &row, &found, err) &&
              (!found || row_decode(&row, out, err));
    store_read_end(read);
    return ok;
}

int rating_score(const Record *rating) {
    return rating && record_has(rating, RATING_SCORE) ? (int)record_int(rating, RATING_SCORE)
                                                      : RATE_UNSAID;
}

bool library_rating_own(Library *library, Uuid case_id, RateEntry *out) {
    Record *rating;
    Error ignored;
    *out = (RateEntry){case_id, RATE_UNSAID, RATE_UNSAID};
    if (!load_own(library, case_id, &rating, &ignored) || !rating)
        return false;
    out->score = rating_score(rating);
    if (record_has(rating, RATING_HELPFUL))
        out->helpful = record_int(rating, RATING_HELPFUL) != 0;
    record_free(rating);
    return out->score != RATE_UNSAID || out->helpful != RATE_UNSAID; /* else it was taken back */
}

static Record *new_rating(const Library *library, Uuid case_id) {
    Record *rating = record_new(ENTITY_RATING);
    record_set_uuid(rating, RATING_UUID, identity_of(case_id, library->actor.user));
    record_set_ref(rating, RATING_CASE, case_id, STR(""));
    record_set_ref(rating, RATING_BY, library->actor.user, str_of(library->actor.login));
    return rating;
}

bool library_rates_as_expert(const Library *library) {
    return library->actor.role >= ROLE_REVIEWER;
}

static void fill(const Library *library, Record *rating, const RateEntry *entry) {
    bool expert = library_rates_as_expert(library);
    record_set_text(rating, RATING_ROLE, expert ? STR("expert") : STR("user"));
    record_set_int(rating, RATING_AT, clock_now_ms());
    if (entry->score != RATE_UNSAID)
        record_set_int(rating, RATING_SCORE, entry->score);
    if (entry->helpful != RATE_UNSAID)
        record_set_int(rating, RATING_HELPFUL, entry->helpful);
}

/* The record and the totals, in one transaction. before: the score that goes, or RATE_UNSAID. */
static bool write_rating(PutContext *context, Prepared *prepared, int before, SaveResult *result,
                         Error *err) {
    StoreWrite *write;
    Totals totals;
    int now = rating_score(prepared->record);
    if (!library_write_begin(context->library, false, &write, err))
        return false;
    bool ok = read_totals(store_write_read(write), &totals, err) &&
              put_write(context, write, prepared, result, err);
    if (ok && before != RATE_UNSAID) {
        totals.count--;
        totals.sum -= (uint64_t)before;
    }
    if (ok && now != RATE_UNSAID) {
        totals.count++;
        totals.sum += (uint64_t)now;
    }
    ok = ok && put_totals(write, &totals, err);
    if (ok)
        return store_write_commit(write, NULL, err);
    store_write_abort(write);
    return false;
}

bool rating_put(Library *library, Record *rating, StoreVerb verb, uint32_t base, int before,
                Str note, SaveResult *result, Error *err) {
    PutContext context = {.library = library, .note = note};
    Prepared prepared = {0};
    StoreRead *read;
    unsigned flags = verb == VERB_UNDO ? PUT_FORCE : 0;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = put_prepare(&context, read, rating, verb, base, flags, NULL, &prepared, err);
    store_read_end(read);
    ok = ok && write_rating(&context, &prepared, before, result, err);
    put_free(&prepared);
    vec_free(&context.numbers);
    return ok;
}

static bool save_rating(Library *library, const RateEntry *entry, SaveResult *result, Error *err) {
    Record *rating;
    if (!load_own(library, entry->case_id, &rating, err))
        return false;
    int before = rating_score(rating);
    uint32_t base = rating ? (uint32_t)record_int(rating, RATING_REV) : 0;
    if (!rating)
        rating = new_rating(library, entry->case_id);
    fill(library, rating, entry);
    bool ok = rating_put(library, rating, base ? VERB_EDIT : VERB_CREATE, base, before, STR(""),
                         result, err);
    record_free(rating);
    return ok;
}

bool library_rate(Library *library, const RateEntry *entry, SaveResult *result, Error *err) {
    if (entry->score == RATE_UNSAID && entry->helpful == RATE_UNSAID)
        return error_set(err, ERR_INVALID,
                         N_("say a number from 0 to 100, or whether the case helped"), "");
    if (entry->score != RATE_UNSAID && (entry->score < 0 || entry->score > 100))
        return error_set(err, ERR_INVALID, N_("a rating is a number from 0 to 100"), "");
    if (!library_may_rate(library, entry->case_id, err))
        return false;
    if (save_rating(library, entry, result, err))
        return true;
    /* The same person in another session was faster: what he says last counts. */
    return err->code == ERR_CONFLICT && save_rating(library, entry, result, err);
}

/* ---- what all say ---- */

typedef struct Vote {
    Uuid person;
    int64_t at_ms;
    bool expert;
    int score, helpful; /* RATE_UNSAID: not said */
} Vote;

typedef struct Voters {
    VEC(Vote) items;
} Voters;

/* What the newer one leaves open, the older one says. */
static Vote join_votes(const Vote *newer, const Vote *older) {
    Vote both = *newer;
    if (both.score == RATE_UNSAID) {
        both.score = older->score;
        both.expert = older->expert;
    }
    if (both.helpful == RATE_UNSAID)
        both.helpful = older->helpful;
    return both;
}

/* One of each person: who rated two cases that were merged said the newer thing. */
static bool take_vote(void *context, const StoreCurrent *row, const Record *rating, Error *err) {
    Voters *voters = context;
    Vote vote = {.person = record_ref_uuid(rating, RATING_BY),
                 .at_ms = record_int(rating, RATING_AT),
                 .expert = str_equal(record_text(rating, RATING_ROLE), STR("expert")),
                 .score = rating_score(rating),
                 .helpful = record_has(rating, RATING_HELPFUL)
                                ? record_int(rating, RATING_HELPFUL) != 0
                                : RATE_UNSAID};
    (void)row;
    (void)err;
    VEC_EACH (known, &voters->items) {
        if (!uuid_equal(known->person, vote.person))
            continue;
        *known = vote.at_ms > known->at_ms ? join_votes(&vote, known) : join_votes(known, &vote);
        return true;
    }
    vec_push(&voters->items, vote);
    return true;
}

static RatingVotes count_votes(Voters *voters) {
    RatingVotes votes = {0};
    VEC_EACH (vote, &voters->items) {
        if (vote->score != RATE_UNSAID) {
            *(vote->expert ? &votes.experts : &votes.users) += 1;
            *(vote->expert ? &votes.expert_sum : &votes.user_sum) += (uint64_t)vote->score;
        }
        if (vote->helpful != RATE_UNSAID)
            *(vote->helpful ? &votes.helpful : &votes.unhelpful) += 1;
    }
    return votes;
}

static bool read_mean(Library *library, double *out, Error *err) {
    StoreRead *read;
    Totals totals;
    if (!store_read_begin(library->store, &read, err))
        return false;
    bool ok = read_totals(read, &totals, err);
    store_read_end(read);
    *out = ok && totals.count ? (double)totals.sum / (double)totals.count : 0;
    return ok;
}

bool library_rating_summary(Library *library, Uuid case_id, RatingSummary *out, Error *err) {
    LibraryRow row;
    *out = (RatingSummary){0};
    if (!library_row(library, ENTITY_CASE, case_id, &row, err))
        return false;
    library_row_free(&row);
    Voters voters = {{0}};
    bool ok = belongings_each(library, ENTITY_RATING, case_id, take_vote, &voters, err);
    out->votes = count_votes(&voters);
    vec_free(&voters.items);
    if (!ok)
        return false;
    if (!out->votes.experts && !out->votes.users)
        return true;
    out->weight = (unsigned)library_team_number(library, OPTION_RATING_WEIGHT);
    return read_mean(library, &out->mean, err);
}

bool library_rating_of(const RatingSummary *summary, double *out) {
    return metrics_rating(&summary->votes, summary->mean, summary->weight, out);
}

/* Without a zero behind the point: 87.5, 90. */
static void put_figure(double value, Buf *out) {
    char text[32];
    int len = snprintf(text, sizeof text, "%.1f", value);
    if (len > 2 && text[len - 1] == '0')
        text[len - 2] = '\0';
    buf_puts(out, text);
}

static void put_group(const char *pattern, uint64_t sum, uint64_t n, Buf *out) {
    ErrorArg args[2] = {{.kind = 's'}, {.kind = 'd', .number = (int64_t)n}};
    Buf mean = {0};
    put_figure((double)sum / (double)n, &mean);
    snprintf(args[0].text, sizeof args[0].text, "%s", buf_text(&mean));
    message_fill(out, pattern, args, COUNT_OF(args));
    buf_free(&mean);
}

void library_rating_put(const RatingSummary *summary, Buf *out) {
    const RatingVotes *votes = &summary->votes;
    size_t start = out->len;
    double rating;
    if (library_rating_of(summary, &rating)) {
        put_figure(rating, out);
        buf_puts(out, " (");
        if (votes->experts)
            put_group(_("experts {0}, n={1}"), votes->expert_sum, votes->experts, out);
        buf_puts(out, votes->experts && votes->users ? "; " : "");
        if (votes->users)
            put_group(_("users {0}, n={1}"), votes->user_sum, votes->users, out);
        buf_puts(out, ")");
    }
    if (votes->helpful + votes->unhelpful) {
        ErrorArg args[2] = {{.kind = 'd', .number = (int64_t)votes->helpful},
                            {.kind = 'd', .number = (int64_t)(votes->helpful + votes->unhelpful)}};
        buf_puts(out, out->len > start ? ", " : "");
        message_fill(out, _("helpful: {0} of {1}"), args, COUNT_OF(args));
    }
}
