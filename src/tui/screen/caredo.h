#ifndef ANLIKU_TUI_SCREEN_CAREDO_H
#define ANLIKU_TUI_SCREEN_CAREDO_H

#include "library/bulk.h"
#include "tui/screen/carelist.h"

/* One change to the cases of a list that looks after them: asked about when they are many, done as
 * one step, said with the way back. {0} with list is ready; lives as long as the list's own. */
typedef struct CareDo {
    CareList *list;
    /* ---- */
    VEC(Uuid) ids;
    BulkVerb verb;
    Buf value;
} CareDo;

/* question: a translated pattern with {0} for the number. */
void caredo_start(CareDo *act, BulkVerb verb, Str value, const Uuid *ids, size_t count,
                  const char *question);
/* Says what came of it, with the way back, and loads the list again. */
void caredo_said(CareDo *act, const BulkResult *result, const char *what);
void caredo_free(CareDo *act);

#endif
