#include "config.h"

#include "base/i18n.h"
#include "library/people.h"
#include "library/settings.h"
#include "tui/screen/adminparts.h"
#include "tui/screen/case.h"

/* Boxes for one person or one setting; `subject` says which. */

enum { USER_TO_TEAM = USER_ROLES, USER_TO_NAME, USER_TO_LEAVE, USER_TO_RETURN };
enum { SETTING_TO_DEFAULT = 1000, SETTING_TO_TEXT };

static void remember(Admin *admin, Str subject) {
    buf_clear(&admin->subject);
    buf_put_str(&admin->subject, subject);
}

/* ---- people ---- */

static void say_handover(App *app, const Handover *handover) {
    Buf text = {0};
    library_handover_put(handover, &text);
    buf_putc(&text, ' ');
    buf_puts(&text, _("z or ^Z in the Inbox takes it back."));
    app_set_undo_batch(app, handover->batch, N_("handed over"));
    app_say(app, ROLE_WARN, 0, buf_text(&text));
    buf_free(&text);
}

static void set_user(Admin *admin, UserChange change) {
    SaveResult result;
    Error err;
    Handover handover = {0};
    change.login = buf_str(&admin->subject);
    change.handover = &handover;
    bool ok = library_user_set(app_library(admin->app), &change, &result, &err);
    if (ok && handover.cases)
        say_handover(admin->app, &handover);
    else if (ok)
        app_say_about(admin->app, ROLE_GOOD, APP_SAY_MS, _("Saved: {0}"), change.login);
    else
        app_say_error(admin->app, &err);
    admin_refresh(admin);
}

static void team_typed(void *context, Str text) {
    set_user(context, (UserChange){.team = text, .disabled = -1});
}

static void name_typed(void *context, Str text) {
    set_user(context, (UserChange){.name = text, .disabled = -1});
}

static void login_typed(void *context, Str text) {
    Admin *admin = context;
    size_t row;
    remember(admin, str_trim(text));
    set_user(admin, (UserChange){.disabled = -1});
    if (admin_find(admin, ADMIN_USER, buf_str(&admin->subject), &row))
        list_select(&admin->list, row);
}

static void user_chosen(void *context, int action) {
    Admin *admin = context;
    if (action < USER_ROLES)
        set_user(admin, (UserChange){.role = str_of(role_key((UserRole)action)), .disabled = -1});
    else if (action == USER_TO_TEAM)
        app_prompt(admin->app, _("Name of the team; - for none"), team_typed, admin);
    else if (action == USER_TO_NAME)
        app_prompt(admin->app, _("Name of the person"), name_typed, admin);
    else
        set_user(admin, (UserChange){.disabled = action == USER_TO_LEAVE});
}

static void choose_for_user(Admin *admin, const AdminRow *row) {
    MenuItem items[USER_ROLES + 3];
    Arena arena = {0};
    size_t count = 0;
    for (UserRole role = 0; role < USER_ROLES; role++)
        items[count++] = (MenuItem){.label = _(role_label(role)), .action = (int)role};
    items[count++] = (MenuItem){.label = _("another team"), .action = USER_TO_TEAM};
    items[count++] = (MenuItem){.label = _("another name"), .action = USER_TO_NAME};
    items[count++] = row->disabled
                         ? (MenuItem){.label = _("the person is back"), .action = USER_TO_RETURN}
                         : (MenuItem){.label = _("the person has left"), .action = USER_TO_LEAVE};
    remember(admin, row->key);
    app_menu(admin->app, arena_strdup(&arena, buf_text(&admin->subject)), items, count, user_chosen,
             admin);
    arena_free(&arena);
}

/* ---- settings ---- */

static OptionId subject_option(const Admin *admin) {
    OptionId id = OPTIONS;
    option_find(buf_str(&admin->subject), &id);
    return id;
}

static void set_option(Admin *admin, Str value) {
    Error err;
    if (library_option_set(app_library(admin->app), subject_option(admin), value, true, &err))
        app_say_about(admin->app, ROLE_GOOD, APP_SAY_MS, _("Saved: {0}"), buf_str(&admin->subject));
    else
        app_say_error(admin->app, &err);
    admin_refresh(admin);
}

static void value_typed(void *context, Str text) {
    set_option(context, str_trim(text));
}

/* The n-th word of the choices. */
static Str choice_at(const OptionRow *option, int n) {
    Str rest = str_of(option->kind == OPTION_SWITCH ? "yes no" : option->choices), word = {0};
    while (rest.len && str_split(&rest, ' ', &word) && n--)
        ;
    return word;
}

static void setting_chosen(void *context, int action) {
    Admin *admin = context;
    const OptionRow *option = option_row(subject_option(admin));
    if (action == SETTING_TO_TEXT)
        app_prompt(admin->app, _(option->label), value_typed, admin);
    else if (action == SETTING_TO_DEFAULT)
        set_option(admin, (Str){NULL, 0});
    else
        set_option(admin, choice_at(option, action));
}

static void choose_for_setting(Admin *admin, const AdminRow *row) {
    enum { MOST = 12 };
    MenuItem items[MOST + 1];
    Arena arena = {0};
    size_t count = 0;
    remember(admin, row->key);
    const OptionRow *option = option_row(subject_option(admin));
    bool closed = option->kind == OPTION_SWITCH || option->kind == OPTION_CHOICE;
    Str rest =
        closed ? str_of(option->kind == OPTION_SWITCH ? "yes no" : option->choices) : (Str){"", 0};
    Str word;
    while (count < MOST && rest.len && str_split(&rest, ' ', &word)) {
        items[count] =
            (MenuItem){.label = arena_printf(&arena, "%.*s", STR_ARG(word)), .action = (int)count};
        count++;
    }
    if (!closed)
        items[count++] = (MenuItem){.label = _("another value"), .action = SETTING_TO_TEXT};
    items[count++] =
        (MenuItem){.label = _("default"), .key = option->standard, .action = SETTING_TO_DEFAULT};
    app_menu(admin->app, _(option->label), items, count, setting_chosen, admin);
    arena_free(&arena);
}

/* ---- Enter ---- */

bool admin_act_open(Admin *admin) {
    const AdminRow *row =
        admin->list.selected < admin->rows.len ? &admin->rows.items[admin->list.selected] : NULL;
    if (!row)
        return true;
    if (row->kind == ADMIN_USER)
        choose_for_user(admin, row);
    else if (row->kind == ADMIN_SETTING)
        choose_for_setting(admin, row);
    else if (row->kind == ADMIN_ADD)
        app_prompt(admin->app, _("Login of the person"), login_typed, admin);
    else if (row->kind == ADMIN_CHANGE && row->type == ENTITY_CASE)
        case_open(admin->app, row->record, (Str){"", 0}, (Str){"", 0});
    else if (row->kind == ADMIN_CHANGE)
        app_say(admin->app, ROLE_INFO, APP_SAY_MS, _("This change is of no case."));
    return true;
}
