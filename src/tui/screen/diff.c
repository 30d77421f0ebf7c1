#include "config.h"

#include "tui/screen/diff.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "library/fieldtext.h"
#include "library/history.h"
#include "library/save.h"
#include "record/diff.h"
#include "tui/screen/casetext.h"
#include "tui/screen/sidelayout.h"
#include "tui/screen/textfind.h"

#include <stdio.h>

typedef struct Diff {
    App *app;
    Uuid id;
    uint32_t revs[2];
    Record *records[2];
    Buf heads[2];
    CaseText text;
    Pager pager;
    SideLayout layout;
    TextFind find;
} Diff;

/* ---- who made the two, and when ---- */

typedef struct Heads {
    Diff *diff;
    unsigned found;
} Heads;

static bool take_head(void *context, const HistoryEntry *entry, Error *err) {
    Heads *heads = context;
    for (int i = 0; i < 2; i++) {
        Buf *out = &heads->diff->heads[i];
        if (!entry->rev || entry->rev != heads->diff->revs[i] || out->len)
            continue; /* what was handed on is no revision */
        buf_printf(out, _("Revision %u"), (unsigned)entry->rev);
        buf_puts(out, "  ");
        zone_format_local(out, entry->at_ms);
        buf_printf(out, "  %.*s  ", STR_ARG(entry->login));
        buf_put_str(out, entry->note);
        heads->found++;
    }
    return heads->found < 2 || error_set(err, ERR_CANCELLED, N_("Cancelled."), "");
}

static void read_heads(Diff *diff) {
    Heads heads = {.diff = diff, .found = diff->revs[0] == 0};
    Error ignored;
    if (!diff->revs[0])
        buf_puts(&diff->heads[0], _("Before the case was written"));
    library_history(app_library(diff->app), ENTITY_CASE, diff->id, take_head, &heads, &ignored);
}

/* ---- the text ---- */

static void add_field(Diff *diff, Sides *sides, int field) {
    const Field *row = &diff->records[1]->entity->fields[field];
    Buf texts[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++)
        fieldtext_put(diff->records[i], field, &texts[i]);
    casetext_heading(&diff->text, str_of(_(row->label)));
    sides_add(sides, buf_str(&texts[0]), buf_str(&texts[1]));
    buf_free(&texts[0]);
    buf_free(&texts[1]);
}

static void build(Diff *diff) {
    int fields[CASE_FIELDS];
    Sides sides = {.text = &diff->text,
                   .wide = diff->layout.wide,
                   .brackets = app_settings(diff->app)->plain,
                   .signs = {'-', '+'}};
    size_t count = record_diff(diff->records[0], diff->records[1], fields);
    casetext_clear(&diff->text);
    textfind_forget(&diff->find);
    sides_heads(&sides, ROLE_TITLE, buf_str(&diff->heads[0]), buf_str(&diff->heads[1]));
    for (size_t i = 0; i < count; i++)
        add_field(diff, &sides, fields[i]);
    if (count == 0)
        casetext_line(&diff->text, ROLE_DIM, str_of(_("Nothing that people write was changed.")));
    pager_update(&diff->pager, diff->text.lines.items, diff->text.lines.len);
}

void diff_revert(App *app, Uuid id, uint32_t rev) {
    SaveResult result;
    Error err;
    if (!library_revert(app_library(app), ENTITY_CASE, id, rev, &result, &err)) {
        app_say_error(app, &err);
        return;
    }
    char number[16];
    snprintf(number, sizeof number, "%u", (unsigned)rev);
    if (!result.unchanged)
        app_did_save(app, ENTITY_CASE, id, result.rev);
    app_say_about(app, ROLE_GOOD, APP_SAY_MS,
                  result.unchanged ? _("Revision {0} is what stands there now.")
                                   : _("The content of revision {0} is the newest one now."),
                  str_of(number));
    app_watch(app);
}

static void diff_draw(void *self, Grid *grid, GridRect body) {
    Diff *diff = self;
    if (sidelayout_fit(&diff->layout, body.cols, app_settings(diff->app)->plain))
        build(diff);
    pager_draw(&diff->pager, grid, body);
    grid_set_cursor(grid, body.row, body.col);
}

static bool diff_act(void *self, ActionId id) {
    ListMove move;
    Diff *diff = self;
    if (action_move(id, &move))
        pager_move(&diff->pager, move);
    else if (id == ACTION_BACK)
        app_pop(diff->app);
    else if (id == ACTION_REVERT)
        diff_revert(diff->app, diff->id, diff->revs[1]);
    else if (id == ACTION_LAYOUT)
        sidelayout_toggle(&diff->layout, diff->app);
    else
        return textfind_act(&diff->find, id);
    return true;
}

static bool diff_event(void *self, const InputEvent *event) {
    Diff *diff = self;
    return event->type == INPUT_TYPE_MOUSE && pager_mouse(&diff->pager, event) != WIDGET_IGNORED;
}

static ActionContext diff_context(const void *self) {
    (void)self;
    return CONTEXT_DIFF;
}

static void diff_title(const void *self, Buf *out) {
    const Diff *diff = self;
    if (diff->revs[0] + 1 == diff->revs[1])
        buf_printf(out, _("rev %u"), (unsigned)diff->revs[1]);
    else
        buf_printf(out, _("rev %u and %u"), (unsigned)diff->revs[0], (unsigned)diff->revs[1]);
    textfind_title(&diff->find, out);
}

static void diff_free(void *self) {
    Diff *diff = self;
    textfind_free(&diff->find);
    casetext_free(&diff->text);
    pager_free(&diff->pager);
    for (int i = 0; i < 2; i++) {
        record_free(diff->records[i]);
        buf_free(&diff->heads[i]);
    }
    free(diff);
}

static const Screen diff_screen = {.context = diff_context,
                                   .title = diff_title,
                                   .draw = diff_draw,
                                   .act = diff_act,
                                   .event = diff_event,
                                   .free = diff_free};

static bool load(Diff *diff, int side, Error *err) {
    if (diff->revs[side])
        return library_load(app_library(diff->app), ENTITY_CASE, diff->id, diff->revs[side],
                            &diff->records[side], err);
    diff->records[side] = record_new(ENTITY_CASE);
    return true;
}

/* An imported case comes with the number that it had elsewhere. */
static void say_first(App *app, uint32_t rev) {
    char number[16];
    snprintf(number, sizeof number, "%u", (unsigned)rev);
    app_say_about(app, ROLE_INFO, APP_SAY_MS,
                  _("The case came into this library as revision {0}: nothing older is here."),
                  str_of(number));
}

bool diff_open(App *app, Uuid id, uint32_t from, uint32_t to) {
    Diff *diff = mem_zalloc(sizeof *diff);
    Error err;
    diff->app = app;
    textfind_init(&diff->find, app, &diff->text, &diff->pager);
    diff->id = id;
    diff->revs[0] = from < to ? from : to;
    diff->revs[1] = from < to ? to : from;
    bool ok = load(diff, 0, &err) && load(diff, 1, &err);
    if (!ok) {
        if (err.code == ERR_NOT_FOUND && diff->revs[0] + 1 == diff->revs[1])
            say_first(app, diff->revs[1]);
        else
            app_say_error(app, &err);
        diff_free(diff);
        return false;
    }
    read_heads(diff);
    app_push(app, &diff_screen, diff);
    return true;
}
