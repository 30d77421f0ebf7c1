#include "config.h"

#include "tui/screen/ratebox.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "library/rate.h"
#include "library/row.h"
#include "tui/widget/layout.h"

#include <stdio.h>
#include <stdlib.h>

enum { LABEL_COLS = 14, SCALE_COLS = 40, STEP = 5, BEST = 100 };

/* Digits are typed as on a scale of ten: 8 is 80, 85 is 85, 08 is 8. */
typedef struct RateBox {
    App *app;
    RateEntry entry;
    char digits[4]; /* typed since the box was opened, or since the arrows moved the number */
    bool on_helpful;
    Buf title; /* number and title of the case */
    Buf all;   /* what everybody says, "" nobody */
} RateBox;

static void type_digit(RateBox *box, char digit) {
    size_t len = strlen(box->digits);
    if (len == 3 || (len == 2 && (strcmp(box->digits, "10") != 0 || digit != '0')))
        len = 0; /* the number is whole: a new one begins */
    box->digits[len] = digit;
    box->digits[len + 1] = '\0';
    int number = atoi(box->digits);
    box->entry.score = len ? number : number * 10;
    box->on_helpful = false;
}

static void rub_digit(RateBox *box) {
    size_t len = strlen(box->digits);
    if (len)
        box->digits[len - 1] = '\0';
    box->entry.score = len < 2    ? RATE_UNSAID
                       : len == 2 ? atoi(box->digits) * 10
                                  : atoi(box->digits);
}

static void step(RateBox *box, int by) {
    int score = box->entry.score == RATE_UNSAID ? BEST / 2 : box->entry.score + by;
    box->entry.score = score < 0 ? 0 : score > BEST ? BEST : score;
    box->digits[0] = '\0';
}

static void say_helpful(RateBox *box, int helpful) {
    box->entry.helpful = helpful;
    box->on_helpful = true;
}

/* ---- drawing ---- */

static void draw_score(const RateBox *box, Grid *grid, GridRect line) {
    char text[16] = "--";
    if (box->entry.score != RATE_UNSAID)
        snprintf(text, sizeof text, "%d", box->entry.score);
    if (!box->on_helpful)
        grid_set_cursor(grid, line.row, line.col + (int)strlen(text));
    GridRect number = layout_take_left(&line, 6);
    grid_text(grid, number, str_of(text), grid_style(ROLE_NUMBER), 0);
    GridRect scale = line;
    scale.cols = line.cols < SCALE_COLS ? line.cols : SCALE_COLS;
    int full = box->entry.score > 0 ? scale.cols * box->entry.score / BEST : 0;
    for (int i = 0; i < scale.cols; i++)
        grid_text(grid, (GridRect){scale.row, scale.col + i, 1, 1}, i < full ? STR("=") : STR("."),
                  grid_style(i < full ? ROLE_NUMBER : ROLE_DIM), 0);
}

static void draw_helpful(const RateBox *box, Grid *grid, GridRect line) {
    static const struct {
        const char *label;
        int helpful;
    } answers[] = {{N_("yes"), 1}, {N_("no"), 0}, {N_("not said"), RATE_UNSAID}};
    if (box->on_helpful)
        grid_set_cursor(grid, line.row, line.col);
    for (size_t i = 0; i < COUNT_OF(answers) && line.cols > 0; i++) {
        bool on = box->entry.helpful == answers[i].helpful;
        Buf text = {0};
        buf_printf(&text, on ? "[%s]" : " %s ", _(answers[i].label));
        int cols = grid_text(grid, line, buf_str(&text),
                             grid_style(!on               ? ROLE_DIM
                                        : box->on_helpful ? ROLE_SELECTED
                                                          : ROLE_TITLE),
                             GRID_CUT);
        layout_take_left(&line, cols + 1);
        buf_free(&text);
    }
}

static void draw_hint(Grid *grid, GridRect *body, const char *text) {
    grid_text(grid, layout_take_top(body, 1), str_of(text), grid_style(ROLE_DIM), GRID_CUT);
}

static GridRect take_labelled(Grid *grid, GridRect *body, const char *label, bool focused) {
    GridRect line = layout_take_top(body, 1);
    GridRect at = layout_take_left(&line, line.cols > 40 ? LABEL_COLS : line.cols / 3);
    grid_text(grid, at, str_of(label), grid_style(focused ? ROLE_TITLE : ROLE_LABEL), GRID_CUT);
    return line;
}

