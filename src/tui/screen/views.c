#include "config.h"

#include "tui/screen/views.h"

#include "base/i18n.h"
#include "base/vec.h"

#include <stdio.h>

enum { TO_DELETE = SAVED_VIEWS + 1 };

static void name_typed(void *context, Str name) {
    ViewsBox *box = context;
    Error err;
    char text[16];
    int digit;
    if (!library_view_save(app_library(box->app), name, buf_str(&box->query), buf_str(&box->sort),
                           &digit, &err)) {
        app_say_error(box->app, &err);
        return;
    }
    snprintf(text, sizeof text, "%d", digit);
    app_say_about(box->app, ROLE_GOOD, APP_SAY_MS, _("Saved as view {0}: v and the digit show it."),
                  str_of(text));
}

void views_save(ViewsBox *box, Str query, Str sort) {
    buf_clear(&box->query);
    buf_clear(&box->sort);
    buf_put_str(&box->query, query);
    buf_put_str(&box->sort, sort);
    app_prompt(box->app, _("Name of this view"), name_typed, box);
}

static const SavedView *find(const SavedViews *views, int digit) {
    for (size_t i = 0; i < views->len; i++)
        if (views->items[i].digit == digit)
            return &views->items[i];
    return NULL;
}

/* Every view, and what was asked about them. */
static void list_views(ViewsBox *box, const char *title, bool deleting, AppChosen *chosen) {
    SavedViews views;
    Error err;
    MenuItem items[SAVED_VIEWS + 1];
    size_t count = 0;
    if (!library_views(app_library(box->app), &views, &err)) {
        app_say_error(box->app, &err);
    } else if (!views.len) {
        app_say(box->app, ROLE_INFO, APP_SAY_MS, _("No view is saved. S keeps a list as one."));
    } else {
        for (size_t i = 0; i < views.len; i++) {
            const SavedView *view = &views.items[i];
            items[count++] =
                (MenuItem){.label = arena_printf(&views.arena, "%.*s", STR_ARG(view->name)),
                           .key = arena_printf(&views.arena, "%.*s", STR_ARG(view->query)),
                           .shortcut = {(uint32_t)('0' + view->digit), 0},
                           .action = view->digit};
        }
        if (!deleting)
            items[count++] = (MenuItem){
                .label = _("Delete a view"), .shortcut = {INPUT_DELETE, 0}, .action = TO_DELETE};
        app_menu_keys(box->app, title, items, count, chosen, box);
    }
    library_views_free(&views);
}

static void delete_chosen(void *context, int action) {
    ViewsBox *box = context;
    Error err;
    if (library_view_delete(app_library(box->app), action, &err))
        app_say(box->app, ROLE_GOOD, APP_SAY_MS, _("The view is deleted."));
    else
        app_say_error(box->app, &err);
}

static void view_chosen(void *context, int action) {
    ViewsBox *box = context;
    SavedViews views;
    Error err;
    if (action == TO_DELETE) {
        list_views(box, _("Delete which view?"), true, delete_chosen);
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
    buf_free(&box->query);
    buf_free(&box->sort);
}
