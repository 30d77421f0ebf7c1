#ifndef ANLIKU_TUI_SCREEN_REVIEWTEXT_H
#define ANLIKU_TUI_SCREEN_REVIEWTEXT_H

#include "library/comments.h"
#include "library/review.h"
#include "tui/app/app.h"
#include "tui/screen/casetext.h"

/* A case as a reviewer reads it: what was said, what still keeps it from being published, what
 * changed since readers saw it, and all of it. */
typedef struct ReviewText {
    CaseText text;
    VEC(struct ReviewPlace {
        size_t line; /* of text.lines */
        int field;
    })
    places; /* where each field begins, ascending */
} ReviewText;

typedef struct ReviewSource {
    App *app;
    const ReviewItem *item;
    const Record *record;
    const Record *base; /* what readers saw last; NULL: nothing */
    uint32_t base_rev;
    const Comments *comments;
    bool wide; /* texts beside each other */
} ReviewSource;

void reviewtext_build(ReviewText *text, const ReviewSource *source);
void reviewtext_free(ReviewText *text);
/* The field that the line belongs to; -1: none. */
int reviewtext_field_at(const ReviewText *text, size_t line);

#endif
