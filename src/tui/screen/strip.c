#include "config.h"

#include "tui/screen/strip.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "text/width.h"
#include "tui/widget/layout.h"

#include <stdio.h>

enum { FIGURE_TEXT = 32, SPARK_LEVELS = 5, PANEL_LABEL = 11, PANEL_VALUE = 7 };

typedef struct Figure {
    const char *label; /* message id */
    void (*put)(const FindCounts *counts, char *out, size_t room);
} Figure;

static void put_count(uint64_t count, char *out, size_t room) {
    snprintf(out, room, "%llu", (unsigned long long)count);
}

/* A share of nothing is no number. */
static void put_share(uint64_t part, uint64_t whole, char *out, size_t room) {
    if (whole)
        snprintf(out, room, "%d%%", (int)((part * 100 + whole / 2) / whole));
    else
        snprintf(out, room, "-");
}

static void put_cases(const FindCounts *c, char *out, size_t room) {
    put_count(c->cases, out, room);
}

static void put_trusted(const FindCounts *c, char *out, size_t room) {
    put_share(c->trusted, c->published, out, room);
}

static void put_new(const FindCounts *c, char *out, size_t room) {
    snprintf(out, room, "+%llu", (unsigned long long)c->new_this_week);
}

static void put_due(const FindCounts *c, char *out, size_t room) {
    put_count(c->due, out, room);
}

static void put_published(const FindCounts *c, char *out, size_t room) {
    put_count(c->published, out, room);
}

static void put_waiting(const FindCounts *c, char *out, size_t room) {
    put_count(c->waiting, out, room);
}

static void put_success(const FindCounts *c, char *out, size_t room) {
    put_share(c->success, c->judged, out, room);
}

static const Figure figures[] = {
    {N_("Cases"), put_cases},     {N_("trusted"), put_trusted},     {N_("this week"), put_new},
    {N_("to verify"), put_due},   {N_("published"), put_published}, {N_("waiting"), put_waiting},
    {N_("success"), put_success},
};
enum { FIRST_LINE = 4 };

/* "label value" pieces with a bar between, as many as fit whole. */
static void draw_line(Grid *grid, GridRect at, const FindCounts *counts, size_t from, size_t to) {
    int col = at.col, end = at.col + at.cols;
    for (size_t i = from; i < to; i++) {
        char value[FIGURE_TEXT];
        const char *label = _(figures[i].label);
        figures[i].put(counts, value, sizeof value);
        int cols = text_width(str_of(label)) + 1 + text_width(str_of(value));
        if (col + cols + (i > from ? 3 : 0) > end)
            return;
        if (i > from)
            col += 1 +
                   grid_text(grid, (GridRect){at.row, col + 1, 1, 1}, STR("|"),
                             grid_style(ROLE_LINE), 0) +
                   1;
        col += grid_text(grid, (GridRect){at.row, col, 1, end - col}, str_of(label),
                         grid_style(ROLE_LABEL), 0) +
               1;
        col += grid_text(grid, (GridRect){at.row, col, 1, end - col}, str_of(value),
                         grid_style(ROLE_NUMBER), 0);
    }
}

void strip_draw_lines(Grid *grid, GridRect at, const FindCounts *counts) {
    grid_fill(grid, at, grid_style(ROLE_TEXT));
    draw_line(grid, at, counts, 0, FIRST_LINE);
    if (at.rows > 1)
        draw_line(grid, (GridRect){at.row + 1, at.col, 1, at.cols}, counts, FIRST_LINE,
                  COUNT_OF(figures));
}

/* One column a week, the oldest first. */
static void draw_weeks(Grid *grid, GridRect at, const uint64_t *weeks) {
    static const char *const signs[2][SPARK_LEVELS] = {
        {"\xe2\xa0\xa4", "\xe2\xa3\x80", "\xe2\xa3\xa4", "\xe2\xa3\xb6", "\xe2\xa3\xbf"},
        {".", "-", "=", "+", "#"}};
    uint64_t most = 0;
    if (grid->manner == GRID_SPOKEN)
        return;
    for (int i = 0; i < DASHBOARD_WEEKS; i++)
        most = weeks[i] > most ? weeks[i] : most;
    for (int i = 0; i < DASHBOARD_WEEKS && i < at.cols; i++) {
        uint64_t value = weeks[DASHBOARD_WEEKS - 1 - i];
        uint64_t level = value ? 1 + (value * (SPARK_LEVELS - 2) + most / 2) / most : 0;
        grid_put(grid, at.row, at.col + i, str_of(signs[grid->lines == GRID_ASCII][level]), 1,
                 grid_style(ROLE_CHART));
    }
}

/* Figures of the panel, with the weeks of those that have a history. */
static const struct {
    Figure figure;
    enum { NO_WEEKS, WEEKS_MADE, WEEKS_PUBLISHED } weeks;
} panel_figures[] = {
    {{N_("Cases"), put_cases}, NO_WEEKS},
    {{N_("trusted"), put_trusted}, NO_WEEKS},
    {{N_("this week"), put_new}, WEEKS_MADE},
    {{N_("to verify"), put_due}, NO_WEEKS},
    {{N_("published"), put_published}, WEEKS_PUBLISHED},
    {{N_("success"), put_success}, NO_WEEKS},
};

int strip_panel_rows(void) {
    return (int)COUNT_OF(panel_figures);
}

void strip_draw_panel(Grid *grid, GridRect at, const FindCounts *counts, const StripWeeks *weeks) {
    for (int i = 0; i < (int)COUNT_OF(panel_figures) && i < at.rows; i++) {
        GridRect line = {at.row + i, at.col, 1, at.cols};
        char value[FIGURE_TEXT];
        panel_figures[i].figure.put(counts, value, sizeof value);
        grid_text(grid, line, str_of(_(panel_figures[i].figure.label)), grid_style(ROLE_LABEL),
                  GRID_CUT);
        GridRect number = layout_part(line, PANEL_LABEL, PANEL_VALUE);
        grid_text(grid, number, str_of(value), grid_style(ROLE_NUMBER), GRID_RIGHT);
        if (weeks && panel_figures[i].weeks)
            draw_weeks(grid, layout_part(line, PANEL_LABEL + PANEL_VALUE + 1, DASHBOARD_WEEKS),
                       panel_figures[i].weeks == WEEKS_MADE ? weeks->made : weeks->published);
    }
}
