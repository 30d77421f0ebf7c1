#include "config.h"

#include "tui/screen/handing.h"

#include "base/i18n.h"
#include "base/paths.h"
#include "base/vec.h"
#include "library/row.h"
#include "library/use.h"
#include "tui/screen/usebox.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void handing_free(HandBox *box) {
    buf_free(&box->why);
    buf_free(&box->prospect);
}

/* ---- handing out ---- */

/* The number as people know it. */
static void put_id(const HandBox *box, Buf *out) {
    LibraryRow row;
    Error ignored;
    if (!library_row(app_library(box->app), ENTITY_CASE, box->id, &row, &ignored))
        return;
    buf_put_str(out, record_text(row.record, CASE_ID));
    library_row_free(&row);
}

/* The line that fetches the case as a page, typed on the person's own machine. */
static void put_paste_line(const HandBox *box, bool full, Buf *out) {
    char host[256] = "HOST";
    Buf id = {0};
    put_id(box, &id);
    if (getenv("SSH_CONNECTION") && gethostname(host, sizeof host) == 0) {
        host[sizeof host - 1] = '\0';
        buf_printf(out, "ssh %s ", host);
    }
    buf_puts(out, "anliku -L ");
    paths_put_word(out, library_info(app_library(box->app)).path);
    buf_printf(out, " export %s%s --format html > %s.html", buf_text(&id), full ? "" : " --safe",
               buf_text(&id));
    buf_free(&id);
}

static void hand_on(HandBox *box);

static void confirmed(void *context, int action) {
    HandBox *box = context;
    (void)action;
    box->next.confirmed = true;
    hand_on(box);
}

static void ask_about_lefts(HandBox *box, const SafeLefts *lefts) {
    enum { SHOWN = 8 };
    Buf text = {0};
    buf_puts(&text, _("Please look at this before it goes out:"));
    buf_putc(&text, '\n');
    safe_lefts_put(lefts, SHOWN, &text);
    app_confirm(box->app, _("This may still tell who it is"), buf_text(&text), _("hand it on"), 1,
                confirmed, box);
    buf_free(&text);
}

static void hand_on(HandBox *box) {
    Buf text = {0}, extra = {0}, what = {0};
    SafeLefts lefts = {0};
    Error err;
    HandOn *next = &box->next;
    next->case_id = box->id;
    next->why = buf_str(&box->why);
    next->prospect = buf_str(&box->prospect);
    if (library_hand_on(app_library(box->app), next, &text, &lefts, &err)) {
        buf_puts(&what, _(handed_what_label(next->what)));
        if (next->what != HANDED_ID)
            buf_printf(&what, " (%s)", next->full ? _("in full") : _("safe form"));
        if (next->what == HANDED_SUMMARY || next->what == HANDED_CASE)
            put_paste_line(box, next->full, &extra);
        app_copy(box->app, buf_text(&what), buf_str(&text), buf_str(&extra));
        app_watch(box->app);
    } else if (lefts.len) {
        ask_about_lefts(box, &lefts);
    } else {
        app_say_error(box->app, &err);
    }
    safe_lefts_free(&lefts);
    buf_free(&text);
    buf_free(&extra);
    buf_free(&what);
}

static void start(HandBox *box, HandedWhat what, bool full) {
    box->next = (HandOn){.what = what, .full = full};
    buf_clear(&box->why);
}

void handing_copy_id(HandBox *box, Uuid id) {
    box->id = id;
    start(box, HANDED_ID, true);
    hand_on(box);
}

/* ---- the second questions ---- */

static void why_typed(void *context, Str why) {
    HandBox *box = context;
    buf_clear(&box->why);
    buf_put_str(&box->why, why);
    hand_on(box);
}

static bool read_telling(HandBox *box, Telling *out) {
    LibraryRow row;
    Error err;
    if (!library_row(app_library(box->app), ENTITY_CASE, box->id, &row, &err)) {
        app_say_error(box->app, &err);
        return false;
    }
    *out = library_tell(app_library(box->app), row.record);
    library_row_free(&row);
    return true;
}

/* The full form of a case that may not be told takes a reason; the box says why it asks. */
static void start_full(HandBox *box, HandedWhat what) {
    Telling telling;
    Buf title = {0};
    if (!read_telling(box, &telling))
        return;
    start(box, what, true);
    if (telling_allows_full(&telling)) {
        hand_on(box);
        return;
    }
    library_telling_put(&telling, &title);
    buf_puts(&title, " - ");
    buf_puts(&title, _("why in full?"));
    app_ask(box->app, buf_text(&title), STR(""), false, why_typed, box);
    buf_free(&title);
}

static void prospect_typed(void *context, Str prospect) {
    HandBox *box = context;
    buf_clear(&box->prospect);
    buf_put_str(&box->prospect, prospect);
    handing_menu(box, box->id);
}

/* ---- how it went ---- */

static void say_went(App *app, int mark, const char *id) {
    ErrorArg args[2] = {{.kind = 'd', .number = mark}, {.kind = 's'}};
    Buf text = {0};
    snprintf(args[1].text, sizeof args[1].text, "%s", id);
    message_fill(&text, _("{0} of 5 is kept with {1}; U changes it."), args, 2);
    app_say(app, ROLE_GOOD, APP_SAY_MS, buf_text(&text));
    buf_free(&text);
}

static void went(void *context, int action) {
    HandBox *box = context;
    SaveResult result;
    Error err;
    if (library_use_feedback(app_library(box->app), box->id, action, NULL, &result, &err))
        say_went(box->app, action, result.display_id);
    else
        app_say_error(box->app, &err);
}

