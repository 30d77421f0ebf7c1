#ifndef ANLIKU_RECORD_LINT_H
#define ANLIKU_RECORD_LINT_H

#include "record/validate.h"

/* What a reviewer and a reader ask of a case beyond the hard rules: one table of rules. The form,
 * the moves, `anliku lint` and the lint screen all ask here. */

typedef struct LintRule {
    const char *key;   /* stable: "long-sentence" */
    const char *label; /* message id, a few words */
    IssueLevel level;
} LintRule;

/* In the order of the table; NULL behind the last. Static. */
const LintRule *lint_rule_at(size_t at);
/* By Issue.rule, or NULL. */
const LintRule *lint_rule(const char *key);

/* Whether a value of a field of an open vocabulary (tags, industry, ...) is known here. */
typedef bool LintKnown(void *context, int field, Str value);

/* Whether a category is one of the tree's leaves. */
typedef bool LintLeaf(void *context, Str path);

typedef struct LintContext {
    unsigned section_min; /* least weight of each section of the story, see lint_weight; what the
                             customer says needs a quarter of it */
    int32_t today;        /* date in the library's zone; 0: dates are not compared with it */
    LintKnown *known;     /* NULL: every value is */
    LintLeaf *leaf;       /* NULL: every category is */
    void *known_context;  /* of both */
} LintContext;

/* Adds the issues of all levels up to `level`, hard ones first, then in the order of the table;
 * true when there are none. Records that are no cases have hard rules only. */
bool lint_check(const Record *record, const LintContext *context, IssueLevel level, Issues *issues);
/* Whether a text of a field is shorter than publishing asks for; an empty one is not. Reads no more
 * of a long text than it needs. */
bool lint_is_short(const Field *field, Str text, const LintContext *context);
/* Share of the required fields that are filled, 0..100. */
int record_completeness(const Record *record);
/* How much a text says: a Han character counts one, a word of letters or digits two. */
size_t lint_weight(Str text);

#endif
