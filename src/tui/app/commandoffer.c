#include "config.h"

#include "tui/app/commandparts.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/complete.h"
#include "library/dashboard.h"
#include "library/views.h"
#include "text/fold.h"
#include "tui/app/fuzzy.h"

/* What may stand behind a command. */

enum { WEEKS_OFFERED = 12 };

void command_split_setting(Str argument, Str *key, Str *value) {
    size_t at = 0;
    while (at < argument.len && argument.ptr[at] != '=' && argument.ptr[at] != ' ')
        at++;
    *key = str_make(argument.ptr, at);
    *value = at < argument.len ? str_trim(str_make(argument.ptr + at + 1, argument.len - at - 1))
                               : (Str){NULL, 0};
}

bool command_split_word(Str *rest, Str *word) {
    *rest = str_trim(*rest);
    return rest->len && str_split(rest, ' ', word);
}

static void add(CommandOffers *out, Str text, const char *label) {
    vec_push(&out->items, (CommandOffer){arena_printf(&out->arena, "%.*s", STR_ARG(text)),
                                         arena_strdup(&out->arena, label)});
}

static void offer_actions(CommandOffers *out, const char *before) {
    for (ActionId id = ACTION_NONE + 1; id < ACTIONS; id++) {
        const Action *action = action_get(id);
        if (!action->screen_key)
            vec_push(&out->items,
                     (CommandOffer){arena_printf(&out->arena, "%s%s", before, action->key),
                                    _(action->help)});
    }
}

void command_offer_map(App *app, Str argument, CommandOffers *out) {
    Str key, rest = argument;
    (void)app;
    if (!command_split_word(&rest, &key) || key.len == str_trim(argument).len)
        return; /* a key is pressed, not chosen */
    offer_actions(out, arena_printf(&out->arena, "%.*s ", STR_ARG(key)));
}

static void offer_values(const OptionRow *row, CommandOffers *out) {
    Str rest = str_of(row->choices ? row->choices : row->kind == OPTION_SWITCH ? "yes no" : "");
    Str value;
    while (rest.len && str_split(&rest, ' ', &value))
        vec_push(&out->items,
                 (CommandOffer){arena_printf(&out->arena, "%s=%.*s", row->key, STR_ARG(value)),
                                str_equal(value, str_of(row->standard)) ? _("default") : ""});
}

void command_offer_set(App *app, Str argument, CommandOffers *out) {
    Str key, value;
    OptionId known;
    (void)app;
    command_split_setting(argument, &key, &value);
    if (value.ptr && option_find(key, &known)) {
        offer_values(option_row(known), out);
        return;
    }
    for (OptionId id = 0; id < OPTIONS; id++)
        if (option_row(id)->level != OPTION_FIXED)
            vec_push(&out->items,
                     (CommandOffer){arena_printf(&out->arena, "%s=", option_row(id)->key),
                                    _(option_row(id)->help)});
}

/* What the query language offers behind its word for the order. */
void command_offer_sort(App *app, Str argument, CommandOffers *out) {
    CompleteResult result = {0};
    Buf query = {0};
    bool minus = argument.len && argument.ptr[0] == '-';
    buf_printf(&query, "sort:%.*s", (int)argument.len - minus, argument.ptr + minus);
    if (library_complete(app_library(app), buf_str(&query), query.len, &result))
        for (size_t i = 0; i < result.len; i++) {
            Str text = str_of(result.items[i].text), rest = text, before;
            if (str_find(text, STR(":"), 0) != SIZE_MAX) {
                str_split(&rest, ':', &before);
                text = rest;
            }
            vec_push(&out->items, (CommandOffer){arena_printf(&out->arena, "%s%.*s",
                                                              minus ? "-" : "", STR_ARG(text)),
                                                 arena_strdup(&out->arena, result.items[i].label)});
        }
    library_complete_free(&result);
    buf_free(&query);
}

void command_offer_view(App *app, Str argument, CommandOffers *out) {
    SavedViews views;
    Error err;
    (void)argument;
    if (library_views(app_library(app), &views, &err))
        for (size_t i = 0; i < views.len; i++)
            add(out, views.items[i].name,
                arena_printf(&out->arena, "%d  %.*s", views.items[i].digit,
                             STR_ARG(views.items[i].query)));
    library_views_free(&views);
}

void command_offer_week(App *app, Str argument, CommandOffers *out) {
    (void)app;
    (void)argument;
    for (int back = 0; back < WEEKS_OFFERED; back++) {
        Buf text = {0};
        week_format(&text, week_add(library_this_week(), -back));
        add(out, buf_str(&text), back == 0 ? _("this week") : back == 1 ? _("last week") : "");
        buf_free(&text);
    }
}

static int offer_score(const CommandOffer *offer, Str typed) {
    Buf text = {0};
    text_fold(&text, str_of(offer->text));
    int score = fuzzy_score(buf_str(&text), typed);
    if (!score) {
        buf_clear(&text);
        text_fold(&text, str_of(offer->label));
        score = fuzzy_score(buf_str(&text), typed) / 2;
    }
    buf_free(&text);
    return score;
}

void command_complete(App *app, const CommandLine *line, CommandOffers *out) {
    Buf typed = {0};
    if (!line->command || !line->command->offer || !line->spaced)
        return;
    line->command->offer(app, line->argument, out);
    text_fold(&typed, line->argument);
    size_t kept = 0;
    for (size_t i = 0; typed.len && i < out->items.len; i++) {
        CommandOffer offer = out->items.items[i];
        if (!offer_score(&offer, buf_str(&typed)))
            continue;
        size_t at = kept++;
        for (; at > 0 && offer_score(&out->items.items[at - 1], buf_str(&typed)) <
                             offer_score(&offer, buf_str(&typed));
             at--)
            out->items.items[at] = out->items.items[at - 1];
        out->items.items[at] = offer;
    }
    if (typed.len)
        out->items.len = kept;
    buf_free(&typed);
}

void command_offers_free(CommandOffers *offers) {
    vec_free(&offers->items);
    arena_free(&offers->arena);
}
