#include "config.h"

#include "tui/screen/cases.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/dashboard.h"
#include "library/save.h"
#include "library/session.h"
#include "library/synonyms.h"
#include "text/utf8.h"
#include "text/width.h"
#include "tui/screen/acts.h"
#include "tui/screen/case.h"
#include "tui/screen/caselist.h"
#include "tui/screen/caserows.h"
#include "tui/screen/casetext.h"
#include "tui/screen/edit.h"
#include "tui/screen/querybar.h"
#include "tui/screen/strip.h"
#include "tui/screen/views.h"

#include <stdio.h>

enum {
    STAY_ROWS = 20, /* while typing the selection stays with its case among the first ones */
    REST_MS = 80,
    REST_SLOW_MS = 200,
    QUIET_MS = 2000,
    JUST_NOW_US = 300000, /* an Enter so soon means what was there before */
    PANEL_COLS = 28,
    BELOW_ROWS = 8,
    MOST_FACETS = 9
};

/* Where the list stood when the person went to the filter bar. */
typedef struct Position {
    Buf query;
    Uuid id;
    size_t row, top;
    bool touched;
} Position;

typedef struct Cases {
    App *app;
    QueryBar bar;
    bool in_filter;
    Position kept;
    bool settled; /* the query is one that was kept, not one that is typed */
    bool dirty;   /* the query is not asked yet */
    bool touched; /* the person chose the selected row */
    Uuid before;  /* the selected case before rows entered by themselves */
    int64_t entered_us;
    CaseRows hits;
    const char *sort;
    bool failed; /* the query cannot be read: the rows are those of the one before */
    Error error;
    List list;
    AppPreview preview, shown_as;
    bool can_right, can_below;
    CaseText text;
    Pager pager;
    Dashboard weeks;
    bool have_weeks;
    ActsMoves moves;
    ViewsBox views;
    Arena facets; /* values in the menu */
    char *facet_values[MOST_FACETS];
    int facet_field;
} Cases;

static bool is_low(const Cases *cases) {
    return app_settings(cases->app)->low_bandwidth;
}

static Str query_text(const Cases *cases) {
    return querybar_text(&cases->bar);
}

/* ---- rows ---- */

static Uuid selected_id(Cases *cases) {
    return caserows_id(&cases->hits, cases->list.selected);
}

/* What follows the selection comes when the person rests: a held key stays cheap. */
static void rest(Cases *cases) {
    if (cases->shown_as == PREVIEW_OFF && app_layout(cases->app) < LAYOUT_WIDE)
        return;
    app_set_timer(cases->app, APP_TIMER_REST, is_low(cases) ? REST_SLOW_MS : REST_MS, true);
}

/* Asks for what is typed. What cannot be read leaves the rows as they are. */
static void ask(Cases *cases) {
    Uuid selected = cases->touched ? selected_id(cases) : (Uuid){{0}};
    size_t row = 0;
    bool typing = cases->in_filter && !cases->settled;
    cases->dirty = false;
    cases->failed =
        !caserows_find(&cases->hits, query_text(cases), cases->sort, typing, &cases->error);
    if (cases->failed)
        return;
    list_set_count(&cases->list, cases->hits.count);
    bool stays =
        !uuid_is_nil(selected) && caserows_row_of(&cases->hits, selected, &row) && row < STAY_ROWS;
    if (!stays)
        cases->touched = false;
    list_select(&cases->list, stays ? row : 0);
    if (!stays)
        cases->list.top = 0;
    rest(cases);
}

static void ask_if_needed(Cases *cases) {
    if (cases->dirty)
        ask(cases);
}

/* The list as it is now; the selection stays with its case. */
static void enter_new(Cases *cases) {
    Uuid selected = selected_id(cases);
    size_t row = cases->list.selected;
    bool at_top = cases->list.top == 0;
    cases->failed = !caserows_again(&cases->hits, row, &cases->error);
    if (cases->failed)
        return;
    list_set_count(&cases->list, cases->hits.count);
    if (!cases->touched)
        list_select(&cases->list, 0);
    else if (!caserows_row_of(&cases->hits, selected, &row))
        list_select(&cases->list, cases->list.selected);
    else if (at_top)
        list_select(&cases->list, row);
    else
        list_follow(&cases->list, row);
    rest(cases);
}

