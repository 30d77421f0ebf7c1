#ifndef ANLIKU_CLI_FIELDS_H
#define ANLIKU_CLI_FIELDS_H

#include "cli/cli.h"
#include "library/save.h"

/* Shared by the commands that write one record. */

/* Applies the arguments FIELD=VALUE from index `from` on; the exit status, after saying what is
 * wrong. */
int assign_fields(Cli *cli, Record *record, size_t from);
/* Saves and says so; the exit status. */
int save_and_say(Cli *cli, Record *record, uint32_t base_rev);
/* Says which public cases a save made internal, and how that is taken back; nothing when none. */
void say_made_internal(Cli *cli, const SaveResult *result);

#endif
