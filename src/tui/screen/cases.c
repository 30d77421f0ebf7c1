#include "config.h"

#include "tui/screen/cases.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/save.h"
#include "library/settings.h"
#include "tui/app/wait.h"
#include "tui/screen/case.h"
#include "tui/screen/casesparts.h"
#include "tui/screen/compare.h"
#include "tui/screen/edit.h"
#include "tui/screen/marking.h"
#include "tui/screen/prospect.h"
#include "tui/screen/similar.h"
#include "tui/screen/usebox.h"

#include <stdio.h>

enum {
    STAY_ROWS = 20, /* while typing the selection stays with its case among the first ones */
    REST_MS = 80,
    REST_SLOW_MS = 200,
    REST_SPOKEN_MS = 500, /* a screen reader says what was typed, then what was found */
    QUIET_MS = 2000,
    JUST_NOW_US = 300000 /* an Enter so soon means what was there before */
};

bool cases_is_quiet(const Cases *cases) {
    const AppSettings *settings = app_settings(cases->app);
    return settings->low_bandwidth || settings->plain;
}

Str cases_query(const Cases *cases) {
    return querybar_text(&cases->bar);
}

/* ---- rows ---- */

Uuid cases_selected(Cases *cases) {
    return caserows_id(&cases->hits, cases->list.selected);
}

void cases_rest(Cases *cases) {
    bool nothing = cases->shown_as == PREVIEW_OFF && !cases->numbers && !cases->hurried;
    if (nothing && cases->hits.total)
        return;
    app_set_timer(cases->app, APP_TIMER_REST, cases_is_quiet(cases) ? REST_SLOW_MS : REST_MS, true);
}

/* Only words are marked in rows and found somewhere. */
static void look_for_words(Cases *cases) {
    Buf rest = {0};
    narrow_clear(buf_str(&cases->hits.query), -1, &rest);
    cases->worded = rest.len > 0;
    buf_free(&rest);
}

/* A search that takes long gives way to the next key; the rows before stay until then. */
static bool find_rows(Cases *cases, bool typing) {
    AppWait wait = app_wait_begin(cases->app, _("Searching"));
    cases->hits.cancelled = app_wait_interrupted;
    cases->hits.context = &wait;
    cases->hits.scan = &wait.count;
    bool ok =
        caserows_find(&cases->hits, cases_query(cases), str_of(cases->sort), typing, &cases->error);
    cases->hits.cancelled = NULL;
    cases->hits.context = NULL;
    cases->hits.scan = NULL;
    app_wait_end(&wait);
    cases->dirty = !ok && cases->error.code == ERR_CANCELLED;
    cases->failed = !ok && !cases->dirty;
    return ok;
}

void cases_ask(Cases *cases) {
    Uuid selected = cases->touched ? cases_selected(cases) : (Uuid){{0}};
    size_t row = 0;
    bool typing = cases->in_filter && !cases->settled;
    cases->dirty = false;
    cases->version = library_version(app_library(cases->app));
    if (!find_rows(cases, typing))
        return;
    if (!cases->asked && !cases->hits.count && !cases_query(cases).len)
        cases->in_filter = false; /* an empty library: the ways to fill it have the keys */
    cases->asked = true;
    cases->have_offers = false;
    look_for_words(cases);
    cases->hurried = typing && cases->worded && !app_settings(cases->app)->plain;
    list_set_count(&cases->list, cases->hits.count);
    bool stays =
        !uuid_is_nil(selected) && caserows_row_of(&cases->hits, selected, &row) && row < STAY_ROWS;
    if (!stays)
        cases->touched = false;
    list_select(&cases->list, stays ? row : 0);
    if (!stays)
        cases->list.top = 0;
    cases_rest(cases);
}

bool cases_waits(const Cases *cases) {
    return cases->dirty && app_settings(cases->app)->plain &&
           app_timer_is_set(cases->app, APP_TIMER_REST);
}

void cases_ask_if_needed(Cases *cases) {
    if (cases->dirty)
        cases_ask(cases);
}

/* The list as it is now; the selection stays with its case. */
static void enter_new(Cases *cases) {
    Uuid selected = cases_selected(cases);
    size_t row = cases->list.selected;
    bool at_top = cases->list.top == 0;
    cases->version = library_version(app_library(cases->app));
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
    cases_rest(cases);
}

