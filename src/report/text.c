#include "config.h"

#include "report/text.h"

#include "base/i18n.h"
#include "text/width.h"

/* Blocks become lines of a fixed width; two columns of blocks stand side by side when there is
 * room. */

enum { TILE_COLS = 15, SIDE_BY_SIDE = 100, BAR_MOST = 24, LABEL_MOST = 26 };

typedef VEC(Buf) Lines;

static Buf *new_line(Lines *lines) {
    vec_push(lines, (Buf){0});
    return &lines->items[lines->len - 1];
}

static void free_lines(Lines *lines) {
    VEC_EACH (line, lines)
        buf_free(line);
    vec_free(lines);
}

static void put_cell(Buf *out, Str text, int cols, TextAlign align) {
    text_pad(out, text, cols, align, STR(">"));
}

static int label_cols(const PageBlock *block, int cols) {
    int most = 0, limit = cols / 2 < LABEL_MOST ? cols / 2 : LABEL_MOST;
    for (size_t i = 0; i < block->len; i++) {
        int label = text_width(page_row_label(&block->rows[i]));
        most = label > most ? label : most;
    }
    return most > limit ? limit : most;
}

/* --- blocks ---------------------------------------------------------------------------------- */

static void put_title(Lines *lines, const char *title, int cols) {
    Buf *line = new_line(lines), text = {0};
    buf_printf(&text, "-- %s ", title);
    int used = text_clip(line, buf_str(&text), cols, STR(">"));
    buf_fill(line, '-', (size_t)(cols > used ? cols - used : 0));
    buf_free(&text);
}

typedef void PutPart(const PageRow *row, Buf *out);

static void put_label(const PageRow *row, Buf *out) {
    buf_put_str(out, page_row_label(row));
}

static void put_now(const PageRow *row, Buf *out) {
    page_put_number(row->now, out);
}

static void put_tile_line(Lines *lines, const PageRow *rows, size_t count, int tile, int cols,
                          PutPart *part) {
    Buf *line = new_line(lines), text = {0};
    int used = 0;
    for (size_t i = 0; i < count; i++) {
        buf_clear(&text);
        part(&rows[i], &text);
        buf_puts(line, i ? "| " : " ");
        int room = (i + 1 == count ? cols - used : tile) - (i ? 2 : 1);
        put_cell(line, buf_str(&text), room, TEXT_LEFT);
        used += tile;
    }
    buf_free(&text);
}

static void put_tiles(Lines *lines, const PageBlock *block, int cols) {
    size_t most = (size_t)(cols / TILE_COLS), at = 0;
    most = most < 1 ? 1 : most;
    size_t rows = (block->len + most - 1) / most, per = (block->len + rows - 1) / rows;
    for (; at < block->len; at += per) {
        size_t count = block->len - at < per ? block->len - at : per;
        int tile = cols / (int)per;
        const PageRow *first = &block->rows[at];
        put_tile_line(lines, first, count, tile, cols, put_label);
        put_tile_line(lines, first, count, tile, cols, put_now);
        put_tile_line(lines, first, count, tile, cols, page_put_note);
    }
}

/* Columns of the table of a week; short heads when there is little room. */
typedef struct TableCols {
    int label, number, delta;
    const char *now, *before;
} TableCols;

static TableCols table_cols(int cols) {
    TableCols table = {.number = 9, .delta = 12, .now = _("this week"), .before = _("last week")};
    if (cols < 60) {
        table.number = 7;
        table.delta = 11;
        table.now = _("now");
        table.before = _("before");
    }
    table.label = cols - 2 * table.number - table.delta - PAGE_WEEKS - 3;
    table.label = table.label < 8 ? 8 : table.label;
    return table;
}

static void put_table_line(Lines *lines, const TableCols *table, const Str cells[5]) {
    Buf *line = new_line(lines);
    buf_putc(line, ' ');
    put_cell(line, cells[0], table->label, TEXT_LEFT);
    put_cell(line, cells[1], table->number, TEXT_RIGHT);
    put_cell(line, cells[2], table->number + 1, TEXT_RIGHT);
    put_cell(line, cells[3], table->delta, TEXT_RIGHT);
    buf_putc(line, ' ');
    put_cell(line, cells[4], PAGE_WEEKS, TEXT_LEFT);
}

static void put_table(Lines *lines, const PageBlock *block, int cols) {
    TableCols table = table_cols(cols);
    const Str head[5] = {{"", 0},
                         str_of(table.now),
                         str_of(table.before),
                         str_of(_("change")),
                         str_of(_("8 weeks"))};
    put_table_line(lines, &table, head);
    for (size_t i = 0; i < block->len; i++) {
        const PageRow *row = &block->rows[i];
        Buf now = {0}, before = {0}, delta = {0}, course = {0};
        page_put_number(row->now, &now);
        if (row->compared)
            page_put_number(row->before, &before);
        page_put_delta(row, &delta);
        page_put_course(row, &course);
        const Str cells[5] = {page_row_label(row), str_of(buf_text(&now)),
                              str_of(buf_text(&before)), str_of(buf_text(&delta)),
                              str_of(buf_text(&course))};
        put_table_line(lines, &table, cells);
        buf_free(&now);
        buf_free(&before);
        buf_free(&delta);
        buf_free(&course);
    }
}

