#ifndef ANLIKU_TUI_FORM_INTERNAL_H
#define ANLIKU_TUI_FORM_INTERNAL_H

#include "base/vec.h"
#include "text/edit.h"
#include "tui/form/form.h"
#include "tui/form/rows.h"
#include "tui/widget/field.h"
#include "tui/widget/menu.h"

/* For the files of this folder only. */

typedef struct FormField {
    const Field *field;
    int index;       /* in the entity */
    TextEdit *edit;  /* its text; NULL for rows */
    FormRows *rows;  /* FIELD_ROWS */
    EditField box;   /* over edit */
    bool shown_only; /* moved by the state machine: seen, never typed */
    Buf base;        /* text of the base's value */
    Buf message;     /* what is wrong, translated; empty: nothing */
    /* In conflict: */
    bool conflict, decided, took_theirs;
    Buf theirs, before; /* their text, and the one both began with */
    Buf mine;           /* what stood here before theirs was taken */
    /* Where it was laid out last. y counts lines of the whole page. */
    int y, height;
    int content_y, content_rows;
    GridRect rect; /* of the content as far as it was on the screen */
} FormField;

struct Form {
    Record *base;
    uint32_t base_rev;
    FormField *fields; /* in the order of the page */
    size_t count, focus;
    FormChanged *changed;
    void *context;
    FormSuggest *suggest;
    void *suggest_context;
    Arena suggested;   /* texts of the menu */
    int top;           /* first line of the page on the screen */
    bool group_on_top; /* until the next picture */
    bool read_only;
    Buf notice;
    Role notice_role;
    int64_t draft_ms;
    bool saved_once;
    uint32_t their_rev; /* of the newest conflict */
    bool armed;         /* the person has seen the conflict: ^S saves what stands */
    Menu menu;          /* of choices or suggestions; open when it has items */
    VEC(MenuItem) menu_items;
};

/* Fills {0}.. of a translated sentence and appends it; arguments as of error_set. */
#define FORM_SAY(out, ...)                                                                         \
    do {                                                                                           \
        Error say_ = {0};                                                                          \
        error_set(&say_, ERR_INVALID, __VA_ARGS__);                                                \
        error_render_message(&say_, (out));                                                        \
    } while (0)

/* NULL when the form does not show the field. */
FormField *form_field_find(const Form *form, int field);
Str form_field_text(const FormField *field);
/* One step of undo; no change function. */
void form_field_put(FormField *field, Str text);
/* The text that a value has in the form. */
void form_field_format(const FormField *field, const Value *value, Buf *out);
bool form_field_dirty(const FormField *field);
/* Calls the change function and forgets what was wrong with the text before. */
void form_field_changed(Form *form, FormField *field);
bool form_field_can_focus(const FormField *field);
void form_go(Form *form, size_t at, bool from_below);

/* A field's text as a person reads it: labels of choices, cells of rows apart. */
void form_field_show(const FormField *field, Str text, Buf *out);

/* choice.c: fields of a closed list, which are chosen, not typed. */
bool form_is_choice(const Field *field);
/* Ended by a NULL key. */
const Choice *form_choices(const Field *field);
/* The label of a key, translated; the key itself when it is none of the list. */
const char *form_choice_label(const Field *field, Str key);
WidgetResult form_choice_key(Form *form, FormField *field, InputKey key);
WidgetResult form_choice_paste(FormField *field, Str text);
/* Opens the choices of the field. */
void form_choice_open(Form *form, const FormField *field);
WidgetResult form_choice_take(FormField *field, int index);

/* suggest.c */
/* Opens what the field could hold, or its choices; WIDGET_IGNORED when there is nothing of the
 * kind. */
WidgetResult form_suggest_open(Form *form, FormField *field);
WidgetResult form_suggest_take(Form *form, FormField *field, int index);
/* The open menu's events. */
FormResult form_menu_event(Form *form, const InputEvent *event);

/* conflict.c */
FormResult form_switch_version(Form *form, FormField *field);
/* Goes to the next field that is to be decided, when the person has not seen the conflict yet. */
bool form_shows_undecided(Form *form);

#endif
