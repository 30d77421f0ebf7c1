#include "config.h"

#include "conf/options.h"

#include "base/i18n.h"
#include "base/number.h"
#include "base/vec.h"
#include "conf/reader.h"
#include "conf/weights.h"
#include "text/fold.h"

static const OptionRow rows[] = {
    [OPTION_THEME] = {.key = "theme",
                      .kind = OPTION_CHOICE,
                      .standard = "default",
                      .choices = "default light either contrast mono",
                      .label = N_("Theme"),
                      .help = N_("Colours of the screen; when it is not set, by the terminal's "
                                 "background.")},
    [OPTION_COLOR] = {.key = "color",
                      .kind = OPTION_CHOICE,
                      .standard = "auto",
                      .choices = "auto none 16 256",
                      .label = N_("Colours"),
                      .help = N_("How many colours the terminal is given; auto asks the terminal."),
                      .variable = "NO_COLOR",
                      .variable_means = "none"},
    [OPTION_LANG] = {.key = "lang",
                     .kind = OPTION_CHOICE,
                     .standard = "auto",
                     .choices = "auto zh_CN en",
                     .label = N_("Language"),
                     .help = N_("Language of the screen; auto follows LANG.")},
    [OPTION_LINES] = {.key = "lines",
                      .kind = OPTION_CHOICE,
                      .standard = "auto",
                      .choices = "auto unicode ascii",
                      .label = N_("Lines"),
                      .help = N_("Characters that boxes are drawn with; auto tries the terminal.")},
    [OPTION_AMBIGUOUS] =
        {.key = "ambiguous",
         .kind = OPTION_CHOICE,
         .standard = "auto",
         .choices = "auto narrow wide",
         .label = N_("Ambiguous width"),
         .help = N_("Columns of quotes, dashes and circled digits; auto measures the terminal.")},
    [OPTION_LOW_BANDWIDTH] = {.key = "low_bandwidth",
                              .kind = OPTION_SWITCH,
                              .standard = "no",
                              .label = N_("Slow line"),
                              .help = N_(
                                  "Sends fewer bytes: no clock, preview on Enter, fewer updates.")},
    [OPTION_PLAIN] = {.key = "plain",
                      .kind = OPTION_SWITCH,
                      .standard = "no",
                      .label = N_("For screen readers"),
                      .help = N_("No lines, no colour, words for signs; the cursor stands on the "
                                 "selected row and little else changes.")},
    [OPTION_HYPERLINKS] = {.key = "hyperlinks",
                           .kind = OPTION_CHOICE,
                           .standard = "auto",
                           .choices = "auto on off",
                           .label = N_("Links to click"),
                           .help = N_("Addresses that the terminal opens (OSC 8); auto knows "
                                      "some terminals, others show the address.")},
    [OPTION_SYNC_OUTPUT] = {.key = "sync_output",
                            .kind = OPTION_SWITCH,
                            .standard = "yes",
                            .label = N_("Whole pictures"),
                            .help = N_("Asks the terminal to show a long change at once (mode "
                                       "2026).")},
    [OPTION_MOUSE] = {.key = "mouse",
                      .kind = OPTION_CHOICE,
                      .standard = "auto",
                      .choices = "auto on off",
                      .label = N_("Mouse"),
                      .help = N_("Clicks and the wheel; auto is off over SSH, so that text can be "
                                 "copied.")},
    [OPTION_CLIPBOARD] =
        {.key = "clipboard",
         .kind = OPTION_CHOICE,
         .standard = "auto",
         .choices = "auto osc52 tmux view",
         .label = N_("Clipboard"),
         .help = N_("How text is handed to you: auto sends it (OSC 52) where the terminal is known "
                    "to take it and shows it otherwise; tmux sends it through tmux too.")},
    [OPTION_PREVIEW] = {.key = "preview",
                        .kind = OPTION_CHOICE,
                        .standard = "auto",
                        .choices = "auto off right below",
                        .label = N_("Preview"),
                        .help = N_("Where the case under the cursor is shown.")},
    [OPTION_COLUMNS] = {.key = "columns",
                        .standard = "",
                        .label = N_("Columns"),
                        .help = N_("Of the list of cases: state audience day created due number "
                                   "customer title industry category region size success value "
                                   "owner why; empty: the standard ones.")},
    [OPTION_KEY_PRESET] = {.key = "key_preset",
                           .kind = OPTION_CHOICE,
                           .standard = "default",
                           .choices = "default vi plain",
                           .label = N_("Keys"),
                           .help = N_("default, vi (opens in the list), plain (letters only ever "
                                      "search).")},
    [OPTION_KEYS] = {.key = "keys",
                     .standard = "",
                     .max = 16000,
                     .label = N_("Own keys"),
                     .help = N_("Keys of actions, as in a settings file: open: [o, F12], "
                                "new: [\"g,n\"]; anliku keys lists the actions.")},
    [OPTION_IME_CONTROL] = {.key = "ime_control",
                            .kind = OPTION_CHOICE,
                            .standard = "off",
                            .choices = "off teraterm mintty",
                            .label = N_("Input method"),
                            .help = N_("Switches the input method of Tera Term or mintty off where "
                                       "letters are commands, and back on where text is typed.")},
    [OPTION_LEXICON] = {.key = "lexicon",
                        .level = OPTION_TEAM,
                        .standard = "",
                        .max = 16000,
                        .label = N_("Lexicon"),
                        .help = N_("Words of the trade that belong together in a question, with "
                                   "commas between; names of customers, tags and products are "
                                   "known.")},
    [OPTION_SEARCH_SOUNDS] = {.key = "search_sounds",
                              .kind = OPTION_SWITCH,
                              .standard = "yes",
                              .label = N_("Search by sound"),
                              .help = N_("Pinyin, initials of names and characters that sound "
                                         "alike, below what matches.")},
    [OPTION_SEARCH_TYPOS] = {.key = "search_typos",
                             .kind = OPTION_SWITCH,
                             .standard = "yes",
                             .label = N_("Search in spite of typos"),
                             .help =
                                 N_("Words with one wrong letter, another ending or a blank too "
                                    "much or too few, when few cases match.")},
    [OPTION_SEARCH_LOG] = {.key = "search_log",
                           .kind = OPTION_SWITCH,
                           .standard = "yes",
                           .label = N_("Log of searches"),
                           .help = N_("Keeps what is searched for, 180 days, for 14 of them with "
                                      "the name; no from the team or oneself ends it.")},
    [OPTION_VIEW_LOG] = {.key = "view_log",
                         .kind = OPTION_SWITCH,
                         .standard = "yes",
                         .label = N_("Count of readers"),
                         .help = N_("Counts who opens a case once a day, without the name, for 180 "
                                    "days; no from the team or oneself ends it.")},
    [OPTION_SECTION_MIN] = {.key = "section_min",
                            .kind = OPTION_NUMBER,
                            .level = OPTION_TEAM,
                            .standard = "40",
                            .min = 0,
                            .max = 500,
                            .unit = N_("characters"),
                            .label = N_("Shortest section"),
                            .help = N_("How long each section must be before a case is "
                                       "published.")},
    [OPTION_VERIFY_EVERY] = {.key = "verify_every",
                             .kind = OPTION_CHOICE,
                             .level = OPTION_TEAM,
                             .standard = "180",
                             .choices = "30 90 180 365 never",
                             .unit = N_("days"),
                             .label = N_("Verify every"),
                             .help = N_("For cases that do not say how often they are checked.")},
    [OPTION_IMPORTANCE] = {.key = "importance",
                           .kind = OPTION_NUMBER,
                           .level = OPTION_TEAM,
                           .standard = "5",
                           .min = 0,
                           .max = 10,
                           .label = N_("Importance"),
                           .help = N_("Of cases that do not say how important they are: the review "
                                      "queue is ordered by importance and age.")},
    [OPTION_HALF_LIFE] = {.key = "half_life",
                          .kind = OPTION_NUMBER,
                          .level = OPTION_TEAM,
                          .standard = "90",
                          .min = 1,
                          .max = 3650,
                          .unit = N_("days"),
                          .label = N_("Half-life"),
                          .help = N_("After how many days without a check a case is worth half, "
                                     "where it does not say so itself.")},
    [OPTION_IMPORT_SPREAD] = {.key = "import_spread",
                              .kind = OPTION_NUMBER,
                              .level = OPTION_TEAM,
                              .standard = "90",
                              .min = 1,
                              .max = 365,
                              .unit = N_("days"),
                              .label = N_("Spread of imports"),
                              .help = N_("Over how many days the first checks of imported cases "
                                         "are spread.")},
    [OPTION_PROSPECT_INDUSTRY] =
        {.key = "prospect_industry",
         .kind = OPTION_NUMBER,
         .level = OPTION_TEAM,
         .standard = "40",
         .min = 0,
         .max = 100,
         .label = N_("Prospects: industry"),
         .help = N_(
             "What the industry weighs when cases are compared with a prospect; 0 leaves it out.")},
    [OPTION_PROSPECT_SIZE] =
        {.key = "prospect_size",
         .kind = OPTION_NUMBER,
         .level = OPTION_TEAM,
         .standard = "20",
         .min = 0,
         .max = 100,
         .label = N_("Prospects: size"),
         .help =
             N_("What the size weighs when cases are compared with a prospect; 0 leaves it out.")},
    [OPTION_PROSPECT_REGION] =
        {.key = "prospect_region",
         .kind = OPTION_NUMBER,
         .level = OPTION_TEAM,
         .standard = "10",
         .min = 0,
         .max = 100,
         .label = N_("Prospects: region"),
         .help = N_(
             "What the region weighs when cases are compared with a prospect; 0 leaves it out.")},
    [OPTION_PROSPECT_TEXT] = {.key = "prospect_text",
                              .kind = OPTION_NUMBER,
                              .level = OPTION_TEAM,
                              .standard = "30",
                              .min = 0,
                              .max = 100,
                              .label = N_("Prospects: text"),
                              .help = N_("What the pain or the words weigh when cases are compared "
                                         "with a prospect; 0 leaves them out.")},
    [OPTION_RATING_WEIGHT] =
        {.key = "rating_weight",
         .kind = OPTION_NUMBER,
         .level = OPTION_TEAM,
         .standard = "5",
         .min = 0,
         .max = 100,
         .unit = N_("votes"),
         .label = N_("Weight of the mean rating"),
         .help = N_("For how many votes the library's mean counts beside the ratings of users, so "
                    "that a few do not carry a case far; 0 leaves it out.")},
    [OPTION_SCREEN_WEIGHTS] =
        {.key = "screen_weights",
         .kind = OPTION_WEIGHTS,
         .level = OPTION_TEAM,
         .standard = "satisfaction=0.3 business_size=0.2 cooperation_months=0.15 innovation=0.2 "
                     "spread=0.15",
         .label = N_("Weights of screening"),
         .help = N_("What each input weighs when cases are screened; all are set at once and add "
                    "up to 1.")},
    [OPTION_SCREEN_MONTHS] = {.key = "screen_months",
                              .kind = OPTION_NUMBER,
                              .level = OPTION_TEAM,
                              .standard = "36",
                              .min = 1,
                              .max = 1200,
                              .unit = N_("months"),
                              .label = N_("Screening: months"),
                              .help = N_("After how many months with us the time together counts "
                                         "in full; longer is no more.")},
    [OPTION_SCREEN_TOP] = {.key = "screen_top",
                           .kind = OPTION_NUMBER,
                           .level = OPTION_TEAM,
                           .standard = "10",
                           .min = 1,
                           .max = 1000,
                           .unit = N_("cases"),
                           .label = N_("Screening: how many"),
                           .help = N_("How many of the best cases the screening shows.")},
    [OPTION_ZONE] = {.key = "zone",
                     .level = OPTION_FIXED,
                     .standard = "UTC",
                     .label = N_("Time zone"),
                     .help = N_("Given at init: days and weeks are counted in it.")},
};
_Static_assert(COUNT_OF(rows) == OPTIONS, "one row an option");

