#ifndef ANLIKU_TEXT_NFC_H
#define ANLIKU_TEXT_NFC_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>

/* Stored text is NFC. */

/* Quick for ASCII and Chinese: no normaliser is opened before a character that needs one. text must
 * be valid UTF-8. */
bool text_is_nfc(Str text);
/* Appends the NFC form of valid UTF-8. Gives whether it differs from the source. */
bool text_nfc(Buf *out, Str text);

#endif
