#include "config.h"

#include "tui/screen/casetext.h"

#include "base/clock.h"
#include "base/i18n.h"
#include "base/zone.h"
#include "library/find.h"
#include "text/display.h"
#include "text/fold.h"
#include "text/width.h"

enum { LABEL_COLS = 12, FOUND_IN_A_LINE = 32768 };

void casetext_clear(CaseText *text) {
    text->lines.len = 0;
    arena_clear(&text->arena);
}

void casetext_free(CaseText *text) {
    vec_free(&text->lines);
    arena_free(&text->arena);
    buf_free(&text->needle);
    buf_free(&text->scratch);
}

/* ---- pieces ---- */

/* Whether what is not shown as it is may begin at a byte; ordinary text has no such place. */
static bool may_hide(const uint8_t *at, const uint8_t *end) {
    uint8_t next = end - at > 1 ? at[1] : 0;
    if (*at < 0x20)
        return *at != '\n';
    if (*at == 0xE2)
        return next <= 0x81;
    if (*at == 0xEF)
        return next <= 0xA3 || next == 0xB8 || next == 0xBB || next == 0xBF;
    return *at == 0x7F || *at == 0xC2 || *at == 0xD8 || *at == 0xEE || *at >= 0xF0;
}

Str casetext_safe(CaseText *text, Str raw) {
    if (!raw.len)
        return STR("");
    const uint8_t *at = (const uint8_t *)raw.ptr, *end = at + raw.len;
    while (at < end && !may_hide(at, end))
        at++;
    if (at == end)
        return arena_str(&text->arena, raw);
    buf_clear(&text->scratch);
    text_display(&text->scratch, raw, TEXT_DISPLAY_LINES | TEXT_DISPLAY_CELLS);
    return arena_str(&text->arena, buf_str(&text->scratch));
}

void casetext_push(CaseText *text, PagerLine line) {
    Str raw = line.text;
    line.text = casetext_safe(text, raw);
    if (line.text.len != raw.len) /* what was replaced has moved the parts */
        line.mark_count = line.link_count = 0;
    line.lead = casetext_safe(text, line.lead);
    vec_push(&text->lines, line);
}

void casetext_blank(CaseText *text) {
    if (text->lines.len)
        vec_push(&text->lines, (PagerLine){.text = STR(""), .role = ROLE_TEXT});
}

void casetext_heading(CaseText *text, Str title) {
    casetext_blank(text);
    casetext_push(text, (PagerLine){.text = title, .role = ROLE_HEADING});
}

void casetext_line(CaseText *text, Role role, Str line) {
    casetext_push(text, (PagerLine){.text = line, .role = role});
}

void casetext_pair(CaseText *text, const char *label, Role role, Str value) {
    int cols = text_width(str_of(label)) + 2;
    casetext_push(text, (PagerLine){.text = value,
                                    .role = role,
                                    .indent = cols > LABEL_COLS ? cols : LABEL_COLS,
                                    .lead = str_of(label),
                                    .lead_role = ROLE_LABEL});
}

/* ---- tables ---- */

void casetext_table_begin(CaseText *text, CaseTable *table, size_t columns) {
    PagerTable *shared = ARENA_NEW(&text->arena, PagerTable);
    *table = (CaseTable){.table = shared};
    shared->columns = columns;
    shared->aligns = arena_zalloc(&text->arena, columns * sizeof *shared->aligns);
    shared->widths = arena_zalloc(&text->arena, columns * sizeof *shared->widths);
}

void casetext_table_align(CaseTable *table, size_t column, TextAlign align) {
    table->table->aligns[column] = align;
}

void casetext_table_cell(CaseText *text, CaseTable *table, Str cell) {
    vec_push(&table->cells, casetext_safe(text, cell));
}

/* One text of the cells of a row, an LF after each, and where they are in it. */
static void put_table_row(CaseText *text, const CaseTable *table, const Str *cells,
                          PagerLine line) {
    size_t columns = table->table->columns;
    PagerCell *places = arena_alloc(&text->arena, columns * sizeof *places);
    buf_clear(&text->scratch);
    for (size_t i = 0; i < columns; i++) {
        size_t from = text->scratch.len;
        buf_put_str(&text->scratch, cells[i]);
        places[i] = (PagerCell){from, text->scratch.len};
        buf_putc(&text->scratch, '\n');
    }
    line.text = arena_str(&text->arena, buf_str(&text->scratch));
    line.table = table->table;
    line.cells = places;
    vec_push(&text->lines, line);
}

