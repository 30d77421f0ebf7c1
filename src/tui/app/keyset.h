#ifndef ANLIKU_TUI_APP_KEYSET_H
#define ANLIKU_TUI_APP_KEYSET_H

#include "base/buf.h"
#include "library/library.h"
#include "tui/app/app.h"

/* The keys that hold for a person: those of the team, then the person's own setting, then the
 * `keys` section of the account's file, each over the one before (per action). */

/* Reads them over *out ({0} before). What cannot be read, and keys that mean two things, are lines
 * of *complaints; everything else holds. library NULL: only the account's file. */
void keyset_load(Library *library, ActionKeys *out, Buf *complaints);

/* One more key for an action, kept as the person's own setting and used at once. ERR_INVALID,
 * ERR_DENIED for an action whose keys the account's file gives. */
bool keyset_map(App *app, Str key, ActionId id, Error *err);
/* Takes a key away from every action. ERR_NOT_FOUND when none has it. */
bool keyset_unmap(App *app, Str key, Error *err);
/* Whether the setting `keys` may hold the value; *err as when it is read at the start. */
bool keyset_check(Str value, const char *name, Error *err);
/* Appends what the `keys` section of a settings file means for that setting; nothing when it has
 * none. Errors carry name, line and column. */
bool keyset_read(Str file, const char *name, Buf *setting, Error *err);

#endif
