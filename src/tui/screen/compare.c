#include "config.h"

#include "tui/screen/compare.h"

#include "base/i18n.h"
#include "library/compare.h"
#include "tui/screen/acts.h"
#include "tui/screen/case.h"
#include "tui/screen/casetext.h"
#include "tui/screen/merge.h"
#include "tui/screen/sidelayout.h"
#include "tui/screen/textfind.h"

typedef struct Compare {
    App *app;
    Comparison cases;
    CaseText text;
    Pager pager;
    SideLayout layout;
    TextFind find;
    bool all; /* also what both say alike */
} Compare;

static void add_row(Compare *compare, Sides *sides, const CompareRow *row) {
    bool section = row->part == COMPARE_SECTION;
    if (row->same && !compare->all)
        return;
    if (section)
        casetext_heading(&compare->text, row->label);
    else
        casetext_line(&compare->text, ROLE_LABEL, row->label);
    sides_add(sides, row->text[0], row->text[1]);
}

static void add_part(Compare *compare, Sides *sides, ComparePart part, const char *heading) {
    bool said = false;
    for (size_t i = 0; i < compare->cases.len; i++) {
        const CompareRow *row = &compare->cases.rows[i];
        if (row->part != part || (row->same && !compare->all))
            continue;
        if (!said && heading)
            casetext_heading(&compare->text, str_of(heading));
        said = true;
        add_row(compare, sides, row);
    }
}

static void add_heads(Compare *compare, Sides *sides) {
    Buf heads[2] = {{0}, {0}};
    for (int i = 0; i < 2; i++)
        buf_printf(&heads[i], "%.*s  %.*s", STR_ARG(compare->cases.number[i]),
                   STR_ARG(compare->cases.title[i]));
    sides_heads(sides, ROLE_TITLE, buf_str(&heads[0]), buf_str(&heads[1]));
    buf_free(&heads[0]);
    buf_free(&heads[1]);
}

static void build(Compare *compare) {
    Sides sides = {.text = &compare->text,
                   .wide = compare->layout.wide,
                   .brackets = app_settings(compare->app)->plain,
                   .signs = {'<', '>'}};
    casetext_clear(&compare->text);
    textfind_forget(&compare->find);
    add_heads(compare, &sides);
    add_part(compare, &sides, COMPARE_OUTCOME, _("Outcomes"));
    add_part(compare, &sides, COMPARE_FIELD, _("Details"));
    add_part(compare, &sides, COMPARE_SECTION, NULL);
    if (!compare->cases.differing && !compare->all)
        casetext_line(&compare->text, ROLE_DIM, str_of(_("Both say the same.")));
    pager_update(&compare->pager, compare->text.lines.items, compare->text.lines.len);
}

static void compare_draw(void *self, Grid *grid, GridRect body) {
    Compare *compare = self;
    if (sidelayout_fit(&compare->layout, body.cols, app_settings(compare->app)->plain))
        build(compare);
    pager_draw(&compare->pager, grid, body);
    grid_set_cursor(grid, body.row, body.col);
}

static void compare_changed(void *self) {
    Compare *compare = self;
    Comparison now;
    Error err;
    Uuid a = compare->cases.id[0], b = compare->cases.id[1];
    if (library_compare(app_library(compare->app), a, b, &now, &err)) {
        library_comparison_free(&compare->cases);
        compare->cases = now;
        build(compare);
    } else {
        library_comparison_free(&now);
        app_say_error(compare->app, &err);
    }
}

static bool compare_act(void *self, ActionId id) {
    ListMove move;
    Compare *compare = self;
    if (action_move(id, &move)) {
        pager_move(&compare->pager, move);
    } else if (id == ACTION_BACK) {
        app_pop(compare->app);
    } else if (id == ACTION_LAYOUT) {
        sidelayout_toggle(&compare->layout, compare->app);
    } else if (id == ACTION_DIFFERING) {
        compare->all = !compare->all;
        build(compare);
    } else if (id == ACTION_MERGE) {
        merge_open(compare->app, compare->cases.id[0], compare->cases.id[1]);
    } else if (id == ACTION_UNDO) {
        acts_undo(compare->app, (Uuid){{0}});
    } else if (id == ACTION_REDO) {
        acts_redo(compare->app);
    } else if (id == ACTION_OPEN_FIRST) {
        case_open(compare->app, compare->cases.id[0], STR(""), STR(""));
    } else if (id == ACTION_OPEN_SECOND) {
        case_open(compare->app, compare->cases.id[1], STR(""), STR(""));
    } else {
        return textfind_act(&compare->find, id);
    }
    return true;
}

static bool compare_event(void *self, const InputEvent *event) {
    Compare *compare = self;
    return event->type == INPUT_TYPE_MOUSE && pager_mouse(&compare->pager, event) != WIDGET_IGNORED;
}

static ActionContext compare_context(const void *self) {
    (void)self;
    return CONTEXT_COMPARE;
}

static void compare_title(const void *self, Buf *out) {
    const Compare *compare = self;
    int differing = (int)compare->cases.differing;
    buf_printf(out, ngettext("%d difference", "%d differences", (unsigned)differing), differing);
    textfind_title(&compare->find, out);
}

static void compare_free(void *self) {
    Compare *compare = self;
    library_comparison_free(&compare->cases);
    textfind_free(&compare->find);
    casetext_free(&compare->text);
    pager_free(&compare->pager);
    free(compare);
}

static const Screen compare_screen = {.context = compare_context,
                                      .title = compare_title,
                                      .draw = compare_draw,
                                      .act = compare_act,
                                      .event = compare_event,
                                      .changed = compare_changed,
                                      .free = compare_free};

bool compare_open(App *app, Uuid a, Uuid b) {
    Compare *compare = mem_zalloc(sizeof *compare);
    Error err;
    compare->app = app;
    textfind_init(&compare->find, app, &compare->text, &compare->pager);
    if (!library_compare(app_library(app), a, b, &compare->cases, &err)) {
        app_say_error(app, &err);
        compare_free(compare);
        return false;
    }
    app_push(app, &compare_screen, compare);
    return true;
}

/* The last mark on another case. */
static Uuid marked_other(const Marks *marks, Uuid selected) {
    for (size_t i = marks->ids.len; i-- > 0;)
        if (!uuid_equal(marks->ids.items[i], selected))
            return marks->ids.items[i];
    return (Uuid){{0}};
}

void compare_choose(App *app, Uuid selected, Uuid other) {
    const Marks *marks = app_marks(app);
    Uuid first = marked_other(marks, selected);
    if (marks->ids.len == 2) {
        compare_open(app, marks->ids.items[0], marks->ids.items[1]);
        return;
    }
    if (uuid_is_nil(first))
        first = other;
    if (uuid_is_nil(selected) || uuid_is_nil(first) || uuid_equal(first, selected))
        app_say(app, ROLE_INFO, APP_SAY_MS,
                _("Mark a case with x or ^T; = then compares it with the selected one."));
    else
        compare_open(app, first, selected);
}
