#ifndef ANLIKU_LIBRARY_PAGE_H
#define ANLIKU_LIBRARY_PAGE_H

#include "library/dashboard.h"
#include "report/page.h"

/* The weekly page of a library: its counts as a page to render (report/text.h) or to walk through.
 */

/* scope: a query; empty: the whole library. *out is {0}; freed with page_free, also after an error.
 */
bool library_page(Library *library, Str scope, ZoneWeek week, Page *out, Error *err);
/* A page from counts that were made already. */
void library_page_of(const Library *library, Str scope, const Dashboard *counts, Page *out);

#endif
