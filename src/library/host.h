#ifndef ANLIKU_LIBRARY_HOST_H
#define ANLIKU_LIBRARY_HOST_H

#include "base/error.h"

/* What the administrator of a machine sets for everybody, in /etc/anliku/anliku.yaml: `library`,
 * `zone` and `language`. "" where nothing is set. */
typedef struct HostConfig {
    char library[1024], zone[128], language[16];
} HostConfig;

/* True also when there is no such file. ERR_SYNTAX and ERR_INVALID name file, line and column. */
bool host_config_read(HostConfig *out, Error *err);
/* The same from another path. */
bool host_config_read_file(const char *path, HostConfig *out, Error *err);

#endif
