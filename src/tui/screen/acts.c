#include "config.h"

#include "tui/screen/acts.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/bulk.h"
#include "library/consent.h"
#include "library/drafts.h"
#include "library/editleft.h"
#include "library/history.h"
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
    Buf title, internal;    /* internal: what became of public cases with it, "" nothing */
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

/* The number of the case that the step is about, of other records their name; nothing for a batch.
 */
static void put_subject(App *app, const UndoStep *step, Buf *out) {
    LibraryRow row;
    Error ignored;
    bool about = !uuid_is_nil(step->about);
    EntityType type = about ? ENTITY_CASE : step->type;
    if ((!about && step->kind != UNDO_CHANGE) ||
        !library_row(app_library(app), type, about ? step->about : step->id, &row, &ignored))
        return;
    int number = entity_field(row.record->entity, STR("id"));
    buf_put_str(out, number >= 0 && record_has(row.record, number) ? record_text(row.record, number)
                                                                   : record_title(row.record));
    library_row_free(&row);
}

/* A consent with the cases that rest on it. */
static bool take_whole(App *app, const UndoStep *step, Taken *out, Error *err) {
    out->inverse = *step;
    return library_bulk_undo(app_library(app), step->batch, &out->cases, &out->kept,
                             &out->inverse.batch, NULL, err);
}

static bool take_change(App *app, const UndoStep *step, Taken *out, Error *err) {
    SaveResult result;
    if (!uuid_is_nil(step->batch))
        return take_whole(app, step, out, err);
    bool is_case = step->type == ENTITY_CASE, before = is_case && is_trashed(app, step);
    if (!library_undo_change(app_library(app), step->type, step->id, step->rev, step->standing,
                             &result, err))
        return false;
    bool after = is_case && is_trashed(app, step);
    out->trashed = !before && after;
    out->restored = before && !after;
    out->inverse = *step;
    out->inverse.rev = out->inverse.standing = result.rev;
    out->inverse.batch = result.batch;
    library_made_internal_put(&result, &out->internal);
    put_title(app, step->type, step->id, &out->title);
    return true;
}

/* A change to many cases is taken back as one. */
static bool take_batch(App *app, const UndoStep *step, const char *doing, Taken *out, Error *err) {
    AppWait wait = app_wait_begin(app, doing);
    Progress progress = app_wait_progress(&wait);
    out->inverse = *step;
    bool ok = library_bulk_undo(app_library(app), step->id, &out->cases, &out->kept,
                                &out->inverse.id, &progress, err);
    app_wait_end(&wait);
    return ok;
}

/* A draft, or a text from the editor, that was put away comes back; forward again, it goes. */
static bool take_draft(App *app, const UndoStep *step, bool back, Taken *out, Error *err) {
    static bool (*const ways[2][2])(Library *, Uuid,
                                    Error *) = {{library_draft_discard, library_draft_restore},
                                                {library_edit_discard, library_edit_restore}};
    out->inverse = *step;
    bool ok = ways[step->kind == UNDO_EDITED][back](app_library(app), step->id, err);
    app_count_drafts(app);
    return ok;
}

/* pattern: {0} subject, {1} what was done, {2} and {3} the counts. */
static void say_step(App *app, Role role, const char *pattern, const UndoStep *step,
                     const Taken *taken) {
    Buf subject = {0}, text = {0};
    ErrorArg args[4] = {{.kind = 's'},
                        {.kind = 's'},
                        {.kind = 'd', .number = (int64_t)taken->cases},
                        {.kind = 'd', .number = (int64_t)taken->kept}};
    put_subject(app, step, &subject);
    if (taken->internal.len) {
        role = ROLE_WARN;
        buf_printf(&text, "%s. ", buf_text(&taken->internal));
    }
    snprintf(args[0].text, sizeof args[0].text, "%s", buf_text(&subject));
    snprintf(args[1].text, sizeof args[1].text, "%s", step->what ? _(step->what) : "");
    message_fill(&text, pattern, args, COUNT_OF(args));
    app_say(app, role, APP_TOAST_MS, buf_text(&text));
    buf_free(&subject);
    buf_free(&text);
}

static void say_batch(App *app, const UndoStep *step, const Taken *taken, bool back) {
    bool one = !uuid_is_nil(step->about);
    bool none = !taken->cases && !taken->kept;
    if (one && taken->kept)
        say_step(app, ROLE_WARN, _("{0} was changed since: it stays as it is."), step, taken);
    else if (taken->kept && !taken->cases)
        say_step(app, ROLE_WARN, _("Nothing was taken back: all of it was changed since ({3})."),
                 step, taken);
    else if (taken->kept)
        say_step(app, ROLE_WARN,
                 back ? _("Taken back: {2} cases, {1}; but {3} stay, which were changed since.")
                      : _("Done again: {2} cases, {1}; but {3} stay, which were changed since."),
                 step, taken);
    else if (one)
        say_step(app, ROLE_GOOD,
                 back ? _("Taken back: {0}, {1}. Z or ^Y does it again.")
                      : _("Done again: {0}, {1}. z or ^Z takes it back."),
                 step, taken);
    else if (none)
        say_step(app, ROLE_GOOD, back ? _("Taken back: {1}.") : _("Done again: {1}."), step, taken);
    else if (taken->cases == 1)
        say_step(app, ROLE_GOOD,
                 back ? _("Taken back: one case, {1}. Z or ^Y does it again.")
                      : _("Done again: one case, {1}. z or ^Z takes it back."),
                 step, taken);
    else
        say_step(app, ROLE_GOOD,
                 back ? _("Taken back: {2} cases, {1}. Z or ^Y does it again.")
                      : _("Done again: {2} cases, {1}. z or ^Z takes it back."),
                 step, taken);
}

