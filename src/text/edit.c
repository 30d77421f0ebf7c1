#include "config.h"

#include "text/edit.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/vec.h"
#include "text/cluster.h"
#include "text/display.h"
#include "text/fold.h"
#include "text/mark.h"
#include "text/sentence.h"
#include "text/utf8.h"
#include "text/width.h"
#include "text/words.h"

#include <stdlib.h>
#include <string.h>

enum {
    TYPED_MAX = 20,        /* characters of one undo step of typing */
    PAUSE_MS = 2000,       /* whoever stops for so long begins another step */
    DELETED_MAX = 90,      /* bytes of one undo step of deleting */
    HISTORY_MAX = 8 << 20, /* bytes of all undo steps */
    COLUMNS_DEFAULT = 80,
    PAGE_DEFAULT = 10,
    WORDS_AROUND = 600, /* bytes on each side of the caret that are cut into words */
    WRAPPED_MOST = 256  /* lines that a change wraps anew; what follows is when it is looked at */
};

/* What the last change was; keys of one kind in a row unite in one undo step. */
typedef enum Kind { KIND_OTHER, KIND_TYPE, KIND_BACKSPACE, KIND_DELETE } Kind;

typedef struct Step {
    size_t at;
    Buf removed, inserted;
    size_t caret_before, anchor_before, caret_after;
    /* Spans that do not come back by following the change the other way. */
    bool has_before, has_after;
    TextSpans before, after;
} Step;

struct TextEdit {
    Buf text;
    uint64_t version;
    size_t caret, anchor; /* equal: nothing is selected */
    size_t cap;
    bool multiline;
    bool at_line_end; /* the caret belongs to the end of the soft line before it */
    bool marking;     /* moves select */
    TextStride stride;
    int goal; /* the column that UP and DOWN aim at, -1 when none */
    int columns, page;
    uint64_t saved_hash;
    size_t saved_len;

    VEC(Step) steps;
    size_t done;      /* steps that are not undone */
    size_t history;   /* bytes in steps */
    Kind open;        /* the kind of the last step while it may still grow */
    int64_t typed_ms; /* when it grew last */

    TextSpans spans;
    Buf marked; /* what text_edit_marked_text gave last */
    uint64_t marked_version;

    TextLines lines;
    bool has_lines;
    TextWords words;
    TextMap map;
    Buf folded;
};

static uint64_t text_hash(const TextEdit *edit) {
    return hash_bytes(buf_text(&edit->text), edit->text.len, 0);
}

static unsigned clean_flags(const TextEdit *edit) {
    return TEXT_CLEAN_LENIENT | TEXT_CLEAN_PIECE | (edit->multiline ? TEXT_CLEAN_LINES : 0u);
}

TextEdit *text_edit_new(Str text, bool multiline, size_t cap) {
    TextEdit *edit = mem_zalloc(sizeof *edit);
    Error err;
    edit->multiline = multiline;
    edit->cap = cap;
    edit->goal = -1;
    edit->columns = multiline ? COLUMNS_DEFAULT : 0;
    edit->page = PAGE_DEFAULT;
    text_clean(&edit->text, text, clean_flags(edit), NULL, &err);
    if (edit->text.len > cap)
        buf_truncate(&edit->text, text_cluster_floor(buf_str(&edit->text), cap));
    text_edit_mark_saved(edit);
    return edit;
}

static void step_free(Step *step) {
    buf_free(&step->removed);
    buf_free(&step->inserted);
    text_spans_free(&step->before);
    text_spans_free(&step->after);
}

static size_t step_bytes(const Step *step) {
    return step->removed.len + step->inserted.len +
           (step->before.len + step->after.len) * sizeof(TextSpan);
}

void text_edit_free(TextEdit *edit) {
    if (!edit)
        return;
    VEC_EACH (step, &edit->steps)
        step_free(step);
    vec_free(&edit->steps);
    buf_free(&edit->text);
    buf_free(&edit->folded);
    buf_free(&edit->marked);
    text_spans_free(&edit->spans);
    text_lines_free(&edit->lines);
    text_words_free(&edit->words);
    text_map_free(&edit->map);
    free(edit);
}

Str text_edit_text(const TextEdit *edit) {
    return str_make(buf_text(&edit->text), edit->text.len);
}

