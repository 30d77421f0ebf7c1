#include "config.h"

#include "tui/form/versions.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "record/diff.h"
#include "tui/form/around.h"
#include "tui/form/internal.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"
#include "tui/widget/pager.h"

#include <stdio.h>

struct Versions {
    Library *library;
    Uuid draft;
    const Form *form;
    bool may_bring, showing;
    LibraryVersions list;
    List rows;
    Buf *texts; /* of the version that is shown, by place in the form */
    Arena arena;
    VEC(PagerLine) lines;
    Pager pager;
    Error failure; /* of the version that could not be read */
};

bool versions_new(Library *library, Uuid draft, const Form *form, bool may_bring, Versions **out,
                  Error *err) {
    LibraryVersions list;
    if (!library_draft_versions(library, draft, &list, err))
        return false;
    Versions *versions = mem_zalloc(sizeof *versions);
    *versions = (Versions){
        .library = library, .draft = draft, .form = form, .may_bring = may_bring, .list = list};
    versions->texts = mem_zalloc((form->count + 1) * sizeof *versions->texts);
    list_set_count(&versions->rows, list.len);
    *out = versions;
    return true;
}

void versions_free(Versions *versions) {
    if (!versions)
        return;
    for (size_t i = 0; i < versions->form->count; i++)
        buf_free(&versions->texts[i]);
    free(versions->texts);
    free(versions->list.items);
    arena_free(&versions->arena);
    vec_free(&versions->lines);
    pager_free(&versions->pager);
    free(versions);
}

uint32_t versions_chosen(const Versions *versions) {
    return versions->list.items[versions->rows.selected].number;
}

/* --- what one of them changes ---------------------------------------------------------------- */

static bool take_text(void *context, int field, bool encoded, Str value, Error *err) {
    Versions *versions = context;
    const Form *form = versions->form;
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].index != field)
            continue;
        Buf *text = &versions->texts[i];
        Arena arena = {0};
        Value decoded;
        buf_clear(text);
        bool ok = true;
        if (!encoded)
            buf_put_str(text, value);
        else if ((ok = library_draft_decode(form->base->entity->type, field, value, &arena,
                                            &decoded, err)))
            form_field_format(&form->fields[i], &decoded, text);
        arena_free(&arena);
        return ok;
    }
    return true;
}

static void add_line(Versions *versions, Str text, Role role, const char *lead) {
    vec_push(&versions->lines, (PagerLine){.text = arena_str(&versions->arena, text),
                                           .role = role,
                                           .indent = 2,
                                           .lead = str_of(lead),
                                           .lead_role = role});
}

static void add_difference(Versions *versions, const FormField *field, Str then) {
    Buf before = {0}, now = {0};
    DiffLines diff = {0};
    form_field_show(field, then, &before);
    form_field_show(field, form_field_text(field), &now);
    diff_lines(buf_str(&now), buf_str(&before), &diff);
    vec_push(&versions->lines,
             (PagerLine){.text = str_of(_(field->field->label)), .role = ROLE_HEADING});
    for (size_t i = 0; i < diff.len; i++)
        if (diff.items[i].kind != DIFF_SAME)
            add_line(versions, diff.items[i].text,
                     diff.items[i].kind == DIFF_REMOVED ? ROLE_FALL : ROLE_RISE,
                     diff.items[i].kind == DIFF_REMOVED ? "- " : "+ ");
    vec_push(&versions->lines, (PagerLine){.text = {"", 0}});
    free(diff.items);
    buf_free(&before);
    buf_free(&now);
}

static void show(Versions *versions) {
    Error err;
    const Form *form = versions->form;
    versions->lines.len = 0;
    arena_clear(&versions->arena);
    for (size_t i = 0; i < form->count; i++) { /* what it does not name is as the record has it */
        buf_clear(&versions->texts[i]);
        buf_put_str(&versions->texts[i], buf_str(&form->fields[i].base));
    }
    if (!library_draft_read(versions->library, versions->draft, form->base->entity->type,
                            versions_chosen(versions), take_text, versions, &err)) {
        Buf text = {0};
        error_render(&err, &text);
        add_line(versions, buf_str(&text), ROLE_ERROR, "");
        buf_free(&text);
    }
    for (size_t i = 0; i < form->count; i++)
        if (!str_equal(buf_str(&versions->texts[i]), form_field_text(&form->fields[i])))
            add_difference(versions, &form->fields[i], str_of(buf_text(&versions->texts[i])));
    if (!versions->lines.len)
        add_line(versions, str_of(_("That is what stands in the form.")), ROLE_DIM, "");
    pager_set(&versions->pager, versions->lines.items, versions->lines.len);
    versions->showing = true;
}

