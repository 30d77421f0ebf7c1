#include "config.h"

#include "tui/screen/comments.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/comments.h"
#include "library/row.h"
#include "tui/screen/acts.h"
#include "tui/screen/commentsparts.h"
#include "tui/screen/composebox.h"

#include <stdio.h>

/* What was new when the screen was opened stays so as long as one looks. */
static void keep_new(const Comments *before, Comments *now) {
    for (size_t i = 0; i < before->len; i++)
        for (size_t k = 0; before->items[i].unseen && k < now->len; k++)
            now->items[k].unseen |= now->items[k].number == before->items[i].number;
}

/* The newest one of the actor's own that was not there before; 0: there is none. */
static int just_written(const Comments *before, const Comments *now) {
    int most = 0, number = 0;
    for (size_t i = 0; i < before->len; i++)
        most = before->items[i].number > most ? before->items[i].number : most;
    for (size_t i = 0; i < now->len; i++)
        if (now->items[i].mine && now->items[i].number > most)
            number = now->items[i].number;
    return number;
}

static bool load(CommentScreen *screen, bool first, Error *err) {
    const Comment *now = comments_selected(screen);
    int number = now ? now->number : 0, written;
    Comments fresh = {0};
    if (!library_comments(app_library(screen->app), screen->id, false, &fresh, err)) {
        comments_free(&fresh);
        return false;
    }
    keep_new(&screen->comments, &fresh);
    written = first ? 0 : just_written(&screen->comments, &fresh);
    comments_free(&screen->comments);
    screen->comments = fresh;
    screen->lines.len = 0;
    comments_build(screen);
    comments_select(screen, written ? written : number);
    return true;
}

static void mark_seen(CommentScreen *screen) {
    library_comments_seen(app_library(screen->app), &screen->comments, screen->id);
    app_count_inbox(screen->app);
}

static void comments_changed(void *self) {
    CommentScreen *screen = self;
    Error err;
    if (!load(screen, false, &err))
        app_say_error(screen->app, &err);
    else
        mark_seen(screen);
}

/* ---- acts ---- */

static bool act_back(CommentScreen *screen) {
    app_pop(screen->app);
    return true;
}

static bool act_new(CommentScreen *screen) {
    const Comment *comment = comments_selected(screen);
    composebox_open(screen->app, screen->id, comment ? comment->field : -1);
    return true;
}

static bool act_answer(CommentScreen *screen) {
    const Comment *comment = comments_selected(screen);
    if (comment)
        composebox_answer(screen->app, screen->id, comment);
    return comment != NULL;
}

static bool act_change(CommentScreen *screen) {
    const Comment *comment = comments_selected(screen);
    if (comment && comment->mine)
        composebox_change(screen->app, screen->id, comment);
    else if (comment)
        app_say(screen->app, ROLE_INFO, APP_SAY_MS, _("Only who wrote a comment may change it."));
    return comment != NULL;
}

/* What was verified before has to be verified again with the new text. */
static void say_accepted(App *app, const SaveResult *result) {
    if (result->dropped_for)
        app_say_about(app, ROLE_WARN, APP_TOAST_MS,
                      _("Accepted; the case has to be verified again: {0} changed."),
                      str_of(_(entity_get(ENTITY_CASE)->fields[result->dropped_for].label)));
    else
        app_say(app, ROLE_GOOD, APP_SAY_MS, _("The suggestion stands in the text now."));
}

static void end(CommentScreen *screen, int number, CommentEnd how, Str word) {
    static const char *const done[] = {[COMMENT_OPEN] = N_("a comment reopened"),
                                       [COMMENT_RESOLVED] = N_("a comment settled"),
                                       [COMMENT_ACCEPTED] = N_("a suggestion accepted"),
                                       [COMMENT_DECLINED] = N_("a suggestion declined")};
    Error err;
    App *app = screen->app;
    SaveResult result;
    if (!library_comment_end(app_library(app), screen->id, number, how, word, &result, &err)) {
        app_say_error(app, &err);
        return;
    }
    acts_did_comment(app, screen->id, &result, done[how]);
    comments_changed(screen);
    if (how == COMMENT_ACCEPTED)
        say_accepted(app, &result);
    else
        app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("The comment is {0} now."),
                      str_of(_(comment_end_label(how))));
    app_watch(app);
}

/* The comment that began the thread of the selected one. */
static const Comment *thread(const CommentScreen *screen) {
    const Comment *comment = comments_selected(screen);
    return comment && comment->answers_to ? comments_find(&screen->comments, comment->answers_to)
                                          : comment;
}

static bool act_settle(CommentScreen *screen) {
    const Comment *comment = thread(screen);
    if (comment)
        end(screen, comment->number, comment->end == COMMENT_OPEN ? COMMENT_RESOLVED : COMMENT_OPEN,
            STR(""));
    return comment != NULL;
}

static bool act_accept(CommentScreen *screen) {
    const Comment *comment = thread(screen);
    if (comment)
        end(screen, comment->number, COMMENT_ACCEPTED, STR(""));
    return comment != NULL;
}

static void word_typed(void *context, Str word) {
    CommentScreen *screen = context;
    end(screen, screen->number, COMMENT_DECLINED, word);
}

static bool act_decline(CommentScreen *screen) {
    const Comment *comment = thread(screen);
    if (!comment)
        return false;
    screen->number = comment->number;
    app_prompt(screen->app, _("Why is it declined?"), word_typed, screen);
    return true;
}