uint64_t text_edit_version(const TextEdit *edit) {
    return edit->version;
}

size_t text_edit_caret(const TextEdit *edit) {
    return edit->caret;
}

bool text_edit_selection(const TextEdit *edit, size_t *from, size_t *to) {
    *from = edit->caret < edit->anchor ? edit->caret : edit->anchor;
    *to = edit->caret < edit->anchor ? edit->anchor : edit->caret;
    return *from < *to;
}

bool text_edit_is_changed(const TextEdit *edit) {
    return edit->text.len != edit->saved_len || text_hash(edit) != edit->saved_hash;
}

void text_edit_mark_saved(TextEdit *edit) {
    edit->saved_len = edit->text.len;
    edit->saved_hash = text_hash(edit);
}

/* Changing, below undo */

static void place_caret(TextEdit *edit, size_t at) {
    edit->marking = false;
    edit->stride = TEXT_BY_CLUSTER;
    edit->caret = edit->anchor = text_cluster_ceil(text_edit_text(edit), at);
    edit->at_line_end = false;
    edit->goal = -1;
}

static void splice(TextEdit *edit, size_t at, size_t removed, Str inserted) {
    buf_splice(&edit->text, at, removed, inserted.ptr, inserted.len);
    text_spans_follow(&edit->spans, at, removed, inserted.len);
    edit->version++;
    if (edit->has_lines)
        text_wrap_update(&edit->lines, text_edit_text(edit), edit->columns, at, removed,
                         inserted.len, WRAPPED_MOST);
}

static void drop_steps_from(TextEdit *edit, size_t first) {
    for (size_t i = first; i < edit->steps.len; i++) {
        edit->history -= step_bytes(&edit->steps.items[i]);
        step_free(&edit->steps.items[i]);
    }
    edit->steps.len = first;
}

static void drop_oldest_step(TextEdit *edit) {
    Step *first = &edit->steps.items[0];
    edit->history -= step_bytes(first);
    step_free(first);
    memmove(first, first + 1, --edit->steps.len * sizeof *first);
    edit->done--;
}

/* Whether what is typed goes on with the last step of typing: one word with what follows it, never
 * half a word of letters, and no more than one sees being typed. */
static bool goes_on(const TextEdit *edit, Str before, Str typed) {
    uint32_t last, first;
    utf8_prev(before, before.len, &last);
    utf8_next(typed, 0, &first);
    TextClass ends = text_class_source(last), begins = text_class_source(first);
    bool gap = ends == TEXT_BLANK || ends == TEXT_PUNCT;
    bool next_gap = begins == TEXT_BLANK || begins == TEXT_PUNCT;
    if (gap != next_gap)
        return next_gap;
    if (!gap && ends != TEXT_HAN && begins != TEXT_HAN)
        return true;
    return utf8_count(before) + utf8_count(typed) <= TYPED_MAX &&
           clock_now_ms() - edit->typed_ms < PAUSE_MS;
}

/* Whether the last step grows by this change. */
static bool unites(const TextEdit *edit, Kind kind, size_t at, size_t removed, Str typed) {
    if (kind == KIND_OTHER || kind != edit->open || !edit->done || edit->done != edit->steps.len)
        return false;
    const Step *last = &edit->steps.items[edit->done - 1];
    if (kind != KIND_TYPE && last->removed.len + last->inserted.len + removed > DELETED_MAX)
        return false;
    switch (kind) {
    case KIND_TYPE:
        return !removed && last->inserted.len && at == last->at + last->inserted.len &&
               goes_on(edit, buf_str(&last->inserted), typed);
    case KIND_BACKSPACE:
        return !last->inserted.len && at + removed == last->at;
    default:
        return !last->inserted.len && at == last->at;
    }
}

static Step *new_step(TextEdit *edit, size_t at) {
    drop_steps_from(edit, edit->done);
    Step step = {.at = at, .caret_before = edit->caret, .anchor_before = edit->anchor};
    vec_push(&edit->steps, step);
    edit->done = edit->steps.len;
    return &edit->steps.items[edit->done - 1];
}

