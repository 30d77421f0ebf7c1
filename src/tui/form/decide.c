#include "config.h"

#include "base/i18n.h"
#include "text/halfwidth.h"
#include "tui/form/around.h"
#include "tui/form/internal.h"
#include "tui/widget/layout.h"

#include <limits.h>
#include <stdlib.h>

/* A field that two people changed: mine, theirs and what was before, part by part. */

enum { WIDE_COLS = 120, BRIEF_COLS = 60, CHOICES = 4 };

typedef struct FormDecide {
    MergeParts parts;       /* of a text; else one part that is all of the field */
    VEC(size_t) contested;  /* indexes of parts */
    VEC(MergeSide) choices; /* of the contested ones */
    VEC(bool) chosen;       /* by the person */
    Buf texts[MERGE_SIDES]; /* what the parts point into */
    Buf title;
    size_t at;
    int skip; /* lines that were scrolled away */
    int most; /* that can be, as it was drawn last; and the lines that one sees of a side */
    int page;
} FormDecide;

static void decide_free(Form *form) {
    FormDecide *decide = form->decide;
    form->decide = NULL;
    if (!decide)
        return;
    free(decide->parts.items);
    vec_free(&decide->contested);
    vec_free(&decide->choices);
    vec_free(&decide->chosen);
    for (int side = 0; side < MERGE_SIDES; side++)
        buf_free(&decide->texts[side]);
    buf_free(&decide->title);
    free(decide);
}

void form_decide_put_revision(const Form *form, const FormField *field, Buf *out) {
    if (field->theirs_is_mine)
        buf_puts(out, _("What stood in the form:"));
    else if (form->their_name.len)
        FORM_SAY(out, N_("Theirs ({0}, revision {1}):"), "Sd", buf_str(&form->their_name),
                 (int64_t)form->their_rev);
    else
        FORM_SAY(out, N_("Theirs (revision {0}):"), "d", (int64_t)form->their_rev);
}

/* --- drawing --------------------------------------------------------------------------------- */

static void put_side(const FormDecide *decide, const FormField *field, MergeSide side, Buf *out) {
    Str text = decide->parts.items[decide->contested.items[decide->at]].sides[side];
    form_field_show(field, text, out);
    if (!str_trim(buf_str(out)).len) {
        buf_clear(out);
        buf_puts(out, side == MERGE_BASE ? _("(nothing)") : _("(taken out)"));
    }
}

static void put_head(const Form *form, const FormField *field, MergeSide side, Buf *out) {
    const FormDecide *decide = form->decide;
    MergeSide chosen = decide->choices.items[decide->at];
    bool stands = chosen == side || (chosen == MERGE_BOTH && side != MERGE_BASE);
    buf_puts(out, stands ? "> " : "  ");
    buf_printf(out, "%d ", (int)side + 1);
    if (side == MERGE_MINE)
        buf_puts(out, _("Mine"));
    else if (side == MERGE_BASE)
        buf_puts(out, _("Before"));
    else
        form_decide_put_revision(form, field, out);
}

/* Gives the lines that do not fit below what is shown when nothing is scrolled away. */
static int draw_side(const Form *form, const FormField *field, MergeSide side, Grid *grid,
                     GridRect at) {
    const FormDecide *decide = form->decide;
    MergeSide chosen = decide->choices.items[decide->at];
    bool stands = chosen == side || (chosen == MERGE_BOTH && side != MERGE_BASE);
    Buf head = {0}, text = {0};
    put_head(form, field, side, &head);
    put_side(decide, field, side, &text);
    bool below = at.rows > 1;
    GridRect line = below ? layout_take_top(&at, 1) : at;
    line.cols = below ? line.cols : line.cols / 2 - 1;
    int used = grid_text(grid, line, buf_str(&head), grid_style(stands ? ROLE_GOOD : ROLE_HEADING),
                         GRID_CUT);
    if (!below) /* the text follows its head */
        layout_take_left(&at, used + 1 < at.cols / 2 ? used + 1 : at.cols / 2);
    int below_end = form_count_lines(buf_str(&text), at.cols, INT_MAX) - at.rows;
    below_end = below_end > 0 ? below_end : 0;
    form_draw_wrapped(grid, at, decide->skip < below_end ? decide->skip : below_end, buf_str(&text),
                      grid_style(stands ? ROLE_TEXT : ROLE_DIM));
    buf_free(&head);
    buf_free(&text);
    return below_end;
}

