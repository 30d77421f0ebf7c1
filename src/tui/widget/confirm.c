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
    ErrorArg args[2] = {{.kind = 'd', .number = (int64_t)confirm->count}, {.kind = 's'}};
    snprintf(args[1].text, sizeof args[1].text, "%s", confirm->yes);
    if (wants_count(confirm)) /* L10N: {0} a number, {1} a verb such as "purge them" */
        message_fill(out, _("Type {0} and Enter: {1}.   Esc: cancel"), args, 2);
    else /* L10N: {1} a verb such as "purge them" */
        message_fill(out, _("Enter: cancel   y or 1: {1}"), args, 2);
}

void confirm_draw(Confirm *confirm, Grid *grid, GridRect within) {
    TextLines lines = {0};
    Buf answers = {0};
    Str text = str_of(confirm->text);
    put_answers(confirm, &answers);
    int wanted = text_width(buf_str(&answers)) + 4;
    int cols = wanted > CONFIRM_COLS ? wanted : CONFIRM_COLS;
    cols = cols > within.cols ? within.cols : cols;
    text_wrap(&lines, text, cols - 4);
    int rows = (int)lines.len + 4 + wants_count(confirm);
    rows = rows > within.rows ? within.rows : rows;
    GridRect box = {within.row + (within.rows - rows) / 2, within.col + (within.cols - cols) / 2,
                    rows, cols};
    GridStyle plain = grid_style(ROLE_POPUP);
    grid_fill(grid, box, plain);
    GridRect inside = grid_box(grid, box, plain, str_of(confirm->title),
                               grid_style(ROLE_POPUP_TITLE));
    int bottom = inside.row + inside.rows - 1, first = bottom - wants_count(confirm);
    for (size_t i = 0; i < lines.len && inside.row + (int)i < first; i++) {
        size_t next = i + 1 < lines.len ? lines.items[i + 1] : text.len;
        size_t end = text_wrap_end(text, lines.items[i], next, cols - 4);
        grid_text(grid, (GridRect){inside.row + (int)i, inside.col + 1, 1, inside.cols - 2},
                  str_make(text.ptr + lines.items[i], end - lines.items[i]), plain, 0);
    }
    grid_text(grid, (GridRect){first, inside.col + 1, 1, inside.cols - 2}, buf_str(&answers),
              (GridStyle){ROLE_WARN, ROLE_POPUP}, GRID_CUT);
    if (wants_count(confirm)) {
        char typed[24] = "";
        if (confirm->typed)
            snprintf(typed, sizeof typed, "%llu", (unsigned long long)confirm->typed);
        GridRect at = {bottom, inside.col + 1, 1, 21};
        grid_text(grid, at, str_of(typed), grid_style(ROLE_FIELD_FOCUS), GRID_PAD);
        grid_set_cursor(grid, bottom, at.col + text_width(str_of(typed)));
    } else {
        grid_set_cursor(grid, first, inside.col + 1);
    }
    buf_free(&answers);
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
    return WIDGET_USED;
}
