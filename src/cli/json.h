#ifndef ANLIKU_CLI_JSON_H
#define ANLIKU_CLI_JSON_H

#include "base/buf.h"

/* Appends text as a JSON string with its quotes. */
void json_put_text(Buf *out, Str text);

#endif
