#include "config.h"

#include "tui/screen/consents.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/consent.h"
#include "library/row.h"
#include "library/tell.h"
#include "text/wrap.h"
#include "tui/screen/acts.h"
#include "tui/screen/case.h"
#include "tui/screen/consentcase.h"
#include "tui/screen/edit.h"
#include "tui/widget/list.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct Consents {
    App *app;
    bool of_all;            /* customers: by the day on which they end */
    Uuid customer, case_id; /* case_id nil: not from a case */
    Buf name;               /* of the customer */
    Buf case_title, telling;
    Role telling_role;
    ConsentList all;
    List list;
    ConsentCase on_case;
    Uuid asked; /* that is about to be taken back */
} Consents;

static const ConsentItem *selected(const Consents *screen) {
    size_t row = screen->list.selected;
    return row < screen->all.len ? &screen->all.items[row] : NULL;
}

static void read_case(Consents *screen) {
    static const Role roles[TELL_LEVELS] = {
        [TELL_INTERNAL] = ROLE_ERROR, [TELL_ANONYMOUS] = ROLE_WARN, [TELL_NAMED] = ROLE_GOOD};
    LibraryRow row;
    Error err;
    buf_clear(&screen->case_title);
    buf_clear(&screen->telling);
    if (uuid_is_nil(screen->case_id) ||
        !library_row(app_library(screen->app), ENTITY_CASE, screen->case_id, &row, &err))
        return;
    Telling telling = library_tell(app_library(screen->app), row.record);
    buf_printf(&screen->case_title, "%.*s  %.*s", STR_ARG(record_text(row.record, CASE_ID)),
               STR_ARG(record_title(row.record)));
    buf_printf(&screen->telling, "%s: ", _("May I tell"));
    library_telling_put(&telling, &screen->telling);
    screen->telling_role = roles[telling.level];
    library_row_free(&row);
}

static Uuid row_id(const ConsentItem *row) {
    return uuid_is_nil(row->of_case) ? row->uuid : row->of_case;
}

/* The selection stays with its consent. */
static void consents_changed(void *self) {
    Consents *screen = self;
    const ConsentItem *row = selected(screen);
    Uuid keep = row ? row_id(row) : (Uuid){{0}};
    ConsentList now;
    Error err;
    read_case(screen);
    Library *library = app_library(screen->app);
    if (!(screen->of_all ? library_consents_by_end(library, &now, &err)
                         : library_consents(library, screen->customer, &now, &err))) {
        library_consents_free(&now);
        app_say_error(screen->app, &err);
        return;
    }
    library_consents_free(&screen->all);
    screen->all = now;
    list_set_count(&screen->list, now.len);
    for (size_t i = 0; i < now.len; i++)
        if (uuid_equal(row_id(&now.items[i]), keep))
            list_select(&screen->list, i);
}

/* ---- drawing ---- */

typedef struct Cells {
    Str standing, id, name, scope, where, by, from, until, cases;
    bool of_all;
} Cells;

static void draw_cells(Grid *grid, GridRect line, const Cells *cells, const Role *role) {
    int width = line.cols;
    const struct {
        Str text;
        int from, cols; /* shown in lists of so many columns; cols 0: what is left */
        bool right;
        Role role;
    } parts[] = {
        {cells->standing, 0, 10, false, role ? *role : ROLE_TEXT},
        {cells->id, 56, 12, false, ROLE_DIM},
        {cells->name, cells->of_all ? 0 : INT_MAX, width > 100 ? 30 : 18, false, ROLE_TEXT},
        {cells->scope, 0, 12, false, ROLE_TEXT},
        {cells->from, 100, 10, false, ROLE_DIM},
        {cells->until, 36, 10, false, ROLE_TEXT},
        {cells->cases, 46, 6, true, ROLE_NUMBER},
        {cells->by, 72, 12, false, ROLE_DIM},
        {cells->where, 0, 0, false, ROLE_DIM},
    };
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (width < parts[i].from)
            continue;
        GridRect at = layout_take_left(&line, parts[i].cols ? parts[i].cols : line.cols);
        layout_take_left(&line, 1);
        grid_text(grid, at, parts[i].text, grid_style(role ? parts[i].role : ROLE_COLUMN_HEAD),
                  (parts[i].right ? GRID_RIGHT : 0) | GRID_CUT);
    }
}

static void put_day(int32_t day, Buf *out) {
    if (day != INT32_MAX)
        date_format(out, day);
}

