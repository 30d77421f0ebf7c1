#include "config.h"

#include "base/i18n.h"
#include "tui/screen/casesparts.h"

/* Narrowing the list: what is taken in the panel of facets becomes a part of the query's text. */

void cases_count_facets(Cases *cases) {
    CaseRows *hits = &cases->hits;
    int fields[LIBRARY_FACETS];
    Error err;
    bool shown = cases->beside || cases->in_facets;
    size_t count = shown ? facetpanel_fields(&cases->facets, fields) : 0;
    bool same =
        count == hits->field_count && memcmp(fields, hits->fields, count * sizeof *fields) == 0;
    if (!same) {
        bool fewer = count < hits->field_count;
        for (size_t i = 0; i < count && fewer; i++) {
            bool there = false;
            for (size_t j = 0; j < hits->field_count; j++)
                there |= hits->fields[j] == fields[i];
            fewer = there;
        }
        memcpy(hits->fields, fields, count * sizeof *fields);
        hits->field_count = count;
        if (!fewer && hits->have && !cases->dirty && !cases->failed)
            caserows_count(hits, &err);
    }
    if (!cases_waits(cases))
        cases_ask_if_needed(cases);
    if (shown && cases->facets_made != hits->made) {
        size_t len;
        const FindFacet *facets = caserows_facets(hits, &len);
        cases->facets_made = hits->made;
        facetpanel_set(&cases->facets, facets, len, buf_str(&hits->query));
    }
}

void cases_draw_facets(Cases *cases, Grid *grid, GridRect at) {
    cases->facets.focused = cases->in_facets;
    facetpanel_draw(&cases->facets, grid, at);
}

/* Another query by choice, not by typing: the list begins again. */
static void narrow_to(Cases *cases, const Buf *query) {
    cases_set_query(cases, buf_str(query));
    cases->settled = true;
    cases->touched = false;
    cases->dirty = true;
}

static bool take_answer(Cases *cases, FacetAnswer answer) {
    Buf query = {0};
    switch (answer) {
    case FACET_NOTHING:
        return false;
    case FACET_TAKEN:
        narrow_toggle(cases_query(cases), cases->facets.taken_field,
                      buf_str(&cases->facets.taken_value), &query);
        narrow_to(cases, &query);
        buf_free(&query);
        break;
    case FACET_LEAVE:
        cases->in_facets = false;
        break;
    case FACET_USED:
    case FACET_ASK: /* the next draw does */
        break;
    }
    return true;
}

bool cases_facets_event(Cases *cases, const InputEvent *event) {
    if (event->type != INPUT_TYPE_KEY)
        return false;
    cases_count_facets(cases); /* keys may come faster than pictures */
    return take_answer(cases, facetpanel_key(&cases->facets, event->key));
}

bool cases_facets_mouse(Cases *cases, const InputEvent *event) {
    if (!cases->beside && !cases->in_facets)
        return false;
    FacetAnswer answer = facetpanel_mouse(&cases->facets, event);
    if (answer != FACET_NOTHING && event->mouse == INPUT_MOUSE_PRESS) {
        cases->in_facets = true;
        cases->in_filter = false;
    }
    return take_answer(cases, answer);
}

/* To the panel, and back to the list. */
bool cases_act_facets(Cases *cases) {
    if (cases->in_filter)
        cases_act_to_list(cases);
    cases->in_facets = !cases->in_facets;
    return true;
}

bool cases_act_unnarrow(Cases *cases) {
    Buf query = {0};
    narrow_clear(cases_query(cases), -1, &query);
    if (str_equal(buf_str(&query), str_trim(cases_query(cases))))
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("The list is not narrowed to any value."));
    else
        narrow_to(cases, &query);
    buf_free(&query);
    return true;
}
