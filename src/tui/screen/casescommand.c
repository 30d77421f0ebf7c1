#include "config.h"

#include "base/i18n.h"
#include "base/number.h"
#include "text/fold.h"
#include "tui/screen/casesparts.h"

/* Commands that are typed: an order, a view. */

/* ERR_INVALID for what no list can be sorted by. */
static bool check_sort(Cases *cases, Str sort, Error *err) {
    FindResult result = {0};
    FindRequest request = {.query = STR(""), .sort = sort, .bare = true, .limit = 1};
    bool ok = library_find(app_library(cases->app), &request, &result, err);
    library_find_free(&result);
    return ok;
}

static bool sort_by(Cases *cases, Str sort, Error *err) {
    if (sort.len >= sizeof cases->sort)
        return error_set(err, ERR_INVALID, N_("one cannot sort by “{0}”"), "S", sort);
    if (!check_sort(cases, sort, err))
        return false;
    cases_set_sort(cases, sort);
    return true;
}

/* By name, else by digit, of which one's own goes before; "team 3": of the team. */
static const SavedView *find_view(const SavedViews *views, Str name) {
    int64_t digit = 0;
    for (size_t i = 0; i < views->len; i++)
        if (views->items[i].team && str_starts(name, STR("team ")) &&
            number_parse_int(str_make(name.ptr + 5, name.len - 5), &digit) &&
            views->items[i].digit == digit)
            return &views->items[i];
    for (size_t i = 0; i < views->len; i++)
        if (text_fold_equal(views->items[i].name, name))
            return &views->items[i];
    return number_parse_int(name, &digit) ? library_view_at(views, (int)digit) : NULL;
}

static bool show_view(Cases *cases, Str name, Error *err) {
    SavedViews views;
    bool ok = library_views(app_library(cases->app), &views, err);
    const SavedView *view = ok ? find_view(&views, name) : NULL;
    if (view)
        cases_show_view(cases, view);
    else if (ok)
        ok = error_set(err, ERR_NOT_FOUND, N_("no view is saved as “{0}”"), "S", name);
    library_views_free(&views);
    return ok;
}

bool cases_command(void *self, ScreenCommand command, Str argument, Error *err) {
    Cases *cases = self;
    return command == SCREEN_VIEW ? show_view(cases, argument, err) : sort_by(cases, argument, err);
}
