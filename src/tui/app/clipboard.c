#include "config.h"

#include "base/i18n.h"
#include "text/width.h"
#include "tui/app/clipboard.h"

#include <stdlib.h>
#include <string.h>

/* Text for the person's own clipboard. */

/* Terminals that take OSC 52 as they come. xterm, VTE, PuTTY and the Linux console do not, or only
 * when told to; tmux keeps it for itself; over SSH only TERM tells. */
static bool is_known_to_work(void) {
    static const char *const terms[] = {"foot",    "alacritty", "xterm-kitty", "xterm-ghostty",
                                        "wezterm", "contour",   "rio",         NULL};
    static const char *const programs[] = {"WezTerm", "ghostty", "rio", NULL};
    const char *term = getenv("TERM"), *program = getenv("TERM_PROGRAM");
    if (getenv("TMUX") || getenv("STY") || !term)
        return false;
    for (const char *const *name = terms; *name; name++)
        if (str_starts(str_of(term), str_of(*name)))
            return true;
    for (const char *const *name = programs; program && *name; name++)
        if (strcmp(program, *name) == 0)
            return true;
    return getenv("WT_SESSION") || getenv("KITTY_WINDOW_ID");
}

static bool send_to_terminal(App *app) {
    AppClipboard way = app->settings.clipboard;
    if (!app->output || way == CLIPBOARD_VIEW ||
        (way == CLIPBOARD_AUTO && (app->settings.plain || !is_known_to_work())))
        return false;
    return output_copy(app->output, buf_str(&app->copied), way == CLIPBOARD_TMUX);
}

void app_copy(App *app, const char *what, Str text, Str extra) {
    buf_clear(&app->copied);
    buf_clear(&app->copied_extra);
    buf_put_str(&app->copied, text);
    buf_put_str(&app->copied_extra, extra);
    if (send_to_terminal(app))
        app_say_about(app, ROLE_GOOD, APP_TOAST_MS,
                      _("Sent to the terminal: {0}. If nothing arrived, ^O shows it for copying."),
                      str_of(what));
    else
        app_show_copied(app);
}

void app_copy_along(App *app, Str text) {
    buf_clear(&app->copied);
    buf_clear(&app->copied_extra);
    buf_put_str(&app->copied, text);
    send_to_terminal(app);
}

bool app_has_copied(const App *app) {
    return app->copied.len > 0;
}

bool app_show_copied(App *app) {
    if (!app->copied.len)
        return false;
    app->shows_copied = true;
    app->copied_stands = false;
    app->copied_at = 0;
    app_request_frame(app);
    return true;
}

/* Rows that a line takes when the terminal wraps it. */
static int rows_of(Str line, int cols) {
    int width = text_width(line);
    return width > cols ? (width + cols - 1) / cols : 1;
}

/* The end of what fits below `from`: whole paragraphs, at least one. */
static size_t page_end(Str text, size_t from, int rows, int cols) {
    size_t at = from;
    int used = 0;
    while (at < text.len) {
        size_t end = str_find(text, STR("\n"), at);
        end = end == SIZE_MAX ? text.len : end + 1;
        used += rows_of(str_make(text.ptr + at, end - at), cols > 0 ? cols : 80);
        if (used > rows && at > from)
            break;
        at = end;
    }
    return at;
}

enum { ROWS_BELOW = 5 }; /* the line to paste, and what a key does */

void clipboard_page(const App *app, int rows, int cols, Buf *out) {
    Str text = buf_str(&app->copied);
    size_t end = page_end(text, app->copied_at, rows - ROWS_BELOW, cols);
    buf_put(out, text.ptr + app->copied_at, end - app->copied_at);
    if (out->len && out->data[out->len - 1] != '\n')
        buf_putc(out, '\n');
    buf_putc(out, '\n');
    if (end >= text.len && app->copied_extra.len) {
        buf_puts(out, _("To fetch it as a page, on your own machine:"));
        buf_putc(out, '\n');
        buf_put_str(out, buf_str(&app->copied_extra));
        buf_putc(out, '\n');
    }
    buf_puts(out, end < text.len
                      ? _("-- Any key shows more, Esc goes back --")
                      : _("-- Mark the text with the mouse to copy it; any key goes back --"));
}

void clipboard_key(App *app, InputKey key, int rows, int cols) {
    Str text = buf_str(&app->copied);
    app->copied_at = page_end(text, app->copied_at, rows - ROWS_BELOW, cols);
    app->shows_copied = app->copied_at < text.len && key.code != INPUT_ESCAPE;
    app->copied_stands = false;
    if (app->output)
        output_redraw(app->output);
    app_request_frame(app);
}
