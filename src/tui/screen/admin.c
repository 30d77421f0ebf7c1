#include "config.h"

#include "tui/screen/admin.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/changes.h"
#include "library/find.h"
#include "library/row.h"
#include "library/settings.h"
#include "tui/screen/adminparts.h"
#include "tui/screen/care.h"

#include <inttypes.h>
#include <stdlib.h>

enum { CHANGES_SHOWN = 100 };

/* ---- rows ---- */

static Str keep(Admin *admin, Str text) {
    return arena_str(&admin->arena, text);
}

static Str keep_moment(Admin *admin, int64_t at_ms) {
    ZoneTime t = zone_local(at_ms);
    return str_of(arena_printf(&admin->arena, "%04d-%02d-%02d %02d:%02d", t.year, t.month, t.day,
                               t.hour, t.minute));
}

static void add_heading(Admin *admin, const char *title) {
    vec_push(&admin->rows, (AdminRow){.kind = ADMIN_HEADING, .cells = {str_of(title)}});
}

static void add_people(Admin *admin) {
    LibraryRows users = {0};
    Error err;
    add_heading(admin, _("People"));
    if (!library_rows(app_library(admin->app), ENTITY_USER, false, &users, &err))
        app_say_error(admin->app, &err);
    VEC_EACH (row, &users) {
        const Record *user = row->record;
        UserRole role = ROLE_READER;
        role_find(record_text(user, USER_ROLE), &role);
        bool gone = record_int(user, USER_DISABLED) != 0;
        Str login = keep(admin, record_text(user, USER_LOGIN));
        vec_push(&admin->rows,
                 (AdminRow){.kind = ADMIN_USER,
                            .key = login,
                            .disabled = gone,
                            .cells = {login, str_of(gone ? _("disabled") : _(role_label(role))),
                                      keep(admin, record_ref_name(user, USER_TEAM)),
                                      keep(admin, record_text(user, USER_NAME))}});
    }
    library_rows_free(&users);
    vec_push(&admin->rows, (AdminRow){.kind = ADMIN_ADD, .cells = {str_of(_("+ a person"))}});
}

static void add_settings(Admin *admin) {
    Options options = {0};
    Error err;
    add_heading(admin, _("Settings of the team"));
    if (!library_options(app_library(admin->app), &options, &err))
        app_say_error(admin->app, &err);
    for (OptionId id = 0; id < OPTIONS; id++) {
        const OptionRow *option = option_row(id);
        const char *value = options.values[SOURCE_TEAM][id];
        if (option->level == OPTION_FIXED)
            continue;
        vec_push(&admin->rows,
                 (AdminRow){.kind = ADMIN_SETTING,
                            .key = str_of(option->key),
                            .cells = {str_of(option->key),
                                      keep(admin, str_of(value ? value : option->standard)),
                                      str_of(value ? _("team") : _("default")),
                                      str_of(_(option->label))}});
    }
    options_free(&options);
}

static void add_fact(Admin *admin, const char *label, Str value) {
    vec_push(&admin->rows,
             (AdminRow){.kind = ADMIN_FACT, .cells = {str_of(label), {"", 0}, {"", 0}, value}});
}

static void add_library(Admin *admin) {
    Library *library = app_library(admin->app);
    LibraryInfo info = library_info(library);
    FindRequest everything = {.exact = true, .bare = true};
    FindResult result = {0};
    Error err;
    add_heading(admin, _("Library"));
    add_fact(admin, _("Folder"), keep(admin, str_of(info.path)));
    add_fact(admin, _("Time zone"), keep(admin, str_of(info.zone)));
    add_fact(admin, _("Made"), keep_moment(admin, info.created_ms));
    if (library_find(library, &everything, &result, &err))
        add_fact(admin, _("Cases"), str_of(arena_printf(&admin->arena, "%" PRIu64, result.total)));
    else
        app_say_error(admin->app, &err);
    library_find_free(&result);
}

static bool add_change(void *context, const ChangeEntry *entry, Error *err) {
    Admin *admin = context;
    (void)err;
    Str what = keep(admin, entry->title.len ? entry->title : entry->note);
    if (entry->records > 1)
        what = str_of(arena_printf(&admin->arena,
                                   entry->and_more ? _("%zu records and more") : _("%zu records"),
                                   entry->records));
    vec_push(&admin->rows,
             (AdminRow){.kind = ADMIN_CHANGE,
                        .key = str_of(arena_printf(&admin->arena, "%" PRIu64, entry->number)),
                        .type = entry->type,
                        .record = entry->record,
                        .cells = {keep_moment(admin, entry->at_ms), str_of(_(entry->verb)),
                                  keep(admin, entry->login), what}});
    return true;
}

static void add_changes(Admin *admin) {
    Error err;
    add_heading(admin, _("What was done last"));
    if (!library_changes(app_library(admin->app), CHANGES_SHOWN, add_change, admin, &err))
        app_say_error(admin->app, &err);
}

static const struct {
    Right right;
    void (*add)(Admin *admin);
} sections[] = {
    {RIGHT_USERS, add_people},
    {RIGHT_SETTINGS, add_settings},
    {RIGHT_SETTINGS, add_library},
    {RIGHT_AUDIT, add_changes},
};

