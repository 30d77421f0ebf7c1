#include "config.h"

#include "tui/screen/usebox.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/row.h"
#include "library/use.h"
#include "text/edit.h"
#include "text/width.h"
#include "tui/widget/field.h"
#include "tui/widget/layout.h"

#include <stdio.h>

enum { MOST_OFFERS = 6, MOST_DAYS = 7, PROSPECT_BYTES = 255, LABEL_COLS = 14 };

typedef enum UsePart { PART_PROSPECT, PART_KIND, PART_DAY, USE_PARTS } UsePart;

typedef struct UseBox {
    App *app;
    Uuid id;
    Buf title; /* number and title of the case */
    TextEdit *prospect;
    EditField field;
    size_t kind; /* of the choices */
    ProspectNames *prospects;
    Str offers[MOST_OFFERS];
    size_t offer_count;
    size_t chosen; /* 1-based; 0: what is typed counts */
    int days;      /* how long ago */
    UsePart at;    /* whose the keys are */
} UseBox;

static const Choice *kinds(void) {
    return entity_get(ENTITY_USE)->fields[USE_KIND].choices;
}

static size_t kind_count(void) {
    size_t count = 0;
    while (kinds()[count].key)
        count++;
    return count;
}

static void find_offers(UseBox *box) {
    box->chosen = 0;
    box->offer_count =
        library_prospects(box->prospects, text_edit_text(box->prospect), MOST_OFFERS, box->offers);
}

/* ---- drawing ---- */

static void draw_label(Grid *grid, GridRect *line, const char *label, bool focused) {
    GridRect at = layout_take_left(line, line->cols > 40 ? LABEL_COLS : line->cols / 3);
    grid_text(grid, at, str_of(label), grid_style(focused ? ROLE_TITLE : ROLE_LABEL), GRID_CUT);
}

/* One of the things to choose from; the chosen one stands in brackets. */
static void draw_choice(Grid *grid, GridRect *line, Str label, bool on, bool focused) {
    Buf text = {0};
    buf_printf(&text, on ? "[%.*s]" : " %.*s ", STR_ARG(label));
    if (line->cols > 0)
        grid_text(grid, *line, buf_str(&text),
                  grid_style(on ? (focused ? ROLE_SELECTED : ROLE_TITLE) : ROLE_DIM), GRID_CUT);
    layout_take_left(line, text_width(buf_str(&text)) + 1);
    buf_free(&text);
}

static void draw_kinds(const UseBox *box, Grid *grid, GridRect line) {
    for (size_t i = 0; kinds()[i].key; i++)
        draw_choice(grid, &line, str_of(_(kinds()[i].label)), i == box->kind, box->at == PART_KIND);
}

static void draw_days(const UseBox *box, Grid *grid, GridRect line) {
    for (int days = 0; days < MOST_DAYS; days++) {
        Buf text = {0};
        if (days < 2)
            buf_puts(&text, days ? _("yesterday") : _("today"));
        else
            date_format(&text, date_of(clock_now_ms()) - days);
        Str label = buf_str(&text);
        if (days >= 2 && label.len > 5)
            label = str_make(label.ptr + 5, label.len - 5); /* without the year */
        draw_choice(grid, &line, label, days == box->days, box->at == PART_DAY);
        buf_free(&text);
    }
}

static void draw_offers(const UseBox *box, Grid *grid, GridRect body) {
    for (size_t i = 0; i < box->offer_count && body.rows > 0; i++) {
        GridRect line = layout_take_top(&body, 1);
        grid_text(grid, line, box->offers[i],
                  grid_style(i + 1 == box->chosen ? ROLE_SELECTED : ROLE_DIM), GRID_CUT);
    }
}

static void use_draw(void *self, Grid *grid, GridRect body) {
    UseBox *box = self;
    layout_take_left(&body, body.cols > 60 ? 2 : 0);
    layout_take_right(&body, body.cols > 60 ? 2 : 0);
    layout_take_top(&body, body.rows > 12 ? 1 : 0);
    grid_text(grid, layout_take_top(&body, 1), buf_str(&box->title), grid_style(ROLE_TITLE),
              GRID_CUT);
    layout_take_top(&body, body.rows > 8 ? 1 : 0);
    GridRect line = layout_take_top(&body, 1);
    draw_label(grid, &line, _("For whom"), box->at == PART_PROSPECT);
    box->field.focused = box->at == PART_PROSPECT;
    field_draw(&box->field, grid, line);
    GridRect offers = layout_take_top(&body, MOST_OFFERS < body.rows - 3 ? MOST_OFFERS : 0);
    layout_take_left(&offers, line.col - offers.col);
    draw_offers(box, grid, offers);
    line = layout_take_top(&body, 1);
    draw_label(grid, &line, _("How"), box->at == PART_KIND);
    if (box->at == PART_KIND)
        grid_set_cursor(grid, line.row, line.col);
    draw_kinds(box, grid, line);
    line = layout_take_top(&body, 1);
    draw_label(grid, &line, _("When"), box->at == PART_DAY);
    if (box->at == PART_DAY)
        grid_set_cursor(grid, line.row, line.col);
    draw_days(box, grid, line);
    layout_take_top(&body, body.rows > 2 ? 1 : 0);
    grid_text(grid, layout_take_top(&body, 1),
              str_of(_("Enter logs it; Down: earlier names; Tab: how and when (Left, Right).")),
              grid_style(ROLE_DIM), GRID_CUT);
}

/* ---- keys ---- */

