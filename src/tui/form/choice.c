#include "config.h"

#include "base/i18n.h"
#include "record/parse.h"
#include "text/fit.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "text/width.h"
#include "tui/form/kind.h"

static const Choice yes_no[] = {{"yes", N_("yes")}, {"no", N_("no")}, {0}};

/* Fields of a closed list, which are chosen, not typed. The text is the key of a choice. */

/* Ended by a NULL key. */
static const Choice *choices_of(const Field *field) {
    return field->choices ? field->choices : yes_no;
}

static int choice_count(const Field *field) {
    int count = 0;
    for (const Choice *choice = choices_of(field); choice->key; choice++)
        count++;
    return count;
}

/* -1: none chosen. */
static int chosen(const FormField *field) {
    const Choice *choices = choices_of(field->field);
    for (int i = 0; choices[i].key; i++)
        if (str_equal(str_of(choices[i].key), form_field_text(field)))
            return i;
    return -1;
}

/* The label of a key, translated; the key itself when it is none of the list. */
static const char *label_of(const Field *field, Str key) {
    for (const Choice *choice = choices_of(field); choice->key; choice++)
        if (str_equal(str_of(choice->key), key))
            return _(choice->label);
    return key.len ? key.ptr : "";
}

WidgetResult form_choice_take(Form *form, FormField *field, int index) {
    const Choice *choices = choices_of(field->field);
    Str key = index < 0 ? (Str){"", 0} : str_of(choices[index].key);
    (void)form;
    return text_edit_set(field->edit, key) ? WIDGET_CHANGED : WIDGET_USED;
}

static WidgetResult take(FormField *field, int index) {
    return form_choice_take(NULL, field, index);
}

/* One to the left or right; "none" stands before the first. It ends at the ends: a key too many
 * would make what nobody has said into the last choice, such as public. */
static WidgetResult step(FormField *field, int by) {
    int at = chosen(field) + 1 + by;
    return at < 0 || at > choice_count(field->field) ? WIDGET_USED : take(field, at - 1);
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

/* The sound of its first character does. */
static bool sounds_like(const char *label, Str letter) {
    uint32_t first;
    Buf begin = {0};
    text_fold(&begin, letter);
    Fit fit = text_fit(str_make(label, utf8_next(str_of(label), 0, &first)), buf_str(&begin));
    buf_free(&begin);
    return fit == FIT_PINYIN || fit == FIT_INITIALS;
}

/* The next choice whose name begins with the letter, in the language of the person, by its sound,
 * or as stored. */
static WidgetResult choose_letter(FormField *field, uint32_t code) {
    char bytes[UTF8_MAX];
    Str letter = str_make(bytes, utf8_encode(code, bytes));
    const Choice *choices = choices_of(field->field);
    int count = choice_count(field->field), at = chosen(field);
    if (code >= '1' && code <= '9')
        return (int)(code - '1') < count ? take(field, (int)(code - '1')) : WIDGET_USED;
    for (int i = 1; i <= count; i++) {
        int next = (at + i + count) % count;
        const char *label = _(choices[next].label);
        if (begins_with(label, letter) || sounds_like(label, letter) ||
            begins_with(choices[next].key, letter))
            return take(field, next);
    }
    return WIDGET_USED;
}

/* A letter may have been meant as text: what it changed is said. */
static WidgetResult say_taken(Form *form, const FormField *field, WidgetResult result) {
    Buf text = {0};
    if (result != WIDGET_CHANGED)
        return result;
    FORM_SAY(&text, N_("{0} is now: {1}. ^Z takes it back."), "ss", form_label(form, field),
             label_of(field->field, form_field_text(field)));
    form_say_once(form, ROLE_INFO, buf_str(&text));
    buf_free(&text);
    return result;
}

WidgetResult form_choice_open(Form *form, FormField *field) {
    const Choice *choices = choices_of(field->field);
    int at = chosen(field);
    form->menu_items.len = 0;
    for (int i = 0; choices[i].key; i++)
        vec_push(&form->menu_items, (MenuItem){.label = _(choices[i].label), .action = i});
    vec_push(&form->menu_items, (MenuItem){.label = _("(none)"), .action = -1});
    form_popup_menu(form, field, at < 0 ? form->menu_items.len - 1 : (size_t)at);
    return WIDGET_USED;
}

static WidgetResult on_key(Form *form, FormField *field, InputKey key) {
    if (form->read_only)
        return WIDGET_IGNORED;
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
    case INPUT_HOME: /* in a line of text they change nothing, and so they do here */
    case INPUT_END:
        return WIDGET_USED;
    case INPUT_BACKSPACE:
    case INPUT_DELETE:
        return take(field, -1);
    case ' ':
    case 0x3000: /* the blank of a Chinese input method */
        return form_choice_open(form, field);
    default:
        if (!input_key_is_text(key))
            return WIDGET_IGNORED;
        return say_taken(form, field, choose_letter(field, key.code));
    }
}

static void say_choices(FormField *field, Str text) {
    Buf labels = {0};
    for (const Choice *choice = choices_of(field->field); choice->key; choice++)
        buf_printf(&labels, "%s%s", labels.len ? _(", ") : "", _(choice->label));
    buf_clear(&field->message);
    field->message_level = ISSUE_HARD;
    FORM_SAY(&field->message, N_("“{0}” is not to be chosen here, but: {1}."), "SS", text,
             buf_str(&labels));
    buf_free(&labels);
}

static WidgetResult on_paste(Form *form, FormField *field, Str text) {
    (void)form;
    Arena arena = {0};
    Value value;
    Error err;
    WidgetResult result = WIDGET_USED;
    if (value_parse(field->field, str_trim(text), &arena, &value, &err)) {
        Buf key = {0};
        value_format(field->field, &value, &key);
        result = text_edit_set(field->edit, buf_str(&key)) ? WIDGET_CHANGED : WIDGET_USED;
        buf_free(&key);
    } else {
        say_choices(field, str_trim(text));
    }
    arena_free(&arena);
    return result;
}

static void show(const FormField *field, Str text, Buf *out) {
    buf_puts(out, label_of(field->field, text));
}

static void draw(FormField *field, const FormPlace *place) {
    Str text = form_field_text(field);
    GridRect at = place->rect;
    const char *label = text.len ? label_of(field->field, text) : _("(none)");
    Role role = place->focused ? ROLE_FIELD_FOCUS : ROLE_FIELD;
    grid_fill(place->grid, at, grid_style(role));
    int used = grid_text(place->grid, at, str_of(label),
                         text.len ? grid_style(role) : (GridStyle){ROLE_PLACEHOLDER, (uint8_t)role},
                         GRID_CUT);
    const char *hint = _("Left, Right; F7: list");
    GridRect rest = {at.row, at.col + used + 2, 1, at.cols - used - 2};
    if (place->focused && !place->form->read_only && rest.cols >= text_width(str_of(hint)))
        grid_text(place->grid, rest, str_of(hint), (GridStyle){ROLE_DIM, (uint8_t)role},
                  GRID_RIGHT);
    if (place->focused)
        grid_set_cursor(place->grid, at.row, at.col);
}

const FormWays form_choice_ways = {.make = form_edit_make,
                                   .free = form_edit_free,
                                   .text = form_edit_text,
                                   .put = form_edit_put,
                                   .format = form_edit_format,
                                   .parse = form_edit_parse,
                                   .show = show,
                                   .lines = form_edit_one_line,
                                   .draw = draw,
                                   .key = on_key,
                                   .paste = on_paste};
