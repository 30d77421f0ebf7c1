#include "config.h"

#include "tui/widget/month.h"

#include "base/i18n.h"
#include "base/zone.h"
#include "text/width.h"

#include <stdio.h>

enum {
    DAY_COLS = 4,
    WEEK_COLS = 5,
    COLS = WEEK_COLS + 7 * DAY_COLS,
    FIRST_YEAR = 1900,
    LAST_YEAR = 2999
};

static int32_t first_of_month(int32_t date) {
    int year, month, day;
    date_split(date, &year, &month, &day);
    return date_make(year, month, 1);
}

static int32_t monday_of(int32_t date) {
    return date - (date_weekday(date) - 1);
}

/* The same day `by` months later, or the last of that month. */
static int32_t months_away(int32_t date, int by) {
    int year, month, day;
    date_split(date, &year, &month, &day);
    int at = year * 12 + month - 1 + by;
    if (at < FIRST_YEAR * 12 || at >= (LAST_YEAR + 1) * 12)
        return date;
    while (day > 28 && !date_is_valid(at / 12, at % 12 + 1, day))
        day--;
    return date_make(at / 12, at % 12 + 1, day);
}

/* --- picture --------------------------------------------------------------------------------- */

static const char *const weekdays[] = {N_("Mo"), N_("Tu"), N_("We"), N_("Th"),
                                       N_("Fr"), N_("Sa"), N_("Su")};

static void draw_head(Grid *grid, GridRect line) {
    grid_text(grid, (GridRect){line.row, line.col, 1, WEEK_COLS - 1}, str_of(_("Wk")),
              (GridStyle){ROLE_DIM, ROLE_POPUP}, GRID_RIGHT);
    for (int i = 0; i < 7; i++)
        grid_text(grid, (GridRect){line.row, line.col + WEEK_COLS + i * DAY_COLS, 1, DAY_COLS - 1},
                  str_of(_(weekdays[i])), (GridStyle){ROLE_COLUMN_HEAD, ROLE_POPUP}, GRID_RIGHT);
}

/* The day pointed out is told by its style and the cursor; today by a point behind it. */
static void draw_day(const Month *month, Grid *grid, GridRect at, int32_t date) {
    int year, number, day, shown_year, shown;
    char text[8];
    date_split(date, &year, &number, &day);
    date_split(month->date, &shown_year, &shown, &(int){0});
    bool chosen = date == month->date;
    Role role = chosen ? ROLE_SELECTED : number == shown ? ROLE_POPUP : ROLE_DIM;
    snprintf(text, sizeof text, "%2d%s", day, date == month->today ? "." : " ");
    grid_text(grid, at, str_of(text), (GridStyle){(uint8_t)role, ROLE_POPUP}, GRID_RIGHT);
    if (chosen)
        grid_set_cursor(grid, at.row, at.col + 1);
}

static void draw_week(const Month *month, Grid *grid, GridRect line, int32_t monday) {
    char text[8];
    snprintf(text, sizeof text, "%2d", week_of_date(monday).week);
    grid_text(grid, (GridRect){line.row, line.col, 1, WEEK_COLS - 1}, str_of(text),
              (GridStyle){ROLE_DIM, ROLE_POPUP}, GRID_RIGHT);
    for (int i = 0; i < 7; i++)
        draw_day(month, grid,
                 (GridRect){line.row, line.col + WEEK_COLS + i * DAY_COLS - 1, 1, DAY_COLS},
                 monday + i);
}

static void put_title(const Month *month, Buf *out) {
    int year, number, day;
    char text[16];
    date_split(month->date, &year, &number, &day);
    snprintf(text, sizeof text, "%04d-%02d", year, number);
    if (month->title)
        buf_printf(out, "%s  ", month->title);
    buf_puts(out, text);
}

