#include "config.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "library/save.h"
#include "tui/app/wait.h"
#include "tui/screen/casesparts.h"

/* The rows of the list as typing, the library and time change them. */

enum {
    STAY_ROWS = 20, /* while typing the selection stays with its case among the first ones */
    REST_MS = 80,
    REST_SLOW_MS = 200,
    QUIET_MS = 2000
};

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
void cases_enter_new(Cases *cases) {
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
    cases_enter_new(cases);
    cases->entered_us = clock_mono_us();
}

void cases_changed(void *self) {
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

void cases_timer(void *self, AppTimer timer) {
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
