#include "config.h"

#include "record/entity.h"

#include "base/i18n.h"
#include "base/vec.h"

static const Choice state_choices[] = {
    {"draft", N_("draft")},         {"submitted", N_("submitted")}, {"in_review", N_("in review")},
    {"published", N_("published")}, {"archived", N_("archived")},   {0}};
static const Choice audience_choices[] = {
    {"internal", N_("internal only")}, {"sales", N_("for sales")}, {"public", N_("public")}, {0}};
static const Choice success_choices[] = {{"none", N_("no success")},
                                         {"partial", N_("partial success")},
                                         {"full", N_("full success")},
                                         {0}};
static const Choice consent_choices[] = {{"internal", N_("internal only")},
                                         {"anonymous", N_("anonymous only")},
                                         {"named", N_("by name")},
                                         {0}};
static const Choice verify_choices[] = {
    {"30", N_("every 30 days")},   {"90", N_("every 90 days")},  {"180", N_("every 180 days")},
    {"365", N_("every 365 days")}, {"never", N_("never again")}, {0}};
static const Choice stage_choices[] = {{"acquire", N_("being won")}, {"activate", N_("starting")},
                                       {"retain", N_("in use")},     {"develop", N_("growing")},
                                       {"churned", N_("left")},      {0}};
static const Choice reference_choices[] = {
    {"no", N_("no reference")}, {"ask", N_("ask first")}, {"yes", N_("may be named")}, {0}};
static const Choice role_choices[] = {{"reader", N_("reader")},
                                      {"rep", N_("rep")},
                                      {"editor", N_("editor")},
                                      {"reviewer", N_("reviewer")},
                                      {"manager", N_("manager")},
                                      {"admin", N_("admin")},
                                      {0}};

static const Choice use_choices[] = {{"read", N_("read")},        {"share", N_("shared")},
                                     {"quote", N_("quoted")},     {"call", N_("in a call")},
                                     {"visit", N_("in a visit")}, {0}};
static const Choice hand_on_choices[] = {{"id", N_("number")},       {"link", N_("link")},
                                         {"summary", N_("summary")}, {"case", N_("whole case")},
                                         {"file", N_("file")},       {0}};

static const Choice comment_choices[] = {
    {"discuss", N_("remark")}, {"suggestion", N_("suggestion")}, {"error", N_("error")}, {0}};
static const Choice resolution_choices[] = {
    {"resolved", N_("settled")}, {"accepted", N_("accepted")}, {"declined", N_("declined")}, {0}};
static const Choice rating_roles[] = {{"expert", N_("expert")}, {"user", N_("user")}, {0}};

/* clang-format off */
static const Choice attachment_choices[] = {
    {"evidence", N_("evidence")}, {"picture", N_("picture")}, {0}};

static const Field step_fields[] = {
    [STEP_DATE] = {.id = 1, .kind = FIELD_DATE, .key = "date", .label = N_("Date"),
        .help = N_("The day on which it began."), .example = "2026-03-01"},
    [STEP_TEXT] = {.id = 2, .kind = FIELD_LINE, .key = "step", .label = N_("Step"),
        .help = N_("What was done, in a few words."), .example = N_("reminders switched on in four classes"), .flags = FIELD_SEARCHED},
};
_Static_assert(COUNT_OF(step_fields) == STEP_FIELDS, "one row a sub-field");

static const Field outcome_fields[] = {
    [OUTCOME_METRIC] = {.id = 1, .kind = FIELD_LINE, .key = "metric", .label = N_("Metric"),
        .help = N_("What was measured: a metric of the catalogue, or a name of your own."), .example = N_("renewal rate"),
        .flags = FIELD_REQUIRED | FIELD_SEARCHED},
    [OUTCOME_UNIT] = {.id = 2, .kind = FIELD_LINE, .key = "unit", .label = N_("Unit"),
        .help = N_("What the numbers count."), .example = "%"},
    [OUTCOME_BEFORE] = {.id = 3, .kind = FIELD_DECIMAL, .key = "before", .label = N_("Before"),
        .help = N_("The number before the work; empty when nobody measured it."), .example = "71.0"},
    [OUTCOME_AFTER] = {.id = 4, .kind = FIELD_DECIMAL, .key = "after", .label = N_("After"),
        .help = N_("The number after it; the change is computed."), .example = "80.0", .flags = FIELD_REQUIRED},
    [OUTCOME_MEASURED_ON] = {.id = 5, .kind = FIELD_DATE, .key = "measured_on", .label = N_("Measured on"),
        .help = N_("The day of the second number."), .example = "2026-09-30", .flags = FIELD_UNTIL},
    [OUTCOME_EVIDENCE] = {.id = 6, .kind = FIELD_LINE, .key = "evidence", .label = N_("Evidence"),
        .help = N_("Where a reviewer finds the numbers: a report, a file, an address."), .example = N_("renewal ledger of spring"),
        .flags = FIELD_REQUIRED | FIELD_SEARCHED},
    [OUTCOME_N] = {.id = 7, .kind = FIELD_INT, .key = "n", .label = N_("Sample size"),
        .help = N_("How many were counted or asked."), .example = "203", .min = 0, .max = 1000000000},
};
/* clang-format on */
_Static_assert(COUNT_OF(outcome_fields) == OUTCOME_FIELDS, "one row a sub-field");

/* What every record carries; the ids are the same in every entity. */
#define FIELD_ROW_UUID                                                                             \
    {                                                                                              \
        .id = 1, .kind = FIELD_UUID, .key = "uuid", .label = N_("Identity"),                       \
        .flags = FIELD_MACHINE, .group = GROUP_MACHINE                                             \
    }
#define FIELD_ROW_ID                                                                               \
    {                                                                                              \
        .id = 2, .kind = FIELD_LINE, .key = "id", .label = N_("Number"),                           \
        .flags = FIELD_MACHINE | FIELD_PLAIN, .group = GROUP_MACHINE, .max_bytes = 64              \
    }
