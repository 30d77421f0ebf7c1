#include "config.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "record/state.h"
#include "text/width.h"
#include "text/wrap.h"
#include "tui/form/around.h"
#include "tui/form/kind.h"
#include "tui/widget/layout.h"

#include <stdio.h>

/* What stands around the fields: header, notice, help, footer. */

enum {
    LACKING_LABEL = 16, /* columns of "For review: " */
    HELP_ROWS = 11,     /* of the help, above what stands below it */
    BESIDE_COLS = 50
};

/* --- wrapped text ---------------------------------------------------------------------------- */

int form_count_lines(Str text, int cols, int most) {
    int lines = 0;
    for (size_t at = 0; at < text.len && lines < most; lines++)
        at = text_wrap_next(text, at, cols);
    return lines;
}

int form_draw_wrapped(Grid *grid, GridRect rect, int skip, Str text, GridStyle style) {
    int line = 0;
    for (size_t at = 0, next; at < text.len && line - skip < rect.rows; at = next, line++) {
        next = text_wrap_next(text, at, rect.cols);
        size_t end = text_wrap_end(text, at, next, rect.cols);
        if (line >= skip)
            grid_text(grid, (GridRect){rect.row + line - skip, rect.col, 1, rect.cols},
                      str_make(text.ptr + at, end - at), style, GRID_CUT);
    }
    return line > skip ? line - skip : 0;
}

GridStyle form_message_style(const FormField *field) {
    static const Role roles[ISSUE_LEVELS] = {[ISSUE_HARD] = ROLE_ERROR,
                                             [ISSUE_SUBMIT] = ROLE_WARN,
                                             [ISSUE_PUBLISH] = ROLE_WARN,
                                             [ISSUE_ADVICE] = ROLE_INFO};
    return grid_style(roles[field->message_level]);
}

/* --- what is missing ------------------------------------------------------------------------- */

static void say_lacking(IssueLevel level, size_t lacking, Buf *out) {
    if (level == ISSUE_SUBMIT)
        FORM_SAY(out, N_("{0} more for review"), "z", lacking);
    else
        FORM_SAY(out, N_("{0} more to publish"), "z", lacking);
}

void form_put_group_count(const Form *form, int group, Buf *out) {
    FormGroupCount count = form_count_group(form, group);
    if (count.lacking)
        say_lacking(form_next_level(form), count.lacking, out);
    else if (!form_group_is_open(form, group))
        FORM_SAY(out, N_("{0} of {1} filled"), "zz", count.filled, count.fields);
}

/* Appends names as far as they fit: of those that are too short, or of those that lack something
 * else. */
static void put_names(const Form *form, IssueLevel level, bool too_short, int *room, size_t *left,
                      Buf *out) {
    for (size_t i = 0; i < form->count; i++) {
        const FormField *field = &form->fields[i];
        if (!form_lacks(field, level) || form_is_short(field) != too_short)
            continue;
        const char *label = form_label(form, field);
        int cols = text_width(str_of(label)) + 2;
        if (cols > *room)
            return;
        *room -= cols;
        buf_printf(out, "%s%s", out->len ? _(", ") : "", label);
        --*left;
    }
}

/* What the first name of those that are too short takes. */
static int brief_cols(const Form *form, IssueLevel level) {
    for (size_t i = 0; i < form->count; i++)
        if (form_lacks(&form->fields[i], level) && form_is_short(&form->fields[i]))
            return LACKING_LABEL + text_width(str_of(form_label(form, &form->fields[i]))) + 2;
    return 0;
}

/* The names of what `level` still needs, as far as they fit; nothing when it needs nothing. */
static void put_lacking_names(const Form *form, IssueLevel level, int room, Buf *out) {
    size_t left = form_lacking(form, level);
    Buf names = {0}, brief = {0};
    int apart = brief_cols(form, level);
    room -= apart + 6; /* " +12" */
    put_names(form, level, false, &room, &left, &names);
    room = (room > 0 ? room : 0) + apart - (names.len ? LACKING_LABEL : 0);
    put_names(form, level, true, &room, &left, &brief);
    if (left && (names.len || brief.len))
        buf_printf(brief.len ? &brief : &names, " +%zu", left);
    if (names.len && brief.len)
        FORM_SAY(out, N_("To publish: {0}; too short: {1}"), "SS", buf_str(&names),
                 buf_str(&brief));
    else if (brief.len)
        FORM_SAY(out, N_("Too short: {0}"), "S", buf_str(&brief));
    else if (names.len)
        FORM_SAY(out, level == ISSUE_SUBMIT ? N_("For review: {0}") : N_("To publish: {0}"), "S",
                 buf_str(&names));
    buf_free(&names);
    buf_free(&brief);
}

