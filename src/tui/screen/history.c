#include "config.h"

#include "tui/screen/history.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/history.h"
#include "library/save.h"
#include "library/undo.h"
#include "tui/screen/acts.h"
#include "tui/screen/diff.h"
#include "tui/widget/list.h"

#include <stdio.h>

typedef struct Revision {
    uint32_t rev, base_rev; /* rev 0: the case was handed on, nothing in it changed */
    int64_t at_ms;
    const char *verb; /* message id */
    const char *login, *note;
    Uuid record;        /* the case itself, or one that was merged into it */
    const char *number; /* of that one; "" of the case itself */
    Uuid batch;         /* nil: a change of its own */
    bool format_only;
} Revision;

typedef struct History {
    App *app;
    Uuid id;
    Arena arena;
    VEC(Revision) revisions;
    List list;
    uint32_t marked; /* revision, 0: none */
    Uuid marked_of;  /* the case that it is of */
} History;

static bool add_revision(void *context, const HistoryEntry *entry, Error *err) {
    (void)err;
    History *history = context;
    Buf note = {0};
    history_put_note(entry->note, &note);
    Revision revision = {
        .rev = entry->rev,
        .base_rev = entry->base_rev,
        .at_ms = entry->at_ms,
        .verb = history_verb_label(str_of(entry->verb)),
        .login = arena_printf(&history->arena, "%.*s", STR_ARG(entry->login)),
        .note = arena_strdup(&history->arena, buf_text(&note)),
        .record = entry->rev ? entry->record : history->id,
        .number = arena_printf(&history->arena, "%.*s", STR_ARG(entry->number)),
        .batch = entry->batch,
        .format_only = entry->format_only,
    };
    buf_free(&note);
    vec_push(&history->revisions, revision);
    return true;
}

static void history_changed(void *self) {
    History *history = self;
    Error err;
    arena_clear(&history->arena);
    history->revisions.len = 0;
    if (!library_history(app_library(history->app), ENTITY_CASE, history->id, add_revision, history,
                         &err))
        app_say_error(history->app, &err);
    list_set_count(&history->list, history->revisions.len);
}

static bool is_marked(const History *history, const Revision *revision) {
    return history->marked && history->marked == revision->rev &&
           uuid_equal(history->marked_of, revision->record);
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    const History *history = context;
    const Revision *revision = &history->revisions.items[row];
    Buf when = {0}, what = {0};
    char rev[24];
    zone_format_local(&when, revision->at_ms);
    if (revision->number[0])
        buf_printf(&what, "[%s] ", revision->number);
    buf_puts(&what, revision->format_only ? _("edited, form only") : _(revision->verb));
    if (revision->rev)
        snprintf(rev, sizeof rev, "%s%u", is_marked(history, revision) ? "*" : "",
                 (unsigned)revision->rev);
    else
        snprintf(rev, sizeof rev, "-");
    const struct {
        Str text;
        int cols;
        Role role;
    } cells[] = {
        {str_of(rev), 5, ROLE_NUMBER},
        {buf_str(&when), 17, ROLE_TEXT},
        {str_of(revision->login), 12, ROLE_DIM},
        {buf_str(&what), 24, ROLE_TEXT},
        {str_of(revision->note), at.cols, ROLE_DIM},
    };
    int col = at.col, end = at.col + at.cols;
    for (size_t i = 0; i < COUNT_OF(cells) && col < end; i++) {
        int cols = cells[i].cols < end - col ? cells[i].cols : end - col;
        grid_text(grid, (GridRect){at.row, col, 1, cols}, cells[i].text, grid_style(cells[i].role),
                  GRID_CUT);
        col += cells[i].cols + 1;
    }
    buf_free(&when);
    buf_free(&what);
}

static void history_draw(void *self, Grid *grid, GridRect body) {
    History *history = self;
    history->list.focused = history->list.park_cursor = true;
    list_draw(&history->list, grid, body, draw_row, history);
}

/* NULL where no revision is selected, which is said. */
static const Revision *selected(const History *history) {
    size_t row = history->list.selected;
    const Revision *revision = row < history->revisions.len ? &history->revisions.items[row] : NULL;
    if (!revision || revision->rev)
        return revision;
    app_say(history->app, ROLE_INFO, APP_SAY_MS,
            _("The case was handed on here; nothing in it changed."));
    return NULL;
}

static bool act_open(History *history) {
    const Revision *revision = selected(history);
    if (revision)
        diff_open(history->app, revision->record, revision->rev - 1, revision->rev);
    return true;
}

