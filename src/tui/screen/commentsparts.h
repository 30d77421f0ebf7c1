#ifndef ANLIKU_TUI_SCREEN_COMMENTSPARTS_H
#define ANLIKU_TUI_SCREEN_COMMENTSPARTS_H

#include "base/vec.h"
#include "library/comments.h"
#include "tui/app/app.h"
#include "tui/widget/list.h"

/* What the files of the screen of comments share; for them only. */

enum { COMMENTS_MOST_COLS = 100 };

/* One line of the screen. */
typedef struct Line {
    size_t comment; /* of items; SIZE_MAX: of none */
    bool head;      /* the selection stops here */
    Str text;       /* lives in the arena */
    Role role;
    int indent;
} Line;

typedef struct CommentScreen {
    App *app;
    Uuid id;
    Buf title; /* number and title of the case */
    Comments comments;
    Arena arena;
    VEC(Line) lines;
    List list;
    int cols;
    int number; /* that a question is about */
} CommentScreen;

/* commentsdraw.c */
/* The one under the cursor; NULL: there is none. */
const Comment *comments_selected(const CommentScreen *screen);
/* On to the nearest comment in the direction of the move, at the ends back to the last one. */
void comments_settle(CommentScreen *screen, bool upward);
/* The cursor to the comment of that number, where there is one. */
void comments_select(CommentScreen *screen, int number);
/* The lines anew; the cursor stays at its comment. */
void comments_build(CommentScreen *screen);
void comments_draw(void *self, Grid *grid, GridRect body);

#endif