static void rate_draw(void *self, Grid *grid, GridRect body) {
    RateBox *box = self;
    layout_take_left(&body, body.cols > 60 ? 2 : 0);
    layout_take_right(&body, body.cols > 60 ? 2 : 0);
    layout_take_top(&body, body.rows > 12 ? 1 : 0);
    grid_text(grid, layout_take_top(&body, 1), buf_str(&box->title), grid_style(ROLE_TITLE),
              GRID_CUT);
    layout_take_top(&body, body.rows > 8 ? 1 : 0);
    draw_score(box, grid, take_labelled(grid, &body, _("Rating"), !box->on_helpful));
    draw_helpful(box, grid, take_labelled(grid, &body, _("Helpful"), box->on_helpful));
    if (box->all.len) {
        GridRect line = take_labelled(grid, &body, _("All say"), false);
        grid_text(grid, line, buf_str(&box->all), grid_style(ROLE_TEXT), GRID_CUT);
    }
    layout_take_top(&body, body.rows > 4 ? 1 : 0);
    draw_hint(grid, &body,
              library_rates_as_expert(app_library(box->app))
                  ? _("It counts as an expert's: your role is reviewer or above.")
                  : _("It counts as a user's: reviewers and above rate as experts."));
    draw_hint(grid, &body, _("A digit is tens: 8 is 80, 85 is 85; Left and Right move by 5."));
    draw_hint(grid, &body, _("+ it helped, - it did not (or Tab and the arrows)."));
    draw_hint(grid, &body, _("Enter saves; Esc goes back. What is left out stays as it was."));
}

/* ---- keys ---- */

static void save(RateBox *box) {
    SaveResult result;
    RatingSummary summary;
    Error err;
    App *app = box->app;
    Uuid id = box->entry.case_id;
    if (!library_rate(app_library(app), &box->entry, &result, &err)) {
        app_say_error(app, &err);
        return;
    }
    app_close_top(app);
    if (!result.unchanged)
        app_did(app, (UndoStep){.kind = UNDO_CHANGE,
                                .type = ENTITY_RATING,
                                .id = result.id,
                                .rev = result.rev,
                                .standing = result.rev,
                                .about = id,
                                .what = N_("rated")});
    Buf text = {0};
    if (library_rating_summary(app_library(app), id, &summary, &err))
        library_rating_put(&summary, &text);
    app_say_about(app, ROLE_GOOD, APP_SAY_MS, _("Rated. Now: {0}"), buf_str(&text));
    buf_free(&text);
    app_watch(app);
}

static void turn_helpful(RateBox *box, int by) {
    static const int order[] = {1, 0, RATE_UNSAID};
    size_t at = 0;
    while (order[at] != box->entry.helpful)
        at++;
    box->entry.helpful = order[(at + COUNT_OF(order) + (size_t)by) % COUNT_OF(order)];
}

static bool rate_key(RateBox *box, InputKey key) {
    uint32_t code = key.code;
    if (key.mods && !(code == INPUT_TAB && key.mods == INPUT_SHIFT))
        return false;
    if (code >= '0' && code <= '9')
        type_digit(box, (char)code);
    else if (code == INPUT_ENTER)
        save(box);
    else if (code == INPUT_ESCAPE)
        app_close_top(box->app);
    else if (code == '+' || code == 'y' || code == '=')
        say_helpful(box, 1);
    else if (code == '-' || code == 'n')
        say_helpful(box, 0);
    else if (code == INPUT_TAB || code == INPUT_UP || code == INPUT_DOWN)
        box->on_helpful = !box->on_helpful;
    else if (code == INPUT_LEFT || code == INPUT_RIGHT || code == ' ') {
        if (box->on_helpful)
            turn_helpful(box, code == INPUT_LEFT ? -1 : 1);
        else
            step(box, code == INPUT_LEFT ? -STEP : STEP);
    } else if (code == INPUT_BACKSPACE && !box->on_helpful)
        rub_digit(box);
    else
        return false;
    return true;
}

static bool rate_event(void *self, const InputEvent *event) {
    return event->type == INPUT_TYPE_KEY && rate_key(self, event->key);
}

static bool rate_act(void *self, ActionId id) {
    if (id == ACTION_SAVE)
        save(self);
    return id == ACTION_SAVE;
}

static ActionContext rate_context(const void *self) {
    (void)self;
    return CONTEXT_FORM;
}

/* Of a form's keys only some mean something here. */
static bool rate_serves(const void *self, ActionId id) {
    (void)self;
    return id == ACTION_SAVE || id == ACTION_NEXT_FIELD || id == ACTION_FORM_LEAVE ||
           id == ACTION_MENU || id == ACTION_HELP || id == ACTION_REDRAW || id == ACTION_QUIT;
}

static void rate_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("Rate"));
}

static void rate_free(void *self) {
    RateBox *box = self;
    buf_free(&box->title);
    buf_free(&box->all);
    free(box);
}

static const Screen rate_screen = {.context = rate_context,
                                   .title = rate_title,
                                   .draw = rate_draw,
                                   .serves = rate_serves,
                                   .act = rate_act,
                                   .event = rate_event,
                                   .free = rate_free};

void ratebox_open(App *app, Uuid case_id) {
    Library *library = app_library(app);
    LibraryRow row;
    RatingSummary summary;
    Error err;
    if (!library_may_rate(library, case_id, &err) ||
        !library_row(library, ENTITY_CASE, case_id, &row, &err)) {
        app_say_error(app, &err);
        return;
    }
    RateBox *box = mem_zalloc(sizeof *box);
    box->app = app;
    library_rating_own(library, case_id, &box->entry);
    buf_printf(&box->title, "%.*s  %.*s", STR_ARG(record_text(row.record, CASE_ID)),
               STR_ARG(record_title(row.record)));
    library_row_free(&row);
    if (library_rating_summary(library, case_id, &summary, &err))
        library_rating_put(&summary, &box->all);
    app_push(app, &rate_screen, box);
}