static void grow_step(Step *step, Kind kind, bool united, size_t at, Str removed, Str inserted) {
    if (kind == KIND_BACKSPACE && united) {
        buf_splice(&step->removed, 0, 0, removed.ptr, removed.len);
        step->at = at;
    } else {
        buf_put_str(&step->removed, removed);
    }
    buf_put_str(&step->inserted, inserted);
}

/* Each pair of signs is text where it is stored. */
static bool has_room(const TextEdit *edit, size_t removed, size_t inserted, size_t spans) {
    size_t signs = spans * (sizeof TEXT_USED_OPENS + sizeof TEXT_USED_CLOSES - 2);
    return inserted <= removed || edit->text.len - removed + inserted + signs <= edit->cap;
}

/* Replaces a part of the text, in reach of undo. inserted is clean. after: the spans afterwards;
 * NULL: those that follow the change. */
static bool change_spans(TextEdit *edit, Kind kind, size_t at, size_t removed, Str inserted,
                         const TextSpans *after) {
    if (!removed && !inserted.len && !after)
        return false;
    if (!has_room(edit, removed, inserted.len, after ? after->len : edit->spans.len))
        return false;
    bool touches = after || text_spans_touch(&edit->spans, at, removed);
    bool united = !after && unites(edit, kind, at, removed, inserted) &&
                  (!touches || edit->steps.items[edit->done - 1].has_before);
    Step *step = united ? &edit->steps.items[edit->done - 1] : new_step(edit, at);
    edit->history -= united ? step_bytes(step) : 0;
    if (touches && !united) {
        step->has_before = true;
        text_spans_copy(&edit->spans, &step->before);
    }
    grow_step(step, kind, united, at, str_make(buf_text(&edit->text) + at, removed), inserted);
    splice(edit, at, removed, inserted);
    if (after) {
        step->has_after = true;
        text_spans_copy(after, &step->after);
        text_spans_copy(after, &edit->spans);
    }
    edit->history += step_bytes(step);
    place_caret(edit, at + inserted.len);
    step->caret_after = edit->caret;
    edit->open = kind;
    edit->typed_ms = clock_now_ms();
    while (edit->history > HISTORY_MAX && edit->steps.len > 1)
        drop_oldest_step(edit);
    return true;
}

static bool change(TextEdit *edit, Kind kind, size_t at, size_t removed, Str inserted) {
    return change_spans(edit, kind, at, removed, inserted, NULL);
}

static bool insert(TextEdit *edit, Kind kind, Str text) {
    Buf clean = {0};
    Error err;
    text_clean(&clean, text, clean_flags(edit), NULL, &err);
    size_t from, to;
    bool selected = text_edit_selection(edit, &from, &to);
    bool ok =
        clean.len && change(edit, selected ? KIND_OTHER : kind, from, to - from, buf_str(&clean));
    if (ok && selected)
        edit->open = kind; /* what is typed over a selection goes on from there */
    if (clean.len && clean.data[clean.len - 1] == '\n')
        edit->open = KIND_OTHER;
    buf_free(&clean);
    return ok;
}

bool text_edit_type(TextEdit *edit, Str text) {
    return insert(edit, KIND_TYPE, text);
}

bool text_edit_paste(TextEdit *edit, Str text) {
    return insert(edit, KIND_OTHER, text);
}

static void clean(const TextEdit *edit, Str text, Buf *out) {
    Error ignored;
    text_clean(out, text, clean_flags(edit), NULL, &ignored);
}

bool text_edit_replace_spans(TextEdit *edit, size_t from, size_t to, Str text,
                             const TextSpans *spans) {
    Buf cleaned = {0};
    clean(edit, text, &cleaned);
    Str old = str_make(buf_text(&edit->text) + from, to - from);
    bool same =
        str_equal(buf_str(&cleaned), old) && (!spans || text_spans_equal(spans, &edit->spans));
    bool ok = !same && change_spans(edit, KIND_OTHER, from, to - from, buf_str(&cleaned), spans);
    buf_free(&cleaned);
    return ok;
}

bool text_edit_replace(TextEdit *edit, size_t from, size_t to, Str text) {
    TextSpans spans = {0};
    bool touches = text_spans_touch(&edit->spans, from, to - from);
    Buf cleaned = {0};
    clean(edit, text, &cleaned);
    text_spans_copy(&edit->spans, &spans);
    text_spans_replace(&spans, from, to - from, cleaned.len);
    bool ok = text_edit_replace_spans(edit, from, to, buf_str(&cleaned), touches ? &spans : NULL);
    buf_free(&cleaned);
    text_spans_free(&spans);
    return ok;
}

