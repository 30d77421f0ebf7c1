#ifndef ANLIKU_LIBRARY_VERIFIED_H
#define ANLIKU_LIBRARY_VERIFIED_H

#include "record/value.h"

/* For this folder only: whether a published case that was verified still is after a change. */

/* What it says was changed: it was verified as it was, and is due. Whoever says in the same edit
 * that it was checked has checked it so. The CaseField that was changed; 0: it stays verified, or
 * was not. *form: only the form of its texts was changed. */
int verified_after_edit(const Record *before, Record *record, bool *form);
/* Another interval between two checks says nothing about the case: what is due or stale stays so
 * until it is verified (record/state.h). */
void verified_after_interval(const Record *before, Record *record);
/* record: an older revision that is about to stand again, with the state and the checks of the
 * current one. What was verified as it says then is verified as of that day again. checked: that
 * revision as it was. */
void verified_after_return(const Record *checked, const Record *before, Record *record);

#endif
