#ifndef ANLIKU_CLI_FIND_H
#define ANLIKU_CLI_FIND_H

#include "cli/cli.h"

/* ID arguments. Both say on stderr what was not found. */
bool find_case(Cli *cli, const char *text, Uuid *out);
/* A case or a customer. */
bool find_any(Cli *cli, const char *text, EntityType *type, Uuid *out);
/* "7" or "rev 7": a revision number from 1 on. */
bool find_revision(Cli *cli, const char *text, uint32_t *out);

#endif
