#include "config.h"

#include "base/buf.h"
#include "format/mdtree.h"
#include "tui/screen/casetext.h"

#include <stdio.h>

/* Markdown as lines of a pager, block by block. */

enum { STEP = 2, MOST_INDENT = 24, MOST_BARS = 8, LONG_CELL = 4096 };

/* Where a block stands. */
typedef struct Place {
    int indent, bars;
    Str lead; /* the sign of a list item that its first line carries */
    int lead_cols;
    Role role;
} Place;

typedef struct Styled {
    Buf text;
    VEC(GridMark) marks;
    VEC(PagerLink) links;
    size_t span; /* the first one that is not done */
} Styled;

static void add_blocks(CaseText *text, const MdNode *first, Place *place, bool tight);

static Place inside(const Place *place, int indent) {
    Place inner = *place;
    inner.indent += inner.indent + indent <= MOST_INDENT ? indent : 0;
    inner.lead = (Str){0};
    inner.lead_cols = 0;
    return inner;
}

static Role role_of(unsigned style) {
    static const struct {
        unsigned style;
        Role role;
    } roles[] = {
        {MDTREE_LINK, ROLE_LINK},         {MDTREE_IMAGE, ROLE_LINK},
        {MDTREE_INLINE_CODE, ROLE_CODE},  {MDTREE_STRUCK, ROLE_DIM},
        {MDTREE_EMPHASIS, ROLE_EMPHASIS}, {MDTREE_STRONG, ROLE_TITLE},
    };
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (style & roles[i].style)
            return roles[i].role;
    return ROLE_TEXT;
}

/* An address that the words do not say themselves stands behind them. */
static bool wants_address(Str text, const MdSpan *span) {
    Str words = str_make(text.ptr + span->from, span->to - span->from);
    bool same = str_ends(span->href, words) &&
                (words.len == span->href.len ||
                 str_ends(str_make(span->href.ptr, span->href.len - words.len), STR("/")) ||
                 str_ends(str_make(span->href.ptr, span->href.len - words.len), STR(":")));
    return (span->style & (MDTREE_LINK | MDTREE_IMAGE)) && span->href.len && !same;
}

/* Whether the link goes on in the next span, in another style. */
static bool goes_on(const MdNode *node, size_t i) {
    return i + 1 < node->span_count && node->spans[i + 1].from == node->spans[i].to &&
           node->spans[i + 1].href.ptr == node->spans[i].href.ptr;
}

/* The bytes [from, to) of a block's words, with addresses, in pieces that look different. */
static void style_words(bool clickable, const MdNode *node, size_t from, size_t to, Styled *out) {
    size_t at = from;
    buf_clear(&out->text);
    out->marks.len = out->links.len = 0;
    while (out->span < node->span_count && node->spans[out->span].to <= from)
        out->span++;
    for (size_t i = out->span; i < node->span_count && node->spans[i].from < to; i++) {
        const MdSpan *span = &node->spans[i];
        size_t first = span->from > from ? span->from : from, last = span->to < to ? span->to : to;
        buf_put(&out->text, node->text.ptr + at, first - at);
        size_t start = out->text.len;
        buf_put(&out->text, node->text.ptr + first, last - first);
        vec_push(&out->marks, (GridMark){start, out->text.len, grid_style(role_of(span->style))});
        at = last;
        bool opens = clickable && mdtree_href_is_safe(span->href);
        if (opens)
            vec_push(&out->links, (PagerLink){start, out->text.len, span->href});
        if (!opens && last == span->to && wants_address(node->text, span) && !goes_on(node, i)) {
            start = out->text.len;
            buf_puts(&out->text, " (");
            buf_put_str(&out->text, span->href);
            buf_putc(&out->text, ')');
            vec_push(&out->marks, (GridMark){start, out->text.len, grid_style(ROLE_DIM)});
        }
    }
    buf_put(&out->text, node->text.ptr + at, to - at);
}

static void push_line(CaseText *text, PagerLine line, Place *place) {
    line.indent = place->indent;
    line.bars = place->bars;
    line.lead = place->lead;
    line.lead_cols = place->lead_cols;
    line.lead_role = ROLE_DIM;
    casetext_push(text, line);
    place->lead = (Str){0}; /* the first line has it */
    place->lead_cols = 0;
}

/* The addresses are the tree's, which does not live as long as the text. */
static const PagerLink *copy_links(CaseText *text, const PagerLink *links, size_t count) {
    PagerLink *copy = count ? arena_dup(&text->arena, links, count * sizeof *copy) : NULL;
    for (size_t i = 0; i < count; i++)
        copy[i].href = arena_str(&text->arena, links[i].href);
    return copy;
}

/* Words in lines; an LF ends one. */
static void add_words(CaseText *text, const MdNode *node, Place *place, Role role) {
    Styled styled = {0};
    Str rest = node->text, line;
    while (rest.len && str_split(&rest, '\n', &line)) {
        size_t from = (size_t)(line.ptr - node->text.ptr);
        style_words(text->links, node, from, from + line.len, &styled);
        PagerLine to = {.text = buf_str(&styled.text), .role = role};
        to.mark_count = styled.marks.len;
        to.link_count = styled.links.len;
        to.links = copy_links(text, styled.links.items, styled.links.len);
        if (styled.marks.len)
            to.marks =
                arena_dup(&text->arena, styled.marks.items, styled.marks.len * sizeof *to.marks);
        push_line(text, to, place);
    }
    buf_free(&styled.text);
    vec_free(&styled.marks);
    vec_free(&styled.links);
}