/* --- events ---------------------------------------------------------------------------------- */

static VersionsAnswer show_event(Versions *versions, const InputEvent *event) {
    if (event->type == INPUT_TYPE_MOUSE)
        pager_mouse(&versions->pager, event);
    if (event->type != INPUT_TYPE_KEY)
        return VERSIONS_OPEN;
    if (event->key.code == INPUT_ESCAPE)
        versions->showing = false;
    else if (event->key.code == INPUT_ENTER && versions->may_bring)
        return VERSIONS_BACK;
    else
        pager_key(&versions->pager, event->key);
    return VERSIONS_OPEN;
}

VersionsAnswer versions_event(Versions *versions, const InputEvent *event) {
    if (versions->showing)
        return show_event(versions, event);
    if (event->type == INPUT_TYPE_MOUSE) {
        if (list_mouse(&versions->rows, event) == WIDGET_DONE)
            show(versions);
        return VERSIONS_OPEN;
    }
    if (event->type != INPUT_TYPE_KEY)
        return VERSIONS_OPEN;
    if (event->key.code == INPUT_ESCAPE || !versions->list.len)
        return VERSIONS_CLOSED;
    if (event->key.code == INPUT_ENTER)
        show(versions);
    else
        list_key(&versions->rows, event->key);
    return VERSIONS_OPEN;
}

/* --- drawing --------------------------------------------------------------------------------- */

static void put_row(const LibraryVersion *version, Buf *out) {
    ZoneTime t = zone_local(version->changed_ms);
    if (date_of(version->changed_ms) != date_of(clock_now_ms()))
        buf_printf(out, "%04d-%02d-%02d ", t.year, t.month, t.day);
    buf_printf(out, "%02d:%02d:%02d  ", t.hour, t.minute, t.second);
    FORM_SAY(out, N_("{0} bytes of text"), "z", version->bytes);
    if (version->number == 0)
        buf_printf(out, "  %s", _("the newest"));
    if (version->aside)
        buf_printf(out, "  %s", _("from the session that had it before"));
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    const Versions *versions = context;
    Buf text = {0};
    put_row(&versions->list.items[row], &text);
    grid_text(grid, at, buf_str(&text), grid_style(ROLE_POPUP), GRID_CUT);
    buf_free(&text);
}

static void draw_foot(Grid *grid, GridRect *inside, const char *text) {
    GridRect foot = *inside;
    foot.row += inside->rows - 1;
    foot.rows = 1;
    inside->rows -= 1;
    grid_text(grid, foot, str_of(text), grid_style(ROLE_DIM), GRID_CUT);
}

void versions_draw(Versions *versions, Grid *grid, GridRect rect) {
    GridStyle plain = grid_style(ROLE_POPUP);
    Buf title = {0};
    if (versions->showing)
        put_row(&versions->list.items[versions->rows.selected], &title);
    else
        buf_puts(&title, _("Versions of the draft"));
    grid_fill(grid, rect, plain);
    GridRect inside = grid_box(grid, rect, plain, buf_str(&title), grid_style(ROLE_POPUP_TITLE));
    if (versions->showing) {
        draw_foot(grid, &inside,
                  versions->may_bring
                      ? _("Enter brings it back: what stands now becomes a version; Esc the list")
                      : _("Esc the list"));
        pager_draw(&versions->pager, grid, inside);
    } else {
        draw_foot(grid, &inside, _("Enter shows what one changes; Esc goes back"));
        if (!versions->list.len)
            grid_text(grid, inside, str_of(_("There is none yet.")), grid_style(ROLE_DIM),
                      GRID_CUT);
        versions->rows.focused = versions->rows.park_cursor = true;
        list_draw(&versions->rows, grid, inside, draw_row, versions);
    }
    grid_tint(grid, inside, ROLE_POPUP);
    if (versions->showing)
        grid_set_cursor(grid, inside.row, inside.col);
    buf_free(&title);
}
