#include "config.h"

#include "tui/term/theme.h"

#include "base/i18n.h"
#include "base/number.h"
#include "base/vec.h"

#include <stdio.h>
#include <string.h>

typedef struct RoleRow {
    const char *name;
    char letter;
    const char *text;
    const char *in16, *in256, *mono; /* of the theme "default"; in256 NULL: as in16 */
} RoleRow;

static const RoleRow roles[ROLES] = {
    [ROLE_TEXT] = {"text", '.', N_("Ordinary text"), "", NULL, ""},
    [ROLE_DIM] = {"dim", 'd', N_("Text of less weight: dates, ids, units"), "dim", "248", "dim"},
    [ROLE_TITLE] = {"title", 't', N_("Name of the screen or record"), "bold", NULL, "bold"},
    [ROLE_TAB] = {"tab", 'a', N_("A screen that one may switch to"), "", NULL, ""},
    [ROLE_TAB_ACTIVE] = {"tab_active", 'b', N_("The screen that is shown"), "bold reverse", NULL,
                         "bold reverse"},
    [ROLE_CHIP] = {"chip", 'c', N_("State chips in the first line"), "cyan", "73", "bold"},
    [ROLE_CHIP_WARN] = {"chip_warn", 'w', N_("State chips that ask for attention"), "bold yellow",
                        "bold 179", "reverse"},
    [ROLE_FILTER] = {"filter", 'f', N_("What is typed in the filter bar"), "bold", NULL, "bold"},
    [ROLE_PLACEHOLDER] = {"placeholder", 'p', N_("What an empty field expects"), "dim", "246",
                          "dim"},
    [ROLE_COLUMN_HEAD] = {"column_head", 'h', N_("Heads of columns"), "underline", "underline 245",
                          "underline"},
    [ROLE_SELECTED] = {"selected", 's', N_("The selected row"), "reverse", NULL, "reverse"},
    [ROLE_SELECTED_AWAY] = {"selected_away", 'u',
                            N_("The selected row while another pane has the keys"), "underline",
                            NULL, "underline"},
    [ROLE_MARKED] = {"marked", 'k', N_("Marked rows"), "bold cyan", "bold 80", "bold"},
    [ROLE_MATCH] = {"match", 'm', N_("The part of a text that a query found"), "bold yellow",
                    "bold 179", "bold underline"},
    [ROLE_LINE] = {"line", 'l', N_("Lines between panes and around boxes"), "dim", "240", "dim"},
    [ROLE_HINT_KEY] = {"hint_key", 'y', N_("Keys in the hint bar"), "reverse", NULL, "reverse"},
    [ROLE_HINT_LABEL] = {"hint_label", 'i', N_("What those keys do"), "", NULL, ""},
    [ROLE_GOOD] = {"good", 'g', N_("Something went well"), "green", "71", ""},
    [ROLE_INFO] = {"info", 'o', N_("Something to know"), "cyan", "73", ""},
    [ROLE_WARN] = {"warn", 'v', N_("Something to look at"), "bold yellow", "bold 179", "bold"},
    [ROLE_ERROR] = {"error", 'e', N_("Something is wrong"), "bold red", "bold 203", "bold reverse"},
    [ROLE_LABEL] = {"label", 'n', N_("Names of fields"), "cyan", "73", ""},
    [ROLE_FIELD] = {"field", 'x', N_("A field that can be edited"), "underline", "252 on 236",
                    "underline"},
    [ROLE_FIELD_FOCUS] = {"field_focus", 'z', N_("The field that has the keys"), "bold underline",
                          "bold 231 on 238", "bold underline"},
    [ROLE_SELECTION] = {"selection", 'j', N_("Selected part of a text"), "reverse", NULL,
                        "reverse"},
    [ROLE_HEADING] = {"heading", 'q', N_("Headings in a text"), "bold", NULL, "bold"},
    [ROLE_QUOTE] = {"quote", 'r', N_("Quotations"), "green", "108", ""},
    [ROLE_CODE] = {"code", '1', N_("Text kept as it is"), "magenta", "140", ""},
    [ROLE_LINK] = {"link", '2', N_("Links"), "underline cyan", "underline 73", "underline"},
    [ROLE_EMPHASIS] = {"emphasis", '!', N_("Words that a text stresses"), "underline", NULL,
                       "underline"},
    [ROLE_CHANGED] = {"changed", '#', N_("Words that differ between two texts"), "bold underline",
                      NULL, "bold underline"},
    [ROLE_NUMBER] = {"number", '3', N_("Numbers of metrics"), "bold", NULL, "bold"},
    [ROLE_RISE] = {"rise", '4', N_("A number that became better"), "green", "71", ""},
    [ROLE_FALL] = {"fall", '5', N_("A number that became worse"), "red", "203", ""},
    [ROLE_CHART] = {"chart", '6', N_("Bars and lines of charts"), "cyan", "73", ""},
    [ROLE_POPUP] = {"popup", '7', N_("Boxes above the screen"), "", "252 on 235", ""},
    [ROLE_POPUP_TITLE] = {"popup_title", '8', N_("Titles of such boxes"), "bold", "bold 231 on 235",
                          "bold"},
    [ROLE_DISABLED] = {"disabled", '9', N_("What cannot be chosen now"), "dim", "240", "dim"},
    [ROLE_DRAFT] = {"draft", '-', N_("State: draft"), "yellow", "179", ""},
    [ROLE_WAITING] = {"waiting", '~', N_("State: waiting for review"), "magenta", "140", ""},
    [ROLE_PUBLISHED] = {"published", '+', N_("State: published"), "green", "71", ""},
    [ROLE_ARCHIVED] = {"archived", '=', N_("State: archived or in the trash"), "dim", "246", "dim"},
    [ROLE_DEMO] = {"demo", '*', N_("Mark of demonstration data"), "bold magenta", "bold 140",
                   "bold"},
};

