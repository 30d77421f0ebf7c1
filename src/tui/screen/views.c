#include "config.h"

#include "tui/screen/views.h"

#include "base/i18n.h"
#include "base/vec.h"

#include <stdio.h>

/* A menu's number for a view: its digit, and whose it is. */
enum { TEAM = 100, TO_CHANGE = 1000, ONLY_ME = 1, THE_TEAM = 2 };

static void say_saved(ViewsBox *box, int digit) {
    char text[16];
    snprintf(text, sizeof text, "%d", digit);
    app_say_about(
        box->app, ROLE_GOOD, APP_SAY_MS,
        _("Saved as view {0}: v and the digit show it, in the filter bar ^N and the digit."),
        str_of(text));
}

/* ---- saving ---- */

static void owner_chosen(void *context, int action) {
    ViewsBox *box = context;
    Error err;
    int digit;
    box->saving.team = action == THE_TEAM;
    if (library_view_save(app_library(box->app), &box->saving, &digit, &err))
        say_saved(box, digit);
    else
        app_say_error(box->app, &err);
}

static void name_typed(void *context, Str name) {
    ViewsBox *box = context;
    Error denied;
    box->saving.name = arena_str(&box->arena, name);
    if (!library_allow(app_library(box->app), RIGHT_SETTINGS, &denied)) {
        owner_chosen(box, ONLY_ME);
        return;
    }
    MenuItem items[] = {{.label = _("only for me"), .action = ONLY_ME},
                        {.label = _("for the whole team"), .action = THE_TEAM}};
    app_menu(box->app, _("Whose view is it?"), items, COUNT_OF(items), owner_chosen, box);
}

void views_save(ViewsBox *box, const SavedView *view) {
    arena_clear(&box->arena);
    box->saving = (SavedView){.query = arena_str(&box->arena, view->query),
                              .sort = arena_str(&box->arena, view->sort),
                              .columns = arena_str(&box->arena, view->columns),
                              .open = arena_str(&box->arena, view->open)};
    app_prompt(box->app, _("Name of this view"), name_typed, box);
}

/* ---- the list ---- */

static const SavedView *find(const SavedViews *views, int number) {
    for (size_t i = 0; i < views->len; i++)
        if (views->items[i].digit + (views->items[i].team ? TEAM : 0) == number)
            return &views->items[i];
    return NULL;
}

/* Where a person's own view has the digit the team's is chosen with the arrows. */
static MenuItem item_of(SavedViews *views, const SavedView *view) {
    const char *label =
        arena_printf(&views->arena, view->team ? _("%.*s (team)") : "%.*s", STR_ARG(view->name));
    return (MenuItem){.label = label,
                      .key = arena_printf(&views->arena, "%.*s", STR_ARG(view->query)),
                      .shortcut = {view->hidden ? 0 : (uint32_t)('0' + view->digit), 0},
                      .action = view->digit + (view->team ? TEAM : 0)};
}

/* Every view, and what was asked about them. changeable: only those that the person may change. */
static void list_views(ViewsBox *box, const char *title, bool changeable, AppChosen *chosen) {
    SavedViews views;
    Error err, denied;
    MenuItem items[2 * SAVED_VIEWS + 1];
    size_t count = 0;
    bool may = library_allow(app_library(box->app), RIGHT_SETTINGS, &denied);
    if (!library_views(app_library(box->app), &views, &err)) {
        app_say_error(box->app, &err);
        library_views_free(&views);
        return;
    }
    for (size_t i = 0; i < views.len; i++)
        if (!changeable || may || !views.items[i].team)
            items[count++] = item_of(&views, &views.items[i]);
    if (!count) {
        app_say(box->app, ROLE_INFO, APP_SAY_MS, _("No view is saved. S keeps a list as one."));
    } else {
        if (!changeable)
            items[count++] = (MenuItem){.label = _("Rename, move or delete a view"),
                                        .shortcut = {'0', 0},
                                        .action = TO_CHANGE};
        app_menu_keys(box->app, title, items, count, chosen, box);
    }
    library_views_free(&views);
}

/* ---- changing ---- */

static void said(ViewsBox *box, bool ok, const Error *err, const char *text) {
    if (ok)
        app_say(box->app, ROLE_GOOD, APP_SAY_MS, text);
    if (ok)
        app_watch(box->app);
    else
        app_say_error(box->app, err);
}

static void new_name_typed(void *context, Str name) {
    ViewsBox *box = context;
    Error err;
    bool ok = library_view_rename(app_library(box->app), box->place, box->team, name, &err);
    said(box, ok, &err, _("The view has another name."));
}

static void new_digit_chosen(void *context, int action) {
    ViewsBox *box = context;
    Error err;
    bool ok = library_view_move(app_library(box->app), box->place, box->team, action, &err);
    said(box, ok, &err, _("The view has another digit."));
}

static void ask_digit(ViewsBox *box) {
    MenuItem items[SAVED_VIEWS];
    SavedViews views;
    Error err;
    if (library_views(app_library(box->app), &views, &err)) {
        for (int digit = 1; digit <= SAVED_VIEWS; digit++) {
            const SavedView *there = find(&views, digit + (box->team ? TEAM : 0));
            items[digit - 1] =
                (MenuItem){.label = there ? arena_printf(&views.arena, "%.*s", STR_ARG(there->name))
                                          : _("free"),
                           .action = digit};
        }
        app_menu(box->app, _("Which digit?"), items, COUNT_OF(items), new_digit_chosen, box);
    } else {
        app_say_error(box->app, &err);
    }
    library_views_free(&views);
}

enum { CHANGE_NAME = 1, CHANGE_DIGIT, CHANGE_DELETE };

static void change_chosen(void *context, int action) {
    ViewsBox *box = context;
    Error err;
    if (action == CHANGE_NAME) {
        app_prompt(box->app, _("New name of the view"), new_name_typed, box);
    } else if (action == CHANGE_DIGIT) {
        ask_digit(box);
    } else {
        bool ok = library_view_delete(app_library(box->app), box->place, box->team, &err);
        said(box, ok, &err, _("The view is deleted."));
    }
}

void views_change(ViewsBox *box, int digit, bool team) {
    MenuItem items[] = {{.label = _("another name"), .action = CHANGE_NAME},
                        {.label = _("another digit"), .action = CHANGE_DIGIT},
                        {.label = _("delete it"), .action = CHANGE_DELETE}};
    box->team = team;
    box->place = digit;
    app_menu(box->app, _("What about the view?"), items, COUNT_OF(items), change_chosen, box);
}

static void changed_chosen(void *context, int action) {
    views_change(context, action % TEAM, action >= TEAM);
}

static void view_chosen(void *context, int action) {
    ViewsBox *box = context;
    SavedViews views;
    Error err;
    if (action == TO_CHANGE) {
        list_views(box, _("Which view?"), true, changed_chosen);
        return;
    }
    if (library_views(app_library(box->app), &views, &err)) {
        const SavedView *view = find(&views, action);
        if (view)
            box->show(box->context, view);
    } else {
        app_say_error(box->app, &err);
    }
    library_views_free(&views);
}

void views_choose(ViewsBox *box) {
    list_views(box, _("Saved views"), false, view_chosen);
}

void views_free(ViewsBox *box) {
    arena_free(&box->arena);
}
