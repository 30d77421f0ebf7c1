#ifndef ANLIKU_TUI_SCREEN_BULKBOX_H
#define ANLIKU_TUI_SCREEN_BULKBOX_H

#include "library/bulk.h"
#include "library/export.h"
#include "tui/app/app.h"

/* What is done to many cases at once: the marked ones, else the one that is selected; an export
 * also takes all that the list found. Lives as long as the screen that opens it; {0} with app is
 * ready. */
typedef struct BulkBox {
    App *app;
    /* ---- */
    VEC(Uuid) ids;   /* that it is about */
    Buf query, sort; /* of the list */
    size_t shown;    /* its rows; 0: there is none */
    size_t unseen;   /* marked ones that the list does not show */
    Buf unseen_names;
    int choice; /* of the menu */
    BulkVerb verb;
    Buf value, path;
    ExportOptions options;
} BulkBox;

void bulkbox_free(BulkBox *box);
void bulkbox_menu(BulkBox *box, Uuid selected, Str query, Str sort, size_t shown);

#endif
