#include "config.h"

#include "base/i18n.h"
#include "library/nothing.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/width.h"
#include "tui/screen/casesparts.h"
#include "tui/screen/firstpage.h"

#include <stdio.h>

/* A list without rows says why, and what to do: with the arrows and Enter, or the keys that stand
 * beside. */

enum { KEY_COLS = 9 };

static void push(Cases *cases, EmptyOffer offer) {
    if (cases->offer_count < CASES_MOST_OFFERS)
        cases->offers[cases->offer_count++] = offer;
}

/* pattern: {0} term, {1} what stands for it, {2} number of cases. */
static const char *sentence(Cases *cases, const char *pattern, const NothingOffer *offer) {
    Str texts[] = {offer->term, offer->shown};
    ErrorArg args[3] = {{.kind = 's'}, {.kind = 's'}, {.kind = 's'}};
    Buf text = {0};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        snprintf(args[i].text, sizeof args[i].text, "%.*s",
                 (int)utf8_floor(texts[i], texts[i].len < 60 ? texts[i].len : 60),
                 texts[i].ptr ? texts[i].ptr : "");
    snprintf(args[2].text, sizeof args[2].text, "%llu", (unsigned long long)offer->total);
    message_fill(&text, pattern, args, COUNT_OF(args));
    const char *kept = arena_strdup(&cases->offer_texts, buf_text(&text));
    buf_free(&text);
    return kept;
}

static void offer_queries(Cases *cases, Str query) {
    static const char *const patterns[] = {
        [NOTHING_ARCHIVED] = N_("Archived cases hold it: {2} (is:archived)"),
        [NOTHING_VALUE] = N_("{1}: {2} found"),
        [NOTHING_SPELLED] = N_("Perhaps “{1}” for “{0}”: {2} found"),
        [NOTHING_WITHOUT] = N_("Without “{0}”: {2} found"),
        [NOTHING_ONLY] = N_("Only “{0}”: {2} found"),
    };
    NothingFound found;
    Error ignored;
    library_find_nothing(app_library(cases->app), query, &found, &ignored);
    for (size_t i = 0; i < found.len; i++) {
        const NothingOffer *offer = &found.items[i];
        push(cases, (EmptyOffer){.kind = OFFER_QUERY,
                                 .text = sentence(cases, _(patterns[offer->kind]), offer),
                                 .key = "",
                                 .query = arena_str(&cases->offer_texts, offer->query)});
    }
    library_nothing_free(&found);
}

/* An action that the person may do, with a key that always works. */
static void offer_action(Cases *cases, ActionId action, const char *text) {
    Buf key = {0};
    action_put_sure_key(&key, app_settings(cases->app)->key_map, action);
    push(cases, (EmptyOffer){.kind = OFFER_ACTION,
                             .text = text,
                             .key = arena_strdup(&cases->offer_texts, buf_text(&key)),
                             .action = action});
    buf_free(&key);
}

static bool may(Cases *cases, Right right) {
    Error denied;
    return library_allow(app_library(cases->app), right, &denied);
}

/* Nothing but the trash is asked for, in either language. */
static bool is_trash(Str query) {
    static const char *const forms[] = {"is:trashed", "是:回收站"};
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (text_fold_equal(query, str_of(forms[i])))
            return true;
    return false;
}

/* deep: asks what other queries find too. */
static void make_offers(Cases *cases, bool deep) {
    Str query = buf_str(&cases->hits.query);
    if (cases->have_offers && !deep && str_equal(query, buf_str(&cases->offers_for)))
        return;
    arena_clear(&cases->offer_texts);
    buf_clear(&cases->offers_for);
    buf_put_str(&cases->offers_for, query);
    cases->have_offers = true;
    cases->offer_count = 0;
    if (deep && query.len)
        offer_queries(cases, query);
    if (query.len)
        offer_action(cases, ACTION_CLEAR, _("Clear the search"));
    if (!query.len && !library_info(app_library(cases->app)).demo)
        offer_action(cases, ACTION_DEMO, _("Look around in the demo library first"));
    bool trash = is_trash(query);
    if (!trash && may(cases, RIGHT_WRITE))
        offer_action(cases, ACTION_NEW,
                     query.len ? _("Start a case from this") : _("Write the first case"));
    if (query.len && !trash && may(cases, RIGHT_TAXONOMY))
        offer_action(cases, ACTION_ADD_SYNONYM, _("Add another word for it, a synonym"));
    if (!query.len && may(cases, RIGHT_IMPORT))
        offer_action(cases, ACTION_IMPORT, _("Import a file or a folder"));
    list_set_count(&cases->offer_list, cases->offer_count);
    list_select(&cases->offer_list, 0);
}

