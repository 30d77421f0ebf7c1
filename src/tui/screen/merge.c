#include "config.h"

#include "tui/screen/merge.h"

#include "base/i18n.h"
#include "library/merge.h"
#include "tui/screen/sides.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"

#include <stdio.h>

enum { CHOICE_COLS = 12, LABEL_COLS = 16, HEAD_ROWS = 3, LEAST_DETAIL = 6 };

typedef struct Merge {
    App *app;
    CaseMerge plan;
    List list;
    CaseText text; /* both texts of the selected field */
    Pager pager;
    size_t shown; /* field that the text is of; SIZE_MAX: none */
    int cols;     /* that it was made for */
    Buf question;
} Merge;

/* ---- what a choice means ---- */

static const char *choice_label(const CaseMergeField *field) {
    if (field->choice == JOIN_BOTH)
        return _("both");
    if (field->choice == JOIN_KEEP)
        return _("stays");
    return field->text[0].len ? _("other's") : _("filled");
}

static Role choice_role(const CaseMergeField *field) {
    return field->choice == JOIN_KEEP ? ROLE_DIM : ROLE_CHANGED;
}

static CaseMergeField *selected(const Merge *merge) {
    size_t row = merge->list.selected;
    return row < merge->plan.len ? &merge->plan.fields[row] : NULL;
}

/* The next choice that there is. */
static void choose_next(CaseMergeField *field) {
    static const CaseMergeChoice next[] = {
        [JOIN_KEEP] = JOIN_OTHER, [JOIN_OTHER] = JOIN_BOTH, [JOIN_BOTH] = JOIN_KEEP};
    field->choice = next[field->choice];
    if (field->choice == JOIN_BOTH && !field->can_join)
        field->choice = JOIN_KEEP;
}

/* ---- drawing ---- */

static void draw_row(void *context, Grid *grid, GridRect at, size_t row) {
    const Merge *merge = context;
    const CaseMergeField *field = &merge->plan.fields[row];
    const Field *info = &entity_get(ENTITY_CASE)->fields[field->field];
    Str text = field->text[field->choice == JOIN_OTHER];
    GridRect choice = layout_take_left(&at, CHOICE_COLS);
    choice.cols--;
    grid_text(grid, choice, str_of(choice_label(field)), grid_style(choice_role(field)), GRID_CUT);
    GridRect label = layout_take_left(&at, LABEL_COLS);
    label.cols--;
    grid_text(grid, label, str_of(_(info->label)), grid_style(ROLE_LABEL), GRID_CUT);
    size_t end = str_find(text, STR("\n"), 0);
    grid_text(grid, at, str_make(text.ptr, end == SIZE_MAX ? text.len : end), grid_style(ROLE_TEXT),
              GRID_CUT);
}

static void put_belongings(const CaseMerge *plan, Buf *out) {
    for (size_t i = 0; i < plan->belonging_count; i++)
        buf_printf(out, "%s%s: %zu", i ? ", " : "", _(entity_get(plan->belongings[i].type)->label),
                   plan->belongings[i].count);
    buf_puts(out, plan->belonging_count ? ". " : "");
    buf_puts(
        out,
        _("All that belongs to the second counts with the first; the second's own text stays in "
          "its history."));
}

static void draw_head(const Merge *merge, Grid *grid, GridRect *body) {
    const char *const labels[2] = {_("stays:"), _("merged:")};
    for (int i = 0; i < 2; i++) {
        Buf line = {0};
        buf_printf(&line, "%s %.*s  %.*s", labels[i], STR_ARG(merge->plan.number[i]),
                   STR_ARG(merge->plan.title[i]));
        grid_text(grid, layout_take_top(body, 1), buf_str(&line),
                  grid_style(i ? ROLE_TEXT : ROLE_TITLE), GRID_CUT);
        buf_free(&line);
    }
    Buf line = {0};
    put_belongings(&merge->plan, &line);
    grid_text(grid, layout_take_top(body, 1), buf_str(&line), grid_style(ROLE_DIM), GRID_CUT);
    buf_free(&line);
}

