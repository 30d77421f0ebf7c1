#include "config.h"

#include "tui/form/rowsparts.h"

#include "base/i18n.h"
#include "conf/catalogue.h"
#include "library/typed.h"
#include "record/parse.h"

#include <stdlib.h>

enum { MOST_UNDO = 64, CELL_BYTES = 4096 };

/* --- text ------------------------------------------------------------------------------------ */

static void put_cell(Buf *out, Str text) {
    for (size_t i = 0; i < text.len; i++)
        buf_putc(out, text.ptr[i] == '\t' || text.ptr[i] == '\n' ? ' ' : text.ptr[i]);
}

/* The cell of a metric shows its name; the value is the key. */
static bool is_metric(const Field *sub) {
    return str_equal(str_of(sub->key), STR("metric"));
}

static void format_cell(const Field *sub, const Value *value, Buf *out) {
    if (is_metric(sub) && value->kind == VALUE_TEXT)
        buf_put_str(out, metric_label(value->text));
    else
        library_typed_format(sub, value, out);
}

static const Metric *metric_named(Str text) {
    size_t count;
    const Metric *metrics = metric_rows(&count), *found = metric_find(text);
    for (size_t i = 0; !found && i < count; i++)
        if (str_equal(metric_label(str_of(metrics[i].key)), text))
            found = &metrics[i];
    return found;
}

static bool parse_cell(const Field *sub, Str text, Arena *arena, Value *out, Error *err) {
    const Metric *metric = is_metric(sub) ? metric_named(str_trim(text)) : NULL;
    return library_typed_parse(sub, metric ? str_of(metric->key) : text, arena, out, err);
}

void form_rows_format(const Field *field, const Value *value, Buf *out) {
    for (size_t i = 0; value->kind == VALUE_LIST && i < value->list.len; i++) {
        const Value *row = &value->list.items[i];
        if (i)
            buf_putc(out, '\n');
        for (size_t sub = 0; sub < field->row_count; sub++) {
            Buf cell = {0};
            if (row->kind == VALUE_ROW && sub < row->list.len)
                format_cell(&field->row[sub], &row->list.items[sub], &cell);
            if (sub)
                buf_putc(out, '\t');
            put_cell(out, buf_str(&cell));
            buf_free(&cell);
        }
    }
}

static bool is_blank(Str line) {
    return !str_trim(line).len;
}

static bool parse_row(const Field *field, Str line, Arena *arena, Value *out, int *sub,
                      Error *err) {
    Value *cells = arena_zalloc(arena, field->row_count * sizeof *cells);
    for (size_t i = 0; i < field->row_count; i++) {
        Str cell;
        if (!str_split(&line, '\t', &cell))
            break;
        *sub = (int)i;
        if (!parse_cell(&field->row[i], cell, arena, &cells[i], err))
            return false;
    }
    *out = (Value){.kind = VALUE_ROW, .list = {cells, field->row_count}};
    return true;
}

bool form_rows_parse(const Field *field, Str text, Arena *arena, Value *out, int *row, int *sub,
                     Error *err) {
    VEC(Value) items = {0};
    bool ok = true;
    *out = (Value){.kind = VALUE_NONE};
    *row = *sub = -1;
    for (Str line; ok && str_split(&text, '\n', &line);) {
        Value value;
        if (is_blank(line))
            continue;
        *row = (int)items.len;
        ok = parse_row(field, line, arena, &value, sub, err);
        if (ok)
            vec_push(&items, value);
    }
    if (ok && items.len)
        *out =
            value_list(arena_dup(arena, items.items, items.len * sizeof *items.items), items.len);
    vec_free(&items);
    return ok;
}

/* --- the table ------------------------------------------------------------------------------- */

size_t rows_count(const FormRows *rows) {
    return rows->cells.len / rows->field->row_count;
}

int rows_sub(const FormRows *rows, int column) {
    return rows->columns[column];
}

char **rows_cell(const FormRows *rows, size_t row, int sub) {
    return &rows->cells.items[row * rows->field->row_count + (size_t)sub];
}

bool rows_is_blank(const FormRows *rows, size_t row) {
    for (size_t sub = 0; sub < rows->field->row_count; sub++)
        if (!is_blank(str_of(*rows_cell(rows, row, (int)sub))))
            return false;
    return true;
}