/* New rows enter by themselves when nobody would be disturbed. */
static bool may_enter(const Cases *cases) {
    int64_t last = app_last_key_us(cases->app);
    bool quiet = last == 0 || clock_mono_us() - last >= QUIET_MS * 1000;
    return quiet && cases->list.top == 0 && query_text(cases).len == 0;
}

/* Rows that enter by themselves may come between the look and the key. */
static void enter_by_itself(Cases *cases) {
    cases->before = selected_id(cases);
    enter_new(cases);
    cases->entered_us = clock_mono_us();
}

static void cases_changed(void *self) {
    Cases *cases = self;
    Error err;
    if (cases->dirty)
        return;
    if (app_came_back(cases->app) || may_enter(cases)) {
        enter_by_itself(cases);
        return;
    }
    if (caserows_follow(&cases->hits, &err) && cases->hits.waiting)
        app_set_timer(cases->app, APP_TIMER_QUIET, QUIET_MS, false);
    rest(cases);
}

/* ---- preview and weeks ---- */

static void load_preview(Cases *cases) {
    Record *record;
    Error err;
    Uuid id = selected_id(cases);
    casetext_clear(&cases->text);
    if (!uuid_is_nil(id) &&
        library_load(app_library(cases->app), ENTITY_CASE, id, 0, &record, &err)) {
        cases->text.library = app_library(cases->app);
        cases->text.query = buf_str(&cases->hits.query);
        casetext_add_brief(&cases->text, record);
        casetext_add_story(&cases->text, record);
        record_free(record);
    }
    pager_set(&cases->pager, cases->text.lines.items, cases->text.lines.len);
}

static void load_weeks(Cases *cases) {
    Error err;
    cases->have_weeks = library_dashboard(app_library(cases->app), buf_str(&cases->hits.query),
                                          library_this_week(), &cases->weeks, &err);
}

static void cases_timer(void *self, AppTimer timer) {
    Cases *cases = self;
    if (timer == APP_TIMER_QUIET && cases->hits.waiting && may_enter(cases))
        enter_by_itself(cases);
    if (timer == APP_TIMER_REST) {
        if (cases->shown_as != PREVIEW_OFF)
            load_preview(cases);
        if (app_layout(cases->app) >= LAYOUT_WIDE)
            load_weeks(cases);
    }
    app_request_frame(cases->app);
}

/* ---- drawing ---- */

static void put_count(const Cases *cases, Buf *out) {
    const CaseRows *hits = &cases->hits;
    size_t known = (size_t)hits->total + hits->gone;
    size_t near = hits->count > known ? hits->count - known : 0;
    buf_printf(out, "%s%llu", hits->about ? "~" : "", (unsigned long long)hits->total);
    if (near)
        buf_printf(out, _(" + %d similar"), (int)near);
    if (!app_settings(cases->app)->still && query_text(cases).len)
        buf_printf(out, " | %.1f ms", (double)hits->result.us / 1000);
}

static void draw_filter(Cases *cases, Grid *grid, GridRect line) {
    Buf count = {0};
    put_count(cases, &count);
    querybar_draw(&cases->bar, grid, line, buf_str(&count), cases->in_filter);
    buf_free(&count);
}

/* What is wrong with the query, with a sign under the place. */
static void draw_complaint(Cases *cases, Grid *grid, GridRect line) {
    Buf text = {0};
    grid_fill(grid, line, grid_style(ROLE_TEXT));
    if (!cases->failed) {
        grid_text(grid, line, str_of(cases->hits.result.warning), grid_style(ROLE_WARN), GRID_CUT);
        return;
    }
    GridStyle style = grid_style(ROLE_ERROR);
    if (cases->error.column > 0)
        buf_printf(&text, _("col %d: "), cases->error.column);
    error_render_message(&cases->error, &text);
    int col =
        cases->error.column > 0 ? querybar_column(&cases->bar, cases->error.column) : line.col;
    int end = line.col + line.cols, cols = text_width(buf_str(&text));
    col = col < end ? col : end - 1;
    bool behind = col + 2 + cols <= end || col - line.col < end - col;
    GridRect room = behind ? (GridRect){line.row, col + 2, 1, end - col - 2}
                           : (GridRect){line.row, line.col, 1, col - line.col - 1};
    grid_text(grid, (GridRect){line.row, col, 1, 1}, STR("^"), style, 0);
    grid_text(grid, room, buf_str(&text), style, behind ? GRID_CUT : GRID_RIGHT | GRID_CUT);
    buf_free(&text);
}

