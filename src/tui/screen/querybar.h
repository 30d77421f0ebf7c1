#ifndef ANLIKU_TUI_SCREEN_QUERYBAR_H
#define ANLIKU_TUI_SCREEN_QUERYBAR_H

#include "base/vec.h"
#include "library/complete.h"
#include "tui/widget/field.h"
#include "tui/widget/list.h"

/* The filter bar: a query that is typed, what may stand at its caret, and the searches before it.
 */
typedef struct QueryBar {
    Library *library;
    TextEdit *edit;
    EditField field;
    CompleteResult offers;
    List list;        /* of offers */
    bool open;        /* the offers are shown: keys are theirs */
    VEC(char *) past; /* earlier searches, the newest last */
    size_t back;      /* how far one went back; 0: what was typed oneself */
    Buf own;          /* that, while back > 0 */
    bool loaded;      /* the searches of earlier sessions are there */
} QueryBar;

void querybar_init(QueryBar *bar, Library *library);
void querybar_free(QueryBar *bar);

Str querybar_text(const QueryBar *bar);
/* Whether the text is another one now. */
bool querybar_set(QueryBar *bar, Str text);
/* A search that was meant: the newest one to be brought back. */
void querybar_remember(QueryBar *bar, Str text);

/* Shows what may stand at the caret, or puts the only thing in. False: nothing may. */
bool querybar_complete(QueryBar *bar);
void querybar_close(QueryBar *bar);
/* Brings back an earlier search (or a later one). False: there is none. */
bool querybar_recall(QueryBar *bar, bool earlier);

/* While offers are shown arrows choose, Enter and Tab take, Esc closes; everything else is typing.
 */
WidgetResult querybar_key(QueryBar *bar, InputKey key);
/* Of a text that does not fit the beginning goes in; *cut tells. */
WidgetResult querybar_paste(QueryBar *bar, Str text, bool *cut);
WidgetResult querybar_mouse(QueryBar *bar, const InputEvent *event);

/* right: a few words at the end of the line. */
void querybar_draw(QueryBar *bar, Grid *grid, GridRect line, Str right, bool focused);
/* Above what is in `area`, below the caret; nothing unless they are open. */
void querybar_draw_offers(QueryBar *bar, Grid *grid, GridRect area);
/* The column of a place in the query (code points from 1) as the bar stands. */
int querybar_column(const QueryBar *bar, int point);

#endif