static void put_rows(const FormRows *rows, bool blank_too, Buf *out) {
    bool first = true;
    for (size_t row = 0; row < rows_count(rows); row++) {
        if (!blank_too && rows_is_blank(rows, row))
            continue;
        if (!first)
            buf_putc(out, '\n');
        first = false;
        for (size_t sub = 0; sub < rows->field->row_count; sub++) {
            if (sub)
                buf_putc(out, '\t');
            buf_puts(out, *rows_cell(rows, row, (int)sub));
        }
    }
}

static void free_cells(FormRows *rows) {
    VEC_EACH (cell, &rows->cells)
        free(*cell);
    rows->cells.len = 0;
}

static void insert_row(FormRows *rows, size_t at) {
    size_t width = rows->field->row_count, from = at * width;
    vec_reserve(&rows->cells, width);
    memmove(rows->cells.items + from + width, rows->cells.items + from,
            (rows->cells.len - from) * sizeof *rows->cells.items);
    rows->cells.len += width;
    for (size_t i = 0; i < width; i++)
        rows->cells.items[from + i] = mem_strdup("");
}

static void remove_row(FormRows *rows, size_t at) {
    size_t width = rows->field->row_count, from = at * width;
    for (size_t i = 0; i < width; i++)
        free(rows->cells.items[from + i]);
    memmove(rows->cells.items + from, rows->cells.items + from + width,
            (rows->cells.len - from - width) * sizeof *rows->cells.items);
    rows->cells.len -= width;
    if (!rows->cells.len)
        insert_row(rows, 0);
}

/* What a cell may hold is what an edit field of one line makes of it. */
static void set_cell(FormRows *rows, size_t row, int sub, Str text) {
    TextEdit *clean = text_edit_new(text, false, CELL_BYTES > text.len ? CELL_BYTES : text.len);
    Str cleaned = text_edit_text(clean);
    char **cell = rows_cell(rows, row, sub);
    free(*cell);
    *cell = mem_strndup(cleaned.ptr ? cleaned.ptr : "", cleaned.len);
    text_edit_free(clean);
}

static void read_rows(FormRows *rows, Str text, bool blank_too) {
    free_cells(rows);
    for (Str line; str_split(&text, '\n', &line);) {
        if (!blank_too && is_blank(line))
            continue;
        size_t row = rows_count(rows);
        insert_row(rows, row);
        Str cell;
        for (size_t sub = 0; sub < rows->field->row_count && str_split(&line, '\t', &cell); sub++)
            set_cell(rows, row, (int)sub, cell);
    }
    if (!rows->cells.len)
        insert_row(rows, 0);
}

/* --- settling a cell ------------------------------------------------------------------------- */

/* A cell that nobody has filled in yet gets a text. */
static void fill_cell(FormRows *rows, int sub, Str text) {
    if (sub < 0 || !text.len || !is_blank(str_of(*rows_cell(rows, rows->row, sub))))
        return;
    set_cell(rows, rows->row, sub, text);
    rows->settled = true;
}

/* The metric's own name, and its unit where none stands yet. */
static void settle_metric(FormRows *rows, Str text) {
    const Metric *metric = metric_named(str_trim(text));
    if (!metric)
        return;
    Str label = str_of(_(metric->label)), unit = str_of(metric->unit);
    if (!str_equal(label, text)) {
        set_cell(rows, rows->row, rows->metric, label);
        rows->settled = true;
    }
    fill_cell(rows, rows->unit, unit.len ? str_of(_(metric->unit)) : unit);
}

/* Numbers and days as they will be shown; a number in per cent says the unit. */
static void settle_value(FormRows *rows, int sub, Str text) {
    const Field *facts = &rows->field->row[sub];
    Arena arena = {0};
    Value value;
    Error err;
    Buf shown = {0};
    bool percent = str_ends(str_trim(text), STR("%")) || str_ends(str_trim(text), STR("％"));
    if (!parse_cell(facts, text, &arena, &value, &err) || value.kind == VALUE_NONE) {
        arena_free(&arena);
        return;
    }
    format_cell(facts, &value, &shown);
    if (percent && value.kind == VALUE_DECIMAL)
        fill_cell(rows, rows->unit, STR("%"));
    if (!str_equal(buf_str(&shown), text)) {
        if (library_typed_is_rough(facts, text)) {
            buf_clear(&rows->rough);
            buf_clear(&rows->day);
            buf_put_str(&rows->rough, str_trim(text));
            buf_put_str(&rows->day, buf_str(&shown));
        }
        set_cell(rows, rows->row, sub, buf_str(&shown));
        rows->settled = true;
    }
    buf_free(&shown);
    arena_free(&arena);
}