void handing_ask_feedback(HandBox *box, Uuid id) {
    static const char *const marks[] = {N_("it did not help"), N_("a little"), N_("it helped"),
                                        N_("it helped a lot"), N_("it won it")};
    static const char *const figures[] = {"1/5", "2/5", "3/5", "4/5", "5/5"};
    MenuItem items[COUNT_OF(marks)];
    Buf prospect = {0}, title = {0};
    box->id = id;
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        items[i] = (MenuItem){.label = _(marks[i]), .key = figures[i], .action = (int)i + 1};
    if (!library_use_is_open(app_library(box->app), id, &prospect)) {
        app_say(box->app, ROLE_INFO, APP_SAY_MS,
                _("You have not logged a use of this case; u does."));
    } else {
        buf_puts(&title, _("How did it go?"));
        if (prospect.len)
            buf_printf(&title, " - %s", buf_text(&prospect));
        app_menu(box->app, buf_text(&title), items, COUNT_OF(items), went, box);
    }
    buf_free(&prospect);
    buf_free(&title);
}

/* ---- the menu ---- */

typedef enum HandChoice {
    CHOICE_SUMMARY,
    CHOICE_LINK,
    CHOICE_CASE,
    CHOICE_ID,
    CHOICE_USE,
    CHOICE_WENT,
    CHOICE_PROSPECT,
    CHOICE_FULL_SUMMARY,
    CHOICE_FULL_CASE,
    CHOICE_PAGE,
    CHOICE_SHOW,
    HAND_CHOICES
} HandChoice;

static void show_page_line(HandBox *box) {
    Buf line = {0};
    put_paste_line(box, false, &line);
    app_copy(box->app, _("line for a page of the safe form"), buf_str(&line), STR(""));
    buf_free(&line);
}

static void chosen(void *context, int action) {
    HandBox *box = context;
    switch ((HandChoice)action) {
    case CHOICE_SUMMARY:
        start(box, HANDED_SUMMARY, false);
        hand_on(box);
        break;
    case CHOICE_LINK:
        start(box, HANDED_LINK, false);
        hand_on(box);
        break;
    case CHOICE_CASE:
        start(box, HANDED_CASE, false);
        hand_on(box);
        break;
    case CHOICE_ID:
        handing_copy_id(box, box->id);
        break;
    case CHOICE_USE:
        usebox_open(box->app, box->id);
        break;
    case CHOICE_WENT:
        handing_ask_feedback(box, box->id);
        break;
    case CHOICE_PROSPECT:
        app_ask(box->app, _("For whom (may stay empty)"), buf_str(&box->prospect), true,
                prospect_typed, box);
        break;
    case CHOICE_FULL_SUMMARY:
        start_full(box, HANDED_SUMMARY);
        break;
    case CHOICE_FULL_CASE:
        start_full(box, HANDED_CASE);
        break;
    case CHOICE_PAGE:
        show_page_line(box);
        break;
    default:
        app_show_copied(box->app);
    }
}

/* Why an item cannot be chosen; lives in arena. */
static const char *reason(const HandBox *box, Right right, Arena *arena) {
    Error denied;
    Buf text = {0};
    if (library_allow(app_library(box->app), right, &denied))
        return NULL;
    error_render_message(&denied, &text);
    const char *kept = arena_strdup(arena, buf_text(&text));
    buf_free(&text);
    return kept;
}

void handing_menu(HandBox *box, Uuid id) {
    static const struct {
        const char *label;
        char shortcut;
        Right right;
    } rows[HAND_CHOICES] = {
        [CHOICE_SUMMARY] = {N_("safe summary"), 0, RIGHT_EXPORT},
        [CHOICE_LINK] = {N_("link for colleagues"), 0, RIGHT_READ},
        [CHOICE_CASE] = {N_("whole case, safe form"), 0, RIGHT_EXPORT},
        [CHOICE_ID] = {N_("number"), 'y', RIGHT_READ},
        [CHOICE_USE] = {N_("log a use"), 'u', RIGHT_USE},
        [CHOICE_WENT] = {N_("how it went"), 'U', RIGHT_USE},
        [CHOICE_PROSPECT] = {N_("for whom"), 0, RIGHT_READ},
        [CHOICE_FULL_SUMMARY] = {N_("summary in full"), 0, RIGHT_EXPORT},
        [CHOICE_FULL_CASE] = {N_("whole case in full"), 0, RIGHT_EXPORT},
        [CHOICE_PAGE] = {N_("line that fetches it as a page"), 0, RIGHT_EXPORT},
        [CHOICE_SHOW] = {N_("show what was copied"), 0, RIGHT_READ},
    };
    Arena arena = {0};
    MenuItem items[HAND_CHOICES];
    size_t count = 0;
    Telling telling;
    Buf title = {0};
    box->id = id;
    if (!read_telling(box, &telling))
        return;
    bool allowed = telling_allows_full(&telling);
    for (int i = 0; i < HAND_CHOICES; i++) {
        bool full = i == CHOICE_FULL_SUMMARY || i == CHOICE_FULL_CASE;
        if (i == CHOICE_SHOW && !app_has_copied(box->app))
            continue;
        items[count++] =
            (MenuItem){.label = _(rows[i].label),
                       .key = full && !allowed       ? _(tell_level_label(telling.level))
                              : i == CHOICE_PROSPECT ? (box->prospect.len ? buf_text(&box->prospect)
                                                                          : _("nobody named"))
                                                     : NULL,
                       .shortcut = {(uint32_t)rows[i].shortcut, 0},
                       .reason = reason(box, rows[i].right, &arena),
                       .action = i};
    }
    put_id(box, &title);
    buf_puts(&title, ": ");
    library_telling_put(&telling, &title);
    app_menu(box->app, buf_text(&title), items, count, chosen, box);
    buf_free(&title);
    arena_free(&arena);
}
