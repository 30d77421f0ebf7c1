#include "config.h"

#include "tui/screen/inbox.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/complete.h"
#include "library/drafts.h"
#include "library/inbox.h"
#include "tui/screen/acts.h"
#include "tui/screen/care.h"
#include "tui/screen/case.h"
#include "tui/screen/comments.h"
#include "tui/screen/composebox.h"
#include "tui/screen/consents.h"
#include "tui/screen/diff.h"
#include "tui/screen/edit.h"
#include "tui/screen/reasons.h"
#include "tui/screen/review.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST_SHOWN = 30 };

typedef enum RowKind { ROW_HEADING, ROW_NOTHING, ROW_ITEM, ROW_MORE } RowKind;

typedef struct InboxRow {
    RowKind kind;
    size_t index; /* of groups, or of items */
} InboxRow;

typedef struct Inbox {
    App *app;
    InboxList waiting;
    VEC(InboxRow) rows;
    List list;
    ActsMoves moves;
} Inbox;

/* --- rows ------------------------------------------------------------------------------------ */

static bool can_stop(const void *context, size_t row) {
    const Inbox *inbox = context;
    RowKind kind = row < inbox->rows.len ? inbox->rows.items[row].kind : ROW_HEADING;
    return kind == ROW_ITEM || kind == ROW_MORE;
}

static void add_group(Inbox *inbox, size_t index) {
    const InboxGroup *group = &inbox->waiting.groups[index];
    if (!group->total && group->kind != INBOX_DRAFT)
        return;
    vec_push(&inbox->rows, (InboxRow){ROW_HEADING, index});
    if (!group->total)
        vec_push(&inbox->rows, (InboxRow){ROW_NOTHING, index});
    for (size_t i = 0; i < group->len; i++)
        vec_push(&inbox->rows, (InboxRow){ROW_ITEM, group->first + i});
    if (group->total > group->len)
        vec_push(&inbox->rows, (InboxRow){ROW_MORE, index});
}

static const InboxRow *selected(const Inbox *inbox) {
    size_t row = inbox->list.selected;
    return can_stop(inbox, row) ? &inbox->rows.items[row] : NULL;
}

static const InboxItem *selected_item(const Inbox *inbox) {
    const InboxRow *row = selected(inbox);
    return row && row->kind == ROW_ITEM ? &inbox->waiting.items[row->index] : NULL;
}

static bool same_item(const InboxItem *a, const InboxItem *b) {
    return a->kind == b->kind && uuid_equal(a->id, b->id) && a->comment == b->comment;
}

/* The selection stays on its item; when that has gone, where it was. */
static void follow(Inbox *inbox, const InboxItem *item) {
    for (size_t i = 0; item->kind < INBOX_KINDS && i < inbox->rows.len; i++) {
        const InboxRow *row = &inbox->rows.items[i];
        if (row->kind == ROW_ITEM && same_item(&inbox->waiting.items[row->index], item))
            list_select(&inbox->list, i);
    }
}

static void inbox_changed(void *self) {
    Inbox *inbox = self;
    InboxList fresh = {0};
    Error err;
    const InboxItem *item = selected_item(inbox);
    InboxItem before = item ? *item : (InboxItem){.kind = INBOX_KINDS};
    if (!library_inbox(app_library(inbox->app), MOST_SHOWN, &fresh, &err)) {
        app_say_error(inbox->app, &err);
        inbox_free(&fresh);
        return;
    }
    inbox_free(&inbox->waiting);
    inbox->waiting = fresh;
    inbox->rows.len = 0;
    for (size_t i = 0; i < fresh.group_count; i++)
        add_group(inbox, i);
    list_set_count(&inbox->list, inbox->rows.len);
    follow(inbox, &before);
    list_settle(&inbox->list, 1, can_stop, inbox);
    app_count_inbox(inbox->app);
}

/* --- drawing --------------------------------------------------------------------------------- */

static void put_when(Buf *out, int64_t at_ms) {
    ZoneTime t = zone_local(at_ms);
    if (date_of(at_ms) == date_of(clock_now_ms()))
        buf_printf(out, "%02d:%02d", t.hour, t.minute);
    else if (t.year == zone_local(clock_now_ms()).year)
        buf_printf(out, "%02d-%02d", t.month, t.day);
    else
        buf_printf(out, "%04d-%02d", t.year, t.month);
}

/* Draws a part of a line and takes it off. */
static void draw_part(Grid *grid, GridRect *at, int cols, Str text, Role role) {
    cols = cols > at->cols ? at->cols : cols;
    if (cols > 0)
        grid_text(grid, layout_part(*at, 0, cols), text, grid_style(role), GRID_CUT);
    layout_take_left(at, cols + 1);
}

static void put_what(const InboxItem *item, Buf *out) {
    if (item->kind == INBOX_CAME)
        buf_printf(out, ngettext("%d case of %.*s", "%d cases of %.*s", item->count),
                   (int)item->count, STR_ARG(item->who));
    else if (item->kind == INBOX_REJECTED)
        buf_printf(
            out,
            ngettext("%d record; the reason: %.*s", "%d records; the reasons: %.*s", item->count),
            (int)item->count, STR_ARG(item->text));
    else
        buf_put_str(out, item->title.len ? item->title : str_of(_("(no title)")));
}