/* The cell with the focus is left after typing: part of the same step of undo. */
static void settle_cell(FormRows *rows) {
    int sub = rows_sub(rows, rows->column);
    if (!rows->unsettled || rows->row >= rows_count(rows) || sub == CHANGE)
        return;
    rows->typing = rows->unsettled = false;
    Str text = str_of(*rows_cell(rows, rows->row, sub));
    FieldKind kind = rows->field->row[sub].kind;
    if (sub == rows->metric)
        settle_metric(rows, text);
    else if (kind == FIELD_DATE || kind == FIELD_DECIMAL || kind == FIELD_INT)
        settle_value(rows, sub, text);
}

/* Opens the cell with the focus for editing. */
static void open_cell(FormRows *rows, bool at_end) {
    text_edit_free(rows->edit);
    Str text = str_of(*rows_cell(rows, rows->row, rows_sub(rows, rows->column)));
    rows->edit = text_edit_new(text, false, CELL_BYTES > text.len ? CELL_BYTES : text.len);
    if (at_end)
        text_edit_move(rows->edit, TEXT_MOVE_END, false);
    rows->box = (EditField){.edit = rows->edit};
}

void rows_go(FormRows *rows, size_t row, int column, bool at_end) {
    settle_cell(rows);
    rows->row = row < rows_count(rows) ? row : rows_count(rows) - 1;
    rows->column = column;
    rows->typing = rows->unsettled = false;
    open_cell(rows, at_end);
}

bool form_rows_leave(FormRows *rows) {
    settle_cell(rows);
    bool changed = rows->settled;
    rows->settled = false;
    if (changed)
        open_cell(rows, true);
    return changed;
}

static int find_column(const FormRows *rows, int sub) {
    for (int i = 0; i < rows->column_count; i++)
        if (rows->columns[i] == sub)
            return i;
    return 0;
}

static void make_columns(FormRows *rows) {
    const Field *field = rows->field;
    rows->before = entity_row_field(field->row, field->row_count, STR("before"));
    rows->after = entity_row_field(field->row, field->row_count, STR("after"));
    rows->unit = entity_row_field(field->row, field->row_count, STR("unit"));
    rows->metric = entity_row_field(field->row, field->row_count, STR("metric"));
    for (size_t sub = 0; sub < field->row_count && rows->column_count < MOST_COLUMNS - 1; sub++) {
        rows->columns[rows->column_count++] = (int)sub;
        if (rows->before >= 0 && (int)sub == rows->after)
            rows->columns[rows->column_count++] = CHANGE;
    }
}

FormRows *form_rows_new(const Field *field, Str text) {
    FormRows *rows = mem_zalloc(sizeof *rows);
    rows->field = field;
    make_columns(rows);
    read_rows(rows, text, false);
    rows_go(rows, 0, 0, false);
    return rows;
}

static void free_moments(Moments *moments) {
    VEC_EACH (moment, moments)
        buf_free(&moment->text);
    vec_free(moments);
}

void form_rows_free(FormRows *rows) {
    if (!rows)
        return;
    free_cells(rows);
    vec_free(&rows->cells);
    text_edit_free(rows->edit);
    free_moments(&rows->undo);
    free_moments(&rows->redo);
    buf_free(&rows->rough);
    buf_free(&rows->day);
    buf_free(&rows->text);
    free(rows);
}

Str form_rows_text(FormRows *rows) {
    buf_clear(&rows->text);
    put_rows(rows, false, &rows->text);
    return str_of(buf_text(&rows->text));
}

/* --- undo ------------------------------------------------------------------------------------ */

static void push_moment(FormRows *rows, Moments *to) {
    Moment moment = {.row = rows->row, .column = rows->column};
    put_rows(rows, true, &moment.text);
    if (to->len == MOST_UNDO) {
        buf_free(&to->items[0].text);
        memmove(to->items, to->items + 1, --to->len * sizeof *to->items);
    }
    vec_push(to, moment);
}

