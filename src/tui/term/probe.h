#ifndef ANLIKU_TUI_TERM_PROBE_H
#define ANLIKU_TUI_TERM_PROBE_H

#include "tui/term/input.h"
#include "tui/term/output.h"

#include <stdbool.h>

/* Asks the terminal how it draws: whether ambiguous characters take two columns, whether box lines
 * take one, whether the background is light. One question at start, before the first frame; answers
 * that come late or never change nothing. */
typedef struct Probe {
    int asked, answered; /* cursor reports */
    bool ambiguous_known, ambiguous_wide;
    bool lines_known, lines_unicode;
    bool light_known, light;
} Probe;

enum { PROBE_WAIT_MS = 300 };

/* Writes the questions, unless the environment says that it is no use: in tmux and screen (they
 * decide), on the Linux console, in tests. False then. */
bool probe_ask(Probe *probe, Output *out, Input *in);
/* Takes an answer; true when the event was one. */
bool probe_take(Probe *probe, const InputEvent *event);
/* What COLORFGBG says about the background; false when it says nothing. An answer goes before. */
bool probe_light_by_environment(bool *light);
/* Everything was answered. */
bool probe_done(const Probe *probe);

#endif