typedef struct Override {
    Role role;
    const char *in16, *in256;
} Override;

/* For a white background: no yellow, no cyan, no pale tone. */
static const Override light[] = {
    {ROLE_DIM, "dim", "239"},
    {ROLE_CHIP, "blue", "25"},
    {ROLE_CHIP_WARN, "bold red", "bold 58"},
    {ROLE_PLACEHOLDER, "dim", "240"},
    {ROLE_COLUMN_HEAD, "underline", "underline 239"},
    {ROLE_MARKED, "bold blue", "bold 25"},
    {ROLE_MATCH, "bold magenta", "bold 125"},
    {ROLE_LINE, "dim", "245"},
    {ROLE_GOOD, "bold", "22"},
    {ROLE_INFO, "blue", "25"},
    {ROLE_WARN, "bold magenta", "bold 58"},
    {ROLE_ERROR, "bold red", "bold 124"},
    {ROLE_LABEL, "blue", "25"},
    {ROLE_FIELD, "underline", "235 on 255"},
    {ROLE_FIELD_FOCUS, "bold underline", "bold 16 on 252"},
    {ROLE_QUOTE, "blue", "22"},
    {ROLE_CODE, "magenta", "90"},
    {ROLE_LINK, "underline blue", "underline 25"},
    {ROLE_RISE, "bold", "22"},
    {ROLE_FALL, "bold red", "124"},
    {ROLE_CHART, "blue", "25"},
    {ROLE_POPUP, "", "235 on 255"},
    {ROLE_POPUP_TITLE, "bold", "bold 16 on 255"},
    {ROLE_DISABLED, "dim", "245"},
    {ROLE_DRAFT, "magenta", "58"},
    {ROLE_WAITING, "blue", "90"},
    {ROLE_PUBLISHED, "bold", "22"},
    {ROLE_ARCHIVED, "dim", "240"},
    {ROLE_DEMO, "bold magenta", "bold 90"},
};

/* Nobody knows the background: tones in the middle between black and white, and the terminal's own
 * colours. Of the sixteen only red and magenta can be read on both. */
static const Override either[] = {
    {ROLE_DIM, "", "242"},
    {ROLE_CHIP, "bold", "bold 62"},
    {ROLE_CHIP_WARN, "bold magenta", "bold 163"},
    {ROLE_PLACEHOLDER, "", "242"},
    {ROLE_COLUMN_HEAD, "underline", "underline 242"},
    {ROLE_MARKED, "bold magenta", "bold 163"},
    {ROLE_MATCH, "bold underline", "bold underline 163"},
    {ROLE_LINE, "", "242"},
    {ROLE_GOOD, "", "28"},
    {ROLE_INFO, "", "62"},
    {ROLE_WARN, "bold magenta", "bold 130"},
    {ROLE_ERROR, "bold red", "bold 161"},
    {ROLE_LABEL, "", "62"},
    {ROLE_FIELD, "underline", "underline"},
    {ROLE_FIELD_FOCUS, "bold underline", "bold underline"},
    {ROLE_QUOTE, "", "28"},
    {ROLE_CODE, "magenta", "97"},
    {ROLE_LINK, "underline", "underline 62"},
    {ROLE_RISE, "bold", "bold 28"},
    {ROLE_FALL, "red", "161"},
    {ROLE_CHART, "", "62"},
    {ROLE_POPUP, "", ""},
    {ROLE_POPUP_TITLE, "bold", "bold"},
    {ROLE_DISABLED, "dim", "242"},
    {ROLE_DRAFT, "magenta", "130"},
    {ROLE_WAITING, "magenta", "97"},
    {ROLE_PUBLISHED, "", "28"},
    {ROLE_ARCHIVED, "dim", "242"},
    {ROLE_DEMO, "bold magenta", "bold 163"},
};

