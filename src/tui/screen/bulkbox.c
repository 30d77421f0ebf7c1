#include "config.h"

#include "tui/screen/bulkbox.h"

#include "base/i18n.h"
#include "library/find.h"
#include "library/row.h"
#include "record/state.h"
#include "tui/app/wait.h"
#include "tui/screen/bulkexport.h"
#include "tui/screen/marking.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    ASK_FROM = 21, /* cases: before so many the number is asked for */
    LOOKED_AT = 200
};

void bulkbox_free(BulkBox *box) {
    vec_free(&box->ids);
    buf_free(&box->query);
    buf_free(&box->sort);
    buf_free(&box->unseen_names);
    buf_free(&box->value);
    buf_free(&box->path);
}

/* ---- doing it ---- */

static void put_about(Buf *out, const char *pattern, size_t number) {
    ErrorArg arg = {.kind = 'd', .number = (int64_t)number};
    message_fill(out, pattern, &arg, 1);
}

/* "Changed: 12. 3 were refused: the record is in the trash. z or ^Z takes it back." */
static void say_result(BulkBox *box, const BulkResult *result) {
    Buf text = {0};
    put_about(&text, _("Changed: {0}."), result->changed);
    if (result->unchanged)
        put_about(&text, _(" It was so already: {0}."), result->unchanged);
    if (result->refused) {
        put_about(&text, _(" Refused: {0} - "), result->refused);
        error_render_message(&result->why, &text);
        buf_putc(&text, '.');
    }
    if (result->changed)
        buf_puts(&text, _(" z or ^Z takes it back."));
    app_say(box->app, result->refused ? ROLE_WARN : ROLE_GOOD, APP_TOAST_MS, buf_text(&text));
    buf_free(&text);
}

static void change(void *context, int action) {
    BulkBox *box = context;
    BulkResult result;
    Error err;
    (void)action;
    AppWait wait = app_wait_begin(box->app, _("Changing the cases"));
    Progress progress = app_wait_progress(&wait);
    bool ok = library_bulk(app_library(box->app), box->verb, buf_str(&box->value), box->ids.items,
                           box->ids.len, &result, &progress, &err);
    app_wait_end(&wait);
    if (result.changed)
        app_set_undo_batch(box->app, result.batch, library_bulk_done(box->verb));
    if (ok) {
        marks_remove_all(app_marks(box->app), box->ids.items, box->ids.len);
        say_result(box, &result);
    } else {
        app_say_error(box->app, &err);
    }
    app_watch(box->app);
}

/* More than twenty are worth a number. */
static void ask_and_change(BulkBox *box) {
    static const char *const questions[] = {
        [BULK_TAG_ADD] = N_("{0} cases get this tag."),
        [BULK_TAG_REMOVE] = N_("{0} cases lose this tag."),
        [BULK_OWNER] = N_("{0} cases get this owner."),
        [BULK_TRASH] = N_("{0} cases go into the trash."),
        [BULK_ARCHIVE] = N_("{0} cases go into the archive."),
        [BULK_UNARCHIVE] = N_("{0} cases come back from the archive, as drafts."),
    };
    Buf text = {0};
    if (box->ids.len < ASK_FROM) {
        change(box, 1);
        return;
    }
    put_about(&text, _(questions[box->verb]), box->ids.len);
    if (box->value.len)
        buf_printf(&text, " (%s)", buf_text(&box->value));
    app_confirm(box->app, _("Many cases at once"), buf_text(&text), _("change them"), box->ids.len,
                change, box);
    buf_free(&text);
}

static void value_typed(void *context, Str value) {
    BulkBox *box = context;
    buf_clear(&box->value);
    buf_put_str(&box->value, value);
    ask_and_change(box);
}

/* ---- the menu ---- */

typedef enum BulkChoice {
    BULK_ADD,
    BULK_REMOVE,
    BULK_GIVE,
    BULK_EXPORT,
    BULK_EXPORT_SHOWN,
    BULK_TO_TRASH,
    BULK_TO_ARCHIVE,
    BULK_FROM_ARCHIVE,
    BULK_UNMARK,
    BULK_CHOICES
} BulkChoice;

/* What was chosen, once it is sure for which cases. */
static void go_on(void *context, int yes) {
    static const struct {
        BulkVerb verb;
        const char *asks; /* NULL: nothing */
    } verbs[BULK_CHOICES] = {
        [BULK_ADD] = {BULK_TAG_ADD, N_("Tag to add")},
        [BULK_REMOVE] = {BULK_TAG_REMOVE, N_("Tag to take away")},
        [BULK_GIVE] = {BULK_OWNER, N_("Login of the new owner")},
        [BULK_TO_ARCHIVE] = {BULK_ARCHIVE, NULL},
        [BULK_FROM_ARCHIVE] = {BULK_UNARCHIVE, NULL},
        [BULK_TO_TRASH] = {BULK_TRASH, NULL},
    };
    BulkBox *box = context;
    int action = box->choice;
    if (yes != 1)
        return;
    if (action == BULK_EXPORT || action == BULK_EXPORT_SHOWN) {
        bulkexport_start(box, action == BULK_EXPORT_SHOWN);
        return;
    }
    box->verb = verbs[action].verb;
    buf_clear(&box->value);
    if (verbs[action].asks)
        app_prompt(box->app, _(verbs[action].asks), value_typed, box);
    else
        ask_and_change(box);
}

