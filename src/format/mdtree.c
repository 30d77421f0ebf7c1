#include "config.h"

#include "format/mdtree.h"

#include "base/buf.h"
#include "base/vec.h"
#include "format/mdwords.h"
#include "text/cluster.h"
#include "text/width.h"

#include <md4c.h>
#include <stdint.h>
#include <string.h>

enum { MOST_BRACKETS = 5000, JOINED_BYTES = 65536 };

typedef struct Builder {
    Arena *arena;
    Str source;
    MdNode *open[MDTREE_DEPTH]; /* [0] is the document */
    MdNode *last[MDTREE_DEPTH]; /* the newest child of each */
    int depth;                  /* of what md4c has open; beyond MDTREE_DEPTH nothing is nested */
    MdNode *leaf;               /* takes the words; NULL: none is open */
    bool implied;               /* the leaf is a paragraph that md4c does not tell of */
    Buf text;
    VEC(MdSpan) spans;
    VEC(size_t) breaks; /* places of LF that the writer asked for */
    int emphasis, strong, code, struck, link, image;
    Str href;
    size_t nodes, most;
} Builder;

static int level_of(const Builder *b) {
    return b->depth < MDTREE_DEPTH ? b->depth : MDTREE_DEPTH - 1;
}

static MdNode *add_node_at(Builder *b, MdKind kind, int level) {
    MdNode *node = ARENA_NEW(b->arena, MdNode);
    node->kind = kind;
    if (b->last[level])
        b->last[level]->next = node;
    else
        b->open[level]->first = node;
    b->last[level] = node;
    b->nodes++;
    return node;
}

static MdNode *add_node(Builder *b, MdKind kind) {
    return add_node_at(b, kind, level_of(b));
}

/* ---- lines that the writer's editor broke ---- */

static bool is_wide_before(Str text, size_t at) {
    size_t from = text_cluster_prev(text, at);
    return at && text_width_cluster(str_make(text.ptr + from, at - from)) > 1;
}

static bool is_wide_after(Str text, size_t at) {
    return at < text.len &&
           text_width_cluster(str_make(text.ptr + at, text_cluster_next(text, at) - at)) > 1;
}

static void take_byte_out(Builder *b, size_t at) {
    buf_splice(&b->text, at, 1, NULL, 0);
    VEC_EACH (span, &b->spans) {
        span->from -= span->from > at;
        span->to -= span->to > at;
    }
    VEC_EACH (place, &b->breaks)
        *place -= *place > at;
}

static bool is_break(const Builder *b, size_t at) {
    for (size_t i = 0; i < b->breaks.len; i++)
        if (b->breaks.items[i] == at)
            return true;
    return false;
}

/* Line ends become blanks; between Han characters nothing stands. */
static void join_lines(Builder *b) {
    if (b->text.len > JOINED_BYTES || !mdwords_are_wrapped(buf_str(&b->text)))
        return;
    for (size_t at = 0; at < b->text.len; at++) {
        if (b->text.data[at] != '\n' || is_break(b, at))
            continue;
        if (is_wide_before(buf_str(&b->text), at) && is_wide_after(buf_str(&b->text), at + 1))
            take_byte_out(b, at);
        else
            b->text.data[at] = ' ';
    }
    size_t kept = 0; /* a range may have held nothing but a line's end */
    for (size_t i = 0; i < b->spans.len; i++)
        if (b->spans.items[i].to > b->spans.items[i].from)
            b->spans.items[kept++] = b->spans.items[i];
    b->spans.len = kept;
}

/* ---- addresses ---- */

/* Addresses that stand in the words are links, where nothing else is said of them. md4c can find
 * them too, but takes seconds for a megabyte of them. */
static void add_addresses(Builder *b, MdNode *leaf) {
    VEC(MdSpan) all = {0};
    size_t at = 0;
    for (size_t i = 0; i <= leaf->span_count; i++) {
        size_t to = i < leaf->span_count ? leaf->spans[i].from : leaf->text.len;
        size_t from, end;
        for (; mdwords_find_address(leaf->text, at, to, &from, &end); at = end)
            vec_push(&all,
                     (MdSpan){from, end, MDTREE_LINK, str_make(leaf->text.ptr + from, end - from)});
        if (i < leaf->span_count) {
            vec_push(&all, leaf->spans[i]);
            at = leaf->spans[i].to;
        }
    }
    if (all.len > leaf->span_count) {
        leaf->spans = arena_dup(b->arena, all.items, all.len * sizeof *all.items);
        leaf->span_count = all.len;
    }
    vec_free(&all);
}

