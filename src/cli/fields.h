#ifndef ANLIKU_CLI_FIELDS_H
#define ANLIKU_CLI_FIELDS_H

#include "cli/cli.h"
#include "library/save.h"

/* Shared by the commands that write one record. */

/* Applies the arguments FIELD=VALUE from index `from` on; the exit status, after saying what is
 * wrong. */
int assign_fields(Cli *cli, Record *record, size_t from);
/* The options of commands that change a record. */
#define CLI_SAVE_OPTIONS                                                                           \
    {"note", 0, N_("TEXT"), N_("why, for the history")},                                           \
        {"on", 0, "N",                                                                             \
         N_("the revision that the change was made for: what was saved since is put "              \
            "together with it")},                                                                  \
    {                                                                                              \
        "conflict", 0, N_("HOW"),                                                                  \
            N_("what both changed: ask (refuse, the default), mine, theirs, or keep (as a "        \
               "revision "                                                                         \
               "of its own)")                                                                      \
    }

/* Loads what is to be changed: revision --on, else `begun` (0: the current one; one that is not in
 * this library counts as 0). *rev is the one that was loaded. The exit status, after saying what is
 * wrong. */
int load_edited(Cli *cli, EntityType type, Uuid id, uint32_t begun, Record **out, uint32_t *rev);
/* Saves and says so; the exit status. What somebody saved since base_rev is put together with
 * *record, which may become another one. */
int save_and_say(Cli *cli, Record **record, uint32_t base_rev);
/* Says which public cases a save made internal, and how that is taken back; nothing when none. */
void say_made_internal(Cli *cli, const SaveResult *result);
/* That a case has to be verified again, when the change says so. */
void say_dropped(Cli *cli, const SaveResult *result);

#endif
