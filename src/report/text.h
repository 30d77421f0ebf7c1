#ifndef ANLIKU_REPORT_TEXT_H
#define ANLIKU_REPORT_TEXT_H

#include "report/page.h"

enum { REPORT_TEXT_LEAST = 60, REPORT_TEXT_MOST = 200 };

/* The page as plain text of exactly `columns` columns a line (clamped to the two bounds), in the
 * language of the process. The frame is ASCII; Chinese text stands in two columns a character.
 * Lines end with LF, and no blank stands before it. */
void report_text(const Page *page, int columns, Buf *out);

#endif