/* The sides scroll together, each as far as it goes. */
static void draw_sides(Form *form, const FormField *field, Grid *grid, GridRect rect) {
    FormDecide *decide = form->decide;
    bool wide = rect.cols >= WIDE_COLS - 8;
    int most = wide ? rect.cols / MERGE_SIDES : rect.rows / MERGE_SIDES;
    decide->most = 0;
    decide->page = (wide ? rect.rows : most) - 2;
    for (int side = 0; side < MERGE_SIDES; side++) {
        GridRect at = rect;
        if (wide) {
            at.col += side * most;
            at.cols = most - 2;
        } else {
            at.row += side * most;
            at.rows = most;
        }
        int below_end = draw_side(form, field, (MergeSide)side, grid, at);
        decide->most = below_end > decide->most ? below_end : decide->most;
    }
    if (decide->skip > decide->most) /* the screen has grown */
        decide->skip = decide->most;
}

static void decide_draw(Form *form, Grid *grid, GridRect within) {
    FormDecide *decide = form->decide;
    const FormField *field = &form->fields[form->focus];
    GridStyle plain = grid_style(ROLE_POPUP);
    bool several = decide->contested.len > 1, text = field->field->kind == FIELD_TEXT;
    Buf place = {0};
    grid_fill(grid, within, plain);
    GridRect inside =
        grid_box(grid, within, plain, buf_str(&decide->title), grid_style(ROLE_POPUP_TITLE));
    if (several)
        FORM_SAY(&place, N_("Part {0} of {1} that both changed."), "zz", decide->at + 1,
                 decide->contested.len);
    else
        buf_puts(&place, _("Both changed this."));
    if (decide->choices.items[decide->at] == MERGE_BOTH)
        buf_printf(&place, "  %s", _("Both stand: mine, then theirs."));
    grid_text(grid, layout_take_top(&inside, 1), buf_str(&place), grid_style(ROLE_INFO), GRID_CUT);
    GridRect foot = inside;
    foot.row += inside.rows - 2;
    foot.rows = 2;
    inside.rows -= 3;
    draw_sides(form, field, grid, inside);
    buf_clear(&place);
    bool brief = inside.cols < BRIEF_COLS;
    if (brief)
        buf_puts(&place,
                 text ? _("1 mine, 2 theirs, 3 before, 4 both; 5 keeps mine aside; Enter takes it")
                      : _("1 mine, 2 theirs, 3 before; 5 keeps mine aside; Enter takes it"));
    else
        buf_puts(&place,
                 text ? _("1 mine, 2 theirs, 3 before, 4 both") : _("1 mine, 2 theirs, 3 before"));
    if (!brief)
        buf_printf(&place, "  %s", _("Enter takes what is chosen"));
    if (several)
        buf_printf(&place, "  %s", _("Left Right other parts"));
    if (!brief)
        buf_printf(
            &place, "  %s",
            _("5 or k keeps all of mine as a revision of its own: theirs stands, mine waits in "
              "the inbox"));
    form_draw_wrapped(grid, foot, 0, buf_str(&place), grid_style(ROLE_DIM));
    grid_tint(grid, within, ROLE_POPUP);
    grid_set_cursor(grid, inside.row, inside.col);
    buf_free(&place);
}

/* --- choosing -------------------------------------------------------------------------------- */

static void go(FormDecide *decide, size_t at) {
    decide->at = at;
    decide->skip = 0;
}

static void choose(FormDecide *decide, MergeSide side) {
    decide->choices.items[decide->at] = side;
    decide->chosen.items[decide->at] = true;
    for (size_t i = decide->at + 1; i < decide->contested.len; i++)
        if (!decide->chosen.items[i]) {
            go(decide, i);
            return;
        }
}

