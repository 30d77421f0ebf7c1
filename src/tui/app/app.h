#ifndef ANLIKU_TUI_APP_APP_H
#define ANLIKU_TUI_APP_APP_H

#include "library/library.h"
#include "tui/app/marks.h"
#include "tui/app/screen.h"
#include "tui/app/undostack.h"
#include "tui/term/loop.h"
#include "tui/term/output.h"
#include "tui/widget/layout.h"
#include "tui/widget/menu.h"

#include <stdbool.h>
#include <stddef.h>

/* The full-screen program: tabs with a stack of screens each, the lines at the edges, messages,
 * menus and questions above the screen, timers, the watch on the library. It draws into a grid and
 * takes events; who drives it (app_loop or a test) sends the grid away. */

typedef struct AppTab {
    const char *label; /* message id */
    char digit;
    ActionId action;
    void (*open)(App *app); /* pushes the tab's first screen */
    Right right;            /* who has it not does not see the tab */
} AppTab;

/* What the application is made of; screens do not know each other's tabs. */
typedef struct AppParts {
    const AppTab *tabs; /* the first one is where searches go */
    size_t tab_count;
    /* Pushes the help; from 0: all keys. words: looked for at once. */
    void (*help)(App *app, ActionContext from, Str words);
    /* Pushes the case; query: what was searched for. */
    void (*open_case)(App *app, Uuid id, Str query);
    /* Reads the settings anew and hands them to app_use_settings. */
    bool (*reload)(App *app, Error *err);
} AppParts;

enum { APP_TABS = 6, APP_TOAST_MS = 10000, APP_SAY_MS = 4000, APP_CHORD_MS = 400 };

typedef enum AppPreview { PREVIEW_AUTO, PREVIEW_OFF, PREVIEW_RIGHT, PREVIEW_BELOW } AppPreview;
typedef enum AppLines { LINES_AUTO, LINES_UNICODE, LINES_ASCII } AppLines;
typedef enum AppWidth { WIDTH_AUTO, WIDTH_NARROW, WIDTH_WIDE } AppWidth;
/* auto: OSC 52 where the terminal is known to take it. tmux: OSC 52, and once more wrapped for tmux
 * to pass on. */
typedef enum AppClipboard {
    CLIPBOARD_AUTO,
    CLIPBOARD_OSC52,
    CLIPBOARD_TMUX,
    CLIPBOARD_VIEW
} AppClipboard;
/* vi: opens in the list. plain: letters only ever search, commands are on other keys. */
typedef enum AppKeys { KEYS_DEFAULT, KEYS_VI, KEYS_PLAIN } AppKeys;

typedef struct AppSettings {
    bool plain;         /* for screen readers: GRID_SPOKEN, words for signs, slow ticks */
    bool low_bandwidth; /* few bytes: GRID_SPARSE, slow ticks */
    bool still;         /* no figures that differ from run to run (times of searches) */
    bool choose_theme;  /* nobody named a theme: light or dark as the terminal says */
    bool plain_given, low_bandwidth_given; /* by the command line, over all settings */
    const char *theme_given;               /* the same, NULL: not; lives as long as the App */
    const char *lang_given;                /* the same */
    bool links;                            /* addresses can be clicked */
    bool ime_control;                      /* the terminal takes ime_bytes */
    AppPreview preview;
    AppKeys keys;
    const ActionKeys *key_map; /* NULL: the defaults; app_settings never gives NULL */
    AppLines lines;
    AppWidth ambiguous;
    AppClipboard clipboard;
} AppSettings;

/* library and output are borrowed; output may be NULL (then nothing is painted). The first tab is
 * open afterwards. */
App *app_new(const AppParts *parts, Library *library, Output *output, AppSettings settings);
void app_free(App *app);
/* Other settings from now on; the keys are copied. */
void app_use_settings(App *app, const AppSettings *settings);

/* ---- for screens ---- */

Library *app_library(App *app);
const AppSettings *app_settings(const App *app);
/* Of the whole terminal, at the last draw. */
LayoutSize app_layout(const App *app);

/* Opens a screen above the one on top; the stack owns self. */
void app_push(App *app, const Screen *type, void *self);
/* Closes the one on top unless it refuses (then false) or is its tab's first one. */
bool app_pop(App *app);
/* Closes the one on top without asking it. */
void app_close_top(App *app);
/* Shows the tab of an action (ACTION_CASES ...), if the person may see it. */
void app_show_tab(App *app, ActionId action);
/* Shows the first tab's list for a query: drilling down, and text typed where nothing takes text.
 */
void app_search(App *app, Str text, bool replace);
/* While `changed` runs: the screen was not seen before, so that all of it may change. */
bool app_came_back(const App *app);
/* Where the person is when the screen on top closes. */
ActionContext app_context_below(App *app);
/* Shows a tab, whose first screen gets a command that is its own. ERR_USAGE when a form does not
 * let go, and what the screen says. */
bool app_tell_screen(App *app, ActionId tab, ScreenCommand command, Str argument, Error *err);
/* Does an action as if its key had been pressed. False: nobody does it here. */
bool app_act(App *app, ActionId id);
/* The screen on top. */
void *app_top(const App *app, const Screen **type);
/* Text that app_search wants in the filter bar; the first tab's screen asks when told
 * ACTION_SEARCH. False when there is none. */
bool app_take_search(App *app, Buf *text, bool *replace);