/* --- header and footer ----------------------------------------------------------------------- */

void form_draw_header(const Form *form, Grid *grid, GridRect at) {
    Buf right = {0}, left = {0};
    IssueLevel level = form_next_level(form);
    size_t lacking = form_lacking(form, level);
    bool writes = level != ISSUE_HARD && !form->read_only;
    bool ready = level == ISSUE_PUBLISH && case_state(form->base) == STATE_DRAFT;
    if (writes && ready)
        buf_puts(&right, _("ready for review: ^D"));
    else if (writes && lacking)
        say_lacking(level, lacking, &right);
    if (form->base_rev) {
        buf_puts(&right, right.len ? "  " : "");
        FORM_SAY(&right, N_("revision {0}"), "d", (int64_t)form->base_rev);
    }
    if (form->quick)
        buf_puts(&left, _("Quick capture: "));
    else
        FORM_SAY(&left, form->base_rev ? N_("Edit {0}: ") : N_("New {0}: "), "s",
                 _(form->base->entity->label));
    if (grid->manner == GRID_SPOKEN) /* what is typed below is not said twice */
        buf_put_str(&left, record_title(form->base));
    else
        buf_put_str(&left, form->count ? form_field_text(&form->fields[0]) : (Str){"", 0});
    int room = at.cols - text_width(buf_str(&right)) - 4;
    bool dirty = form_is_dirty(form);
    if (room < at.cols / 2) {
        buf_clear(&right);
        room = at.cols - 2;
    }
    int used = grid_text(grid, (GridRect){at.row, at.col, 1, room}, buf_str(&left),
                         grid_style(ROLE_TITLE), GRID_CUT);
    if (dirty)
        grid_text(grid, (GridRect){at.row, at.col + used + 1, 1, 1}, STR("*"),
                  grid_style(ROLE_WARN), 0);
    grid_text(grid, at, buf_str(&right), grid_style(ROLE_DIM), GRID_RIGHT);
    buf_free(&left);
    buf_free(&right);
}

void form_draw_footer(const Form *form, Grid *grid, GridRect at) {
    Buf left = {0}, right = {0};
    ZoneTime t = zone_local(form->draft_ms);
    char clock[32];
    snprintf(clock, sizeof clock, "%02d:%02d:%02d", t.hour, t.minute, t.second);
    bool unwritten = form->draft_ms < 0;
    if (unwritten)
        buf_puts(&left, _("In no draft"));
    else if (form->draft_ms) /* without the time where it would be one more change with each key */
        FORM_SAY(&left, N_("Saved draft {0}"), "s", grid->manner == GRID_RICH ? clock : "");
    else
        buf_puts(&left, form->saved_once ? _("Saved") : _("No changes"));
    int used =
        grid_text(grid, at, buf_str(&left), grid_style(unwritten ? ROLE_WARN : ROLE_DIM), GRID_CUT);
    put_lacking_names(form, form_next_level(form), at.cols - used - 2 - LACKING_LABEL, &right);
    if (used + 2 + text_width(buf_str(&right)) <= at.cols)
        grid_text(grid, at, buf_str(&right), grid_style(ROLE_DIM), GRID_RIGHT);
    buf_free(&left);
    buf_free(&right);
}

/* Of what has the focus: a field, or the heading of a group. */
static void focus_help(const Form *form, Buf *help, Buf *hint) {
    const FormField *field = &form->fields[form->focus];
    if (form->on_heading) {
        FormGroupCount count = form_count_group(form, form_group(field));
        if (count.fields == 1)
            buf_puts(help, count.filled ? _("One field, filled.") : _("One field, still empty."));
        else
            FORM_SAY(help, N_("{0} fields, {1} of them filled."), "zz", count.fields, count.filled);
        buf_puts(hint, _("Enter or Right: open. Left: fold. PgUp, PgDn: groups."));
        return;
    }
    form_put_help(form, field, help);
    form_hint(field, hint);
}

