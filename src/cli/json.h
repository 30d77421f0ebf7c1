#ifndef ANLIKU_CLI_JSON_H
#define ANLIKU_CLI_JSON_H

#include "base/buf.h"

/* Appends text as a JSON string with its quotes; bytes that are no UTF-8 become U+FFFD. */
void json_put_text(Buf *out, Str text);

#endif
