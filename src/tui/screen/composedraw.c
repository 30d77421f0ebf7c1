#include "config.h"

#include "tui/screen/composeparts.h"

#include "base/i18n.h"
#include "text/width.h"
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

static void draw_choices(Compose *box, Grid *grid, GridRect *body) {
    GridRect line = draw_label(grid, layout_take_top(body, 1), _("About"), box->at == PART_FIELD);
    if (box->at == PART_FIELD)
        grid_set_cursor(grid, line.row, line.col);
    draw_choice(grid, &line, compose_field_label(box, box->field), true, box->at == PART_FIELD);
    line = draw_label(grid, layout_take_top(body, 1), _("What kind"), box->at == PART_KIND);
    if (box->at == PART_KIND)
        grid_set_cursor(grid, line.row, line.col);
    for (int kind = 0; kind < KINDS; kind++)
        draw_choice(grid, &line, _(comment_kind_label((CommentKind)kind)), kind == (int)box->kind,
                    box->at == PART_KIND);
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
