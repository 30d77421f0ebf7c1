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
    const struct FormKind *kind; /* how it is shown and filled in: form/kind.h */
    int index;                   /* in the entity */
    TextEdit *edit;              /* its text; NULL for rows */
    FormRows *rows;              /* FIELD_ROWS */
    EditField box;               /* over edit */
    bool shown_only;             /* moved by the state machine: seen, never typed */
    Buf base;                    /* text of the base's value */
    Buf message;                 /* what is wrong, translated; empty: nothing */
    int wrong_row, wrong_sub;    /* of rows: the cell that the message is about; -1 the whole */
    /* In conflict: */
    bool conflict, decided, took_theirs;
    Buf theirs, before; /* their text, and the one both began with */
    Buf mine;           /* what stood here before theirs was taken */
    /* Where it was laid out last. y counts lines of the whole page. */
    int y, height;
    int content_y, content_rows;
    GridRect rect; /* of the content as far as it was on the screen */
} FormField;

/* Something open above the page that takes every event until it closes: form_popup_close. */
typedef struct FormPopup {
    void (*draw)(Form *form, Grid *grid, GridRect within);
    /* CHANGED: the text of the field with the focus was changed. */
    WidgetResult (*event)(Form *form, FormField *field, const InputEvent *event);
    void (*free)(Form *form); /* NULL: nothing */
} FormPopup;

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
    uint32_t their_rev;     /* of the newest conflict */
    bool armed;             /* the person has seen the conflict: ^S saves what stands */
    const FormPopup *popup; /* what is open above the page; NULL nothing */
    Menu menu;              /* of choices or suggestions, as a popup */
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

/* popup.c */
void form_popup_close(Form *form);
FormResult form_popup_event(Form *form, const InputEvent *event);
/* Opens form->menu_items as a menu with the field's name; `selected` is one of them. What is chosen
 * goes to the kind's `take`. */
void form_popup_menu(Form *form, const FormField *field, size_t selected);

/* conflict.c */
FormResult form_switch_version(Form *form, FormField *field);
/* Goes to the next field that is to be decided, when the person has not seen the conflict yet. */
bool form_shows_undecided(Form *form);

#endif
