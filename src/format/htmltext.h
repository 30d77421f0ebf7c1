#ifndef ANLIKU_FORMAT_HTMLTEXT_H
#define ANLIKU_FORMAT_HTMLTEXT_H

#include "base/buf.h"
#include "base/str.h"

/* Text in a page of HTML: all of it is escaped, control characters are left out. */
void html_put_text(Buf *out, Str text);
/* <tag>text</tag> and a new line. */
void html_put_tagged(Buf *out, const char *tag, Str text);
/* Markdown as blocks of HTML; headings stand below the two levels of the page. Raw HTML in it is
 * text, and so is a link that is not http, https or mailto. */
void html_put_markdown(Buf *out, Str source);

#endif
