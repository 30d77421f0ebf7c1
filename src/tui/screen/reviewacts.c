#include "config.h"

#include "tui/screen/reviewparts.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/row.h"
#include "tui/screen/case.h"
#include "tui/screen/comments.h"
#include "tui/screen/composebox.h"
#include "tui/screen/edit.h"
#include "tui/screen/history.h"

/* What a reviewer does with the case that is shown. */

enum { REASON_BYTES = 2000 };

static bool act_back(Review *review) {
    app_pop(review->app);
    return true;
}

static void go_by(Review *review, int by) {
    size_t count = review->queue.len;
    if (!count) {
        review_show(review, 0);
        return;
    }
    size_t at = review->gone ? review->at % count : (review->at + count + (size_t)by) % count;
    review_show(review, at);
}

static bool act_next(Review *review) {
    go_by(review, 1);
    return true;
}

static bool act_previous(Review *review) {
    go_by(review, -1);
    return true;
}

static bool act_show_new(Review *review) {
    if (!review_read_queue(review))
        return true;
    size_t at = review_find(review, review->id);
    review_show(review, at == SIZE_MAX ? 0 : at);
    return true;
}

static void say_refused(Review *review, const Issues *issues, const Error *err) {
    Buf text = {0};
    if (!issues->len) {
        app_say_error(review->app, err);
        return;
    }
    error_render(&issues->items[0].error, &text);
    if (issues->len > 1) {
        ErrorArg more = {.kind = 'd', .number = (int64_t)issues->len - 1};
        message_fill(&text, _(" (and {0} more: they stand above)"), &more, 1);
    }
    app_say(review->app, ROLE_ERROR, 0, buf_text(&text));
    buf_free(&text);
}

static bool approve(Review *review, SaveResult *result, Issues *issues, Error *err) {
    Library *library = app_library(review->app);
    if (!review->item.due)
        return library_review_approve(library, review->id, review->rev, issues, result, err);
    return library_move_seen(library, review->id, review->rev, case_move_find(STR("verify")),
                             STR(""), issues, result, err);
}

/* "Verified: TITLE. It is to be checked again on 2027-02-18." */
static void say_approved(const Review *review, Uuid id, bool due, Str title) {
    LibraryRow row;
    Error sentence, err;
    Buf day = {0}, text = {0};
    bool there = library_row(app_library(review->app), ENTITY_CASE, id, &row, &err);
    if (there && case_due_date(row.record) != INT32_MAX)
        date_format(&day, case_due_date(row.record));
    error_set(&sentence, ERR_NONE,
              !due      ? N_("Published: {0}. z or ^Z takes it back.")
              : day.len ? N_("Verified: {0}. It is to be checked again by {1}; z or ^Z takes it "
                             "back.")
                        : N_("Verified: {0}. It is never to be checked again; z or ^Z takes it "
                             "back."),
              "SS", title, buf_str(&day));
    error_render_message(&sentence, &text);
    app_say(review->app, ROLE_GOOD, APP_TOAST_MS, buf_text(&text));
    if (there)
        library_row_free(&row);
    buf_free(&day);
    buf_free(&text);
}

static void do_approve(void *context, int yes) {
    Review *review = context;
    SaveResult result;
    Issues issues = {0};
    Error err;
    Buf title = {0};
    if (yes == ACTS_EDIT_INSTEAD)
        edit_open(review->app, review->id);
    if (yes != 1 || !review->record)
        return;
    buf_put_str(&title, record_title(review->record));
    bool due = review->item.due;
    if (approve(review, &result, &issues, &err)) {
        review->done++;
        app_did_save(review->app, ENTITY_CASE, result.id, result.rev);
        review_go_on(review);
        say_approved(review, result.id, due, buf_str(&title));
    } else {
        say_refused(review, &issues, &err);
        review_look_at_change(review);
    }
    issues_free(&issues);
    buf_free(&title);
}

static bool act_approve(Review *review) {
    if (!review->record)
        return false;
    const Move *move = case_move_find(review->item.due ? STR("verify") : STR("publish"));
    bool read = !review->notice.len; /* else it is refused: another text stands there */
    if (!read || !acts_ask_doubt(review->app, review->id, move, do_approve, review))
        do_approve(review, 1);
    return true;
}

static void ask_reason(Review *review, Str text);

/* Without one it is said that one is needed, and asked again. */
static void reason_typed(void *context, Str reason) {
    Review *review = context;
    SaveResult result;
    Issues issues = {0};
    Error err;
    Buf title = {0};
    buf_put_str(&title, record_title(review->record));
    if (library_move_seen(app_library(review->app), review->id, review->rev,
                          case_move_find(STR("return")), reason, &issues, &result, &err)) {
        review->done++;
        app_did_save(review->app, ENTITY_CASE, result.id, result.rev);
        review_go_on(review);
        app_say_about(review->app, ROLE_GOOD, APP_SAY_MS, _("Returned: {0}"), buf_str(&title));
    } else {
        say_refused(review, &issues, &err);
        review_look_at_change(review);
        if (!reason.len)
            ask_reason(review, reason);
    }
    issues_free(&issues);
    buf_free(&title);
}

static void ask_reason(Review *review, Str text) {
    app_ask(review->app, _("The reason, for its author"), text, true, reason_typed, review);
}

