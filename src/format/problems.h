#ifndef ANLIKU_FORMAT_PROBLEMS_H
#define ANLIKU_FORMAT_PROBLEMS_H

#include "format/doc.h"
#include "format/format.h"

/* The problems of one record while it is read. */

enum { PROBLEMS_MAX = 50 }; /* more are not kept; refused stays refused */

/* Appends; the first refusal is always kept. */
void problems_add(FormatProblems *problems, FormatSeverity severity, const Error *error);
bool problems_refused(const FormatProblems *problems);
void problems_clear(FormatProblems *problems);
void problems_free(FormatProblems *problems);

#endif