/* Nothing dim, few hues, all of them bright on an explicit black. */
static const Override contrast[] = {
    {ROLE_TEXT, "bright-white on black", NULL},
    {ROLE_DIM, "white on black", NULL},
    {ROLE_TITLE, "bold bright-white on black", NULL},
    {ROLE_TAB, "bright-white on black", NULL},
    {ROLE_TAB_ACTIVE, "bold black on bright-white", NULL},
    {ROLE_CHIP, "bold bright-cyan on black", NULL},
    {ROLE_CHIP_WARN, "bold black on bright-yellow", NULL},
    {ROLE_FILTER, "bold bright-white on black", NULL},
    {ROLE_PLACEHOLDER, "white on black", NULL},
    {ROLE_COLUMN_HEAD, "bold underline bright-white on black", NULL},
    {ROLE_SELECTED, "bold black on bright-yellow", NULL},
    {ROLE_SELECTED_AWAY, "bold underline bright-yellow on black", NULL},
    {ROLE_MARKED, "bold bright-cyan on black", NULL},
    {ROLE_MATCH, "bold underline bright-yellow on black", NULL},
    {ROLE_LINE, "bright-white on black", NULL},
    {ROLE_HINT_KEY, "bold black on bright-white", NULL},
    {ROLE_HINT_LABEL, "bright-white on black", NULL},
    {ROLE_GOOD, "bold bright-green on black", NULL},
    {ROLE_INFO, "bold bright-cyan on black", NULL},
    {ROLE_WARN, "bold bright-yellow on black", NULL},
    {ROLE_ERROR, "bold bright-white on red", NULL},
    {ROLE_LABEL, "bold bright-cyan on black", NULL},
    {ROLE_FIELD, "underline bright-white on black", NULL},
    {ROLE_FIELD_FOCUS, "bold underline bright-yellow on black", NULL},
    {ROLE_SELECTION, "black on bright-white", NULL},
    {ROLE_HEADING, "bold underline bright-white on black", NULL},
    {ROLE_QUOTE, "bright-white on black", NULL},
    {ROLE_CODE, "bright-white on black", NULL},
    {ROLE_LINK, "bold underline bright-cyan on black", NULL},
    {ROLE_NUMBER, "bold bright-white on black", NULL},
    {ROLE_RISE, "bold bright-green on black", NULL},
    {ROLE_FALL, "bold bright-white on red", NULL},
    {ROLE_CHART, "bright-white on black", NULL},
    {ROLE_POPUP, "bright-white on black", NULL},
    {ROLE_POPUP_TITLE, "bold bright-yellow on black", NULL},
    {ROLE_DISABLED, "white on black", NULL},
    {ROLE_DRAFT, "bold bright-yellow on black", NULL},
    {ROLE_WAITING, "bold bright-cyan on black", NULL},
    {ROLE_PUBLISHED, "bold bright-green on black", NULL},
    {ROLE_ARCHIVED, "white on black", NULL},
    {ROLE_DEMO, "bold black on bright-yellow", NULL},
};

static const struct {
    const char *name;
    const Override *overrides;
    size_t count;
    bool mono; /* every depth looks like mono */
} builtins[] = {
    {"default", NULL, 0, false},
    {"light", light, COUNT_OF(light), false},
    {"either", either, COUNT_OF(either), false},
    {"contrast", contrast, COUNT_OF(contrast), false},
    {"mono", NULL, 0, true},
};

static const char *const depth_keys[THEME_DEPTHS] = {
    [THEME_MONO] = "mono", [THEME_16] = "colours_16", [THEME_256] = "colours_256"};

static const char *const colours[] = {"black", "red",     "green", "yellow",
                                      "blue",  "magenta", "cyan",  "white"};

