#include "config.h"

#include "tui/screen/case.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "library/comments.h"
#include "library/drafts.h"
#include "library/history.h"
#include "library/save.h"
#include "library/session.h"
#include "tui/screen/acts.h"
#include "tui/screen/begin.h"
#include "tui/screen/bulkbox.h"
#include "tui/screen/care.h"
#include "tui/screen/casetext.h"
#include "tui/screen/comments.h"
#include "tui/screen/compare.h"
#include "tui/screen/consents.h"
#include "tui/screen/diff.h"
#include "tui/screen/edit.h"
#include "tui/screen/files.h"
#include "tui/screen/handing.h"
#include "tui/screen/history.h"
#include "tui/screen/marking.h"
#include "tui/screen/merge.h"
#include "tui/screen/prospect.h"
#include "tui/screen/ratebox.h"
#include "tui/screen/similar.h"
#include "tui/screen/textfind.h"
#include "tui/screen/usebox.h"
#include "tui/widget/layout.h"

enum { MOST_COLS = 100 };

typedef struct CaseScreen {
    App *app;
    Uuid id;
    char display_id[32];
    Buf query; /* as typed */
    Buf marks; /* FindResult.marks of it */
    CaseText text;
    Comments comments;
    Pager pager;
    ActsMoves moves;
    HandBox hand;
    BulkBox bulk;
    Begin begin;
    TextFind find;
    int64_t opened_us;
    ViewFrom from;
    uint32_t rev;
} CaseScreen;

/* The newest revision is told first: that one is enough. */
static bool take_actor(void *context, const HistoryEntry *entry, Error *err) {
    buf_put_str(context, entry->login);
    buf_puts(context, entry->login.len ? _(", ") : "");
    return error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
}

static void put_last_actor(const CaseScreen *screen, Buf *out) {
    Error stopped;
    library_history(app_library(screen->app), ENTITY_CASE, screen->id, take_actor, out, &stopped);
}

static void add_history_line(CaseScreen *screen, const Record *record) {
    Buf line = {0};
    buf_put_str(&line, record_text(record, CASE_ID));
    buf_printf(&line, _("   rev %d, "), (int)record_int(record, CASE_REV));
    put_last_actor(screen, &line);
    casetext_put_ago(&line, record_int(record, CASE_UPDATED));
    casetext_line(&screen->text, ROLE_DIM, buf_str(&line));
    buf_free(&line);
}

static void add_archived(CaseScreen *screen) {
    Error denied;
    bool may = library_allow(app_library(screen->app), RIGHT_ARCHIVE, &denied);
    casetext_line(&screen->text, ROLE_WARN,
                  str_of(may ? _("Archived; m brings it back, as a draft.")
                             : _("Archived; a reviewer can bring it back.")));
}

static void build(CaseScreen *screen, const Record *record) {
    CaseText *text = &screen->text;
    casetext_clear(text);
    textfind_forget(&screen->find);
    text->library = app_library(screen->app);
    text->query = buf_str(&screen->marks);
    text->links = app_settings(screen->app)->links;
    casetext_add_brief(text, record);
    casetext_add_comments(text);
    if (acts_is_trashed(screen->app, screen->id))
        casetext_line(text, ROLE_WARN, str_of(_("In the trash; z or ^Z brings it back.")));
    if (case_state(record) == STATE_ARCHIVED)
        add_archived(screen);
    add_history_line(screen, record);
    casetext_add_story(text, record);
    casetext_heading(text, str_of(_("Details")));
    casetext_add_fields(text, record);
    screen->rev = (uint32_t)record_int(record, CASE_REV);
    Str id = record_text(record, CASE_ID);
    size_t fit = id.len < sizeof screen->display_id ? id.len : sizeof screen->display_id - 1;
    memcpy(screen->display_id, id.len ? id.ptr : "", fit);
    screen->display_id[fit] = '\0';
}

static bool load(CaseScreen *screen, Error *err) {
    Record *record;
    if (!library_load(app_library(screen->app), ENTITY_CASE, screen->id, 0, &record, err))
        return false;
    comments_free(&screen->comments);
    if (!library_comments(app_library(screen->app), screen->id, false, &screen->comments, err)) {
        record_free(record);
        return false;
    }
    screen->text.comments = &screen->comments;
    build(screen, record);
    record_free(record);
    return true;
}

static void forget(CaseScreen *screen, const Error *why) {
    Buf text = {0};
    error_render_message(why, &text);
    casetext_clear(&screen->text);
    textfind_forget(&screen->find);
    comments_free(&screen->comments);
    casetext_line(&screen->text, ROLE_WARN, buf_str(&text));
    pager_update(&screen->pager, screen->text.lines.items, screen->text.lines.len);
    buf_free(&text);
}