static void forget(Moments *moments) {
    free_moments(moments);
}

/* Before a change; keys typed in a row into one cell are one step. */
static void remember(FormRows *rows, bool typing) {
    if (typing && rows->typing)
        return;
    push_moment(rows, &rows->undo);
    forget(&rows->redo);
    rows->typing = typing;
}

static WidgetResult travel(FormRows *rows, Moments *from, Moments *to) {
    if (!from->len)
        return WIDGET_USED;
    push_moment(rows, to);
    rows->typing = rows->unsettled = false;
    Moment moment = from->items[--from->len];
    read_rows(rows, buf_str(&moment.text), true);
    rows_go(rows, moment.row, moment.column, true);
    buf_free(&moment.text);
    return WIDGET_CHANGED;
}

void form_rows_set(FormRows *rows, Str text) {
    remember(rows, false);
    read_rows(rows, text, false);
    rows_go(rows, 0, 0, false);
}

/* --- keys ------------------------------------------------------------------------------------ */

static bool next_cell(FormRows *rows) {
    int column = rows->column + 1;
    while (column < rows->column_count && rows->columns[column] == CHANGE)
        column++;
    if (column < rows->column_count)
        rows_go(rows, rows->row, column, true);
    else if (rows->row + 1 < rows_count(rows))
        rows_go(rows, rows->row + 1, 0, true);
    else
        return false;
    return true;
}

static bool previous_cell(FormRows *rows) {
    int column = rows->column - 1;
    while (column >= 0 && rows->columns[column] == CHANGE)
        column--;
    if (column >= 0)
        rows_go(rows, rows->row, column, true);
    else if (rows->row > 0)
        rows_go(rows, rows->row - 1, rows->column_count - 1, true);
    else
        return false;
    return true;
}

static bool row_by(FormRows *rows, int by) {
    if (by < 0 ? rows->row == 0 : rows->row + 1 >= rows_count(rows))
        return false;
    rows_go(rows, rows->row + (size_t)by, rows->column, true);
    return true;
}

static WidgetResult enter_key(FormRows *rows, bool read_only) {
    bool last = rows->row + 1 == rows_count(rows);
    if (last && (read_only || rows_is_blank(rows, rows->row))) {
        if (rows_count(rows) > 1 && !read_only) { /* the blank one goes */
            remove_row(rows, rows->row);
            rows_go(rows, rows->row, 0, true);
        }
        return WIDGET_IGNORED;
    }
    if (read_only || rows_is_blank(rows, rows->row)) {
        row_by(rows, 1);
        return WIDGET_USED;
    }
    settle_cell(rows);
    remember(rows, false);
    insert_row(rows, rows->row + 1);
    rows_go(rows, rows->row + 1, 0, false);
    return WIDGET_CHANGED;
}

bool form_rows_takes_rough(FormRows *rows, Buf *typed, Buf *day) {
    bool any = rows->rough.len > 0;
    buf_put_str(typed, buf_str(&rows->rough));
    buf_put_str(day, buf_str(&rows->day));
    buf_clear(&rows->rough);
    buf_clear(&rows->day);
    return any;
}

size_t form_rows_put_wrong(const FormRows *rows, bool with_focus, Buf *out) {
    size_t wrong = 0;
    for (size_t row = 0, shown = 0; row < rows_count(rows); row++) {
        if (rows_is_blank(rows, row))
            continue;
        shown++;
        for (size_t sub = 0; sub < rows->field->row_count; sub++) {
            Arena arena = {0};
            Value value;
            Error err;
            bool here = row == rows->row && (int)sub == rows_sub(rows, rows->column);
            Str text = str_of(*rows_cell(rows, row, (int)sub));
            bool bad = !parse_cell(&rows->field->row[sub], text, &arena, &value, &err);
            arena_free(&arena);
            if (!bad || (here && !with_focus))
                continue;
            Error place = {0};
            error_set(&place, ERR_INVALID, N_("row {0}, {1}"), "ds", (int64_t)shown,
                      _(rows->field->row[sub].label));
            buf_puts(out, wrong++ ? _(", ") : "");
            error_render_message(&place, out);
        }
    }
    return wrong;
}

/* --- whole rows ------------------------------------------------------------------------------ */