/* A comment and a reason say more than the title of their case. */
static bool text_first(const InboxItem *item) {
    return item->text.len && (item->kind == INBOX_COMMENT || item->kind == INBOX_SUGGESTION);
}

static void draw_item(Grid *grid, GridRect at, const InboxItem *item) {
    Buf when = {0}, what = {0};
    bool wide = at.cols >= 60;
    put_when(&when, item->at_ms);
    put_what(item, &what);
    draw_part(grid, &at, 7, buf_str(&when), ROLE_DIM);
    bool typed = item->kind == INBOX_DRAFT || item->kind == INBOX_EDITED;
    if (typed && wide && !item->number.len)
        draw_part(grid, &at, 13, str_of(item->count ? _("being changed") : _("new")), ROLE_DRAFT);
    else if (item->number.len && wide)
        draw_part(grid, &at, 13, item->number, ROLE_DIM);
    if (item->who.len && wide && item->kind != INBOX_CAME)
        draw_part(grid, &at, 10, item->who, ROLE_LABEL);
    if (text_first(item)) {
        draw_part(grid, &at, at.cols * 3 / 5, item->text, ROLE_TEXT);
        draw_part(grid, &at, at.cols, buf_str(&what), ROLE_DIM);
    } else if ((item->kind == INBOX_RETURNED || item->kind == INBOX_CONSENT ||
                item->kind == INBOX_LAPSED) &&
               item->text.len) {
        draw_part(grid, &at, at.cols / 2, buf_str(&what), ROLE_TEXT);
        draw_part(grid, &at, at.cols, item->text, ROLE_WARN);
    } else if (item->kind == INBOX_DRAFT && item->text.len && wide) {
        draw_part(grid, &at, at.cols - 16, buf_str(&what), ROLE_TEXT);
        draw_part(grid, &at, at.cols, item->text, ROLE_DIM);
    } else {
        draw_part(grid, &at, at.cols, buf_str(&what), ROLE_TEXT);
    }
    buf_free(&when);
    buf_free(&what);
}

static void draw_row(void *context, Grid *grid, GridRect at, size_t index) {
    const Inbox *inbox = context;
    const InboxRow *row = &inbox->rows.items[index];
    const InboxGroup *group = row->kind == ROW_ITEM ? NULL : &inbox->waiting.groups[row->index];
    Buf text = {0};
    if (row->kind != ROW_HEADING)
        layout_take_left(&at, 2);
    if (!group) {
        draw_item(grid, at, &inbox->waiting.items[row->index]);
    } else if (row->kind == ROW_HEADING) {
        buf_puts(&text, _(inbox_kind_label(group->kind)));
        if (group->total)
            buf_printf(&text, " (%" PRIu64 ")", group->total);
        if (group->len > 1 && *inbox_kind_order(group->kind))
            buf_printf(&text, "  %s", _(inbox_kind_order(group->kind)));
        grid_text(grid, at, buf_str(&text), grid_style(ROLE_HEADING), GRID_CUT);
    } else if (row->kind == ROW_NOTHING) {
        grid_text(grid, at, str_of(_("No draft: everything is saved.")), grid_style(ROLE_DIM),
                  GRID_CUT);
    } else {
        buf_printf(&text, _("%d more"), (int)(group->total - group->len));
        grid_text(grid, at, buf_str(&text), grid_style(ROLE_LINK), GRID_CUT);
    }
    buf_free(&text);
}

static void inbox_draw(void *self, Grid *grid, GridRect body) {
    Inbox *inbox = self;
    inbox->list.focused = inbox->list.park_cursor = true;
    list_draw(&inbox->list, grid, body, draw_row, inbox);
    if (inbox->rows.len <= 2 && body.rows > 4) /* no more than the drafts' heading */
        grid_text(grid, (GridRect){body.row + 3, body.col, 1, body.cols},
                  str_of(_("Nothing else waits for you.")), grid_style(ROLE_DIM), GRID_CUT);
}

/* --- acts ------------------------------------------------------------------------------------ */

static void search_for(Inbox *inbox, const char *query) {
    Buf words = {0};
    library_query_in_words(str_of(query), &words);
    app_search(inbox->app, buf_str(&words), true);
    buf_free(&words);
}

/* The day on which the cases came tells them from others that one owns. */
static void open_arrival(Inbox *inbox, const InboxItem *item) {
    Buf query = {0};
    buf_puts(&query, "owner:me updated:");
    date_format(&query, date_of(item->at_ms));
    search_for(inbox, buf_text(&query));
    buf_free(&query);
}