static void scroll(FormDecide *decide, int by) {
    int skip = decide->skip + by;
    decide->skip = skip > decide->most ? decide->most : skip < 0 ? 0 : skip;
}

static WidgetResult take(Form *form, FormField *field) {
    FormDecide *decide = form->decide;
    Buf text = {0};
    merge_parts_text(&decide->parts, decide->choices.items, MERGE_MINE, &text);
    form_popup_close(form);
    form_conflict_take(form, field, buf_str(&text));
    buf_free(&text);
    return WIDGET_USED; /* the change was told */
}

static WidgetResult decide_event(Form *form, FormField *field, const InputEvent *event) {
    FormDecide *decide = form->decide;
    if (event->type != INPUT_TYPE_KEY || (event->key.mods & ~INPUT_SHIFT))
        return WIDGET_USED;
    uint32_t code = text_halfwidth(event->key.code); /* a Chinese input method is on */
    bool text = field->field->kind == FIELD_TEXT;
    if (code >= '1' && code < '1' + (text ? CHOICES : MERGE_SIDES))
        choose(decide, (MergeSide)(code - '1'));
    else if (code == INPUT_ENTER)
        return take(form, field);
    else if (code == INPUT_ESCAPE)
        form_popup_close(form);
    else if (code == INPUT_RIGHT || code == INPUT_TAB)
        go(decide, (decide->at + 1) % decide->contested.len);
    else if (code == INPUT_LEFT)
        go(decide, (decide->at + decide->contested.len - 1) % decide->contested.len);
    else if (code == INPUT_DOWN || code == INPUT_UP)
        scroll(decide, code == INPUT_DOWN ? 1 : -1);
    else if (code == INPUT_PAGE_DOWN || code == INPUT_PAGE_UP)
        scroll(decide, (code == INPUT_PAGE_DOWN ? 1 : -1) * (decide->page > 1 ? decide->page : 1));
    else if (code == INPUT_HOME || code == INPUT_END)
        scroll(decide, code == INPUT_HOME ? -decide->most : decide->most);
    else if (code == 'k' || code == '5') { /* letters do not come through an input method */
        form->keeps_mine = true;
        form_popup_close(form);
    }
    return WIDGET_USED;
}

static const FormPopup decide_popup = {
    .draw = decide_draw, .event = decide_event, .free = decide_free};

WidgetResult form_decide_open(Form *form, FormField *field) {
    FormDecide *decide = mem_zalloc(sizeof *decide);
    form->decide = decide;
    buf_put_str(&decide->texts[MERGE_MINE], buf_str(&field->whole[MERGE_MINE]));
    buf_put_str(&decide->texts[MERGE_THEIRS], buf_str(&field->whole[MERGE_THEIRS]));
    buf_put_str(&decide->texts[MERGE_BASE], buf_str(&field->before));
    Str sides[MERGE_SIDES];
    for (int side = 0; side < MERGE_SIDES; side++)
        sides[side] = str_of(buf_text(&decide->texts[side]));
    if (field->field->kind == FIELD_TEXT)
        merge_parts(sides[MERGE_BASE], sides[MERGE_MINE], sides[MERGE_THEIRS], &decide->parts);
    if (!merge_contested(&decide->parts)) { /* another kind of field: all of it */
        MergePart all = {.contested = true};
        memcpy(all.sides, sides, sizeof sides);
        decide->parts.len = 0;
        vec_push(&decide->parts, all);
    }
    for (size_t i = 0; i < decide->parts.len; i++)
        if (decide->parts.items[i].contested) {
            vec_push(&decide->contested, i);
            vec_push(&decide->choices, MERGE_MINE);
            vec_push(&decide->chosen, false);
        }
    FORM_SAY(&decide->title, N_("{0}: mine and theirs"), "s", form_label(form, field));
    form->popup = &decide_popup;
    return WIDGET_USED;
}
