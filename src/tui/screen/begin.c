#include "config.h"

#include "tui/screen/begin.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "tui/screen/edit.h"

#include <stdlib.h>

void begin_free(Begin *begin) {
    library_templates_free(&begin->templates);
}

static bool load(Begin *begin) {
    Error err;
    library_templates_free(&begin->templates);
    if (library_templates(app_library(begin->app), &begin->templates, &err))
        return true;
    app_say_error(begin->app, &err);
    return false;
}

/* Which of the loaded templates; own: only the team's. */
static void ask_which(Begin *begin, const char *title, bool own, AppChosen *chosen) {
    MenuItem *items = mem_zalloc((begin->templates.len + 1) * sizeof *items);
    char **names = mem_zalloc((begin->templates.len + 1) * sizeof *names);
    size_t count = 0;
    for (size_t i = 0; i < begin->templates.len; i++) {
        const CaseTemplate *template = &begin->templates.items[i];
        if (own && !template->own)
            continue;
        names[count] = mem_strndup(template->name.ptr, template->name.len);
        items[count] = (MenuItem){.label = names[count],
                                  .key = template->own && !own ? _("the team's") : NULL,
                                  .action = (int)i};
        count++;
    }
    if (count)
        app_menu(begin->app, title, items, count, chosen, begin);
    else
        app_say(begin->app, ROLE_INFO, APP_SAY_MS,
                _("There is no template yet. :save-template makes one of a case."));
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    free(items);
}

static void take_template(void *context, int action) {
    Begin *begin = context;
    const CaseTemplate *template = &begin->templates.items[action];
    Record *record = library_begin_from_template(app_library(begin->app), template);
    if (begin->take)
        begin->take(begin->context, record);
    else
        edit_open_with(begin->app, record, false);
    record_free(record);
}

bool begin_template(Begin *begin) {
    if (load(begin))
        ask_which(begin, _("A new case by a template"), false, take_template);
    return true;
}

bool begin_copy(Begin *begin, Uuid id) {
    Record *record;
    Error err;
    if (!library_copy_as_new(app_library(begin->app), id, &record, &err)) {
        app_say_error(begin->app, &err);
        return true;
    }
    if (edit_open_with(begin->app, record, false))
        app_say(begin->app, ROLE_INFO, APP_TOAST_MS,
                _("A copy to begin with: customer, results, feedback and consent are left out."));
    record_free(record);
    return true;
}

static void take_name(void *context, Str name) {
    Begin *begin = context;
    Error err;
    if (library_template_save(app_library(begin->app), begin->id, name, &err))
        app_say_about(begin->app, ROLE_GOOD, APP_SAY_MS,
                      _("Kept as a template of the team: {0}. :template begins a case with it."),
                      name);
    else
        app_say_error(begin->app, &err);
}

bool begin_save_template(Begin *begin, Uuid id) {
    begin->id = id;
    app_prompt(begin->app, _("Name of the template"), take_name, begin);
    return true;
}

static void remove_chosen(void *context, int action) {
    Begin *begin = context;
    Str name = begin->templates.items[action].name;
    Error err;
    if (library_template_remove(app_library(begin->app), name, &err))
        app_say_about(begin->app, ROLE_GOOD, APP_SAY_MS, _("The template is gone: {0}"), name);
    else
        app_say_error(begin->app, &err);
}

bool begin_remove_template(Begin *begin) {
    if (load(begin))
        ask_which(begin, _("Which template of the team goes?"), true, remove_chosen);
    return true;
}