static void case_changed(void *self) {
    CaseScreen *screen = self;
    size_t at = screen->find.at;
    Error err;
    if (!load(screen, &err)) {
        if (err.code == ERR_NOT_FOUND) /* it may not be seen any more */
            forget(screen, &err);
        app_say_error(screen->app, &err);
        return;
    }
    pager_update(&screen->pager, screen->text.lines.items, screen->text.lines.len);
    textfind_resume(&screen->find, at);
}

static void case_draw(void *self, Grid *grid, GridRect body) {
    CaseScreen *screen = self;
    layout_take_left(&body, body.cols > 60 ? 2 : 0);
    if (body.cols > MOST_COLS)
        body.cols = MOST_COLS;
    pager_draw(&screen->pager, grid, body);
    grid_set_cursor(grid, body.row, body.col);
}

/* ---- actions ---- */

static bool scroll(CaseScreen *screen, ActionId id) {
    ListMove move;
    if (!action_move(id, &move))
        return false;
    pager_move(&screen->pager, move);
    return true;
}

static bool act_back(CaseScreen *screen) {
    app_pop(screen->app);
    return true;
}

static bool act_edit(CaseScreen *screen) {
    edit_open(screen->app, screen->id);
    return true;
}

static bool act_editor(CaseScreen *screen) {
    edit_open_editor(screen->app, screen->id);
    return true;
}

static bool act_new(CaseScreen *screen) {
    edit_open_new(screen->app, STR(""));
    return true;
}

static bool act_template(CaseScreen *screen) {
    return begin_template(&screen->begin);
}

static bool act_remove_template(CaseScreen *screen) {
    return begin_remove_template(&screen->begin);
}

static bool act_copy_as_new(CaseScreen *screen) {
    return begin_copy(&screen->begin, screen->id);
}

static bool act_save_template(CaseScreen *screen) {
    return begin_save_template(&screen->begin, screen->id);
}

static bool act_moves(CaseScreen *screen) {
    screen->moves = (ActsMoves){.app = screen->app, .id = screen->id, .seen_rev = screen->rev};
    acts_show_moves(&screen->moves);
    return true;
}

static bool act_comments(CaseScreen *screen) {
    comments_open(screen->app, screen->id, 0);
    return true;
}

static bool act_files(CaseScreen *screen) {
    files_open(screen->app, screen->id);
    return true;
}

static bool act_history(CaseScreen *screen) {
    history_open(screen->app, screen->id);
    return true;
}

static bool act_diff(CaseScreen *screen) {
    if (screen->rev < 2)
        app_say(screen->app, ROLE_INFO, APP_SAY_MS, _("This is the first revision."));
    else
        diff_open(screen->app, screen->id, screen->rev - 1, screen->rev);
    return true;
}

static bool act_compare(CaseScreen *screen) {
    compare_choose(screen->app, screen->id, (Uuid){{0}});
    return true;
}

static bool act_merge(CaseScreen *screen) {
    merge_choose(screen->app, screen->id, (Uuid){{0}});
    return true;
}

static bool act_similar(CaseScreen *screen) {
    similar_open(screen->app, screen->id);
    return true;
}

static bool act_prospect(CaseScreen *screen) {
    prospect_open(screen->app);
    return true;
}

static bool act_mark(CaseScreen *screen) {
    marking_toggle(screen->app, screen->id);
    return true;
}

static bool act_bulk(CaseScreen *screen) {
    bulkbox_menu(&screen->bulk, screen->id, STR(""), STR(""), 0);
    return true;
}

static bool act_copy_id(CaseScreen *screen) {
    handing_copy_id(&screen->hand, screen->id);
    return true;
}

static bool act_hand_on(CaseScreen *screen) {
    handing_menu(&screen->hand, screen->id);
    return true;
}

static bool act_use(CaseScreen *screen) {
    usebox_open(screen->app, screen->id);
    return true;
}

static bool act_consents(CaseScreen *screen) {
    consents_open_case(screen->app, screen->id);
    return true;
}

static bool act_rate(CaseScreen *screen) {
    ratebox_open(screen->app, screen->id);
    return true;
}

static bool act_how_it_went(CaseScreen *screen) {
    handing_ask_feedback(&screen->hand, screen->id);
    return true;
}

static bool act_trash(CaseScreen *screen) {
    App *app = screen->app;
    if (acts_trash(app, screen->id))
        app_pop(app);
    return true;
}

static bool act_undo(CaseScreen *screen) {
    if (acts_undo(screen->app, screen->id))
        app_watch(screen->app);
    return true;
}

static bool act_redo(CaseScreen *screen) {
    if (acts_redo(screen->app))
        app_watch(screen->app);
    return true;
}

static bool act_search(CaseScreen *screen) {
    app_search(screen->app, buf_str(&screen->query), false);
    return true;
}

