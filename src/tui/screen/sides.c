#include "config.h"

#include "tui/screen/sides.h"

#include "base/i18n.h"
#include "record/diff.h"
#include "record/worddiff.h"
#include "text/utf8.h"

#include <stdio.h>

enum {
    SIGN_COLS = 2,
    SHOWN_ALIKE = 2,
    FOLDED_FROM = 6,
    EVEN = 10000,
    MOST_COMPARED = 200000,
    LONG_LINE = 2000
};

/* ---- lines ---- */

/* One line of each text; ptr NULL: there is none. */
typedef struct Pair {
    Str text[2];
    const DiffSpan *spans[2];
    size_t span_count[2];
} Pair;

static PagerTable *even_table(CaseText *text) {
    static const int natural[2] = {EVEN, EVEN};
    static TextAlign aligns[2] = {TEXT_LEFT, TEXT_LEFT};
    static const Str heads[2] = {{0}, {0}};
    PagerTable *table = ARENA_NEW(&text->arena, PagerTable);
    *table = (PagerTable){.columns = 2,
                          .aligns = aligns,
                          .natural = natural,
                          .heads = heads,
                          .widths = arena_zalloc(&text->arena, 2 * sizeof(int))};
    return table;
}

/* Appends the safe text with brackets where they are wanted, and the marks of its words. */
static void put_side(const Sides *sides, const Pair *pair, int side, Buf *out, GridMark *marks,
                     size_t *count) {
    Str text = pair->text[side];
    size_t at = 0;
    for (size_t i = 0; i < pair->span_count[side]; i++) {
        const DiffSpan *span = &pair->spans[side][i];
        buf_put(out, text.ptr + at, span->from - at);
        size_t from = out->len;
        buf_puts(out, sides->brackets ? "[" : "");
        buf_put(out, text.ptr + span->from, span->to - span->from);
        buf_puts(out, sides->brackets ? "]" : "");
        marks[(*count)++] = (GridMark){from, out->len, grid_style(ROLE_CHANGED)};
        at = span->to;
    }
    if (text.len > at)
        buf_put(out, text.ptr + at, text.len - at);
}

static GridMark *room_for_marks(const Sides *sides, const Pair *pair) {
    size_t count = pair->span_count[0] + pair->span_count[1] + 1;
    return arena_alloc(&sides->text->arena, count * sizeof(GridMark));
}

static Str sign_text(const Sides *sides, char sign) {
    return arena_str(&sides->text->arena, str_make(&sign, 1));
}

/* One under the other: the line of one side with its sign. */
static void push_single(const Sides *sides, const Pair *pair, int side, char sign, Role role) {
    Buf line = {0};
    PagerLine to = {
        .role = role, .indent = SIGN_COLS, .lead = sign_text(sides, sign), .lead_role = role};
    GridMark *marks = room_for_marks(sides, pair);
    put_side(sides, pair, side, &line, marks, &to.mark_count);
    to.text = buf_str(&line);
    to.marks = marks;
    casetext_push(sides->text, to);
    buf_free(&line);
}

/* Beside each other: one row of a table with two columns. */
static void push_double(Sides *sides, const Pair *pair, char sign, Role role) {
    CaseText *text = sides->text;
    Buf line = {0};
    PagerCell *cells = arena_alloc(&text->arena, 2 * sizeof *cells);
    PagerLine to = {.role = role,
                    .indent = SIGN_COLS,
                    .lead = sign_text(sides, sign),
                    .lead_role = ROLE_LABEL,
                    .table = sides->table,
                    .cells = cells};
    GridMark *marks = room_for_marks(sides, pair);
    for (int side = 0; side < 2; side++) {
        size_t from = line.len;
        put_side(sides, pair, side, &line, marks, &to.mark_count);
        cells[side] = (PagerCell){from, line.len};
        buf_putc(&line, '\n');
    }
    to.text = arena_str(&text->arena, buf_str(&line));
    to.marks = marks;
    vec_push(&text->lines, to);
    buf_free(&line);
}

static void push_alike(Sides *sides, Str line) {
    Pair pair = {.text = {line, line}};
    if (sides->wide)
        push_double(sides, &pair, ' ', ROLE_DIM);
    else
        push_single(sides, &pair, 0, ' ', ROLE_DIM);
}

/* Lines that the other side answers with another one, or with none. */
static void push_pair(Sides *sides, const Pair *pair) {
    bool left = pair->text[0].ptr, right = pair->text[1].ptr;
    if (sides->wide) {
        char sign = left && right ? '~' : left ? sides->signs[0] : sides->signs[1];
        push_double(sides, pair, sign, ROLE_TEXT);
        return;
    }
    if (left)
        push_single(sides, pair, 0, sides->signs[0], ROLE_FALL);
    if (right)
        push_single(sides, pair, 1, sides->signs[1], ROLE_RISE);
}

/* ---- words ---- */

/* Marks tell nothing where nearly all is marked. */
static bool tells_something(Str text, const DiffSpans *spans) {
    size_t changed = 0;
    for (size_t i = 0; i < spans->len; i++)
        changed += spans->items[i].to - spans->items[i].from;
    return 10 * changed <= 7 * text.len;
}

