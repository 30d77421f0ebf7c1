#include "config.h"

#include "tui/term/hyperlinks.h"

#include "base/mem.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

bool hyperlinks_known(void) {
    static const char *const terms[] = {"xterm-kitty", "kitty",   "xterm-ghostty", "ghostty",
                                        "foot",        "wezterm", "alacritty",     "contour"};
    static const char *const programs[] = {"iTerm.app", "WezTerm", "vscode", "ghostty", "mintty"};
    const char *term = getenv("TERM"), *program = getenv("TERM_PROGRAM");
    const char *vte = getenv("VTE_VERSION");
    if (!term || getenv("TMUX") || getenv("STY") || strncmp(term, "screen", 6) == 0 ||
        strncmp(term, "tmux", 4) == 0)
        return false;
    for (size_t i = 0; i < COUNT_OF(terms); i++)
        if (strncmp(term, terms[i], strlen(terms[i])) == 0)
            return true;
    for (size_t i = 0; program && i < COUNT_OF(programs); i++)
        if (strcmp(program, programs[i]) == 0)
            return true;
    return getenv("WT_SESSION") || getenv("KONSOLE_VERSION") || (vte && atoi(vte) >= 5000);
}

static bool same_place(const GridLink *a, const GridLink *b) {
    return a->row == b->row && a->col == b->col && a->cols == b->cols;
}

static bool is_among(const GridLink *link, const GridLink *links, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (same_place(link, &links[i]) && str_equal(link->href, links[i].href))
            return true;
    return false;
}

/* Writes the cells of a link again; href empty: as no link. */
static void put_cells(const Grid *shown, const GridLink *link, Str href, HyperlinkLook *look,
                      void *context, Buf *out) {
    int col = link->col, end = link->col + link->cols;
    GridStyle style = {0, 0};
    bool styled = false;
    if (link->row >= shown->rows || col >= shown->cols)
        return;
    end = end < shown->cols ? end : shown->cols;
    col -= col > 0 && grid_cell(shown, link->row, col)->width == 0; /* never half a glyph */
    buf_printf(out, "\0337\033[%d;%dH", link->row + 1, col + 1);
    if (href.len)
        buf_printf(out, "\033]8;;%.*s\033\\", STR_ARG(href));
    for (; col < end; col++) {
        const GridCell *cell = grid_cell(shown, link->row, col);
        if (!cell->width)
            continue;
        if (!styled || style.role != cell->style.role || style.base != cell->style.base)
            look(context, cell->style, out);
        styled = true;
        style = cell->style;
        buf_puts(out, cell->text);
    }
    buf_puts(out, href.len ? "\033]8;;\033\\\0338" : "\0338");
}

static void keep(Hyperlinks *links, const Grid *frame) {
    arena_clear(&links->arena);
    free(links->items);
    links->len = frame->link_count;
    links->items = mem_alloc((links->len + 1) * sizeof *links->items);
    for (size_t i = 0; i < links->len; i++) {
        links->items[i] = frame->links[i];
        links->items[i].href = arena_str(&links->arena, frame->links[i].href);
    }
}

void hyperlinks_paint(Hyperlinks *links, const Grid *shown, const Grid *frame, const bool *changed,
                      bool whole, HyperlinkLook *look, void *context, Buf *out) {
    if (!links->len && !frame->link_count)
        return;
    for (size_t i = 0; i < links->len && !whole; i++)
        if (!is_among(&links->items[i], frame->links, frame->link_count))
            put_cells(shown, &links->items[i], STR(""), look, context, out);
    for (size_t i = 0; i < frame->link_count; i++) {
        const GridLink *link = &frame->links[i];
        bool there = !whole && link->row < shown->rows && !changed[link->row] &&
                     is_among(link, links->items, links->len);
        if (!there)
            put_cells(shown, link, link->href, look, context, out);
    }
    keep(links, frame);
}

void hyperlinks_free(Hyperlinks *links) {
    free(links->items);
    arena_free(&links->arena);
    *links = (Hyperlinks){0};
}
