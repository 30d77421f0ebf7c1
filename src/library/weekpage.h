#ifndef ANLIKU_LIBRARY_WEEKPAGE_H
#define ANLIKU_LIBRARY_WEEKPAGE_H

#include "base/zone.h"
#include "library/library.h"
#include "report/page.h"

/* The weekly page of a library. */

/* query empty: the whole library, the same numbers for everybody; otherwise what the actor sees of
 * the query's cases. *out ({0} before) is freed with page_free. */
bool library_week_model(Library *library, Str query, ZoneWeek week, Page *out, Error *err);
/* Appends the page as text of `columns` columns. */
bool library_week_page(Library *library, ZoneWeek week, int columns, Buf *out, Error *err);

#endif
