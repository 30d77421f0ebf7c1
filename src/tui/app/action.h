#ifndef ANLIKU_TUI_APP_ACTION_H
#define ANLIKU_TUI_APP_ACTION_H

#include "base/buf.h"
#include "base/error.h"
#include "tui/term/input.h"
#include "tui/widget/list.h"

#include <stdbool.h>
#include <stddef.h>

/* What a person can do on the screens, one row an action: its name, words, keys and where it works.
 * Hint bar, help, key dispatch, the list of keys and the check for clashes are made from the rows.
 */

/* Where keys mean something; a screen is in one of them at a time. */
typedef enum ActionContext {
    CONTEXT_FILTER = 1 << 0, /* typing in the filter bar */
    CONTEXT_LIST = 1 << 1,   /* the list of cases */
    CONTEXT_CASE = 1 << 2,   /* one case, and other texts to read */
    CONTEXT_HISTORY = 1 << 3,
    CONTEXT_FORM = 1 << 4, /* typing in a form */
    CONTEXT_METRICS = 1 << 5,
    CONTEXT_INBOX = 1 << 6,
    CONTEXT_HELP = 1 << 7,   /* typing searches the help */
    CONTEXT_OFFERS = 1 << 8, /* what may stand at the caret of the filter bar */
    CONTEXT_CUSTOMERS = 1 << 9,
    CONTEXT_CUSTOMER_FILTER = 1 << 10, /* typing filters the customers */
    CONTEXT_ADMIN = 1 << 11,
    CONTEXT_FACETS = 1 << 12,   /* choosing values to narrow by; typing finds them */
    CONTEXT_DIFF = 1 << 13,     /* two revisions */
    CONTEXT_COMPARE = 1 << 14,  /* two cases */
    CONTEXT_FOUND = 1 << 15,    /* cases in an order of their own: similar ones, a prospect's */
    CONTEXT_PROSPECT = 1 << 16, /* typing what a prospect is like */
    CONTEXT_VIEWS = 1 << 17,    /* the saved views */
    CONTEXT_CONSENTS = 1 << 18, /* of a customer */
    CONTEXT_DUPLICATES = 1 << 19,
    CONTEXT_MERGE = 1 << 20,    /* two cases become one: what of each field */
    CONTEXT_CARE = 1 << 21,     /* cases with something to mend, or to check again */
    CONTEXT_REVIEW = 1 << 22,   /* a case that waits for review */
    CONTEXT_COMMENTS = 1 << 23, /* on a case */
    CONTEXT_COMPOSE = 1 << 24,  /* typing a comment */
    CONTEXT_FILES = 1 << 25,    /* of a case */
    CONTEXT_ALL = (1 << 26) - 1,
    /* Letters, digits and signs are text there and never commands. */
    CONTEXT_TYPING = CONTEXT_FILTER | CONTEXT_FORM | CONTEXT_HELP | CONTEXT_OFFERS |
                     CONTEXT_CUSTOMER_FILTER | CONTEXT_FACETS | CONTEXT_PROSPECT | CONTEXT_COMPOSE
} ActionContext;

