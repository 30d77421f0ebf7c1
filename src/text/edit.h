#ifndef ANLIKU_TEXT_EDIT_H
#define ANLIKU_TEXT_EDIT_H

#include "base/str.h"
#include "text/spans.h"
#include "text/wrap.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The text of one form field while it is edited: UTF-8, a caret and a selection at cluster
 * boundaries, undo. Offsets are bytes, columns are terminal columns. Functions that change the text
 * give whether it changed; those that move give whether the caret or the selection changed. */
typedef struct TextEdit TextEdit;

/* multiline false: no line breaks (they become blanks). cap: the text never grows beyond so many
 * bytes. The initial text is made clean as a paste is, and cut at cap; the caret stands at its
 * start. */
TextEdit *text_edit_new(Str text, bool multiline, size_t cap);
void text_edit_free(TextEdit *edit);

/* Valid until the next change. */
Str text_edit_text(const TextEdit *edit);
/* Another number after every change of the text. */
uint64_t text_edit_version(const TextEdit *edit);
size_t text_edit_caret(const TextEdit *edit);
/* False when nothing is selected; then *from and *to are the caret. */
bool text_edit_selection(const TextEdit *edit, size_t *from, size_t *to);
/* Whether the text differs from what it was at text_edit_new or the last text_edit_mark_saved. */
bool text_edit_is_changed(const TextEdit *edit);
void text_edit_mark_saved(TextEdit *edit);
/* Replaces the whole text in one undo step (caret at its end). */
bool text_edit_set(TextEdit *edit, Str text);
/* Replaces [from, to), which are cluster boundaries, in one undo step (caret behind it). */
bool text_edit_replace(TextEdit *edit, size_t from, size_t to, Str text);

/* Passages that are marked as used (text/spans.h) follow every change, in reach of undo. What is
 * typed at their ends is none of them; what replaces a part of them is. */
const TextSpans *text_edit_spans(const TextEdit *edit);
/* The signs of such passages in the text become spans; no step of undo: for a text that is new. */
void text_edit_read_marks(TextEdit *edit);
/* The text with their signs, as it is stored. Valid until the next change. */
Str text_edit_marked_text(TextEdit *edit);
/* text_edit_set by a text with signs. */
bool text_edit_set_marked(TextEdit *edit, Str text);
/* Replaces all spans; the caret goes to the offset. One step of undo. */
bool text_edit_set_spans(TextEdit *edit, const TextSpans *spans, size_t caret);
/* text_edit_replace, where the spans afterwards are these. */
bool text_edit_replace_spans(TextEdit *edit, size_t from, size_t to, Str text,
                             const TextSpans *spans);

/* Typing: replaces the selection; keys in a row become one undo step. Text is made clean
 * (TEXT_CLEAN_LENIENT). False when nothing is left of it or the cap would be passed: then nothing
 * changes. */
bool text_edit_type(TextEdit *edit, Str text);
/* The same as one undo step of its own. */
bool text_edit_paste(TextEdit *edit, Str text);

typedef enum TextMove {
    TEXT_MOVE_LEFT, /* one cluster */
    TEXT_MOVE_RIGHT,
    TEXT_MOVE_WORD_LEFT,     /* to the start of a word */
    TEXT_MOVE_WORD_RIGHT,    /* to the end of a word */
    TEXT_MOVE_SENTENCE_LEFT, /* text/sentence.h */
    TEXT_MOVE_SENTENCE_RIGHT,
    TEXT_MOVE_UP, /* one line on the screen, in the same column as far as there is one */
    TEXT_MOVE_DOWN,
    TEXT_MOVE_PAGE_UP, /* by text_edit_set_page lines */
    TEXT_MOVE_PAGE_DOWN,
    TEXT_MOVE_LINE_START, /* of the line on the screen */
    TEXT_MOVE_LINE_END,
    TEXT_MOVE_PARAGRAPH_START, /* after the LF before */
    TEXT_MOVE_PARAGRAPH_END,   /* before the next LF */
    TEXT_MOVE_START,
    TEXT_MOVE_END,
    TEXT_MOVES
} TextMove;

/* select true: the other end of the selection stays. Without it a selection is given up; LEFT and
 * RIGHT then go to its ends. UP in the first line goes to its start, DOWN in the last to its end.
 */
bool text_edit_move(TextEdit *edit, TextMove move, bool select);
/* Puts the caret at the cluster boundary at or before the offset. */
bool text_edit_move_to(TextEdit *edit, size_t offset, bool select);
/* Puts the caret into a line (0-based) and column, as a mouse click does. */
bool text_edit_move_to_cell(TextEdit *edit, size_t line, int column, bool select);
bool text_edit_select_all(TextEdit *edit);
bool text_edit_select_none(TextEdit *edit);
/* While it is on, every move selects; a change of the text ends it. Ending it keeps what is
 * selected until the next move. */
void text_edit_set_marking(TextEdit *edit, bool on);
bool text_edit_is_marking(const TextEdit *edit);

/* How far LEFT and RIGHT go; a change of the text makes it a cluster again. */
typedef enum TextStride {
    TEXT_BY_CLUSTER,
    TEXT_BY_WORD,
    TEXT_BY_SENTENCE,
    TEXT_STRIDES
} TextStride;
void text_edit_set_stride(TextEdit *edit, TextStride stride);
TextStride text_edit_stride(const TextEdit *edit);

/* Deletes the selection, else from the caret to where the move leads (TEXT_MOVE_LEFT is Backspace,
 * TEXT_MOVE_RIGHT is Delete, TEXT_MOVE_PARAGRAPH_END is ^K). */
bool text_edit_delete(TextEdit *edit, TextMove move);

bool text_edit_undo(TextEdit *edit);
bool text_edit_redo(TextEdit *edit);

/* The width that UP, DOWN and the lines are wrapped at; 80 before, of a text without line breaks 0:
 * one line a paragraph. */
void text_edit_set_columns(TextEdit *edit, int columns);
void text_edit_set_page(TextEdit *edit, int lines);
/* The wrapped lines, all of them; valid until the next change or call. */
const TextLines *text_edit_lines(TextEdit *edit);
/* The same, but of a long text no more than are asked for: those up to the end of the line-th
 * (0-based), where there are so many. */
const TextLines *text_edit_lines_to(TextEdit *edit, size_t line);
/* The line that holds an offset (text_wrap_find). */
size_t text_edit_line_of(TextEdit *edit, size_t offset);
/* Where the caret is drawn: line and column, 0-based. At the end of a soft line it may stand in
 * column `columns`, one beyond the last. */
void text_edit_caret_cell(TextEdit *edit, size_t *line, int *column);

#endif
