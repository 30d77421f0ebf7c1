#include "config.h"

#include "tui/screen/review.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/names.h"
#include "library/row.h"
#include "tui/screen/acts.h"
#include "tui/screen/case.h"
#include "tui/screen/comments.h"
#include "tui/screen/composebox.h"
#include "tui/screen/edit.h"
#include "tui/screen/history.h"
#include "tui/screen/reviewtext.h"
#include "tui/screen/sidelayout.h"
#include "tui/widget/layout.h"

#include <stdio.h>

enum { LIST_FROM = 120, LIST_COLS = 36, REASON_BYTES = 2000 };

typedef struct Review {
    App *app;
    ReviewQueue queue;
    size_t at;
    Uuid id;      /* of the case that is shown; nil: none */
    bool gone;    /* somebody else has dealt with it meanwhile */
    uint32_t rev; /* of what is shown */
    uint32_t base_rev;
    Record *record, *base;
    ReviewItem item; /* of it, as it was when it was shown; its texts live in the queue */
    Comments comments;
    ReviewText text;
    Pager pager;
    SideLayout layout;
    List list;
    ActsMoves moves;
    Buf notice;  /* what somebody else did to it, "" nothing */
    size_t done; /* approved, returned, verified here */
} Review;

static const ReviewItem *item_at(const Review *review, size_t at) {
    return at < review->queue.len ? &review->queue.items[at] : NULL;
}

static size_t find_item(const Review *review, Uuid id) {
    for (size_t i = 0; i < review->queue.len; i++)
        if (uuid_equal(review->queue.items[i].id, id))
            return i;
    return SIZE_MAX;
}

/* ---- what is shown ---- */

static void build(Review *review) {
    ReviewSource source = {.app = review->app,
                           .item = &review->item,
                           .record = review->record,
                           .base = review->base,
                           .base_rev = review->base_rev,
                           .comments = &review->comments,
                           .wide = review->layout.wide};
    if (review->record)
        reviewtext_build(&review->text, &source);
    else
        casetext_clear(&review->text.text);
}

static void forget(Review *review) {
    record_free(review->record);
    record_free(review->base);
    review->record = review->base = NULL;
    review->base_rev = review->rev = 0;
    review->gone = false;
    review->id = (Uuid){{0}};
    buf_clear(&review->notice);
    comments_free(&review->comments);
}

/* A case that was never published has nothing to be compared with; one of which nothing changed
 * since has itself. */
static bool load_base(Review *review, Error *err) {
    Library *library = app_library(review->app);
    return library_review_base(library, review->id, &review->base_rev, err) &&
           (!review->base_rev ||
            library_load(library, ENTITY_CASE, review->id, review->base_rev, &review->base, err));
}

static void show_at(Review *review, size_t at) {
    Error err;
    const ReviewItem *item = item_at(review, at);
    Library *library = app_library(review->app);
    forget(review);
    review->at = at;
    list_select(&review->list, at);
    if (item) {
        review->item = *item;
        review->id = item->id;
        bool ok = library_load(library, ENTITY_CASE, item->id, 0, &review->record, &err) &&
                  load_base(review, &err) &&
                  library_comments(library, item->id, false, &review->comments, &err);
        if (!ok) {
            app_say_error(review->app, &err);
            forget(review);
        } else {
            review->rev = (uint32_t)record_int(review->record, CASE_REV);
        }
    }
    build(review);
    pager_set(&review->pager, review->text.text.lines.items, review->text.text.lines.len);
}

static bool read_queue(Review *review) {
    Error err;
    ReviewQueue queue = {0};
    if (!library_review_queue(app_library(review->app), &queue, &err)) {
        review_queue_free(&queue);
        app_say_error(review->app, &err);
        return false;
    }
    review_queue_free(&review->queue);
    review->queue = queue;
    review->list.count = queue.len;
    return true;
}

/* The one that came to the place of the one that went. */
static void go_on(Review *review) {
    size_t at = review->at;
    if (!read_queue(review))
        return;
    if (at >= review->queue.len)
        at = 0;
    show_at(review, at);
    app_count_inbox(review->app);
}

/* ---- what others do ---- */

static void put_change(Review *review, const Record *now, Buf *out) {
    Buf who = {0};
    Error sentence;
    CaseState state = case_state(now);
    library_person_name(app_library(review->app), record_ref_uuid(now, CASE_REVIEWER),
                        record_ref_name(now, CASE_REVIEWER), &who);
    if (state == STATE_IN_REVIEW && who.len)
        error_set(&sentence, ERR_NONE, N_("{0} has taken it into review meanwhile."), "S",
                  buf_str(&who));
    else
        error_set(&sentence, ERR_NONE,
                  N_("Somebody else changed it meanwhile: it is {0}, revision {1}. ^R shows it."),
                  "sd", _(case_state_label(state)), record_int(now, CASE_REV));
    error_render_message(&sentence, out);
    buf_free(&who);
}

