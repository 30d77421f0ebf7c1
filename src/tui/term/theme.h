#ifndef ANLIKU_TUI_TERM_THEME_H
#define ANLIKU_TUI_TERM_THEME_H

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

/* What a cell means. Screens name roles; a theme says how a role looks; term/output.c alone turns
 * that into colours. Every role differs from plain text in mono too, or has a symbol or word beside
 * it. The order is free; letters and names in the table of theme.c are for ever. */
typedef enum Role {
    ROLE_TEXT,
    ROLE_DIM,
    ROLE_TITLE,
    ROLE_TAB,
    ROLE_TAB_ACTIVE,
    ROLE_CHIP,
    ROLE_CHIP_WARN,
    ROLE_FILTER,
    ROLE_PLACEHOLDER,
    ROLE_COLUMN_HEAD,
    ROLE_SELECTED,
    ROLE_SELECTED_AWAY,
    ROLE_MARKED,
    ROLE_MATCH,
    ROLE_LINE,
    ROLE_HINT_KEY,
    ROLE_HINT_LABEL,
    ROLE_GOOD,
    ROLE_INFO,
    ROLE_WARN,
    ROLE_ERROR,
    ROLE_LABEL,
    ROLE_FIELD,
    ROLE_FIELD_FOCUS,
    ROLE_SELECTION,
    ROLE_HEADING,
    ROLE_QUOTE,
    ROLE_CODE,
    ROLE_LINK,
    ROLE_EMPHASIS,
    ROLE_CHANGED,
    ROLE_NUMBER,
    ROLE_RISE,
    ROLE_FALL,
    ROLE_CHART,
    ROLE_POPUP,
    ROLE_POPUP_TITLE,
    ROLE_DISABLED,
    ROLE_DRAFT,
    ROLE_WAITING,
    ROLE_PUBLISHED,
    ROLE_ARCHIVED,
    ROLE_DEMO,
    ROLES
} Role;

/* How many colours a terminal is given. */
typedef enum ThemeDepth { THEME_MONO, THEME_16, THEME_256, THEME_DEPTHS } ThemeDepth;

enum { THEME_BOLD = 1, THEME_DIM = 2, THEME_UNDERLINE = 4, THEME_REVERSE = 8, THEME_ATTRS = 15 };

enum { THEME_DEFAULT_COLOUR = -1 };

typedef struct ThemeStyle {
    int16_t fg, bg; /* THEME_DEFAULT_COLOUR (the terminal's own), 0..15, 16..255 */
    uint8_t attrs;
} ThemeStyle;

typedef struct Theme {
    char name[32];
    ThemeStyle styles[THEME_DEPTHS][ROLES];
} Theme;

/* "selected_away"; static. */
const char *theme_role_name(Role role);
/* One sentence, English, marked for translation; static. */
const char *theme_role_text(Role role);
/* ROLES when no role has the name. */
Role theme_role_find(Str name);
/* The lower-case letter, digit or sign of a role in screen dumps. */
char theme_role_letter(Role role);

/* Built-in themes: "default" (for a dark background), "light", "either" (for both),
 * "contrast", "mono". False for another name. */
bool theme_builtin(Str name, Theme *out);
/* Names of the built-in themes one by one; NULL after the last. */
const char *theme_builtin_name(size_t index);

/* "bold bright-cyan on default", "reverse", "250 on 236", "": attributes (bold dim underline
 * reverse), a colour, `on` and a colour, in any case of letters. Colours: default, black red green
 * yellow blue magenta cyan white, each with bright-, and 0..255. ERR_INVALID otherwise. */
bool theme_style_parse(Str spec, ThemeStyle *out, Error *err);
/* The shortest text that theme_style_parse reads back to style; "default" for a plain one. */
void theme_style_format(Buf *out, ThemeStyle style);

/* How `role` looks at a depth above `base` (ROLE_TEXT: alone): attributes of both; what is left to
 * the terminal's default comes from base, then from ROLE_TEXT; a background of base wins, and then
 * a foreground that was made for another background gives way. */
ThemeStyle theme_resolve(const Theme *theme, ThemeDepth depth, Role role, Role base);

/* One value of a theme file: depth by its key ("mono", "colours_16", "colours_256"), role by name.
 * Unknown names and colours beyond the depth are ERR_INVALID. A value for 16 colours is also the
 * one for 256 until that is set, so set 16 first. */
bool theme_set(Theme *theme, Str depth_key, Str role, Str spec, Error *err);
const char *theme_depth_key(ThemeDepth depth);
/* The theme as a YAML file (what lies in themes/). */
void theme_write(Buf *out, const Theme *theme);

#endif
