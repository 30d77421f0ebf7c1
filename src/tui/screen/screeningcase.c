#include "config.h"

#include "tui/screen/screeningcase.h"

#include "base/i18n.h"
#include "tui/screen/case.h"
#include "tui/screen/casetext.h"
#include "tui/widget/layout.h"

#include <stdio.h>
#include <stdlib.h>

enum { MOST_COLS = 110 };

typedef struct Explained {
    App *app;
    Uuid id;
    CaseText text;
    Pager pager;
} Explained;

static void add_cell(CaseText *text, CaseTable *table, const char *format, double value) {
    char cell[32];
    snprintf(cell, sizeof cell, format, value);
    casetext_table_cell(text, table, str_of(cell));
}

static void add_table(CaseText *text, const ScreenedCase *one, const double *weights) {
    static const char *const heads[] = {N_("Input"), N_("Value"), N_("Weight"), N_("Points"),
                                        N_("Where it comes from")};
    CaseTable table;
    casetext_table_begin(text, &table, COUNT_OF(heads));
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        casetext_table_align(&table, i, i >= 1 && i <= 3 ? TEXT_RIGHT : TEXT_LEFT);
        casetext_table_cell(text, &table, str_of(_(heads[i])));
    }
    for (int i = 0; i < SCREEN_INPUTS; i++) {
        const ScreenValue *value = &one->values[i];
        Buf source = {0};
        bool known = value->value >= 0;
        casetext_table_cell(text, &table, str_of(_(library_screen_label((ScreenInput)i))));
        add_cell(text, &table, known ? "%.1f" : "-", value->value);
        add_cell(text, &table, known ? "%.3f" : "-", known ? weights[i] / one->known : 0);
        add_cell(text, &table, known ? "%.1f" : "-", value->part);
        library_screening_put_source(value, &source);
        casetext_table_cell(text, &table, buf_str(&source));
        buf_free(&source);
    }
    casetext_table_end(text, &table, 0, 0);
}

static void build(Explained *explained, const ScreenedCase *one, const double *weights) {
    CaseText *text = &explained->text;
    const Record *record = one->row.record;
    Buf line = {0};
    casetext_line(text, ROLE_TITLE, record_text(record, CASE_TITLE));
    buf_printf(&line, "%.1f", one->score);
    casetext_pair(text, _("Score"), ROLE_NUMBER, buf_str(&line));
    casetext_pair(text, _("Case"), ROLE_TEXT, record_text(record, CASE_ID));
    casetext_pair(text, _("Customer"), ROLE_TEXT, record_ref_name(record, CASE_CUSTOMER));
    casetext_blank(text);
    add_table(text, one, weights);
    casetext_blank(text);
    buf_clear(&line);
    if (one->known < .9995) {
        ErrorArg percent = {.kind = 's'};
        snprintf(percent.text, sizeof percent.text, "%.0f%%", 100 * one->known);
        message_fill(&line,
                     _("What is known weighs {0}; the weights are shares of that. Points are "
                       "weight times value, together the score. * is derived."),
                     &percent, 1);
    } else {
        buf_puts(&line, _("* is derived, not said by the case."));
    }
    casetext_line(text, ROLE_DIM, buf_str(&line));
    buf_free(&line);
}

static void explained_draw(void *self, Grid *grid, GridRect body) {
    Explained *explained = self;
    layout_take_left(&body, body.cols > 60 ? 2 : 0);
    body.cols = body.cols > MOST_COLS ? MOST_COLS : body.cols;
    pager_draw(&explained->pager, grid, body);
    grid_set_cursor(grid, body.row, body.col);
}

static bool explained_act(void *self, ActionId id) {
    Explained *explained = self;
    ListMove move;
    if (id == ACTION_OPEN)
        return case_open(explained->app, explained->id, STR(""), STR("")), true;
    if (id == ACTION_BACK)
        return app_pop(explained->app), true;
    if (!action_move(id, &move))
        return false;
    pager_move(&explained->pager, move);
    return true;
}

static bool explained_serves(const void *self, ActionId id) {
    ListMove move;
    (void)self;
    return id == ACTION_OPEN || id == ACTION_BACK || id == ACTION_MENU || id == ACTION_HELP ||
           action_move(id, &move);
}

static bool explained_event(void *self, const InputEvent *event) {
    Explained *explained = self;
    return event->type == INPUT_TYPE_MOUSE &&
           pager_mouse(&explained->pager, event) != WIDGET_IGNORED;
}

static ActionContext explained_context(const void *self) {
    (void)self;
    return CONTEXT_FOUND;
}

static void explained_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("score"));
}

static void explained_free(void *self) {
    Explained *explained = self;
    casetext_free(&explained->text);
    pager_free(&explained->pager);
    free(explained);
}

static const Screen explained_screen = {.context = explained_context,
                                        .title = explained_title,
                                        .draw = explained_draw,
                                        .serves = explained_serves,
                                        .act = explained_act,
                                        .event = explained_event,
                                        .free = explained_free};

void screeningcase_open(App *app, const ScreenedCase *one, const double weights[SCREEN_INPUTS]) {
    Explained *explained = mem_zalloc(sizeof *explained);
    explained->app = app;
    explained->id = record_id(one->row.record);
    build(explained, one, weights);
    pager_set(&explained->pager, explained->text.lines.items, explained->text.lines.len);
    app_push(app, &explained_screen, explained);
}
