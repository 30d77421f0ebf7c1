#ifndef ANLIKU_TUI_SCREEN_SETTINGS_H
#define ANLIKU_TUI_SCREEN_SETTINGS_H

#include "conf/options.h"
#include "tui/app/app.h"
#include "tui/screen/run.h"

/* From the settings of a person and the options of the command line to what the program runs with.
 */

AppSettings settings_read(const AppOptions *options, const Options *conf);
/* The language of the person, unless the command line names one; auto is what the process began
 * with.
 */
void settings_use_language(const char *given, const Options *conf);
/* ERR_USAGE for a terminal that cannot place the cursor, a colour or theme that there is not. */
bool settings_open_output(const AppOptions *options, const Options *conf, Output **out, Error *err);
/* AppParts.reload. */
bool settings_reload(App *app, Error *err);

#endif
