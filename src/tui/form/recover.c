#include "config.h"

#include "tui/form/recover.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "record/diff.h"
#include "tui/form/internal.h"
#include "tui/widget/layout.h"
#include "tui/widget/pager.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHOICES = 4 };

struct Recover {
    DraftInfo draft;
    Buf title;
    MenuItem items[CHOICES];
    Menu menu;
    bool showing;
    Arena arena;
    VEC(PagerLine) lines;
    Pager pager;
};

void recover_put_when(Buf *out, int64_t at_ms) {
    ZoneTime t = zone_local(at_ms);
    if (date_of(at_ms) != date_of(clock_now_ms()))
        buf_printf(out, "%04d-%02d-%02d ", t.year, t.month, t.day);
    buf_printf(out, "%02d:%02d", t.hour, t.minute);
}

Recover *recover_new(const DraftInfo *draft, bool live) {
    Recover *recover = mem_zalloc(sizeof *recover);
    Buf when = {0};
    size_t count = 0;
    bool lost = form_place_is_open(str_of(draft->place)); /* nobody left it */
    recover->draft = *draft;
    recover_put_when(&when, draft->changed_ms);
    FORM_SAY(&recover->title,
             live   ? N_("Draft from {0} (open in another session)")
             : lost ? N_("Draft from {0} (lost connection)")
                    : N_("Draft from {0}"),
             "s", buf_text(&when));
    buf_free(&when);
    recover->items[count++] =
        (MenuItem){.label = live ? _("Continue with it here") : _("Continue with it"),
                   .key = "Enter",
                   .action = RECOVER_CONTINUE};
    recover->items[count++] = (MenuItem){.label = _("Show what it changes"),
                                         .key = "d",
                                         .shortcut = {'d', 0},
                                         .action = RECOVER_SHOW};
    if (draft->versions > 1)
        recover->items[count++] = (MenuItem){.label = _("Continue, and show its versions"),
                                             .key = "v",
                                             .shortcut = {'v', 0},
                                             .action = RECOVER_VERSIONS};
    recover->items[count++] = (MenuItem){
        .label = _("Discard it"), .key = "x", .shortcut = {'x', 0}, .action = RECOVER_DISCARD};
    recover->menu =
        (Menu){.title = buf_text(&recover->title), .items = recover->items, .count = count};
    return recover;
}

void recover_free(Recover *recover) {
    if (!recover)
        return;
    buf_free(&recover->title);
    arena_free(&recover->arena);
    vec_free(&recover->lines);
    pager_free(&recover->pager);
    free(recover);
}

const DraftInfo *recover_draft(const Recover *recover) {
    return &recover->draft;
}

static void add_line(Recover *recover, Str text, Role role, const char *lead) {
    vec_push(&recover->lines, (PagerLine){.text = arena_str(&recover->arena, text),
                                          .role = role,
                                          .indent = 2,
                                          .lead = str_of(lead),
                                          .lead_role = role});
}

static void add_difference(Recover *recover, const FormField *field) {
    Buf before = {0}, after = {0};
    DiffLines diff = {0};
    form_field_show(field, str_of(buf_text(&field->base)), &before);
    form_field_show(field, form_field_text(field), &after);
    diff_lines(buf_str(&before), buf_str(&after), &diff);
    vec_push(&recover->lines,
             (PagerLine){.text = str_of(_(field->field->label)), .role = ROLE_HEADING});
    for (size_t i = 0; i < diff.len; i++)
        if (diff.items[i].kind != DIFF_SAME)
            add_line(recover, diff.items[i].text,
                     diff.items[i].kind == DIFF_REMOVED ? ROLE_FALL : ROLE_RISE,
                     diff.items[i].kind == DIFF_REMOVED ? "- " : "+ ");
    vec_push(&recover->lines, (PagerLine){.text = {"", 0}});
    free(diff.items);
    buf_free(&before);
    buf_free(&after);
}

void recover_show(Recover *recover, const Form *form) {
    recover->lines.len = 0;
    arena_clear(&recover->arena);
    for (size_t i = 0; i < form->count; i++)
        if (form_field_dirty(&form->fields[i]))
            add_difference(recover, &form->fields[i]);
    if (!recover->lines.len)
        add_line(recover, str_of(_("It changes nothing.")), ROLE_DIM, "");
    pager_set(&recover->pager, recover->lines.items, recover->lines.len);
    recover->showing = true;
    list_select(&recover->menu.list, 0); /* afterwards Enter continues */
}

static RecoverAnswer show_event(Recover *recover, const InputEvent *event) {
    if (event->type == INPUT_TYPE_KEY) {
        if (event->key.code == INPUT_ESCAPE || event->key.code == INPUT_ENTER)
            recover->showing = false;
        else
            pager_key(&recover->pager, event->key);
    } else if (event->type == INPUT_TYPE_MOUSE) {
        pager_mouse(&recover->pager, event);
    }
    return RECOVER_OPEN;
}

RecoverAnswer recover_event(Recover *recover, const InputEvent *event) {
    if (recover->showing)
        return show_event(recover, event);
    WidgetResult result = WIDGET_USED;
    if (event->type == INPUT_TYPE_KEY)
        result = menu_key(&recover->menu, event->key);
    else if (event->type == INPUT_TYPE_MOUSE)
        result = menu_mouse(&recover->menu, event);
    if (result == WIDGET_CANCELLED)
        return event->type == INPUT_TYPE_KEY ? RECOVER_LEAVE : RECOVER_OPEN;
    if (result != WIDGET_DONE)
        return RECOVER_OPEN;
    return (RecoverAnswer)recover->menu.action;
}

static void draw_changes(Recover *recover, Grid *grid, GridRect rect) {
    GridStyle plain = grid_style(ROLE_POPUP);
    grid_fill(grid, rect, plain);
    GridRect inside =
        grid_box(grid, rect, plain, buf_str(&recover->title), grid_style(ROLE_POPUP_TITLE));
    if (inside.rows > 2)
        grid_text(grid, layout_take_bottom(&inside, 1), str_of(_("Esc goes back to the question")),
                  grid_style(ROLE_DIM), GRID_CUT);
    pager_draw(&recover->pager, grid, inside);
    grid_tint(grid, inside, ROLE_POPUP);
    grid_set_cursor(grid, inside.row, inside.col);
}

void recover_draw(Recover *recover, Grid *grid, GridRect rect) {
    if (recover->showing)
        draw_changes(recover, grid, rect);
    else
        menu_draw(&recover->menu, grid, rect);
}
