#ifndef ANLIKU_BASE_PATHS_H
#define ANLIKU_BASE_PATHS_H

#include "base/buf.h"

/* Where the program's own read-only files are. A program that was not installed finds the share/
 * folder beside itself (the build makes one); an installed one ../share; else the configured
 * folders hold. Results are static. */
const char *paths_data_dir(void);
const char *paths_locale_dir(void);

/* $XDG_DATA_HOME/anliku, else $HOME/.local/share/anliku; "" when neither is known. */
void paths_default_library(Buf *out);
/* A folder of its own for the demo library beside that: anliku-demo. */
void paths_demo_library(Buf *out);
/* $XDG_CONFIG_HOME/anliku/config.yaml, else under $HOME/.config; "" when neither is known. */
void paths_user_config(Buf *out);

/* A path as a person types it: ~ and what stands below it are the home folder. Appends. */
void paths_put_typed(Buf *out, Str typed);
/* A path as one word of a shell's line: in quotation marks where it needs them. Appends. */
void paths_put_word(Buf *out, const char *path);

#endif