/* ---- leaves ---- */

static void open_leaf(Builder *b, MdNode *node, bool implied) {
    b->leaf = node;
    b->implied = implied;
    buf_clear(&b->text);
    b->spans.len = b->breaks.len = 0;
}

static void close_leaf(Builder *b) {
    MdNode *leaf = b->leaf;
    if (!leaf)
        return;
    if (leaf->kind == MDTREE_PARAGRAPH)
        join_lines(b);
    if (leaf->kind == MDTREE_CODE && b->text.len && b->text.data[b->text.len - 1] == '\n')
        buf_truncate(&b->text, b->text.len - 1);
    leaf->text = arena_str(b->arena, buf_str(&b->text));
    leaf->span_count = b->spans.len;
    if (b->spans.len)
        leaf->spans = arena_dup(b->arena, b->spans.items, b->spans.len * sizeof *b->spans.items);
    if (leaf->kind != MDTREE_CODE)
        add_addresses(b, leaf);
    b->leaf = NULL;
}

/* Words in an item stand in a paragraph, whether md4c says so or not. */
static void need_leaf(Builder *b) {
    if (!b->leaf)
        open_leaf(b, add_node(b, MDTREE_PARAGRAPH), true);
}

static unsigned style_now(const Builder *b) {
    return (b->emphasis ? MDTREE_EMPHASIS : 0u) | (b->strong ? MDTREE_STRONG : 0u) |
           (b->code ? MDTREE_INLINE_CODE : 0u) | (b->struck ? MDTREE_STRUCK : 0u) |
           (b->link ? MDTREE_LINK : 0u) | (b->image ? MDTREE_IMAGE : 0u);
}

static void add_text(Builder *b, Str text) {
    unsigned style = style_now(b);
    if (!text.len)
        return;
    need_leaf(b);
    size_t from = b->text.len;
    buf_put_str(&b->text, text);
    for (size_t i = from; i < b->text.len; i++) { /* CR, and controls that an entity spells */
        uint8_t byte = (uint8_t)b->text.data[i];
        if (byte < 0x20 && byte != '\n' && byte != '\t')
            b->text.data[i] = ' ';
    }
    if (!style)
        return;
    MdSpan *last = b->spans.len ? &b->spans.items[b->spans.len - 1] : NULL;
    if (last && last->to == from && last->style == style && last->href.ptr == b->href.ptr)
        last->to = b->text.len;
    else
        vec_push(&b->spans, (MdSpan){from, b->text.len, style, b->href});
}

