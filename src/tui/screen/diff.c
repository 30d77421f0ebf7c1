#include "config.h"

#include "tui/screen/diff.h"

#include "base/i18n.h"
#include "library/save.h"
#include "record/diff.h"
#include "record/parse.h"
#include "tui/screen/casetext.h"

#include <stdio.h>

typedef struct Diff {
    App *app;
    Uuid id;
    uint32_t from, to;
    CaseText text;
    Pager pager;
} Diff;

static void add_line(CaseText *text, DiffKind kind, Str line) {
    static const struct {
        Role role;
        const char *lead;
    } looks[] = {
        [DIFF_SAME] = {ROLE_DIM, " "},
        [DIFF_REMOVED] = {ROLE_FALL, "-"},
        [DIFF_ADDED] = {ROLE_RISE, "+"},
    };
    vec_push(&text->lines, (PagerLine){.text = arena_str(&text->arena, line),
                                       .role = looks[kind].role,
                                       .indent = 2,
                                       .lead = str_of(looks[kind].lead),
                                       .lead_role = looks[kind].role});
}

static void add_field(CaseText *text, const Record *before, const Record *after, int field) {
    const Field *row = &after->entity->fields[field];
    Buf old = {0}, new = {0};
    DiffLines lines = {0};
    value_format(row, &before->values[field], &old);
    value_format(row, &after->values[field], &new);
    casetext_heading(text, str_of(_(row->label)));
    diff_lines(buf_str(&old), buf_str(&new), &lines);
    for (size_t i = 0; i < lines.len; i++)
        if (lines.items[i].text.len || lines.items[i].kind == DIFF_SAME)
            add_line(text, lines.items[i].kind, lines.items[i].text);
    free(lines.items);
    buf_free(&old);
    buf_free(&new);
}

static bool load(Diff *diff, uint32_t rev, Record **out, Error *err) {
    if (rev)
        return library_load(app_library(diff->app), ENTITY_CASE, diff->id, rev, out, err);
    *out = record_new(ENTITY_CASE);
    return true;
}

static void build(Diff *diff, const Record *before, const Record *after) {
    int fields[CASE_FIELDS];
    char title[96];
    size_t count = record_diff(before, after, fields);
    snprintf(title, sizeof title, _("Revision %u, and what it changed"), (unsigned)diff->to);
    casetext_line(&diff->text, ROLE_TITLE, str_of(title));
    for (size_t i = 0; i < count; i++)
        add_field(&diff->text, before, after, fields[i]);
    if (count == 0)
        casetext_line(&diff->text, ROLE_DIM, str_of(_("Nothing that people write was changed.")));
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
    app_say_about(app, ROLE_GOOD, APP_SAY_MS,
                  result.unchanged ? _("Revision {0} is what stands there now.")
                                   : _("The content of revision {0} is the newest one now."),
                  str_of(number));
    app_watch(app);
}

static void diff_draw(void *self, Grid *grid, GridRect body) {
    Diff *diff = self;
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
        diff_revert(diff->app, diff->id, diff->to);
    else if (id == ACTION_SEARCH)
        app_search(diff->app, STR(""), false);
    else
        return false;
    return true;
}

static bool diff_event(void *self, const InputEvent *event) {
    Diff *diff = self;
    return event->type == INPUT_TYPE_MOUSE && pager_mouse(&diff->pager, event) != WIDGET_IGNORED;
}

static ActionContext diff_context(const void *self) {
    (void)self;
    return CONTEXT_HISTORY;
}

static void diff_title(const void *self, Buf *out) {
    const Diff *diff = self;
    buf_printf(out, _("rev %u"), (unsigned)diff->to);
}

static void diff_free(void *self) {
    Diff *diff = self;
    casetext_free(&diff->text);
    pager_free(&diff->pager);
    free(diff);
}

static const Screen diff_screen = {.context = diff_context,
                                   .title = diff_title,
                                   .draw = diff_draw,
                                   .act = diff_act,
                                   .event = diff_event,
                                   .free = diff_free};

bool diff_open(App *app, Uuid id, uint32_t from, uint32_t to) {
    Diff *diff = mem_zalloc(sizeof *diff);
    Record *before = NULL, *after = NULL;
    Error err;
    diff->app = app;
    diff->id = id;
    diff->from = from;
    diff->to = to;
    bool ok = load(diff, from, &before, &err) && load(diff, to, &after, &err);
    if (ok) {
        build(diff, before, after);
        pager_set(&diff->pager, diff->text.lines.items, diff->text.lines.len);
        app_push(app, &diff_screen, diff);
    } else {
        app_say_error(app, &err);
        diff_free(diff);
    }
    record_free(before);
    record_free(after);
    return ok;
}
