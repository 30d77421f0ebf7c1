#include "config.h"

#include "tui/term/probe.h"

#include "base/clock.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

/* A quote (ambiguous), where the cursor is, a line (ambiguous, but fonts differ), where the cursor
 * is, the line wiped; then the background. The first frame clears the screen anyway. */
#define QUESTIONS "\r\xe2\x80\x9c\033[6n\r\xe2\x94\x80\033[6n\r\033[K\033]11;?\033\\"

static bool answers_nothing(void) {
    const char *term = getenv("TERM");
    return clock_is_test() || getenv("TMUX") || !term || strncmp(term, "screen", 6) == 0 ||
           strncmp(term, "tmux", 4) == 0 || strcmp(term, "linux") == 0 ||
           strncmp(term, "vt", 2) == 0;
}

bool probe_ask(Probe *probe, Output *out, Input *in) {
    *probe = (Probe){0};
    if (answers_nothing())
        return false;
    probe->asked = 2;
    input_expect_cursor_reports(in, 2);
    output_write(out, STR(QUESTIONS));
    output_redraw(out);
    return true;
}

static bool take_cursor(Probe *probe, const InputEvent *event) {
    if (probe->answered >= probe->asked || event->param_count < 2)
        return false;
    int width = event->params[1] - 1; /* the character stood in column 1 */
    if (probe->answered++ == 0) {
        probe->ambiguous_known = width == 1 || width == 2;
        probe->ambiguous_wide = width == 2;
    } else {
        probe->lines_known = true;
        probe->lines_unicode = width == 1;
    }
    return true;
}

/* "11;rgb:RRRR/GGGG/BBBB" with one to four hex digits a part. */
static bool take_background(Probe *probe, Str text) {
    static const double weights[] = {0.2126, 0.7152, 0.0722};
    if (!str_starts(text, STR("11;rgb:")))
        return false;
    Str rest = str_make(text.ptr + 7, text.len - 7), part;
    double light = 0;
    for (int i = 0; i < 3; i++) {
        char digits[8] = "";
        if (!str_split(&rest, '/', &part) || part.len < 1 || part.len > 4)
            return true;
        memcpy(digits, part.ptr, part.len);
        double most = (double)((1u << (4 * part.len)) - 1);
        light += weights[i] * (double)strtoul(digits, NULL, 16) / most;
    }
    probe->light_known = true;
    probe->light = light > 0.5;
    return true;
}

/* "15;0" or "0;default;15": the last part is the background, by the numbers of the 16 colours. */
bool probe_light_by_environment(bool *light) {
    const char *text = getenv("COLORFGBG");
    const char *last = text ? strrchr(text, ';') : NULL;
    int64_t colour;
    if (!last || !number_parse_int(str_of(last + 1), &colour) || colour < 0 || colour > 15)
        return false;
    *light = colour == 7 || colour > 8;
    return true;
}

bool probe_take(Probe *probe, const InputEvent *event) {
    if (event->type != INPUT_TYPE_REPORT)
        return false;
    if (event->report == INPUT_REPORT_CURSOR)
        return take_cursor(probe, event);
    return event->report == INPUT_REPORT_OSC && take_background(probe, event->text);
}

bool probe_done(const Probe *probe) {
    return probe->answered >= probe->asked && probe->light_known;
}
