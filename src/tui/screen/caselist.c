#include "config.h"

#include "tui/screen/caselist.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "record/state.h"
#include "tui/screen/casetext.h"

enum { MOST_MARKS = 16 };

typedef struct Cell {
    FindHit *hit;
    const CaseListStyle *style;
    Grid *grid;
    GridRect at;
    Role role; /* of a plain cell in this row */
} Cell;

static void put(const Cell *cell, Str text, Role role) {
    grid_text(cell->grid, cell->at, text, grid_style(role), GRID_CUT);
}

/* One column: a sign for the state and the trust. */
static void draw_sign(const Cell *cell) {
    static const char state_signs[CASE_STATES] = "->>+#";
    const Record *record = cell->hit->row.record;
    Role role;
    casetext_status(record, &role);
    CaseTrust trust = case_trust(record, library_today());
    char sign[2] = {state_signs[case_state(record)], 0};
    Str text = str_of(sign);
    if (trust == TRUST_VERIFIED)
        text = grid_sign(cell->grid, GRID_SIGN_YES);
    else if (trust == TRUST_STALE)
        text = grid_sign(cell->grid, GRID_SIGN_NO);
    else if (trust == TRUST_DUE)
        text = STR("!");
    else if (trust == TRUST_IMPORTED)
        text = STR("?");
    put(cell, text, role);
}

static void draw_status(const Cell *cell) {
    Role role;
    const char *label = casetext_status(cell->hit->row.record, &role);
    if (cell->hit->row.trashed)
        put(cell, str_of(_("in trash")), ROLE_DISABLED);
    else
        put(cell, str_of(_(label)), role);
}

static void draw_day(const Cell *cell) {
    Buf day = {0};
    casetext_put_day(&day, record_int(cell->hit->row.record, CASE_UPDATED));
    Str text = buf_str(&day);
    if (cell->at.cols < 10 && text.len > 5)
        text = str_make(text.ptr + 5, text.len - 5); /* without the year */
    put(cell, text, cell->role == ROLE_TEXT ? ROLE_DIM : cell->role);
    buf_free(&day);
}

static void draw_customer(const Cell *cell) {
    put(cell, record_ref_name(cell->hit->row.record, CASE_CUSTOMER), cell->role);
}

static void draw_owner(const Cell *cell) {
    put(cell, record_ref_name(cell->hit->row.record, CASE_OWNER), ROLE_DIM);
}

static void draw_why(const Cell *cell) {
    const char *why = library_find_why(cell->style->library, cell->hit, cell->style->query);
    if (why[0])
        put(cell, str_of(_(why)), ROLE_DIM);
}

static void draw_title(const Cell *cell) {
    size_t ranges[MOST_MARKS][2], count = 0;
    GridMark marks[MOST_MARKS];
    Str title = record_title(cell->hit->row.record);
    if (cell->style->query.len)
        count =
            library_find_marks(cell->style->library, cell->style->query, title, ranges, MOST_MARKS);
    for (size_t i = 0; i < count; i++)
        marks[i] = (GridMark){ranges[i][0], ranges[i][1], grid_style(ROLE_MATCH)};
    grid_text_marked(cell->grid, cell->at, title, grid_style(cell->role), marks, count, GRID_CUT);
}

/* In the order they stand. A column is there from `from` columns of the list on; of two with one
 * drawing place the wider one follows the narrower. cols 0: takes what is left. */
static const struct {
    const char *head;
    int from, below; /* shown while from <= width < below */
    int cols;
    bool asked; /* only with a query */
    void (*draw)(const Cell *cell);
} columns[] = {
    {"", 0, 60, 1, false, draw_sign},
    {N_("State"), 60, 1000, 9, false, draw_status},
    {N_("Day"), 0, 100, 5, false, draw_day},
    {N_("Day"), 100, 1000, 10, false, draw_day},
    {N_("Customer"), 56, 84, 12, false, draw_customer},
    {N_("Customer"), 84, 1000, 18, false, draw_customer},
    {N_("Title"), 0, 1000, 0, false, draw_title},
    {N_("Owner"), 76, 1000, 8, false, draw_owner},
    {N_("Found in"), 88, 1000, 9, true, draw_why},
};

static bool is_shown(size_t i, const CaseListStyle *style, int width) {
    if (style->words && columns[i].draw == draw_sign)
        return false;
    int from = style->words && columns[i].draw == draw_status ? 0 : columns[i].from;
    return width >= from && width < columns[i].below && (!columns[i].asked || style->query.len);
}

/* Columns left for the title when all others have theirs and a blank. */
static int flexible(const CaseListStyle *style, int width) {
    int left = width;
    for (size_t i = 0; i < COUNT_OF(columns); i++)
        if (columns[i].cols && is_shown(i, style, width))
            left -= columns[i].cols + 1;
    return left > 0 ? left : 0;
}

static void each_column(const CaseListStyle *style, GridRect at,
                        void (*each)(size_t column, Cell *cell), Cell *cell) {
    int col = at.col;
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        if (!is_shown(i, style, at.cols))
            continue;
        int cols = columns[i].cols ? columns[i].cols : flexible(style, at.cols);
        cell->at = (GridRect){at.row, col, 1, cols};
        each(i, cell);
        col += cols + 1;
    }
}

static void head_cell(size_t column, Cell *cell) {
    if (columns[column].head[0])
        put(cell, str_of(_(columns[column].head)), ROLE_COLUMN_HEAD);
}

static void row_cell(size_t column, Cell *cell) {
    columns[column].draw(cell);
}

void caselist_draw_head(const CaseListStyle *style, Grid *grid, GridRect at) {
    Cell cell = {.style = style, .grid = grid};
    grid_fill(grid, at, grid_style(ROLE_COLUMN_HEAD));
    each_column(style, at, head_cell, &cell);
}

void caselist_draw_row(const CaseListStyle *style, Grid *grid, GridRect at, FindHit *hit) {
    Cell cell = {.style = style,
                 .grid = grid,
                 .hit = hit,
                 .role = hit->row.trashed ? ROLE_DISABLED
                         : hit->any       ? ROLE_DIM
                                          : ROLE_TEXT};
    each_column(style, at, row_cell, &cell);
}

int caselist_tint_cols(const CaseListStyle *style, int width) {
    int cols = 0;
    if (width < 60)
        return 0;
    for (size_t i = 0; i < COUNT_OF(columns) && columns[i].cols; i++)
        if (is_shown(i, style, width))
            cols += columns[i].cols + 1;
    return cols - 1;
}
