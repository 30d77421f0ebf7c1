#include "config.h"

#include "tui/screen/inbox.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/drafts.h"
#include "library/find.h"
#include "tui/screen/acts.h"
#include "tui/screen/care.h"
#include "tui/screen/edit.h"
#include "tui/widget/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Cases that wait for the person, as queries; the list of cases shows them. */
typedef struct Waiting {
    const char *label; /* message id */
    const char *query;
    Right right; /* who has it is asked to act */
} Waiting;

static const Waiting waiting[] = {
    {N_("Returned to me"), "state:draft has:return_reason owner:me", RIGHT_WRITE},
    {N_("To be reviewed"), "state:submitted,in_review -owner:me", RIGHT_REVIEW},
    {N_("Mine in review"), "state:submitted,in_review owner:me", RIGHT_WRITE},
    {N_("Mine to verify again"), "trust:due,stale owner:me", RIGHT_WRITE},
    {N_("All to verify again"), "trust:due,stale", RIGHT_VERIFY},
    {N_("My unfinished cases"), "state:draft owner:me", RIGHT_WRITE},
};

typedef enum RowKind { ROW_HEADING, ROW_NOTHING, ROW_DRAFT, ROW_WAITING } RowKind;

typedef struct InboxRow {
    RowKind kind;
    size_t index;      /* of drafts or waiting */
    const char *label; /* ROW_HEADING, ROW_NOTHING: translated */
    uint64_t count;
    bool about;
} InboxRow;

typedef struct Inbox {
    App *app;
    DraftList drafts;
    VEC(InboxRow) rows;
    List list;
    Uuid discarding;
    Buf question;
} Inbox;

/* --- rows ------------------------------------------------------------------------------------ */

static bool can_stop(const void *context, size_t row) {
    const Inbox *inbox = context;
    RowKind kind = row < inbox->rows.len ? inbox->rows.items[row].kind : ROW_HEADING;
    return kind == ROW_DRAFT || kind == ROW_WAITING;
}

static void add_drafts(Inbox *inbox) {
    Error err;
    vec_push(&inbox->rows, (InboxRow){.kind = ROW_HEADING, .label = _("Drafts")});
    free(inbox->drafts.items);
    inbox->drafts = (DraftList){0};
    if (!library_drafts(app_library(inbox->app), &inbox->drafts, &err))
        app_say_error(inbox->app, &err);
    if (!inbox->drafts.len)
        vec_push(&inbox->rows,
                 (InboxRow){.kind = ROW_NOTHING, .label = _("No draft: everything is saved.")});
    for (size_t i = 0; i < inbox->drafts.len; i++)
        vec_push(&inbox->rows, (InboxRow){.kind = ROW_DRAFT, .index = i});
}

static bool count_cases(Inbox *inbox, const char *query, InboxRow *row) {
    FindRequest request = {.query = str_of(query), .match = FIND_ALL, .exact = true};
    FindResult result = {0};
    Error err;
    bool ok = library_find(app_library(inbox->app), &request, &result, &err);
    row->count = ok ? result.total : 0;
    row->about = ok && result.about;
    library_find_free(&result);
    if (!ok)
        app_say_error(inbox->app, &err);
    return ok;
}

static void add_waiting(Inbox *inbox) {
    Error err;
    vec_push(&inbox->rows, (InboxRow){.kind = ROW_HEADING, .label = _("Waiting for me")});
    for (size_t i = 0; i < COUNT_OF(waiting); i++) {
        InboxRow row = {.kind = ROW_WAITING, .index = i};
        if (library_allow(app_library(inbox->app), waiting[i].right, &err) &&
            count_cases(inbox, waiting[i].query, &row))
            vec_push(&inbox->rows, row);
    }
    if (inbox->rows.items[inbox->rows.len - 1].kind == ROW_HEADING)
        inbox->rows.len--;
}

static const InboxRow *selected(const Inbox *inbox) {
    size_t row = inbox->list.selected;
    return can_stop(inbox, row) ? &inbox->rows.items[row] : NULL;
}

static const DraftInfo *selected_draft(const Inbox *inbox) {
    const InboxRow *row = selected(inbox);
    return row && row->kind == ROW_DRAFT ? &inbox->drafts.items[row->index] : NULL;
}

