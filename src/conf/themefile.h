#ifndef ANLIKU_CONF_THEMEFILE_H
#define ANLIKU_CONF_THEMEFILE_H

#include "base/buf.h"
#include "base/error.h"

/* A theme file: its name, and for each number of colours how the roles look:
 *   name: default
 *   mono: {title: bold}
 *   colours_16: {title: bold cyan}
 * Which parts, roles and looks there are is known to the caller. */

typedef struct ThemefileTake {
    const char *const
        *parts; /* allowed ones, ended by NULL, in the order in which they are taken */
    /* One role of a part. False with *err (without place) when the role or its look is unknown. */
    bool (*style)(void *context, Str part, Str role, Str look, Error *err);
    void *context;
} ThemefileTake;

/* Appends the name of the theme to *title. Errors carry file, line and column. */
bool themefile_read(Str text, const char *name, Buf *title, const ThemefileTake *take, Error *err);

#endif