/* What is on the screen stays until the person wants to see what came: nobody approves a text that
 * changed under his eyes. */
static void look_at_change(Review *review) {
    LibraryRow row;
    Error err;
    buf_clear(&review->notice);
    if (uuid_is_nil(review->id))
        return;
    if (!library_row(app_library(review->app), ENTITY_CASE, review->id, &row, &err)) {
        buf_puts(&review->notice, _("It is not there any more."));
        review->gone = true;
        return;
    }
    if (row.rev != review->rev)
        put_change(review, row.record, &review->notice);
    library_row_free(&row);
    review->gone = find_item(review, review->id) == SIZE_MAX;
}

static void review_changed(void *self) {
    Review *review = self;
    Error err;
    Comments fresh = {0};
    if (!read_queue(review))
        return;
    size_t at = find_item(review, review->id);
    if (at != SIZE_MAX) {
        review->at = at;
        review->item = review->queue.items[at];
        list_follow(&review->list, at);
    } else if (review->record) { /* its texts were the queue's that is gone */
        review->item.number = record_text(review->record, CASE_ID);
        review->item.title = record_title(review->record);
        review->item.who = record_ref_name(review->record, CASE_OWNER);
    }
    look_at_change(review);
    if (uuid_is_nil(review->id)) {
        if (review->queue.len)
            show_at(review, 0);
        return;
    }
    if (app_came_back(review->app) && review->notice.len && !review->gone) {
        show_at(review, review->at); /* from the form or a comment that was accepted: one's own */
        return;
    }
    if (library_comments(app_library(review->app), review->id, false, &fresh, &err)) {
        comments_free(&review->comments);
        review->comments = fresh;
    }
    build(review);
    pager_update(&review->pager, review->text.text.lines.items, review->text.text.lines.len);
}

/* ---- drawing ---- */

static void draw_row(void *context, Grid *grid, GridRect at, size_t index) {
    const Review *review = context;
    const ReviewItem *item = &review->queue.items[index];
    Buf when = {0};
    casetext_put_day(&when, item->since_ms);
    GridRect day = layout_take_left(&at, 6);
    Str text = buf_str(&when);
    if (text.len > 5)
        text = str_make(text.ptr + 5, text.len - 5); /* without the year */
    grid_text(grid, day, text, grid_style(item->due ? ROLE_WARN : ROLE_WAITING), 0);
    grid_text(grid, at, item->title, grid_style(ROLE_TEXT), GRID_CUT);
    buf_free(&when);
}

static void draw_queue(Review *review, Grid *grid, GridRect *body) {
    if (body->cols < LIST_FROM)
        return;
    GridRect left = layout_take_left(body, LIST_COLS);
    GridRect gap = layout_take_left(body, 2);
    grid_vline(grid, gap.row, gap.col, gap.rows, grid_style(ROLE_LINE));
    review->list.focused = false;
    list_draw(&review->list, grid, left, draw_row, review);
}

static void draw_top(const Review *review, Grid *grid, GridRect line) {
    Buf text = {0};
    if (review->gone)
        buf_printf(&text, "-/%zu", review->queue.len);
    else
        buf_printf(&text, "%zu/%zu", review->at + 1, review->queue.len);
    buf_printf(&text, "  %.*s  %s  %.*s", STR_ARG(review->item.number),
               review->item.due ? _("to be verified") : _("to be reviewed"),
               STR_ARG(review->item.who));
    grid_text(grid, line, buf_str(&text), grid_style(ROLE_LABEL), GRID_CUT);
    buf_free(&text);
}

static void draw_nothing(const Review *review, Grid *grid, GridRect body) {
    grid_text(grid, layout_take_top(&body, 1), str_of(_("Nothing waits for your review.")),
              grid_style(ROLE_GOOD), GRID_CUT);
    if (review->done)
        grid_text(grid, layout_take_top(&body, 1), str_of(_("You have done all of it.")),
                  grid_style(ROLE_DIM), GRID_CUT);
    grid_set_cursor(grid, body.row, body.col);
}

static void review_draw(void *self, Grid *grid, GridRect body) {
    Review *review = self;
    if (!review->record) {
        draw_nothing(review, grid, body);
        return;
    }
    draw_queue(review, grid, &body);
    if (sidelayout_fit(&review->layout, body.cols, app_settings(review->app)->plain)) {
        build(review);
        pager_update(&review->pager, review->text.text.lines.items, review->text.text.lines.len);
    }
    draw_top(review, grid, layout_take_top(&body, 1));
    if (review->notice.len)
        grid_text(grid, layout_take_top(&body, 1), buf_str(&review->notice), grid_style(ROLE_WARN),
                  GRID_CUT);
    pager_draw(&review->pager, grid, body);
    grid_set_cursor(grid, body.row, body.col);
}