static void draw_waiting(const Cases *cases, Grid *grid, GridRect line) {
    char text[96];
    if (!cases->hits.waiting)
        return;
    const char *sign = grid->lines == GRID_UNICODE ? "\xe2\x96\xb4" : "^";
    snprintf(text, sizeof text, _("%d new %s (. to show)"), (int)cases->hits.waiting, sign);
    grid_text(grid, line, str_of(text), grid_style(ROLE_INFO), GRID_RIGHT);
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    Cases *cases = context;
    CaseListStyle style = {app_library(cases->app), buf_str(&cases->hits.query)};
    const FindHit *hit = caserows_at(&cases->hits, row);
    if (hit)
        caselist_draw_row(&style, grid, at, hit);
}

static void draw_lines(Grid *grid, GridRect at, const char *const *lines, size_t count, Str about) {
    ErrorArg arg = {.kind = 's'};
    snprintf(arg.text, sizeof arg.text, "%.*s", STR_ARG(about));
    for (size_t i = 0; i < count && (int)i + 1 < at.rows; i++) {
        Buf text = {0};
        message_fill(&text, _(lines[i]), &arg, 1);
        grid_text(grid, (GridRect){at.row + 1 + (int)i, at.col + 2, 1, at.cols - 2}, buf_str(&text),
                  grid_style(i ? ROLE_DIM : ROLE_TITLE), GRID_CUT);
        buf_free(&text);
    }
}

/* What to do where there is nothing. */
static void draw_empty(Cases *cases, Grid *grid, GridRect at) {
    static const char *const first_run[] = {
        N_("The library is empty."),
        N_("Ins       writes the first case"),
        N_("^G        shows all keys;  ^Q leaves"),
        N_("Cases in files come in from the shell:  anliku import FOLDER"),
        N_("Sixty cases to try things out:  anliku -L demo init --demo"),
    };
    static const char *const no_hit[] = {
        N_("Nothing holds: {0}"),
        N_("Esc       clears the search;  fewer words find more"),
        N_("Ins       starts a case from this"),
        N_("^E        adds another word for it, a synonym"),
    };
    Error denied;
    bool may_add = library_allow(app_library(cases->app), RIGHT_TAXONOMY, &denied);
    grid_fill(grid, at, grid_style(ROLE_TEXT));
    if (buf_str(&cases->hits.query).len)
        draw_lines(grid, at, no_hit, COUNT_OF(no_hit) - !may_add, buf_str(&cases->hits.query));
    else
        draw_lines(grid, at, first_run, COUNT_OF(first_run), STR(""));
}

static void draw_list(Cases *cases, Grid *grid, GridRect at) {
    const AppSettings *settings = app_settings(cases->app);
    CaseListStyle style = {app_library(cases->app), buf_str(&cases->hits.query)};
    cases->list.focused = !cases->in_filter;
    cases->list.marker = settings->low_bandwidth;
    cases->list.park_cursor = true;
    cases->list.tint_cols = caselist_tint_cols(&style, at.cols);
    if (at.rows > 1 && at.cols >= 60 && grid->rows >= 20) {
        GridRect head = layout_take_top(&at, 1);
        GridRect inside = head;
        inside.col += cases->list.marker;
        inside.cols -= cases->list.marker;
        grid_fill(grid, head, grid_style(ROLE_COLUMN_HEAD));
        caselist_draw_head(&style, grid, inside);
        draw_waiting(cases, grid, head);
    } else {
        draw_waiting(cases, grid, layout_take_top(&at, cases->hits.waiting ? 1 : 0));
    }
    if (cases->list.count)
        list_draw(&cases->list, grid, at, draw_row, cases);
    else
        draw_empty(cases, grid, at);
}

/* States and industries of what was found. */
static void draw_facets(Cases *cases, Grid *grid, GridRect at) {
    int row = at.row, end = at.row + at.rows;
    const FindResult *result = &cases->hits.result;
    for (size_t i = 0; i < result->facet_count && row + 2 < end; i++) {
        const FindFacet *facet = &result->facets[i];
        const Field *field = &entity_get(ENTITY_CASE)->fields[facet->field];
        int last = i + 1 < result->facet_count ? at.row + at.rows / 2 - 1 : end;
        grid_text(grid, (GridRect){row++, at.col, 1, at.cols}, str_of(_(field->label)),
                  grid_style(ROLE_HEADING), GRID_CUT);
        for (size_t v = 0; v < facet->len && row < last; v++, row++) {
            char count[32];
            const char *label = entity_choice_label(field, facet->values[v].value);
            Str name = label ? str_of(_(label)) : facet->values[v].value;
            snprintf(count, sizeof count, "%llu", (unsigned long long)facet->values[v].count);
            grid_text(grid, (GridRect){row, at.col + 1, 1, at.cols - 8}, name,
                      grid_style(ROLE_TEXT), GRID_CUT);
            grid_text(grid, (GridRect){row, at.col + at.cols - 7, 1, 6}, str_of(count),
                      grid_style(ROLE_NUMBER), GRID_RIGHT);
        }
        row++;
    }
}