static const char *const source_labels[] = {
    [SOURCE_STANDARD] = N_("default"),        [SOURCE_TEAM] = N_("team"),
    [SOURCE_PERSONAL] = N_("personal"),       [SOURCE_FILE] = N_("settings file"),
    [SOURCE_ENVIRONMENT] = N_("environment"), [SOURCE_COMMAND] = N_("command line"),
};
_Static_assert(COUNT_OF(source_labels) == OPTION_SOURCES, "one label a source");

const OptionRow *option_row(OptionId id) {
    return &rows[id];
}

const char *option_source_label(OptionSource source) {
    return source_labels[source];
}

bool option_find(Str key, OptionId *out) {
    for (int id = 0; id < OPTIONS; id++) {
        if (str_equal(str_of(rows[id].key), key)) {
            *out = (OptionId)id;
            return true;
        }
    }
    return false;
}

/* ---- values ---- */

static bool check_number(const OptionRow *row, Str text, Buf *out, Error *err) {
    int64_t number;
    Buf folded = {0};
    text_fold(&folded, text); /* full-width digits */
    bool good = number_parse_int(str_trim(buf_str(&folded)), &number) && number >= row->min &&
                number <= row->max;
    buf_free(&folded);
    if (!good)
        return error_set(err, ERR_INVALID, N_("{0} must be a whole number from {1} to {2}"), "sdd",
                         row->key, row->min, row->max);
    buf_printf(out, "%lld", (long long)number);
    return true;
}

