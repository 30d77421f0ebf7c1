#ifndef ANLIKU_SEARCH_SNIPPET_H
#define ANLIKU_SEARCH_SNIPPET_H

#include "search/match.h"
#include "search/query.h"
#include "store/read.h"

/* Why a case was found: the place of its text that holds most of the query, with marks. Only for
 * rows that are shown. Texts are stored text: the caller sanitises them for the terminal. */

typedef struct SnippetMark {
    uint32_t from, to; /* bytes of the text */
} SnippetMark;

typedef struct Marks {
    SnippetMark *items; /* ascending, apart */
    size_t len, cap;
} Marks;

enum { SNIPPET_FIELDS = 8 };

typedef struct Snippet {
    int field;    /* CaseField of the text, -1: the case has no text */
    uint16_t row; /* of a list or of rows */
    Buf text;
    Marks marks;
    bool cut_before, cut_after; /* more text stands there */
    int fields[SNIPPET_FIELDS]; /* where the query stands: title, customer, tags first */
    size_t field_count;
} Snippet;

/* Prepared once a query. */
typedef struct SnippetMaker SnippetMaker;

/* As in search_run; ERR_SYNTAX. */
bool snippet_maker_new(Str query, const QueryOptions *options, SnippetMaker **out, Error *err);
void snippet_maker_free(SnippetMaker *maker); /* NULL is allowed */

/* document: change number of the log row. points: longest text in code points. *out is {0} or from
 * an earlier call. Cut at cluster boundaries. */
bool snippet_make(SnippetMaker *maker, StoreRead *read, uint32_t document, size_t points,
                  Snippet *out, Error *err);
void snippet_free(Snippet *snippet);

/* Marks what of the query stands in any text (a title in a list, a section on the screen). */
void snippet_marks(SnippetMaker *maker, Str text, Marks *out);

#endif