static void draw_panel(Cases *cases, Grid *grid, GridRect at) {
    int rows = strip_panel_rows(cases->have_weeks);
    GridRect numbers = layout_take_bottom(&at, rows + 1);
    GridRect line = layout_take_right(&at, 1);
    grid_vline(grid, line.row, line.col, line.rows + rows + 1, grid_style(ROLE_LINE));
    draw_facets(cases, grid, at);
    numbers.cols -= 1;
    grid_text(grid, layout_take_top(&numbers, 1), str_of(_("Metrics of this list")),
              grid_style(ROLE_HEADING), GRID_CUT);
    strip_draw_panel(grid, numbers, &cases->hits.counts, cases->have_weeks ? &cases->weeks : NULL);
}

static AppPreview preview_here(Cases *cases, GridRect at, LayoutSize layout) {
    cases->can_right = at.cols >= 96;
    cases->can_below = at.rows >= 14;
    if (cases->preview == PREVIEW_RIGHT && cases->can_right)
        return PREVIEW_RIGHT;
    if (cases->preview == PREVIEW_BELOW && cases->can_below)
        return PREVIEW_BELOW;
    bool by_itself = cases->preview == PREVIEW_AUTO && !is_low(cases) && layout >= LAYOUT_LARGE;
    return by_itself && cases->can_right ? PREVIEW_RIGHT : PREVIEW_OFF;
}

static void draw_preview(Cases *cases, Grid *grid, GridRect *at, LayoutSize layout) {
    AppPreview before = cases->shown_as;
    cases->shown_as = preview_here(cases, *at, layout);
    if (cases->shown_as == PREVIEW_OFF)
        return;
    if (before == PREVIEW_OFF)
        rest(cases);
    GridRect rect;
    if (cases->shown_as == PREVIEW_RIGHT) {
        int list = layout == LAYOUT_WIDE ? 92 : at->cols * 62 / 120;
        rect = layout_take_right(at, at->cols - list);
        GridRect line = layout_take_left(&rect, 2);
        grid_vline(grid, line.row, line.col, line.rows, grid_style(ROLE_LINE));
    } else {
        int rows = at->rows / 3 > BELOW_ROWS ? at->rows / 3 : BELOW_ROWS;
        rect = layout_take_bottom(at, rows + 1);
        GridRect line = layout_take_top(&rect, 1);
        grid_hline(grid, line.row, line.col, line.cols, grid_style(ROLE_LINE));
    }
    pager_draw(&cases->pager, grid, rect);
}

static void cases_draw(void *self, Grid *grid, GridRect body) {
    Cases *cases = self;
    LayoutSize layout = app_layout(cases->app);
    bool facets = layout >= LAYOUT_WIDE;
    if (facets != cases->hits.facets) {
        cases->hits.facets = facets;
        cases->dirty = true;
    }
    ask_if_needed(cases);
    bool small = layout <= LAYOUT_SMALL;
    GridRect filter = {0}, complaint = {0};
    if (!small || cases->in_filter || query_text(cases).len)
        filter = layout_take_top(&body, 1);
    bool told = cases->bar.open && cases->failed; /* by what is offered */
    if ((cases->failed || cases->hits.result.warning[0]) && !told)
        complaint = layout_take_top(&body, 1);
    if (layout >= LAYOUT_WIDE)
        draw_panel(cases, grid, layout_take_left(&body, PANEL_COLS));
    else if (!small)
        strip_draw_lines(grid, layout_take_top(&body, layout == LAYOUT_LARGE ? 2 : 1),
                         &cases->hits.counts);
    draw_preview(cases, grid, &body, layout);
    GridRect below = body;
    draw_list(cases, grid, body);
    if (filter.rows)
        draw_filter(cases, grid, filter);
    if (complaint.rows)
        draw_complaint(cases, grid, complaint);
    querybar_draw_offers(&cases->bar, grid, below);
}

/* ---- the filter bar ---- */