static const struct {
    const char *name;
    uint8_t attr;
} attributes[] = {{"bold", THEME_BOLD},
                  {"dim", THEME_DIM},
                  {"underline", THEME_UNDERLINE},
                  {"reverse", THEME_REVERSE}};

const char *theme_role_name(Role role) {
    return roles[role].name;
}

const char *theme_role_text(Role role) {
    return roles[role].text;
}

char theme_role_letter(Role role) {
    return role < ROLES ? roles[role].letter : '?';
}

Role theme_role_find(Str name) {
    Role role = 0;
    while (role < ROLES && !str_equal(name, str_of(roles[role].name)))
        role++;
    return role;
}

const char *theme_depth_key(ThemeDepth depth) {
    return depth_keys[depth];
}

static bool parse_colour(Str word, int16_t *out) {
    static const Str bright = {"bright-", 7};
    int64_t number;
    if (str_equal_ascii_case(word, STR("default"))) {
        *out = THEME_DEFAULT_COLOUR;
        return true;
    }
    if (number_parse_int(word, &number)) {
        *out = (int16_t)number;
        return number >= 0 && number <= 255;
    }
    bool is_bright =
        word.len > bright.len && str_equal_ascii_case(str_make(word.ptr, bright.len), bright);
    if (is_bright)
        word = str_make(word.ptr + bright.len, word.len - bright.len);
    for (size_t i = 0; i < COUNT_OF(colours); i++) {
        if (str_equal_ascii_case(word, str_of(colours[i]))) {
            *out = (int16_t)(i + (is_bright ? 8 : 0));
            return true;
        }
    }
    return false;
}

static uint8_t parse_attribute(Str word) {
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        if (str_equal_ascii_case(word, str_of(attributes[i].name)))
            return attributes[i].attr;
    }
    return 0;
}

bool theme_style_parse(Str spec, ThemeStyle *out, Error *err) {
    ThemeStyle style = {THEME_DEFAULT_COLOUR, THEME_DEFAULT_COLOUR, 0};
    int16_t *colour = &style.fg; /* where the next colour goes; NULL when none may come */
    bool owed = false;           /* `on` was read and its colour not yet */
    Str rest = spec, word;
    while (str_split(&rest, ' ', &word)) {
        uint8_t attr = parse_attribute(word);
        if (word.len == 0)
            continue;
        if (!owed && attr) {
            style.attrs |= attr;
        } else if (!owed && str_equal_ascii_case(word, STR("on"))) {
            if (colour == NULL && style.bg != THEME_DEFAULT_COLOUR)
                goto wrong;
            colour = &style.bg;
            owed = true;
        } else if (colour && parse_colour(word, colour)) {
            colour = NULL;
            owed = false;
        } else {
            goto wrong;
        }
    }
    if (owed)
        goto wrong;
    *out = style;
    return true;
wrong:
    return error_set(err, ERR_INVALID,
                     N_("“{0}” is no style: write for example “bold cyan on default”"), "S", spec);
}

static void put_colour(Buf *out, int16_t colour) {
    if (colour == THEME_DEFAULT_COLOUR)
        buf_puts(out, "default");
    else if (colour < 16)
        buf_printf(out, "%s%s", colour >= 8 ? "bright-" : "", colours[colour % 8]);
    else
        buf_printf(out, "%d", colour);
}

void theme_style_format(Buf *out, ThemeStyle style) {
    size_t start = out->len;
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        if (style.attrs & attributes[i].attr)
            buf_printf(out, "%s ", attributes[i].name);
    }
    bool plain = style.fg == THEME_DEFAULT_COLOUR && style.bg == THEME_DEFAULT_COLOUR;
    if (plain && out->len > start) {
        buf_truncate(out, out->len - 1);
        return;
    }
    put_colour(out, style.fg);
    if (style.bg != THEME_DEFAULT_COLOUR) {
        buf_puts(out, " on ");
        put_colour(out, style.bg);
    }
}

