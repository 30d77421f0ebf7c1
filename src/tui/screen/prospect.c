#include "config.h"

#include "tui/screen/prospect.h"

#include "base/arena.h"
#include "base/i18n.h"
#include "library/prospect.h"
#include "text/width.h"
#include "text/wrap.h"
#include "tui/screen/found.h"
#include "tui/widget/field.h"
#include "tui/widget/layout.h"
#include "tui/widget/list.h"

#include <stdlib.h>

enum { FIELD_BYTES = 400, MOST_OFFERS = 12, MOST_CASES = 200, LABEL_COLS = 12, MOST_COLS = 76 };

typedef struct Prospect {
    App *app;
    TextEdit *edits[PROSPECT_FIELDS];
    EditField fields[PROSPECT_FIELDS];
    int focus;
    Arena arena; /* of the offers */
    Str offers[MOST_OFFERS];
    size_t offer_count;
    bool choosing; /* an offer is chosen: Enter takes it */
    List list;     /* of the offers */
    GridRect fields_at[PROSPECT_FIELDS];
} Prospect;

/* ---- what is found ---- */

typedef struct Answer {
    Library *library;
    char *texts[PROSPECT_FIELDS];
} Answer;

static void answer_free(void *self) {
    Answer *answer = self;
    for (int i = 0; i < PROSPECT_FIELDS; i++)
        free(answer->texts[i]);
    free(answer);
}

static void put_heads(const Answer *answer, const ProspectCases *found, FoundList *list) {
    Buf head = {0}, how = {0};
    for (int i = 0; i < PROSPECT_FIELDS; i++)
        if (*answer->texts[i])
            buf_printf(&head, "%s%s: %s", head.len ? "   " : "", _(prospect_fields[i].label),
                       answer->texts[i]);
    buf_printf(
        &head,
        ngettext("   (%d case compared)", "   (%d cases compared)", (unsigned)found->compared),
        (int)found->compared);
    library_prospect_put_how(answer->library, &how);
    found_put_head(list, ROLE_TITLE, buf_str(&head));
    found_put_head(list, ROLE_DIM, buf_str(&how));
    buf_free(&head);
    buf_free(&how);
}

static bool answer_load(void *self, FoundList *list, Error *err) {
    const Answer *answer = self;
    Str texts[PROSPECT_FIELDS], marks = STR("");
    ProspectCases found;
    for (int i = 0; i < PROSPECT_FIELDS; i++) {
        texts[i] = str_of(answer->texts[i]);
        marks = prospect_fields[i].words ? texts[i] : marks;
    }
    bool ok = library_prospect(answer->library, texts, MOST_CASES, &found, err);
    if (ok)
        put_heads(answer, &found, list);
    for (size_t i = 0; ok && i < found.len; i++) {
        Buf why = {0};
        library_prospect_put_distances(&found.items[i], &why);
        found_add(list, found.items[i].row.record, found.items[i].similarity, buf_str(&why), marks);
        buf_free(&why);
    }
    library_prospect_free(&found);
    return ok;
}

static void find(Prospect *prospect) {
    static const FoundKind kind = {.title = N_("prospect"),
                                   .nothing = N_("No case has anything in common with that. Esc "
                                                 "goes back to the fields."),
                                   .load = answer_load,
                                   .free = answer_free};
    Answer *answer = mem_zalloc(sizeof *answer);
    answer->library = app_library(prospect->app);
    for (int i = 0; i < PROSPECT_FIELDS; i++) {
        Str text = str_trim(text_edit_text(prospect->edits[i]));
        answer->texts[i] = mem_strndup(text.ptr, text.len);
    }
    found_open(prospect->app, &kind, answer);
}

/* ---- values to choose from ---- */

