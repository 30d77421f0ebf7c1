#ifndef ANLIKU_LIBRARY_SETTINGS_H
#define ANLIKU_LIBRARY_SETTINGS_H

#include "conf/options.h"
#include "library/library.h"

/* Settings of the team and of the actor, kept in the library. */

/* Fills the sources TEAM, PERSONAL, FILE (the account's own file, whose errors are errors) and
 * ENVIRONMENT of *out ({0} before). The caller adds COMMAND and frees with options_free. */
bool library_options(Library *library, Options *out, Error *err);
/* One of them. */
int64_t library_team_number(Library *library, OptionId id);
void library_team_text(Library *library, OptionId id, Buf *out);
/* Changes one setting of the actor, or of the team (needs the right `settings`). text.ptr NULL
 * takes it away. ERR_INVALID for a value that the option does not allow, ERR_DENIED for a fixed
 * one. */
bool library_option_set(Library *library, OptionId id, Str text, bool team, Error *err);
/* Who knows the actions checks from here on what `keys` is set to (main, once): *err for a value
 * that the next start would complain of. name: whose setting it is. */
typedef bool LibraryKeysCheck(Str value, const char *name, Error *err);
void library_check_keys_with(LibraryKeysCheck *check);

#endif
