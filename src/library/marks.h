#ifndef ANLIKU_LIBRARY_MARKS_H
#define ANLIKU_LIBRARY_MARKS_H

#include "search/query.h"

/* For this folder only: the first unit of text of a query that is not negated, or NULL. */
const QueryNode *marks_first_unit(const QueryNode *node);

#endif
