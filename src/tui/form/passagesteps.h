#ifndef ANLIKU_TUI_FORM_PASSAGESTEPS_H
#define ANLIKU_TUI_FORM_PASSAGESTEPS_H

#include "base/buf.h"
#include "base/str.h"

#include <stddef.h>

/* Rows of steps that a passage tells: one for each clause that begins with a day (5月8日-6月30日
 * 试点，7月推到5个仓 are two), else one. Zero is ready; free it with form_steps_free. */
typedef struct FormSteps {
    Buf rows; /* as the field holds them */
    Buf said; /* which day a month was taken as, translated; empty: none was */
    size_t count, dated;
} FormSteps;

/* A cell holds one line and no TAB. */
void form_put_cell(Str text, Buf *out);

void form_steps_find(Str passage, FormSteps *out);
void form_steps_free(FormSteps *steps);

#endif
