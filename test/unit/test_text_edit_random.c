#include "config.h"

#include "dice.h"
#include "unit.h"

#include "base/buf.h"
#include "base/vec.h"
#include "text/cluster.h"
#include "text/display.h"
#include "text/edit.h"
#include "text/width.h"

/* Random edits beside a plain model: a string, the boundaries found from its start, and every state
 * that there was. ANLIKU_EDITS edits (10,000 in `make check`, 100,000 in `make campaigns`) from
 * ANLIKU_SEED. */

enum { BIG = 1 << 20, ROUND = 400 };

static const char *const inputs[] = {
    "中",
    "文",
    "a",
    "b",
    " ",
    "\n",
    "é",
    "\xCC\x81",
    "👩",
    "\xE2\x80\x8D",
    "👧",
    "🇨",
    "🇳",
    "ש",
    "ع",
    "\xD9\x8B",
    "，",
    "（",
    "”",
    "。",
    "word",
    "客户成功案例",
    "\t",
    "ᄀ",
    "ᅡ",
    "一段\n两行",
    "✈️",
    "\xEF\xB8\x8F",
    "%",
    "3.5",
    "    ",
    "שלום עולם",
    "👨‍👩‍👧‍👦",
    "🇨🇳🇯🇵🇰🇷",
    "ก็่้",
    "\n\n",
    "？！",
    "……",
    "http:",
    "averyveryverylongwordindeed",
    "\xE2\x80\xAE", /* cleaned away */
    "x\x1B",        /* x is left */
};

/* KIND_OVER: typed over a selection, which typing may go on from. */
typedef enum Kind { KIND_NONE, KIND_TYPE, KIND_BACKSPACE, KIND_DELETE, KIND_OVER, KIND_OTHER } Kind;

typedef struct State {
    Buf text;
    size_t caret;                       /* after the change that led here */
    size_t caret_before, anchor_before; /* where undo of that change leads */
    Kind kind;                          /* of that change */
} State;

typedef struct Model {
    Buf text;
    size_t caret, anchor;
    bool multiline, marking;
    VEC(State) states; /* states[now] is the text */
    size_t now;
    VEC(size_t) undone; /* where redo leads, the nearest last */
} Model;

static void model_note(Model *model, Kind kind, size_t caret_before, size_t anchor_before) {
    State state = {.caret = model->caret,
                   .caret_before = caret_before,
                   .anchor_before = anchor_before,
                   .kind = kind};
    for (size_t i = model->now + 1; i < model->states.len; i++)
        buf_free(&model->states.items[i].text);
    if (model->states.len)
        model->states.len = model->now + 1;
    buf_put_str(&state.text, buf_str(&model->text));
    vec_push(&model->states, state);
    model->now = model->states.len - 1;
    model->undone.len = 0;
}

static Model model_new(bool multiline) {
    Model model = {.multiline = multiline};
    model_note(&model, KIND_NONE, 0, 0);
    return model;
}

static void model_free(Model *model) {
    VEC_EACH (state, &model->states)
        buf_free(&state->text);
    vec_free(&model->states);
    vec_free(&model->undone);
    buf_free(&model->text);
}

static size_t model_step(const Model *model, bool forward) {
    Str text = buf_str(&model->text);
    size_t last = 0;
    for (size_t at = 0; at < text.len; at = text_cluster_next(text, at)) {
        if (forward && at == model->caret)
            return text_cluster_next(text, at);
        if (!forward && at < model->caret)
            last = at;
    }
    return forward ? text.len : last;
}

static void model_replace(Model *model, size_t from, size_t to, Str text, Kind kind) {
    size_t caret = model->caret, anchor = model->anchor;
    buf_splice(&model->text, from, to - from, text.ptr, text.len);
    size_t at = 0, target = from + text.len;
    while (at < target && at < model->text.len)
        at = text_cluster_next(buf_str(&model->text), at);
    model->caret = model->anchor = at;
    model->marking = false;
    model_note(model, kind, caret, anchor);
}

/* What the cleaning leaves of an input; it has tests of its own. */
static void cleaned(const Model *model, const char *input, Buf *out) {
    Error err;
    text_clean(out, str_of(input),
               TEXT_CLEAN_LENIENT | TEXT_CLEAN_PIECE | (model->multiline ? TEXT_CLEAN_LINES : 0u),
               NULL, &err);
}

static void model_insert(Model *model, Str text, Kind kind) {
    size_t from = model->caret < model->anchor ? model->caret : model->anchor;
    size_t to = model->caret < model->anchor ? model->anchor : model->caret;
    if (kind == KIND_TYPE && from < to)
        kind = KIND_OVER;
    if (text.len)
        model_replace(model, from, to, text, kind);
}

