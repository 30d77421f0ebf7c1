#ifndef ANLIKU_CONF_KEYBINDS_H
#define ANLIKU_CONF_KEYBINDS_H

#include "base/error.h"
#include "base/str.h"

/* The `keys` section of a settings file, over the preset:
 *   keys:
 *     open: [Enter, l]
 *     quit: ^Q
 *     help: []          # no key
 * The section may also be one text that holds such a map, as personal settings do.
 * Which actions and keys there are is known to the caller. */

typedef struct KeybindsTake {
    /* Before the keys of each action (they replace those of the preset), with its place. False with
     * *err (without place) when there is no such action. */
    bool (*action)(void *context, Str action, int line, int column, Error *err);
    /* One key of that action. False with *err when it is no key, or taken. */
    bool (*key)(void *context, Str action, Str key, Error *err);
    void *context;
} KeybindsTake;

/* Errors carry file, line and column; what came before them has been handed over. A file without
 * the section is fine. */
bool keybinds_read(Str text, const char *name, const KeybindsTake *take, Error *err);

#endif
