#include "config.h"

#include "tui/screen/cases.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/save.h"
#include "library/settings.h"
#include "tui/app/wait.h"
#include "tui/screen/care.h"
#include "tui/screen/case.h"
#include "tui/screen/casesparts.h"
#include "tui/screen/compare.h"
#include "tui/screen/consents.h"
#include "tui/screen/edit.h"
#include "tui/screen/files.h"
#include "tui/screen/marking.h"
#include "tui/screen/merge.h"
#include "tui/screen/prospect.h"
#include "tui/screen/screening.h"
#include "tui/screen/similar.h"
#include "tui/screen/usebox.h"

#include <stdio.h>

enum {
    REST_SPOKEN_MS = 500, /* a screen reader says what was typed, then what was found */
    JUST_NOW_US = 300000  /* an Enter so soon means what was there before */
};

bool cases_is_quiet(const Cases *cases) {
    const AppSettings *settings = app_settings(cases->app);
    return settings->low_bandwidth || settings->plain;
}

Str cases_query(const Cases *cases) {
    return querybar_text(&cases->bar);
}

/* ---- the list ---- */

static bool act_move(Cases *cases, ListMove move) {
    cases_ask_if_needed(cases);
    if (cases_empty_move(cases, move))
        return true;
    if (cases->hits.gone)
        cases_enter_new(cases);
    if (list_move(&cases->list, move) == WIDGET_CHANGED)
        cases_rest(cases);
    cases->touched = true;
    return true;
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
    cases_enter_new(cases);
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

/* What is done to the selected case; false: there is none, which has been said. */
static bool on_selected(Cases *cases, Uuid *id) {
    cases_ask_if_needed(cases);
    *id = cases_selected(cases);
    cases->touched = true;
    if (uuid_is_nil(*id))
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("There is no case here to do that with."));
    return !uuid_is_nil(*id);
}

static bool act_edit(Cases *cases) {
    Uuid id;
    if (on_selected(cases, &id))
        edit_open(cases->app, id);
    return true;
}

static bool act_editor(Cases *cases) {
    Uuid id;
    if (on_selected(cases, &id))
        edit_open_editor(cases->app, id);
    return true;
}

static bool act_template(Cases *cases) {
    return begin_template(&cases->begin);
}

static bool act_remove_template(Cases *cases) {
    return begin_remove_template(&cases->begin);
}

static bool act_copy_as_new(Cases *cases) {
    Uuid id;
    return !on_selected(cases, &id) || begin_copy(&cases->begin, id);
}

static bool act_save_template(Cases *cases) {
    Uuid id;
    return !on_selected(cases, &id) || begin_save_template(&cases->begin, id);
}

/* As a row that is done with: the next one is selected. */
static bool act_mark(Cases *cases) {
    Uuid id;
    if (!on_selected(cases, &id))
        return true;
    marking_toggle(cases->app, id);
    return act_move(cases, LIST_DOWN);
}

static bool act_compare(Cases *cases) {
    compare_choose(cases->app, cases_selected(cases), (Uuid){{0}});
    return true;
}

static bool act_merge(Cases *cases) {
    merge_choose(cases->app, cases_selected(cases), (Uuid){{0}});
    return true;
}

static bool act_similar(Cases *cases) {
    Uuid id;
    if (on_selected(cases, &id))
        similar_open(cases->app, id);
    return true;
}

static bool act_prospect(Cases *cases) {
    prospect_open(cases->app);
    return true;
}

static bool act_screening(Cases *cases) {
    cases_ask_if_needed(cases);
    screening_open(cases->app, buf_str(&cases->hits.query));
    return true;
}

static bool act_mark_all(Cases *cases) {
    cases_ask_if_needed(cases);
    marking_all(cases->app, buf_str(&cases->hits.query), str_of(cases->sort), cases->hits.count);
    return true;
}

static bool act_bulk(Cases *cases) {
    Uuid id;
    if (!app_marks(cases->app)->ids.len && !on_selected(cases, &id))
        return true;
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
    Uuid id;
    if (on_selected(cases, &id) && acts_trash(cases->app, id))
        app_watch(cases->app);
    return true;
}

