#include "config.h"

#include "tui/screen/run.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/vec.h"
#include "conf/themefile.h"
#include "library/drafts.h"
#include "library/session.h"
#include "library/settings.h"
#include "text/width.h"
#include "tui/screen/admin.h"
#include "tui/screen/cases.h"
#include "tui/screen/customers.h"
#include "tui/screen/help.h"
#include "tui/screen/inbox.h"
#include "tui/screen/metrics.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { THEME_BYTES = 65536, CONFIG_BYTES = 1048576 };

static const AppTab tabs[] = {
    {N_("Cases"), '1', ACTION_CASES, cases_open, RIGHT_READ},
    {N_("Metrics"), '2', ACTION_METRICS, metrics_open, RIGHT_READ},
    {N_("Customers"), '3', ACTION_CUSTOMERS, customers_open, RIGHT_READ},
    {N_("Inbox"), '4', ACTION_INBOX, inbox_open, RIGHT_READ},
    {N_("Admin"), '6', ACTION_ADMIN, admin_open, RIGHT_SETTINGS},
};

const AppParts app_parts = {tabs, COUNT_OF(tabs), help_open};

/* ---- what the settings say ---- */

static bool read_colour(const char *name, OutputColour *out, Error *err) {
    static const struct {
        const char *name;
        OutputColour colour;
    } colours[] = {
        {"auto", OUTPUT_COLOUR_AUTO}, {"none", OUTPUT_COLOUR_NEVER}, {"never", OUTPUT_COLOUR_NEVER},
        {"16", OUTPUT_COLOUR_16},     {"256", OUTPUT_COLOUR_256},    {"always", OUTPUT_COLOUR_256},
    };
    for (size_t i = 0; i < COUNT_OF(colours); i++) {
        if (str_equal(str_of(name), str_of(colours[i].name))) {
            *out = colours[i].colour;
            return true;
        }
    }
    return error_set(err, ERR_USAGE, N_("{0} is no number of colours: auto, never, 16 or 256"), "s",
                     name);
}

static bool take_style(void *context, Str part, Str role, Str look, Error *err) {
    return theme_set(context, part, role, look, err);
}

/* A file of the account or of the program: NAME.yaml under a folder of themes, or a path. */
static bool read_theme_file(const char *name, Theme *out, Error *err) {
    const char *parts[THEME_DEPTHS + 1] = {NULL};
    Buf path = {0}, text = {0}, title = {0};
    for (int depth = 0; depth < THEME_DEPTHS; depth++)
        parts[depth] = theme_depth_key((ThemeDepth)depth);
    if (strchr(name, '/'))
        buf_puts(&path, name);
    else
        buf_printf(&path, "%s/themes/%s.yaml", paths_data_dir(), name);
    ThemefileTake take = {parts, take_style, out};
    theme_builtin(STR("default"), out);
    bool ok = file_read(buf_text(&path), THEME_BYTES, &text, err) &&
              themefile_read(buf_str(&text), buf_text(&path), &title, &take, err);
    buf_free(&path);
    buf_free(&text);
    buf_free(&title);
    return ok;
}

static bool read_theme(const char *name, Theme *out, Error *err) {
    if (theme_builtin(str_of(name), out) || read_theme_file(name, out, err))
        return true;
    if (err->code == ERR_NOT_FOUND)
        return error_set(err, ERR_USAGE, N_("there is no theme {0}"), "s", name);
    return false;
}

static bool is_value(const Options *options, OptionId id, const char *value) {
    return str_equal(str_of(option_text(options, id)), str_of(value));
}

static int choice(const Options *options, OptionId id, const char *const *values, int count) {
    for (int i = 0; i < count; i++)
        if (is_value(options, id, values[i]))
            return i;
    return 0;
}

static bool is_plain(const AppOptions *options, const Options *conf) {
    return options->plain || option_switch(conf, OPTION_PLAIN);
}

