#include "config.h"

#include "base/i18n.h"
#include "library/facets.h"
#include "library/session.h"
#include "library/synonyms.h"
#include "text/utf8.h"
#include "tui/screen/casesparts.h"

#include <stdio.h>

/* What is done in the filter bar. */

static void keep_position(Cases *cases) {
    Position *kept = &cases->kept;
    buf_clear(&kept->query);
    buf_put_str(&kept->query, cases_query(cases));
    kept->id = cases_selected(cases);
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
    cases_ask(cases);
    if (cases->failed)
        return;
    caserows_row_of(&cases->hits, kept->id, &row);
    list_select(&cases->list, row);
    cases->list.top = kept->top;
    cases->touched = kept->touched;
}

void cases_set_query(Cases *cases, Str text) {
    cases->dirty |= querybar_set(&cases->bar, text);
    cases->settled = false;
}

/* What the list is narrowed to at the beginning of the query stays: the words behind it are typed
 * anew. */
static void select_words(Cases *cases) {
    Narrowing narrowing;
    Str query = cases_query(cases);
    narrowing_read(query, &narrowing);
    size_t end = narrowing_end(&narrowing, query);
    narrowing_free(&narrowing);
    if (!end) {
        text_edit_select_all(cases->bar.edit);
        return;
    }
    bool bare = !str_trim(str_make(query.ptr + end, query.len - end)).len;
    text_edit_move_to(cases->bar.edit, query.len, false);
    if (bare && query.ptr[query.len - 1] != ' ') {
        text_edit_type(cases->bar.edit, STR(" "));
    } else if (!bare) {
        text_edit_move_to(cases->bar.edit, end + 1, false);
        text_edit_move_to(cases->bar.edit, query.len, true);
    }
}

/* Words that are typed where the list has the keys: what it is narrowed to stays. */
static void search_words(Cases *cases, Str words, bool replace) {
    Buf query = {0};
    Narrowing narrowing;
    narrowing_read(cases_query(cases), &narrowing);
    size_t end = replace ? 0 : narrowing_end(&narrowing, cases_query(cases));
    narrowing_free(&narrowing);
    buf_put_str(&query, str_make(cases_query(cases).ptr, end));
    if (end)
        buf_putc(&query, ' ');
    buf_put_str(&query, words);
    cases_set_query(cases, buf_str(&query));
    buf_free(&query);
}

bool cases_act_search(Cases *cases) {
    Buf text = {0};
    bool replace = false;
    if (!cases->in_filter)
        keep_position(cases);
    cases->in_filter = true;
    cases->in_facets = false;
    select_words(cases);
    if (app_take_search(cases->app, &text, &replace)) {
        search_words(cases, buf_str(&text), replace);
        cases->in_filter = !replace;
        cases->touched = false;
    }
    buf_free(&text);
    return true;
}

void cases_note_search(Cases *cases, Uuid opened) {
    Str query = buf_str(&cases->hits.query);
    querybar_remember(&cases->bar, cases_query(cases));
    if (query.len)
        session_note_search(app_library(cases->app), query,
                            (uint32_t)(cases->hits.total + cases->hits.result.near_total), opened);
}

bool cases_act_to_list(Cases *cases) {
    cases_ask_if_needed(cases);
    cases->in_filter = false; /* also to an empty list: there the digits change the screen */
    if (cases->failed)        /* what is not finished is meant so */
        cases_ask(cases);
    keep_position(cases);
    cases_note_search(cases, (Uuid){{0}});
    return true;
}

bool cases_act_complete(Cases *cases) {
    Buf before = {0};
    buf_put_str(&before, cases_query(cases));
    bool offered = before.len && querybar_complete(&cases->bar);
    bool changed = !str_equal(buf_str(&before), cases_query(cases));
    buf_free(&before);
    cases->dirty |= changed;
    if (changed)
        cases->settled = false;
    return offered || cases_act_to_list(cases);
}

bool cases_act_earlier(Cases *cases) {
    if (!querybar_recall(&cases->bar, true)) {
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("There is no search before this one."));
        return true;
    }
    cases->dirty = cases->settled = true;
    return true;
}

bool cases_act_later(Cases *cases) {
    if (!querybar_recall(&cases->bar, false))
        return cases_act_to_list(cases);
    cases->dirty = cases->settled = true;
    return true;
}

static void synonym_typed(void *context, Str text) {
    Cases *cases = context;
    Str words[] = {str_trim(cases_query(cases)), str_trim(text)};
    bool changed;
    Error err;
    if (!library_synonym_add(app_library(cases->app), words, COUNT_OF(words), &changed, &err)) {
        app_say_error(cases->app, &err);
        return;
    }
    app_say(cases->app, ROLE_GOOD, APP_SAY_MS, _("From now on a search for one finds the other."));
    cases->dirty = true;
}

bool cases_act_add_synonym(Cases *cases) {
    Str word = str_trim(cases_query(cases));
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

/* Esc in the list: to the filter bar, which vi users have no use for. */
bool cases_act_back(Cases *cases) {
    if (app_settings(cases->app)->keys != KEYS_VI)
        return cases_act_search(cases);
    if (cases_query(cases).len)
        cases_set_query(cases, STR(""));
    else
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("^Q leaves the program, ^G shows the keys."));
    return true;
}

/* Back to what was there before; then to nothing; then a word about how to leave. */
bool cases_act_clear(Cases *cases) {
    Str text = cases_query(cases), kept = buf_str(&cases->kept.query);
    if (app_settings(cases->app)->keys == KEYS_VI) {
        restore_position(cases);
        cases->in_filter = false;
    } else if (!str_equal(text, kept)) {
        restore_position(cases);
    } else if (text.len) {
        cases_set_query(cases, STR(""));
        buf_clear(&cases->kept.query);
    } else {
        app_say(cases->app, ROLE_INFO, APP_SAY_MS, _("^Q leaves the program, ^G shows the keys."));
    }
    return true;
}
