#ifndef ANLIKU_LIBRARY_YAMLEDIT_H
#define ANLIKU_LIBRARY_YAMLEDIT_H

#include "library/library.h"

/* A record as YAML that a person changes in an editor: what is written for it, what is read back,
 * and what is wrong as remarks at the lines. Remarks are lines that begin with "#!"; they are ours
 * and are taken off before the text is read. Private fields are not in it. */

typedef struct EditFault {
    int line; /* of the text without remarks, 1-based; 0: of the whole */
    Buf text; /* the sentence, translated */
} EditFault;

typedef struct EditFaults {
    EditFault *items;
    size_t len, cap;
} EditFaults;

void library_edit_faults_free(EditFaults *faults);

/* Appends the record; a new one with a line for each field that it may have. */
void library_edit_text(const Record *record, bool is_new, Buf *out);
/* Appends the text with what is wrong above its lines, and a line on what to do on top. */
void library_edit_remark(Str text, const EditFaults *faults, Buf *out);
/* Appends the text without remarks. */
void library_edit_plain(Str text, Buf *out);
/* The record of a text without remarks, with all that the text says. strict: keys that no field has
 * are faults, unless base has them too; else they are kept. False: *faults says all that is wrong,
 * *err the first of it. */
bool library_edit_read(const Record *base, Str text, const char *name, bool strict, Record **out,
                       EditFaults *faults, Error *err);
/* What the person did not see or may not change becomes base's, and so do owner, reviewer and what
 * only moves set where the text says nothing of them: an empty value takes none of these away
 * either (`set` does). */
void library_edit_keep(Record *edited, const Record *base);

#endif