static void add_code(CaseText *text, const MdNode *node, Place *place) {
    Place own = inside(place, STEP);
    Str rest = node->text, line;
    own.lead = place->lead;
    own.lead_cols = place->lead_cols ? place->lead_cols + STEP : 0;
    if (!rest.len)
        push_line(text, (PagerLine){.text = STR(""), .role = ROLE_CODE, .cut = true}, &own);
    while (rest.len && str_split(&rest, '\n', &line))
        push_line(text, (PagerLine){.text = line, .role = ROLE_CODE, .cut = true}, &own);
    place->lead = (Str){0};
}

/* A cell that is a text of its own makes every row of the screen dear. */
static bool has_long_cell(const MdNode *table) {
    for (const MdNode *row = table->first; row; row = row->next)
        for (const MdNode *cell = row->first; cell; cell = cell->next)
            if (cell->text.len > LONG_CELL)
                return true;
    return false;
}

/* Row after row, cell below cell, as paragraphs. */
static void add_cells(CaseText *text, const MdNode *table, Place *place) {
    for (const MdNode *row = table->first; row; row = row->next) {
        for (const MdNode *cell = row->first; cell; cell = cell->next)
            add_words(text, cell, place, row == table->first ? ROLE_LABEL : place->role);
        push_line(text, (PagerLine){.rule = true}, place);
    }
}

static void add_table(CaseText *text, const MdNode *node, Place *place) {
    static const TextAlign aligns[] = {
        [MDTREE_LEFT] = TEXT_LEFT, [MDTREE_RIGHT] = TEXT_RIGHT, [MDTREE_CENTRE] = TEXT_CENTER};
    CaseTable table;
    if (!node->columns || !node->first)
        return;
    if (has_long_cell(node)) {
        add_cells(text, node, place);
        return;
    }
    casetext_table_begin(text, &table, node->columns);
    for (const MdNode *row = node->first; row; row = row->next) {
        const MdNode *cell = row->first;
        for (size_t i = 0; i < node->columns; i++) {
            if (cell)
                casetext_table_align(&table, i, aligns[cell->align]);
            Styled styled = {0};
            if (cell)
                style_words(false, cell, 0, cell->text.len, &styled);
            casetext_table_cell(text, &table, buf_str(&styled.text));
            buf_free(&styled.text);
            vec_free(&styled.marks);
            vec_free(&styled.links);
            cell = cell ? cell->next : NULL;
        }
    }
    casetext_table_end(text, &table, place->indent, place->bars);
}

static void add_list(CaseText *text, const MdNode *list, const Place *place) {
    char sign[24];
    int number = list->level;
    bool first = true;
    for (const MdNode *item = list->first; item; item = item->next) {
        if (item->task)
            snprintf(sign, sizeof sign, item->done ? "[x] " : "[ ] ");
        else if (list->level)
            snprintf(sign, sizeof sign, "%d. ", number);
        else
            snprintf(sign, sizeof sign, "- ");
        Place own = inside(place, (int)strlen(sign));
        own.lead = str_of(sign);
        own.lead_cols = (int)strlen(sign);
        if (list->loose && !first)
            casetext_blank(text);
        if (item->first)
            add_blocks(text, item->first, &own, !list->loose);
        if (own.lead.len)
            push_line(text, (PagerLine){.text = STR(""), .role = place->role}, &own);
        number++;
        first = false;
    }
}

static void add_block(CaseText *text, const MdNode *node, Place *place) {
    Place own;
    switch (node->kind) {
    case MDTREE_HEADING:
        add_words(text, node, place, ROLE_TITLE);
        break;
    case MDTREE_CODE:
        add_code(text, node, place);
        break;
    case MDTREE_RULE:
        push_line(text, (PagerLine){.rule = true}, place);
        break;
    case MDTREE_TABLE:
        add_table(text, node, place);
        break;
    case MDTREE_LIST:
        add_list(text, node, place);
        break;
    case MDTREE_QUOTE:
        own = inside(place, STEP);
        own.bars += own.bars < MOST_BARS && own.indent >= 2 * (own.bars + 1);
        own.role = ROLE_QUOTE;
        add_blocks(text, node->first, &own, false);
        break;
    default:
        add_words(text, node, place, place->role);
        break;
    }
}

/* A list belongs to the words before it; everything else stands apart. */
static bool stands_apart(const MdNode *before, const MdNode *node, bool tight) {
    return before && !tight &&
           !(before->kind == MDTREE_PARAGRAPH && node->kind == MDTREE_LIST && !node->loose);
}

static void add_blocks(CaseText *text, const MdNode *first, Place *place, bool tight) {
    const MdNode *before = NULL;
    for (const MdNode *node = first; node; before = node, node = node->next) {
        if (stands_apart(before, node, tight))
            casetext_blank(text);
        add_block(text, node, place);
    }
}

void casetext_markdown(CaseText *text, Str source) {
    Place place = {.role = ROLE_TEXT};
    Arena arena = {0};
    add_blocks(text, mdtree_parse(source, &arena)->first, &place, false);
    arena_free(&arena);
}
