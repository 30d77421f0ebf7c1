#include "config.h"

#include "tui/screen/comments.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/comments.h"
#include "library/row.h"
#include "text/wrap.h"
#include "tui/screen/acts.h"
#include "tui/screen/casetext.h"
#include "tui/screen/composebox.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"

#include <stdio.h>

enum { INDENT = 2, MOST_COLS = 100 };

/* One line of the screen. */
typedef struct Line {
    size_t comment; /* of items; SIZE_MAX: of none */
    bool head;      /* the selection stops here */
    Str text;       /* lives in the arena */
    Role role;
    int indent;
} Line;

typedef struct CommentScreen {
    App *app;
    Uuid id;
    Buf title; /* number and title of the case */
    Comments comments;
    Arena arena;
    VEC(Line) lines;
    List list;
    int cols;
    int number; /* that a question is about */
} CommentScreen;

/* ---- lines ---- */

static void push(CommentScreen *screen, size_t comment, bool head, Role role, int indent,
                 Str text) {
    vec_push(&screen->lines, (Line){comment, head, arena_str(&screen->arena, text), role, indent});
}

static void push_wrapped(CommentScreen *screen, size_t comment, Role role, int indent,
                         const char *sign, Str text) {
    TextLines lines = {0};
    int cols = screen->cols - indent - (int)strlen(sign);
    Buf line = {0};
    if (!text.len)
        return;
    text_wrap(&lines, text, cols > 8 ? cols : 8);
    for (size_t i = 0; i < lines.len; i++) {
        size_t next = i + 1 < lines.len ? lines.items[i + 1] : text.len;
        size_t end = text_wrap_end(text, lines.items[i], next, cols);
        buf_clear(&line);
        buf_puts(&line, sign);
        buf_put_str(&line, str_make(text.ptr + lines.items[i], end - lines.items[i]));
        push(screen, comment, false, role, indent, buf_str(&line));
    }
    buf_free(&line);
    text_lines_free(&lines);
}

static const char *field_label(int field) {
    return field < 0 ? N_("the whole case") : entity_get(ENTITY_CASE)->fields[field].label;
}

static Role end_role(const Comment *comment) {
    if (comment->unseen)
        return ROLE_INFO;
    return comment->end == COMMENT_OPEN ? ROLE_WAITING : ROLE_DIM;
}

static void put_head(const Comment *comment, Buf *out) {
    buf_printf(out, "#%d  %.*s  ", comment->number, STR_ARG(comment->who));
    casetext_put_ago(out, comment->at_ms);
    if (!comment->answers_to)
        buf_printf(out, "  %s: %s, %s", _(field_label(comment->field)),
                   _(comment_kind_label(comment->kind)), _(comment_end_label(comment->end)));
    if (comment->ended_by.len)
        buf_printf(out, " (%.*s)", STR_ARG(comment->ended_by));
    if (comment->edited)
        buf_printf(out, "  %s", _("edited"));
    if (comment->unseen)
        buf_printf(out, "  %s", _("new"));
}

static void add_comment(CommentScreen *screen, size_t at) {
    const Comment *comment = &screen->comments.items[at];
    int indent = comment->answers_to ? INDENT : 0;
    Buf text = {0};
    if (at && !comment->answers_to)
        push(screen, SIZE_MAX, false, ROLE_TEXT, 0, STR(""));
    put_head(comment, &text);
    push(screen, at, true, end_role(comment), indent, buf_str(&text));
    push_wrapped(screen, at, ROLE_TEXT, indent + INDENT, "", comment->body);
    if (comment->kind == COMMENT_SUGGESTION) {
        push_wrapped(screen, at, ROLE_FALL, indent + INDENT, "- ", comment->passage);
        push_wrapped(screen, at, ROLE_RISE, indent + INDENT, "+ ", comment->replacement);
    }
    push_wrapped(screen, at, ROLE_DIM, indent + INDENT, _("Because: "), comment->word);
    buf_free(&text);
}

static const Comment *selected(const CommentScreen *screen) {
    size_t row = screen->list.selected;
    if (row >= screen->lines.len || screen->lines.items[row].comment == SIZE_MAX)
        return NULL;
    return &screen->comments.items[screen->lines.items[row].comment];
}

static bool can_stop(const void *context, size_t row) {
    const CommentScreen *screen = context;
    return row < screen->lines.len && screen->lines.items[row].head;
}

/* On to the nearest comment in the direction of the move, at the ends back to the last one. */
static void settle(CommentScreen *screen, bool upward) {
    size_t count = screen->lines.len, at = screen->list.selected;
    for (int turn = 0; turn < 2; turn++, upward = !upward)
        for (size_t row = at; row < count; row = upward ? row - 1 : row + 1)
            if (can_stop(screen, row)) {
                list_select(&screen->list, row);
                return;
            }
}

static void select_number(CommentScreen *screen, int number) {
    for (size_t i = 0; i < screen->lines.len; i++) {
        const Line *line = &screen->lines.items[i];
        if (line->head && screen->comments.items[line->comment].number == number)
            list_select(&screen->list, i);
    }
    settle(screen, false);
}

static void build(CommentScreen *screen) {
    const Comment *now = selected(screen);
    int number = now ? now->number : 0;
    arena_clear(&screen->arena);
    screen->lines.len = 0;
    for (size_t i = 0; i < screen->comments.len; i++)
        add_comment(screen, i);
    list_set_count(&screen->list, screen->lines.len);
    select_number(screen, number);
}

