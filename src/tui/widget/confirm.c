#include "config.h"

#include "tui/widget/confirm.h"

#include "base/error.h"
#include "base/i18n.h"
#include "base/vec.h"
#include "text/width.h"
#include "text/wrap.h"

#include <stdio.h>

enum { CONFIRM_COLS = 60, SHI = 0x662f, FOU = 0x5426 };

static bool wants_count(const Confirm *confirm) {
    return confirm->count >= CONFIRM_COUNT_FROM;
}

static void put_answers(const Confirm *confirm, Buf *out) {
    ErrorArg args[3] = {
        {.kind = 'd', .number = (int64_t)confirm->count}, {.kind = 's'}, {.kind = 's'}};
    snprintf(args[1].text, sizeof args[1].text, "%s", confirm->yes);
    snprintf(args[2].text, sizeof args[2].text, "%s", confirm->other ? confirm->other : "");
    if (wants_count(confirm)) /* L10N: {0} a number, {1} a verb such as "purge them" */
        message_fill(out, _("Type {0} and Enter: {1}.   Esc: cancel"), args, 2);
    else if (confirm->other) /* L10N: {1} and {2} verbs such as "edit the case" */
        message_fill(out, _("Enter: cancel   y or 1: {1}\ne or 3: {2}"), args, 3);
    else /* L10N: {1} a verb such as "purge them" */
        message_fill(out, _("Enter: cancel   y or 1: {1}"), args, 2);
}

/* The question and, from *answers_at on, how to answer it. */
static void put_content(const Confirm *confirm, Buf *out, size_t *answers_at) {
    buf_printf(out, "%s\n\n", confirm->text);
    *answers_at = out->len;
    put_answers(confirm, out);
}

static void draw_typed(const Confirm *confirm, Grid *grid, GridRect at) {
    char typed[24] = "";
    if (confirm->typed)
        snprintf(typed, sizeof typed, "%llu", (unsigned long long)confirm->typed);
    grid_text(grid, at, str_of(typed), grid_style(ROLE_FIELD_FOCUS), GRID_PAD);
    grid_set_cursor(grid, at.row, at.col + text_width(str_of(typed)));
}

/* The rows that do not fit are taken from the question: the answers are always seen. */
static void draw_content(const Confirm *confirm, Grid *grid, GridRect inside, Str content,
                         const TextLines *lines, size_t answers_at) {
    int count = (int)lines->len, rows = inside.rows - wants_count(confirm);
    int hidden = count > rows ? count - rows : 0;
    for (int i = hidden; i < count; i++) {
        size_t from = lines->items[i];
        size_t next = i + 1 < count ? lines->items[i + 1] : content.len;
        size_t to = text_wrap_end(content, from, next, inside.cols);
        Role role = from >= answers_at ? ROLE_WARN : ROLE_POPUP;
        GridRect at = {inside.row + i - hidden, inside.col, 1, inside.cols};
        grid_text(grid, at, str_make(content.ptr + from, to - from),
                  (GridStyle){(uint8_t)role, ROLE_POPUP}, 0);
    }
    GridRect last = {inside.row + inside.rows - 1, inside.col, 1, 21};
    if (wants_count(confirm))
        draw_typed(confirm, grid, last);
    else
        grid_set_cursor(grid, last.row, last.col);
}

void confirm_draw(Confirm *confirm, Grid *grid, GridRect within) {
    TextLines lines = {0};
    Buf content = {0};
    size_t answers_at;
    put_content(confirm, &content, &answers_at);
    int cols = within.cols < CONFIRM_COLS ? within.cols : CONFIRM_COLS;
    text_wrap(&lines, buf_str(&content), cols > 5 ? cols - 4 : 1);
    int rows = (int)lines.len + 2 + wants_count(confirm);
    rows = rows > within.rows ? within.rows : rows;
    GridRect box = {within.row + (within.rows - rows) / 2, within.col + (within.cols - cols) / 2,
                    rows, cols};
    GridStyle plain = grid_style(ROLE_POPUP);
    grid_fill(grid, box, plain);
    GridRect inside =
        grid_box(grid, box, plain, str_of(confirm->title), grid_style(ROLE_POPUP_TITLE));
    inside.col++;
    inside.cols -= 2;
    draw_content(confirm, grid, inside, buf_str(&content), &lines, answers_at);
    buf_free(&content);
    text_lines_free(&lines);
}

static WidgetResult count_key(Confirm *confirm, uint32_t code) {
    if (code >= 0xff10 && code <= 0xff19) /* full-width digits of an input method */
        code = code - 0xff10 + '0';
    if (code >= '0' && code <= '9' && confirm->typed < 1000000000000u)
        confirm->typed = confirm->typed * 10 + (code - '0');
    else if (code == INPUT_BACKSPACE)
        confirm->typed /= 10;
    else if (code == INPUT_ENTER)
        return confirm->typed == confirm->count ? WIDGET_DONE : WIDGET_CANCELLED;
    return WIDGET_USED;
}

WidgetResult confirm_key(Confirm *confirm, InputKey key) {
    static const uint32_t yes[] = {'1', 'y', 'Y', SHI, 0xff11, 0xff59};
    static const uint32_t other[] = {'3', 'e', 'E', 0xff13, 0xff45};
    static const uint32_t no[] = {'2', 'n', 'N', FOU, 0xff12, 0xff4e, INPUT_ENTER};
    if (key.code == INPUT_ESCAPE)
        return WIDGET_CANCELLED;
    if (key.mods)
        return WIDGET_USED;
    if (wants_count(confirm))
        return count_key(confirm, key.code);
    for (size_t i = 0; i < COUNT_OF(no); i++) {
        if (key.code == no[i])
            return WIDGET_CANCELLED;
    }
    for (size_t i = 0; i < COUNT_OF(yes); i++) {
        if (key.code == yes[i] && !input_key_equal(key, confirm->opened_by))
            return WIDGET_DONE;
    }
    for (size_t i = 0; confirm->other && i < COUNT_OF(other); i++) {
        confirm->took_other = key.code == other[i] && !input_key_equal(key, confirm->opened_by);
        if (confirm->took_other)
            return WIDGET_DONE;
    }
    return WIDGET_USED;
}