/* Both texts of the field, or what the kept case will say when it gets both. */
static void build_detail(Merge *merge, int cols) {
    const CaseMergeField *field = selected(merge);
    Sides sides = {.text = &merge->text,
                   .wide = cols >= SIDES_WIDE_COLS && !app_settings(merge->app)->plain,
                   .brackets = app_settings(merge->app)->plain,
                   .signs = {'<', '>'}};
    casetext_clear(&merge->text);
    if (field && field->choice == JOIN_BOTH) {
        Buf both = {0};
        library_merge_preview(app_library(merge->app), &merge->plan, field, &both);
        casetext_line(&merge->text, ROLE_LABEL, str_of(_("What it will say:")));
        Str rest = buf_str(&both), line;
        while (rest.len && str_split(&rest, '\n', &line))
            casetext_line(&merge->text, ROLE_TEXT, line);
        buf_free(&both);
    } else if (field) {
        sides_heads(&sides, ROLE_LABEL, merge->plan.number[0], merge->plan.number[1]);
        sides_add(&sides, field->text[0], field->text[1]);
    }
    pager_set(&merge->pager, merge->text.lines.items, merge->text.lines.len);
    merge->shown = merge->list.selected;
    merge->cols = cols;
}

static void merge_draw(void *self, Grid *grid, GridRect body) {
    Merge *merge = self;
    draw_head(merge, grid, &body);
    if (!merge->plan.len) {
        grid_text(grid, body, str_of(_("Both say the same.")), grid_style(ROLE_DIM), GRID_CUT);
        grid_set_cursor(grid, body.row, body.col);
        return;
    }
    int detail = body.rows / 2;
    if (detail >= LEAST_DETAIL) {
        GridRect at = layout_take_bottom(&body, detail);
        layout_take_top(&at, 1);
        if (merge->shown != merge->list.selected || merge->cols != at.cols)
            build_detail(merge, at.cols);
        pager_draw(&merge->pager, grid, at);
    }
    merge->list.focused = merge->list.park_cursor = true;
    list_draw(&merge->list, grid, body, draw_row, merge);
}

/* ---- acts ---- */

static void do_merge(Merge *merge) {
    App *app = merge->app;
    CaseMergeResult result;
    Error err;
    Buf said = {0};
    if (!library_merge(app_library(app), &merge->plan, &result, &err)) {
        app_say_error(app, &err);
        return;
    }
    ErrorArg args[2] = {{.kind = 's'}, {.kind = 's'}};
    for (int i = 0; i < 2; i++)
        snprintf(args[i].text, sizeof args[i].text, "%.*s", STR_ARG(merge->plan.number[i]));
    message_fill(
        &said,
        result.dropped_for
            ? _("{1} was merged into {0}, which has to be verified again. z or ^Z takes it "
                "back.")
            : _("{1} was merged into {0}. z or ^Z takes it back."),
        args, 2);
    app_set_undo_batch(app, result.batch, N_("merged"));
    marks_remove_all(app_marks(app), merge->plan.id, COUNT_OF(merge->plan.id));
    app_say(app, ROLE_GOOD, APP_TOAST_MS, buf_text(&said));
    buf_free(&said);
    app_pop(app);
}

static void confirmed(void *context, int yes) {
    if (yes == 1)
        do_merge(context);
}

static bool act_merge(Merge *merge) {
    buf_clear(&merge->question);
    if (merge->plan.other_customer)
        buf_puts(&merge->question, _("The two cases are of different customers. "));
    if (merge->plan.hides)
        buf_puts(&merge->question,
                 _("The second one is published and the first is not: readers would lose it. "));
    if (merge->question.len)
        app_confirm(merge->app, _("Merge them all the same?"), buf_text(&merge->question),
                    _("merge them"), 2, confirmed, merge);
    else
        do_merge(merge);
    return true;
}

/* The plan anew: somebody saved, or the other one is to stay. Choices are proposed again. */
static bool plan_anew(Merge *merge, Uuid kept, Uuid other) {
    CaseMerge plan;
    Error err;
    if (!library_merge_plan(app_library(merge->app), kept, other, &plan, &err)) {
        library_merge_plan_free(&plan);
        app_say_error(merge->app, &err);
        return false;
    }
    library_merge_plan_free(&merge->plan);
    merge->plan = plan;
    merge->shown = SIZE_MAX;
    list_set_count(&merge->list, plan.len);
    return true;
}

static bool act_swap(Merge *merge) {
    plan_anew(merge, merge->plan.id[1], merge->plan.id[0]);
    return true;
}

