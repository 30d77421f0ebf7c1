#ifndef ANLIKU_RECORD_VALIDATE_H
#define ANLIKU_RECORD_VALIDATE_H

#include "base/error.h"
#include "record/value.h"

/* Two levels: hard rules refuse a record (type, size, encoding, order of dates); publish rules are
 * advice (lint) until a case is published. */
typedef struct Issue {
    int field;   /* index in the entity */
    int row;     /* of a list or of rows, -1 when it concerns the whole field */
    int sub;     /* sub-field of the row, -1 */
    Error error; /* with .field = the dotted key */
} Issue;

typedef struct Issues {
    Issue *items;
    size_t len, cap;
} Issues;

void issues_free(Issues *issues);
/* Adds what breaks a hard rule; true when nothing does. */
bool validate_hard(const Record *record, Issues *issues);
/* Adds what keeps a case from being published (also all hard issues); section_min is the least
 * number of characters of each section of the story (Han counts as one, Latin words as two). */
bool validate_publish(const Record *record, unsigned section_min, Issues *issues);
/* Adds what keeps a draft from being submitted (also all hard issues): a reviewer needs the title,
 * the customer, and a text to read: a part of the story, or the further text. */
bool validate_submit(const Record *record, Issues *issues);
/* Share of the required fields that are filled, 0..100. */
int record_completeness(const Record *record);

#endif
