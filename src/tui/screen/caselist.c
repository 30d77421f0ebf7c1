#include "config.h"

#include "tui/screen/caselist.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "base/zone.h"
#include "library/tell.h"
#include "record/state.h"
#include "tui/screen/casetext.h"

#include <stdio.h>
#include <string.h>

enum { MOST_MARKS = 16, NARROW = 60, TITLE_LEAST = 28, TITLE_WANTED = 40, TINT_MOST = 32 };

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

static void draw_state(const Cell *cell) {
    bool sign = cell->at.cols == 1;
    (sign ? draw_sign : draw_status)(cell);
}

static void draw_choice(const Cell *cell, int field) {
    const char *label = entity_choice_label(&entity_get(ENTITY_CASE)->fields[field],
                                            record_text(cell->hit->row.record, field));
    if (label)
        put(cell, str_of(_(label)), ROLE_DIM);
}

static void draw_audience(const Cell *cell) {
    const Record *row = cell->hit->row.record;
    Telling telling;
    if (case_audience(row) == AUDIENCE_PUBLIC && cell->style->library) {
        telling = library_tell(cell->style->library, row);
        if (!telling_backs_public(&telling)) { /* the consent has ended since */
            put(cell, str_of(_(tell_level_label(telling.level))), ROLE_WARN);
            return;
        }
    }
    draw_choice(cell, CASE_AUDIENCE);
}

static void draw_success(const Cell *cell) {
    draw_choice(cell, CASE_SUCCESS);
}

static void draw_text(const Cell *cell, int field) {
    put(cell, record_text(cell->hit->row.record, field), ROLE_DIM);
}

static void draw_number(const Cell *cell) {
    draw_text(cell, CASE_ID);
}

static void draw_industry(const Cell *cell) {
    draw_text(cell, CASE_INDUSTRY);
}

/* The last part says most. */
static void draw_category(const Cell *cell) {
    Str path = record_text(cell->hit->row.record, CASE_CATEGORY);
    size_t at = path.len;
    while (at && path.ptr[at - 1] != '/')
        at--;
    put(cell, str_make(path.ptr + at, path.len - at), ROLE_DIM);
}

static void draw_region(const Cell *cell) {
    draw_text(cell, CASE_REGION);
}

static void draw_size(const Cell *cell) {
    draw_text(cell, CASE_SIZE_BAND);
}

static void draw_value(const Cell *cell) {
    char text[24];
    const Record *record = cell->hit->row.record;
    if (record->values[CASE_SCORE_BUSINESS_SIZE].kind == VALUE_NONE)
        return;
    snprintf(text, sizeof text, "%lld", (long long)record_int(record, CASE_SCORE_BUSINESS_SIZE));
    grid_text(cell->grid, cell->at, str_of(text), grid_style(ROLE_NUMBER), GRID_RIGHT);
}

static void put_day(const Cell *cell, int64_t utc_ms) {
    Buf day = {0};
    casetext_put_day(&day, utc_ms);
    Str text = buf_str(&day);
    if (cell->at.cols < 10 && text.len > 5)
        text = str_make(text.ptr + 5, text.len - 5); /* without the year */
    put(cell, text, cell->role == ROLE_TEXT ? ROLE_DIM : cell->role);
    buf_free(&day);
}

static void draw_day(const Cell *cell) {
    put_day(cell, record_int(cell->hit->row.record, CASE_UPDATED));
}

static void draw_created(const Cell *cell) {
    put_day(cell, record_int(cell->hit->row.record, CASE_CREATED));
}

static void draw_due(const Cell *cell) {
    Buf day = {0};
    int32_t due = case_due_date(cell->hit->row.record);
    if (case_state(cell->hit->row.record) == STATE_PUBLISHED && due != INT32_MAX)
        date_format(&day, due);
    put(cell, buf_str(&day), ROLE_DIM);
    buf_free(&day);
}

static void draw_customer(const Cell *cell) {
    put(cell, record_ref_name(cell->hit->row.record, CASE_CUSTOMER), cell->role);
}

static void draw_owner(const Cell *cell) {
    put(cell, record_ref_name(cell->hit->row.record, CASE_OWNER), ROLE_DIM);
}