static void swap_rows(FormRows *rows, size_t a, size_t b) {
    for (size_t sub = 0; sub < rows->field->row_count; sub++) {
        char *kept = *rows_cell(rows, a, (int)sub);
        *rows_cell(rows, a, (int)sub) = *rows_cell(rows, b, (int)sub);
        *rows_cell(rows, b, (int)sub) = kept;
    }
}

static void copy_row(FormRows *rows, size_t from, size_t to) {
    for (size_t sub = 0; sub < rows->field->row_count; sub++)
        set_cell(rows, to, (int)sub, str_of(*rows_cell(rows, from, (int)sub)));
}

bool form_rows_can(const FormRows *rows, FormRowsAct act) {
    switch (act) {
    case ROWS_UP:
        return rows->row > 0;
    case ROWS_DOWN:
        return rows->row + 1 < rows_count(rows);
    case ROWS_DUPLICATE:
    case ROWS_DELETE:
        return !rows_is_blank(rows, rows->row) || rows_count(rows) > 1;
    case ROWS_UNDO:
        return rows->undo.len > 0;
    default:
        return true;
    }
}

bool form_rows_do(FormRows *rows, FormRowsAct act) {
    size_t row = rows->row;
    if (!form_rows_can(rows, act))
        return false;
    settle_cell(rows);
    if (act == ROWS_UNDO)
        return travel(rows, &rows->undo, &rows->redo) == WIDGET_CHANGED;
    remember(rows, false);
    if (act == ROWS_UP || act == ROWS_DOWN) {
        size_t other = act == ROWS_UP ? row - 1 : row + 1;
        swap_rows(rows, row, other);
        rows_go(rows, other, rows->column, true);
    } else if (act == ROWS_DELETE) {
        remove_row(rows, row);
        rows_go(rows, row, rows->column, true);
    } else {
        size_t at = act == ROWS_ABOVE ? row : row + 1;
        insert_row(rows, at);
        if (act == ROWS_DUPLICATE)
            copy_row(rows, row, at);
        rows_go(rows, at, act == ROWS_DUPLICATE ? rows->column : 0, true);
    }
    rows->settled = false;
    return true;
}

static WidgetResult act_key(FormRows *rows, FormRowsAct act) {
    return form_rows_do(rows, act) ? WIDGET_CHANGED : WIDGET_USED;
}

static WidgetResult moved(bool yes) {
    return yes ? WIDGET_USED : WIDGET_IGNORED;
}

/* Into a cell by Tab: what is typed stands instead of what stood there. */
static bool select_cell(FormRows *rows) {
    text_edit_select_all(rows->edit);
    return true;
}

static bool tab_to_cell(FormRows *rows, bool back) {
    return (back ? previous_cell(rows) : next_cell(rows)) && select_cell(rows);
}

void form_rows_select(FormRows *rows) {
    select_cell(rows);
}

bool form_rows_selected(const FormRows *rows) {
    size_t from, to;
    return text_edit_selection(rows->edit, &from, &to);
}

/* An arrow that only gives up the selection: the caret stays at the end of the cell. */
static bool opens_selected(FormRows *rows, InputKey key) {
    bool arrow = key.code == INPUT_LEFT || key.code == INPUT_RIGHT;
    return arrow && !key.mods && form_rows_selected(rows) &&
           text_edit_move(rows->edit, key.code == INPUT_LEFT ? TEXT_MOVE_START : TEXT_MOVE_END,
                          false);
}

