#ifndef ANLIKU_TUI_SCREEN_EDITOR_H
#define ANLIKU_TUI_SCREEN_EDITOR_H

#include "tui/app/app.h"
#include "tui/form/session.h"

/* ^X: the record of a form, with what is not saved yet, as YAML in the person's own editor. What
 * comes back goes into the form; what cannot be read comes back to the editor with remarks, or is
 * kept in its file, which the next ^X offers. */
typedef struct Editor Editor;

typedef enum EditorEnd {
    EDITOR_NOTHING, /* nothing changed, or there is no editor: it was said */
    EDITOR_TAKEN,   /* the form has it, in its draft too */
    EDITOR_KEPT     /* the person gave up: the text waits in its file */
} EditorEnd;

/* Called once after each editor_begin, unless the person stays in a question. */
typedef void EditorDone(void *context, EditorEnd end);

/* Both are the caller's and live longer. */
Editor *editor_new(App *app, FormSession *session, EditorDone *done, void *context);
void editor_free(Editor *editor);
/* Returns when the editor has ended, or with a question open. */
void editor_begin(Editor *editor);

#endif
