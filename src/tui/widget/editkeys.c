#include "config.h"

#include "tui/widget/editkeys.h"

#include "base/vec.h"
#include "text/utf8.h"

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
    {{INPUT_HOME, 0}, MOVE, TEXT_MOVE_LINE_START, false},
    {{INPUT_END, 0}, MOVE, TEXT_MOVE_LINE_END, false},
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
    {{'k', INPUT_CTRL}, DELETE, TEXT_MOVE_PARAGRAPH_END, false},
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

WidgetResult editkeys_apply(TextEdit *edit, InputKey key, bool multiline) {
    if (input_key_is_text(key))
        return type_key(edit, key.code);
    if (key.code == INPUT_ENTER && !key.mods && multiline)
        return changed(text_edit_type(edit, STR("\n")));
    if (input_key_equal(key, (InputKey){'z', INPUT_CTRL}))
        return changed(text_edit_undo(edit));
    if (input_key_equal(key, (InputKey){'y', INPUT_CTRL}))
        return changed(text_edit_redo(edit));
    InputKey plain = {key.code, key.mods & (uint8_t)~INPUT_SHIFT};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        const EditKey *k = &keys[i];
        if (!input_key_equal(k->key, plain) || (k->multiline && !multiline))
            continue;
        if (k->kind == DELETE)
            return changed(text_edit_delete(edit, k->move));
        text_edit_move(edit, k->move, (key.mods & INPUT_SHIFT) != 0);
        return WIDGET_USED;
    }
    return WIDGET_IGNORED;
}
