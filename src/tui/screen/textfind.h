#ifndef ANLIKU_TUI_SCREEN_TEXTFIND_H
#define ANLIKU_TUI_SCREEN_TEXTFIND_H

#include "tui/app/app.h"
#include "tui/screen/casetext.h"

/* Finding inside a text that is read: what is looked for, where the person stands among the hits.
 * The three pointers are the screen's, set before the first call. */
typedef struct TextFind {
    App *app;
    CaseText *text;
    Pager *pager;
    /* ---- */
    PagerHit *hits;
    size_t len, at; /* at: 1-based, 0 before the first one was gone to */
    bool known;     /* hits are those of the text as it is */
} TextFind;

/* Sets it up; the pager then marks what is looked for, at first the query's matches. */
void textfind_init(TextFind *find, App *app, CaseText *text, Pager *pager);
void textfind_free(TextFind *find);
/* The text is another one. */
void textfind_forget(TextFind *find);
/* The text was made anew: at is where the person stood (TextFind.at before), and stands again. */
void textfind_resume(TextFind *find, size_t at);
/* Find, next and previous match, and sideways in long lines; false for other actions. */
bool textfind_act(TextFind *find, ActionId id);
/* Appends " 3/12" when the person went to a hit. */
void textfind_title(const TextFind *find, Buf *out);

#endif
