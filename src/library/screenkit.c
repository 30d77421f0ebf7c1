#include "config.h"

#include "library/screenkit.h"

#include "base/zone.h"
#include "library/reads.h"
#include "library/redirect.h"
#include "library/settings.h"
#include "library/sizes.h"
#include "metrics/rating.h"
#include "store/reads.h"

#include <math.h>
#include <stdlib.h>

/* What was gathered of one case. */
typedef struct CaseFacts {
    uint64_t marks, mark_sum; /* of uses */
    RatingVotes votes;
    uint64_t contacts; /* readers and uses, each a person and day */
} CaseFacts;

typedef struct CustomerFacts {
    bool has_contract, has_amount;
    double months, amount, people; /* people 0: not known */
    size_t currency;               /* of amounts */
} CustomerFacts;

/* What a person said of a case last. */
typedef struct Vote {
    int64_t at_ms;
    bool expert;
    uint64_t score;
} Vote;

typedef struct Amounts {
    VEC(double) items; /* ascending when all are there */
} Amounts;

struct ScreenKit {
    double weights[SCREEN_INPUTS];
    double full_months, mean; /* mean: of all ratings */
    unsigned mean_weight;
    int32_t today;
    bool sees_money, counts_readers;
    Map cases; /* identity -> index */
    VEC(CaseFacts) case_facts;
    Map customers;
    VEC(CustomerFacts) customer_facts;
    Map currencies;
    VEC(Amounts) amounts;
    StoreRead *read; /* while it gathers */
    Map use_days;    /* case, person, day: while uses are gathered */
    Map voters;      /* case, person -> place in votes: while ratings are gathered */
    VEC(Vote) votes;
    uint64_t scores, score_sum;
};

static Str key_of(const Uuid *id) {
    return str_make((const char *)id->bytes, sizeof id->bytes);
}

static uint64_t place_of(ScreenKit *kit, Uuid id, bool *added) {
    uint64_t *place = map_put(&kit->cases, key_of(&id), added);
    if (*added) {
        *place = kit->case_facts.len;
        vec_push(&kit->case_facts, (CaseFacts){0});
    }
    return *place;
}

/* What belongs to a case that was merged counts for the one that took it in. */
static CaseFacts *facts_of(ScreenKit *kit, Uuid id) {
    bool added;
    Uuid now = id;
    Error ignored;
    uint64_t place = place_of(kit, id, &added);
    if (added && redirect_follow(kit->read, &now, &ignored) && !uuid_equal(now, id)) {
        place = place_of(kit, now, &added);
        *map_put(&kit->cases, key_of(&id), NULL) = place;
    }
    return &kit->case_facts.items[place];
}

/* ---- gathering ---- */

static double months_between(int32_t start, int32_t end) {
    return end > start ? (end - start) / 30.4375 : 0;
}

static void add_amount(ScreenKit *kit, const Record *customer, CustomerFacts *to) {
    bool added;
    Decimal amount = customer->values[CUSTOMER_MRR].decimal;
    uint64_t *place = map_put(&kit->currencies, record_text(customer, CUSTOMER_CURRENCY), &added);
    if (added) {
        *place = kit->amounts.len;
        vec_push(&kit->amounts, (Amounts){{0}});
    }
    to->has_amount = true;
    to->amount = (double)amount.units * pow(10, -(double)amount.scale);
    to->currency = *place;
    vec_push(&kit->amounts.items[*place].items, to->amount);
}

static double people_of(Str size) {
    SizeRange range;
    if (!size.len || !size_read(size, &range))
        return 0;
    double low = range.low > 1 ? (double)range.low : 1;
    double high = range.high == INT64_MAX ? low * 4 : (double)range.high;
    return sqrt(low * high); /* the middle of their orders of magnitude */
}