static bool act_choose(Merge *merge) {
    CaseMergeField *field = selected(merge);
    if (field)
        choose_next(field);
    merge->shown = SIZE_MAX;
    return true;
}

static bool act_back(Merge *merge) {
    app_pop(merge->app);
    return true;
}

static bool merge_act(void *self, ActionId id) {
    static bool (*const acts[ACTIONS])(Merge *) = {
        [ACTION_MERGE_NOW] = act_merge,
        [ACTION_MERGE_SWAP] = act_swap,
        [ACTION_MERGE_CHOOSE] = act_choose,
        [ACTION_BACK] = act_back,
    };
    Merge *merge = self;
    ListMove move;
    if (acts[id])
        return acts[id](merge);
    if (!action_move(id, &move))
        return false;
    bool half = move == LIST_HALF_UP || move == LIST_HALF_DOWN;
    bool page = move == LIST_PAGE_UP || move == LIST_PAGE_DOWN;
    bool fits = merge->list.rect.rows >= (int)merge->plan.len;
    if (half || (page && fits && merge->shown != SIZE_MAX))
        pager_move(&merge->pager, move); /* of the texts: the fields are few */
    else
        list_move(&merge->list, move);
    return true;
}

static bool merge_event(void *self, const InputEvent *event) {
    Merge *merge = self;
    if (event->type != INPUT_TYPE_MOUSE)
        return false;
    WidgetResult result = list_mouse(&merge->list, event);
    if (result == WIDGET_DONE)
        act_choose(merge);
    return result != WIDGET_IGNORED || pager_mouse(&merge->pager, event) != WIDGET_IGNORED;
}

/* What was chosen stays unless one of the two was saved: then it has to be looked at again. */
static void merge_changed(void *self) {
    Merge *merge = self;
    CaseMerge plan;
    Error err;
    if (!library_merge_plan(app_library(merge->app), merge->plan.id[0], merge->plan.id[1], &plan,
                            &err)) {
        library_merge_plan_free(&plan);
        app_say_error(merge->app, &err);
        return;
    }
    bool same = plan.rev[0] == merge->plan.rev[0] && plan.rev[1] == merge->plan.rev[1];
    CaseMerge *old = same ? &plan : &merge->plan;
    library_merge_plan_free(old);
    if (same)
        return;
    merge->plan = plan;
    merge->shown = SIZE_MAX;
    list_set_count(&merge->list, plan.len);
    app_say(merge->app, ROLE_WARN, APP_TOAST_MS,
            _("One of the two was saved just now: the choices are proposed anew."));
}

static ActionContext merge_context(const void *self) {
    (void)self;
    return CONTEXT_MERGE;
}

static void merge_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("merge"));
}

static void merge_free(void *self) {
    Merge *merge = self;
    library_merge_plan_free(&merge->plan);
    casetext_free(&merge->text);
    pager_free(&merge->pager);
    buf_free(&merge->question);
    free(merge);
}

static const Screen merge_screen = {.context = merge_context,
                                    .title = merge_title,
                                    .draw = merge_draw,
                                    .act = merge_act,
                                    .event = merge_event,
                                    .changed = merge_changed,
                                    .free = merge_free};

bool merge_open(App *app, Uuid kept, Uuid other) {
    Merge *merge = mem_zalloc(sizeof *merge);
    Error err;
    merge->app = app;
    merge->shown = SIZE_MAX;
    if (!library_merge_plan(app_library(app), kept, other, &merge->plan, &err)) {
        app_say_error(app, &err);
        merge_free(merge);
        return false;
    }
    list_set_count(&merge->list, merge->plan.len);
    app_push(app, &merge_screen, merge);
    return true;
}

void merge_choose(App *app, Uuid selected, Uuid other) {
    const Marks *marks = app_marks(app);
    Uuid pair[2] = {selected, other};
    if (marks->ids.len == 2) {
        pair[0] = marks->ids.items[0];
        pair[1] = marks->ids.items[1];
    } else if (marks->ids.len) {
        pair[1] = marks->ids.items[marks->ids.len - 1];
    }
    if (uuid_is_nil(pair[0]) || uuid_is_nil(pair[1]) || uuid_equal(pair[0], pair[1]))
        app_say(app, ROLE_INFO, APP_SAY_MS,
                _("Mark the other case with x or ^T first; the selected one stays."));
    else
        merge_open(app, pair[0], pair[1]);
}