bool text_edit_set(TextEdit *edit, Str text) {
    return text_edit_replace_spans(edit, 0, edit->text.len, text, NULL);
}

/* ---- passages that are marked ---- */

const TextSpans *text_edit_spans(const TextEdit *edit) {
    return &edit->spans;
}

void text_edit_read_marks(TextEdit *edit) {
    Buf plain = {0};
    text_spans_split(text_edit_text(edit), &plain, &edit->spans);
    buf_free(&edit->text);
    edit->text = plain;
    edit->version++;
    edit->has_lines = false;
    place_caret(edit, 0);
    text_edit_mark_saved(edit);
}

Str text_edit_marked_text(TextEdit *edit) {
    if (!edit->spans.len)
        return text_edit_text(edit);
    if (!edit->marked.len || edit->marked_version != edit->version) {
        buf_clear(&edit->marked);
        text_spans_join(text_edit_text(edit), &edit->spans, &edit->marked);
        edit->marked_version = edit->version;
    }
    return buf_str(&edit->marked);
}

bool text_edit_set_marked(TextEdit *edit, Str text) {
    Buf cleaned = {0}, plain = {0};
    TextSpans spans = {0};
    clean(edit, text, &cleaned);
    text_spans_split(buf_str(&cleaned), &plain, &spans);
    bool ok = text_edit_replace_spans(edit, 0, edit->text.len, buf_str(&plain), &spans);
    buf_free(&cleaned);
    buf_free(&plain);
    text_spans_free(&spans);
    return ok;
}

bool text_edit_set_spans(TextEdit *edit, const TextSpans *spans, size_t caret) {
    return !text_spans_equal(spans, &edit->spans) &&
           change_spans(edit, KIND_OTHER, caret, 0, STR(""), spans);
}

bool text_edit_undo(TextEdit *edit) {
    if (!edit->done)
        return false;
    const Step *step = &edit->steps.items[--edit->done];
    splice(edit, step->at, step->inserted.len, buf_str(&step->removed));
    if (step->has_before)
        text_spans_copy(&step->before, &edit->spans);
    place_caret(edit, step->caret_before);
    edit->anchor = step->anchor_before;
    edit->open = KIND_OTHER;
    return true;
}

bool text_edit_redo(TextEdit *edit) {
    if (edit->done == edit->steps.len)
        return false;
    const Step *step = &edit->steps.items[edit->done++];
    splice(edit, step->at, step->removed.len, buf_str(&step->inserted));
    if (step->has_after)
        text_spans_copy(&step->after, &edit->spans);
    place_caret(edit, step->caret_after);
    edit->open = KIND_OTHER;
    return true;
}

/* Lines */

void text_edit_set_columns(TextEdit *edit, int columns) {
    columns = columns < 0 ? 0 : columns;
    if (columns == edit->columns)
        return;
    edit->columns = columns;
    edit->has_lines = false;
    edit->at_line_end = false;
}

void text_edit_set_page(TextEdit *edit, int lines) {
    edit->page = lines > 0 ? lines : 1;
}

/* Known as far as a line and as the line of an offset. */
static const TextLines *lines_to(TextEdit *edit, size_t line, size_t offset) {
    if (!edit->has_lines)
        edit->lines.len = 0, edit->lines.whole = false;
    edit->has_lines = true;
    text_wrap_to(&edit->lines, text_edit_text(edit), edit->columns, line, offset);
    return &edit->lines;
}

const TextLines *text_edit_lines(TextEdit *edit) {
    return lines_to(edit, SIZE_MAX, SIZE_MAX);
}

const TextLines *text_edit_lines_to(TextEdit *edit, size_t line) {
    return lines_to(edit, line, 0);
}

size_t text_edit_line_of(TextEdit *edit, size_t offset) {
    return text_wrap_find(lines_to(edit, 0, offset), offset);
}

/* The end of a line for the caret: before its LF, or the start of the next soft line. */
static size_t line_end(TextEdit *edit, size_t line) {
    const TextLines *lines = text_edit_lines_to(edit, line);
    if (line + 1 == lines->len)
        return edit->text.len;
    size_t end = lines->items[line + 1];
    return edit->text.data[end - 1] == '\n' ? end - 1 : end;
}