static void draw_offer(void *context, Grid *grid, GridRect at, size_t row) {
    const Cases *cases = context;
    const EmptyOffer *offer = &cases->offers[row];
    grid_text(grid, (GridRect){at.row, at.col + 1, 1, KEY_COLS}, str_of(offer->key),
              grid_style(ROLE_HINT_KEY), 0);
    grid_text(grid, layout_part(at, KEY_COLS + 2, at.cols), str_of(offer->text),
              grid_style(ROLE_TEXT), GRID_CUT);
}

/* ":stale": meant for the line of commands, which opens in the list. */
static bool is_command(Str query) {
    return query.len && (query.ptr[0] == ':' || str_find(query, STR("："), 0) == 0);
}

static void draw_title(Cases *cases, Grid *grid, GridRect line) {
    Str query = buf_str(&cases->hits.query);
    ErrorArg arg = {.kind = 's'};
    Buf text = {0};
    snprintf(arg.text, sizeof arg.text, "%.*s", STR_ARG(query));
    message_fill(&text,
                 is_trash(query)     ? _("The trash is empty. Del puts the selected case there, ^Z "
                                             "brings it back.")
                 : is_command(query) ? _("Nothing holds: {0}   Commands: ^P, or Space in the list.")
                 : query.len         ? _("Nothing holds: {0}")
                                     : _("The library is empty."),
                 &arg, 1);
    grid_text(grid, layout_part(line, 1, line.cols), buf_str(&text), grid_style(ROLE_TITLE),
              GRID_CUT);
    buf_free(&text);
}

void cases_draw_empty(Cases *cases, Grid *grid, GridRect at) {
    grid_fill(grid, at, grid_style(ROLE_TEXT));
    if (cases->failed || cases->dirty)
        return;
    make_offers(cases, false);
    layout_take_top(&at, at.rows > 8 ? 1 : 0);
    draw_title(cases, grid, layout_take_top(&at, 1));
    cases->offer_list.focused = !cases->in_filter && !cases->in_facets;
    cases->offer_list.away_plain = true;
    cases->offer_list.park_cursor = true;
    cases->offer_list.count = cases->offer_count;
    list_draw(&cases->offer_list, grid, layout_take_top(&at, (int)cases->offer_count), draw_offer,
              cases);
    layout_take_top(&at, 1);
    if (!buf_str(&cases->hits.query).len)
        firstpage_draw_keys(grid, at, app_settings(cases->app)->key_map);
}

static bool take_offer(Cases *cases, const EmptyOffer *offer) {
    if (offer->kind == OFFER_ACTION)
        return app_act(cases->app, offer->action);
    Buf query = {0};
    buf_put_str(&query, offer->query);
    cases_set_query(cases, buf_str(&query));
    cases->settled = true;
    cases->touched = false;
    buf_free(&query);
    return true;
}

void cases_empty_rest(Cases *cases) {
    bool all = cases->list.count && cases->hits.total;
    if (!all && !cases->failed && !cases->dirty)
        make_offers(cases, true);
}

/* What would find something, where the rows hold only a part of what is asked for. */
static const EmptyOffer *first_query(const Cases *cases) {
    bool some = cases->list.count && !cases->hits.total && cases->have_offers && !cases->failed;
    return some && cases->offer_count && cases->offers[0].kind == OFFER_QUERY ? &cases->offers[0]
                                                                              : NULL;
}

const char *cases_empty_hint(const Cases *cases) {
    const EmptyOffer *offer = first_query(cases);
    return offer ? offer->text : NULL;
}

bool cases_act_take_hint(Cases *cases) {
    const EmptyOffer *offer = first_query(cases);
    if (offer)
        take_offer(cases, offer);
    else
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("There is nothing else to search for."));
    return true;
}

bool cases_empty_move(Cases *cases, ListMove move) {
    if (cases->list.count)
        return false;
    list_move(&cases->offer_list, move);
    return true;
}

bool cases_empty_open(Cases *cases) {
    if (cases->list.count || !cases->have_offers)
        return false;
    if (cases->offer_list.selected < cases->offer_count)
        take_offer(cases, &cases->offers[cases->offer_list.selected]);
    return true;
}

bool cases_empty_mouse(Cases *cases, const InputEvent *event) {
    if (cases->list.count || !cases->have_offers)
        return false;
    WidgetResult result = list_mouse(&cases->offer_list, event);
    if (result == WIDGET_IGNORED)
        return false;
    if (event->mouse == INPUT_MOUSE_PRESS && event->button == 1)
        cases_empty_open(cases);
    return true;
}
