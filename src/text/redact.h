#ifndef ANLIKU_TEXT_REDACT_H
#define ANLIKU_TEXT_REDACT_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

/* Takes out of a text what tells strangers whom it is about, names aside: mail addresses, phones,
 * links and identities become a word in brackets, dates their quarter, amounts and counts from 1000
 * on a band (2-5 million). Full-width digits and letters count like others. */

/* Appends what may be shown. chinese: the language of the words that are put in. */
void text_redact(Buf *out, Str text, bool chinese);

/* What is left that may still tell: a mail address, a phone, a number of four digits and more that
 * is no year. */
typedef struct Leftover {
    size_t from, to; /* bytes */
} Leftover;
/* Their number, at most most. */
size_t text_leftovers(Str text, Leftover *out, size_t most);

#endif