/* New rows enter by themselves when nobody would be disturbed. */
static bool may_enter(const Cases *cases) {
    if (!cases->hits.count && !cases_query(cases).len)
        return true; /* the first ones disturb nobody */
    int64_t last = app_last_key_us(cases->app);
    if (app_settings(cases->app)->plain)
        return false;
    bool quiet = last == 0 || clock_mono_us() - last >= QUIET_MS * 1000;
    return quiet && cases->list.top == 0 && cases_query(cases).len == 0;
}

/* Rows that enter by themselves may come between the look and the key. */
static void enter_by_itself(Cases *cases) {
    cases->before = cases_selected(cases);
    enter_new(cases);
    cases->entered_us = clock_mono_us();
}

static void cases_changed(void *self) {
    Cases *cases = self;
    Error err;
    if (cases->dirty)
        return;
    if (app_came_back(cases->app) && library_version(app_library(cases->app)) == cases->version) {
        cases_rest(cases); /* the rows are as they were left */
        return;
    }
    if (app_came_back(cases->app) || may_enter(cases)) {
        enter_by_itself(cases);
        return;
    }
    if (caserows_follow(&cases->hits, &err) && cases->hits.waiting)
        app_set_timer(cases->app, APP_TIMER_QUIET, QUIET_MS, false);
    cases_rest(cases);
}

/* ---- preview and weeks ---- */

static void load_preview(Cases *cases) {
    Record *record;
    Error err;
    Uuid id = cases_selected(cases);
    casetext_clear(&cases->text);
    if (!uuid_is_nil(id) &&
        library_load(app_library(cases->app), ENTITY_CASE, id, 0, &record, &err)) {
        cases->text.library = app_library(cases->app);
        /* The rows may be others when the text is drawn again. */
        cases->text.query = arena_str(&cases->text.arena, cases->hits.result.marks);
        cases->text.links = app_settings(cases->app)->links;
        cases->pager.find = casetext_find;
        cases->pager.context = &cases->text;
        casetext_add_brief(&cases->text, record);
        casetext_add_story(&cases->text, record);
        record_free(record);
    }
    pager_set(&cases->pager, cases->text.lines.items, cases->text.lines.len);
}

static void load_weeks(Cases *cases) {
    Error err;
    cases->have_weeks =
        library_weeks(app_library(cases->app), buf_str(&cases->hits.query), library_this_week(),
                      cases->weeks.made, cases->weeks.published, &err);
}

static void cases_timer(void *self, AppTimer timer) {
    Cases *cases = self;
    if (timer == APP_TIMER_QUIET && cases->hits.waiting && may_enter(cases))
        enter_by_itself(cases);
    if (timer == APP_TIMER_REST) {
        cases->hurried = false;
        if (cases->shown_as != PREVIEW_OFF)
            load_preview(cases);
        if (cases->numbers)
            load_weeks(cases);
        cases_empty_rest(cases);
    }
    app_request_frame(cases->app);
}

/* ---- the list ---- */

static bool act_move(Cases *cases, ListMove move) {
    cases_ask_if_needed(cases);
    if (cases_empty_move(cases, move))
        return true;
    if (cases->hits.gone)
        enter_new(cases);
    if (list_move(&cases->list, move) == WIDGET_CHANGED)
        cases_rest(cases);
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
    cases_ask_if_needed(cases);
    if (cases_empty_open(cases))
        return true;
    Uuid id = cases_selected(cases);
    bool just_now = cases->entered_us && clock_mono_us() - cases->entered_us < JUST_NOW_US;
    if (just_now && !uuid_is_nil(cases->before))
        id = cases->before;
    if (uuid_is_nil(id))
        return true;
    cases->touched = true;
    cases_note_search(cases, id);
    case_open(cases->app, id, buf_str(&cases->hits.query), cases->hits.result.marks);
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
    cases_ask_if_needed(cases);
    bool from_query = cases->hits.count == 0;
    edit_open_new(cases->app, from_query ? cases_query(cases) : STR(""));
    return true;
}

static bool act_edit(Cases *cases) {
    cases_ask_if_needed(cases);
    Uuid id = cases_selected(cases);
    if (uuid_is_nil(id))
        return true;
    cases->touched = true;
    edit_open(cases->app, id);
    return true;
}

/* As a row that is done with: the next one is selected. */
static bool act_mark(Cases *cases) {
    cases_ask_if_needed(cases);
    Uuid id = cases_selected(cases);
    cases->touched = true;
    if (uuid_is_nil(id))
        return true;
    marking_toggle(cases->app, id);
    return act_move(cases, LIST_DOWN);
}