/* One line above the hint bar, for ms (0: until the next key). role: a Role. */
void app_say(App *app, Role role, int ms, const char *text);
void app_say_error(App *app, const Error *err);
/* Fills {0} of a translated pattern. */
void app_say_about(App *app, Role role, int ms, const char *pattern, Str about);

/* A box of things to choose from; items are copied. chosen gets the item's action. It is not called
 * when the person leaves the box. context must live as long as the screen on top. */
typedef void AppChosen(void *context, int action);
void app_menu(App *app, const char *title, const MenuItem *items, size_t count, AppChosen *chosen,
              void *context);
/* The row that is selected in the menu that was opened just now. */
void app_menu_select(App *app, size_t row);
/* The same for what may follow a key that was pressed: the items' shortcuts count at once, the box
 * is only drawn when the person hesitates for APP_CHORD_MS. */
void app_menu_keys(App *app, const char *title, const MenuItem *items, size_t count,
                   AppChosen *chosen, void *context);
/* A question before something that cannot be brought back; done gets 1. */
void app_confirm(App *app, const char *title, const char *text, const char *yes, size_t count,
                 AppChosen *done, void *context);
/* The same with another way out, which e or 3 takes: done gets 2 for it. */
void app_confirm_or(App *app, const char *title, const char *text, const char *yes,
                    const char *other, AppChosen *done, void *context);
/* One line of text; done gets what was typed (valid during the call). An empty line is refused. */
typedef void AppTyped(void *context, Str text);
void app_prompt(App *app, const char *title, AppTyped *done, void *context);
/* The same with a text to begin with; empty: an empty line is an answer too. */
void app_ask(App *app, const char *title, Str text, bool empty, AppTyped *done, void *context);

/* Hands text to the person: into the clipboard of the terminal where that is known to work, else on
 * a screen of its own. what: a noun for the message, translated. extra: lines shown below the text
 * there only, "" none. */
void app_copy(App *app, const char *what, Str text, Str extra);
/* What was copied within a form: also into the clipboard of the terminal where that is known to
 * work, without a word. */
void app_copy_along(App *app, Str text);
/* The text of the last app_copy on the screen: unpadded on a cleared one, each paragraph wrapped by
 * the terminal itself, so that a mouse takes it as it is. Any key goes back. False: there is none.
 */
bool app_show_copied(App *app);
bool app_has_copied(const App *app);

/* Lends the terminal to the person's editor over a file. Errors of loop_run_editor; ERR_DENIED in a
 * shared library and where there is no terminal, ERR_NOT_FOUND when no editor is set. */
bool app_edit_file(App *app, const char *path, Error *err);
/* Why there is no editor here: the errors of app_edit_file that are known before. */
bool app_has_editor(const App *app, Error *err);

/* work: the screen is not at rest before (see loop.h). */
void app_set_timer(App *app, AppTimer timer, int ms, bool work);
void app_stop_timer(App *app, AppTimer timer);
/* The timer was set and has not run out. */
bool app_timer_is_set(const App *app, AppTimer timer);
/* Microseconds (clock_mono_us) of the last key or paste. */
int64_t app_last_key_us(const App *app);
/* A picture is wanted although no key came. */
void app_request_frame(App *app);
/* The number of drafts in the chip; screens call it after making or dropping one. */
void app_count_drafts(App *app);
/* The number in the Inbox's chip; screens call it after what changes it without a commit. */
void app_count_inbox(App *app);
/* As counted now. */
size_t app_drafts(App *app);
/* The marked cases; screens change them. */
Marks *app_marks(App *app);
/* Something was done that undo takes back; what could be done again is forgotten. */
void app_did(App *app, UndoStep step);
/* The same for a save or a move of a record, and for a batch of changes (nil: nothing happens).
 * what: message id of what was done to the cases, "tagged". */
void app_did_save(App *app, EntityType type, Uuid id, uint32_t rev);
void app_set_undo_batch(App *app, Uuid batch, const char *what);
/* What undo and redo work on; acts.h does it. */
UndoStack *app_undo_stack(App *app);
UndoStack *app_redo_stack(App *app);

/* ---- for who drives it ---- */

void app_event(App *app, const InputEvent *event);
void app_timer(App *app, AppTimer timer);
/* Draws everything into the grid, which has the size of the terminal. */
void app_draw(App *app, Grid *grid);
/* Whether keys are text just now, in the screen or in a box above it. */
bool app_is_typing(App *app);
/* Appends what the terminal is to be sent because typing began or ended since the last call; at the
 * end of the program the input method is as it was. */
void app_put_ime(App *app, bool end, Buf *out);
/* Box lines of the next frame. */
void app_set_lines(App *app, GridLines lines);
/* Looks whether the library has changed and tells the screens; the live tick calls it. */
void app_watch(App *app);
/* All open screens save what was typed. leaves: the person ends the program. False: not all of it
 * could be written. */
bool app_save_drafts(App *app, bool leaves);
/* Appends what could not, for people: what they may copy from the terminal. */
void app_put_unsaved(const App *app, Buf *out);
/* Ends the program; asks first when something that was typed is in no draft. */
void app_quit(App *app);
/* The person wants to go on in the demo library. */
bool app_wants_demo(const App *app);
/* Runs until the person or a signal ends it. in_fd: the tty. */
/* False: by a signal, or because the terminal is gone: nobody reads a word about it. */
bool app_loop(App *app, int in_fd);

#endif
