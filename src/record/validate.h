#ifndef ANLIKU_RECORD_VALIDATE_H
#define ANLIKU_RECORD_VALIDATE_H

#include "base/error.h"
#include "record/value.h"

/* Hard rules refuse a record: type, size, encoding, order of dates. What submitting and publishing
 * ask for, and advice, are the rules of record/lint.h. */

/* What an issue keeps a record from; each level holds those above it. */
typedef enum IssueLevel {
    ISSUE_HARD,    /* from being stored */
    ISSUE_SUBMIT,  /* from being submitted for review */
    ISSUE_PUBLISH, /* from being published */
    ISSUE_ADVICE,  /* from nothing: worth a look */
    ISSUE_LEVELS
} IssueLevel;

typedef struct Issue {
    int field; /* index in the entity */
    int row;   /* of a list or of rows, -1 when it concerns the whole field */
    int sub;   /* sub-field of the row, -1 */
    IssueLevel level;
    const char *rule; /* key of the rule of record/lint.h, "" for a hard one; static */
    Error error;      /* with .field = the dotted key */
} Issue;

typedef struct Issues {
    Issue *items;
    size_t len, cap;
} Issues;

void issues_free(Issues *issues);
/* Adds what breaks a hard rule; true when nothing does. */
bool validate_hard(const Record *record, Issues *issues);

#endif
