#ifndef ANLIKU_TUI_SCREEN_ACTS_H
#define ANLIKU_TUI_SCREEN_ACTS_H

#include "library/save.h"
#include "tui/app/app.h"

/* What can be done to a case from several screens: it is done, and said in the message line. */

/* Into the trash, with the way back; false when it was refused. */
bool acts_trash(App *app, Uuid id);
/* Brings back the selected case when it is in the trash, else takes back what was done last in this
 * session and is not taken back yet: a save, a move, the trash, a batch, a draft that was put away.
 * Refused, and said, when somebody changed it since. selected may be nil. */
bool acts_undo(App *app, Uuid selected);
/* Does again what acts_undo took back last, one step after the other. */
bool acts_redo(App *app);
bool acts_is_trashed(App *app, Uuid id);
/* Somebody wrote or changed a comment, or accepted a suggestion (result->batch), so that undo takes
 * it back. what: message id, "commented". Nothing when result is unchanged. */
void acts_did_comment(App *app, Uuid case_id, const SaveResult *result, const char *what);
/* Whether what undo would take back is about that case. */
bool acts_did_here(App *app, Uuid case_id);

/* The menu of moves through the states. moves lives as long as the screen that asked. */
typedef struct ActsMoves {
    App *app;
    Uuid id;
    uint32_t seen_rev;          /* that was read; 0: whatever stands there */
    void (*done)(void *screen); /* after a move that was made; NULL: nothing */
    void *screen;
    const Move *move;  /* that waits for a reason */
    const char *every; /* to be verified with this interval; NULL: as it is */
} ActsMoves;
void acts_show_moves(ActsMoves *moves);
/* The menu of verifying: as until now, or checked again after another time. */
void acts_show_verify(ActsMoves *moves);
/* Asks what is worth a question before the move (library_move_doubt); done gets 1 for yes and 2
 * for "edit it instead". False:
 * nothing is. */
enum { ACTS_EDIT_INSTEAD = 2 };
bool acts_ask_doubt(App *app, Uuid id, const Move *move, AppChosen *done, void *context);

#endif