static void open_item(Inbox *inbox, const InboxItem *item) {
    switch (item->kind) {
    case INBOX_DRAFT:
        if (item->type == ENTITY_COMMENT)
            composebox_open_draft(inbox->app, item->id);
        else
            edit_open_draft(inbox->app, item->id);
        break;
    case INBOX_EDITED:
        edit_open_left(inbox->app, item->type, item->id);
        break;
    case INBOX_COMMENT:
    case INBOX_SUGGESTION:
        comments_open(inbox->app, item->id, item->comment);
        break;
    case INBOX_REVIEW:
    case INBOX_DUE:
        review_open(inbox->app, item->id);
        break;
    case INBOX_CONFLICT: /* what mine changed; r there makes it the newest one */
        diff_open(inbox->app, item->id, (uint32_t)item->count - 1, (uint32_t)item->count);
        break;
    case INBOX_CONSENT:
        consents_open(inbox->app, item->id, item->title);
        break;
    case INBOX_CAME:
        open_arrival(inbox, item);
        break;
    case INBOX_REJECTED:
        reasons_open(inbox->app, item->text);
        break;
    default:
        case_open(inbox->app, item->id, STR(""), STR(""));
    }
}

static void open_more(Inbox *inbox, InboxKind kind) {
    if (kind == INBOX_REVIEW || kind == INBOX_DUE)
        review_open(inbox->app, (Uuid){{0}});
    else if (inbox_kind_query(kind))
        search_for(inbox, inbox_kind_query(kind));
}

static bool act_open(Inbox *inbox) {
    const InboxRow *row = selected(inbox);
    if (row && row->kind == ROW_ITEM)
        open_item(inbox, &inbox->waiting.items[row->index]);
    else if (row)
        open_more(inbox, inbox->waiting.groups[row->index].kind);
    return true;
}

/* Put away, not gone: nothing is asked. */
static void discard(Inbox *inbox, const InboxItem *item) {
    Error err;
    bool draft = item->kind == INBOX_DRAFT;
    UndoStep step = {.kind = draft ? UNDO_DRAFT : UNDO_EDITED, .id = item->id};
    if (draft ? library_draft_discard(app_library(inbox->app), item->id, &err)
              : library_inbox_done(app_library(inbox->app), item, &err)) {
        app_did(inbox->app, step);
        app_say(inbox->app, ROLE_INFO, APP_TOAST_MS,
                draft ? _("The draft is put away; z or ^Z brings it back.")
                      : _("The text is put away; z or ^Z brings it back."));
    } else {
        app_say_error(inbox->app, &err);
    }
    app_count_drafts(inbox->app);
    inbox_changed(inbox);
}

static bool act_discard(Inbox *inbox) {
    const InboxItem *item = selected_item(inbox);
    Error err;
    if (!item)
        return false;
    if (item->kind == INBOX_DRAFT || item->kind == INBOX_EDITED)
        discard(inbox, item);
    else if (!library_inbox_done(app_library(inbox->app), item, &err))
        app_say_error(inbox->app, &err);
    else
        inbox_changed(inbox);
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
    bool done = acts_undo(inbox->app, (Uuid){{0}});
    inbox_changed(inbox);
    return done;
}

static bool act_redo(Inbox *inbox) {
    acts_redo(inbox->app);
    inbox_changed(inbox);
    return true;
}

/* With the selected case, when it waits for that. */
static bool act_review(Inbox *inbox) {
    const InboxItem *item = selected_item(inbox);
    bool waits = item && (item->kind == INBOX_REVIEW || item->kind == INBOX_DUE);
    review_open(inbox->app, waits ? item->id : (Uuid){{0}});
    return true;
}

static bool act_consents(Inbox *inbox) {
    consents_open_all(inbox->app);
    return true;
}

static bool act_verify_as(Inbox *inbox) {
    const InboxItem *item = selected_item(inbox);
    if (!item || item->kind != INBOX_DUE) {
        app_say(inbox->app, ROLE_INFO, APP_SAY_MS,
                _("Only cases that are to be verified again are verified here."));
        return true;
    }
    inbox->moves = (ActsMoves){.app = inbox->app, .id = item->id};
    acts_show_verify(&inbox->moves);
    return true;
}

static bool act_show_new(Inbox *inbox) {
    inbox_changed(inbox);
    return true;
}

static bool inbox_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Inbox *) = {
        [ACTION_OPEN] = act_open,         [ACTION_DISCARD] = act_discard,
        [ACTION_BACK] = act_back,         [ACTION_SEARCH] = act_search,
        [ACTION_NEW] = act_new,           [ACTION_UNDO] = act_undo,
        [ACTION_REDO] = act_redo,         [ACTION_SHOW_NEW] = act_show_new,
        [ACTION_REVIEW] = act_review,     [ACTION_VERIFY_AS] = act_verify_as,
        [ACTION_CONSENTS] = act_consents,
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

static void inbox_screen_free(void *self) {
    Inbox *inbox = self;
    inbox_free(&inbox->waiting);
    vec_free(&inbox->rows);
    free(inbox);
}

static const Screen inbox_screen = {.context = inbox_context,
                                    .title = inbox_title,
                                    .draw = inbox_draw,
                                    .act = inbox_act,
                                    .event = inbox_event,
                                    .changed = inbox_changed,
                                    .free = inbox_screen_free};

void inbox_open(App *app) {
    Inbox *inbox = mem_zalloc(sizeof *inbox);
    inbox->app = app;
    inbox_changed(inbox);
    app_push(app, &inbox_screen, inbox);
}