static void draw_row(void *context, Grid *grid, GridRect line, size_t index) {
    static const Role roles[CONSENT_STANDINGS] = {
        [CONSENT_HOLDS] = ROLE_GOOD, [CONSENT_INTERNAL] = ROLE_WARN, [CONSENT_NOT_YET] = ROLE_INFO,
        [CONSENT_ENDED] = ROLE_WARN, [CONSENT_REVOKED] = ROLE_ERROR, [CONSENT_IN_TRASH] = ROLE_DIM};
    const Consents *screen = context;
    const ConsentItem *item = &screen->all.items[index];
    Buf from = {0}, until = {0};
    char cases[24];
    int32_t end = item->revoked_on < item->expires ? item->revoked_on : item->expires;
    put_day(item->granted_on, &from);
    put_day(end, &until);
    snprintf(cases, sizeof cases, "%" PRIu64, item->cases);
    draw_cells(grid, line,
               &(Cells){.of_all = screen->of_all,
                        .standing = str_of(_(consent_standing_label(item->standing))),
                        .id = item->id,
                        .name = item->name,
                        .scope = str_of(_(item->scope)),
                        .where = item->channels,
                        .by = item->granted_by,
                        .from = buf_str(&from),
                        .until = until.len ? buf_str(&until) : str_of(_("no end")),
                        .cases = str_of(cases)},
               &roles[item->standing]);
    buf_free(&from);
    buf_free(&until);
}

static void draw_words(Grid *grid, GridRect *body, Role role, Str text) {
    for (size_t from = 0; from < text.len && body->rows > 0;) {
        size_t next = text_wrap_next(text, from, body->cols);
        size_t to = text_wrap_end(text, from, next, body->cols);
        grid_text(grid, layout_take_top(body, 1), str_make(text.ptr + from, to - from),
                  grid_style(role), 0);
        from = next;
    }
}

static void draw_head(const Consents *screen, Grid *grid, GridRect *body) {
    grid_text(grid, layout_take_top(body, 1), buf_str(&screen->name), grid_style(ROLE_TITLE),
              GRID_CUT);
    if (!screen->case_title.len || body->rows < 6)
        return;
    grid_text(grid, layout_take_top(body, 1), buf_str(&screen->case_title), grid_style(ROLE_DIM),
              GRID_CUT);
    grid_text(grid, layout_take_top(body, 1), buf_str(&screen->telling),
              grid_style(screen->telling_role), GRID_CUT);
    layout_take_top(body, body->rows > 10 ? 1 : 0);
}

static void consents_draw(void *self, Grid *grid, GridRect body) {
    Consents *screen = self;
    draw_head(screen, grid, &body);
    screen->list.focused = screen->list.park_cursor = true;
    if (!screen->all.len) {
        draw_words(grid, &body, ROLE_DIM,
                   str_of(screen->of_all
                              ? _("No consent of any customer is on record. Ins records one.")
                              : _("No consent of this customer is on record: what its cases say of "
                                  "it themselves counts. Ins records one.")));
        screen->list.rect = (GridRect){0};
        return;
    }
    GridRect head = layout_take_top(&body, body.rows > 3 ? 1 : 0);
    grid_fill(grid, head, grid_style(ROLE_COLUMN_HEAD));
    layout_take_left(&head, list_gutter(grid));
    draw_cells(grid, head,
               &(Cells){.of_all = screen->of_all,
                        .standing = str_of(_("Today")),
                        .id = str_of(_("Number")),
                        .name = str_of(_("Customer")),
                        .scope = str_of(_("Allows")),
                        .where = str_of(_("Channels")),
                        .by = str_of(_("Granted by")),
                        .from = str_of(_("Granted on")),
                        .until = str_of(_("Until")),
                        .cases = str_of(_("Cases"))},
               NULL);
    list_draw(&screen->list, grid, body, draw_row, screen);
}

/* ---- acts ---- */

static bool act_edit(Consents *screen) {
    const ConsentItem *row = selected(screen);
    if (row && !uuid_is_nil(row->of_case))
        consentcase_edit(screen->app, row->of_case);
    else if (row)
        edit_open_record(screen->app, ENTITY_CONSENT, row->uuid);
    return true;
}

static bool act_open(Consents *screen) {
    const ConsentItem *row = selected(screen);
    if (!row || uuid_is_nil(row->of_case))
        return act_edit(screen);
    case_open(screen->app, row->of_case, STR(""), STR(""));
    return true;
}

static bool act_new(Consents *screen) {
    edit_open_new_record(screen->app, ENTITY_CONSENT, CONSENT_CUSTOMER,
                         screen->of_all ? STR("") : buf_str(&screen->name));
    return true;
}

static bool act_back(Consents *screen) {
    app_pop(screen->app);
    return true;
}

static void revoked(void *context, int action) {
    Consents *screen = context;
    SaveResult result;
    Error err;
    Buf text = {0};
    (void)action;
    if (!library_consent_revoke(app_library(screen->app), screen->asked, &result, &err)) {
        app_say_error(screen->app, &err);
        return;
    }
    library_made_internal_put(&result, &text);
    if (text.len) {
        app_set_undo_batch(screen->app, result.batch, N_("made internal"));
        app_say_about(screen->app, ROLE_WARN, APP_TOAST_MS,
                      _("Taken back. {0}. z or ^Z brings it all back."), buf_str(&text));
    } else {
        app_did_save(screen->app, ENTITY_CONSENT, result.id, result.rev);
        app_say(screen->app, ROLE_GOOD, APP_SAY_MS,
                _("The consent is taken back. z or ^Z undoes it."));
    }
    buf_free(&text);
    app_watch(screen->app);
}