static void keep_position(Cases *cases) {
    Position *kept = &cases->kept;
    buf_clear(&kept->query);
    buf_put_str(&kept->query, query_text(cases));
    kept->id = selected_id(cases);
    kept->row = cases->list.selected;
    kept->top = cases->list.top;
    kept->touched = cases->touched;
}

/* The list before this visit to the filter bar, as it stood. */
static void restore_position(Cases *cases) {
    Position *kept = &cases->kept;
    size_t row = kept->row;
    querybar_set(&cases->bar, buf_str(&kept->query));
    cases->settled = true;
    cases->touched = false;
    ask(cases);
    if (cases->failed)
        return;
    caserows_row_of(&cases->hits, kept->id, &row);
    list_select(&cases->list, row);
    cases->list.top = kept->top;
    cases->touched = kept->touched;
}

static void set_query(Cases *cases, Str text) {
    cases->dirty |= querybar_set(&cases->bar, text);
    cases->settled = false;
}

static bool act_search(Cases *cases) {
    Buf text = {0};
    bool replace = false;
    if (!cases->in_filter)
        keep_position(cases);
    cases->in_filter = true;
    text_edit_select_all(cases->bar.edit);
    if (app_take_search(cases->app, &text, &replace)) {
        set_query(cases, buf_str(&text));
        cases->in_filter = !replace;
        cases->touched = false;
    }
    buf_free(&text);
    return true;
}

static void note_search(Cases *cases, Uuid opened) {
    Str query = buf_str(&cases->hits.query);
    querybar_remember(&cases->bar, query_text(cases));
    if (query.len)
        session_note_search(app_library(cases->app), query, (uint32_t)cases->hits.total, opened);
}

static bool act_to_list(Cases *cases) {
    ask_if_needed(cases);
    cases->in_filter = false; /* also to an empty list: there the digits change the screen */
    if (cases->failed)        /* what is not finished is meant so */
        ask(cases);
    keep_position(cases);
    note_search(cases, (Uuid){{0}});
    return true;
}

static bool act_complete(Cases *cases) {
    Buf before = {0};
    buf_put_str(&before, query_text(cases));
    bool offered = before.len && querybar_complete(&cases->bar);
    bool changed = !str_equal(buf_str(&before), query_text(cases));
    buf_free(&before);
    cases->dirty |= changed;
    if (changed)
        cases->settled = false;
    return offered || act_to_list(cases);
}

static bool act_earlier(Cases *cases) {
    if (!querybar_recall(&cases->bar, true)) {
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("There is no search before this one."));
        return true;
    }
    cases->dirty = cases->settled = true;
    return true;
}

static bool act_later(Cases *cases) {
    if (!querybar_recall(&cases->bar, false))
        return act_to_list(cases);
    cases->dirty = cases->settled = true;
    return true;
}

static void synonym_typed(void *context, Str text) {
    Cases *cases = context;
    Str words[] = {str_trim(query_text(cases)), str_trim(text)};
    bool changed;
    Error err;
    if (!library_synonym_add(app_library(cases->app), words, COUNT_OF(words), &changed, &err)) {
        app_say_error(cases->app, &err);
        return;
    }
    app_say(cases->app, ROLE_GOOD, APP_SAY_MS, _("From now on a search for one finds the other."));
    cases->dirty = true;
}

static bool act_add_synonym(Cases *cases) {
    Str word = str_trim(query_text(cases));
    Error err;
    Buf title = {0};
    ErrorArg arg = {.kind = 's'};
    if (!word.len)
        return true;
    if (!library_allow(app_library(cases->app), RIGHT_TAXONOMY, &err)) {
        app_say_error(cases->app, &err);
        return true;
    }
    snprintf(arg.text, sizeof arg.text, "%.*s", (int)utf8_floor(word, 40), word.ptr);
    message_fill(&title, _("Another word for “{0}”"), &arg, 1);
    app_prompt(cases->app, buf_text(&title), synonym_typed, cases);
    buf_free(&title);
    return true;
}

/* Back to what was there before; then to nothing; then a word about how to leave. */
static bool act_clear(Cases *cases) {
    Str text = query_text(cases), kept = buf_str(&cases->kept.query);
    if (!str_equal(text, kept)) {
        restore_position(cases);
    } else if (text.len) {
        set_query(cases, STR(""));
        buf_clear(&cases->kept.query);
    } else {
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("^Q leaves the program, ^G shows the keys."));
    }
    return true;
}