/* Revisions are numbers of one case: one mark is enough to name two. */
static bool act_mark(History *history) {
    const Revision *revision = selected(history);
    if (!revision)
        return true;
    history->marked = is_marked(history, revision) ? 0 : revision->rev;
    history->marked_of = revision->record;
    if (history->marked)
        app_say(history->app, ROLE_INFO, APP_SAY_MS,
                _("Marked: = compares this revision with the selected one."));
    list_move(&history->list, LIST_DOWN);
    return true;
}

static bool act_compare(History *history) {
    const Revision *revision = selected(history);
    if (!revision)
        return true;
    if (!history->marked || is_marked(history, revision))
        app_say(history->app, ROLE_INFO, APP_SAY_MS,
                _("Mark a revision with x or ^T; = then compares it with the selected one."));
    else if (!uuid_equal(history->marked_of, revision->record))
        app_say(history->app, ROLE_INFO, APP_SAY_MS,
                _("The two are revisions of different cases, which were merged."));
    else
        diff_open(history->app, revision->record, history->marked, revision->rev);
    return true;
}

static bool act_revert(History *history) {
    const Revision *revision = selected(history);
    if (revision && revision->number[0])
        app_say_about(history->app, ROLE_INFO, APP_SAY_MS,
                      _("{0} was merged into this case: Enter shows that revision."),
                      str_of(revision->number));
    else if (revision)
        diff_revert(history->app, history->id, revision->rev);
    return true;
}

/* The newest change as a whole, state and trash too; of a change to many cases, all of it. What is
 * older comes back with r. */
static bool act_undo(History *history) {
    const Revision *revision = selected(history);
    SaveResult result;
    Error err;
    if (!revision)
        return true;
    if (history->list.selected > 0) {
        app_say(history->app, ROLE_INFO, APP_SAY_MS,
                _("Only the newest change is taken back; r brings back what an older one said."));
        return true;
    }
    if (!uuid_is_nil(revision->batch)) {
        app_set_undo_batch(history->app, revision->batch, revision->verb);
        acts_undo(history->app, (Uuid){{0}});
    } else if (library_undo_change(app_library(history->app), ENTITY_CASE, history->id,
                                   revision->rev, revision->rev, &result, &err)) {
        app_did_save(history->app, ENTITY_CASE, history->id, result.rev);
        app_say_about(history->app, ROLE_GOOD, APP_SAY_MS,
                      _("{0}: taken back; z here does it again."), str_of(result.display_id));
    } else {
        app_say_error(history->app, &err);
    }
    app_watch(history->app);
    history_changed(history);
    return true;
}

static bool act_back(History *history) {
    app_pop(history->app);
    return true;
}

static bool act_search(History *history) {
    app_search(history->app, STR(""), false);
    return true;
}

static bool history_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(History *) = {
        [ACTION_OPEN] = act_open,       [ACTION_DIFF] = act_open,     [ACTION_REVERT] = act_revert,
        [ACTION_BACK] = act_back,       [ACTION_SEARCH] = act_search, [ACTION_MARK] = act_mark,
        [ACTION_COMPARE] = act_compare, [ACTION_UNDO] = act_undo,
    };
    ListMove move;
    History *history = self;
    if (acts[id])
        return acts[id](history);
    if (!action_move(id, &move))
        return false;
    list_move(&history->list, move);
    return true;
}

static bool history_event(void *self, const InputEvent *event) {
    History *history = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&history->list, event);
    if (result == WIDGET_DONE)
        act_open(history);
    return result != WIDGET_IGNORED;
}

/* That is the list of what everybody did. */
static bool history_serves(const void *self, ActionId id) {
    (void)self;
    return id != ACTION_OWNER;
}

static ActionContext history_context(const void *self) {
    (void)self;
    return CONTEXT_HISTORY;
}

static void history_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("history"));
}

static void history_free(void *self) {
    History *history = self;
    vec_free(&history->revisions);
    arena_free(&history->arena);
    free(history);
}

static const Screen history_screen = {.context = history_context,
                                      .title = history_title,
                                      .draw = history_draw,
                                      .serves = history_serves,
                                      .act = history_act,
                                      .event = history_event,
                                      .changed = history_changed,
                                      .free = history_free};

void history_open(App *app, Uuid id) {
    History *history = mem_zalloc(sizeof *history);
    history->app = app;
    history->id = id;
    history_changed(history);
    app_push(app, &history_screen, history);
}
