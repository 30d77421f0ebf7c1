#ifndef ANLIKU_RECORD_WEIGHT_H
#define ANLIKU_RECORD_WEIGHT_H

#include "base/buf.h"
#include "record/value.h"

/* How much an edit changes of what readers are told: whether what was verified is still verified.
 */
typedef enum ChangeWeight {
    CHANGE_NONE,    /* nothing that people write */
    CHANGE_FORMAT,  /* the same words in another form */
    CHANGE_SORTING, /* where it is found and who may see it, not what it says */
    CHANGE_CONTENT  /* what it says */
} ChangeWeight;

/* The heaviest of all fields' changes; *field (may be NULL): the first that is so heavy, -1 none.
 * Groups basics, story and evidence are what a record says; whole numbers (scores, importance),
 * references to other records, sorting, trust and private notes are not. */
ChangeWeight record_change_weight(const Record *before, const Record *after, int *field);

/* Appends what is left of a text when its form is taken away; texts of which the same is left say
 * the same:
 * - blanks and line ends at the ends, beside Han and beside signs fall away; others are one blank;
 * - full-width letters, digits and signs become half-width, 。and 、become . and ,; curly quotes
 *   become straight ones;
 * - what parts sentences and marks speech (. , ; ! and quotes) is one blank, but for the points and
 *   commas of numbers; a question mark is content;
 * - Markdown: # and > and - * + with a blank behind them at the beginning of a line, and runs of
 *   * _ ` ~~ that stand at the edge of a word. Between two letters or digits, and alone between
 *   blanks, they are content (5*3, snake_case, 5 * 3); numbers of a list are content.
 * Letters keep their case. */
void text_without_form(Str text, Buf *out);

#endif