static bool can_stop(const void *context, size_t row) {
    const Admin *admin = context;
    return row < admin->rows.len && admin->rows.items[row].kind > ADMIN_FACT;
}

bool admin_find(const Admin *admin, AdminKind kind, Str key, size_t *row) {
    for (size_t i = 0; key.len && i < admin->rows.len; i++) {
        if (admin->rows.items[i].kind == kind && str_equal(admin->rows.items[i].key, key)) {
            *row = i;
            return true;
        }
    }
    return false;
}

void admin_refresh(Admin *admin) {
    Arena old = admin->arena;
    AdminRow before = {0};
    Error err;
    if (admin->list.selected < admin->rows.len)
        before = admin->rows.items[admin->list.selected];
    admin->arena = (Arena){0};
    admin->rows.len = 0;
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        if (library_allow(app_library(admin->app), sections[i].right, &err))
            sections[i].add(admin);
    list_set_count(&admin->list, admin->rows.len);
    size_t row;
    if (admin_find(admin, before.kind, before.key, &row))
        list_follow(&admin->list, row);
    list_settle(&admin->list, 1, can_stop, admin);
    arena_free(&old);
}

/* ---- drawing ---- */

/* Columns of the first three cells; the last one takes the rest. */
static const int widths[][3] = {
    [ADMIN_FACT] = {18, 0, 0},     [ADMIN_ADD] = {40, 0, 0},      [ADMIN_USER] = {16, 10, 14},
    [ADMIN_SETTING] = {18, 14, 8}, [ADMIN_CHANGE] = {16, 18, 12},
};

static Role cell_role(const AdminRow *row, int cell) {
    if (row->disabled)
        return ROLE_DISABLED;
    if (row->kind == ADMIN_SETTING)
        return cell == 1 ? ROLE_TEXT : cell == 0 ? ROLE_LABEL : ROLE_DIM;
    if (row->kind == ADMIN_FACT)
        return cell == 0 ? ROLE_LABEL : ROLE_TEXT;
    return row->kind == ADMIN_ADD ? ROLE_HINT_KEY : cell == 0 || cell == 3 ? ROLE_TEXT : ROLE_DIM;
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t index) {
    const Admin *admin = context;
    const AdminRow *row = &admin->rows.items[index];
    if (row->kind == ADMIN_HEADING) {
        grid_text(grid, at, row->cells[0], grid_style(ROLE_HEADING), GRID_CUT);
        return;
    }
    layout_take_left(&at, 2);
    for (int cell = 0; cell < 4; cell++) {
        int cols = cell == 3 ? at.cols : widths[row->kind][cell];
        GridRect part = layout_take_left(&at, cols);
        if (cols)
            layout_take_left(&at, 1);
        if (part.cols > 0)
            grid_text(grid, part, row->cells[cell], grid_style(cell_role(row, cell)), GRID_CUT);
    }
}

static void admin_draw(void *self, Grid *grid, GridRect body) {
    Admin *admin = self;
    admin->list.focused = admin->list.park_cursor = true;
    list_draw(&admin->list, grid, body, draw_row, admin);
}

/* ---- the screen ---- */

static bool admin_act(void *self, ActionId id) {
    ListMove move;
    Admin *admin = self;
    if (id == ACTION_OPEN)
        return admin_act_open(admin);
    if (id == ACTION_SEARCH) {
        app_search(admin->app, (Str){"", 0}, false);
        return true;
    }
    if (id == ACTION_BACK) {
        if (!app_pop(admin->app))
            app_show_tab(admin->app, ACTION_CASES);
        return true;
    }
    if (!action_move(id, &move))
        return care_act(admin->app, id);
    size_t before = admin->list.selected;
    list_move(&admin->list, move);
    list_settle(&admin->list, admin->list.selected < before ? -1 : 1, can_stop, admin);
    return true;
}

static bool admin_event(void *self, const InputEvent *event) {
    Admin *admin = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&admin->list, event);
    list_settle(&admin->list, 1, can_stop, admin);
    if (result == WIDGET_DONE)
        admin_act_open(admin);
    return result != WIDGET_IGNORED;
}

static void admin_changed(void *self) {
    admin_refresh(self);
}

static ActionContext admin_context(const void *self) {
    (void)self;
    return CONTEXT_ADMIN;
}

static void admin_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("administration"));
}

static void admin_free(void *self) {
    Admin *admin = self;
    vec_free(&admin->rows);
    arena_free(&admin->arena);
    buf_free(&admin->subject);
    free(admin);
}

static const Screen admin_screen = {.context = admin_context,
                                    .title = admin_title,
                                    .draw = admin_draw,
                                    .act = admin_act,
                                    .event = admin_event,
                                    .changed = admin_changed,
                                    .free = admin_free};

void admin_open(App *app) {
    Admin *admin = mem_zalloc(sizeof *admin);
    admin->app = app;
    admin_refresh(admin);
    app_push(app, &admin_screen, admin);
}
