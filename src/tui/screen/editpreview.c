#include "config.h"

#include "tui/screen/editpreview.h"

#include "base/i18n.h"
#include "tui/widget/layout.h"

enum { TICKS = 5 }; /* UI.md 4.4: live panels at most once in five seconds while one types */

void editpreview_free(EditPreview *preview) {
    casetext_free(&preview->text);
    pager_free(&preview->pager);
}

/* What is written now is seen: the text begins with its heading. */
static void show_section(EditPreview *preview, const Field *field) {
    const char *label = _(field->label);
    for (size_t i = 0; i < preview->text.lines.len; i++) {
        const PagerLine *line = &preview->text.lines.items[i];
        if (line->role != ROLE_HEADING || !str_equal(line->text, str_of(label)))
            continue;
        pager_show_line(&preview->pager, preview->text.lines.len - 1);
        pager_show_line(&preview->pager, i);
        return;
    }
    pager_show_line(&preview->pager, 0);
}

static void build(EditPreview *preview, Form *form) {
    Record *record = form_peek(form);
    casetext_clear(&preview->text);
    casetext_add_brief(&preview->text, record);
    casetext_add_story(&preview->text, record);
    pager_set(&preview->pager, preview->text.lines.items, preview->text.lines.len);
    preview->field = form_focus(form);
    preview->built = true;
    preview->ticks = 0;
    record_free(record);
}

void editpreview_draw(void *context, Form *form, Grid *grid, GridRect rect) {
    EditPreview *preview = context;
    const Entity *entity = form_base(form)->entity;
    if (entity->type != ENTITY_CASE)
        return;
    if (!preview->built || preview->field != form_focus(form))
        build(preview, form);
    GridRect title = layout_take_top(&rect, 1);
    int used = grid_text(grid, title, str_of(_("As readers will see it")), grid_style(ROLE_HEADING),
                         GRID_CUT);
    if (used + 1 < title.cols)
        grid_hline(grid, title.row, title.col + used + 1, title.cols - used - 1,
                   grid_style(ROLE_LINE));
    pager_draw(&preview->pager, grid, rect); /* once for the width, then where it scrolls to */
    if (preview->field >= 0)
        show_section(preview, &entity->fields[preview->field]);
    pager_draw(&preview->pager, grid, rect);
}

void editpreview_tick(EditPreview *preview) {
    if (++preview->ticks >= TICKS)
        preview->built = false;
}
