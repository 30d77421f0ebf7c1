#include "config.h"

#include "tui/screen/reasons.h"

#include "base/file.h"
#include "base/i18n.h"
#include "format/csv.h"
#include "tui/screen/casetext.h"
#include "tui/screen/textfind.h"

enum { MOST_BYTES = 1 << 20, FILE_AT = 0, LINE_AT = 1, REASON_AT = 4 };

typedef struct Reasons {
    App *app;
    CaseText text;
    Pager pager;
    TextFind find;
} Reasons;

/* ---- the text ---- */

static void add_row(Reasons *reasons, const CsvRow *row) {
    Buf place = {0};
    Str file = row->cells[FILE_AT].text, line = row->cells[LINE_AT].text;
    for (size_t slash; (slash = str_find(file, STR("/"), 0)) != SIZE_MAX;)
        file = str_make(file.ptr + slash + 1, file.len - slash - 1);
    buf_put_str(&place, file);
    if (line.len)
        buf_printf(&place, ":%.*s", STR_ARG(line));
    casetext_pair(&reasons->text, buf_text(&place), ROLE_TEXT,
                  csv_unguard(row->cells[REASON_AT].text));
    buf_free(&place);
}

static void build(Reasons *reasons, Str path, Str csv) {
    CsvReader reader = csv_reader(csv, NULL);
    Arena arena = {0};
    CsvRow row;
    Error err;
    CsvStatus status;
    casetext_line(&reasons->text, ROLE_TITLE, path);
    casetext_line(&reasons->text, ROLE_DIM,
                  str_of(_("The records as they came stand beside it, in *.rejected.*: mend them "
                           "there and import that file.")));
    casetext_blank(&reasons->text);
    for (bool head = true; (status = csv_read_row(&reader, &arena, &row, &err)) != CSV_END;
         head = false)
        if (!head && status == CSV_ROW && row.len > REASON_AT)
            add_row(reasons, &row);
    arena_free(&arena);
    pager_set(&reasons->pager, reasons->text.lines.items, reasons->text.lines.len);
}

/* ---- the screen ---- */

static void reasons_draw(void *self, Grid *grid, GridRect body) {
    Reasons *reasons = self;
    pager_draw(&reasons->pager, grid, body);
    grid_set_cursor(grid, body.row, body.col);
}

static bool reasons_act(void *self, ActionId id) {
    ListMove move;
    Reasons *reasons = self;
    if (action_move(id, &move))
        pager_move(&reasons->pager, move);
    else if (id == ACTION_BACK)
        app_pop(reasons->app);
    else
        return textfind_act(&reasons->find, id);
    return true;
}

static bool reasons_serves(const void *self, ActionId id) {
    (void)self;
    return id != ACTION_REVERT && id != ACTION_LAYOUT;
}

static bool reasons_event(void *self, const InputEvent *event) {
    Reasons *reasons = self;
    return event->type == INPUT_TYPE_MOUSE && pager_mouse(&reasons->pager, event) != WIDGET_IGNORED;
}

static ActionContext reasons_context(const void *self) {
    (void)self;
    return CONTEXT_DIFF;
}

static void reasons_title(const void *self, Buf *out) {
    const Reasons *reasons = self;
    buf_puts(out, _("refused by an import"));
    textfind_title(&reasons->find, out);
}

static void reasons_free(void *self) {
    Reasons *reasons = self;
    textfind_free(&reasons->find);
    casetext_free(&reasons->text);
    pager_free(&reasons->pager);
    free(reasons);
}

static const Screen reasons_screen = {.context = reasons_context,
                                      .title = reasons_title,
                                      .draw = reasons_draw,
                                      .serves = reasons_serves,
                                      .act = reasons_act,
                                      .event = reasons_event,
                                      .free = reasons_free};

void reasons_open(App *app, Str path) {
    Error err;
    Buf csv = {0}, name = {0};
    buf_put_str(&name, path);
    if (!file_read(buf_text(&name), MOST_BYTES, &csv, &err)) {
        app_say_error(app, &err);
    } else {
        Reasons *reasons = mem_zalloc(sizeof *reasons);
        reasons->app = app;
        textfind_init(&reasons->find, app, &reasons->text, &reasons->pager);
        build(reasons, path, buf_str(&csv));
        app_push(app, &reasons_screen, reasons);
    }
    buf_free(&csv);
    buf_free(&name);
}