#define FIELD_ROW_EXT_SOURCE                                                                       \
    {                                                                                              \
        .id = 3, .kind = FIELD_LINE, .key = "ext_source", .label = N_("Source"),                   \
        .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .max_bytes = 255                           \
    }
#define FIELD_ROW_EXT_ID                                                                           \
    {                                                                                              \
        .id = 4, .kind = FIELD_LINE, .key = "ext_id", .label = N_("Number there"),                 \
        .flags = FIELD_MACHINE, .group = GROUP_MACHINE                                             \
    }
#define FIELD_ROW_TRASHED                                                                          \
    {                                                                                              \
        .id = 200, .kind = FIELD_BOOL, .key = "trashed", .label = N_("In the trash"),              \
        .flags = FIELD_MACHINE, .group = GROUP_MACHINE                                             \
    }
#define FIELD_ROW_REV                                                                              \
    {                                                                                              \
        .id = 201, .kind = FIELD_INT, .key = "rev", .label = N_("Revision"),                       \
        .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .min = 0, .max = 4294967295                \
    }
#define FIELD_ROW_CREATED                                                                          \
    {                                                                                              \
        .id = 202, .kind = FIELD_TIME, .key = "created", .label = N_("Created"),                   \
        .flags = FIELD_MACHINE, .group = GROUP_MACHINE                                             \
    }
#define FIELD_ROW_UPDATED                                                                          \
    {                                                                                              \
        .id = 203, .kind = FIELD_TIME, .key = "updated", .label = N_("Updated"),                   \
        .flags = FIELD_MACHINE, .group = GROUP_MACHINE                                             \
    }

#define SECTION(number, name, title, hint, sample, also)                                           \
    {                                                                                              \
        .id = number, .kind = FIELD_TEXT, .key = name, .label = title, .help = hint,               \
        .example = sample, .flags = FIELD_REQUIRED | FIELD_SECTION | FIELD_SEARCHED | (also),      \
        .group = GROUP_STORY                                                                       \
    }
#define SCORE(number, name, title, hint, sample, most)                                             \
    {                                                                                              \
        .id = number, .kind = FIELD_INT, .key = "scores." name, .label = title, .help = hint,      \
        .example = sample, .group = GROUP_EVIDENCE, .min = 0, .max = most                          \
    }

