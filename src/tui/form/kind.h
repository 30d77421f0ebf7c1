#ifndef ANLIKU_TUI_FORM_KIND_H
#define ANLIKU_TUI_FORM_KIND_H

#include "tui/form/internal.h"

/* How the kinds of fields are shown and filled in: one row a kind (kinds.c), made of the ways that
 * several kinds share. For the files of this folder only. */

/* Where a field is drawn. */
typedef struct FormPlace {
    Form *form;
    Grid *grid;
    GridRect rect; /* the part that is on the screen */
    int skip;      /* lines of the field above it */
    bool focused;
} FormPlace;

/* The place of what is wrong in a field of rows; -1: the field as a whole. */
typedef struct FormCell {
    int row, sub;
} FormCell;

/* All functions get a field of their own kind. Those marked may be NULL. */
typedef struct FormWays {
    void (*make)(FormField *field, Str text);
    void (*free)(FormField *field);
    Str (*text)(const FormField *field);
    /* One step of undo. */
    void (*put)(FormField *field, Str text);
    /* Appends the text of a value, as the field gives it back. */
    void (*format)(const Field *field, const Value *value, Buf *out);
    bool (*parse)(const FormField *field, Arena *arena, Value *out, FormCell *where, Error *err);
    /* Appends a text of the field as a person reads it. */
    void (*show)(const FormField *field, Str text, Buf *out);
    /* Lines that it would like to have. */
    int (*lines)(const Form *form, FormField *field, int cols, bool focused);
    void (*draw)(FormField *field, const FormPlace *place);
    WidgetResult (*key)(Form *form, FormField *field, InputKey key);
    WidgetResult (*paste)(Form *form, FormField *field, Str text);
    void (*mouse)(Form *form, FormField *field, const InputEvent *event); /* NULL: nothing */
    void (*enter)(FormField *field, bool from_below);                     /* NULL: nothing */
    void (*go)(FormField *field, FormCell cell);                          /* NULL: nothing */
    /* The focus goes: true when the text was changed. NULL: as `rewritten` says. */
    bool (*leave)(FormField *field);
} FormWays;

typedef struct FormKind {
    const FormWays *ways;
    size_t cap;       /* bytes that may be typed when the field does not say; 0: one line */
    bool rewritten;   /* on leaving, the text is written as it will be shown later */
    bool caret_last;  /* the caret comes behind the text, where Backspace finds the digits */
    bool several;     /* items that a semicolon parts */
    bool beside;      /* no field of the record: nothing of it is built, saved or counted */
    bool offers;      /* what it could hold is shown while a person types */
    const char *hint; /* how it is filled in: message id; NULL none */
    /* The same from the field's own facts; NULL: hint. Appends. */
    void (*say)(const Field *field, Buf *out);
    /* F7; NULL: nothing to choose from. USED: a popup was opened, or why not was said. */
    WidgetResult (*choose)(Form *form, FormField *field);
    /* An item of the menu that `choose` opened. */
    WidgetResult (*take)(Form *form, FormField *field, int action);
} FormKind;

/* Static. */
const FormKind *form_kind(const Field *field);
/* Appends how the field is filled in. */
void form_kind_say(const Field *field, Buf *out);

extern const FormWays form_line_ways;   /* line.c: one line of text */
extern const FormWays form_money_ways;  /* money.c: an amount, its currency beside it */
extern const FormWays form_long_ways;   /* longline.c: one line, shown in several */
extern const FormWays form_area_ways;   /* area.c: several */
extern const FormWays form_marked_ways; /* marked.c: several, with passages marked as used */
extern const FormWays form_choice_ways; /* choice.c: one of a closed list, chosen, not typed */
extern const FormWays form_rows_ways;   /* table.c: a table of cells */
extern const FormWays form_files_ways;  /* filesrow.c: the files of a case */

/* filesrow.c: the row stands in forms of cases, without a place in the record. */
extern const Field form_files_field;
WidgetResult form_files_choose(Form *form, FormField *field);

/* line.c, for kinds that are edited in a box: what the ways have in common. */
size_t form_cap(const Field *field);
void form_edit_make(FormField *field, Str text);
void form_edit_free(FormField *field);
Str form_edit_text(const FormField *field);
void form_edit_put(FormField *field, Str text);
void form_edit_format(const Field *field, const Value *value, Buf *out);
bool form_edit_parse(const FormField *field, Arena *arena, Value *out, FormCell *where, Error *err);
void form_edit_show(const FormField *field, Str text, Buf *out);
/* Before it is drawn: placeholder, focus. */
void form_edit_prepare(FormField *field, const FormPlace *place);
WidgetResult form_edit_key(Form *form, FormField *field, InputKey key);
WidgetResult form_edit_paste(Form *form, FormField *field, Str text);
void form_edit_mouse(Form *form, FormField *field, const InputEvent *event);

/* What every box of one line does: for ways that add to it. */
int form_edit_one_line(const Form *form, FormField *field, int cols, bool focused);
WidgetResult form_edit_line_key(Form *form, FormField *field, InputKey key);
void form_edit_enter(FormField *field, bool from_below);

/* area.c, for every text of several lines. */
int form_area_lines(const Form *form, FormField *field, int cols, bool focused);
void form_area_draw(FormField *field, const FormPlace *place, FieldMarker *marker, void *context);
WidgetResult form_area_key(Form *form, FormField *field, InputKey key);

/* choice.c */
WidgetResult form_choice_open(Form *form, FormField *field);
WidgetResult form_choice_take(Form *form, FormField *field, int action);

/* date.c: a month to choose a day from. */
WidgetResult form_date_choose(Form *form, FormField *field);
/* tree.c: a tree to choose a leaf from. */
WidgetResult form_tree_choose(Form *form, FormField *field);
/* table.c: what the cell with the focus can hold, or what can be done with its row. */
WidgetResult form_table_choose(Form *form, FormField *field);
WidgetResult form_table_take(Form *form, FormField *field, int action);

#endif
