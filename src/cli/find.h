#ifndef ANLIKU_CLI_FIND_H
#define ANLIKU_CLI_FIND_H

#include "cli/cli.h"

/* ID arguments. All say on stderr what was not found, and when a case answers that took the named
 * one in. */
bool find_case(Cli *cli, const char *text, Uuid *out);
/* A case or a customer. */
bool find_any(Cli *cli, const char *text, EntityType *type, Uuid *out);
/* The same, but a case that was merged is found itself. */
bool find_itself(Cli *cli, const char *text, EntityType *type, Uuid *out);
/* "7" or "rev 7": a revision number from 1 on. */
bool find_revision(Cli *cli, const char *text, uint32_t *out);

#endif
