#include "config.h"

#include "tui/screen/activity.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/changes.h"
#include "record/entity.h"
#include "tui/screen/acts.h"
#include "tui/screen/case.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"

#include <stdlib.h>

enum { MOST_SHOWN = 300, WHEN_COLS = 6, WHO_COLS = 12, WHAT_COLS = 18, TYPE_COLS = 10 };

typedef struct Done {
    uint64_t number;
    int64_t at_ms;
    const char *verb;
    Str login, title;
    EntityType type;
    Uuid record, about;
    size_t records;
} Done;

typedef struct Activity {
    App *app;
    bool mine;
    Arena arena;
    VEC(Done) rows;
    List list;
    size_t today; /* rows of today */
} Activity;

static bool take(void *context, const ChangeEntry *entry, Error *err) {
    Activity *activity = context;
    (void)err;
    vec_push(&activity->rows, (Done){.number = entry->number,
                                     .at_ms = entry->at_ms,
                                     .verb = entry->verb,
                                     .login = arena_str(&activity->arena, entry->login),
                                     .title = arena_str(&activity->arena, entry->title),
                                     .type = entry->type,
                                     .record = entry->record,
                                     .about = entry->about,
                                     .records = entry->records});
    activity->today += date_of(entry->at_ms) == date_of(clock_now_ms());
    return true;
}

static const Done *selected(const Activity *activity) {
    size_t row = activity->list.selected;
    return row < activity->rows.len ? &activity->rows.items[row] : NULL;
}

/* The selection stays with its change. */
static void activity_changed(void *self) {
    Activity *activity = self;
    Error err;
    const Done *row = selected(activity);
    uint64_t keep = row && activity->list.selected ? row->number : 0;
    activity->rows.len = 0;
    activity->today = 0;
    arena_clear(&activity->arena);
    if (!library_activity(app_library(activity->app), activity->mine, MOST_SHOWN, take, activity,
                          &err))
        app_say_error(activity->app, &err);
    list_set_count(&activity->list, activity->rows.len);
    for (size_t i = 0; keep && i < activity->rows.len; i++)
        if (activity->rows.items[i].number == keep)
            list_select(&activity->list, i);
}

/* ---- drawing ---- */

static void draw_part(Grid *grid, GridRect *at, int cols, Str text, Role role) {
    GridRect part = layout_take_left(at, cols);
    part.cols--;
    if (part.cols > 0)
        grid_text(grid, part, text, grid_style(role), GRID_CUT);
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t index) {
    const Activity *activity = context;
    const Done *row = &activity->rows.items[index];
    ZoneTime time = zone_local(row->at_ms);
    bool today = date_of(row->at_ms) == date_of(clock_now_ms());
    Buf when = {0}, what = {0};
    buf_printf(&when, today ? "%02d:%02d" : "%02d-%02d", today ? time.hour : time.month,
               today ? time.minute : time.day);
    if (row->records > 1) {
        ErrorArg count = {.kind = 'd', .number = (int64_t)row->records};
        message_fill(&what, _("{0} records, among them: "), &count, 1);
    }
    buf_put_str(&what, row->title.len ? row->title : str_of(_("(no title)")));
    draw_part(grid, &at, WHEN_COLS, buf_str(&when), today ? ROLE_TEXT : ROLE_DIM);
    draw_part(grid, &at, WHO_COLS, row->login, ROLE_LABEL);
    draw_part(grid, &at, at.cols > 50 ? WHAT_COLS : TYPE_COLS, str_of(_(row->verb)), ROLE_TEXT);
    if (at.cols > 40)
        draw_part(grid, &at, TYPE_COLS, str_of(_(entity_get(row->type)->label)), ROLE_DIM);
    draw_part(grid, &at, at.cols + 1, buf_str(&what), ROLE_TEXT);
    buf_free(&when);
    buf_free(&what);
}

static void activity_draw(void *self, Grid *grid, GridRect body) {
    Activity *activity = self;
    Error sentence;
    Buf head = {0};
    error_set(&sentence, ERR_NONE,
              activity->mine ? N_("What you did, today {0}; o or F5 shows everybody's")
                             : N_("What was done, today {0}; o or F5 shows only yours"),
              "d", (int64_t)activity->today);
    error_render_message(&sentence, &head);
    grid_text(grid, layout_take_top(&body, 1), buf_str(&head), grid_style(ROLE_DIM), GRID_CUT);
    buf_free(&head);
    activity->list.focused = activity->list.park_cursor = true;
    if (activity->rows.len) {
        list_draw(&activity->list, grid, body, draw_row, activity);
        return;
    }
    grid_text(grid, body, str_of(_("Nothing yet.")), grid_style(ROLE_DIM), GRID_CUT);
    grid_set_cursor(grid, body.row, body.col);
}

/* ---- acts ---- */

static bool act_open(Activity *activity) {
    const Done *row = selected(activity);
    if (row && row->type == ENTITY_CASE)
        case_open(activity->app, row->record, STR(""), STR(""));
    else if (row && !uuid_is_nil(row->about))
        case_open(activity->app, row->about, STR(""), STR(""));
    else if (row)
        app_say(activity->app, ROLE_INFO, APP_SAY_MS, _("Only cases are opened from here."));
    return true;
}

static bool act_back(Activity *activity) {
    app_pop(activity->app);
    return true;
}

static bool act_owner(Activity *activity) {
    activity->mine = !activity->mine;
    list_select(&activity->list, 0);
    activity_changed(activity);
    return true;
}

static bool act_undo(Activity *activity) {
    if (acts_undo(activity->app, (Uuid){{0}}))
        app_watch(activity->app);
    return true;
}

static bool activity_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Activity *) = {
        [ACTION_OPEN] = act_open,
        [ACTION_BACK] = act_back,
        [ACTION_OWNER] = act_owner,
        [ACTION_UNDO] = act_undo,
    };
    ListMove move;
    Activity *activity = self;
    if (acts[id])
        return acts[id](activity);
    if (!action_move(id, &move))
        return false;
    list_move(&activity->list, move);
    return true;
}

static bool activity_serves(const void *self, ActionId id) {
    (void)self;
    return id != ACTION_DIFF && id != ACTION_REVERT && id != ACTION_COMPARE && id != ACTION_MARK;
}

static bool activity_event(void *self, const InputEvent *event) {
    Activity *activity = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&activity->list, event);
    if (result == WIDGET_DONE)
        act_open(activity);
    return result != WIDGET_IGNORED;
}

static ActionContext activity_context(const void *self) {
    (void)self;
    return CONTEXT_HISTORY;
}

static void activity_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("activity"));
}

static void activity_free(void *self) {
    Activity *activity = self;
    arena_free(&activity->arena);
    vec_free(&activity->rows);
    free(activity);
}

static const Screen activity_screen = {.context = activity_context,
                                       .title = activity_title,
                                       .draw = activity_draw,
                                       .serves = activity_serves,
                                       .act = activity_act,
                                       .event = activity_event,
                                       .changed = activity_changed,
                                       .free = activity_free};

void activity_open(App *app) {
    Activity *activity = mem_zalloc(sizeof *activity);
    activity->app = app;
    activity->mine = true;
    activity_changed(activity);
    app_push(app, &activity_screen, activity);
}
