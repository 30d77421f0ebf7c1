#ifndef ANLIKU_TEXT_DISPLAY_H
#define ANLIKU_TEXT_DISPLAY_H

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The one sanitiser of everything that leaves for a person: screens, command output, errors, logs.
 * Controls become ^X or <9B>, other characters that hide or reorder text (bidi controls, zero
 * width, tags, private use, noncharacters, unassigned) <U+202E>, bytes that are not UTF-8 U+FFFD,
 * marks beyond the fourth on one base are cut, a mark without a base gets a dotted circle. */
enum {
    TEXT_DISPLAY_LINES = 1, /* LF stays (otherwise ^J) */
    TEXT_DISPLAY_TABS = 2,  /* TAB stays (otherwise TEXT_TAB blanks) */
    /* For the cell grid: emoji variation selectors, modifiers and ZWJ sequences are reduced to
     * their first glyph, since terminals disagree about their width. */
    TEXT_DISPLAY_CELLS = 4
};

/* Appends; any bytes are allowed. Gives whether something was replaced. */
bool text_display(Buf *out, Str text, unsigned flags);

/* What is done to text at the door (forms, imports, command line), before it is stored. */
enum {
    TEXT_CLEAN_LINES = 1, /* several lines: TAB and LF stay; without it TAB becomes a blank */
    /* Nothing is refused: what would be is dropped, an LF in one line becomes a blank. For pastes.
     */
    TEXT_CLEAN_LENIENT = 2,
    /* The text is a piece of a longer one: joiners, selectors and marks at its ends stay. */
    TEXT_CLEAN_PIECE = 4
};

typedef struct TextCleaned {
    size_t bad;        /* offset in the source of what was refused, SIZE_MAX when nothing was */
    size_t first;      /* offset of the first thing that was dropped, SIZE_MAX when none */
    uint32_t bidi;     /* dropped bidi controls */
    uint32_t hidden;   /* dropped zero width characters, tags, soft hyphens, fillers */
    uint32_t controls; /* dropped controls and noncharacters, bad bytes (LENIENT) */
    bool changed;      /* the result differs from the source, if only in NFC or line ends */
} TextCleaned;

/* Appends the clean NFC form of text to out. CRLF, CR, U+0085, U+2028 and U+2029 become LF. Refused
 * (ERR_INVALID, bad says where, line and column of err are set, out is unchanged): bytes that are
 * not UTF-8, other controls, noncharacters, and without TEXT_CLEAN_LINES a line break (those at the
 * very end are dropped). Private use is kept. report may be NULL. */
bool text_clean(Buf *out, Str text, unsigned flags, TextCleaned *report, Error *err);

#endif
