#ifndef ANLIKU_TUI_FORM_VERSIONS_H
#define ANLIKU_TUI_FORM_VERSIONS_H

#include "library/drafts.h"
#include "tui/form/form.h"

/* For this folder only: the versions of a draft, what each changes against what stands in the form,
 * and the choice of one. */
typedef struct Versions Versions;

typedef enum VersionsAnswer {
    VERSIONS_OPEN,
    VERSIONS_BACK, /* versions_chosen comes back into the form */
    VERSIONS_CLOSED
} VersionsAnswer;

/* form: borrowed, as it stands; it is only read. may_bring: it can be changed. */
bool versions_new(Library *library, Uuid draft, const Form *form, bool may_bring, Versions **out,
                  Error *err);
void versions_free(Versions *versions);
VersionsAnswer versions_event(Versions *versions, const InputEvent *event);
/* As library_draft_read counts. */
uint32_t versions_chosen(const Versions *versions);
void versions_draw(Versions *versions, Grid *grid, GridRect rect);

#endif
