#ifndef ANLIKU_LIBRARY_TELL_H
#define ANLIKU_LIBRARY_TELL_H

#include "base/buf.h"
#include "library/library.h"
#include "record/tell.h"

/* "May I tell?" of a case as the library stands today (record/tell.h decides). record: a whole case
 * or a list row. A consent that cannot be read is none. */
Telling library_tell(Library *library, const Record *record);
/* Appends where the consent on record lets it be told: "calls; website"; nothing when it does not
 * say. */
void library_tell_channels(Library *library, const Record *record, Buf *out);
/* Appends it as a sentence with its reason, translated: "internal only: the consent ended on
 * 2026-05-31". */
void library_telling_put(const Telling *telling, Buf *out);

#endif