/* ---- what is said ---- */

/* What the pane of notes says is said once. */
static bool says_in_pane(const Form *form) {
    return form->notes_rect.rows > 0 && form->notes_said.len &&
           str_equal(buf_str(&form->notice), buf_str(&form->notes_said));
}

static bool passes(const Form *form) {
    return form->notice_passes || form->notice_once;
}

bool form_draw_passing(const Form *form, Grid *grid, GridRect at) {
    if (!form->notice.len || !passes(form) || says_in_pane(form) || at.rows < 1)
        return false;
    form_draw_wrapped(grid, at, 0, buf_str(&form->notice), grid_style(form->notice_role));
    return true;
}

void form_draw_help_below(const Form *form, Grid *grid, GridRect at) {
    Buf help = {0}, hint = {0};
    focus_help(form, &help, &hint);
    /* How it opens, and what the keys do now, matters more. */
    bool matters = form->on_heading || form_keys_differ(form);
    int hint_rows = hint.len && (at.rows > 1 || matters);
    GridRect above = {at.row, at.col, at.rows - hint_rows, at.cols};
    if (at.rows == 1 && form_draw_passing(form, grid, at))
        hint_rows = 0;
    else if (!form_draw_passing(form, grid, above))
        form_draw_wrapped(grid, above, 0, buf_str(&help), grid_style(ROLE_INFO));
    if (hint_rows)
        grid_text(grid, (GridRect){at.row + at.rows - 1, at.col, 1, at.cols}, buf_str(&hint),
                  grid_style(ROLE_DIM), GRID_CUT);
    buf_free(&hint);
    buf_free(&help);
}

void form_draw_help_beside(Form *form, Grid *grid, GridRect at) {
    const FormField *focused = &form->fields[form->focus];
    Buf text = {0}, hint = {0};
    focus_help(form, &text, &hint);
    grid_vline(grid, at.row, at.col, at.rows, grid_style(ROLE_LINE));
    at.col += 2;
    at.cols -= 2;
    if (form->beside && at.cols >= BESIDE_COLS && at.rows >= 3 * HELP_ROWS) {
        GridRect below = layout_take_bottom(&at, at.rows - HELP_ROWS);
        form->beside(form->beside_context, form, grid, below);
    }
    grid_text(grid, at,
              str_of(form->on_heading ? form_group_label(form_group(focused))
                                      : form_label(form, focused)),
              grid_style(ROLE_HEADING), GRID_CUT);
    layout_take_top(&at, 2);
    layout_take_top(&at, form_draw_wrapped(grid, at, 0, buf_str(&text), grid_style(ROLE_INFO)) + 1);
    layout_take_top(&at, form_draw_wrapped(grid, at, 0, buf_str(&hint), grid_style(ROLE_DIM)) +
                             (hint.len > 0));
    const char *needed = form->on_heading || form->base->entity->type != ENTITY_CASE ? NULL
                         : focused->field->flags & FIELD_REVIEW   ? _("Needed for review.")
                         : focused->field->flags & FIELD_REQUIRED ? _("Needed to publish.")
                                                                  : NULL;
    if (needed)
        layout_take_top(&at,
                        form_draw_wrapped(grid, at, 0, str_of(needed), grid_style(ROLE_DIM)) + 1);
    if (!form->on_heading)
        form_draw_wrapped(grid, at, 0, buf_str(&focused->message), form_message_style(focused));
    buf_free(&hint);
    buf_free(&text);
}

void form_draw_notice(const Form *form, Grid *grid, GridRect *rest) {
    bool said = form->notice.len && !passes(form);
    const Buf *text = said ? &form->notice : form->others.len ? &form->others : &form->alike;
    Role role = said ? form->notice_role : ROLE_INFO;
    if (!text->len || rest->rows < 5)
        return;
    bool conflict =
        rest->rows < 12 && form->fields[form->focus].conflict; /* which needs the room */
    int lines = form_count_lines(buf_str(text), rest->cols, conflict || rest->rows < 9 ? 1 : 2);
    GridRect at = layout_take_top(rest, lines);
    form_draw_wrapped(grid, at, 0, buf_str(text), grid_style(role));
}