/* The heads are parts of the first line: so a row is known to be it. */
static void take_heads(const PagerLine *line, size_t columns, Str *heads) {
    for (size_t i = 0; i < columns; i++)
        heads[i] =
            str_make(line->text.ptr + line->cells[i].from, line->cells[i].to - line->cells[i].from);
}

void casetext_table_end(CaseText *text, CaseTable *table, int indent, int bars) {
    PagerTable *shared = table->table;
    size_t columns = shared->columns, rows = columns ? table->cells.len / columns : 0;
    int *natural = arena_zalloc(&text->arena, columns * sizeof *natural);
    Str *heads = arena_zalloc(&text->arena, columns * sizeof *heads);
    for (size_t i = 0; i < columns * rows; i++) {
        int cols = text_width(table->cells.items[i]);
        natural[i % columns] = cols > natural[i % columns] ? cols : natural[i % columns];
    }
    for (size_t i = 0; i < columns; i++) {
        natural[i] = natural[i] ? natural[i] : 1;
        heads[i] = STR("");
    }
    shared->natural = natural;
    shared->heads = heads;
    for (size_t r = 0; r < rows; r++) {
        PagerLine line = {.role = r ? ROLE_TEXT : ROLE_LABEL, .indent = indent, .bars = bars};
        put_table_row(text, table, table->cells.items + r * columns, line);
        if (r == 0)
            take_heads(&text->lines.items[text->lines.len - 1], columns, heads);
        if (r == 0)
            vec_push(&text->lines,
                     (PagerLine){.rule = true, .indent = indent, .bars = bars, .table = shared});
    }
    vec_free(&table->cells);
}

/* ---- what is found in it ---- */

/* Every place of the needle in the folded text, as ranges of the text. */
static size_t find_needle(Str needle, Str piece, size_t (*ranges)[2], size_t most) {
    Buf folded = {0};
    TextMap map = {0};
    size_t count = 0;
    text_fold_map(&folded, &map, piece);
    for (size_t at = 0; count < most; at += needle.len) {
        at = str_find(buf_str(&folded), needle, at);
        if (at == SIZE_MAX)
            break;
        size_t *range = ranges[count];
        text_map_range(&map, piece, at, at + needle.len, &range[0], &range[1]);
        count += !count || range[0] >= ranges[count - 1][1];
    }
    text_map_free(&map);
    buf_free(&folded);
    return count;
}

size_t casetext_find(void *context, Str piece, size_t (*ranges)[2], size_t most) {
    CaseText *text = context;
    if (text->needle.len)
        return find_needle(buf_str(&text->needle), piece, ranges, most);
    if (!text->library || !text->query.len)
        return 0;
    return library_find_marks(text->library, text->query, piece, ranges, most);
}

void casetext_look_for(CaseText *text, Str typed) {
    buf_clear(&text->needle);
    text_fold(&text->needle, str_trim(typed));
}

size_t casetext_hits(CaseText *text, PagerHit **out, size_t most) {
    VEC(PagerHit) hits = {0};
    size_t(*ranges)[2] = mem_alloc(FOUND_IN_A_LINE * sizeof *ranges);
    for (size_t i = 0; i < text->lines.len && hits.len < most; i++) {
        const PagerLine *line = &text->lines.items[i];
        size_t found =
            line->text.len ? casetext_find(text, line->text, ranges, FOUND_IN_A_LINE) : 0;
        for (size_t k = 0; k < found && hits.len < most; k++)
            vec_push(&hits, (PagerHit){i, ranges[k][0], ranges[k][1]});
    }
    free(ranges);
    *out = hits.items;
    return hits.len;
}

/* ---- words ---- */

void casetext_put_day(Buf *out, int64_t utc_ms) {
    if (utc_ms)
        date_format(out, date_of(utc_ms));
}

void casetext_put_ago(Buf *out, int64_t utc_ms) {
    int64_t minutes = (clock_now_ms() - utc_ms) / 60000;
    ErrorArg arg = {.kind = 'd', .number = minutes};
    if (minutes < 1) {
        buf_puts(out, _("just now"));
        return;
    }
    const char *pattern = N_("{0} min ago");
    if (minutes >= 48 * 60) {
        pattern = N_("{0} days ago");
        arg.number = minutes / (24 * 60);
    } else if (minutes >= 60) {
        pattern = N_("{0} h ago");
        arg.number = minutes / 60;
    }
    message_fill(out, _(pattern), &arg, 1);
}