static void chosen(void *context, int action) {
    BulkBox *box = context;
    box->choice = action;
    if (action == BULK_UNMARK) {
        marks_free(app_marks(box->app));
        app_say(box->app, ROLE_INFO, APP_SAY_MS, _("Nothing is marked."));
    } else if (box->unseen && action != BULK_EXPORT_SHOWN) {
        marking_ask_unseen(box->app, buf_str(&box->unseen_names), go_on, box);
    } else {
        go_on(box, 1);
    }
}

/* Which of the marked ones are neither the selected one nor in the list. */
static void look_for_unseen(BulkBox *box, Uuid selected) {
    FindRequest request = {
        .query = buf_str(&box->query), .sort = buf_str(&box->sort), .limit = box->shown};
    Uuid *ids = NULL;
    size_t count = 0;
    Error ignored;
    buf_clear(&box->unseen_names);
    bool listed = box->shown && app_marks(box->app)->ids.len &&
                  library_find_ids(app_library(box->app), &request, &ids, &count, &ignored);
    box->unseen = listed ? marking_put_unseen(box->app, ids, count, &box->unseen_names)
                         : marking_put_unseen(box->app, &selected, 1, &box->unseen_names);
    free(ids);
}

static void take_ids(BulkBox *box, Uuid selected) {
    const Marks *marks = app_marks(box->app);
    box->ids.len = 0;
    for (size_t i = 0; i < marks->ids.len; i++)
        vec_push(&box->ids, marks->ids.items[i]);
    if (!box->ids.len && !uuid_is_nil(selected))
        vec_push(&box->ids, selected);
}

/* Why an item cannot be chosen; lives in arena. */
static const char *reason(const BulkBox *box, int choice, Arena *arena) {
    static const Right rights[BULK_CHOICES] = {
        [BULK_ADD] = RIGHT_WRITE,
        [BULK_REMOVE] = RIGHT_WRITE,
        [BULK_GIVE] = RIGHT_WRITE,
        [BULK_EXPORT] = RIGHT_EXPORT,
        [BULK_EXPORT_SHOWN] = RIGHT_EXPORT,
        [BULK_TO_ARCHIVE] = RIGHT_ARCHIVE,
        [BULK_FROM_ARCHIVE] = RIGHT_ARCHIVE,
        [BULK_TO_TRASH] = RIGHT_TRASH,
        [BULK_UNMARK] = RIGHT_READ,
    };
    Error denied;
    Buf text = {0};
    if (library_allow(app_library(box->app), rights[choice], &denied))
        return NULL;
    error_render_message(&denied, &text);
    const char *kept = arena_strdup(arena, buf_text(&text));
    buf_free(&text);
    return kept;
}

/* Whether cases go into the archive or out of it; of many both is offered. */
static void look_at_states(const BulkBox *box, bool *archived, bool *others) {
    *archived = *others = box->ids.len > LOOKED_AT;
    for (size_t i = 0; i < box->ids.len && !(*archived && *others); i++) {
        LibraryRow row;
        Error ignored;
        if (!library_row(app_library(box->app), ENTITY_CASE, box->ids.items[i], &row, &ignored))
            continue;
        *(case_state(row.record) == STATE_ARCHIVED ? archived : others) = true;
        library_row_free(&row);
    }
}

void bulkbox_menu(BulkBox *box, Uuid selected, Str query, Str sort, size_t shown) {
    static const char *const labels[BULK_CHOICES] = {
        [BULK_ADD] = N_("add a tag"),
        [BULK_REMOVE] = N_("take a tag away"),
        [BULK_GIVE] = N_("change the owner"),
        [BULK_EXPORT] = N_("export these"),
        [BULK_EXPORT_SHOWN] = N_("export all that the list found"),
        [BULK_TO_ARCHIVE] = N_("into the archive"),
        [BULK_FROM_ARCHIVE] = N_("bring back from the archive"),
        [BULK_TO_TRASH] = N_("into the trash"),
        [BULK_UNMARK] = N_("take all marks away"),
    };
    MenuItem items[BULK_CHOICES];
    size_t count = 0;
    Arena arena = {0};
    Buf title = {0};
    bool marked = app_marks(box->app)->ids.len > 0, archived, others;
    take_ids(box, selected);
    buf_clear(&box->query);
    buf_clear(&box->sort);
    buf_put_str(&box->query, query);
    buf_put_str(&box->sort, sort);
    box->shown = shown;
    look_for_unseen(box, selected);
    look_at_states(box, &archived, &others);
    for (int i = 0; i < BULK_CHOICES; i++) {
        bool listed = i == BULK_EXPORT_SHOWN;
        if ((listed && !shown) || (i == BULK_UNMARK && !marked) ||
            (i == BULK_TO_ARCHIVE && !others) || (i == BULK_FROM_ARCHIVE && !archived) ||
            (!listed && i != BULK_UNMARK && !box->ids.len))
            continue;
        items[count++] = (MenuItem){.label = _(labels[i]),
                                    .key = listed ? arena_printf(&arena, "%zu", shown) : NULL,
                                    .reason = reason(box, i, &arena),
                                    .action = i};
    }
    if (marked)
        put_about(&title, ngettext("{0} marked case", "{0} marked cases", box->ids.len),
                  box->ids.len);
    else
        buf_puts(&title, _("This case (x marks several)"));
    if (count)
        app_menu(box->app, buf_text(&title), items, count, chosen, box);
    else
        app_say(box->app, ROLE_INFO, APP_SAY_MS, _("There is no case here."));
    buf_free(&title);
    arena_free(&arena);
}