/* ---- acts ---- */

static bool act_back(Review *review) {
    app_pop(review->app);
    return true;
}

static void go_by(Review *review, int by) {
    size_t count = review->queue.len;
    if (!count) {
        show_at(review, 0);
        return;
    }
    size_t at = review->gone ? review->at % count : (review->at + count + (size_t)by) % count;
    show_at(review, at);
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
    if (!read_queue(review))
        return true;
    size_t at = find_item(review, review->id);
    show_at(review, at == SIZE_MAX ? 0 : at);
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

static bool act_approve(Review *review) {
    SaveResult result;
    Issues issues = {0};
    Error err;
    Buf title = {0};
    if (!review->record)
        return false;
    buf_put_str(&title, record_title(review->record));
    bool due = review->item.due;
    if (approve(review, &result, &issues, &err)) {
        review->done++;
        go_on(review);
        app_say_about(review->app, ROLE_GOOD, APP_SAY_MS,
                      due ? _("Verified: {0}") : _("Published: {0}"), buf_str(&title));
    } else {
        say_refused(review, &issues, &err);
        look_at_change(review);
    }
    issues_free(&issues);
    buf_free(&title);
    return true;
}

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
        go_on(review);
        app_say_about(review->app, ROLE_GOOD, APP_SAY_MS, _("Returned: {0}"), buf_str(&title));
    } else {
        say_refused(review, &issues, &err);
        look_at_change(review);
    }
    issues_free(&issues);
    buf_free(&title);
}

/* One's own open comments as one line: "Result: no source; Title: too long". */
static void put_reason(const Review *review, Buf *out) {
    const Comments *comments = &review->comments;
    for (size_t i = 0; i < comments->len; i++) {
        const Comment *comment = &comments->items[i];
        if (!comment->mine || comment->answers_to || comment->end != COMMENT_OPEN ||
            out->len + comment->body.len > REASON_BYTES)
            continue;
        buf_puts(out, out->len ? "; " : "");
        if (comment->field >= 0)
            buf_printf(out, "%s: ", _(entity_get(ENTITY_CASE)->fields[comment->field].label));
        for (size_t k = 0; k < comment->body.len; k++)
            buf_putc(out, comment->body.ptr[k] == '\n' ? ' ' : comment->body.ptr[k]);
        if (!comment->body.len)
            buf_put_str(out, comment->replacement);
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
    app_ask(review->app, _("The reason, for its author"), buf_str(&reason), false, reason_typed,
            review);
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

static bool act_moves(Review *review) {
    if (!review->record)
        return false;
    review->moves = (ActsMoves){.app = review->app, .id = review->id};
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

static bool review_act(void *self, ActionId id) {
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
        [ACTION_EDIT] = act_edit,
        [ACTION_OPEN] = act_open,
        [ACTION_HISTORY] = act_history,
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

static bool review_serves(const void *self, ActionId id) {
    const Review *review = self;
    return review->record || id == ACTION_BACK || id == ACTION_MENU || id == ACTION_HELP;
}

static bool review_event(void *self, const InputEvent *event) {
    Review *review = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    size_t before = review->list.selected;
    if (list_mouse(&review->list, event) != WIDGET_IGNORED) {
        if (review->list.selected != before)
            show_at(review, review->list.selected);
        return true;
    }
    return pager_mouse(&review->pager, event) != WIDGET_IGNORED;
}

static ActionContext review_context(const void *self) {
    (void)self;
    return CONTEXT_REVIEW;
}

static void review_title(const void *self, Buf *out) {
    const Review *review = self;
    buf_puts(out, _("review"));
    int percent = review->record ? pager_percent(&review->pager) : 100;
    if (percent < 100)
        buf_printf(out, " %d%%", percent);
}

static void review_screen_free(void *self) {
    Review *review = self;
    forget(review);
    review_queue_free(&review->queue);
    reviewtext_free(&review->text);
    pager_free(&review->pager);
    buf_free(&review->notice);
    free(review);
}

static const Screen review_screen = {.context = review_context,
                                     .title = review_title,
                                     .draw = review_draw,
                                     .serves = review_serves,
                                     .act = review_act,
                                     .event = review_event,
                                     .changed = review_changed,
                                     .free = review_screen_free};

void review_open(App *app, Uuid first) {
    Error err;
    if (!library_allow(app_library(app), RIGHT_REVIEW, &err)) {
        app_say_error(app, &err);
        return;
    }
    Review *review = mem_zalloc(sizeof *review);
    review->app = app;
    if (!read_queue(review)) {
        review_screen_free(review);
        return;
    }
    size_t at = find_item(review, first);
    show_at(review, at == SIZE_MAX ? 0 : at);
    app_push(app, &review_screen, review);
}