bool theme_set(Theme *theme, Str depth_key, Str role_name, Str spec, Error *err) {
    ThemeDepth depth = 0;
    while (depth < THEME_DEPTHS && !str_equal(depth_key, str_of(depth_keys[depth])))
        depth++;
    if (depth == THEME_DEPTHS)
        return error_set(err, ERR_INVALID, N_("“{0}” is no part of a theme"), "S", depth_key);
    Role role = theme_role_find(role_name);
    if (role == ROLES)
        return error_set(err, ERR_INVALID, N_("“{0}” is no colour role"), "S", role_name);
    ThemeStyle style;
    if (!theme_style_parse(spec, &style, err))
        return false;
    int16_t most = style.fg > style.bg ? style.fg : style.bg;
    static const int16_t limits[] = {
        [THEME_MONO] = THEME_DEFAULT_COLOUR, [THEME_16] = 15, [THEME_256] = 255};
    if (most > limits[depth])
        return error_set(err, ERR_INVALID, N_("“{0}”: this colour does not belong to {1}"), "Ss",
                         spec, depth_keys[depth]);
    theme->styles[depth][role] = style;
    if (depth == THEME_16)
        theme->styles[THEME_256][role] = style;
    return true;
}

/* Only texts of the tables above come here; a test loads every one of them. */
static ThemeStyle style_of(const char *spec) {
    ThemeStyle style = {THEME_DEFAULT_COLOUR, THEME_DEFAULT_COLOUR, 0};
    Error err;
    theme_style_parse(str_of(spec), &style, &err);
    return style;
}

static void set_role(Theme *theme, Role role, const char *in16, const char *in256) {
    theme->styles[THEME_16][role] = style_of(in16);
    theme->styles[THEME_256][role] = style_of(in256 ? in256 : in16);
}

bool theme_builtin(Str name, Theme *out) {
    size_t at = 0;
    while (at < COUNT_OF(builtins) && !str_equal(name, str_of(builtins[at].name)))
        at++;
    if (at == COUNT_OF(builtins))
        return false;
    *out = (Theme){0};
    snprintf(out->name, sizeof out->name, "%s", builtins[at].name);
    for (Role role = 0; role < ROLES; role++) {
        const RoleRow *row = &roles[role];
        out->styles[THEME_MONO][role] = style_of(row->mono);
        set_role(out, role, builtins[at].mono ? row->mono : row->in16,
                 builtins[at].mono ? NULL : row->in256);
    }
    for (size_t i = 0; i < builtins[at].count; i++) {
        const Override *o = &builtins[at].overrides[i];
        set_role(out, o->role, o->in16, o->in256);
    }
    return true;
}

const char *theme_builtin_name(size_t index) {
    return index < COUNT_OF(builtins) ? builtins[index].name : NULL;
}

static ThemeStyle above_text(const Theme *theme, ThemeDepth depth, Role role) {
    ThemeStyle style = theme->styles[depth][role];
    ThemeStyle text = theme->styles[depth][ROLE_TEXT];
    if (style.fg == THEME_DEFAULT_COLOUR)
        style.fg = text.fg;
    if (style.bg == THEME_DEFAULT_COLOUR)
        style.bg = text.bg;
    return style;
}

ThemeStyle theme_resolve(const Theme *theme, ThemeDepth depth, Role role, Role base) {
    ThemeStyle style = above_text(theme, depth, role);
    if (base == ROLE_TEXT)
        return style;
    ThemeStyle below = above_text(theme, depth, base);
    bool foreign = style.bg != THEME_DEFAULT_COLOUR && below.bg != THEME_DEFAULT_COLOUR &&
                   style.bg != below.bg;
    if (style.fg == THEME_DEFAULT_COLOUR || foreign)
        style.fg = below.fg;
    if (below.bg != THEME_DEFAULT_COLOUR)
        style.bg = below.bg;
    style.attrs |= below.attrs;
    return style;
}

static bool same_style(ThemeStyle a, ThemeStyle b) {
    return a.fg == b.fg && a.bg == b.bg && a.attrs == b.attrs;
}

static void write_depth(Buf *out, const Theme *theme, ThemeDepth depth) {
    buf_printf(out, "%s:\n", depth_keys[depth]);
    for (Role role = 0; role < ROLES; role++) {
        ThemeStyle style = theme->styles[depth][role];
        if (depth == THEME_256 && same_style(style, theme->styles[THEME_16][role]))
            continue;
        buf_printf(out, "  %s: ", theme_role_name(role));
        theme_style_format(out, style);
        buf_putc(out, '\n');
    }
}

static bool has_own_256(const Theme *theme) {
    for (Role role = 0; role < ROLES; role++) {
        if (!same_style(theme->styles[THEME_256][role], theme->styles[THEME_16][role]))
            return true;
    }
    return false;
}

void theme_write(Buf *out, const Theme *theme) {
    buf_printf(out, "name: %s\n", theme->name);
    write_depth(out, theme, THEME_16);
    if (has_own_256(theme))
        write_depth(out, theme, THEME_256);
    write_depth(out, theme, THEME_MONO);
}
