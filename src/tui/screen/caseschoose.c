#include "config.h"

#include "base/i18n.h"
#include "tui/screen/casesparts.h"

#include <stdio.h>

/* How the list is shown: preview, order, saved views, narrowing. */

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

bool cases_act_sort(Cases *cases) {
    MenuItem items[COUNT_OF(sorts)];
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        items[i] = (MenuItem){.label = _(sorts[i].label), .action = (int)i};
    app_menu(cases->app, _("Order of the list"), items, COUNT_OF(items), sort_chosen, cases);
    return true;
}

/* ---- saved views ---- */

void cases_show_view(void *context, const SavedView *view) {
    Cases *cases = context;
    cases_set_query(cases, view->query);
    cases->settled = true;
    cases->in_filter = false;
    cases->touched = false;
    cases->dirty = true;
    cases->sort = "";
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        if (str_equal(view->sort, str_of(sorts[i].key)))
            cases->sort = sorts[i].key;
}

bool cases_act_save_view(Cases *cases) {
    cases_ask_if_needed(cases);
    views_save(&cases->views, cases_query(cases), str_of(cases->sort));
    return true;
}

bool cases_act_views(Cases *cases) {
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
    buf_put_str(&query, str_trim(cases_query(cases)));
    if (query.len)
        buf_putc(&query, ' ');
    library_complete_term(cases->facet_field, str_of(cases->facet_values[action]), &query);
    cases_set_query(cases, buf_str(&query));
    buf_free(&query);
}

static void field_chosen(void *context, int action) {
    Cases *cases = context;
    FindResult result = {0};
    Error err;
    MenuItem items[CASES_MOST_FACETS];
    size_t count = 0;
    if (action == TO_TRASH) {
        cases_set_query(cases, STR("is:trashed"));
        return;
    }
    const Field *field = &entity_get(ENTITY_CASE)->fields[narrow_fields[action]];
    FindRequest request = {.query = cases_query(cases),
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
    for (size_t i = 0; result.facet_count && i < result.facets[0].len && count < CASES_MOST_FACETS;
         i++) {
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

bool cases_act_facets(Cases *cases) {
    MenuItem items[COUNT_OF(narrow_fields) + 1];
    for (size_t i = 0; i < COUNT_OF(narrow_fields); i++)
        items[i] = (MenuItem){.label = _(entity_get(ENTITY_CASE)->fields[narrow_fields[i]].label),
                              .action = (int)i};
    items[TO_TRASH] = (MenuItem){.label = _("in trash"), .action = TO_TRASH};
    app_menu(cases->app, _("Narrow the list by"), items, COUNT_OF(items), field_chosen, cases);
    return true;
}