/* The selection stays on its draft, or on its kind of case. */
static void follow(Inbox *inbox, RowKind kind, Uuid draft, size_t index) {
    for (size_t i = 0; i < inbox->rows.len; i++) {
        const InboxRow *row = &inbox->rows.items[i];
        bool same = row->kind == kind &&
                    (kind == ROW_DRAFT ? uuid_equal(inbox->drafts.items[row->index].id, draft)
                                       : row->index == index);
        if (same && kind >= ROW_DRAFT)
            list_select(&inbox->list, i);
    }
}

static void inbox_changed(void *self) {
    Inbox *inbox = self;
    const InboxRow *row = selected(inbox);
    const DraftInfo *draft = selected_draft(inbox);
    RowKind kind = row ? row->kind : ROW_HEADING;
    size_t index = row ? row->index : 0;
    Uuid id = draft ? draft->id : (Uuid){{0}};
    inbox->rows.len = 0;
    add_drafts(inbox);
    add_waiting(inbox);
    list_set_count(&inbox->list, inbox->rows.len);
    follow(inbox, kind, id, index);
    list_settle(&inbox->list, 1, can_stop, inbox);
}

/* --- drawing --------------------------------------------------------------------------------- */

static void put_when(Buf *out, int64_t at_ms) {
    ZoneTime t = zone_local(at_ms);
    if (date_of(at_ms) == date_of(clock_now_ms()))
        buf_printf(out, "%02d:%02d", t.hour, t.minute);
    else
        buf_printf(out, "%02d-%02d %02d:%02d", t.month, t.day, t.hour, t.minute);
}

/* Draws a part of a line and takes it off. */
static void draw_part(Grid *grid, GridRect *at, int cols, Str text, Role role, unsigned flags) {
    cols = cols > at->cols ? at->cols : cols;
    if (cols > 0)
        grid_text(grid, (GridRect){at->row, at->col, 1, cols}, text, grid_style(role),
                  flags | GRID_CUT);
    at->col += cols + 1;
    at->cols -= cols + 1;
}

static void draw_draft(const Inbox *inbox, Grid *grid, GridRect at, const DraftInfo *draft) {
    Buf when = {0}, what = {0};
    const Entity *entity = entity_get(draft->type);
    put_when(&when, draft->changed_ms);
    buf_printf(&what, "%s %s", draft->base_rev ? _("change of") : _("new"),
               entity ? _(entity->label) : "");
    (void)inbox;
    draw_part(grid, &at, 12, buf_str(&when), ROLE_DIM, 0);
    if (at.cols >= 50)
        draw_part(grid, &at, 18, buf_str(&what), ROLE_DRAFT, 0);
    draw_part(grid, &at, at.cols, str_of(draft->title[0] ? draft->title : _("(no title)")),
              ROLE_TEXT, 0);
    buf_free(&when);
    buf_free(&what);
}

static void draw_waiting(Grid *grid, GridRect at, const InboxRow *row) {
    Buf count = {0};
    buf_printf(&count, "%s%" PRIu64, row->about ? "~" : "", row->count);
    draw_part(grid, &at, 12, buf_str(&count), row->count ? ROLE_NUMBER : ROLE_DIM, GRID_RIGHT);
    draw_part(grid, &at, at.cols, str_of(_(waiting[row->index].label)),
              row->count ? ROLE_TEXT : ROLE_DIM, 0);
    buf_free(&count);
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t index) {
    const Inbox *inbox = context;
    const InboxRow *row = &inbox->rows.items[index];
    switch (row->kind) {
    case ROW_HEADING:
        grid_text(grid, at, str_of(row->label), grid_style(ROLE_HEADING), GRID_CUT);
        break;
    case ROW_NOTHING:
        at.col += 2;
        at.cols -= 2;
        grid_text(grid, at, str_of(row->label), grid_style(ROLE_DIM), GRID_CUT);
        break;
    case ROW_DRAFT:
        at.col += 2;
        at.cols -= 2;
        draw_draft(inbox, grid, at, &inbox->drafts.items[row->index]);
        break;
    case ROW_WAITING:
        draw_waiting(grid, at, row);
        break;
    }
}

static void inbox_draw(void *self, Grid *grid, GridRect body) {
    Inbox *inbox = self;
    inbox->list.focused = inbox->list.park_cursor = true;
    list_draw(&inbox->list, grid, body, draw_row, inbox);
}

