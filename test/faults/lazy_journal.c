#include "config.h"

/* The journal of a form with a defect, to prove that the campaign of killed forms sees one: keys
 * wait for the tick instead of being written at once. The object here is taken instead of the
 * library's. */
#include "tui/form/sessionparts.h"

void written_at_once(void *context, int field, Str text);
#define session_on_change written_at_once
#include "tui/form/journal.c"
#undef session_on_change

void session_on_change(void *context, int field, Str text) {
    FormSession *session = context;
    if (!session->draft)
        written_at_once(context, field, text);
    session->pending[field] = true;
}
