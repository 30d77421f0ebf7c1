#ifndef ANLIKU_FORMAT_MDTREE_H
#define ANLIKU_FORMAT_MDTREE_H

#include "base/arena.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Markdown as a tree of blocks, for whoever shows it: screens, text, HTML. Blocks that hold words
 * (paragraph, heading, code, cell) carry them as plain text with ranges that look different. Raw
 * HTML is text. Nothing is lost: what is no valid Markdown is text too. */

typedef enum MdKind {
    MDTREE_DOCUMENT,
    MDTREE_PARAGRAPH,
    MDTREE_HEADING,
    MDTREE_LIST, /* of items */
    MDTREE_ITEM,
    MDTREE_QUOTE,
    MDTREE_CODE,  /* text as it stands in the source, lines with LF between them */
    MDTREE_TABLE, /* of rows; the first one is the head */
    MDTREE_ROW,   /* as many cells as the table has columns */
    MDTREE_CELL,
    MDTREE_RULE
} MdKind;

typedef enum MdStyle {
    MDTREE_EMPHASIS = 1,
    MDTREE_STRONG = 2,
    MDTREE_INLINE_CODE = 4,
    MDTREE_STRUCK = 8,
    MDTREE_LINK = 16, /* href holds */
    MDTREE_IMAGE = 32 /* the text stands in place of the picture; href is its source */
} MdStyle;

/* Bytes [from, to) of a block's text. Ranges ascend and do not overlap. */
typedef struct MdSpan {
    size_t from, to;
    unsigned style; /* MdStyle */
    Str href;       /* any scheme: check before it is followed */
} MdSpan;

typedef enum MdAlign { MDTREE_LEFT, MDTREE_RIGHT, MDTREE_CENTRE } MdAlign;

typedef struct MdNode MdNode;
struct MdNode {
    MdKind kind;
    MdNode *first, *next; /* child, sibling */
    /* Words; an LF where the line ends for good (a paragraph that was wrapped by its writer is one
     * line again). No other control characters but TAB. */
    Str text;
    const MdSpan *spans;
    size_t span_count;
    int level;       /* heading 1..6; list: the number of its first item, 0 for bullets */
    bool loose;      /* list: blanks between its items */
    bool task, done; /* item: has a box, and whether it is ticked */
    MdAlign align;   /* cell */
    size_t columns;  /* table */
};

enum { MDTREE_DEPTH = 32 }; /* blocks nested deeper stand at this depth */

/* The document; it lives as long as the arena. source is borrowed only during the call. */
const MdNode *mdtree_parse(Str source, Arena *arena);

/* Whether a link may be opened by a click: http, https and mailto without control characters. */
bool mdtree_href_is_safe(Str href);

#endif