static bool act_compare(Cases *cases) {
    compare_choose(cases->app, cases_selected(cases), (Uuid){{0}});
    return true;
}

static bool act_similar(Cases *cases) {
    Uuid id = cases_selected(cases);
    if (!uuid_is_nil(id))
        similar_open(cases->app, id);
    return true;
}

static bool act_prospect(Cases *cases) {
    prospect_open(cases->app);
    return true;
}

static bool act_mark_all(Cases *cases) {
    cases_ask_if_needed(cases);
    marking_all(cases->app, buf_str(&cases->hits.query), str_of(cases->sort), cases->hits.count);
    return true;
}

/* What is done to the selected case; false: there is none. */
static bool on_selected(Cases *cases, Uuid *id) {
    cases_ask_if_needed(cases);
    *id = cases_selected(cases);
    cases->touched = true;
    return !uuid_is_nil(*id);
}

static bool act_bulk(Cases *cases) {
    cases_ask_if_needed(cases);
    bulkbox_menu(&cases->bulk, cases_selected(cases), buf_str(&cases->hits.query),
                 str_of(cases->sort), cases->hits.count);
    return true;
}

static bool act_copy_id(Cases *cases) {
    Uuid id;
    if (on_selected(cases, &id))
        handing_copy_id(&cases->hand, id);
    return true;
}

static bool act_hand_on(Cases *cases) {
    Uuid id;
    if (on_selected(cases, &id))
        handing_menu(&cases->hand, id);
    return true;
}

static bool act_use(Cases *cases) {
    Uuid id;
    if (on_selected(cases, &id))
        usebox_open(cases->app, id);
    return true;
}

static bool act_how_it_went(Cases *cases) {
    Uuid id;
    if (on_selected(cases, &id))
        handing_ask_feedback(&cases->hand, id);
    return true;
}

static bool act_trash(Cases *cases) {
    Uuid id = cases_selected(cases);
    if (!uuid_is_nil(id) && acts_trash(cases->app, id))
        app_watch(cases->app);
    return true;
}

static bool act_undo(Cases *cases) {
    if (acts_undo(cases->app, cases_selected(cases)))
        app_watch(cases->app);
    return true;
}

static bool act_moves(Cases *cases) {
    cases->moves = (ActsMoves){.app = cases->app, .id = cases_selected(cases)};
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

/* ---- the screen ---- */

static bool cases_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Cases *) = {
        [ACTION_SEARCH] = cases_act_search,
        [ACTION_BACK] = cases_act_back,
        [ACTION_TO_LIST] = cases_act_to_list,
        [ACTION_COMPLETE] = cases_act_complete,
        [ACTION_EARLIER] = cases_act_earlier,
        [ACTION_LATER] = cases_act_later,
        [ACTION_ADD_SYNONYM] = cases_act_add_synonym,
        [ACTION_CLEAR] = cases_act_clear,
        [ACTION_OPEN] = act_open,
        [ACTION_NEW] = act_new,
        [ACTION_EDIT] = act_edit,
        [ACTION_MOVES] = act_moves,
        [ACTION_PREVIEW] = cases_act_preview,
        [ACTION_SORT] = cases_act_sort,
        [ACTION_FACETS] = cases_act_facets,
        [ACTION_UNNARROW] = cases_act_unnarrow,
        [ACTION_COLUMNS] = cases_act_columns,
        [ACTION_TAKE_HINT] = cases_act_take_hint,
        [ACTION_SAVE_VIEW] = cases_act_save_view,
        [ACTION_VIEWS] = cases_act_views,
        [ACTION_SHOW_NEW] = act_show_new,
        [ACTION_HISTORY] = act_history,
        [ACTION_MARK] = act_mark,
        [ACTION_COMPARE] = act_compare,
        [ACTION_SIMILAR] = act_similar,
        [ACTION_PROSPECT] = act_prospect,
        [ACTION_MARK_ALL] = act_mark_all,
        [ACTION_BULK] = act_bulk,
        [ACTION_COPY_ID] = act_copy_id,
        [ACTION_HAND_ON] = act_hand_on,
        [ACTION_USE] = act_use,
        [ACTION_HOW_IT_WENT] = act_how_it_went,
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
            cases_act_search(cases);
        return true;
    }
    if (cases_facets_mouse(cases, event) || cases_empty_mouse(cases, event))
        return true;
    if (cases->shown_as != PREVIEW_OFF && pager_mouse(&cases->pager, event) != WIDGET_IGNORED)
        return true;
    if (event->mouse == INPUT_MOUSE_PRESS && event->button == 1 &&
        grid_rect_has(cases->head, event->row, event->col)) {
        ListColumn column = caselist_column_at(&cases->head_style, cases->head, event->col);
        if (column < LIST_COLUMNS && caselist_sort(column))
            cases_sort_by(cases, caselist_sort(column));
        return true;
    }
    WidgetResult result = list_mouse(&cases->list, event);
    if (result == WIDGET_IGNORED)
        return false;
    if (event->mouse == INPUT_MOUSE_PRESS)
        cases->in_filter = cases->in_facets = false;
    cases->touched = true;
    if (result == WIDGET_DONE)
        act_open(cases);
    else if (result == WIDGET_CHANGED)
        cases_rest(cases);
    return true;
}