/* What was new when the screen was opened stays so as long as one looks. */
static void keep_new(const Comments *before, Comments *now) {
    for (size_t i = 0; i < before->len; i++)
        for (size_t k = 0; before->items[i].unseen && k < now->len; k++)
            now->items[k].unseen |= now->items[k].number == before->items[i].number;
}

static bool load(CommentScreen *screen, Error *err) {
    const Comment *now = selected(screen);
    int number = now ? now->number : 0;
    Comments fresh = {0};
    if (!library_comments(app_library(screen->app), screen->id, false, &fresh, err)) {
        comments_free(&fresh);
        return false;
    }
    keep_new(&screen->comments, &fresh);
    comments_free(&screen->comments);
    screen->comments = fresh;
    screen->lines.len = 0;
    build(screen);
    select_number(screen, number);
    return true;
}

static void mark_seen(CommentScreen *screen) {
    library_comments_seen(app_library(screen->app), &screen->comments, screen->id);
    app_count_inbox(screen->app);
}

static void comments_changed(void *self) {
    CommentScreen *screen = self;
    Error err;
    if (!load(screen, &err))
        app_say_error(screen->app, &err);
    else
        mark_seen(screen);
}

/* ---- drawing ---- */

static void draw_line(void *context, Grid *grid, GridRect at, size_t row) {
    const CommentScreen *screen = context;
    const Line *line = &screen->lines.items[row];
    layout_take_left(&at, line->indent);
    grid_text(grid, at, line->text, grid_style(line->role), GRID_CUT);
}

/* The whole of the selected comment is shown, as far as it fits. */
static void show_whole(CommentScreen *screen, int rows) {
    List *list = &screen->list;
    size_t end = list->selected;
    while (end + 1 < screen->lines.len && !screen->lines.items[end + 1].head)
        end++;
    size_t page = rows > 0 ? (size_t)rows : 1;
    if (end >= list->top + page)
        list->top = end + 1 - page < list->selected ? end + 1 - page : list->selected;
}

static void comments_draw(void *self, Grid *grid, GridRect body) {
    CommentScreen *screen = self;
    layout_take_left(&body, body.cols > 60 ? 2 : 0);
    if (body.cols > MOST_COLS)
        body.cols = MOST_COLS;
    grid_text(grid, layout_take_top(&body, 1), buf_str(&screen->title), grid_style(ROLE_TITLE),
              GRID_CUT);
    layout_take_top(&body, body.rows > 10 ? 1 : 0);
    if (screen->cols != body.cols) {
        screen->cols = body.cols;
        build(screen);
    }
    if (!screen->lines.len) {
        grid_text(grid, body, str_of(_("Nobody has said anything yet: a or Ins writes a comment.")),
                  grid_style(ROLE_DIM), GRID_CUT);
        grid_set_cursor(grid, body.row, body.col);
        return;
    }
    show_whole(screen, body.rows);
    screen->list.focused = screen->list.park_cursor = true;
    list_draw(&screen->list, grid, body, draw_line, screen);
}

/* ---- acts ---- */

static bool act_back(CommentScreen *screen) {
    app_pop(screen->app);
    return true;
}

static bool act_new(CommentScreen *screen) {
    const Comment *comment = selected(screen);
    composebox_open(screen->app, screen->id, comment ? comment->field : -1);
    return true;
}

static bool act_answer(CommentScreen *screen) {
    const Comment *comment = selected(screen);
    if (comment)
        composebox_answer(screen->app, screen->id, comment);
    return comment != NULL;
}

static bool act_change(CommentScreen *screen) {
    const Comment *comment = selected(screen);
    if (comment && comment->mine)
        composebox_change(screen->app, screen->id, comment);
    else if (comment)
        app_say(screen->app, ROLE_INFO, APP_SAY_MS, _("Only who wrote a comment may change it."));
    return comment != NULL;
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
    app_say_about(app, ROLE_GOOD, APP_SAY_MS,
                  how == COMMENT_ACCEPTED ? _("The suggestion stands in the text now: {0}.")
                                          : _("The comment is {0} now."),
                  str_of(_(comment_end_label(how))));
    app_watch(app);
}

/* The comment that began the thread of the selected one. */
static const Comment *thread(const CommentScreen *screen) {
    const Comment *comment = selected(screen);
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
    const Comment *comment = selected(screen);
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

/* What was done last, when it was done to this case: what belongs elsewhere is taken back where it
 * is seen. */
static bool act_undo(CommentScreen *screen) {
    if (app_undo_stack(screen->app)->len && !acts_did_here(screen->app, screen->id)) {
        app_say(screen->app, ROLE_INFO, APP_SAY_MS,
                _("What you did last was not done to this case: z in a list takes it back."));
        return true;
    }
    acts_undo(screen->app, (Uuid){{0}});
    comments_changed(screen);
    app_watch(screen->app);
    return true;
}

static bool act_redo(CommentScreen *screen) {
    acts_redo(screen->app);
    comments_changed(screen);
    app_watch(screen->app);
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
    settle(screen, screen->list.selected < before);
    return true;
}

/* What the selected comment can do. */
static bool comments_serves(const void *self, ActionId id) {
    const CommentScreen *screen = self;
    const Comment *comment = selected(screen), *first = thread(screen);
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
    settle(screen, true);
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
    screen->cols = MOST_COLS;
    if (!put_title(screen, &err) || !load(screen, &err)) {
        app_say_error(app, &err);
        comments_screen_free(screen);
        return;
    }
    for (size_t i = 0; !number && i < screen->comments.len; i++)
        if (screen->comments.items[i].unseen)
            number = screen->comments.items[i].number;
    select_number(screen, number);
    app_push(app, &comments_screen, screen);
    mark_seen(screen);
}