static size_t line_start(TextEdit *edit, size_t line) {
    return text_edit_lines_to(edit, line)->items[line];
}

static size_t caret_line(TextEdit *edit) {
    size_t line = text_edit_line_of(edit, edit->caret);
    return edit->at_line_end ? line - 1 : line;
}

void text_edit_caret_cell(TextEdit *edit, size_t *line, int *column) {
    *line = caret_line(edit);
    size_t start = line_start(edit, *line);
    *column = text_width(str_make(buf_text(&edit->text) + start, edit->caret - start));
    if (edit->columns > 0 && *column > edit->columns)
        *column = edit->columns;
}

/* Moving: each gives the new caret; *at_line_end is false before. */

static size_t in_line(TextEdit *edit, size_t line, int column, bool *at_line_end) {
    size_t start = line_start(edit, line), end = line_end(edit, line);
    Str text = str_make(buf_text(&edit->text) + start, end - start);
    size_t at = start + text_width_find(text, column);
    *at_line_end = at == end;
    return at;
}

static size_t by_lines(TextEdit *edit, long lines, bool *at_line_end) {
    size_t line;
    int column;
    text_edit_caret_cell(edit, &line, &column);
    if (edit->goal < 0)
        edit->goal = column;
    size_t target = line + (size_t)lines;
    size_t last = text_edit_lines_to(edit, lines > 0 ? target : line)->len - 1;
    if (lines < 0 && line == 0)
        return 0;
    if (lines > 0 && line == last)
        return edit->text.len;
    if (lines < 0 && (size_t)-lines > line)
        target = 0;
    if (lines > 0 && target > last)
        target = last;
    return in_line(edit, target, edit->goal, at_line_end);
}

static size_t move_up(TextEdit *edit, bool *at_line_end) {
    return by_lines(edit, -1, at_line_end);
}

static size_t move_down(TextEdit *edit, bool *at_line_end) {
    return by_lines(edit, 1, at_line_end);
}

static size_t move_page_up(TextEdit *edit, bool *at_line_end) {
    return by_lines(edit, -edit->page, at_line_end);
}

static size_t move_page_down(TextEdit *edit, bool *at_line_end) {
    return by_lines(edit, edit->page, at_line_end);
}

static size_t move_left(TextEdit *edit, bool *at_line_end) {
    (void)at_line_end;
    return text_cluster_prev(text_edit_text(edit), edit->caret);
}

static size_t move_right(TextEdit *edit, bool *at_line_end) {
    (void)at_line_end;
    return text_cluster_next(text_edit_text(edit), edit->caret);
}

static size_t move_line_start(TextEdit *edit, bool *at_line_end) {
    (void)at_line_end;
    return line_start(edit, caret_line(edit));
}

static size_t move_line_end(TextEdit *edit, bool *at_line_end) {
    *at_line_end = true;
    return line_end(edit, caret_line(edit));
}

static size_t paragraph_start(const TextEdit *edit) {
    const char *text = buf_text(&edit->text), *lf = memrchr(text, '\n', edit->caret);
    return lf ? (size_t)(lf - text) + 1 : 0;
}

static size_t paragraph_end(const TextEdit *edit) {
    const char *text = buf_text(&edit->text);
    const char *lf = memchr(text + edit->caret, '\n', edit->text.len - edit->caret);
    return lf ? (size_t)(lf - text) : edit->text.len;
}

static size_t move_paragraph_start(TextEdit *edit, bool *at_line_end) {
    (void)at_line_end;
    return paragraph_start(edit);
}

static size_t move_paragraph_end(TextEdit *edit, bool *at_line_end) {
    (void)at_line_end;
    return paragraph_end(edit);
}

static size_t move_start(TextEdit *edit, bool *at_line_end) {
    (void)edit, (void)at_line_end;
    return 0;
}

static size_t move_end(TextEdit *edit, bool *at_line_end) {
    (void)at_line_end;
    return edit->text.len;
}

static bool is_between_words(Str text, size_t at) {
    uint32_t point;
    utf8_next(text, at, &point);
    TextClass class = text_class_source(point);
    return class == TEXT_PUNCT || class == TEXT_BLANK;
}