static bool check_switch(const OptionRow *row, Str text, Buf *out, Error *err) {
    static const struct {
        Str word;
        const char *means;
    } words[] = {{STR("yes"), "yes"},  {STR("true"), "yes"}, {STR("on"), "yes"},
                 {STR("1"), "yes"},    {STR("是"), "yes"},   {STR("no"), "no"},
                 {STR("false"), "no"}, {STR("off"), "no"},   {STR("0"), "no"},
                 {STR("否"), "no"}};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (text_fold_equal(text, words[i].word)) {
            buf_puts(out, words[i].means);
            return true;
        }
    }
    return error_set(err, ERR_INVALID, N_("{0} must be yes or no"), "s", row->key);
}

static bool check_choice(const OptionRow *row, Str text, Buf *out, Error *err) {
    Str rest = str_of(row->choices), choice;
    while (str_split(&rest, ' ', &choice)) {
        if (text_fold_equal(text, choice)) {
            buf_put_str(out, choice);
            return true;
        }
    }
    return error_set(err, ERR_INVALID, N_("{0} must be one of: {1}"), "ss", row->key, row->choices);
}

static bool check_text(const OptionRow *row, Str text, Buf *out, Error *err) {
    size_t most = row->max ? (size_t)row->max : 255;
    if ((!text.len && *row->standard) || text.len > most || memchr(text.ptr, '\n', text.len))
        return error_set(err, ERR_INVALID, N_("{0} must be a short text"), "s", row->key);
    buf_put_str(out, text);
    return true;
}

