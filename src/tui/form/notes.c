#include "config.h"

#include "tui/form/notes.h"

#include "base/i18n.h"
#include "text/width.h"
#include "tui/form/kind.h"
#include "tui/form/passage.h"
#include "tui/widget/layout.h"

enum {
    BESIDE_COLS = 120, /* from which the pane stands beside the form */
    HALF_ROWS = 16     /* from which it covers only the lower half */
};

static size_t notes_index(const Form *form) {
    size_t at = 0;
    bool is_case = form->base->entity->type == ENTITY_CASE;
    while (at < form->count && !(is_case && form->fields[at].index == CASE_NOTES))
        at++;
    return at;
}

bool form_in_notes(const Form *form) {
    return form->notes_open && form->focus == notes_index(form);
}

bool form_notes_end(InputKey key) {
    return key.code == INPUT_UP || key.code == INPUT_DOWN || key.code == INPUT_PAGE_UP ||
           key.code == INPUT_PAGE_DOWN;
}

bool form_notes_has(const Form *form, const FormField *field) {
    return form->notes_open && form->notes_rect.rows > 0 && field->index == CASE_NOTES;
}

size_t form_page_focus(const Form *form) {
    return form_in_notes(form) ? form->before_notes : form->focus;
}

void form_notes_leave(Form *form) {
    if (!form_in_notes(form))
        return;
    form_leave_field(form, &form->fields[form->focus]);
    form->focus = form->before_notes;
    form->on_heading = form->heading_before_notes;
    form->notes_open = form->notes_beside;
}

void form_notes_show(Form *form, const FormField *target) {
    size_t at = (size_t)(target - form->fields);
    bool quick = !form->quick || form_quick(form, target); /* the short form stays short */
    if (!form_in_notes(form) || at == form->focus || !quick)
        return;
    form_reveal(form, at);
    form->before_notes = at;
    form->heading_before_notes = false;
}

static void enter(Form *form, size_t notes) {
    form_leave_field(form, &form->fields[form->focus]);
    form->before_notes = form->focus == notes ? 0 : form->focus;
    form->heading_before_notes = form->on_heading;
    form->on_heading = false;
    form->focus = notes;
    form->notes_open = true;
}

void form_notes_say(Form *form, Role role, Str text) {
    form_set_notice(form, role, text);
    form->notice_passes = true;
    buf_clear(&form->notes_said);
    buf_put_str(&form->notes_said, text);
    form->notes_role = role;
}

bool form_notes_key(Form *form, InputKey key) {
    size_t notes = notes_index(form);
    buf_clear(&form->notes_said);
    if (input_key_equal(key, (InputKey){'e', INPUT_CTRL}))
        return !form->on_heading && form_passage_open(form, &form->fields[form->focus]);
    if (notes == form->count)
        return false;
    bool in = form_in_notes(form);
    if (input_key_equal(key, (InputKey){INPUT_F1 + 5, 0})) {
        if (in)
            form_notes_leave(form);
        else
            enter(form, notes);
        return true;
    }
    bool back = key.code == INPUT_TAB || (key.code == INPUT_ESCAPE && !key.mods) ||
                (key.mods == INPUT_CTRL && (key.code == 'n' || key.code == 'b'));
    if (!in || !back)
        return false;
    form_notes_leave(form);
    form->notes_open &= key.code != INPUT_ESCAPE;
    return true;
}

GridRect form_notes_place(Form *form, GridRect *form_rect) {
    GridRect none = {form_rect->row, form_rect->col, 0, 0};
    form->notes_beside = form_rect->cols >= BESIDE_COLS;
    form->notes_rect = none;
    if (!form->notes_open || (!form->notes_beside && !form_in_notes(form)))
        return none;
    if (form->notes_beside)
        form->notes_rect = layout_take_right(form_rect, form_rect->cols * 45 / 100);
    else if (form_rect->rows >= HALF_ROWS)
        form->notes_rect = layout_take_bottom(form_rect, form_rect->rows / 2);
    else
        form->notes_rect = layout_take_bottom(form_rect, form_rect->rows);
    return form->notes_rect;
}

static void draw_title(const Form *form, Grid *grid, GridRect at, bool focused) {
    const char *hint =
        focused ? _("^E: put a passage into a section. F6: back.") : _("F6: go there.");
    Str said = str_of(buf_text(&form->notes_said));
    if (!form->notes_beside)
        grid_hline(grid, at.row, at.col, at.cols, grid_style(ROLE_LINE));
    int used = grid_text(grid, at, str_of(_("Private notes")),
                         grid_style(focused ? ROLE_TITLE : ROLE_HEADING), GRID_CUT);
    GridRect rest = {at.row, at.col + used + 2, 1, at.cols - used - 2};
    Str text = said.len ? said : str_of(hint);
    if (rest.cols > 8)
        grid_text(grid, rest, text, grid_style(said.len ? form->notes_role : ROLE_DIM),
                  GRID_CUT | GRID_RIGHT);
}

void form_notes_draw(Form *form, Grid *grid, GridRect pane) {
    FormField *field = &form->fields[notes_index(form)];
    bool focused = form_in_notes(form);
    grid_fill(grid, pane, grid_style(ROLE_TEXT));
    if (form->notes_beside) {
        grid_vline(grid, pane.row, pane.col, pane.rows, grid_style(ROLE_LINE));
        layout_take_left(&pane, 2);
    }
    draw_title(form, grid, layout_take_top(&pane, 1), focused);
    field->rect = pane;
    if (pane.rows < 1 || pane.cols < 1)
        return;
    size_t top = field->box.top;
    field->kind->ways->draw(field, &(FormPlace){form, grid, pane, focused ? 0 : (int)top, focused});
}