static void offer(Prospect *prospect) {
    int which = prospect->focus;
    Str typed = str_trim(text_edit_text(prospect->edits[which]));
    arena_clear(&prospect->arena);
    prospect->offer_count = library_prospect_values(
        app_library(prospect->app), which, typed, &prospect->arena, prospect->offers, MOST_OFFERS);
    prospect->choosing = prospect->offer_count && typed.len && !prospect_fields[which].words;
    list_set_count(&prospect->list, prospect->offer_count);
    list_select(&prospect->list, 0);
}

static void focus(Prospect *prospect, int which) {
    prospect->focus = (which + PROSPECT_FIELDS) % PROSPECT_FIELDS;
    text_edit_move(prospect->edits[prospect->focus], TEXT_MOVE_END, false);
    offer(prospect);
}

static void take(Prospect *prospect) {
    if (prospect->choosing && prospect->list.selected < prospect->offer_count)
        text_edit_set(prospect->edits[prospect->focus], prospect->offers[prospect->list.selected]);
    if (prospect->focus == PROSPECT_FIELDS - 1)
        find(prospect);
    else
        focus(prospect, prospect->focus + 1);
}

/* Down goes into the offers, Up out of them; without offers between the fields. */
static void move(Prospect *prospect, bool down) {
    if (!prospect->offer_count)
        focus(prospect, prospect->focus + (down ? 1 : -1));
    else if (!prospect->choosing && down)
        prospect->choosing = true;
    else if (!prospect->choosing)
        focus(prospect, prospect->focus - 1);
    else if (!down && prospect->list.selected == 0)
        prospect->choosing = false;
    else
        list_move(&prospect->list, down ? LIST_DOWN : LIST_UP);
}

/* ---- drawing ---- */

static void draw_field(Prospect *prospect, Grid *grid, GridRect line, int which) {
    bool focused = which == prospect->focus;
    GridRect label = layout_take_left(&line, LABEL_COLS);
    grid_text(grid, label, str_of(_(prospect_fields[which].label)),
              grid_style(focused ? ROLE_TITLE : ROLE_LABEL), GRID_CUT);
    prospect->fields_at[which] = line;
    prospect->fields[which].focused = focused;
    if (!focused)
        field_draw(&prospect->fields[which], grid, line);
}

static void draw_offer(void *context, Grid *grid, GridRect at, size_t row) {
    const Prospect *prospect = context;
    grid_text(grid, at, prospect->offers[row], grid_style(ROLE_TEXT), GRID_CUT);
}

static void draw_words(Grid *grid, GridRect *body, Role role, Str text) {
    for (size_t from = 0; from < text.len && body->rows > 0;) {
        size_t next = text_wrap_next(text, from, body->cols);
        size_t to = text_wrap_end(text, from, next, body->cols);
        grid_text(grid, layout_take_top(body, 1), str_make(text.ptr + from, to - from),
                  grid_style(role), 0);
        from = next;
    }
}

static void prospect_draw(void *self, Grid *grid, GridRect body) {
    Prospect *prospect = self;
    bool roomy = body.rows >= 18;
    layout_take_left(&body, body.cols > 60 ? 2 : 0);
    body.cols = body.cols > MOST_COLS ? MOST_COLS : body.cols;
    grid_fill(grid, body, grid_style(ROLE_TEXT));
    layout_take_top(&body, roomy);
    draw_words(grid, &body, ROLE_TITLE, str_of(_("Which cases fit a prospect?")));
    if (body.rows > 8)
        draw_words(grid, &body, ROLE_DIM,
                   str_of(_("Say what is known, at least one thing; the nearest cases come "
                            "first.")));
    layout_take_top(&body, roomy);
    for (int i = 0; i < PROSPECT_FIELDS; i++) {
        draw_field(prospect, grid, layout_take_top(&body, 1), i);
        layout_take_top(&body, roomy);
    }
    layout_take_top(&body, body.rows > 6);
    draw_words(grid, &body, ROLE_DIM, str_of(_(prospect_fields[prospect->focus].help)));
    layout_take_left(&body, LABEL_COLS);
    prospect->list.focused = prospect->choosing;
    prospect->list.away_plain = true;
    prospect->list.tint_cols = body.cols;
    if (prospect->offer_count)
        list_draw(&prospect->list, grid, body, draw_offer, prospect);
    field_draw(&prospect->fields[prospect->focus], grid, prospect->fields_at[prospect->focus]);
}