static bool check_weights(const OptionRow *row, Str text, Buf *out, Error *err) {
    (void)row;
    return weights_write(text, out, err);
}

bool option_check(OptionId id, Str text, Buf *out, Error *err) {
    static bool (*const checks[])(const OptionRow *, Str, Buf *, Error *) = {
        [OPTION_TEXT] = check_text,       [OPTION_NUMBER] = check_number,
        [OPTION_SWITCH] = check_switch,   [OPTION_CHOICE] = check_choice,
        [OPTION_WEIGHTS] = check_weights,
    };
    return checks[rows[id].kind](&rows[id], str_trim(text), out, err);
}

/* ---- sources ---- */

static bool may_decide(OptionSource source, OptionId id, Error *err) {
    static const char *const messages[] = {
        [OPTION_PERSONAL] = NULL,
        [OPTION_TEAM] = N_("{0} is one setting for the whole library"),
        [OPTION_FIXED] = N_("{0} is given at init and never changes"),
    };
    OptionLevel level = rows[id].level;
    bool good = level == OPTION_PERSONAL || (level == OPTION_TEAM && source == SOURCE_TEAM);
    return good || error_set(err, ERR_DENIED, messages[level], "s", rows[id].key);
}

bool options_set(Options *options, OptionSource source, OptionId id, Str text, Error *err) {
    Buf value = {0};
    if (!may_decide(source, id, err))
        return false;
    if (text.ptr && !option_check(id, text, &value, err)) {
        buf_free(&value);
        return false;
    }
    free(options->values[source][id]);
    options->values[source][id] = text.ptr ? buf_take(&value) : NULL;
    return true;
}