static void find_words(Sides *sides, Pair *pair, DiffSpans spans[2]) {
    sides->compared += pair->text[0].len + pair->text[1].len;
    if (sides->compared > MOST_COMPARED)
        return;
    diff_words(pair->text[0], pair->text[1], &spans[0], &spans[1]);
    if (!tells_something(pair->text[0], &spans[0]) && !tells_something(pair->text[1], &spans[1]))
        return;
    for (int side = 0; side < 2; side++) {
        pair->spans[side] = spans[side].items;
        pair->span_count[side] = spans[side].len;
    }
}

typedef VEC(Str) Lines;

/* A run of changes: the n-th line that went beside the n-th that came. */
static void flush_changes(Sides *sides, Lines *gone, Lines *come) {
    size_t count = gone->len > come->len ? gone->len : come->len;
    bool below = !sides->wide; /* first all that went, then all that came, when they stand apart */
    for (int pass = 0; pass < (below ? 2 : 1); pass++) {
        for (size_t i = 0; i < count; i++) {
            DiffSpans spans[2] = {{0}, {0}};
            Pair pair = {0};
            if (i < gone->len)
                pair.text[0] = gone->items[i];
            if (i < come->len)
                pair.text[1] = come->items[i];
            if (pair.text[0].ptr && pair.text[1].ptr)
                find_words(sides, &pair, spans);
            if (below)
                pair.text[1 - pass] = (Str){0};
            if (below)
                pair.span_count[1 - pass] = 0;
            push_pair(sides, &pair);
            free(spans[0].items);
            free(spans[1].items);
        }
    }
    gone->len = come->len = 0;
}

static void push_folded(Sides *sides, size_t count) {
    char text[64];
    snprintf(text, sizeof text, ngettext("%d line alike", "%d lines alike", (unsigned)count),
             (int)count);
    casetext_push(sides->text, (PagerLine){.text = str_of(text),
                                           .role = ROLE_DIM,
                                           .indent = SIGN_COLS,
                                           .lead = STR(":"),
                                           .lead_role = ROLE_DIM});
}

static void push_run(Sides *sides, const DiffLine *lines, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (count > FOLDED_FROM && i == SHOWN_ALIKE) {
            push_folded(sides, count - 2 * SHOWN_ALIKE);
            i = count - SHOWN_ALIKE;
        }
        push_alike(sides, lines[i].text);
    }
}

/* Where a line that is a text of its own may be cut: behind the end of a sentence, else behind a
 * blank, else between characters. */
static size_t sentence_end(Str line, size_t from) {
    static const Str ends[] = {STR("。"), STR("！"), STR("？"), STR("；"), STR(". "), STR(" ")};
    size_t least = from + LONG_LINE / 2, most = utf8_floor(line, from + LONG_LINE);
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t at = str_find(str_make(line.ptr, most), ends[i], least);
        if (at != SIZE_MAX)
            return at + ends[i].len;
    }
    return most > from ? most : line.len;
}

/* Long lines in pieces, so that what differs is found inside of them and every piece is cheap to
 * show. */
static Str cut_long_lines(CaseText *text, Str source) {
    Buf out = {0};
    Str rest = source, line;
    bool first = true;
    for (; rest.len && str_split(&rest, '\n', &line); first = false) {
        buf_puts(&out, first ? "" : "\n");
        size_t from = 0;
        while (line.len - from > LONG_LINE) {
            size_t end = sentence_end(line, from);
            buf_put(&out, line.ptr + from, end - from);
            buf_putc(&out, '\n');
            from = end;
        }
        buf_put(&out, line.ptr + from, line.len - from);
    }
    Str cut = out.len == source.len ? source : arena_str(&text->arena, buf_str(&out));
    buf_free(&out);
    return cut;
}

void sides_heads(Sides *sides, Role role, Str left, Str right) {
    Pair pair = {.text = {left, right}};
    if (!sides->table)
        sides->table = even_table(sides->text);
    if (sides->wide) {
        push_double(sides, &pair, ' ', role);
        return;
    }
    push_single(sides, &pair, 0, sides->signs[0], role);
    push_single(sides, &pair, 1, sides->signs[1], role);
}

static Str empty_as_text(Str text) {
    return text.len ? text : STR("");
}

void sides_add(Sides *sides, Str left, Str right) {
    DiffLines lines = {0};
    Lines gone = {0}, come = {0};
    if (!sides->table)
        sides->table = even_table(sides->text);
    left = cut_long_lines(sides->text, casetext_safe(sides->text, left));
    right = cut_long_lines(sides->text, casetext_safe(sides->text, right));
    diff_lines(left, right, &lines);
    for (size_t i = 0; i < lines.len;) {
        size_t run = i;
        while (run < lines.len && lines.items[run].kind == DIFF_SAME)
            run++;
        if (run > i) {
            flush_changes(sides, &gone, &come);
            push_run(sides, lines.items + i, run - i);
            i = run;
            continue;
        }
        if (lines.items[i].kind == DIFF_REMOVED)
            vec_push(&gone, empty_as_text(lines.items[i].text));
        else
            vec_push(&come, empty_as_text(lines.items[i].text));
        i++;
    }
    flush_changes(sides, &gone, &come);
    free(lines.items);
    vec_free(&gone);
    vec_free(&come);
}