static void draw_why(const Cell *cell) {
    if (cell->style->quick && !cell->hit->why)
        return;
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

/* In the order they stand. */
static const struct {
    const char *key, *head; /* head: message id */
    int weight;             /* where there is no room the lightest are left out */
    int narrow, wide;       /* columns, of which wide are taken when there are many; 0: the rest */
    bool standard;
    bool asked;       /* only with a query */
    const char *sort; /* the field that a list is sorted by; NULL: by none */
    void (*draw)(const Cell *cell);
} columns[LIST_COLUMNS] = {
    [LIST_STATE] = {"state", N_("State"), 90, 9, 9, true, false, "state", draw_state},
    [LIST_AUDIENCE] = {"audience", N_("Audience"), 45, 8, 13, true, false, "audience",
                       draw_audience},
    [LIST_DAY] = {"day", N_("Day"), 80, 5, 10, true, false, "updated", draw_day},
    [LIST_CREATED] = {"created", N_("Created"), 40, 10, 10, false, false, "created", draw_created},
    [LIST_DUE] = {"due", N_("Verify by"), 40, 10, 10, false, false, "due", draw_due},
    [LIST_NUMBER] = {"number", N_("Number"), 40, 12, 12, false, false, NULL, draw_number},
    [LIST_CUSTOMER] = {"customer", N_("Customer"), 70, 12, 18, true, false, "customer",
                       draw_customer},
    [LIST_TITLE] = {"title", N_("Title"), 100, 0, 0, true, false, "title", draw_title},
    [LIST_INDUSTRY] = {"industry", N_("Industry"), 35, 8, 12, false, false, "industry",
                       draw_industry},
    [LIST_CATEGORY] = {"category", N_("Category"), 30, 10, 16, false, false, "category",
                       draw_category},
    [LIST_REGION] = {"region", N_("Region"), 30, 8, 10, false, false, "region", draw_region},
    [LIST_SIZE] = {"size", N_("Size"), 30, 9, 12, false, false, "size", draw_size},
    [LIST_SUCCESS] = {"success", N_("Success"), 30, 8, 15, false, false, "success", draw_success},
    [LIST_VALUE] = {"value", N_("Value"), 30, 5, 5, true, false, "scores.business_size",
                    draw_value},
    [LIST_OWNER] = {"owner", N_("Owner"), 60, 8, 10, true, false, "owner", draw_owner},
    [LIST_WHY] = {"why", N_("Found in"), 50, 9, 9, true, true, NULL, draw_why},
};

const char *caselist_label(ListColumn column) {
    return columns[column].head;
}

const char *caselist_key(ListColumn column) {
    return columns[column].key;
}

const char *caselist_sort(ListColumn column) {
    return columns[column].sort;
}

unsigned caselist_standard(void) {
    unsigned set = 0;
    for (int i = 0; i < LIST_COLUMNS; i++)
        set |= (unsigned)columns[i].standard << i;
    return set;
}

void caselist_put_columns(unsigned set, Buf *out) {
    const char *between = "";
    for (int i = 0; i < LIST_COLUMNS && set != caselist_standard(); i++) {
        if (!(set >> i & 1))
            continue;
        buf_printf(out, "%s%s", between, columns[i].key);
        between = " ";
    }
}

unsigned caselist_read_columns(Str keys) {
    unsigned set = 0;
    Str key;
    while (keys.len && str_split(&keys, ' ', &key))
        for (int i = 0; i < LIST_COLUMNS; i++)
            if (str_equal(str_of(columns[i].key), key))
                set |= 1u << i;
    return set ? set | 1u << LIST_TITLE : caselist_standard();
}

/* ---- which fit ---- */

typedef struct Plan {
    int cols[LIST_COLUMNS]; /* 0: left out */
} Plan;

/* What a person added weighs more than what was there anyway. */
static int weight_of(unsigned set, int column) {
    bool added = (set & ~caselist_standard()) >> column & 1;
    return columns[column].weight + (added ? 100 : 0);
}

static int lightest(const Plan *plan, unsigned set) {
    int found = -1;
    for (int i = 0; i < LIST_COLUMNS; i++)
        if (i != LIST_TITLE && plan->cols[i] &&
            (found < 0 || weight_of(set, i) <= weight_of(set, found)))
            found = i;
    return found;
}

/* Columns left for the title when all others have theirs and a blank. */
static int flexible(const Plan *plan, int width) {
    for (int i = 0; i < LIST_COLUMNS; i++)
        if (i != LIST_TITLE && plan->cols[i])
            width -= plan->cols[i] + 1;
    return width;
}

static void widen(Plan *plan, int width) {
    for (int weight = 100; weight > 0; weight--)
        for (int i = 0; i < LIST_COLUMNS; i++) {
            int more = columns[i].wide - columns[i].narrow;
            if (columns[i].weight == weight && plan->cols[i] == columns[i].narrow && more > 0 &&
                flexible(plan, width) - more >= TITLE_WANTED)
                plan->cols[i] = columns[i].wide;
        }
}

static void make_plan(const CaseListStyle *style, int width, Plan *plan) {
    unsigned set = style->columns ? style->columns : caselist_standard();
    int least = width < NARROW ? TITLE_LEAST : TITLE_WANTED;
    int drop;
    *plan = (Plan){{0}};
    for (int i = 0; i < LIST_COLUMNS; i++)
        if ((set >> i & 1) && (!columns[i].asked || style->query.len))
            plan->cols[i] = columns[i].narrow;
    if (width < NARROW && plan->cols[LIST_STATE] && !style->words)
        plan->cols[LIST_STATE] = 1;
    while (flexible(plan, width) < least && (drop = lightest(plan, set)) >= 0)
        plan->cols[drop] = 0;
    widen(plan, width);
    int rest = flexible(plan, width);
    plan->cols[LIST_TITLE] = rest > 0 ? rest : 0;
}

bool caselist_has_room(const CaseListStyle *style, int width, ListColumn column) {
    Plan plan;
    make_plan(style, width, &plan);
    return plan.cols[column] > 0;
}

static void each_column(const CaseListStyle *style, GridRect at,
                        void (*each)(ListColumn column, Cell *cell), Cell *cell) {
    Plan plan;
    int col = at.col;
    make_plan(style, at.cols, &plan);
    for (int i = 0; i < LIST_COLUMNS; i++) {
        if (!plan.cols[i])
            continue;
        cell->at = (GridRect){at.row, col, 1, plan.cols[i]};
        each((ListColumn)i, cell);
        col += plan.cols[i] + 1;
    }
}

/* ---- heads ---- */

/* What the list is sorted by has a sign behind its name. */
static void head_cell(ListColumn column, Cell *cell) {
    static const char *const signs[2][2] = {{"\xe2\x96\xb4", "\xe2\x96\xbe"}, {"^", "v"}};
    Str sort = cell->style->sort;
    bool descending = sort.len && sort.ptr[0] == '-';
    if (descending)
        sort = str_make(sort.ptr + 1, sort.len - 1);
    bool sorted = columns[column].sort && str_equal(sort, str_of(columns[column].sort));
    if (cell->at.cols == 1)
        return;
    int cols = grid_text(cell->grid, cell->at, str_of(_(columns[column].head)),
                         grid_style(ROLE_COLUMN_HEAD), GRID_CUT);
    if (!sorted)
        return;
    if (cols == cell->at.cols)
        cols--;
    grid_text(cell->grid, (GridRect){cell->at.row, cell->at.col + cols, 1, 1},
              str_of(signs[cell->grid->lines == GRID_ASCII][descending]),
              grid_style(ROLE_COLUMN_HEAD), 0);
}

static void row_cell(ListColumn column, Cell *cell) {
    columns[column].draw(cell);
}

void caselist_draw_head(const CaseListStyle *style, Grid *grid, GridRect at) {
    Cell cell = {.style = style, .grid = grid};
    grid_fill(grid, at, grid_style(ROLE_COLUMN_HEAD));
    each_column(style, at, head_cell, &cell);
}

ListColumn caselist_column_at(const CaseListStyle *style, GridRect head, int col) {
    Plan plan;
    int end = head.col;
    make_plan(style, head.cols, &plan);
    for (int i = 0; i < LIST_COLUMNS; i++) {
        end += plan.cols[i] ? plan.cols[i] + 1 : 0;
        if (plan.cols[i] && col < end)
            return (ListColumn)i;
    }
    return LIST_COLUMNS;
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
    Plan plan;
    int cols = 0;
    if (width < NARROW)
        return 0;
    make_plan(style, width, &plan);
    for (int i = 0; i < LIST_TITLE && cols + plan.cols[i] <= TINT_MOST; i++)
        cols += plan.cols[i] ? plan.cols[i] + 1 : 0;
    return cols > 0 ? cols - 1 : 0;
}