/* ---- events ---- */

static bool on_key(Prospect *prospect, InputKey key) {
    bool ctrl = key.mods == INPUT_CTRL;
    if (ctrl && key.code == 's')
        find(prospect);
    else if (key.code == INPUT_ESCAPE && !key.mods)
        app_pop(prospect->app);
    else if (key.code == INPUT_ENTER && !key.mods)
        take(prospect);
    else if ((key.code == INPUT_TAB && !key.mods) || (ctrl && key.code == 'n'))
        focus(prospect, prospect->focus + 1);
    else if ((key.code == INPUT_TAB && key.mods == INPUT_SHIFT) || (ctrl && key.code == 'b'))
        focus(prospect, prospect->focus - 1);
    else if ((key.code == INPUT_UP || key.code == INPUT_DOWN) && !key.mods)
        move(prospect, key.code == INPUT_DOWN);
    else {
        WidgetResult result = field_key(&prospect->fields[prospect->focus], key);
        if (result == WIDGET_CHANGED)
            offer(prospect);
        return result != WIDGET_IGNORED;
    }
    return true;
}

static bool on_mouse(Prospect *prospect, const InputEvent *event) {
    for (int i = 0; i < PROSPECT_FIELDS; i++) {
        if (event->mouse != INPUT_MOUSE_PRESS ||
            !grid_rect_has(prospect->fields_at[i], event->row, event->col))
            continue;
        focus(prospect, i);
        field_mouse(&prospect->fields[i], event);
        return true;
    }
    if (!prospect->offer_count || list_mouse(&prospect->list, event) == WIDGET_IGNORED)
        return false;
    if (event->mouse == INPUT_MOUSE_PRESS) {
        prospect->choosing = true;
        take(prospect);
    }
    return true;
}

static bool prospect_event(void *self, const InputEvent *event) {
    Prospect *prospect = self;
    if (event->type == INPUT_TYPE_KEY)
        return on_key(prospect, event->key);
    if (event->type == INPUT_TYPE_MOUSE)
        return on_mouse(prospect, event);
    if (event->type != INPUT_TYPE_PASTE)
        return false;
    WidgetResult result = field_paste(&prospect->fields[prospect->focus], event->text);
    if (result == WIDGET_CHANGED)
        offer(prospect);
    return result != WIDGET_IGNORED;
}

static bool prospect_act(void *self, ActionId id) {
    (void)self;
    (void)id;
    return false; /* its keys are read as they come */
}

static ActionContext prospect_context(const void *self) {
    (void)self;
    return CONTEXT_PROSPECT;
}

static void prospect_title(const void *self, Buf *out) {
    (void)self;
    buf_puts(out, _("find for a prospect"));
}

static void prospect_free(void *self) {
    Prospect *prospect = self;
    for (int i = 0; i < PROSPECT_FIELDS; i++)
        text_edit_free(prospect->edits[i]);
    arena_free(&prospect->arena);
    free(prospect);
}

static const Screen prospect_screen = {.context = prospect_context,
                                       .title = prospect_title,
                                       .draw = prospect_draw,
                                       .act = prospect_act,
                                       .event = prospect_event,
                                       .free = prospect_free};

void prospect_open(App *app) {
    Prospect *prospect = mem_zalloc(sizeof *prospect);
    prospect->app = app;
    for (int i = 0; i < PROSPECT_FIELDS; i++) {
        prospect->edits[i] = text_edit_new(STR(""), false, FIELD_BYTES);
        prospect->fields[i] = (EditField){.edit = prospect->edits[i]};
    }
    focus(prospect, 0);
    app_push(app, &prospect_screen, prospect);
}
