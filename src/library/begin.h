#ifndef ANLIKU_LIBRARY_BEGIN_H
#define ANLIKU_LIBRARY_BEGIN_H

#include "library/library.h"
#include "record/value.h"

/* What a new case begins with when it does not begin empty: another case, a search, a template.
 * All give a record that is not saved; the caller frees it with record_free. */

/* "Copy as new": what the next case of the kind has too (title, need, solution, process, sorting,
 * audience), with the old one as a related case; not the customer, what was measured and said,
 * dates, consent, state and private notes. ERR_NOT_FOUND also for what the actor may not see. */
bool library_copy_as_new(Library *library, Uuid id, Record **out, Error *err);

/* A case that this search did not find: its words are the title, what it was narrowed to (customer,
 * industry, tags, ...) stands in the fields, in the names of the taxonomy. */
Record *library_begin_from_query(Library *library, Str query);

/* Templates: the shipped ones in both languages, and the team's own. A template is a case whose
 * title is its name; its sections hold questions, a line each that ends with a colon, which lint
 * asks to be answered. */
typedef struct CaseTemplate {
    Str name;
    bool own; /* the team's */
    const Record *record;
} CaseTemplate;

typedef struct CaseTemplates {
    CaseTemplate *items; /* the team's first, then those in the language of the process */
    size_t len, cap;
} CaseTemplates;

enum { TEMPLATES_MOST = 200 };

/* A shipped file that is not there is no error. Freed with library_templates_free, also after an
 * error. */
bool library_templates(Library *library, CaseTemplates *out, Error *err);
void library_templates_free(CaseTemplates *templates);
/* By its name, whatever the case of letters; NULL when there is none. */
const CaseTemplate *library_template_find(const CaseTemplates *templates, Str name);
/* A new case that begins with it. */
Record *library_begin_from_template(Library *library, const CaseTemplate *from);

/* Keeps what copy_as_new takes of a case as a template of the team, its outcomes without their
 * numbers; one of that name is replaced. Needs the right to write; ERR_INVALID for an empty name
 * and for too many. One entry of the log. */
bool library_template_save(Library *library, Uuid id, Str name, Error *err);
/* ERR_NOT_FOUND when the team has none of that name. */
bool library_template_remove(Library *library, Str name, Error *err);

#endif
