#ifndef ANLIKU_FORMAT_HTML_H
#define ANLIKU_FORMAT_HTML_H

#include "base/buf.h"
#include "record/value.h"

/* Records as one page that needs nothing else: no script, no picture, no font, no address is asked.
 * All text of the records is escaped; links are kept only where they are http, https or mailto. */

/* The page up to its first record; title is its name. */
void html_put_head(Buf *out, Str title, bool chinese);
/* One record as an article. quarters: dates are shown as quarters (of a safe form). */
void html_put_record(Buf *out, const Record *record, bool chinese, bool quarters,
                     Str (*metric)(Str key, bool chinese));
void html_put_end(Buf *out);

#endif
