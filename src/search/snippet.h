#ifndef ANLIKU_SEARCH_SNIPPET_H
#define ANLIKU_SEARCH_SNIPPET_H

#include "search/match.h"
#include "search/query.h"
#include "store/read.h"

/* Why a case was found: the place of its text that holds most of the query, with marks. Only for
 * rows that are shown. Texts are stored text made one line (search/excerpt.h): the caller sanitises
 * them for the terminal. */

typedef struct SnippetMark {
    uint32_t from, to; /* bytes of the text */
} SnippetMark;

typedef struct Marks {
    SnippetMark *items; /* ascending, apart */
    size_t len, cap;
} Marks;

typedef struct Snippet {
    int field;    /* CaseField of the text, -1: the case has no text */
    uint16_t row; /* of a list or of rows */
    Buf text;
    Marks marks;
    bool cut_before, cut_after; /* more text stands there */
} Snippet;

/* Prepared once a query. */
typedef struct SnippetMaker SnippetMaker;

/* As in search_run; ERR_SYNTAX. */
bool snippet_maker_new(Str query, const QueryOptions *options, SnippetMaker **out, Error *err);
void snippet_maker_free(SnippetMaker *maker); /* NULL is allowed */

/* document: change number of the log row. columns: most of a terminal that the text may fill. The
 * place is the window that holds most of the query's characters, in prose before lists before the
 * title; a unit that stands whole somewhere in the case is not looked for in pieces. Without any of
 * them the beginning of the text that tells most, without marks. *out is {0} or from an earlier
 * call. */
bool snippet_make(SnippetMaker *maker, StoreRead *read, uint32_t document, int columns,
                  Snippet *out, Error *err);
void snippet_free(Snippet *snippet);

/* The CaseField that tells best why the case was found: of those that hold at least half of what
 * the best one holds the first of title, customer, tags and the fields in their order; -1: none. */
bool snippet_field(SnippetMaker *maker, StoreRead *read, uint32_t document, int *field, Error *err);

/* Marks what of the query stands in any text (a title in a list, a section on the screen). */
void snippet_marks(SnippetMaker *maker, Str text, Marks *out);

#endif