/* The part of the caret's paragraph that is cut into words: around the caret, from and to places
 * between words where there are some, so that the words are those of the whole paragraph. */
static Str text_around(const TextEdit *edit, size_t *start) {
    Str text = text_edit_text(edit);
    size_t from = paragraph_start(edit), to = paragraph_end(edit), caret = edit->caret;
    uint32_t point;
    if (caret - from > WORDS_AROUND) {
        from = utf8_floor(text, caret - WORDS_AROUND);
        size_t at = from;
        while (at < caret && !is_between_words(text, at))
            at += utf8_next(text, at, &point);
        from = at < caret ? at : from;
    }
    if (to - caret > WORDS_AROUND) {
        to = utf8_floor(text, caret + WORDS_AROUND);
        size_t at = to;
        while (at > caret && !is_between_words(text, at))
            at -= utf8_prev(text, at, &point);
        to = at > caret ? at : to;
    }
    *start = from;
    return str_make(text.ptr + from, to - from);
}

/* Cuts the text around the caret into words and gives where it starts. */
static size_t cut_around(TextEdit *edit, Str *around) {
    size_t start;
    *around = text_around(edit, &start);
    text_fold_map(&edit->folded, &edit->map, *around);
    text_words_cut(&edit->words, buf_str(&edit->folded));
    return start;
}

static void word_place(const TextEdit *edit, size_t word, Str around, size_t *from, size_t *to) {
    const TextWord *w = &edit->words.items[word];
    text_map_range(&edit->map, around, w->from, w->to, from, to);
}

static size_t move_word_right(TextEdit *edit, bool *at_line_end) {
    (void)at_line_end;
    if (edit->caret == paragraph_end(edit))
        return edit->caret < edit->text.len ? edit->caret + 1 : edit->caret;
    Str around;
    size_t start = cut_around(edit, &around), from, to;
    for (size_t i = 0; i < edit->words.len; i++) {
        word_place(edit, i, around, &from, &to);
        if (start + to > edit->caret)
            return text_cluster_ceil(text_edit_text(edit), start + to);
    }
    return text_cluster_ceil(text_edit_text(edit), start + around.len);
}

static size_t move_word_left(TextEdit *edit, bool *at_line_end) {
    (void)at_line_end;
    if (edit->caret == paragraph_start(edit))
        return edit->caret ? edit->caret - 1 : 0;
    Str around;
    size_t start = cut_around(edit, &around), from, to;
    for (size_t i = edit->words.len; i-- > 0;) {
        word_place(edit, i, around, &from, &to);
        if (start + from < edit->caret)
            return text_cluster_floor(text_edit_text(edit), start + from);
    }
    return text_cluster_floor(text_edit_text(edit), start);
}

static size_t move_sentence_left(TextEdit *edit, bool *at_line_end) {
    (void)at_line_end;
    Str text = text_edit_text(edit);
    return text_cluster_floor(text, text_sentence_start(text, edit->caret));
}

static size_t move_sentence_right(TextEdit *edit, bool *at_line_end) {
    (void)at_line_end;
    Str text = text_edit_text(edit);
    return text_cluster_ceil(text, text_sentence_end(text, edit->caret));
}

static size_t (*const moves[TEXT_MOVES])(TextEdit *, bool *) = {
    [TEXT_MOVE_LEFT] = move_left,
    [TEXT_MOVE_RIGHT] = move_right,
    [TEXT_MOVE_WORD_LEFT] = move_word_left,
    [TEXT_MOVE_WORD_RIGHT] = move_word_right,
    [TEXT_MOVE_SENTENCE_LEFT] = move_sentence_left,
    [TEXT_MOVE_SENTENCE_RIGHT] = move_sentence_right,
    [TEXT_MOVE_UP] = move_up,
    [TEXT_MOVE_DOWN] = move_down,
    [TEXT_MOVE_PAGE_UP] = move_page_up,
    [TEXT_MOVE_PAGE_DOWN] = move_page_down,
    [TEXT_MOVE_LINE_START] = move_line_start,
    [TEXT_MOVE_LINE_END] = move_line_end,
    [TEXT_MOVE_PARAGRAPH_START] = move_paragraph_start,
    [TEXT_MOVE_PARAGRAPH_END] = move_paragraph_end,
    [TEXT_MOVE_START] = move_start,
    [TEXT_MOVE_END] = move_end};