static bool act_delete(CommentScreen *screen) {
    const Comment *comment = comments_selected(screen);
    SaveResult result;
    Error err;
    if (!comment)
        return false;
    if (!library_comment_trash(app_library(screen->app), screen->id, comment->number, true, &result,
                               &err)) {
        app_say_error(screen->app, &err);
        return true;
    }
    acts_did_comment(screen->app, screen->id, &result, N_("a comment deleted"));
    comments_changed(screen);
    app_say(screen->app, ROLE_INFO, APP_TOAST_MS,
            _("The comment is deleted; z or ^Z brings it back."));
    return true;
}

/* The newest step of a stack is taken, and the cursor goes to the comment that it was about. */
static void take_step(CommentScreen *screen, const UndoStack *stack, bool back) {
    const UndoStep *newest = stack->len ? &stack->items[stack->len - 1] : NULL;
    Uuid about = newest && newest->type == ENTITY_COMMENT ? newest->id : (Uuid){{0}};
    if (back)
        acts_undo(screen->app, (Uuid){{0}});
    else
        acts_redo(screen->app);
    comments_changed(screen);
    for (size_t i = 0; i < screen->comments.len; i++)
        if (uuid_equal(screen->comments.items[i].id, about))
            comments_select(screen, screen->comments.items[i].number);
    app_watch(screen->app);
}

/* What was done last, when it was done to this case: what belongs elsewhere is taken back where it
 * is seen. */
static bool act_undo(CommentScreen *screen) {
    if (app_undo_stack(screen->app)->len && !acts_did_here(screen->app, screen->id)) {
        app_say(screen->app, ROLE_INFO, APP_SAY_MS,
                _("What you did last was not done to this case: z in a list takes it back."));
        return true;
    }
    take_step(screen, app_undo_stack(screen->app), true);
    return true;
}

static bool act_redo(CommentScreen *screen) {
    take_step(screen, app_redo_stack(screen->app), false);
    return true;
}

static bool comments_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(CommentScreen *) = {
        [ACTION_BACK] = act_back,
        [ACTION_COMMENT_NEW] = act_new,
        [ACTION_COMMENT_ANSWER] = act_answer,
        [ACTION_COMMENT_EDIT] = act_change,
        [ACTION_COMMENT_SETTLE] = act_settle,
        [ACTION_COMMENT_ACCEPT] = act_accept,
        [ACTION_COMMENT_DECLINE] = act_decline,
        [ACTION_COMMENT_DELETE] = act_delete,
        [ACTION_COMMENT_UNDELETE] = act_undo,
        [ACTION_REDO] = act_redo,
    };
    ListMove move;
    CommentScreen *screen = self;
    if (acts[id])
        return acts[id](screen);
    if (!action_move(id, &move))
        return false;
    size_t before = screen->list.selected;
    list_move(&screen->list, move);
    comments_settle(screen, screen->list.selected < before);
    return true;
}

/* What the selected comment can do. */
static bool comments_serves(const void *self, ActionId id) {
    const CommentScreen *screen = self;
    const Comment *comment = comments_selected(screen), *first = thread(screen);
    if (id == ACTION_COMMENT_ACCEPT || id == ACTION_COMMENT_DECLINE)
        return first && first->kind == COMMENT_SUGGESTION && first->end == COMMENT_OPEN;
    if (id == ACTION_COMMENT_EDIT || id == ACTION_COMMENT_DELETE)
        return comment && comment->mine;
    if (id == ACTION_COMMENT_ANSWER || id == ACTION_COMMENT_SETTLE)
        return comment != NULL;
    return true;
}

static bool comments_event(void *self, const InputEvent *event) {
    CommentScreen *screen = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&screen->list, event);
    comments_settle(screen, true);
    if (result == WIDGET_DONE)
        act_answer(screen);
    return result != WIDGET_IGNORED;
}

static ActionContext comments_context(const void *self) {
    (void)self;
    return CONTEXT_COMMENTS;
}

static void comments_title(const void *self, Buf *out) {
    const CommentScreen *screen = self;
    buf_printf(out, _("comments, %d open"), (int)screen->comments.open);
}

static void comments_screen_free(void *self) {
    CommentScreen *screen = self;
    comments_free(&screen->comments);
    arena_free(&screen->arena);
    vec_free(&screen->lines);
    buf_free(&screen->title);
    free(screen);
}

static const Screen comments_screen = {.context = comments_context,
                                       .title = comments_title,
                                       .draw = comments_draw,
                                       .serves = comments_serves,
                                       .act = comments_act,
                                       .event = comments_event,
                                       .changed = comments_changed,
                                       .free = comments_screen_free};

static bool put_title(CommentScreen *screen, Error *err) {
    LibraryRow row;
    if (!library_row(app_library(screen->app), ENTITY_CASE, screen->id, &row, err))
        return false;
    buf_printf(&screen->title, "%.*s  %.*s", STR_ARG(record_text(row.record, CASE_ID)),
               STR_ARG(record_title(row.record)));
    library_row_free(&row);
    return true;
}

void comments_open(App *app, Uuid case_id, int number) {
    CommentScreen *screen = mem_zalloc(sizeof *screen);
    Error err;
    screen->app = app;
    screen->id = case_id;
    screen->cols = COMMENTS_MOST_COLS;
    if (!put_title(screen, &err) || !load(screen, true, &err)) {
        app_say_error(app, &err);
        comments_screen_free(screen);
        return;
    }
    for (size_t i = 0; !number && i < screen->comments.len; i++)
        if (screen->comments.items[i].unseen)
            number = screen->comments.items[i].number;
    comments_select(screen, number);
    app_push(app, &comments_screen, screen);
    mark_seen(screen);
}