/* What it would do to cases is said before. */
static bool act_revoke(Consents *screen) {
    const ConsentItem *row = selected(screen);
    size_t count;
    Error err;
    Buf text = {0};
    if (!row)
        return true;
    if (!uuid_is_nil(row->of_case)) {
        consentcase_ask_revoke(&screen->on_case, row);
        return true;
    }
    if (!library_allow(app_library(screen->app), RIGHT_WRITE, &err) ||
        !library_consent_would_drop(app_library(screen->app), row->uuid, &count, &err)) {
        app_say_error(screen->app, &err);
        return true;
    }
    screen->asked = row->uuid;
    buf_printf(&text, "%.*s  %.*s\n", STR_ARG(row->id), STR_ARG(row->name));
    if (count)
        buf_printf(&text,
                   ngettext("%zu public case becomes internal at once.",
                            "%zu public cases become internal at once.", count),
                   count);
    else
        buf_puts(&text, _("No public case rests on it."));
    app_confirm(screen->app, _("Has the customer taken this consent back?"), buf_text(&text),
                _("take it back"), 1, revoked, screen);
    buf_free(&text);
    return true;
}

static bool act_take(Consents *screen) {
    const ConsentItem *row = selected(screen);
    if (row && !uuid_is_nil(screen->case_id))
        consentcase_link(&screen->on_case, screen->case_id, row);
    return true;
}

static bool act_undo(Consents *screen) {
    if (acts_undo(screen->app, (Uuid){{0}}))
        app_watch(screen->app);
    return true;
}

static bool act_redo(Consents *screen) {
    if (acts_redo(screen->app))
        app_watch(screen->app);
    return true;
}

static bool consents_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Consents *) = {
        [ACTION_OPEN] = act_open,
        [ACTION_EDIT] = act_edit,
        [ACTION_CONSENT_NEW] = act_new,
        [ACTION_BACK] = act_back,
        [ACTION_CONSENT_REVOKE] = act_revoke,
        [ACTION_CONSENT_TAKE] = act_take,
        [ACTION_UNDO] = act_undo,
        [ACTION_REDO] = act_redo,
    };
    ListMove move;
    Consents *screen = self;
    if (acts[id])
        return acts[id](screen);
    if (!action_move(id, &move))
        return false;
    list_move(&screen->list, move);
    return true;
}

static bool consents_serves(const void *self, ActionId id) {
    const Consents *screen = self;
    bool of_row = id == ACTION_OPEN || id == ACTION_EDIT || id == ACTION_CONSENT_REVOKE ||
                  id == ACTION_CONSENT_TAKE;
    return (!of_row || screen->all.len) &&
           (id != ACTION_CONSENT_TAKE || !uuid_is_nil(screen->case_id));
}

static bool consents_event(void *self, const InputEvent *event) {
    Consents *screen = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&screen->list, event);
    if (result == WIDGET_DONE)
        act_open(screen);
    return result != WIDGET_IGNORED;
}

static ActionContext consents_context(const void *self) {
    (void)self;
    return CONTEXT_CONSENTS;
}

static void consents_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("consents"));
}

static void consents_free(void *self) {
    Consents *screen = self;
    library_consents_free(&screen->all);
    buf_free(&screen->name);
    buf_free(&screen->case_title);
    buf_free(&screen->telling);
    free(screen);
}

static const Screen consents_screen = {.context = consents_context,
                                       .title = consents_title,
                                       .draw = consents_draw,
                                       .serves = consents_serves,
                                       .act = consents_act,
                                       .event = consents_event,
                                       .changed = consents_changed,
                                       .free = consents_free};

static void show(App *app, Uuid customer, Str name, Uuid case_id) {
    Consents *screen = mem_zalloc(sizeof *screen);
    screen->app = screen->on_case.app = app;
    screen->of_all = uuid_is_nil(customer);
    screen->customer = customer;
    screen->case_id = case_id;
    buf_put_str(&screen->name, name);
    consents_changed(screen);
    app_push(app, &consents_screen, screen);
}

void consents_open_all(App *app) {
    show(app, (Uuid){{0}}, str_of(_("All customers, by the day on which the consent ends")),
         (Uuid){{0}});
}

void consents_open(App *app, Uuid customer, Str name) {
    show(app, customer, name, (Uuid){{0}});
}

void consents_open_case(App *app, Uuid case_id) {
    LibraryRow row;
    Error err;
    if (!library_row(app_library(app), ENTITY_CASE, case_id, &row, &err)) {
        app_say_error(app, &err);
        return;
    }
    Uuid customer = record_ref_uuid(row.record, CASE_CUSTOMER);
    if (uuid_is_nil(customer))
        app_say(app, ROLE_INFO, APP_SAY_MS,
                _("This case names no customer: nobody could give a consent."));
    else
        show(app, customer, record_ref_name(row.record, CASE_CUSTOMER), case_id);
    library_row_free(&row);
}