/* A consent, and what cases were with it. */
static void say_whole(App *app, const UndoStep *step, const Taken *taken, bool back) {
    if (taken->kept)
        say_step(app, ROLE_WARN,
                 back ? _("Taken back: {0}, {1}, with {2} of its cases; {3} stay, which were "
                          "changed since.")
                      : _("Done again: {0}, {1}, with {2} of its cases; {3} stay, which were "
                          "changed since."),
                 step, taken);
    else
        say_step(app, ROLE_GOOD,
                 back ? _("Taken back: {0}, {1}, with its cases ({2}). Z or ^Y does it again.")
                      : _("Done again: {0}, {1}, with its cases ({2}). z or ^Z takes it back."),
                 step, taken);
}

static void say_undone(App *app, const UndoStep *step, const Taken *taken) {
    if (step->kind == UNDO_DRAFT)
        app_say(app, ROLE_GOOD, APP_SAY_MS, _("The draft is back; it waits in 4 inbox."));
    else if (step->kind == UNDO_EDITED)
        app_say(app, ROLE_GOOD, APP_SAY_MS, _("The text is back; it waits in 4 inbox."));
    else if (step->kind == UNDO_BATCH)
        say_batch(app, step, taken, true);
    else if (taken->cases)
        say_whole(app, step, taken, true);
    else if (taken->restored)
        app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("Back from the trash: {0}"),
                      buf_str(&taken->title));
    else
        say_step(app, ROLE_GOOD,
                 taken->trashed ? _("Taken back: {0}, {1}; it is in the trash.")
                                : _("Taken back: {0}, {1}. Z or ^Y does it again."),
                 step, taken);
}

static void say_redone(App *app, const UndoStep *step, const Taken *taken) {
    if (step->kind == UNDO_DRAFT)
        app_say(app, ROLE_INFO, APP_SAY_MS, _("The draft is put away; z or ^Z brings it back."));
    else if (step->kind == UNDO_EDITED)
        app_say(app, ROLE_INFO, APP_SAY_MS, _("The text is put away; z or ^Z brings it back."));
    else if (step->kind == UNDO_BATCH)
        say_batch(app, step, taken, false);
    else if (taken->cases)
        say_whole(app, step, taken, false);
    else if (taken->trashed)
        app_say_about(app, ROLE_INFO, APP_TOAST_MS, _("In the trash: {0}. z or ^Z brings it back."),
                      buf_str(&taken->title));
    else
        say_step(app, ROLE_GOOD, _("Done again: {0}, {1}. z or ^Z takes it back."), step, taken);
}

/* Why, and of which case. */
static void say_not_taken(App *app, const UndoStep *step, const Error *err) {
    Buf text = {0};
    put_subject(app, step, &text);
    if (text.len)
        buf_puts(&text, ": ");
    error_render_message(err, &text);
    app_say(app, ROLE_ERROR, 0, buf_text(&text));
    buf_free(&text);
}

static const char *label_of(App *app, const UndoStep *step) {
    const char *label = step->kind == UNDO_CHANGE
                            ? history_label_of(app_library(app), step->type, step->id, step->rev)
                            : "";
    return *label ? label : N_("changed");
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
                back ? _("Nothing to take back.") : _("Nothing to do again."));
        return false;
    }
    if (!step.what)
        step.what = label_of(app, &step);
    bool ok = step.kind == UNDO_CHANGE ? take_change(app, &step, &taken, &err)
              : step.kind == UNDO_DRAFT || step.kind == UNDO_EDITED
                  ? take_draft(app, &step, back, &taken, &err)
                  : take_batch(app, &step, back ? _("Taking back") : _("Changing the cases"),
                               &taken, &err);
    if (!ok) {
        say_not_taken(app, &step, &err);
    } else {
        if (step.kind == UNDO_CHANGE && uuid_is_nil(step.batch))
            undostack_settle(from, &step, taken.inverse.rev);
        if (!uuid_is_nil(taken.inverse.id))
            undostack_push(to, taken.inverse);
        if (back)
            say_undone(app, &step, &taken);
        else
            say_redone(app, &step, &taken);
    }
    buf_free(&taken.title);
    buf_free(&taken.internal);
    return ok;
}

void acts_did_comment(App *app, Uuid case_id, const SaveResult *result, const char *what) {
    if (result->unchanged)
        return;
    UndoStep step = {.kind = UNDO_CHANGE,
                     .type = ENTITY_COMMENT,
                     .id = result->id,
                     .rev = result->rev,
                     .standing = result->rev,
                     .about = case_id,
                     .what = what};
    if (!uuid_is_nil(result->batch)) {
        step.kind = UNDO_BATCH;
        step.id = result->batch;
    }
    app_did(app, step);
}

bool acts_did_here(App *app, Uuid case_id) {
    const UndoStack *stack = app_undo_stack(app);
    const UndoStep *newest = stack->len ? &stack->items[stack->len - 1] : NULL;
    bool itself = newest && newest->kind == UNDO_CHANGE && uuid_equal(newest->id, case_id);
    return itself || (newest && uuid_equal(newest->about, case_id));
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
