#include "config.h"

#include "tui/screen/review.h"

#include "base/i18n.h"
#include "library/names.h"
#include "library/row.h"
#include "text/width.h"
#include "text/wrap.h"
#include "tui/screen/reviewparts.h"
#include "tui/widget/layout.h"

#include <stdio.h>

enum { LIST_FROM = 120, LIST_COLS = 36 };

static const ReviewItem *item_at(const Review *review, size_t at) {
    return at < review->queue.len ? &review->queue.items[at] : NULL;
}

size_t review_find(const Review *review, Uuid id) {
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

void review_show(Review *review, size_t at) {
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

bool review_read_queue(Review *review) {
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
void review_go_on(Review *review) {
    size_t at = review->at;
    if (!review_read_queue(review))
        return;
    if (at >= review->queue.len)
        at = 0;
    review_show(review, at);
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
void review_look_at_change(Review *review) {
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
    review->gone = review_find(review, review->id) == SIZE_MAX;
}

static void review_changed(void *self) {
    Review *review = self;
    Error err;
    Comments fresh = {0};
    if (!review_read_queue(review))
        return;
    size_t at = review_find(review, review->id);
    if (at != SIZE_MAX) {
        review->at = at;
        review->item = review->queue.items[at];
        list_follow(&review->list, at);
    } else if (review->record) { /* its texts were the queue's that is gone */
        review->item.number = record_text(review->record, CASE_ID);
        review->item.title = record_title(review->record);
        review->item.who = record_ref_name(review->record, CASE_OWNER);
    }
    review_look_at_change(review);
    if (uuid_is_nil(review->id)) {
        if (review->queue.len)
            review_show(review, 0);
        return;
    }
    if (app_came_back(review->app) && review->notice.len && !review->gone) {
        review_show(review,
                    review->at); /* from the form or a comment that was accepted: one's own */
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

/* How far down the text one is, at the right end of the line. */
static void draw_place(const Review *review, Grid *grid, GridRect *line) {
    int percent = pager_percent(&review->pager);
    Error sentence;
    Buf text = {0};
    if (line->cols < 60)
        return;
    error_set(&sentence, ERR_NONE, N_("read to {0}%"), "d", (int64_t)percent);
    error_render_message(&sentence, &text);
    int cols = text_width(buf_str(&text));
    grid_text(grid, layout_take_right(line, cols), buf_str(&text), grid_style(ROLE_DIM), 0);
    layout_take_right(line, 1);
    buf_free(&text);
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
    draw_place(review, grid, &line);
    grid_text(grid, line, buf_str(&text), grid_style(ROLE_LABEL), GRID_CUT);
    buf_free(&text);
}

static void draw_nothing(const Review *review, Grid *grid, GridRect body) {
    grid_text(grid, layout_take_top(&body, 1), str_of(_("Nothing waits for your review.")),
              grid_style(ROLE_GOOD), GRID_CUT);
    Buf team = {0};
    library_review_put_team(app_library(review->app), &team);
    for (size_t at = 0, next; at < team.len && body.rows > 1; at = next) {
        next = text_wrap_next(buf_str(&team), at, body.cols);
        size_t end = text_wrap_end(buf_str(&team), at, next, body.cols);
        grid_text(grid, layout_take_top(&body, 1), str_make(team.data + at, end - at),
                  grid_style(ROLE_WARN), GRID_CUT);
    }
    buf_free(&team);
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
    GridRect top = layout_take_top(&body, 1);
    if (review->notice.len)
        grid_text(grid, layout_take_top(&body, 1), buf_str(&review->notice), grid_style(ROLE_WARN),
                  GRID_CUT);
    pager_draw(&review->pager, grid, body); /* first: it counts how much of this text is seen */
    draw_top(review, grid, top);
    grid_set_cursor(grid, body.row, body.col);
}

static bool review_serves(const void *self, ActionId id) {
    const Review *review = self;
    return review->record || id == ACTION_BACK || id == ACTION_MENU || id == ACTION_HELP ||
           id == ACTION_UNDO || id == ACTION_REDO;
}

static bool review_event(void *self, const InputEvent *event) {
    Review *review = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    size_t before = review->list.selected;
    if (list_mouse(&review->list, event) != WIDGET_IGNORED) {
        if (review->list.selected != before)
            review_show(review, review->list.selected);
        return true;
    }
    return pager_mouse(&review->pager, event) != WIDGET_IGNORED;
}

static ActionContext review_context(const void *self) {
    (void)self;
    return CONTEXT_REVIEW;
}

static void review_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("review"));
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
    if (!review_read_queue(review)) {
        review_screen_free(review);
        return;
    }
    size_t at = review_find(review, first);
    review_show(review, at == SIZE_MAX ? 0 : at);
    app_push(app, &review_screen, review);
}