static bool take_customer(void *context, const StoreCurrent *row, Error *err) {
    ScreenKit *kit = context;
    Record *customer;
    CustomerFacts facts = {0};
    Uuid id = row->record;
    if (row->trashed)
        return true;
    if (!row_decode(row, &customer, err))
        return false;
    if (record_has(customer, CUSTOMER_CONTRACT_START)) {
        int32_t end = kit->today;
        if (record_has(customer, CUSTOMER_CONTRACT_END) &&
            record_int(customer, CUSTOMER_CONTRACT_END) < end)
            end = (int32_t)record_int(customer, CUSTOMER_CONTRACT_END);
        facts.has_contract = true;
        facts.months = months_between((int32_t)record_int(customer, CUSTOMER_CONTRACT_START), end);
    }
    if (kit->sees_money && record_has(customer, CUSTOMER_MRR))
        add_amount(kit, customer, &facts);
    facts.people = people_of(record_text(customer, CUSTOMER_SIZE_BAND));
    *map_put(&kit->customers, key_of(&id), NULL) = kit->customer_facts.len;
    vec_push(&kit->customer_facts, facts);
    record_free(customer);
    return true;
}

/* A person counts once a day. */
static bool is_new_day(ScreenKit *kit, Uuid case_id, Uuid person, int32_t day) {
    struct {
        Uuid case_id, person;
        int32_t day;
    } key = {case_id, person, day};
    bool added;
    map_put(&kit->use_days, str_make((const char *)&key, sizeof key), &added);
    return added;
}

static bool take_use(void *context, const StoreCurrent *row, Error *err) {
    ScreenKit *kit = context;
    Record *use;
    if (row->trashed)
        return true;
    if (!row_decode(row, &use, err))
        return false;
    Uuid case_id = record_ref_uuid(use, USE_CASE);
    int32_t day = date_of(record_int(use, USE_AT));
    CaseFacts *facts = facts_of(kit, case_id);
    if (record_has(use, USE_FEEDBACK)) {
        facts->marks++;
        facts->mark_sum += (uint64_t)record_int(use, USE_FEEDBACK);
    }
    if (day > kit->today - READ_DAYS && day <= kit->today)
        facts->contacts += is_new_day(kit, case_id, record_ref_uuid(use, USE_BY), day);
    record_free(use);
    return true;
}

static void count_vote(RatingVotes *votes, const Vote *vote) {
    *(vote->expert ? &votes->experts : &votes->users) += 1;
    *(vote->expert ? &votes->expert_sum : &votes->user_sum) += vote->score;
}

static void discount_vote(RatingVotes *votes, const Vote *vote) {
    *(vote->expert ? &votes->experts : &votes->users) -= 1;
    *(vote->expert ? &votes->expert_sum : &votes->user_sum) -= vote->score;
}

/* Who rated two cases that were merged counts once, with the newer number: as in rate.c. */
static void add_vote(ScreenKit *kit, CaseFacts *facts, Uuid person, const Vote *vote) {
    struct {
        uint64_t facts;
        Uuid person;
    } key = {(uint64_t)(facts - kit->case_facts.items), person};
    bool added;
    uint64_t *place = map_put(&kit->voters, str_make((const char *)&key, sizeof key), &added);
    if (added) {
        *place = kit->votes.len;
        vec_push(&kit->votes, *vote);
        count_vote(&facts->votes, vote);
    } else if (vote->at_ms > kit->votes.items[*place].at_ms) {
        discount_vote(&facts->votes, &kit->votes.items[*place]);
        kit->votes.items[*place] = *vote;
        count_vote(&facts->votes, vote);
    }
}

static bool take_rating(void *context, const StoreCurrent *row, Error *err) {
    ScreenKit *kit = context;
    Record *rating;
    if (!row_decode(row, &rating, err))
        return false;
    if (record_has(rating, RATING_SCORE)) {
        Vote vote = {record_int(rating, RATING_AT),
                     str_equal(record_text(rating, RATING_ROLE), STR("expert")),
                     (uint64_t)record_int(rating, RATING_SCORE)};
        add_vote(kit, facts_of(kit, record_ref_uuid(rating, RATING_CASE)),
                 record_ref_uuid(rating, RATING_BY), &vote);
        kit->scores++;
        kit->score_sum += vote.score;
    }
    record_free(rating);
    return true;
}