typedef enum ActionId {
    ACTION_NONE,
    ACTION_SEARCH,
    ACTION_TO_LIST,
    ACTION_COMPLETE,
    ACTION_EARLIER,
    ACTION_LATER,
    ACTION_TAKE_OFFER,
    ACTION_CLOSE_OFFERS,
    ACTION_ADD_SYNONYM,
    ACTION_CLEAR,
    ACTION_OPEN,
    ACTION_BACK,
    ACTION_HAND_ON,
    ACTION_FACETS,
    ACTION_USE,
    ACTION_RATE,
    ACTION_CONSENTS,
    ACTION_CASE_CONSENTS,
    ACTION_ALL_CONSENTS,
    ACTION_CONSENT_NEW,
    ACTION_CONSENT_REVOKE,
    ACTION_CONSENT_TAKE,
    ACTION_NEW,
    ACTION_EDIT,
    ACTION_TEMPLATE,
    ACTION_COPY_AS_NEW,
    ACTION_SAVE_TEMPLATE,
    ACTION_REMOVE_TEMPLATE,
    ACTION_MARK,
    ACTION_MOVES,
    ACTION_PREVIEW,
    ACTION_SORT,
    ACTION_FACET_TAKE,
    ACTION_FACET_FOLD,
    ACTION_FACET_NEXT,
    ACTION_UNNARROW,
    ACTION_FACETS_LEAVE,
    ACTION_COLUMNS,
    ACTION_TAKE_HINT,
    ACTION_SAVE_VIEW,
    ACTION_VIEWS,
    ACTION_VIEW_CHANGE,
    ACTION_VIEW_DELETE,
    ACTION_SHOW_NEW,
    ACTION_HISTORY,
    ACTION_DIFF,
    ACTION_REVERT,
    ACTION_LAYOUT,
    ACTION_DIFFERING,
    ACTION_OPEN_FIRST,
    ACTION_OPEN_SECOND,
    ACTION_COMPARE,
    ACTION_SIMILAR,
    ACTION_ALIKE,
    ACTION_DUPLICATES,
    ACTION_LINT,
    ACTION_STALE,
    ACTION_ACTIVITY,
    ACTION_OWNER,
    ACTION_DEAL,
    ACTION_MERGE,
    ACTION_DISTINCT,
    ACTION_MERGE_MARKED,
    ACTION_MERGE_CHOOSE,
    ACTION_MERGE_SWAP,
    ACTION_MERGE_NOW,
    ACTION_PROSPECT,
    ACTION_SCREENING,
    ACTION_PROSPECT_TAKE,
    ACTION_PROSPECT_CHOOSE,
    ACTION_PROSPECT_FIND,
    ACTION_PROSPECT_LEAVE,
    ACTION_NEXT_MATCH,
    ACTION_PREVIOUS_MATCH,
    ACTION_FIND,
    ACTION_SCROLL_LEFT,
    ACTION_SCROLL_RIGHT,
    ACTION_MARK_ALL,
    ACTION_BULK,
    ACTION_COPY_ID,
    ACTION_HOW_IT_WENT,
    ACTION_TRASH,
    ACTION_UNDO,
    ACTION_REDO,
    ACTION_REVIEW,
    ACTION_APPROVE,
    ACTION_VERIFY_AS,
    ACTION_RETURN,
    ACTION_REVIEW_NEXT,
    ACTION_REVIEW_PREVIOUS,
    ACTION_COMMENT_HERE,
    ACTION_COMMENTS,
    ACTION_COMMENT_NEW,
    ACTION_COMMENT_ANSWER,
    ACTION_COMMENT_EDIT,
    ACTION_COMMENT_SETTLE,
    ACTION_COMMENT_ACCEPT,
    ACTION_COMMENT_DECLINE,
    ACTION_COMMENT_DELETE,
    ACTION_COMMENT_UNDELETE,
    ACTION_FILES,
    ACTION_FILE_OPEN,
    ACTION_FILE_NEW,
    ACTION_FILE_RENAME,
    ACTION_FILE_DELETE,
    ACTION_FILE_UNDELETE,
    ACTION_COMPOSE_SEND,
    ACTION_COMPOSE_NEXT,
    ACTION_COMPOSE_CHOOSE,
    ACTION_COMPOSE_LEAVE,
    ACTION_UP,
    ACTION_DOWN,
    ACTION_PAGE_UP,
    ACTION_PAGE_DOWN,
    ACTION_HALF_UP,
    ACTION_HALF_DOWN,
    ACTION_START,
    ACTION_END,
    ACTION_PERIOD_BACK,
    ACTION_PERIOD_FORWARD,
    ACTION_DISCARD,
    ACTION_SAVE,
    ACTION_DONE,
    ACTION_QUICK,
    ACTION_NEXT_FIELD,
    ACTION_PREVIOUS_FIELD,
    ACTION_FORM_LEAVE,
    ACTION_CHOOSE,
    ACTION_GROUP,
    ACTION_FIELD_LIST,
    ACTION_DELETE_ROW,
    ACTION_MINE_THEIRS,
    ACTION_NEWLINE,
    ACTION_FORM_UNDO,
    ACTION_FORM_REDO,
    ACTION_TEXT_FIND,
    ACTION_TEXT_NEXT,
    ACTION_TEXT_SELECT,
    ACTION_TEXT_COPY,
    ACTION_TEXT_PASTE,
    ACTION_TEXT_STRIDE,
    ACTION_TEXT_ENDS,
    ACTION_NOTES,
    ACTION_PASSAGE,
    ACTION_EDITOR,
    ACTION_CASES,
    ACTION_METRICS,
    ACTION_CUSTOMERS,
    ACTION_INBOX,
    ACTION_VIEW_LIST,
    ACTION_ADMIN,
    ACTION_MENU,
    ACTION_PAUSE,
    ACTION_MOUSE,
    ACTION_REDRAW,
    ACTION_SUSPEND,
    ACTION_IMPORT,
    ACTION_DEMO,
    ACTION_QUIT,
    ACTION_HELP,
    ACTIONS
} ActionId;

