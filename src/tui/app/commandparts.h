#ifndef ANLIKU_TUI_APP_COMMANDPARTS_H
#define ANLIKU_TUI_APP_COMMANDPARTS_H

#include "library/settings.h"
#include "tui/app/command.h"

/* Commands in two files: what they do (command.c), what they offer (commandoffer.c). For these
 * only. */

/* "KEY VALUE" or "KEY=VALUE"; the value's ptr is NULL when there is none. */
void command_split_setting(Str argument, Str *key, Str *value);
/* Takes the first word off; false when there is none. */
bool command_split_word(Str *rest, Str *word);

/* As Command.offer. */
void command_offer_map(App *app, Str argument, CommandOffers *out);
void command_offer_set(App *app, Str argument, CommandOffers *out);
void command_offer_sort(App *app, Str argument, CommandOffers *out);
void command_offer_view(App *app, Str argument, CommandOffers *out);
void command_offer_week(App *app, Str argument, CommandOffers *out);

#endif