static bool case_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(CaseScreen *) = {
        [ACTION_BACK] = act_back,
        [ACTION_EDIT] = act_edit,
        [ACTION_EDITOR] = act_editor,
        [ACTION_NEW] = act_new,
        [ACTION_MOVES] = act_moves,
        [ACTION_HISTORY] = act_history,
        [ACTION_FILES] = act_files,
        [ACTION_DIFF] = act_diff,
        [ACTION_TRASH] = act_trash,
        [ACTION_UNDO] = act_undo,
        [ACTION_REDO] = act_redo,
        [ACTION_SEARCH] = act_search,
        [ACTION_MARK] = act_mark,
        [ACTION_BULK] = act_bulk,
        [ACTION_COPY_ID] = act_copy_id,
        [ACTION_HAND_ON] = act_hand_on,
        [ACTION_USE] = act_use,
        [ACTION_HOW_IT_WENT] = act_how_it_went,
        [ACTION_COMPARE] = act_compare,
        [ACTION_SIMILAR] = act_similar,
        [ACTION_TEMPLATE] = act_template,
        [ACTION_COPY_AS_NEW] = act_copy_as_new,
        [ACTION_SAVE_TEMPLATE] = act_save_template,
        [ACTION_REMOVE_TEMPLATE] = act_remove_template,
        [ACTION_PROSPECT] = act_prospect,
        [ACTION_RATE] = act_rate,
        [ACTION_COMMENTS] = act_comments,
        [ACTION_CONSENTS] = act_consents,
        [ACTION_MERGE_MARKED] = act_merge,
    };
    if (acts[id])
        return acts[id](self);
    return textfind_act(&((CaseScreen *)self)->find, id) || scroll(self, id) ||
           care_act(((CaseScreen *)self)->app, id);
}

static bool case_event(void *self, const InputEvent *event) {
    CaseScreen *screen = self;
    return event->type == INPUT_TYPE_MOUSE && pager_mouse(&screen->pager, event) != WIDGET_IGNORED;
}

static ActionContext case_context(const void *self) {
    (void)self;
    return CONTEXT_CASE;
}

static void case_title(const void *self, Buf *out) {
    const CaseScreen *screen = self;
    buf_puts(out, screen->display_id[0] ? screen->display_id : _("Case"));
    int percent = pager_percent(&screen->pager);
    if (percent < 100)
        buf_printf(out, " %d%%", percent);
    textfind_title(&screen->find, out);
}

static void case_free(void *self) {
    CaseScreen *screen = self;
    int64_t seconds = (clock_mono_us() - screen->opened_us) / 1000000;
    session_note_view(app_library(screen->app), screen->id, (uint32_t)seconds, screen->from);
    textfind_free(&screen->find);
    casetext_free(&screen->text);
    comments_free(&screen->comments);
    pager_free(&screen->pager);
    buf_free(&screen->query);
    buf_free(&screen->marks);
    handing_free(&screen->hand);
    bulkbox_free(&screen->bulk);
    begin_free(&screen->begin);
    free(screen);
}

static const Screen case_screen = {.context = case_context,
                                   .title = case_title,
                                   .draw = case_draw,
                                   .act = case_act,
                                   .event = case_event,
                                   .changed = case_changed,
                                   .free = case_free};

/* An edit that was left waits for whoever opens the case. */
static void say_draft(App *app, Uuid id) {
    DraftInfo info;
    bool found;
    Error err;
    if (!library_draft_find(app_library(app), ENTITY_CASE, id, &info, &found, &err) || !found)
        return;
    Buf at = {0};
    zone_format_local(&at, info.changed_ms);
    app_say_about(app, ROLE_DRAFT, APP_TOAST_MS, _("A draft from {0} is kept: F2 goes on with it."),
                  buf_str(&at));
    buf_free(&at);
}

static bool open_from(App *app, Uuid id, Str query, Str marks, ViewFrom from) {
    CaseScreen *screen = mem_zalloc(sizeof *screen);
    Error err;
    screen->app = app;
    screen->hand.app = app;
    screen->bulk.app = app;
    screen->begin.app = app;
    screen->id = id;
    textfind_init(&screen->find, app, &screen->text, &screen->pager);
    screen->opened_us = clock_mono_us();
    screen->from = from;
    buf_put_str(&screen->query, query);
    buf_put_str(&screen->marks, marks);
    if (!load(screen, &err)) {
        app_say_error(app, &err);
        comments_free(&screen->comments);
        casetext_free(&screen->text);
        buf_free(&screen->query);
        buf_free(&screen->marks);
        free(screen);
        return false;
    }
    pager_set(&screen->pager, screen->text.lines.items, screen->text.lines.len);
    app_push(app, &case_screen, screen);
    say_draft(app, id);
    return true;
}

bool case_open(App *app, Uuid id, Str query, Str marks) {
    return open_from(app, id, query, marks, query.len ? VIEW_FROM_SEARCH : VIEW_FROM_BROWSE);
}

bool case_open_related(App *app, Uuid id, Str marks) {
    return open_from(app, id, STR(""), marks, VIEW_FROM_RELATED);
}
