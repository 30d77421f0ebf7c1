#include "config.h"

#include "base/i18n.h"
#include "library/settings.h"
#include "tui/screen/casesparts.h"

#include <stdio.h>
#include <string.h>

/* How the list is shown: preview, order, columns, saved views. */

/* Off, right, below, off: what fits of these. */
bool cases_act_preview(Cases *cases) {
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

/* ---- order ---- */

void cases_set_sort(Cases *cases, Str sort) {
    snprintf(cases->sort, sizeof cases->sort, "%.*s", STR_ARG(sort));
    cases->dirty = true;
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
    {"audience", N_("audience")},
    {"industry", N_("industry")},
    {"category", N_("category")},
    {"region", N_("region")},
    {"size", N_("size")},
    {"success", N_("success")},
    {"-scores.business_size", N_("largest value first")},
    {"due", N_("next to verify first")},
    {"-screening", N_("best screened first")},
};

/* What is chosen again, or whose head is clicked again, runs the other way. */
static void sort_or_turn(Cases *cases, const char *key) {
    Buf sort = {0};
    Str now = str_of(cases->sort);
    if (*key && str_equal(now, str_of(key)))
        buf_printf(&sort, *key == '-' ? "%s" : "-%s", *key == '-' ? key + 1 : key);
    else
        buf_puts(&sort, key);
    cases_set_sort(cases, buf_str(&sort));
    buf_free(&sort);
}

void cases_sort_by(Cases *cases, const char *key) {
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        if (sorts[i].key[0] == '-' && strcmp(sorts[i].key + 1, key) == 0) {
            sort_or_turn(cases, sorts[i].key); /* days and values: the newest, the largest first */
            return;
        }
    sort_or_turn(cases, key);
}

static void sort_chosen(void *context, int action) {
    sort_or_turn(context, sorts[action].key);
}

/* The order that holds is selected: chosen again it turns round. */
bool cases_act_sort(Cases *cases) {
    MenuItem items[COUNT_OF(sorts)];
    Str now = str_of(cases->sort);
    bool descending = now.len && now.ptr[0] == '-';
    size_t holds = 0;
    for (size_t i = 0; i < COUNT_OF(sorts); i++) {
        Str key = str_of(sorts[i].key);
        bool turned = descending && str_equal(key, str_make(now.ptr + 1, now.len - 1));
        bool back =
            key.len && key.ptr[0] == '-' && str_equal(now, str_make(key.ptr + 1, key.len - 1));
        if (str_equal(key, now) || turned || (back && !holds))
            holds = i;
        items[i] = (MenuItem){.label = _(sorts[i].label), .action = (int)i};
    }
    if (now.len)
        items[holds].key = descending ? "v" : "^";
    app_menu(cases->app, _("Order of the list"), items, COUNT_OF(items), sort_chosen, cases);
    app_menu_select(cases->app, holds);
    return true;
}

/* ---- columns ---- */

static void column_chosen(void *context, int action) {
    Cases *cases = context;
    Buf keys = {0};
    Error err;
    unsigned set = cases->columns ? cases->columns : caselist_standard();
    set = action == LIST_COLUMNS ? caselist_standard() : set ^ 1u << action;
    cases->columns = set | 1u << LIST_TITLE;
    caselist_put_columns(cases->columns, &keys);
    Str text = buf_str(&keys);
    if (!library_option_set(app_library(cases->app), OPTION_COLUMNS,
                            text.len ? text : (Str){NULL, 0}, false, &err))
        app_say_error(cases->app, &err);
    buf_free(&keys);
    if (action != LIST_COLUMNS)
        cases_act_columns(cases); /* several are chosen in a row */
    if (action != LIST_COLUMNS)
        app_menu_select(cases->app, (size_t)(action - (action > LIST_TITLE)));
}

/* Whether it is there to be seen, and why not. */
static const char *column_state(const Cases *cases, unsigned set, ListColumn column) {
    CaseListStyle style = cases->head_style;
    style.columns = set;
    if (!(set >> column & 1))
        return "";
    if (!cases->head.cols || caselist_has_room(&style, cases->head.cols, column))
        return _("shown");
    return column == LIST_WHY && !style.query.len ? _("while searching") : _("no room");
}

bool cases_act_columns(Cases *cases) {
    MenuItem items[LIST_COLUMNS];
    unsigned set = cases->columns ? cases->columns : caselist_standard();
    size_t count = 0;
    for (int i = 0; i < LIST_COLUMNS; i++)
        if (i != LIST_TITLE)
            items[count++] = (MenuItem){.label = _(caselist_label((ListColumn)i)),
                                        .key = column_state(cases, set, (ListColumn)i),
                                        .action = i};
    items[count++] = (MenuItem){.label = _("the standard ones"), .action = LIST_COLUMNS};
    app_menu(cases->app, _("Columns of the list; Esc ends"), items, count, column_chosen, cases);
    return true;
}

/* ---- saved views ---- */

void cases_show_view(void *context, const SavedView *view) {
    Cases *cases = context;
    cases_set_query(cases, view->query);
    cases->settled = true;
    cases->in_filter = false;
    cases->touched = false;
    cases->columns = caselist_read_columns(view->columns);
    if (view->open.len)
        facetpanel_set_open(&cases->facets, view->open);
    cases_set_sort(cases, view->sort);
}

bool cases_act_save_view(Cases *cases) {
    Buf columns = {0}, open = {0};
    cases_ask_if_needed(cases);
    if (cases->columns)
        caselist_put_columns(cases->columns, &columns);
    facetpanel_put_open(&cases->facets, &open);
    SavedView view = {.query = cases_query(cases),
                      .sort = str_of(cases->sort),
                      .columns = buf_str(&columns),
                      .open = buf_str(&open)};
    views_save(&cases->views, &view);
    buf_free(&columns);
    buf_free(&open);
    return true;
}

bool cases_act_views(Cases *cases) {
    views_choose(&cases->views);
    return true;
}