/* ---- the list ---- */

static bool act_move(Cases *cases, ListMove move) {
    if (cases->hits.gone)
        enter_new(cases);
    if (list_move(&cases->list, move) == WIDGET_CHANGED)
        rest(cases);
    cases->touched = true;
    return true;
}

static bool act_up(Cases *cases) {
    return act_move(cases, LIST_UP);
}

static bool act_down(Cases *cases) {
    return act_move(cases, LIST_DOWN);
}

static bool act_page_up(Cases *cases) {
    return act_move(cases, LIST_PAGE_UP);
}

static bool act_page_down(Cases *cases) {
    return act_move(cases, LIST_PAGE_DOWN);
}

static bool act_half_up(Cases *cases) {
    return act_move(cases, LIST_HALF_UP);
}

static bool act_half_down(Cases *cases) {
    return act_move(cases, LIST_HALF_DOWN);
}

static bool act_start(Cases *cases) {
    return act_move(cases, LIST_START);
}

static bool act_end(Cases *cases) {
    return act_move(cases, LIST_END);
}

static bool act_open(Cases *cases) {
    ask_if_needed(cases);
    Uuid id = selected_id(cases);
    bool just_now = cases->entered_us && clock_mono_us() - cases->entered_us < JUST_NOW_US;
    if (just_now && !uuid_is_nil(cases->before))
        id = cases->before;
    if (uuid_is_nil(id))
        return true;
    cases->touched = true;
    note_search(cases, id);
    case_open(cases->app, id, buf_str(&cases->hits.query));
    return true;
}

static bool act_show_new(Cases *cases) {
    enter_new(cases);
    if (cases->list.top > 0 || cases->list.selected > 0)
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("The list is up to date."));
    return true;
}

/* ---- cases ---- */

static bool act_new(Cases *cases) {
    ask_if_needed(cases);
    bool from_query = cases->hits.count == 0;
    edit_open_new(cases->app, from_query ? query_text(cases) : STR(""));
    return true;
}

static bool act_edit(Cases *cases) {
    ask_if_needed(cases);
    Uuid id = selected_id(cases);
    if (uuid_is_nil(id))
        return true;
    cases->touched = true;
    edit_open(cases->app, id);
    return true;
}

static bool act_trash(Cases *cases) {
    Uuid id = selected_id(cases);
    if (!uuid_is_nil(id) && acts_trash(cases->app, id))
        app_watch(cases->app);
    return true;
}

static bool act_undo(Cases *cases) {
    if (acts_undo(cases->app, selected_id(cases)))
        app_watch(cases->app);
    return true;
}

static bool act_moves(Cases *cases) {
    cases->moves = (ActsMoves){.app = cases->app, .id = selected_id(cases)};
    cases->touched = true;
    if (!uuid_is_nil(cases->moves.id))
        acts_show_moves(&cases->moves);
    return true;
}

static bool act_history(Cases *cases) {
    act_open(cases);
    const Screen *type;
    void *top = app_top(cases->app, &type);
    if (top != cases && type->act)
        type->act(top, ACTION_HISTORY);
    return true;
}

/* ---- how it is shown ---- */

/* Off, right, below, off: what fits of these. */
static bool act_preview(Cases *cases) {
    AppPreview now = cases->preview == PREVIEW_AUTO ? cases->shown_as : cases->preview;
    if (now == PREVIEW_OFF && cases->can_right)
        cases->preview = PREVIEW_RIGHT;
    else if (now != PREVIEW_BELOW && cases->can_below)
        cases->preview = PREVIEW_BELOW;
    else
        cases->preview = PREVIEW_OFF;
    if (!cases->can_right && !cases->can_below)
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("The window is too small for a preview."));
    return true;
}

static const struct {
    const char *key, *label;
} sorts[] = {
    {"", N_("best match, else newest change")},
    {"-updated", N_("newest change first")},
    {"updated", N_("oldest change first")},
    {"-created", N_("newest case first")},
    {"title", N_("title")},
    {"customer", N_("customer")},
    {"owner", N_("owner")},
    {"state", N_("state")},
};

static void sort_chosen(void *context, int action) {
    Cases *cases = context;
    cases->sort = sorts[action].key;
    cases->dirty = true;
}

static bool act_sort(Cases *cases) {
    MenuItem items[COUNT_OF(sorts)];
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        items[i] = (MenuItem){.label = _(sorts[i].label), .action = (int)i};
    app_menu(cases->app, _("Order of the list"), items, COUNT_OF(items), sort_chosen, cases);
    return true;
}