static Str attribute(Builder *b, const MD_ATTRIBUTE *from) {
    Buf out = {0};
    for (size_t i = 0; from->text && from->substr_offsets[i] < from->size; i++) {
        MD_OFFSET start = from->substr_offsets[i], end = from->substr_offsets[i + 1];
        Str part = str_make(from->text + start, end - start);
        if (from->substr_types[i] == MD_TEXT_ENTITY)
            mdwords_put_entity(&out, part);
        else if (from->substr_types[i] == MD_TEXT_NORMAL)
            buf_put_str(&out, part);
    }
    Str text = arena_str(b->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* ---- what md4c tells ---- */

/* Below 0 ends the parsing: a table may say more cells than the text has bytes. */
static int go_on(const Builder *b) {
    return b->nodes > b->most ? -1 : 0;
}

static const struct {
    MD_BLOCKTYPE block;
    MdKind kind;
    bool leaf;
} kinds[] = {
    {MD_BLOCK_QUOTE, MDTREE_QUOTE, false}, {MD_BLOCK_UL, MDTREE_LIST, false},
    {MD_BLOCK_OL, MDTREE_LIST, false},     {MD_BLOCK_LI, MDTREE_ITEM, false},
    {MD_BLOCK_HR, MDTREE_RULE, true},      {MD_BLOCK_H, MDTREE_HEADING, true},
    {MD_BLOCK_CODE, MDTREE_CODE, true},    {MD_BLOCK_HTML, MDTREE_CODE, true},
    {MD_BLOCK_P, MDTREE_PARAGRAPH, true},  {MD_BLOCK_TABLE, MDTREE_TABLE, false},
    {MD_BLOCK_TR, MDTREE_ROW, false},      {MD_BLOCK_TH, MDTREE_CELL, true},
    {MD_BLOCK_TD, MDTREE_CELL, true},
};

static void read_detail(MdNode *node, MD_BLOCKTYPE type, const void *detail) {
    static const MdAlign aligns[] = {[MD_ALIGN_DEFAULT] = MDTREE_LEFT,
                                     [MD_ALIGN_LEFT] = MDTREE_LEFT,
                                     [MD_ALIGN_CENTER] = MDTREE_CENTRE,
                                     [MD_ALIGN_RIGHT] = MDTREE_RIGHT};
    if (type == MD_BLOCK_H) {
        node->level = (int)((const MD_BLOCK_H_DETAIL *)detail)->level;
    } else if (type == MD_BLOCK_OL) {
        node->level = (int)((const MD_BLOCK_OL_DETAIL *)detail)->start;
        node->loose = !((const MD_BLOCK_OL_DETAIL *)detail)->is_tight;
    } else if (type == MD_BLOCK_UL) {
        node->loose = !((const MD_BLOCK_UL_DETAIL *)detail)->is_tight;
    } else if (type == MD_BLOCK_LI) {
        const MD_BLOCK_LI_DETAIL *item = detail;
        node->task = item->is_task;
        node->done = item->is_task && item->task_mark != ' ';
    } else if (type == MD_BLOCK_TABLE) {
        node->columns = ((const MD_BLOCK_TABLE_DETAIL *)detail)->col_count;
    } else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
        node->align = aligns[((const MD_BLOCK_TD_DETAIL *)detail)->align];
    }
}

/* No style goes beyond its block; md4c does not always say where one ends that crosses a link. */
static void end_spans(Builder *b) {
    b->emphasis = b->strong = b->code = b->struck = b->link = b->image = 0;
    b->href = (Str){0};
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *context) {
    Builder *b = context;
    close_leaf(b);
    end_spans(b);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (kinds[i].block != type)
            continue;
        if (!kinds[i].leaf && ++b->depth >= MDTREE_DEPTH)
            continue; /* what is in it stands in the one around it */
        MdNode *node = add_node_at(b, kinds[i].kind, kinds[i].leaf ? level_of(b) : b->depth - 1);
        read_detail(node, type, detail);
        if (kinds[i].leaf) {
            open_leaf(b, node, false);
        } else {
            b->open[b->depth] = node;
            b->last[b->depth] = NULL;
        }
    }
    return go_on(b);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *context) {
    Builder *b = context;
    (void)detail;
    close_leaf(b);
    end_spans(b);
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (kinds[i].block == type && !kinds[i].leaf)
            b->depth--;
    return 0;
}

static int *span_count_of(Builder *b, MD_SPANTYPE type) {
    switch (type) {
    case MD_SPAN_EM:
        return &b->emphasis;
    case MD_SPAN_STRONG:
        return &b->strong;
    case MD_SPAN_CODE:
        return &b->code;
    case MD_SPAN_DEL:
        return &b->struck;
    case MD_SPAN_A:
        return &b->link;
    case MD_SPAN_IMG:
        return &b->image;
    default:
        return NULL;
    }
}

static int enter_span(MD_SPANTYPE type, void *detail, void *context) {
    Builder *b = context;
    int *count = span_count_of(b, type);
    if (count)
        ++*count;
    if (type == MD_SPAN_A)
        b->href = attribute(b, &((const MD_SPAN_A_DETAIL *)detail)->href);
    if (type == MD_SPAN_IMG && !b->link)
        b->href = attribute(b, &((const MD_SPAN_IMG_DETAIL *)detail)->src);
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *context) {
    Builder *b = context;
    int *count = span_count_of(b, type);
    (void)detail;
    if (count && *count)
        --*count;
    if (!b->link && !b->image)
        b->href = (Str){0};
    return 0;
}

