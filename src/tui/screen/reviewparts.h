#ifndef ANLIKU_TUI_SCREEN_REVIEWPARTS_H
#define ANLIKU_TUI_SCREEN_REVIEWPARTS_H

#include "base/vec.h"
#include "tui/screen/acts.h"
#include "tui/screen/reviewtext.h"
#include "tui/screen/sidelayout.h"

/* For the files of the review screen only. */

typedef struct Review {
    App *app;
    ReviewQueue queue;
    size_t at;
    Uuid id;      /* of the case that is shown; nil: none */
    bool gone;    /* somebody else has dealt with it meanwhile */
    uint32_t rev; /* of what is shown */
    uint32_t base_rev;
    Record *record, *base;
    ReviewItem item; /* of it, as it was when it was shown; its texts live in the queue */
    Comments comments;
    ReviewText text;
    Pager pager;
    SideLayout layout;
    List list;
    ActsMoves moves;
    Buf notice;  /* what somebody else did to it, "" nothing */
    size_t done; /* approved, returned, verified here */
} Review;

/* Reads the queue anew; what is shown stays. False: the error is said. */
bool review_read_queue(Review *review);
/* Its place in the queue, SIZE_MAX: it is not there. */
size_t review_find(const Review *review, Uuid id);
/* Shows the case at that place as it is now; past the end: that nothing waits. */
void review_show(Review *review, size_t at);
/* The case was dealt with: on to the one that came to its place. */
void review_go_on(Review *review);
/* Finds out what others did to the case that is shown; it stays on the screen. */
void review_look_at_change(Review *review);
/* Screen.act. */
bool review_act(void *self, ActionId id);

#endif