static void say_logged(App *app, const char *id, const Buf *prospect) {
    ErrorArg args[2] = {{.kind = 's'}, {.kind = 's'}};
    Buf text = {0};
    snprintf(args[0].text, sizeof args[0].text, "%s", id);
    snprintf(args[1].text, sizeof args[1].text, "%s", prospect->len ? prospect->data : "");
    message_fill(&text,
                 prospect->len ? _("Logged for {1} as {0}. U says later how it went.")
                               : _("Logged as {0}. U says later how it went."),
                 args, 2);
    app_say(app, ROLE_GOOD, APP_TOAST_MS, buf_text(&text));
    buf_free(&text);
}

static bool save(UseBox *box) {
    SaveResult result;
    Error err;
    App *app = box->app;
    Str prospect = box->chosen ? box->offers[box->chosen - 1] : text_edit_text(box->prospect);
    UseEntry entry = {.case_id = box->id,
                      .prospect = prospect,
                      .kind = str_of(kinds()[box->kind].key),
                      .days_ago = box->days};
    if (!library_use_log(app_library(app), &entry, &result, &err)) {
        app_say_error(app, &err);
        return true;
    }
    Buf kept = {0}; /* the box goes, and with it what was typed */
    buf_put_str(&kept, prospect);
    app_close_top(app);
    say_logged(app, result.display_id, &kept);
    buf_free(&kept);
    return true;
}

static void turn(UseBox *box, int by) {
    size_t count = kind_count();
    if (box->at == PART_KIND)
        box->kind = (box->kind + count + (size_t)by) % count;
    else
        box->days = (box->days + MOST_DAYS + by) % MOST_DAYS;
}

static bool use_key(UseBox *box, InputKey key) {
    if (key.code == INPUT_ENTER)
        return save(box);
    if (key.code == INPUT_ESCAPE) {
        app_close_top(box->app);
        return true;
    }
    bool back = key.mods & INPUT_SHIFT;
    if (key.code == INPUT_TAB) {
        box->at = (UsePart)((box->at + (back ? USE_PARTS - 1 : 1)) % USE_PARTS);
        return true;
    }
    if (box->at != PART_PROSPECT) {
        if (key.code == INPUT_RIGHT || key.code == ' ' || key.code == INPUT_LEFT)
            turn(box, key.code == INPUT_LEFT ? -1 : 1);
        else if (key.code == INPUT_UP || key.code == INPUT_DOWN)
            box->at = (UsePart)((box->at + (key.code == INPUT_UP ? USE_PARTS - 1 : 1)) % USE_PARTS);
        return true;
    }
    if (key.code == INPUT_DOWN || key.code == INPUT_UP) {
        size_t rows = box->offer_count + 1;
        box->chosen = (box->chosen + (key.code == INPUT_DOWN ? 1 : rows - 1)) % rows;
        return true;
    }
    WidgetResult result = field_key(&box->field, key);
    if (result == WIDGET_CHANGED)
        find_offers(box);
    return result != WIDGET_IGNORED;
}

static bool use_event(void *self, const InputEvent *event) {
    UseBox *box = self;
    if (event->type == INPUT_TYPE_KEY)
        return use_key(box, event->key);
    if (event->type == INPUT_TYPE_MOUSE)
        return field_mouse(&box->field, event) != WIDGET_IGNORED;
    if (event->type == INPUT_TYPE_PASTE && field_paste(&box->field, event->text) == WIDGET_CHANGED)
        find_offers(box);
    return event->type == INPUT_TYPE_PASTE;
}

static bool use_act(void *self, ActionId id) {
    return id == ACTION_SAVE && save(self);
}

static ActionContext use_context(const void *self) {
    (void)self;
    return CONTEXT_FORM;
}

/* Of a form's keys only some mean something here. */
static bool use_serves(const void *self, ActionId id) {
    (void)self;
    return id == ACTION_SAVE || id == ACTION_NEXT_FIELD || id == ACTION_FORM_LEAVE ||
           id == ACTION_MENU || id == ACTION_HELP || id == ACTION_REDRAW || id == ACTION_QUIT;
}

static void use_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("Log a use"));
}

static void use_free(void *self) {
    UseBox *box = self;
    text_edit_free(box->prospect);
    library_prospect_names_free(box->prospects);
    buf_free(&box->title);
    free(box);
}

static const Screen use_screen = {.context = use_context,
                                  .title = use_title,
                                  .draw = use_draw,
                                  .serves = use_serves,
                                  .act = use_act,
                                  .event = use_event,
                                  .free = use_free};

void usebox_open(App *app, Uuid case_id) {
    LibraryRow row;
    Error err;
    if (!library_allow(app_library(app), RIGHT_USE, &err) ||
        !library_row(app_library(app), ENTITY_CASE, case_id, &row, &err)) {
        app_say_error(app, &err);
        return;
    }
    UseBox *box = mem_zalloc(sizeof *box);
    box->app = app;
    box->id = case_id;
    box->prospects = library_prospect_names(app_library(app));
    box->prospect = text_edit_new(STR(""), false, PROSPECT_BYTES);
    box->field = (EditField){.edit = box->prospect, .focused = true};
    buf_printf(&box->title, "%.*s  %.*s", STR_ARG(record_text(row.record, CASE_ID)),
               STR_ARG(record_title(row.record)));
    library_row_free(&row);
    while (kinds()[box->kind].key && !str_equal(str_of(kinds()[box->kind].key), STR("share")))
        box->kind++;
    find_offers(box);
    app_push(app, &use_screen, box);
}
