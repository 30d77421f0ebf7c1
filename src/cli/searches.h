#ifndef ANLIKU_CLI_SEARCHES_H
#define ANLIKU_CLI_SEARCHES_H

#include "cli/cli.h"

/* What `stats --searches` prints: searches that found nothing first. The exit status. */
int cli_print_searches(Cli *cli);

#endif