static void put_bars(Lines *lines, const PageBlock *block, int cols) {
    enum { NUMBER = 7 };
    int label = label_cols(block, cols), room = cols - label - NUMBER - 4;
    double most = 0;
    room = room > BAR_MOST ? BAR_MOST : room;
    for (size_t i = 0; i < block->len; i++)
        most = block->rows[i].now.value > most ? block->rows[i].now.value : most;
    for (size_t i = 0; i < block->len; i++) {
        const PageRow *row = &block->rows[i];
        Buf *line = new_line(lines), number = {0};
        page_put_number(row->now, &number);
        buf_putc(line, ' ');
        put_cell(line, page_row_label(row), label, TEXT_LEFT);
        put_cell(line, buf_str(&number), NUMBER, TEXT_RIGHT);
        buf_puts(line, "  ");
        int bar = most > 0 && room > 0 ? (int)(row->now.value / most * room + .5) : 0;
        bar = bar == 0 && row->now.value > 0 && room > 0 ? 1 : bar;
        buf_fill(line, '#', (size_t)bar);
        buf_free(&number);
    }
}

static void put_block(Lines *lines, const PageBlock *block, int cols) {
    typedef void PutBlock(Lines *, const PageBlock *, int);
    static PutBlock *const kinds[] = {
        [PAGE_TILES] = put_tiles, [PAGE_TABLE] = put_table, [PAGE_BARS] = put_bars};
    put_title(lines, _(block->title), cols);
    kinds[block->kind](lines, block, cols);
}

/* --- the page -------------------------------------------------------------------------------- */

static void put_edge(Buf *out, const char *text, char fill, int columns) {
    Buf line = {0};
    if (*text)
        buf_printf(&line, "-- %s ", text);
    buf_putc(out, '+');
    int used = text_clip(out, buf_str(&line), columns - 2, STR(">"));
    buf_fill(out, fill, (size_t)(columns - 2 - used));
    buf_puts(out, "+\n");
    buf_free(&line);
}

static void put_framed(Buf *out, Str line, int cols) {
    put_cell(out, line, cols, TEXT_LEFT);
}

static void put_single(Buf *out, const Lines *lines, int columns) {
    for (size_t i = 0; i < lines->len; i++) {
        const Buf *line = &lines->items[i];
        bool rule = line->len > 1 && line->data[0] == '-' && line->data[1] == '-';
        buf_putc(out, rule ? '+' : '|');
        put_framed(out, buf_str(line), columns - 2);
        buf_puts(out, rule ? "+\n" : "|\n");
    }
}

static void put_double(Buf *out, const Lines *left, const Lines *right, int columns) {
    int half = (columns - 3) / 2, rest = columns - 3 - half;
    size_t count = left->len > right->len ? left->len : right->len;
    for (size_t i = 0; i < count; i++) {
        Str l = i < left->len ? buf_str(&left->items[i]) : (Str){"", 0};
        Str r = i < right->len ? buf_str(&right->items[i]) : (Str){"", 0};
        bool rule_l = str_starts(l, STR("--")), rule_r = str_starts(r, STR("--"));
        buf_putc(out, rule_l ? '+' : '|');
        put_framed(out, l, half);
        buf_putc(out, rule_l || rule_r ? '+' : '|');
        put_framed(out, r, rest);
        buf_puts(out, rule_r ? "+\n" : "|\n");
    }
}

/* Blocks after the tiles: the longer side gets no more. */
static void put_columns(Buf *out, const Page *page, size_t from, int columns) {
    Lines left = {0}, right = {0};
    int half = (columns - 3) / 2;
    for (size_t i = from; i < page->blocks.len; i++) {
        bool to_left = left.len <= right.len;
        put_block(to_left ? &left : &right, &page->blocks.items[i],
                  to_left ? half : columns - 3 - half);
    }
    put_double(out, &left, &right, columns);
    free_lines(&left);
    free_lines(&right);
}

static void put_scope(const Page *page, Buf *out, int columns) {
    Buf line = {0};
    buf_printf(&line, " %s: ", _("Scope"));
    if (page->scope.len)
        buf_put_str(&line, page->scope);
    else
        buf_puts(&line, _("the whole library"));
    buf_printf(&line, "   %s: %.*s   %s: ", _("Zone"), STR_ARG(page->zone), _("As of"));
    date_format(&line, page->as_of);
    buf_putc(out, '|');
    put_framed(out, buf_str(&line), columns - 2);
    buf_puts(out, "|\n");
    buf_free(&line);
}

void report_text(const Page *page, int columns, Buf *out) {
    Buf title = {0};
    columns = columns < REPORT_TEXT_LEAST  ? REPORT_TEXT_LEAST
              : columns > REPORT_TEXT_MOST ? REPORT_TEXT_MOST
                                           : columns;
    buf_printf(&title, "%s  ", _("Customer success weekly"));
    page_put_period(page, &title);
    put_edge(out, buf_text(&title), '=', columns);
    put_scope(page, out, columns);
    bool wide = columns >= SIDE_BY_SIDE;
    for (size_t i = 0; i < page->blocks.len; i++) {
        Lines lines = {0};
        if (wide && i > 0) {
            put_columns(out, page, i, columns);
            break;
        }
        put_block(&lines, &page->blocks.items[i], columns - 2);
        put_single(out, &lines, columns);
        free_lines(&lines);
    }
    put_edge(out, "", '=', columns);
    buf_free(&title);
}