/* Without the marks at its end, which the line itself puts between two comments. */
static Str without_stop(Str text) {
    static const char *const stops[] = {"。", "；", "，", ".", ";", ","};
    for (bool cut = true; cut;) {
        cut = false;
        text = str_trim(text);
        for (size_t i = 0; i < COUNT_OF(stops); i++) {
            size_t len = strlen(stops[i]);
            if (text.len < len || memcmp(text.ptr + text.len - len, stops[i], len) != 0)
                continue;
            text.len -= len;
            cut = true;
        }
    }
    return text;
}

static void put_line(Str text, Buf *out) {
    for (size_t i = 0; i < text.len; i++)
        buf_putc(out, text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
}

/* What is said, and what is suggested instead. */
static void put_comment(const Comment *comment, Buf *out) {
    Str body = without_stop(comment->body);
    if (comment->field >= 0)
        buf_printf(out, _("%s: "), _(entity_get(ENTITY_CASE)->fields[comment->field].label));
    put_line(body, out);
    if (comment->kind != COMMENT_SUGGESTION || !comment->replacement.len)
        return;
    buf_puts(out, body.len ? " -> " : "");
    put_line(without_stop(comment->replacement), out);
}

/* One's own open comments as one line: "Result: no source; Title: too long". */
static void put_reason(const Review *review, Buf *out) {
    const Comments *comments = &review->comments;
    for (size_t i = 0; i < comments->len; i++) {
        const Comment *comment = &comments->items[i];
        if (!comment->mine || comment->answers_to || comment->end != COMMENT_OPEN ||
            out->len + comment->body.len + comment->replacement.len > REASON_BYTES)
            continue;
        buf_puts(out, out->len ? _("; ") : "");
        put_comment(comment, out);
    }
}

static bool act_return(Review *review) {
    Error err;
    Buf reason = {0};
    if (!review->record)
        return false;
    if (!library_may_move(app_library(review->app), review->record, case_move_find(STR("return")),
                          &err)) {
        app_say_error(review->app, &err);
        return true;
    }
    put_reason(review, &reason);
    ask_reason(review, buf_str(&reason));
    buf_free(&reason);
    return true;
}

static bool act_comment(Review *review) {
    if (review->record)
        composebox_open(review->app, review->id,
                        reviewtext_field_at(&review->text, pager_top_line(&review->pager)));
    return true;
}

static bool act_comments(Review *review) {
    if (review->record)
        comments_open(review->app, review->id, 0);
    return true;
}

/* It stays when it still waits for the same person. */
static void moved(void *screen) {
    Review *review = screen;
    if (!review_read_queue(review))
        return;
    size_t at = review_find(review, review->id);
    if (at != SIZE_MAX)
        review_show(review, at);
    else
        review_go_on(review);
}

static bool act_verify_as(Review *review) {
    if (!review->record)
        return false;
    review->moves = (ActsMoves){.app = review->app,
                                .id = review->id,
                                .seen_rev = review->rev,
                                .done = moved,
                                .screen = review};
    acts_show_verify(&review->moves);
    return true;
}

static bool act_moves(Review *review) {
    if (!review->record)
        return false;
    review->moves = (ActsMoves){.app = review->app,
                                .id = review->id,
                                .seen_rev = review->rev,
                                .done = moved,
                                .screen = review};
    acts_show_moves(&review->moves);
    return true;
}

static bool act_edit(Review *review) {
    if (review->record)
        edit_open(review->app, review->id);
    return true;
}

static bool act_open(Review *review) {
    if (review->record)
        case_open(review->app, review->id, STR(""), STR(""));
    return true;
}

static bool act_history(Review *review) {
    if (review->record)
        history_open(review->app, review->id);
    return true;
}

/* The case that it was done to is shown, when it waits again. */
static bool take_back(Review *review, bool back) {
    const UndoStack *stack = back ? app_undo_stack(review->app) : app_redo_stack(review->app);
    Uuid id = stack->len ? stack->items[stack->len - 1].id : review->id;
    bool done = back ? acts_undo(review->app, (Uuid){{0}}) : acts_redo(review->app);
    if (!done || !review_read_queue(review))
        return true;
    size_t at = review_find(review, id);
    if (at == SIZE_MAX)
        at = review_find(review, review->id);
    review_show(review, at == SIZE_MAX ? 0 : at);
    app_count_inbox(review->app);
    return true;
}

static bool act_undo(Review *review) {
    return take_back(review, true);
}

static bool act_redo(Review *review) {
    return take_back(review, false);
}

bool review_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Review *) = {
        [ACTION_BACK] = act_back,
        [ACTION_APPROVE] = act_approve,
        [ACTION_RETURN] = act_return,
        [ACTION_REVIEW_NEXT] = act_next,
        [ACTION_REVIEW_PREVIOUS] = act_previous,
        [ACTION_COMMENT_HERE] = act_comment,
        [ACTION_COMMENTS] = act_comments,
        [ACTION_SHOW_NEW] = act_show_new,
        [ACTION_MOVES] = act_moves,
        [ACTION_VERIFY_AS] = act_verify_as,
        [ACTION_EDIT] = act_edit,
        [ACTION_OPEN] = act_open,
        [ACTION_HISTORY] = act_history,
        [ACTION_UNDO] = act_undo,
        [ACTION_REDO] = act_redo,
    };
    ListMove move;
    Review *review = self;
    if (acts[id])
        return acts[id](review);
    if (!action_move(id, &move))
        return false;
    pager_move(&review->pager, move);
    return true;
}
