#ifndef ANLIKU_LIBRARY_WIDEN_H
#define ANLIKU_LIBRARY_WIDEN_H

#include "base/buf.h"
#include "library/library.h"

/* Appends, translated, two lines when a case would be told further or longer by resting on that
 * consent than by what counts for it until now: what it says until now, and what the consent says.
 * Nothing when it allows no more, or when nothing is said of the case yet. Its audience is left out
 * of it: that can be changed later. Errors of library_row. */
bool library_consent_widens(Library *library, Uuid case_id, Uuid consent, Buf *out, Error *err);

#endif