/* ---- saved views ---- */

static void show_view(void *context, const SavedView *view) {
    Cases *cases = context;
    set_query(cases, view->query);
    cases->settled = true;
    cases->in_filter = false;
    cases->touched = false;
    cases->dirty = true;
    cases->sort = "";
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        if (str_equal(view->sort, str_of(sorts[i].key)))
            cases->sort = sorts[i].key;
}

static bool act_save_view(Cases *cases) {
    ask_if_needed(cases);
    views_save(&cases->views, query_text(cases), str_of(cases->sort));
    return true;
}

static bool act_views(Cases *cases) {
    views_choose(&cases->views);
    return true;
}

/* ---- narrowing ---- */

static const int narrow_fields[] = {CASE_STATE,  CASE_AUDIENCE, CASE_INDUSTRY, CASE_CATEGORY,
                                    CASE_REGION, CASE_PRODUCT,  CASE_OWNER,    CASE_LANG};

enum { TO_TRASH = COUNT_OF(narrow_fields) }; /* the last row of the menu */

static void value_chosen(void *context, int action) {
    Cases *cases = context;
    Buf query = {0};
    buf_put_str(&query, str_trim(query_text(cases)));
    if (query.len)
        buf_putc(&query, ' ');
    library_complete_term(cases->facet_field, str_of(cases->facet_values[action]), &query);
    set_query(cases, buf_str(&query));
    buf_free(&query);
}

static void field_chosen(void *context, int action) {
    Cases *cases = context;
    FindResult result = {0};
    Error err;
    MenuItem items[MOST_FACETS];
    size_t count = 0;
    if (action == TO_TRASH) {
        set_query(cases, STR("is:trashed"));
        return;
    }
    const Field *field = &entity_get(ENTITY_CASE)->fields[narrow_fields[action]];
    FindRequest request = {.query = query_text(cases),
                           .sort = STR(""),
                           .limit = 1,
                           .facets = &narrow_fields[action],
                           .facet_count = 1};
    if (!library_find(app_library(cases->app), &request, &result, &err)) {
        app_say_error(cases->app, &err);
        library_find_free(&result);
        return;
    }
    arena_clear(&cases->facets);
    cases->facet_field = narrow_fields[action];
    for (size_t i = 0; result.facet_count && i < result.facets[0].len && count < MOST_FACETS; i++) {
        const FindFacetValue *value = &result.facets[0].values[i];
        if (!value->value.len)
            continue;
        const char *label = entity_choice_label(field, value->value);
        cases->facet_values[count] = arena_printf(&cases->facets, "%.*s", STR_ARG(value->value));
        items[count] = (MenuItem){
            .label = label ? _(label) : cases->facet_values[count],
            .key = arena_printf(&cases->facets, "%llu", (unsigned long long)value->count),
            .action = (int)count};
        count++;
    }
    if (count)
        app_menu(cases->app, _(field->label), items, count, value_chosen, cases);
    else
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("No case of this list has a value there."));
    library_find_free(&result);
}

static bool act_facets(Cases *cases) {
    MenuItem items[COUNT_OF(narrow_fields) + 1];
    for (size_t i = 0; i < COUNT_OF(narrow_fields); i++)
        items[i] = (MenuItem){.label = _(entity_get(ENTITY_CASE)->fields[narrow_fields[i]].label),
                              .action = (int)i};
    items[TO_TRASH] = (MenuItem){.label = _("in trash"), .action = TO_TRASH};
    app_menu(cases->app, _("Narrow the list by"), items, COUNT_OF(items), field_chosen, cases);
    return true;
}

/* ---- the screen ---- */

static bool cases_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Cases *) = {
        [ACTION_SEARCH] = act_search,
        [ACTION_BACK] = act_search,
        [ACTION_TO_LIST] = act_to_list,
        [ACTION_COMPLETE] = act_complete,
        [ACTION_EARLIER] = act_earlier,
        [ACTION_LATER] = act_later,
        [ACTION_ADD_SYNONYM] = act_add_synonym,
        [ACTION_CLEAR] = act_clear,
        [ACTION_OPEN] = act_open,
        [ACTION_NEW] = act_new,
        [ACTION_EDIT] = act_edit,
        [ACTION_MOVES] = act_moves,
        [ACTION_PREVIEW] = act_preview,
        [ACTION_SORT] = act_sort,
        [ACTION_FACETS] = act_facets,
        [ACTION_SAVE_VIEW] = act_save_view,
        [ACTION_VIEWS] = act_views,
        [ACTION_SHOW_NEW] = act_show_new,
        [ACTION_HISTORY] = act_history,
        [ACTION_TRASH] = act_trash,
        [ACTION_UNDO] = act_undo,
        [ACTION_UP] = act_up,
        [ACTION_DOWN] = act_down,
        [ACTION_PAGE_UP] = act_page_up,
        [ACTION_PAGE_DOWN] = act_page_down,
        [ACTION_HALF_UP] = act_half_up,
        [ACTION_HALF_DOWN] = act_half_down,
        [ACTION_START] = act_start,
        [ACTION_END] = act_end,
    };
    return acts[id] && acts[id](self);
}