static void model_delete(Model *model, bool forward) {
    size_t from = model->caret, to = model->anchor;
    Kind kind = KIND_OTHER;
    if (from == to) {
        to = model_step(model, forward);
        kind = forward ? KIND_DELETE : KIND_BACKSPACE;
    }
    if (from != to)
        model_replace(model, from < to ? from : to, from < to ? to : from, STR(""), kind);
}

static void model_move(Model *model, bool forward, bool select) {
    size_t low = model->caret < model->anchor ? model->caret : model->anchor;
    size_t high = model->caret < model->anchor ? model->anchor : model->caret;
    select |= model->marking;
    if (!select && low != high)
        model->caret = forward ? high : low;
    else
        model->caret = model_step(model, forward);
    if (!select)
        model->anchor = model->caret;
}

static bool unites(Kind later, Kind earlier) {
    if (later == KIND_TYPE)
        return earlier == KIND_TYPE || earlier == KIND_OVER;
    return later == earlier && (later == KIND_BACKSPACE || later == KIND_DELETE);
}

/* The buffer stands where the change after a state began. */
static bool stands_before(const TextEdit *edit, const State *state, const State *after) {
    size_t from, to, low, high;
    text_edit_selection(edit, &from, &to);
    low = after->caret_before < after->anchor_before ? after->caret_before : after->anchor_before;
    high = after->caret_before < after->anchor_before ? after->anchor_before : after->caret_before;
    return str_equal(buf_str(&state->text), text_edit_text(edit)) && from == low && to == high &&
           text_edit_caret(edit) == after->caret_before;
}

/* Undo leads to a state that there was, over one change, or over several of one kind. */
static void undo(TextEdit *edit, Model *model) {
    bool done = text_edit_undo(edit);
    const State *states = model->states.items;
    size_t to = model->now;
    assert_int_equal(done, model->now > 0);
    if (!done)
        return;
    do
        to--;
    while (to > 0 && !stands_before(edit, &states[to], &states[to + 1]) &&
           unites(states[to + 1].kind, states[to].kind));
    if (!stands_before(edit, &states[to], &states[to + 1]))
        fail_msg("undo leads to a state that was not there before");
    vec_push(&model->undone, model->now);
    model->now = to;
    buf_clear(&model->text);
    buf_put_str(&model->text, buf_str(&states[to].text));
    model->caret = states[to + 1].caret_before;
    model->anchor = states[to + 1].anchor_before;
    model->marking = false;
}

static void redo(TextEdit *edit, Model *model) {
    bool done = text_edit_redo(edit);
    assert_int_equal(done, model->undone.len > 0);
    if (!done)
        return;
    model->now = model->undone.items[--model->undone.len];
    const State *state = &model->states.items[model->now];
    buf_clear(&model->text);
    buf_put_str(&model->text, buf_str(&state->text));
    model->caret = model->anchor = state->caret;
    model->marking = false;
}

static void replace_some(TextEdit *edit, Model *model, const char *input) {
    size_t a = model->caret, b = model_step(model, true);
    Buf text = {0};
    cleaned(model, input, &text);
    bool same = str_equal(buf_str(&text), str_make(buf_text(&model->text) + a, b - a));
    assert_int_equal(text_edit_replace(edit, a, b, str_of(input)), !same);
    if (!same)
        model_replace(model, a, b, buf_str(&text), KIND_OTHER);
    buf_free(&text);
}

/* Any other move: the model takes over where it led, which must be a boundary. */
static void other_move(TextEdit *edit, Model *model, bool select) {
    TextMove move = (TextMove)dice(TEXT_MOVES);
    text_edit_move(edit, move, select);
    if (move <= TEXT_MOVE_RIGHT) {
        model_move(model, move == TEXT_MOVE_RIGHT, select);
        return;
    }
    model->caret = text_edit_caret(edit);
    if (!select && !model->marking)
        model->anchor = model->caret;
}

/* Typing what is selected is left out: two states in a row with one text tell nothing. */
static bool is_selected(const Model *model, Str text) {
    size_t from = model->caret < model->anchor ? model->caret : model->anchor;
    size_t to = model->caret < model->anchor ? model->anchor : model->caret;
    return str_equal(str_make(buf_text(&model->text) + from, to - from), text);
}

