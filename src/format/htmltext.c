#include "config.h"

#include "format/htmltext.h"

#include "format/mdtree.h"
#include "text/utf8.h"

void html_put_text(Buf *out, Str text) {
    for (size_t at = 0; at < text.len;) {
        uint32_t c;
        size_t len = utf8_next(text, at, &c);
        const char *named = c == '&'    ? "&amp;"
                            : c == '<'  ? "&lt;"
                            : c == '>'  ? "&gt;"
                            : c == '"'  ? "&quot;"
                            : c == '\'' ? "&#39;"
                                        : NULL;
        if (named)
            buf_puts(out, named);
        else if (c == '\n')
            buf_puts(out, "<br>\n");
        else if (c >= 0x20 && c != 0x7f && !(c >= 0x80 && c < 0xa0))
            buf_put(out, text.ptr + at, len);
        at += len;
    }
}

static void put_code(Buf *out, Str text) {
    Str rest = text, line;
    while (rest.ptr && str_split(&rest, '\n', &line)) {
        html_put_text(out, line);
        buf_putc(out, '\n');
    }
}

void html_put_tagged(Buf *out, const char *tag, Str text) {
    buf_printf(out, "<%s>", tag);
    html_put_text(out, text);
    buf_printf(out, "</%s>\n", tag);
}

/* ---- Markdown ---- */

static const struct {
    unsigned style;
    const char *tag;
} span_tags[] = {{MDTREE_STRONG, "strong"},
                 {MDTREE_EMPHASIS, "em"},
                 {MDTREE_STRUCK, "s"},
                 {MDTREE_INLINE_CODE, "code"}};
enum { SPAN_TAGS = sizeof span_tags / sizeof *span_tags };

static void put_span(Buf *out, Str text, const MdSpan *span) {
    bool link = (span->style & MDTREE_LINK) && mdtree_href_is_safe(span->href);
    if (link) {
        buf_puts(out, "<a rel=\"noreferrer\" href=\"");
        html_put_text(out, span->href);
        buf_puts(out, "\">");
    }
    for (int i = 0; i < SPAN_TAGS; i++)
        if (span->style & span_tags[i].style)
            buf_printf(out, "<%s>", span_tags[i].tag);
    html_put_text(out, text);
    for (int i = SPAN_TAGS - 1; i >= 0; i--)
        if (span->style & span_tags[i].style)
            buf_printf(out, "</%s>", span_tags[i].tag);
    if (link)
        buf_puts(out, "</a>");
}

static void put_words(Buf *out, const MdNode *node) {
    size_t at = 0;
    if (!node->text.len)
        return;
    for (size_t i = 0; i < node->span_count; i++) {
        const MdSpan *span = &node->spans[i];
        html_put_text(out, str_make(node->text.ptr + at, span->from - at));
        put_span(out, str_make(node->text.ptr + span->from, span->to - span->from), span);
        at = span->to;
    }
    html_put_text(out, str_make(node->text.ptr + at, node->text.len - at));
}

static void put_node(Buf *out, const MdNode *node, bool first_row);

static void put_children(Buf *out, const MdNode *node) {
    for (const MdNode *child = node->first; child; child = child->next)
        put_node(out, child, child == node->first);
}

static void put_block(Buf *out, const MdNode *node, const char *open, const char *close) {
    buf_puts(out, open);
    put_words(out, node);
    put_children(out, node);
    buf_puts(out, close);
}

static void put_heading(Buf *out, const MdNode *node) {
    int level = node->level + 2 > 6 ? 6 : node->level + 2; /* below the page's own two */
    buf_printf(out, "<h%d>", level);
    put_words(out, node);
    buf_printf(out, "</h%d>\n", level);
}

static void put_list(Buf *out, const MdNode *node) {
    if (node->level)
        buf_printf(out, "<ol start=\"%d\">\n", node->level);
    else
        buf_puts(out, "<ul>\n");
    put_children(out, node);
    buf_puts(out, node->level ? "</ol>\n" : "</ul>\n");
}

static void put_row(Buf *out, const MdNode *node, bool head) {
    static const char *const aligns[] = {
        [MDTREE_LEFT] = "", [MDTREE_RIGHT] = " class=\"r\"", [MDTREE_CENTRE] = " class=\"c\""};
    buf_puts(out, "<tr>");
    for (const MdNode *cell = node->first; cell; cell = cell->next) {
        buf_printf(out, "<%s%s>", head ? "th" : "td", aligns[cell->align]);
        put_words(out, cell);
        buf_puts(out, head ? "</th>" : "</td>");
    }
    buf_puts(out, "</tr>\n");
}

static void put_node(Buf *out, const MdNode *node, bool first_row) {
    switch (node->kind) {
    case MDTREE_PARAGRAPH:
        put_block(out, node, "<p>", "</p>\n");
        break;
    case MDTREE_HEADING:
        put_heading(out, node);
        break;
    case MDTREE_LIST:
        put_list(out, node);
        break;
    case MDTREE_ITEM:
        buf_puts(out, "<li>");
        if (node->task)
            buf_puts(out, node->done ? "[x] " : "[ ] ");
        put_words(out, node);
        put_children(out, node);
        buf_puts(out, "</li>\n");
        break;
    case MDTREE_QUOTE:
        put_block(out, node, "<blockquote>\n", "</blockquote>\n");
        break;
    case MDTREE_CODE:
        buf_puts(out, "<pre>");
        put_code(out, node->text);
        buf_puts(out, "</pre>\n");
        break;
    case MDTREE_TABLE:
        put_block(out, node, "<table>\n", "</table>\n");
        break;
    case MDTREE_ROW:
        put_row(out, node, first_row);
        break;
    case MDTREE_RULE:
        buf_puts(out, "<hr>\n");
        break;
    default:
        put_words(out, node);
        put_children(out, node);
    }
}

void html_put_markdown(Buf *out, Str source) {
    Arena arena = {0};
    put_children(out, mdtree_parse(source, &arena));
    arena_free(&arena);
}
