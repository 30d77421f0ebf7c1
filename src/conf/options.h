#ifndef ANLIKU_CONF_OPTIONS_H
#define ANLIKU_CONF_OPTIONS_H

#include "base/buf.h"
#include "base/error.h"

/* Every setting of the program is one row of one table: `config`, the settings file, help and the
 * man page are made from it. */

typedef enum OptionId {
    OPTION_THEME,
    OPTION_COLOR,
    OPTION_LANG,
    OPTION_LINES,
    OPTION_AMBIGUOUS,
    OPTION_LOW_BANDWIDTH,
    OPTION_PLAIN,
    OPTION_SYNC_OUTPUT,
    OPTION_HYPERLINKS,
    OPTION_MOUSE,
    OPTION_CLIPBOARD,
    OPTION_PREVIEW,
    OPTION_COLUMNS,
    OPTION_KEY_PRESET,
    OPTION_KEYS,
    OPTION_IME_CONTROL,
    OPTION_LEXICON,
    OPTION_SEARCH_SOUNDS,
    OPTION_SEARCH_TYPOS,
    OPTION_SEARCH_LOG,
    OPTION_VIEW_LOG,
    OPTION_SECTION_MIN,
    OPTION_VERIFY_EVERY,
    OPTION_IMPORTANCE,
    OPTION_HALF_LIFE,
    OPTION_IMPORT_SPREAD,
    OPTION_PROSPECT_INDUSTRY,
    OPTION_PROSPECT_SIZE,
    OPTION_PROSPECT_REGION,
    OPTION_PROSPECT_TEXT,
    OPTION_RATING_WEIGHT,
    OPTION_SCREEN_WEIGHTS,
    OPTION_SCREEN_MONTHS,
    OPTION_SCREEN_TOP,
    OPTION_ZONE,
    OPTIONS
} OptionId;

typedef enum OptionKind {
    OPTION_TEXT,
    OPTION_NUMBER,
    OPTION_SWITCH,
    OPTION_CHOICE,
    OPTION_WEIGHTS /* weights.h */
} OptionKind;

typedef enum OptionLevel {
    OPTION_PERSONAL, /* everyone their own; the team may set another default */
    OPTION_TEAM,     /* one for the library */
    OPTION_FIXED     /* given at init, never changed */
} OptionLevel;

typedef struct OptionRow {
    const char *key; /* in files and on the command line */
    OptionKind kind;
    OptionLevel level;
    const char *standard;       /* the default, as text */
    int64_t min, max;           /* OPTION_NUMBER; of a text max is its bytes, 0: 255 */
    const char *choices;        /* OPTION_CHOICE: allowed values with blanks between */
    const char *unit;           /* message id or NULL: "days" */
    const char *label;          /* message id */
    const char *help;           /* message id, one sentence */
    const char *variable;       /* environment variable or NULL */
    const char *variable_means; /* the value that it stands for when set; NULL: its own text */
} OptionRow;

/* Static. */
const OptionRow *option_row(OptionId id);
/* False when there is no such option. */
bool option_find(Str key, OptionId *out);
/* Checks a value and appends its one written form (yes, true and on are "yes"). ERR_INVALID. */
bool option_check(OptionId id, Str text, Buf *out, Error *err);

/* Where a value may come from; a later one wins. */
typedef enum OptionSource {
    SOURCE_STANDARD,
    SOURCE_TEAM,     /* settings of the library */
    SOURCE_PERSONAL, /* settings of the actor */
    SOURCE_FILE,     /* the settings file of the account */
    SOURCE_ENVIRONMENT,
    SOURCE_COMMAND, /* an option of the command line */
    OPTION_SOURCES
} OptionSource;

const char *option_source_label(OptionSource source); /* message id */

/* {0} holds the defaults. */
typedef struct Options {
    char *values[OPTION_SOURCES][OPTIONS]; /* NULL: not given there */
} Options;

/* Checks and sets one value; text.ptr NULL takes it away. ERR_DENIED for what that source may not
 * decide (a fixed option, a team option from anywhere but the team's settings). */
bool options_set(Options *options, OptionSource source, OptionId id, Str text, Error *err);
/* A whole settings file: a YAML map of keys and values; its `keys` section is for keybinds.h, its
 * `views` section for viewfile.h.
 * Errors carry file, line and column; then nothing of it is taken. */
bool options_read_file(Options *options, OptionSource source, Str text, const char *name,
                       Error *err);
/* A variable with a value that is not allowed is passed over. */
void options_read_environment(Options *options);
void options_free(Options *options);

/* The value that holds, and where it comes from. The text lives until that option changes. */
const char *option_text(const Options *options, OptionId id);
int64_t option_number(const Options *options, OptionId id);
bool option_switch(const Options *options, OptionId id);
OptionSource option_source(const Options *options, OptionId id);

#endif