/* The digits of the tabs are text here, which a new user cannot know. */
static void say_digit(Cases *cases) {
    Str text = cases_query(cases);
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
        cases_act_search(cases);
    if (cases->in_facets)
        return cases_facets_event(cases, event);
    if (!cases->in_filter)
        return false;
    bool cut = false;
    WidgetResult result = event->type == INPUT_TYPE_PASTE
                              ? querybar_paste(&cases->bar, event->text, &cut)
                              : querybar_key(&cases->bar, event->key);
    if (cut)
        app_say(cases->app, ROLE_WARN, 0, _("The query is too long."));
    if (result == WIDGET_CHANGED) {
        cases->dirty = true;
        cases->settled = false;
        say_digit(cases);
        if (app_settings(cases->app)->plain)
            app_set_timer(cases->app, APP_TIMER_REST, REST_SPOKEN_MS, true);
    }
    return result != WIDGET_IGNORED;
}

static ActionContext cases_context(const void *self) {
    const Cases *cases = self;
    if (cases->in_facets)
        return CONTEXT_FACETS;
    if (!cases->in_filter)
        return CONTEXT_LIST;
    return cases->bar.open ? CONTEXT_OFFERS : CONTEXT_FILTER;
}

static void cases_title(const void *self, Buf *out) {
    const Cases *cases = self;
    if (cases->hits.count && app_settings(cases->app)->plain) /* not another change with each row */
        buf_printf(out, "%llu", (unsigned long long)cases->hits.total);
    else if (cases->hits.count)
        buf_printf(out, "%zu/%llu", cases->list.selected + 1,
                   (unsigned long long)(cases->hits.total > cases->hits.count ? cases->hits.total
                                                                              : cases->hits.count));
}

static void cases_free(void *self) {
    Cases *cases = self;
    querybar_free(&cases->bar);
    views_free(&cases->views);
    handing_free(&cases->hand);
    bulkbox_free(&cases->bulk);
    buf_free(&cases->kept.query);
    caserows_free(&cases->hits);
    casetext_free(&cases->text);
    pager_free(&cases->pager);
    facetpanel_free(&cases->facets);
    arena_free(&cases->offer_texts);
    buf_free(&cases->offers_for);
    free(cases);
}

static const Screen cases_screen = {.context = cases_context,
                                    .title = cases_title,
                                    .draw = cases_draw,
                                    .act = cases_act,
                                    .command = cases_command,
                                    .event = cases_event,
                                    .timer = cases_timer,
                                    .changed = cases_changed,
                                    .free = cases_free};

/* Those that the person chose for good. */
static void read_columns(Cases *cases) {
    Options options = {0};
    Error ignored;
    if (library_options(app_library(cases->app), &options, &ignored))
        cases->columns = caselist_read_columns(str_of(option_text(&options, OPTION_COLUMNS)));
    options_free(&options);
}

void cases_open(App *app) {
    Cases *cases = mem_zalloc(sizeof *cases);
    cases->app = app;
    querybar_init(&cases->bar, app_library(app));
    cases->views = (ViewsBox){.app = app, .show = cases_show_view, .context = cases};
    cases->hand.app = app;
    cases->bulk.app = app;
    cases->in_filter = app_settings(app)->keys != KEYS_VI;
    cases->preview = cases->preview_set = app_settings(app)->preview;
    cases->dirty = true;
    facetpanel_init(&cases->facets, app_library(app));
    read_columns(cases);
    cases->hits.library = app_library(app);
    cases->shown_as = PREVIEW_OFF;
    app_push(app, &cases_screen, cases);
}
