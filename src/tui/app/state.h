#ifndef ANLIKU_TUI_APP_STATE_H
#define ANLIKU_TUI_APP_STATE_H

/* The application's own data; for the files of this folder only. */

#include "base/vec.h"
#include "library/drafts.h"
#include "library/editleft.h"
#include "library/inbox.h"
#include "tui/app/app.h"
#include "tui/app/overlay.h"
#include "tui/term/ime.h"
#include "tui/widget/bar.h"

typedef struct OpenScreen {
    const Screen *type;
    void *self;
} OpenScreen;

typedef struct TabState {
    VEC(OpenScreen) stack;
} TabState;

enum { APP_MOST_NEXT = 40, APP_MOST_LINES = 50 };

typedef struct AppTimerState {
    bool set, work;
    int ms;
} AppTimerState;

struct App {
    const AppParts *parts;
    Library *library;
    Output *output;
    Loop *loop; /* NULL before app_loop and in tests */
    AppSettings settings;
    TabState tabs[APP_TABS];
    size_t tab;
    Overlay overlay;
    BarMessage message;
    unsigned keys_came;   /* keys and pastes so far */
    unsigned message_key; /* of these the one that the message followed */
    bool message_lasts;   /* it names what it is about: it stays under another screen too */
    BarSpots tab_spots, hint_spots;
    Ime ime;
    bool ime_left;         /* the input method was switched off */
    bool paused;           /* what others do is not followed */
    bool ime_on, ime_told; /* the chip; the sentence that is said once */
    ActionKeys keys;       /* what settings.key_map points to */
    ActionChord chord;     /* keys of one that is begun */
    InputKey chord_next[APP_MOST_NEXT];
    uint8_t uses[ACTIONS];    /* how often each was chosen in the palette */
    VEC(char *) lines_before; /* commands that were typed, the last one at the end */
    InputKey key;             /* that started the action under way; code 0: none */
    bool walked;              /* the last key went up or down */
    int64_t last_key_us, last_change_us, last_tick_us;
    uint64_t version;   /* of the library, told to the screens */
    int32_t day;        /* told to the screens: with the next one cases fall due */
    DraftsCount drafts; /* and texts from the editor */
    UndoStack undo, redo;
    uint64_t presence; /* presence_stamp, told to the screens */
    InboxCount inbox;
    uint64_t waiting; /* what the Inbox's chip says */
    Marks marks;
    Buf copied, copied_extra;
    size_t copied_at;   /* first byte of the page */
    int rows, cols;     /* of the last frame */
    bool copied_stands; /* the terminal shows the page */
    bool shows_copied;  /* the screen is the text's alone, until a key comes */
    Buf search;         /* what app_search wants typed */
    bool search_waits, search_replaces;
    AppTimerState timers[LOOP_TIMERS];
    GridLines lines;
    LayoutSize layout;
    void (*show_now)(App *app); /* sends a frame from within long work; NULL in tests */
    void *drive;                /* of who set show_now */
    unsigned shown_between;     /* how often show_now drew; also into a frame being drawn */
    bool wants_demo;            /* the demo library is to be opened after the end */
    bool end, came_back;
};

OpenScreen *app_top_screen(App *app);
/* Shows the first screen of a tab; what lies above it is left, unless it wants to stay. Gives what
 * is on top then. */
OpenScreen *app_to_tab(App *app, ActionId tab);
bool app_may_see_tab(const App *app, size_t tab);
/* Shows the tab of an action; false: it is none of a tab's. */
bool app_open_tab(App *app, ActionId action);
/* Keys were pressed that begin longer ones (app->chord): the menu of what may follow. */
void app_show_continuations(App *app, ActionContext context);
/* An event while the palette is open. */
void app_tell_palette(App *app, const InputEvent *event);
/* Gives the terminal back and stops the process until fg; false without a terminal (tests). */
bool app_suspend(App *app);

#endif