static bool take_reads(void *context, Uuid record, uint32_t times, Error *err) {
    ScreenKit *kit = context;
    (void)err;
    facts_of(kit, record)->contacts += times;
    kit->counts_readers = true;
    return true;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool read_settings(Library *library, ScreenKit *kit, Error *err) {
    Options options = {0};
    bool ok =
        library_options(library, &options, err) &&
        weights_parse(str_of(option_text(&options, OPTION_SCREEN_WEIGHTS)), kit->weights, err);
    kit->full_months = (double)option_number(&options, OPTION_SCREEN_MONTHS);
    kit->mean_weight = (unsigned)option_number(&options, OPTION_RATING_WEIGHT);
    options_free(&options);
    return ok;
}

bool screen_kit_new(Library *library, StoreRead *read, ScreenKit **out, Error *err) {
    ScreenKit *kit = mem_zalloc(sizeof *kit);
    kit->read = read;
    kit->today = library_today();
    kit->sees_money = right_allows(library->actor.role, RIGHT_MONEY);
    bool ok = read_settings(library, kit, err) &&
              store_current_each(read, ENTITY_CUSTOMER, take_customer, kit, err) &&
              store_current_each(read, ENTITY_USE, take_use, kit, err) &&
              store_current_each(read, ENTITY_RATING, take_rating, kit, err) &&
              store_reads_each(read, kit->today - READ_DAYS + 1, kit->today, take_reads, kit, err);
    kit->mean = kit->scores ? (double)kit->score_sum / (double)kit->scores : 0;
    VEC_EACH (amounts, &kit->amounts)
        if (amounts->items.len)
            qsort(amounts->items.items, amounts->items.len, sizeof(double), ascending);
    map_free(&kit->use_days);
    map_free(&kit->voters);
    vec_free(&kit->votes);
    kit->read = NULL;
    *out = kit;
    if (ok)
        return true;
    screen_kit_free(kit);
    *out = NULL;
    return false;
}

void screen_kit_free(ScreenKit *kit) {
    if (!kit)
        return;
    VEC_EACH (amounts, &kit->amounts)
        vec_free(&amounts->items);
    vec_free(&kit->amounts);
    map_free(&kit->currencies);
    map_free(&kit->cases);
    vec_free(&kit->case_facts);
    map_free(&kit->customers);
    vec_free(&kit->customer_facts);
    map_free(&kit->use_days);
    map_free(&kit->voters);
    vec_free(&kit->votes);
    free(kit);
}

void screen_kit_weights(const ScreenKit *kit, double out[SCREEN_INPUTS]) {
    memcpy(out, kit->weights, sizeof kit->weights);
}

/* ---- one case ---- */

/* All that one input may be taken from. */
typedef struct Asked {
    const ScreenKit *kit;
    const Record *record;
    const CaseFacts *facts;        /* NULL: nothing was gathered */
    const CustomerFacts *customer; /* NULL: not known */
} Asked;

static bool from_case(const Asked *asked, int field, ScreenValue *out) {
    if (!record_has(asked->record, field))
        return false;
    double raw = (double)record_int(asked->record, field);
    *out = (ScreenValue){SCREEN_FROM_CASE, raw, 0, raw, 0};
    return true;
}

static bool satisfaction(const Asked *asked, ScreenValue *out) {
    const CaseFacts *facts = asked->facts;
    double rating;
    if (from_case(asked, CASE_SCORE_SATISFACTION, out))
        return true;
    if (facts && facts->marks) {
        double mean = (double)facts->mark_sum / (double)facts->marks;
        *out = (ScreenValue){SCREEN_FROM_USES, mean, (unsigned)facts->marks,
                             metrics_screen_marks(mean), 0};
        return true;
    }
    if (!facts ||
        !metrics_rating(&facts->votes, asked->kit->mean, asked->kit->mean_weight, &rating))
        return false;
    *out = (ScreenValue){SCREEN_FROM_RATING, rating,
                         (unsigned)(facts->votes.experts + facts->votes.users), rating, 0};
    return true;
}

static bool business_size(const Asked *asked, ScreenValue *out) {
    const CustomerFacts *customer = asked->customer;
    if (from_case(asked, CASE_SCORE_BUSINESS_SIZE, out))
        return true;
    if (customer && customer->has_amount) {
        const Amounts *amounts = &asked->kit->amounts.items[customer->currency];
        double place =
            metrics_screen_place(customer->amount, amounts->items.items, amounts->items.len);
        *out = (ScreenValue){SCREEN_FROM_REVENUE, customer->amount, 0, place, 0};
        return true;
    }
    double people = people_of(record_text(asked->record, CASE_SIZE_BAND));
    if (people <= 0 && customer)
        people = customer->people;
    *out = (ScreenValue){SCREEN_FROM_SIZE, round(people), 0, metrics_screen_people(people), 0};
    return people > 0;
}

static bool cooperation_months(const Asked *asked, ScreenValue *out) {
    if (asked->customer && asked->customer->has_contract)
        *out = (ScreenValue){.source = SCREEN_FROM_CONTRACT, .raw = asked->customer->months};
    else if (!from_case(asked, CASE_SCORE_COOPERATION_MONTHS, out))
        return false;
    out->value = metrics_screen_months(out->raw, asked->kit->full_months);
    return true;
}

static bool innovation(const Asked *asked, ScreenValue *out) {
    return from_case(asked, CASE_SCORE_INNOVATION, out);
}

static bool spread(const Asked *asked, ScreenValue *out) {
    double contacts = asked->facts ? (double)asked->facts->contacts : 0;
    if (contacts <= 0 && from_case(asked, CASE_SCORE_SPREAD, out))
        return true;
    *out = (ScreenValue){SCREEN_FROM_CONTACTS, contacts, 0, metrics_screen_contacts(contacts), 0};
    return contacts > 0 || asked->kit->counts_readers;
}

bool screen_kit_score(const ScreenKit *kit, const Record *record, ScreenedCase *out) {
    static bool (*const inputs[SCREEN_INPUTS])(const Asked *, ScreenValue *) = {
        [SCREEN_SATISFACTION] = satisfaction,
        [SCREEN_BUSINESS_SIZE] = business_size,
        [SCREEN_COOPERATION_MONTHS] = cooperation_months,
        [SCREEN_INNOVATION] = innovation,
        [SCREEN_SPREAD] = spread,
    };
    Uuid id = record_id(record), customer = record_ref_uuid(record, CASE_CUSTOMER);
    const uint64_t *case_at = map_get(&kit->cases, key_of(&id));
    const uint64_t *customer_at = map_get(&kit->customers, key_of(&customer));
    Asked asked = {kit, record, case_at ? &kit->case_facts.items[*case_at] : NULL,
                   customer_at ? &kit->customer_facts.items[*customer_at] : NULL};
    double values[SCREEN_INPUTS];
    ScreenScore score;
    for (int i = 0; i < SCREEN_INPUTS; i++) {
        if (!inputs[i](&asked, &out->values[i]))
            out->values[i] = (ScreenValue){.value = SCREEN_UNKNOWN};
        values[i] = out->values[i].value;
    }
    bool known = metrics_screen(values, kit->weights, &score);
    out->score = known ? score.score : SCREEN_UNKNOWN;
    out->known = score.known;
    for (int i = 0; i < SCREEN_INPUTS; i++)
        out->values[i].part = score.parts[i];
    return known;
}