/* clang-format off */
static const Field case_fields[] = {
    [CASE_UUID] = FIELD_ROW_UUID,
    [CASE_ID] = FIELD_ROW_ID,
    [CASE_EXT_SOURCE] = FIELD_ROW_EXT_SOURCE,
    [CASE_EXT_ID] = FIELD_ROW_EXT_ID,
    [CASE_TITLE] = {.id = 10, .kind = FIELD_LINE, .key = "title", .label = N_("Title"),
        .help = N_("What was achieved, for whom, in one line that a colleague would search for."),
        .example = N_("Renewal rate of an online school raised by 9 points"),
        .flags = FIELD_REVIEW | FIELD_REQUIRED | FIELD_SEARCHED, .group = GROUP_BASICS, .min_chars = 4, .max_chars = 60},
    [CASE_CUSTOMER] = {.id = 11, .kind = FIELD_REF, .key = "customer", .label = N_("Customer"),
        .help = N_("The customer's name, or a part of it. A new one is asked about before it is created."), .example = N_("Morning Light Online School"),
        .flags = FIELD_REVIEW | FIELD_REQUIRED | FIELD_SEARCHED | FIELD_FACET, .group = GROUP_BASICS, .target = ENTITY_CUSTOMER},
    [CASE_SUMMARY] = {.id = 12, .kind = FIELD_LINE, .key = "summary", .label = N_("Summary"),
        .help = N_("One or two sentences that can be read to a customer on the phone."),
        .example = N_("Reminders by risk group raised renewals by 9 points in two terms."),
        .flags = FIELD_SEARCHED, .group = GROUP_BASICS, .max_chars = 200},
    [CASE_BACKGROUND] = SECTION(20, "background", N_("Background"), N_("Who the customer is and what the situation was."), N_("A school with 12,000 students, most of them in their first year. Every third left after one term, and nobody saw it coming."), FIELD_REVIEW),
    [CASE_NEED] = SECTION(21, "need", N_("Need"), N_("What had to change, and why it could not wait."), N_("Fewer students should leave, without more support staff: renewals begin in August, and the last campaign came too late to help."), 0),
    [CASE_SOLUTION] = SECTION(22, "solution", N_("Solution"), N_("What was done, and with which product."), N_("Students were grouped by days since the last login. Each group got its own reminder, and the weakest a call from the teacher."), FIELD_REVIEW),
    [CASE_STEPS] = {.id = 23, .kind = FIELD_ROWS, .key = "steps", .label = N_("Steps"),
        .help = N_("What happened when, one row a step."), .example = N_("2026-03-01: reminders switched on in four classes"), .group = GROUP_STORY, .row = step_fields, .row_count = STEP_FIELDS},
    [CASE_PROCESS] = SECTION(24, "process", N_("Process"), N_("How it went: who took part, what was hard."), N_("Two weeks of data cleaning came first. Four classes tried it, then the heads of teaching took it to all the others."), 0),
    [CASE_RESULT] = SECTION(25, "result", N_("Result"), N_("What changed, with numbers."), N_("Renewals rose from 71% to 80% within two terms, with the same number of people; complaints about calls fell by half."), FIELD_REVIEW),
    [CASE_FEEDBACK] = SECTION(26, "feedback", N_("Feedback"), N_("What the customer says, in the customer's own words."), N_("\"The reminders do not get in the way.\" (head of teaching)"), 0),
    [CASE_BODY] = {.id = 27, .kind = FIELD_TEXT, .key = "body", .label = N_("Further text"),
        .help = N_("Everything that fits no section."), .example = N_("What does not work: adults find the reminders a nuisance."), .flags = FIELD_SEARCHED, .group = GROUP_STORY},
    [CASE_OUTCOMES] = {.id = 30, .kind = FIELD_ROWS, .key = "outcomes", .label = N_("Outcomes"),
        .help = N_("Measured changes: before, after, and where the number comes from."), .example = N_("renewal rate, %, from 71 to 80, renewal ledger of spring"), .flags = FIELD_REVIEW | FIELD_REQUIRED,
        .group = GROUP_EVIDENCE, .row = outcome_fields, .row_count = OUTCOME_FIELDS},
    [CASE_SUCCESS] = {.id = 31, .kind = FIELD_CHOICE, .key = "success", .label = N_("Success"),
        .help = N_("Were the customer's goals reached?"), .example = N_("full success"), .flags = FIELD_FACET | FIELD_PLAIN, .group = GROUP_EVIDENCE, .choices = success_choices},
    [CASE_ALTERNATIVES] = {.id = 32, .kind = FIELD_LIST, .key = "alternatives", .label = N_("Replaced"),
        .help = N_("What the customer used or considered before."), .example = N_("spreadsheets; a call list on paper"), .flags = FIELD_SEARCHED, .group = GROUP_EVIDENCE, .max_items = 12},
    [CASE_RELATED] = {.id = 33, .kind = FIELD_REFS, .key = "related", .label = N_("Related cases"),
        .help = N_("Numbers of cases that a reader should see too."), .example = "AL-2026-0012; AL-2026-0031", .group = GROUP_EVIDENCE, .target = ENTITY_CASE, .max_items = 12},
    [CASE_CATEGORY] = {.id = 40, .kind = FIELD_TREE, .key = "category", .label = N_("Category"),
        .help = N_("A leaf of the category tree."), .example = N_("Customer success/Renew/Early renewal"), .flags = FIELD_REVIEW | FIELD_REQUIRED | FIELD_SEARCHED | FIELD_FACET, .group = GROUP_SORTING},
    [CASE_TAGS] = {.id = 41, .kind = FIELD_LIST, .key = "tags", .label = N_("Tags"),
        .help = N_("Up to twelve words that a colleague would type."), .example = N_("renewal; reminders; segments"), .flags = FIELD_SEARCHED | FIELD_FACET, .group = GROUP_SORTING, .max_items = 12},
    [CASE_INDUSTRY] = {.id = 42, .kind = FIELD_VOCAB, .key = "industry", .label = N_("Industry"),
        .help = N_("The customer's industry."), .example = N_("education"), .flags = FIELD_REQUIRED | FIELD_SEARCHED | FIELD_FACET, .group = GROUP_SORTING},
    [CASE_SIZE_BAND] = {.id = 43, .kind = FIELD_VOCAB, .key = "size_band", .label = N_("Size"),
        .help = N_("How many people work there."), .example = N_("200-500 people"), .flags = FIELD_FACET, .group = GROUP_SORTING},
    [CASE_REGION] = {.id = 44, .kind = FIELD_VOCAB, .key = "region", .label = N_("Region"),
        .help = N_("Where the customer is."), .example = N_("east"), .flags = FIELD_SEARCHED | FIELD_FACET, .group = GROUP_SORTING},
    [CASE_PRODUCT] = {.id = 45, .kind = FIELD_LIST, .key = "product", .label = N_("Products"),
        .help = N_("Which of our products were used."), .example = N_("learning platform; dashboard"), .flags = FIELD_SEARCHED | FIELD_FACET, .group = GROUP_SORTING},
    [CASE_THEME] = {.id = 46, .kind = FIELD_LIST, .key = "theme", .label = N_("Themes"),
        .help = N_("Which part of customer success the case is about."), .example = N_("customer relations"), .flags = FIELD_FACET, .group = GROUP_SORTING},
    [CASE_PAIN] = {.id = 47, .kind = FIELD_LIST, .key = "pain", .label = N_("Pains"),
        .help = N_("What hurt before, in the customer's words."), .example = N_("few renew; too few people"), .flags = FIELD_SEARCHED | FIELD_FACET, .group = GROUP_SORTING},
    [CASE_PERIOD_START] = {.id = 48, .kind = FIELD_DATE, .key = "period.start", .label = N_("Start"),
        .help = N_("When the work began."), .example = "2026-03-01", .group = GROUP_SORTING},
    [CASE_PERIOD_END] = {.id = 49, .kind = FIELD_DATE, .key = "period.end", .label = N_("End"),
        .help = N_("When the result was measured."), .example = "2026-09-30", .group = GROUP_SORTING, .flags = FIELD_UNTIL},
    [CASE_LANG] = {.id = 50, .kind = FIELD_VOCAB, .key = "lang", .label = N_("Language"),
        .help = N_("Language of the text: zh or en."), .example = "zh", .flags = FIELD_FACET | FIELD_PLAIN, .group = GROUP_SORTING, .max_bytes = 16},
    [CASE_SCORE_SATISFACTION] = SCORE(60, "satisfaction", N_("Satisfaction"), N_("0 to 100, from the last survey."), "90", 100),
    [CASE_SCORE_BUSINESS_SIZE] = SCORE(61, "business_size", N_("Business size"), N_("How large the deal is, as a score: 0 to 100."), "60", 100),
    [CASE_SCORE_COOPERATION_MONTHS] = SCORE(62, "cooperation_months", N_("Months together"), N_("How long the customer has been with us."), "18", 1200),
    [CASE_SCORE_INNOVATION] = SCORE(63, "innovation", N_("Innovation"), N_("0 to 100, how new the solution is."), "75", 100),
    [CASE_SCORE_SPREAD] = SCORE(64, "spread", N_("Spread"), N_("0 to 100, how widely the case is told."), "40", 100),
    [CASE_IMPORTANCE] = {.id = 65, .kind = FIELD_INT, .key = "importance", .label = N_("Importance"),
        .help = N_("0 to 10, orders the review queue."), .example = "8", .group = GROUP_EVIDENCE, .min = 0, .max = 10},
    [CASE_HALF_LIFE] = {.id = 66, .kind = FIELD_INT, .key = "half_life", .label = N_("Half-life"),
        .help = N_("Days after which the case is worth half."), .example = "180", .group = GROUP_EVIDENCE, .min = 1, .max = 3650},
    [CASE_AUDIENCE] = {.id = 70, .kind = FIELD_CHOICE, .key = "audience", .label = N_("Audience"),
        .help = N_("Who may see the case when it is published."), .example = N_("for sales"), .flags = FIELD_FACET | FIELD_PLAIN | FIELD_REQUIRED, .group = GROUP_TRUST, .choices = audience_choices},
    [CASE_CONSENT_SCOPE] = {.id = 71, .kind = FIELD_CHOICE, .key = "consent.scope", .label = N_("Consent"),
        .help = N_("What the customer allows us to tell."), .example = N_("anonymous only"), .flags = FIELD_PLAIN, .group = GROUP_TRUST, .choices = consent_choices},
    [CASE_CONSENT_EXPIRES] = {.id = 72, .kind = FIELD_DATE, .key = "consent.expires", .label = N_("Consent until"),
        .help = N_("The day on which the consent ends."), .example = "2027-05-31", .group = GROUP_TRUST, .flags = FIELD_UNTIL},
    [CASE_CONSENT_BY] = {.id = 73, .kind = FIELD_LINE, .key = "consent.by", .label = N_("Consent by"),
        .help = N_("Who at the customer's gave it."), .example = N_("Ms Chen, head of operations"), .group = GROUP_TRUST},
    [CASE_CONSENT_ID] = {.id = 74, .kind = FIELD_REF, .key = "consent.id", .label = N_("Consent record"),
        .help = N_("The customer's consent on record: F7 lists them. What was only said goes into the three fields above: consent, until, by."), .example = "XK-2026-0001", .group = GROUP_TRUST, .target = ENTITY_CONSENT},
    [CASE_STATE] = {.id = 80, .kind = FIELD_CHOICE, .key = "state", .label = N_("State"),
        .help = N_("Moved by submit, review, publish, return and archive."), .flags = FIELD_FACET | FIELD_PLAIN | FIELD_MOVED, .group = GROUP_TRUST, .choices = state_choices},
    [CASE_RETURN_REASON] = {.id = 81, .kind = FIELD_LINE, .key = "return_reason", .label = N_("Returned because"),
        .help = N_("Why the reviewer sent the case back."), .flags = FIELD_MOVED, .group = GROUP_TRUST},
    [CASE_OWNER] = {.id = 82, .kind = FIELD_REF, .key = "owner", .label = N_("Owner"),
        .help = N_("Who keeps the case true."), .example = "wangfang", .flags = FIELD_FACET, .group = GROUP_TRUST, .target = ENTITY_USER},
    [CASE_REVIEWER] = {.id = 83, .kind = FIELD_REF, .key = "reviewer", .label = N_("Reviewer"),
        .help = N_("Who checks it; never its author."), .example = "limin", .group = GROUP_TRUST, .target = ENTITY_USER},
    [CASE_VERIFY_EVERY] = {.id = 84, .kind = FIELD_CHOICE, .key = "verify.every_days", .label = N_("Verify"),
        .help = N_("How often the case is checked again."), .example = N_("every 180 days"), .flags = FIELD_PLAIN, .group = GROUP_TRUST, .choices = verify_choices},
    [CASE_VERIFY_LAST] = {.id = 85, .kind = FIELD_DATE, .key = "verify.last", .label = N_("Verified on"),
        .help = N_("The day of the last check."), .flags = FIELD_MOVED, .group = GROUP_TRUST},
    [CASE_VERIFY_DUE] = {.id = 86, .kind = FIELD_DATE, .key = "verify.due", .label = N_("Due on"),
        .help = N_("Set by an import that spreads the first check."), .flags = FIELD_MOVED, .group = GROUP_TRUST},
    [CASE_NOTES] = {.id = 90, .kind = FIELD_TEXT, .key = "notes", .label = N_("Private notes"),
        .help = N_("For the editors only: never searched, never exported."), .example = N_("Interview of 12 March: she does not want the number of staff told."), .flags = FIELD_PRIVATE, .group = GROUP_STORY},
    [CASE_MERGED_INTO] = {.id = 92, .kind = FIELD_REF, .key = "merged_into", .label = N_("Merged into"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .target = ENTITY_CASE},
    [CASE_AUTHOR] = {.id = 190, .kind = FIELD_REF, .key = "author", .label = N_("Author"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .target = ENTITY_USER},
    [CASE_IMPORTED] = {.id = 191, .kind = FIELD_BOOL, .key = "imported", .label = N_("Imported"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE},
    [CASE_TRASHED] = FIELD_ROW_TRASHED,
    [CASE_REV] = FIELD_ROW_REV,
    [CASE_CREATED] = FIELD_ROW_CREATED,
    [CASE_UPDATED] = FIELD_ROW_UPDATED,
    [CASE_PUBLISHED_AT] = {.id = 204, .kind = FIELD_TIME, .key = "published_at", .label = N_("Published"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE},
};
_Static_assert(COUNT_OF(case_fields) == CASE_FIELDS, "one row a field of the case");

static const Field customer_fields[] = {
    [CUSTOMER_UUID] = FIELD_ROW_UUID,
    [CUSTOMER_ID] = FIELD_ROW_ID,
    [CUSTOMER_EXT_SOURCE] = FIELD_ROW_EXT_SOURCE,
    [CUSTOMER_EXT_ID] = FIELD_ROW_EXT_ID,
    [CUSTOMER_NAME] = {.id = 10, .kind = FIELD_LINE, .key = "name", .label = N_("Name"), .help = N_("The full name of the company."), .example = N_("Morning Light Online School Ltd."), .flags = FIELD_REQUIRED},
    [CUSTOMER_SHORT_NAME] = {.id = 11, .kind = FIELD_LINE, .key = "short_name", .label = N_("Short name"), .help = N_("What colleagues call it."), .example = N_("Morning Light")},
    [CUSTOMER_ALIAS] = {.id = 12, .kind = FIELD_LINE, .key = "alias", .label = N_("Alias"), .help = N_("The name in anonymous text."), .example = N_("an online school in the east")},
    [CUSTOMER_INDUSTRY] = {.id = 13, .kind = FIELD_VOCAB, .key = "industry", .label = N_("Industry"), .help = N_("The customer's industry."), .example = N_("education"), .group = GROUP_SORTING},
    [CUSTOMER_SIZE_BAND] = {.id = 14, .kind = FIELD_VOCAB, .key = "size_band", .label = N_("Size"), .help = N_("How many people work there."), .example = N_("200-500 people"), .group = GROUP_SORTING},
    [CUSTOMER_REGION] = {.id = 15, .kind = FIELD_VOCAB, .key = "region", .label = N_("Region"), .help = N_("Where the customer is."), .example = N_("east"), .group = GROUP_SORTING},
    [CUSTOMER_STAGE] = {.id = 16, .kind = FIELD_CHOICE, .key = "stage", .label = N_("Stage"), .help = N_("Where the customer stands with us."), .example = N_("in use"), .flags = FIELD_PLAIN, .group = GROUP_SORTING, .choices = stage_choices},
    [CUSTOMER_OWNER] = {.id = 17, .kind = FIELD_REF, .key = "owner", .label = N_("Owner"), .help = N_("The customer success manager."), .example = "wangfang", .group = GROUP_SORTING, .target = ENTITY_USER},
    [CUSTOMER_CONTRACT_START] = {.id = 18, .kind = FIELD_DATE, .key = "contract_start", .label = N_("Contract from"), .help = N_("First day of the contract."), .example = "2026-01-01", .group = GROUP_SORTING},
    [CUSTOMER_CONTRACT_END] = {.id = 19, .kind = FIELD_DATE, .key = "contract_end", .label = N_("Contract to"), .help = N_("Last day of the contract."), .example = "2026-12-31", .group = GROUP_SORTING, .flags = FIELD_UNTIL},
    [CUSTOMER_MRR] = {.id = 20, .kind = FIELD_DECIMAL, .key = "mrr", .label = N_("Monthly revenue"), .help = N_("Recurring revenue a month."), .example = "12000", .flags = FIELD_MONEY, .group = GROUP_SORTING, .min = 0, .max = INT64_MAX / 1000000},
    [CUSTOMER_CURRENCY] = {.id = 21, .kind = FIELD_VOCAB, .key = "currency", .label = N_("Currency"), .help = N_("Three letters, for example CNY."), .example = "CNY", .group = GROUP_SORTING, .max_bytes = 16},
    [CUSTOMER_REFERENCE] = {.id = 22, .kind = FIELD_CHOICE, .key = "reference", .label = N_("Reference"), .help = N_("May we name the customer?"), .example = N_("ask first"), .flags = FIELD_PLAIN, .group = GROUP_SORTING, .choices = reference_choices},
    [CUSTOMER_TRASHED] = FIELD_ROW_TRASHED,
    [CUSTOMER_REV] = FIELD_ROW_REV,
    [CUSTOMER_CREATED] = FIELD_ROW_CREATED,
    [CUSTOMER_UPDATED] = FIELD_ROW_UPDATED,
};
_Static_assert(COUNT_OF(customer_fields) == CUSTOMER_FIELDS, "one row a field of the customer");

static const Field user_fields[] = {
    [USER_UUID] = FIELD_ROW_UUID,
    [USER_LOGIN] = {.id = 10, .kind = FIELD_LINE, .key = "login", .label = N_("Login"), .help = N_("The name that the person signs in with."), .example = "wangfang", .flags = FIELD_REQUIRED, .max_bytes = 63},
    [USER_NAME] = {.id = 11, .kind = FIELD_LINE, .key = "name", .label = N_("Name"), .help = N_("The person's name."), .example = N_("Wang Fang"), .flags = FIELD_REQUIRED, .max_bytes = 255},
    [USER_ROLE] = {.id = 12, .kind = FIELD_CHOICE, .key = "role", .label = N_("Role"), .help = N_("What the person may do."), .example = N_("editor"), .flags = FIELD_PLAIN | FIELD_REQUIRED, .choices = role_choices},
    [USER_TEAM] = {.id = 13, .kind = FIELD_REF, .key = "team", .label = N_("Team"), .help = N_("The team whose unpublished cases the person sees."), .example = N_("East"), .target = ENTITY_TEAM},
    [USER_DISABLED] = {.id = 14, .kind = FIELD_BOOL, .key = "disabled", .label = N_("Disabled"), .help = N_("Yes when the person has left; what they wrote stays theirs."), .example = N_("no")},
    [USER_REV] = FIELD_ROW_REV,
    [USER_CREATED] = FIELD_ROW_CREATED,
    [USER_UPDATED] = FIELD_ROW_UPDATED,
};
_Static_assert(COUNT_OF(user_fields) == USER_FIELDS, "one row a field of the user");

static const Field team_fields[] = {
    [TEAM_UUID] = FIELD_ROW_UUID,
    [TEAM_NAME] = {.id = 10, .kind = FIELD_LINE, .key = "name", .label = N_("Name"), .help = N_("The team's name."), .example = N_("East"), .flags = FIELD_REQUIRED, .max_bytes = 255},
    [TEAM_LEAD] = {.id = 11, .kind = FIELD_REF, .key = "lead", .label = N_("Lead"), .help = N_("Who takes over the cases of people who leave."), .example = "limin", .target = ENTITY_USER},
    [TEAM_REGION] = {.id = 12, .kind = FIELD_VOCAB, .key = "region", .label = N_("Region"), .help = N_("Where the team works."), .example = N_("east")},
    [TEAM_REV] = FIELD_ROW_REV,
    [TEAM_CREATED] = FIELD_ROW_CREATED,
    [TEAM_UPDATED] = FIELD_ROW_UPDATED,
};
_Static_assert(COUNT_OF(team_fields) == TEAM_FIELDS, "one row a field of the team");

static const Field consent_fields[] = {
    [CONSENT_UUID] = FIELD_ROW_UUID,
    [CONSENT_ID] = FIELD_ROW_ID,
    [CONSENT_EXT_SOURCE] = FIELD_ROW_EXT_SOURCE,
    [CONSENT_EXT_ID] = FIELD_ROW_EXT_ID,
    [CONSENT_CUSTOMER] = {.id = 10, .kind = FIELD_REF, .key = "customer", .label = N_("Customer"), .help = N_("Whose consent it is."), .example = N_("Morning Light Online School"), .flags = FIELD_REQUIRED, .target = ENTITY_CUSTOMER},
    [CONSENT_SCOPE] = {.id = 11, .kind = FIELD_CHOICE, .key = "scope", .label = N_("Scope"), .help = N_("What the customer allows us to tell."), .example = N_("anonymous only"), .flags = FIELD_PLAIN | FIELD_REQUIRED, .choices = consent_choices},
    [CONSENT_CHANNELS] = {.id = 12, .kind = FIELD_LIST, .key = "channels", .label = N_("Channels"), .help = N_("Where it may be told: calls, website, talks."), .example = N_("calls; website"), .max_items = 12},
    [CONSENT_GRANTED_BY] = {.id = 13, .kind = FIELD_LINE, .key = "granted_by", .label = N_("Granted by"), .help = N_("Who at the customer's gave it."), .example = N_("Ms Chen, head of operations"), .group = GROUP_TRUST},
    [CONSENT_GRANTED_ON] = {.id = 14, .kind = FIELD_DATE, .key = "granted_on", .label = N_("Granted on"), .help = N_("The day on which it was given."), .example = "2026-05-31", .group = GROUP_TRUST},
    [CONSENT_EXPIRES] = {.id = 15, .kind = FIELD_DATE, .key = "expires", .label = N_("Consent until"), .help = N_("The day on which the consent ends."), .example = "2027-05-31", .group = GROUP_TRUST, .flags = FIELD_UNTIL},
    [CONSENT_FILE] = {.id = 16, .kind = FIELD_LINE, .key = "file", .label = N_("Document"), .help = N_("Where the signed paper is; managers and the customer's owner see it."), .example = N_("contracts/2026/morning-light.pdf"), .group = GROUP_TRUST},
    [CONSENT_REVOKED_ON] = {.id = 17, .kind = FIELD_DATE, .key = "revoked_on", .label = N_("Revoked on"), .help = N_("The day on which the customer took it back: from then on its cases are for internal use."), .example = "2026-11-20", .group = GROUP_TRUST},
    [CONSENT_TRASHED] = FIELD_ROW_TRASHED,
    [CONSENT_REV] = FIELD_ROW_REV,
    [CONSENT_CREATED] = FIELD_ROW_CREATED,
    [CONSENT_UPDATED] = FIELD_ROW_UPDATED,
};
_Static_assert(COUNT_OF(consent_fields) == CONSENT_FIELDS, "one row a field of the consent");

static const Field use_fields[] = {
    [USE_UUID] = FIELD_ROW_UUID,
    [USE_ID] = FIELD_ROW_ID,
    [USE_EXT_SOURCE] = FIELD_ROW_EXT_SOURCE,
    [USE_EXT_ID] = FIELD_ROW_EXT_ID,
    [USE_CASE] = {.id = 10, .kind = FIELD_REF, .key = "case", .label = N_("Case"), .help = N_("The case that was used."), .example = "AL-2026-0012", .flags = FIELD_REQUIRED, .target = ENTITY_CASE},
    [USE_PROSPECT] = {.id = 11, .kind = FIELD_LINE, .key = "prospect", .label = N_("Prospect"), .help = N_("Who it was used for."), .example = N_("Sunrise School"), .max_bytes = 255},
    [USE_DEAL] = {.id = 12, .kind = FIELD_LINE, .key = "deal", .label = N_("Deal"), .help = N_("The deal, as your sales system calls it."), .example = "OPP-2026-118", .max_bytes = 255},
    [USE_KIND] = {.id = 13, .kind = FIELD_CHOICE, .key = "kind", .label = N_("Kind"), .help = N_("How it was used."), .example = N_("shared"), .flags = FIELD_PLAIN | FIELD_REQUIRED, .choices = use_choices},
    [USE_BY] = {.id = 14, .kind = FIELD_REF, .key = "user", .label = N_("User"), .help = N_("Who used it."), .example = "wangfang", .flags = FIELD_REQUIRED, .target = ENTITY_USER},
    [USE_AT] = {.id = 15, .kind = FIELD_TIME, .key = "at", .label = N_("When"), .help = N_("When it was used."), .example = "2026-11-20T09:00:00Z", .flags = FIELD_REQUIRED},
    [USE_FEEDBACK] = {.id = 16, .kind = FIELD_INT, .key = "feedback", .label = N_("How it went"), .help = N_("1 did not help, 5 won it."), .example = "5", .min = 1, .max = 5},
    [USE_TRASHED] = FIELD_ROW_TRASHED,
    [USE_REV] = FIELD_ROW_REV,
    [USE_CREATED] = FIELD_ROW_CREATED,
    [USE_UPDATED] = FIELD_ROW_UPDATED,
};
_Static_assert(COUNT_OF(use_fields) == USE_FIELDS, "one row a field of the use");

static const Field hand_on_fields[] = {
    [HAND_ON_UUID] = FIELD_ROW_UUID,
    [HAND_ON_CASE] = {.id = 10, .kind = FIELD_REF, .key = "case", .label = N_("Case"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .target = ENTITY_CASE},
    [HAND_ON_WHAT] = {.id = 11, .kind = FIELD_CHOICE, .key = "what", .label = N_("What"), .flags = FIELD_MACHINE | FIELD_PLAIN, .group = GROUP_MACHINE, .choices = hand_on_choices},
    [HAND_ON_SAFE] = {.id = 12, .kind = FIELD_BOOL, .key = "safe", .label = N_("Safe form"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE},
    [HAND_ON_WHY] = {.id = 13, .kind = FIELD_LINE, .key = "why", .label = N_("Why in full"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE},
    [HAND_ON_PROSPECT] = {.id = 14, .kind = FIELD_LINE, .key = "prospect", .label = N_("Prospect"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .max_bytes = 255},
    [HAND_ON_BY] = {.id = 15, .kind = FIELD_REF, .key = "user", .label = N_("User"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .target = ENTITY_USER},
    [HAND_ON_AT] = {.id = 16, .kind = FIELD_TIME, .key = "at", .label = N_("When"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE},
    [HAND_ON_REV] = FIELD_ROW_REV,
    [HAND_ON_CREATED] = FIELD_ROW_CREATED,
    [HAND_ON_UPDATED] = FIELD_ROW_UPDATED,
};
_Static_assert(COUNT_OF(hand_on_fields) == HAND_ON_FIELDS, "one row a field of what was handed on");

static const Field comment_fields[] = {
    [COMMENT_UUID] = FIELD_ROW_UUID,
    [COMMENT_CASE] = {.id = 10, .kind = FIELD_REF, .key = "case", .label = N_("Case"), .help = N_("The case that it is about."), .flags = FIELD_REQUIRED, .target = ENTITY_CASE},
    [COMMENT_PARENT] = {.id = 11, .kind = FIELD_UUID, .key = "parent", .label = N_("Answers"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE},
    [COMMENT_BY] = {.id = 12, .kind = FIELD_REF, .key = "user", .label = N_("User"), .help = N_("Who wrote it."), .flags = FIELD_REQUIRED, .target = ENTITY_USER},
    [COMMENT_AT] = {.id = 13, .kind = FIELD_TIME, .key = "at", .label = N_("When"), .help = N_("When it was written."), .flags = FIELD_REQUIRED},
    [COMMENT_KIND] = {.id = 14, .kind = FIELD_CHOICE, .key = "kind", .label = N_("Kind"), .help = N_("A remark, a suggestion for the text, or an error that was found."), .flags = FIELD_PLAIN | FIELD_REQUIRED, .choices = comment_choices},
    [COMMENT_FIELD] = {.id = 15, .kind = FIELD_LINE, .key = "field", .label = N_("About"), .help = N_("Key of the field that it is about; empty: the whole case."), .flags = FIELD_PLAIN, .max_bytes = 64},
    [COMMENT_BODY] = {.id = 16, .kind = FIELD_TEXT, .key = "body", .label = N_("Comment"), .help = N_("What is to be said."), .max_bytes = 64 << 10},
    [COMMENT_PASSAGE] = {.id = 17, .kind = FIELD_TEXT, .key = "passage", .label = N_("Passage"), .help = N_("What a suggestion replaces; empty: the whole field.")},
    [COMMENT_REPLACEMENT] = {.id = 18, .kind = FIELD_TEXT, .key = "replacement", .label = N_("Instead"), .help = N_("What is to stand there instead.")},
    [COMMENT_RESOLUTION] = {.id = 19, .kind = FIELD_CHOICE, .key = "resolution", .label = N_("Resolution"), .help = N_("How it ended; empty while it is open."), .flags = FIELD_PLAIN, .choices = resolution_choices},
    [COMMENT_RESOLVED_BY] = {.id = 20, .kind = FIELD_REF, .key = "resolved_by", .label = N_("Settled by"), .help = N_("Who ended it."), .target = ENTITY_USER},
    [COMMENT_RESOLVED_AT] = {.id = 21, .kind = FIELD_TIME, .key = "resolved_at", .label = N_("Settled at"), .help = N_("When it ended.")},
    [COMMENT_WORD] = {.id = 22, .kind = FIELD_LINE, .key = "word", .label = N_("Because"), .help = N_("Why it was declined.")},
    [COMMENT_NUMBER] = {.id = 23, .kind = FIELD_INT, .key = "number", .label = N_("Number"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .min = 0, .max = 1000000000},
    [COMMENT_CASE_REV] = {.id = 24, .kind = FIELD_INT, .key = "case_rev", .label = N_("Revision"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .min = 0, .max = 4294967295},
    [COMMENT_EDITED_AT] = {.id = 25, .kind = FIELD_TIME, .key = "edited_at", .label = N_("Edited at"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE},
    [COMMENT_TRASHED] = FIELD_ROW_TRASHED,
    [COMMENT_REV] = FIELD_ROW_REV,
    [COMMENT_CREATED] = FIELD_ROW_CREATED,
    [COMMENT_UPDATED] = FIELD_ROW_UPDATED,
};
_Static_assert(COUNT_OF(comment_fields) == COMMENT_FIELDS, "one row a field of the comment");
static const Field rating_fields[] = {
    [RATING_UUID] = FIELD_ROW_UUID,
    [RATING_CASE] = {.id = 10, .kind = FIELD_REF, .key = "case", .label = N_("Case"), .help = N_("The case that was rated."), .flags = FIELD_REQUIRED, .target = ENTITY_CASE},
    [RATING_BY] = {.id = 11, .kind = FIELD_REF, .key = "user", .label = N_("User"), .help = N_("Who rated it."), .flags = FIELD_REQUIRED, .target = ENTITY_USER},
    [RATING_ROLE] = {.id = 12, .kind = FIELD_CHOICE, .key = "role", .label = N_("Role"), .help = N_("Reviewers and above rate as experts."), .flags = FIELD_PLAIN | FIELD_REQUIRED, .choices = rating_roles},
    [RATING_SCORE] = {.id = 13, .kind = FIELD_INT, .key = "score", .label = N_("Rating"), .help = N_("0 to 100."), .min = 0, .max = 100},
    [RATING_HELPFUL] = {.id = 14, .kind = FIELD_BOOL, .key = "helpful", .label = N_("Helpful"), .help = N_("Whether the case helped.")},
    [RATING_AT] = {.id = 15, .kind = FIELD_TIME, .key = "at", .label = N_("When"), .help = N_("When it was rated."), .flags = FIELD_REQUIRED},
    [RATING_REV] = FIELD_ROW_REV,
    [RATING_CREATED] = FIELD_ROW_CREATED,
    [RATING_UPDATED] = FIELD_ROW_UPDATED,
};
_Static_assert(COUNT_OF(rating_fields) == RATING_FIELDS, "one row a field of the rating");

static const Field attachment_fields[] = {
    [ATTACHMENT_UUID] = FIELD_ROW_UUID,
    [ATTACHMENT_ID] = FIELD_ROW_ID,
    [ATTACHMENT_CASE] = {.id = 10, .kind = FIELD_REF, .key = "case", .label = N_("Case"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .target = ENTITY_CASE},
    [ATTACHMENT_KIND] = {.id = 11, .kind = FIELD_CHOICE, .key = "kind", .label = N_("Kind"), .flags = FIELD_MACHINE | FIELD_PLAIN, .group = GROUP_MACHINE, .choices = attachment_choices},
    [ATTACHMENT_NAME] = {.id = 12, .kind = FIELD_LINE, .key = "name", .label = N_("Name"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .max_bytes = 255},
    [ATTACHMENT_SHA256] = {.id = 13, .kind = FIELD_LINE, .key = "sha256", .label = N_("Digest"), .flags = FIELD_MACHINE | FIELD_PLAIN, .group = GROUP_MACHINE, .max_bytes = 64},
    [ATTACHMENT_BYTES] = {.id = 14, .kind = FIELD_INT, .key = "bytes", .label = N_("Bytes"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .min = 0, .max = 5 << 20},
    [ATTACHMENT_BY] = {.id = 15, .kind = FIELD_REF, .key = "user", .label = N_("User"), .flags = FIELD_MACHINE, .group = GROUP_MACHINE, .target = ENTITY_USER},
    [ATTACHMENT_TRASHED] = FIELD_ROW_TRASHED,
    [ATTACHMENT_REV] = FIELD_ROW_REV,
    [ATTACHMENT_CREATED] = FIELD_ROW_CREATED,
    [ATTACHMENT_UPDATED] = FIELD_ROW_UPDATED,
};
_Static_assert(COUNT_OF(attachment_fields) == ATTACHMENT_FIELDS, "one row a field of the attachment");
/* clang-format on */

static const Entity entities[ENTITY_TYPES] = {
    [ENTITY_CASE] = {ENTITY_CASE, "case", N_("case"), "AL", true, case_fields, CASE_FIELDS, true},
    [ENTITY_CUSTOMER] = {ENTITY_CUSTOMER, "customer", N_("customer"), "KH", false, customer_fields,
                         CUSTOMER_FIELDS, true},
    [ENTITY_USER] = {ENTITY_USER, "user", N_("user"), NULL, false, user_fields, USER_FIELDS, false},
    [ENTITY_TEAM] = {ENTITY_TEAM, "team", N_("team"), NULL, false, team_fields, TEAM_FIELDS, false},
    [ENTITY_CONSENT] = {ENTITY_CONSENT, "consent", N_("consent"), "XK", true, consent_fields,
                        CONSENT_FIELDS, true},
    [ENTITY_USE] = {ENTITY_USE, "use", N_("use"), "YY", true, use_fields, USE_FIELDS, true},
    [ENTITY_HAND_ON] = {ENTITY_HAND_ON, "hand-on", N_("hand-on"), NULL, false, hand_on_fields,
                        HAND_ON_FIELDS, false},
    [ENTITY_COMMENT] = {ENTITY_COMMENT, "comment", N_("comment"), NULL, false, comment_fields,
                        COMMENT_FIELDS, false},
    [ENTITY_RATING] = {ENTITY_RATING, "rating", N_("rating"), NULL, false, rating_fields,
                       RATING_FIELDS, false},
    [ENTITY_ATTACHMENT] = {ENTITY_ATTACHMENT, "attachment", N_("attachment"), "FJ", true,
                           attachment_fields, ATTACHMENT_FIELDS, false},
};

const Entity *entity_get(EntityType type) {
    return type > ENTITY_NONE && type < ENTITY_TYPES && entities[type].key ? &entities[type] : NULL;
}

const Entity *entity_find(Str key) {
    for (int type = ENTITY_NONE + 1; type < ENTITY_TYPES; type++)
        if (entities[type].key && str_equal(str_of(entities[type].key), key))
            return &entities[type];
    return NULL;
}

static int find_key(const Field *fields, size_t count, Str key) {
    for (size_t i = 0; i < count; i++)
        if (str_equal(str_of(fields[i].key), key))
            return (int)i;
    return -1;
}

int entity_field(const Entity *entity, Str key) {
    return find_key(entity->fields, entity->count, key);
}

int entity_field_by_id(const Entity *entity, uint16_t id) {
    for (size_t i = 0; i < entity->count; i++)
        if (entity->fields[i].id == id)
            return (int)i;
    return -1;
}

int entity_row_field(const Field *rows, size_t count, Str key) {
    return find_key(rows, count, key);
}

const char *entity_choice_label(const Field *field, Str key) {
    for (const Choice *choice = field->choices; choice && choice->key; choice++)
        if (str_equal(str_of(choice->key), key))
            return choice->label;
    return NULL;
}

static const char *const group_labels[] = {
    [GROUP_BASICS] = N_("Basics"),
    [GROUP_STORY] = N_("Story"),
    [GROUP_EVIDENCE] = N_("Evidence"),
    [GROUP_SORTING] = N_("Sorting"),
    [GROUP_TRUST] = N_("Trust and audience"),
    [GROUP_MACHINE] = N_("Kept by the program"),
};
_Static_assert(COUNT_OF(group_labels) == FIELD_GROUPS, "one label a group");

const char *field_group_label(FieldGroup group) {
    return group_labels[group];
}
