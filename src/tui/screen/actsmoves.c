#include "config.h"

#include "tui/screen/acts.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/doubt.h"
#include "library/history.h"
#include "library/row.h"
#include "tui/screen/edit.h"

#include <stdio.h>
#include <string.h>

/* The moves of a case through its states. */

/* "Verified: AL-2026-0001. Interval: every 90 days; it is to be checked again by 2027-02-18." */
static void say_verified(const ActsMoves *moves) {
    LibraryRow row;
    Buf text = {0}, day = {0};
    Error sentence, err;
    const Field *field = &entity_get(ENTITY_CASE)->fields[CASE_VERIFY_EVERY];
    if (!library_row(app_library(moves->app), ENTITY_CASE, moves->id, &row, &err))
        return;
    if (case_due_date(row.record) != INT32_MAX)
        date_format(&day, case_due_date(row.record));
    const char *every = entity_choice_label(field, record_text(row.record, CASE_VERIFY_EVERY));
    error_set(&sentence, ERR_NONE,
              day.len ? N_("Verified: {0}. Interval: {1}; it is to be checked again by {2}. z or "
                           "^Z takes it back.")
                      : N_("Verified: {0}. It is never to be checked again; z or ^Z takes it "
                           "back."),
              "SsS", record_text(row.record, CASE_ID), every ? _(every) : "", buf_str(&day));
    error_render_message(&sentence, &text);
    app_watch(moves->app);
    app_say(moves->app, ROLE_GOOD, APP_TOAST_MS, buf_text(&text));
    library_row_free(&row);
    buf_free(&day);
    buf_free(&text);
}

/* "Done: AL-2026-0001, archived. z or ^Z takes it back." */
static void say_moved(const ActsMoves *moves, const SaveResult *result) {
    Library *library = app_library(moves->app);
    LibraryRow row;
    Buf text = {0};
    Error sentence, err;
    const char *what = history_label_of(library, ENTITY_CASE, moves->id, result->rev);
    bool seen = library_row(library, ENTITY_CASE, moves->id, &row, &err);
    if (seen)
        library_row_free(&row);
    error_set(&sentence, ERR_NONE,
              seen ? N_("Done: {0}, {1}. z or ^Z takes it back.")
                   : N_("Done: {0} is a draft that only its team sees. z or ^Z takes it back."),
              "ss", result->display_id, _(*what ? what : N_("changed")));
    error_render_message(&sentence, &text);
    app_watch(moves->app); /* first: what it says of a case that is gone is said better here */
    app_say(moves->app, ROLE_GOOD, APP_TOAST_MS, buf_text(&text));
    buf_free(&text);
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
    Library *library = app_library(moves->app);
    const Move *move = moves->move;
    moves->move = NULL;
    bool ok = moves->every ? library_verify_every(library, moves->id, moves->seen_rev,
                                                  str_of(moves->every), &result, &err)
                           : library_move_seen(library, moves->id, moves->seen_rev, move, reason,
                                               &issues, &result, &err);
    if (ok) {
        app_did_save(moves->app, ENTITY_CASE, moves->id, result.rev);
        if (moves->done)
            moves->done(moves->screen);
        if (move == case_move_find(STR("verify")))
            say_verified(moves);
        else
            say_moved(moves, &result);
    } else {
        say_refused(moves->app, &issues, &err);
    }
    issues_free(&issues);
}

static void ask_reason(ActsMoves *moves);

/* Without one it is said that one is needed, and asked again. */
static void reason_typed(void *context, Str reason) {
    ActsMoves *moves = context;
    const Move *move = moves->move;
    do_move(moves, reason);
    if (reason.len)
        return;
    moves->move = move;
    ask_reason(moves);
}

static void ask_reason(ActsMoves *moves) {
    app_ask(moves->app, _("The reason, for its author"), STR(""), true, reason_typed, moves);
}

static void go_on(void *context, int yes) {
    ActsMoves *moves = context;
    if (yes == ACTS_EDIT_INSTEAD)
        edit_open(moves->app, moves->id);
    if (yes != 1)
        return;
    if (moves->move->needs_reason)
        ask_reason(moves);
    else
        do_move(moves, STR(""));
}

/* What yes does: over the head of somebody who reviews the case it says so. */
static const char *yes_label(const Move *move) {
    static const struct {
        const char *verb, *label;
    } over[] = {{"publish", N_("take it over and publish")},
                {"return", N_("take it over and return it")}};
    for (size_t i = 0; i < COUNT_OF(over); i++)
        if (strcmp(move->verb, over[i].verb) == 0)
            return over[i].label;
    return move->label;
}

bool acts_ask_doubt(App *app, Uuid id, const Move *move, AppChosen *done, void *context) {
    Buf doubt = {0};
    library_move_doubt(app_library(app), id, move, &doubt);
    bool asks = doubt.len > 0;
    if (asks)
        app_confirm_or(app, _("A question before that"), buf_text(&doubt), _(yes_label(move)),
                       move->to == STATE_PUBLISHED && move->from == 1u << STATE_PUBLISHED
                           ? _("edit the case")
                           : NULL,
                       done, context);
    buf_free(&doubt);
    return asks;
}

static void move_chosen(void *context, int action) {
    ActsMoves *moves = context;
    moves->move = &case_moves[action];
    if (!acts_ask_doubt(moves->app, moves->id, moves->move, go_on, moves))
        go_on(moves, 1);
}

static void every_chosen(void *context, int action) {
    ActsMoves *moves = context;
    const Choice *choices = entity_get(ENTITY_CASE)->fields[CASE_VERIFY_EVERY].choices;
    moves->move = case_move_find(STR("verify"));
    moves->every = action < 0 ? NULL : choices[action].key;
    if (!acts_ask_doubt(moves->app, moves->id, moves->move, go_on, moves))
        go_on(moves, 1);
}

void acts_show_verify(ActsMoves *moves) {
    VEC(MenuItem) items = {0};
    Arena arena = {0};
    Error err;
    const Field *field = &entity_get(ENTITY_CASE)->fields[CASE_VERIFY_EVERY];
    Record *record;
    Library *library = app_library(moves->app);
    if (!library_load(library, ENTITY_CASE, moves->id, 0, &record, &err)) {
        app_say_error(moves->app, &err);
        return;
    }
    if (!library_may_move(library, record, case_move_find(STR("verify")), &err)) {
        app_say_error(moves->app, &err);
        record_free(record);
        return;
    }
    const char *now = entity_choice_label(field, record_text(record, CASE_VERIFY_EVERY));
    vec_push(
        &items,
        (MenuItem){.label = _("verify, as until now"), .key = now ? _(now) : NULL, .action = -1});
    for (int i = 0; field->choices[i].key; i++)
        vec_push(&items, (MenuItem){.label = arena_printf(&arena, _("verify, and from now on: %s"),
                                                          _(field->choices[i].label)),
                                    .action = i});
    app_menu(moves->app, _("It still holds"), items.items, items.len, every_chosen, moves);
    vec_free(&items);
    arena_free(&arena);
    record_free(record);
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