static AppSettings read_settings(const AppOptions *options, const Options *conf) {
    static const char *const previews[] = {"auto", "off", "right", "below"};
    static const char *const presets[] = {"default", "vi", "plain"};
    static const char *const lines[] = {"auto", "unicode", "ascii"};
    static const char *const widths[] = {"auto", "narrow", "wide"};
    return (AppSettings){
        .plain = is_plain(options, conf),
        .low_bandwidth = options->low_bandwidth || option_switch(conf, OPTION_LOW_BANDWIDTH),
        .still = clock_is_test(),
        .choose_theme = !options->theme && option_source(conf, OPTION_THEME) == SOURCE_STANDARD,
        .preview = (AppPreview)choice(conf, OPTION_PREVIEW, previews, COUNT_OF(previews)),
        .keys = (AppKeys)choice(conf, OPTION_KEY_PRESET, presets, COUNT_OF(presets)),
        .lines = (AppLines)choice(conf, OPTION_LINES, lines, COUNT_OF(lines)),
        .ambiguous = (AppWidth)choice(conf, OPTION_AMBIGUOUS, widths, COUNT_OF(widths)),
    };
}

/* Over SSH a mouse that the program takes is one that cannot copy. */
static bool wants_mouse(const AppOptions *options, const Options *conf) {
    static const char *const mice[] = {"auto", "on", "off"};
    enum { MOUSE_AUTO, MOUSE_ON };
    int mouse = choice(conf, OPTION_MOUSE, mice, COUNT_OF(mice));
    bool by_itself = !getenv("SSH_TTY") && !is_plain(options, conf);
    return mouse == MOUSE_ON || (mouse == MOUSE_AUTO && by_itself);
}

static bool open_output(const AppOptions *options, const Options *conf, const Theme *theme,
                        Output **out, Error *err) {
    OutputOptions output = {.in_fd = STDIN_FILENO,
                            .out_fd = STDOUT_FILENO,
                            .theme = theme,
                            .mouse = wants_mouse(options, conf),
                            .sync = option_switch(conf, OPTION_SYNC_OUTPUT)};
    if (options->color && !read_colour(options->color, &output.colour_option, err))
        return false;
    if (is_plain(options, conf))
        output.colour_option = OUTPUT_COLOUR_NEVER;
    return read_colour(option_text(conf, OPTION_COLOR), &output.colour_config, err) &&
           output_open(&output, out, err);
}

/* The `keys` section of the account's own file; a shared library takes nothing from there. */
static bool read_keys(Library *library, ActionKeys *keys, Error *err) {
    Buf path = {0}, text = {0};
    bool ok = true;
    paths_user_config(&path);
    if (!library_info(library).shared && path.len && file_exists(buf_text(&path)))
        ok = file_read(buf_text(&path), CONFIG_BYTES, &text, err) &&
             action_keys_read(keys, buf_str(&text), buf_text(&path), err);
    buf_free(&path);
    buf_free(&text);
    return ok;
}

/* ---- the run ---- */

static void say_drafts(App *app, Library *library) {
    DraftList list = {0};
    Error err;
    char count[24];
    if (library_drafts(library, &list, &err) && list.len) {
        snprintf(count, sizeof count, "%zu", list.len);
        app_say_about(app, ROLE_DRAFT, APP_TOAST_MS,
                      _("Drafts kept: {0}. Down, then 4 shows them."), str_of(count));
    }
    free(list.items);
}

static void run_on(Library *library, const AppOptions *options, AppSettings settings,
                   Output *output) {
    output_catch_crashes();
    mem_set_exhausted_handler(output_emergency_restore);
    session_note_login(library);
    App *app = app_new(&app_parts, library, output, settings);
    if (options->query && options->query[0])
        app_search(app, str_of(options->query), false);
    if (options->metrics)
        app_show_tab(app, ACTION_METRICS);
    else
        say_drafts(app, library);
    app_loop(app, STDIN_FILENO);
    app_free(app);
    mem_set_exhausted_handler(NULL);
}

bool app_run(Library *library, const AppOptions *options, Error *err) {
    Options conf = {0};
    ActionKeys keys = {0};
    Theme theme;
    Output *output = NULL;
    bool ok = library_options(library, &conf, err) && read_keys(library, &keys, err) &&
              read_theme(options->theme ? options->theme : option_text(&conf, OPTION_THEME), &theme,
                         err) &&
              open_output(options, &conf, &theme, &output, err);
    AppSettings settings = ok ? read_settings(options, &conf) : (AppSettings){0};
    settings.key_map = &keys;
    if (ok)
        run_on(library, options, settings, output);
    output_close(output);
    action_keys_free(&keys);
    options_free(&conf);
    return ok;
}