/* Of a style that crosses a link's address md4c 0.4 tells ends before beginnings: sizes beyond the
 * text. What is not of the text are its own few blanks. */
static bool is_sound(const Builder *b, MD_TEXTTYPE type, const char *text, size_t size) {
    enum { OWN_BYTES = 16 };
    uintptr_t from = (uintptr_t)b->source.ptr, at = (uintptr_t)text;
    if (type == MD_TEXT_NULLCHAR)
        return memchr(b->source.ptr, 0, b->source.len) != NULL;
    if (at < from || at > from + b->source.len)
        return size <= OWN_BYTES;
    return size <= from + b->source.len - at;
}

static int take_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *context) {
    Builder *b = context;
    if (!is_sound(b, type, text, size))
        return -1;
    if (type == MD_TEXT_BR) {
        need_leaf(b);
        vec_push(&b->breaks, b->text.len);
        add_text(b, STR("\n"));
    } else if (type == MD_TEXT_SOFTBR) {
        add_text(b, STR("\n"));
    } else if (type == MD_TEXT_NULLCHAR) {
        add_text(b, STR("\xEF\xBF\xBD"));
    } else if (type == MD_TEXT_ENTITY) {
        Buf decoded = {0};
        mdwords_put_entity(&decoded, str_make(text, size));
        add_text(b, buf_str(&decoded));
        buf_free(&decoded);
    } else {
        add_text(b, str_make(text, size));
    }
    return go_on(b);
}

/* ---- the whole ---- */

static MdNode *new_document(Builder *b) {
    MdNode *document = ARENA_NEW(b->arena, MdNode);
    document->kind = MDTREE_DOCUMENT;
    b->open[0] = document;
    b->last[0] = NULL;
    b->depth = 0;
    b->leaf = NULL;
    return document;
}

/* What the parser gave up on is read as it stands. */
static MdNode *plain_document(Builder *b, Str source) {
    MdNode *document = new_document(b);
    Str line;
    end_spans(b);
    while (source.len && str_split(&source, '\n', &line)) {
        if (!str_trim(line).len)
            continue;
        open_leaf(b, add_node(b, MDTREE_PARAGRAPH), false);
        add_text(b, line);
        close_leaf(b);
    }
    return document;
}

/* md4c tries every bracket of a paragraph against every other one. */
static bool is_thicket(Str source) {
    size_t brackets = 0;
    Str line;
    while (source.len && str_split(&source, '\n', &line)) {
        if (!str_trim(line).len)
            brackets = 0;
        for (size_t at = 0; (at = str_find(line, STR("["), at)) < line.len; at++)
            brackets++;
        if (brackets > MOST_BRACKETS)
            return true;
    }
    return false;
}

const MdNode *mdtree_parse(Str source, Arena *arena) {
    static const MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH |
                                              MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEATXHEADERS |
                                              MD_FLAG_NOHTML,
                                     .enter_block = enter_block,
                                     .leave_block = leave_block,
                                     .enter_span = enter_span,
                                     .leave_span = leave_span,
                                     .text = take_text};
    Builder b = {.arena = arena, .source = source, .most = source.len + 64};
    MdNode *document = new_document(&b);
    if (source.len &&
        (is_thicket(source) || md_parse(source.ptr, (MD_SIZE)source.len, &parser, &b) != 0))
        document = plain_document(&b, source);
    buf_free(&b.text);
    vec_free(&b.spans);
    vec_free(&b.breaks);
    return document;
}

bool mdtree_href_is_safe(Str href) {
    static const Str schemes[] = {STR("http://"), STR("https://"), STR("mailto:")};
    for (size_t i = 0; i < href.len; i++)
        if ((uint8_t)href.ptr[i] <= 0x20 || (uint8_t)href.ptr[i] == 0x7F)
            return false;
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (href.len > schemes[i].len &&
            str_equal_ascii_case(str_make(href.ptr, schemes[i].len), schemes[i]))
            return true;
    return false;
}
