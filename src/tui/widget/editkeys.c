#include "config.h"

#include "tui/widget/editkeys.h"

#include "base/i18n.h"
#include "base/vec.h"
#include "text/sentence.h"
#include "text/utf8.h"
#include "tui/widget/scrap.h"

typedef enum Kind { MOVE, DELETE } Kind;

typedef struct EditKey {
    InputKey key;
    Kind kind;
    TextMove move;
    bool multiline; /* only there */
} EditKey;

static const EditKey keys[] = {
    {{INPUT_LEFT, 0}, MOVE, TEXT_MOVE_LEFT, false},
    {{INPUT_RIGHT, 0}, MOVE, TEXT_MOVE_RIGHT, false},
    {{INPUT_LEFT, INPUT_CTRL}, MOVE, TEXT_MOVE_WORD_LEFT, false},
    {{INPUT_RIGHT, INPUT_CTRL}, MOVE, TEXT_MOVE_WORD_RIGHT, false},
    {{INPUT_LEFT, INPUT_ALT}, MOVE, TEXT_MOVE_WORD_LEFT, false},
    {{INPUT_RIGHT, INPUT_ALT}, MOVE, TEXT_MOVE_WORD_RIGHT, false},
    {{INPUT_HOME, INPUT_CTRL}, MOVE, TEXT_MOVE_START, false},
    {{INPUT_END, INPUT_CTRL}, MOVE, TEXT_MOVE_END, false},
    {{INPUT_UP, 0}, MOVE, TEXT_MOVE_UP, true},
    {{INPUT_DOWN, 0}, MOVE, TEXT_MOVE_DOWN, true},
    {{INPUT_UP, INPUT_CTRL}, MOVE, TEXT_MOVE_PARAGRAPH_START, true},
    {{INPUT_DOWN, INPUT_CTRL}, MOVE, TEXT_MOVE_PARAGRAPH_END, true},
    {{INPUT_PAGE_UP, 0}, MOVE, TEXT_MOVE_PAGE_UP, true},
    {{INPUT_PAGE_DOWN, 0}, MOVE, TEXT_MOVE_PAGE_DOWN, true},
    {{INPUT_BACKSPACE, 0}, DELETE, TEXT_MOVE_LEFT, false},
    {{INPUT_DELETE, 0}, DELETE, TEXT_MOVE_RIGHT, false},
    {{INPUT_BACKSPACE, INPUT_ALT}, DELETE, TEXT_MOVE_WORD_LEFT, false},
    {{INPUT_DELETE, INPUT_CTRL}, DELETE, TEXT_MOVE_WORD_RIGHT, false},
    {{'w', INPUT_CTRL}, DELETE, TEXT_MOVE_WORD_LEFT, false},
    {{'u', INPUT_CTRL}, DELETE, TEXT_MOVE_PARAGRAPH_START, false},
};

static WidgetResult changed(bool yes) {
    return yes ? WIDGET_CHANGED : WIDGET_USED;
}

static WidgetResult type_key(TextEdit *edit, uint32_t code) {
    char bytes[UTF8_MAX];
    if (code == UTF8_REPLACEMENT)
        return WIDGET_USED;
    size_t len = utf8_encode(code, bytes);
    return changed(text_edit_type(edit, str_make(bytes, len)));
}

/* ---- selecting, cutting, copying, pasting ---- */

static Str selected(const TextEdit *edit) {
    size_t from, to;
    text_edit_selection(edit, &from, &to);
    return str_make(text_edit_text(edit).ptr + from, to - from);
}

static void select_part(TextEdit *edit, size_t from, size_t to) {
    text_edit_set_marking(edit, false);
    text_edit_move_to(edit, from, false);
    text_edit_move_to(edit, to, true);
}

bool editkeys_select_sentence(TextEdit *edit) {
    size_t from, to;
    text_sentence_around(text_edit_text(edit), text_edit_caret(edit), &from, &to);
    if (from < to)
        select_part(edit, from, to);
    return from < to;
}

/* Begins; ends when something is selected; pressed twice it takes the sentence. */
static WidgetResult mark(TextEdit *edit, bool read_only) {
    bool was_marking = text_edit_is_marking(edit), any = selected(edit).len > 0;
    (void)read_only;
    text_edit_set_marking(edit, !was_marking);
    if (was_marking && !any)
        editkeys_select_sentence(edit);
    else if (!was_marking && any)
        text_edit_move_to(edit, text_edit_caret(edit), true); /* goes on with what is selected */
    return WIDGET_USED;
}

static WidgetResult copy(TextEdit *edit, bool read_only) {
    (void)read_only;
    if (!selected(edit).len)
        editkeys_select_sentence(edit);
    text_edit_set_marking(edit, false);
    scrap_put(selected(edit));
    return WIDGET_USED;
}

/* The selection, else the rest of the paragraph; at its end the line break. */
static WidgetResult cut(TextEdit *edit, bool read_only) {
    if (read_only)
        return WIDGET_USED;
    text_edit_set_marking(edit, false);
    if (!selected(edit).len)
        text_edit_move(edit, TEXT_MOVE_PARAGRAPH_END, true);
    if (!selected(edit).len)
        return changed(text_edit_delete(edit, TEXT_MOVE_RIGHT));
    scrap_put_cut(selected(edit));
    return changed(text_edit_delete(edit, TEXT_MOVE_RIGHT));
}