static bool take_file(Options *options, OptionSource source, ConfReader *reader,
                      const DocNode *root) {
    DOC_EACH(node, root) {
        OptionId id;
        if (str_equal(node->key, STR("views")))
            continue;
        if (str_equal(node->key, STR("keys")) && node->kind != DOC_SCALAR)
            continue; /* for keybinds.h */
        if (!option_find(node->key, &id))
            return conf_refuse_key(reader, node, N_("there is no option “{0}”"));
        if (node->kind != DOC_NULL && !conf_need(reader, node, DOC_SCALAR))
            return false;
        Str text = node->kind == DOC_NULL ? (Str){NULL, 0} : node->text;
        if (!options_set(options, source, id, text, reader->err))
            return error_at(reader->err, reader->file, node->line, node->column);
    }
    return true;
}

bool options_read_file(Options *options, OptionSource source, Str text, const char *name,
                       Error *err) {
    Arena arena = {0};
    Options fresh = {0};
    ConfReader reader = {name, err};
    DocNode *root;
    bool good = conf_read(&reader, &arena, text, &root) && conf_need(&reader, root, DOC_MAP) &&
                take_file(&fresh, source, &reader, root);
    for (int id = 0; good && id < OPTIONS; id++) {
        char *old = options->values[source][id];
        options->values[source][id] = fresh.values[source][id];
        fresh.values[source][id] = old;
    }
    options_free(&fresh);
    arena_free(&arena);
    return good;
}

void options_read_environment(Options *options) {
    for (int id = 0; id < OPTIONS; id++) {
        const char *text = rows[id].variable ? getenv(rows[id].variable) : NULL;
        Error ignored;
        if (text && *text)
            options_set(options, SOURCE_ENVIRONMENT, (OptionId)id,
                        str_of(rows[id].variable_means ? rows[id].variable_means : text), &ignored);
    }
}

void options_free(Options *options) {
    for (int source = 0; source < OPTION_SOURCES; source++) {
        for (int id = 0; id < OPTIONS; id++) {
            free(options->values[source][id]);
            options->values[source][id] = NULL;
        }
    }
}

OptionSource option_source(const Options *options, OptionId id) {
    int source = OPTION_SOURCES - 1;
    while (source > SOURCE_STANDARD && !options->values[source][id])
        source--;
    return (OptionSource)source;
}

const char *option_text(const Options *options, OptionId id) {
    const char *text = options->values[option_source(options, id)][id];
    return text ? text : rows[id].standard;
}

int64_t option_number(const Options *options, OptionId id) {
    int64_t number = 0;
    number_parse_int(str_of(option_text(options, id)), &number);
    return number;
}

bool option_switch(const Options *options, OptionId id) {
    return strcmp(option_text(options, id), "yes") == 0;
}
