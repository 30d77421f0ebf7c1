#include "config.h"

#include "tui/screen/acts.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/bulk.h"
#include "library/drafts.h"
#include "library/row.h"
#include "library/undo.h"
#include "tui/app/wait.h"

#include <stdio.h>

/* The title of a case as a message shows it. */
static void put_title(App *app, EntityType type, Uuid id, Buf *out) {
    LibraryRow row;
    Error err;
    if (!library_row(app_library(app), type, id, &row, &err))
        return;
    buf_put_str(out, record_title(row.record));
    library_row_free(&row);
}

bool acts_trash(App *app, Uuid id) {
    SaveResult result;
    Error err;
    Buf title = {0};
    put_title(app, ENTITY_CASE, id, &title);
    bool ok = library_trash(app_library(app), ENTITY_CASE, id, true, &result, &err);
    if (ok) {
        if (!result.unchanged)
            app_did_save(app, ENTITY_CASE, id, result.rev);
        marks_remove(app_marks(app), id);
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

/* ---- back and forward ---- */

/* What one step did in the way back (or forward again). */
typedef struct Taken {
    UndoStep inverse; /* what takes it back in its turn */
    size_t cases, kept;
    bool trashed, restored; /* the record went into the trash, or came out of it */
    Buf title;
} Taken;

static bool is_trashed(App *app, const UndoStep *step) {
    LibraryRow row;
    Error ignored;
    if (!library_row(app_library(app), step->type, step->id, &row, &ignored))
        return false;
    bool trashed = row.trashed;
    library_row_free(&row);
    return trashed;
}

static bool take_change(App *app, const UndoStep *step, Taken *out, Error *err) {
    SaveResult result;
    bool before = is_trashed(app, step);
    if (!library_undo_change(app_library(app), step->type, step->id, step->rev, step->standing,
                             &result, err))
        return false;
    bool after = is_trashed(app, step);
    out->trashed = !before && after;
    out->restored = before && !after;
    out->inverse = (UndoStep){.kind = UNDO_CHANGE,
                              .type = step->type,
                              .id = step->id,
                              .rev = result.rev,
                              .standing = result.rev};
    put_title(app, step->type, step->id, &out->title);
    return true;
}

/* A change to many cases is taken back as one. */
static bool take_batch(App *app, const UndoStep *step, const char *doing, Taken *out, Error *err) {
    Uuid made;
    AppWait wait = app_wait_begin(app, doing);
    Progress progress = app_wait_progress(&wait);
    bool ok = library_bulk_undo(app_library(app), step->id, &out->cases, &out->kept, &made,
                                &progress, err);
    app_wait_end(&wait);
    out->inverse = (UndoStep){.kind = UNDO_BATCH, .id = made};
    return ok;
}

/* A draft that was put away comes back; forward again, it goes. */
static bool take_draft(App *app, const UndoStep *step, bool back, Taken *out, Error *err) {
    Library *library = app_library(app);
    out->inverse = *step;
    bool ok = back ? library_draft_restore(library, step->id, err)
                   : library_draft_discard(library, step->id, err);
    app_count_drafts(app);
    return ok;
}

static void say_count(App *app, Role role, const char *text, size_t number) {
    char count[24];
    snprintf(count, sizeof count, "%zu", number);
    app_say_about(app, role, APP_SAY_MS, text, str_of(count));
}

static void say_undone(App *app, const UndoStep *step, const Taken *taken) {
    Str title = buf_str(&taken->title);
    if (step->kind == UNDO_DRAFT)
        app_say(app, ROLE_GOOD, APP_SAY_MS, _("The draft is back; it waits in 4 inbox."));
    else if (step->kind == UNDO_BATCH && taken->kept)
        say_count(app, ROLE_WARN, _("Taken back, but for {0} that were changed since."),
                  taken->kept);
    else if (step->kind == UNDO_BATCH)
        say_count(app, ROLE_GOOD, _("Taken back: {0} cases say again what they said."),
                  taken->cases);
    else
        app_say_about(app, ROLE_GOOD, APP_SAY_MS,
                      taken->restored  ? _("Back from the trash: {0}")
                      : taken->trashed ? _("Taken back: {0} is in the trash.")
                                       : _("Taken back: {0}. Z or ^Y does it again."),
                      title);
}

static void say_redone(App *app, const UndoStep *step, const Taken *taken) {
    if (step->kind == UNDO_DRAFT)
        app_say(app, ROLE_INFO, APP_SAY_MS, _("The draft is put away; z or ^Z brings it back."));
    else if (step->kind == UNDO_BATCH)
        say_count(app, ROLE_GOOD, _("Changed again: {0}. z or ^Z takes it back."), taken->cases);
    else
        app_say_about(app, taken->trashed ? ROLE_INFO : ROLE_GOOD, APP_TOAST_MS,
                      taken->trashed ? _("In the trash: {0}. z or ^Z brings it back.")
                                     : _("Done again: {0}. z or ^Z takes it back."),
                      buf_str(&taken->title));
}

/* The newest step of one stack goes over to the other; one that cannot be taken is said and
 * dropped, so that the one before it can be. */
static bool take_step(App *app, bool back) {
    UndoStack *from = back ? app_undo_stack(app) : app_redo_stack(app);
    UndoStack *to = back ? app_redo_stack(app) : app_undo_stack(app);
    UndoStep step;
    Taken taken = {0};
    Error err;
    if (!undostack_pop(from, &step)) {
        app_say(app, ROLE_INFO, APP_SAY_MS,
                back ? _("There is nothing to bring back.") : _("There is nothing to do again."));
        return false;
    }
    bool ok = step.kind == UNDO_CHANGE ? take_change(app, &step, &taken, &err)
              : step.kind == UNDO_DRAFT
                  ? take_draft(app, &step, back, &taken, &err)
                  : take_batch(app, &step, back ? _("Taking back") : _("Changing the cases"),
                               &taken, &err);
    if (!ok) {
        app_say_error(app, &err);
    } else {
        if (step.kind == UNDO_CHANGE)
            undostack_settle(from, &step, taken.inverse.rev);
        if (!uuid_is_nil(taken.inverse.id))
            undostack_push(to, taken.inverse);
        if (back)
            say_undone(app, &step, &taken);
        else
            say_redone(app, &step, &taken);
    }
    buf_free(&taken.title);
    return ok;
}

static bool untrash(App *app, Uuid id) {
    SaveResult result;
    Error err;
    Buf title = {0};
    if (!library_trash(app_library(app), ENTITY_CASE, id, false, &result, &err)) {
        app_say_error(app, &err);
        return false;
    }
    app_did_save(app, ENTITY_CASE, id, result.rev);
    put_title(app, ENTITY_CASE, id, &title);
    app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("Back from the trash: {0}"), buf_str(&title));
    buf_free(&title);
    return true;
}

bool acts_undo(App *app, Uuid selected) {
    const UndoStack *stack = app_undo_stack(app);
    const UndoStep *newest = stack->len ? &stack->items[stack->len - 1] : NULL;
    bool ours = newest && newest->kind == UNDO_CHANGE && uuid_equal(newest->id, selected);
    if (acts_is_trashed(app, selected) && !ours)
        return untrash(app, selected);
    return take_step(app, true);
}

bool acts_redo(App *app) {
    return take_step(app, false);
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
    if (library_move(app_library(moves->app), moves->id, move, reason, &issues, &result, &err)) {
        app_did_save(moves->app, ENTITY_CASE, moves->id, result.rev);
        say_moved(moves->app, move);
    } else
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