void month_draw(Month *month, Grid *grid, GridRect within) {
    int32_t monday = monday_of(first_of_month(month->date));
    int32_t last = first_of_month(months_away(first_of_month(month->date), 1)) - 1;
    int weeks = (last - monday) / 7 + 1, rows = weeks + 4, cols = COLS + 4;
    GridStyle plain = {ROLE_POPUP, ROLE_POPUP};
    Buf title = {0};
    rows = rows > within.rows ? within.rows : rows;
    cols = cols > within.cols ? within.cols : cols;
    GridRect box = {within.row + (within.rows - rows) / 2, within.col + (within.cols - cols) / 2,
                    rows, cols};
    put_title(month, &title);
    grid_fill(grid, box, plain);
    GridRect inside = grid_box(grid, box, plain, buf_str(&title), grid_style(ROLE_POPUP_TITLE));
    buf_free(&title);
    inside.col++;
    inside.cols--;
    grid_set_cursor(grid, inside.row, inside.col);
    if (inside.rows > weeks) {
        draw_head(grid, inside);
        inside.row++;
        inside.rows--;
    }
    int hidden = weeks - inside.rows, at = (int)(month->date - monday) / 7;
    int top = hidden > 0 && at > inside.rows / 2 ? at - inside.rows / 2 : 0;
    top = hidden > 0 && top > hidden ? hidden : top;
    month->first = monday + 7 * top;
    month->days = (GridRect){inside.row, inside.col, weeks - top, inside.cols};
    month->days.rows = month->days.rows > inside.rows ? inside.rows : month->days.rows;
    for (int i = 0; i < month->days.rows; i++)
        draw_week(month, grid, (GridRect){inside.row + i, inside.col, 1, inside.cols},
                  month->first + 7 * i);
    if (inside.rows > month->days.rows)
        grid_text(grid, (GridRect){inside.row + month->days.rows, inside.col, 1, inside.cols},
                  str_of(_("PgUp PgDn: month  t: today  Enter")), (GridStyle){ROLE_DIM, ROLE_POPUP},
                  GRID_CUT);
}

/* --- keys ------------------------------------------------------------------------------------ */

static WidgetResult go(Month *month, int32_t date) {
    int year, number, day;
    date_split(date, &year, &number, &day);
    if (date == month->date || year < FIRST_YEAR || year > LAST_YEAR)
        return WIDGET_USED;
    month->date = date;
    return WIDGET_CHANGED;
}

WidgetResult month_key(Month *month, InputKey key) {
    int32_t first = first_of_month(month->date);
    if (key.mods)
        return WIDGET_USED;
    switch (key.code) {
    case INPUT_ENTER:
        return WIDGET_DONE;
    case INPUT_ESCAPE:
        return WIDGET_CANCELLED;
    case INPUT_LEFT:
        return go(month, month->date - 1);
    case INPUT_RIGHT:
        return go(month, month->date + 1);
    case INPUT_UP:
        return go(month, month->date - 7);
    case INPUT_DOWN:
        return go(month, month->date + 7);
    case INPUT_PAGE_UP:
        return go(month, months_away(month->date, -1));
    case INPUT_PAGE_DOWN:
        return go(month, months_away(month->date, 1));
    case INPUT_HOME:
        return go(month, first);
    case INPUT_END:
        return go(month, months_away(first, 1) - 1);
    case 't':
    case 'T':
    case 0xff54: /* ｔ of an input method */
    case 0x4eca: /* 今 */
        return go(month, month->today);
    default:
        return WIDGET_USED;
    }
}

WidgetResult month_mouse(Month *month, const InputEvent *event) {
    if (event->mouse == INPUT_MOUSE_WHEEL_UP || event->mouse == INPUT_MOUSE_WHEEL_DOWN)
        return go(month, months_away(month->date, event->mouse == INPUT_MOUSE_WHEEL_UP ? -1 : 1));
    if (event->mouse != INPUT_MOUSE_PRESS)
        return WIDGET_USED;
    if (!grid_rect_has(month->days, event->row, event->col))
        return WIDGET_CANCELLED;
    int col = event->col - month->days.col - WEEK_COLS + 1;
    if (col < 0 || col / DAY_COLS > 6)
        return WIDGET_USED;
    month->date = month->first + 7 * (event->row - month->days.row) + col / DAY_COLS;
    return WIDGET_DONE;
}
