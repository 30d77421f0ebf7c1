#ifndef ANLIKU_TUI_SCREEN_CASETEXT_H
#define ANLIKU_TUI_SCREEN_CASETEXT_H

#include "base/vec.h"
#include "library/library.h"
#include "tui/widget/pager.h"

/* A case as paragraphs to read, for the preview and the case's own screen. {0} is empty. Everything
 * that lines point to lives in the arena until casetext_clear. */
typedef struct CaseText {
    Library *library; /* for the marks; NULL: none */
    Str query;        /* whose matches are marked; borrowed */
    Arena arena;
    VEC(PagerLine) lines;
} CaseText;

void casetext_clear(CaseText *text);
void casetext_free(CaseText *text);

/* What a call needs, in this order: what it is, what it brought, in the customer's words, whom it
 * may be told, whether it still holds, who keeps it; then the story. */
void casetext_add_brief(CaseText *text, const Record *record);
/* All filled fields that people keep, by groups. */
void casetext_add_fields(CaseText *text, const Record *record);
/* The sections with their headings, steps and outcomes. */
void casetext_add_story(CaseText *text, const Record *record);

/* Pieces for other texts. Strings are copied. */
void casetext_heading(CaseText *text, Str title);
void casetext_blank(CaseText *text);
void casetext_line(CaseText *text, Role role, Str line);
/* A label, and its value beside it. */
void casetext_pair(CaseText *text, const char *label, Role role, Str value);
/* Paragraphs of Markdown: headings, lists, quotes and plain ones are told apart. */
void casetext_markdown(CaseText *text, Str source);

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