/* --- acts ------------------------------------------------------------------------------------ */

static bool act_open(Inbox *inbox) {
    const InboxRow *row = selected(inbox);
    if (row && row->kind == ROW_DRAFT)
        edit_open_draft(inbox->app, inbox->drafts.items[row->index].id);
    else if (row)
        app_search(inbox->app, str_of(waiting[row->index].query), true);
    return true;
}

static void discard(void *context, int yes) {
    Inbox *inbox = context;
    Error err;
    if (yes != 1)
        return;
    if (!library_draft_discard(app_library(inbox->app), inbox->discarding, &err))
        app_say_error(inbox->app, &err);
    app_count_drafts(inbox->app);
    inbox_changed(inbox);
}

static bool act_discard(Inbox *inbox) {
    const DraftInfo *draft = selected_draft(inbox);
    Buf when = {0};
    ErrorArg args[2] = {{.kind = 's'}, {.kind = 's'}};
    if (!draft)
        return false;
    put_when(&when, draft->changed_ms);
    snprintf(args[0].text, sizeof args[0].text, "%s",
             draft->title[0] ? draft->title : _("(no title)"));
    snprintf(args[1].text, sizeof args[1].text, "%s", buf_text(&when));
    buf_clear(&inbox->question);
    message_fill(&inbox->question, _("The draft of “{0}” from {1} will be gone for good."), args,
                 2);
    inbox->discarding = draft->id;
    app_confirm(inbox->app, _("Discard the draft"), buf_text(&inbox->question), _("discard it"), 1,
                discard, inbox);
    buf_free(&when);
    return true;
}

static bool act_back(Inbox *inbox) {
    if (!app_pop(inbox->app))
        app_show_tab(inbox->app, ACTION_CASES);
    return true;
}

static bool act_search(Inbox *inbox) {
    app_search(inbox->app, (Str){"", 0}, false);
    return true;
}

static bool act_new(Inbox *inbox) {
    edit_open_new(inbox->app, (Str){"", 0});
    return true;
}

static bool act_undo(Inbox *inbox) {
    return acts_undo(inbox->app, (Uuid){{0}});
}

static bool act_redo(Inbox *inbox) {
    acts_redo(inbox->app);
    return true;
}

static bool act_show_new(Inbox *inbox) {
    inbox_changed(inbox);
    return true;
}

static bool inbox_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Inbox *) = {
        [ACTION_OPEN] = act_open,     [ACTION_DISCARD] = act_discard,   [ACTION_BACK] = act_back,
        [ACTION_SEARCH] = act_search, [ACTION_NEW] = act_new,           [ACTION_UNDO] = act_undo,
        [ACTION_REDO] = act_redo,     [ACTION_SHOW_NEW] = act_show_new,
    };
    ListMove move;
    Inbox *inbox = self;
    if (acts[id])
        return acts[id](inbox);
    if (!action_move(id, &move))
        return care_act(inbox->app, id);
    size_t before = inbox->list.selected;
    list_move(&inbox->list, move);
    list_settle(&inbox->list, inbox->list.selected < before ? -1 : 1, can_stop, inbox);
    return true;
}

static bool inbox_event(void *self, const InputEvent *event) {
    Inbox *inbox = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&inbox->list, event);
    list_settle(&inbox->list, 1, can_stop, inbox);
    if (result == WIDGET_DONE)
        act_open(inbox);
    return result != WIDGET_IGNORED;
}

static ActionContext inbox_context(const void *self) {
    (void)self;
    return CONTEXT_INBOX;
}

static void inbox_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("inbox"));
}

static void inbox_free(void *self) {
    Inbox *inbox = self;
    free(inbox->drafts.items);
    vec_free(&inbox->rows);
    buf_free(&inbox->question);
    free(inbox);
}

static const Screen inbox_screen = {.context = inbox_context,
                                    .title = inbox_title,
                                    .draw = inbox_draw,
                                    .act = inbox_act,
                                    .event = inbox_event,
                                    .changed = inbox_changed,
                                    .free = inbox_free};

void inbox_open(App *app) {
    Inbox *inbox = mem_zalloc(sizeof *inbox);
    inbox->app = app;
    inbox_changed(inbox);
    app_push(app, &inbox_screen, inbox);
}
