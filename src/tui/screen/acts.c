#include "config.h"

#include "tui/screen/acts.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/bulk.h"
#include "library/row.h"
#include "tui/app/wait.h"

#include <stdio.h>

/* The title of a case as a message shows it. */
static void put_title(App *app, Uuid id, Buf *out) {
    LibraryRow row;
    Error err;
    if (!library_row(app_library(app), ENTITY_CASE, id, &row, &err))
        return;
    buf_put_str(out, record_title(row.record));
    library_row_free(&row);
}

bool acts_trash(App *app, Uuid id) {
    SaveResult result;
    Error err;
    Buf title = {0};
    put_title(app, id, &title);
    bool ok = library_trash(app_library(app), ENTITY_CASE, id, true, &result, &err);
    if (ok) {
        app_set_undo(app, id);
        app_say_about(app, ROLE_INFO, APP_TOAST_MS, _("In the trash: {0}. z or ^Z brings it back."),
                      buf_str(&title));
    } else {
        app_say_error(app, &err);
    }
    buf_free(&title);
    return ok;
}

bool acts_is_trashed(App *app, Uuid id) {
    LibraryRow row;
    Error err;
    if (uuid_is_nil(id) || !library_row(app_library(app), ENTITY_CASE, id, &row, &err))
        return false;
    bool trashed = row.trashed;
    library_row_free(&row);
    return trashed;
}

/* A change to many cases is taken back as one. */
static bool undo_batch(App *app) {
    size_t undone, kept;
    Uuid made;
    Error err;
    char count[24];
    AppWait wait = app_wait_begin(app, _("Taking back"));
    Progress progress = app_wait_progress(&wait);
    bool ok = library_bulk_undo(app_library(app), app_undo_batch(app), &undone, &kept, &made,
                                &progress, &err);
    app_wait_end(&wait);
    if (!ok) {
        app_say_error(app, &err);
        return false;
    }
    app_set_undo_batch(app, (Uuid){{0}});
    app_set_redo(app, (Uuid){{0}}, made);
    snprintf(count, sizeof count, "%zu", kept ? kept : undone);
    app_say_about(app, kept ? ROLE_WARN : ROLE_GOOD, APP_SAY_MS,
                  kept ? _("Taken back, but for {0} that were changed since.")
                       : _("Taken back: {0} cases say again what they said."),
                  str_of(count));
    return true;
}

bool acts_undo(App *app, Uuid selected) {
    SaveResult result;
    Error err;
    if (!uuid_is_nil(app_undo_batch(app)))
        return undo_batch(app);
    Uuid id = acts_is_trashed(app, selected) ? selected : app_undo(app);
    if (uuid_is_nil(id)) {
        app_say(app, ROLE_INFO, APP_SAY_MS, _("There is nothing to bring back."));
        return false;
    }
    if (!library_trash(app_library(app), ENTITY_CASE, id, false, &result, &err)) {
        app_say_error(app, &err);
        return false;
    }
    Buf title = {0};
    put_title(app, id, &title);
    app_set_undo(app, (Uuid){{0}});
    app_set_redo(app, id, (Uuid){{0}});
    app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("Back from the trash: {0}"), buf_str(&title));
    buf_free(&title);
    return true;
}

static bool redo_batch(App *app, Uuid batch) {
    size_t done, kept;
    Uuid made;
    Error err;
    char count[24];
    AppWait wait = app_wait_begin(app, _("Changing the cases"));
    Progress progress = app_wait_progress(&wait);
    bool ok = library_bulk_undo(app_library(app), batch, &done, &kept, &made, &progress, &err);
    app_wait_end(&wait);
    if (!ok) {
        app_say_error(app, &err);
        return false;
    }
    app_set_undo_batch(app, made);
    snprintf(count, sizeof count, "%zu", done);
    app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("Changed again: {0}. z or ^Z takes it back."),
                  str_of(count));
    return true;
}

bool acts_redo(App *app) {
    Uuid id, batch;
    app_redo(app, &id, &batch);
    if (!uuid_is_nil(batch))
        return redo_batch(app, batch);
    if (!uuid_is_nil(id))
        return acts_trash(app, id);
    app_say(app, ROLE_INFO, APP_SAY_MS, _("There is nothing to do again."));
    return false;
}

/* ---- moves ---- */

static void say_moved(App *app, const Move *move) {
    app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("Done: {0}"), str_of(_(move->label)));
    app_watch(app);
}

/* The first reason stands for all; the others are counted. */
static void say_refused(App *app, const Issues *issues, const Error *err) {
    Buf text = {0};
    if (issues->len == 0) {
        app_say_error(app, err);
        return;
    }
    error_render_message(&issues->items[0].error, &text);
    if (issues->len > 1) {
        ErrorArg more = {.kind = 'd', .number = (int64_t)issues->len - 1};
        message_fill(&text, _(" (and {0} more; F2 opens the form)"), &more, 1);
    }
    app_say(app, ROLE_ERROR, 0, buf_text(&text));
    buf_free(&text);
}

static void do_move(ActsMoves *moves, Str reason) {
    Issues issues = {0};
    SaveResult result;
    Error err;
    const Move *move = moves->move;
    moves->move = NULL;
    if (library_move(app_library(moves->app), moves->id, move, reason, &issues, &result, &err))
        say_moved(moves->app, move);
    else
        say_refused(moves->app, &issues, &err);
    issues_free(&issues);
}

static void reason_typed(void *context, Str reason) {
    do_move(context, reason);
}

static void move_chosen(void *context, int action) {
    ActsMoves *moves = context;
    moves->move = &case_moves[action];
    if (moves->move->needs_reason)
        app_prompt(moves->app, _("The reason, for its author"), reason_typed, moves);
    else
        do_move(moves, STR(""));
}

void acts_show_moves(ActsMoves *moves) {
    VEC(MenuItem) items = {0};
    Arena arena = {0};
    LibraryRow row;
    Error err;
    if (!library_row(app_library(moves->app), ENTITY_CASE, moves->id, &row, &err)) {
        app_say_error(moves->app, &err);
        return;
    }
    unsigned state = 1u << case_state(row.record);
    for (size_t i = 0; i < case_move_count; i++) {
        if (!(case_moves[i].from & state))
            continue;
        MenuItem item = {.label = _(case_moves[i].label), .action = (int)i};
        if (!library_may_move(app_library(moves->app), row.record, &case_moves[i], &err)) {
            Buf reason = {0};
            error_render_message(&err, &reason);
            item.reason = arena_strdup(&arena, buf_text(&reason));
            buf_free(&reason);
        }
        vec_push(&items, item);
    }
    app_menu(moves->app, _("What happens to the case"), items.items, items.len, move_chosen, moves);
    vec_free(&items);
    arena_free(&arena);
    library_row_free(&row);
}
