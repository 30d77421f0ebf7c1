#include "config.h"

#include "base/i18n.h"
#include "record/parse.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "tui/form/internal.h"

static const Choice yes_no[] = {{"yes", N_("yes")}, {"no", N_("no")}, {0}};

bool form_is_choice(const Field *field) {
    return field->kind == FIELD_CHOICE || field->kind == FIELD_BOOL;
}

const Choice *form_choices(const Field *field) {
    return field->kind == FIELD_BOOL ? yes_no : field->choices;
}

static int choice_count(const Field *field) {
    int count = 0;
    for (const Choice *choice = form_choices(field); choice->key; choice++)
        count++;
    return count;
}

/* -1: none chosen. */
static int chosen(const FormField *field) {
    const Choice *choices = form_choices(field->field);
    for (int i = 0; choices[i].key; i++)
        if (str_equal(str_of(choices[i].key), form_field_text(field)))
            return i;
    return -1;
}

const char *form_choice_label(const Field *field, Str key) {
    for (const Choice *choice = form_choices(field); choice->key; choice++)
        if (str_equal(str_of(choice->key), key))
            return _(choice->label);
    return key.len ? key.ptr : "";
}

WidgetResult form_choice_take(FormField *field, int index) {
    const Choice *choices = form_choices(field->field);
    Str key = index < 0 ? (Str){"", 0} : str_of(choices[index].key);
    return text_edit_set(field->edit, key) ? WIDGET_CHANGED : WIDGET_USED;
}

/* One to the left or right; "none" stands before the first. */
static WidgetResult step(FormField *field, int by) {
    int count = choice_count(field->field), at = chosen(field) + 1 + by;
    return form_choice_take(field, (at + count + 1) % (count + 1) - 1);
}

static bool begins_with(const char *label, Str letter) {
    Buf text = {0}, begin = {0};
    text_fold(&text, str_of(label));
    text_fold(&begin, letter);
    bool yes = begin.len && str_starts(buf_str(&text), buf_str(&begin));
    buf_free(&text);
    buf_free(&begin);
    return yes;
}

/* The next choice whose name begins with the letter, in the language of the person or as stored. */
static WidgetResult choose_letter(FormField *field, uint32_t code) {
    char bytes[UTF8_MAX];
    Str letter = str_make(bytes, utf8_encode(code, bytes));
    const Choice *choices = form_choices(field->field);
    int count = choice_count(field->field), at = chosen(field);
    if (code >= '1' && code <= '9')
        return (int)(code - '1') < count ? form_choice_take(field, (int)(code - '1')) : WIDGET_USED;
    for (int i = 1; i <= count; i++) {
        int next = (at + i + count) % count;
        if (begins_with(_(choices[next].label), letter) || begins_with(choices[next].key, letter))
            return form_choice_take(field, next);
    }
    return WIDGET_USED;
}

void form_choice_open(Form *form, const FormField *field) {
    const Choice *choices = form_choices(field->field);
    form->menu_items.len = 0;
    for (int i = 0; choices[i].key; i++)
        vec_push(&form->menu_items, (MenuItem){.label = _(choices[i].label), .action = i});
    vec_push(&form->menu_items, (MenuItem){.label = _("(none)"), .action = -1});
    form->menu = (Menu){.title = _(field->field->label),
                        .items = form->menu_items.items,
                        .count = form->menu_items.len};
    int at = chosen(field);
    form->menu.list.count = form->menu.count;
    list_select(&form->menu.list, at < 0 ? form->menu.count - 1 : (size_t)at);
}

WidgetResult form_choice_key(Form *form, FormField *field, InputKey key) {
    if (key.mods == INPUT_CTRL && (key.code == 'z' || key.code == 'y')) {
        bool moved = key.code == 'z' ? text_edit_undo(field->edit) : text_edit_redo(field->edit);
        return moved ? WIDGET_CHANGED : WIDGET_USED;
    }
    if (key.mods)
        return WIDGET_IGNORED;
    switch (key.code) {
    case INPUT_LEFT:
    case INPUT_RIGHT:
        return step(field, key.code == INPUT_LEFT ? -1 : 1);
    case INPUT_HOME:
        return form_choice_take(field, 0);
    case INPUT_END:
        return form_choice_take(field, choice_count(field->field) - 1);
    case INPUT_BACKSPACE:
    case INPUT_DELETE:
        return form_choice_take(field, -1);
    case ' ':
    case 0x3000: /* the blank of a Chinese input method */
        form_choice_open(form, field);
        return WIDGET_USED;
    default:
        return input_key_is_text(key) ? choose_letter(field, key.code) : WIDGET_IGNORED;
    }
}

WidgetResult form_choice_paste(FormField *field, Str text) {
    Arena arena = {0};
    Value value;
    Error err;
    WidgetResult result = WIDGET_USED;
    if (value_parse(field->field, str_trim(text), &arena, &value, &err)) {
        Buf key = {0};
        value_format(field->field, &value, &key);
        result = text_edit_set(field->edit, buf_str(&key)) ? WIDGET_CHANGED : WIDGET_USED;
        buf_free(&key);
    }
    arena_free(&arena);
    return result;
}