typedef struct Action {
    const char *key;   /* stable name: "show-new" */
    const char *label; /* message id, one or two words for the hint bar */
    const char *help;  /* message id, one sentence */
    const char *keys; /* default keys by input_key_parse, blanks between; the first is the letter */
    unsigned contexts; /* ActionContext */
    unsigned hints;    /* contexts in whose hint bar it stands; the order is the table's */
    bool screen_key;   /* the screen reads the key itself: the row is there to be shown */
} Action;

/* How a list or a text moves; false: the action is no move. */
bool action_move(ActionId id, ListMove *out);
/* The row of an action (not ACTION_NONE). */
const Action *action_get(ActionId id);
/* Other words by which people look for it, blanks between (message id); "" none. */
const char *action_words(ActionId id);
/* Keys that a person chose. {0}, and NULL where a pointer is taken, are the defaults. */
typedef struct ActionKeys {
    bool no_letters; /* letters are text everywhere: no key of an action counts that begins so */
    char *keys[ACTIONS]; /* like Action.keys; NULL: the default ones */
    struct {
        char *file; /* NULL: no file says so */
        int line, column;
    } places[ACTIONS]; /* where keys[] was read */
} ActionKeys;

/* Keys that are pressed one after the other: "g,e". Most have one. */
enum { ACTION_CHORD = 4 };
typedef struct ActionChord {
    InputKey keys[ACTION_CHORD];
    size_t count;
} ActionChord;

/* "g,e" or "g e" or "^X"; a comma alone is a key. False when it is none. */
bool action_chord_parse(Str text, ActionChord *out);
/* Appends "g,e". */
void action_chord_format(Buf *out, const ActionChord *chord);

/* The n-th key (0-based) of an action; false past the last. */
bool action_chord(const ActionKeys *map, ActionId id, size_t n, ActionChord *out);
/* What a key alone does in a context; ACTION_NONE when nothing. In CONTEXT_TYPING keys that type
 * something do nothing. Keys that a person chose go before the default ones. */
ActionId action_find(const ActionKeys *map, InputKey key, ActionContext context);
/* The same for keys pressed one after the other; *begins: there are longer ones that begin so. */
ActionId action_find_chord(const ActionKeys *map, const ActionChord *typed, ActionContext context,
                           bool *begins);
/* A key that arrives whatever stands between: an input method in Chinese mode (letters never do,
 * signs are folded back), PuTTY, Windows Terminal, tmux, screen. */
bool action_key_is_sure(InputKey key);
/* Appends a key that works whatever the input method does: "F2"; nothing when there is none. */
void action_put_sure_key(Buf *out, const ActionKeys *map, ActionId id);
/* Appends the keys that work in a context as a person reads them: "e F2". */
void action_put_keys(Buf *out, const ActionKeys *map, ActionId id, ActionContext context);
/* "e/F2" or "F2": what the hint bar shows. */
void action_put_hint(Buf *out, const ActionKeys *map, ActionId id, ActionContext context);
/* Two actions that share a key, or of which one has a key that begins a key of the other. */
typedef struct ActionClash {
    ActionId holds, other; /* holds: what the key does then */
    ActionChord key;       /* the longer one */
    unsigned contexts;     /* where */
} ActionClash;
/* The clashes of a map, at most `most` of them; gives their number. */
size_t action_clashes(const ActionKeys *map, ActionClash *out, size_t most);
/* Appends one line: "config.yaml:3:9: F2 means both “open” and “edit” ...". */
void action_put_clash(Buf *out, const ActionKeys *map, const ActionClash *clash);

/* The action of a name ("save-view"); ACTION_NONE: there is none. */
ActionId action_named(Str key);
/* Takes the `keys` section of a settings file over what *map holds. name is for messages. An
 * unknown action, a text that is no key: ERR_INVALID with file and place; what came before it has
 * been taken. */
bool action_keys_read(ActionKeys *map, Str text, const char *name, Error *err);
/* One more key of an action, also of one whose keys are the default ones. It is taken from the
 * actions that have it in the same places. ERR_INVALID as above, without a place. */
bool action_keys_map(ActionKeys *map, Str key, ActionId id, Error *err);
/* No action has the key any more. False when none had it. */
bool action_keys_unmap(ActionKeys *map, const ActionChord *chord);
/* Appends what differs from the defaults as a YAML map in one line: {open: [o, F12]}. */
void action_keys_write(Buf *out, const ActionKeys *map);
void action_keys_copy(ActionKeys *to, const ActionKeys *from);
void action_keys_free(ActionKeys *map);
/* "List of cases" and so on (message id) of one context. */
const char *action_context_label(ActionContext context);
/* One line an action: name, contexts, keys, TAB between; what `anliku keys` prints. */
void action_write_listing(Buf *out, const ActionKeys *map);

#endif
