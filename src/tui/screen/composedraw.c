#include "config.h"

#include "tui/screen/composeparts.h"

#include "base/i18n.h"
#include "library/fieldtext.h"
#include "text/width.h"
#include "text/wrap.h"
#include "tui/widget/layout.h"

enum { LABEL_COLS = 12, KINDS = COMMENT_ERROR + 1 };

static GridRect draw_label(Grid *grid, GridRect line, const char *label, bool focused) {
    GridRect at = layout_take_left(&line, line.cols > 40 ? LABEL_COLS : line.cols / 3);
    grid_text(grid, at, str_of(label), grid_style(focused ? ROLE_TITLE : ROLE_LABEL), GRID_CUT);
    return line;
}

static void draw_choice(Grid *grid, GridRect *line, const char *label, bool on, bool focused) {
    Buf text = {0};
    buf_printf(&text, on ? "[%s]" : " %s ", label);
    if (line->cols > 0)
        grid_text(grid, *line, buf_str(&text),
                  grid_style(on ? (focused ? ROLE_SELECTED : ROLE_TITLE) : ROLE_DIM), GRID_CUT);
    layout_take_left(line, text_width(buf_str(&text)) + 1);
    buf_free(&text);
}

static void draw_hint(Grid *grid, GridRect line, const char *hint) {
    layout_take_left(&line, 1);
    if (line.cols > 0)
        grid_text(grid, line, str_of(hint), grid_style(ROLE_DIM), GRID_CUT);
}

/* At the right end of the last line: there is more than what is shown. */
static int draw_more(Grid *grid, GridRect line) {
    Str sign = str_of(_("(goes on)"));
    int cols = text_width(sign);
    if (cols + 1 >= line.cols)
        return 0;
    grid_text(grid, layout_take_right(&line, cols), sign, grid_style(ROLE_DIM), 0);
    return cols + 1;
}

/* What stands in the field now, at most some lines of it. */
static void draw_present(const Compose *box, Grid *grid, GridRect *body) {
    Buf text = {0};
    int most = body->rows > 14 ? 3 : body->rows > 9 ? 1 : 0;
    fieldtext_put(box->record, box->field, &text);
    Str rest = str_trim(buf_str(&text));
    if (!rest.len)
        rest = str_of(_("(nothing stands there yet)"));
    for (size_t from = 0; from < rest.len && most-- > 0;) {
        GridRect line = draw_label(grid, layout_take_top(body, 1), "", false);
        size_t next = text_wrap_next(rest, from, line.cols);
        size_t to = text_wrap_end(rest, from, next, line.cols);
        Str shown = str_make(rest.ptr + from, (most || next >= rest.len ? to : rest.len) - from);
        size_t end = str_find(shown, STR("\n"), 0);
        if (end != SIZE_MAX)
            shown.len = end;
        if (!most && next < rest.len)
            line.cols -= draw_more(grid, line);
        grid_text(grid, line, shown, grid_style(ROLE_QUOTE), GRID_CUT);
        from = next;
    }
    buf_free(&text);
}

static void draw_choices(Compose *box, Grid *grid, GridRect *body) {
    GridRect line = draw_label(grid, layout_take_top(body, 1), _("About"), box->at == PART_FIELD);
    if (box->at == PART_FIELD)
        grid_set_cursor(grid, line.row, line.col);
    draw_choice(grid, &line, compose_field_label(box, box->field), true, box->at == PART_FIELD);
    if (box->at == PART_FIELD)
        draw_hint(grid, line, _("Left, Right: another one; Enter: all of them"));
    if (box->field >= 0)
        draw_present(box, grid, body);
    line = draw_label(grid, layout_take_top(body, 1), _("What kind"), box->at == PART_KIND);
    if (box->at == PART_KIND)
        grid_set_cursor(grid, line.row, line.col);
    for (int kind = 0; kind < KINDS; kind++)
        draw_choice(grid, &line, _(comment_kind_label((CommentKind)kind)), kind == (int)box->kind,
                    box->at == PART_KIND);
    if (box->at == PART_KIND)
        draw_hint(grid, line, _("Left, Right"));
}

static void draw_area(Compose *box, Grid *grid, GridRect rect, int which, Part part,
                      const char *label) {
    grid_text(grid, layout_take_top(&rect, 1), str_of(label),
              grid_style(box->at == part ? ROLE_TITLE : ROLE_LABEL), GRID_CUT);
    box->fields[which].focused = box->at == part;
    if (rect.rows > 0)
        field_draw(&box->fields[which], grid, rect);
}

static void draw_head(const Compose *box, Grid *grid, GridRect *body) {
    Str rest = buf_str(&box->head), line;
    for (bool first = true; rest.len && body->rows > 6 && str_split(&rest, '\n', &line);
         first = false)
        grid_text(grid, layout_take_top(body, 1), line, grid_style(first ? ROLE_TITLE : ROLE_QUOTE),
                  GRID_CUT);
}

void compose_draw(void *self, Grid *grid, GridRect body) {
    Compose *box = self;
    Buf label = {0};
    layout_take_left(&body, body.cols > 60 ? 2 : 0);
    layout_take_right(&body, body.cols > 60 ? 2 : 0);
    draw_head(box, grid, &body);
    if (!box->number)
        draw_choices(box, grid, &body);
    bool suggests = compose_has_part(box, PART_TEXT);
    if (suggests) {
        GridRect upper = layout_take_top(&body, body.rows > 8 ? body.rows - 4 : body.rows / 2);
        buf_printf(&label, _("%s as it should be"), compose_field_label(box, box->field));
        draw_area(box, grid, upper, 0, PART_TEXT, buf_text(&label));
    }
    draw_area(box, grid, body, 1, PART_BODY, suggests ? _("Why") : _("Comment"));
    if (box->kind == COMMENT_SUGGESTION && !suggests && !box->number)
        grid_text(grid, layout_take_bottom(&body, 1),
                  str_of(_("A suggestion is about a field: choose one under About.")),
                  grid_style(ROLE_WARN), GRID_CUT);
    buf_free(&label);
}