/* Keys of the table itself. */
static bool table_key(FormRows *rows, InputKey key, bool read_only, WidgetResult *result) {
    size_t caret = text_edit_caret(rows->edit), len = text_edit_text(rows->edit).len;
    if (opens_selected(rows, key)) {
        *result = WIDGET_USED;
        return true;
    }
    switch (key.code) {
    case INPUT_TAB:
        *result = moved(tab_to_cell(rows, key.mods));
        return true;
    case INPUT_UP:
    case INPUT_DOWN:
        if (key.mods == INPUT_CTRL)
            *result =
                read_only ? WIDGET_USED : act_key(rows, key.code == INPUT_UP ? ROWS_UP : ROWS_DOWN);
        else if (rows->card)
            *result = moved(key.code == INPUT_UP ? previous_cell(rows) : next_cell(rows));
        else
            *result = moved(row_by(rows, key.code == INPUT_UP ? -1 : 1));
        return true;
    case INPUT_ENTER:
        *result = enter_key(rows, read_only);
        return true;
    case INPUT_LEFT:
        *result = WIDGET_USED;
        return !key.mods && caret == 0 && (previous_cell(rows), true);
    case INPUT_RIGHT:
        *result = WIDGET_USED;
        if (key.mods || caret < len)
            return false;
        if (next_cell(rows))
            text_edit_move(rows->edit, TEXT_MOVE_START, false);
        return true;
    case 'k':
    case 'z':
    case 'y':
        if (key.mods != INPUT_CTRL || read_only)
            return false;
        *result = key.code == 'k'   ? act_key(rows, ROWS_DELETE)
                  : key.code == 'z' ? travel(rows, &rows->undo, &rows->redo)
                                    : travel(rows, &rows->redo, &rows->undo);
        return true;
    default:
        return false;
    }
}

/* Takes over what the edit field made of the cell. The moment before it was kept by the caller. */
static void take_cell(FormRows *rows) {
    rows->unsettled = true;
    char **cell = rows_cell(rows, rows->row, rows_sub(rows, rows->column));
    Str text = text_edit_text(rows->edit);
    free(*cell);
    *cell = mem_strndup(text.ptr ? text.ptr : "", text.len);
}

WidgetResult form_rows_key(FormRows *rows, InputKey key, bool read_only) {
    WidgetResult result;
    rows->settled = false;
    if (table_key(rows, key, read_only, &result)) {
        bool settled = rows->settled && result == WIDGET_USED;
        rows->settled = rows->settled && result == WIDGET_IGNORED; /* form_rows_leave says it */
        return settled ? WIDGET_CHANGED : result;
    }
    rows->box.read_only = read_only;
    result = field_key(&rows->box, key);
    if (result != WIDGET_CHANGED)
        return result;
    remember(rows, true);
    take_cell(rows);
    return WIDGET_CHANGED;
}

WidgetResult form_rows_paste(FormRows *rows, Str text) {
    if (field_paste(&rows->box, text) != WIDGET_CHANGED)
        return WIDGET_USED;
    remember(rows, false);
    take_cell(rows);
    return WIDGET_CHANGED;
}

void form_rows_enter(FormRows *rows, bool from_below) {
    if (from_below)
        rows_go(rows, rows_count(rows) - 1, rows->column, true);
    else
        rows_go(rows, 0, 0, true);
}

void form_rows_go(FormRows *rows, int row, int sub) {
    size_t at = 0; /* numbers count rows that are not blank */
    for (int seen = -1; at < rows_count(rows); at++)
        if (!rows_is_blank(rows, at) && ++seen >= row)
            break;
    rows_go(rows, at, find_column(rows, sub < 0 ? 0 : sub), true);
}

/* --- the cell with the focus ------------------------------------------------------------------ */

void form_rows_cell_move_to(FormRows *rows, size_t offset) {
    text_edit_move_to(rows->edit, offset, false);
}

size_t form_rows_cell_row(const FormRows *rows) {
    size_t above = 0;
    for (size_t at = 0; at < rows->row; at++)
        above += !rows_is_blank(rows, at);
    return above;
}

int form_rows_cell_sub(const FormRows *rows) {
    return rows_sub(rows, rows->column);
}

Str form_rows_cell(const FormRows *rows) {
    return text_edit_text(rows->edit);
}

Str form_rows_above(const FormRows *rows, size_t up) {
    int sub = rows_sub(rows, rows->column);
    if (up > rows->row || sub == CHANGE)
        return (Str){NULL, 0};
    return str_of(*rows_cell(rows, rows->row - up, sub));
}

size_t form_rows_cell_caret(const FormRows *rows) {
    return text_edit_caret(rows->edit);
}

GridRect form_rows_cell_rect(const FormRows *rows) {
    return rows->box.rect;
}

void form_rows_cell_put(FormRows *rows, Str text) {
    remember(rows, false);
    text_edit_set(rows->edit, text);
    take_cell(rows);
    settle_cell(rows);
    rows->settled = false;
    GridRect rect = rows->box.rect;
    open_cell(rows, true);
    rows->box.rect = rect;
}
