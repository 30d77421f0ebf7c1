#include "config.h"

#include "tui/screen/settings.h"

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/paths.h"
#include "base/vec.h"
#include "conf/themefile.h"
#include "library/settings.h"
#include "tui/app/keyset.h"
#include "tui/app/state.h"
#include "tui/term/hyperlinks.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { THEME_BYTES = 65536 };

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

static const char *theme_name(const char *given, const Options *conf) {
    return given ? given : option_text(conf, OPTION_THEME);
}

static bool is_plain(const AppOptions *options, const Options *conf) {
    return options->plain || option_switch(conf, OPTION_PLAIN);
}

static bool wants_links(const AppOptions *options, const Options *conf) {
    bool by_itself = is_value(conf, OPTION_HYPERLINKS, "auto") && hyperlinks_known();
    return !is_plain(options, conf) && (by_itself || is_value(conf, OPTION_HYPERLINKS, "on"));
}

AppSettings settings_read(const AppOptions *options, const Options *conf) {
    static const char *const previews[] = {"auto", "off", "right", "below"};
    static const char *const presets[] = {"default", "vi", "plain"};
    static const char *const lines[] = {"auto", "unicode", "ascii"};
    static const char *const widths[] = {"auto", "narrow", "wide"};
    static const char *const clipboards[] = {"auto", "osc52", "tmux", "view"};
    return (AppSettings){
        .plain_given = options->plain,
        .low_bandwidth_given = options->low_bandwidth,
        .theme_given = options->theme,
        .lang_given = options->lang,
        .plain = is_plain(options, conf),
        .low_bandwidth = options->low_bandwidth || option_switch(conf, OPTION_LOW_BANDWIDTH),
        .still = clock_is_test(),
        .choose_theme = !options->theme && option_source(conf, OPTION_THEME) == SOURCE_STANDARD,
        .links = wants_links(options, conf),
        .ime_control = !is_value(conf, OPTION_IME_CONTROL, "off"),
        .preview = (AppPreview)choice(conf, OPTION_PREVIEW, previews, COUNT_OF(previews)),
        .keys = (AppKeys)choice(conf, OPTION_KEY_PRESET, presets, COUNT_OF(presets)),
        .lines = (AppLines)choice(conf, OPTION_LINES, lines, COUNT_OF(lines)),
        .clipboard = (AppClipboard)choice(conf, OPTION_CLIPBOARD, clipboards, COUNT_OF(clipboards)),
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

bool settings_open_output(const AppOptions *options, const Options *conf, Output **out,
                          Error *err) {
    Theme theme;
    if (!read_theme(theme_name(options->theme, conf), &theme, err))
        return false;
    OutputOptions output = {.in_fd = STDIN_FILENO,
                            .out_fd = STDOUT_FILENO,
                            .theme = &theme,
                            .mouse = wants_mouse(options, conf),
                            .links = wants_links(options, conf),
                            .sync = option_switch(conf, OPTION_SYNC_OUTPUT)};
    if (options->color && !read_colour(options->color, &output.colour_option, err))
        return false;
    if (is_plain(options, conf))
        output.colour_option = OUTPUT_COLOUR_NEVER;
    return read_colour(option_text(conf, OPTION_COLOR), &output.colour_config, err) &&
           output_open(&output, out, err);
}

void settings_use_language(const char *given, const Options *conf) {
    if (!given && !is_value(conf, OPTION_LANG, "auto"))
        i18n_init(option_text(conf, OPTION_LANG));
}

/* What the terminal was opened with (colours, mouse) holds until the next start. */
bool settings_reload(App *app, Error *err) {
    const AppSettings *before = app_settings(app);
    AppOptions given = {.plain = before->plain_given,
                        .low_bandwidth = before->low_bandwidth_given,
                        .theme = before->theme_given,
                        .lang = before->lang_given};
    Options conf = {0};
    ActionKeys keys = {0};
    Buf complaints = {0};
    Theme theme;
    bool ok = library_options(app_library(app), &conf, err) &&
              read_theme(theme_name(given.theme, &conf), &theme, err);
    if (ok) {
        AppSettings settings = settings_read(&given, &conf);
        settings.still = before->still;
        settings_use_language(given.lang, &conf);
        keyset_load(app_library(app), &keys, &complaints);
        settings.key_map = &keys;
        if (app->output)
            output_set_theme(app->output, &theme);
        app_use_settings(app, &settings);
        if (complaints.len)
            app_say(app, ROLE_WARN, APP_TOAST_MS, buf_text(&complaints));
    }
    action_keys_free(&keys);
    buf_free(&complaints);
    options_free(&conf);
    return ok;
}