static bool act_undo(Cases *cases) {
    if (acts_undo(cases->app, cases_selected(cases)))
        app_watch(cases->app);
    return true;
}

static bool act_redo(Cases *cases) {
    if (acts_redo(cases->app))
        app_watch(cases->app);
    return true;
}

static bool act_moves(Cases *cases) {
    Uuid id;
    if (!on_selected(cases, &id))
        return true;
    cases->moves = (ActsMoves){.app = cases->app, .id = id};
    acts_show_moves(&cases->moves);
    return true;
}

static bool act_files(Cases *cases) {
    Uuid id;
    if (on_selected(cases, &id))
        files_open(cases->app, id);
    return true;
}

static bool act_case_consents(Cases *cases) {
    Uuid id;
    if (on_selected(cases, &id))
        consents_open_case(cases->app, id);
    return true;
}

static bool act_history(Cases *cases) {
    Uuid id;
    if (!on_selected(cases, &id))
        return true;
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
        [ACTION_EDITOR] = act_editor,
        [ACTION_TEMPLATE] = act_template,
        [ACTION_COPY_AS_NEW] = act_copy_as_new,
        [ACTION_SAVE_TEMPLATE] = act_save_template,
        [ACTION_REMOVE_TEMPLATE] = act_remove_template,
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
        [ACTION_FILES] = act_files,
        [ACTION_CASE_CONSENTS] = act_case_consents,
        [ACTION_MARK] = act_mark,
        [ACTION_MERGE_MARKED] = act_merge,
        [ACTION_COMPARE] = act_compare,
        [ACTION_SIMILAR] = act_similar,
        [ACTION_PROSPECT] = act_prospect,
        [ACTION_SCREENING] = act_screening,
        [ACTION_MARK_ALL] = act_mark_all,
        [ACTION_BULK] = act_bulk,
        [ACTION_COPY_ID] = act_copy_id,
        [ACTION_HAND_ON] = act_hand_on,
        [ACTION_USE] = act_use,
        [ACTION_HOW_IT_WENT] = act_how_it_went,
        [ACTION_TRASH] = act_trash,
        [ACTION_UNDO] = act_undo,
        [ACTION_REDO] = act_redo,
    };
    ListMove move;
    if (action_move(id, &move))
        return act_move(self, move);
    return acts[id] ? acts[id](self) : care_act(((Cases *)self)->app, id);
}

/* An empty list has no case to do anything with; an empty library nothing to narrow. */
static bool cases_serves(const void *self, ActionId id) {
    const Cases *cases = self;
    bool empty = !cases->hits.count && !cases->dirty;
    switch (id) {
    case ACTION_HAND_ON:
    case ACTION_USE:
    case ACTION_EDIT:
    case ACTION_EDITOR:
    case ACTION_MARK:
    case ACTION_MOVES:
        return !empty;
    case ACTION_PREVIEW:
    case ACTION_SORT:
    case ACTION_FACETS:
        return !empty || cases->hits.query.len;
    default:
        return true;
    }
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
    /* Where no typing is left to take back, what was done last is. */
    bool undo =
        event->type == INPUT_TYPE_KEY && result != WIDGET_CHANGED &&
        !input_key_is_text(event->key) &&
        action_find(app_settings(cases->app)->key_map, event->key, CONTEXT_LIST) == ACTION_UNDO;
    return undo ? act_undo(cases) : result != WIDGET_IGNORED;
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
    begin_free(&cases->begin);
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
                                    .serves = cases_serves,
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
    cases->begin.app = app;
    cases->in_filter = app_settings(app)->keys != KEYS_VI;
    cases->preview = cases->preview_set = app_settings(app)->preview;
    cases->dirty = true;
    facetpanel_init(&cases->facets, app_library(app));
    read_columns(cases);
    cases->hits.library = app_library(app);
    cases->shown_as = PREVIEW_OFF;
    app_push(app, &cases_screen, cases);
}