static bool mouse_event(Cases *cases, const InputEvent *event) {
    bool shown = cases->bar.open;
    WidgetResult bar = querybar_mouse(&cases->bar, event);
    if (bar == WIDGET_CHANGED) {
        cases->dirty = true;
        cases->settled = false;
    }
    if (bar != WIDGET_IGNORED) {
        if (!cases->in_filter && !shown)
            act_search(cases);
        return true;
    }
    if (pager_mouse(&cases->pager, event) != WIDGET_IGNORED)
        return true;
    WidgetResult result = list_mouse(&cases->list, event);
    if (result == WIDGET_IGNORED)
        return false;
    cases->in_filter = false;
    cases->touched = true;
    if (result == WIDGET_DONE)
        act_open(cases);
    else if (result == WIDGET_CHANGED)
        rest(cases);
    return true;
}

/* The digits of the tabs are text here, which a new user cannot know. */
static void say_digit(Cases *cases) {
    Str text = query_text(cases);
    if (text.len == 1 && text.ptr[0] >= '1' && text.ptr[0] <= '9')
        app_say_about(
            cases->app, ROLE_INFO, APP_SAY_MS,
            _("Searching for {0}. Digits change the screen from the list: press Down first."),
            text);
}

static bool cases_event(void *self, const InputEvent *event) {
    Cases *cases = self;
    if (event->type == INPUT_TYPE_MOUSE)
        return mouse_event(cases, event);
    if (event->type == INPUT_TYPE_PASTE && !cases->in_filter)
        act_search(cases);
    if (!cases->in_filter)
        return false;
    WidgetResult result = event->type == INPUT_TYPE_PASTE ? querybar_paste(&cases->bar, event->text)
                                                          : querybar_key(&cases->bar, event->key);
    if (result == WIDGET_CHANGED) {
        cases->dirty = true;
        cases->settled = false;
        say_digit(cases);
    }
    return result != WIDGET_IGNORED;
}

static ActionContext cases_context(const void *self) {
    const Cases *cases = self;
    if (!cases->in_filter)
        return CONTEXT_LIST;
    return cases->bar.open ? CONTEXT_OFFERS : CONTEXT_FILTER;
}

static void cases_title(const void *self, Buf *out) {
    const Cases *cases = self;
    if (cases->hits.count)
        buf_printf(out, "%zu/%llu", cases->list.selected + 1,
                   (unsigned long long)(cases->hits.total > cases->hits.count ? cases->hits.total
                                                                              : cases->hits.count));
}

static void cases_free(void *self) {
    Cases *cases = self;
    querybar_free(&cases->bar);
    views_free(&cases->views);
    buf_free(&cases->kept.query);
    caserows_free(&cases->hits);
    casetext_free(&cases->text);
    pager_free(&cases->pager);
    arena_free(&cases->facets);
    free(cases);
}

static const Screen cases_screen = {.context = cases_context,
                                    .title = cases_title,
                                    .draw = cases_draw,
                                    .act = cases_act,
                                    .event = cases_event,
                                    .timer = cases_timer,
                                    .changed = cases_changed,
                                    .free = cases_free};

void cases_open(App *app) {
    Cases *cases = mem_zalloc(sizeof *cases);
    cases->app = app;
    querybar_init(&cases->bar, app_library(app));
    cases->views = (ViewsBox){.app = app, .show = show_view, .context = cases};
    cases->in_filter = app_settings(app)->keys != KEYS_VI;
    cases->preview = app_settings(app)->preview;
    cases->dirty = true;
    cases->sort = "";
    cases->hits.library = app_library(app);
    cases->shown_as = PREVIEW_OFF;
    app_push(app, &cases_screen, cases);
}