static bool keeps_goal(TextMove move) {
    return move == TEXT_MOVE_UP || move == TEXT_MOVE_DOWN || move == TEXT_MOVE_PAGE_UP ||
           move == TEXT_MOVE_PAGE_DOWN;
}

/* The end of the line before and the start of this one are one place in the text. */
static bool is_soft_start(TextEdit *edit, size_t at) {
    size_t line = text_edit_line_of(edit, at);
    return line > 0 && line_start(edit, line) == at && edit->text.data[at - 1] != '\n';
}

static bool set_caret(TextEdit *edit, size_t caret, bool at_line_end, bool select) {
    select |= edit->marking;
    at_line_end = at_line_end && is_soft_start(edit, caret);
    size_t anchor = select ? edit->anchor : caret;
    bool moved = caret != edit->caret || anchor != edit->anchor || at_line_end != edit->at_line_end;
    edit->caret = caret;
    edit->anchor = anchor;
    edit->at_line_end = at_line_end;
    edit->open = KIND_OTHER;
    return moved;
}

bool text_edit_move(TextEdit *edit, TextMove move, bool select) {
    static const TextMove strides[TEXT_STRIDES][2] = {
        {TEXT_MOVE_LEFT, TEXT_MOVE_RIGHT},
        {TEXT_MOVE_WORD_LEFT, TEXT_MOVE_WORD_RIGHT},
        {TEXT_MOVE_SENTENCE_LEFT, TEXT_MOVE_SENTENCE_RIGHT}};
    size_t from, to, caret;
    bool at_line_end = false;
    select |= edit->marking;
    if (move <= TEXT_MOVE_RIGHT)
        move = strides[edit->stride][move];
    if (!select && move <= TEXT_MOVE_RIGHT && text_edit_selection(edit, &from, &to))
        caret = move == TEXT_MOVE_LEFT ? from : to;
    else
        caret = moves[move](edit, &at_line_end);
    if (!keeps_goal(move))
        edit->goal = -1;
    return set_caret(edit, caret, at_line_end, select);
}

bool text_edit_move_to(TextEdit *edit, size_t offset, bool select) {
    edit->goal = -1;
    return set_caret(edit, text_cluster_floor(text_edit_text(edit), offset), false, select);
}

bool text_edit_move_to_cell(TextEdit *edit, size_t line, int column, bool select) {
    bool at_line_end = false;
    size_t last = text_edit_lines_to(edit, line)->len - 1;
    size_t caret = in_line(edit, line < last ? line : last, column, &at_line_end);
    edit->goal = -1;
    return set_caret(edit, caret, at_line_end, select);
}

bool text_edit_select_all(TextEdit *edit) {
    bool moved = edit->anchor != 0 || edit->caret != edit->text.len;
    edit->anchor = 0;
    edit->goal = -1;
    set_caret(edit, edit->text.len, false, true);
    return moved;
}

bool text_edit_select_none(TextEdit *edit) {
    edit->marking = false;
    return set_caret(edit, edit->caret, edit->at_line_end, false);
}

void text_edit_set_marking(TextEdit *edit, bool on) {
    edit->marking = on;
}

bool text_edit_is_marking(const TextEdit *edit) {
    return edit->marking;
}

void text_edit_set_stride(TextEdit *edit, TextStride stride) {
    edit->stride = stride;
}

TextStride text_edit_stride(const TextEdit *edit) {
    return edit->stride;
}

bool text_edit_delete(TextEdit *edit, TextMove move) {
    size_t from, to;
    bool at_line_end = false;
    if (text_edit_selection(edit, &from, &to))
        return change(edit, KIND_OTHER, from, to - from, STR(""));
    size_t target = moves[move](edit, &at_line_end);
    Kind kind = move == TEXT_MOVE_LEFT    ? KIND_BACKSPACE
                : move == TEXT_MOVE_RIGHT ? KIND_DELETE
                                          : KIND_OTHER;
    from = target < edit->caret ? target : edit->caret;
    to = target < edit->caret ? edit->caret : target;
    return change(edit, kind, from, to - from, STR(""));
}