static void put_in(TextEdit *edit, Model *model, const char *input, bool paste) {
    Buf text = {0};
    cleaned(model, input, &text);
    if (!is_selected(model, buf_str(&text))) {
        if (paste)
            text_edit_paste(edit, str_of(input));
        else
            text_edit_type(edit, str_of(input));
        model_insert(model, buf_str(&text), paste ? KIND_OTHER : KIND_TYPE);
    }
    buf_free(&text);
}

static void random_step(TextEdit *edit, Model *model) {
    const char *input = inputs[dice(COUNT_OF(inputs))];
    bool forward = dice(2), select = dice(4) == 0;
    switch (dice(12)) {
    case 0:
    case 1:
    case 2:
    case 3:
        put_in(edit, model, input, dice(4) == 0);
        return;
    case 4:
    case 5:
        text_edit_delete(edit, forward ? TEXT_MOVE_RIGHT : TEXT_MOVE_LEFT);
        model_delete(model, forward);
        return;
    case 6:
    case 7:
        text_edit_move(edit, forward ? TEXT_MOVE_RIGHT : TEXT_MOVE_LEFT, select);
        model_move(model, forward, select);
        return;
    case 8:
        for (uint32_t n = dice(8); n > 0; n--)
            undo(edit, model);
        return;
    case 9:
        for (uint32_t n = dice(10); n > 0; n--)
            redo(edit, model);
        return;
    case 10:
        if (dice(2)) {
            model->marking = !model->marking;
            text_edit_set_marking(edit, model->marking);
        } else {
            replace_some(edit, model, input);
        }
        return;
    default:
        other_move(edit, model, select);
    }
}

static void assert_lines(TextEdit *edit, int columns) {
    Str text = text_edit_text(edit);
    TextLines fresh = {0};
    size_t line;
    int column;
    const TextLines *lines = text_edit_lines(edit);
    text_wrap(&fresh, text, columns);
    assert_int_equal(lines->len, fresh.len);
    assert_memory_equal(lines->items, fresh.items, fresh.len * sizeof *fresh.items);
    text_lines_free(&fresh);
    text_edit_caret_cell(edit, &line, &column);
    assert_true(line < lines->len && column >= 0 && (!columns || column <= columns));
    /* The cell is that of the insertion point: what is before it in its line is so wide. */
    size_t start = lines->items[line], caret = text_edit_caret(edit);
    assert_true(start <= caret && (line + 1 == lines->len || caret <= lines->items[line + 1]));
    int width = text_width(str_make(text.ptr + start, caret - start));
    assert_int_equal(column, columns && width > columns ? columns : width);
}

static void assert_same(TextEdit *edit, const Model *model, int columns) {
    Str text = text_edit_text(edit);
    size_t from, to;
    assert_true(str_equal(text, buf_str(&model->text)));
    assert_int_equal(text_edit_caret(edit), model->caret);
    text_edit_selection(edit, &from, &to);
    assert_int_equal(from, model->caret < model->anchor ? model->caret : model->anchor);
    assert_int_equal(to, model->caret < model->anchor ? model->anchor : model->caret);
    assert_true(text_cluster_is_boundary(text, model->caret));
    assert_int_equal(text_edit_is_marking(edit), model->marking);
    assert_lines(edit, columns);
}

static void run_round(size_t edits) {
    static const int widths[] = {10, 7, 2, 33, 80, 0};
    bool multiline = dice(4) != 0;
    int columns = multiline ? widths[dice(COUNT_OF(widths))] : 0;
    TextEdit *edit = text_edit_new(STR(""), multiline, BIG);
    Model model = model_new(multiline);
    text_edit_set_columns(edit, columns);
    for (size_t i = 0; i < edits; i++) {
        random_step(edit, &model);
        assert_same(edit, &model, columns);
    }
    while (model.now > 0)
        undo(edit, &model);
    assert_false(text_edit_undo(edit));
    assert_int_equal(text_edit_text(edit).len, 0);
    assert_false(text_edit_is_changed(edit));
    while (model.undone.len)
        redo(edit, &model);
    assert_false(text_edit_redo(edit));
    assert_same(edit, &model, columns);
    model_free(&model);
    text_edit_free(edit);
}

static void random_edits_are_those_of_the_model(void **state) {
    (void)state;
    const char *wanted = getenv("ANLIKU_EDITS"), *seed = getenv("ANLIKU_SEED");
    size_t edits = wanted ? strtoul(wanted, NULL, 10) : 10000;
    if (seed)
        dice_seed((uint32_t)strtoul(seed, NULL, 10) * 2654435761u | 1u);
    for (size_t done = 0; done < edits; done += ROUND)
        run_round(ROUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_edits_are_those_of_the_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
