#ifndef ANLIKU_TUI_SCREEN_CASETEXT_H
#define ANLIKU_TUI_SCREEN_CASETEXT_H

#include "base/vec.h"
#include "library/library.h"
#include "tui/widget/pager.h"

/* A case as paragraphs to read, for the preview and the case's own screen. {0} is empty. Everything
 * that lines point to lives in the arena until casetext_clear. */
typedef struct CaseText {
    Library *library; /* for the matches; NULL: none */
    Str query;        /* whose matches are marked; borrowed */
    bool links;       /* the terminal opens addresses: they need not stand in the text */
    const struct Comments *comments; /* whose open threads are named at their field; NULL: none */
    Buf needle; /* folded: what is looked for instead of the query's matches; empty: nothing */
    Arena arena;
    VEC(PagerLine) lines;
    Buf scratch;
} CaseText;

void casetext_clear(CaseText *text);
void casetext_free(CaseText *text);

/* What a call needs, in this order: what it is, what it brought, in the customer's words, whom it
 * may be told, whether it still holds, who keeps it; then the story. */
void casetext_add_brief(CaseText *text, const Record *record);
/* How many comments are open and about what, in one line; nothing when none is. */
void casetext_add_comments(CaseText *text);
/* All filled fields that people keep, by groups. */
void casetext_add_fields(CaseText *text, const Record *record);
/* The sections with their headings, steps and outcomes. */
void casetext_add_story(CaseText *text, const Record *record);
/* The outcomes as a table, without a heading. */
void casetext_add_outcomes(CaseText *text, const Record *record);

/* Pieces for other texts. Strings are copied; what would hide or reorder text is made visible. */
void casetext_heading(CaseText *text, Str title);
void casetext_blank(CaseText *text);
void casetext_line(CaseText *text, Role role, Str line);
/* A label, and its value beside it. */
void casetext_pair(CaseText *text, const char *label, Role role, Str value);
/* One line with all that it says; text and lead are copied, marks are borrowed. */
void casetext_push(CaseText *text, PagerLine line);
/* Copies what may be shown: no controls, nothing that turns the text around. */
Str casetext_safe(CaseText *text, Str raw);
/* Markdown, laid out by blocks. */
void casetext_markdown(CaseText *text, Str source);

/* A table, row by row; cells are copied. */
typedef struct CaseTable {
    PagerTable *table;
    VEC(Str) cells; /* row by row, the head first */
} CaseTable;
void casetext_table_begin(CaseText *text, CaseTable *table, size_t columns);
void casetext_table_align(CaseTable *table, size_t column, TextAlign align);
void casetext_table_cell(CaseText *text, CaseTable *table, Str cell);
/* Lays the rows out below each other, `indent` columns from the left, inside `bars` quotes. */
void casetext_table_end(CaseText *text, CaseTable *table, int indent, int bars);

/* Finds what is marked in a piece of the text: for Pager.find, context is the CaseText. */
size_t casetext_find(void *context, Str piece, size_t (*ranges)[2], size_t most);
/* What is looked for from now on, as typed; empty: the query's matches again. */
void casetext_look_for(CaseText *text, Str typed);
/* All matches of the text in order, in at most `most` places; the caller frees *out with free(). */
size_t casetext_hits(CaseText *text, PagerHit **out, size_t most);

/* "Renewal rate 71 -> 80 %" of the first outcome, else the first line of the result or the summary;
 * false when the case says nothing of the kind. */
bool casetext_put_result(Buf *out, const Record *record);
/* State and trust in one word (message id): a published case is called by its trust. */
const char *casetext_status(const Record *record, Role *role);
/* "2026-11-20". Nothing for 0. */
void casetext_put_day(Buf *out, int64_t utc_ms);
/* "3 days ago", translated. */
void casetext_put_ago(Buf *out, int64_t utc_ms);

#endif