static WidgetResult paste(TextEdit *edit, bool read_only) {
    Str text = scrap_text();
    return changed(!read_only && text.len && text_edit_paste(edit, text));
}

static WidgetResult next_stride(TextEdit *edit, bool read_only) {
    (void)read_only;
    text_edit_set_stride(edit, (TextStride)((text_edit_stride(edit) + 1) % TEXT_STRIDES));
    return WIDGET_USED;
}

static const struct {
    InputKey key;
    WidgetResult (*act)(TextEdit *edit, bool read_only);
} acts[] = {
    {{INPUT_F1 + 7, 0}, mark},
    {{INPUT_F1 + 1, 0}, next_stride},
    {{'k', INPUT_CTRL}, cut},
    {{'o', INPUT_CTRL}, copy},
    {{'c', INPUT_CTRL}, copy},
    {{INPUT_INSERT, INPUT_CTRL}, copy},
    {{'r', INPUT_CTRL}, paste},
    {{'v', INPUT_CTRL}, paste},
    {{INPUT_INSERT, INPUT_SHIFT}, paste},
};

bool editkeys_pastes(InputKey key) {
    for (size_t i = 0; i < COUNT_OF(acts); i++)
        if (input_key_equal(acts[i].key, key))
            return acts[i].act == paste;
    return false;
}

static WidgetResult act_key(TextEdit *edit, InputKey key, bool read_only) {
    for (size_t i = 0; i < COUNT_OF(acts); i++)
        if (input_key_equal(acts[i].key, key))
            return acts[i].act(edit, read_only);
    return WIDGET_IGNORED;
}

/* The key that was last, while it was Home or End: only then the same key goes on. */
static struct {
    const TextEdit *edit; /* compared only; NULL: another key was last */
    bool forward;
    size_t caret;
} end_key;

void editkeys_other_key(void) {
    end_key.edit = NULL;
}

/* Home and End: the line on the screen; the same key again the paragraph, then the text. */
static void go_to_end(TextEdit *edit, bool forward, bool select) {
    static const TextMove ends[2][3] = {
        {TEXT_MOVE_LINE_START, TEXT_MOVE_PARAGRAPH_START, TEXT_MOVE_START},
        {TEXT_MOVE_LINE_END, TEXT_MOVE_PARAGRAPH_END, TEXT_MOVE_END}};
    bool again = end_key.edit == edit && end_key.forward == forward &&
                 end_key.caret == text_edit_caret(edit);
    for (size_t i = 0; i < (again ? 3 : 1); i++)
        if (text_edit_move(edit, ends[forward][i], select))
            break;
    end_key.edit = edit;
    end_key.forward = forward;
    end_key.caret = text_edit_caret(edit);
}

const char *editkeys_state(const TextEdit *edit) {
    if (text_edit_is_marking(edit))
        return N_("Selecting: the arrows extend it, F8 ends. ^O copies, ^K cuts.");
    if (text_edit_stride(edit) == TEXT_BY_WORD)
        return N_("Left and Right go by word. F2: by sentence.");
    if (text_edit_stride(edit) == TEXT_BY_SENTENCE)
        return N_("Left and Right go by sentence. F2: by character.");
    return NULL;
}

static WidgetResult move_key(TextEdit *edit, InputKey key, bool multiline) {
    InputKey plain = {key.code, key.mods & (uint8_t)~INPUT_SHIFT};
    bool select = (key.mods & INPUT_SHIFT) != 0;
    if ((key.code == INPUT_HOME || key.code == INPUT_END) && !plain.mods) {
        go_to_end(edit, key.code == INPUT_END, select);
        return WIDGET_USED;
    }
    editkeys_other_key();
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const EditKey *k = &keys[i];
        if (!input_key_equal(k->key, plain) || (k->multiline && !multiline))
            continue;
        if (k->kind == DELETE)
            return changed(text_edit_delete(edit, k->move));
        text_edit_move(edit, k->move, select);
        return WIDGET_USED;
    }
    return WIDGET_IGNORED;
}

WidgetResult editkeys_read(TextEdit *edit, InputKey key, bool multiline) {
    bool moves = key.code >= INPUT_UP && key.code <= INPUT_PAGE_DOWN;
    WidgetResult result = act_key(edit, key, true);
    return result == WIDGET_IGNORED && moves ? move_key(edit, key, multiline) : result;
}

WidgetResult editkeys_apply(TextEdit *edit, InputKey key, bool multiline) {
    if (key.code != INPUT_HOME && key.code != INPUT_END)
        editkeys_other_key();
    if (input_key_is_text(key))
        return type_key(edit, key.code);
    if (key.code == INPUT_ENTER && !key.mods && multiline)
        return changed(text_edit_type(edit, STR("\n")));
    if (input_key_equal(key, (InputKey){'z', INPUT_CTRL}))
        return changed(text_edit_undo(edit));
    if (input_key_equal(key, (InputKey){'y', INPUT_CTRL}))
        return changed(text_edit_redo(edit));
    WidgetResult result = act_key(edit, key, false);
    return result == WIDGET_IGNORED ? move_key(edit, key, multiline) : result;
}
