#ifndef ANLIKU_TUI_FORM_OFFERING_H
#define ANLIKU_TUI_FORM_OFFERING_H

#include "base/map.h"
#include "library/offers.h"
#include "tui/form/form.h"
#include "tui/widget/list.h"
#include "tui/widget/widget.h"

/* What a field could hold, below the field: opened by typing and by F7. For the files of this
 * folder only. */

struct FormField;

enum { OFFERING_MOST = 50 };

typedef struct FormOffering {
    FormAsk *ask;
    FormNamed *named;
    FormVersion *version; /* NULL: nothing is read ahead */
    void *context;
    /* What was asked for last: of which field and cell. */
    int field, sub;
    bool loaded;
    const Offers *offers; /* what is kept with the field, or `other` */
    Offers other;
    Buf typed; /* what stood there */
    /* The list on the screen. */
    bool pending; /* typing went on; what fits is found with the next picture or choice */
    bool open;
    bool chosen; /* a row is pointed out: Enter and Tab take it */
    size_t hits[OFFERING_MOST + 1];
    size_t count;
    bool appends; /* what is taken is one more item, behind the one at the caret */
    bool adds;    /* the last row takes what was typed as something new */
    bool makes;   /* the last row makes a new one: form_takes_wish */
    bool wish;    /* it was taken */
    List list;
    Map confirmed; /* field, LF, folded: new and wanted */
} FormOffering;

void form_offering_init(FormOffering *offering);
void form_offering_free(FormOffering *offering);
void form_offering_close(Form *form);
/* What could stand where the caret is; NULL: nobody knows. Asked once a field or cell. */
const Offers *form_offering_load(Form *form, const struct FormField *field, Str typed);
/* The text of the field changed by typing. */
void form_offering_typed(Form *form, struct FormField *field);
/* F7. */
WidgetResult form_offering_open(Form *form, struct FormField *field);
/* Keys while the list is open. IGNORED: the field's. */
FormResult form_offering_key(Form *form, struct FormField *field, InputKey key, bool *used);
FormResult form_offering_mouse(Form *form, struct FormField *field, const InputEvent *event,
                               bool *used);
void form_offering_draw(Form *form, Grid *grid, GridRect within);

/* The item of a field's text that the caret is in: bytes [*from, *to), blanks at its ends left
 * out. */
Str form_item_at_caret(const struct FormField *field, size_t *from, size_t *to);

/* Puts a semicolon behind the last item when the caret is in it and it holds something: true. */
bool form_item_end(struct FormField *field);

/* Cases are named by numbers: their titles go into field->told, when the text is another one than
 * before and nobody is typing it. */
void form_tell_titles(Form *form, struct FormField *field);

/* knownwords.c */
/* A field was left: what is known is written as it is called, what is new or not allowed is said.
 * True when the text was changed. */
bool form_words_settle(Form *form, struct FormField *field);
/* Complains below a field that holds what it must not; true when all is well. */
bool form_words_check(Form *form, struct FormField *field);
/* newwords.c: asks before something new is saved; true when the question stands on the screen.
 * then: what the form answers with when the person says yes. */
bool form_words_ask(Form *form, FormResult then);
void form_words_confirm(Form *form, int field, Str word);

#endif
