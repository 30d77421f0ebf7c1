#include "config.h"

#include "tui/screen/commentsparts.h"

#include "base/i18n.h"
#include "text/wrap.h"
#include "tui/screen/casetext.h"
#include "tui/widget/layout.h"

#include <stdio.h>

enum { INDENT = 2 };

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

static void put_about(const Comment *comment, Buf *out) {
    const char *const texts[3] = {_(field_label(comment->field)),
                                  _(comment_kind_label(comment->kind)),
                                  _(comment_end_label(comment->end))};
    ErrorArg args[3];
    for (int i = 0; i < 3; i++) {
        args[i] = (ErrorArg){.kind = 's'};
        snprintf(args[i].text, sizeof args[i].text, "%s", texts[i]);
    }
    buf_puts(out, "  ");
    /* L10N: of a comment: the field that it is about, its kind, how it ended */
    message_fill(out, _("{0}: {1}, {2}"), args, 3);
}

static void put_head(const Comment *comment, Buf *out) {
    buf_printf(out, "#%d  %.*s  ", comment->number, STR_ARG(comment->who));
    casetext_put_ago(out, comment->at_ms);
    if (!comment->answers_to)
        put_about(comment, out);
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

const Comment *comments_selected(const CommentScreen *screen) {
    size_t row = screen->list.selected;
    if (row >= screen->lines.len || screen->lines.items[row].comment == SIZE_MAX)
        return NULL;
    return &screen->comments.items[screen->lines.items[row].comment];
}

static bool can_stop(const void *context, size_t row) {
    const CommentScreen *screen = context;
    return row < screen->lines.len && screen->lines.items[row].head;
}

void comments_settle(CommentScreen *screen, bool upward) {
    size_t count = screen->lines.len, at = screen->list.selected;
    for (int turn = 0; turn < 2; turn++, upward = !upward)
        for (size_t row = at; row < count; row = upward ? row - 1 : row + 1)
            if (can_stop(screen, row)) {
                list_select(&screen->list, row);
                return;
            }
}

void comments_select(CommentScreen *screen, int number) {
    for (size_t i = 0; i < screen->lines.len; i++) {
        const Line *line = &screen->lines.items[i];
        if (line->head && screen->comments.items[line->comment].number == number)
            list_select(&screen->list, i);
    }
    comments_settle(screen, false);
}

void comments_build(CommentScreen *screen) {
    const Comment *now = comments_selected(screen);
    int number = now ? now->number : 0;
    arena_clear(&screen->arena);
    screen->lines.len = 0;
    for (size_t i = 0; i < screen->comments.len; i++)
        add_comment(screen, i);
    list_set_count(&screen->list, screen->lines.len);
    comments_select(screen, number);
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

void comments_draw(void *self, Grid *grid, GridRect body) {
    CommentScreen *screen = self;
    layout_take_left(&body, body.cols > 60 ? 2 : 0);
    if (body.cols > COMMENTS_MOST_COLS)
        body.cols = COMMENTS_MOST_COLS;
    grid_text(grid, layout_take_top(&body, 1), buf_str(&screen->title), grid_style(ROLE_TITLE),
              GRID_CUT);
    layout_take_top(&body, body.rows > 10 ? 1 : 0);
    if (screen->cols != body.cols) {
        screen->cols = body.cols;
        comments_build(screen);
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
